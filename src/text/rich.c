/*
 * rich.c - formatted text, and the builder that makes it.
 *
 * Text arrives raw and in pieces; the pieces of one style are cleaned as
 * one, so that a piece can neither begin with a mark nor finish a sequence
 * of another, and what is put together stays clean.
 */
#include "text/text-internal.h"

#include <string.h>

enum {
	BLOCKS_MAX = 2000,
	LINKS_MAX = 500,
	ROOM = TEXT_MAX - 16,	/* the rest is for breaks and the cut */
};

static void block_free(void *data)
{
	struct rich_block *block = data;

	g_free(block->marker);
	g_string_free(block->text, TRUE);
	g_array_unref(block->runs);
	g_free(block);
}

static struct rich *rich_new(void)
{
	struct rich *rich = g_new0(struct rich, 1);

	rich->blocks = g_ptr_array_new_with_free_func(block_free);
	rich->links = g_ptr_array_new_with_free_func(g_free);
	return rich;
}

void rich_free(struct rich *rich)
{
	if (!rich)
		return;
	g_ptr_array_unref(rich->blocks);
	g_ptr_array_unref(rich->links);
	g_free(rich);
}

struct rich *rich_from_html(const char *html, size_t len)
{
	struct rich_builder b;

	rich_builder_init(&b);
	html_read(&b, html, len);
	return rich_builder_finish(&b);
}

struct rich *rich_from_plain(const char *text, size_t len)
{
	struct rich_builder b;

	rich_builder_init(&b);
	plain_read(&b, text, len);
	return rich_builder_finish(&b);
}

/* ---- the builder ------------------------------------------------------- */

void rich_builder_init(struct rich_builder *b)
{
	*b = (struct rich_builder){
		.rich = rich_new(),
		.raw = g_string_new(NULL),
		.kind = RICH_PARA,
		.link = -1,
	};
}

struct rich *rich_builder_finish(struct rich_builder *b)
{
	rich_end_block(b);
	g_free(b->marker);
	g_string_free(b->raw, TRUE);
	return g_steal_pointer(&b->rich);
}

int32_t rich_add_link(struct rich_builder *b, const char *url)
{
	if (b->rich->links->len >= LINKS_MAX)
		return -1;
	g_ptr_array_add(b->rich->links, g_strdup(url));
	return b->rich->links->len - 1;
}

static void open_block(struct rich_builder *b, enum rich_kind kind)
{
	if (b->block)
		return;
	b->block = g_new0(struct rich_block, 1);
	b->block->kind = kind;
	b->block->quote = b->quote;
	b->block->indent = b->indent;
	b->block->marker = g_steal_pointer(&b->marker);
	b->block->text = g_string_new(NULL);
	b->block->runs = g_array_new(FALSE, FALSE, sizeof(struct rich_run));
	g_ptr_array_add(b->rich->blocks, b->block);
	if (b->rich->blocks->len >= BLOCKS_MAX)
		b->full = true;
}

static void append_run(struct rich_block *block, const struct rich_run *run)
{
	struct rich_run *last;

	if (block->runs->len > 0) {
		last = &g_array_index(block->runs, struct rich_run,
				      block->runs->len - 1);
		if (last->style == run->style && last->link == run->link) {
			last->len += run->len;
			return;
		}
	}
	g_array_append_val(block->runs, *run);
}

static void append_bytes(struct rich_builder *b, const char *s, size_t len,
			 int32_t link)
{
	struct rich_run run = { len, b->style, link };

	if (link >= 0 && link != b->link)
		run.style |= RICH_LINK;
	if (len == 0)
		return;
	open_block(b, b->kind);
	g_string_append_len(b->block->text, s, len);
	append_run(b->block, &run);
	b->total += len;
}

/* As above, but no more than there is room for. */
static void append_text(struct rich_builder *b, const char *s, size_t len,
			int32_t link)
{
	size_t room = ROOM - MIN(b->total, (size_t)ROOM);

	if (len <= room) {
		append_bytes(b, s, len, link);
		return;
	}
	while (len > room)
		len = grapheme_before(s, len);
	append_bytes(b, s, len, link);
	append_bytes(b, "…", strlen("…"), link);
	b->full = true;
}

/* Text outside of links may hold bare URLs. */
static void append_linked(struct rich_builder *b, const char *s, size_t len)
{
	size_t at = 0, start, end;

	while (text_url_find(s, len, at, &start, &end)) {
		g_autofree char *url = text_url_clean(s + start, end - start);
		int32_t link = url ? rich_add_link(b, url) : -1;

		append_text(b, s + at, start - at, b->link);
		append_text(b, s + start, end - start, link);
		at = end;
	}
	append_text(b, s + at, len - at, b->link);
}

static char last_byte(const struct rich_builder *b)
{
	const GString *text = b->block ? b->block->text : NULL;

	return text && text->len ? text->str[text->len - 1] : '\n';
}

/* White space as HTML has it: any run is one blank, none at line ends. */
static void fold_blanks(GString *raw, bool trim)
{
	char *to = raw->str;
	bool blank = trim;

	for (size_t i = 0; i < raw->len; i++) {
		bool is_blank = raw->str[i] && strchr(" \t\r\n\f", raw->str[i]);

		if (!is_blank)
			*to++ = raw->str[i];
		else if (!blank)
			*to++ = ' ';
		blank = is_blank;
	}
	g_string_truncate(raw, to - raw->str);
}

void rich_flush(struct rich_builder *b)
{
	enum text_clean_flags flags = b->verbatim ? TEXT_BLOCK : TEXT_LINE;
	g_autofree char *cleaned = NULL;
	const char *s = b->raw->str;
	size_t len;

	if (b->raw->len == 0)
		return;
	if (!b->verbatim)
		fold_blanks(b->raw, strchr(" \n\t", last_byte(b)) != NULL);
	len = b->raw->len;
	if (!text_is_clean(s, len, flags)) {
		s = cleaned = text_clean(s, len, flags, 0);
		len = strlen(s);
	}
	if (b->full)
		len = 0;
	if (b->link < 0 && !(b->style & RICH_CODE))
		append_linked(b, s, len);
	else
		append_text(b, s, len, b->link);
	g_string_truncate(b->raw, 0);
}

void rich_add_text(struct rich_builder *b, const char *s, size_t len)
{
	/* A little more than can be used, for what cleaning takes out. */
	size_t room = 4 * TEXT_MAX - MIN(b->raw->len, 4 * (size_t)TEXT_MAX);

	if (!b->full)
		g_string_append_len(b->raw, s, MIN(len, room));
}

/* Shorten the block by blanks and breaks at its end. */
static void trim_block(struct rich_block *block, const char *bytes)
{
	GString *text = block->text;

	while (text->len > 0 && strchr(bytes, text->str[text->len - 1])) {
		struct rich_run *last = &g_array_index(
			block->runs, struct rich_run, block->runs->len - 1);

		g_string_truncate(text, text->len - 1);
		if (--last->len == 0)
			g_array_set_size(block->runs, block->runs->len - 1);
	}
}

static bool ends_in_blank_line(const GString *text)
{
	const char *end = text->str + text->len;

	return text->len >= 2 && end[-1] == '\n' && end[-2] == '\n';
}

void rich_add_break(struct rich_builder *b)
{
	if (b->kind == RICH_TABLE_ROW) {
		rich_add_text(b, " ", 1);
		return;
	}
	rich_flush(b);
	if (!b->block || b->block->text->len == 0 || b->full)
		return;
	if (!b->verbatim)
		trim_block(b->block, " ");
	if (!ends_in_blank_line(b->block->text))
		append_bytes(b, "\n", 1, b->link);
}

void rich_add_cell(struct rich_builder *b)
{
	rich_flush(b);
	if (b->block && b->block->kind == RICH_TABLE_ROW)
		trim_block(b->block, " ");
	if (!b->full)
		append_bytes(b, "\t", 1, b->link);
}

void rich_add_rule(struct rich_builder *b)
{
	rich_end_block(b);
	if (!b->full)
		open_block(b, RICH_RULE);
	b->block = NULL;
}

void rich_end_block(struct rich_builder *b)
{
	GString *text;

	rich_flush(b);
	if (!b->block)
		return;
	trim_block(b->block, " \n");
	text = b->block->text;
	if (strspn(text->str, "\t ") == text->len) {
		g_free(b->marker);
		b->marker = g_steal_pointer(&b->block->marker);
		g_ptr_array_set_size(b->rich->blocks, b->rich->blocks->len - 1);
	}
	b->block = NULL;
}

/* ---- the text alone ---------------------------------------------------- */

static void append_line_begin(GString *out, const struct rich_block *block)
{
	for (int i = 0; i < block->quote; i++)
		g_string_append(out, "> ");
}

static void append_plain(GString *out, const struct rich_block *block)
{
	append_line_begin(out, block);
	if (block->kind == RICH_RULE)
		g_string_append(out, "---");
	if (block->marker)
		g_string_append_printf(out, "%s ", block->marker);
	for (const char *s = block->text->str; *s; s++) {
		if (*s == '\t') {
			g_string_append(out, " | ");
			continue;
		}
		g_string_append_c(out, *s);
		if (*s == '\n')
			append_line_begin(out, block);
	}
}

char *rich_to_plain(const struct rich *rich)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < rich->blocks->len; i++) {
		if (i > 0)
			g_string_append_c(out, '\n');
		append_plain(out, rich->blocks->pdata[i]);
	}
	return g_string_free(out, FALSE);
}
