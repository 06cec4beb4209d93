/* Wiring and teardown: the command line, or the screen. */
#include <locale.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/error.h"
#include "base/log.h"
#include "base/paths.h"
#include "base/world.h"
#include "cli/cli.h"
#include "command/command.h"
#include "engine/engine.h"
#include "ui/theme.h"
#include "ui/ui.h"

/* The config, with colours for a screen that is not there yet. */
static void read_config(struct command_context *ctx, GPtrArray *problems)
{
	theme_reset(ctx->looks);
	config_load(ctx, problems);
	theme_reset(ctx->looks);
	config_colors(ctx, problems);
}

/* Whoever reads next says what is wrong, to the person. */
static void upgrade(const struct paths *paths)
{
	g_autoptr(GError) err = NULL;

	if (!store_upgrade(paths, &err))
		log_warn("store", "%s", err->message);
}

static int run_screen(const struct cli_options *o,
		      const struct command_set *set, const struct world *world)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GError) err = NULL;
	struct paths paths = { 0 };
	struct theme theme;
	struct command_context ctx = {
		.paths = &paths, .world = world, .set = set,
		.options = options_new(), .keymap = keymap_new(),
		.looks = &theme,
	};
	struct ui_setup setup = {
		.paths = &paths, .world = world, .options = ctx.options,
		.keymap = ctx.keymap, .set = set, .theme = &theme,
		.problems = problems,
	};
	int status = 1;

	if (paths_init(&paths, o->profile, &err)) {
		log_open(paths.log, NULL);
		upgrade(&paths);
		read_config(&ctx, problems);
		setup.engine = engine_new(&paths, world, ENGINE_LIVE);
		status = ui_run(&setup);
		engine_free(setup.engine);
		log_close();
	} else {
		cli_error(o->json, err);
	}
	options_free(ctx.options);
	keymap_free(ctx.keymap);
	paths_clear(&paths);
	return status;
}

/* Without a command, on a terminal, there is the screen. */
static bool wants_screen(const struct cli_options *o)
{
	return !o->argc && !o->help && !o->version && !o->json &&
	       isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

int main(int argc, char **argv)
{
	struct command_set *set = command_set_new();
	g_autoptr(GError) err = NULL;
	struct cli_options o;
	struct world world;
	int status = 2;

	setlocale(LC_ALL, "");
	umask(077);
	world_init(&world);
	command_set_add(set, ui_rows);
	if (!cli_parse(argc, argv, set, &o, &err))
		cli_error(o.json, err);
	else if (wants_screen(&o))
		status = run_screen(&o, set, &world);
	else
		status = cli_run(&o, set, &world);
	g_free(o.argv);
	command_set_free(set);
	world_clear(&world);
	return status;
}
