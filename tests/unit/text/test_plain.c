/*
 * test_plain.c - plain text to paragraphs and links.
 */
#include "unit/text/check.h"
#include "unit/text/rich_dump.h"

static const struct pair plains[] = {
	{ "", "" }, { "\n\n  \n", "" }, { "one", "P one\n" },
	{ "one\ntwo\n", "P one⏎two\n" },
	{ "one\r\ntwo\r\n\r\nthree", "P one⏎two\nP three\n" },
	{ "\n\none\n \t\n\n\ntwo", "P one\nP two\n" },
	{ "  in  dented\n\ttab", "P   in  dented⏎        tab\n" },
	{ "<b>no</b> &amp;", "P <b>no</b> &amp;\n" },
	{ "at https://a.org/x, www.b.org",
	  "P at {l0|https://a.org/x}, {l1|www.b.org}\n"
	  "0=https://a.org/x\n1=https://www.b.org\n" },
	{ "a\x1b[31m\xff\u202E", "P a[31m\uFFFD\n" },
	{ "\u200B\n\u200B", "" },
};

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(plains); i++) {
		const char *in = plains[i].in;
		g_autofree char *got = NULL;

		got = rich_dump(rich_from_plain(in, strlen(in)));
		assert_string_equal(got, plains[i].out);
	}
}

static void test_many_links(void **state)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct rich *rich;

	(void)state;
	for (int i = 0; i < 1000; i++)
		g_string_append(text, "https://a.org ");
	rich = rich_from_plain(text->str, text->len);
	rich_check(rich);
	assert_int_equal(rich->links->len, 500);
	rich_free(rich);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_many_links),
	};

	return RUN(tests);
}
