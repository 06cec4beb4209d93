#include "fixture.h"

static unsigned changed(struct fx *fx, const char *rid)
{
	int64_t id = fx_room(fx, rid);

	for (guint i = 0; i < fx->rooms->len; i++) {
		struct room_delta d = g_array_index(fx->rooms,
						    struct room_delta, i);

		if (d.room == id)
			return d.changed;
	}
	return 0;
}

/* The bits of engine/message.h. */
enum { POSTS = 1, FACTS = 2, MEMBERS = 4, TASKS = 8, RECEIPTS = 16,
       COUNTS = 32 };

static void says_what_changed(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	fx_join(fx, "!b", "other");
	fx_commit(fx);
	assert_true(changed(fx, "!a") & FACTS);
	assert_true(fx->places);
	fx_post(fx, "!a", "$1", BEN, "one");
	fx_commit(fx);
	assert_int_equal(changed(fx, "!a"), POSTS);
	assert_int_equal(changed(fx, "!b"), 0);
	assert_false(fx->places);
	fx_member(fx, "!b", BEN, "Ben", MEMBER_JOIN);
	fx_receipt(fx, "!a", "$1", BEN);
	fx_commit(fx);
	assert_int_equal(changed(fx, "!a"), RECEIPTS);
	assert_int_equal(changed(fx, "!b"), MEMBERS);
	fx_counts(fx, "!a", 4, 0);
	fx_commit(fx);
	assert_true(changed(fx, "!a") & COUNTS);
	assert_true(fx->places);
}

static void nothing_open_is_nothing(void **state)
{
	struct fx *fx = *state;

	fx_commit(fx);
	assert_int_equal(fx->rooms->len, 0);
	assert_int_equal(fx->rings->len, 0);
	assert_false(fx->places);
	assert_true(store_commit(fx->store, NULL, NULL, NULL, NULL));
}

static void a_cursor_comes_with_its_data(void **state)
{
	struct fx *fx = *state;
	struct account *a;

	fx_join(fx, "!a", "general");
	fx_cursor(fx, "s1");
	store_rollback(fx->store);
	a = reader_account(fx->reader, fx->account);
	assert_null(a->cursor);
	account_free(a);
	assert_null(reader_room_by_rid(fx->reader, fx->account,
				       "!a:council.org"));
	fx_join(fx, "!a", "general");
	fx_cursor(fx, "s1");
	fx_commit(fx);
	a = reader_account(fx->reader, fx->account);
	assert_string_equal(a->cursor, "s1");
	account_free(a);
	fx_room(fx, "!a");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(says_what_changed),
		FX_TEST(nothing_open_is_nothing),
		FX_TEST(a_cursor_comes_with_its_data),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
