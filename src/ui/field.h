/*
 * field.h - one field of a form as it is drawn: a label, and beside it what is
 * being typed, or dimly what it could be.
 *
 * The form of a command (pane_form.c) and the form that logs in
 * (pane_welcome.c) have their fields drawn here. The text is in an editor,
 * which the pane keeps; a secret is drawn as stars, at most 40 of them.
 *
 * Widths are columns; all is borrowed for the call.
 *
 * Thread: ui.
 */
#ifndef UI_FIELD_H
#define UI_FIELD_H

#include "ui/editor.h"
#include "ui/pane.h"

#define FIELD_LINES 6	/* shown of a long text at most */

struct field {
	const char *label;
	int label_width;		/* columns from the label to the text */
	const struct editor *editor;	/* NULL: the pane draws the value */
	const char *example;		/* where it is empty, or NULL */
	bool on;			/* the keys go there */
	bool secret;
};

/* Lines that it takes in this width: 1 to FIELD_LINES. */
int field_lines(const struct field *f, int width);
/* Draw it at the top of `r`, with the bar to the left of it, and put the
 * cursor into it when it is on. */
void field_draw(struct ui *ui, struct surface *s, struct rect r,
		const struct field *f);

#endif
