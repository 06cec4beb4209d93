/*
 * test_sanitize.c - nothing passes the door that a terminal should not get.
 */
#include "unit/text/check.h"

struct cleaning {
	const char *in;
	enum text_clean_flags flags;
	const char *out;
};

static const struct cleaning cleanings[] = {
	{ "", TEXT_LINE, "" },
	{ "plain text", TEXT_LINE, "plain text" },
	/* controls */
	{ "a\x1b[31mred\x07", TEXT_LINE, "a[31mred" },
	{ "a\x7f\x01z", TEXT_LINE, "az" },
	{ "\xc2\x9b" "31m\xc2\x80", TEXT_LINE, "31m" },
	{ "one\ntwo\r\nthree\rfour\tfive", TEXT_LINE, "one two three four five" },
	{ "one\ntwo\r\nthree\rfour", TEXT_BLOCK, "one\ntwo\nthree\nfour" },
	{ "a\xc2\x85" "b\xe2\x80\xa8" "c\xe2\x80\xa9" "d", TEXT_BLOCK, "a\nb\nc\nd" },
	{ "\ta\tbc\n12345678\tx", TEXT_BLOCK,
	  "        a       bc\n12345678        x" },
	{ "日本\tx\ty", TEXT_BLOCK, "日本    x       y" },
	/* bytes that are no text */
	{ "a\xff" "b\xc3", TEXT_LINE, "a\xef\xbf\xbd" "b\xef\xbf\xbd" },
	{ "\xed\xa0\x80", TEXT_LINE, "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xc0\xaf", TEXT_LINE, "\xef\xbf\xbd\xef\xbf\xbd" },
	{ "\xf4\x90\x80\x80", TEXT_LINE,
	  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd" },
	/* direction */
	{ "a\u202Eb\u202Cc\u2066d\u2069e\u200Ef\u200Fg\u061Ch", TEXT_LINE, "abcdefgh" },
	{ "שלום עליכם", TEXT_LINE, "שלום עליכם" },
	/* without form */
	{ "a\u200B\u2060\uFEFF\u00AD\u034F\u180Eb", TEXT_LINE, "ab" },
	{ "\u3164\u115F\u1160\uFFA0x", TEXT_LINE, "x" },
	{ "a\uE000\U000F0000\U0010FFFDb", TEXT_LINE, "ab" },
	{ "a\uFDD0\uFFFE\U0001FFFFb", TEXT_LINE, "ab" },
	{ "a\uFFF9b\uFFFBc", TEXT_LINE, "abc" },
	{ "a\U000E0041\U000E0042b", TEXT_LINE, "ab" },
	/* marks */
	{ "a\u0301\u0302\u0303\u0304\u0305\u0306b", TEXT_LINE,
	  "a\u0301\u0302\u0303\u0304b" },
	{ "\u0301\u0302x", TEXT_LINE, "x" },
	{ "a\n\u0301b", TEXT_BLOCK, "a\nb" },
	{ "a\u20E3", TEXT_LINE, "a\u20E3" },
	{ "ก\u0E49\u0E35", TEXT_LINE, "ก\u0E49\u0E35" },
	{ "\u1112\u1161\u11AB", TEXT_LINE, "\u1112\u1161\u11AB" },
	{ "\u1161\u1161", TEXT_LINE, "" },
	/* joiners and selectors where they mean something, and elsewhere */
	{ "a\u200Db\u200Cc", TEXT_LINE, "abc" },
	{ "👩\u200D💻", TEXT_LINE, "👩\u200D💻" },
	{ "👩🏽\u200D💻", TEXT_LINE, "👩🏽\u200D💻" },
	{ "❤\uFE0F\u200D🔥", TEXT_LINE, "❤\uFE0F\u200D🔥" },
	{ "👩\u200D\u200D💻\u200D", TEXT_LINE, "👩\u200D💻" },
	{ "👩\u200Dx", TEXT_LINE, "👩x" },
	{ "👩\u200D👩\u200D👩\u200D👩\u200D👩\u200D👩\u200D👩", TEXT_LINE,
	  "👩\u200D👩\u200D👩\u200D👩\u200D👩👩\u200D👩" },
	{ "❤\uFE0F ☎\uFE0E", TEXT_LINE, "❤\uFE0F ☎\uFE0E" },
	{ "❤\uFE0F\uFE0F\uFE0E", TEXT_LINE, "❤\uFE0F" },
	{ "a\uFE0F\uFE0Eb\uFE00\U000E0100", TEXT_LINE, "ab" },
	{ "1\uFE0F\u20E3 #\uFE0F\u20E3 1\uFE0F", TEXT_LINE,
	  "1\uFE0F\u20E3 #\uFE0F\u20E3 1" },
	{ "می\u200Cخواهم", TEXT_LINE, "می\u200Cخواهم" },
	{ "क\u094D\u200Dष", TEXT_LINE, "क\u094D\u200Dष" },
	{ "م\u200C\u200C\u200Cx\u200C", TEXT_LINE, "م\u200Cx" },
	{ "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F!",
	  TEXT_LINE,
	  "🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F!" },
	{ "🏴\U000E0067\U000E0062", TEXT_LINE, "🏴" },
	{ "🏴\U000E007F", TEXT_LINE, "🏴" },
	{ "🇩🇪🇫🇷", TEXT_LINE, "🇩🇪🇫🇷" },
	/* names */
	{ "  Ben   Smith \n", TEXT_NAME, "Ben Smith" },
	{ "\u3164\u200B\u2800 \u00A0\uE000", TEXT_NAME, "" },
	{ "山田\u3000太郎", TEXT_NAME, "山田 太郎" },
	{ "a\u00A0\u2003b\u2800c", TEXT_NAME, "a b c" },
	{ "\u0301Ben", TEXT_NAME, "Ben" },
	{ "a \u200D b", TEXT_NAME, "a b" },
	{ "👩\u200D💻 Ada", TEXT_NAME, "👩\u200D💻 Ada" },
};

static void check_cleaning(const struct cleaning *c)
{
	g_autofree char *out = text_clean(c->in, -1, c->flags, 0);
	g_autofree char *again = text_clean(out, -1, c->flags, 0);
	bool same = strcmp(c->in, c->out) == 0;

	assert_string_equal(out, c->out);
	assert_string_equal(again, c->out);
	assert_true(text_is_clean(out, strlen(out), c->flags));
	assert_int_equal(text_is_clean(c->in, strlen(c->in), c->flags), same);
	assert_true(g_utf8_validate(out, -1, NULL));
}

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cleanings); i++)
		check_cleaning(&cleanings[i]);
}

static void test_null_and_length(void **state)
{
	g_autofree char *none = text_clean(NULL, -1, TEXT_LINE, 0);
	g_autofree char *part = text_clean("abcdef", 3, TEXT_LINE, 0);
	g_autofree char *nul = text_clean("a\0b", 3, TEXT_LINE, 0);

	(void)state;
	assert_string_equal(none, "");
	assert_string_equal(part, "abc");
	assert_string_equal(nul, "ab");
	assert_false(text_is_clean("a\0b", 3, TEXT_LINE));
}

struct cut_case {
	const char *in;
	size_t max;
	const char *out;
};

static const struct cut_case cuts[] = {
	{ "abcdef", 6, "abcdef" },
	{ "abcdefg", 6, "abc…" },
	{ "ab日本", 7, "ab…" },
	{ "ab日本", 8, "ab日本" },
	{ "a👩\u200D💻b", 12, "a…" },
	{ "ae\u0301xyz", 6, "a…" },
	{ "abc", 2, "ab" },
	{ "日本", 2, "" },
};

static void test_cut(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cuts); i++) {
		g_autofree char *out = text_clean(cuts[i].in, -1, TEXT_LINE,
						  cuts[i].max);

		assert_string_equal(out, cuts[i].out);
		assert_true(strlen(out) <= cuts[i].max);
	}
}

static void test_default_bound(void **state)
{
	g_autofree char *big = g_strnfill(70000, 'x');
	g_autofree char *out = text_clean(big, -1, TEXT_LINE, 0);

	(void)state;
	assert_int_equal(strlen(out), 65536);
	assert_true(g_str_has_suffix(out, "x…"));
	assert_false(text_is_clean(big, 70000, TEXT_LINE));
	assert_true(text_is_clean(big, 65536, TEXT_LINE));
}

static void test_floods_are_bounded(void **state)
{
	static const char *const units[] = {
		"\u0301", "\u200D", "\uFE0F", "\u1161", "👩\u200D", "\U000E0061",
		"\u1100", "🏽", "🇩", "\u0600",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) in = g_string_new("a");
		g_autofree char *out = NULL;
		const char *cursor, *end;
		struct grapheme one;

		for (int n = 0; n < 2000; n++)
			g_string_append(in, units[i]);
		out = text_clean(in->str, -1, TEXT_LINE, 0);
		cursor = out;
		end = out + strlen(out);
		while (grapheme_next(&cursor, end, &one))
			assert_in_range(one.len, 1, 64);
	}
}

/* The quick test reads words: try a bad byte at every place of some. */
static void test_quick_test_at_each_offset(void **state)
{
	static const char bad[] = { 0x1f, 0x7f, '\t', '\n', '\x80', '\xff', 0 };
	char text[40];

	(void)state;
	for (size_t at = 0; at < sizeof text; at++) {
		for (size_t b = 0; b < sizeof bad; b++) {
			memset(text, '~', sizeof text);
			assert_true(text_is_clean(text, sizeof text, TEXT_LINE));
			text[at] = bad[b];
			assert_false(text_is_clean(text, sizeof text, TEXT_LINE));
			assert_int_equal(text_is_clean(text, sizeof text,
						       TEXT_BLOCK),
					 bad[b] == '\n');
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_null_and_length),
		cmocka_unit_test(test_cut),
		cmocka_unit_test(test_default_bound),
		cmocka_unit_test(test_floods_are_bounded),
		cmocka_unit_test(test_quick_test_at_each_offset),
	};

	return RUN(tests);
}
