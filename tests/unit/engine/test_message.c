#include "engine/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct message *full(void)
{
	struct message *m = message_new(REQ_OP);
	struct op *op = op_new(OP_THING);

	m->account = 1;
	m->room = 2;
	m->id = -3;
	m->n = INT64_MAX;
	m->when = INT64_MIN;
	m->tag = UINT64_MAX;
	m->a = g_strdup("é");
	m->b = g_strdup("");
	m->d = g_strdup("two\nlines");
	op->rid = g_strdup("!a:b");
	op->txn = g_strdup("fm1");
	op->body = g_strdup("☐ Fix");
	op->mentions = g_strdup("@ben:b");
	op->emote = true;
	op->audience = 77;
	op->via = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(op->via, g_strdup("b"));
	op->thing = thing_new(KIND_TASK);
	op->thing->fields = THING_TITLE | THING_DUE;
	op->thing->title = g_strdup("Fix");
	op->thing->due = 20000;
	op->thing->status = TASK_DONE;
	op->thing->priority = 2;
	op->thing->assignees = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(op->thing->assignees, g_strdup("@ben:b"));
	op->poll = poll_new("Which day?");
	op->poll->hidden = true;
	op->poll->max = 2;
	poll_add(op->poll, "1", "Monday");
	poll_add(op->poll, "2", "Tuesday");
	m->op = op;
	return m;
}

static void test_round_trip(void **state)
{
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct message *in = full(), *out;
	bool bad;

	(void)state;
	message_pack(in, bytes);
	out = message_unpack(bytes, &bad);
	assert_false(bad);
	assert_int_equal(bytes->len, 0);
	assert_int_equal(out->kind, REQ_OP);
	assert_int_equal(out->account, 1);
	assert_int_equal(out->id, -3);
	assert_true(out->n == INT64_MAX && out->when == INT64_MIN);
	assert_true(out->tag == UINT64_MAX);
	assert_string_equal(out->a, "é");
	assert_string_equal(out->b, "");
	assert_null(out->c);
	assert_string_equal(out->d, "two\nlines");
	assert_int_equal(out->op->kind, OP_THING);
	assert_string_equal(out->op->txn, "fm1");
	assert_true(out->op->emote);
	assert_int_equal(out->op->audience, 77);
	assert_string_equal(out->op->via->pdata[0], "b");
	assert_string_equal(out->op->poll->question, "Which day?");
	assert_true(out->op->poll->hidden);
	assert_int_equal(out->op->poll->max, 2);
	assert_int_equal(out->op->poll->answers->len, 2);
	assert_string_equal(poll_find(out->op->poll, "2")->text, "Tuesday");
	assert_int_equal(out->op->thing->fields, THING_TITLE | THING_DUE);
	assert_int_equal(out->op->thing->due, 20000);
	assert_int_equal(out->op->thing->status, TASK_DONE);
	assert_int_equal(out->op->thing->priority, 2);
	assert_string_equal(out->op->thing->assignees->pdata[0], "@ben:b");
	assert_null(out->op->thing->tags);
	message_free(in);
	message_free(out);
}

static void test_copy_is_equal(void **state)
{
	g_autoptr(GByteArray) a = g_byte_array_new(), b = g_byte_array_new();
	struct message *m = full(), *copy = message_copy(m);

	(void)state;
	message_pack(m, a);
	message_free(m);
	message_pack(copy, b);
	message_free(copy);
	assert_int_equal(a->len, b->len);
	assert_memory_equal(a->data, b->data, a->len);
}

/* Bytes come in any portions; a part is not wrong, only not yet whole. */
static void test_byte_by_byte(void **state)
{
	g_autoptr(GByteArray) all = g_byte_array_new(), in = g_byte_array_new();
	struct message *m = full();
	int got = 0;
	bool bad;

	(void)state;
	message_pack(m, all);
	message_pack(m, all);
	message_free(m);
	for (guint i = 0; i < all->len; i++) {
		g_byte_array_append(in, all->data + i, 1);
		m = message_unpack(in, &bad);
		assert_false(bad);
		got += m != NULL;
		message_free(m);
	}
	assert_int_equal(got, 2);
}

static void test_too_long(void **state)
{
	g_autoptr(GByteArray) in = g_byte_array_new();
	uint32_t len = 1024 * 1024 + 1;
	bool bad;

	(void)state;
	g_byte_array_append(in, (const guint8 *)&len, sizeof len);
	assert_null(message_unpack(in, &bad));
	assert_true(bad);
}

/* Every byte of a good message, changed: refused or another good message,
 * never a crash or a read beyond the end (the sanitizers watch). */
static void test_damaged(void **state)
{
	g_autoptr(GByteArray) good = g_byte_array_new();
	struct message *m = full();
	int refused = 0;

	(void)state;
	message_pack(m, good);
	message_free(m);
	for (guint i = 4; i < good->len; i++) {
		static const guint8 to[] = { 0, 1, 0x7f, 0x80, 0xff };

		for (size_t k = 0; k < sizeof to; k++) {
			g_autoptr(GByteArray) in = g_byte_array_new();
			bool bad;

			g_byte_array_append(in, good->data, good->len);
			in->data[i] = to[k];
			m = message_unpack(in, &bad);
			assert_true(bad == (m == NULL));
			refused += bad;
			message_free(m);
		}
	}
	assert_true(refused > 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_copy_is_equal),
		cmocka_unit_test(test_byte_by_byte),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_damaged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
