/* Commands: tasks. A new one is a message, a change is a message in its
 * thread (doc/protocol.md). */
#include "command/internal.h"

#include <string.h>


/* ---- making one ---------------------------------------------------------------- */

/* Takes the task, which may be NULL when it could not be made. */
static bool add_with_options(struct command_call *call,
			     const struct room *room, struct thing *take,
			     GError **err)
{
	if (take && task_set_options(call, room, take, err))
		return call_add_thing(call, room, take, err);
	thing_free(take);
	return false;
}

static bool run_add(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	bool ok = room && add_with_options(call, room, call_new_thing(
			KIND_TASK, args_get(call->args, "TITLE"), err), err);

	room_free(room);
	return ok;
}

/* The first line of the message unless a title was given. */
static bool run_from(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct post *post = room ? call_post(call, room, err) : NULL;
	bool ok = post && add_with_options(call, room, call_thing_of_post(
			KIND_TASK, post, args_get(call->args, "TITLE"), err),
			err);

	post_free(post);
	room_free(room);
	return ok;
}

/* ---- changing one -------------------------------------------------------------- */

/* The words of the rows, and what they make of a task. */
static const struct act {
	const char *word;
	enum task_status status;
	enum task_stage stage;
	const char *said;
} acts[] = {
	{ "done", TASK_DONE, STAGE_NONE, "done" },
	{ "reopen", TASK_OPEN, STAGE_NONE, "open" },
	{ "start", TASK_OPEN, STAGE_DOING, "begun" },
	{ "wait", TASK_OPEN, STAGE_WAITING, "waiting" },
	{ "drop", TASK_DONE, STAGE_DROPPED, "dropped" },
};

static const struct act *act_of(const struct command_call *call)
{
	const struct act *act = acts;

	while (!g_str_has_suffix(call->command->name, act->word))
		act++;
	return act;
}

static bool is_so(const struct act *act, const struct thing *t)
{
	return t->status == (int)act->status &&
	       (t->stage == (int)act->stage ||
		(act->status == TASK_DONE && !act->stage &&
		 t->stage != STAGE_DROPPED));
}

/* A repeating task is done for its date; the next one is due then. */
static bool fill_status(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	const struct act *act = act_of(call);
	int64_t today = world_civil(call->ctx->world,
				    world_now(call->ctx->world)).day;

	(void)err;
	if (act->status == TASK_DONE && !act->stage &&
	    t->status == TASK_OPEN && task_fill_again(t, today, change))
		return true;
	if (t->status != (int)act->status)
		change->fields |= THING_STATUS;
	change->status = (int)act->status;
	if (t->stage != (int)act->stage)
		change->fields |= THING_STAGE;
	change->stage = (int)act->stage;
	return true;
}

static bool fill_title(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	(void)t;
	return call_set_text(change, THING_TITLE, args_get(call->args, "TITLE"),
			err);
}

static bool fill_notes(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	g_autofree char *text = call_text(call, args_get(call->args, "NOTES"),
					  err);

	(void)t;
	if (!text)
		return false;
	return call_set_text(change, THING_NOTES, strcmp(text, "none") ? text : "",
			err);
}

static bool fill_due(struct command_call *call, const struct thing *t,
		     struct thing *change, GError **err)
{
	(void)t;
	return call_set_day(call, change, THING_DUE, args_get(call->args,
							      "DATE"), err);
}

static bool fill_start(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	(void)t;
	return call_set_day(call, change, THING_START,
			    args_get(call->args, "DATE"), err);
}

static bool fill_estimate(struct command_call *call, const struct thing *t,
			  struct thing *change, GError **err)
{
	(void)t;
	return task_set_estimate(change, args_get(call->args, "LENGTH"), err);
}

static bool fill_priority(struct command_call *call, const struct thing *t,
			  struct thing *change, GError **err)
{
	(void)t;
	return task_set_priority(change, args_get(call->args,
					     "none|low|high|urgent"), err);
}

static bool fill_tags(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	const char *const *tags = args_all(call->args, "TAG");

	(void)t;
	if (!strcmp(*tags, "none")) {
		change->fields = THING_TAGS;
		return true;
	}
	return call_set_tags(change, tags, err);
}

static bool fill_assign(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	bool ok = task_set_assignees(call, room, change, args_all(call->args,
							     "USER"), err);

	room_free(room);
	return ok;
}

/* Without names: nobody has it any more. */
static bool fill_unassign(struct command_call *call, const struct thing *t,
			  struct thing *change, GError **err)
{
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct thing *gone = thing_new(KIND_TASK);
	const char *const *users = args_all(call->args, "WHO");
	bool ok = task_set_assignees(call, room, gone, users, err);

	change->fields = THING_ASSIGNEES;
	change->assignees = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; ok && *users && t->assignees &&
	     i < t->assignees->len; i++) {
		const char *uid = g_ptr_array_index(t->assignees, i);

		if (!g_ptr_array_find_with_equal_func(gone->assignees, uid,
						      g_str_equal, NULL))
			g_ptr_array_add(change->assignees, g_strdup(uid));
	}
	thing_free(gone);
	room_free(room);
	return ok;
}

/* What is so already is no error: scripts may say it twice. */
static bool run_status(struct command_call *call, GError **err)
{
	struct thing *t = call_thing(call, KIND_TASK, err);
	const struct act *act = act_of(call);
	bool same = t && is_so(act, t);
	struct record *r;

	if (same) {
		r = call_begin(call, "task");
		answer_thing(r, t);
		call_end(call, r);
		call_note(call, "\"%s\" is %s already.", t->title,
			  act->said);
	}
	if (!t)
		return false;
	thing_free(t);
	return same || call_change(call, KIND_TASK, fill_status, err);
}

static bool run_title(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_title, err);
}

static bool run_notes(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_notes, err);
}

static bool run_due(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_due, err);
}

static bool run_start(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_start, err);
}

static bool run_estimate(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_estimate, err);
}

static bool run_priority(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_priority, err);
}

static bool run_tag(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_tags, err);
}

static bool run_assign(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_assign, err);
}

static bool run_unassign(struct command_call *call, GError **err)
{
	return call_change(call, KIND_TASK, fill_unassign, err);
}

/* For the forms of the acts above: what is there now. */
static bool show_now(struct command_call *call, struct form *form,
		     GError **err)
{
	static const char *const names[] = { "none", "low", "high", "urgent" };
	struct thing *t = call_thing(call, KIND_TASK, err);
	bool start = g_str_has_suffix(call->command->name, "begin-on");
	g_autofree char *due = t ? answer_day(start ? t->start : t->due)
				 : NULL;
	g_autofree char *estimate = t && t->estimate ?
		g_strdup_printf("%dm", t->estimate) : NULL;

	if (!t)
		return false;
	form_set(form, "TITLE", t->title);
	form_set(form, "NOTES", t->notes);
	form_set(form, "DATE", due);
	form_set(form, "LENGTH", estimate);
	form_set(form, "none|low|high|urgent",
		 names[CLAMP(t->priority, 0, 3)]);
	for (guint i = 0; t->tags && i < t->tags->len; i++)
		form_set(form, "TAG", g_ptr_array_index(t->tags, i));
	for (guint i = 0; t->assignees && i < t->assignees->len; i++)
		form_set(form, "USER", g_ptr_array_index(t->assignees, i));
	thing_free(t);
	return true;
}

#define MORE_OPTIONS "[--start DATE] [--estimate LENGTH] [--step STEP]… " \
	"[--part-of PARENT] [--after OTHER]… [--repeat RULE]"
#define BOTH (IN_SHELL | IN_PROMPT)

const struct command task_rows[] = {
	{ "task add", NULL, "ROOM TITLE [--assign USER]… [--due DATE] "
	  "[--notes NOTES] [--priority PRIORITY] [--tag TAG]… "
	  MORE_OPTIONS, "make a task",
	  "It is an ordinary message in the room, which colleagues with any "
	  "client can read and answer. DATE is fri, tomorrow, +3d, 1 dec, "
	  "2026-12-01; PRIORITY is none, low, high or urgent; LENGTH is 2h or "
	  "90m; RULE is weekly, every 2 weeks, FREQ=MONTHLY;BYDAY=-1FR; "
	  "PARENT and OTHER are tasks of the same room.", NULL,
	  BOTH | IN_SLASH | IN_FORM, run_add },
	{ "task", NULL, "ROOM TITLE [--assign USER]… [--due DATE]", "make a "
	  "task here", NULL, NULL, IN_SLASH, run_add },
	{ "task from", NULL, "ROOM [ID] [TITLE] [--assign USER]… [--due DATE] "
	  "[--notes NOTES] [--priority PRIORITY] [--tag TAG]… "
	  MORE_OPTIONS, "make a task "
	  "from a message", "Without TITLE its first line is the title.",
	  NULL, BOTH, run_from },
	{ "task done", NULL, "[ID]", "mark a task done", "One that repeats is "
	  "done for its date and is due again at the next; after the last it "
	  "is done.", NULL, BOTH, run_status },
	{ "task reopen", NULL, "[ID]", "open a task again", NULL, NULL, BOTH,
	  run_status },
	{ "task assign", NULL, "[ID] USER…", "say who does a task",
	  "USER is an id, its local part, or the name of a member. It takes "
	  "the place of those who had it.", NULL, BOTH | IN_FORM, run_assign,
	  .fill = show_now },
	{ "task unassign", NULL, "[ID] [WHO…]", "take a task from people",
	  "Without names nobody has it any more.", NULL, BOTH,
	  run_unassign },
	{ "task due", NULL, "[ID] DATE", "say when a task is due", "DATE is "
	  "fri, tomorrow, next week, +3d, +2w, 1 dec, 2026-12-01 or none.",
	  NULL, BOTH | IN_FORM, run_due, .fill = show_now },
	{ "task title", NULL, "[ID] TITLE", "change the title of a task",
	  NULL, NULL, BOTH | IN_FORM, run_title, .fill = show_now },
	{ "task notes", NULL, "[ID] NOTES", "change the notes of a task",
	  "\"none\" clears them; \"-\" reads standard input.", NULL, BOTH |
	  IN_FORM, run_notes, .fill = show_now },
	{ "task priority", NULL, "[ID] none|low|high|urgent", "say how much a "
	  "task matters", NULL, NULL, BOTH | IN_FORM, run_priority,
	  .fill = show_now },
	{ "task tag", NULL, "[ID] TAG…", "set the tags of a task",
	  "\"none\" clears them.", NULL, BOTH | IN_FORM, run_tag,
	  .fill = show_now },
	{ "task start", NULL, "[ID]", "say that you have begun a task", NULL,
	  NULL, BOTH, run_status },
	{ "task wait", NULL, "[ID]", "say that a task waits for others", NULL,
	  NULL, BOTH, run_status },
	{ "task drop", NULL, "[ID]", "give a task up", "It counts as closed; "
	  "task reopen takes it up again.", NULL, BOTH, run_status },
	{ "task begin-on", NULL, "[ID] DATE", "say before which day a task "
	  "is not to be begun", "\"none\" takes the day away.", NULL, BOTH |
	  IN_FORM, run_start, .fill = show_now },
	{ "task estimate", NULL, "[ID] LENGTH", "say how long a task takes",
	  "LENGTH is 2h, 90m, 1h30, 3d, or none.", NULL, BOTH | IN_FORM, run_estimate,
	  .fill = show_now },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
