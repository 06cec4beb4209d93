/*
 * text.h - from the bytes of strangers to safe, measured, wrapped lines.
 *
 * All functions are pure: same input, same output; no locale, no globals, no
 * I/O. Input may be anything, including invalid UTF-8; output is always
 * valid UTF-8 that a terminal may be given.
 *
 * The folder has five parts:
 *   sanitize  text_clean(): the one door for every string from a server
 *   width     graphemes and the columns they take, decided here alone
 *   rich      a formatted text: paragraphs, quotes, lists, code, links, made
 *             from HTML (what servers send), Markdown (what people type) or
 *             plain text
 *   wrap      rich text to lines of spans of a given width
 *   emoji     :shortcodes:, fuzzy matching for completion and switchers
 *
 * Thread: any.
 */
#ifndef TEXT_TEXT_H
#define TEXT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <glib.h>

/* ---- sanitize -------------------------------------------------------- */

enum text_clean_flags {
	TEXT_LINE = 0,		/* one line: line breaks and tabs to spaces */
	TEXT_BLOCK = 1 << 0,	/* keep \n; tabs to spaces at stops of 8 */
	TEXT_NAME = 1 << 1,	/* a name: also trims, folds white space runs,
				 * and removes invisible characters, so that
				 * what would be empty to the eye is "" and
				 * the caller can show something else */
};

/* The door. Replaces invalid UTF-8 by U+FFFD; removes C0 and C1 controls,
 * DEL, bidi embeddings, overrides and isolates (U+202A-202E, U+2066-2069,
 * U+200E/F, U+061C), tag characters except in emoji flags, interlinear
 * annotation, all else without a form (U+FEFF, U+200B, U+00AD, fillers),
 * private use and noncharacters; U+0085 and the line and paragraph separators
 * count as line breaks; keeps ZWJ and variation selectors only inside emoji
 * or Indic/Arabic sequences where they mean something; keeps at most 4
 * combining marks on a base, and at most 4 joints in an emoji; cuts at `max`
 * bytes (0: 65,536) on a grapheme border, marking the cut with "…". Cleaning
 * what is clean changes nothing. `len` -1: up to the NUL. NULL gives "". The
 * result is yours.
 */
char *text_clean(const char *s, gssize len, enum text_clean_flags flags,
		 size_t max);
/* True when text_clean() would return the same bytes: the quick test that
 * spares the copy (ASCII without controls passes in one scan). */
bool text_is_clean(const char *s, size_t len, enum text_clean_flags flags);

/* A comparison form for names that imitate each other: case folded,
 * compatibility decomposed, marks dropped, common look-alikes (Cyrillic and
 * Greek letters like a e o p c x, digits 0 1) folded. Yours. */
char *text_skeleton(const char *s);

/* ---- width ----------------------------------------------------------- */

/* One user-perceived character (UAX #29), but that a code point which takes
 * columns of its own begins another one, except in emoji sequences and Hangul
 * syllables: a grapheme is what fits into a cell. */
struct grapheme {
	const char *s;	/* borrowed, not NUL-terminated */
	int len;	/* bytes, > 0 */
	int width;	/* columns: 1 or 2; 0 only for a lone combining mark
			 * and for a line break */
	bool plain;	/* every terminal agrees on its width: a single code
			 * point, or a base with combining marks. Emoji joined
			 * by ZWJ, flags, skin tones and keycaps are not
			 * plain; the surface shows a stand-in where the
			 * terminal cannot be trusted with them. */
};

/* The next grapheme of a clean text at *cursor, which moves on; false at
 * the end. `end` bounds it. */
bool grapheme_next(const char **cursor, const char *end, struct grapheme *out);
/* The byte offset of the grapheme border before/after `at`. */
size_t grapheme_before(const char *s, size_t at);
size_t grapheme_after(const char *s, size_t at, size_t len);
/* Columns of a clean text. */
int text_width(const char *s, gssize len);
/* The longest prefix that fits `columns`, in bytes; *width its columns. */
size_t text_fit(const char *s, gssize len, int columns, int *width);
/* Fit into `columns`, ending in "…" where cut. Yours. */
char *text_ellipsis(const char *s, int columns);

/* ---- rich ------------------------------------------------------------ */

/* What a stretch of text is; bits. */
enum rich_style {
	RICH_BOLD = 1 << 0,
	RICH_ITALIC = 1 << 1,
	RICH_STRIKE = 1 << 2,
	RICH_UNDER = 1 << 3,
	RICH_CODE = 1 << 4,	/* inline code */
	RICH_LINK = 1 << 5,	/* belongs to a link: see run.link */
	RICH_MENTION = 1 << 6,	/* a person or room: link is its matrix id */
	RICH_SPOILER = 1 << 7,	/* hidden until asked for */
	RICH_HEADING = 1 << 8,
	RICH_HOST = 1 << 9,	/* the true host, added by us behind a link */
	RICH_DIM = 1 << 10,	/* markers: bullets, quote bars, rules */
};

struct rich_run {
	uint32_t len;		/* bytes of text; runs cover the block */
	uint32_t style;		/* enum rich_style bits */
	int32_t link;		/* index into rich->links, or -1 */
};

enum rich_kind {
	RICH_PARA,		/* flows; may hold \n as hard breaks */
	RICH_PRE,		/* code block: lines are cut, never wrapped */
	RICH_RULE,		/* a horizontal rule, no text */
	RICH_TABLE_ROW,		/* cells separated by \t; rows that follow each
				 * other are one table */
};

struct rich_block {
	enum rich_kind kind;
	uint8_t quote;		/* depth of quotation, at most 8 */
	uint8_t indent;		/* depth of lists, at most 8 */
	char *marker;		/* "•", "3." for the first line; or NULL */
	GString *text;		/* clean; empty for a rule only */
	GArray *runs;		/* struct rich_run */
};

struct rich {
	GPtrArray *blocks;	/* struct rich_block *, owned */
	GPtrArray *links;	/* char *: clean URLs, owned */
};

/* Matrix HTML (spec: client-server API, m.room.message msgtypes, "HTML
 * subset"), by allow-list; unknown tags vanish, their text stays; <script>,
 * <style>, <mx-reply> and their content vanish. Nesting is bounded at 64 and
 * the whole at 64 KiB of text, 2,000 blocks and 500 links. A link whose text
 * names another host than its target, or none (but for "@ben" and "#tag"),
 * gets the true host behind it in RICH_HOST; so does one with a user part.
 * Only http, https, mailto, matrix: and matrix.to are links; bare URLs are
 * too. Images become their alt text, a spoiler's reason stands before it.
 * Never NULL. Free with rich_free(). */
struct rich *rich_from_html(const char *html, size_t len);
/* Plain text: paragraphs of hard lines; bare URLs become links. */
struct rich *rich_from_plain(const char *text, size_t len);
void rich_free(struct rich *rich);

/* The text alone, blocks joined by \n: for search, previews, mono output.
 * Markers stand before items, "> " before quotes, " | " between cells. What a
 * spoiler hides is in it. Yours. */
char *rich_to_plain(const struct rich *rich);

/* Markdown to the HTML subset, by md4c (CommonMark + strikethrough + tables
 * + permissive autolinks, raw HTML off; a line break stays one; ||spoiler||
 * becomes <span data-mx-spoiler>). `mention` may be NULL; it is asked for
 * every "@word" / "#word" outside code and links and returns the target URL
 * (yours to free) or NULL. Returns NULL when the text has no formatting at
 * all, so that a plain message is sent plain. Yours. */
typedef char *(*markdown_mention)(const char *word, void *user);
char *markdown_to_html(const char *text, markdown_mention mention, void *user);

/* ---- wrap ------------------------------------------------------------ */

struct span {
	const char *s;		/* borrowed from the rich text or static */
	uint32_t len;		/* bytes */
	uint32_t width;		/* columns */
	uint32_t style;		/* enum rich_style */
	int32_t link;		/* or -1 */
};

/* Lines of spans; spans of line i are spans[starts[i] .. starts[i+1]). */
struct layout {
	GArray *spans;		/* struct span */
	GArray *starts;		/* guint; one more than there are lines */
	GStringChunk *own;	/* markers and padding made on the way */
};

/* Lay out for `width` columns (at least 8 is assumed). Words longer than a
 * line are broken; an indent never leaves fewer than 8 columns. At most
 * `max_lines` (0: no limit); then *cut, when not NULL, is how many lines are
 * missing. There is an empty line between paragraphs at the margin and before
 * headings. A table that fits is set in columns, another one is told cell by
 * cell. Right-to-left text keeps logical order: terminals reorder. The rich
 * text must outlive the layout. */
void layout_init(struct layout *l, const struct rich *rich, int width,
		 int max_lines, int *cut);
void layout_clear(struct layout *l);
unsigned layout_lines(const struct layout *l);
const struct span *layout_line(const struct layout *l, unsigned i,
			       unsigned *n_spans);

/* ---- emoji and matching ---------------------------------------------- */

struct emoji {
	const char *code;	/* "thumbsup", without colons */
	const char *text;	/* "👍" */
};

/* By exact shortcode, or NULL. */
const char *emoji_find(const char *code);
/* Those whose code begins with (then: contains) `prefix`, best first; at
 * most `max`. Entries are static; the array is yours. */
GPtrArray *emoji_complete(const char *prefix, unsigned max);

/* How well `pattern` fits `text` as a subsequence, case and marks folded:
 * 0 no match; higher is better (starts of words, runs and early matches
 * count). An empty pattern fits everything with 1. Of a pattern the first 48
 * letters are looked at, of a text the first 192. */
int fuzzy_score(const char *pattern, const char *text);

#endif
