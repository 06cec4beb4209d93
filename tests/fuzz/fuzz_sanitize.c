/*
 * fuzz_sanitize.c - the door for all text, and the borders and widths of
 * what has passed it.
 */
#include <string.h>

#include "text/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const enum text_clean_flags flags[] = {
	TEXT_LINE, TEXT_BLOCK, TEXT_NAME, TEXT_BLOCK | TEXT_NAME,
};

/* Reading forward and back finds the same borders; no grapheme is bigger
 * than a cell may hold. */
static void check_borders(const char *s, size_t len)
{
	const char *cursor = s, *end = s + len;
	struct grapheme one;
	int width = 0;

	while (grapheme_next(&cursor, end, &one)) {
		size_t at = one.s - s, next = at + one.len;

		g_assert_cmpint(one.len, >, 0);
		g_assert_cmpint(one.len, <=, 128);
		g_assert_cmpint(one.width, <=, 2);
		g_assert_cmpuint(grapheme_before(s, next), ==, at);
		g_assert_cmpuint(grapheme_after(s, at, len), ==, next);
		width += one.width;
	}
	g_assert_true(cursor == end);
	g_assert_cmpint(width, ==, text_width(s, len));
}

static void check_fit(const char *s)
{
	for (int columns = 0; columns < 12; columns += 3) {
		g_autofree char *cut = text_ellipsis(s, columns);

		g_assert_cmpint(text_width(cut, -1), <=, columns);
		g_assert_true(g_utf8_validate(cut, -1, NULL));
	}
}

static void check_clean(const char *s, size_t len, enum text_clean_flags how)
{
	g_autofree char *out = text_clean(s, len, how, 0);
	g_autofree char *again = text_clean(out, -1, how, 0);
	g_autofree char *cut = text_clean(s, len, how, 10);
	size_t out_len = strlen(out);
	bool same = out_len == len && memcmp(out, s, len) == 0;

	g_assert_cmpstr(out, ==, again);
	g_assert_true(g_utf8_validate(out, -1, NULL));
	g_assert_true(text_is_clean(out, out_len, how));
	g_assert_true(text_is_clean(s, len, how) == same);
	g_assert_cmpuint(strlen(cut), <=, 10);
	g_assert_true(text_is_clean(cut, strlen(cut), how));
	for (const char *c = out; *c; c++)
		g_assert_true((*c & 0x80) || (*c >= ' ' && *c != 0x7F) ||
			      (*c == '\n' && how == TEXT_BLOCK));
	check_borders(out, out_len);
	check_fit(out);
}

/* Bytes that have not passed the door do no harm either. */
static void check_raw(const char *s, size_t len)
{
	const char *cursor = s;
	struct grapheme one;
	size_t at = len;

	while (grapheme_next(&cursor, s + len, &one))
		g_assert_cmpint(one.width, <=, 2);
	for (int i = 0; i < 100 && at > 0; i++) {
		size_t before = grapheme_before(s, at);

		g_assert_cmpuint(before, <, at);
		at = before;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *s = (const char *)data;
	g_autofree char *text = g_strndup(s, size);
	g_autofree char *skeleton = text_skeleton(text);

	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
		check_clean(s, size, flags[i]);
	check_raw(s, size);
	g_assert_true(g_utf8_validate(skeleton, -1, NULL));
	g_assert_cmpint(fuzzy_score(text, text), >=, 0);
	return 0;
}
