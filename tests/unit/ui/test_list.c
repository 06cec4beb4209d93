#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "ui/pane.h"

static void stays_in_range(void **state)
{
	struct list l = { .count = 10, .height = 4 };

	(void)state;
	list_move(&l, MOVE_UP);
	assert_int_equal(l.cursor, 0);
	list_move(&l, MOVE_BOTTOM);
	assert_int_equal(l.cursor, 9);
	list_move(&l, MOVE_DOWN);
	assert_int_equal(l.cursor, 9);
	list_fit(&l, 4, 1);
	assert_int_equal(l.top, 6);
	l.count = 2;
	list_fit(&l, 4, 1);
	assert_int_equal(l.cursor, 1);
	assert_int_equal(l.top, 0);
	l.count = 0;
	list_move(&l, MOVE_DOWN);
	list_fit(&l, 4, 1);
	assert_int_equal(l.cursor, 0);
}

static void keeps_a_margin(void **state)
{
	struct list l = { .count = 100, .height = 10 };

	(void)state;
	for (int i = 0; i < 7; i++) {
		list_move(&l, MOVE_DOWN);
		list_fit(&l, 10, 2);
		assert_int_equal(l.top, 0);
	}
	list_move(&l, MOVE_DOWN);
	list_fit(&l, 10, 2);
	assert_int_equal(l.cursor, 8);
	assert_int_equal(l.top, 3);
	list_move(&l, MOVE_TOP);
	list_fit(&l, 10, 2);
	assert_int_equal(l.top, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stays_in_range),
		cmocka_unit_test(keeps_a_margin),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
