#include "stage.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>

void stage_must(bool ok, GError *err)
{
	if (ok)
		return;
	fprintf(stderr, "screen: %s\n", err ? err->message : "failed");
	exit(2);
}

void stage_open(struct stage *s)
{
	GError *err = NULL;

	s->dir = g_dir_make_tmp("folkmoot-screen-XXXXXX", NULL);
	world_init_fixed(&s->world, VILLAGE_NOW, "UTC");
	stage_must(paths_init(&s->paths, s->dir, &err), err);
	s->store = store_open(&s->paths, &s->world, &err);
	stage_must(s->store != NULL, err);
	s->engine = engine_new(&s->paths, &s->world, ENGINE_LIVE);
	s->options = options_new();
	s->keymap = keymap_new();
	s->set = command_set_new();
	s->problems = g_ptr_array_new_with_free_func(g_free);
	command_set_add(s->set, ui_rows);
	theme_reset(&s->theme);
	s->config = (struct command_context){
		.paths = &s->paths, .world = &s->world,
		.options = s->options, .keymap = s->keymap, .set = s->set,
		.looks = &s->theme,
	};
	config_load(&s->config, s->problems);
	s->width = 80;
	s->height = 24;
}

static void remove_tree(const char *path)
{
	GDir *dir = g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		remove_tree(child);
	}
	if (dir)
		g_dir_close(dir);
	g_remove(path);
}

void stage_close(struct stage *s)
{
	ui_free(s->ui);
	engine_free(s->engine);
	store_close(s->store);
	command_set_free(s->set);
	keymap_free(s->keymap);
	options_free(s->options);
	g_ptr_array_unref(s->problems);
	paths_clear(&s->paths);
	world_clear(&s->world);
	remove_tree(s->dir);
	g_free(s->dir);
}

void stage_ui(struct stage *s)
{
	struct ui_setup setup = {
		.paths = &s->paths, .world = &s->world, .engine = s->engine,
		.options = s->options, .keymap = s->keymap, .set = s->set,
		.theme = &s->theme, .problems = s->problems,
	};

	if (s->ui)
		return;
	s->ui = ui_new(&setup, s->width, s->height);
	ui_draw(s->ui);
}
