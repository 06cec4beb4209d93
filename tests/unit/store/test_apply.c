#include "fixture.h"

#include <stdio.h>

static void nothing_is_half_done(void **state)
{
	struct fx *fx = *state;
	g_autofree char *page = NULL;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	assert_true(store_in_transaction(fx->store));
	fx_commit(fx);
	assert_false(store_in_transaction(fx->store));
	fx_post(fx, "!a", "$2", BEN, "two");
	page = fx_page(fx, "!a");
	assert_string_equal(page, "$1");
}

static void changes_of_nobody_are_skipped(void **state)
{
	struct fx *fx = *state;
	struct change *c = fx_new(fx, CHANGE_ROOM, "!a");

	c->account = 999;
	fx_apply(fx, c);
	fx_apply(fx, fx_new(fx, CHANGE_COUNTS, "!nowhere"));
	fx_apply(fx, fx_new(fx, CHANGE_TYPING, "!nowhere"));
	fx_apply(fx, fx_new(fx, CHANGE_PARENT, "!nowhere"));
	fx_commit(fx);
	assert_int_equal(fx->rooms->len, 0);
	assert_null(reader_room_by_rid(fx->reader, fx->account,
				       "!nowhere:council.org"));
}

/* Every kind with nothing in it, and every kind twice. */
static void empty_changes_do_no_harm(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	for (int twice = 0; twice < 2; twice++)
		for (int kind = 0; kind <= CHANGE_MADE; kind++) {
			fx_apply(fx, fx_new(fx, kind, "!a"));
			fx_apply(fx, fx_new(fx, kind, NULL));
		}
	fx_commit(fx);
}

static void an_op_that_was_sent(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct op *op;
	int64_t id;

	fx_join(fx, "!a", "general");
	fx_commit(fx);
	id = fx_push(fx, fx_op(OP_SEND, fx_room(fx, "!a"), NULL, "x"));
	c = fx_new(fx, CHANGE_SENT, NULL);
	c->op = id;
	c->eid = g_strdup("$1");
	fx_apply(fx, c);
	op = reader_op(fx->reader, id);
	assert_int_equal(op->state, OP_SENT);
	assert_string_equal(op->eid, "$1");
	op_free(op);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(nothing_is_half_done),
		FX_TEST(changes_of_nobody_are_skipped),
		FX_TEST(empty_changes_do_no_harm),
		FX_TEST(an_op_that_was_sent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
