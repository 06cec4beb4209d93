#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "ui/theme.h"

static void colors(void **state)
{
	static const char *const good[] = { "mention", "bright-red", "-",
					    "bold", "under", NULL };
	static const char *const bad[][4] = {
		{ "no-such-role", "1", "1", NULL },
		{ "text", "crimson", NULL, NULL },
		{ "text", "256", NULL, NULL },
		{ "text", "1", "1", "blinking" },
	};
	struct theme t;
	GError *err = NULL;

	(void)state;
	theme_reset(&t);
	assert_true(theme_color(&t, good, NULL));
	assert_int_equal(t.looks[ROLE_MENTION].fg, 9);
	assert_int_equal(t.looks[ROLE_MENTION].bg, -1);
	assert_int_equal(t.looks[ROLE_MENTION].attrs, LOOK_BOLD | LOOK_UNDER);
	for (int i = 0; i < 4; i++) {
		const char *words[] = { bad[i][0], bad[i][1], bad[i][2],
					bad[i][3], NULL };

		assert_false(theme_color(&t, words, &err));
		assert_non_null(err);
		g_clear_error(&err);
	}
}

static void fewer_colors(void **state)
{
	(void)state;
	assert_int_equal(theme_nearest(-1, 8), -1);
	assert_int_equal(theme_nearest(114, 256), 114);
	assert_int_equal(theme_nearest(196, 8), 1);
	assert_int_equal(theme_nearest(46, 8), 2);
	assert_int_equal(theme_nearest(231, 16), 15);
	assert_int_equal(theme_nearest(9, 8), 1);
	assert_int_equal(theme_nearest(120, 0), -1);
	for (int c = 0; c < 256; c++)
		assert_in_range(theme_nearest(c, 8) + 1, 0, 8);
}

static void stable_authors(void **state)
{
	(void)state;
	assert_int_equal(theme_author("@ben:x.org"), theme_author("@ben:x.org"));
	assert_in_range(theme_author("@a:b"), ROLE_AUTHOR1, ROLE_AUTHOR6);
	assert_in_range(theme_author(NULL), ROLE_AUTHOR1, ROLE_AUTHOR6);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(colors), cmocka_unit_test(fewer_colors),
		cmocka_unit_test(stable_authors),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
