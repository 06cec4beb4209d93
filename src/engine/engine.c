#include "engine/internal.h"

#include "base/error.h"
#include "base/log.h"
#include "base/thread.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#define EVENTS_KEPT 20000
#define READY_MAX 16
#define TROUBLE_MS 30000
#define TROUBLE_MAX_MS 600000
/* What is said at the end (that nobody types any more) needs a moment. */
#define FAREWELL_MS 100

static void drop_message(void *message)
{
	message_free(message);
}

/* ---- small things --------------------------------------------------------------- */

struct net *engine_net(struct engine *e)
{
	g_autoptr(GError) err = NULL;

	if (e->net)
		return e->net;
	e->net = net_new("folkmoot", &err);
	if (!e->net)
		engine_end(e, g_strdup(err->message));
	return e->net;
}

void engine_end(struct engine *e, char *take_why)
{
	g_free(e->ended_why);
	e->ended_why = take_why;
	e->ended = true;
}

void engine_watch(struct engine *e, int fd, uint32_t events, void *what)
{
	struct epoll_event event = { .events = events, .data.ptr = what };

	if (epoll_ctl(e->poll_fd, EPOLL_CTL_MOD, fd, &event) != 0 &&
	    epoll_ctl(e->poll_fd, EPOLL_CTL_ADD, fd, &event) != 0)
		log_error("engine", "a descriptor cannot be watched: %s",
			  g_strerror(errno));
}

bool engine_is_idle(const struct engine *e, enum engine_mode mode)
{
	if (e->role != ROLE_LEAD || e->pump_wanted || e->when_free->len > 0 ||
	    !sessions_are_idle(e))
		return false;
	if (e->trouble)
		return true;
	if (e->lookups > 0)
		return false;
	for (guint i = 0; i < e->jobs->len; i++)
		if (!((struct job *)e->jobs->pdata[i])->quiet)
			return false;
	if (mode != ENGINE_SEND && e->mode == ENGINE_SEND)
		return false;
	for (guint i = 0; i < e->agents->len; i++) {
		const struct agent *a = e->agents->pdata[i];

		if (!sender_is_idle(a) || !people_are_idle(a) ||
		    (mode != ENGINE_SEND && !agent_is_settled(a)))
			return false;
	}
	return true;
}

/* ---- trouble of the disk --------------------------------------------------------- */

static void on_trouble_timer(void *arg);

static void retry_later(struct engine *e)
{
	int64_t ms = MIN((int64_t)TROUBLE_MS << MIN(e->trouble_tries, 8),
			 TROUBLE_MAX_MS);

	e->trouble_tries++;
	timers_cancel(&e->timers, e->trouble_timer);
	e->trouble_timer = timers_add(&e->timers, ms, on_trouble_timer, e);
}

void engine_trouble(struct engine *e, const GError *err)
{
	struct message *m;

	intake_clear(e);
	for (guint i = 0; i < e->agents->len; i++)
		((struct agent *)e->agents->pdata[i])->doomed = true;
	if (e->trouble)
		return;
	e->trouble = g_strdup(err ? err->message :
			      "What has come cannot be stored.");
	log_error("engine", "%s", e->trouble);
	m = message_new(EV_TROUBLE);
	m->a = g_strdup(e->trouble);
	event_push(e, m);
	retry_later(e);
}

/* A write to both files, of something that nobody reads. */
static bool disk_is_fine(struct engine *e)
{
	return place_fold(e->store, "", false, NULL);
}

static void try_disk(struct engine *e)
{
	if (!disk_is_fine(e)) {
		retry_later(e);
		return;
	}
	timers_cancel(&e->timers, e->trouble_timer);
	e->trouble_timer = 0;
	e->trouble_tries = 0;
	g_clear_pointer(&e->trouble, g_free);
	event_push(e, message_new(EV_CLEAR));
	for (guint i = 0; i < e->agents->len; i++)
		agent_start(e->agents->pdata[i]);
}

static void on_trouble_timer(void *arg)
{
	struct engine *e = arg;

	e->trouble_timer = 0;
	try_disk(e);
}

void engine_retry(struct engine *e)
{
	if (e->trouble)
		try_disk(e);
}

/* ---- leading ------------------------------------------------------------------------ */

static void touch_lock(void *arg)
{
	struct engine *e = arg;

	lock_touch(e->lock, e->world);
	e->lock_timer = timers_add(&e->timers, LOCK_TOUCH_S * 1000,
				   touch_lock, e);
}

static bool open_store(struct engine *e, GError **err)
{
	e->store = store_open(e->paths, e->world, err);
	if (e->store)
		e->old_ops = outbox_last(e->store);
	return e->store && outbox_recover(e->store, err) &&
	       agents_load(e, err);
}

static void begin_lead(struct engine *e)
{
	g_autoptr(GError) err = NULL;

	e->role = ROLE_LEAD;
	if (!open_store(e, &err)) {
		engine_end(e, g_strdup(err->message));
		return;
	}
	if (!relay_listen(e, &err))
		log_warn("engine", "%s", err->message);
	if (e->on_network)
		touch_lock(e);
	e->waiting = e->failed = -1;
	e->pump_wanted = true;
	event_outbox(e);
	for (guint i = 0; i < e->agents->len; i++) {
		event_account(e->agents->pdata[i]);
		agent_start(e->agents->pdata[i]);
	}
	relay_adopt(e);
	remind_wake(e);
}

/* The order matters: providers before the net that brings them their last
 * answers, all of them before the store, the store before the lock, and
 * peers hear of the end only when the lock can be had. */
static void end_lead(struct engine *e)
{
	typing_clear(e);
	remind_stop(e);
	agents_clear(e);
	net_free(e->net);
	e->net = NULL;
	sessions_clear(e);
	agents_turn(e);
	intake_clear(e);
	reader_close(e->reader);
	e->reader = NULL;
	store_close(e->store);
	e->store = NULL;
	relay_deafen(e);
	lock_free(e->lock);
	e->lock = NULL;
}

void engine_seek(struct engine *e)
{
	g_autoptr(GError) err = NULL;

	switch (lock_take(e->paths->lock, e->on_network, e->world, &e->lock,
			  &err)) {
	case LOCK_TAKEN:
		begin_lead(e);
		break;
	case LOCK_HELD:
		relay_connect(e);
		break;
	case LOCK_REFUSED:
		engine_end(e, g_strdup(err->message));
		break;
	}
}

/* ---- requests ------------------------------------------------------------------------ */

static void remember_birth(struct engine *e, struct message *m)
{
	struct op *op = m->op;

	if (!op)
		return;
	if (!op->txn)
		op->txn = g_strdup_printf("fm%" G_GINT64_MODIFIER "x%016"
					  G_GINT64_MODIFIER "x",
					  (guint64)world_now(e->world),
					  world_random(e->world));
	if (m->tag)
		g_hash_table_replace(e->births, g_strdup(op->txn),
				     g_memdup2(&m->tag, sizeof m->tag));
}

static void begin_quit(struct engine *e, int64_t wait_ms)
{
	int64_t now = world_steady(e->world);

	e->quitting = true;
	e->stop_at = now + wait_ms * 3 / 4;
	e->stop_after = now;
	if (e->role == ROLE_LEAD && e->typing->len > 0)
		e->stop_after = now + FAREWELL_MS;
	typing_clear(e);
}

static void take_request(struct engine *e, struct message *m)
{
	struct asker self = { .tag = m->tag };

	remember_birth(e, m);
	if (m->kind == REQ_QUIT)
		begin_quit(e, m->n);
	else if (e->role == ROLE_LEAD)
		request_handle(e, &self, m);
	else
		relay_forward(e, g_steal_pointer(&m));
	message_free(m);
}

static void take_requests(struct engine *e)
{
	struct message *m;

	while (!e->ended && (m = mailbox_pop(e->requests)))
		take_request(e, m);
}

/* ---- the loop ------------------------------------------------------------------------ */

static bool is_idle(const struct engine *e)
{
	if (e->role == ROLE_LEAD)
		return engine_is_idle(e, e->mode == ENGINE_SEND ? ENGINE_SEND :
								  ENGINE_ONCE);
	return e->role == ROLE_FOLLOW && e->mode != ENGINE_LIVE &&
	       relay_is_idle(e);
}

static void say_caught_up(struct engine *e)
{
	bool idle = is_idle(e);

	if (idle && !e->caught_up && e->role == ROLE_LEAD)
		event_push(e, message_new(EV_CAUGHT_UP));
	else if (idle && !e->caught_up)
		event_local(e, message_new(EV_CAUGHT_UP));
	e->caught_up = idle;
}

/* All that a person did before quitting has left, or cannot. */
static bool is_flushed(const struct engine *e)
{
	if (world_steady(e->world) < e->stop_after)
		return false;
	if (e->role == ROLE_LEAD)
		return e->flights->len == 0 && !e->pump_wanted;
	return relay_is_empty(e);
}

static void check_quit(struct engine *e)
{
	if (!e->quitting || e->ended)
		return;
	if (is_flushed(e) || world_steady(e->world) >= e->stop_at)
		engine_end(e, NULL);
}

/* The shorter of two waits; -1 is for ever. */
static int64_t shorter(int64_t a, int64_t b)
{
	return a < 0 ? b : b < 0 ? a : MIN(a, b);
}

static int64_t until(const struct engine *e, int64_t at)
{
	return MAX(at - world_steady(e->world), 0);
}

static int64_t how_long(const struct engine *e, int64_t limit_ms)
{
	int64_t ms = shorter(timers_wait(&e->timers), limit_ms);

	if (!e->quitting)
		return ms;
	if (until(e, e->stop_after) > 0)
		ms = shorter(ms, until(e, e->stop_after));
	return shorter(ms, until(e, e->stop_at));
}

static void wait_for(struct engine *e, int64_t ms)
{
	struct pollfd fd = { e->poll_fd, POLLIN, 0 };

	if (e->net)
		net_poll(e->net, e->poll_fd, ms);
	else
		poll(&fd, 1, ms < 0 ? -1 : (int)MIN(ms, G_MAXINT));
}

static void take_ready(struct engine *e)
{
	struct epoll_event ready[READY_MAX];
	int n = epoll_wait(e->poll_fd, ready, READY_MAX, 0);

	for (int i = 0; i < n; i++)
		if (ready[i].data.ptr != e->requests)
			relay_ready(e, ready[i].data.ptr, ready[i].events);
}

static void end_turn(struct engine *e)
{
	if (e->role == ROLE_LEAD) {
		agents_turn(e);
		if (!e->trouble)
			sender_pump(e);
		e->pump_wanted = e->pump_wanted && !e->trouble;
	}
	say_caught_up(e);
	relay_turn(e);
	check_quit(e);
}

static void turn(struct engine *e, int64_t limit_ms)
{
	wait_for(e, e->pump_wanted ? 0 : how_long(e, limit_ms));
	take_ready(e);
	take_requests(e);
	if (!e->ended)
		timers_run(&e->timers);
	if (!e->ended)
		end_turn(e);
}

/* ---- life ---------------------------------------------------------------------------- */

static void begin(struct engine *e)
{
	e->poll_fd = epoll_create1(EPOLL_CLOEXEC);
	if (e->poll_fd < 0)
		g_error("no descriptor is left: %s", g_strerror(errno));
	e->running = true;
	e->role = ROLE_NONE;
	e->ended = e->quitting = e->caught_up = e->pump_wanted = false;
	timers_init(&e->timers, e->world);
	relay_init(e);
	engine_watch(e, mailbox_fd(e->requests), EPOLLIN, e->requests);
	e->agents = g_ptr_array_new();
	e->leaving = g_ptr_array_new();
	e->jobs = g_ptr_array_new();
	e->flights = g_ptr_array_new();
	e->typing = g_ptr_array_new();
	e->sessions = g_ptr_array_new();
	e->when_free = g_array_new(FALSE, FALSE, 2 * sizeof(void *));
	e->rung = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
					g_free);
	e->births = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					  g_free);
	g_queue_init(&e->parcels);
	e->on_network = paths_on_network(e->paths->profile);
	engine_seek(e);
}

static void finish(struct engine *e)
{
	struct message *m = message_new(EV_ENDED);

	end_lead(e);
	relay_clear(e);
	timers_clear(&e->timers);
	close(e->poll_fd);
	g_ptr_array_unref(e->agents);
	g_ptr_array_unref(e->leaving);
	g_ptr_array_unref(e->jobs);
	g_ptr_array_unref(e->flights);
	g_ptr_array_unref(e->typing);
	g_ptr_array_unref(e->sessions);
	g_array_unref(e->when_free);
	g_hash_table_unref(e->rung);
	g_hash_table_unref(e->births);
	g_clear_pointer(&e->trouble, g_free);
	e->trouble_tries = 0;
	e->lock_timer = e->trouble_timer = 0;
	e->role = ROLE_NONE;
	e->running = false;
	m->a = g_steal_pointer(&e->ended_why);
	mailbox_push(e->events, m);
}

static void *engine_main(void *user)
{
	struct engine *e = user;

	begin(e);
	/* What the beginning has left to say is said before it sleeps. */
	for (int64_t wait = 0; !e->ended; wait = -1)
		turn(e, wait);
	finish(e);
	return NULL;
}

struct engine *engine_new(const struct paths *paths, const struct world *world,
			  enum engine_mode mode)
{
	struct engine *e = g_new0(struct engine, 1);

	e->paths = paths;
	e->world = world;
	e->mode = mode;
	e->front.mode = mode;
	e->find = provider_find;
	e->requests = mailbox_new(drop_message, 0);
	e->events = mailbox_new(drop_message, EVENTS_KEPT);
	return e;
}

/* Signals are the main thread's; but a crash has to be noticed where it
 * happens. */
void engine_start(struct engine *e)
{
	static const int here[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	sigset_t block, before;
	int r;

	sigfillset(&block);
	for (size_t i = 0; i < G_N_ELEMENTS(here); i++)
		sigdelset(&block, here[i]);
	pthread_sigmask(SIG_SETMASK, &block, &before);
	r = pthread_create(&e->thread, NULL, engine_main, e);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (r != 0)
		g_error("no thread can be started: %s", g_strerror(r));
	e->threaded = true;
}

bool engine_run(struct engine *e, int64_t timeout_ms)
{
	int64_t end = timeout_ms < 0 ? -1 :
		      world_steady(e->world) + timeout_ms;

	if (!e->running)
		begin(e);
	if (!e->ended)
		turn(e, 0);
	while (!e->ended && !is_idle(e)) {
		if (end >= 0 && world_steady(e->world) >= end)
			return false;
		turn(e, end < 0 ? -1 : until(e, end));
	}
	if (e->ended)
		finish(e);
	return true;
}

static void step_to_end(struct engine *e)
{
	if (!e->running)
		return;
	while (!e->ended)
		turn(e, -1);
	finish(e);
}

/* It may have ended before it saw that it was to quit: the next start must
 * not find that. */
static void drop_quit(struct engine *e)
{
	GQueue others = G_QUEUE_INIT;
	struct message *m;

	while ((m = mailbox_pop(e->requests)))
		if (m->kind == REQ_QUIT)
			message_free(m);
		else
			g_queue_push_tail(&others, m);
	while ((m = g_queue_pop_head(&others)))
		mailbox_push(e->requests, m);
}

void engine_stop(struct engine *e, int64_t wait_ms)
{
	struct message *quit = message_new(REQ_QUIT);

	quit->n = wait_ms;
	engine_push(e, quit);
	if (!e->threaded)
		step_to_end(e);
	else if (thread_join_within(e->thread, wait_ms))
		e->threaded = false;
	if (!e->threaded)
		drop_quit(e);
}

void engine_free(struct engine *e)
{
	if (!e)
		return;
	if (e->threaded || e->running)
		engine_stop(e, 1000);
	/* A thread that is stuck in the kernel keeps what it holds. */
	if (e->threaded) {
		pthread_detach(e->thread);
		return;
	}
	mailbox_free(e->requests);
	mailbox_free(e->events);
	g_free(e);
}

void engine_push(struct engine *e, struct message *take)
{
	mailbox_push(e->requests, take);
}

struct message *engine_pop(struct engine *e)
{
	return mailbox_pop(e->events);
}

int engine_fd(const struct engine *e)
{
	return mailbox_fd(e->events);
}
