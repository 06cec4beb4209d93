#include "unit/command/desk.h"
#include "ui/ui.h"

static char *page(struct desk *d, const char *what)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);

	command_set_add(d->set, ui_rows);
	config_load(&d->ctx, problems);
	return command_document(d->set, d->ctx.keymap, what);
}

static void has(const char *text, const char *words)
{
	if (!strstr(text, words))
		fail_msg("without \"%s\"", words);
}

static void the_manual_has_every_command(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = page(d, "man1");
	g_autoptr(GPtrArray) all = command_set_list(d->set, IN_SHELL);

	has(text, ".Sh EXIT STATUS");
	for (guint i = 0; i < all->len; i++) {
		const struct command *c = all->pdata[i];
		g_autofree char *item = g_strdup_printf(".It Ic %s", c->name);
		g_auto(GStrv) parts = g_strsplit(item, "-", -1);
		g_autofree char *escaped = g_strjoinv("\\-", parts);

		has(text, escaped);
	}
}

static void the_other_manual_has_every_option(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = page(d, "man5");

	for (const struct option_row *o = option_rows(); o->name; o++) {
		g_auto(GStrv) parts = g_strsplit(o->name, "-", -1);
		g_autofree char *name = g_strjoinv("\\-", parts);

		has(text, name);
	}
	has(text, ".It Ic bind No VIEW KEY COMMAND");
	has(text, "next\\-unread");
}

static void no_line_is_a_stray_request(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = page(d, "man5");
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (int i = 0; lines[i]; i++)
		if (*lines[i] == '.' && !g_ascii_isalpha(lines[i][1]))
			fail_msg("line %d: %s", i + 1, lines[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(the_manual_has_every_command),
		DESK_TEST(the_other_manual_has_every_option),
		DESK_TEST(no_line_is_a_stray_request),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
