#include "fixture.h"

#include <stdio.h>

static int count(struct fx *fx)
{
	return reader_members_count(fx->reader, fx_room(fx, "!a"));
}

static void they_come_and_go(void **state)
{
	struct fx *fx = *state;
	struct member *m;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, NULL, MEMBER_INVITE);
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_commit(fx);
	assert_int_equal(count(fx), 2);
	/* Who leaves is still called by name. */
	fx_member(fx, "!a", BEN, NULL, MEMBER_LEAVE);
	fx_commit(fx);
	assert_int_equal(count(fx), 1);
	m = reader_member(fx->reader, fx_room(fx, "!a"), BEN);
	assert_string_equal(m->name, "Ben Osei");
	assert_int_equal(m->membership, MEMBER_LEAVE);
	member_free(m);
}

static void history_tells_names_only(void **state)
{
	struct fx *fx = *state;
	struct member *m;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Benny", MEMBER_NONE);
	fx_member(fx, "!a", PAT, "Pat", MEMBER_NONE);
	fx_commit(fx);
	assert_int_equal(count(fx), 1);
	m = reader_member(fx->reader, fx_room(fx, "!a"), BEN);
	assert_string_equal(m->name, "Ben Osei");
	member_free(m);
	m = reader_member(fx->reader, fx_room(fx, "!a"), PAT);
	assert_string_equal(m->name, "Pat");
	member_free(m);
}

static void a_whole_list_drops_the_others(void **state)
{
	struct fx *fx = *state;
	struct room *r;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	fx_member(fx, "!a", PAT, "Pat", MEMBER_JOIN);
	fx_commit(fx);
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben", MEMBER_JOIN);
	fx_apply(fx, fx_new(fx, CHANGE_MEMBERS_DONE, "!a"));
	fx_commit(fx);
	assert_int_equal(count(fx), 2);
	r = fx_read(fx, "!a");
	assert_true(r->members_known);
	assert_int_equal(r->outsiders, 0);
	assert_int_equal(r->area, AREA_INTERNAL);
	room_free(r);
	/* An empty answer is not believed. */
	fx_apply(fx, fx_new(fx, CHANGE_MEMBERS_DONE, "!a"));
	fx_commit(fx);
	assert_int_equal(count(fx), 2);
}

static void add_power(struct change *c, const char *user, int level,
		      bool creator)
{
	struct power p = { g_strdup(user), level, creator };

	g_array_append_val(c->powers, p);
}

static void powers(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct member *m;
	struct room *r;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, "Chloe", MEMBER_JOIN);
	c = fx_new(fx, CHANGE_POWERS, "!a");
	c->powers = g_array_new(false, false, sizeof(struct power));
	add_power(c, ANN, 50, false);
	add_power(c, BEN, 2147483647, true);
	c->n = 7;
	c->power_redact = 51;
	fx_apply(fx, c);
	fx_commit(fx);
	r = fx_read(fx, "!a");
	assert_int_equal(r->power, 50);
	assert_int_equal(r->power_redact, 51);
	room_free(r);
	m = reader_member(fx->reader, fx_room(fx, "!a"), BEN);
	assert_true(m->creator);
	assert_string_equal(member_role(m), "owner");
	member_free(m);
	m = reader_member(fx->reader, fx_room(fx, "!a"), CHLOE);
	assert_int_equal(m->power, 7);
	member_free(m);
}

/* Room version 12: who made the room is told once, by its first event. */
static void creators_stay(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct member *m;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, "Chloe", MEMBER_JOIN);
	c = fx_new(fx, CHANGE_POWERS, "!a");
	c->powers = g_array_new(false, false, sizeof(struct power));
	add_power(c, BEN, 2147483647, true);
	add_power(c, CHLOE, 50, false);
	fx_apply(fx, c);
	fx_commit(fx);
	c = fx_new(fx, CHANGE_POWERS, "!a");
	c->powers = g_array_new(false, false, sizeof(struct power));
	add_power(c, ANN, 50, false);
	add_power(c, BEN, 0, false);
	fx_apply(fx, c);
	fx_commit(fx);
	m = reader_member(fx->reader, fx_room(fx, "!a"), BEN);
	assert_true(m->creator);
	assert_string_equal(member_role(m), "owner");
	member_free(m);
	m = reader_member(fx->reader, fx_room(fx, "!a"), CHLOE);
	assert_int_equal(m->power, 0);
	member_free(m);
	m = reader_member(fx->reader, fx_room(fx, "!a"), ANN);
	assert_int_equal(m->power, 50);
	member_free(m);
}

static void nonsense_is_skipped(void **state)
{
	struct fx *fx = *state;
	g_autofree char *longest = g_strnfill(300, 'a');
	g_autofree char *name = g_strnfill(5000, 'n');
	struct member *m;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", NULL, "nobody", MEMBER_JOIN);
	fx_member(fx, "!a", "", "nobody", MEMBER_JOIN);
	fx_member(fx, "!a", longest, "nobody", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben", 99);
	fx_member(fx, "!a", PAT, name, MEMBER_JOIN);
	fx_commit(fx);
	assert_int_equal(count(fx), 1);
	m = reader_member(fx->reader, fx_room(fx, "!a"), PAT);
	assert_int_equal(strlen(m->name), 256);
	member_free(m);
}

static void activity_is_known(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct member *m;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", BEN, "Ben", MEMBER_JOIN);
	fx_post(fx, "!a", "$1", BEN, "here");
	c = fx_new_post(fx, "!a", "$2", BEN, "from the future");
	c->post->ts = INT64_MAX;
	fx_apply(fx, c);
	fx_commit(fx);
	m = reader_member(fx->reader, fx_room(fx, "!a"), BEN);
	assert_int_equal(m->seen, (FX_NOW - 60000) / 1000 * 1000);
	member_free(m);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(they_come_and_go),
		FX_TEST(history_tells_names_only),
		FX_TEST(a_whole_list_drops_the_others),
		FX_TEST(powers),
		FX_TEST(creators_stay),
		FX_TEST(nonsense_is_skipped),
		FX_TEST(activity_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
