/* Commands: evidence of what a place did, as figures with what they mean. */
#include "command/internal.h"

#include "command/report.h"
#include "model/charter.h"

#include <string.h>

#define DAYS 28			/* of a report that names no beginning */
#define BAR_MAX 20		/* contacts that are named on the screen */

struct reporting {
	struct command_call *call;
	struct room *room;
	struct report report;
	const char *format;
};

static char *iso(int64_t day)
{
	return answer_day(day);
}

/* ---- objects ---------------------------------------------------------------------- */

static void answer_head(struct reporting *g)
{
	struct record *r = call_begin(g->call, "report");
	g_autofree char *from = iso(g->report.from);
	g_autofree char *until = iso(g->report.until);

	record_text(r, "room", g->room->rid);
	record_text(r, "name", g->room->name);
	record_text(r, "from", from);
	record_text(r, "until", until);
	record_int(r, "rooms", g->report.rooms);
	record_int(r, "partial", g->report.partial);
	for (const struct report_figure *f = report_figures(); f->name; f++) {
		int64_t value = report_value(&g->report, f);

		if (value == REPORT_NONE)
			record_null(r, f->name);
		else
			record_int(r, f->name, value);
	}
	call_end(g->call, r);
}

static void answer_definitions(struct reporting *g)
{
	for (const struct report_figure *f = report_figures(); f->name; f++) {
		struct record *r = call_begin(g->call, "figure");

		record_text(r, "figure", f->name);
		record_text(r, "title", f->title);
		record_text(r, "definition", f->definition);
		call_end(g->call, r);
	}
}

static void answer_weeks(struct reporting *g)
{
	for (guint i = 0; i < g->report.weeks->len; i++) {
		const struct report_week *w = &g_array_index(g->report.weeks,
						struct report_week, i);
		struct record *r = call_begin(g->call, "report-week");
		g_autofree char *day = iso(w->day);

		record_text(r, "week", day);
		record_int(r, "messages", w->messages);
		record_int(r, "people", w->people);
		record_int(r, "asked", w->asked);
		record_int(r, "answered", w->answered);
		record_int(r, "tasks_finished", w->finished);
		call_end(g->call, r);
	}
}

static const struct outcome *outcome_at(const struct reporting *g, guint i)
{
	const struct charter *c = g->report.charter;

	return c && c->outcomes && i < c->outcomes->len ?
	       g_ptr_array_index(c->outcomes, i) : NULL;
}

static void put_number(struct record *r, const char *name, int64_t n)
{
	g_autofree char *words = n == CHARTER_UNKNOWN ? NULL :
				 charter_say_number(n);

	record_text(r, name, words);
}

static void answer_outcomes(struct reporting *g)
{
	const struct outcome *o;

	for (guint i = 0; (o = outcome_at(g, i)); i++) {
		struct record *r = call_begin(g->call, "outcome");

		record_text(r, "outcome", o->text);
		put_number(r, "figure", o->figure);
		put_number(r, "target", o->target);
		record_text(r, "unit", o->unit);
		record_text(r, "measure", o->measure);
		record_bool(r, "reached", outcome_reached(o));
		call_end(g->call, r);
	}
}

static void answer_contacts(struct reporting *g)
{
	for (guint i = 0; i < g->report.pairs->len; i++) {
		const char *pair = g_ptr_array_index(g->report.pairs, i);
		const char *blank = strchr(pair, ' ');
		g_autofree char *a = g_strndup(pair, (size_t)(blank - pair));
		struct record *r = call_begin(g->call, "contact");

		record_text(r, "a", a);
		record_text(r, "b", blank + 1);
		call_end(g->call, r);
	}
}

static void answer_objects(struct reporting *g)
{
	answer_head(g);
	answer_weeks(g);
	answer_outcomes(g);
	answer_contacts(g);
	answer_definitions(g);
}

/* ---- documents --------------------------------------------------------------------- */

static void answer_document(struct reporting *g, GString *take)
{
	struct record *r = call_begin(g->call, "document");

	record_text(r, "document", "report");
	record_text(r, "text", take->str);
	call_end(g->call, r);
	g_string_free(take, TRUE);
}

/* One line, and nothing that would make a table of another shape. */
static char *cell(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; text && *text; text++) {
		if (*text == '|' || *text == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text == '\n' ? ' ' : *text);
	}
	return g_string_free(out, FALSE);
}

static void markdown_outcomes(struct reporting *g, GString *out)
{
	const struct outcome *o;

	if (!outcome_at(g, 0))
		return;
	g_string_append(out, "\n## Outcomes of the charter\n\n"
			"| Outcome | Now | Reached |\n|---|---|---|\n");
	for (guint i = 0; (o = outcome_at(g, i)); i++) {
		g_autofree char *text = cell(o->text);
		g_autofree char *now = outcome_figures(o);
		g_autofree char *safe = cell(now);

		g_string_append_printf(out, "| %s | %s | %s |\n", text, safe,
				       outcome_reached(o) ? "yes" : "no");
	}
}

static void markdown_weeks(struct reporting *g, GString *out)
{
	g_string_append(out, "\n## By week\n\n| Week of | Messages | People | "
			"Asked | Answered | Tasks finished |\n"
			"|---|--:|--:|--:|--:|--:|\n");
	for (guint i = 0; i < g->report.weeks->len; i++) {
		const struct report_week *w = &g_array_index(g->report.weeks,
						struct report_week, i);
		g_autofree char *day = iso(w->day);

		g_string_append_printf(out, "| %s | %d | %d | %d | %d | %d |\n",
				       day, (int)w->messages, (int)w->people,
				       (int)w->asked, (int)w->answered,
				       (int)w->finished);
	}
}

static void answer_markdown(struct reporting *g)
{
	GString *out = g_string_new(NULL);
	g_autofree char *name = cell(g->room->name);
	g_autofree char *from = iso(g->report.from);
	g_autofree char *until = iso(g->report.until);

	g_string_append_printf(out, "# %s, %s to %s\n\n| Figure | Value | "
			       "What it means |\n|---|--:|---|\n", name, from,
			       until);
	for (const struct report_figure *f = report_figures(); f->name; f++) {
		g_autofree char *value = report_say(&g->report, f);

		g_string_append_printf(out, "| %s | %s | %s |\n", f->title,
				       value, f->definition);
	}
	if (g->report.partial)
		g_string_append_printf(out, "\nThe history of %d of %d places "
				       "is not wholly stored here; the figures "
				       "count what is.\n",
				       (int)g->report.partial,
				       (int)g->report.rooms);
	markdown_outcomes(g, out);
	markdown_weeks(g, out);
	answer_document(g, out);
}

/* RFC 4180; what a spreadsheet would take for a formula is made a text. */
static void csv_text(GString *out, const char *text)
{
	g_string_append_c(out, '"');
	if (text && *text && strchr("=+-@\t", *text))
		g_string_append_c(out, '\'');
	for (; text && *text; text++) {
		if (*text == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *text);
	}
	g_string_append_c(out, '"');
}

static void csv_row(GString *out, const char *part, const char *name,
		    const char *value, const char *more)
{
	csv_text(out, part);
	g_string_append_c(out, ',');
	csv_text(out, name);
	g_string_append_c(out, ',');
	g_string_append(out, value ? value : "");
	g_string_append_c(out, ',');
	csv_text(out, more);
	g_string_append(out, "\r\n");
}

static void csv_weeks(struct reporting *g, GString *out)
{
	static const struct { const char *name; size_t at; } columns[] = {
		{ "messages", offsetof(struct report_week, messages) },
		{ "people", offsetof(struct report_week, people) },
		{ "asked", offsetof(struct report_week, asked) },
		{ "answered", offsetof(struct report_week, answered) },
		{ "tasks_finished", offsetof(struct report_week, finished) },
	};

	for (guint i = 0; i < g->report.weeks->len; i++) {
		const struct report_week *w = &g_array_index(g->report.weeks,
						struct report_week, i);
		g_autofree char *day = iso(w->day);

		for (guint k = 0; k < G_N_ELEMENTS(columns); k++) {
			g_autofree char *value = g_strdup_printf(
				"%" G_GINT64_FORMAT, *(const int64_t *)
				((const char *)w + columns[k].at));

			csv_row(out, day, columns[k].name, value, "");
		}
	}
}

static void answer_csv(struct reporting *g)
{
	GString *out = g_string_new("part,name,value,definition\r\n");
	const struct outcome *o;

	for (const struct report_figure *f = report_figures(); f->name; f++) {
		int64_t value = report_value(&g->report, f);
		g_autofree char *words = value == REPORT_NONE ? NULL :
			g_strdup_printf("%" G_GINT64_FORMAT, value);

		csv_row(out, "figure", f->name, words, f->definition);
	}
	for (guint i = 0; (o = outcome_at(g, i)); i++) {
		g_autofree char *now = o->figure == CHARTER_UNKNOWN ? NULL :
				       charter_say_number(o->figure);
		g_autofree char *more = outcome_figures(o);

		csv_row(out, "outcome", o->text, now, more);
	}
	csv_weeks(g, out);
	answer_document(g, out);
}

/* ---- lines and charts ---------------------------------------------------------------- */

static void heading(struct reporting *g, const char *text)
{
	struct record *r = call_begin(g->call, "heading");

	record_text(r, "text", text);
	call_end(g->call, r);
}

static void spark(struct reporting *g, const char *label, size_t at)
{
	struct record *r = call_begin(g->call, "spark");
	g_autoptr(GString) values = g_string_new(NULL);
	g_autofree char *most = NULL;
	int64_t max = 0;

	for (guint i = 0; i < g->report.weeks->len; i++) {
		int64_t n = *(const int64_t *)((const char *)&g_array_index(
			g->report.weeks, struct report_week, i) + at);

		max = MAX(max, n);
		g_string_append_printf(values, "%s%" G_GINT64_FORMAT,
				       i ? " " : "", n);
	}
	most = g_strdup_printf("most %" G_GINT64_FORMAT, max);
	record_text(r, "label", label);
	record_text(r, "values", values->str);
	record_text(r, "text", most);
	call_end(g->call, r);
}

static void outcome_bar(struct reporting *g, const struct outcome *o)
{
	g_autofree char *now = outcome_figures(o);
	int percent = outcome_reached(o) ? 100 : outcome_percent(o);
	struct record *r = call_begin(g->call, "bar");

	record_text(r, "label", o->text);
	record_int(r, "value", MAX(percent, 0));
	record_int(r, "max", 100);
	record_text(r, "text", now);
	call_end(g->call, r);
}

static void show_outcomes(struct reporting *g)
{
	const struct outcome *o;

	if (outcome_at(g, 0))
		heading(g, "Outcomes of the charter");
	for (guint i = 0; (o = outcome_at(g, i)); i++) {
		g_autofree char *now = outcome_figures(o);

		if (g->call->ctx->shell)
			call_line(g->call, "%s: %s", o->text, now);
		else
			outcome_bar(g, o);
	}
}

static void show_weeks(struct reporting *g)
{
	heading(g, "By week");
	if (g->call->ctx->shell) {
		answer_weeks(g);
		return;
	}
	spark(g, "Messages", offsetof(struct report_week, messages));
	spark(g, "People", offsetof(struct report_week, people));
	spark(g, "Questions asked", offsetof(struct report_week, asked));
	spark(g, "Questions answered", offsetof(struct report_week, answered));
	spark(g, "Tasks finished", offsetof(struct report_week, finished));
}

static void show_contacts(struct reporting *g)
{
	guint n = g->report.pairs->len;

	if (n)
		heading(g, "Contacts between organisations");
	for (guint i = 0; i < MIN(n, BAR_MAX); i++) {
		g_auto(GStrv) pair = g_strsplit(g_ptr_array_index(
					g->report.pairs, i), " ", 2);

		call_line(g->call, "%s and %s", pair[0], pair[1]);
	}
	if (n > BAR_MAX)
		call_line(g->call, "… and %u more", n - BAR_MAX);
}

static void answer_text(struct reporting *g)
{
	g_autofree char *from = iso(g->report.from);
	g_autofree char *until = iso(g->report.until);
	g_autofree char *title = g_strdup_printf("%s, %s to %s", g->room->name,
						 from, until);

	heading(g, title);
	for (const struct report_figure *f = report_figures(); f->name; f++) {
		g_autofree char *value = report_say(&g->report, f);

		call_line(g->call, "%s: %s. %s", f->title, value,
			  f->definition);
	}
	if (g->report.partial)
		call_line(g->call, "The history of %d of %d places is not "
			  "wholly stored here; the figures count what is.",
			  (int)g->report.partial, (int)g->report.rooms);
	show_outcomes(g);
	show_weeks(g);
	show_contacts(g);
}

/* ---- the command ------------------------------------------------------------------------ */

static bool read_day(struct command_call *call, const char *option,
		     int64_t *day, GError **err)
{
	const char *words = args_get(call->args, option);

	if (!words || (command_parse_date(call->ctx->world, words, day) &&
		       *day != NO_DAY))
		return true;
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say "
			 "2026-12-01, 1 dec, or mon.", words);
}

static bool read_period(struct command_call *call, struct report_query *q,
			GError **err)
{
	const struct world *w = call->ctx->world;

	q->until = world_civil(w, world_now(w)).day;
	if (!read_day(call, "--until", &q->until, err))
		return false;
	q->from = q->until - DAYS + 1;
	if (!read_day(call, "--from", &q->from, err))
		return false;
	if (q->from <= q->until)
		return true;
	return call_fail(err, FM_ERROR_USAGE, "The period ends before it "
			 "begins: --from comes after --until.");
}

static void tell_progress(int done, int all, void *user)
{
	struct command_call *call = user;

	if (call->ctx->shell && !call->ctx->json && all >= 20 &&
	    done % 20 == 0)
		call_note(call, "%d of %d rooms", done, all);
}

static const struct {
	const char *name;
	void (*answer)(struct reporting *g);
} formats[] = {
	{ "text", answer_text }, { "markdown", answer_markdown },
	{ "csv", answer_csv }, { "json", answer_objects },
};

static bool answer_report(struct reporting *g, GError **err)
{
	struct command_context *ctx = g->call->ctx;
	const char *format = args_get(g->call->args, "--format");

	if (!format)
		format = ctx->json ? "json" : "text";
	for (guint i = 0; i < G_N_ELEMENTS(formats); i++) {
		if (strcmp(formats[i].name, format))
			continue;
		if (ctx->shell && !strcmp(format, "json"))
			ctx->json = true;
		formats[i].answer(g);
		return true;
	}
	return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no format; expected "
			 "text, markdown, csv or json.", format);
}

static bool run_report(struct command_call *call, GError **err)
{
	struct reporting g = { .call = call };
	struct report_query q = {
		.world = call->ctx->world, .progress = tell_progress,
		.user = call,
	};
	bool ok;

	if (!read_period(call, &q, err))
		return false;
	g.room = call_room(call, err);
	if (!g.room)
		return false;
	q.room = g.room->id;
	report_make(call->ctx->reader, &q, &g.report);
	ok = answer_report(&g, err);
	report_clear(&g.report);
	room_free(g.room);
	return ok;
}

const struct command report_rows[] = {
	{ "report", NULL, "[ROOM] [--from DATE] [--until DATE] [--format "
	  "FORMAT]", "show what a space or room did in a period",
	  "People, messages, questions and how fast they were answered, tasks, "
	  "ideas, outcomes of the charter, contacts between organisations, by "
	  "week, each with what it means. The last 28 days, or --from and "
	  "--until. FORMAT is text, markdown, csv or json.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_report,
	  "There is nothing to report." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
