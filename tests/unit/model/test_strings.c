#include "model/strings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void copies_deeply(void **state)
{
	GPtrArray *from = g_ptr_array_new(), *copy;

	(void)state;
	g_ptr_array_add(from, g_strdup("a"));
	g_ptr_array_add(from, g_strdup("b"));
	copy = strings_copy(from);
	strings_free(from);
	assert_int_equal(copy->len, 2);
	assert_string_equal(copy->pdata[0], "a");
	assert_string_equal(copy->pdata[1], "b");
	strings_free(copy);
}

static void nothing_is_fine(void **state)
{
	(void)state;
	assert_null(strings_copy(NULL));
	strings_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies_deeply),
		cmocka_unit_test(nothing_is_fine),
	};

	return cmocka_run_group_tests_name("model/strings", tests, NULL, NULL);
}
