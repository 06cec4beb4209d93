#include "base/world.h"
#include "model/repeat.h"
#include "model/thing.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static int64_t day_of(const char *text)
{
	int y, m, d;

	if (!*text)
		return NO_DAY;
	y = (int)g_ascii_strtoll(text, NULL, 10);
	m = (int)g_ascii_strtoll(text + 5, NULL, 10);
	d = (int)g_ascii_strtoll(text + 8, NULL, 10);
	return civil_day(y, m, d);
}

/* "" is none. */
static const struct {
	const char *rule, *day, *next;
} table[] = {
	{ "FREQ=DAILY", "2026-12-31", "2027-01-01" },
	{ "FREQ=DAILY;INTERVAL=3", "2026-02-27", "2026-03-02" },
	{ "FREQ=DAILY;INTERVAL=3", "2028-02-27", "2028-03-01" },
	{ "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR", "2026-11-27", "2026-11-30" },
	{ "FREQ=DAILY;BYMONTHDAY=1,15", "2026-11-15", "2026-12-01" },
	{ "FREQ=WEEKLY", "2026-12-29", "2027-01-05" },
	{ "FREQ=WEEKLY;INTERVAL=2", "2026-11-27", "2026-12-11" },
	{ "FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-27", "2026-11-30" },
	{ "FREQ=WEEKLY;BYDAY=MO,FR", "2026-11-30", "2026-12-04" },
	{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-11-27", "2026-12-07" },
	{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-11-23", "2026-11-27" },
	{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "2026-11-29", "2026-12-13" },
	{ "FREQ=WEEKLY;WKST=MO", "2026-11-29", "2026-12-06" },
	{ "FREQ=WEEKLY", "1969-12-28", "1970-01-04" },
	{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "1969-12-29", "1970-01-12" },
	{ "FREQ=MONTHLY", "2026-11-27", "2026-12-27" },
	{ "FREQ=MONTHLY", "2026-01-31", "2026-03-31" },
	{ "FREQ=MONTHLY", "2026-01-30", "2026-03-30" },
	{ "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-01-31", "2026-02-28" },
	{ "FREQ=MONTHLY;BYMONTHDAY=-1", "2028-01-31", "2028-02-29" },
	{ "FREQ=MONTHLY;INTERVAL=12", "2028-02-29", "2032-02-29" },
	{ "FREQ=MONTHLY;BYMONTHDAY=31", "2026-03-31", "2026-05-31" },
	{ "FREQ=MONTHLY;BYDAY=2TU", "2026-11-10", "2026-12-08" },
	{ "FREQ=MONTHLY;BYDAY=-1FR", "2026-11-27", "2026-12-25" },
	{ "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "2026-11-13", "2027-08-13" },
	{ "FREQ=MONTHLY;BYDAY=5MO", "2026-11-30", "2027-03-29" },
	{ "FREQ=YEARLY", "2026-11-27", "2027-11-27" },
	{ "FREQ=YEARLY", "2028-02-29", "2032-02-29" },
	{ "FREQ=YEARLY;BYDAY=1MO", "2026-01-05", "2027-01-04" },
	{ "FREQ=YEARLY;BYDAY=-1SU", "2026-12-27", "2027-12-26" },
	{ "FREQ=YEARLY;INTERVAL=100", "2026-05-05", "2126-05-05" },
	{ "FREQ=YEARLY;INTERVAL=1000", "2026-05-05", "" },
	{ "FREQ=DAILY;COUNT=1", "2026-05-05", "" },
	{ "FREQ=DAILY;COUNT=2", "2026-05-05", "2026-05-06" },
	{ "FREQ=WEEKLY;UNTIL=20261203", "2026-11-27", "" },
	{ "FREQ=WEEKLY;UNTIL=20261204T235959Z", "2026-11-27", "2026-12-04" },
	{ "FREQ=MONTHLY;BYDAY=MO;BYMONTHDAY=31;UNTIL=20260901", "2026-08-31",
	  "" },
	{ "RRULE:freq=daily", "2026-05-05", "2026-05-06" },
};

static void next_dates(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		struct repeat r;
		int64_t next;

		if (!repeat_parse(table[i].rule, &r))
			fail_msg("%s is no rule", table[i].rule);
		next = repeat_next(&r, day_of(table[i].day));
		if (next != day_of(table[i].next))
			fail_msg("%s after %s: %d days, wanted %s",
				 table[i].rule, table[i].day, (int)(next -
				 day_of(table[i].day)), table[i].next);
		assert_string_equal(r.ignored, "");
	}
}

/* What is written is read again as the same. */
static void there_and_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		struct repeat a, b;
		g_autofree char *one = NULL, *two = NULL;

		assert_true(repeat_parse(table[i].rule, &a));
		one = repeat_rule(&a);
		assert_true(repeat_parse(one, &b));
		two = repeat_rule(&b);
		assert_string_equal(one, two);
		assert_true(repeat_next(&a, 20000) == repeat_next(&b, 20000));
	}
}

static void no_rules(void **state)
{
	static const char *const bad[] = {
		"", "DAILY", "FREQ=HOURLY", "FREQ=", "INTERVAL=2",
		"FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;INTERVAL=x",
		"FREQ=DAILY;COUNT=0", "FREQ=DAILY;UNTIL=2026",
		"FREQ=DAILY;UNTIL=20261301", "FREQ=DAILY;UNTIL=-2026120",
		"FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;BYDAY=",
		"FREQ=WEEKLY;BYDAY=0MO", "FREQ=MONTHLY;BYMONTHDAY=32",
		"FREQ=MONTHLY;BYMONTHDAY=0", "FREQ=DAILY;;", "=;=",
	};
	g_autofree char *many = NULL;
	struct repeat r;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		if (repeat_parse(bad[i], &r))
			fail_msg("\"%s\" is taken for a rule", bad[i]);
	many = g_strnfill(5000, ',');
	assert_false(repeat_parse(many, &r));
	assert_false(repeat_parse(NULL, &r));
}

static void unknown_parts(void **state)
{
	struct repeat r;

	(void)state;
	assert_true(repeat_parse("FREQ=DAILY;BYHOUR=9;BYSETPOS=1;WKST=SU",
				 &r));
	assert_string_equal(r.ignored, "BYHOUR, BYSETPOS, WKST");
}

static void words(void **state)
{
	static const struct {
		const char *words, *day, *rule, *said;
	} w[] = {
		{ "daily", "", "FREQ=DAILY", "every day" },
		{ "weekly", "2026-11-27", "FREQ=WEEKLY", "every week" },
		{ "monthly", "2026-11-27", "FREQ=MONTHLY", "every month" },
		{ "monthly", "2026-11-30", "FREQ=MONTHLY;BYMONTHDAY=-1",
		  "every month on the last day" },
		{ "weekdays", "", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
		  "every week on Mon, Tue, Wed, Thu and Fri" },
		{ "every 2 weeks", "", "FREQ=WEEKLY;INTERVAL=2",
		  "every 2 weeks" },
		{ "Every other month", "", "FREQ=MONTHLY;INTERVAL=2",
		  "every 2 months" },
		{ "every monday", "", "FREQ=WEEKLY;BYDAY=MO",
		  "every week on Mon" },
		{ "every fri", "", "FREQ=WEEKLY;BYDAY=FR",
		  "every week on Fri" },
		{ "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3", "",
		  "FREQ=MONTHLY;BYDAY=-1FR;COUNT=3",
		  "every month on the last Fri, 3 times" },
	};
	static const char *const none[] = { "never", "every", "every 2",
		"every blue moon", "every 0 days", "", "daily dose" };
	struct repeat r;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(w); i++) {
		g_autofree char *rule = NULL, *said = NULL;

		assert_true(repeat_from_words(w[i].words, day_of(w[i].day),
					      &r));
		rule = repeat_rule(&r);
		said = repeat_words(&r);
		assert_string_equal(rule, w[i].rule);
		assert_string_equal(said, w[i].said);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(none); i++)
		if (repeat_from_words(none[i], NO_DAY, &r))
			fail_msg("\"%s\" is taken for a rule", none[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(next_dates),
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(no_rules),
		cmocka_unit_test(unknown_parts),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
