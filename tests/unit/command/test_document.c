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

static void keys_and_options_are_listed(void **state)
{
	struct desk *d = *state;
	g_autofree char *keys = page(d, "keys");
	g_autofree char *options = command_document(d->set, d->ctx.keymap,
						    "options");

	has(keys, "Ctrl-K");
	has(keys, "\ncomposer\n");
	has(options, "time-format");
	assert_null(command_document(d->set, d->ctx.keymap, "nothing"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(keys_and_options_are_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
