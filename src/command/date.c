/* Days and moments as people say them. */
#include "command/internal.h"

#include <string.h>

static const char *const month_names[] = {
	"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct",
	"nov", "dec",
};
static const char *const day_names[] = {
	"sun", "mon", "tue", "wed", "thu", "fri", "sat",
};

/* "fri", "friday": at least three letters of the English name. */
static int find_name(const char *const *names, int n, const char *const *tails,
		     const char *word)
{
	for (int i = 0; i < n; i++) {
		g_autofree char *whole = g_strconcat(names[i], tails[i], NULL);

		if (strlen(word) >= 3 && g_str_has_prefix(whole, word))
			return i;
	}
	return -1;
}

static int month_of(const char *word)
{
	static const char *const tails[] = {
		"uary", "ruary", "ch", "il", "", "e", "y", "ust", "tember",
		"ober", "ember", "ember",
	};

	return find_name(month_names, 12, tails, word) + 1;
}

static int weekday_of(const char *word)
{
	static const char *const tails[] = {
		"day", "day", "sday", "nesday", "rsday", "day", "urday",
	};

	return find_name(day_names, 7, tails, word);
}

static bool number_of(const char *word, int *out)
{
	guint64 n;

	if (!g_ascii_string_to_unsigned(word, 10, 0, 9999, &n, NULL))
		return false;
	*out = n;
	return true;
}

static int64_t add_months(int64_t day, int months)
{
	struct civil c = civil_from_day(day);
	int all = c.year * 12 + c.mon - 1 + months;
	int64_t to = INT64_MIN;

	/* the 31st of a shorter month is its last day */
	for (int mday = c.mday; to == INT64_MIN && mday > 27; mday--)
		to = civil_day(all / 12, all % 12 + 1, mday);
	return to != INT64_MIN ? to : civil_day(all / 12, all % 12 + 1,
						c.mday);
}

static bool add_unit(int64_t today, int n, const char *unit, int64_t *day)
{
	if (!*unit || !strcmp(unit, "d") || g_str_has_prefix("days", unit))
		*day = today + n;
	else if (g_str_has_prefix("weeks", unit))
		*day = today + 7 * (int64_t)n;
	else if (g_str_has_prefix("months", unit))
		*day = add_months(today, n);
	else
		return false;
	return true;
}

/* "+3d" "+2w" "+1m", "+3" */
static bool parse_relative(int64_t today, const char *word, int64_t *day)
{
	size_t digits = strspn(word, "0123456789");
	g_autofree char *number = g_strndup(word, digits);
	int n;

	return number_of(number, &n) && add_unit(today, n, word + digits,
						 day);
}

/* "2026-12-01" */
static bool parse_iso(const char *word, int64_t *day)
{
	g_auto(GStrv) parts = g_strsplit(word, "-", 4);
	int year, mon, mday;

	if (g_strv_length(parts) != 3 || strlen(parts[0]) != 4 ||
	    !number_of(parts[0], &year) || !number_of(parts[1], &mon) ||
	    !number_of(parts[2], &mday))
		return false;
	*day = civil_day(year, mon, mday);
	return *day != INT64_MIN;
}

/* The first such weekday after today. */
static int64_t next_weekday(int64_t today, int wday)
{
	int ahead = (wday - civil_from_day(today).wday + 7) % 7;

	return today + (ahead ? ahead : 7);
}

static bool parse_word(int64_t today, const char *word, int64_t *day)
{
	static const struct {
		const char *word;
		int ahead;
	} near[] = {
		{ "today", 0 }, { "tod", 0 }, { "tomorrow", 1 }, { "tom", 1 },
		{ "yesterday", -1 },
	};
	int wday = weekday_of(word);

	for (guint i = 0; i < G_N_ELEMENTS(near); i++)
		if (!strcmp(word, near[i].word)) {
			*day = today + near[i].ahead;
			return true;
		}
	if (!strcmp(word, "none") || !strcmp(word, "never") ||
	    !strcmp(word, "-")) {
		*day = NO_DAY;
		return true;
	}
	if (wday >= 0) {
		*day = next_weekday(today, wday);
		return true;
	}
	if (*word == '+')
		return parse_relative(today, word + 1, day);
	return parse_iso(word, day);
}

/* "1 dec", "dec 1", "1 dec 2027"; without a year the next such day. */
static bool parse_month(int64_t today, char **parts, int64_t *day)
{
	int n = g_strv_length(parts), year = civil_from_day(today).year, mday;
	int swap = month_of(parts[0]) > 0;
	int mon = month_of(parts[swap ? 0 : 1]);

	if (!mon || !number_of(parts[swap ? 1 : 0], &mday) ||
	    (n == 3 && !number_of(parts[2], &year)))
		return false;
	*day = civil_day(year, mon, mday);
	/* four years cover every 29 February but one around 2100 */
	for (int tries = 0; n == 2 && tries < 8 && *day < today; tries++)
		*day = civil_day(++year, mon, mday);
	return *day != INT64_MIN;
}

/* "next fri", "next week", "in 3 days" */
static bool parse_phrase(int64_t today, char **parts, int64_t *day)
{
	int n;

	if (!strcmp(parts[0], "next") && g_strv_length(parts) == 2) {
		int wday = weekday_of(parts[1]);

		if (wday >= 0)
			*day = next_weekday(today, wday);
		return wday >= 0 || add_unit(today, 1, parts[1], day);
	}
	return !strcmp(parts[0], "in") && g_strv_length(parts) == 3 &&
	       number_of(parts[1], &n) && add_unit(today, n, parts[2], day);
}

static void drop_empty(char **parts)
{
	char **to = parts;

	for (char **from = parts; *from; from++) {
		if (**from)
			*to++ = *from;
		else
			g_free(*from);
	}
	*to = NULL;
}

bool command_parse_date(const struct world *w, const char *words, int64_t *day)
{
	g_autofree char *low = g_ascii_strdown(words, -1);
	g_auto(GStrv) parts = g_strsplit_set(low, " \t,.", 8);
	int64_t today = world_civil(w, world_now(w)).day;
	guint n;

	drop_empty(parts);
	n = g_strv_length(parts);
	if (n == 1)
		return parse_word(today, parts[0], day);
	if (n < 2 || n > 3)
		return false;
	return parse_month(today, parts, day) ||
	       parse_phrase(today, parts, day);
}

static char *capital(const char *name)
{
	char *out = g_strdup(name);

	*out = g_ascii_toupper(*out);
	return out;
}

char *command_say_date(const struct world *w, int64_t day)
{
	struct civil now = world_civil(w, world_now(w)), c;
	g_autofree char *wday = NULL, *mon = NULL;

	if (day == NO_DAY)
		return g_strdup("");
	if (day < now.day)
		return g_strdup_printf("overdue %" G_GINT64_FORMAT " d",
				       now.day - day);
	if (day == now.day)
		return g_strdup("today");
	if (day == now.day + 1)
		return g_strdup("tomorrow");
	c = civil_from_day(day);
	wday = capital(day_names[c.wday]);
	mon = capital(month_names[c.mon - 1]);
	if (c.year == now.year || day < now.day + 180)
		return g_strdup_printf("%s %d %s", wday, c.mday, mon);
	return g_strdup_printf("%d %s %d", c.mday, mon, c.year);
}

/* ---- moments --------------------------------------------------------------- */

#define DAY_MINUTES (24 * 60)
#define LENGTH_MAX (60 * DAY_MINUTES)

/* "am", "pm" or nothing after an hour. */
static bool add_half(const char *tail, int *hour)
{
	bool pm = !strcmp(tail, "pm");

	if (!*tail)
		return *hour < 24;
	if ((!pm && strcmp(tail, "am")) || *hour < 1 || *hour > 12)
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	return true;
}

/* "18:00" "18.30" "9am" "9:30pm" "1800h": minutes after midnight. */
static bool parse_clock(const char *word, int *minute)
{
	size_t digits = strspn(word, "0123456789");
	g_autofree char *first = g_strndup(word, digits);
	const char *rest = word + digits;
	int hour, min = 0;
	bool parted = *rest == ':' || *rest == '.';

	if (!digits || digits > 2 || !number_of(first, &hour))
		return false;
	if (parted) {
		g_autofree char *second = g_strndup(rest + 1, 2);

		if (strspn(rest + 1, "0123456789") != 2 ||
		    !number_of(second, &min) || min > 59)
			return false;
		rest += 3;
	}
	if (g_str_has_prefix(rest, ":00"))
		rest += 3;
	if ((!parted && !*rest) || !add_half(rest, &hour))
		return false;
	*minute = hour * 60 + min;
	return true;
}

/* A time alone: today, or tomorrow when it is past. */
static int64_t next_moment(const struct world *w, int minute)
{
	int64_t today = world_civil(w, world_now(w)).day;
	int64_t ms = world_moment(w, today, minute);

	return ms >= world_now(w) ? ms : world_moment(w, today + 1, minute);
}

/* The words without the time, which is the last of them, or the first. */
static bool take_clock(char **parts, int *minute)
{
	guint n = g_strv_length(parts);
	guint at = n - 1;

	if (n && !parse_clock(parts[at], minute) &&
	    !parse_clock(parts[at = 0], minute))
		return false;
	if (!n)
		return false;
	g_free(parts[at]);
	memmove(parts + at, parts + at + 1, (n - at) * sizeof *parts);
	return true;
}

bool command_parse_moment(const struct world *w, const char *words,
			  int64_t *ms)
{
	g_autofree char *low = g_ascii_strdown(words, -1);
	g_autofree char *days = NULL;
	g_auto(GStrv) parts = NULL;
	int minute;
	int64_t day;

	/* "2026-12-01t18:00" */
	if (strlen(low) > 10 && low[10] == 't' && low[4] == '-')
		low[10] = ' ';
	parts = g_strsplit_set(low, " \t,", 8);
	drop_empty(parts);
	if (!take_clock(parts, &minute))
		return false;
	if (*parts && !strcmp(parts[g_strv_length(parts) - 1], "at"))
		g_clear_pointer(&parts[g_strv_length(parts) - 1], g_free);
	if (!*parts) {
		*ms = next_moment(w, minute);
		return true;
	}
	days = g_strjoinv(" ", parts);
	if (!command_parse_date(w, days, &day) || day == NO_DAY)
		return false;
	*ms = world_moment(w, day, minute);
	return *ms != 0;
}

static bool take_number(const char **at, int *n)
{
	size_t digits = strspn(*at, "0123456789");
	g_autofree char *number = g_strndup(*at, digits);

	*at += digits;
	*at += **at == ' ';
	return number_of(number, n);
}

/* Minutes of a unit; without a word minutes, which may follow hours ("1h30").
 * 0: no unit. */
static int unit_of(const char *word, size_t len, int before)
{
	static const struct {
		const char *word;
		int minutes;
	} units[] = {
		{ "minutes", 1 }, { "mins", 1 }, { "hours", 60 },
		{ "hrs", 60 }, { "days", DAY_MINUTES },
	};

	if (!len)
		return before == 0 || before == 60;
	for (guint i = 0; i < G_N_ELEMENTS(units); i++)
		if (!strncmp(units[i].word, word, len))
			return units[i].minutes;
	return 0;
}

bool command_parse_length(const char *words, int *minutes)
{
	const char *at = words;
	int n, unit = 0, all = 0;

	while (*at && take_number(&at, &n)) {
		size_t len = strspn(at, "abcdefghijklmnopqrstuvwxyz");
		int before = unit;

		unit = unit_of(at, len, before);
		if (!unit || (before && unit >= before))
			return false;
		all = MIN(all, LENGTH_MAX) + MIN(n, LENGTH_MAX) * unit;
		at += len;
		at += *at == ' ';
	}
	*minutes = all;
	return !*at && all > 0 && all <= LENGTH_MAX;
}

char *command_say_moment(const struct world *w, int64_t ms)
{
	struct civil c = world_civil(w, ms);
	g_autofree char *wday = capital(day_names[c.wday]);
	g_autofree char *mon = capital(month_names[c.mon - 1]);

	if (c.year == world_civil(w, world_now(w)).year)
		return g_strdup_printf("%s %d %s %02d:%02d", wday, c.mday,
				       mon, c.hour, c.min);
	return g_strdup_printf("%s %d %s %d %02d:%02d", wday, c.mday, mon,
			       c.year, c.hour, c.min);
}

char *command_say_span(const struct world *w, int64_t begin, int64_t end)
{
	g_autofree char *from = command_say_moment(w, begin), *to = NULL;
	struct civil a = world_civil(w, begin), b = world_civil(w, end);

	if (end <= begin)
		return g_steal_pointer(&from);
	if (a.day == b.day)
		return g_strdup_printf("%s–%02d:%02d", from, b.hour, b.min);
	to = command_say_moment(w, end);
	return g_strdup_printf("%s – %s", from, to);
}
