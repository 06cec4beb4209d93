/* thing_undo.c - the lines that take a change of a thing back. */
#include "command/internal.h"

#include <string.h>

static char *quoted_list(const GPtrArray *words)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; words && i < words->len; i++) {
		g_autofree char *word = call_quote(words->pdata[i]);

		g_string_append_printf(out, " %s", word);
	}
	return g_string_free(out, FALSE);
}

static void undo_list(struct command_call *call, const struct thing *t,
		      const char *verb, const GPtrArray *had)
{
	g_autofree char *words = quoted_list(had);

	call_undo(call, t->room, "task %s %s%s", verb, t->eid, *words ?
		  words : " none");
}

static void undo_lists(struct command_call *call, const struct thing *t,
		       uint32_t fields)
{
	g_autofree char *who = quoted_list(t->assignees);

	if (fields & THING_ASSIGNEES)
		call_undo(call, t->room, "task %s %s%s", *who ? "assign" :
			  "unassign", t->eid, who);
	if (fields & THING_TAGS)
		undo_list(call, t, "tag", t->tags);
}

static void undo_day(struct command_call *call, const struct thing *t,
		     const char *verb, int64_t had)
{
	g_autofree char *day = answer_day(had);

	call_undo(call, t->room, "task %s %s %s", verb, t->eid, day ? day :
		  "none");
}

static void undo_word(struct command_call *call, const struct thing *t,
		      const char *verb, const char *had)
{
	g_autofree char *word = call_quote(had && *had ? had : "none");

	call_undo(call, t->room, "task %s %s %s", verb, t->eid, word);
}

static const char *state_verb(const struct thing *t)
{
	if (t->status == TASK_DONE)
		return t->stage == STAGE_DROPPED ? "drop" : "done";
	return t->stage == STAGE_DOING ? "start" :
	       t->stage == STAGE_WAITING ? "wait" : "reopen";
}

static void undo_step(struct command_call *call, const struct thing *t,
		      const struct step *was, const struct step *is)
{
	if (!was)
		call_undo(call, t->room, "task step remove %s id:%s", t->eid,
			  is->id);
	else if (!is)
		call_undo(call, t->room, "task step add %s %s", t->eid,
			  was->text);
	else if (was->done != is->done)
		call_undo(call, t->room, "task step %s %s id:%s", was->done ?
			  "done" : "undo", t->eid, was->id);
}

static void undo_steps(struct command_call *call, const struct thing *t,
		       const struct thing *now)
{
	for (guint i = 0; t->steps && i < t->steps->len; i++) {
		const struct step *was = t->steps->pdata[i];

		undo_step(call, t, was, thing_step(now, was->id));
	}
	for (guint i = 0; now->steps && i < now->steps->len; i++) {
		const struct step *is = now->steps->pdata[i];

		if (!thing_step(t, is->id))
			undo_step(call, t, NULL, is);
	}
}

static void undo_task(struct command_call *call, const struct thing *t,
		      uint32_t fields)
{
	g_autofree char *estimate = t->estimate ?
		g_strdup_printf("%d", t->estimate) : NULL;

	if (fields & THING_START)
		undo_day(call, t, "begin-on", t->start);
	if (fields & THING_LAST)
		undo_day(call, t, "last-done", t->last);
	if (fields & THING_ESTIMATE)
		undo_word(call, t, "estimate", estimate);
	if (fields & THING_PARENT)
		undo_word(call, t, "part", t->parent);
	if (fields & THING_AFTER)
		undo_list(call, t, "after", t->after);
	if (fields & THING_REPEAT)
		undo_word(call, t, "repeat", t->repeat);
}

void thing_undo(struct command_call *call, const struct thing *t,
		const struct thing *now, uint32_t fields)
{
	static const char *const priorities[] = { "none", "low", "high",
						  "urgent" };

	if (t->kind != KIND_TASK)
		return;
	if (fields & (THING_STATUS | THING_STAGE))
		call_undo(call, t->room, "task %s %s", state_verb(t), t->eid);
	if (fields & THING_TITLE)
		undo_word(call, t, "title", t->title);
	if (fields & THING_NOTES)
		undo_word(call, t, "notes", t->notes);
	if (fields & THING_DUE)
		undo_day(call, t, "due", t->due);
	if (fields & THING_PRIORITY)
		call_undo(call, t->room, "task priority %s %s", t->eid,
			  priorities[CLAMP(t->priority, 0, 3)]);
	undo_lists(call, t, fields);
	undo_task(call, t, fields);
	if (fields & THING_STEPS)
		undo_steps(call, t, now);
}
