#include "base/world.h"
#include "model/charter.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void free_outcome(void *o)
{
	outcome_free(o);
}

static void add_outcome(struct charter *c, const char *id, int64_t figure,
			int64_t target)
{
	struct outcome *o = outcome_new(id);

	o->text = g_strdup(id);
	o->figure = figure;
	o->target = target;
	if (!c->outcomes)
		c->outcomes = g_ptr_array_new_with_free_func(free_outcome);
	g_ptr_array_add(c->outcomes, o);
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		int64_t n;
		const char *back;
	} good[] = {
		{ "0", 0, "0" }, { "55", 55000, "55" },
		{ "12.5", 12500, "12.5" }, { "12.50", 12500, "12.5" },
		{ "-0.125", -125, "-0.125" },
		{ "999999999999", INT64_C(999999999999000), "999999999999" },
	};
	static const char *const bad[] = {
		"", "x", "-", "1.", ".5", "1.2345", "1e3", " 1", "1000000000000",
		"99999999999999999999999",
	};
	int64_t n;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(good); i++) {
		g_autofree char *back = NULL;

		assert_true(charter_read_number(good[i].text, &n));
		assert_int_equal(n, good[i].n);
		back = charter_say_number(n);
		assert_string_equal(back, good[i].back);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_false(charter_read_number(bad[i], &n));
}

static void test_days(void **state)
{
	g_autofree char *day = charter_say_day(civil_day(2026, 12, 1));

	(void)state;
	assert_string_equal(day, "2026-12-01");
	assert_int_equal(charter_read_day("2026-12-01"),
			 civil_day(2026, 12, 1));
	assert_int_equal(charter_read_day("2026-02-30"), CHARTER_NO_DAY);
	assert_int_equal(charter_read_day("2026-12-1"), CHARTER_NO_DAY);
	assert_int_equal(charter_read_day(NULL), CHARTER_NO_DAY);
	assert_null(charter_say_day(CHARTER_NO_DAY));
}

static void assert_figures(const struct outcome *o, const char *wanted,
			   int percent)
{
	g_autofree char *text = outcome_figures(o);

	assert_string_equal(text, wanted);
	assert_int_equal(outcome_percent(o), percent);
}

static void test_figures(void **state)
{
	struct outcome o = { .unit = (char *)"homes",
			     .target = CHARTER_UNKNOWN,
			     .figure = CHARTER_UNKNOWN };

	(void)state;
	assert_figures(&o, "not counted yet", -1);
	o.target = 80000;
	assert_figures(&o, "not counted yet (80 homes)", -1);
	o.figure = 55000;
	assert_figures(&o, "55 of 80 homes", 68);
	assert_false(outcome_reached(&o));
	o.figure = 90000;
	assert_figures(&o, "90 of 80 homes", 100);
	assert_true(outcome_reached(&o));
	o.target = CHARTER_UNKNOWN;
	assert_figures(&o, "90 homes", -1);
	assert_false(outcome_reached(&o));
	o.done = true;
	assert_true(outcome_reached(&o));
	o.figure = CHARTER_UNKNOWN;
	assert_figures(&o, "reached", 100);
	o.unit = NULL;
	o.figure = -1500;
	o.target = 0;
	o.done = false;
	assert_figures(&o, "-1.5 of 0", -1);
}

/* A change says some fields; what it does not say stays. */
static void test_apply(void **state)
{
	struct charter *c = charter_new(), *change = charter_new();
	int all;

	(void)state;
	assert_true(charter_is_empty(c));
	c->issue = g_strdup("Cold homes");
	c->rules = g_strdup("Be kind");
	add_outcome(c, "a", 1000, 2000);
	add_outcome(c, "b", CHARTER_UNKNOWN, 5000);
	assert_false(charter_is_empty(c));

	change->fields = CHARTER_RULES | CHARTER_REVIEW | CHARTER_FIGURES |
			 CHARTER_ACCEPT | CHARTER_AREA | CHARTER_OWNER;
	change->review = civil_day(2026, 12, 1);
	change->accept = true;
	change->area = AREA_EXTERNAL;
	change->owner = g_strdup("@ann:council.org");
	add_outcome(change, "b", 5000, CHARTER_UNKNOWN);
	add_outcome(change, "stranger", 1, 1);
	charter_apply(c, change);
	assert_string_equal(c->issue, "Cold homes");
	assert_null(c->rules);
	assert_string_equal(c->owner, "@ann:council.org");
	assert_int_equal(c->review, civil_day(2026, 12, 1));
	assert_int_equal(c->area, AREA_EXTERNAL);
	assert_true(c->accept);
	assert_int_equal(charter_reached(c, &all), 1);
	assert_int_equal(all, 2);
	assert_int_equal(charter_outcome(c, "b")->target, 5000);
	assert_null(charter_outcome(c, "stranger"));
	assert_false(c->fields & CHARTER_FIGURES);

	change->fields = CHARTER_OUTCOMES;
	charter_apply(c, change);
	assert_int_equal(charter_reached(c, &all), 1);
	assert_non_null(charter_outcome(c, "stranger"));
	assert_null(charter_outcome(c, "a"));
	charter_free(change);
	charter_free(c);
	charter_free(NULL);
	outcome_free(NULL);
}

static void test_digest(void **state)
{
	struct charter *c = charter_new(), *same;
	g_autofree char *none = charter_digest(c), *one = NULL, *two = NULL;

	(void)state;
	assert_string_equal(none, "");
	c->rules = g_strdup("Be kind");
	one = charter_digest(c);
	assert_int_equal(strlen(one), 64);
	c->issue = g_strdup("Another issue");
	same = charter_copy(c);
	two = charter_digest(same);
	assert_string_equal(one, two);
	charter_free(same);
	charter_free(c);
	assert_null(charter_copy(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_numbers), cmocka_unit_test(test_days),
		cmocka_unit_test(test_figures), cmocka_unit_test(test_apply),
		cmocka_unit_test(test_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
