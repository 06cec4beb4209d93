#include "notify/osc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void check(enum notify_way way, const char *title, const char *body,
		  bool tmux, const char *expected)
{
	struct notice n = { .title = (char *)title, .body = (char *)body,
			    .sound = true };
	g_autofree char *bytes = osc_bytes(way, &n, tmux);

	if (!expected)
		assert_null(bytes);
	else
		assert_string_equal(bytes, expected);
}

static void test_forms(void **state)
{
	(void)state;
	check(NOTIFY_OSC9, "Ben", "Lunch?", false, "\033]9;Ben: Lunch?\033\\");
	check(NOTIFY_OSC9, "Ben", "", false, "\033]9;Ben\033\\");
	check(NOTIFY_OSC777, "Ben", "Lunch?", false,
	      "\033]777;notify;Ben;Lunch?\033\\");
	check(NOTIFY_BELL, "Ben", "Lunch?", false, "\a");
	check(NOTIFY_BELL, "Ben", "Lunch?", true, "\a");
	check(NOTIFY_OFF, "Ben", "Lunch?", false, NULL);
	check(NOTIFY_DESKTOP, "Ben", "Lunch?", false, NULL);
}

static void test_silent_bell(void **state)
{
	struct notice n = { .title = (char *)"Ben", .body = (char *)"" };

	(void)state;
	assert_null(osc_bytes(NOTIFY_BELL, &n, false));
}

static void test_tmux(void **state)
{
	(void)state;
	check(NOTIFY_OSC9, "Ben", "", true,
	      "\033Ptmux;\033\033]9;Ben\033\033\\\033\\\a");
}

/* Nothing in the words can end the sequence or begin another. */
static void test_hostile_words(void **state)
{
	(void)state;
	check(NOTIFY_OSC9, "a\033\\b\a", "c\x9c" "d\n", false,
	      "\033]9;a \\b : c\xef\xbf\xbd" "d \033\\");
	check(NOTIFY_OSC9, "\xc2\x9c\x7f", "", false, "\033]9;  \033\\");
	check(NOTIFY_OSC777, "a;b", "c;d", false,
	      "\033]777;notify;a,b;c;d\033\\");
	/* ConEmu takes 9;4;… for a progress bar. */
	check(NOTIFY_OSC9, "4;1;50", "", false, "\033]9; 4;1;50\033\\");
}

static void test_no_control_byte_gets_through(void **state)
{
	(void)state;
	for (int c = 1; c < 256; c++) {
		char word[] = { 'x', (char)c, 'y', '\0' };
		struct notice n = { .title = word, .body = word };
		g_autofree char *bytes = osc_bytes(NOTIFY_OSC777, &n, false);
		char *p;

		assert_int_equal(bytes[0], '\033');
		for (p = bytes + 1; *p && *p != '\033'; p++)
			assert_true((unsigned char)*p >= 0x20 && *p != 0x7f);
		assert_string_equal(p, "\033\\");
		assert_true(g_utf8_validate(bytes, -1, NULL));
	}
}

static void test_bounds(void **state)
{
	g_autofree char *big = g_strnfill(100000, 'x');
	struct notice n = { .title = big, .body = big };
	g_autofree char *bytes = osc_bytes(NOTIFY_OSC777, &n, true);

	(void)state;
	assert_true(strlen(bytes) < 400);
	assert_true(g_utf8_validate(bytes, -1, NULL));
	assert_non_null(strstr(bytes, "…"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_silent_bell),
		cmocka_unit_test(test_tmux),
		cmocka_unit_test(test_hostile_words),
		cmocka_unit_test(test_no_control_byte_gets_through),
		cmocka_unit_test(test_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
