/*
 * test_fuzzy.c - what fits, and what fits better.
 */
#include "unit/text/check.h"

static void test_matches(void **state)
{
	(void)state;
	assert_int_equal(fuzzy_score("", "anything"), 1);
	assert_int_equal(fuzzy_score("", ""), 1);
	assert_int_equal(fuzzy_score("a", ""), 0);
	assert_int_equal(fuzzy_score("abc", "acb"), 0);
	assert_int_equal(fuzzy_score("aa", "a"), 0);
	assert_true(fuzzy_score("gnrl", "general") > 0);
	assert_true(fuzzy_score("GEN", "general") > 0);
	assert_true(fuzzy_score("zoe", "Zoë") > 0);
	assert_true(fuzzy_score("Zoë", "zoe") > 0);
	assert_true(fuzzy_score("日語", "日本語") > 0);
	assert_true(fuzzy_score("анна", "АННА") > 0);
}

/* In each row the first text fits better than the second. */
static const char *const better[][3] = {
	{ "gen", "general", "engineering" },
	{ "gen", "general", "the general" },
	{ "gen", "General", "g-e-n" },
	{ "hb", "Housing › boilers", "the boiler hobby" },
	{ "ops", "ops", "ops-archive" },
	{ "ops", "dev ops", "drop soup" },
	{ "ml", "mail", "mxxxxl" },
	{ "fb", "fooBar", "foobar" },
	{ "ab", "xab", "xaxb" },
	{ "ab", "a b", "a xxxxb" },
};

static void test_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(better); i++) {
		int a = fuzzy_score(better[i][0], better[i][1]);
		int b = fuzzy_score(better[i][0], better[i][2]);

		if (a <= b)
			fail_msg("%s: %s has %d, %s has %d", better[i][0],
				 better[i][1], a, better[i][2], b);
	}
}

static void test_hostile(void **state)
{
	g_autofree char *big = g_strnfill(100000, 'a');

	(void)state;
	assert_true(fuzzy_score("aaa", big) > 0);
	assert_int_equal(fuzzy_score(big, "a"), 0);
	assert_true(fuzzy_score(big, big) > 0);
	assert_int_equal(fuzzy_score("a", "\xff\xfe"), 0);
	assert_true(fuzzy_score("\xff", "\xff") > 0);
	assert_true(fuzzy_score("\u0301", "abc") == 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_matches), cmocka_unit_test(test_order),
		cmocka_unit_test(test_hostile),
	};

	return RUN(tests);
}
