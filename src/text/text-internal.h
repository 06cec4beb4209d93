/*
 * text-internal.h - what the files of this folder share.
 *
 * Three small seams: facts about code points, what a link is, and the
 * builder through which HTML and plain text become rich text. Nobody outside
 * of text/ includes this.
 */
#ifndef TEXT_INTERNAL_H
#define TEXT_INTERNAL_H

#include "text/text.h"

/* ---- code points ----------------------------------------------------- */

enum {
	TEXT_ZWNJ = 0x200C,
	TEXT_ZWJ = 0x200D,
	TEXT_VS15 = 0xFE0E,	/* text presentation */
	TEXT_VS16 = 0xFE0F,	/* emoji presentation */
	TEXT_KEYCAP = 0x20E3,
	TEXT_BAD = 0xFFFD,	/* what stands for bytes that are no text */
	TEXT_MAX = 64 * 1024,	/* bytes of any one text */
};

struct text_range {
	int32_t first, last;	/* inclusive */
};

/* Whether a code point is in a sorted table of ranges. */
bool text_in_ranges(const struct text_range *table, size_t n, int32_t cp);
/* Decode one code point; returns its bytes, > 0. A byte that begins none
 * gives TEXT_BAD and 1. `s` < `end`. */
int text_next_point(const char *s, const char *end, int32_t *cp);
/* Columns of a code point on its own: 0, 1 or 2. */
int text_point_width(int32_t cp);
/* Extended_Pictographic (UTS #51): what emoji sequences are made of. */
bool text_is_pictograph(int32_t cp);
/* A skin tone. */
bool text_is_modifier(int32_t cp);
/* A letter of a regional indicator pair, that is, half a flag. */
bool text_is_regional(int32_t cp);
/* Takes no columns but is drawn over or beside what precedes it. */
bool text_is_mark(int32_t cp);

/* ---- links ----------------------------------------------------------- */

/* The URL of a link that may be followed: http, https, mailto, matrix; clean,
 * without blanks, at most 2,048 bytes. NULL for all others. Yours. */
char *text_url_clean(const char *s, size_t len);
/* What a URL leads to, in lower case: the host of http and https, the address
 * of mailto. NULL where there is none. Yours. */
char *text_url_host(const char *url);
/* Whether a URL has a user part, whose only use today is to deceive. */
bool text_url_has_user(const char *url);
/* The user, room or alias that a matrix.to or matrix: URL stands for; NULL
 * for links to events and all others. Yours. */
char *text_url_matrix_id(const char *url);
/* The next bare URL in a text from `from` on; false when there is none. */
bool text_url_find(const char *s, size_t len, size_t from, size_t *start,
		   size_t *end);
/* Whether the words of a link leave no doubt that it leads to `host`. */
bool text_url_is_named(const char *words, size_t len, const char *host);

/* ---- building rich text ---------------------------------------------- */

struct rich_builder {
	struct rich *rich;
	struct rich_block *block;	/* open, in rich; or NULL */
	GString *raw;			/* text not yet cleaned */
	enum rich_kind kind;		/* of the next block … */
	uint8_t quote, indent;
	char *marker;			/* … owned, or NULL */
	uint32_t style;			/* of what is added next … */
	int32_t link;			/* … and where it leads, or -1 */
	bool verbatim;			/* white space is kept, not folded */
	size_t total;			/* bytes so far */
	bool full;			/* no more is taken */
};

void rich_builder_init(struct rich_builder *b);
/* Ends the last block; the result is yours, the builder is empty. */
struct rich *rich_builder_finish(struct rich_builder *b);
/* Add text as it came. What is added with one style is cleaned as one. */
void rich_add_text(struct rich_builder *b, const char *s, size_t len);
/* Add a hard line break; a blank in a table. */
void rich_add_break(struct rich_builder *b);
/* Begin the next cell of a table row. */
void rich_add_cell(struct rich_builder *b);
void rich_add_rule(struct rich_builder *b);
/* End the block; the next text begins one. Nothing when none is open. */
void rich_end_block(struct rich_builder *b);
/* Clean what was added so far: before style, link or kind change. */
void rich_flush(struct rich_builder *b);
/* Remember a URL (copied); its index, or -1 when there are too many. */
int32_t rich_add_link(struct rich_builder *b, const char *url);

/* The readers behind rich_from_html() and rich_from_plain(). */
void html_read(struct rich_builder *b, const char *html, size_t len);
void plain_read(struct rich_builder *b, const char *text, size_t len);
/* The code point of a named character reference, or 0. */
int32_t text_entity(const char *name, size_t len);

/* ---- emoji -------------------------------------------------------------- */

/* Every shortcode, sorted by byte. */
extern const struct emoji emoji_table[];
extern const size_t emoji_table_size;

/* ---- wrapping -------------------------------------------------------- */

/* A stretch of a block's text that makes a line. */
struct wrap_line {
	size_t from, to;	/* what is shown */
	size_t next;		/* where the next line begins */
};

/* The run that holds a byte of a block; all zero before the first. It only
 * moves forward, so that a block is walked once. */
struct wrap_cursor {
	guint next;		/* index of the run behind it */
	size_t end;		/* byte where it ends */
};

/* Move to the run that holds byte `at` and return it. The block has text. */
const struct rich_run *wrap_seek(struct wrap_cursor *cursor,
				 const struct rich_block *block, size_t at);
/* The line of at most `columns` that begins at `from`; `end` is the end of
 * the hard line. The cursor is moved to `from`. */
struct wrap_line wrap_next(struct wrap_cursor *cursor,
			   const struct rich_block *block, size_t from,
			   size_t end, int columns);

#endif
