/* Hours, days and zones of a card. */
#include "model/card.h"

#include <string.h>

#define DAY_MINUTES (24 * 60)

static const char *const day_names[] = {
	"mon", "tue", "wed", "thu", "fri", "sat", "sun",
};

/* "HH:MM" at *s, which moves on; -1: it is none. */
static int read_clock(const char **s)
{
	const char *c = *s;
	int hour = 0, min = 0, digits = 0;

	for (; g_ascii_isdigit(*c) && digits < 2; digits++)
		hour = hour * 10 + g_ascii_digit_value(*c++);
	if (!digits || *c != ':' || !g_ascii_isdigit(c[1]) ||
	    !g_ascii_isdigit(c[2]))
		return -1;
	min = g_ascii_digit_value(c[1]) * 10 + g_ascii_digit_value(c[2]);
	*s = c + 3;
	if (min > 59 || hour * 60 + min > DAY_MINUTES)
		return -1;
	return hour * 60 + min;
}

bool card_hours(const char *hours, int *from, int *to)
{
	const char *s = hours;

	*from = read_clock(&s);
	if (*from < 0 || *from == DAY_MINUTES || *s++ != '-')
		return false;
	*to = read_clock(&s);
	return *to >= 0 && !*s && *from != *to;
}

bool card_zone_fits(const char *zone)
{
	size_t n = strlen(zone);

	if (!n || n > CARD_WORD || !g_ascii_isalpha(*zone))
		return false;
	for (const char *c = zone; *c; c++)
		if (!g_ascii_isalnum(*c) && !strchr("_+-/", *c))
			return false;
	return true;
}

/* ---- days ---------------------------------------------------------------- */

/* 0 Monday … 6, from "mon", "Monday", "mo", "1"; -1: it is none. */
static int read_day(const char *word)
{
	static const char *const whole[] = {
		"monday", "tuesday", "wednesday", "thursday", "friday",
		"saturday", "sunday",
	};
	size_t n = strlen(word);

	if (n == 1 && *word >= '1' && *word <= '7')
		return *word - '1';
	for (int i = 0; i < 7 && n >= 2; i++)
		if (!g_ascii_strncasecmp(whole[i], word, n))
			return i;
	return -1;
}

static bool read_range(const char *word, uint8_t *days)
{
	g_auto(GStrv) ends = g_strsplit(word, "-", 2);
	int from = read_day(ends[0]);
	int to = ends[1] ? read_day(ends[1]) : from;

	if (from < 0 || to < 0)
		return false;
	for (int i = from;; i = (i + 1) % 7) {
		*days |= (uint8_t)(1u << i);
		if (i == to)
			return true;
	}
}

bool card_days(const char *words, uint8_t *days)
{
	g_auto(GStrv) list = g_strsplit_set(words, ", ", 16);

	*days = g_ascii_strcasecmp(words, "daily") ? 0 : 0x7f;
	if (*days)
		return true;
	for (char **w = list; *w; w++)
		if (**w && !read_range(*w, days))
			return false;
	return *days != 0;
}

/* The last day of the run that begins at `i`. */
static int run_end(uint8_t days, int i)
{
	while (i < 6 && days & (1u << (i + 1)))
		i++;
	return i;
}

char *card_days_words(uint8_t days)
{
	GString *out = g_string_new(NULL);

	if (days >= 0x7f)
		g_string_append(out, "daily");
	for (int i = 0; i < 7 && days < 0x7f; i++) {
		int end;

		if (!(days & (1u << i)))
			continue;
		end = run_end(days, i);
		g_string_append_printf(out, "%s%s", out->len ? ", " : "",
				       day_names[i]);
		if (end > i)
			g_string_append_printf(out, "%s%s",
					       end > i + 1 ? "-" : ", ",
					       day_names[end]);
		i = end;
	}
	return g_string_free(out, FALSE);
}

/* ---- the clock ----------------------------------------------------------- */

static bool works_on(const struct card *card, int wday)
{
	return !card->days || card->days & (1u << (wday - 1));
}

/* Hours over midnight belong to the day on which they began. */
static bool is_at_work(const struct card *card, const struct card_clock *c)
{
	int from, to, now = c->hour * 60 + c->min;
	int before = c->wday == 1 ? 7 : c->wday - 1;

	if (!card->hours || !card_hours(card->hours, &from, &to))
		return false;
	if (from < to)
		return now >= from && now < to && works_on(card, c->wday);
	if (now >= from)
		return works_on(card, c->wday);
	return now < to && works_on(card, before);
}

struct card_clock card_clock(const struct card *card, int64_t now)
{
	struct card_clock out = { 0 };
	GTimeZone *zone;
	GDateTime *utc, *local;

	if (!card || !card->zone || !card_zone_fits(card->zone))
		return out;
	zone = g_time_zone_new_identifier(card->zone);
	if (!zone)
		return out;
	utc = g_date_time_new_from_unix_utc(now / 1000);
	local = utc ? g_date_time_to_timezone(utc, zone) : NULL;
	if (local) {
		out.known = true;
		out.hour = g_date_time_get_hour(local);
		out.min = g_date_time_get_minute(local);
		out.wday = g_date_time_get_day_of_week(local);
		out.offset = (int)(g_date_time_get_utc_offset(local) /
				   G_TIME_SPAN_MINUTE);
		out.at_work = is_at_work(card, &out);
	}
	g_clear_pointer(&local, g_date_time_unref);
	g_clear_pointer(&utc, g_date_time_unref);
	g_time_zone_unref(zone);
	return out;
}
