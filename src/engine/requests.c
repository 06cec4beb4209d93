/* requests.c - what front ends ask: a table of kinds and what to do. */
#include "engine/internal.h"

#include "base/error.h"

#define LOOK_POSTS 40

/* Handlers answer at once, or keep a copy of `asker` and answer later:
 * those return false. */
struct call {
	struct engine *e;
	const struct asker *asker;
	struct message *m;
};

static struct agent *agent_of_room(struct engine *e, const struct room *room)
{
	return room ? engine_agent(e, room->account) : NULL;
}

/* ---- the outbox ------------------------------------------------------------------------ */

static void refuse_op(const struct call *c, struct op *op, const char *why)
{
	g_free(op->error);
	op->error = g_strdup(why);
	op->id = 0;
	event_op(c->e, op, OP_FAILED, NULL);
}

static struct room *room_of_op(struct engine *e, const struct op *op)
{
	if (op->room)
		return engine_room(e, op->room);
	if (op->rid && op->account)
		return reader_room_by_rid(e->reader, op->account, op->rid);
	return NULL;
}

static void complete_op(const struct call *c, struct op *op,
			const struct room *room)
{
	if (room) {
		op->room = room->id;
		op->account = room->account;
		g_free(op->rid);
		op->rid = g_strdup(room->rid);
	}
	if (!op->account)
		op->account = c->m->account;
	if (!op->account && c->e->agents->len == 1) {
		const struct agent *only = c->e->agents->pdata[0];

		op->account = only->account->id;
	}
}

static void tell_pushed(struct engine *e, const struct op *op)
{
	unsigned changed = 0;

	event_op(e, op, OP_WAITING, NULL);
	if (op->kind == OP_THING || op->kind == OP_THING_CHANGE)
		changed |= ROOM_HAS_TASKS;
	if (changed)
		event_room(e, op->room, changed);
	event_outbox(e);
	intake_settle(e);
	e->pump_wanted = true;
}

static void push_op(const struct call *c, struct op *op)
{
	g_autoptr(GError) err = NULL;

	if (outbox_push(c->e->store, op, &err)) {
		tell_pushed(c->e, op);
		return;
	}
	refuse_op(c, op, err->message);
	engine_trouble(c->e, err);
}

static bool on_op(const struct call *c)
{
	struct op *op = g_steal_pointer(&c->m->op);
	g_autofree char *why = NULL;
	struct room *room;

	if (!op)
		return true;
	room = room_of_op(c->e, op);
	complete_op(c, op, room);
	why = sender_objection(op, room);
	if (!why && !engine_agent(c->e, op->account))
		why = g_strdup("There is no account to send this from; log in "
			       "first.");
	if (why)
		refuse_op(c, op, why);
	else
		push_op(c, op);
	room_free(room);
	op_free(op);
	return true;
}

/* The row as it stands now, or why there is none. */
static void tell_row(const struct call *c, const GError *err)
{
	struct op *op = reader_op(c->e->reader, c->m->id);
	struct message *m = message_new(EV_OP);

	m->id = c->m->id;
	m->n = op ? op->state : OP_FAILED;
	m->room = op ? op->room : c->m->room;
	m->account = op ? op->account : 0;
	m->b = g_strdup(err ? err->message : op ? op->error : NULL);
	m->d = g_strdup(op ? op->txn : NULL);
	op_free(op);
	event_reply(c->e, c->asker, m);
}

static void outbox_changed(const struct call *c, const GError *err)
{
	if (err && !g_error_matches(err, FM_ERROR, FM_ERROR_NOT_FOUND))
		engine_trouble(c->e, err);
	event_outbox(c->e);
	c->e->pump_wanted = true;
}

static bool on_resend(const struct call *c)
{
	g_autoptr(GError) err = NULL;

	outbox_resend(c->e->store, c->m->id, &err);
	tell_row(c, err);
	outbox_changed(c, err);
	return false;
}

static bool on_drop(const struct call *c)
{
	struct op *op = reader_op(c->e->reader, c->m->id);
	g_autoptr(GError) err = NULL;

	if (outbox_drop(c->e->store, c->m->id, &err) && op)
		event_room(c->e, op->room, ROOM_HAS_POSTS | ROOM_HAS_TASKS);
	op_free(op);
	tell_row(c, err);
	outbox_changed(c, err);
	return false;
}

/* ---- what is fetched ------------------------------------------------------------------- */

static bool answer_nothing(const struct call *c, enum job_kind kind)
{
	struct message *m = message_new(kind == JOB_OLDER ? EV_OLDER : EV_ROOM);

	m->room = c->m->room;
	m->a = g_strdup("There is no such room any more.");
	event_reply(c->e, c->asker, m);
	return false;
}

static bool ask_job(const struct call *c, enum job_kind kind,
		    const struct asker *asker)
{
	struct room *room = engine_room(c->e, c->m->room);
	struct agent *a = agent_of_room(c->e, room);
	struct job like = { .agent = a, .kind = kind, .room = c->m->room };

	room_free(room);
	if (!a)
		return asker ? answer_nothing(c, kind) : true;
	like.pos = kind == JOB_OLDER ? c->m->n : 0;
	like.root = kind == JOB_THREAD || kind == JOB_EVENT ? c->m->a : NULL;
	job_ask(c->e, &like, asker);
	return !asker;
}

static bool on_older(const struct call *c)
{
	return ask_job(c, JOB_OLDER, c->asker);
}

static bool on_members(const struct call *c)
{
	return ask_job(c, JOB_MEMBERS, c->asker);
}

static bool on_thread(const struct call *c)
{
	return c->m->a ? ask_job(c, JOB_THREAD, c->asker) : true;
}

static bool on_event(const struct call *c)
{
	return c->m->a ? ask_job(c, JOB_EVENT, c->asker) : true;
}

static bool lacks_posts(struct engine *e, int64_t room)
{
	struct page_query q = { .room = room, .from = PAGE_NEWEST,
				.limit = LOOK_POSTS };
	struct page page = { 0 };
	struct gap gap = { 0 };
	bool lacks;

	reader_page(e->reader, &q, &page);
	lacks = page.posts->len < LOOK_POSTS;
	page_clear(&page);
	if (!lacks || !store_gap(e->store, room, 0, &gap))
		return false;
	gap_clear(&gap);
	return true;
}

static bool on_look(const struct call *c)
{
	struct room *room = engine_room(c->e, c->m->room);
	bool joined = room && room->mine == MEMBER_JOIN;

	if (c->m->room)
		event_unring(c->e, c->m->room);
	if (joined && !room->members_known)
		ask_job(c, JOB_MEMBERS, NULL);
	c->m->n = 0;
	if (joined && room->kind != ROOM_SPACE && lacks_posts(c->e, room->id))
		ask_job(c, JOB_OLDER, NULL);
	room_free(room);
	return true;
}

static bool on_card(const struct call *c)
{
	struct agent *a = engine_agent(c->e, c->m->account);
	struct message *m;

	if (a) {
		people_ask(a, c->asker, c->m);
		return false;
	}
	m = message_new(EV_PEOPLE);
	m->a = g_strdup("There is no such account any more.");
	event_reply(c->e, c->asker, m);
	return false;
}

/* ---- small things of our own ------------------------------------------------------------ */

static bool done(const struct call *c, bool ok, const GError *err)
{
	if (!ok)
		engine_trouble(c->e, err);
	return true;
}

static bool on_draft(const struct call *c)
{
	const struct message *m = c->m;
	struct draft d = { .text = m->b, .target = m->c, .what = m->d,
			   .origin = m->e };
	g_autoptr(GError) err = NULL;

	if (!m->a)
		return true;
	typing_alive(c->e, c->asker->peer, m->b && *m->b);
	return done(c, draft_put(c->e->store, m->a, &d, &err), err);
}

/* Lists show what was put off, and so read again. */
static bool on_state(const struct call *c)
{
	g_autoptr(GError) err = NULL;
	struct message *m;
	bool ok;

	if (!c->m->a)
		return true;
	ok = state_put(c->e->store, c->m->a, c->m->b, &err);
	m = message_new(EV_STATE);
	m->a = g_strdup(c->m->a);
	event_reply(c->e, c->asker, m);
	if (g_str_has_prefix(c->m->a, "home:"))
		event_push(c->e, message_new(EV_PLACES));
	return done(c, ok, err);
}

static bool on_fold(const struct call *c)
{
	g_autoptr(GError) err = NULL;
	bool ok;

	if (!c->m->a)
		return true;
	ok = place_fold(c->e->store, c->m->a, c->m->n != 0, &err);
	event_push(c->e, message_new(EV_PLACES));
	return done(c, ok, err);
}

static bool on_typing(const struct call *c)
{
	typing_set(c->e, c->asker->peer, c->m->room, c->m->n != 0);
	return true;
}

/* ---- accounts --------------------------------------------------------------------------- */

static bool on_login(const struct call *c)
{
	session_begin(c->e, c->asker, c->m);
	return false;
}

static bool on_logout(const struct call *c)
{
	struct agent *a = engine_agent(c->e, c->m->account);
	struct message *m;

	if (a) {
		session_end(c->e, c->asker, a);
		return false;
	}
	m = message_new(EV_LOGOUT);
	m->account = c->m->account;
	event_reply(c->e, c->asker, m);
	return false;
}

static bool on_nudge(const struct call *c)
{
	engine_retry(c->e);
	for (guint i = 0; i < c->e->agents->len; i++) {
		agent_nudge(c->e->agents->pdata[i]);
		sender_hurry(c->e->agents->pdata[i]);
	}
	return true;
}

static bool on_lookup(const struct call *c)
{
	lookup_begin(c->e, c->asker, c->m);
	return false;
}

/* ---- the table ---------------------------------------------------------------------------- */

static const struct {
	enum message_kind kind;
	bool person;		/* a sign of somebody at the keyboard */
	bool (*run)(const struct call *c);
} table[] = {
	{ REQ_OP, true, on_op },
	{ REQ_RESEND, true, on_resend },
	{ REQ_DROP, true, on_drop },
	{ REQ_OLDER, false, on_older },
	{ REQ_MEMBERS, false, on_members },
	{ REQ_THREAD, false, on_thread },
	{ REQ_LOOK, true, on_look },
	{ REQ_TYPING, true, on_typing },
	{ REQ_DRAFT, true, on_draft },
	{ REQ_FOLD, true, on_fold },
	{ REQ_STATE, false, on_state },
	{ REQ_LOGIN, true, on_login },
	{ REQ_LOGOUT, true, on_logout },
	{ REQ_NUDGE, false, on_nudge },
	{ REQ_CARD, false, on_card },
	{ REQ_EVENT, false, on_event },
	{ REQ_LOOKUP, true, on_lookup },
};

static void mark_active(struct engine *e, uint64_t peer)
{
	struct peer *p = peer ? relay_peer(e, peer) : NULL;

	if (p)
		p->front.active = ++e->activity;
	else
		e->front.active = ++e->activity;
}

void request_handle(struct engine *e, const struct asker *asker,
		    struct message *m)
{
	struct call c = { e, asker, m };

	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (table[i].kind != m->kind)
			continue;
		if (table[i].person)
			mark_active(e, asker->peer);
		if (table[i].run(&c))
			relay_ack(e, asker);
		return;
	}
	relay_ack(e, asker);
}
