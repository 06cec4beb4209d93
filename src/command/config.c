/* The config file: lines that are commands. */
#include "command/internal.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include "command/embedded.h"

#define CONFIG_MAX (256 * 1024)
#define DEPTH_MAX 8

static const char *embedded_text(const char *name)
{
	for (const struct embedded *e = embedded_files; e->name; e++)
		if (!strcmp(e->name, name))
			return e->text;
	return NULL;
}

static void add_problem(GPtrArray *problems, const struct command_context *ctx,
			const char *what)
{
	g_ptr_array_add(problems, g_strdup_printf("%s:%d: %s", ctx->file,
						  ctx->line, what));
}

static void run_line(struct command_context *ctx, const char *line,
		     GPtrArray *problems)
{
	g_autoptr(GError) err = NULL;

	line += strspn(line, " \t\r");
	if (!*line || *line == '#')
		return;
	if (!g_utf8_validate(line, -1, NULL))
		add_problem(problems, ctx, "this line is not valid UTF-8.");
	else if (!command_run_line(ctx, line, IN_CONFIG, &err))
		add_problem(problems, ctx, err ? err->message
						: "this line was refused.");
}

/* `only`: the one command that is run, or NULL for all. */
static void run_lines(struct command_context *ctx, const char *file,
		      const char *text, const char *only, GPtrArray *problems)
{
	const char *outer_file = ctx->file;
	int outer_line = ctx->line;
	size_t len = only ? strlen(only) : 0;

	ctx->file = file;
	ctx->line = 0;
	while (*text) {
		size_t n = strcspn(text, "\n");
		g_autofree char *line = g_strndup(text, n);

		ctx->line++;
		g_strstrip(line);
		if (!only || (!strncmp(line, only, len) && line[len] == ' '))
			run_line(ctx, line, problems);
		text += n + (text[n] == '\n');
	}
	ctx->file = outer_file;
	ctx->line = outer_line;
}

void config_run(struct command_context *ctx, const char *file,
		const char *text, GPtrArray *problems)
{
	run_lines(ctx, file, text, NULL, problems);
}

/* A text file of at most CONFIG_MAX bytes; NULL with the reason in words. */
static char *read_file(const char *path, char **why)
{
	FILE *f = fopen(path, "re");
	char *text;
	size_t n;
	bool bad;

	*why = NULL;
	if (!f) {
		if (errno != ENOENT)
			*why = g_strdup_printf("cannot be read: %s.",
					       g_strerror(errno));
		return NULL;
	}
	text = g_malloc(CONFIG_MAX + 1);
	n = fread(text, 1, CONFIG_MAX + 1, f);
	bad = ferror(f) || n > CONFIG_MAX || memchr(text, '\0', n);
	fclose(f);
	if (bad) {
		*why = g_strdup("is not a text file of at most 256 KiB.");
		g_free(text);
		return NULL;
	}
	text[n] = '\0';
	return g_realloc(text, n + 1);
}

static void run_file(struct command_context *ctx, const char *path,
		     const char *only, GPtrArray *problems)
{
	g_autofree char *why = NULL;
	g_autofree char *text = read_file(path, &why);

	if (text)
		run_lines(ctx, path, text, only, problems);
	else if (why)
		g_ptr_array_add(problems, g_strdup_printf("%s %s", path, why));
}

void config_load(struct command_context *ctx, GPtrArray *problems)
{
	config_run(ctx, "folkmoot.conf", embedded_text("folkmoot.conf"),
		   problems);
	if (ctx->keymap)
		keymap_next_file(ctx->keymap);
	run_file(ctx, ctx->paths->config, NULL, problems);
}

void config_colors(struct command_context *ctx, GPtrArray *problems)
{
	const char *name = options_text(ctx->options, "theme");
	g_autofree char *text = config_theme(ctx, name);
	g_autoptr(GPtrArray) known = g_ptr_array_new_with_free_func(g_free);

	if (text)
		config_run(ctx, name, text, problems);
	else
		g_ptr_array_add(problems, g_strdup_printf("There is no theme "
			"\"%s\"; built in are dark, light, contrast and mono.",
			name));
	/* what is wrong in them has been said by config_load() */
	run_file(ctx, ctx->paths->config, "color", known);
}

bool config_source(struct command_context *ctx, const char *words,
		   GError **err)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *folder = g_path_get_dirname(ctx->paths->config);
	g_autofree char *path = g_str_has_prefix(words, "~/") ?
		g_build_filename(g_get_home_dir(), words + 2, NULL) :
		g_path_is_absolute(words) ? g_strdup(words) :
		g_build_filename(folder, words, NULL);

	if (!g_file_test(path, G_FILE_TEST_IS_REGULAR))
		return call_fail(err, FM_ERROR_NOT_FOUND,
				 "There is no file %s to read.", path);
	if (ctx->depth >= DEPTH_MAX)
		return call_fail(err, FM_ERROR_USAGE, "%s is read from within "
				 "itself, or too many files deep.", path);
	ctx->depth++;
	run_file(ctx, path, NULL, problems);
	ctx->depth--;
	if (!problems->len)
		return true;
	return call_fail(err, FM_ERROR_USAGE, "%s",
			 (char *)g_ptr_array_index(problems, 0));
}

char *config_theme(struct command_context *ctx, const char *name)
{
	g_autofree char *file = g_strdup_printf("%s.theme", name);
	g_autofree char *path = NULL, *why = NULL;
	char *own;

	if (strchr(name, '/') || *name == '.')
		return NULL;
	if (!ctx->paths)
		return g_strdup(embedded_text(file));
	path = g_build_filename(ctx->paths->themes, file, NULL);
	own = read_file(path, &why);
	return own ? own : g_strdup(embedded_text(file));
}
