/*
 * test_grapheme.c - borders and widths of user-perceived characters.
 */
#include "unit/text/check.h"

struct measure {
	const char *s;		/* one grapheme */
	int width;
	bool plain;
};

static const struct measure measures[] = {
	{ "a", 1, true }, { " ", 1, true }, { "é", 1, true },
	{ "e\u0301", 1, true }, { "日", 2, true }, { "한", 2, true },
	{ "ｱ", 1, true }, { "Ａ", 2, true }, { "ก\u0E49", 1, true },
	{ "\u1112\u1161\u11AB", 2, true }, { "\u0301", 0, true },
	{ "…", 1, true }, { "①", 1, true }, { "§", 1, true },
	{ "👍", 2, true }, { "👍🏽", 2, false }, { "👍\uFE0F", 2, true },
	{ "❤", 1, true }, { "❤\uFE0F", 2, false }, { "👍\uFE0E", 1, false },
	{ "☎\uFE0E", 1, true }, { "👩\u200D💻", 2, false },
	{ "👨\u200D👩\u200D👧\u200D👦", 2, false },
	{ "❤\uFE0F\u200D🔥", 2, false }, { "👩🏽\u200D💻", 2, false },
	{ "🏳\uFE0F\u200D🌈", 2, false }, { "🇩🇪", 2, false },
	{ "🇩", 1, false }, { "1\uFE0F\u20E3", 2, false },
	{ "#\u20E3", 2, false }, { "🏽", 2, true },
	{ "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F", 2,
	  false },
	{ "م\u200C", 1, true }, { "क\u094D\u200D", 1, true },
	{ "🫠", 2, true }, { "\U0001FAE8", 2, true }, { "𠀀", 2, true },
	{ "\u0600", 1, true },
};

static void test_measures(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(measures); i++) {
		const char *s = measures[i].s, *cursor = s;
		struct grapheme one;

		assert_true(grapheme_next(&cursor, s + strlen(s), &one));
		assert_ptr_equal(one.s, s);
		assert_int_equal(one.len, strlen(s));
		assert_int_equal(one.width, measures[i].width);
		assert_int_equal(one.plain, measures[i].plain);
		assert_false(grapheme_next(&cursor, s + strlen(s), &one));
	}
}

/* Texts with their borders marked by "|". */
static const char *const divided[] = {
	"a|b|c", "e\u0301|e\u0301", "🇩🇪|🇫🇷|🇮", "👍🏽|👍", "日|本|語",
	"a|👩\u200D💻|b", "a|🏽", "👍🏽|🏽", "क|\u093F", "क\u094D|ष",
	"ก|\u0E33", "ｶ|ﾞ", "각|각", "\u1100|\u1100\u1161", "\u0600|1",
	"a|\n|b", "1|2\uFE0F\u20E3|3",
};

static void check_borders(const char *text, const size_t *borders, size_t n)
{
	size_t len = strlen(text);

	for (size_t i = 0; i + 1 < n; i++) {
		assert_int_equal(grapheme_after(text, borders[i], len),
				 borders[i + 1]);
		assert_int_equal(grapheme_before(text, borders[i + 1]),
				 borders[i]);
	}
}

static void test_borders(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(divided); i++) {
		g_autoptr(GString) text = g_string_new(NULL);
		size_t borders[16] = { 0 }, n = 1;

		for (const char *s = divided[i]; *s; s++) {
			if (*s == '|')
				borders[n++] = text->len;
			else
				g_string_append_c(text, *s);
		}
		borders[n++] = text->len;
		check_borders(text->str, borders, n);
	}
}

static void test_ends(void **state)
{
	(void)state;
	assert_int_equal(grapheme_before("abc", 0), 0);
	assert_int_equal(grapheme_after("abc", 3, 3), 3);
	assert_int_equal(grapheme_after("abc", 9, 3), 3);
	assert_int_equal(grapheme_after("", 0, 0), 0);
}

/* Bytes that are no text move the cursor and never reach over the end. */
static void test_invalid(void **state)
{
	static const char *const bad[] = {
		"\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x91", "a\xcc", "\x80\x80",
		"\xed\xa0\x80", "👍\xf0\x9f",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		size_t len = strlen(bad[i]), back = len;
		g_autofree char *copy = g_memdup2(bad[i], len);
		const char *cursor = copy;
		struct grapheme one;

		while (grapheme_next(&cursor, copy + len, &one))
			assert_in_range(one.len, 1, len);
		assert_ptr_equal(cursor, copy + len);
		while (back > 0) {
			size_t before = grapheme_before(copy, back);

			assert_true(before < back);
			back = before;
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_measures),
		cmocka_unit_test(test_borders),
		cmocka_unit_test(test_ends),
		cmocka_unit_test(test_invalid),
	};

	return RUN(tests);
}
