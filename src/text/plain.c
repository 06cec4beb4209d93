/*
 * plain.c - plain text to rich text: blank lines divide paragraphs, all
 * other line breaks are kept.
 */
#include "text/text-internal.h"

#include <string.h>

static bool is_blank(const char *s, size_t len)
{
	while (len > 0 && strchr(" \t\r", s[len - 1]) && s[len - 1])
		len--;
	return len == 0;
}

void plain_read(struct rich_builder *b, const char *text, size_t len)
{
	const char *end = text + len, *next;

	b->verbatim = true;
	for (; text < end; text = next) {
		const char *eol = memchr(text, '\n', end - text);
		size_t line = eol ? eol - text : end - text;

		next = eol ? eol + 1 : end;
		if (line > 0 && text[line - 1] == '\r')
			line--;
		if (is_blank(text, line)) {
			rich_end_block(b);
			continue;
		}
		rich_add_break(b);
		rich_add_text(b, text, line);
	}
}
