#include "model/poll.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct poll *drinks(int max)
{
	struct poll *p = poll_new("Tea or coffee?");

	p->max = max;
	assert_true(poll_add(p, "t", "Tea"));
	assert_true(poll_add(p, "c", "Coffee"));
	assert_true(poll_add(p, "w", "Water, still"));
	return p;
}

static const struct poll_answer *nth(const struct poll *p, guint i)
{
	return g_ptr_array_index(p->answers, i);
}

static GPtrArray *vote(const char *ids)
{
	g_auto(GStrv) parts = g_strsplit(ids, " ", -1);
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (int i = 0; parts[i]; i++)
		g_ptr_array_add(list, g_strdup(parts[i]));
	return list;
}

static void count(struct poll *p, const char *ids, bool mine)
{
	g_autoptr(GPtrArray) list = vote(ids);

	poll_count(p, list, mine);
}

static void refuses_bad_answers(void **state)
{
	struct poll *p = drinks(1);
	g_autofree char *longest = g_strnfill(POLL_ID_BYTES + 1, 'x');

	(void)state;
	assert_false(poll_add(p, "t", "again"));
	assert_false(poll_add(p, "", "none"));
	assert_false(poll_add(p, NULL, "none"));
	assert_false(poll_add(p, "a\nb", "two lines"));
	assert_false(poll_add(p, longest, "long"));
	for (int i = 3; i < 40; i++) {
		g_autofree char *id = g_strdup_printf("n%d", i);

		assert_int_equal(poll_add(p, id, "more"),
				 i < POLL_ANSWERS_MAX);
	}
	assert_int_equal(p->answers->len, POLL_ANSWERS_MAX);
	poll_free(p);
	poll_free(NULL);
}

static void counts_the_first_of_too_many(void **state)
{
	struct poll *p = drinks(2);

	(void)state;
	count(p, "w t c", false);
	assert_int_equal(nth(p, 0)->count, 1);
	assert_int_equal(nth(p, 1)->count, 0);
	assert_int_equal(nth(p, 2)->count, 1);
	count(p, "t t c", false);	/* cut first, then each counts once */
	assert_int_equal(nth(p, 0)->count, 2);
	assert_int_equal(nth(p, 1)->count, 0);
	assert_int_equal(p->voters, 2);
	poll_free(p);
}

static void an_unknown_answer_spoils_all(void **state)
{
	struct poll *p = drinks(1);
	g_autoptr(GString) many = g_string_new("t");

	(void)state;
	count(p, "t nothing", true);
	poll_count(p, NULL, true);
	for (int i = 0; i < POLL_VOTE_MAX; i++)
		g_string_append(many, " t");
	count(p, many->str, true);
	assert_int_equal(p->voters, 0);
	assert_false(p->voted);
	assert_int_equal(nth(p, 0)->count, 0);
	poll_free(p);
}

static void my_new_vote_takes_the_place_of_the_old(void **state)
{
	struct poll *p = drinks(1);
	g_autoptr(GPtrArray) coffee = vote("c");
	g_autoptr(GPtrArray) mine = NULL;

	(void)state;
	count(p, "t", false);
	count(p, "t", true);
	poll_vote_mine(p, coffee);
	assert_int_equal(nth(p, 0)->count, 1);
	assert_int_equal(nth(p, 1)->count, 1);
	assert_int_equal(p->voters, 2);
	mine = poll_mine(p);
	assert_int_equal(mine->len, 1);
	assert_string_equal(mine->pdata[0], "c");
	poll_vote_mine(p, coffee);	/* the same again changes nothing */
	assert_int_equal(p->voters, 2);
	poll_vote_mine(p, NULL);
	assert_int_equal(nth(p, 1)->count, 0);
	assert_int_equal(p->voters, 1);
	assert_false(p->voted);
	poll_free(p);
}

static void finds_by_number_and_words(void **state)
{
	struct poll *p = drinks(1);

	(void)state;
	assert_ptr_equal(poll_find(p, "2"), nth(p, 1));
	assert_ptr_equal(poll_find(p, "TEA"), nth(p, 0));
	assert_ptr_equal(poll_find(p, "wat"), nth(p, 2));
	assert_null(poll_find(p, "4"));
	assert_null(poll_find(p, "0"));
	assert_null(poll_find(p, ""));
	poll_add(p, "x", "Teapot");
	assert_null(poll_find(p, "te"));	/* two begin so */
	assert_ptr_equal(poll_find(p, "tea"), nth(p, 0));
	poll_free(p);
}

static void has_words_for_other_clients(void **state)
{
	struct poll *p = drinks(1);
	struct poll *copy = poll_copy(p);
	g_autofree char *body = poll_body(copy);
	g_autofree char *nobody = poll_end_body(p);
	g_autofree char *one = NULL, *tie = NULL;

	(void)state;
	assert_string_equal(body, "Tea or coffee?\n1. Tea\n2. Coffee\n"
			    "3. Water, still");
	assert_string_equal(nobody, "The poll has ended. Nobody voted.");
	count(p, "c", false);
	one = poll_end_body(p);
	assert_string_equal(one, "The poll has ended. Top answer: Coffee "
			    "(1 vote)");
	count(p, "t", false);
	tie = poll_end_body(p);
	assert_string_equal(tie, "The poll has ended in a tie, with 1 vote "
			    "each.");
	assert_int_equal(copy->voters, 0);
	assert_null(poll_copy(NULL));
	poll_free(copy);
	poll_free(p);
}

static void hides_until_the_end(void **state)
{
	struct poll *p = drinks(1);

	(void)state;
	assert_true(poll_is_open(p));
	p->hidden = true;
	assert_false(poll_is_open(p));
	p->ended = true;
	assert_true(poll_is_open(p));
	poll_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses_bad_answers),
		cmocka_unit_test(counts_the_first_of_too_many),
		cmocka_unit_test(an_unknown_answer_spoils_all),
		cmocka_unit_test(my_new_vote_takes_the_place_of_the_old),
		cmocka_unit_test(finds_by_number_and_words),
		cmocka_unit_test(has_words_for_other_clients),
		cmocka_unit_test(hides_until_the_end),
	};

	return cmocka_run_group_tests_name("model/poll", tests, NULL, NULL);
}
