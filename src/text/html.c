/*
 * html.c - HTML to rich text, by allow-list.
 *
 * This reads tags, not documents: no tree is built, nothing is fetched, and
 * what is on no list leaves only its text. A tag that changes something
 * remembers what it was before; its end, or the end of what holds it, sets
 * that back. So any nesting, right or wrong, gives some formatting and
 * always all of the words, in one pass.
 */
#include "text/text-internal.h"

#include <stdlib.h>
#include <string.h>

enum {
	DEPTH_MAX = 64,		/* nesting of what is remembered */
	LEVEL_MAX = 8,		/* quotes, lists */
	BYTES_MAX = 1024 * 1024,
	NAME_MAX_BYTES = 12,
	HOST_COLUMNS = 60,
};

struct piece {
	const char *s, *end;
};

struct html;
struct tag;

typedef void (*tag_open)(struct html *h, const struct tag *tag,
			 struct piece attributes);

struct tag {
	char name[NAME_MAX_BYTES];
	tag_open open;
	uint32_t style;		/* added until the end tag */
	bool held;		/* stands on the stack until its end */
	bool block;		/* its borders end a block */
};

/* A tag that is open, and what to go back to at its end. */
struct open {
	const struct tag *tag;
	uint32_t style;
	int32_t link;
	enum rich_kind kind;
	uint8_t quote, indent;
	bool verbatim;
	int item;		/* number of the next item; 0: a bullet */
	guint block;		/* where the words of a link begin … */
	size_t at;		/* … and the byte in that block */
};

struct html {
	const char *s, *end;
	struct rich_builder *b;
	struct open stack[DEPTH_MAX];
	unsigned depth, over;	/* over: open tags there was no room for */
	bool endless_reply;	/* an <mx-reply> without end was seen */
};

/* ---- characters -------------------------------------------------------- */

/* A numeric reference after "&#"; the bytes it takes, or 0. */
static size_t read_number(const char *s, const char *end, int32_t *cp)
{
	const char *begin = s;
	int base = s < end && (*s == 'x' || *s == 'X') ? 16 : 10;
	int64_t value = 0;

	s += base == 16;
	for (; s < end && g_ascii_isxdigit(*s); s++) {
		if (base == 10 && !g_ascii_isdigit(*s))
			break;
		if (value <= 0x10FFFF)
			value = value * base + g_ascii_xdigit_value(*s);
	}
	if (s == begin + (base == 16))
		return 0;
	*cp = value > 0 && g_unichar_validate(value) ? value : TEXT_BAD;
	if (s < end && *s == ';')
		s++;
	return s - begin;
}

/* A reference at `s`, an ampersand; the bytes it takes, or 0. */
static size_t read_reference(const char *s, const char *end, int32_t *cp)
{
	const char *name = s + 1, *at = name;
	size_t number;

	if (at < end && *at == '#') {
		number = read_number(at + 1, end, cp);
		return number ? number + 2 : 0;
	}
	while (at < end && at - name < NAME_MAX_BYTES && g_ascii_isalnum(*at))
		at++;
	if (at == end || *at != ';')
		return 0;
	*cp = text_entity(name, at - name);
	return *cp ? at + 1 - s : 0;
}

static void decode(GString *out, const char *s, const char *end)
{
	while (s < end) {
		const char *mark = memchr(s, '&', end - s);
		size_t taken;
		int32_t cp;

		if (!mark)
			mark = end;
		g_string_append_len(out, s, mark - s);
		s = mark;
		if (s == end)
			break;
		taken = read_reference(s, end, &cp);
		if (taken)
			g_string_append_unichar(out, cp);
		else
			g_string_append_c(out, '&');
		s += taken ? taken : 1;
	}
}

static void read_text(struct html *h, const char *end)
{
	g_autoptr(GString) text = NULL;

	if (h->s == end)
		return;
	if (!memchr(h->s, '&', end - h->s)) {
		rich_add_text(h->b, h->s, end - h->s);
	} else {
		text = g_string_sized_new(end - h->s);
		decode(text, h->s, end);
		rich_add_text(h->b, text->str, text->len);
	}
	h->s = end;
}

/* ---- attributes -------------------------------------------------------- */

static bool is_blank(char byte)
{
	return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static const char *skip_blanks(const char *s, const char *end)
{
	while (s < end && (is_blank(*s) || *s == '/'))
		s++;
	return s;
}

/* The value that follows an equals sign; moves `s` behind it. */
static struct piece read_value(const char **s, const char *end)
{
	struct piece value = { *s, *s };

	if (*s < end && (**s == '"' || **s == '\'')) {
		value.s++;
		value.end = memchr(value.s, **s, end - value.s);
		if (!value.end)
			value.end = end;
		*s = MIN(value.end + 1, end);
		return value;
	}
	while (value.end < end && !is_blank(*value.end))
		value.end++;
	*s = value.end;
	return value;
}

/* The next attribute; false when there is none. */
static bool next_attribute(struct piece *rest, struct piece *name,
			   struct piece *value)
{
	const char *s = skip_blanks(rest->s, rest->end);

	name->s = s;
	while (s < rest->end && !is_blank(*s) && *s != '=' && *s != '/')
		s++;
	name->end = s;
	while (s < rest->end && is_blank(*s))
		s++;
	*value = (struct piece){ s, s };
	if (s < rest->end && *s == '=') {
		s++;
		while (s < rest->end && is_blank(*s))
			s++;
		*value = read_value(&s, rest->end);
	}
	rest->s = s;
	return s > name->s;
}

/* The value of an attribute, decoded; NULL when it is absent. */
static char *find_attribute(struct piece attributes, const char *wanted)
{
	struct piece name, value;
	size_t len = strlen(wanted);
	GString *out;

	while (next_attribute(&attributes, &name, &value)) {
		if ((size_t)(name.end - name.s) != len ||
		    g_ascii_strncasecmp(name.s, wanted, len) != 0)
			continue;
		out = g_string_new(NULL);
		decode(out, value.s, value.end);
		return g_string_free(out, FALSE);
	}
	return NULL;
}

/* ---- what is open ------------------------------------------------------ */

static struct open *find_open(struct html *h, tag_open open)
{
	for (unsigned i = h->depth; i > 0; i--)
		if (h->stack[i - 1].tag->open == open)
			return &h->stack[i - 1];
	return NULL;
}

static bool in_row(const struct html *h)
{
	return h->b->kind == RICH_TABLE_ROW;
}

static void break_block(struct html *h)
{
	if (in_row(h))
		rich_add_text(h->b, " ", 1);
	else
		rich_end_block(h->b);
}

static bool hold(struct html *h, const struct tag *tag)
{
	struct rich_builder *b = h->b;

	if (h->depth == DEPTH_MAX) {
		h->over++;
		return false;
	}
	h->stack[h->depth++] = (struct open){
		.tag = tag, .style = b->style, .link = b->link,
		.kind = b->kind, .quote = b->quote, .indent = b->indent,
		.verbatim = b->verbatim,
	};
	return true;
}

static void open_link(struct html *h, const struct tag *tag,
		      struct piece attributes);
static void open_list(struct html *h, const struct tag *tag,
		      struct piece attributes);
static void open_table(struct html *h, const struct tag *tag,
		       struct piece attributes);
static void close_link(struct html *h, const struct open *open);

/* Go back to what was before the innermost open tag. */
static void pop(struct html *h)
{
	const struct open *open = &h->stack[h->depth - 1];
	struct rich_builder *b = h->b;

	if (open->tag->open == open_link)
		close_link(h, open);
	if (open->tag->open == open_table)
		rich_end_block(b);
	else if (open->tag->block)
		break_block(h);
	if (open->tag->open == open_list)
		g_clear_pointer(&b->marker, g_free);
	rich_flush(b);
	b->style = open->style;
	b->link = open->link;
	b->kind = open->kind;
	b->quote = open->quote;
	b->indent = open->indent;
	b->verbatim = open->verbatim;
	h->depth--;
}

static void pop_to(struct html *h, const struct open *open)
{
	while (h->depth > 0 && &h->stack[h->depth - 1] >= open)
		pop(h);
}

static void close_tag(struct html *h, const struct tag *tag)
{
	if (!tag->held) {
		if (tag->block)
			break_block(h);
		return;
	}
	if (h->over > 0) {
		h->over--;
		return;
	}
	for (unsigned i = h->depth; i > 0; i--) {
		struct open *open = &h->stack[i - 1];

		if (open->tag == tag) {
			pop_to(h, open);
			return;
		}
		/* An inline end does not reach out of its block. */
		if (open->tag->block && !tag->block)
			return;
	}
}

/* ---- tags -------------------------------------------------------------- */

static void open_plain(struct html *h, const struct tag *tag,
		       struct piece attributes)
{
	(void)attributes;
	if (tag->block)
		break_block(h);
	if (tag->held && !hold(h, tag))
		return;
	rich_flush(h->b);
	h->b->style |= tag->style;
}

static void open_quote(struct html *h, const struct tag *tag,
		       struct piece attributes)
{
	open_plain(h, tag, attributes);
	if (!in_row(h) && h->b->quote < LEVEL_MAX)
		h->b->quote++;
}

static void open_list(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	g_autofree char *start = find_attribute(attributes, "start");
	gint64 number = start ? g_ascii_strtoll(start, NULL, 10) : 1;

	break_block(h);
	if (!hold(h, tag))
		return;
	if (strcmp(tag->name, "ol") == 0)
		h->stack[h->depth - 1].item = CLAMP(number, 1, 999999);
	if (!in_row(h) && h->b->indent < LEVEL_MAX)
		h->b->indent++;
}

static void open_item(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	struct open *list = find_open(h, open_list);

	(void)tag;
	(void)attributes;
	if (list)
		pop_to(h, list + 1);
	break_block(h);
	if (in_row(h))
		return;
	g_free(h->b->marker);
	if (list && list->item > 0)
		h->b->marker = g_strdup_printf("%d.", list->item++);
	else
		h->b->marker = g_strdup("•");
}

static void open_pre(struct html *h, const struct tag *tag,
		     struct piece attributes)
{
	open_plain(h, tag, attributes);
	if (in_row(h) || h->depth == 0 || h->stack[h->depth - 1].tag != tag)
		return;
	h->b->kind = RICH_PRE;
	h->b->verbatim = true;
	if (h->s < h->end && *h->s == '\n')
		h->s++;
}

static void open_break(struct html *h, const struct tag *tag,
		       struct piece attributes)
{
	(void)tag;
	(void)attributes;
	if (h->b->kind == RICH_PRE)
		rich_add_text(h->b, "\n", 1);
	else
		rich_add_break(h->b);
}

static void open_rule(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	(void)tag;
	(void)attributes;
	if (!in_row(h))
		rich_add_rule(h->b);
}

static void open_table(struct html *h, const struct tag *tag,
		       struct piece attributes)
{
	open_plain(h, tag, attributes);
}

static void open_row(struct html *h, const struct tag *tag,
		     struct piece attributes)
{
	struct open *table = find_open(h, open_table);

	(void)tag;
	(void)attributes;
	if (!table) {
		break_block(h);
		return;
	}
	pop_to(h, table + 1);
	rich_end_block(h->b);
	h->b->kind = RICH_TABLE_ROW;
	h->b->verbatim = false;
	h->b->style = table->style;
	table->item = 0;
}

static void open_cell(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	struct open *table = find_open(h, open_table);

	if (!table) {
		rich_add_text(h->b, " ", 1);
		return;
	}
	if (!in_row(h))
		open_row(h, tag, attributes);
	pop_to(h, table + 1);
	rich_flush(h->b);
	h->b->style = table->style;
	if (table->item++ > 0)
		rich_add_cell(h->b);
	h->b->style = table->style | tag->style;
}

/* What a raised or lowered character is without a font: x^2, H_2O. */
static void open_raised(struct html *h, const struct tag *tag,
			struct piece attributes)
{
	(void)attributes;
	rich_add_text(h->b, strcmp(tag->name, "sup") == 0 ? "^" : "_", 1);
}

static void open_image(struct html *h, const struct tag *tag,
		       struct piece attributes)
{
	g_autofree char *text = find_attribute(attributes, "alt");

	(void)tag;
	if (!text || !*text) {
		g_free(text);
		text = find_attribute(attributes, "title");
	}
	if (!text || !*text) {
		g_free(text);
		text = g_strdup("[picture]");
	}
	rich_add_text(h->b, text, strlen(text));
}

static void open_span(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	g_autofree char *reason = NULL, *shown = NULL;

	reason = find_attribute(attributes, "data-mx-spoiler");
	if (!hold(h, tag) || !reason)
		return;
	rich_flush(h->b);
	if (*reason) {
		shown = g_strdup_printf("(%s) ", reason);
		h->b->style |= RICH_DIM;
		rich_add_text(h->b, shown, strlen(shown));
		rich_flush(h->b);
	}
	h->b->style = h->stack[h->depth - 1].style | RICH_SPOILER;
}

/* The block that text now would go to, and the byte in it. */
static void note_place(struct html *h, struct open *open)
{
	const struct rich_builder *b = h->b;

	open->block = b->rich->blocks->len - (b->block ? 1 : 0);
	open->at = b->block ? b->block->text->len : 0;
}

static void open_link(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	g_autofree char *href = find_attribute(attributes, "href");
	g_autofree char *url = href ? text_url_clean(href, strlen(href)) : NULL;
	g_autofree char *id = url ? text_url_matrix_id(url) : NULL;
	struct open *outer = find_open(h, open_link);
	struct rich_builder *b = h->b;

	if (outer)
		pop_to(h, outer);
	if (!hold(h, tag))
		return;
	rich_flush(b);
	note_place(h, &h->stack[h->depth - 1]);
	if (!url)
		return;
	b->link = rich_add_link(b, id ? id : url);
	if (b->link >= 0)
		b->style |= id ? RICH_MENTION : RICH_LINK;
}

/* Whether the words of the link that ends here tell where it leads; words
 * that are not there tell nothing false either. */
static bool is_honest(struct html *h, const struct open *open, const char *url,
		      const char *host)
{
	const struct rich_block *block = h->b->block;
	bool here = block && h->b->rich->blocks->len - 1 == open->block;

	if (!here)
		return h->b->rich->blocks->len == open->block;
	if (block->text->len <= open->at)
		return true;
	return !text_url_has_user(url) &&
		text_url_is_named(block->text->str + open->at,
				  block->text->len - open->at, host);
}

static void close_link(struct html *h, const struct open *open)
{
	struct rich_builder *b = h->b;
	g_autofree char *host = NULL, *shown = NULL, *behind = NULL;
	const char *url;

	rich_flush(b);
	if (b->link < 0 || b->link == open->link || b->style & RICH_MENTION)
		return;
	url = g_ptr_array_index(b->rich->links, b->link);
	host = text_url_host(url);
	if (!host || is_honest(h, open, url, host))
		return;
	shown = text_ellipsis(host, HOST_COLUMNS);
	behind = g_strdup_printf(" (%s)", shown);
	b->style = open->style | RICH_LINK | RICH_HOST;
	rich_add_text(b, behind, strlen(behind));
	rich_flush(b);
}

/* ---- what vanishes with its content ------------------------------------ */

/* Behind the end tag of `name`, or NULL. */
static const char *find_end(const struct html *h, const char *name)
{
	size_t len = strlen(name);
	const char *s = h->s;

	while ((s = memchr(s, '<', h->end - s))) {
		if ((size_t)(h->end - s) < len + 2)
			return NULL;
		if (s[1] == '/' && g_ascii_strncasecmp(s + 2, name, len) == 0) {
			s = memchr(s, '>', h->end - s);
			return s ? s + 1 : h->end;
		}
		s++;
	}
	return NULL;
}

static void skip_code(struct html *h, const struct tag *tag,
		      struct piece attributes)
{
	const char *end = find_end(h, tag->name);

	(void)attributes;
	h->s = end ? end : h->end;
}

/* Without an end, what follows may well be the message: keep it. */
static void skip_reply(struct html *h, const struct tag *tag,
		       struct piece attributes)
{
	const char *end = h->endless_reply ? NULL : find_end(h, tag->name);

	(void)attributes;
	if (end)
		h->s = end;
	else
		h->endless_reply = true;
}

/* Sorted by name. */
static const struct tag tags[] = {
	{ "a", open_link, 0, true, false },
	{ "address", open_plain, 0, false, true },
	{ "article", open_plain, 0, false, true },
	{ "b", open_plain, RICH_BOLD, true, false },
	{ "blockquote", open_quote, 0, true, true },
	{ "br", open_break, 0, false, false },
	{ "caption", open_plain, RICH_BOLD, true, true },
	{ "center", open_plain, 0, false, true },
	{ "cite", open_plain, RICH_ITALIC, true, false },
	{ "code", open_plain, RICH_CODE, true, false },
	{ "dd", open_plain, 0, false, true },
	{ "del", open_plain, RICH_STRIKE, true, false },
	{ "details", open_plain, 0, false, true },
	{ "div", open_plain, 0, false, true },
	{ "dl", open_plain, 0, false, true },
	{ "dt", open_plain, 0, false, true },
	{ "em", open_plain, RICH_ITALIC, true, false },
	{ "figcaption", open_plain, 0, false, true },
	{ "figure", open_plain, 0, false, true },
	{ "footer", open_plain, 0, false, true },
	{ "h1", open_plain, RICH_HEADING | RICH_BOLD, true, true },
	{ "h2", open_plain, RICH_HEADING | RICH_BOLD, true, true },
	{ "h3", open_plain, RICH_HEADING | RICH_BOLD, true, true },
	{ "h4", open_plain, RICH_HEADING | RICH_BOLD, true, true },
	{ "h5", open_plain, RICH_HEADING | RICH_BOLD, true, true },
	{ "h6", open_plain, RICH_HEADING | RICH_BOLD, true, true },
	{ "header", open_plain, 0, false, true },
	{ "hr", open_rule, 0, false, false },
	{ "i", open_plain, RICH_ITALIC, true, false },
	{ "img", open_image, 0, false, false },
	{ "ins", open_plain, RICH_UNDER, true, false },
	{ "kbd", open_plain, RICH_CODE, true, false },
	{ "li", open_item, 0, false, true },
	{ "mx-reply", skip_reply, 0, false, false },
	{ "ol", open_list, 0, true, true },
	{ "p", open_plain, 0, false, true },
	{ "pre", open_pre, RICH_CODE, true, true },
	{ "s", open_plain, RICH_STRIKE, true, false },
	{ "samp", open_plain, RICH_CODE, true, false },
	{ "script", skip_code, 0, false, false },
	{ "section", open_plain, 0, false, true },
	{ "span", open_span, 0, true, false },
	{ "strike", open_plain, RICH_STRIKE, true, false },
	{ "strong", open_plain, RICH_BOLD, true, false },
	{ "style", skip_code, 0, false, false },
	{ "sub", open_raised, 0, false, false },
	{ "summary", open_plain, RICH_BOLD, true, true },
	{ "sup", open_raised, 0, false, false },
	{ "table", open_table, 0, true, true },
	{ "td", open_cell, 0, false, false },
	{ "th", open_cell, RICH_BOLD, false, false },
	{ "tr", open_row, 0, false, false },
	{ "tt", open_plain, RICH_CODE, true, false },
	{ "u", open_plain, RICH_UNDER, true, false },
	{ "ul", open_list, 0, true, true },
};

static int compare_names(const void *key, const void *tag)
{
	return strcmp(key, ((const struct tag *)tag)->name);
}

static const struct tag *find_tag(struct piece name)
{
	char key[NAME_MAX_BYTES] = "";
	size_t len = name.end - name.s;

	if (len >= sizeof key)
		return NULL;
	for (size_t i = 0; i < len; i++)
		key[i] = g_ascii_tolower(name.s[i]);
	return bsearch(key, tags, G_N_ELEMENTS(tags), sizeof tags[0],
		       compare_names);
}

/* ---- the reader -------------------------------------------------------- */

/* The end of a tag: a ">" outside of quoted values. */
static const char *tag_end(const char *s, const char *end)
{
	char before = '\0';

	for (; s < end && *s != '>'; s++) {
		if (before == '=' && (*s == '"' || *s == '\'')) {
			s = memchr(s + 1, *s, end - s - 1);
			if (!s)
				return NULL;
		}
		if (!is_blank(*s))
			before = *s;
	}
	return s < end ? s : NULL;
}

static void read_tag(struct html *h, const char *end)
{
	bool closing = h->s[1] == '/';
	struct piece name, rest = { .end = end };
	const struct tag *tag;

	name.s = name.end = h->s + 1 + closing;
	while (name.end < end && (g_ascii_isalnum(*name.end) ||
				  *name.end == '-'))
		name.end++;
	rest.s = name.end;
	h->s = end + 1;
	tag = find_tag(name);
	if (tag && closing)
		close_tag(h, tag);
	else if (tag)
		tag->open(h, tag, rest);
}

/* Comments, declarations, instructions. */
static void skip_declaration(struct html *h)
{
	bool comment = h->end - h->s >= 4 && memcmp(h->s, "<!--", 4) == 0;
	const char *end = comment ? "-->" : ">";
	const char *found = memmem(h->s, h->end - h->s, end, strlen(end));

	h->s = found ? found + strlen(end) : h->end;
}

static bool begins_tag(const char *s, const char *end)
{
	s++;
	if (s < end && *s == '/')
		s++;
	return s < end && g_ascii_isalpha(*s);
}

/* At a "<". */
static void read_markup(struct html *h)
{
	const char *end;

	if (h->end - h->s > 1 && (h->s[1] == '!' || h->s[1] == '?')) {
		skip_declaration(h);
		return;
	}
	if (!begins_tag(h->s, h->end)) {
		rich_add_text(h->b, "<", 1);
		h->s++;
		return;
	}
	end = tag_end(h->s, h->end);
	if (end)
		read_tag(h, end);
	else
		read_text(h, h->end);
}

void html_read(struct rich_builder *b, const char *html, size_t len)
{
	struct html h = { .b = b, .s = html };

	h.end = html + MIN(len, (size_t)BYTES_MAX);
	while (h.s < h.end && !b->full) {
		const char *mark = memchr(h.s, '<', h.end - h.s);

		read_text(&h, mark ? mark : h.end);
		if (mark)
			read_markup(&h);
	}
	while (h.depth > 0)
		pop(&h);
}
