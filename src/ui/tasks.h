/*
 * tasks.h - what the files of the pane of tasks share.
 *
 * The pane knows the tasks of its scope as numbers (store.h, struct
 * thing_line), arranges those into rows or columns (tasks_tree.h), and reads
 * only the tasks that show. With a filter it looks through a chunk of them at
 * each draw, so that a key is never held up by thousands of tasks.
 *
 *   pane_tasks.c    the contract of a pane, marks
 *   rows_tasks.c    what keys do
 *   tasks_query.c   scope, tabs, filter; what is read
 *   tasks_list.c    the list
 *   tasks_board.c   the columns
 *   tasks_detail.c  the selected one, whole
 *   tasks_say.c     signs and words that these share
 *
 * Thread: ui.
 */
#ifndef UI_TASKS_H
#define UI_TASKS_H

#include "ui/pane.h"
#include "ui/tasks_tree.h"

#define TASKS_SCAN 40		/* tasks looked through at a draw */
#define TASKS_FILL 400		/* … for their stage */
#define TASKS_DONE 200		/* done ones that a list shows */
#define BOARD_DONE 20		/* … and a board */
#define BOARD_MIN 60		/* columns below which there is no board */

enum { TAB_OPEN, TAB_MINE, TAB_ALL, TAB_OVERDUE };

struct tasks_tab {
	char *name;
	bool open_only, done_only, mine, overdue;
	/* of one that was saved: what each task has to be asked for */
	char *words, *tag;
	unsigned stages;	/* 1 << enum task_stage; 0: any */
	bool blocked;
	bool elsewhere;		/* asks for more than this screen can tell: a
				 * list of records shows it */
};

struct tasks {
	struct pane pane;
	struct thing_query query;
	GPtrArray *tabs;	/* struct tasks_tab * */
	guint tab;
	char *words;		/* filter, or NULL */
	char *title, *topic;
	int64_t today;		/* day number */
	int open, done;
	bool show_done;

	struct thing_lines *lines;
	struct thing_lines *coming;	/* to take their place on the board
					 * when they are filled */
	GArray *kept;		/* struct thing_line: those of the tab */
	GArray *found;		/* … with the words */
	guint scanned;		/* of those that are kept */
	GHashTable *read;	/* post → struct thing *: what shows */

	/* the list */
	GArray *rows;		/* struct tree_row */
	struct list list;

	/* the board */
	bool board, lanes;
	int width;		/* at the last draw */
	GArray *columns[COLUMNS];	/* uint32_t lines; NULL: no board */
	int column, column_left;
	guint card[COLUMNS], card_top[COLUMNS];

	/* the selected one */
	int64_t selected;	/* post, to stay on it; 0 none */
	bool steps;		/* the keys are for its steps */
	int step;
};

/* The pane as what it is, or NULL when it is another. */
struct tasks *tasks_of(struct pane *p);

/* ---- tasks_query.c ---------------------------------------------------------- */

void tasks_tabs_init(struct tasks *t);
const struct tasks_tab *tasks_tab(const struct tasks *t);
void tasks_tab_free(void *tab);
/* Read the names of the lists that were saved, which are tabs too. */
void tasks_tabs_read(struct tasks *t);
/* Bring what is known up to date, before it is drawn or moved in. */
void tasks_refresh(struct tasks *t);
void tasks_forget(struct tasks *t);	/* all that was read */
/* Choose anew which of those that are known are shown. */
void tasks_restart(struct tasks *t);
bool tasks_scanning(const struct tasks *t);
/* The lines that are shown: all, or those with the words. */
const GArray *tasks_lines(const struct tasks *t);
/* A task that shows, read when it is not known; NULL when it is gone.
 * Borrowed until the next refresh. */
const struct thing *tasks_thing(struct tasks *t, uint32_t line);
/* The line of the selected row or card; NULL. */
const struct thing_line *tasks_line(const struct tasks *t);
const struct thing *tasks_selected(struct tasks *t);
/* Remember what is selected, so that it stays so. */
void tasks_remember(struct tasks *t);
bool tasks_on_board(const struct tasks *t);

/* ---- drawing ---------------------------------------------------------------- */

void tasks_list_draw(struct tasks *t, struct surface *s, struct rect r,
		     bool focus);
void tasks_board_draw(struct tasks *t, struct surface *s, struct rect r,
		      bool focus);
void tasks_board_move(struct tasks *t, enum move how);
/* To the column beside it that has a task. */
void tasks_board_side(struct tasks *t, int by);
void tasks_detail_draw(struct tasks *t, struct surface *s, struct rect r,
		       const struct thing *k);

/* What it is called; "" for one that was stored without. Borrowed. */
const char *tasks_title(const struct thing *k);
/* "☐" "◐" "⧗" "☑" "✗" as far as it is. Static. */
const char *tasks_sign(const struct thing *k);
enum role tasks_role(const struct thing *k);
bool tasks_late(const struct tasks *t, const struct thing *k);
char *tasks_say_due(const struct tasks *t, const struct thing *k);
/* "Ben Osei +1", "nobody"; `all` names everybody. Yours. */
char *tasks_say_people(struct tasks *t, const struct thing *k, bool all);
char *tasks_say_tags(const struct thing *k);	/* " #pumps #quay" */
/* "!! 2/5 ⛓ ↻": how much it matters, its steps, that it is held up, that it
 * comes again. Yours. */
char *tasks_say_marks(const struct surface *s, const struct thing *k);
/* "every 2 weeks". Yours. */
char *tasks_say_repeat(const char *rule);
/* "45 min", "2 h", "1 h 30 min". Yours. */
char *tasks_say_minutes(int minutes);

#endif
