/* Commands: tasks. A new one is a message, a change is a message in its
 * thread (doc/protocol.md). */
#include "command/internal.h"

#include <string.h>

#define PAGE 200
#define TITLE_MAX 2000
#define NOTES_MAX 16000
#define MANY_MAX 32	/* assignees, tags */

/* ---- fields from words ------------------------------------------------------ */

static bool set_due(struct command_call *call, struct thing *t,
		    const char *words, GError **err)
{
	if (!words)
		return true;
	t->fields |= THING_DUE;
	if (command_parse_date(call->ctx->world, words, &t->due))
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say fri, "
			 "tomorrow, +3d, +2w, 1 dec, 2026-12-01, or none.",
			 words);
}

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

static bool set_text(struct thing *t, enum thing_bit field, const char *words,
		     GError **err)
{
	char **to = field == THING_TITLE ? &t->title : &t->notes;
	int most = field == THING_TITLE ? TITLE_MAX : NOTES_MAX;

	if (!words)
		return true;
	if (!g_utf8_validate(words, -1, NULL))
		return call_fail(err, FM_ERROR_REFUSED, "The text is not "
				 "valid UTF-8; nothing was sent.");
	if (g_utf8_strlen(words, -1) > most)
		return call_fail(err, FM_ERROR_REFUSED, "The %s is longer "
				 "than %d characters; nothing was sent.",
				 field == THING_TITLE ? "title" : "text", most);
	t->fields |= field;
	*to = g_strstrip(g_strdup(words));
	if (field == THING_TITLE)
		g_strdelimit(*to, "\r\n\t", ' ');
	if (field == THING_TITLE && !**to)
		return call_fail(err, FM_ERROR_USAGE, "A task needs a title.");
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

static bool set_tags(struct thing *t, const char *const *tags, GError **err)
{
	if (!*tags)
		return true;
	if (g_strv_length((char **)tags) > MANY_MAX)
		return call_fail(err, FM_ERROR_USAGE, "A task has at most %d "
				 "tags.", MANY_MAX);
	t->fields |= THING_TAGS;
	t->tags = g_ptr_array_new_with_free_func(g_free);
	for (; *tags; tags++)
		g_ptr_array_add(t->tags, g_strdup(*tags + (**tags == '#')));
	return true;
}

/* What the options of `task add` and `task from` say. */
static bool set_options(struct command_call *call, const struct room *room,
			struct thing *t, GError **err)
{
	const struct args *a = call->args;

	return set_text(t, THING_NOTES, args_get(a, "--notes"), err) &&
	       set_due(call, t, args_get(a, "--due"), err) &&
	       set_priority(t, args_get(a, "--priority"), err) &&
	       set_tags(t, args_all(a, "--tag"), err) &&
	       set_assignees(call, room, t, args_all(a, "--assign"), err);
}

/* ---- making one ---------------------------------------------------------------- */

static void answer_new(struct command_call *call, const struct room *room,
		       const struct thing *t, const struct op_outcome *o)
{
	struct thing *shown = thing_copy(t);
	struct record *r = call_begin(call, "task");

	shown->eid = g_strdup(o->eid);
	shown->rid = g_strdup(room->rid);
	shown->room_name = g_strdup(room->name);
	shown->ts = shown->changed = world_now(call->ctx->world);
	shown->state = o->state == OP_SENT ? POST_SENT :
		       o->state == OP_HELD ? POST_HELD :
		       o->state == OP_FAILED ? POST_FAILED : POST_WAITING;
	answer_thing(r, shown);
	record_text(r, "txn", o->txn);
	record_int(r, "op", o->id);
	call_end(call, r);
	thing_free(shown);
}

static bool add_task(struct command_call *call, const struct room *room,
		     struct thing *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	struct thing *shown = thing_copy(take);
	struct op *op = call_op(call, OP_THING, room);
	bool ok;

	op->thing = take;
	op->target = g_strdup(take->source);
	ok = call_submit(call, op, &o, err);
	if (ok || o.txn)
		answer_new(call, room, shown, &o);
	if (ok)
		call_say(call, "Added the task \"%s\".", shown->title);
	op_outcome_clear(&o);
	thing_free(shown);
	return ok;
}

static struct thing *new_task(struct command_call *call,
			     const struct room *room, const char *title,
			     GError **err)
{
	struct thing *t = thing_new(KIND_TASK);

	t->fields = THING_STATUS;
	if (set_text(t, THING_TITLE, title, err) &&
	    set_options(call, room, t, err))
		return t;
	thing_free(t);
	return NULL;
}

static bool run_add(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct thing *t = room ? new_task(call, room, args_get(call->args,
							      "TITLE"), err)
			      : NULL;
	bool ok = t && add_task(call, room, t, err);

	room_free(room);
	return ok;
}

/* The first line of the message unless a title was given. */
static bool run_from(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct post *post = room ? call_post(call, room, err) : NULL;
	const char *title = args_get(call->args, "TITLE");
	g_autofree char *line = NULL;
	struct thing *t = NULL;
	bool ok = false;

	if (post && !title) {
		line = g_strndup(post->body ? post->body : "",
				 strcspn(post->body ? post->body : "", "\n"));
		title = line;
	}
	if (post)
		t = new_task(call, room, title, err);
	if (t) {
		t->fields |= THING_SOURCE;
		t->source = g_strdup(post->eid);
		ok = add_task(call, room, t, err);
	}
	post_free(post);
	room_free(room);
	return ok;
}

/* ---- finding and changing one ---------------------------------------------------- */

static struct thing *find_named(struct command_call *call, const char *words,
			       GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct thing *t = reader_thing_find(call->ctx->reader, 0, KIND_TASK, words, &inner);

	if (!t && g_error_matches(inner, FM_ERROR, FM_ERROR_NOT_FOUND) &&
	    call_catch_up(call, words)) {
		g_clear_error(&inner);
		t = reader_thing_find(call->ctx->reader, 0, KIND_TASK, words, &inner);
	}
	if (!t)
		g_propagate_error(err, g_steal_pointer(&inner));
	return t;
}

static struct thing *find_task(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "ID");
	struct thing *t = NULL;

	if (!call_reader(call, err))
		return NULL;
	if (words)
		return find_named(call, words, err);
	if (call->ctx->eid)
		t = reader_thing(call->ctx->reader, call->ctx->room,
				call->ctx->eid);
	if (!t)
		call_fail(err, FM_ERROR_NOT_FOUND, "No task is selected.");
	return t;
}

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
static void undo_change(struct command_call *call, const struct thing *t,
			uint32_t fields)
{
	static const char *const priorities[] = { "none", "low", "high",
						  "urgent" };
	g_autofree char *title = call_quote(t->title);
	g_autofree char *notes = call_quote(t->notes && *t->notes ? t->notes :
					    "none");
	g_autofree char *due = answer_day(t->due);

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

static bool change_task(struct command_call *call, const struct thing *t,
			struct thing *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	struct room *room = reader_room(call->ctx->reader, t->room);
	struct thing *now = thing_copy(t);
	uint32_t fields = take->fields;
	struct op *op;
	bool ok;

	thing_apply(now, take);
	op = call_op(call, OP_THING_CHANGE, room);
	op->target = g_strdup(t->eid);
	op->thing = take;
	ok = call_submit(call, op, &o, err);
	if (ok) {
		struct record *r = call_begin(call, "task");

		now->state = o.state == OP_SENT ? POST_SENT : POST_WAITING;
		answer_thing(r, now);
		record_text(r, "txn", o.txn);
		call_end(call, r);
		undo_change(call, t, fields);
	}
	op_outcome_clear(&o);
	thing_free(now);
	room_free(room);
	return ok;
}

/* A root that is still in the outbox has no id to hang a change on. */
static bool is_sent(const struct thing *t, GError **err)
{
	return t->eid || call_fail(err, FM_ERROR_REFUSED, "The task \"%s\" "
				   "has not been sent yet; \"outbox\" shows "
				   "what waits.", t->title);
}

/* One of the acts below: fills the change from the arguments. */
typedef bool (*task_fill)(struct command_call *call, const struct thing *t,
			  struct thing *change, GError **err);

static bool run_change(struct command_call *call, task_fill fill,
		       GError **err)
{
	struct thing *t = find_task(call, err), *change;
	bool ok = t && is_sent(t, err);

	if (ok) {
		change = thing_new(KIND_TASK);
		ok = fill(call, t, change, err);
		if (ok)
			ok = change_task(call, t, change, err);
		else
			thing_free(change);
	}
	thing_free(t);
	return ok;
}

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
	return set_text(change, THING_TITLE, args_get(call->args, "TITLE"),
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
	return set_text(change, THING_NOTES, strcmp(text, "none") ? text : "",
			err);
}

static bool fill_due(struct command_call *call, const struct thing *t,
		     struct thing *change, GError **err)
{
	(void)t;
	return set_due(call, change, args_get(call->args, "DATE"), err);
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
	return set_tags(change, tags, err);
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
	struct thing *t = find_task(call, err);
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
	return same || run_change(call, fill_status, err);
}

static bool run_title(struct command_call *call, GError **err)
{
	return run_change(call, fill_title, err);
}

static bool run_notes(struct command_call *call, GError **err)
{
	return run_change(call, fill_notes, err);
}

static bool run_due(struct command_call *call, GError **err)
{
	return run_change(call, fill_due, err);
}

static bool run_priority(struct command_call *call, GError **err)
{
	return run_change(call, fill_priority, err);
}

static bool run_tag(struct command_call *call, GError **err)
{
	return run_change(call, fill_tags, err);
}

static bool run_assign(struct command_call *call, GError **err)
{
	return run_change(call, fill_assign, err);
}

static bool run_unassign(struct command_call *call, GError **err)
{
	return run_change(call, fill_unassign, err);
}

/* ---- listing ------------------------------------------------------------------------- */

static bool find_scope(struct command_call *call, struct thing_query *q,
		       GError **err)
{
	struct room *room;

	if (!args_get(call->args, "ROOM"))
		return true;
	room = call_room(call, err);
	if (!room)
		return false;
	if (room->kind == ROOM_SPACE)
		q->space = room->id;
	else
		q->room = room->id;
	room_free(room);
	return true;
}

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

	if (!call_reader(call, err) || !find_scope(call, &q, err))
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
	struct thing *t = find_task(call, err);
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
	struct thing *t = find_task(call, err);
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
