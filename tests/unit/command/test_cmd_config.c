#include "unit/command/desk.h"
#include "ui/ui.h"

static void options_are_set_and_shown(void **state)
{
	struct desk *d = *state;

	assert_true(desk_prompt(d, "set time-format 12h"));
	assert_true(desk_prompt(d, "set time-format"));
	assert_string_equal(d->said->str, "time-format is 12h\n");
	assert_true(desk_prompt(d, "set editor vi -u x"));
	assert_string_equal(options_text(d->ctx.options, "editor"),
			    "vi -u x");
	assert_false(desk_prompt(d, "set nothing"));
	desk_failed(d, FM_ERROR_USAGE, "There is no option");
}

static void keys_are_bound_at_the_prompt(void **state)
{
	struct desk *d = *state;

	assert_true(desk_prompt(d, "bind tasks z task due tomorrow"));
	assert_string_equal(keymap_find(d->ctx.keymap, VIEW_TASKS, 'z'),
			    "task due tomorrow");
	assert_true(desk_prompt(d, "bind tasks z mark read"));
	assert_true(desk_prompt(d, "unbind tasks z"));
	assert_null(keymap_find(d->ctx.keymap, VIEW_TASKS, 'z'));
	assert_false(desk_prompt(d, "unbind tasks zz"));
}

static void a_check_changes_nothing(void **state)
{
	struct desk *d = *state;

	command_set_add(d->set, ui_rows);
	assert_true(g_file_set_contents(d->paths.config,
		"set theme light\nset\nbind any q quitt\n", -1, NULL));
	assert_false(desk_shell(d, "check-config"));
	desk_failed(d, FM_ERROR_FAILED, "2 lines");
	assert_int_equal(d->records->len, 2);
	assert_string_equal(options_text(d->ctx.options, "theme"), "dark");
	assert_true(g_file_set_contents(d->paths.config, "set theme light\n",
					-1, NULL));
	assert_true(desk_shell(d, "check-config"));
	assert_non_null(strstr(d->said->str, "no mistakes"));
	assert_false(desk_shell(d, "check-config /nowhere"));
}

static void keys_are_records(void **state)
{
	struct desk *d = *state;

	assert_true(desk_prompt(d, "bind feed z mark read"));
	assert_true(desk_shell(d, "keys feed"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "key", "z");
	desk_expect(d, 0, "command", "mark read");
	assert_false(desk_shell(d, "keys nowhere"));
}

static void pages_are_printed(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = NULL;

	assert_true(desk_shell(d, "doc man1"));
	text = desk_field(d, 0, "text");
	assert_true(g_str_has_prefix(text, ".Dd "));
	assert_false(desk_shell(d, "doc man7"));
	desk_failed(d, FM_ERROR_USAGE, "expected one of man1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(options_are_set_and_shown),
		DESK_TEST(keys_are_bound_at_the_prompt),
		DESK_TEST(a_check_changes_nothing),
		DESK_TEST(keys_are_records),
		DESK_TEST(pages_are_printed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
