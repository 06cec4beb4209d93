/*
 * asked.h - a command that was asked on the screen, and what it answered.
 *
 * `struct asked` is a line with what was selected when it was given, so that
 * the same question can be put again later, whatever is selected then. It
 * owns its strings.
 *
 * `struct listing` holds the records of one answer in their order. It is
 * bounded: of more than LISTING_MAX records the rest is counted and let go.
 * With a filter only those that have all its words are kept, so that what
 * did not fit can still be found. An empty listing is all zero.
 *
 * Rows that are LISTED read and change nothing. That is made sure of: an op
 * that one of them hands over is refused, and asked again because something
 * changed, it asks the engine for nothing (which would answer with a change,
 * and so for ever).
 *
 * Thread: ui.
 */
#ifndef UI_ASKED_H
#define UI_ASKED_H

#include "command/record.h"
#include "ui/pane.h"

#define LISTING_MAX 2000

struct asked {
	const struct command *row;
	char *line;
	int64_t room, account;
	char *eid, *thread, *uid;
};

/* The line, with as much of what is selected now as it asks about. `here` is
 * the room that is meant when it asks about no row; 0: the selected one. */
struct asked *asked_new(struct ui *ui, const struct command *row,
			const char *line, int64_t here);
struct asked *asked_copy(const struct asked *a);
void asked_free(struct asked *a);		/* NULL is fine */
bool asked_same(const struct asked *a, const struct asked *b);

struct listing {
	GPtrArray *records;	/* struct record * */
	int left_out;		/* how many more there are */
	char *said;		/* sentences that came with it, or NULL */
};
void listing_clear(struct listing *l);

struct asked_how {
	const char *words;	/* keep only what has them; NULL: all */
	bool again;		/* because something changed */
};
/* Run it. On failure *out is empty. */
bool asked_run(struct ui *ui, const struct asked *a, struct asked_how how,
	       struct listing *out, GError **err);

/* All that a filter looks at in a record, folded; fields are apart. Yours. */
char *record_words(const struct record *r);
/* Are all of these words (any case) in it? */
bool record_has(const char *words_of_record, const char *words);

#endif
