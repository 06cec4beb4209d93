/*
 * item.h - a message as lines of a feed.
 *
 * An item is one post, or a run of joins and leaves folded into one line. It
 * is laid out once for a width and kept until the post, the width or what is
 * unfolded changes. Its lines, from top to bottom: the day, the new-messages
 * line, a gap, the head (time and author; left out when the same author goes
 * on within five minutes), what it answers, the text, files, task, reactions
 * and thread, its state.
 *
 * Thread: ui.
 */
#ifndef UI_ITEM_H
#define UI_ITEM_H

#include "text/text.h"
#include "ui/pane.h"

#define ITEM_INDENT 7		/* column of the text */
#define ITEM_MAX_LINES 40	/* of a text, until unfolded */

struct piece {
	int16_t x;
	uint8_t role, marks;
	uint32_t len;
	const char *s;		/* owned by the item */
};

struct item {
	struct post *post;	/* owned; the first of a folded run */
	GPtrArray *folded;	/* more of the run (struct post *), or NULL */
	int64_t key;		/* position, or minus the outbox row */
	int width;		/* laid out for, 0: not */
	bool unfolded, spoilers;
	GArray *pieces;		/* struct piece */
	GArray *starts;		/* guint, one more than lines */
	GStringChunk *own;
	int rules;		/* lines above the message itself */
	bool airy;		/* laid out with room between authors */
	bool accepted;		/* laid out as the accepted answer */
	struct rich *rich;
	struct layout layout;
};

/* What an item's looks depend on besides itself. */
struct item_setting {
	const struct item *before;	/* the one above, or NULL */
	int64_t new_pos;		/* first unread, 0 none */
	bool thread;			/* shown in its thread */
	bool beginning;			/* nothing older exists */
	bool airy;			/* an empty line before a head */
	const char *answer;		/* event id of the accepted answer of
					 * the thread, or NULL */
};

struct item *item_new(struct post *take);
void item_free(struct item *it);	/* NULL is fine */
int64_t item_key(const struct post *p);
/* Can `p` join the folded run that `it` is or begins? Takes it if so. */
bool item_fold(struct item *it, struct post *p);
/* Lay out if needed. */
void item_layout(struct item *it, struct ui *ui, int width,
		 const struct item_setting *set);
int item_lines(const struct item *it);
/* Lay out again next time. */
void item_relayout(struct item *it);
/* Draw line `line` in the first row of `r`. */
void item_draw(const struct item *it, struct surface *s, struct rect r,
	       int line, bool selected);
/* "1.2 MB". Yours. */
char *item_size(int64_t bytes);

#endif
