/*
 * test_layout.c - rich text in lines.
 */
#include "unit/text/check.h"
#include "unit/text/rich_dump.h"

static const struct {
	const char *html;
	int width;
	const char *lines;
} layouts[] = {
	{ "", 20, "" },
	{ "<p>one two three</p><p>four</p>", 8, "one two\nthree\n\nfour\n" },
	{ "a<br><br>b", 20, "a\n\nb\n" },
	{ "<h1>T</h1>text<h2>U</h2>", 20, "T\ntext\n\nU\n" },
	{ "<blockquote><p>a</p><p>b c d e f g h</p></blockquote>c", 12,
	  "│ a\n│ \n│ b c d e f\n│ g h\nc\n" },
	{ "<ul><li>one two three<ul><li>deep er</ul><li>b</ul>", 12,
	  "• one two\n  three\n  • deep er\n• b\n" },
	{ "<ol start=9><li>one two<li>three four<p>five</p></ol>", 12,
	  "9. one two\n10. three\n    four\n    five\n" },
	{ "<pre>int main(void)\n{}\n\n日本語日本語</pre>", 10,
	  "int main(…\n{}\n\n日本語日…\n" },
	{ "a<hr>b", 8, "a\n────────\nb\n" },
	{ "<table><tr><th>Name<th>N<tr><td>日本<td>1<tr><td><td>22</table>", 20,
	  "Name │ N\n日本 │ 1\n     │ 22\n" },
	{ "<table><tr><td>long cell here<td>and another<tr><td>x<td>y", 12,
	  "long cell\nhere\n  and\n  another\nx\n  y\n" },
	{ "<ul><ul><ul><ul><ul><ul><li>deep item", 12,
	  "  • deep\n    item\n" },
	{ "<blockquote><blockquote><blockquote><blockquote>deep quote", 11,
	  "│ deep\n│ quote\n" },
	{ "tiny width", 1, "tiny\nwidth\n" },
};

static void check_layout(const char *html, int width, const char *wanted)
{
	struct rich *rich = rich_from_html(html, strlen(html));
	g_autofree char *got = NULL;
	struct layout l;

	layout_init(&l, rich, width, 0, NULL);
	got = layout_dump(&l);
	assert_string_equal(got, wanted);
	layout_clear(&l);
	rich_free(rich);
}

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(layouts); i++)
		check_layout(layouts[i].html, layouts[i].width,
			     layouts[i].lines);
}

static void test_spans(void **state)
{
	static const char html[] =
		"<ul><li>a <b>bold</b> <a href=\"https://a.org\">a.org</a>";
	struct rich *rich = rich_from_html(html, strlen(html));
	const struct span *spans;
	struct layout l;
	unsigned n;

	(void)state;
	layout_init(&l, rich, 40, 0, NULL);
	assert_int_equal(layout_lines(&l), 1);
	spans = layout_line(&l, 0, &n);
	assert_int_equal(n, 5);
	assert_int_equal(spans[0].style, RICH_DIM);
	assert_int_equal(spans[0].width, 2);
	assert_int_equal(spans[2].style, RICH_BOLD);
	assert_int_equal(spans[2].width, 4);
	assert_int_equal(spans[2].link, -1);
	assert_int_equal(spans[4].style, RICH_LINK);
	assert_int_equal(spans[4].link, 0);
	layout_clear(&l);
	rich_free(rich);
}

static void test_limit(void **state)
{
	struct rich *rich = rich_from_plain("1\n2\n3\n\n4\n5", 10);
	g_autofree char *got = NULL;
	struct layout l;
	int cut = -1;

	(void)state;
	layout_init(&l, rich, 20, 4, &cut);
	got = layout_dump(&l);
	assert_string_equal(got, "1\n2\n3\n\n");
	assert_int_equal(cut, 2);
	layout_clear(&l);
	layout_init(&l, rich, 20, 6, &cut);
	assert_int_equal(layout_lines(&l), 6);
	assert_int_equal(cut, 0);
	layout_clear(&l);
	rich_free(rich);
}

#define SEVENTEEN_CELLS "<table><tr><td>a<td>b<td>c<td>d<td>e<td>f<td>g<td>h" \
	"<td>i<td>j<td>k<td>l<td>m<td>n<td>o<td>p<td>q"

static const char *const hostile[] = {
	"<blockquote><ul><ol start=999999><li>日本語日本語日本語",
	SEVENTEEN_CELLS,
	"<pre>👩\u200D💻👩\u200D💻👩\u200D💻👩\u200D💻👩\u200D💻</pre>",
	"<b>👍</b><i>🏽</i><b>🇩</b><i>🇪</i>xxxxxxxxxxxxxxxxxxxxxxx",
	"<blockquote><table><tr><td>some words in a cell<td>more words",
	"<ul><li>a<ul><li>b<ul><li>c<ul><li>d<ul><li>e<ul><li>f<ul><li>g",
	"a very long word: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
};

static void test_widths_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(hostile); i++) {
		struct rich *rich = rich_from_html(hostile[i],
						   strlen(hostile[i]));

		for (int width = -1; width < 40; width++) {
			struct layout l;

			layout_init(&l, rich, width, 0, NULL);
			assert_true(layout_lines(&l) > 0);
			layout_check(&l, width);
			layout_clear(&l);
		}
		rich_free(rich);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table), cmocka_unit_test(test_spans),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_widths_hold),
	};

	return RUN(tests);
}
