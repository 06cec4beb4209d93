/*
 * background.c - what nobody has to ask for: the members of rooms whose
 * audience is unsure, and the whole history of rooms that hold tasks.
 *
 * Few requests at a time, a pause between them; where it got to is in the
 * store, so it goes on after a restart. A room that gives an error, or whose
 * history does not move, is set aside until the account is live anew.
 */
#include "engine/internal.h"

#define WIDTH_LIVE 2
#define WIDTH_ONCE 4
#define PAUSE_MS 20
/* After it had nothing left to do, new facts may wait for more of them. */
#define REST_MS 500
#define LOOK_AHEAD 32

static unsigned running(const struct agent *a)
{
	unsigned n = 0;

	for (guint i = 0; i < a->e->jobs->len; i++) {
		const struct job *j = a->e->jobs->pdata[i];

		n += j->agent == a && j->quiet;
	}
	return n;
}

/* Start what there is of a kind, up to the width. Takes the list. */
static void start_some(struct agent *a, enum job_kind kind, GArray *take,
		       unsigned width)
{
	for (guint i = 0; take && i < take->len && running(a) < width; i++) {
		int64_t room = g_array_index(take, int64_t, i);
		struct job like = { .agent = a, .kind = kind, .room = room,
				    .quiet = true };

		if (g_hash_table_contains(a->set_aside, &room) ||
		    job_is_running(a->e, kind, room))
			continue;
		job_ask(a->e, &like, NULL);
	}
	if (take)
		g_array_unref(take);
}

static void run(void *arg)
{
	struct agent *a = arg;
	struct engine *e = a->e;
	unsigned width = e->mode == ENGINE_ONCE ? WIDTH_ONCE : WIDTH_LIVE;
	unsigned most = LOOK_AHEAD + g_hash_table_size(a->set_aside);

	a->background_timer = 0;
	if (a->state != ACCOUNT_LIVE || e->trouble || a->doomed)
		return;
	start_some(a, JOB_MEMBERS, store_rooms_unsure(e->store, a->account->id,
						      most), width);
	if (running(a) < width)
		start_some(a, JOB_OLDER,
			   store_rooms_unread_history(e->store,
						      a->account->id, most),
			   width);
	a->background_over = running(a) == 0 && !a->background_timer;
}

static void wake_in(struct agent *a, int64_t ms)
{
	if (a->background_timer || a->state != ACCOUNT_LIVE || !a->started)
		return;
	a->background_timer = timers_add(&a->e->timers, ms, run, a);
}

void background_wake(struct agent *a)
{
	int64_t ms = a->background_over ? REST_MS : PAUSE_MS;

	if (a->e->mode == ENGINE_ONCE)
		ms = 0;
	if (a->state == ACCOUNT_LIVE)
		a->background_over = false;
	wake_in(a, ms);
}

void background_stop(struct agent *a)
{
	timers_cancel(&a->e->timers, a->background_timer);
	a->background_timer = 0;
	a->background_over = false;
}

void background_job_done(struct agent *a, int64_t room, bool progress)
{
	if (!progress && a->state == ACCOUNT_LIVE)
		g_hash_table_add(a->set_aside,
				 g_memdup2(&room, sizeof room));
	wake_in(a, a->e->mode == ENGINE_ONCE ? 0 : PAUSE_MS);
}
