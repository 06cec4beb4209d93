#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void defaults_fit_their_own_rows(void **state)
{
	struct options *o = options_new();

	(void)state;
	for (const struct option_row *r = option_rows(); r->name; r++) {
		g_autofree char *value = g_strdup(options_text(o, r->name));

		assert_string_equal(value, r->fallback);
		assert_true(options_set(o, r->name, value, NULL));
		assert_true(*r->help);
	}
	options_free(o);
}

static void takes_what_fits(void **state)
{
	struct options *o = options_new();

	(void)state;
	assert_true(options_set(o, "typing", "off", NULL));
	assert_false(options_bool(o, "typing"));
	assert_true(options_set(o, "typing", "1", NULL));
	assert_true(options_bool(o, "typing"));
	assert_true(options_set(o, "sidebar-width", "40", NULL));
	assert_int_equal(options_int(o, "sidebar-width"), 40);
	assert_true(options_set(o, "time-format", "12h", NULL));
	assert_string_equal(options_text(o, "time-format"), "12h");
	assert_null(options_text(o, "nothing"));
	assert_false(options_bool(o, "nothing"));
	assert_int_equal(options_int(o, "nothing"), 0);
	options_free(o);
}

static void refused(const char *name, const char *value, const char *words)
{
	struct options *o = options_new();
	g_autoptr(GError) err = NULL;

	assert_false(options_set(o, name, value, &err));
	assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_USAGE));
	if (!strstr(err->message, words))
		fail_msg("%s", err->message);
	options_free(o);
}

static void says_what_it_takes(void **state)
{
	(void)state;
	refused("typing", "perhaps", "expected yes or no");
	refused("sidebar-width", "7", "a number from 16 to 80");
	refused("sidebar-width", "20x", "a number from 16 to 80");
	refused("time-format", "25h", "one of 24h, 12h");
	refused("themes", "dark", "Did you mean theme?");
	refused("xyzzyx", "dark", "lists them");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(defaults_fit_their_own_rows),
		cmocka_unit_test(takes_what_fits),
		cmocka_unit_test(says_what_it_takes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
