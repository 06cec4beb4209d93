/* Figures of a place in a period. */
#include "command/report.h"

#include "model/charter.h"
#include "store/charters.h"
#include "store/evidence.h"

#include <string.h>

#define AT(member) offsetof(struct report, member)

static const struct report_figure figures[] = {
	{ "people", "People active", "Those who wrote at least one message.",
	  AT(people), UNIT_COUNT },
	{ "messages", "Messages", "All that was written and not removed, "
	  "without changes of tasks and the like.", AT(messages),
	  UNIT_COUNT },
	{ "asked", "Questions asked", "Questions made in the period.",
	  AT(asked), UNIT_COUNT },
	{ "answered", "Questions answered", "Of those asked, in whose thread "
	  "somebody else wrote.", AT(answered), UNIT_COUNT },
	{ "solved", "Questions solved", "Of those asked, that are closed.",
	  AT(solved), UNIT_COUNT },
	{ "median_ms", "Time to the first answer, median", "Half of the "
	  "answered ones had their first answer within it.", AT(median),
	  UNIT_TIME },
	{ "p90_ms", "… 90th percentile", "Nine of ten answered ones had their "
	  "first answer within it.", AT(p90), UNIT_TIME },
	{ "tasks_new", "Tasks made", "Tasks made in the period.", AT(made),
	  UNIT_COUNT },
	{ "tasks_finished", "Tasks finished", "Tasks marked done in the period "
	  "and still done; dropped ones are not counted.", AT(finished),
	  UNIT_COUNT },
	{ "ideas", "Ideas brought in", "Ideas made in the period.", AT(ideas),
	  UNIT_COUNT },
	{ "ideas_decided", "Ideas decided", "Ideas that were done or declined "
	  "in the period.", AT(decided), UNIT_COUNT },
	{ "decisions", "Decisions", "Decisions written down in the period.",
	  AT(decisions), UNIT_COUNT },
	{ "events", "Events", "Events announced in the period.", AT(events),
	  UNIT_COUNT },
	{ "resources", "Resources", "Links and files put among the resources "
	  "in the period.", AT(resources), UNIT_COUNT },
	{ "contacts", "Contacts between organisations", "Pairs of people of "
	  "different servers of whom one replied to, named or reacted to the "
	  "other.", AT(contacts), UNIT_COUNT },
	{ "members", "Members now", "Members of the place today.", AT(members),
	  UNIT_COUNT },
	{ NULL, NULL, NULL, 0, UNIT_COUNT },
};

const struct report_figure *report_figures(void)
{
	return figures;
}

int64_t report_value(const struct report *r, const struct report_figure *f)
{
	int64_t value;

	memcpy(&value, (const char *)r + f->at, sizeof value);
	return value;
}

char *report_say_time(int64_t ms)
{
	int64_t minutes = (ms + 30000) / 60000;
	int hours = (int)(minutes / 60), rest = (int)(minutes % 60);

	if (ms < 0)
		return g_strdup("none");
	if (minutes < 60)
		return g_strdup_printf("%d min", rest);
	if (hours < 48)
		return g_strdup_printf("%d h %d min", hours, rest);
	return g_strdup_printf("%d d %d h", hours / 24, hours % 24);
}

char *report_say(const struct report *r, const struct report_figure *f)
{
	int64_t value = report_value(r, f);

	return f->unit == UNIT_TIME ? report_say_time(value) :
	       g_strdup_printf("%" G_GINT64_FORMAT, value);
}

int64_t report_rank(const GArray *times, int percent)
{
	guint at = (times->len * (guint)percent + 99) / 100;

	if (!times->len)
		return REPORT_NONE;
	return g_array_index(times, int64_t, CLAMP(at, 1, times->len) - 1);
}

/* ---- one room after the other -------------------------------------------- */

struct making {
	struct reader *r;
	const struct report_query *q;
	struct report *out;
	struct period period;
	GHashTable *people, *pairs;
	GHashTable *week_people;	/* "week person" as numbers in one */
	GArray *times;			/* int64_t ms to the first answer */
	int64_t first_week;
	int64_t day, begins, ends;	/* of the message before: as a rule the
					 * next one is of the same day */
};

static int64_t monday_of(int64_t day)
{
	int64_t back = (day + 3) % 7;	/* 1970-01-01 was a Thursday */

	return day - (back < 0 ? back + 7 : back);
}

static struct report_week *week_of(struct making *m, int64_t ts)
{
	int64_t n;

	if (ts < m->begins || ts >= m->ends) {
		m->day = world_civil(m->q->world, ts).day;
		m->begins = world_moment(m->q->world, m->day, 0);
		m->ends = world_moment(m->q->world, m->day + 1, 0);
	}
	n = (monday_of(m->day) - m->first_week) / 7;
	if (n < 0 || n >= (int64_t)m->out->weeks->len)
		return NULL;
	return &g_array_index(m->out->weeks, struct report_week, (guint)n);
}

static bool count_said(const struct said *s, void *user)
{
	struct making *m = user;
	struct report_week *w = week_of(m, s->ts);
	int64_t key;

	m->out->messages++;
	g_hash_table_add(m->people, GSIZE_TO_POINTER(s->person));
	if (!w)
		return true;
	w->messages++;
	key = s->person * 64 + (w - &g_array_index(m->out->weeks,
						   struct report_week, 0));
	if (g_hash_table_add(m->week_people, GSIZE_TO_POINTER(key)))
		w->people++;
	return true;
}

static void count_question(struct making *m, const struct thing *t)
{
	int64_t at = t->eid ? reader_thing_answered(m->r, t, NULL) : 0;
	int64_t took = MAX(at - t->ts, 0);
	struct report_week *w = week_of(m, t->ts);

	m->out->asked++;
	m->out->solved += thing_is_closed(t);
	if (w)
		w->asked++;
	if (!at)
		return;
	m->out->answered++;
	if (w)
		w->answered++;
	g_array_append_val(m->times, took);
}

static bool is_within(const struct making *m, int64_t ts)
{
	return ts >= m->period.from && ts < m->period.until;
}

static void count_questions(struct making *m)
{
	struct thing_query q = { .kind = KIND_QUESTION,
				 .room = m->period.room,
				 .since = m->period.from };
	g_autoptr(GPtrArray) list = reader_things(m->r, &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);

		if (is_within(m, t->ts))
			count_question(m, t);
	}
}

static void count_ideas(struct making *m)
{
	struct thing_query q = { .kind = KIND_IDEA, .room = m->period.room,
				 .since = m->period.from };
	g_autoptr(GPtrArray) list = reader_things(m->r, &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);

		m->out->ideas += is_within(m, t->ts);
		m->out->decided += thing_is_closed(t) &&
				   is_within(m, t->closed);
	}
}

static void count_finished(struct making *m)
{
	g_autoptr(GPtrArray) list = reader_finished(m->r, &m->period,
						    KIND_TASK);

	m->out->finished += list->len;
	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);
		struct report_week *w = week_of(m, t->closed);

		if (w)
			w->finished++;
	}
}

static void count_contacts(struct making *m)
{
	g_autoptr(GPtrArray) pairs = reader_contacts(m->r, &m->period);

	for (guint i = 0; i < pairs->len; i++)
		g_hash_table_add(m->pairs,
				 g_strdup(g_ptr_array_index(pairs, i)));
}

static void count_room(struct making *m, int64_t room)
{
	struct report *out = m->out;

	m->period.room = room;
	reader_said(m->r, &m->period, count_said, m);
	count_questions(m);
	count_ideas(m);
	count_finished(m);
	count_contacts(m);
	out->made += reader_made(m->r, &m->period, KIND_TASK);
	out->decisions += reader_made(m->r, &m->period, KIND_DECISION);
	out->events += reader_made(m->r, &m->period, KIND_EVENT);
	out->resources += reader_made(m->r, &m->period, KIND_RESOURCE);
	out->partial += !reader_history_whole(m->r, room);
}

/* ---- all of it ----------------------------------------------------------------- */

static int compare_times(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static int compare_pairs(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_weeks(struct making *m)
{
	int64_t last = monday_of(m->out->until);

	m->first_week = MAX(monday_of(m->out->from),
			    last - 7 * (REPORT_WEEKS - 1));
	for (int64_t day = m->first_week; day <= last; day += 7) {
		struct report_week w = { .day = day };

		g_array_append_val(m->out->weeks, w);
	}
}

static void finish(struct making *m)
{
	struct report *out = m->out;
	GHashTableIter i;
	gpointer pair;

	out->people = g_hash_table_size(m->people);
	out->contacts = g_hash_table_size(m->pairs);
	g_hash_table_iter_init(&i, m->pairs);
	while (g_hash_table_iter_next(&i, &pair, NULL))
		g_ptr_array_add(out->pairs, g_strdup(pair));
	g_ptr_array_sort(out->pairs, compare_pairs);
	g_array_sort(m->times, compare_times);
	out->median = report_rank(m->times, 50);
	out->p90 = report_rank(m->times, 90);
}

static void making_clear(struct making *m)
{
	g_hash_table_unref(m->people);
	g_hash_table_unref(m->pairs);
	g_hash_table_unref(m->week_people);
	g_array_unref(m->times);
}

void report_make(struct reader *r, const struct report_query *q,
		 struct report *out)
{
	g_autoptr(GArray) rooms = reader_below(r, q->room);
	struct making m = {
		.r = r, .q = q, .out = out,
		.period = { 0, world_moment(q->world, q->from, 0),
			    world_moment(q->world, q->until + 1, 0) },
		.people = g_hash_table_new(NULL, NULL),
		.week_people = g_hash_table_new(NULL, NULL),
		.pairs = g_hash_table_new_full(g_str_hash, g_str_equal,
					       g_free, NULL),
		.times = g_array_new(FALSE, FALSE, sizeof(int64_t)),
	};

	memset(out, 0, sizeof *out);
	out->from = q->from;
	out->until = q->until;
	out->weeks = g_array_new(FALSE, TRUE, sizeof(struct report_week));
	out->pairs = g_ptr_array_new_with_free_func(g_free);
	out->charter = reader_charter(r, q->room);
	out->members = reader_members_count(r, q->room);
	out->rooms = rooms->len;
	add_weeks(&m);
	for (guint i = 0; i < rooms->len; i++) {
		count_room(&m, g_array_index(rooms, int64_t, i));
		if (q->progress)
			q->progress((int)i + 1, (int)rooms->len, q->user);
	}
	finish(&m);
	making_clear(&m);
}

void report_clear(struct report *r)
{
	g_array_unref(r->weeks);
	g_ptr_array_unref(r->pairs);
	charter_free(r->charter);
}
