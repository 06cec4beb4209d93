#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void expect(const char *name, uint32_t key, const char *back)
{
	g_autofree char *is = NULL;

	assert_int_equal(key_from_name(name), key);
	is = key_name(key);
	assert_string_equal(is, back);
}

static void names_go_both_ways(void **state)
{
	(void)state;
	expect("j", 'j', "j");
	expect("G", 'G', "G");
	expect("Ctrl-K", KEY_CTRL | 'k', "Ctrl-K");
	expect("ctrl-k", KEY_CTRL | 'k', "Ctrl-K");
	expect("Alt-a", KEY_ALT | 'a', "Alt-a");
	expect("Alt-Enter", KEY_ALT | KEY_ENTER, "Alt-Enter");
	expect("Shift-Tab", KEY_SHIFT | KEY_TAB, "Shift-Tab");
	expect("Shift-a", 'A', "A");
	expect("Space", ' ', "Space");
	expect("F12", KEY_F12, "F12");
	expect("pgup", KEY_PGUP, "PgUp");
	expect("Return", KEY_ENTER, "Enter");
	expect("-", '-', "-");
	expect("Ctrl--", KEY_CTRL | '-', "Ctrl--");
	expect("Ctrl-_", KEY_CTRL | '_', "Ctrl-_");
	expect("é", 0xE9, "é");
	expect("Alt-Ctrl-x", KEY_CTRL | KEY_ALT | 'x', "Ctrl-Alt-X");
}

static void others_are_no_keys(void **state)
{
	(void)state;
	assert_int_equal(key_from_name(""), 0);
	assert_int_equal(key_from_name("jj"), 0);
	assert_int_equal(key_from_name("F13"), 0);
	assert_int_equal(key_from_name("\033"), 0);
	assert_int_equal(key_from_name("Ctrl-"), 0);
	assert_int_equal(key_from_name("\xff"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_go_both_ways),
		cmocka_unit_test(others_are_no_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
