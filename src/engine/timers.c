#include "engine/timers.h"

struct timer {
	uint64_t handle;
	int64_t at;
	void (*fn)(void *);
	void *arg;
};

#define TIMER(t, i) g_array_index((t)->list, struct timer, i)

void timers_init(struct timers *t, const struct world *world)
{
	t->list = g_array_new(FALSE, FALSE, sizeof(struct timer));
	t->last = 0;
	t->world = world;
}

void timers_clear(struct timers *t)
{
	g_clear_pointer(&t->list, g_array_unref);
}

uint64_t timers_add(struct timers *t, int64_t ms, void (*fn)(void *),
		    void *arg)
{
	struct timer timer = {
		.handle = ++t->last, .fn = fn, .arg = arg,
		.at = world_steady(t->world) + MAX(ms, 0),
	};
	guint i = t->list->len;

	while (i > 0 && TIMER(t, i - 1).at > timer.at)
		i--;
	g_array_insert_val(t->list, i, timer);
	return timer.handle;
}

void timers_cancel(struct timers *t, uint64_t handle)
{
	for (guint i = 0; i < t->list->len; i++)
		if (TIMER(t, i).handle == handle) {
			g_array_remove_index(t->list, i);
			return;
		}
}

int64_t timers_wait(const struct timers *t)
{
	if (t->list->len == 0)
		return -1;
	return MAX(TIMER(t, 0).at - world_steady(t->world), 0);
}

/* The first that is due and was there when this turn began. */
static bool take_due(struct timers *t, int64_t now, uint64_t last,
		     struct timer *out)
{
	for (guint i = 0; i < t->list->len && TIMER(t, i).at <= now; i++)
		if (TIMER(t, i).handle <= last) {
			*out = TIMER(t, i);
			g_array_remove_index(t->list, i);
			return true;
		}
	return false;
}

void timers_run(struct timers *t)
{
	int64_t now = world_steady(t->world);
	uint64_t last = t->last;
	struct timer due;

	while (take_due(t, now, last, &due))
		due.fn(due.arg);
}
