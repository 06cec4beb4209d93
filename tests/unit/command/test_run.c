#include "unit/command/desk.h"

static void runs_words_and_lines(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "send general hello there"));
	assert_string_equal(desk_op(d)->body, "hello there");
	desk_select(d, "!a", NULL, NULL);
	assert_true(desk_prompt(d, "send  it's  so"));
	assert_string_equal(desk_op(d)->body, "it's  so");
	assert_true(desk_prompt(d, "   "));
	assert_int_equal(d->ops->len, 0);
}

static void says_what_was_meant(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "sedn general x"));
	desk_failed(d, FM_ERROR_USAGE, "Did you mean send?");
	assert_false(desk_shell(d, "xyzzy"));
	desk_failed(d, FM_ERROR_USAGE, "folkmoot help");
	assert_false(desk_shell(d, "task"));
	desk_failed(d, FM_ERROR_USAGE, "task add, task assign");
	assert_false(desk_prompt(d, "login matrix x"));
	desk_failed(d, FM_ERROR_USAGE, "There is no command \"login\"");
	assert_false(desk_shell(d, "send general"));
	desk_failed(d, FM_ERROR_USAGE, "TEXT is missing. Usage: send ROOM");
}

static void aliases_are_names_too(void **state)
{
	struct desk *d = *state;

	desk_select(d, "!a", NULL, NULL);
	assert_true(desk_slash(d, "part"));
	assert_int_equal(desk_op(d)->kind, OP_LEAVE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(runs_words_and_lines),
		DESK_TEST(says_what_was_meant),
		DESK_TEST(aliases_are_names_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
