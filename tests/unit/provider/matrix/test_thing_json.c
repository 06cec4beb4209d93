/* test_task_json.c - tasks as they stand in messages. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "base/world.h"
#include "provider/matrix/thing_json.h"

static struct thing *read_task(const char *fields)
{
	g_autofree char *text = g_strdup_printf("{\"%s\":{%s}}",
						"org.folkmoot.task", fields);
	g_autoptr(json_t) content = json_read_map(text, strlen(text));

	assert_non_null(content);
	return thing_json_read(content);
}

static struct thing *read_change(const char *fields)
{
	g_autofree char *text = g_strdup_printf(
		"{\"%s\":{\"v\":1,\"fields\":{%s}}}", THING_JSON_CHANGE_KEY,
		fields);
	g_autoptr(json_t) content = json_read_map(text, strlen(text));

	assert_non_null(content);
	return thing_json_read_change(content);
}

static void test_task_json_none(void **state)
{
	static const char *const rows[] = {
		"", "\"v\":1", "\"v\":1,\"title\":\"\"",
		"\"v\":1,\"title\":7", "\"v\":2,\"title\":\"x\"",
		"\"v\":\"1\",\"title\":\"x\"", "\"title\":\"x\"",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_null(read_task(rows[i]));
}

static void test_task_json_defaults(void **state)
{
	struct thing *t = read_task("\"v\":1,\"title\":\"x\"");

	(void)state;
	assert_string_equal(t->title, "x");
	assert_int_equal(t->fields, thing_bits(KIND_TASK));
	assert_int_equal(t->status, TASK_OPEN);
	assert_true(t->due == NO_DAY);
	assert_null(t->notes);
	assert_null(t->assignees);
	assert_null(t->tags);
	thing_free(t);
}

static void test_task_json_due(void **state)
{
	static const struct {
		const char *due;
		int64_t day;
	} rows[] = {
		{ "\"1970-01-01\"", 0 }, { "\"2026-12-01\"", 20788 },
		{ "\"2028-02-29\"", 21243 }, { "\"2026-02-29\"", NO_DAY },
		{ "\"2026-1-01\"", NO_DAY }, { "20788", NO_DAY },
		{ "\"2026-12-01T10:00\"", NO_DAY },
		{ "\"2026/12/01\"", NO_DAY }, { "null", NO_DAY },
		{ "\"+026-12-01\"", NO_DAY }, { "\"\"", NO_DAY },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *fields = g_strdup_printf(
			"\"v\":1,\"title\":\"x\",\"due\":%s", rows[i].due);
		struct thing *t = read_task(fields);

		assert_true(t->due == rows[i].day);
		thing_free(t);
	}
}

static void test_task_json_change(void **state)
{
	static const struct {
		const char *fields;
		uint32_t said;
	} rows[] = {
		{ "", 0 },
		{ "\"status\":\"done\"", THING_STATUS },
		{ "\"status\":null,\"title\":null", 0 },
		{ "\"due\":null", THING_DUE }, { "\"due\":\"soon\"", 0 },
		{ "\"assignees\":null", THING_ASSIGNEES },
		{ "\"assignees\":\"@a:x\"", 0 },
		{ "\"priority\":3.0,\"tags\":[]", THING_PRIORITY | THING_TAGS },
		{ "\"priority\":4", 0 }, { "\"priority\":1.5", 0 },
		{ "\"notes\":null", THING_NOTES }, { "\"notes\":[]", 0 },
		{ "\"source\":\"$x\"", 0 }, { "\"other\":1", 0 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct thing *t = read_change(rows[i].fields);

		assert_int_equal(t->fields, rows[i].said);
		assert_null(t->source);
		thing_free(t);
	}
}

static void test_task_json_round(void **state)
{
	static const char fields[] =
		"\"v\":1,\"title\":\"Fix it\",\"notes\":\"n\",\"status\":\"done\""
		",\"assignees\":[\"@a:x\"],\"due\":\"2026-12-01\",\"priority\":1"
		",\"tags\":[\"t\"],\"source\":\"$s\"";
	struct thing *t = read_task(fields);
	g_autofree char *written = json_write(thing_json_write(t));
	g_autofree char *expected = g_strdup_printf("{%s}", fields);

	(void)state;
	assert_string_equal(written, expected);
	thing_free(t);
}

static void test_task_json_write_change(void **state)
{
	struct thing *t = thing_new(KIND_TASK);
	g_autofree char *written = NULL;

	(void)state;
	t->fields = THING_DUE | THING_NOTES | THING_ASSIGNEES | THING_STATUS |
		    THING_SOURCE;
	written = json_write(thing_json_write_change(t));
	assert_string_equal(written, "{\"v\":1,\"kind\":\"task\",\"fields\":{\"notes\":null,"
			    "\"status\":\"open\",\"assignees\":[],"
			    "\"due\":null}}");
	thing_free(t);
}

/* A turn that cannot be one is none, and the change counts all the same. */
static void test_task_json_turn(void **state)
{
	static const struct {
		const char *said;
		int64_t turn;
	} rows[] = {
		{ "1", 1 }, { "1000000000", TURN_MAX }, { "1000000001", 0 },
		{ "0", 0 }, { "-3", 0 }, { "\"4\"", 0 }, { "true", 0 },
		{ "null", 0 }, { "[2]", 0 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strdup_printf("{\"%s\":{\"v\":1,"
			"\"turn\":%s,\"fields\":{\"title\":\"x\"}}}",
			THING_JSON_CHANGE_KEY, rows[i].said);
		g_autoptr(json_t) content = json_read_map(text, strlen(text));
		struct thing *t = thing_json_read_change(content);
		g_autofree char *packed = thing_pack(t);
		struct thing *again = thing_unpack(packed);
		g_autoptr(json_t) written = thing_json_write_change(again);

		assert_int_equal(t->turn, rows[i].turn);
		assert_string_equal(again->title, "x");
		assert_int_equal(json_number(written, "turn", 0),
				 rows[i].turn);
		thing_free(again);
		thing_free(t);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_task_json_none),
		cmocka_unit_test(test_task_json_defaults),
		cmocka_unit_test(test_task_json_due),
		cmocka_unit_test(test_task_json_change),
		cmocka_unit_test(test_task_json_round),
		cmocka_unit_test(test_task_json_write_change),
		cmocka_unit_test(test_task_json_turn),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
