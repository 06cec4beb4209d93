/*
 * undo.h - the last acts that can be taken back.
 *
 * Commands say which line takes back what they have done (call_undo() of
 * command/internal.h); the last UNDO_MAX of these lines are kept with the
 * room in which they mean something, and `undo` runs the newest. What such a
 * line does is not kept in turn: taking back goes one way.
 *
 * Thread: ui.
 */
#ifndef UI_UNDO_H
#define UI_UNDO_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>

#define UNDO_MAX 20
#define UNDO_AND "\x1f"		/* parts the lines of one act */

struct undo {
	GPtrArray *acts;	/* struct undo_act *, newest last */
	bool running;		/* an act is being taken back */
	bool fresh;		/* the running command has said one */
};

struct undo_act {
	int64_t room;		/* 0: any */
	char *line;
};

void undo_init(struct undo *u);
void undo_clear(struct undo *u);
void undo_push(struct undo *u, int64_t room, const char *line);
/* The newest, which is given away, or NULL. Free with undo_act_free(). */
struct undo_act *undo_pop(struct undo *u);
void undo_act_free(struct undo_act *act);	/* NULL is fine */

#endif
