#include "model/repeat.h"

#include "base/world.h"
#include "model/thing.h"

#include <stdlib.h>
#include <string.h>

#define LOOK_DAYS 36600		/* a hundred years */

static const char *const freqs[] = { "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };
static const char *const wdays[] = { "SU", "MO", "TU", "WE", "TH", "FR",
				     "SA" };

static int index_of(const char *const *words, int n, const char *word)
{
	for (int i = 0; i < n; i++)
		if (g_ascii_strcasecmp(words[i], word) == 0)
			return i;
	return -1;
}

/* ---- reading a rule -------------------------------------------------------- */

static bool read_number(const char *text, int low, int high, int *out)
{
	char *end;
	long n = strtol(text, &end, 10);

	if (end == text || *end || n < low || n > high)
		return false;
	*out = (int)n;
	return true;
}

static bool read_freq(struct repeat *r, const char *value)
{
	int i = index_of(freqs, G_N_ELEMENTS(freqs), value);

	r->every = (enum repeat_every)MAX(i, 0);
	return i >= 0;
}

static bool read_interval(struct repeat *r, const char *value)
{
	return read_number(value, 1, 1000, &r->interval);
}

static bool read_count(struct repeat *r, const char *value)
{
	return read_number(value, 1, 100000, &r->count);
}

/* "20261231", with or without a time: the day counts. */
static bool read_until(struct repeat *r, const char *value)
{
	int n;
	g_autofree char *date = g_strndup(value, 8);

	if (strlen(value) != 8 && (strlen(value) < 9 || value[8] != 'T'))
		return false;
	if (strspn(date, "0123456789") != 8 ||
	    !read_number(date, 1, 99999999, &n))
		return false;
	r->until = civil_day(n / 10000, n / 100 % 100, n % 100);
	return r->until != NO_DAY;
}

static bool read_on(struct repeat *r, const char *word)
{
	size_t len = strlen(word);
	int nth = 0, wday;
	g_autofree char *number = len > 2 ? g_strndup(word, len - 2) : NULL;

	if (len < 2 || r->ons >= REPEAT_DAYS)
		return false;
	wday = index_of(wdays, 7, word + len - 2);
	if (wday < 0 || (number && (!read_number(number, -53, 53, &nth) ||
				    nth == 0)))
		return false;
	r->on[r->ons].wday = wday;
	r->on[r->ons++].nth = nth;
	return true;
}

static bool read_mday(struct repeat *r, const char *word)
{
	int n;

	if (r->mday_count >= REPEAT_DAYS || !read_number(word, -31, 31, &n) ||
	    n == 0)
		return false;
	r->mdays[r->mday_count++] = n;
	return true;
}

static bool read_each(struct repeat *r, const char *value,
		      bool (*one)(struct repeat *, const char *))
{
	g_auto(GStrv) words = g_strsplit(value, ",", -1);

	for (char **word = words; *word; word++)
		if (!one(r, *word))
			return false;
	return *words != NULL;
}

static bool read_byday(struct repeat *r, const char *value)
{
	return read_each(r, value, read_on);
}

static bool read_bymonthday(struct repeat *r, const char *value)
{
	return read_each(r, value, read_mday);
}

static void ignore(struct repeat *r, const char *name)
{
	size_t used = strlen(r->ignored);

	g_snprintf(r->ignored + used, sizeof r->ignored - used, "%s%s",
		   used ? ", " : "", name);
}

static bool read_part(struct repeat *r, const char *name, const char *value,
		      bool *freq)
{
	static const struct {
		const char *name;
		bool (*read)(struct repeat *, const char *);
	} parts[] = {
		{ "FREQ", read_freq }, { "INTERVAL", read_interval },
		{ "COUNT", read_count }, { "UNTIL", read_until },
		{ "BYDAY", read_byday }, { "BYMONTHDAY", read_bymonthday },
	};

	*freq |= g_ascii_strcasecmp(name, "FREQ") == 0;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		if (g_ascii_strcasecmp(parts[i].name, name) == 0)
			return parts[i].read(r, value);
	if (g_ascii_strcasecmp(name, "WKST") != 0 ||
	    g_ascii_strcasecmp(value, "MO") != 0)
		ignore(r, name);
	return true;
}

bool repeat_parse(const char *rule, struct repeat *out)
{
	g_auto(GStrv) parts = NULL;
	bool freq = false;

	memset(out, 0, sizeof *out);
	out->interval = 1;
	out->until = NO_DAY;
	if (!rule || !*rule || strlen(rule) > 500)
		return false;
	if (g_ascii_strncasecmp(rule, "RRULE:", 6) == 0)
		rule += 6;
	parts = g_strsplit(rule, ";", 40);
	for (char **part = parts; *part; part++) {
		char *equals = strchr(*part, '=');

		if (!equals)
			return false;
		*equals = '\0';
		if (!read_part(out, *part, equals + 1, &freq))
			return false;
	}
	return freq;
}

/* ---- writing one ------------------------------------------------------------- */

static void write_on(GString *out, const struct repeat *r)
{
	for (int i = 0; i < r->ons; i++) {
		g_string_append(out, i ? "," : ";BYDAY=");
		if (r->on[i].nth)
			g_string_append_printf(out, "%d", r->on[i].nth);
		g_string_append(out, wdays[r->on[i].wday]);
	}
}

char *repeat_rule(const struct repeat *r)
{
	GString *out = g_string_new("FREQ=");

	g_string_append(out, freqs[r->every]);
	if (r->interval > 1)
		g_string_append_printf(out, ";INTERVAL=%d", r->interval);
	write_on(out, r);
	for (int i = 0; i < r->mday_count; i++)
		g_string_append_printf(out, "%s%d", i ? "," : ";BYMONTHDAY=",
				       r->mdays[i]);
	if (r->count)
		g_string_append_printf(out, ";COUNT=%d", r->count);
	if (r->until != NO_DAY) {
		struct civil c = civil_from_day(r->until);

		g_string_append_printf(out, ";UNTIL=%04d%02d%02d", c.year,
				       c.mon, c.mday);
	}
	return g_string_free(out, FALSE);
}

/* ---- the next date -------------------------------------------------------------- */

static int month_length(int year, int mon)
{
	int64_t next = mon == 12 ? civil_day(year + 1, 1, 1)
				 : civil_day(year, mon + 1, 1);

	return (int)(next - civil_day(year, mon, 1));
}

/* Days since the Monday of the first week. */
static int64_t week_of(int64_t day)
{
	int64_t monday = day + 3;	/* 1970-01-01 was a Thursday */

	return monday >= 0 ? monday / 7 : -((6 - monday) / 7);
}

/* Whether so many units lie between that the interval fits. */
static bool interval_fits(const struct repeat *r, const struct civil *from,
			  const struct civil *c, int64_t day, int64_t at)
{
	int64_t units = 0;

	switch (r->every) {
	case REPEAT_DAILY:
		units = at - day;
		break;
	case REPEAT_WEEKLY:
		units = week_of(at) - week_of(day);
		break;
	case REPEAT_MONTHLY:
		units = (c->year - from->year) * 12 + c->mon - from->mon;
		break;
	case REPEAT_YEARLY:
		units = c->year - from->year;
		break;
	}
	return units % r->interval == 0;
}

static bool nth_fits(int nth, int place, int length)
{
	if (nth > 0)
		return (place - 1) / 7 + 1 == nth;
	return (length - place) / 7 + 1 == -nth;
}

/* The numbers of days count within the month, or the year. */
static bool on_fits(const struct repeat *r, const struct civil *c, int64_t at)
{
	bool yearly = r->every == REPEAT_YEARLY;
	int64_t first = civil_day(c->year, 1, 1);
	int place = yearly ? (int)(at - first) + 1 : c->mday;
	int length = yearly ? (int)(civil_day(c->year + 1, 1, 1) - first)
			    : month_length(c->year, c->mon);

	for (int i = 0; i < r->ons; i++)
		if (r->on[i].wday == c->wday &&
		    (r->on[i].nth == 0 || r->every < REPEAT_MONTHLY ||
		     nth_fits(r->on[i].nth, place, length)))
			return true;
	return r->ons == 0;
}

static bool mday_fits(const struct repeat *r, const struct civil *c)
{
	int back = c->mday - month_length(c->year, c->mon) - 1;

	for (int i = 0; i < r->mday_count; i++)
		if (r->mdays[i] == c->mday || r->mdays[i] == back)
			return true;
	return r->mday_count == 0;
}

/* What the rule leaves open is as it was. */
static bool open_fits(const struct repeat *r, const struct civil *from,
		      const struct civil *c)
{
	if (r->ons || r->mday_count || r->every == REPEAT_DAILY)
		return true;
	if (r->every == REPEAT_WEEKLY)
		return c->wday == from->wday;
	return c->mday == from->mday &&
	       (r->every == REPEAT_MONTHLY || c->mon == from->mon);
}

/* A civil date with its weekday. */
static struct civil date_of(int64_t day)
{
	struct civil c = civil_from_day(day);

	c.day = day;
	return c;
}

int64_t repeat_next(const struct repeat *r, int64_t day)
{
	struct civil from = date_of(day);
	int64_t last = day + LOOK_DAYS;

	if (r->count == 1 || day == NO_DAY)
		return NO_DAY;
	if (r->until != NO_DAY && r->until < last)
		last = r->until;
	for (int64_t at = day + 1; at <= last; at++) {
		struct civil c = date_of(at);

		if (interval_fits(r, &from, &c, day, at) &&
		    on_fits(r, &c, at) && mday_fits(r, &c) &&
		    open_fits(r, &from, &c))
			return at;
	}
	return NO_DAY;
}

/* ---- words --------------------------------------------------------------------------- */

static const char *const day_names[] = { "sunday", "monday", "tuesday",
					 "wednesday", "thursday", "friday",
					 "saturday" };
static const char *const unit_names[] = { "day", "week", "month", "year" };

static int begins_one(const char *const *words, int n, const char *word)
{
	g_autofree char *one = g_ascii_strdown(word, -1);
	size_t len = strlen(one);

	for (int i = 0; i < n; i++)
		if (len >= 3 && g_str_has_prefix(words[i], one))
			return i;
	if (len > 3 && one[len - 1] == 's') {
		one[len - 1] = '\0';
		return index_of(words, n, one);
	}
	return -1;
}

/* "every [2] weeks", "every monday". */
static bool every_words(char **words, struct repeat *out)
{
	int n = 1, at = 1, unit, wday;

	if (words[at] && read_number(words[at], 1, 1000, &n))
		at++;
	else if (words[at] && strcmp(words[at], "other") == 0)
		n = 2, at++;
	if (!words[at] || words[at + 1])
		return false;
	out->interval = n;
	unit = begins_one(unit_names, 4, words[at]);
	wday = unit < 0 ? begins_one(day_names, 7, words[at]) : -1;
	out->every = unit >= 0 ? (enum repeat_every)unit : REPEAT_WEEKLY;
	if (wday >= 0)
		out->on[out->ons++].wday = wday;
	return unit >= 0 || wday >= 0;
}

static bool plain_words(const char *word, struct repeat *out)
{
	static const char *const names[] = { "daily", "weekly", "monthly",
					     "yearly" };
	int i = index_of(names, 4, word);

	if (i >= 0) {
		out->every = (enum repeat_every)i;
		return true;
	}
	if (strcmp(word, "weekdays") != 0)
		return false;
	out->every = REPEAT_WEEKLY;
	for (int day = 1; day <= 5; day++)
		out->on[out->ons++].wday = day;
	return true;
}

static void stay_last(struct repeat *r, int64_t day)
{
	struct civil c = civil_from_day(day);

	if (r->every == REPEAT_MONTHLY && !r->ons && !r->mday_count &&
	    c.mday == month_length(c.year, c.mon))
		r->mdays[r->mday_count++] = -1;
}

bool repeat_from_words(const char *words, int64_t day, struct repeat *out)
{
	g_autofree char *low = g_ascii_strdown(words, -1);
	g_auto(GStrv) parts = NULL;
	bool ok;

	if (strchr(words, '='))
		return repeat_parse(words, out);
	memset(out, 0, sizeof *out);
	out->interval = 1;
	out->until = NO_DAY;
	parts = g_strsplit(g_strstrip(low), " ", 5);
	ok = *parts && (strcmp(*parts, "every") == 0 ? every_words(parts, out)
			: !parts[1] && plain_words(*parts, out));
	if (ok && day != NO_DAY)
		stay_last(out, day);
	return ok;
}

static void say_on(GString *out, const struct repeat *r)
{
	for (int i = 0; i < r->ons; i++) {
		g_autofree char *name = g_strndup(day_names[r->on[i].wday], 3);

		name[0] = g_ascii_toupper(name[0]);
		g_string_append(out, !i ? " on " : i + 1 < r->ons ? ", " :
				" and ");
		if (r->on[i].nth == -1)
			g_string_append(out, "the last ");
		else if (r->on[i].nth)
			g_string_append_printf(out, "%s %d ", r->on[i].nth < 0 ?
					       "from the end no." : "no.",
					       abs(r->on[i].nth));
		g_string_append(out, name);
	}
	for (int i = 0; i < r->mday_count; i++) {
		g_string_append(out, !i ? " on " : ", ");
		if (r->mdays[i] == -1)
			g_string_append(out, "the last day");
		else
			g_string_append_printf(out, "day %d", r->mdays[i]);
	}
}

char *repeat_words(const struct repeat *r)
{
	GString *out = g_string_new("every ");

	if (r->interval > 1)
		g_string_append_printf(out, "%d %ss", r->interval,
				       unit_names[r->every]);
	else
		g_string_append(out, unit_names[r->every]);
	say_on(out, r);
	if (r->count)
		g_string_append_printf(out, ", %d time%s", r->count,
				       r->count == 1 ? "" : "s");
	if (r->until != NO_DAY) {
		struct civil c = civil_from_day(r->until);

		g_string_append_printf(out, ", until %04d-%02d-%02d", c.year,
				       c.mon, c.mday);
	}
	return g_string_free(out, FALSE);
}
