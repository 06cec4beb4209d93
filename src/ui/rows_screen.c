/* Row: the screen as text, for the shell: what one would see first. */
#include <stdio.h>
#include <string.h>
#include "base/error.h"
#include "ui/rows.h"

static bool parse_size(const char *word, int *w, int *h)
{
	char end;

	return sscanf(word, "%dx%d%c", w, h, &end) == 2 && *w >= 20 &&
	       *h >= 5 && *w <= 500 && *h <= 200;
}

static bool press(struct ui *ui, const char *const *names, GError **err)
{
	for (; *names; names++) {
		uint32_t key = key_from_name(*names);

		if (!key) {
			g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
				    "No key is called \"%s\"; folkmoot doc "
				    "keys lists them.", *names);
			return false;
		}
		ui_key(ui, key);
		ui_draw(ui);
	}
	return true;
}

bool row_screen(struct command_call *call, GError **err)
{
	struct command_context *c = call->ctx;
	const char *size = args_get(call->args, "SIZE");
	struct theme theme;
	struct ui_setup setup = {
		.paths = c->paths, .world = c->world, .options = c->options,
		.keymap = c->keymap, .set = c->set, .theme = &theme,
	};
	g_autofree char *text = NULL;
	struct ui *ui;
	int w = 108, h = 34;
	bool ok;

	if (size && !parse_size(size, &w, &h)) {
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "\"%s\" is not a size; write it like 108x34.",
			    size);
		return false;
	}
	theme_reset(&theme);
	setup.engine = engine_new(c->paths, c->world, ENGINE_LIVE);
	ui = ui_new(&setup, w, h);
	ui_draw(ui);
	ok = press(ui, args_all(call->args, "KEY"), err);
	text = surface_dump(ui_draw(ui));
	if (ok)
		c->front->say(c->user, g_strchomp(text));
	ui_free(ui);
	engine_free(setup.engine);
	return ok;
}
