#include "base/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void counts_days_from_1970(void **state)
{
	static const struct {
		int year, mon, mday;
		int64_t day;
	} rows[] = {
		{ 1970, 1, 1, 0 }, { 1969, 12, 31, -1 }, { 2000, 2, 29, 11016 },
		{ 2026, 11, 23, 20780 }, { 1, 1, 1, -719162 },
		{ 9999, 12, 31, 2932896 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct civil c = civil_from_day(rows[i].day);

		assert_int_equal(civil_day(rows[i].year, rows[i].mon,
					   rows[i].mday), rows[i].day);
		assert_int_equal(c.year, rows[i].year);
		assert_int_equal(c.mon, rows[i].mon);
		assert_int_equal(c.mday, rows[i].mday);
		assert_int_equal(c.day, rows[i].day);
	}
}

static void refuses_days_that_are_not(void **state)
{
	static const int rows[][3] = {
		{ 2026, 2, 29 }, { 2026, 0, 1 }, { 2026, 13, 1 },
		{ 2026, 4, 31 }, { 2026, 1, 0 }, { 0, 1, 1 },
		{ 10000, 1, 1 }, { 2026, 1, -1 }, { 2026, 1, 257 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_int_equal(civil_day(rows[i][0], rows[i][1], rows[i][2]),
				 INT64_MIN);
}

static void knows_the_day_of_the_week(void **state)
{
	(void)state;
	assert_int_equal(civil_from_day(0).wday, 4);
	assert_int_equal(civil_from_day(20780).wday, 1);
	assert_int_equal(civil_from_day(20779).wday, 0);
}

static void clamps_absurd_days(void **state)
{
	(void)state;
	assert_int_equal(civil_from_day(INT64_MIN).year, 1);
	assert_int_equal(civil_from_day(INT64_MAX).year, 9999);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_days_from_1970),
		cmocka_unit_test(refuses_days_that_are_not),
		cmocka_unit_test(knows_the_day_of_the_week),
		cmocka_unit_test(clamps_absurd_days),
	};

	return cmocka_run_group_tests_name("base/civil", tests, NULL, NULL);
}
