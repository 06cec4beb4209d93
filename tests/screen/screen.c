/*
 * Screen tests: a script drives the real panes on a surface, without a
 * terminal, and what is shown is compared with a text file.
 *
 *   tests/screen/NAME.t                 the script
 *   tests/screen/expected/NAME.STEP     the screen at `show STEP`
 *
 * Lines of a script: size W H; key NAME… (drawn after each), burst NAME…
 * (drawn after the last); type TEXT; run COMMAND LINE;
 * say ROOM USER TEXT (a message arrives); show STEP; roles STEP (the roles,
 * one letter a cell); # a comment. `option NAME VALUE` before the first key.
 * With SCREEN_UPDATE=1 the expected files are written instead.
 */
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
	struct ui *ui;
	const char *name;
	int width, height, failures;
};

static void must(bool ok, GError *err)
{
	if (ok)
		return;
	fprintf(stderr, "screen: %s\n", err ? err->message : "failed");
	exit(2);
}

static void stage_open(struct stage *s)
{
	GError *err = NULL;

	s->dir = g_dir_make_tmp("folkmoot-screen-XXXXXX", NULL);
	world_init_fixed(&s->world, VILLAGE_NOW, "UTC");
	must(paths_init(&s->paths, s->dir, &err), err);
	s->store = store_open(&s->paths, &s->world, &err);
	must(s->store != NULL, err);
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

static void stage_close(struct stage *s)
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

static void stage_ui(struct stage *s)
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

static char *expected_path(const struct stage *s, const char *step)
{
	return g_strdup_printf("tests/screen/expected/%s.%s", s->name, step);
}

static void compare(struct stage *s, const char *step, const char *got)
{
	g_autofree char *path = expected_path(s, step);
	g_autofree char *want = NULL;

	if (g_getenv("SCREEN_UPDATE")) {
		g_file_set_contents(path, got, -1, NULL);
		return;
	}
	if (g_file_get_contents(path, &want, NULL, NULL) &&
	    !strcmp(want, got))
		return;
	s->failures++;
	printf("# %s differs at step %s; it is now:\n", path, step);
	for (const char *line = got; *line; line = strchr(line, '\n') + 1)
		printf("# %.*s\n", (int)strcspn(line, "\n"), line);
}

static void do_size(struct stage *s, const char *rest)
{
	sscanf(rest, "%d %d", &s->width, &s->height);
	if (s->ui)
		ui_resize(s->ui, s->width, s->height);
}

static void press(struct stage *s, const char *rest, bool draw)
{
	g_auto(GStrv) names = g_strsplit(rest, " ", -1);

	stage_ui(s);
	for (int i = 0; names[i]; i++) {
		uint32_t key = key_from_name(names[i]);

		if (!key && *names[i]) {
			s->failures++;
			printf("# no key is called %s\n", names[i]);
			continue;
		}
		ui_key(s->ui, key);
		if (draw)
			ui_draw(s->ui);
	}
}

static void do_key(struct stage *s, const char *rest)
{
	press(s, rest, true);
}

static void do_burst(struct stage *s, const char *rest)
{
	press(s, rest, false);
}

static void do_type(struct stage *s, const char *rest)
{
	stage_ui(s);
	for (const char *p = rest; *p; p = g_utf8_next_char(p))
		ui_key(s->ui, g_utf8_get_char(p));
}

static void do_paste(struct stage *s, const char *rest)
{
	stage_ui(s);
	ui_key(s->ui, KEY_PASTE_BEGIN);
	for (const char *p = rest; *p; p = g_utf8_next_char(p))
		ui_key(s->ui, *p == '|' ? '\n' : g_utf8_get_char(p));
	ui_key(s->ui, KEY_PASTE_END);
}

static void do_run(struct stage *s, const char *rest)
{
	g_autoptr(GError) err = NULL;

	stage_ui(s);
	if (!command_run_line(ui_context(s->ui), rest, IN_PROMPT, &err)) {
		s->failures++;
		printf("# %s: %s\n", rest, err->message);
	}
}

static void do_say(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 3);
	struct message *m = message_new(EV_ROOM);

	stage_ui(s);
	village_say(s->store, words[0], words[1], words[2]);
	m->n = ROOM_HAS_POSTS | ROOM_HAS_COUNTS;
	ui_event(s->ui, m);
	message_free(m);
	m = message_new(EV_PLACES);
	ui_event(s->ui, m);
	message_free(m);
}

static void do_option(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);
	GError *err = NULL;

	must(options_set(s->options, words[0], words[1], &err), err);
}

static void do_show(struct stage *s, const char *rest)
{
	g_autofree char *text = NULL;

	stage_ui(s);
	text = surface_dump(ui_draw(s->ui));
	compare(s, rest, text);
}

static void do_roles(struct stage *s, const char *rest)
{
	g_autofree char *text = NULL;

	stage_ui(s);
	text = surface_marks(ui_draw(s->ui));
	compare(s, rest, text);
}

static const struct {
	const char *word;
	void (*run)(struct stage *s, const char *rest);
} verbs[] = {
	{ "size", do_size }, { "key", do_key }, { "burst", do_burst }, { "type", do_type },
	{ "paste", do_paste }, { "run", do_run }, { "say", do_say },
	{ "option", do_option }, { "show", do_show }, { "roles", do_roles },
};

static void run_line(struct stage *s, const char *line)
{
	const char *space = strchr(line, ' ');
	gsize n = space ? (gsize)(space - line) : strlen(line);

	if (!*line || *line == '#')
		return;
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (strlen(verbs[i].word) == n &&
		    !strncmp(line, verbs[i].word, n)) {
			verbs[i].run(s, space ? space + 1 : "");
			return;
		}
	s->failures++;
	printf("# not a step: %s\n", line);
}

static bool run_script(const char *path, const char *name)
{
	struct stage s = { .name = name };
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return false;
	stage_open(&s);
	if (!strstr(text, "# empty store"))
		village_fill(s.store);
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i]; i++)
		run_line(&s, lines[i]);
	stage_close(&s);
	return s.failures == 0;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *scripts(void)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open("tests/screen", 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".t"))
			g_ptr_array_add(found, g_strndup(name,
							 strlen(name) - 2));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(found, by_name);
	return found;
}

int main(int argc, char **argv)
{
	GPtrArray *names = scripts();
	const char *only = argc > 1 ? argv[1] : NULL;
	int failed = 0, n = 0;

	g_setenv("HOME", "/nonexistent", TRUE);
	g_setenv("XDG_CONFIG_HOME", "/nonexistent", TRUE);
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_strdup_printf("tests/screen/%s.t",
							name);
		bool ok;

		if (only && strcmp(only, name))
			continue;
		ok = run_script(path, name);
		printf("%s %d - %s\n", ok ? "ok" : "not ok", ++n, name);
		failed += !ok;
	}
	printf("1..%d\n", n);
	g_ptr_array_unref(names);
	return failed != 0 || n == 0;
}
