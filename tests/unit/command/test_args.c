#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static bool never(struct command_call *call, GError **err)
{
	(void)call;
	(void)err;
	return false;
}

static struct args *line(const char *template, const char *text,
			 unsigned where, GError **err)
{
	struct command c = { "go", NULL, template, "help", NULL, NULL,
			     IN_SHELL | IN_PROMPT, never };

	return args_parse_line(&c, text, where, err);
}

/* "a|b|c" of the words. */
static char *split(const char *text, bool *open)
{
	g_autoptr(GPtrArray) words = args_split(text, NULL, open);

	g_ptr_array_add(words, NULL);
	return g_strjoinv("|", (char **)words->pdata);
}

static void expect_split(const char *text, const char *words)
{
	bool open;
	g_autofree char *is = split(text, &open);

	assert_string_equal(is, words);
}

static void splits_words(void **state)
{
	bool open;
	g_autofree char *left = NULL;

	(void)state;
	expect_split("  a  b\tc ", "a|b|c");
	expect_split("\"a b\" c", "a b|c");
	expect_split("'a \\b' c", "a \\b|c");
	expect_split("a\\ b \\\"", "a b|\"");
	expect_split("can't won't", "can't|won't");
	expect_split("", "");
	left = split("a 'b c", &open);
	assert_string_equal(left, "a|b c");
	assert_true(open);
}

static void raw_text_keeps_everything(void **state)
{
	struct args *a = line("[ID] TEXT [--emote]", "--emote it's \"so\"  -- x",
			      IN_PROMPT, NULL);

	(void)state;
	assert_non_null(a);
	assert_string_equal(args_get(a, "TEXT"), "it's \"so\"  -- x");
	assert_true(args_flag(a, "--emote"));
	assert_null(args_get(a, "ID"));
	args_free(a);
}

static void an_id_is_known_by_its_look(void **state)
{
	struct args *a = line("[ID] TITLE", "$abc new title", IN_PROMPT, NULL);
	struct args *b = line("[ID] TITLE", "new $title", IN_PROMPT, NULL);

	(void)state;
	assert_string_equal(args_get(a, "ID"), "$abc");
	assert_string_equal(args_get(a, "TITLE"), "new title");
	assert_null(args_get(b, "ID"));
	assert_string_equal(args_get(b, "TITLE"), "new $title");
	args_free(a);
	args_free(b);
}

static struct args *shell(const char *template, const char *const *argv,
			  GError **err)
{
	struct command c = { "go", NULL, template, "help", NULL, NULL,
			     IN_SHELL, never };

	return args_parse_argv(&c, g_strv_length((char **)argv), argv, err);
}

static void options_stand_anywhere_in_the_shell(void **state)
{
	const char *const argv[] = { "room", "--to", "a", "fix", "it",
				     "--to=b", NULL };
	struct args *a = shell("ROOM TITLE [--to USER]… [--x]", argv, NULL);

	(void)state;
	assert_string_equal(args_get(a, "ROOM"), "room");
	assert_string_equal(args_get(a, "TITLE"), "fix it");
	assert_string_equal(args_all(a, "--to")[0], "a");
	assert_string_equal(args_all(a, "--to")[1], "b");
	assert_null(args_all(a, "--to")[2]);
	assert_false(args_flag(a, "--x"));
	assert_null(args_all(a, "--x")[0]);
	args_free(a);
}

static void two_dashes_end_options(void **state)
{
	const char *const argv[] = { "room", "--", "--to", "-5", NULL };
	struct args *a = shell("ROOM TEXT [--to USER]", argv, NULL);

	(void)state;
	assert_string_equal(args_get(a, "TEXT"), "--to -5");
	args_free(a);
}

static void many_takes_several(void **state)
{
	const char *const argv[] = { "$1", "ben", "chloe", NULL };
	struct args *a = shell("[ID] USER…", argv, NULL);

	(void)state;
	assert_string_equal(args_get(a, "ID"), "$1");
	assert_string_equal(args_all(a, "USER")[1], "chloe");
	args_free(a);
}

static void refused(const char *template, const char *text, const char *words)
{
	g_autoptr(GError) err = NULL;

	assert_null(line(template, text, IN_CONFIG, &err));
	assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_USAGE));
	if (!strstr(err->message, words) || !strstr(err->message, "Usage: go"))
		fail_msg("%s", err->message);
}

static void says_what_is_wrong(void **state)
{
	(void)state;
	refused("OPTION VALUE", "a", "VALUE is missing");
	refused("OPTION", "a b", "no place for \"b\"");
	refused("[--x]", "--y", "no option --y");
	refused("[--x Y]", "--x", "--x needs a value");
	refused("[--x]", "--x=1", "--x takes no value");
	refused("[--x Y]", "--x 1 --x 2", "given twice");
	refused("next|prev", "up", "expected one of next, prev");
	refused("OPTION", "'a", "a quote is not closed");
}

static void the_shell_needs_an_id(void **state)
{
	const char *const none[] = { NULL };
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_null(shell("[ID]", none, &err));
	assert_non_null(strstr(err->message, "ID is missing. Usage: go ID"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(splits_words),
		cmocka_unit_test(raw_text_keeps_everything),
		cmocka_unit_test(an_id_is_known_by_its_look),
		cmocka_unit_test(options_stand_anywhere_in_the_shell),
		cmocka_unit_test(two_dashes_end_options),
		cmocka_unit_test(many_takes_several),
		cmocka_unit_test(says_what_is_wrong),
		cmocka_unit_test(the_shell_needs_an_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
