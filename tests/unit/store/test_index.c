#include "fixture.h"

#include "store/internal.h"

/* FTS5 compares its lists with the texts they were made from. */
static void check(struct fx *fx)
{
	db_exec(&fx->store->db, "INSERT INTO words(words, rank)"
		" VALUES('integrity-check', 1)", "");
	assert_false(db_failed(&fx->store->db));
}

static void what_is_indexed(void **state)
{
	(void)state;
	assert_true(index_wants(POST_TEXT, false, false));
	assert_true(index_wants(POST_FILE, false, false));
	assert_false(index_wants(POST_ENCRYPTED, false, false));
	assert_false(index_wants(POST_MEMBER, false, false));
	assert_false(index_wants(POST_NOTICE, true, false));
	assert_false(index_wants(POST_TEXT, false, true));
}

static void many_changes_leave_it_whole(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	for (int i = 0; i < 700; i++) {
		g_autofree char *eid = g_strdup_printf("$%d", i);

		fx_post(fx, "!a", eid, BEN, eid);
	}
	fx_commit(fx);
	/* More than are held back, in an order of their own. */
	for (int i = 699; i >= 0; i--) {
		g_autofree char *target = g_strdup_printf("$%d", i * 7 % 700);
		g_autofree char *eid = g_strdup_printf("$e%d", i);

		fx_edit(fx, "!a", eid, target, eid);
		if (i % 3 == 0)
			fx_redact(fx, "!a", target);
		if (i % 5 == 0)
			fx_redact(fx, "!a", eid);
	}
	fx_commit(fx);
	check(fx);
}

static void removing_an_account_empties_it(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "some words");
	fx_post(fx, "!a", "$2", BEN, "other words");
	fx_redact(fx, "!a", "$2");
	fx_commit(fx);
	assert_true(store_account_remove(fx->store, fx->account, NULL));
	check(fx);
	assert_int_equal(db_int(&fx->store->db, -1, "SELECT count(*)"
				" FROM words WHERE words MATCH 'words'", ""),
			 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_indexed),
		FX_TEST(many_changes_leave_it_whole),
		FX_TEST(removing_an_account_empties_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
