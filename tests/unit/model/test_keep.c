#include "model/keep.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static char *object(const char *rule, const char *text, enum area to)
{
	g_autoptr(GPtrArray) keeps = keeps_unpack(rule);

	assert_int_equal(keeps->len, 1);
	return keeps_objection(keeps, text, to, "joint");
}

struct kept {
	const char *rule, *text;
	enum area to;
	bool refused;
};

static const struct kept table[] = {
	{ "internal Falcon", "about Falcon", AREA_EXTERNAL, true },
	{ "internal Falcon", "about FALCON's wings", AREA_PUBLIC, true },
	{ "internal Falcon", "about **fal**con", AREA_EXTERNAL, true },
	{ "internal Falcon", "about fal\u200bcon", AREA_EXTERNAL, true },
	{ "internal Falcon", "about falconry", AREA_EXTERNAL, false },
	{ "internal Falcon", "about Falcon", AREA_INTERNAL, false },
	{ "internal Falcon", "about Falcon", AREA_UNKNOWN, true },
	{ "external Falcon", "about Falcon", AREA_EXTERNAL, false },
	{ "external Falcon", "about Falcon", AREA_PUBLIC, true },
	{ "internal top secret", "it is Top Secret.", AREA_EXTERNAL, true },
	{ "internal c++", "in C++ then", AREA_EXTERNAL, true },
	{ "internal /project-\\d{3}/", "see Project-042", AREA_PUBLIC, true },
	{ "internal /project-\\d{3}/", "see project-4", AREA_PUBLIC, false },
	{ "internal /^minutes/", "the\nminutes", AREA_PUBLIC, true },
	{ "internal großes", "ein GROSSES", AREA_PUBLIC, false },
	{ "internal Ärger", "viel ärger", AREA_PUBLIC, true },
};

static void rules_hold(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		g_autofree char *why = object(table[i].rule, table[i].text,
					      table[i].to);

		if ((why != NULL) != table[i].refused)
			fail_msg("%s: \"%s\": %s", table[i].rule,
				 table[i].text, why ? why : "may go");
	}
}

static void the_word_is_shown(void **state)
{
	g_autofree char *one = object("internal Falcon", "a Falcon",
				      AREA_EXTERNAL);
	g_autofree char *two = object("external /fal\\w+/", "a FALCON",
				      AREA_PUBLIC);

	(void)state;
	assert_string_equal(one, "\"Falcon\" is kept in internal places, and "
			    "joint is wider; nothing was sent.");
	assert_string_equal(two, "\"FALCON\" (/fal\\w+/) is kept in external "
			    "places, and joint is wider; nothing was sent.");
}

static void a_catastrophic_pattern_is_bounded(void **state)
{
	g_autofree char *many = g_strnfill(59999, 'a');
	g_autofree char *text = g_strconcat(many, "!", NULL);
	gint64 start = g_get_monotonic_time();
	g_autofree char *why = object("internal /^(a+)+$/", text, AREA_PUBLIC);

	(void)state;
	assert_non_null(why);
	assert_non_null(strstr(why, "cannot be checked"));
	assert_true(g_get_monotonic_time() - start < 10 * G_USEC_PER_SEC);
}

static void what_is_no_rule_is_refused(void **state)
{
	g_autofree char *longest = g_strnfill(KEEP_BYTES_MAX + 1, 'x');
	const struct { const char *words; enum area area; } bad[] = {
		{ "", AREA_INTERNAL }, { "   ", AREA_INTERNAL },
		{ longest, AREA_INTERNAL }, { "Falcon", AREA_PUBLIC },
		{ "Falcon", AREA_UNKNOWN }, { "/(/", AREA_INTERNAL },
		{ "/(*LIMIT_MATCH=1)x/", AREA_INTERNAL },
		{ "two\nlines", AREA_INTERNAL }, { "\xff", AREA_INTERNAL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_autoptr(GError) err = NULL;

		assert_null(keep_new(bad[i].words, bad[i].area, &err));
		assert_non_null(err);
	}
}

static void lists_cross_as_text(void **state)
{
	const char text[] = "internal Falcon\nexternal /a b/\n";
	g_autoptr(GPtrArray) keeps = keeps_unpack(text);
	g_autofree char *back = keeps_pack(keeps);

	(void)state;
	assert_string_equal(back, text);
	assert_string_equal(keep_words(keeps->pdata[1]), "/a b/");
	assert_int_equal(keep_area(keeps->pdata[1]), AREA_EXTERNAL);
	g_ptr_array_unref(g_steal_pointer(&keeps));
	keeps = keeps_unpack("public x\nnonsense\n\ninternal \n");
	assert_int_equal(keeps->len, 0);
	assert_null(keeps_objection(keeps, "x", AREA_PUBLIC, "joint"));
	assert_null(keeps_objection(NULL, "x", AREA_PUBLIC, "joint"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_hold),
		cmocka_unit_test(the_word_is_shown),
		cmocka_unit_test(a_catastrophic_pattern_is_bounded),
		cmocka_unit_test(what_is_no_rule_is_refused),
		cmocka_unit_test(lists_cross_as_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
