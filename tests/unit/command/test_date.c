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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_as_people_say_them),
		cmocka_unit_test(others_are_no_days),
		cmocka_unit_test(says_them_so),
		cmocka_unit_test(months_end_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
