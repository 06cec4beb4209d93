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

static void shells_know_the_commands(void **state)
{
	struct desk *d = *state;
	static const char *const pages[] = { "bash", "zsh", "fish" };

	for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
		g_autofree char *text = page(d, pages[i]);

		has(text, "unassign");
		has(text, "reply-to");
		has(text, "folkmoot rooms --json");
		assert_null(strstr(text, "…"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(shells_know_the_commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
