#include "unit/command/desk.h"
#include "ui/theme.h"
#include "ui/ui.h"
#include <glib/gstdio.h>

/* The problems of a text, one a line. */
static char *problems_of(struct desk *d, const char *text)
{
	GPtrArray *problems = g_ptr_array_new();
	char *all;

	config_run(&d->ctx, "file", text, problems);
	g_ptr_array_add(problems, NULL);
	all = g_strjoinv("\n", (char **)problems->pdata);
	g_strfreev((char **)g_ptr_array_free(problems, FALSE));
	return all;
}

static void expect_problem(struct desk *d, const char *text, const char *words)
{
	g_autofree char *all = problems_of(d, text);

	if (!strstr(all, words))
		fail_msg("%s: \"%s\"", text, all);
}

static void with_screen(struct desk *d)
{
	command_set_add(d->set, ui_rows);
}

static void lines_are_commands(void **state)
{
	struct desk *d = *state;
	g_autofree char *all = NULL;

	with_screen(d);
	all = problems_of(d, "# a comment\n\n  set theme light \r\n"
			  "bind feed,tasks Ctrl-G next-unread\n"
			  "unbind any q\n");
	assert_string_equal(all, "");
	assert_string_equal(options_text(d->ctx.options, "theme"), "light");
	assert_string_equal(keymap_find(d->ctx.keymap, VIEW_TASKS,
					KEY_CTRL | 'g'), "next-unread");
}

static void bad_lines_are_named_and_skipped(void **state)
{
	struct desk *d = *state;

	with_screen(d);
	expect_problem(d, "\n\nset theem dark\n", "file:3: ");
	expect_problem(d, "set theem dark", "Did you mean theme?");
	expect_problem(d, "bind nowhere j down", "There is no view");
	expect_problem(d, "bind any Jj down", "There is no key");
	expect_problem(d, "bind any j dwon", "no command \"dwon\"");
	expect_problem(d, "bind any j", "COMMAND is missing");
	expect_problem(d, "set theme", "VALUE is missing");
	expect_problem(d, "set editor \"vi", "a quote is not closed");
	expect_problem(d, "send general hello", "There is no command");
	expect_problem(d, "set theme \xff", "not valid UTF-8");
	expect_problem(d, "bind any z top\nbind any z bottom",
		       "file:2: z in any was bound to \"top\"");
	expect_problem(d, "source nothing", "There is no file");
	expect_problem(d, "garbage\nset theme mono", "file:1: ");
	assert_string_equal(options_text(d->ctx.options, "theme"), "mono");
}

/* What is compiled in is right, and every line of it names a real command. */
static void the_built_in_file_is_right(void **state)
{
	struct desk *d = *state;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	with_screen(d);
	config_load(&d->ctx, problems);
	for (guint i = 0; i < problems->len; i++)
		print_message("%s\n", (char *)problems->pdata[i]);
	assert_int_equal(problems->len, 0);
	assert_string_equal(keymap_find(d->ctx.keymap, VIEW_FEED, 'r'),
			    "reply");
}

static void write_file(struct desk *d, const char *name, const char *text)
{
	g_autofree char *path = g_build_filename(d->fx->folder, name, NULL);

	assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void the_own_file_wins(void **state)
{
	struct desk *d = *state;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	with_screen(d);
	write_file(d, "config", "bind posts r write\nsource more\nnonsense\n");
	write_file(d, "more", "set time-format 12h\n");
	config_load(&d->ctx, problems);
	assert_int_equal(problems->len, 1);
	assert_non_null(strstr(problems->pdata[0], "config:3: "));
	assert_string_equal(keymap_find(d->ctx.keymap, VIEW_FEED, 'r'),
			    "write");
	assert_string_equal(options_text(d->ctx.options, "time-format"),
			    "12h");
}

static void a_file_in_itself_ends(void **state)
{
	struct desk *d = *state;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	with_screen(d);
	write_file(d, "config", "source config\n");
	config_load(&d->ctx, problems);
	assert_int_equal(problems->len, 1);
	assert_non_null(strstr(problems->pdata[0], "from within itself"));
}

static void themes_are_found(void **state)
{
	struct desk *d = *state;
	g_autofree char *dark = config_theme(&d->ctx, "dark");
	g_autofree char *own = NULL;

	assert_non_null(dark);
	assert_null(config_theme(&d->ctx, "nothing"));
	assert_null(config_theme(&d->ctx, "../config"));
	assert_int_equal(g_mkdir(d->paths.themes, 0700), 0);
	write_file(d, "themes/mine.theme", "color text red\n");
	own = config_theme(&d->ctx, "mine");
	assert_string_equal(own, "color text red\n");
}

static void own_colours_go_over_the_theme(void **state)
{
	struct desk *d = *state;
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	struct theme theme;

	with_screen(d);
	d->ctx.looks = &theme;
	write_file(d, "config", "set theme light\ncolor text 7\n");
	theme_reset(&theme);
	config_load(&d->ctx, problems);
	config_colors(&d->ctx, problems);
	assert_int_equal(problems->len, 0);
	assert_int_equal(theme.looks[ROLE_TEXT].fg, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(lines_are_commands),
		DESK_TEST(bad_lines_are_named_and_skipped),
		DESK_TEST(the_built_in_file_is_right),
		DESK_TEST(the_own_file_wins),
		DESK_TEST(a_file_in_itself_ends),
		DESK_TEST(themes_are_found),
		DESK_TEST(own_colours_go_over_the_theme),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
