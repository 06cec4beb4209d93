#include "fixture.h"

static void expect_name(struct fx *fx, const char *rid, const char *name)
{
	struct room *r = fx_read(fx, rid);

	assert_string_equal(r->name, name);
	room_free(r);
}

static void counts(struct fx *fx, const char *rid, int joined, int invited)
{
	struct room facts = { .joined = joined, .invited = invited };

	fx_fact(fx, rid, ROOM_COUNTS, &facts);
}

static void names_after_people(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .alias = (char *)"#team:council.org" };

	fx_join(fx, "!a", NULL);
	fx_commit(fx);
	expect_name(fx, "!a", "Empty room");
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	counts(fx, "!a", 2, 0);
	fx_commit(fx);
	expect_name(fx, "!a", "Ben Osei");
	fx_member(fx, "!a", CHLOE, NULL, MEMBER_JOIN);
	counts(fx, "!a", 3, 0);
	fx_commit(fx);
	expect_name(fx, "!a", "Ben Osei and chloe");
	counts(fx, "!a", 4, 0);
	fx_commit(fx);
	expect_name(fx, "!a", "Ben Osei and 2 others");
	counts(fx, "!a", 1, 0);
	fx_commit(fx);
	expect_name(fx, "!a", "Empty room (was Ben Osei)");
	fx_fact(fx, "!a", ROOM_ALIAS, &facts);
	fx_commit(fx);
	expect_name(fx, "!a", "#team:council.org");
	facts.name = (char *)"general";
	fx_fact(fx, "!a", ROOM_NAME, &facts);
	fx_commit(fx);
	expect_name(fx, "!a", "general");
}

static void heroes_are_preferred(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .heroes = g_ptr_array_new() };

	g_ptr_array_add(facts.heroes, (void *)CHLOE);
	fx_join(fx, "!a", NULL);
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, "Chloe Martin", MEMBER_JOIN);
	fx_fact(fx, "!a", ROOM_HEROES, &facts);
	counts(fx, "!a", 3, 0);
	fx_commit(fx);
	expect_name(fx, "!a", "Chloe Martin and 1 other");
	g_ptr_array_unref(facts.heroes);
}

static void expect_area(struct fx *fx, const char *rid, enum area area)
{
	struct audience a;

	assert_true(reader_audience(fx->reader, fx_room(fx, rid), &a));
	assert_int_equal(a.area, area);
	audience_clear(&a);
}

static void outsiders_make_it_external(void **state)
{
	struct fx *fx = *state;
	struct audience a;
	struct room *r;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben", MEMBER_JOIN);
	counts(fx, "!a", 2, 0);
	fx_commit(fx);
	assert_true(reader_audience(fx->reader, fx_room(fx, "!a"), &a));
	assert_int_equal(a.area, AREA_INTERNAL);
	assert_true(a.sure);
	assert_int_equal(a.readers, 2);
	assert_string_equal(a.words,
			    "2 readers, all council.org · not encrypted");
	audience_clear(&a);
	fx_member(fx, "!a", PAT, "Pat", MEMBER_INVITE);
	counts(fx, "!a", 2, 1);
	fx_commit(fx);
	expect_area(fx, "!a", AREA_EXTERNAL);
	r = fx_read(fx, "!a");
	assert_int_equal(r->outsiders, 1);
	assert_int_equal(r->servers, 2);
	assert_true(r->members_known);
	room_free(r);
	fx_member(fx, "!a", PAT, "Pat", MEMBER_LEAVE);
	counts(fx, "!a", 2, 0);
	fx_commit(fx);
	expect_area(fx, "!a", AREA_INTERNAL);
}

static void restricted_rooms_take_in_others(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .join = JOIN_RESTRICTED,
			      .allow = g_ptr_array_new() };

	g_ptr_array_add(facts.allow, (void *)"!s:council.org");
	fx_join(fx, "!a", "general");
	fx_fact(fx, "!a", ROOM_JOIN_RULE, &facts);
	fx_space(fx, "!s", "Partners");
	fx_commit(fx);
	expect_area(fx, "!a", AREA_INTERNAL);
	fx_member(fx, "!s", PAT, "Pat", MEMBER_JOIN);
	fx_commit(fx);
	expect_area(fx, "!s", AREA_EXTERNAL);
	expect_area(fx, "!a", AREA_EXTERNAL);
	g_ptr_array_unref(facts.allow);
}

static void a_circle_of_restrictions_ends(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .join = JOIN_RESTRICTED,
			      .allow = g_ptr_array_new() };

	g_ptr_array_add(facts.allow, (void *)"!a:council.org");
	g_ptr_array_add(facts.allow, (void *)"!b:council.org");
	fx_join(fx, "!a", "a");
	fx_join(fx, "!b", "b");
	fx_fact(fx, "!a", ROOM_JOIN_RULE, &facts);
	fx_fact(fx, "!b", ROOM_JOIN_RULE, &facts);
	fx_member(fx, "!b", PAT, "Pat", MEMBER_JOIN);
	fx_commit(fx);
	expect_area(fx, "!a", AREA_EXTERNAL);
	g_ptr_array_unref(facts.allow);
}

static void after_a_gap_members_are_unsure(void **state)
{
	struct fx *fx = *state;
	GArray *unsure;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann", MEMBER_JOIN);
	counts(fx, "!a", 1, 0);
	fx_post(fx, "!a", "$1", ANN, "x");
	fx_commit(fx);
	unsure = store_rooms_unsure(fx->store, fx->account, 10);
	assert_int_equal(unsure->len, 0);
	g_array_unref(unsure);
	fx_timeline(fx, "!a", "t1", 1);
	counts(fx, "!a", 3, 0);
	fx_commit(fx);
	unsure = store_rooms_unsure(fx->store, fx->account, 10);
	assert_int_equal(unsure->len, 1);
	g_array_unref(unsure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(names_after_people),
		FX_TEST(heroes_are_preferred),
		FX_TEST(outsiders_make_it_external),
		FX_TEST(restricted_rooms_take_in_others),
		FX_TEST(a_circle_of_restrictions_ends),
		FX_TEST(after_a_gap_members_are_unsure),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
