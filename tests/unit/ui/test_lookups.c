#include "ui/lookups.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct message *ask(const char *what, const char *words)
{
	struct message *m = message_new(REQ_LOOKUP);

	m->account = 1;
	m->a = g_strdup(what);
	m->b = g_strdup(words);
	return m;
}

static void answer(struct lookups *l, const struct world *w,
		   const char *words, int64_t n)
{
	struct message *request = ask("look", words);
	struct message *m = message_new(EV_LOOKUP);

	m->account = 1;
	m->b = lookup_key(request);
	m->n = n;
	m->found = findings_new();
	g_ptr_array_add(m->found, finding_new());
	lookups_take(l, w, m);
	message_free(m);
	message_free(request);
}

/* How many it said there are; -1: there is no answer. */
static int64_t said(const struct lookups *l, const struct world *w,
		    struct message *take, int64_t age_ms)
{
	struct message *m = lookups_find(l, w, take, age_ms);
	int64_t n = m && m->found->len == 1 ? m->n : -1;

	message_free(m);
	message_free(take);
	return n;
}

static void answers_are_found_again(void **state)
{
	struct world w = { 0 };
	struct lookups l = { 0 };

	(void)state;
	world_init(&w);
	assert_int_equal(said(&l, &w, ask("look", "!a:x"), -1), -1);
	answer(&l, &w, "!a:x", 1);
	assert_int_equal(said(&l, &w, ask("look", "!a:x"), -1), 1);
	assert_int_equal(said(&l, &w, ask("tree", "!a:x"), -1), -1);
	assert_int_equal(said(&l, &w, ask("look", "!b:x"), -1), -1);
	answer(&l, &w, "!a:x", 2);
	assert_int_equal(said(&l, &w, ask("look", "!a:x"), 60000), 2);
	assert_int_equal(l.answers->len, 1);
	lookups_clear(&l);
	world_clear(&w);
}

static void only_the_last_are_kept(void **state)
{
	struct world w = { 0 };
	struct lookups l = { 0 };

	(void)state;
	world_init(&w);
	for (int i = 0; i < 100; i++) {
		g_autofree char *words = g_strdup_printf("!r%d:x", i);

		answer(&l, &w, words, i);
	}
	assert_true(l.answers->len <= 20);
	assert_int_equal(said(&l, &w, ask("look", "!r99:x"), -1), 99);
	assert_int_equal(said(&l, &w, ask("look", "!r0:x"), -1), -1);
	lookups_clear(&l);
	world_clear(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_are_found_again),
		cmocka_unit_test(only_the_last_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
