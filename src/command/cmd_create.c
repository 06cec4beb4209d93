/* Commands: making places. */
#include "command/internal.h"
#include "model/charter.h"

#include <string.h>
#include "model/can.h"

/* What is being made, from the arguments. */
struct making {
	struct command_call *call;
	struct account *account;
	struct room *parent;	/* --in, or NULL */
	struct plan *plan;
	int waiting;		/* ops that are kept in the outbox */
};

static void making_clear(struct making *k)
{
	account_free(k->account);
	room_free(k->parent);
	plan_free(k->plan);
}

/* ---- from the arguments ----------------------------------------------------- */

static bool take_invites(struct making *k, const char *option, GError **err)
{
	const char *const *users = args_all(k->call->args, option);

	for (; *users; users++) {
		char *uid = call_user(k->call, NULL, *users, err);

		if (!uid)
			return false;
		if (!k->plan->invites)
			k->plan->invites =
				g_ptr_array_new_with_free_func(g_free);
		if (!strcmp(uid, k->account->user) ||
		    g_ptr_array_find_with_equal_func(k->plan->invites, uid,
						     g_str_equal, NULL))
			g_free(uid);
		else
			g_ptr_array_add(k->plan->invites, uid);
	}
	return true;
}

static bool fits(const char *what, const char *text, size_t max, GError **err)
{
	if (!text || strlen(text) <= max)
		return true;
	return call_fail(err, FM_ERROR_REFUSED, "The %s is %zu bytes long; "
			 "servers take at most %zu.", what, strlen(text), max);
}

static bool take_parent(struct making *k, GError **err)
{
	const char *words = args_get(k->call->args, "--in");
	g_autofree char *why = NULL;

	if (!words)
		return true;
	k->parent = reader_room_find(k->call->ctx->reader, k->account->id,
				     words, err);
	if (!k->parent)
		return false;
	if (k->parent->kind != ROOM_SPACE)
		return call_fail(err, FM_ERROR_REFUSED, "%s is not a space; "
				 "rooms are made in spaces.", k->parent->name);
	if (!can_do(k->parent, ACT_LINK, &why))
		return call_fail(err, FM_ERROR_REFUSED, "%s", why);
	return true;
}

/* Whoever is invited from elsewhere could never come into a place that keeps
 * other servers out. */
static bool fits_access(const struct making *k, GError **err)
{
	const GPtrArray *uids = k->plan->invites;
	const char *home = uid_server(k->account->user);

	for (guint i = 0; uids && i < uids->len; i++) {
		const char *uid = uids->pdata[i];

		if (k->plan->access != ACCESS_INTERNAL ||
		    !strcmp(uid_server(uid), home))
			continue;
		return call_fail(err, FM_ERROR_REFUSED, "%s is not of %s, and "
				 "an internal place is closed to other servers "
				 "for good. Say --area external to make it for "
				 "both, or leave them out.", uid, home);
	}
	return true;
}

static void take_area(struct making *k)
{
	const char *word = args_get(k->call->args, "--area");

	k->plan->access = k->parent && k->parent->federated ?
			  ACCESS_EXTERNAL : ACCESS_INTERNAL;
	access_from(word, &k->plan->access);
}

static void take_alias(struct making *k)
{
	const char *alias = args_get(k->call->args, "--alias");

	if (alias) {
		alias += *alias == '#';
		k->plan->alias = g_strndup(alias, strcspn(alias, ":"));
	} else if (args_flag(k->call->args, "--with-alias")) {
		k->plan->alias = plan_alias(k->plan->name);
	}
}

static bool take_arguments(struct making *k, GError **err)
{
	struct plan *p = k->plan;

	k->account = call_account(k->call, err);
	if (!k->account || !take_parent(k, err))
		return false;
	take_area(k);
	take_alias(k);
	p->topic = g_strdup(args_get(k->call->args, "--topic"));
	return fits("name", p->name, PLAN_NAME_MAX, err) &&
	       fits("topic", p->topic, PLAN_TOPIC_MAX, err) &&
	       take_invites(k, "--invite", err) && fits_access(k, err);
}

/* ---- handing over ------------------------------------------------------------ */

/* Gives back the op's transaction id; NULL when it failed for good. */
static char *hand_over(struct making *k, struct op *take, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	char *txn = g_strdup(take->txn);

	take->account = k->account->id;
	if (!call_submit(k->call, take, &o, err))
		g_clear_pointer(&txn, g_free);
	k->waiting += txn && o.state == OP_WAITING;
	op_outcome_clear(&o);
	return txn;
}

static void answer_place(struct making *k, const struct plan *p,
			 const struct op_outcome *o)
{
	struct record *r = call_begin(k->call, "place");

	record_text(r, "id", o->rid);
	record_text(r, "name", p->name);
	record_text(r, "kind", room_kind_word(p->kind));
	record_text(r, "area", access_word(p->access));
	record_text(r, "state", op_state_word(o->state));
	record_text(r, "txn", o->txn);
	call_end(k->call, r);
}

/* Make a place; `target` the space it is in, or NULL. */
static char *make_place(struct making *k, struct plan *take,
			const char *target, GError **err)
{
	struct op *op = call_op(k->call, OP_CREATE, NULL);
	struct op_outcome o = { .state = OP_WAITING };
	char *txn = g_strdup(op->txn);

	op->account = k->account->id;
	op->plan = plan_copy(take);
	op->target = g_strdup(target);
	if (call_submit(k->call, op, &o, err)) {
		k->waiting += o.state == OP_WAITING;
		answer_place(k, take, &o);
	} else {
		g_clear_pointer(&txn, g_free);
	}
	op_outcome_clear(&o);
	plan_free(take);
	return txn;
}

static bool link_place(struct making *k, const char *space, const char *txn,
		       const char *order, GError **err)
{
	struct op *op = call_op(k->call, OP_LINK, NULL);
	g_autofree char *done = NULL;

	op->rid = g_strdup(space);
	op->target = g_strconcat("txn:", txn, NULL);
	op->key = g_strdup("suggest");
	op->body = g_strdup(order);
	done = hand_over(k, op, err);
	return done != NULL;
}

/* On the screen all is under way when this is said; in the shell it is done,
 * or kept. */
static void say_result(const struct making *k, const char *what,
		       const char *name)
{
	if (!k->call->ctx->shell)
		call_say(k->call, "Making %s \"%s\"; it opens when it is "
			 "there.", what, name);
	else if (k->waiting)
		call_say(k->call, "%s \"%s\" is kept in the outbox and will be "
			 "made when the server can be reached.", what, name);
	else
		call_say(k->call, "Made %s \"%s\".", what, name);
}

/* ---- projects ---------------------------------------------------------------- */

static const struct {
	const char *name, *topic, *kinds, *order;
} template_rooms[] = {
	{ "general", "Talk about everything", "event resource", "a" },
	{ "tasks", "What is to do", "task", "b" },
	{ "questions", "Ask and answer", "question", "c" },
	{ "ideas", "What could be better", "idea", "d" },
};

static bool make_template(struct making *k, const char *space, GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(template_rooms); i++) {
		struct plan *p = plan_new(ROOM_PLAIN, template_rooms[i].name);
		g_autofree char *txn = NULL;

		p->access = k->plan->access;
		p->topic = g_strdup(template_rooms[i].topic);
		p->kinds = g_strdup(template_rooms[i].kinds);
		p->order = g_strdup(template_rooms[i].order);
		txn = make_place(k, p, space, err);
		if (!txn || !link_place(k, space, txn,
					template_rooms[i].order, err))
			return false;
	}
	return true;
}

#define REVIEW_DAYS 90

/* A project has somebody who answers for it and a day on which it is looked
 * at again, unless one says otherwise. */
static void complete_charter(struct making *k, struct charter *c)
{
	const struct world *world = k->call->ctx->world;

	if (!(c->fields & CHARTER_OWNER))
		c->owner = g_strdup(k->account->user);
	if (!(c->fields & CHARTER_REVIEW))
		c->review = world_civil(world, world_now(world)).day +
			    REVIEW_DAYS;
	if (!(c->fields & CHARTER_AREA))
		c->area = k->plan->access == ACCESS_INTERNAL ? AREA_INTERNAL :
							       AREA_EXTERNAL;
	c->fields |= CHARTER_OWNER | CHARTER_REVIEW | CHARTER_AREA;
}

static bool make_charter(struct making *k, const char *space,
			 struct charter *c, GError **err)
{
	struct op *op = call_op(k->call, OP_CHARTER, NULL);
	g_autofree char *done = NULL;

	complete_charter(k, c);
	op->rid = g_strdup(space);
	op->body = charter_pack(c);
	done = hand_over(k, op, err);
	return done != NULL;
}

static bool make_project(struct making *k, struct charter *c, GError **err)
{
	g_autofree char *txn = make_place(k, plan_copy(k->plan), NULL, err);
	g_autofree char *space = txn ? g_strconcat("txn:", txn, NULL) : NULL;

	return space && make_charter(k, space, c, err) &&
	       make_template(k, space, err);
}

static bool run_project_new(struct command_call *call, GError **err)
{
	struct making k = { .call = call };
	struct charter *c = charter_new();
	bool ok;

	k.plan = plan_new(ROOM_SPACE, args_get(call->args, "NAME"));
	ok = take_arguments(&k, err) &&
	     charter_take_args(call, NULL, c, NULL, err);
	if (ok && !k.plan->topic)
		k.plan->topic = g_strdup(c->issue);
	ok = ok && make_project(&k, c, err);
	if (ok)
		say_result(&k, "the project", k.plan->name);
	charter_free(c);
	making_clear(&k);
	return ok;
}

/* ---- rooms, spaces -------------------------------------------------------------- */

static bool take_kinds(struct making *k, GError **err)
{
	static const char *const known[] = {
		"task", "question", "idea", "event", "resource", "decision",
		"note", NULL
	};
	const char *const *kinds = args_all(k->call->args, "--kind");

	for (const char *const *word = kinds; *word; word++)
		if (!g_strv_contains(known, *word))
			return call_fail(err, FM_ERROR_USAGE, "There is no "
				"kind \"%s\" of room; there are task, "
				"question, idea, event, resource, decision and "
				"note.",
				*word);
	k->plan->kinds = g_strjoinv(" ", (char **)kinds);
	return true;
}

static bool make_one(struct making *k, const char *what, GError **err)
{
	const char *rid = k->parent ? k->parent->rid : NULL;
	g_autofree char *txn = make_place(k, plan_copy(k->plan), rid, err);

	if (!txn || (rid && !link_place(k, rid, txn, NULL, err)))
		return false;
	say_result(k, what, k->plan->name);
	return true;
}

static bool run_room_new(struct command_call *call, GError **err)
{
	struct making k = { .call = call };
	bool ok;

	k.plan = plan_new(ROOM_PLAIN, args_get(call->args, "NAME"));
	k.plan->post_power = args_flag(call->args, "--quiet") ? 50 : 0;
	ok = take_arguments(&k, err) && take_kinds(&k, err) &&
	     make_one(&k, "the room", err);
	making_clear(&k);
	return ok;
}

static bool run_space_new(struct command_call *call, GError **err)
{
	struct making k = { .call = call };
	bool ok;

	k.plan = plan_new(ROOM_SPACE, args_get(call->args, "NAME"));
	ok = take_arguments(&k, err) && make_one(&k, "the space", err);
	making_clear(&k);
	return ok;
}

/* ---- conversations ---------------------------------------------------------------- */

static bool open_direct(struct making *k, GError **err)
{
	struct op *op = call_op(k->call, OP_DIRECT, NULL);
	struct op_outcome o = { .state = OP_WAITING };
	struct record *r;
	bool ok;

	op->account = k->account->id;
	op->key = g_strdup(k->plan->invites->pdata[0]);
	ok = call_submit(k->call, op, &o, err);
	if (ok) {
		r = call_begin(k->call, "change");
		record_text(r, "room", o.rid);
		record_null(r, "name");
		record_text(r, "state", op_state_word(o.state));
		record_text(r, "txn", o.txn);
		call_end(k->call, r);
		if (o.state == OP_SENT)
			call_say(k->call, "The conversation is open: %s.",
				 o.rid);
	}
	op_outcome_clear(&o);
	return ok;
}

/* With several people: a room without a name, which others show by theirs. */
static bool open_group(struct making *k, GError **err)
{
	const GPtrArray *uids = k->plan->invites;
	const char *home = uid_server(k->account->user);
	g_autofree char *txn = NULL;

	for (guint i = 0; i < uids->len; i++)
		if (strcmp(uid_server(uids->pdata[i]), home))
			k->plan->access = ACCESS_EXTERNAL;
	txn = make_place(k, plan_copy(k->plan), NULL, err);
	if (txn)
		call_say(k->call, "The conversation of %u is %s.",
			 uids->len + 1, k->waiting ? "on its way" : "open");
	return txn != NULL;
}

static bool run_dm(struct command_call *call, GError **err)
{
	struct making k = { .call = call };
	bool given = *args_all(call->args, "USER") != NULL, ok;

	k.plan = plan_new(ROOM_PLAIN, NULL);
	k.account = call_account(call, err);
	ok = k.account && take_invites(&k, "USER", err);
	if (ok && !given && !call->ctx->uid) {
		ok = call_fail(err, FM_ERROR_NOT_FOUND, "Nobody is selected; "
			       "name the person: dm USER.");
	} else if (ok && !given) {
		k.plan->invites = g_ptr_array_new_with_free_func(g_free);
		if (strcmp(call->ctx->uid, k.account->user))
			g_ptr_array_add(k.plan->invites,
					g_strdup(call->ctx->uid));
	}
	if (ok && !k.plan->invites->len)
		ok = call_fail(err, FM_ERROR_REFUSED, "That is you. For notes "
			       "of your own, make a room or a draft.");
	ok = ok && (k.plan->invites->len == 1 ? open_direct(&k, err) :
						open_group(&k, err));
	making_clear(&k);
	return ok;
}

#define TYPED (IN_SHELL | IN_PROMPT | IN_SLASH)

const struct command create_rows[] = {
	{ .name = "project new", .args = "NAME [--issue ISSUE] "
	  "[--outcome OUTCOME]… [--owner USER] [--review DATE] "
	  "[--rules RULES] [--contact CONTACT] [--accept yes|no] "
	  "[--topic TOPIC] [--area internal|external] [--invite USER]… "
	  "[--with-alias] [--alias ALIAS]",
	  .help = "make a project: a space with its charter and rooms",
	  .more = "A space with the rooms general, tasks, questions and ideas "
	  "and a charter: what it is for, what is to come of it (\"Homes "
	  "insulated = 0 / 80 homes\"), who answers for it (you) and when it "
	  "is looked at again (in 90 days); "
	  "members of the space may join them all. An internal one is closed "
	  "to other servers for good. Without a connection it is made as soon "
	  "as there is one.", .where = TYPED | IN_FORM, .run = run_project_new },
	{ .name = "room new", .args = "NAME [--in SPACE] [--topic TOPIC] "
	  "[--kind KIND]… [--area internal|external|public] "
	  "[--invite USER]… [--alias ALIAS] [--quiet]",
	  .help = "make a room", .more = "--in: in this space, whose members "
	  "may join it. --kind: what it is for (task, question, idea, event, "
	  "resource, decision, note). --quiet: only moderators write.",
	  .where = TYPED | IN_FORM, .run = run_room_new },
	{ .name = "space new", .args = "NAME [--in SPACE] [--topic TOPIC] "
	  "[--area internal|external|public] [--invite USER]… "
	  "[--alias ALIAS]", .help = "make a space",
	  .where = TYPED | IN_FORM, .run = run_space_new },
	{ .name = "dm", .alias = "msg", .args = "[USER]…",
	  .help = "open a conversation with somebody", .more = "Goes to the "
	  "one you have, or makes it. Several people: a new one with all of "
	  "them.", .hint = "message",
	  .where = TYPED | VIEW_MEMBERS | VIEW_DETAILS | VIEW_PEOPLE,
	  .run = run_dm },
	{ .name = NULL },
};
