/*
 * records.h - the pane that shows the answer of a command as a list.
 *
 * It remembers the question (asked.h) and puts it again when something that
 * may concern it has changed, once a draw at most, and stays on the same
 * record at the same height of the screen. A record whose text field
 * "section" differs from the one before begins a section. Records of kind
 * "line" and "heading" are text, which is wrapped and scrolled; "bar" and
 * "spark" are small charts; all others are rows that can be selected, drawn
 * as looks.h says. The pane goes by the view of the selected one, so that the
 * keys of a question work on a question.
 *
 * It keeps the pane over which it was opened and gives it back on q.
 *
 * Thread: ui.
 */
#ifndef UI_RECORDS_H
#define UI_RECORDS_H

#include "ui/asked.h"

/* Ask, and show the answer in the middle. Takes `take`. */
bool records_show(struct ui *ui, struct asked *take, GError **err);
/* Home: the answer of `home`, asked at its first draw. */
struct pane *records_home_new(struct ui *ui);
/* The home of a space; leaving it ends a visit (command/visit.h). */
struct pane *records_space_new(struct ui *ui, const struct room *space);
bool records_is(const struct pane *p);		/* NULL is not one */
/* A step back: the filter goes, then the pane; false: nothing to go to. */
bool records_back(struct pane *p);
int64_t records_room(const struct pane *p);	/* it was asked in, or 0 */
/* Of the selected record: the outbox row it names (0 none), its address (NULL
 * none; borrowed until the next draw). */
int64_t records_op(const struct pane *p);
const char *records_url(const struct pane *p);
/* The ops under which a record of a view is shown. */
const struct pane_ops *records_ops(unsigned view);

#endif
