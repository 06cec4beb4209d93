/* How fast questions are answered, week by week. */
#include "command/internal.h"

#include <string.h>

#define WEEKS 8
#define WEEKS_MAX 520

struct week {
	int64_t day;		/* its Monday */
	int asked, answered;
	GArray *times;		/* int64_t ms to the first answer, sorted */
};

static int compare_times(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return x < y ? -1 : x > y;
}

int64_t question_percentile(const GArray *sorted, int percent)
{
	guint n = sorted->len;
	guint rank = (n * (guint)percent + 99) / 100;

	if (!n)
		return -1;
	if (percent == 50 && n % 2 == 0)
		return (g_array_index(sorted, int64_t, n / 2 - 1) +
			g_array_index(sorted, int64_t, n / 2)) / 2;
	return g_array_index(sorted, int64_t, MAX(rank, 1) - 1);
}

static void add_question(struct command_call *call, struct week *w,
			 const struct thing *t)
{
	int64_t answered = t->eid ? reader_thing_answered(call->ctx->reader, t,
							  NULL) : 0;
	int64_t took = MAX(answered - t->ts, 0);

	w->asked++;
	if (!answered)
		return;
	w->answered++;
	g_array_append_val(w->times, took);
}

static void record_time(struct record *r, const char *name, int64_t ms)
{
	if (ms < 0)
		record_null(r, name);
	else
		record_int(r, name, ms);
}

static char *say_hours(int64_t ms)
{
	if (ms < 0)
		return g_strdup("–");
	if (ms < 2 * INT64_C(3600000))
		return g_strdup_printf("%d min", (int)(ms / 60000));
	return g_strdup_printf("%.1f h", (double)ms / 3600000.0);
}

static void answer_week(struct command_call *call, struct week *w)
{
	struct record *r = call_begin(call, "week");
	g_autofree char *day = answer_day(w->day);
	int64_t median, p90;
	g_autofree char *half = NULL, *most = NULL, *title = NULL;

	g_array_sort(w->times, compare_times);
	median = question_percentile(w->times, 50);
	p90 = question_percentile(w->times, 90);
	half = say_hours(median);
	most = say_hours(p90);
	title = g_strdup_printf("week of %s: %d asked, %d answered (%d %%), "
				"median %s, 90th percentile %s", day, w->asked,
				w->answered, w->asked ? 100 * w->answered /
				w->asked : 0, half, most);
	record_text(r, "week", day);
	record_int(r, "asked", w->asked);
	record_int(r, "answered", w->answered);
	record_int(r, "answered_percent", w->asked ? 100 * w->answered /
		   w->asked : 0);
	record_time(r, "median_ms", median);
	record_time(r, "p90_ms", p90);
	record_text(r, "text", title);
	call_end(call, r);
}

static int64_t monday_of(int64_t day)
{
	return day - (civil_from_day(day).wday + 6) % 7;
}

static bool get_weeks(struct command_call *call, guint64 *n, GError **err)
{
	const char *words = args_get(call->args, "--weeks");

	*n = WEEKS;
	return !words || g_ascii_string_to_unsigned(words, 10, 1, WEEKS_MAX, n,
						    NULL) ||
	       call_fail(err, FM_ERROR_USAGE, "--weeks takes a number from 1 "
			 "to %d, not \"%s\".", WEEKS_MAX, words);
}

static void explain(struct command_call *call)
{
	struct record *r;

	if (call->ctx->shell) {
		call_note(call, "%s", QUESTION_STATS_HELP);
		return;
	}
	r = call_begin(call, "line");
	record_text(r, "text", QUESTION_STATS_HELP);
	call_end(call, r);
}

static void answer_weeks(struct command_call *call, const GPtrArray *list,
			 int n)
{
	const struct world *w = call->ctx->world;
	int64_t last = monday_of(world_civil(w, world_now(w)).day);
	int64_t first = last - 7 * (int64_t)(n - 1);
	g_autofree struct week *weeks = g_new0(struct week, n);

	for (int i = 0; i < n; i++) {
		weeks[i].day = first + 7 * (int64_t)i;
		weeks[i].times = g_array_new(false, false, sizeof(int64_t));
	}
	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);
		int64_t at = (monday_of(world_civil(w, t->ts).day) - first) /
			     7;

		if (at >= 0 && at < n && t->ts >= world_moment(w, first, 0))
			add_question(call, &weeks[at], t);
	}
	for (int i = n; i-- > 0;) {
		if (weeks[i].asked)
			answer_week(call, &weeks[i]);
		g_array_unref(weeks[i].times);
	}
}

bool question_run_stats(struct command_call *call, GError **err)
{
	struct thing_query q = { .kind = KIND_QUESTION };
	g_autoptr(GPtrArray) list = NULL;
	guint64 n;

	if (!get_weeks(call, &n, err) || !call_list_query(call, &q, err))
		return false;
	list = reader_things(call->ctx->reader, &q);
	if (list->len)
		explain(call);
	answer_weeks(call, list, (int)n);
	return true;
}
