/*
 * looks.h - how each kind of record looks on the screen.
 *
 * One table: a row says for a kind where the values of its fields go (left
 * column, main text, right columns, a second dim line), what sign and role
 * they give it, what Enter opens, whose keys are valid, and the orders it can
 * be sorted in. A kind without a row gets a look from the names of its
 * fields. Fields that are not there are left out.
 *
 * Names of fields: "a|b" is the first of them that has a value, "a b" both,
 * with a blank between. What a value means is known by its name: "age_ms" is
 * a duration; "ts", "start", "until" and the like are moments when they are
 * numbers; a text that is a date is said as people say it.
 *
 * The records of a store are clean already; what is drawn is cleaned all the
 * same, as a record may come from anywhere.
 *
 * Thread: ui.
 */
#ifndef UI_LOOKS_H
#define UI_LOOKS_H

#include "command/record.h"
#include "ui/pane.h"

enum look_opens {
	OPENS_BY_ID,	/* as the id says: a person, a place, a thread */
	OPENS_POST,	/* the message where it stands */
	OPENS_NOTHING,
};

struct look_column {
	const char *field;
	uint8_t width, role;
	uint8_t from;		/* shown from this width of the row on */
	const char *one, *many;	/* what is counted; NULL: the bare value */
	bool zero;		/* also when it is 0 */
};

/* The first that holds gives the role, the first with a sign the sign. */
struct look_shade {
	const char *field;	/* NULL: always */
	const char *value;	/* NULL: any but none, 0, false; "<now": a
				 * moment or day that is over */
	uint8_t role;
	const char *sign;	/* or NULL */
};

#define LOOK_COLUMNS 5
#define LOOK_SHADES 6

struct looks {
	const char *kind;
	unsigned view;			/* one VIEW_ bit */
	enum look_opens opens;
	const char *left;		/* or NULL */
	uint8_t left_width, left_role;
	const char *text;
	const char *second;		/* or NULL */
	struct look_column right[LOOK_COLUMNS];
	struct look_shade shades[LOOK_SHADES];
	const char *sorts;		/* "-up age_ms": descending with - */
};

/* Never NULL. */
const struct looks *look_of(const char *kind);
/* The whole table, for tests; kind NULL ends. */
const struct looks *look_table(void);

/* The value of a field in words, "" for none. Yours. */
char *look_value(struct ui *ui, const struct record *r, const char *field);
/* The role and sign (or NULL) of a record. */
enum role look_role(struct ui *ui, const struct looks *l,
		    const struct record *r, const char **sign);
/* How many lines its row takes: 1, or 2. */
int look_height(struct ui *ui, const struct record *r);

struct look_state {
	bool selected, focus, marked;
};
/* Its row in the first look_height() lines of `at`. */
void look_draw(struct ui *ui, struct surface *s, struct rect at,
	       const struct record *r, struct look_state state);
/* All of its fields with labels, as far as there is room. */
void look_draw_details(struct ui *ui, struct surface *s, struct rect at,
		       const struct record *r);

/* ---- what is not a row -------------------------------------------------- */

/* Of text: "line", "heading"; of drawings: "bar", "spark". */
bool look_is_text(const struct record *r);
bool look_is_drawing(const struct record *r);
/* A small chart in one line. */
void look_draw_chart(struct surface *s, struct rect at,
		     const struct record *r);

/* "3 min", "5 h", "2 d", "6 wk". Yours. */
char *look_say_age(int64_t ms);

#endif
