#include "unit/command/desk.h"

static void rooms_and_spaces(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "rooms"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "id", "!a:council.org");
	desk_expect(d, 0, "name", "general");
	desk_expect(d, 0, "kind", "room");
	desk_expect(d, 0, "parents", "!s:council.org");
	desk_expect(d, 0, "members", "3");
	assert_true(desk_shell(d, "spaces"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "kind", "space");
}

static void members_are_completed_first(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "members general"));
	assert_int_equal(d->records->len, 3);
	desk_expect(d, 0, "server", "council.org");
	desk_expect(d, 0, "role", "member");
	assert_int_equal(d->asked->len, 1);
	assert_int_equal(((struct message *)d->asked->pdata[0])->kind,
			 REQ_MEMBERS);
	d->silent = true;
	assert_true(desk_shell(d, "members general chloe"));
	assert_int_equal(d->records->len, 1);
	assert_non_null(strstr(d->notes->str, "may not be whole"));
}

static void joining(void **state)
{
	struct desk *d = *state;
	const struct op *op;

	assert_true(desk_shell(d, "join '#x:example.org' --via a.org --via "
			       "b.org"));
	op = desk_op(d);
	assert_int_equal(op->kind, OP_JOIN);
	assert_string_equal(op->rid, "#x:example.org");
	assert_int_equal(op->via->len, 2);
	assert_true(op->account == d->fx->account);
	assert_false(desk_shell(d, "join nowhere"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "nowhere");
}

static void leaving_and_inviting(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "leave general --reason bye"));
	assert_int_equal(desk_op(d)->kind, OP_LEAVE);
	assert_string_equal(desk_op(d)->reason, "bye");
	assert_true(desk_shell(d, "invite general @x:y.org"));
	assert_int_equal(desk_op(d)->kind, OP_INVITE);
	assert_string_equal(desk_op(d)->key, "@x:y.org");
	assert_true(desk_shell(d, "invite general @x:y.org @z:y.org"));
	assert_int_equal(d->ops->len, 2);
	assert_false(desk_shell(d, "leave"));
	desk_failed(d, FM_ERROR_USAGE, "Which room?");
}

static void the_open_place_is_meant(void **state)
{
	struct desk *d = *state;

	assert_false(desk_prompt(d, "leave"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "No place is open");
	desk_select(d, "!a", NULL, CHLOE);
	assert_true(desk_slash(d, "invite @x:y.org"));
	assert_string_equal(desk_op(d)->rid, "!a:council.org");
	assert_true(desk_prompt(d, "dm"));
	assert_string_equal(desk_op(d)->key, CHLOE);
	assert_true(desk_shell(d, "dm ben"));
	assert_int_equal(desk_op(d)->kind, OP_DIRECT);
	assert_string_equal(desk_op(d)->key, BEN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(rooms_and_spaces),
		DESK_TEST(members_are_completed_first),
		DESK_TEST(joining),
		DESK_TEST(leaving_and_inviting),
		DESK_TEST(the_open_place_is_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
