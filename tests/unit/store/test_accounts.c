#include "fixture.h"

static void logging_in_again_revives(void **state)
{
	struct fx *fx = *state;
	struct account again = { .name = (char *)"ann", .user = (char *)ANN,
				 .base = (char *)"https://council.org",
				 .kind = (char *)"matrix",
				 .device = (char *)"D2" };
	struct account *a;

	assert_true(store_account_logged_out(fx->store, fx->account, true,
					     "too old", NULL));
	a = reader_account(fx->reader, fx->account);
	assert_true(a->logged_out);
	assert_true(a->soft_logout);
	assert_string_equal(a->out_reason, "too old");
	account_free(a);
	assert_int_equal(store_account_put(fx->store, &again, NULL),
			 fx->account);
	a = reader_account(fx->reader, fx->account);
	assert_false(a->logged_out);
	assert_null(a->out_reason);
	assert_string_equal(a->device, "D2");
	assert_string_equal(a->display, "Ann");
	account_free(a);
}

static void removing_takes_everything(void **state)
{
	struct fx *fx = *state;
	struct account other = { .name = (char *)"pat", .user = (char *)PAT,
				 .base = (char *)"https://partner.org",
				 .kind = (char *)"matrix" };
	GPtrArray *list;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "words");
	fx_commit(fx);
	fx_push(fx, fx_op(OP_SEND, fx_room(fx, "!a"), NULL, "waits"));
	assert_true(store_account_put(fx->store, &other, NULL) > 0);
	assert_true(store_account_remove(fx->store, fx->account, NULL));
	list = reader_accounts(fx->reader);
	assert_int_equal(list->len, 1);
	g_ptr_array_unref(list);
	assert_int_equal(reader_places_count(fx->reader), 0);
	list = reader_search(fx->reader, 0, "words", 0, 5);
	assert_int_equal(list->len, 0);
	g_ptr_array_unref(list);
	list = reader_outbox(fx->reader, 0);
	assert_int_equal(list->len, 0);
	g_ptr_array_unref(list);
}

static void rules_and_profile(void **state)
{
	struct fx *fx = *state;
	g_autofree char *rules = NULL;
	struct account *a;
	struct change *c;

	assert_null(store_push_rules(fx->store, fx->account));
	c = fx_new(fx, CHANGE_PUSH_RULES, NULL);
	c->body = g_strdup("{}");
	fx_apply(fx, c);
	c = fx_new(fx, CHANGE_PROFILE, NULL);
	c->name = g_strdup("Ann H.");
	fx_apply(fx, c);
	fx_commit(fx);
	rules = store_push_rules(fx->store, fx->account);
	assert_string_equal(rules, "{}");
	a = reader_account(fx->reader, fx->account);
	assert_string_equal(a->display, "Ann H.");
	account_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(logging_in_again_revives),
		FX_TEST(removing_takes_everything),
		FX_TEST(rules_and_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
