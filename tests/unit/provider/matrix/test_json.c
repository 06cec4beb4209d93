/* test_json.c - JSON that anybody may have written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/json.h"

#define FFFD "\xef\xbf\xbd"

/* Texts that jansson refuses, and the string that comes of "a". */
static void test_json_read_poison(void **state)
{
	static const struct {
		const char *raw, *a;
	} rows[] = {
		{ "{\"a\":\"plain\"}", "plain" },
		{ "{\"a\":\"\\u0000\"}", FFFD },
		{ "{\"a\":\"x\",\"\\u0000\":1}", "x" },
		{ "{\"a\":\"\\\\u0000 \\u0000\"}", "\\u0000 " FFFD },
		{ "{\"a\":\"\\ud800\"}", FFFD },
		{ "{\"a\":\"\\udc00\\ud800x\"}", FFFD FFFD "x" },
		{ "{\"a\":\"\\ud83d\\ude00\\ud800\"}",
		  "\xf0\x9f\x98\x80" FFFD },
		{ "{\"a\":\"\\ud83d\\u0041\\u0000\"}", FFFD "A" FFFD },
		{ "{\"a\":\"\xff\x80\"}", FFFD FFFD },
		{ "{\"a\":\"\xed\xa0\x80\"}", FFFD FFFD FFFD },
		{ "{\"a\":\"\xc3\"}", FFFD },
		{ "{\"a\":\"tab\tline\nbell\x07\"}", "tab\tline\nbell" FFFD },
		{ "{\"a\":\"\\x\\u00zz\"}", FFFD FFFD "00zz" },
		{ "{\"a\":\"ok\",\"n\":99999999999999999999}", "ok" },
		{ "{\"a\":\"ok\",\"n\":-1e9999}", "ok" },
		{ "{\"a\":\"\\u0000 12345678901234567890\"}",
		  FFFD " 12345678901234567890" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		size_t len = strlen(rows[i].raw);
		g_autofree char *raw = g_memdup2(rows[i].raw, len);
		g_autoptr(json_t) map = json_read_map(raw, len);

		assert_non_null(map);
		assert_string_equal(json_text(map, "a"), rows[i].a);
	}
}

static void test_json_read_none(void **state)
{
	static const char *const texts[] = {
		"", "{", "}", "{\"a\":}", "{\"a\"", "nul", "[1]", "\"x\"", "7",
		"{\"a\":NaN}", "{\"a\":\"", "{\"a\":\"\\", "{\"a\":\"\\u",
		"{\"a\":01}", "{\"a\":1}{",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_null(json_read_map(texts[i], strlen(texts[i])));
}

static void test_json_clean_numbers(void **state)
{
	static const struct {
		const char *raw, *clean;
	} rows[] = {
		{ "123456789012345", "123456789012345" },
		{ "1234567890123456", "9007199254740991" },
		{ "-99999999999999999999", "-9007199254740991" },
		{ "1.5", "1.5" }, { "-1e3", "-1e3" },
		{ "1e999", "9007199254740991" },
		{ "-1e999", "-9007199254740991" },
		{ "[0,1]", "[0,1]" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		GString *clean = json_clean(rows[i].raw, strlen(rows[i].raw));

		assert_string_equal(clean->str, rows[i].clean);
		g_string_free(clean, TRUE);
	}
}

static json_t *sample(void)
{
	static const char text[] =
		"{\"s\":\"text\",\"e\":\"\",\"i\":7,\"r\":2.9,\"big\":1e300,"
		"\"t\":true,\"f\":false,\"n\":null,\"o\":{},\"l\":[\"x\",1],"
		"\"p\":\" +100 \",\"q\":\"50\",\"bad\":\"5x\",\"neg\":\"-7\","
		"\"huge\":\"99999999999999999999\"}";

	return json_read_map(text, strlen(text));
}

static void test_json_fields(void **state)
{
	g_autoptr(json_t) m = sample();

	(void)state;
	assert_string_equal(json_text(m, "s"), "text");
	assert_null(json_text(m, "i"));
	assert_null(json_text(m, "absent"));
	assert_null(json_text(NULL, "s"));
	assert_null(json_id(m, "e"));
	assert_string_equal(json_id(m, "s"), "text");
	assert_non_null(json_map(m, "o"));
	assert_null(json_map(m, "l"));
	assert_non_null(json_list(m, "l"));
	assert_null(json_list(m, "o"));
	assert_true(json_flag(m, "t"));
	assert_false(json_flag(m, "f"));
	assert_false(json_flag(m, "s"));
	assert_true(json_lists(m, "l", "x"));
	assert_false(json_lists(m, "l", "y"));
	assert_false(json_lists(m, "o", "x"));
}

static void test_json_numbers(void **state)
{
	g_autoptr(json_t) m = sample();

	(void)state;
	assert_int_equal(json_number(m, "i", -1), 7);
	assert_int_equal(json_number(m, "r", -1), 2);
	assert_int_equal(json_number(m, "big", -1), JSON_INTEGER_MAX);
	assert_int_equal(json_number(m, "q", -1), -1);
	assert_int_equal(json_number(m, "n", -1), -1);
	assert_int_equal(json_level(m, "p", 0), 100);
	assert_int_equal(json_level(m, "q", 0), 50);
	assert_int_equal(json_level(m, "neg", 0), -7);
	assert_int_equal(json_level(m, "bad", 3), 3);
	assert_int_equal(json_level(m, "huge", 3), 3);
	assert_int_equal(json_level(m, "big", 3), 1000000000);
	assert_int_equal(json_level(m, "r", 3), 2);
}

static void test_json_write(void **state)
{
	g_autofree char *text = json_write(json_pack("{s:[i,n]}", "a", 1));

	(void)state;
	assert_string_equal(text, "{\"a\":[1,null]}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_read_poison),
		cmocka_unit_test(test_json_read_none),
		cmocka_unit_test(test_json_clean_numbers),
		cmocka_unit_test(test_json_fields),
		cmocka_unit_test(test_json_numbers),
		cmocka_unit_test(test_json_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
