/* The last acts that can be taken back. */
#include "ui/undo.h"

#include <string.h>

void undo_act_free(struct undo_act *act)
{
	if (!act)
		return;
	g_free(act->line);
	g_free(act);
}

void undo_init(struct undo *u)
{
	memset(u, 0, sizeof *u);
	u->acts = g_ptr_array_new_with_free_func(
		(GDestroyNotify)undo_act_free);
}

void undo_clear(struct undo *u)
{
	g_clear_pointer(&u->acts, g_ptr_array_unref);
}

void undo_push(struct undo *u, int64_t room, const char *line)
{
	struct undo_act *act;

	if (u->running)
		return;
	if (u->acts->len >= UNDO_MAX)
		g_ptr_array_remove_index(u->acts, 0);
	act = g_new0(struct undo_act, 1);
	act->room = room;
	act->line = g_strdup(line);
	g_ptr_array_add(u->acts, act);
	u->fresh = true;
}

struct undo_act *undo_pop(struct undo *u)
{
	return u->acts->len ? g_ptr_array_steal_index(u->acts,
						      u->acts->len - 1) : NULL;
}
