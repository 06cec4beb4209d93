#include "engine/internal.h"

#include <string.h>

#define ROOMS_TOLD 64
#define RUNG_MAX 1000
#define ALL_CHANGED (ROOM_HAS_POSTS | ROOM_HAS_FACTS | ROOM_HAS_MEMBERS | \
		     ROOM_HAS_TASKS | ROOM_HAS_RECEIPTS | ROOM_HAS_COUNTS)

/* ---- to whom ---------------------------------------------------------------- */

/* An op of our own front end has its tag, whoever sends it. */
static void recall_tag(struct engine *e, struct message *m)
{
	const uint64_t *tag;

	if (m->kind != EV_OP || !m->d)
		return;
	tag = g_hash_table_lookup(e->births, m->d);
	if (!tag)
		return;
	m->tag = *tag;
	if (m->n == OP_SENT || m->n == OP_FAILED || m->n == OP_HELD)
		g_hash_table_remove(e->births, m->d);
}

void event_local(struct engine *e, struct message *take)
{
	recall_tag(e, take);
	mailbox_push(e->events, take);
}

static void send_to_peers(struct engine *e, const struct asker *to,
			  struct message *m)
{
	uint64_t tag = m->tag;

	for (guint i = 0; i < e->relay.peers->len; i++) {
		struct peer *peer = e->relay.peers->pdata[i];

		m->tag = to && to->peer == peer->id ? tag : 0;
		relay_send(peer, m);
	}
	m->tag = to && to->peer != 0 ? 0 : tag;
}

void event_push(struct engine *e, struct message *take)
{
	send_to_peers(e, NULL, take);
	take->tag = 0;
	event_local(e, take);
}

void event_reply(struct engine *e, const struct asker *to,
		 struct message *take)
{
	take->tag = to->tag;
	send_to_peers(e, to, take);
	event_local(e, take);
	relay_ack(e, to);
}

/* ---- accounts, outbox --------------------------------------------------------- */

static struct message *account_message(const struct agent *a)
{
	struct message *m = message_new(EV_ACCOUNT);

	m->account = a->account->id;
	m->n = a->state;
	m->a = g_strdup(a->sentence);
	m->when = a->when;
	return m;
}

void event_account(struct agent *a)
{
	if (a->account->id)
		event_push(a->e, account_message(a));
}

static struct message *outbox_message(const struct engine *e)
{
	struct message *m = message_new(EV_OUTBOX);

	m->n = e->waiting;
	m->id = e->failed;
	m->when = e->held;
	return m;
}

void event_outbox(struct engine *e)
{
	int waiting = 0, failed = 0, held = outbox_count_held(e->store);

	outbox_counts(e->store, &waiting, &failed);
	if (waiting == e->waiting && failed == e->failed && held == e->held)
		return;
	e->held = held;
	e->waiting = waiting;
	e->failed = failed;
	event_push(e, outbox_message(e));
}

void event_op(struct engine *e, const struct op *op, enum op_state state,
	      const char *rid)
{
	struct message *m = message_new(EV_OP);

	m->id = op->id;
	m->n = state;
	m->account = op->account;
	m->room = op->room;
	m->a = g_strdup(op->eid);
	m->b = g_strdup(op->error);
	m->c = g_strdup(rid);
	m->d = g_strdup(op->txn);
	m->when = op->next_try;
	event_push(e, m);
}

/* ---- rooms ------------------------------------------------------------------ */

static struct message *room_message(int64_t room, unsigned changed)
{
	struct message *m = message_new(EV_ROOM);

	m->room = room;
	m->n = changed;
	return m;
}

void event_room(struct engine *e, int64_t room, unsigned changed)
{
	event_push(e, room_message(room, changed));
}

static void tell_rooms(struct engine *e, const GArray *rooms)
{
	unsigned all = 0;

	for (guint i = 0; i < rooms->len; i++) {
		const struct room_delta *d =
			&g_array_index(rooms, struct room_delta, i);

		all |= d->changed;
		if (rooms->len <= ROOMS_TOLD)
			event_room(e, d->room, d->changed);
	}
	if (rooms->len > ROOMS_TOLD)
		event_room(e, 0, all);
}

/* ---- ringing ------------------------------------------------------------------ */

/* One front end rings, not all of them: the one where somebody was last. */
static struct peer *last_active(struct engine *e)
{
	uint64_t best = e->mode == ENGINE_LIVE ? e->front.active + 1 : 0;
	struct peer *found = NULL;

	for (guint i = 0; i < e->relay.peers->len; i++) {
		struct peer *peer = e->relay.peers->pdata[i];

		if (peer->gone || peer->front.mode != ENGINE_LIVE ||
		    peer->front.active + 1 <= best)
			continue;
		best = peer->front.active + 1;
		found = peer;
	}
	return found;
}

static int64_t read_mark(struct engine *e, int64_t room)
{
	struct room *r = engine_room(e, room);
	int64_t pos = r ? r->read_pos : INT64_MAX;

	room_free(r);
	return pos;
}

static void remember_rung(struct engine *e, int64_t room)
{
	int64_t pos = read_mark(e, room);

	if (g_hash_table_size(e->rung) < RUNG_MAX)
		g_hash_table_replace(e->rung, g_memdup2(&room, sizeof room),
				     g_memdup2(&pos, sizeof pos));
}

static void ring(struct engine *e, const struct ring_delta *d)
{
	struct peer *peer = last_active(e);
	struct message *m = message_new(EV_RING);

	m->room = d->room;
	m->id = d->post;
	m->n = d->ring;
	m->a = g_strdup(d->who);
	m->b = g_strdup(d->text);
	m->c = g_strdup(d->room_name);
	remember_rung(e, d->room);
	if (!peer) {
		event_local(e, m);
		return;
	}
	relay_send(peer, m);
	message_free(m);
}

bool event_remind(struct engine *e, struct message *take)
{
	struct peer *peer = last_active(e);

	if (!peer && e->mode == ENGINE_LIVE) {
		event_local(e, take);
		return true;
	}
	if (peer)
		relay_send(peer, take);
	message_free(take);
	return peer != NULL;
}

void event_unring(struct engine *e, int64_t room)
{
	struct message *m;

	if (!g_hash_table_remove(e->rung, &room))
		return;
	m = message_new(EV_UNRING);
	m->room = room;
	event_push(e, m);
}

/* Read here or elsewhere: take back what has rung. */
static void unring_read(struct engine *e, const GArray *rooms)
{
	for (guint i = 0; i < rooms->len; i++) {
		const struct room_delta *d =
			&g_array_index(rooms, struct room_delta, i);
		const int64_t *then = g_hash_table_lookup(e->rung, &d->room);

		/* The mark has moved since, and nothing is left after it. */
		if (then && read_mark(e, d->room) > *then &&
		    reader_first_unread(e->reader, d->room) == 0)
			event_unring(e, d->room);
	}
}

static void wake_background(struct engine *e, const GArray *rooms)
{
	unsigned all = 0;

	for (guint i = 0; i < rooms->len; i++)
		all |= g_array_index(rooms, struct room_delta, i).changed;
	if (all & ROOM_HAS_TASKS)
		remind_wake(e);
	if (!(all & (ROOM_HAS_FACTS | ROOM_HAS_MEMBERS)))
		return;
	for (guint i = 0; i < e->agents->len; i++) {
		background_wake(e->agents->pdata[i]);
		people_wake(e->agents->pdata[i]);
	}
}

void event_deltas(struct engine *e, GArray *rooms, GArray *rings, bool places)
{
	if (rooms)
		tell_rooms(e, rooms);
	if (places)
		event_push(e, message_new(EV_PLACES));
	for (guint i = 0; rings && i < rings->len; i++)
		ring(e, &g_array_index(rings, struct ring_delta, i));
	if (rooms) {
		unring_read(e, rooms);
		wake_background(e, rooms);
		g_array_unref(rooms);
	}
	if (rings)
		g_array_unref(rings);
}

/* ---- who has just come ---------------------------------------------------------- */

static void greet_with(struct peer *peer, struct message *take)
{
	relay_send(peer, take);
	message_free(take);
}

void event_greet(struct engine *e, struct peer *peer)
{
	for (guint i = 0; i < e->agents->len; i++)
		greet_with(peer, account_message(e->agents->pdata[i]));
	greet_with(peer, outbox_message(e));
	if (e->trouble) {
		struct message *m = message_new(EV_TROUBLE);

		m->a = g_strdup(e->trouble);
		greet_with(peer, m);
	}
	/* Whatever it saw before may have changed unseen. */
	greet_with(peer, room_message(0, ALL_CHANGED));
	greet_with(peer, message_new(EV_PLACES));
}
