/* Reminders: on the day a task of mine is due, and before an event I go to.
 * One timer to the next of them; what has rung is kept in own.db. */
#include "engine/internal.h"

#include <stdlib.h>
#include <string.h>

#define EVENT_MS (15 * 60000)
#define EARLIEST_MS 1000
/* The steady clock stands still while the machine sleeps. */
#define LATEST_MS (60 * 60000)
#define NOBODY_MS (5 * 60000)
#define KEPT_MAX 300
#define DONE_KEY "reminded"
#define HOUR_KEY "remind_hour"
#define HOUR 9

struct round {
	struct engine *e;
	int64_t now, next;	/* ms since 1970 */
	GPtrArray *done;	/* char *: "DAY EVENT-ID", oldest first */
	bool rang, nobody;
};

static int hour_of(struct engine *e)
{
	g_autofree char *text = reader_state(e->reader, HOUR_KEY);
	guint64 hour;

	return text && g_ascii_string_to_unsigned(text, 10, 0, 23, &hour,
						  NULL) ? (int)hour : HOUR;
}

static void read_done(struct round *r)
{
	g_autofree char *text = reader_state(r->e->reader, DONE_KEY);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", -1);

	r->done = g_ptr_array_new_with_free_func(g_free);
	for (char **line = lines; *line; line++)
		if (**line)
			g_ptr_array_add(r->done, g_strdup(*line));
}

static void keep_done(struct round *r)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GError) err = NULL;

	if (!r->rang)
		return;
	if (r->done->len > KEPT_MAX)
		g_ptr_array_remove_range(r->done, 0, r->done->len - KEPT_MAX);
	for (guint i = 0; i < r->done->len; i++)
		g_string_append_printf(text, "%s\n",
				       (char *)r->done->pdata[i]);
	if (!state_put(r->e->store, DONE_KEY, text->str, &err))
		engine_trouble(r->e, err);
}

/* The same at most once, also after the program was started anew. */
static void ring_once(struct round *r, const struct thing *t, int64_t when,
		      const char *what)
{
	g_autofree char *line = g_strdup_printf("%" G_GINT64_FORMAT " %s",
						when, t->eid);
	struct message *m;

	if (r->nobody || g_ptr_array_find_with_equal_func(r->done, line,
							  g_str_equal, NULL))
		return;
	m = message_new(EV_RING);
	m->room = t->room;
	m->id = t->post;
	m->n = RING_NOTIFY;
	m->a = g_strdup(what);
	m->b = g_strdup(t->title);
	m->c = g_strdup(t->room_name);
	if (!event_remind(r->e, m)) {
		r->nobody = true;
		return;
	}
	r->rang = true;
	g_ptr_array_add(r->done, g_steal_pointer(&line));
}

static void look_next(struct round *r, int64_t when)
{
	if (when > r->now && when < r->next)
		r->next = when;
}

static void look_tasks(struct round *r)
{
	const struct world *w = r->e->world;
	int64_t today = world_civil(w, r->now).day;
	int minute = hour_of(r->e) * 60;
	struct thing_query q = { .kind = KIND_TASK, .mine = true,
				 .open_only = true, .limit = 1000 };
	g_autoptr(GPtrArray) list = reader_things(r->e->reader, &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = list->pdata[i];
		int64_t at;

		if (!t->eid || t->due == NO_DAY || t->due < today)
			continue;
		at = world_moment(w, t->due, minute);
		if (t->due == today && at <= r->now)
			ring_once(r, t, t->due, "Due today");
		look_next(r, at);
	}
}

static void look_events(struct round *r)
{
	struct thing_query q = {
		.kind = KIND_EVENT, .open_only = true, .from = r->now,
		.until = r->now + 2 * LATEST_MS, .order = ORDER_BEGINS,
	};
	g_autoptr(GPtrArray) list = reader_things(r->e->reader, &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = list->pdata[i];

		if (!t->eid || t->mine != VOTE_UP || t->begin <= r->now)
			continue;
		if (t->begin - EVENT_MS <= r->now)
			ring_once(r, t, t->begin, "Begins soon");
		look_next(r, t->begin - EVENT_MS);
	}
}

static void run(void *arg)
{
	struct engine *e = arg;
	struct round r = { .e = e, .now = world_now(e->world) };
	int64_t wait;

	e->remind_timer = 0;
	if (!e->reader || !e->store)
		return;
	r.next = r.now + LATEST_MS;
	read_done(&r);
	look_tasks(&r);
	look_events(&r);
	keep_done(&r);
	g_ptr_array_unref(r.done);
	wait = r.nobody ? NOBODY_MS : MAX(r.next - r.now, EARLIEST_MS);
	e->remind_timer = timers_add(&e->timers, wait, run, e);
}

void remind_wake(struct engine *e)
{
	timers_cancel(&e->timers, e->remind_timer);
	e->remind_timer = timers_add(&e->timers, EARLIEST_MS, run, e);
}

void remind_stop(struct engine *e)
{
	timers_cancel(&e->timers, e->remind_timer);
	e->remind_timer = 0;
}
