/* The config language: any text gives sentences about its bad lines, and
 * nothing else. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "command/command.h"
#include "ui/ui.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct theme theme;
	struct command_context ctx = {
		.options = options_new(), .keymap = keymap_new(),
		.looks = &theme,
	};
	struct command_set *set = command_set_new();
	GPtrArray *problems = g_ptr_array_new_with_free_func(g_free);
	char *text = g_strndup((const char *)data, size);

	command_set_add(set, ui_rows);
	theme_reset(&theme);
	ctx.set = set;
	/* `source` would read files of the machine */
	if (!strstr(text, "source"))
		config_run(&ctx, "fuzz", text, problems);
	for (guint i = 0; i < problems->len; i++)
		if (!g_str_has_prefix(g_ptr_array_index(problems, i), "fuzz:"))
			abort();
	g_free(text);
	g_ptr_array_unref(problems);
	command_set_free(set);
	keymap_free(ctx.keymap);
	options_free(ctx.options);
	return 0;
}
