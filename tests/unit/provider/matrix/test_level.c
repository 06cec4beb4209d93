/* test_level.c - levels of notification as push rules. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/level.h"

static char *levels(const char *json)
{
	g_autofree char *text = g_strdelimit(g_strdup(json), "'", '"');
	g_autoptr(json_t) rules = json_read(text, strlen(text));
	GPtrArray *rids = g_ptr_array_new_with_free_func(g_free);
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	GString *out = g_string_new(NULL);

	level_read(rules, rids, words);
	assert_int_equal(rids->len, words->len);
	for (guint i = 0; i < rids->len; i++)
		g_string_append_printf(out, "%s=%s ", (char *)rids->pdata[i],
				       (char *)words->pdata[i]);
	g_ptr_array_unref(rids);
	g_ptr_array_unref(words);
	return g_string_free(out, FALSE);
}

static void expect(const char *json, const char *want)
{
	g_autofree char *got = levels(json);

	assert_string_equal(got, want);
}

static void test_level_reads_what_others_write(void **state)
{
	(void)state;
	expect("{'global':{'room':[{'rule_id':'!a:x','actions':['notify']},"
	       "{'rule_id':'!b:x','actions':['dont_notify']},"
	       "{'rule_id':'!c:x','actions':[],'enabled':false}]}}",
	       "!a:x=all !b:x=mentions ");
	expect("{'global':{'override':[{'actions':['dont_notify'],"
	       "'conditions':[{'kind':'event_match','key':'room_id',"
	       "'pattern':'!a:x'}]}],'room':[{'rule_id':'!a:x',"
	       "'actions':['notify']}]}}", "!a:x=none ");
	expect("{'global':7}", "");
	expect("[]", "");
}

static void test_level_reads_what_it_writes(void **state)
{
	static const char *const words[] = { "all", "mentions", "none" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		const struct level_step *step = level_steps(words[i]);
		json_t *rule = level_rule(step, "!a:x");
		g_autofree char *want = g_strdup_printf("!a:x=%s ", words[i]);
		g_autofree char *text = NULL;

		assert_true(step->put);
		assert_false(step[1].put);
		json_object_set_new(rule, "rule_id", json_string("!a:x"));
		text = json_write(json_pack("{s:{s:[o]}}", "global", step->set,
					    rule));
		expect(text, want);
	}
	assert_false(level_steps("default")->put);
	assert_null(level_steps("loudly"));
	assert_null(level_steps(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_level_reads_what_others_write),
		cmocka_unit_test(test_level_reads_what_it_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
