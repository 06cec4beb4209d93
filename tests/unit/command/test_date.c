#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

/* Friday 27 November 2026, 12:00 UTC. */
#define NOW INT64_C(1795780800000)

static int64_t parse(const char *words)
{
	struct world w;
	int64_t day = -1;
	bool ok;

	world_init_fixed(&w, NOW, "UTC");
	ok = command_parse_date(&w, words, &day);
	world_clear(&w);
	return ok ? day : -1;
}

static void expect(const char *words, int year, int mon, int mday)
{
	if (parse(words) != civil_day(year, mon, mday))
		fail_msg("%s: day %" G_GINT64_FORMAT, words, parse(words));
}

static void days_as_people_say_them(void **state)
{
	(void)state;
	expect("today", 2026, 11, 27);
	expect("Tomorrow", 2026, 11, 28);
	expect("yesterday", 2026, 11, 26);
	expect("sat", 2026, 11, 28);
	expect("Monday", 2026, 11, 30);
	expect("fri", 2026, 12, 4);
	expect("next fri", 2026, 12, 4);
	expect("+3d", 2026, 11, 30);
	expect("+3", 2026, 11, 30);
	expect("+2w", 2026, 12, 11);
	expect("+1m", 2026, 12, 27);
	expect("next week", 2026, 12, 4);
	expect("next month", 2026, 12, 27);
	expect("in 3 days", 2026, 11, 30);
	expect("2026-12-01", 2026, 12, 1);
	expect("1 dec", 2026, 12, 1);
	expect("Dec 1", 2026, 12, 1);
	expect("1 january", 2027, 1, 1);
	expect("27 nov", 2026, 11, 27);
	expect("26 nov", 2027, 11, 26);
	expect("29 feb", 2028, 2, 29);
	expect("3 Sept 2028", 2028, 9, 3);
	assert_true(parse("none") == NO_DAY);
}

static void others_are_no_days(void **state)
{
	static const char *const words[] = {
		"", "blursday", "2026-02-30", "2026-13-01", "+", "+d", "+3x",
		"31 feb", "1", "dec", "next", "in days", "-3d", "1 2 3",
		"99999999999999999999", "+99999d", "2026-12-01-05",
	};

	(void)state;
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (parse(words[i]) != -1)
			fail_msg("\"%s\" is taken for a day", words[i]);
}

static void says(int year, int mon, int mday, const char *words)
{
	struct world w;
	g_autofree char *is = NULL;

	world_init_fixed(&w, NOW, "UTC");
	is = command_say_date(&w, civil_day(year, mon, mday));
	assert_string_equal(is, words);
	world_clear(&w);
}

static void says_them_so(void **state)
{
	struct world w;
	g_autofree char *none = NULL;

	(void)state;
	says(2026, 11, 27, "today");
	says(2026, 11, 28, "tomorrow");
	says(2026, 12, 1, "Tue 1 Dec");
	says(2027, 1, 4, "Mon 4 Jan");
	says(2027, 12, 1, "1 Dec 2027");
	says(2026, 11, 25, "overdue 2 d");
	world_init_fixed(&w, NOW, "UTC");
	none = command_say_date(&w, NO_DAY);
	assert_string_equal(none, "");
	world_clear(&w);
}

/* At the end of January a month later is the end of February. */
static void months_end_early(void **state)
{
	struct world w;
	int64_t day;

	(void)state;
	world_init_fixed(&w, INT64_C(1801353600000), "UTC");
	assert_true(command_parse_date(&w, "+1m", &day));
	assert_true(day == civil_day(2027, 2, 28));
	world_clear(&w);
}

/* ---- moments -------------------------------------------------------------- */

static void expect_moment(const char *zone, const char *words,
			  const char *utc)
{
	g_autoptr(GDateTime) t = g_date_time_new_from_iso8601(utc, NULL);
	struct world w;
	int64_t ms = -1;
	bool ok;

	world_init_fixed(&w, NOW, zone);
	ok = command_parse_moment(&w, words, &ms);
	world_clear(&w);
	if (!ok || ms != g_date_time_to_unix(t) * 1000)
		fail_msg("\"%s\" in %s: %" G_GINT64_FORMAT, words, zone, ms);
}

static void moments_as_people_say_them(void **state)
{
	(void)state;
	expect_moment("UTC", "fri 18:00", "2026-12-04T18:00:00Z");
	expect_moment("UTC", "Fri at 18.30", "2026-12-04T18:30:00Z");
	expect_moment("UTC", "1 dec 18:00", "2026-12-01T18:00:00Z");
	expect_moment("UTC", "18:00 1 dec 2027", "2027-12-01T18:00:00Z");
	expect_moment("UTC", "2026-12-01T18:00", "2026-12-01T18:00:00Z");
	expect_moment("UTC", "2026-12-01 18:00:00", "2026-12-01T18:00:00Z");
	expect_moment("UTC", "tomorrow 9am", "2026-11-28T09:00:00Z");
	expect_moment("UTC", "today 12am", "2026-11-27T00:00:00Z");
	expect_moment("UTC", "sat 12:15pm", "2026-11-28T12:15:00Z");
	expect_moment("UTC", "18:00", "2026-11-27T18:00:00Z");
	expect_moment("UTC", "11:00", "2026-11-28T11:00:00Z");
}

/* Clocks in Brussels go back on 25 October and forward on 28 March 2027. */
static void moments_are_by_the_local_clock(void **state)
{
	(void)state;
	expect_moment("Europe/Brussels", "1 dec 18:00",
		      "2026-12-01T17:00:00Z");
	expect_moment("Europe/Brussels", "27 mar 2027 18:00",
		      "2027-03-27T17:00:00Z");
	expect_moment("Europe/Brussels", "28 mar 2027 18:00",
		      "2027-03-28T16:00:00Z");
	expect_moment("Europe/Brussels", "28 mar 2027 2:30",
		      "2027-03-28T01:00:00Z");
	expect_moment("Europe/Brussels", "31 oct 2027 2:30",
		      "2027-10-31T01:30:00Z");
	expect_moment("America/New_York", "2026-12-01T18:00",
		      "2026-12-01T23:00:00Z");
}

static void others_are_no_moments(void **state)
{
	static const char *const words[] = {
		"", "fri", "18", "25:00", "18:60", "13pm", "fri 18:0",
		"none 18:00", "blursday 18:00", "18:00 18:00", "0am",
	};
	struct world w;
	int64_t ms;

	(void)state;
	world_init_fixed(&w, NOW, "UTC");
	for (guint i = 0; i < G_N_ELEMENTS(words); i++)
		if (command_parse_moment(&w, words[i], &ms))
			fail_msg("\"%s\" is taken for a moment", words[i]);
	world_clear(&w);
}

static void lengths(void **state)
{
	static const struct {
		const char *words;
		int minutes;
	} rows[] = {
		{ "90", 90 }, { "90m", 90 }, { "45 min", 45 }, { "2h", 120 },
		{ "1h30", 90 }, { "1h 30m", 90 }, { "2 hours", 120 },
		{ "1 day", 1440 }, { "60d", 86400 },
	}, *r = rows;
	static const char *const bad[] = {
		"", "h", "0", "-1h", "2x", "1h30 20", "61d", "9999d", "30 1h 5",
	};
	int n;

	(void)state;
	for (; r < rows + G_N_ELEMENTS(rows); r++)
		if (!command_parse_length(r->words, &n) || n != r->minutes)
			fail_msg("%s: %d", r->words, n);
	for (guint i = 0; i < G_N_ELEMENTS(bad); i++)
		if (command_parse_length(bad[i], &n))
			fail_msg("\"%s\" is taken for a length", bad[i]);
}

static void says_moments_so(void **state)
{
	const int64_t hour = 3600000;
	struct world w;
	char *is[4];

	(void)state;
	world_init_fixed(&w, NOW, "UTC");
	is[0] = command_say_moment(&w, NOW);
	is[1] = command_say_span(&w, NOW, NOW + 2 * hour);
	is[2] = command_say_span(&w, NOW, 0);
	is[3] = command_say_span(&w, NOW, NOW + 900 * hour);
	assert_string_equal(is[0], "Fri 27 Nov 12:00");
	assert_string_equal(is[1], "Fri 27 Nov 12:00–14:00");
	assert_string_equal(is[2], "Fri 27 Nov 12:00");
	assert_string_equal(is[3], "Fri 27 Nov 12:00 – Mon 4 Jan 2027 00:00");
	for (int i = 0; i < 4; i++)
		g_free(is[i]);
	world_clear(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_as_people_say_them),
		cmocka_unit_test(others_are_no_days),
		cmocka_unit_test(says_them_so),
		cmocka_unit_test(months_end_early),
		cmocka_unit_test(moments_as_people_say_them),
		cmocka_unit_test(moments_are_by_the_local_clock),
		cmocka_unit_test(others_are_no_moments),
		cmocka_unit_test(lengths),
		cmocka_unit_test(says_moments_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
