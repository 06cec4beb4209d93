/* Commands: the steps of a task, what hangs on it, and its coming again. */
#include "command/internal.h"
#include "model/repeat.h"

#include <stdlib.h>
#include <string.h>

/* ---- steps ------------------------------------------------------------------ */

static const struct step *step_by_text(const struct thing *t,
				       const char *words)
{
	g_autofree char *wanted = g_utf8_casefold(words, -1);
	const struct step *found = NULL;

	for (guint i = 0; t->steps && i < t->steps->len; i++) {
		const struct step *s = t->steps->pdata[i];
		g_autofree char *folded = g_utf8_casefold(s->text, -1);

		if (!strcmp(folded, wanted))
			return s;
		if (!g_str_has_prefix(folded, wanted))
			continue;
		if (found)
			return NULL;
		found = s;
	}
	return found;
}

/* "2", "id:s01", or its words or their beginning. */
static const struct step *find_step(const struct thing *t, const char *words,
				    GError **err)
{
	guint64 n;
	const struct step *s = NULL;

	if (g_str_has_prefix(words, "id:"))
		s = thing_step(t, words + 3);
	else if (g_ascii_string_to_unsigned(words, 10, 1, 10000, &n, NULL))
		s = t->steps && n <= t->steps->len ? t->steps->pdata[n - 1]
						   : NULL;
	else
		s = step_by_text(t, words);
	if (!s)
		call_fail(err, FM_ERROR_NOT_FOUND, "\"%s\" has no single step "
			  "\"%s\"; it has %u. Name one by its number or its "
			  "words.", t->title, words, t->steps ? t->steps->len :
			  0);
	return s;
}

static bool is_list(const char *words)
{
	g_auto(GStrv) parts = g_strsplit(words, " ", -1);

	for (char **part = parts; *part; part++)
		if (!g_ascii_string_to_unsigned(*part, 10, 1, 10000, NULL,
						NULL) &&
		    !g_str_has_prefix(*part, "id:"))
			return false;
	return true;
}

static bool change_step(const struct thing *t, struct thing *change,
			const char *verb, const char *words, GError **err)
{
	const struct step *s = find_step(t, words, err);

	if (!s)
		return false;
	change->fields |= THING_STEPS;
	thing_put_step(change, s->id, strcmp(verb, "remove") ? s->text : NULL,
		       !strcmp(verb, "done"));
	return true;
}

static bool fill_step(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	const char *verb = args_get(call->args, "add|done|undo|remove");
	const char *words = args_get(call->args, "TEXT");
	g_auto(GStrv) parts = NULL;

	if (!strcmp(verb, "add"))
		return task_add_step(call, t, change, words, err);
	if (!is_list(words))
		return change_step(t, change, verb, words, err);
	parts = g_strsplit(words, " ", -1);
	for (char **part = parts; *part; part++)
		if (!change_step(t, change, verb, *part, err))
			return false;
	return true;
}

static bool run_step(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_step, err);
}

/* ---- what hangs on it ---------------------------------------------------------- */

static bool fill_part(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	return task_set_parent(call, t, change, args_get(call->args, "PARENT"),
			       err);
}

static bool run_part(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_part, err);
}

static bool fill_after(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	return task_set_after(call, t, change, args_all(call->args, "OTHER"),
			      err);
}

static bool run_after(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_after, err);
}

/* ---- again -------------------------------------------------------------------------- */

static bool fill_repeat(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	const char *words = args_get(call->args, "WORDS");

	if (!task_set_repeat(change, t->due, words, err))
		return false;
	if (!change->repeat || t->due != NO_DAY)
		return true;
	change->fields |= THING_DUE;
	change->due = world_civil(call->ctx->world,
				  world_now(call->ctx->world)).day;
	return true;
}

/* It counts from its date: without one it is due today. */
static bool run_repeat(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_repeat, err);
}

static bool fill_last(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	const char *words = args_get(call->args, "DATE");

	(void)t;
	change->fields = THING_LAST;
	return command_parse_date(call->ctx->world, words, &change->last) ||
	       call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date.", words);
}

static bool run_last(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_last, err);
}

static void clear_steps(const struct thing *t, struct thing *change)
{
	if (!thing_steps_done(t))
		return;
	change->fields |= THING_STEPS;
	for (guint i = 0; i < t->steps->len; i++) {
		const struct step *s = t->steps->pdata[i];

		if (s->done)
			thing_put_step(change, s->id, s->text, false);
	}
}

static void count_down(struct repeat *r, struct thing *change)
{
	if (!r->count)
		return;
	r->count--;
	change->fields |= THING_REPEAT;
	change->repeat = repeat_rule(r);
}

bool task_fill_again(const struct thing *t, int64_t today,
		     struct thing *change)
{
	struct repeat r;
	int64_t due = t->due != NO_DAY ? t->due : today, next;

	if (!t->repeat || !repeat_parse(t->repeat, &r))
		return false;
	next = repeat_next(&r, due);
	if (next == NO_DAY)
		return false;
	change->fields = THING_LAST | THING_DUE;
	change->last = due;
	change->due = next;
	if (t->start != NO_DAY) {
		change->fields |= THING_START;
		change->start = t->start + (next - due);
	}
	if (t->stage) {
		change->fields |= THING_STAGE;
		change->stage = STAGE_NONE;
	}
	count_down(&r, change);
	clear_steps(t, change);
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command task_step_rows[] = {
	{ "task step", NULL, "add|done|undo|remove [ID] TEXT", "change the "
	  "checklist of a task", "For add TEXT is the new step. For the "
	  "others it is numbers, counted from 1, or the words of a step or "
	  "their beginning.", NULL, BOTH, run_step },
	{ "task part", NULL, "[ID] PARENT", "make a task a part of another",
	  "PARENT is a task of the same room; \"none\" makes it a task of its "
	  "own.", NULL, BOTH, run_part },
	{ "task after", NULL, "[ID] OTHER…", "say which tasks go before a "
	  "task", "It is blocked until they are done. They take the place of "
	  "those named before; \"none\" takes them away.", NULL, BOTH,
	  run_after },
	{ "task repeat", NULL, "[ID] WORDS", "let a task come again",
	  "WORDS are daily, weekly, monthly, yearly, weekdays, every 2 weeks, "
	  "every monday, a rule as in iCalendar (FREQ=MONTHLY;BYDAY=-1FR), or "
	  "none. When it is done, it is due again at the next date.", NULL,
	  BOTH, run_repeat },
	{ "task last-done", NULL, "[ID] DATE", "correct for which date a "
	  "repeating task was done last", NULL, NULL, BOTH, run_last },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
