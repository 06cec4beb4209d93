/*
 * test_emoji.c - shortcodes found and completed.
 */
#include "unit/text/check.h"

static const struct pair finds[] = {
	{ "thumbsup", "👍" }, { "+1", "👍" }, { "-1", "👎" }, { "tada", "🎉" },
	{ "heart", "❤️" }, { "smile", "😄" }, { "rocket", "🚀" },
	{ "white_check_mark", "✅" }, { "flag_de", "🇩🇪" }, { "100", "💯" },
	{ "zzz", "💤" },
};

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(finds); i++) {
		const char *got = emoji_find(finds[i].in);

		assert_string_equal(got ? got : finds[i].in, finds[i].out);
	}
	assert_null(emoji_find("no_such_thing"));
	assert_null(emoji_find(""));
	assert_null(emoji_find("thumbsu"));
}

static const char *code_at(const GPtrArray *found, guint i)
{
	return ((const struct emoji *)found->pdata[i])->code;
}

static void test_complete(void **state)
{
	g_autoptr(GPtrArray) found = emoji_complete("heart", 8);
	g_autoptr(GPtrArray) upper = emoji_complete("TADA", 8);
	g_autoptr(GPtrArray) none = emoji_complete("qqqq", 8);
	g_autoptr(GPtrArray) inner = emoji_complete("umbsu", 8);

	(void)state;
	assert_int_equal(found->len, 8);
	assert_string_equal(code_at(found, 0), "heart");
	for (guint i = 1; i < 4; i++)
		assert_true(g_str_has_prefix(code_at(found, i), "heart"));
	assert_string_equal(code_at(upper, 0), "tada");
	assert_int_equal(none->len, 0);
	assert_string_equal(code_at(inner, 0), "thumbsup");
}

static void test_complete_words_before_middles(void **state)
{
	g_autoptr(GPtrArray) found = emoji_complete("eyes", 50);
	bool middle = false;

	(void)state;
	assert_string_equal(code_at(found, 0), "eyes");
	for (guint i = 1; i < found->len; i++) {
		const char *code = code_at(found, i);
		const char *at = strstr(code, "eyes");

		assert_non_null(at);
		if (at > code && at[-1] != '_')
			middle = true;
		else
			assert_false(middle);
	}
}

static void test_complete_nothing_typed(void **state)
{
	g_autoptr(GPtrArray) found = emoji_complete("", 5);
	g_autoptr(GPtrArray) no_room = emoji_complete("a", 0);

	(void)state;
	assert_int_equal(found->len, 5);
	assert_int_equal(no_room->len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find), cmocka_unit_test(test_complete),
		cmocka_unit_test(test_complete_words_before_middles),
		cmocka_unit_test(test_complete_nothing_typed),
	};

	return RUN(tests);
}
