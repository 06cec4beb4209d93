/*
 * test_width.c - columns of texts, and fitting into them.
 */
#include "unit/text/check.h"

struct fit {
	const char *s;
	int columns;
	const char *fits, *ellipsis;
	int width;		/* of what fits */
};

static const struct fit fits[] = {
	{ "hello", 5, "hello", "hello", 5 }, { "hello", 4, "hell", "hel…", 4 },
	{ "hello", 1, "h", "…", 1 }, { "hello", 0, "", "", 0 },
	{ "hello", -3, "", "", 0 }, { "", 5, "", "", 0 },
	{ "日本語", 5, "日本", "日本…", 4 }, { "日本語", 6, "日本語", "日本語", 6 },
	{ "日本語", 4, "日本", "日…", 4 }, { "日本", 1, "", "…", 0 },
	{ "e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301", "e\u0301…", 2 },
	{ "👩\u200D💻👩\u200D💻", 3, "👩\u200D💻", "👩\u200D💻…", 2 },
};

static void test_fit(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(fits); i++) {
		const struct fit *f = &fits[i];
		g_autofree char *cut = text_ellipsis(f->s, f->columns);
		int width = -1;

		assert_int_equal(text_fit(f->s, -1, f->columns, &width),
				 strlen(f->fits));
		assert_int_equal(width, f->width);
		assert_string_equal(cut, f->ellipsis);
	}
	assert_int_equal(text_fit("hello", 3, 9, NULL), 3);
}

static void test_width(void **state)
{
	(void)state;
	assert_int_equal(text_width("", -1), 0);
	assert_int_equal(text_width("hello", -1), 5);
	assert_int_equal(text_width("hello", 2), 2);
	assert_int_equal(text_width("a日b", -1), 4);
	assert_int_equal(text_width("🇩🇪 1\uFE0F\u20E3 👍🏽", -1), 8);
	assert_int_equal(text_width("a\nb", -1), 2);
	assert_int_equal(text_width("שלום", -1), 4);
	assert_int_equal(text_width("नमस्ते", -1), 4);
}

static void test_points(void **state)
{
	const char *accent = "é", *bad = "\xff";
	int32_t cp;

	(void)state;
	assert_int_equal(text_next_point(accent, accent + 2, &cp), 2);
	assert_int_equal(cp, 0xE9);
	assert_int_equal(text_next_point(bad, bad + 1, &cp), 1);
	assert_int_equal(cp, TEXT_BAD);
	assert_int_equal(text_point_width('a'), 1);
	assert_int_equal(text_point_width('\n'), 0);
	assert_int_equal(text_point_width(0x302A), 0);
	assert_int_equal(text_point_width(0x3042), 2);
	assert_true(text_is_pictograph(0x1F44D));
	assert_false(text_is_pictograph('1'));
	assert_true(text_is_mark(0x0301));
	assert_true(text_is_mark(0x1161));
	assert_false(text_is_mark('a'));
}

static void test_ranges(void **state)
{
	static const struct text_range table[] = { { 2, 4 }, { 7, 7 } };
	static const int inside[] = { 0, 0, 1, 1, 1, 0, 0, 1, 0 };

	(void)state;
	for (int i = 0; i < (int)G_N_ELEMENTS(inside); i++)
		assert_int_equal(text_in_ranges(table, 2, i), inside[i]);
	assert_false(text_in_ranges(table, 0, 3));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fit),
		cmocka_unit_test(test_width),
		cmocka_unit_test(test_points),
		cmocka_unit_test(test_ranges),
	};

	return RUN(tests);
}
