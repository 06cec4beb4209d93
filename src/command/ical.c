/* Things to iCalendar. ical_read.c has the way back. */
#include "command/ical.h"

#include "model/repeat.h"

#include <string.h>

#define FOLD 75		/* bytes of a line, RFC 5545, 3.1 */

/* ---- lines ------------------------------------------------------------------ */

/* A line folded between characters. */
static void put_line(GString *out, const char *line)
{
	size_t room = FOLD;

	while (strlen(line) > room) {
		size_t cut = room;

		while (cut > 1 && ((unsigned char)line[cut] & 0xc0) == 0x80)
			cut--;
		g_string_append_len(out, line, (gssize)cut);
		g_string_append(out, "\r\n ");
		line += cut;
		room = FOLD - 1;
	}
	g_string_append_printf(out, "%s\r\n", line);
}

static void put(GString *out, const char *name, const char *value)
{
	g_autofree char *line = g_strconcat(name, ":", value, NULL);

	put_line(out, line);
}

static char *escape(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		if (*text == '\n') {
			g_string_append(out, "\\n");
			continue;
		}
		if ((unsigned char)*text < 0x20 && *text != '\t')
			continue;
		if (strchr("\\;,", *text))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text);
	}
	return g_string_free(out, FALSE);
}

static void put_text(GString *out, const char *name, const char *text)
{
	g_autofree char *escaped = text && *text ? escape(text) : NULL;

	if (escaped)
		put(out, name, escaped);
}

static void put_day(GString *out, const char *name, int64_t day)
{
	struct civil c;
	g_autofree char *line = NULL;

	if (day == NO_DAY)
		return;
	c = civil_from_day(day);
	line = g_strdup_printf("%s;VALUE=DATE:%04d%02d%02d", name, c.year,
			       c.mon, c.mday);
	put_line(out, line);
}

static void put_time(GString *out, const char *name, int64_t ms)
{
	g_autoptr(GDateTime) when = ms ? g_date_time_new_from_unix_utc(
						ms / 1000) : NULL;
	g_autofree char *text = when ? g_date_time_format(when,
						"%Y%m%dT%H%M%SZ") : NULL;

	if (text)
		put(out, name, text);
}

static void put_number(GString *out, const char *name, int n)
{
	g_autofree char *text = g_strdup_printf("%d", n);

	put(out, name, text);
}

static void put_tags(GString *out, const GPtrArray *tags)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; tags && i < tags->len; i++) {
		g_autofree char *tag = escape(tags->pdata[i]);

		g_string_append_printf(all, "%s%s", i ? "," : "", tag);
	}
	if (all->len)
		put(out, "CATEGORIES", all->str);
}

/* UNTIL is of the same type as DTSTART: a day, or a time (3.3.10). */
static void put_rule(GString *out, const struct thing *t)
{
	struct repeat r;
	g_autofree char *rule = NULL, *timed = NULL;

	if (!t->repeat || !repeat_parse(t->repeat, &r))
		return;
	rule = repeat_rule(&r);
	if (t->kind == KIND_EVENT && r.until != NO_DAY)
		timed = g_strconcat(rule, "T235959Z", NULL);
	put(out, "RRULE", timed ? timed : rule);
}

/* ---- components ----------------------------------------------------------------- */

static const char *todo_status(const struct thing *t)
{
	if (t->status == TASK_DONE)
		return t->stage == STAGE_DROPPED ? "CANCELLED" : "COMPLETED";
	return t->stage == STAGE_DOING ? "IN-PROCESS" : "NEEDS-ACTION";
}

static int percent(const struct thing *t)
{
	guint n = t->steps ? t->steps->len : 0;

	if (t->status == TASK_DONE)
		return t->stage == STAGE_DROPPED ? 0 : 100;
	return n ? thing_steps_done(t) * 100 / (int)n : 0;
}

static void put_todo(GString *out, const struct thing *t)
{
	static const int priorities[] = { 0, 9, 3, 1 };
	bool again = t->repeat && *t->repeat && t->due != NO_DAY;

	put_day(out, "DTSTART", t->start == NO_DAY && again ? t->due :
				t->start);
	put_day(out, "DUE", t->due);
	put(out, "STATUS", todo_status(t));
	if (t->status == TASK_DONE)
		put_time(out, "COMPLETED", t->closed);
	if (percent(t))
		put_number(out, "PERCENT-COMPLETE", percent(t));
	if (t->priority > 0 && t->priority < 4)
		put_number(out, "PRIORITY", priorities[t->priority]);
	put_text(out, "RELATED-TO", t->parent);
	if (again)
		put_rule(out, t);
	if (t->estimate)
		put_number(out, "X-FOLKMOOT-ESTIMATE", t->estimate);
}

static void put_event(GString *out, const struct thing *t)
{
	put_time(out, "DTSTART", t->begin);
	if (t->end > t->begin)
		put_time(out, "DTEND", t->end);
	put(out, "STATUS", t->status == EVENT_CANCELLED ? "CANCELLED" :
							  "CONFIRMED");
	put_text(out, "LOCATION", t->place);
	if (t->url && *t->url)
		put(out, "URL", t->url);
	put_rule(out, t);
}

static void put_thing(GString *out, const struct thing *t, int64_t now)
{
	bool event = t->kind == KIND_EVENT;

	put(out, "BEGIN", event ? "VEVENT" : "VTODO");
	put_text(out, "UID", t->eid);
	put_time(out, "DTSTAMP", now);
	put_time(out, "CREATED", t->ts);
	put_time(out, "LAST-MODIFIED", t->changed);
	put_text(out, "SUMMARY", t->title);
	put_text(out, "DESCRIPTION", t->notes);
	put_tags(out, t->tags);
	if (event)
		put_event(out, t);
	else
		put_todo(out, t);
	put(out, "END", event ? "VEVENT" : "VTODO");
}

char *ical_write(const GPtrArray *things, const struct world *world)
{
	GString *out = g_string_new(NULL);

	put(out, "BEGIN", "VCALENDAR");
	put(out, "VERSION", "2.0");
	put(out, "PRODID", "-//folkmoot//folkmoot//EN");
	for (guint i = 0; i < things->len; i++) {
		const struct thing *t = things->pdata[i];

		/* An event without a time cannot be said (3.6.1). */
		if (t->eid && (t->kind == KIND_TASK ||
			       (t->kind == KIND_EVENT && t->begin)))
			put_thing(out, t, world_now(world));
	}
	put(out, "END", "VCALENDAR");
	return g_string_free(out, FALSE);
}
