#include "fixture.h"

static void drafts_survive(void **state)
{
	struct fx *fx = *state;
	struct draft d = { .text = (char *)"half a thou", .what =
			   (char *)"reply", .target = (char *)"$1",
			   .changed = 5 };
	struct draft other = { .text = (char *)"more" };
	struct draft *back;
	GPtrArray *list;

	assert_null(reader_draft(fx->reader, "!a"));
	assert_true(draft_put(fx->store, "!a", &d, NULL));
	assert_true(draft_put(fx->store, "!b", &other, NULL));
	fx_reopen(fx);
	back = reader_draft(fx->reader, "!a");
	assert_string_equal(back->text, "half a thou");
	assert_string_equal(back->what, "reply");
	assert_string_equal(back->target, "$1");
	assert_int_equal(back->changed, 5);
	draft_free(back);
	list = reader_drafts(fx->reader);
	assert_int_equal(list->len, 2);
	assert_string_equal(list->pdata[0], "!b");
	g_ptr_array_unref(list);
	d.text = (char *)"";
	assert_true(draft_put(fx->store, "!a", &d, NULL));
	assert_true(draft_put(fx->store, "!b", NULL, NULL));
	assert_null(reader_draft(fx->reader, "!a"));
	assert_null(reader_draft(fx->reader, "!b"));
}

static void state_is_kept(void **state)
{
	struct fx *fx = *state;
	g_autofree char *value = NULL;

	assert_null(reader_state(fx->reader, "place"));
	assert_true(state_put(fx->store, "place", "!a", NULL));
	assert_true(state_put(fx->store, "place", "!b", NULL));
	value = reader_state(fx->reader, "place");
	assert_string_equal(value, "!b");
	assert_true(state_put(fx->store, "place", NULL, NULL));
	assert_null(reader_state(fx->reader, "place"));
}

/* A long answer is being written: nobody waits for it. */
static void an_open_transaction_holds_nothing_up(void **state)
{
	struct fx *fx = *state;
	g_autofree char *value = NULL;

	fx_join(fx, "!a", "general");
	assert_true(store_in_transaction(fx->store));
	assert_true(state_put(fx->store, "place", "!a", NULL));
	assert_true(place_fold(fx->store, "!s", true, NULL));
	value = reader_state(fx->reader, "place");
	assert_string_equal(value, "!a");
	assert_true(store_in_transaction(fx->store));
	fx_commit(fx);
	assert_true(fx->places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(drafts_survive),
		FX_TEST(state_is_kept),
		FX_TEST(an_open_transaction_holds_nothing_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
