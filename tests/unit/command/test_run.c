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
	desk_failed(d, FM_ERROR_USAGE, "task add, task after");
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

static bool uses(struct desk *d, const char *line, bool places)
{
	return command_uses_selection(&d->ctx, line, places);
}

/* What is left out and may be left out is what is selected. */
static void knows_what_works_on_the_selection(void **state)
{
	struct desk *d = *state;

	assert_true(uses(d, "task done", false));
	assert_true(uses(d, "task due fri", false));
	assert_true(uses(d, "dm", false));
	assert_false(uses(d, "task done abc", false));
	assert_false(uses(d, "task add Buy a pump", false));
	assert_true(uses(d, "task add Buy a pump", true));
	assert_false(uses(d, "leave", false));
	assert_true(uses(d, "leave", true));
	assert_false(uses(d, "leave general", true));
	assert_false(uses(d, "version", true));
	assert_false(uses(d, "no such command", true));
	assert_false(uses(d, "task done \"open", false));
}

static bool take_list(void *user, const struct command *row, const char *line,
		      GError **err)
{
	(void)err;
	*(char **)user = g_strdup_printf("%s: %s", row->name, line);
	return true;
}

/* A front that lists is handed the line; others run it. */
static void a_front_may_list(void **state)
{
	static const struct command_front lists = { .list = take_list };
	struct desk *d = *state;
	struct command_context ctx = d->ctx;
	g_autofree char *got = NULL;

	ctx.front = &lists;
	ctx.user = &got;
	assert_true(command_run_line(&ctx, "members ben", IN_PROMPT, NULL));
	assert_string_equal(got, "members: members ben");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(runs_words_and_lines),
		DESK_TEST(says_what_was_meant),
		DESK_TEST(aliases_are_names_too),
		DESK_TEST(knows_what_works_on_the_selection),
		DESK_TEST(a_front_may_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
