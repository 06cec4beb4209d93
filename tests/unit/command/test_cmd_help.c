#include "unit/command/desk.h"

static void all_or_one(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "help"));
	assert_true(d->records->len > 30);
	assert_true(desk_shell(d, "help task add"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "command", "task add");
	assert_true(desk_shell(d, "help mark"));
	assert_int_equal(d->records->len, 3);
	assert_true(desk_shell(d, "help bind"));
	desk_expect(d, 0, "usage", "bind VIEW KEY COMMAND");
	assert_false(desk_shell(d, "help sedn"));
	desk_failed(d, FM_ERROR_USAGE, "Did you mean send?");
}

static void the_screen_says_a_sentence(void **state)
{
	struct desk *d = *state;

	assert_true(desk_prompt(d, "help react"));
	assert_string_equal(d->said->str, "react [ID] KEY: react to a "
			    "message, or take that back\n");
}

static void the_version(void **state)
{
	struct desk *d = *state;
	g_autofree char *version = NULL;

	assert_true(desk_shell(d, "version"));
	version = desk_field(d, 0, "version");
	assert_true(g_ascii_isdigit(*version));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(all_or_one),
		DESK_TEST(the_screen_says_a_sentence),
		DESK_TEST(the_version),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
