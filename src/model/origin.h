/*
 * origin.h - where a text came from, and which of its lines are still there.
 *
 * What is quoted, yanked, forwarded or drafted in a place keeps its origin: the
 * place, who could read it, and the lines. The origin goes with the text
 * through the composer, an external editor, a draft and the outbox, beside
 * it and not in it. Whether a text still holds something of an origin is
 * decided by its words:
 *
 *   - a line is its words, without case, punctuation, marks of quoting and
 *     Markdown;
 *   - a line of four words or more is there when four of them in a row are;
 *   - a shorter line is there when all of it is, and has eight letters or
 *     figures in one word, or twelve in several: "ok, thanks" is nobody's
 *     secret, a password is.
 *
 * So text that was edited still counts, and a quote that was deleted does not.
 * Text that was said anew in other words is not found; doc/audience.md says
 * so.
 *
 * Bounds: a list of origins keeps the latest ORIGINS_MAX, an origin
 * ORIGIN_LINES_MAX lines of ORIGIN_LINE_MAX bytes.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_ORIGIN_H
#define MODEL_ORIGIN_H

#include "model/model.h"

#define ORIGINS_MAX 64
#define ORIGIN_LINES_MAX 400
#define ORIGIN_LINE_MAX 2000

struct origin {
	char *rid;		/* the room */
	char *name;		/* its name then */
	char *words;		/* its audience in words */
	char *scope;		/* … to be compared (audience.h), or NULL */
	GPtrArray *lines;	/* char *, as they were; never empty ones */
};
struct origin *origin_new(const char *rid, const char *name);
void origin_free(struct origin *o);
struct origin *origin_copy(const struct origin *o);
/* Adds the lines of a text that can be recognised at all. */
void origin_add_text(struct origin *o, const char *text);

/* The lines of an origin that are in a text (char *, copies); NULL when there
 * is none. Yours. */
GPtrArray *origin_lines_in(const struct origin *o, const char *text);
/* How many of the lines of `text` that can be recognised there are. */
guint origin_count_lines(const char *text);

/* Lists of origins (struct origin *, owned). */
GPtrArray *origins_new(void);
/* Takes the origin. One of the same place, audience and name takes up the
 * lines instead; the oldest goes when there are too many. */
void origins_add(GPtrArray *list, struct origin *take);
/* Copies of those that still have lines in the text, with only these lines;
 * NULL when there is none. Yours. */
GPtrArray *origins_in(const GPtrArray *list, const char *text);
/* As one text, and back. NULL for none. Yours. */
char *origins_pack(const GPtrArray *list);
GPtrArray *origins_unpack(const char *text);

#endif
