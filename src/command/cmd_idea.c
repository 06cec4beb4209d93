/* Commands: ideas. Whoever takes care of one and moderators say what becomes
 * of it; everybody votes. */
#include "command/internal.h"

#include <string.h>

static bool run_add(struct command_call *call, GError **err)
{
	return call_add_new(call, KIND_IDEA, NULL, err);
}

static bool run_from(struct command_call *call, GError **err)
{
	return call_add_from(call, KIND_IDEA, NULL, err);
}

/* ---- what becomes of it ----------------------------------------------------------- */

static int wanted_status(const struct command_call *call)
{
	static const struct {
		const char *name;
		enum idea_status status;
	} rows[] = {
		{ "idea plan", IDEA_PLANNED }, { "idea start", IDEA_DOING },
		{ "idea done", IDEA_DONE }, { "idea decline", IDEA_DECLINED },
	};

	for (guint i = 0; i < G_N_ELEMENTS(rows); i++)
		if (!strcmp(rows[i].name, call->command->name))
			return rows[i].status;
	return IDEA_NEW;
}

/* A reason stands only beside the status it was given for. */
static bool fill_status(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	change->fields = THING_STATUS;
	change->status = wanted_status(call);
	if (t->reason)
		change->fields |= THING_REASON;
	return call_set_text(change, THING_REASON,
			     args_get(call->args, "REASON"), err);
}

static bool fill_owner(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	const char *user = args_get(call->args, "WHO");
	struct room *room = reader_room(call->ctx->reader, t->room);

	change->fields = THING_OWNER;
	if (strcmp(user, "none"))
		change->owner = call_user(call, room, user, err);
	room_free(room);
	return change->owner || !strcmp(user, "none");
}

static bool fill_part(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	(void)call;
	change->fields = THING_SAME;
	return t->same || call_fail(err, FM_ERROR_REFUSED, "\"%s\" is not "
				    "merged into another idea.", t->title);
}

static bool fill_merge(struct command_call *call, const struct thing *t,
		       struct thing *change, GError **err)
{
	struct thing *into = call_thing_words(call, KIND_IDEA,
					      args_get(call->args, "INTO"),
					      err);
	bool ok = into != NULL;

	if (ok && (into->post == t->post || into->room != t->room))
		ok = call_fail(err, FM_ERROR_REFUSED, into->room != t->room ?
			       "Only ideas of the same room can be merged." :
			       "An idea cannot be merged into itself.");
	if (ok && !into->eid)
		ok = call_fail(err, FM_ERROR_REFUSED, "The idea \"%s\" has "
			       "not been sent yet.", into->title);
	if (ok) {
		change->fields = THING_SAME;
		change->same = g_strdup(into->same ? into->same : into->eid);
	}
	thing_free(into);
	return ok;
}

static bool run_status(struct command_call *call, GError **err)
{
	return call_change(call, KIND_IDEA, fill_status, err);
}

static bool run_owner(struct command_call *call, GError **err)
{
	return call_change(call, KIND_IDEA, fill_owner, err);
}

static bool run_merge(struct command_call *call, GError **err)
{
	return call_change(call, KIND_IDEA, fill_merge, err);
}

static bool run_part(struct command_call *call, GError **err)
{
	return call_change(call, KIND_IDEA, fill_part, err);
}

static bool run_vote(struct command_call *call, GError **err)
{
	const char *word = args_get(call->args, "up|down|none");

	return call_vote(call, KIND_IDEA, !strcmp(word, "up") ? VOTE_UP :
			 !strcmp(word, "down") ? VOTE_DOWN : VOTE_NONE, err);
}

/* ---- listing ------------------------------------------------------------------------ */

static bool get_order(struct command_call *call, struct thing_query *q,
		      GError **err)
{
	static const struct {
		const char *word;
		enum thing_order order;
	} orders[] = {
		{ "votes", ORDER_VOTES }, { "age", ORDER_OLDEST },
		{ "new", ORDER_NEWEST }, { "hot", ORDER_HOT },
		{ "changed", ORDER_CHANGED },
	};
	const char *word = args_get(call->args, "--sort");

	for (guint i = 0; word && i < G_N_ELEMENTS(orders); i++)
		if (!strcmp(orders[i].word, word)) {
			q->order = orders[i].order;
			return true;
		}
	return !word || call_fail(err, FM_ERROR_USAGE, "\"%s\" is no order; "
				  "expected votes, age, new, hot or changed.",
				  word);
}

/* What is merged into another is left out unless all are asked for. */
static bool fits(const struct thing *t, const char *status, bool all)
{
	if (status)
		return !strcmp(status, t->same ? "duplicate" :
			       thing_status_word(t));
	return all || !thing_is_closed(t);
}

static bool is_status(const char *word)
{
	const char *const *words = thing_words(KIND_IDEA, THING_STATUS);

	for (; *words; words++)
		if (!strcmp(*words, word))
			return true;
	return !strcmp(word, "duplicate");
}

static bool run_list(struct command_call *call, GError **err)
{
	struct thing_query q = { .kind = KIND_IDEA };
	const char *status = args_get(call->args, "--status");
	bool all = args_flag(call->args, "--all");
	g_autoptr(GPtrArray) list = NULL;

	if (status && !is_status(status))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no status; "
				 "expected new, planned, doing, done, declined "
				 "or duplicate.", status);
	if (!call_list_query(call, &q, err) || !get_order(call, &q, err))
		return false;
	list = reader_things(call->ctx->reader, &q);
	for (guint i = 0; i < list->len; i++)
		if (fits(g_ptr_array_index(list, i), status, all))
			call_answer(call, g_ptr_array_index(list, i));
	return true;
}

static bool run_show(struct command_call *call, GError **err)
{
	return call_show(call, KIND_IDEA, err);
}

#define BOTH (IN_SHELL | IN_PROMPT)
#define ACT (BOTH | VIEW_IDEAS | VIEW_POSTS)

const struct command idea_rows[] = {
	{ "idea add", NULL, "ROOM TITLE [--notes NOTES] [--tag TAG]…",
	  "say what could be better", "An ordinary message; people vote on it "
	  "by reacting with 👍 or 👎.", NULL, BOTH | IN_SLASH | VIEW_IDEAS |
	  IN_FORM, run_add },
	{ "idea", NULL, "ROOM TITLE", "say here what could be better", NULL,
	  NULL, IN_SLASH, run_add },
	{ "idea from", NULL, "ROOM [ID] [TITLE] [--tag TAG]…", "make an idea "
	  "from a message", "Without TITLE its first line is the title.",
	  NULL, BOTH | VIEW_POSTS, run_from },
	{ "idea list", NULL, "[ROOM] [--sort ORDER] [--status STATUS] [--all] "
	  "[--mine] [--tag TAG] [--filter WORDS]", "list ideas", "ORDER is "
	  "votes (for minus against), age, new, hot (votes by age: for minus "
	  "against, divided by one and the months it is old) or changed. "
	  "STATUS is new, planned, doing, done, declined or duplicate; "
	  "without it those that are open.", NULL, BOTH | LISTED, run_list,
	  "No ideas yet. a adds one." },
	{ "idea show", NULL, "[ID]", "show an idea in full", NULL, NULL,
	  IN_SHELL, run_show },
	{ "idea vote", NULL, "[ID] up|down|none", "vote on an idea", "A person "
	  "has one vote; another one takes its place.", NULL, ACT, run_vote },
	{ "idea plan", NULL, "[ID] [REASON]", "say that an idea is planned",
	  NULL, NULL, ACT, run_status },
	{ "idea start", NULL, "[ID] [REASON]", "say that work on an idea goes "
	  "on", NULL, NULL, ACT, run_status },
	{ "idea done", NULL, "[ID] [REASON]", "say that an idea is done", NULL,
	  NULL, ACT, run_status },
	{ "idea decline", NULL, "[ID] REASON", "decline an idea and say why",
	  NULL, NULL, ACT | IN_FORM, run_status },
	{ "idea reopen", NULL, "[ID] [REASON]", "take an idea up again", NULL,
	  NULL, ACT, run_status },
	{ "idea owner", NULL, "[ID] WHO", "say who takes care of an idea",
	  "\"none\": nobody does.", NULL, ACT | IN_FORM, run_owner },
	{ "idea merge", NULL, "[ID] INTO", "say that an idea repeats another "
	  "one", "Votes on both count once for each person.", NULL, ACT,
	  run_merge },
	{ "idea part", NULL, "[ID]", "part an idea from the one it was merged "
	  "into", NULL, NULL, ACT, run_part },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
