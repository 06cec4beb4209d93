/* Commands: tasks. A new one is a message, a change is a message in its
 * thread (doc/protocol.md). */
#include "command/internal.h"

#include <string.h>

#define PAGE 200
#define MANY_MAX 32	/* assignees */

/* ---- fields from words ------------------------------------------------------ */

static bool set_assignees(struct command_call *call, const struct room *room,
			  struct thing *t, const char *const *users,
			  GError **err)
{
	if (!*users)
		return true;
	if (g_strv_length((char **)users) > MANY_MAX)
		return call_fail(err, FM_ERROR_USAGE, "A task has at most %d "
				 "assignees.", MANY_MAX);
	t->fields |= THING_ASSIGNEES;
	t->assignees = g_ptr_array_new_with_free_func(g_free);
	for (; *users; users++) {
		char *uid = call_user(call, room, *users, err);

		if (!uid)
			return false;
		if (g_ptr_array_find_with_equal_func(t->assignees, uid,
						     g_str_equal, NULL))
			g_free(uid);
		else
			g_ptr_array_add(t->assignees, uid);
	}
	return true;
}

static bool set_priority(struct thing *t, const char *words, GError **err)
{
	static const char *const names[] = { "none", "low", "high", "urgent" };

	if (!words)
		return true;
	t->fields |= THING_PRIORITY;
	for (int i = 0; i < (int)G_N_ELEMENTS(names); i++)
		if (!strcmp(words, names[i]) ||
		    (words[0] == '0' + i && !words[1])) {
			t->priority = i;
			return true;
		}
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no priority; expected "
			 "none, low, high or urgent.", words);
}

/* What the options of `task add` and `task from` say. */
static bool set_options(struct command_call *call, const struct room *room,
			struct thing *t, GError **err)
{
	const struct args *a = call->args;

	return call_set_text(t, THING_NOTES, args_get(a, "--notes"), err) &&
	       call_set_day(call, t, THING_DUE, args_get(a, "--due"), err) &&
	       set_priority(t, args_get(a, "--priority"), err) &&
	       call_set_tags(t, args_all(a, "--tag"), err) &&
	       set_assignees(call, room, t, args_all(a, "--assign"), err);
}

/* ---- making one ---------------------------------------------------------------- */

/* Takes the task, which may be NULL when it could not be made. */
static bool add_with_options(struct command_call *call,
			     const struct room *room, struct thing *take,
			     GError **err)
{
	if (take && set_options(call, room, take, err))
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

static int wanted_status(const struct command_call *call)
{
	return g_str_has_suffix(call->command->name, "done") ? TASK_DONE
							     : TASK_OPEN;
}

static bool fill_status(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	(void)t;
	(void)err;
	change->fields = THING_STATUS;
	change->status = wanted_status(call);
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

static bool fill_priority(struct command_call *call, const struct thing *t,
			  struct thing *change, GError **err)
{
	(void)t;
	return set_priority(change, args_get(call->args,
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
	bool ok = set_assignees(call, room, change, args_all(call->args,
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
	bool ok = set_assignees(call, room, gone, users, err);

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
	bool same = t && t->status == wanted_status(call);
	struct record *r;

	if (same) {
		r = call_begin(call, "task");
		answer_thing(r, t);
		call_end(call, r);
		call_note(call, "\"%s\" is %s already.", t->title,
			  t->status == TASK_DONE ? "done" : "open");
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

/* ---- listing ------------------------------------------------------------------------- */

static bool run_list(struct command_call *call, GError **err)
{
	const struct args *a = call->args;
	struct thing_query q = {
		.account = call->ctx->account, .limit = PAGE,
		.mine = args_flag(a, "--mine"),
		.open_only = args_flag(a, "--open"),
		.done_only = args_flag(a, "--done"),
		.overdue = args_flag(a, "--overdue"),
		.filter = args_get(a, "--filter"),
	};

	if (!call_thing_scope(call, &q, err))
		return false;
	for (;; q.offset += PAGE) {
		g_autoptr(GPtrArray) list = reader_things(call->ctx->reader,
							 &q);

		for (guint i = 0; i < list->len; i++) {
			struct record *r = call_begin(call, "task");

			answer_thing(r, g_ptr_array_index(list, i));
			call_end(call, r);
		}
		if (list->len < PAGE)
			return true;
	}
}

static bool run_show(struct command_call *call, GError **err)
{
	struct thing *t = call_thing(call, KIND_TASK, err);
	struct record *r;

	if (!t)
		return false;
	r = call_begin(call, "task-whole");
	answer_thing(r, t);
	call_end(call, r);
	thing_free(t);
	return true;
}

/* For the forms of the acts above: what is there now. */
static bool show_now(struct command_call *call, struct form *form,
		     GError **err)
{
	static const char *const names[] = { "none", "low", "high", "urgent" };
	struct thing *t = call_thing(call, KIND_TASK, err);
	g_autofree char *due = t ? answer_day(t->due) : NULL;

	if (!t)
		return false;
	form_set(form, "TITLE", t->title);
	form_set(form, "NOTES", t->notes);
	form_set(form, "DATE", due);
	form_set(form, "none|low|high|urgent",
		 names[CLAMP(t->priority, 0, 3)]);
	for (guint i = 0; t->tags && i < t->tags->len; i++)
		form_set(form, "TAG", g_ptr_array_index(t->tags, i));
	for (guint i = 0; t->assignees && i < t->assignees->len; i++)
		form_set(form, "USER", g_ptr_array_index(t->assignees, i));
	thing_free(t);
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command task_rows[] = {
	{ "task add", NULL, "ROOM TITLE [--assign USER]… [--due DATE] "
	  "[--notes NOTES] [--priority PRIORITY] [--tag TAG]…", "make a task",
	  "It is an ordinary message in the room, which colleagues with any "
	  "client can read and answer. DATE is fri, tomorrow, +3d, 1 dec, "
	  "2026-12-01; PRIORITY is none, low, high or urgent.", NULL,
	  BOTH | IN_SLASH | IN_FORM, run_add },
	{ "task", NULL, "ROOM TITLE [--assign USER]… [--due DATE]", "make a "
	  "task here", NULL, NULL, IN_SLASH, run_add },
	{ "task from", NULL, "ROOM [ID] [TITLE] [--assign USER]… [--due DATE] "
	  "[--notes NOTES] [--priority PRIORITY] [--tag TAG]…", "make a task "
	  "from a message", "Without TITLE its first line is the title.",
	  NULL, BOTH, run_from },
	{ "task list", NULL, "[ROOM] [--mine] [--open] [--done] [--overdue] "
	  "[--filter WORDS]", "list tasks", "Of a room, of a space with all "
	  "its rooms, or of all; late ones first.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_list,
	  "There are no such tasks." },
	{ "task show", NULL, "[ID]", "show a task in full", NULL, NULL,
	  IN_SHELL, run_show },
	{ "task done", NULL, "[ID]", "mark a task done", NULL, NULL, BOTH,
	  run_status },
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
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
