#include "cli/cli.h"
#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define WORDS(...) (char *[]){ (char *)"folkmoot", __VA_ARGS__, NULL }

static bool parse(char **argv, struct cli_options *o, GError **err)
{
	struct command_set *set = command_set_new();
	bool ok = cli_parse(g_strv_length(argv), argv, set, o, err);

	command_set_free(set);
	return ok;
}

static char *rest(const struct cli_options *o)
{
	return g_strjoinv("|", (char **)o->argv);
}

static void options_stand_anywhere(void **state)
{
	char **argv = WORDS((char *)"--json", (char *)"send",
		(char *)"--profile", (char *)"/p", (char *)"room",
		(char *)"--account=ann", (char *)"hi", (char *)"--emote");
	g_autofree char *left = NULL;
	struct cli_options o;

	(void)state;
	assert_true(parse(argv, &o, NULL));
	left = rest(&o);
	assert_string_equal(left, "send|room|hi|--emote");
	assert_int_equal(o.argc, 4);
	assert_string_equal(o.profile, "/p");
	assert_string_equal(o.account, "ann");
	assert_true(o.json && !o.help && !o.version);
	g_free(o.argv);
}

static void values_of_the_command_are_its_own(void **state)
{
	char **argv = WORDS((char *)"task", (char *)"add", (char *)"room",
		(char *)"x", (char *)"--notes", (char *)"--json");
	g_autofree char *left = NULL;
	struct cli_options o;

	(void)state;
	assert_true(parse(argv, &o, NULL));
	left = rest(&o);
	assert_string_equal(left, "task|add|room|x|--notes|--json");
	assert_false(o.json);
	g_free(o.argv);
}

static void two_dashes_end_them(void **state)
{
	char **argv = WORDS((char *)"send", (char *)"room", (char *)"--",
		(char *)"--json", (char *)"--profile");
	g_autofree char *left = NULL;
	struct cli_options o;

	(void)state;
	assert_true(parse(argv, &o, NULL));
	left = rest(&o);
	assert_string_equal(left, "send|room|--|--json|--profile");
	assert_false(o.json);
	g_free(o.argv);
}

static void a_value_must_follow(void **state)
{
	char **argv = WORDS((char *)"rooms", (char *)"--profile");
	g_autoptr(GError) err = NULL;
	struct cli_options o;

	(void)state;
	assert_false(parse(argv, &o, &err));
	assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_USAGE));
	g_free(o.argv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(options_stand_anywhere),
		cmocka_unit_test(values_of_the_command_are_its_own),
		cmocka_unit_test(two_dashes_end_them),
		cmocka_unit_test(a_value_must_follow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
