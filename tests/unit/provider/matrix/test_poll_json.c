/* test_poll_json.c - polls as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/poll_json.h"

static json_t *read_quoted(const char *json)
{
	g_autofree char *text = g_strdelimit(g_strdup(json), "'", '"');
	json_t *value = json_read(text, strlen(text));

	assert_non_null(value);
	return value;
}

static struct poll *read_start(const char *start)
{
	g_autofree char *whole = g_strdup_printf("{'%s':%s}", POLL_JSON_START,
						 start);
	g_autoptr(json_t) content = read_quoted(whole);

	return poll_json_read(content);
}

static void test_poll_json_takes_what_can_be_used(void **state)
{
	struct poll *p = read_start("{'question':{'body':'Q'},'kind':'x',"
		"'max_selections':99999999999,'answers':[{'id':'a'},"
		"{'id':'a'},{'id':''},[],{'m.id':'b','m.text':[{'body':'B'}]"
		"}]}");
	const struct poll_answer *b;

	(void)state;
	assert_non_null(p);
	assert_true(p->hidden);
	assert_int_equal(p->max, POLL_ANSWERS_MAX);
	assert_int_equal(p->answers->len, 2);
	b = g_ptr_array_index(p->answers, 1);
	assert_string_equal(b->id, "b");
	assert_string_equal(b->text, "B");
	poll_free(p);
}

static void test_poll_json_refuses_the_rest(void **state)
{
	static const char *const bad[] = {
		"{}", "[]", "7", "{'question':'Q','answers':[{'id':'a'}]}",
		"{'question':{'body':'Q'}}",
		"{'question':{'body':'Q'},'answers':[]}",
		"{'question':{'body':'Q'},'answers':[{'id':3}]}",
		"{'question':{'body':7},'answers':[{'id':'a'}]}",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_null(read_start(bad[i]));
	assert_null(poll_json_read(NULL));
}

static void test_poll_json_bounds_a_flood(void **state)
{
	g_autoptr(json_t) content = json_object();
	json_t *start = json_object(), *answers = json_array();
	struct poll *p;

	(void)state;
	for (int i = 0; i < 10000; i++) {
		g_autofree char *id = g_strdup_printf("n%d", i);

		json_array_append_new(answers, json_pack("{s:s}", "id", id));
	}
	json_object_set_new(start, "question", json_pack("{s:s}", "body",
							 "Q"));
	json_object_set_new(start, "answers", answers);
	json_object_set_new(content, POLL_JSON_START, start);
	p = poll_json_read(content);
	assert_int_equal(p->answers->len, POLL_ANSWERS_MAX);
	poll_free(p);
}

static void expect_vote(const char *json, int n)
{
	g_autoptr(json_t) content = read_quoted(json);
	GPtrArray *ids = poll_json_read_vote(content);

	assert_int_equal(ids ? (int)ids->len : -1, n);
	if (ids)
		g_ptr_array_unref(ids);
}

static void test_poll_json_votes(void **state)
{
	(void)state;
	expect_vote("{'" POLL_JSON_VOTE "':{'answers':['a','b']}}", 2);
	expect_vote("{'m.selections':['a']}", 1);
	expect_vote("{'" POLL_JSON_VOTE "':{'answers':[]}}", 0);
	expect_vote("{'" POLL_JSON_VOTE "':{'answers':['a','']}}", -1);
	expect_vote("{'" POLL_JSON_VOTE "':{'answers':['a',{}]}}", -1);
	expect_vote("{'" POLL_JSON_VOTE "':['a']}", -1);
	expect_vote("{'m.selections':'a'}", -1);
	expect_vote("{}", -1);
}

static void test_poll_json_reads_what_it_writes(void **state)
{
	struct op *op = op_new(OP_POLL);
	struct poll *p;
	g_autoptr(json_t) content = NULL;

	(void)state;
	op->poll = poll_new("Tea or \"coffee\"?");
	op->poll->hidden = true;
	op->poll->max = 2;
	poll_add(op->poll, "1", "Tea");
	poll_add(op->poll, "2", "Coffee");
	content = poll_json_write(op);
	p = poll_json_read(content);
	assert_string_equal(p->question, op->poll->question);
	assert_true(p->hidden);
	assert_int_equal(p->max, 2);
	assert_int_equal(p->answers->len, 2);
	poll_free(p);
	op_free(op);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_poll_json_takes_what_can_be_used),
		cmocka_unit_test(test_poll_json_refuses_the_rest),
		cmocka_unit_test(test_poll_json_bounds_a_flood),
		cmocka_unit_test(test_poll_json_votes),
		cmocka_unit_test(test_poll_json_reads_what_it_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
