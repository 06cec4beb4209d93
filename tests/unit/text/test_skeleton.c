/*
 * test_skeleton.c - names that imitate each other are equal, others not.
 */
#include "unit/text/check.h"

static const struct pair alike[] = {
	{ "paypal", "рауpаl" }, { "Ben", "BEN" }, { "Zoë", "Zoe" },
	{ "admin", "аdmіn" }, { "support", "suрроrt" }, { "olli", "0ll1" },
	{ "Ι", "l" }, { "ben", "b\u200Ben" }, { "modern", "modem" },
	{ "ＡＢＣ", "abc" }, { "Ada  L", " ada l" }, { "ﬁx", "fix" },
	{ "Ben", "B\u0301en" }, { "ο", "о" },
};

static const struct pair unlike[] = {
	{ "ben", "dan" }, { "ben", "ben2" }, { "日本", "中国" }, { "a", "" },
	{ "Анна", "Инна" },
};

static void test_alike(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(alike); i++) {
		g_autofree char *a = text_skeleton(alike[i].in);
		g_autofree char *b = text_skeleton(alike[i].out);

		assert_string_equal(a, b);
	}
}

static void test_unlike(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(unlike); i++) {
		g_autofree char *a = text_skeleton(unlike[i].in);
		g_autofree char *b = text_skeleton(unlike[i].out);

		assert_string_not_equal(a, b);
	}
}

static void test_hostile(void **state)
{
	g_autofree char *bad = text_skeleton("\xff\xfe\x1b[2J");
	g_autofree char *none = text_skeleton(NULL);

	(void)state;
	assert_true(g_utf8_validate(bad, -1, NULL));
	assert_null(strchr(bad, '\x1b'));
	assert_string_equal(none, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alike),
		cmocka_unit_test(test_unlike),
		cmocka_unit_test(test_hostile),
	};

	return RUN(tests);
}
