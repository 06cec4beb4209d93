/*
 * test_wrap.c - where lines end. Lines are joined by "/".
 */
#include "unit/text/check.h"

static const struct {
	const char *html;	/* one block */
	int columns;
	const char *lines;
} wraps[] = {
	{ "one two three", 8, "one two/three" },
	{ "one two three", 7, "one two/three" },
	{ "one two three", 6, "one/two/three" },
	{ "abcdefghij", 8, "abcdefgh/ij" },
	{ "ab cdefghijklmn", 8, "ab/cdefghij/klmn" },
	{ "日本語日本語", 8, "日本語日/本語" },
	{ "日本語日。本", 8, "日本語/日。本" },
	{ "日本語「日本」", 8, "日本語/「日本」" },
	{ "abc日本語", 8, "abc日本/語" },
	{ "well-known fact", 8, "well-/known/fact" },
	{ "cmd --long-option", 11, "cmd --long-/option" },
	{ "<code>a-b-c-d-e-f</code>", 8, "a-b-c-d-/e-f" },
	{ "x https://a.org/b-c-d", 18, "x/https://a.org/b-c-/d" },
	{ "<b>bo</b>ld word here", 9, "bold word/here" },
	{ "👩\u200D💻👩\u200D💻👩\u200D💻", 4, "👩\u200D💻👩\u200D💻/👩\u200D💻" },
	{ "e\u0301e\u0301e\u0301", 2, "e\u0301e\u0301/e\u0301" },
	{ "日", 1, "日" }, { "日日", 1, "日/日" },
	{ "שלום עולם טוב", 9, "שלום עולם/טוב" },
};

static void test_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(wraps); i++) {
		struct rich *rich = rich_from_html(wraps[i].html,
						   strlen(wraps[i].html));
		const struct rich_block *block = rich->blocks->pdata[0];
		struct wrap_cursor cursor = { 0 };
		g_autoptr(GString) got = g_string_new(NULL);
		size_t at = 0;

		while (at < block->text->len) {
			struct wrap_line line;

			line = wrap_next(&cursor, block, at, block->text->len,
					 wraps[i].columns);
			assert_true(line.next > at);
			g_string_append_printf(got, "%s%.*s", at ? "/" : "",
					       (int)(line.to - line.from),
					       block->text->str + line.from);
			at = line.next;
		}
		assert_string_equal(got->str, wraps[i].lines);
		rich_free(rich);
	}
}

static void test_blanks_hang(void **state)
{
	struct rich *rich = rich_from_plain("  abcd      ef  ", 16);
	const struct rich_block *block = rich->blocks->pdata[0];
	struct wrap_cursor cursor = { 0 };
	struct wrap_line line;

	(void)state;
	line = wrap_next(&cursor, block, 0, block->text->len, 8);
	assert_int_equal(line.to, 6);
	assert_int_equal(line.next, 12);
	rich_free(rich);
	rich = rich_from_plain("         abcdefgh ij", 20);
	block = rich->blocks->pdata[0];
	cursor = (struct wrap_cursor){ 0 };
	line = wrap_next(&cursor, block, 0, block->text->len, 8);
	assert_int_equal(line.from, 9);
	assert_int_equal(line.to, 17);
	assert_int_equal(line.next, 18);
	rich_free(rich);
}

static void test_cursor(void **state)
{
	struct rich *rich = rich_from_html("a<b>b</b>c", 10);
	const struct rich_block *block = rich->blocks->pdata[0];
	struct wrap_cursor cursor = { 0 };

	(void)state;
	assert_int_equal(wrap_seek(&cursor, block, 0)->style, 0);
	assert_int_equal(wrap_seek(&cursor, block, 1)->style, RICH_BOLD);
	assert_int_equal(cursor.end, 2);
	assert_int_equal(wrap_seek(&cursor, block, 2)->style, 0);
	assert_int_equal(wrap_seek(&cursor, block, 9)->style, 0);
	rich_free(rich);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_blanks_hang),
		cmocka_unit_test(test_cursor),
	};

	return RUN(tests);
}
