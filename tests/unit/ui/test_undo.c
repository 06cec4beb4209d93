#include "ui/undo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void expect(struct undo *u, const char *line, int64_t room)
{
	struct undo_act *act = undo_pop(u);

	if (!line) {
		assert_null(act);
		return;
	}
	assert_string_equal(act->line, line);
	assert_int_equal(act->room, room);
	undo_act_free(act);
}

static void gives_the_newest_first(void **state)
{
	struct undo u;

	(void)state;
	undo_init(&u);
	expect(&u, NULL, 0);
	undo_push(&u, 1, "a");
	undo_push(&u, 2, "b");
	assert_true(u.fresh);
	expect(&u, "b", 2);
	expect(&u, "a", 1);
	expect(&u, NULL, 0);
	undo_clear(&u);
	undo_act_free(NULL);
}

static void keeps_the_last_ones(void **state)
{
	struct undo u;

	(void)state;
	undo_init(&u);
	for (int i = 0; i < 3 * UNDO_MAX; i++) {
		g_autofree char *line = g_strdup_printf("%d", i);

		undo_push(&u, 0, line);
	}
	for (int i = 3 * UNDO_MAX - 1; i >= 2 * UNDO_MAX; i--) {
		g_autofree char *line = g_strdup_printf("%d", i);

		expect(&u, line, 0);
	}
	expect(&u, NULL, 0);
	undo_clear(&u);
}

static void taking_back_is_not_kept(void **state)
{
	struct undo u;

	(void)state;
	undo_init(&u);
	u.running = true;
	undo_push(&u, 0, "again");
	u.running = false;
	expect(&u, NULL, 0);
	undo_clear(&u);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_the_newest_first),
		cmocka_unit_test(keeps_the_last_ones),
		cmocka_unit_test(taking_back_is_not_kept),
	};

	return cmocka_run_group_tests_name("ui/undo", tests, NULL, NULL);
}
