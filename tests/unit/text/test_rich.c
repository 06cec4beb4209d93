/*
 * test_rich.c - the builder, and the text alone.
 */
#include "unit/text/check.h"
#include "unit/text/rich_dump.h"

static const struct pair plains[] = {
	{ "", "" },
	{ "<p>one</p><p>t<b>w</b>o</p>", "one\ntwo" },
	{ "<ul><li>a<li>b</ul><hr>c", "• a\n• b\n---\nc" },
	{ "<blockquote>q<br>r<blockquote>s", "> q\n> r\n> > s" },
	{ "<table><tr><td>1<td>2<tr><td>3", "1 | 2\n3" },
	{ "<a href=\"https://evil.org\">here</a>", "here (evil.org)" },
};

static void test_to_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(plains); i++) {
		struct rich *rich = rich_from_html(plains[i].in,
						   strlen(plains[i].in));
		g_autofree char *got = rich_to_plain(rich);

		assert_string_equal(got, plains[i].out);
		rich_free(rich);
	}
}

/* What is added in pieces of one style is cleaned as one, across styles as
 * several. */
static void test_pieces(void **state)
{
	struct rich_builder b;
	g_autofree char *got = NULL;

	(void)state;
	rich_builder_init(&b);
	rich_add_text(&b, "e", 1);
	rich_add_text(&b, "\xcc", 1);
	rich_add_text(&b, "\x81 ", 2);
	rich_flush(&b);
	b.style = RICH_BOLD;
	rich_add_text(&b, "\xcc\x81x ", 4);
	rich_end_block(&b);
	b.style = 0;
	rich_add_text(&b, "   ", 3);
	rich_end_block(&b);
	rich_add_text(&b, "y", 1);
	got = rich_dump(rich_builder_finish(&b));
	assert_string_equal(got, "P e\u0301 {b|x}\nP y\n");
}

static void test_marker_waits_for_text(void **state)
{
	struct rich_builder b;
	g_autofree char *got = NULL;

	(void)state;
	rich_builder_init(&b);
	b.marker = g_strdup("1.");
	rich_end_block(&b);
	rich_add_text(&b, " ", 1);
	rich_end_block(&b);
	rich_add_text(&b, "x", 1);
	rich_end_block(&b);
	rich_add_text(&b, "y", 1);
	b.marker = g_strdup("unused");
	got = rich_dump(rich_builder_finish(&b));
	assert_string_equal(got, "P[1.] x\nP[unused] y\n");
}

static void test_free_null(void **state)
{
	(void)state;
	rich_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_to_plain),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_marker_waits_for_text),
		cmocka_unit_test(test_free_null),
	};

	return RUN(tests);
}
