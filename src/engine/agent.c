#include "engine/internal.h"

#include "base/error.h"
#include "base/log.h"

struct agent *engine_agent(struct engine *e, int64_t account)
{
	for (guint i = 0; i < e->agents->len; i++) {
		struct agent *a = e->agents->pdata[i];

		if (a->account->id == account)
			return a;
	}
	return NULL;
}

struct room *engine_room(struct engine *e, int64_t room)
{
	return e->reader && room ? reader_room(e->reader, room) : NULL;
}

/* ---- life --------------------------------------------------------------------- */

static void drop_change(void *change)
{
	change_free(change);
}

static struct agent *make(struct engine *e, struct account *take,
			  const struct provider_ops *ops)
{
	struct agent *a = g_new0(struct agent, 1);

	a->e = e;
	a->account = take;
	a->ops = ops;
	a->state = take->logged_out ? ACCOUNT_LOGGED_OUT : ACCOUNT_OFFLINE;
	a->sentence = g_strdup(take->out_reason);
	a->changes = g_ptr_array_new_with_free_func(drop_change);
	a->set_aside = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					     g_free, NULL);
	a->lookups = g_ptr_array_new();
	a->people_missed = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, g_free);
	host_init(a);
	return a;
}

struct agent *agent_new(struct engine *e, struct account *take)
{
	struct agent *a = make(e, take, e->find(take->kind));

	g_ptr_array_add(e->agents, a);
	return a;
}

struct agent *agent_new_nobody(struct engine *e,
			       const struct provider_ops *ops)
{
	struct account *nobody = g_new0(struct account, 1);

	nobody->name = g_strdup("somebody new");
	return make(e, nobody, ops);
}

static void agent_free(struct agent *a)
{
	host_clear(a);
	tokens_clear(&a->tokens);
	account_free(a->account);
	g_ptr_array_unref(a->changes);
	g_hash_table_unref(a->set_aside);
	g_ptr_array_unref(a->lookups);
	g_hash_table_unref(a->people_missed);
	g_free(a->sentence);
	g_free(a);
}

bool agents_load(struct engine *e, GError **err)
{
	g_autoptr(GPtrArray) all = NULL;

	e->reader = reader_open(e->paths, e->world, err);
	if (!e->reader)
		return false;
	all = reader_accounts(e->reader);
	for (guint i = 0; i < all->len; i++) {
		const struct account *known = all->pdata[i];

		agent_new(e, reader_account(e->reader, known->id));
	}
	return true;
}

/* ---- open and closed ------------------------------------------------------------ */

/* The cursor and the rules may have moved on since this agent was made. */
static void refresh_account(struct agent *a)
{
	struct account *now = reader_account(a->e->reader, a->account->id);

	if (!now)
		return;
	account_free(a->account);
	a->account = now;
}

static bool load_tokens(struct agent *a)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *sentence = NULL;

	if (a->has_tokens)
		return true;
	a->has_tokens = tokens_load(a->e->paths, a->account, &a->tokens, &err);
	if (a->has_tokens)
		return true;
	sentence = g_strdup_printf("%s is not logged in here; log in again. "
				   "What is stored stays readable.",
				   a->account->user);
	if (!g_error_matches(err, FM_ERROR, FM_ERROR_NOT_FOUND))
		log_warn("engine", "%s", err->message);
	agent_set_state(a, ACCOUNT_LOGGED_OUT, a->account->out_reason ?
			a->account->out_reason : sentence, 0);
	return false;
}

static bool can_open(struct agent *a)
{
	if (a->doomed || a->e->trouble || a->account->logged_out)
		return false;
	if (a->ops)
		return load_tokens(a) && engine_net(a->e);
	agent_set_state(a, ACCOUNT_OFFLINE, "This folkmoot does not know this "
			"kind of account; use the one that made it.", 0);
	return false;
}

void *agent_open(struct agent *a)
{
	g_autofree char *rules = NULL;
	struct account_seed seed;

	if (a->provider)
		return a->provider;
	if (!can_open(a))
		return NULL;
	refresh_account(a);
	rules = store_push_rules(a->e->store, a->account->id);
	seed = (struct account_seed){ a->account, &a->tokens, rules };
	a->provider = a->ops->open(&a->host, &seed);
	return a->provider;
}

void agent_start(struct agent *a)
{
	if (a->e->mode != ENGINE_SEND)
		a->wanted = true;
	a->e->pump_wanted = true;
}

void agent_close(struct agent *a)
{
	void *provider = a->provider;

	/* Whatever it says from now on is not heard. */
	a->doomed = true;
	background_stop(a);
	people_stop(a);
	typing_drop_agent(a->e, a);
	timers_cancel(&a->e->timers, a->pump_timer);
	a->pump_timer = 0;
	a->provider = NULL;
	a->started = a->wanted = a->answered = false;
	a->fresh = a->looking = false;
	if (provider)
		a->ops->close(provider);
	sender_abandon(a);
	jobs_abandon(a);
	people_abandon(a);
	intake_rollback(a);
	host_clear(a);
	a->doomed = false;
}

void agent_leave(struct agent *a)
{
	agent_close(a);
	a->doomed = true;
	g_ptr_array_remove(a->e->agents, a);
	g_ptr_array_add(a->e->leaving, a);
}

/* A first sync fills the store's only transaction for a while; another one
 * beside it would have to wait in memory. */
static bool first_sync_runs(const struct engine *e)
{
	for (guint i = 0; i < e->agents->len; i++) {
		const struct agent *a = e->agents->pdata[i];

		if (a->started && !a->account->cursor && !a->answered)
			return true;
	}
	return false;
}

static void start_now(struct agent *a)
{
	a->wanted = false;
	if (!agent_open(a))
		return;
	a->started = true;
	a->started_at = world_steady(a->e->world);
	a->answered = false;
	agent_set_state(a, ACCOUNT_CONNECTING, NULL, 0);
	a->ops->start(a->provider, a->e->mode == ENGINE_ONCE);
}

static void close_doomed(struct agent *a)
{
	bool again = a->revive || a->wanted;

	if (!a->doomed)
		return;
	a->revive = false;
	agent_close(a);
	if (a->state != ACCOUNT_LOGGED_OUT)
		agent_set_state(a, ACCOUNT_OFFLINE, a->e->trouble, 0);
	if (again && !a->e->trouble)
		agent_start(a);
}

void agents_turn(struct engine *e)
{
	for (guint i = 0; i < e->agents->len; i++)
		close_doomed(e->agents->pdata[i]);
	for (guint i = 0; i < e->agents->len; i++) {
		struct agent *a = e->agents->pdata[i];

		if (a->wanted && (a->account->cursor || !first_sync_runs(e)))
			start_now(a);
		if (a->nudge_wanted)
			agent_nudge(a);
		a->nudge_wanted = false;
	}
	for (guint i = 0; i < e->leaving->len; i++)
		agent_free(e->leaving->pdata[i]);
	g_ptr_array_set_size(e->leaving, 0);
}

void agents_clear(struct engine *e)
{
	while (e->agents->len > 0)
		agent_leave(e->agents->pdata[0]);
}

/* ---- its state ------------------------------------------------------------------ */

static void set_live(struct agent *a)
{
	g_hash_table_remove_all(a->set_aside);
	sender_hurry(a);
	background_wake(a);
	people_wake(a);
}

void agent_set_state(struct agent *a, enum account_state state,
		     const char *sentence, int64_t when)
{
	char *clean = sentence_clean(sentence);
	bool same = a->state == state && a->when == when &&
		    g_strcmp0(a->sentence, clean) == 0;
	bool was_live = a->state == ACCOUNT_LIVE;

	g_free(a->sentence);
	a->sentence = clean;
	a->state = state;
	a->when = when;
	if (state != ACCOUNT_CONNECTING && state != ACCOUNT_SYNCING)
		a->answered = true;
	if (state == ACCOUNT_OFFLINE || state == ACCOUNT_LOGGED_OUT)
		a->fresh = false;
	a->lost = state == ACCOUNT_OFFLINE ||
		  (a->lost && state != ACCOUNT_LIVE);
	if (state == ACCOUNT_LIVE)
		a->fresh = true;
	if (!same)
		event_account(a);
	if (state == ACCOUNT_LIVE && !was_live)
		set_live(a);
}

void agent_nudge(struct agent *a)
{
	if (!a->started || a->state == ACCOUNT_LIVE || !a->ops->nudge)
		return;
	if (a->state == ACCOUNT_OFFLINE) {
		a->answered = false;
		agent_set_state(a, ACCOUNT_CONNECTING, NULL, 0);
	}
	a->ops->nudge(a->provider);
}

bool agent_has_given_up(const struct agent *a)
{
	if (a->wanted)
		return false;
	return !a->started || (a->answered && (a->state == ACCOUNT_OFFLINE ||
		a->state == ACCOUNT_LOGGED_OUT));
}

bool agent_is_settled(const struct agent *a)
{
	if (a->wanted || a->doomed)
		return false;
	if (!a->started)
		return true;
	if (a->state == ACCOUNT_LIVE)
		return a->background_over;
	return agent_has_given_up(a);
}
