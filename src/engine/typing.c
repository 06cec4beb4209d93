/*
 * typing.c - who types: we, and the others.
 *
 * A server forgets after half a minute that somebody types, so it is told
 * again while the person goes on. A front end says when typing begins and
 * ends; its drafts show that somebody is still there, and where none comes
 * for a while nobody is said to type any more, until the next one.
 */
#include "engine/internal.h"

#define AGAIN_MS 25000
#define NAMES_MAX 8

struct typing {
	struct engine *e;
	struct agent *agent;
	uint64_t peer, timer;	/* timer 0: paused */
	char *rid;
	bool alive;		/* since it was last sent */
};

static void tell(const struct typing *t, bool on)
{
	const struct agent *a = t->agent;

	if (a->provider && a->ops->typing && a->state == ACCOUNT_LIVE)
		a->ops->typing(a->provider, t->rid, on);
}

static void typing_free(struct typing *t)
{
	timers_cancel(&t->e->timers, t->timer);
	g_free(t->rid);
	g_free(t);
}

static void again(void *arg)
{
	struct typing *t = arg;

	t->timer = 0;
	if (!t->alive)
		return;
	t->alive = false;
	tell(t, true);
	t->timer = timers_add(&t->e->timers, AGAIN_MS, again, t);
}

static struct typing *find(const struct engine *e, uint64_t peer)
{
	for (guint i = 0; i < e->typing->len; i++) {
		struct typing *t = e->typing->pdata[i];

		if (t->peer == peer)
			return t;
	}
	return NULL;
}

static void stop(struct typing *t)
{
	g_ptr_array_remove(t->e->typing, t);
	if (t->timer)
		tell(t, false);
	typing_free(t);
}

static void start(struct engine *e, uint64_t peer, const struct room *room)
{
	struct agent *a = engine_agent(e, room->account);
	struct typing *t;

	if (!a)
		return;
	t = g_new0(struct typing, 1);
	t->e = e;
	t->agent = a;
	t->peer = peer;
	t->rid = g_strdup(room->rid);
	t->alive = true;
	g_ptr_array_add(e->typing, t);
	again(t);
}

void typing_set(struct engine *e, uint64_t peer, int64_t room, bool on)
{
	struct typing *t = find(e, peer);
	struct room *r = engine_room(e, room);

	/* One room at a time: whoever begins in another has left this one. */
	if (t && r && on && g_strcmp0(t->rid, r->rid) == 0) {
		typing_alive(e, peer, true);
		room_free(r);
		return;
	}
	if (t)
		stop(t);
	if (r && on)
		start(e, peer, r);
	room_free(r);
}

void typing_alive(struct engine *e, uint64_t peer, bool has_text)
{
	struct typing *t = find(e, peer);

	if (!t)
		return;
	t->alive = has_text;
	if (!t->timer && has_text)
		again(t);
}

void typing_drop_peer(struct engine *e, uint64_t peer)
{
	struct typing *t = find(e, peer);

	if (t)
		stop(t);
}

void typing_drop_agent(struct engine *e, const struct agent *a)
{
	for (guint i = e->typing->len; i > 0; i--) {
		struct typing *t = e->typing->pdata[i - 1];

		if (t->agent == a)
			stop(t);
	}
}

void typing_clear(struct engine *e)
{
	while (e->typing->len > 0)
		stop(e->typing->pdata[0]);
}

/* ---- the others ------------------------------------------------------------------- */

static char *names_of(struct agent *a, int64_t room, const GPtrArray *users)
{
	GString *names = g_string_new(NULL);
	guint told = 0;

	for (guint i = 0; users && i < users->len && told < NAMES_MAX; i++) {
		const char *uid = users->pdata[i];
		struct member *m;

		if (g_strcmp0(uid, a->account->user) == 0)
			continue;
		m = reader_member(a->e->reader, room, uid);
		g_string_append_printf(names, "%s%s", told++ ? "\n" : "",
				       m && m->name ? m->name : uid);
		member_free(m);
	}
	return g_string_free(names, FALSE);
}

void typing_show(struct agent *a, const struct change *c)
{
	struct room *room = reader_room_by_rid(a->e->reader, a->account->id,
					       c->rid);
	struct message *m;

	if (!room)
		return;
	m = message_new(EV_TYPING);
	m->account = a->account->id;
	m->room = room->id;
	m->a = names_of(a, room->id, c->users);
	event_push(a->e, m);
	room_free(room);
}
