/* session.c - how accounts come and go: logging in and out. */
#include "engine/internal.h"

#include "base/error.h"
#include "base/log.h"

#include <string.h>

#define LOGOUT_MS 5000

struct session {
	struct engine *e;
	struct asker asker;
	struct agent *agent;	/* nobody's yet; or the one that leaves */
	bool leaves;
	int64_t again;		/* the account that is logged in again, or 0 */
	char *server, *user, *password, *kind, *device;
	struct tokens tokens;	/* what came of it */
	char *error;
	int code;
	uint64_t timer;
	bool over;
};

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void session_free(struct session *s)
{
	timers_cancel(&s->e->timers, s->timer);
	g_free(s->server);
	g_free(s->user);
	wipe(s->password);
	g_free(s->kind);
	g_free(s->device);
	tokens_clear(&s->tokens);
	g_free(s->error);
	g_free(s);
}

static struct session *session_new(struct engine *e, const struct asker *asker)
{
	struct session *s = g_new0(struct session, 1);

	s->e = e;
	s->asker = *asker;
	g_ptr_array_add(e->sessions, s);
	return s;
}

static void session_drop(struct session *s)
{
	g_ptr_array_remove(s->e->sessions, s);
	session_free(s);
}

/* ---- in: what comes of it --------------------------------------------------------- */

static void answer_login(struct session *s, int64_t account)
{
	struct message *m = message_new(EV_LOGIN);

	m->account = account;
	m->a = g_strdup(s->error);
	m->n = s->code;
	event_reply(s->e, &s->asker, m);
}

static void refuse(struct session *s, const GError *err)
{
	g_free(s->error);
	s->error = g_strdup(err ? err->message : "That did not work.");
	s->code = err && err->domain == FM_ERROR ? err->code : FM_ERROR_FAILED;
}

/* The account as it will stand in the store: a known one keeps its name. */
static struct account *describe(struct session *s)
{
	g_autoptr(GPtrArray) known = reader_accounts(s->e->reader);
	struct account *a = g_new0(struct account, 1);

	a->kind = g_strdup(s->kind);
	a->base = g_strdup(s->tokens.base);
	a->user = g_strdup(s->tokens.user);
	a->device = g_strdup(s->tokens.device);
	for (guint i = 0; i < known->len; i++) {
		const struct account *k = known->pdata[i];

		if (g_strcmp0(k->user, a->user) == 0 &&
		    g_strcmp0(k->kind, a->kind) == 0)
			a->name = g_strdup(k->name);
	}
	if (!a->name)
		a->name = tokens_account_name(a->user, known);
	return a;
}

/* The secrets first: an account without them would be logged out at once. */
static int64_t keep(struct session *s, GError **err)
{
	struct account *a = describe(s);
	int64_t id = 0;

	if (tokens_save(s->e->paths, &s->tokens, err))
		id = store_account_put(s->e->store, a, err);
	account_free(a);
	return id;
}

static void begin_account(struct engine *e, int64_t id)
{
	struct agent *a = engine_agent(e, id);

	if (a)
		agent_close(a);
	else
		a = agent_new(e, reader_account(e->reader, id));
	a->has_tokens = false;
	tokens_clear(&a->tokens);
	account_free(a->account);
	a->account = reader_account(e->reader, id);
	agent_set_state(a, ACCOUNT_OFFLINE, NULL, 0);
	agent_start(a);
}

static bool is_wanted_user(struct session *s)
{
	struct agent *a = s->again ? engine_agent(s->e, s->again) : NULL;

	if (!a || g_strcmp0(a->account->user, s->tokens.user) == 0)
		return true;
	s->code = FM_ERROR_AUTH;
	s->error = g_strdup_printf("That is %s, but the account to log in "
				   "again is %s; give the name and password "
				   "of that one.", s->tokens.user,
				   a->account->user);
	return false;
}

static void finish_login(void *arg)
{
	struct session *s = arg;
	g_autoptr(GError) err = NULL;
	int64_t id = 0;

	if (!s->error && is_wanted_user(s)) {
		id = keep(s, &err);
		if (id)
			begin_account(s->e, id);
		else
			refuse(s, err);
	}
	agent_leave(s->agent);
	answer_login(s, id);
	if (id)
		event_push(s->e, message_new(EV_PLACES));
	session_drop(s);
}

/* Not in the provider's own call: it ends there. */
static void finish_login_later(void *arg)
{
	struct session *s = arg;

	s->timer = 0;
	intake_when_free(s->e, finish_login, s);
}

static void on_login(void *user, const struct login_result *r)
{
	struct session *s = user;

	if (s->over)
		return;
	s->over = true;
	if (r->ok) {
		tokens_copy(&s->tokens, &r->tokens);
		if (!s->tokens.kind)
			s->tokens.kind = g_strdup(s->kind);
	} else {
		s->error = sentence_clean(r->error ? r->error :
					  "Logging in did not work.");
		s->code = r->code;
	}
	s->timer = timers_add(&s->e->timers, 0, finish_login_later, s);
}

/* ---- in: asking -------------------------------------------------------------------- */

static bool can_log_in(struct session *s, const struct provider_ops *ops)
{
	if (!ops) {
		s->code = FM_ERROR_USAGE;
		s->error = g_strdup_printf("\"%s\" is not a kind of server "
					   "that folkmoot knows; try matrix.",
					   s->kind);
	} else if (s->e->trouble) {
		s->code = FM_ERROR_DISK;
		s->error = g_strdup(s->e->trouble);
	} else if (!engine_net(s->e)) {
		s->code = FM_ERROR_FAILED;
		s->error = g_strdup("The network cannot be used.");
	}
	return !s->error;
}

void session_begin(struct engine *e, const struct asker *asker,
		   const struct message *m)
{
	struct session *s = session_new(e, asker);
	struct agent *known = m->id ? engine_agent(e, m->id) : NULL;
	const struct provider_ops *ops;
	struct login login;

	s->kind = g_strdup(m->d ? m->d : "matrix");
	s->server = g_strdup(m->a ? m->a : known ? known->account->base : "");
	s->user = g_strdup(m->b ? m->b : known ? known->account->user : "");
	s->password = g_strdup(m->c ? m->c : "");
	s->again = m->id;
	/* After a hard log-out the device is gone as well. */
	if (known && known->account->soft_logout)
		s->device = g_strdup(known->account->device);
	ops = e->find(s->kind);
	if (!can_log_in(s, ops)) {
		answer_login(s, 0);
		session_drop(s);
		return;
	}
	s->agent = agent_new_nobody(e, ops);
	login = (struct login){ s->server, s->user, s->password, s->device };
	ops->login(&s->agent->host, &login, on_login, s);
}

/* ---- out --------------------------------------------------------------------------- */

static void finish_logout(void *arg)
{
	struct session *s = arg;
	g_autoptr(GError) err = NULL;
	struct message *m = message_new(EV_LOGOUT);

	m->account = s->agent->account->id;
	tokens_remove(s->e->paths, s->agent->account);
	agent_leave(s->agent);
	if (!store_account_remove(s->e->store, m->account, &err))
		engine_trouble(s->e, err);
	event_reply(s->e, &s->asker, m);
	event_push(s->e, message_new(EV_PLACES));
	event_room(s->e, 0, ROOM_HAS_POSTS | ROOM_HAS_FACTS | ROOM_HAS_TASKS);
	event_outbox(s->e);
	session_drop(s);
}

static void finish_logout_later(void *arg)
{
	struct session *s = arg;

	s->timer = 0;
	s->over = true;
	/* It may be in the middle of an answer, which nobody needs now. */
	agent_close(s->agent);
	intake_when_free(s->e, finish_logout, s);
}

static void on_logout(void *user, const char *error)
{
	struct session *s = user;

	if (s->over)
		return;
	if (error)
		log_info("engine", "%s: the server was not told of the "
			 "log-out: %s", s->agent->account->name, error);
	s->over = true;
	timers_cancel(&s->e->timers, s->timer);
	s->timer = timers_add(&s->e->timers, 0, finish_logout_later, s);
}

static bool is_leaving(const struct engine *e, const struct agent *a)
{
	for (guint i = 0; i < e->sessions->len; i++) {
		const struct session *s = e->sessions->pdata[i];

		if (s->leaves && s->agent == a)
			return true;
	}
	return false;
}

void session_end(struct engine *e, const struct asker *asker, struct agent *a)
{
	struct session *s;

	if (is_leaving(e, a)) {
		relay_ack(e, asker);
		return;
	}
	s = session_new(e, asker);
	s->agent = a;
	s->leaves = true;
	if (!agent_open(a) || !a->ops->logout) {
		s->timer = timers_add(&e->timers, 0, finish_logout_later, s);
		return;
	}
	s->timer = timers_add(&e->timers, LOGOUT_MS, finish_logout_later, s);
	a->ops->logout(a->provider, on_logout, s);
}

bool sessions_are_idle(const struct engine *e)
{
	return e->sessions->len == 0;
}

void sessions_clear(struct engine *e)
{
	while (e->sessions->len > 0) {
		struct session *s = e->sessions->pdata[0];

		s->over = true;
		intake_forget(e, s);
		if (!s->leaves)
			agent_leave(s->agent);
		session_drop(s);
	}
}
