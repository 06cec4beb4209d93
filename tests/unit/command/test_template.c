#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct param *nth(const GPtrArray *params, guint n)
{
	assert_true(n < params->len);
	return g_ptr_array_index(params, n);
}

static void reads_every_form(void **state)
{
	g_autoptr(GPtrArray) p = template_parse("ROOM [ID] a|b [--to USER]… "
		"[--flag] [--in | --cmd CMD] [X…] TEXT");

	(void)state;
	assert_int_equal(p->len, 9);
	assert_string_equal(nth(p, 0)->name, "ROOM");
	assert_false(nth(p, 0)->optional);
	assert_true(nth(p, 1)->optional);
	assert_string_equal(nth(p, 2)->name, "a|b");
	assert_string_equal(nth(p, 3)->name, "--to");
	assert_string_equal(nth(p, 3)->value, "USER");
	assert_true(nth(p, 3)->many && nth(p, 3)->option);
	assert_null(nth(p, 4)->value);
	assert_string_equal(nth(p, 5)->name, "--in");
	assert_null(nth(p, 5)->value);
	assert_string_equal(nth(p, 6)->value, "CMD");
	assert_string_equal(nth(p, 7)->name, "X");
	assert_true(nth(p, 7)->many && nth(p, 7)->optional);
}

static void only_the_last_text_takes_the_rest(void **state)
{
	g_autoptr(GPtrArray) p = template_parse("TITLE TEXT [--x Y]");

	(void)state;
	assert_false(template_takes_rest(p, nth(p, 0)));
	assert_true(template_takes_rest(p, nth(p, 1)));
	assert_true(template_is_raw(nth(p, 1)));
	assert_false(template_is_raw(nth(p, 0)));
}

static void words_differ_by_front_end(void **state)
{
	g_autofree char *shell = template_words("ROOM [ID] KEY", IN_SHELL);
	g_autofree char *screen = template_words("ROOM [ID] KEY", IN_PROMPT);
	g_autofree char *alone = template_words("ROOM", IN_PROMPT);

	(void)state;
	assert_string_equal(shell, "ROOM ID KEY");
	assert_string_equal(screen, "[ID] KEY");
	assert_string_equal(alone, "ROOM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_every_form),
		cmocka_unit_test(only_the_last_text_takes_the_rest),
		cmocka_unit_test(words_differ_by_front_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
