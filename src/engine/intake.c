/*
 * intake.c - changes on their way to the store.
 *
 * The store has one transaction at a time, and an answer of a server must be
 * kept whole or not at all. So what an account emits waits in memory until
 * its commit; a long answer, of more than SPILL changes, takes the store's
 * transaction as its own and is written as it comes. Meanwhile whole answers
 * of other accounts wait as parcels, in their order.
 */
#include "engine/internal.h"

#include "base/error.h"
#include "base/log.h"

#define SPILL 64
#define CHANGES_MAX 20000

struct waiting {
	void (*fn)(void *arg);
	void *arg;
};

static void drop_change(void *change)
{
	change_free(change);
}

static GPtrArray *new_changes(void)
{
	return g_ptr_array_new_with_free_func(drop_change);
}

/* ---- into the store --------------------------------------------------------- */

static void commit_store(struct engine *e)
{
	g_autoptr(GError) err = NULL;
	GArray *rooms = NULL, *rings = NULL;
	bool places = false;

	if (!store_commit(e->store, &rooms, &rings, &places, &err)) {
		engine_trouble(e, err);
		return;
	}
	for (guint i = 0; i < e->agents->len; i++)
		host_forget(e->agents->pdata[i]);
	event_deltas(e, rooms, rings, places);
	e->pump_wanted = true;
}

static bool apply_all(struct engine *e, GPtrArray *changes)
{
	g_autoptr(GError) err = NULL;

	for (guint i = 0; i < changes->len; i++)
		if (!store_apply(e->store, changes->pdata[i], &err)) {
			engine_trouble(e, err);
			return false;
		}
	g_ptr_array_set_size(changes, 0);
	return true;
}

static void write_parcel(struct engine *e, GPtrArray *take)
{
	g_autoptr(GPtrArray) changes = take;

	if (apply_all(e, changes))
		commit_store(e);
}

/* The store is nobody's: what has waited for that may go on. */
static void set_free(struct engine *e)
{
	GPtrArray *changes;

	e->owner = NULL;
	while (!e->owner && (changes = g_queue_pop_head(&e->parcels)))
		write_parcel(e, changes);
	while (!e->owner && e->when_free->len > 0) {
		struct waiting w = g_array_index(e->when_free, struct waiting,
						 0);

		g_array_remove_index(e->when_free, 0);
		w.fn(w.arg);
	}
}

/* ---- from the provider ------------------------------------------------------ */

/* More than memory should hold, and the store is another's: this account
 * begins again from its cursor, later. */
static void give_up(struct agent *a)
{
	log_warn("engine", "%s: %u changes wait for the store; beginning again",
		 a->account->name, a->changes->len);
	g_ptr_array_set_size(a->changes, 0);
	a->doomed = a->revive = true;
}

static void spill(struct agent *a)
{
	struct engine *e = a->e;

	if (!e->owner)
		e->owner = a;
	if (e->owner == a)
		apply_all(e, a->changes);
	else if (a->changes->len > CHANGES_MAX)
		give_up(a);
}

void intake_emit(struct agent *a, struct change *take)
{
	if (a->doomed || a->e->trouble || !a->account->id) {
		change_free(take);
		return;
	}
	take->account = a->account->id;
	if (!change_clean(take)) {
		log_warn("engine", "%s: a change of kind %d makes no sense",
			 a->account->name, take->kind);
		change_free(take);
		return;
	}
	if (take->kind == CHANGE_TYPING) {
		typing_show(a, take);
		change_free(take);
		return;
	}
	g_ptr_array_add(a->changes, take);
	if (take->kind == CHANGE_CURSOR)
		intake_commit(a);
	else if (a->changes->len >= SPILL)
		spill(a);
}

void intake_commit(struct agent *a)
{
	struct engine *e = a->e;

	if (e->owner && e->owner != a) {
		g_queue_push_tail(&e->parcels, a->changes);
		a->changes = new_changes();
		return;
	}
	if (a->changes->len == 0 && !e->owner)
		return;
	if (apply_all(e, a->changes))
		commit_store(e);
	set_free(e);
}

void intake_rollback(struct agent *a)
{
	struct engine *e = a->e;

	g_ptr_array_set_size(a->changes, 0);
	if (e->owner != a)
		return;
	store_rollback(e->store);
	set_free(e);
}

/* ---- for the others --------------------------------------------------------- */

void intake_settle(struct engine *e)
{
	if (!e->owner && !e->trouble && store_in_transaction(e->store))
		commit_store(e);
}

void intake_when_free(struct engine *e, void (*fn)(void *), void *arg)
{
	struct waiting w = { fn, arg };

	if (e->owner)
		g_array_append_val(e->when_free, w);
	else
		fn(arg);
}

void intake_forget(struct engine *e, void *arg)
{
	for (guint i = e->when_free->len; i > 0; i--)
		if (g_array_index(e->when_free, struct waiting,
				  i - 1).arg == arg)
			g_array_remove_index(e->when_free, i - 1);
}

void intake_clear(struct engine *e)
{
	GPtrArray *changes;

	while ((changes = g_queue_pop_head(&e->parcels)))
		g_ptr_array_unref(changes);
	for (guint i = 0; i < e->agents->len; i++) {
		struct agent *a = e->agents->pdata[i];

		g_ptr_array_set_size(a->changes, 0);
	}
	if (e->store && store_in_transaction(e->store))
		store_rollback(e->store);
	e->owner = NULL;
}
