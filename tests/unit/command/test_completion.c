#include "unit/command/desk.h"
#include "ui/ui.h"

/* The candidates at the end of a line, "|" between; "FROM:" before. */
static char *complete(struct desk *d, const char *line, unsigned where)
{
	GPtrArray *list = command_complete(&d->ctx, line, strlen(line), where,
					   20);
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct completion *c = list->pdata[i];

		if (!i)
			g_string_append_printf(out, "%zu:", c->from);
		g_string_append_printf(out, "%s%s", i ? "|" : "", c->text);
		assert_non_null(c->help);
	}
	g_ptr_array_unref(list);
	return g_string_free(out, FALSE);
}

static void expect(struct desk *d, const char *line, const char *words)
{
	g_autofree char *is = complete(d, line, IN_PROMPT);

	assert_string_equal(is, words);
}

static void expect_slash(struct desk *d, const char *line, const char *words)
{
	g_autofree char *is = complete(d, line, IN_SLASH);

	assert_string_equal(is, words);
}

static void names_of_commands(void **state)
{
	struct desk *d = *state;

	expect(d, "mar", "0:mark read |mark seen |mark unread ");
	expect(d, "task d", "0:task done |task drop |task due ");
	expect(d, "  outbox r", "2:outbox resend ");
	expect(d, "xyzzy", "");
	expect_slash(d, "/me", "1:me ");
	expect_slash(d, "/inv", "1:invite |uninvite ");
}

static void people_and_rooms(void **state)
{
	struct desk *d = *state;

	desk_select(d, "!a", NULL, NULL);
	expect(d, "invite ch", "7:@chloe ");
	expect(d, "task assign @be", "12:@ben ");
	expect(d, "join gen", "5:general ");
	expect(d, "join flood", "5:\"Flood defence\" ");
	expect(d, "task add Fix it --assign b", "25:@ben ");
}

static void dates_choices_options(void **state)
{
	struct desk *d = *state;

	command_set_add(d->set, ui_rows);
	expect(d, "task due to", "9:today |tomorrow ");
	expect(d, "task priority u", "14:urgent ");
	expect(d, "set time", "4:time-format ");
	expect(d, "set time-format ", "16:24h |12h ");
	expect(d, "set typing ", "11:yes |no ");
	expect(d, "set theme li", "10:light ");
	expect(d, "focus pl", "6:places ");
	expect(d, "bind fee", "5:feed ");
	expect(d, "bind feed PgU", "10:PgUp");
	expect(d, "task add x --du", "11:--due ");
	expect(d, "task add x --due to", "17:today |tomorrow ");
}

static void words_of_a_message(void **state)
{
	struct desk *d = *state;

	desk_select(d, "!a", NULL, NULL);
	expect_slash(d, "ask @chl", "4:@chloe ");
	expect_slash(d, "yes :thumbsup", "4:👍");
	expect_slash(d, "ask chl", "");
	expect_slash(d, "", "");
	expect_slash(d, "//x", "");
	expect_slash(d, "/me asks @ch", "9:@chloe ");
	expect(d, "react :tada", "6:🎉");
}

static void files(void **state)
{
	struct desk *d = *state;
	g_autofree char *path = g_build_filename(d->fx->folder, "unusual name",
						 NULL);
	g_autofree char *line = g_strdup_printf("source %s/unus",
						d->fx->folder);
	g_autofree char *want = g_strdup_printf("7:\"%s\"", path);

	assert_true(g_file_set_contents(path, "", 0, NULL));
	expect(d, line, want);
}

/* Whatever is typed, at any place. */
static void never_falls_over(void **state)
{
	struct desk *d = *state;
	static const char *const lines[] = {
		"task add \"Fix the boiler\" --assign \"Ben O", "set theme 'x",
		"bind feed,any Ctrl- ", "task from $x --", "react \\",
		"join \"", ":::", "@", "#",
	};

	desk_select(d, "!a", NULL, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(lines); i++)
		for (size_t at = 0; at <= strlen(lines[i]); at++)
			for (unsigned w = IN_SHELL; w <= IN_CONFIG; w <<= 1) {
				GPtrArray *list = command_complete(&d->ctx,
					lines[i], at, w, 5);

				assert_true(list->len <= 5);
				g_ptr_array_unref(list);
			}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(names_of_commands),
		DESK_TEST(people_and_rooms),
		DESK_TEST(dates_choices_options),
		DESK_TEST(words_of_a_message),
		DESK_TEST(files),
		DESK_TEST(never_falls_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
