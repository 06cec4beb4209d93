#include "base/error.h"
#include "model/people.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void good_queries(void **state)
{
	struct people_query q = { 0 };
	const struct people_term *t;

	(void)state;
	assert_true(people_query_parse(&q, " skill:\"Pipe  Fitting\" ann "
				       "\"two words\" LANG:it is:online "
				       "@ben:council.org", NULL));
	assert_int_equal(q.terms->len, 6);
	t = q.terms->pdata[0];
	assert_int_equal(t->field, PEOPLE_SKILL);
	assert_string_equal(t->folded, "pipe fitting");
	assert_string_equal(t->text, "Pipe  Fitting");
	t = q.terms->pdata[2];
	assert_int_equal(t->field, PEOPLE_ANY);
	assert_string_equal(t->folded, "two words");
	t = q.terms->pdata[3];
	assert_int_equal(t->field, PEOPLE_LANGUAGE);
	t = q.terms->pdata[5];
	assert_int_equal(t->field, PEOPLE_ANY);
	people_query_clear(&q);
	assert_true(people_query_parse(&q, NULL, NULL));
	assert_int_equal(q.terms->len, 0);
	people_query_clear(&q);
}

static void bad_queries(void **state)
{
	static const struct { const char *words, *says; } rows[] = {
		{ "colour:red", "People cannot be found by \"colour:\"" },
		{ "skill:", "What follows \"skill:\"" },
		{ "skill: plumbing", "What follows \"skill:\"" },
		{ "\"\"", "nothing between the quotes" },
		{ "name:\"ann", "A quote is not closed." },
		{ "is:asleep", "\"is:asleep\" is not known" },
		{ "a b c d e f g h i j k l m n o p q", "more than 16 words" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct people_query q = { 0 };
		g_autoptr(GError) err = NULL;

		assert_false(people_query_parse(&q, rows[i].words, &err));
		assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_USAGE));
		assert_non_null(strstr(err->message, rows[i].says));
		people_query_clear(&q);
	}
}

static void fits_where_words_begin(void **state)
{
	(void)state;
	assert_true(people_fits("pipe fitting", "fit"));
	assert_true(people_fits("pipe fitting", "pipe f"));
	assert_true(people_fits("on-site", "site"));
	assert_true(people_fits("@ben:council.org", "ben"));
	assert_false(people_fits("pipe fitting", "itting"));
	assert_false(people_fits("", "x"));
}

static struct person_reason *reason(enum person_why why, int n,
				    const char *names)
{
	struct person_reason *r = g_new0(struct person_reason, 1);
	g_auto(GStrv) list = g_strsplit(names, " ", -1);

	r->why = why;
	r->n = n;
	r->text = g_strdup("pumps");
	r->names = g_ptr_array_new_with_free_func(g_free);
	for (char **one = list; *one; one++)
		g_ptr_array_add(r->names, g_strdup(*one));
	return r;
}

static void expect(struct person_reason *take, const char *words)
{
	g_autofree char *got = person_reason_words(take);

	assert_string_equal(got, words);
	person_reason_free(take);
}

static void reasons_in_words(void **state)
{
	struct person_reason *own = reason(WHY_CARD, SKILL_EXPERT, "");

	(void)state;
	own->field = PEOPLE_SKILL;
	expect(own, "own card: pumps (expert)");
	expect(reason(WHY_ENDORSED, 1, "Ann"), "endorsed for pumps by Ann");
	expect(reason(WHY_ENDORSED, 3, "Ann Bo Cy"),
	       "endorsed for pumps by Ann, Bo and Cy");
	expect(reason(WHY_ENDORSED, 6, "A B C D E F"),
	       "endorsed for pumps by A, B, C, D and 2 more");
	expect(reason(WHY_WROTE, 1, "general"),
	       "wrote about pumps: 1 message in general");
	expect(reason(WHY_ANSWERED, 2, ""), "answered 2 questions about pumps");
	assert_int_equal(presence_from("busy"), PRESENCE_UNKNOWN);
	assert_int_equal(presence_from(NULL), PRESENCE_UNKNOWN);
	assert_string_equal(presence_word(presence_from("unavailable")),
			    "unavailable");
	person_hit_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_queries),
		cmocka_unit_test(bad_queries),
		cmocka_unit_test(fits_where_words_begin),
		cmocka_unit_test(reasons_in_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
