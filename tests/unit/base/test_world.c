#include "base/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* 2026-11-23T14:32:05Z */
#define THEN INT64_C(1795444325000)

static void splits_by_the_zone(void **state)
{
	static const struct {
		const char *zone;
		int64_t ms;
		int year, mon, mday, hour, min, sec, wday;
	} rows[] = {
		{ "UTC", THEN, 2026, 11, 23, 14, 32, 5, 1 },
		{ "UTC", 0, 1970, 1, 1, 0, 0, 0, 4 },
		{ "UTC", -1, 1969, 12, 31, 23, 59, 59, 3 },
		{ "+05:30", THEN, 2026, 11, 23, 20, 2, 5, 1 },
		{ "-12:00", THEN - 36000000, 2026, 11, 22, 16, 32, 5, 0 },
		{ "UTC", INT64_MIN, 1, 1, 2, 0, 0, 0, 2 },
		{ "UTC", INT64_MAX, 9999, 12, 30, 23, 59, 59, 4 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct world w;
		struct civil c;

		world_init_fixed(&w, 0, rows[i].zone);
		c = world_civil(&w, rows[i].ms);
		assert_int_equal(c.year, rows[i].year);
		assert_int_equal(c.mon, rows[i].mon);
		assert_int_equal(c.mday, rows[i].mday);
		assert_int_equal(c.hour, rows[i].hour);
		assert_int_equal(c.min, rows[i].min);
		assert_int_equal(c.sec, rows[i].sec);
		assert_int_equal(c.wday, rows[i].wday);
		world_clear(&w);
	}
}

static void knows_summer_time(void **state)
{
	struct world w;

	(void)state;
	/* A rule, so that no table of zones is needed. */
	world_init_fixed(&w, 0, "CET-1CEST,M3.5.0,M10.5.0/3");
	assert_int_equal(world_civil(&w, INT64_C(1782864000000)).hour, 2);
	assert_int_equal(world_civil(&w, INT64_C(1798761600000)).hour, 1);
	world_clear(&w);
}

static void a_fixed_world_is_fixed(void **state)
{
	struct world w;

	(void)state;
	world_init_fixed(&w, THEN, "no such zone");
	assert_int_equal(world_now(&w), THEN);
	assert_int_equal(world_steady(&w), THEN);
	assert_int_equal(world_random(&w), 1);
	assert_int_equal(world_random(&w), 2);
	assert_int_equal(world_civil(&w, THEN).hour, 14);
	world_clear(&w);
}

static void the_real_world_moves(void **state)
{
	struct world w;
	int64_t before;

	(void)state;
	g_unsetenv("FOLKMOOT_NOW");
	world_init(&w);
	before = world_steady(&w);
	assert_true(world_steady(&w) >= before);
	assert_true(world_now(&w) > THEN - INT64_C(31536000000) * 3);
	assert_int_not_equal(world_random(&w), world_random(&w));
	world_clear(&w);
}

static void the_clock_can_be_pinned(void **state)
{
	struct world w;

	(void)state;
	g_setenv("FOLKMOOT_NOW", "1795444325000", TRUE);
	world_init(&w);
	assert_int_equal(world_now(&w), THEN);
	world_clear(&w);
	g_setenv("FOLKMOOT_NOW", "soon", TRUE);
	world_init(&w);
	assert_int_not_equal(world_now(&w), THEN);
	world_clear(&w);
	g_unsetenv("FOLKMOOT_NOW");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_by_the_zone),
		cmocka_unit_test(knows_summer_time),
		cmocka_unit_test(a_fixed_world_is_fixed),
		cmocka_unit_test(the_real_world_moves),
		cmocka_unit_test(the_clock_can_be_pinned),
	};

	return cmocka_run_group_tests_name("base/world", tests, NULL, NULL);
}
