/*
 * editor.h - a line (or a few) of text being edited, with readline's habits.
 *
 * Used by the composer, the prompt, the switcher and the welcome form. The
 * text is UTF-8; the cursor is a byte offset on a grapheme border. What was
 * killed last can be yanked. Undo goes back word by word.
 *
 * Thread: ui.
 */
#ifndef UI_EDITOR_H
#define UI_EDITOR_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>

#define EDITOR_MAX 60000	/* bytes; more is refused */

struct editor {
	GString *text;
	gsize at;
	GString *killed;
	GPtrArray *undo;	/* char *: earlier texts, newest last */
	bool many;		/* several lines are allowed */
};

void editor_init(struct editor *e, bool many);
void editor_clear(struct editor *e);		/* frees */
void editor_set(struct editor *e, const char *text);
/* Put a character or a text in; control characters are dropped, and line
 * breaks where there may be but one line. False: it would grow too long. */
bool editor_insert(struct editor *e, const char *text, gssize len);
bool editor_insert_char(struct editor *e, uint32_t c);

/* By name ("word-left", "kill-line" …: the words of the command rows); false:
 * there is no such act. The acts are listed in editor_acts(). */
bool editor_act(struct editor *e, const char *name);
struct editor_act {
	const char *name, *help;
	void (*run)(struct editor *e);
};
const struct editor_act *editor_acts(void);	/* name NULL ends */

/* Lines as shown in `width` columns: where they begin, and the cursor's
 * column and line. */
struct editor_view {
	GArray *starts;		/* gsize; one more than lines */
	int line, column;
};
void editor_layout(const struct editor *e, int width, struct editor_view *v);
void editor_view_clear(struct editor_view *v);
/* Up or down by a shown line; false at the edge. */
bool editor_vertical(struct editor *e, int width, int by);

#endif
