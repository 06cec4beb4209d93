/* thing_undo.c - the lines that take a change of a thing back. */
#include "command/internal.h"

static char *quoted_list(const GPtrArray *words)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; words && i < words->len; i++) {
		g_autofree char *word = call_quote(words->pdata[i]);

		g_string_append_printf(out, " %s", word);
	}
	return g_string_free(out, FALSE);
}

static void undo_lists(struct command_call *call, const struct thing *t,
		       uint32_t fields)
{
	g_autofree char *who = quoted_list(t->assignees);
	g_autofree char *tags = quoted_list(t->tags);

	if (fields & THING_ASSIGNEES)
		call_undo(call, t->room, "task %s %s%s", *who ? "assign" :
			  "unassign", t->eid, who);
	if (fields & THING_TAGS)
		call_undo(call, t->room, "task tag %s%s", t->eid, *tags ?
			  tags : " none");
}

/* The line that gives each changed field the value it had. */
void thing_undo(struct command_call *call, const struct thing *t,
		uint32_t fields)
{
	static const char *const priorities[] = { "none", "low", "high",
						  "urgent" };
	g_autofree char *title = call_quote(t->title);
	g_autofree char *notes = call_quote(t->notes && *t->notes ? t->notes :
					    "none");
	g_autofree char *due = answer_day(t->due);

	if (t->kind != KIND_TASK)
		return;
	if (fields & THING_STATUS)
		call_undo(call, t->room, "task %s %s", t->status == TASK_DONE ?
			  "done" : "reopen", t->eid);
	if (fields & THING_TITLE)
		call_undo(call, t->room, "task title %s %s", t->eid, title);
	if (fields & THING_NOTES)
		call_undo(call, t->room, "task notes %s %s", t->eid, notes);
	if (fields & THING_DUE)
		call_undo(call, t->room, "task due %s %s", t->eid, due ? due :
			  "none");
	if (fields & THING_PRIORITY)
		call_undo(call, t->room, "task priority %s %s", t->eid,
			  priorities[CLAMP(t->priority, 0, 3)]);
	undo_lists(call, t, fields);
}
