/*
 * surface.h - a grid of cells that panes draw on.
 *
 * A cell holds one grapheme, its width, a role (what it means, never a
 * colour) and marks. A wide grapheme takes two cells; the second is empty
 * with width 0. The surface is the one place where graphemes meet columns:
 * what no terminal can be trusted with in one cell (emoji joined by ZWJ,
 * flags, keycaps, variation selectors) is replaced by a stand-in of the same
 * number of columns, so that a line is never broken.
 *
 * Text put here must be clean (text_clean); control bytes are nevertheless
 * left out and never reach the terminal.
 *
 * surface_dump() prints the characters, for screen tests; surface_marks()
 * prints the roles.
 *
 * Thread: ui.
 */
#ifndef UI_SURFACE_H
#define UI_SURFACE_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>
#include "ui/theme.h"

enum mark {
	MARK_BOLD = 1 << 0, MARK_ITALIC = 1 << 1, MARK_UNDER = 1 << 2,
	MARK_STRIKE = 1 << 3,
	MARK_BRIGHT = 1 << 4,	/* in the selected item */
};

#define CELL_TEXT 22

struct cell {
	char text[CELL_TEXT];	/* NUL-terminated; "" is a blank */
	uint8_t len;
	uint8_t width;		/* 1, 2, or 0: the right half of a wide one */
	uint8_t role;		/* enum role */
	uint8_t marks;		/* enum mark bits */
};

struct surface {
	int width, height;
	struct cell *cells;
	bool joined;		/* trust the terminal with joined emoji */
	bool ascii;		/* use ASCII stand-ins for our own symbols */
};

struct rect { int x, y, w, h; };

/* From where, and in how many columns at most. */
struct at { int x, y, max; };
/* What it means, and how it stands out. */
struct ink { uint8_t role, marks; };
#define AT(x, y, max) ((struct at){ (x), (y), (max) })
#define INK(role, marks) ((struct ink){ (role), (marks) })
#define PLAIN(role) ((struct ink){ (role), 0 })

void surface_init(struct surface *s, int width, int height);
void surface_clear(struct surface *s);		/* frees */
void surface_resize(struct surface *s, int width, int height);
void surface_erase(struct surface *s);		/* all blank */
struct cell *surface_at(const struct surface *s, int x, int y);

/* Put text in; returns the columns used. A wide grapheme that does not fit
 * is left out. `len` -1: up to the NUL. */
int surface_put(struct surface *s, struct at at, struct ink ink,
		const char *text, int len);
/* The same with an ellipsis where it does not fit. */
int surface_put_cut(struct surface *s, struct at at, struct ink ink,
		    const char *text);
/* Right aligned, ending before column at.x + at.max. */
int surface_put_right(struct surface *s, struct at at, struct ink ink,
		      const char *text);
/* A run of `at.max` symbols. */
void surface_fill(struct surface *s, struct at at, struct ink ink,
		  const char *symbol);
void surface_blank(struct surface *s, struct rect r);
/* Thin lines. */
void surface_hline(struct surface *s, int x, int y, int n);
void surface_vline(struct surface *s, int x, int y, int n);
/* Our own symbols have ASCII stand-ins: "▾" → "v". Borrowed. */
const char *surface_symbol(const struct surface *s, const char *symbol);

/* The screen as lines, trailing blanks cut. Yours. */
char *surface_dump(const struct surface *s);
/* One letter a cell for the role, for tests that look at meaning. Yours. */
char *surface_marks(const struct surface *s);

#endif
