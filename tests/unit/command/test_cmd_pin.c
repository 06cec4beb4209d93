#include "unit/command/desk.h"

static void pin_some(struct desk *d, int power)
{
	struct change *c = fx_new(d->fx, CHANGE_PINS, "!a");

	c->users = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup("$ben1"));
	g_ptr_array_add(c->users, g_strdup("$far"));
	fx_apply(d->fx, c);
	c = fx_new(d->fx, CHANGE_POWERS, "!a");
	c->power_state = 50;
	c->power_pin = power;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void pins_and_unpins(void **state)
{
	struct desk *d = *state;

	pin_some(d, 0);
	assert_true(desk_shell(d, "pin general '$ann1'"));
	assert_int_equal(desk_op(d)->kind, OP_PIN);
	assert_string_equal(desk_op(d)->key, "pin");
	assert_string_equal(desk_op(d)->target, "$ann1");
	assert_string_equal(d->undo->str, "unpin $ann1\n");
	assert_true(desk_shell(d, "unpin general '$far'"));
	assert_string_equal(desk_op(d)->key, "unpin");
	assert_string_equal(desk_op(d)->target, "$far");
}

static void is_refused_before_the_server_is_asked(void **state)
{
	struct desk *d = *state;

	pin_some(d, 10);
	assert_false(desk_shell(d, "pin general '$ann1'"));
	desk_failed(d, FM_ERROR_REFUSED, "needs the power 10, and yours is "
		    "0");
	assert_int_equal(d->ops->len, 0);
}

static void lists_and_fetches(void **state)
{
	struct desk *d = *state;

	pin_some(d, 0);
	assert_true(desk_shell(d, "pins general"));
	assert_int_equal(d->asked->len, 1);
	assert_int_equal(((struct message *)d->asked->pdata[0])->kind,
			 REQ_EVENT);
	assert_int_equal(d->records->len, 2);
	desk_expect(d, 0, "id", "$far");
	desk_expect(d, 0, "text", "null");
	desk_expect(d, 1, "id", "$ben1");
	desk_expect(d, 1, "pinned", "true");
}

static void lists_what_is_for_me(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new_post(d->fx, "!a", "$forme", BEN, "Ann?");

	c->post->mentions_me = true;
	fx_apply(d->fx, c);
	c = fx_new(d->fx, CHANGE_COUNTS, "!a");
	c->unread = c->mentions = 1;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "mentions"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "id", "$forme");
	c = fx_new(d->fx, CHANGE_FULLY_READ, "!a");
	c->eid = g_strdup("$forme");
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "mentions"));
	assert_int_equal(d->records->len, 0);
	assert_true(desk_shell(d, "mentions --all"));
	assert_int_equal(d->records->len, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(pins_and_unpins),
		DESK_TEST(is_refused_before_the_server_is_asked),
		DESK_TEST(lists_and_fetches),
		DESK_TEST(lists_what_is_for_me),
	};

	return cmocka_run_group_tests_name("command/cmd_pin", tests, NULL,
					   NULL);
}
