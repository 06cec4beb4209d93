/*
 * markdown.c - what people type to the HTML that Matrix knows.
 *
 * md4c parses (CommonMark, tables, strikethrough, bare links; raw HTML is
 * text); this writes. Three things are ours: a line break in a message is a
 * line break, ||this|| is a spoiler, and @words and #words outside of code
 * and links may become mentions.
 */
#include "text/text-internal.h"

#include <md4c.h>
#include <string.h>

struct writer {
	GString *out;
	const char *src, *end;		/* what is parsed */
	markdown_mention mention;
	void *user;
	bool formatted;			/* more than plain text was seen */
	unsigned depth;			/* of blocks and spans */
	unsigned links, images;		/* of them that are open */
	unsigned tops;			/* blocks at the top */
	GString *href;			/* of the link that is open */
	size_t words;			/* where its words begin */
	size_t spoiler;			/* where an open "||" stands … */
	unsigned spoiler_depth;		/* … and how deep; 0: none is open */
};

static void escape(GString *out, const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		switch (s[i]) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		default:
			g_string_append_c(out, s[i]);
		}
	}
}

/* ---- blocks ------------------------------------------------------------ */

/* Those not here (the document, raw HTML) have no tag. */
static const char *const block_tags[] = {
	[MD_BLOCK_QUOTE] = "blockquote", [MD_BLOCK_UL] = "ul",
	[MD_BLOCK_OL] = "ol", [MD_BLOCK_LI] = "li", [MD_BLOCK_HR] = "hr",
	[MD_BLOCK_H] = "h", [MD_BLOCK_CODE] = "pre", [MD_BLOCK_P] = "p",
	[MD_BLOCK_TABLE] = "table", [MD_BLOCK_THEAD] = "thead",
	[MD_BLOCK_TBODY] = "tbody", [MD_BLOCK_TR] = "tr",
	[MD_BLOCK_TH] = "th", [MD_BLOCK_TD] = "td",
};

/* The language of a code block is a class; nothing else may be in it. */
static void open_code(struct writer *w, const MD_BLOCK_CODE_DETAIL *code)
{
	const char *name = code->lang.text;
	size_t len = 0;

	while (len < code->lang.size &&
	       (g_ascii_isalnum(name[len]) || strchr("+-_.#", name[len])))
		len++;
	if (len > 0)
		g_string_append_printf(w->out,
				       "<pre><code class=\"language-%.*s\">",
				       (int)len, name);
	else
		g_string_append(w->out, "<pre><code>");
}

static void open_ordered(struct writer *w, const MD_BLOCK_OL_DETAIL *list)
{
	if (list->start == 1)
		g_string_append(w->out, "<ol>");
	else
		g_string_append_printf(w->out, "<ol start=\"%u\">",
				       list->start);
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct writer *w = user;
	const char *tag = block_tags[type];

	w->spoiler_depth = 0;
	w->tops += w->depth++ == 1;
	if (type != MD_BLOCK_P && type != MD_BLOCK_DOC)
		w->formatted = true;
	if (type == MD_BLOCK_CODE)
		open_code(w, detail);
	else if (type == MD_BLOCK_OL)
		open_ordered(w, detail);
	else if (type == MD_BLOCK_H)
		g_string_append_printf(w->out, "<h%u>",
				       ((MD_BLOCK_H_DETAIL *)detail)->level);
	else if (tag)
		g_string_append_printf(w->out, "<%s>", tag);
	return 0;
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user)
{
	struct writer *w = user;
	const char *tag = block_tags[type];

	w->spoiler_depth = 0;
	w->depth--;
	if (type == MD_BLOCK_CODE)
		g_string_append(w->out, "</code></pre>");
	else if (type == MD_BLOCK_H)
		g_string_append_printf(w->out, "</h%u>",
				       ((MD_BLOCK_H_DETAIL *)detail)->level);
	else if (tag && type != MD_BLOCK_HR)
		g_string_append_printf(w->out, "</%s>", tag);
	return 0;
}

/* ---- spans ------------------------------------------------------------- */

static const char *span_tag(MD_SPANTYPE type)
{
	switch (type) {
	case MD_SPAN_EM:
		return "em";
	case MD_SPAN_STRONG:
		return "strong";
	case MD_SPAN_CODE:
		return "code";
	case MD_SPAN_DEL:
		return "del";
	default:
		return NULL;
	}
}

/* An attribute of md4c, escaped; its character references stay as they are. */
static char *attribute(const MD_ATTRIBUTE *a)
{
	GString *out = g_string_new(NULL);

	for (int i = 0; a->substr_offsets[i] < a->size; i++) {
		MD_OFFSET from = a->substr_offsets[i];
		MD_SIZE len = a->substr_offsets[i + 1] - from;

		if (a->substr_types[i] == MD_TEXT_ENTITY)
			g_string_append_len(out, a->text + from, len);
		else
			escape(out, a->text + from, len);
	}
	return g_string_free(out, FALSE);
}

/* A link within a link, or one that may not be followed, is its words. */
static void open_link(struct writer *w, const MD_ATTRIBUTE *target)
{
	g_autofree char *raw = attribute(target);
	g_autofree char *url = text_url_clean(raw, strlen(raw));

	if (w->links++ > 0)
		return;
	g_string_assign(w->href, url ? url : "");
	if (url)
		g_string_append_printf(w->out, "<a href=\"%s\">", url);
	w->words = w->out->len;
}

/* A bare link needs no formatting: it says the same as its target. */
static bool is_bare(const char *words, const char *href)
{
	return strcmp(href, words) == 0 ||
		(g_str_has_suffix(href, words) &&
		 strlen(href) - strlen(words) == strlen("http://") &&
		 (g_str_has_prefix(href, "http://") ||
		  g_str_has_prefix(href, "mailto:")));
}

static void close_link(struct writer *w)
{
	if (--w->links > 0)
		return;
	if (!is_bare(w->out->str + w->words, w->href->str))
		w->formatted = true;
	if (w->href->len > 0)
		g_string_append(w->out, "</a>");
}

static int enter_span(MD_SPANTYPE type, void *detail, void *user)
{
	struct writer *w = user;
	const char *tag = span_tag(type);

	w->depth++;
	if (type == MD_SPAN_A)
		open_link(w, &((MD_SPAN_A_DETAIL *)detail)->href);
	if (type == MD_SPAN_IMG)
		open_link(w, &((MD_SPAN_IMG_DETAIL *)detail)->src);
	if (!tag)
		return 0;
	w->formatted = true;
	g_string_append_printf(w->out, "<%s>", tag);
	return 0;
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user)
{
	struct writer *w = user;
	const char *tag = span_tag(type);

	(void)detail;
	if (--w->depth < w->spoiler_depth)
		w->spoiler_depth = 0;
	if (type == MD_SPAN_A || type == MD_SPAN_IMG)
		close_link(w);
	if (tag)
		g_string_append_printf(w->out, "</%s>", tag);
	return 0;
}

/* ---- text -------------------------------------------------------------- */

static bool is_word(unsigned char byte)
{
	return g_ascii_isalnum(byte) || byte >= 0x80;
}

/* The byte of the source before `s`; 0 at the begin of a text that is not
 * from the source. */
static char byte_before(const struct writer *w, const char *s)
{
	return s > w->src && s <= w->end ? s[-1] : '\0';
}

/* The bytes of the "@word" or "#word" at `s`, or 0. */
static size_t mention_length(const struct writer *w, const char *s, size_t len)
{
	size_t n = 1;

	if ((*s != '@' && *s != '#') || is_word(byte_before(w, s)))
		return 0;
	while (n < len && (is_word(s[n]) || strchr("._=/+-:", s[n])))
		n++;
	while (n > 1 && strchr(".:/-+=", s[n - 1]))
		n--;
	return n > 1 ? n : 0;
}

static size_t write_mention(struct writer *w, const char *s, size_t len)
{
	size_t n = mention_length(w, s, len);
	g_autofree char *word = NULL, *url = NULL;

	if (n == 0 || !w->mention || w->links > 0)
		return 0;
	word = g_strndup(s, n);
	url = w->mention(word, w->user);
	if (!url)
		return 0;
	w->formatted = true;
	g_string_append(w->out, "<a href=\"");
	escape(w->out, url, strlen(url));
	g_string_append(w->out, "\">");
	escape(w->out, word, n);
	g_string_append(w->out, "</a>");
	return n;
}

/* Whether the "||" that stands open is the one that this would close. */
static bool closes_spoiler(const struct writer *w)
{
	return w->spoiler_depth == w->depth && w->out->len > w->spoiler + 2 &&
		w->out->str[w->out->len - 1] != ' ';
}

/* At a "||", which is text until its partner is found. */
static void write_bars(struct writer *w, const char *s, const char *end)
{
	static const char tag[] = "<span data-mx-spoiler>";

	if (closes_spoiler(w)) {
		g_string_erase(w->out, w->spoiler, 2);
		g_string_insert(w->out, w->spoiler, tag);
		g_string_append(w->out, "</span>");
		w->spoiler_depth = 0;
		w->formatted = true;
		return;
	}
	if (s + 2 < end && s[2] != ' ') {
		w->spoiler = w->out->len;
		w->spoiler_depth = w->depth;
	}
	g_string_append(w->out, "||");
}

static void write_normal(struct writer *w, const char *s, size_t len)
{
	const char *end = s + len;

	/* What the backslash hid must stay hidden from other clients. */
	if (byte_before(w, s) == '\\')
		w->formatted = true;
	while (s < end) {
		size_t taken = write_mention(w, s, end - s);

		if (taken == 0 && end - s >= 2 && s[0] == '|' && s[1] == '|' &&
		    byte_before(w, s) != '\\') {
			write_bars(w, s, w->end);
			taken = 2;
		} else if (taken == 0) {
			escape(w->out, s, 1);
			taken = 1;
		}
		s += taken;
	}
}

static int write_text(MD_TEXTTYPE type, const MD_CHAR *s, MD_SIZE len,
		      void *user)
{
	struct writer *w = user;

	switch (type) {
	case MD_TEXT_NORMAL:
		write_normal(w, s, len);
		break;
	case MD_TEXT_NULLCHAR:
		g_string_append(w->out, "\xEF\xBF\xBD");
		break;
	case MD_TEXT_BR:
		w->formatted = true;
		/* fall through */
	case MD_TEXT_SOFTBR:
		g_string_append(w->out, "<br>");
		break;
	case MD_TEXT_ENTITY:
		w->formatted = true;
		g_string_append_len(w->out, s, len);
		break;
	default:
		escape(w->out, s, len);
	}
	return 0;
}

/* ---- all of it --------------------------------------------------------- */

static bool parse(struct writer *w)
{
	const MD_PARSER parser = {
		.flags = MD_FLAG_STRIKETHROUGH | MD_FLAG_TABLES |
			MD_FLAG_PERMISSIVEAUTOLINKS | MD_FLAG_NOHTML,
		.enter_block = enter_block, .leave_block = leave_block,
		.enter_span = enter_span, .leave_span = leave_span,
		.text = write_text,
	};

	return md_parse(w->src, w->end - w->src, &parser, w) == 0;
}

/* A single paragraph needs no tag of its own. */
static void unwrap(const struct writer *w)
{
	if (w->tops != 1 || !g_str_has_prefix(w->out->str, "<p>"))
		return;
	g_string_erase(w->out, 0, strlen("<p>"));
	g_string_truncate(w->out, w->out->len - strlen("</p>"));
}

char *markdown_to_html(const char *text, markdown_mention mention, void *user)
{
	g_autofree char *clean = text_clean(text, -1, TEXT_BLOCK, G_MAXINT);
	struct writer w = { .src = clean, .mention = mention, .user = user };
	g_autoptr(GString) href = g_string_new(NULL);

	w.end = clean + strlen(clean);
	w.out = g_string_sized_new(2 * (w.end - w.src) + 16);
	w.href = href;
	if (!parse(&w) || !w.formatted) {
		g_string_free(w.out, TRUE);
		return NULL;
	}
	unwrap(&w);
	return g_string_free(w.out, FALSE);
}
