/*
 * rich_dump.c - see the header.
 */
#include "unit/text/rich_dump.h"

#include <string.h>

static const char letters[] = "bisuclmphtd";
static const char kinds[] = "PCRT";

static void dump_text(GString *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] == '\n')
			g_string_append(out, "⏎");
		else if (s[i] == '\t')
			g_string_append(out, "⇥");
		else
			g_string_append_c(out, s[i]);
	}
}

static void dump_run(GString *out, const char *s, const struct rich_run *run)
{
	if (run->style) {
		g_string_append_c(out, '{');
		for (unsigned i = 0; i < strlen(letters); i++)
			if (run->style & 1u << i)
				g_string_append_c(out, letters[i]);
		if (run->link >= 0)
			g_string_append_printf(out, "%d", run->link);
		g_string_append_c(out, '|');
	}
	dump_text(out, s, run->len);
	if (run->style)
		g_string_append_c(out, '}');
}

static void dump_block(GString *out, const struct rich_block *block)
{
	const char *s = block->text->str;

	g_string_append_c(out, kinds[block->kind]);
	for (int i = 0; i < block->quote; i++)
		g_string_append_c(out, '>');
	for (int i = 0; i < block->indent; i++)
		g_string_append_c(out, '+');
	if (block->marker)
		g_string_append_printf(out, "[%s]", block->marker);
	if (block->text->len)
		g_string_append_c(out, ' ');
	for (guint i = 0; i < block->runs->len; i++) {
		const struct rich_run *run;

		run = &g_array_index(block->runs, struct rich_run, i);
		dump_run(out, s, run);
		s += run->len;
	}
	g_string_append_c(out, '\n');
}

char *rich_dump(struct rich *take)
{
	GString *out = g_string_new(NULL);

	rich_check(take);
	for (guint i = 0; i < take->blocks->len; i++)
		dump_block(out, take->blocks->pdata[i]);
	for (guint i = 0; i < take->links->len; i++)
		g_string_append_printf(out, "%u=%s\n", i,
				       (char *)take->links->pdata[i]);
	rich_free(take);
	return g_string_free(out, FALSE);
}

char *layout_dump(const struct layout *l)
{
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < layout_lines(l); i++) {
		unsigned n;
		const struct span *spans = layout_line(l, i, &n);

		for (unsigned s = 0; s < n; s++)
			g_string_append_len(out, spans[s].s, spans[s].len);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}

static void check_block(const struct rich *rich,
			const struct rich_block *block)
{
	g_auto(GStrv) cells = g_strsplit(block->text->str, "\t", -1);
	guint n = g_strv_length(cells);
	size_t covered = 0;

	g_assert_cmpuint(strlen(block->text->str), ==, block->text->len);
	g_assert_true(block->kind == RICH_TABLE_ROW || n <= 1);
	for (guint i = 0; i < n; i++)
		g_assert_true(text_is_clean(cells[i], strlen(cells[i]),
					    TEXT_BLOCK));
	for (guint i = 0; i < block->runs->len; i++) {
		const struct rich_run *run;

		run = &g_array_index(block->runs, struct rich_run, i);
		g_assert_cmpuint(run->len, >, 0);
		g_assert_cmpint(run->link, <, (int)rich->links->len);
		covered += run->len;
	}
	g_assert_cmpuint(covered, ==, block->text->len);
	g_assert_true((block->kind == RICH_RULE) == (block->text->len == 0));
	g_assert_true(block->quote <= 8 && block->indent <= 8);
}

void rich_check(const struct rich *rich)
{
	g_assert_cmpuint(rich->links->len, <=, 500);
	for (guint i = 0; i < rich->blocks->len; i++)
		check_block(rich, rich->blocks->pdata[i]);
}

void layout_check(const struct layout *l, int width)
{
	for (unsigned i = 0; i < layout_lines(l); i++) {
		unsigned n;
		const struct span *spans = layout_line(l, i, &n);
		int used = 0;

		for (unsigned s = 0; s < n; s++) {
			g_assert_cmpint(text_width(spans[s].s, spans[s].len),
					==, (int)spans[s].width);
			used += spans[s].width;
		}
		g_assert_cmpint(used, <=, MAX(width, 8));
	}
}
