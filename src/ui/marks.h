/*
 * marks.h - rows of a list that are marked, and doing something for all.
 *
 * One pane at a time has marks: the one in which the last row was marked.
 * They go when the pane goes, by Esc, and one by one as what was asked is
 * done for them. Each carries what would be selected on its row, so that a
 * command works on it as if it were.
 *
 * A line that works on what is selected (command_uses_selection()) runs for
 * every mark in turn, and stops at the first that fails. Before it is done
 * for more than MARKS_ASK, or cannot be taken back (FINAL), it asks once.
 *
 * Thread: ui.
 */
#ifndef UI_MARKS_H
#define UI_MARKS_H

#include "ui/pane.h"

#define MARKS_MAX 2000
#define MARKS_ASK 20

/* What a row is known by, and what is selected on it; room 0, NULL: none. */
struct marked {
	const char *key;
	int64_t room;
	const char *eid, *uid;
};

void marks_toggle(const struct pane *p, const struct marked *m);
/* Mark it if it is not; false: there are MARKS_MAX already. */
bool marks_add(const struct pane *p, const struct marked *m);
bool marks_has(const struct pane *p, const char *key);
int marks_count(const struct pane *p);
/* Forget those of a pane; true if there were any. */
bool marks_clear(const struct pane *p);
/* Forget those whose key is not in the set (char *). */
void marks_keep(const struct pane *p, GHashTable *keys);
void marks_free(struct ui *ui);

/* Is this a line for the marks of the focused pane? */
bool marks_want(struct ui *ui, const char *line);
/* Run it for each; `sure`: without asking first. */
bool marks_run(struct ui *ui, const char *line, bool sure, GError **err);

#endif
