/* The fields of tasks from words. */
#include "command/internal.h"
#include "model/repeat.h"

#include <string.h>

#define ASSIGNEES_MAX 32
#define AFTER_MAX 32
#define STEPS_MAX 200
#define STEP_LENGTH 500

bool task_set_assignees(struct command_call *call, const struct room *room,
			struct thing *t, const char *const *users,
			GError **err)
{
	if (!*users)
		return true;
	if (g_strv_length((char **)users) > ASSIGNEES_MAX)
		return call_fail(err, FM_ERROR_USAGE, "A task has at most %d "
				 "assignees.", ASSIGNEES_MAX);
	t->fields |= THING_ASSIGNEES;
	if (!t->assignees)
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

bool task_set_priority(struct thing *t, const char *words, GError **err)
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

bool task_set_estimate(struct thing *t, const char *words, GError **err)
{
	if (!words)
		return true;
	t->fields |= THING_ESTIMATE;
	t->estimate = 0;
	if (!strcmp(words, "none") || command_parse_length(words, &t->estimate))
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no length of time. "
			 "Say 2h, 90m, 1h30, 3d, or none.", words);
}

bool task_set_repeat(struct thing *t, int64_t due, const char *words,
		     GError **err)
{
	struct repeat r;

	if (!words)
		return true;
	t->fields |= THING_REPEAT;
	if (!strcmp(words, "none"))
		return true;
	if (!repeat_from_words(words, due, &r))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" does not say "
				 "when it comes again. Say daily, weekly, "
				 "monthly, yearly, weekdays, \"every 2 "
				 "weeks\", \"every monday\", a rule like "
				 "FREQ=MONTHLY;BYDAY=-1FR, or none.", words);
	if (r.ignored[0])
		return call_fail(err, FM_ERROR_USAGE, "%s of that rule cannot "
				 "be kept; FREQ, INTERVAL, BYDAY, BYMONTHDAY, "
				 "COUNT and UNTIL can.", r.ignored);
	t->repeat = repeat_rule(&r);
	return true;
}

/* A task of the same room that has an id. Yours. */
static char *other_task(struct command_call *call, int64_t room,
			const char *self, const char *words, GError **err)
{
	struct thing *other = call_thing_words(call, KIND_TASK, words, err);
	char *eid = NULL;

	if (!other)
		return NULL;
	if (other->room != room)
		call_fail(err, FM_ERROR_REFUSED, "\"%s\" is in another room; "
			  "only tasks of one room can hang together.",
			  other->title);
	else if (!other->eid)
		call_fail(err, FM_ERROR_REFUSED, "\"%s\" has not been sent "
			  "yet; \"outbox\" shows what waits.", other->title);
	else if (g_strcmp0(other->eid, self) == 0)
		call_fail(err, FM_ERROR_USAGE, "That is the task itself.");
	else
		eid = g_strdup(other->eid);
	thing_free(other);
	return eid;
}

/* Would `parent` be a part of `self`, by any way? */
static bool is_above(struct command_call *call, int64_t room,
		     const char *self, const char *parent)
{
	g_autofree char *at = g_strdup(parent);

	for (int depth = 0; at && self && depth < 100; depth++) {
		struct thing *t = reader_thing(call->ctx->reader, room, at);

		if (!strcmp(at, self)) {
			thing_free(t);
			return true;
		}
		g_free(at);
		at = t ? g_strdup(t->parent) : NULL;
		thing_free(t);
	}
	return false;
}

bool task_set_parent(struct command_call *call, const struct thing *self,
		     struct thing *t, const char *words, GError **err)
{
	if (!words)
		return true;
	t->fields |= THING_PARENT;
	if (!strcmp(words, "none"))
		return true;
	t->parent = other_task(call, self->room, self->eid, words, err);
	if (!t->parent)
		return false;
	if (is_above(call, self->room, self->eid, t->parent))
		return call_fail(err, FM_ERROR_REFUSED, "That task is itself a "
				 "part of this one; nothing was sent.");
	return true;
}

bool task_set_after(struct command_call *call, const struct thing *self,
		    struct thing *t, const char *const *words, GError **err)
{
	if (!*words)
		return true;
	t->fields |= THING_AFTER;
	if (!strcmp(*words, "none"))
		return true;
	if (g_strv_length((char **)words) > AFTER_MAX)
		return call_fail(err, FM_ERROR_USAGE, "At most %d tasks go "
				 "before a task.", AFTER_MAX);
	t->after = g_ptr_array_new_with_free_func(g_free);
	for (; *words; words++) {
		char *eid = other_task(call, self->room, self->eid, *words,
				       err);

		if (!eid)
			return false;
		g_ptr_array_add(t->after, eid);
	}
	return true;
}

char *task_step_id(struct command_call *call, const struct thing *t)
{
	for (;;) {
		char *id = g_strdup_printf("s%08x", (unsigned)world_random(
					   call->ctx->world));

		if (!thing_step(t, id))
			return id;
		g_free(id);
	}
}

bool task_add_step(struct command_call *call, const struct thing *t,
		   struct thing *change, const char *words, GError **err)
{
	g_autofree char *text = g_strstrip(g_strdup(words));
	g_autofree char *id = NULL;
	guint have = (t->steps ? t->steps->len : 0) +
		     (change->steps ? change->steps->len : 0);

	g_strdelimit(text, "\r\n\t", ' ');
	if (!*text)
		return call_fail(err, FM_ERROR_USAGE, "A step needs words.");
	if (!g_utf8_validate(text, -1, NULL) ||
	    g_utf8_strlen(text, -1) > STEP_LENGTH)
		return call_fail(err, FM_ERROR_REFUSED, "A step is text of at "
				 "most %d characters; nothing was sent.",
				 STEP_LENGTH);
	if (have >= STEPS_MAX)
		return call_fail(err, FM_ERROR_REFUSED, "A task has at most "
				 "%d steps.", STEPS_MAX);
	do {
		g_free(id);
		id = task_step_id(call, t);
	} while (thing_step(change, id));
	change->fields |= THING_STEPS;
	thing_put_step(change, id, text, false);
	return true;
}

static bool set_steps(struct command_call *call, struct thing *t,
		      const char *const *texts, GError **err)
{
	struct thing *none = thing_new(KIND_TASK);
	bool ok = true;

	for (; ok && *texts; texts++)
		ok = task_add_step(call, none, t, *texts, err);
	thing_free(none);
	return ok;
}

bool task_set_options(struct command_call *call, const struct room *room,
		      struct thing *t, GError **err)
{
	const struct args *a = call->args;
	struct thing self = { .kind = KIND_TASK, .room = room->id };

	return call_set_text(t, THING_NOTES, args_get(a, "--notes"), err) &&
	       call_set_day(call, t, THING_DUE, args_get(a, "--due"), err) &&
	       call_set_day(call, t, THING_START, args_get(a, "--start"),
			    err) &&
	       task_set_priority(t, args_get(a, "--priority"), err) &&
	       task_set_estimate(t, args_get(a, "--estimate"), err) &&
	       call_set_tags(t, args_all(a, "--tag"), err) &&
	       task_set_repeat(t, t->due, args_get(a, "--repeat"), err) &&
	       set_steps(call, t, args_all(a, "--step"), err) &&
	       task_set_parent(call, &self, t, args_get(a, "--part-of"),
			       err) &&
	       task_set_after(call, &self, t, args_all(a, "--after"), err) &&
	       task_set_assignees(call, room, t, args_all(a, "--assign"),
				  err);
}
