/* iCalendar to things. */
#include "command/ical.h"

#include "model/repeat.h"
#include "text/text.h"

#include <stdlib.h>
#include <string.h>

#define LINE_MAX_BYTES 65536
#define TAGS_MAX 32
#define TITLE_MAX 500
#define NOTES_MAX 16000

struct parser {
	const char *at, *end;
	const struct world *world;
	GPtrArray *out, *notes;
	GString *line;		/* unfolded */
	struct thing *thing;	/* in this component */
	int inner;		/* components open within it */
	bool calendar;
	int64_t length;		/* DURATION, ms */
};

struct property {
	char *name, *params;	/* "" none */
	char *value;
};

/* ---- lines ----------------------------------------------------------------------- */

/* One line of the file, without its end, added as far as there is room. */
static void take_raw(struct parser *p)
{
	const char *stop = memchr(p->at, '\n', (size_t)(p->end - p->at));
	size_t len = (size_t)((stop ? stop : p->end) - p->at);
	size_t room = LINE_MAX_BYTES - MIN(p->line->len, LINE_MAX_BYTES);
	size_t use = len && p->at[len - 1] == '\r' ? len - 1 : len;

	g_string_append_len(p->line, p->at, (gssize)MIN(use, room));
	p->at += len + (stop != NULL);
}

/* A whole line, folds undone. False at the end. */
static bool next_line(struct parser *p)
{
	g_string_truncate(p->line, 0);
	if (p->at >= p->end)
		return false;
	take_raw(p);
	while (p->at < p->end && (*p->at == ' ' || *p->at == '\t')) {
		p->at++;
		take_raw(p);
	}
	return true;
}

/* NAME;PARAMS:VALUE, a colon in quotes is none. */
static bool split(char *line, struct property *out)
{
	bool quoted = false;
	char *colon = line, *semi;

	for (; *colon && (quoted || *colon != ':'); colon++)
		if (*colon == '"')
			quoted = !quoted;
	if (!*colon)
		return false;
	*colon = '\0';
	out->value = colon + 1;
	out->name = line;
	semi = strchr(line, ';');
	if (semi)
		*semi = '\0';
	out->params = semi ? semi + 1 : colon;
	return true;
}

/* The value of a parameter. Yours, or NULL. */
static char *param(const struct property *p, const char *name)
{
	g_auto(GStrv) parts = g_strsplit(p->params, ";", 20);
	size_t len = strlen(name);

	for (char **part = parts; *part; part++)
		if (!g_ascii_strncasecmp(*part, name, len) &&
		    (*part)[len] == '=') {
			char *value = g_strdup(*part + len + 1);

			return g_strdelimit(value, "\"", ' '), g_strstrip(value);
		}
	return NULL;
}

static char *unescape(const char *text)
{
	GString *out = g_string_new(NULL);

	for (; *text; text++) {
		if (*text == '\\' && text[1]) {
			text++;
			g_string_append_c(out, *text == 'n' || *text == 'N' ?
					  '\n' : *text);
		} else {
			g_string_append_c(out, *text);
		}
	}
	return g_string_free(out, FALSE);
}

static char *clean_text(const char *value, enum text_clean_flags flags,
			glong max)
{
	g_autofree char *plain = unescape(value);
	char *clean = text_clean(plain, -1, flags, (size_t)max);

	return g_strstrip(clean);
}

static void note(struct parser *p, const char *fmt, ...)
	G_GNUC_PRINTF(2, 3);

static void note(struct parser *p, const char *fmt, ...)
{
	va_list ap;

	if (!p->notes || p->notes->len >= 20)
		return;
	va_start(ap, fmt);
	g_ptr_array_add(p->notes, g_strdup_vprintf(fmt, ap));
	va_end(ap);
}

/* ---- days and times -------------------------------------------------------------------- */

static bool digits(const char *text, int n, int *out)
{
	*out = 0;
	for (int i = 0; i < n; i++) {
		if (!g_ascii_isdigit(text[i]))
			return false;
		*out = *out * 10 + text[i] - '0';
	}
	return true;
}

struct moment {
	int64_t day;		/* by the clocks here */
	int64_t ms;		/* 0: a day alone */
};

/* By the clocks of a zone; its own when the system knows it. */
static int64_t zoned(const struct parser *p, const struct property *prop,
		     int64_t day, int minute)
{
	g_autofree char *id = param(prop, "TZID");
	g_autoptr(GTimeZone) zone = id ? g_time_zone_new_identifier(id) : NULL;
	struct world there = *p->world;

	if (zone)
		there.zone = zone;
	return world_moment(&there, day, minute);
}

static bool read_moment(const struct parser *p, const struct property *prop,
			struct moment *out)
{
	const char *v = prop->value;
	int date, hour, minute;

	if (!digits(v, 8, &date))
		return false;
	out->day = civil_day(date / 10000, date / 100 % 100, date % 100);
	out->ms = 0;
	if (out->day == NO_DAY)
		return false;
	if (v[8] != 'T' || !digits(v + 9, 2, &hour) ||
	    !digits(v + 11, 2, &minute) || hour > 23 || minute > 59)
		return v[8] == '\0';
	minute += hour * 60;
	if (g_str_has_suffix(v, "Z"))
		out->ms = out->day * 86400000 + (int64_t)minute * 60000;
	else
		out->ms = zoned(p, prop, out->day, minute);
	out->day = world_civil(p->world, out->ms).day;
	return true;
}

/* "P1DT2H30M": ms; of others 0. */
static int64_t read_duration(const char *v)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 'W', 604800 }, { 'D', 86400 }, { 'H', 3600 },
		      { 'M', 60 }, { 'S', 1 } };
	int64_t sum = 0;

	if (*v == '+')
		v++;
	if (*v++ != 'P')
		return 0;
	while (*v) {
		char *end;
		long n;
		size_t i = 0;

		if (*v == 'T') {
			v++;
			continue;
		}
		n = strtol(v, &end, 10);
		while (i < G_N_ELEMENTS(units) && units[i].unit != *end)
			i++;
		if (end == v || n < 0 || n > 100000 ||
		    i == G_N_ELEMENTS(units))
			return 0;
		sum += n * units[i].seconds;
		v = end + 1;
	}
	return sum < 366 * 86400 ? sum * 1000 : 0;
}

/* ---- properties --------------------------------------------------------------------------- */

static void read_summary(struct parser *p, const struct property *prop)
{
	g_free(p->thing->title);
	p->thing->title = clean_text(prop->value, TEXT_LINE, TITLE_MAX);
}

static void read_description(struct parser *p, const struct property *prop)
{
	g_free(p->thing->notes);
	p->thing->notes = clean_text(prop->value, TEXT_BLOCK, NOTES_MAX);
	if (!*p->thing->notes)
		g_clear_pointer(&p->thing->notes, g_free);
	else
		p->thing->fields |= THING_NOTES;
}

static void read_uid(struct parser *p, const struct property *prop)
{
	g_free(p->thing->eid);
	p->thing->eid = clean_text(prop->value, TEXT_LINE, 255);
}

static void read_start(struct parser *p, const struct property *prop)
{
	struct moment m;

	if (!read_moment(p, prop, &m))
		return;
	if (p->thing->kind == KIND_TASK) {
		p->thing->start = m.day;
		p->thing->fields |= THING_START;
	} else {
		p->thing->begin = m.ms ? m.ms : world_moment(p->world, m.day,
							     0);
		p->thing->fields |= THING_BEGIN;
	}
}

static void read_due(struct parser *p, const struct property *prop)
{
	struct moment m;

	if (p->thing->kind != KIND_TASK || !read_moment(p, prop, &m))
		return;
	p->thing->due = m.day;
	p->thing->fields |= THING_DUE;
}

static void read_end(struct parser *p, const struct property *prop)
{
	struct moment m;

	if (p->thing->kind != KIND_EVENT || !read_moment(p, prop, &m))
		return;
	p->thing->end = m.ms ? m.ms : world_moment(p->world, m.day, 0);
	p->thing->fields |= THING_END;
}

static void read_length(struct parser *p, const struct property *prop)
{
	p->length = read_duration(prop->value);
}

static void read_status(struct parser *p, const struct property *prop)
{
	struct thing *t = p->thing;
	bool off = !g_ascii_strcasecmp(prop->value, "CANCELLED");

	if (t->kind == KIND_EVENT) {
		t->status = off ? EVENT_CANCELLED : EVENT_PLANNED;
		return;
	}
	if (off || !g_ascii_strcasecmp(prop->value, "COMPLETED"))
		t->status = TASK_DONE;
	if (off)
		t->stage = STAGE_DROPPED;
	else if (!g_ascii_strcasecmp(prop->value, "IN-PROCESS"))
		t->stage = STAGE_DOING;
	if (t->stage)
		t->fields |= THING_STAGE;
}

static void read_percent(struct parser *p, const struct property *prop)
{
	if (p->thing->kind == KIND_TASK && !strcmp(prop->value, "100"))
		p->thing->status = TASK_DONE;
}

static void read_priority(struct parser *p, const struct property *prop)
{
	static const int priorities[] = { 0, 3, 3, 2, 2, 0, 1, 1, 1, 1 };
	const char *v = prop->value;

	if (p->thing->kind != KIND_TASK || !g_ascii_isdigit(*v) || v[1])
		return;
	p->thing->priority = priorities[*v - '0'];
	if (p->thing->priority)
		p->thing->fields |= THING_PRIORITY;
}

static void add_tag(struct thing *t, const char *escaped)
{
	g_autofree char *tag = clean_text(escaped, TEXT_LINE, 100);

	if (!*tag || (t->tags && t->tags->len >= TAGS_MAX))
		return;
	if (!t->tags)
		t->tags = g_ptr_array_new_with_free_func(g_free);
	t->fields |= THING_TAGS;
	g_ptr_array_add(t->tags, g_steal_pointer(&tag));
}

static void read_categories(struct parser *p, const struct property *prop)
{
	char *from = prop->value;

	for (char *at = from; from; at++) {
		if (*at == '\\' && at[1]) {
			at++;
		} else if (*at == ',' || !*at) {
			bool more = *at == ',';

			*at = '\0';
			add_tag(p->thing, from);
			from = more ? at + 1 : NULL;
		}
	}
}

static void read_parent(struct parser *p, const struct property *prop)
{
	g_autofree char *type = param(prop, "RELTYPE");

	if (p->thing->kind != KIND_TASK ||
	    (type && g_ascii_strcasecmp(type, "PARENT")))
		return;
	g_free(p->thing->parent);
	p->thing->parent = clean_text(prop->value, TEXT_LINE, 255);
}

static void read_rule(struct parser *p, const struct property *prop)
{
	struct repeat r;

	if (!repeat_parse(prop->value, &r)) {
		note(p, "A rule for repeating could not be understood and was "
		     "left out.");
		return;
	}
	if (r.ignored[0])
		note(p, "%s of a rule for repeating was left out.",
		     text_is_clean(r.ignored, strlen(r.ignored), TEXT_LINE) ?
		     r.ignored : "Something");
	g_free(p->thing->repeat);
	p->thing->repeat = repeat_rule(&r);
	p->thing->fields |= THING_REPEAT;
}

static void read_place(struct parser *p, const struct property *prop)
{
	if (p->thing->kind != KIND_EVENT)
		return;
	g_free(p->thing->place);
	p->thing->place = clean_text(prop->value, TEXT_LINE, 500);
	p->thing->fields |= THING_PLACE;
}

static void read_estimate(struct parser *p, const struct property *prop)
{
	guint64 n;

	if (p->thing->kind != KIND_TASK ||
	    !g_ascii_string_to_unsigned(prop->value, 10, 1, 86400, &n, NULL))
		return;
	p->thing->estimate = (int)n;
	p->thing->fields |= THING_ESTIMATE;
}

static void read_property(struct parser *p, const struct property *prop)
{
	static const struct {
		const char *name;
		void (*read)(struct parser *, const struct property *);
	} readers[] = {
		{ "SUMMARY", read_summary },
		{ "DESCRIPTION", read_description }, { "UID", read_uid },
		{ "DTSTART", read_start }, { "DUE", read_due },
		{ "DTEND", read_end }, { "DURATION", read_length },
		{ "STATUS", read_status },
		{ "PERCENT-COMPLETE", read_percent },
		{ "PRIORITY", read_priority },
		{ "CATEGORIES", read_categories },
		{ "RELATED-TO", read_parent }, { "RRULE", read_rule },
		{ "LOCATION", read_place },
		{ "X-FOLKMOOT-ESTIMATE", read_estimate },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(readers); i++)
		if (!g_ascii_strcasecmp(readers[i].name, prop->name))
			readers[i].read(p, prop);
}

/* ---- components ------------------------------------------------------------ */

static void begin(struct parser *p, const char *what)
{
	bool todo = !g_ascii_strcasecmp(what, "VTODO");

	if (!g_ascii_strcasecmp(what, "VCALENDAR"))
		p->calendar = true;
	if (p->thing) {
		p->inner++;
	} else if (todo || !g_ascii_strcasecmp(what, "VEVENT")) {
		p->thing = thing_new(todo ? KIND_TASK : KIND_EVENT);
		p->thing->fields = THING_TITLE | THING_STATUS;
		p->length = 0;
	}
}

/* A rule that has nothing to count from, and a start that was written for the
 * rule alone. */
static void settle(struct parser *p, struct thing *t)
{
	if (t->kind == KIND_EVENT && t->begin && !t->end && p->length) {
		t->end = t->begin + p->length;
		t->fields |= THING_END;
	}
	if (t->kind == KIND_EVENT && t->end <= t->begin) {
		t->end = 0;
		t->fields &= ~(uint32_t)THING_END;
	}
	if (t->kind == KIND_TASK && t->repeat && t->due == NO_DAY &&
	    t->start != NO_DAY) {
		t->due = t->start;
		t->fields |= THING_DUE;
	}
	if (t->kind == KIND_TASK && t->repeat && t->start == t->due) {
		t->start = NO_DAY;
		t->fields &= ~(uint32_t)THING_START;
	}
}

static void finish(struct parser *p)
{
	struct thing *t = g_steal_pointer(&p->thing);

	settle(p, t);
	if (!t->title || !*t->title) {
		note(p, "An entry without a summary was left out.");
		thing_free(t);
	} else if (p->out->len >= ICAL_MAX) {
		note(p, "Only the first %d entries were read.", ICAL_MAX);
		thing_free(t);
	} else {
		g_ptr_array_add(p->out, t);
	}
}

static void take_line(struct parser *p)
{
	struct property prop;

	if (!split(p->line->str, &prop))
		return;
	if (!g_ascii_strcasecmp(prop.name, "BEGIN"))
		begin(p, prop.value);
	else if (!g_ascii_strcasecmp(prop.name, "END")) {
		if (p->inner)
			p->inner--;
		else if (p->thing)
			finish(p);
	} else if (p->thing && !p->inner)
		read_property(p, &prop);
}

static void free_thing(gpointer t)
{
	thing_free(t);
}

GPtrArray *ical_read(const char *text, size_t len, const struct world *world,
		     GPtrArray *notes)
{
	struct parser p = {
		.at = text, .end = text + len, .world = world,
		.out = g_ptr_array_new_with_free_func(free_thing),
		.notes = notes, .line = g_string_new(NULL),
	};

	if (len >= 3 && !memcmp(text, "\xef\xbb\xbf", 3))
		p.at += 3;
	while (next_line(&p))
		take_line(&p);
	if (p.thing) {
		note(&p, "The file ends in the middle of an entry, which was "
		     "left out.");
		thing_free(p.thing);
	}
	g_string_free(p.line, TRUE);
	if (!p.calendar)
		g_clear_pointer(&p.out, g_ptr_array_unref);
	return p.out;
}
