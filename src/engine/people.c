/*
 * people.c - profiles of the people around, fetched politely.
 *
 * While the account is live those who are due (never fetched, or a day ago)
 * are asked about one by one, nearest first, with a pause between; when none
 * is due the timer is set for the first who will be, an hour or more away.
 * A server that asks for patience gets it for all of them; a person who
 * could not be had is left alone for some hours. What somebody looks at is
 * fetched at once, whoever else waits.
 */
#include "engine/internal.h"

#include "base/log.h"

#define WIDTH 2			/* the background's, at once */
#define PAUSE_MS 250
#define REST_MS 2000		/* new members come in crowds */
#define AT_ONCE 100		/* read of the store at once */
#define MISSED_MS (INT64_C(6) * 60 * 60 * 1000)
#define LONG_MS (INT64_C(60) * 60 * 1000)
#define ASKED_MAX 50

/* Somebody waits for these. */
struct people_ask {
	struct asker asker;
	int left;		/* lookups that have not ended */
	char *error;		/* of the last that failed */
};

struct search_card {
	struct agent *a;
	char *uid;
	struct people_ask *ask;	/* NULL: the background's */
	char *error;
	int64_t wait;
	bool told;		/* the provider has answered */
};

static void run(void *arg);

static bool is_able(const struct agent *a)
{
	return a->ops && a->ops->profile && a->e->mode == ENGINE_LIVE &&
	       a->state == ACCOUNT_LIVE && a->started && !a->doomed &&
	       !a->e->trouble;
}

/* Run in `ms`, or sooner when that is set already. */
static void wake_in(struct agent *a, int64_t ms)
{
	int64_t now = world_steady(a->e->world), at = now + ms;

	if (!is_able(a) || (a->people_timer && a->people_at <= at))
		return;
	timers_cancel(&a->e->timers, a->people_timer);
	a->people_at = at;
	a->people_timer = timers_add(&a->e->timers, ms, run, a);
}

void people_wake(struct agent *a)
{
	wake_in(a, MAX(REST_MS, a->people_quiet -
		       world_steady(a->e->world)));
}

/* ---- one person ---------------------------------------------------------- */

static void ask_done(struct engine *e, struct people_ask *ask,
		     const char *error)
{
	struct message *m;

	if (error) {
		g_free(ask->error);
		ask->error = g_strdup(error);
	}
	if (--ask->left > 0)
		return;
	m = message_new(EV_PEOPLE);
	m->a = g_strdup(ask->error);
	event_reply(e, &ask->asker, m);
	g_free(ask->error);
	g_free(ask);
}

static void note_missed(struct agent *a, const struct search_card *l)
{
	int64_t now = world_steady(a->e->world);
	int64_t again = now + MISSED_MS;

	log_debug("engine", "the profile of %s: %s", l->uid, l->error);
	if (l->wait >= 0)
		a->people_quiet = now + MAX(l->wait, PAUSE_MS);
	else
		g_hash_table_insert(a->people_missed, g_strdup(l->uid),
				    g_memdup2(&again, sizeof again));
}

static void lookup_end(void *arg)
{
	struct search_card *l = arg;
	struct agent *a = l->a;

	g_ptr_array_remove(a->lookups, l);
	if (l->error)
		note_missed(a, l);
	if (l->ask)
		ask_done(a->e, l->ask, l->error);
	wake_in(a, MAX(PAUSE_MS, a->people_quiet -
		       world_steady(a->e->world)));
	g_free(l->uid);
	g_free(l->error);
	g_free(l);
}

static void on_profile(void *user, const char *error, int64_t wait)
{
	struct search_card *l = user;

	l->error = sentence_clean(error);
	l->wait = wait;
	l->told = true;
	intake_when_free(l->a->e, lookup_end, l);
}

static void look_up(struct agent *a, const char *uid, struct people_ask *ask)
{
	struct search_card *l = g_new0(struct search_card, 1);

	l->a = a;
	l->uid = g_strdup(uid);
	l->ask = ask;
	g_ptr_array_add(a->lookups, l);
	a->ops->profile(a->provider, uid, on_profile, l);
}

static bool is_under_way(const struct agent *a, const char *uid)
{
	for (guint i = 0; i < a->lookups->len; i++)
		if (!g_strcmp0(((struct search_card *)a->lookups->pdata[i])->uid,
			       uid))
			return true;
	return false;
}

/* ---- the background ------------------------------------------------------ */

/* Those not to be asked about again yet; *next: when the first may be. */
static bool is_missed(struct agent *a, const char *uid, int64_t *next)
{
	const int64_t *again = g_hash_table_lookup(a->people_missed, uid);
	int64_t left = again ? *again - world_steady(a->e->world) : 0;

	if (left <= 0) {
		g_hash_table_remove(a->people_missed, uid);
		return false;
	}
	*next = *next ? MIN(*next, left) : left;
	return true;
}

/* Who is due, into the queue; ms to the next when there is nobody, 0: never. */
static int64_t fill_queue(struct agent *a)
{
	unsigned most = AT_ONCE + g_hash_table_size(a->people_missed);
	int64_t due = 0, wait = 0;
	g_autoptr(GPtrArray) list = store_people_due(a->e->store,
						     a->account->id, most,
						     &due);

	for (guint i = 0; i < list->len; i++) {
		if (!is_missed(a, list->pdata[i], &wait) &&
		    !is_under_way(a, list->pdata[i]))
			g_queue_push_tail(&a->people,
					  g_strdup(list->pdata[i]));
	}
	if (due) {
		due = MAX(due - world_now(a->e->world), 0);
		wait = wait ? MIN(wait, due) : due;
	}
	return wait ? MAX(wait, LONG_MS) : 0;
}

static void run(void *arg)
{
	struct agent *a = arg;
	g_autofree char *uid = NULL;
	int64_t wait = a->people_quiet - world_steady(a->e->world);

	a->people_timer = 0;
	if (!is_able(a) || a->lookups->len >= WIDTH)
		return;
	if (wait > 0) {
		wake_in(a, wait);
		return;
	}
	if (g_queue_is_empty(&a->people))
		wait = fill_queue(a);
	uid = g_queue_pop_head(&a->people);
	if (uid) {
		if (!is_under_way(a, uid))
			look_up(a, uid, NULL);
		wake_in(a, PAUSE_MS);
	} else if (wait) {
		wake_in(a, wait);
	}
}

void people_stop(struct agent *a)
{
	timers_cancel(&a->e->timers, a->people_timer);
	a->people_timer = 0;
	g_queue_clear_full(&a->people, g_free);
}

void people_abandon(struct agent *a)
{
	people_stop(a);
	while (a->lookups->len) {
		struct search_card *l = a->lookups->pdata[0];

		intake_forget(a->e, l);
		if (!l->told)
			l->error = g_strdup("The connection was closed.");
		lookup_end(l);
	}
}

bool people_are_idle(const struct agent *a)
{
	for (guint i = 0; i < a->lookups->len; i++)
		if (((struct search_card *)a->lookups->pdata[i])->ask)
			return false;
	return true;
}

/* ---- for somebody who waits ---------------------------------------------- */

static void answer_nothing(struct engine *e, const struct asker *asker,
			   const char *why)
{
	struct message *m = message_new(EV_PEOPLE);

	m->a = g_strdup(why);
	event_reply(e, asker, m);
}

static GPtrArray *whom(struct agent *a, const struct message *m)
{
	GPtrArray *list;
	int64_t next;

	if (!m->a)
		return store_people_due(a->e->store, a->account->id,
					(unsigned)CLAMP(m->n, 0, ASKED_MAX),
					&next);
	list = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(list, g_strdup(m->a));
	return list;
}

void people_ask(struct agent *a, const struct asker *asker,
		const struct message *m)
{
	g_autoptr(GPtrArray) list = NULL;
	struct people_ask *ask;

	if (!agent_open(a) || !a->ops->profile) {
		answer_nothing(a->e, asker, a->sentence ? a->sentence :
			       "There is no connection to ask for it.");
		return;
	}
	list = whom(a, m);
	if (!list->len) {
		answer_nothing(a->e, asker, NULL);
		return;
	}
	ask = g_new0(struct people_ask, 1);
	ask->asker = *asker;
	ask->left = (int)list->len;
	for (guint i = 0; i < list->len; i++)
		look_up(a, list->pdata[i], ask);
}
