#include "engine/internal.h"

#include "base/log.h"

#include <string.h>

#define PROGRESS_MS 100

static uint64_t host_http(void *user, struct http_request *take)
{
	struct agent *a = user;
	struct net *net = engine_net(a->e);

	/* There is always a net while an agent is open: see agent_open(). */
	return net_submit(net, take);
}

static void host_cancel(void *user, uint64_t handle)
{
	struct agent *a = user;

	net_cancel(a->e->net, handle);
}

static uint64_t host_after(void *user, int64_t ms, void (*fn)(void *),
			   void *arg)
{
	struct agent *a = user;

	return timers_add(&a->e->timers, ms, fn, arg);
}

static void host_cancel_after(void *user, uint64_t handle)
{
	struct agent *a = user;

	timers_cancel(&a->e->timers, handle);
}

static void host_emit(void *user, struct change *take)
{
	intake_emit(user, take);
}

static void host_rollback(void *user)
{
	intake_rollback(user);
}

static void host_commit(void *user)
{
	intake_commit(user);
}

static void host_status(void *user, enum account_state state,
			const char *sentence, int64_t when)
{
	agent_set_state(user, state, sentence, when);
}

/* ---- progress, ten times a second at most -------------------------------------- */

static void tell_progress(void *arg)
{
	struct agent *a = arg;
	struct message *m = message_new(EV_PROGRESS);

	a->progress_timer = 0;
	a->progress_at = world_steady(a->e->world);
	m->account = a->account->id;
	m->n = a->done;
	m->id = a->total;
	m->when = a->rooms;
	event_push(a->e, m);
}

static void host_progress(void *user, int64_t done, int64_t total, int rooms)
{
	struct agent *a = user;
	int64_t since = world_steady(a->e->world) - a->progress_at;

	a->done = done;
	a->total = total;
	a->rooms = rooms;
	if (a->progress_timer || !a->account->id)
		return;
	if (!a->progress_at || since >= PROGRESS_MS)
		tell_progress(a);
	else
		a->progress_timer = timers_add(&a->e->timers,
					       PROGRESS_MS - since,
					       tell_progress, a);
}

/* ---- the session -------------------------------------------------------------- */

static bool host_tokens(void *user, const struct tokens *t)
{
	struct agent *a = user;
	g_autoptr(GError) err = NULL;

	if (!tokens_save(a->e->paths, t, &err)) {
		engine_trouble(a->e, err);
		return false;
	}
	tokens_clear(&a->tokens);
	tokens_copy(&a->tokens, t);
	a->has_tokens = true;
	return true;
}

static void host_op_done(void *user, const struct op_result *r)
{
	sender_done(user, r);
}

struct farewell {
	struct engine *e;
	int64_t account;
	bool soft;
	char *sentence;
};

static void write_farewell(void *arg)
{
	struct farewell *f = arg;
	g_autoptr(GError) err = NULL;

	if (!store_account_logged_out(f->e->store, f->account, f->soft,
				      f->sentence, &err))
		engine_trouble(f->e, err);
	g_free(f->sentence);
	g_free(f);
}

static void host_logged_out(void *user, bool soft, const char *sentence)
{
	struct agent *a = user;
	struct farewell *f = g_new0(struct farewell, 1);

	f->e = a->e;
	f->account = a->account->id;
	f->soft = soft;
	f->sentence = sentence_clean(sentence);
	log_info("engine", "%s: logged out: %s", a->account->name,
		 f->sentence ? f->sentence : "no reason given");
	a->account->logged_out = true;
	a->account->soft_logout = soft;
	tokens_remove(a->e->paths, a->account);
	a->has_tokens = false;
	agent_set_state(a, ACCOUNT_LOGGED_OUT, f->sentence, 0);
	a->doomed = true;
	intake_rollback(a);
	intake_when_free(a->e, write_farewell, f);
}

/* ---- what is stored ------------------------------------------------------------- */

void host_forget(struct agent *a)
{
	g_clear_pointer(&a->room, room_free);
	g_clear_pointer(&a->member, member_free);
}

static const struct room *host_room(void *user, const char *rid)
{
	struct agent *a = user;

	if (a->room && g_strcmp0(a->room->rid, rid) == 0)
		return a->room;
	host_forget(a);
	if (a->e->reader && a->account->id)
		a->room = reader_room_by_rid(a->e->reader, a->account->id,
					     rid);
	return a->room;
}

static const struct member *host_member(void *user, const char *rid,
					const char *uid)
{
	struct agent *a = user;
	const struct room *r = host_room(user, rid);

	if (!r)
		return NULL;
	if (a->member && g_strcmp0(a->member->uid, uid) == 0)
		return a->member;
	g_clear_pointer(&a->member, member_free);
	a->member = reader_member(a->e->reader, r->id, uid);
	return a->member;
}

static char *host_made(void *user, const char *txn)
{
	struct agent *a = user;

	return store_made(a->e->store, a->account->id, txn);
}

void host_init(struct agent *a)
{
	a->host = (struct provider_host){
		.world = a->e->world, .user = a,
		.http = host_http, .cancel = host_cancel,
		.after = host_after, .cancel_after = host_cancel_after,
		.emit = host_emit, .rollback = host_rollback,
		.commit = host_commit, .status = host_status,
		.progress = host_progress, .tokens = host_tokens,
		.op_done = host_op_done, .logged_out = host_logged_out,
		.room = host_room, .member = host_member,
		.made = host_made,
	};
}

void host_clear(struct agent *a)
{
	host_forget(a);
	timers_cancel(&a->e->timers, a->progress_timer);
	a->progress_timer = 0;
}
