/* From a line or an argv to the function of its row. */
#include "command/internal.h"

#include <string.h>

/* "no command" with what could have been meant. */
static void set_unknown(const struct command_context *ctx, const char *word,
			unsigned where, GError **err)
{
	g_autofree char *near = command_nearest(ctx->set, word, where);
	const char *list = where & IN_SHELL ? "\"folkmoot help\" lists all" :
			   where & IN_CONFIG ? "set, bind, unbind, source, "
					       "theme or color was expected" :
			   "? lists what works here";

	if (near)
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "There is no command \"%s\". Did you mean %s? "
			    "Otherwise %s.", word, near, list);
	else
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "There is no command \"%s\"; %s.", word, list);
}

/* "task" alone: which of its commands? */
static bool set_unfinished(const struct command_context *ctx,
			   const char *word, unsigned where, GError **err)
{
	g_autoptr(GPtrArray) list = command_set_list(ctx->set, where);
	g_autofree char *begin = g_strdup_printf("%s ", word);
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct command *c = g_ptr_array_index(list, i);

		if (g_str_has_prefix(c->name, begin))
			g_string_append_printf(names, "%s%s", names->len ?
					       ", " : "", c->name);
	}
	if (!names->len)
		return false;
	g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
		    "\"%s\" is the beginning of several commands: %s.", word,
		    names->str);
	return true;
}

static const struct command *find_row(struct command_context *ctx,
				      const char *first, const char *second,
				      unsigned where, GError **err)
{
	int used;
	const struct command *c = command_match(ctx->set, first, second,
						where, &used);

	if (!c && !set_unfinished(ctx, first, where, err))
		set_unknown(ctx, first, where, err);
	return c;
}

bool command_run_args(struct command_context *ctx, const struct command *c,
		      struct args *take, GError **err)
{
	struct command_call call = { .command = c, .args = take, .ctx = ctx };
	bool ok;

	if (!take)
		return false;
	ok = c->run(&call, err);
	args_free(take);
	return ok;
}

/* Where the arguments begin: after as many words as the name has. */
static const char *skip_name(const char *line, const struct command *c,
			     const GArray *starts, const GPtrArray *words)
{
	int used = 1;

	if (words->len > 1) {
		g_autofree char *two = g_strdup_printf("%s %s",
			(char *)g_ptr_array_index(words, 0),
			(char *)g_ptr_array_index(words, 1));

		if (!strcmp(two, c->name) || !g_strcmp0(two, c->alias))
			used = 2;
	}
	return (guint)used < starts->len ?
	       line + g_array_index(starts, gsize, used) : "";
}

const struct command *command_of_line(struct command_context *ctx,
				      const char *line, unsigned where,
				      const char **rest, GError **err)
{
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_autoptr(GPtrArray) words = args_split(line, starts, NULL);
	const struct command *c;

	if (!words->len) {
		call_fail(err, FM_ERROR_USAGE, "Which command?");
		return NULL;
	}
	c = find_row(ctx, g_ptr_array_index(words, 0), words->len > 1 ?
		     g_ptr_array_index(words, 1) : NULL, where, err);
	if (c)
		*rest = skip_name(line, c, starts, words);
	return c;
}

/* A row that asks by its form, and has not got all it needs yet, or nothing at
 * all of what it can take. False: it is run as it stands. */
static bool wants_form(struct command_context *ctx, const struct command *c,
		       const char *rest, unsigned where)
{
	g_autofree char *missing = NULL;
	struct args *begun;

	if (!(c->where & IN_FORM) || !(where & (IN_PROMPT | IN_SLASH)) ||
	    !ctx->front || !ctx->front->form)
		return false;
	begun = args_parse_begun(c, rest, where, NULL);
	missing = begun ? args_missing(c, begun, where) : NULL;
	args_free(begun);
	return missing || (!*rest && *c->args);
}

static bool open_form(struct command_context *ctx, const struct command *c,
		      const char *rest, unsigned where, GError **err)
{
	struct args *begun = args_parse_begun(c, rest, where, err);
	bool ok = begun && ctx->front->form(ctx->user, c, begun, err);

	args_free(begun);
	return ok;
}

bool command_run_line(struct command_context *ctx, const char *line,
		      unsigned where, GError **err)
{
	const struct command *c;
	const char *rest;

	if (!line[strspn(line, " \t\r\n\v\f")])
		return true;
	c = command_of_line(ctx, line, where, &rest, err);
	if (!c)
		return false;
	if (wants_form(ctx, c, rest, where))
		return open_form(ctx, c, rest, where, err);
	if (c->where & LISTED && ctx->front && ctx->front->list)
		return ctx->front->list(ctx->user, c, line, err);
	return command_run_args(ctx, c, args_parse_line(c, rest, where, err),
				err);
}

/* May this one be left out, because something is selected? */
static bool is_selected(const GPtrArray *params, const struct param *p,
			bool places)
{
	if (p->option)
		return false;
	if (!strcmp(p->name, "ID") || !strcmp(p->name, "USER"))
		return p->optional;
	return places && !strcmp(p->name, "ROOM") &&
	       (p->optional || template_skips_room(params, IN_PROMPT));
}

static bool leaves_out(const struct command *c, const struct args *a,
		       bool places)
{
	g_autoptr(GPtrArray) params = template_parse(c->args);

	if (c->where & EACH)
		return true;
	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (is_selected(params, p, places) && !args_get(a, p->name))
			return true;
	}
	return false;
}

bool command_uses_selection(struct command_context *ctx, const char *line,
			    bool places)
{
	g_autoptr(GArray) starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	g_autoptr(GPtrArray) words = args_split(line, starts, NULL);
	const struct command *c = command_set_find(ctx->set, line, IN_PROMPT);
	struct args *a;
	bool yes;

	if (!c)
		return false;
	a = args_parse_line(c, skip_name(line, c, starts, words), IN_PROMPT,
			    NULL);
	yes = a && leaves_out(c, a, places);
	args_free(a);
	return yes;
}

bool command_run_argv(struct command_context *ctx, int argc,
		      const char *const *argv, unsigned where, GError **err)
{
	const struct command *c;
	int used = 0;

	if (argc < 1)
		return call_fail(err, FM_ERROR_USAGE, "Which command? "
				 "\"folkmoot help\" lists them.");
	c = command_match(ctx->set, argv[0], argc > 1 ? argv[1] : NULL, where,
			  &used);
	if (!c) {
		find_row(ctx, argv[0], NULL, where, err);
		return false;
	}
	return command_run_args(ctx, c, args_parse_argv(c, argc - used,
							argv + used, err),
				err);
}
