/*
 * stage.h - a screen without a terminal, over a store in a folder of its own,
 * for the programs that test it.
 *
 * Time stands at VILLAGE_NOW, in UTC; the key map and options are those that
 * folkmoot begins with. The engine is never started: what panes ask for stays
 * in its queue, and tests say what came of it with ui_event().
 */
#ifndef SCREEN_STAGE_H
#define SCREEN_STAGE_H

#include "command/command.h"
#include "ui/ui.h"
#include "village.h"

struct stage {
	char *dir;
	struct paths paths;
	struct world world;
	struct store *store;
	struct engine *engine;
	struct options *options;
	struct keymap *keymap;
	struct command_set *set;
	struct theme theme;
	struct command_context config;
	GPtrArray *problems;
	struct ui *ui;		/* NULL until stage_ui() */
	const char *name;	/* of the script; borrowed */
	int width, height, failures;
};

/* Make the folder and an empty store; ends the program when it cannot. */
void stage_open(struct stage *s);
/* Make the screen, if there is none yet, and draw it once. */
void stage_ui(struct stage *s);
/* Free everything and remove the folder. */
void stage_close(struct stage *s);
/* End the program with the reason unless `ok`. */
void stage_must(bool ok, GError *err);

#endif
