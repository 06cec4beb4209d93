#include "model/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct plan *make_full(void)
{
	struct plan *p = plan_new(ROOM_SPACE, "Boilers \"2027\"\nand pipes");

	p->access = ACCESS_EXTERNAL;
	p->topic = g_strdup("Wärme\tfor all \\ none");
	p->alias = g_strdup("boilers");
	p->kinds = g_strdup("task question");
	p->order = g_strdup("b");
	p->invites = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(p->invites, g_strdup("@ben:council.org"));
	g_ptr_array_add(p->invites, g_strdup("@liz:partner.org"));
	p->post_power = 50;
	return p;
}

static void assert_full(const struct plan *p)
{
	assert_non_null(p);
	assert_int_equal(p->kind, ROOM_SPACE);
	assert_int_equal(p->access, ACCESS_EXTERNAL);
	assert_string_equal(p->name, "Boilers \"2027\"\nand pipes");
	assert_string_equal(p->topic, "Wärme\tfor all \\ none");
	assert_string_equal(p->alias, "boilers");
	assert_string_equal(p->kinds, "task question");
	assert_string_equal(p->order, "b");
	assert_int_equal(p->invites->len, 2);
	assert_string_equal(p->invites->pdata[1], "@liz:partner.org");
	assert_int_equal(p->post_power, 50);
}

static void packs_and_unpacks(void **state)
{
	struct plan *p = make_full(), *copy = plan_copy(p), *back;
	char *text = plan_pack(p);

	(void)state;
	plan_free(p);
	assert_full(copy);
	back = plan_unpack(text);
	assert_full(back);
	plan_free(copy);
	plan_free(back);
	g_free(text);
	plan_free(NULL);
	assert_null(plan_copy(NULL));
	assert_null(plan_pack(NULL));
}

static void what_is_not_set_stays_so(void **state)
{
	struct plan *p = plan_new(ROOM_PLAIN, NULL), *back;
	char *text = plan_pack(p);

	(void)state;
	back = plan_unpack(text);
	assert_null(back->name);
	assert_null(back->alias);
	assert_null(back->invites);
	assert_int_equal(back->access, ACCESS_INTERNAL);
	plan_free(p);
	plan_free(back);
	g_free(text);
}

static void survives_other_texts(void **state)
{
	struct plan *p;

	(void)state;
	assert_null(plan_unpack(NULL));
	assert_null(plan_unpack(""));
	assert_null(plan_unpack("0 0 0 0\x1e"));
	p = plan_unpack("plan 1\nkind 99\naccess -3\nfuture thing\nname\n"
			"name a\nname b");
	assert_int_equal(p->kind, ROOM_PLAIN);
	assert_int_equal(p->access, ACCESS_INTERNAL);
	assert_string_equal(p->name, "b");
	plan_free(p);
}

static void makes_aliases(void **state)
{
	static const char *const cases[][2] = {
		{ "Boiler repair 2027", "boiler-repair-2027" },
		{ "  What's  new? ", "whats-new" },
		{ "#:@!", NULL },
		{ "", NULL },
		{ NULL, NULL },
	};
	char *alias, name[301];

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		alias = plan_alias(cases[i][0]);
		if (cases[i][1])
			assert_string_equal(alias, cases[i][1]);
		else
			assert_null(alias);
		g_free(alias);
	}
	memset(name, 'a', 300);
	name[300] = '\0';
	alias = plan_alias(name);
	assert_int_equal(strlen(alias), 60);
	g_free(alias);
}

static void access_has_words(void **state)
{
	enum access a = ACCESS_PUBLIC;

	(void)state;
	for (enum access i = ACCESS_INTERNAL; i <= ACCESS_PUBLIC; i++) {
		assert_true(access_from(access_word(i), &a));
		assert_int_equal(a, i);
	}
	assert_false(access_from("secret", &a));
	assert_false(access_from(NULL, &a));
	assert_int_equal(a, ACCESS_PUBLIC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packs_and_unpacks),
		cmocka_unit_test(what_is_not_set_stays_so),
		cmocka_unit_test(survives_other_texts),
		cmocka_unit_test(makes_aliases),
		cmocka_unit_test(access_has_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
