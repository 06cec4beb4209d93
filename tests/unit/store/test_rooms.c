#include "fixture.h"

static void facts_are_kept(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .topic = (char *)"what for", .kinds = KIND_BIT(KIND_TASK),
			      .encrypted = true, .guests = true,
			      .history = HISTORY_JOINED };
	struct room *r;

	fx_join(fx, "!a", "general");
	fx_fact(fx, "!a", ROOM_TOPIC | ROOM_KINDS | ROOM_ENCRYPTED |
		ROOM_GUESTS | ROOM_HISTORY, &facts);
	fx_commit(fx);
	memset(&facts, 0, sizeof facts);
	fx_fact(fx, "!a", ROOM_ENCRYPTED | ROOM_TOPIC, &facts);
	fx_commit(fx);
	r = fx_read(fx, "!a");
	assert_string_equal(r->name, "general");
	assert_null(r->topic);
	/* What was encrypted once stays so. */
	assert_true(r->encrypted);
	assert_true(r->kinds);
	assert_true(r->guests);
	assert_int_equal(r->history, HISTORY_JOINED);
	assert_int_equal(r->mine, MEMBER_JOIN);
	room_free(r);
}

static void direct(struct fx *fx, const char *rid)
{
	struct change *c = fx_new(fx, CHANGE_DIRECT, NULL);

	c->users = g_ptr_array_new();
	c->names = g_ptr_array_new();
	if (rid) {
		g_ptr_array_add(c->users, g_strconcat(rid, ":council.org",
						      NULL));
		g_ptr_array_add(c->names, g_strdup(BEN));
	}
	fx_apply(fx, c);
}

static void direct_messages_before_or_after_their_room(void **state)
{
	struct fx *fx = *state;
	struct room *r;

	direct(fx, "!d");
	fx_join(fx, "!d", "a name");
	fx_member(fx, "!d", BEN, "Ben Osei", MEMBER_JOIN);
	fx_join(fx, "!e", "another name");
	fx_commit(fx);
	r = fx_read(fx, "!d");
	assert_int_equal(r->kind, ROOM_DM);
	assert_string_equal(r->dm_user, BEN);
	assert_string_equal(r->name, "Ben Osei");
	room_free(r);
	direct(fx, "!e");
	fx_commit(fx);
	r = fx_read(fx, "!d");
	assert_int_equal(r->kind, ROOM_PLAIN);
	assert_string_equal(r->name, "a name");
	room_free(r);
	r = fx_read(fx, "!e");
	assert_int_equal(r->kind, ROOM_DM);
	room_free(r);
}

static void marks_of_mine(void **state)
{
	struct fx *fx = *state;
	static const char *const keys[] = { "favourite", "low", "unread",
					    "nonsense" };
	struct room *r;

	fx_join(fx, "!a", "general");
	for (int i = 0; i < 4; i++) {
		struct change *c = fx_new(fx, CHANGE_TAG, "!a");

		c->key = g_strdup(keys[i]);
		c->n = 1;
		fx_apply(fx, c);
	}
	fx_commit(fx);
	r = fx_read(fx, "!a");
	assert_true(r->favourite);
	assert_true(r->low);
	assert_true(r->marked_unread);
	room_free(r);
}

static void task_rooms_whose_history_is_missing(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .kinds = KIND_BIT(KIND_TASK) };
	GArray *ids;

	fx_join(fx, "!a", "tasks");
	fx_join(fx, "!b", "talk");
	fx_fact(fx, "!a", ROOM_KINDS, &facts);
	fx_timeline(fx, "!a", "t0", 1);
	fx_timeline(fx, "!b", "t0", 1);
	fx_post(fx, "!a", "$1", BEN, "x");
	fx_commit(fx);
	ids = store_rooms_unread_history(fx->store, fx->account, 10);
	assert_int_equal(ids->len, 1);
	assert_int_equal(g_array_index(ids, int64_t, 0), fx_room(fx, "!a"));
	g_array_unref(ids);
	fx_older_done(fx, "!a", "t0", NULL);
	fx_commit(fx);
	ids = store_rooms_unread_history(fx->store, fx->account, 10);
	assert_int_equal(ids->len, 0);
	g_array_unref(ids);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(facts_are_kept),
		FX_TEST(direct_messages_before_or_after_their_room),
		FX_TEST(marks_of_mine),
		FX_TEST(task_rooms_whose_history_is_missing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
