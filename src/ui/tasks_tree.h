/*
 * tasks_tree.h - which rows a list of tasks has, and which column of a board
 * a task is in.
 *
 * A list has sections by day. Inside a section a part stands below the task
 * it is a part of, indented; a part that is due in another section stands
 * there by itself, so that nothing late hides below something of next month.
 * Parts that go round in a ring, or deeper than TREE_DEPTH, stand by
 * themselves too: every task is there exactly once.
 *
 * Numbers in, numbers out; nothing is read. Linear in the number of tasks.
 *
 * Thread: any.
 */
#ifndef UI_TASKS_TREE_H
#define UI_TASKS_TREE_H

#include "store/store.h"

#define TREE_DEPTH 8

enum section {
	SECTION_NOW,	/* today and late */
	SECTION_WEEK,	/* in seven days */
	SECTION_LATER,	/* or no date */
	SECTION_DONE,
};
/* "TODAY AND LATE", … Static. */
const char *section_words(enum section section);
enum section section_of(const struct thing_line *line, int64_t today);

struct tree_row {
	uint32_t line;		/* index into the lines */
	uint8_t depth;
	uint8_t section;
};
/* `lines`: struct thing_line, in the order of reader_things(). An array of
 * struct tree_row, which is yours. */
GArray *tree_arrange(const GArray *lines, int64_t today);

enum column { COLUMN_TODO, COLUMN_DOING, COLUMN_WAITING, COLUMN_DONE,
	      COLUMNS };
/* "To do", … Static. */
const char *column_words(enum column column);
enum column column_of(int status, int stage);
/* Into `out` (arrays of uint32_t, which are yours) the indices of the lines
 * of each column, at most `done_max` that are done. With `lanes` those of one
 * person stand together, whoever has the first task first, nobody last. */
void columns_fill(const GArray *lines, bool lanes, guint done_max,
		  GArray *out[COLUMNS]);

#endif
