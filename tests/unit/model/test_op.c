#include "model/op.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void words_go_both_ways(void **state)
{
	(void)state;
	for (enum op_kind k = OP_SEND; k < OP_KINDS; k++)
		assert_int_equal(op_kind_from(op_kind_word(k)), k);
	assert_string_equal(op_kind_word(OP_THING_CHANGE), "task_change");
	assert_string_equal(op_kind_word(OP_KINDS), "unknown");
	assert_int_equal(op_kind_from("unknown"), OP_KINDS);
	assert_int_equal(op_kind_from(""), OP_KINDS);
	assert_int_equal(op_kind_from(NULL), OP_KINDS);
	assert_string_equal(op_state_word(OP_WAITING), "waiting");
	assert_string_equal(op_state_word(OP_SENDING), "sending");
	assert_string_equal(op_state_word(OP_SENT), "sent");
	assert_string_equal(op_state_word(OP_FAILED), "failed");
}

static void receipts_are_not_shown(void **state)
{
	(void)state;
	assert_true(op_kind_visible(OP_SEND));
	assert_true(op_kind_visible(OP_JOIN));
	assert_false(op_kind_visible(OP_READ));
	assert_false(op_kind_visible(OP_MARK));
	assert_false(op_kind_visible(OP_KINDS));
}

static void copies_deeply(void **state)
{
	struct op *op = op_new(OP_THING), *copy;

	(void)state;
	op->id = 7;
	op->rid = g_strdup("!r:x");
	op->txn = g_strdup("t1");
	op->body = g_strdup("words");
	op->mentions = g_strdup("@a:x @b:x");
	op->error = g_strdup("why");
	op->thing = thing_new(KIND_TASK);
	op->thing->title = g_strdup("Sandbags");
	op->via = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(op->via, g_strdup("x.org"));
	copy = op_copy(op);
	op_free(op);
	assert_int_equal(copy->kind, OP_THING);
	assert_int_equal(copy->id, 7);
	assert_string_equal(copy->rid, "!r:x");
	assert_string_equal(copy->txn, "t1");
	assert_string_equal(copy->body, "words");
	assert_string_equal(copy->mentions, "@a:x @b:x");
	assert_string_equal(copy->error, "why");
	assert_string_equal(copy->thing->title, "Sandbags");
	assert_string_equal(copy->via->pdata[0], "x.org");
	op_free(copy);
	op_free(NULL);
	assert_null(op_copy(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_go_both_ways),
		cmocka_unit_test(receipts_are_not_shown),
		cmocka_unit_test(copies_deeply),
	};

	return cmocka_run_group_tests_name("model/op", tests, NULL, NULL);
}
