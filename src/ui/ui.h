/*
 * ui.h - the screen: the public face of the folder.
 *
 * A `struct ui` is a front end like the command line: it reads pages from the
 * store, pushes requests to the engine, pops its events. It draws on a
 * surface; a terminal shows it (ui_run), or nobody does (ui_new, ui_key,
 * ui_draw: the screen tests and `folkmoot screen`).
 *
 * One turn of the loop: take all keys and all events, which only set bits;
 * read again what they made stale; draw once. Nothing ticks.
 *
 * Thread: ui (main).
 */
#ifndef UI_UI_H
#define UI_UI_H

#include "command/command.h"
#include "ui/surface.h"

struct ui;

struct ui_setup {
	const struct paths *paths;
	const struct world *world;
	struct engine *engine;		/* made, not started; borrowed */
	struct options *options;
	struct keymap *keymap;
	const struct command_set *set;	/* with ui_rows in it */
	struct theme *theme;		/* as the config's `color` lines say */
	GPtrArray *problems;		/* of the config (char *), to show; NULL */
};

/* The rows of the table that move the screen. Name NULL ends. */
extern const struct command ui_rows[];

/* Open the terminal, paint the first frame from the store, start the engine,
 * run until quit. The exit status; an error is printed after the terminal
 * has been restored. */
int ui_run(const struct ui_setup *setup);

/* Without a terminal. The engine is not started by these. */
struct ui *ui_new(const struct ui_setup *setup, int width, int height);
void ui_free(struct ui *ui);
void ui_resize(struct ui *ui, int width, int height);
/* A key of command.h; then events that are waiting. */
void ui_key(struct ui *ui, uint32_t key);
/* One event, borrowed: for tests that play the engine. */
void ui_event(struct ui *ui, const struct message *m);
/* Take the events that the engine has pushed. */
void ui_events(struct ui *ui);
/* Draw what changed; the surface is borrowed. */
const struct surface *ui_draw(struct ui *ui);
/* The context in which lines typed at the prompt run: for test scripts. */
struct command_context *ui_context(struct ui *ui);

#endif
