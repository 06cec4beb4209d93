/*
 * relay.c - several processes on one profile.
 *
 * The leader's peers: each has a channel, is told every event, and gets an
 * EV_ACK for each request that has been dealt with. The follower's link: its
 * requests wait in `pending` until they are acknowledged, and are said again
 * to the next leader, or done by ourselves when we have become that. An op
 * has its transaction id from birth, the other requests may be done twice.
 */
#include "engine/internal.h"

#include "base/log.h"

#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define PEERS_MAX 64
#define GREETING_MS 3000
#define RETRY_FIRST_MS 4
#define RETRY_MAX_MS 100
/* So many failures take about two seconds; then there is no hurry. */
#define FAILURES_TOLD 40
#define RETRY_REST_MS 2000

struct idle_ask {
	struct asker asker;
	enum engine_mode mode;
};

/* ---- the leader's side ---------------------------------------------------------- */

struct peer *relay_peer(struct engine *e, uint64_t id)
{
	for (guint i = 0; i < e->relay.peers->len; i++) {
		struct peer *peer = e->relay.peers->pdata[i];

		if (peer->id == id && !peer->gone)
			return peer;
	}
	return NULL;
}

bool relay_listen(struct engine *e, GError **err)
{
	e->relay.listener = socket_listen(e->paths->socket, err);
	if (e->relay.listener < 0)
		return false;
	engine_watch(e, e->relay.listener, EPOLLIN, &e->relay.listener);
	return true;
}

void relay_deafen(struct engine *e)
{
	if (e->relay.listener < 0)
		return;
	unlink(e->paths->socket);
	close(e->relay.listener);
	e->relay.listener = -1;
}

static void forget_idle(struct engine *e, uint64_t peer)
{
	for (guint i = e->relay.idle->len; i > 0; i--)
		if (g_array_index(e->relay.idle, struct idle_ask,
				  i - 1).asker.peer == peer)
			g_array_remove_index(e->relay.idle, i - 1);
}

static void drop_peer(struct peer *peer)
{
	if (peer->gone)
		return;
	peer->gone = true;
	channel_clear(&peer->channel);
	typing_drop_peer(peer->e, peer->id);
	forget_idle(peer->e, peer->id);
}

static void accept_peers(struct engine *e)
{
	int fd;

	while ((fd = socket_accept(e->relay.listener)) >= 0) {
		struct peer *peer;

		if (e->relay.peers->len >= PEERS_MAX) {
			log_warn("engine", "too many processes on the profile");
			close(fd);
			continue;
		}
		peer = g_new0(struct peer, 1);
		channel_init(&peer->channel, fd);
		peer->e = e;
		peer->id = ++e->relay.last_peer;
		peer->front.mode = ENGINE_SEND;
		g_ptr_array_add(e->relay.peers, peer);
		engine_watch(e, fd, EPOLLIN, peer);
	}
}

void relay_send(struct peer *peer, const struct message *m)
{
	if (!peer->gone)
		channel_put(&peer->channel, m);
}

void relay_ack(struct engine *e, const struct asker *asker)
{
	struct peer *peer = asker->peer ? relay_peer(e, asker->peer) : NULL;
	struct message *m;

	if (!peer || !asker->number)
		return;
	m = message_new((enum message_kind)EV_ACK);
	m->n = asker->number;
	relay_send(peer, m);
	message_free(m);
}

static void hear_idle(struct engine *e, const struct asker *asker,
		      const struct message *m)
{
	struct idle_ask ask = { *asker, m->n == ENGINE_SEND ? ENGINE_SEND :
							      ENGINE_ONCE };

	g_array_append_val(e->relay.idle, ask);
	if (ask.mode == ENGINE_SEND)
		return;
	for (guint i = 0; i < e->agents->len; i++)
		agent_nudge(e->agents->pdata[i]);
}

static void hear_peer(struct peer *peer, struct message *m)
{
	struct asker asker = { peer->id, m->tag, m->when };

	if ((int)m->kind == REQ_HELLO) {
		peer->front.mode = CLAMP(m->n, ENGINE_LIVE, ENGINE_SEND);
		peer->front.active = ++peer->e->activity;
		event_greet(peer->e, peer);
	} else if ((int)m->kind == REQ_IDLE) {
		hear_idle(peer->e, &asker, m);
	} else if (m->kind < EV_ROOM && m->kind != REQ_QUIT) {
		request_handle(peer->e, &asker, m);
	}
}

static void read_peer(struct peer *peer)
{
	bool alive = channel_fill(&peer->channel), bad = false;
	struct message *m;

	while (!peer->gone && (m = channel_take(&peer->channel, &bad))) {
		hear_peer(peer, m);
		message_free(m);
	}
	if (bad)
		log_warn("engine", "a process of the profile speaks another "
			 "version; is it an older folkmoot?");
	if (!alive || bad)
		drop_peer(peer);
}

/* ---- the follower's side -------------------------------------------------------- */

static void pending_free(struct pending *p)
{
	message_free(p->message);
	g_free(p);
}

static void say(struct engine *e, enum message_kind kind, char *take)
{
	struct message *m = message_new(kind);

	m->a = take;
	event_local(e, m);
}

static void complain(struct engine *e, const char *what)
{
	g_autofree char *who = lock_holder(e->paths->lock, e->world);

	if (e->relay.complained)
		return;
	e->relay.complained = true;
	say(e, EV_TROUBLE, g_strdup_printf("Another folkmoot has this profile "
		"(%s) but %s. Continue it (fg) or end it; what you write here "
		"waits until then.", who ? who : "which one is not known",
		what));
}

static void clear_complaint(struct engine *e)
{
	if (e->relay.complained)
		say(e, EV_CLEAR, NULL);
	e->relay.complained = false;
}

static void seek_again(void *arg)
{
	struct engine *e = arg;

	e->relay.timer = 0;
	engine_seek(e);
}

/* Two followers that lost the same leader must not go on in step. */
static void retry(struct engine *e)
{
	int failures = e->relay.failures;
	int64_t most = failures > FAILURES_TOLD ? RETRY_REST_MS :
		       MIN(RETRY_MAX_MS, RETRY_FIRST_MS << MIN(failures, 10));
	int64_t ms = 1 + (int64_t)(world_random(e->world) % (uint64_t)most);

	if (++e->relay.failures == FAILURES_TOLD)
		complain(e, "cannot be reached");
	timers_cancel(&e->timers, e->relay.timer);
	e->relay.timer = timers_add(&e->timers, ms, seek_again, e);
}

static void link_lost(struct engine *e)
{
	channel_clear(&e->relay.link);
	e->relay.greeted = false;
	e->role = ROLE_NONE;
	retry(e);
}

static void on_no_greeting(void *arg)
{
	struct engine *e = arg;

	e->relay.timer = 0;
	complain(e, "does not answer");
}

static void say_hello(struct engine *e)
{
	struct message *m = message_new((enum message_kind)REQ_HELLO);

	m->n = e->mode;
	channel_put(&e->relay.link, m);
	message_free(m);
	for (GList *l = e->relay.pending.head; l; l = l->next)
		channel_put(&e->relay.link,
			    ((struct pending *)l->data)->message);
}

static void queue(struct engine *e, struct message *take)
{
	struct pending *p = g_new0(struct pending, 1);

	p->number = take->when = ++e->relay.last_number;
	p->message = take;
	g_queue_push_tail(&e->relay.pending, p);
	if (e->relay.link.fd >= 0)
		channel_put(&e->relay.link, take);
}

static void ask_idle(struct engine *e)
{
	struct message *m = message_new((enum message_kind)REQ_IDLE);

	m->n = e->mode;
	queue(e, m);
	e->relay.asked_idle = true;
}

void relay_connect(struct engine *e)
{
	int fd = socket_connect(e->paths->socket);

	if (fd < 0) {
		retry(e);
		return;
	}
	e->role = ROLE_FOLLOW;
	channel_init(&e->relay.link, fd);
	engine_watch(e, fd, EPOLLIN, &e->relay.link);
	say_hello(e);
	if (e->mode != ENGINE_LIVE && !e->relay.asked_idle)
		ask_idle(e);
	timers_cancel(&e->timers, e->relay.timer);
	e->relay.timer = timers_add(&e->timers, GREETING_MS, on_no_greeting,
				    e);
}

void relay_forward(struct engine *e, struct message *take)
{
	queue(e, take);
	if (e->mode != ENGINE_LIVE)
		ask_idle(e);
}

void relay_adopt(struct engine *e)
{
	struct asker self = { 0 };
	struct pending *p;

	timers_cancel(&e->timers, e->relay.timer);
	e->relay.timer = 0;
	e->relay.failures = 0;
	clear_complaint(e);
	while ((p = g_queue_pop_head(&e->relay.pending))) {
		self.tag = p->message->tag;
		request_handle(e, &self, p->message);
		pending_free(p);
	}
}

bool relay_is_empty(const struct engine *e)
{
	return e->relay.pending.length == 0;
}

bool relay_is_idle(const struct engine *e)
{
	return relay_is_empty(e) && e->relay.asked_idle && e->relay.greeted;
}

static void acknowledge(struct engine *e, int64_t number)
{
	for (GList *l = e->relay.pending.head; l; l = l->next) {
		struct pending *p = l->data;

		if (p->number != number)
			continue;
		g_queue_delete_link(&e->relay.pending, l);
		pending_free(p);
		return;
	}
}

static void hear_leader(struct engine *e, struct message *take)
{
	if (!e->relay.greeted) {
		e->relay.greeted = true;
		e->relay.failures = 0;
		timers_cancel(&e->timers, e->relay.timer);
		e->relay.timer = 0;
		clear_complaint(e);
	}
	if ((int)take->kind == EV_ACK) {
		acknowledge(e, take->n);
		message_free(take);
	} else if (take->kind < EV_ROOM) {
		message_free(take);
	} else {
		if (take->kind == EV_ACCOUNT)
			take->id = 1;
		event_local(e, take);
	}
}

static void read_link(struct engine *e)
{
	bool alive = channel_fill(&e->relay.link), bad = false;
	struct message *m;

	while ((m = channel_take(&e->relay.link, &bad)))
		hear_leader(e, m);
	if (!alive || bad)
		link_lost(e);
}

/* ---- both -------------------------------------------------------------------------- */

void relay_init(struct engine *e)
{
	e->relay = (struct relay){
		.listener = -1,
		.link.fd = -1,
		.peers = g_ptr_array_new(),
		.idle = g_array_new(FALSE, FALSE, sizeof(struct idle_ask)),
	};
	g_queue_init(&e->relay.pending);
}

static void free_gone(struct engine *e)
{
	for (guint i = e->relay.peers->len; i > 0; i--) {
		struct peer *peer = e->relay.peers->pdata[i - 1];

		if (!peer->gone)
			continue;
		g_ptr_array_remove_index(e->relay.peers, i - 1);
		g_free(peer);
	}
}

void relay_clear(struct engine *e)
{
	struct pending *p;

	relay_deafen(e);
	for (guint i = 0; i < e->relay.peers->len; i++) {
		struct peer *peer = e->relay.peers->pdata[i];

		/* The last events; what does not go now need not. */
		if (!peer->gone)
			(void)channel_flush(&peer->channel);
		drop_peer(peer);
	}
	free_gone(e);
	g_ptr_array_unref(e->relay.peers);
	g_array_unref(e->relay.idle);
	channel_clear(&e->relay.link);
	while ((p = g_queue_pop_head(&e->relay.pending)))
		pending_free(p);
}

void relay_ready(struct engine *e, void *what, uint32_t events)
{
	struct peer *peer = what;

	if (what == &e->relay.listener) {
		accept_peers(e);
	} else if (what == &e->relay.link) {
		if (e->relay.link.fd >= 0 && events & ~(uint32_t)EPOLLOUT)
			read_link(e);
	} else if (!peer->gone && events & ~(uint32_t)EPOLLOUT) {
		read_peer(peer);
	}
}

static bool flush(struct engine *e, struct channel *c, void *what)
{
	bool writing;

	if (!channel_flush(c))
		return false;
	writing = c->out->len > 0;
	if (writing != c->writing)
		engine_watch(e, c->fd, EPOLLIN | (writing ? EPOLLOUT : 0),
			     what);
	c->writing = writing;
	return true;
}

static void tell_idle(struct engine *e)
{
	for (guint i = 0; i < e->relay.idle->len;) {
		struct idle_ask ask = g_array_index(e->relay.idle,
						    struct idle_ask, i);

		if (!engine_is_idle(e, ask.mode)) {
			i++;
			continue;
		}
		g_array_remove_index(e->relay.idle, i);
		relay_ack(e, &ask.asker);
	}
}

void relay_turn(struct engine *e)
{
	if (e->role == ROLE_LEAD)
		tell_idle(e);
	for (guint i = 0; i < e->relay.peers->len; i++) {
		struct peer *peer = e->relay.peers->pdata[i];

		if (!peer->gone && !flush(e, &peer->channel, peer))
			drop_peer(peer);
	}
	free_gone(e);
	if (e->relay.link.fd >= 0 &&
	    !flush(e, &e->relay.link, &e->relay.link))
		link_lost(e);
}
