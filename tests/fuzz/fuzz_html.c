/*
 * fuzz_html.c - HTML, Markdown and plain text of strangers to lines.
 *
 * Whatever comes in: the rich text is clean and bounded, no line is wider
 * than asked for, and nothing is written to the standard streams.
 */
#include <string.h>

#include "unit/text/rich_dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int widths[] = { 8, 21, 80 };

static void check(struct rich *rich)
{
	g_autofree char *plain = rich_to_plain(rich);

	rich_check(rich);
	g_assert_true(g_utf8_validate(plain, -1, NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(widths); i++) {
		struct layout l;

		layout_init(&l, rich, widths[i], i ? 0 : 20, NULL);
		layout_check(&l, widths[i]);
		layout_clear(&l);
	}
	rich_free(rich);
}

static char *mention(const char *word, void *user)
{
	(void)user;
	return strlen(word) % 2 ? g_strdup("https://matrix.to/#/@a:b") : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_autofree char *html = markdown_to_html(text, mention, NULL);

	check(rich_from_html((const char *)data, size));
	check(rich_from_plain((const char *)data, size));
	if (html)
		check(rich_from_html(html, strlen(html)));
	return 0;
}
