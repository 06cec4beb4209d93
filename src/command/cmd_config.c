/* Commands: options, keys, the config file, and pages made from the tables. */
#include "command/internal.h"

#include <string.h>

static bool run_set(struct command_call *call, GError **err)
{
	const char *name = args_get(call->args, "OPTION");
	const char *value = args_get(call->args, "VALUE");
	struct options *o = call->ctx->options;

	if (value)
		return options_set(o, name, value, err);
	value = options_text(o, name);
	if (!value)	/* sets nothing, but knows the names that are near */
		return options_set(o, name, "", err);
	if (call->ctx->file)
		return call_fail(err, FM_ERROR_USAGE, "set: VALUE is missing "
				 "after %s.", name);
	call_say(call, "%s is %s", name, *value ? value : "not set");
	return true;
}

static bool get_key(struct command_call *call, unsigned *view, uint32_t *key,
		    GError **err)
{
	const char *views = args_get(call->args, "VIEW");
	const char *name = args_get(call->args, "KEY");

	*view = keymap_views(views);
	*key = key_from_name(name);
	if (!*view)
		return call_fail(err, FM_ERROR_USAGE, "There is no view "
				 "\"%s\"; expected any, places, feed, thread, "
				 "tasks, members, details, home, search, "
				 "outbox, help, composer, prompt, switch, "
				 "welcome, confirm, posts, lists or text.",
				 views);
	if (!*key)
		return call_fail(err, FM_ERROR_USAGE, "There is no key \"%s\"; "
				 "expected a character, or a name such as "
				 "Enter, PgUp, F2, Ctrl-K, Alt-a.", name);
	return true;
}

/* The line must be one that the prompt would take. */
static bool check_line(struct command_call *call, const char *line,
		       GError **err)
{
	const struct command *c = command_set_find(call->ctx->set, line,
						   IN_PROMPT);
	g_autofree char *near = NULL;

	if (c)
		return true;
	near = command_nearest(call->ctx->set, line, IN_PROMPT);
	return call_fail(err, FM_ERROR_USAGE, near ? "There is no command "
			 "\"%s\" to bind. Did you mean %s?" : "There is no "
			 "command \"%s\" to bind.", line, near);
}

/* Two lines of one file for the same key: one of them is a mistake. */
static bool bind_views(struct command_call *call, unsigned views, uint32_t key,
		       const char *line, GError **err)
{
	g_autofree char *lost = NULL, *name = key_name(key);

	for (unsigned v = VIEW_ANY; v <= VIEW_LAST; v <<= 1) {
		g_autofree char *old = NULL;

		if (!(views & v))
			continue;
		keymap_bind(call->ctx->keymap, v, key, line, &old);
		if (old && !lost)
			lost = g_strdup_printf("%s in %s was bound to \"%s\"",
				name, command_view_word(v), old);
	}
	if (!lost || !call->ctx->file)
		return true;
	return call_fail(err, FM_ERROR_USAGE, "%s in this file already; now "
			 "it is \"%s\".", lost, line);
}

static bool run_bind(struct command_call *call, GError **err)
{
	const char *line = args_get(call->args, "COMMAND");
	unsigned views;
	uint32_t key;

	if (!get_key(call, &views, &key, err) || !check_line(call, line, err))
		return false;
	return !call->ctx->keymap || bind_views(call, views, key, line, err);
}

static bool run_unbind(struct command_call *call, GError **err)
{
	unsigned views;
	uint32_t key;

	if (!get_key(call, &views, &key, err))
		return false;
	for (unsigned v = VIEW_ANY; v <= VIEW_LAST; v <<= 1)
		if (views & v && call->ctx->keymap)
			keymap_bind(call->ctx->keymap, v, key, NULL, NULL);
	return true;
}

static bool run_source(struct command_call *call, GError **err)
{
	return config_source(call->ctx, args_get(call->args, "FILE"), err);
}

/* In tables of its own, so that a check changes nothing. */
static void check_into(struct command_call *call, const char *path,
		       GPtrArray *problems)
{
	struct command_context ctx = {
		.paths = call->ctx->paths, .world = call->ctx->world,
		.set = call->ctx->set, .options = options_new(),
		.keymap = keymap_new(),
	};
	g_autoptr(GError) err = NULL;

	if (path) {
		if (!config_source(&ctx, path, &err))
			g_ptr_array_add(problems, g_strdup(err->message));
	} else {
		config_load(&ctx, problems);
	}
	options_free(ctx.options);
	keymap_free(ctx.keymap);
}

static bool run_check(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	const char *file = args_get(call->args, "FILE");
	g_autofree char *path = file ? g_canonicalize_filename(file, NULL)
				     : NULL;

	check_into(call, path, problems);
	for (guint i = 0; i < problems->len; i++) {
		struct record *r = call_begin(call, "problem");

		record_text(r, "problem", g_ptr_array_index(problems, i));
		call_end(call, r);
	}
	if (problems->len)
		return call_fail(err, FM_ERROR_FAILED, "%u line%s cannot be "
				 "understood; the rest works.", problems->len,
				 problems->len == 1 ? "" : "s");
	call_say(call, "%s: no mistakes found.", path ? path :
		 call->ctx->paths->config);
	return true;
}

static bool run_doc(struct command_call *call, GError **err)
{
	const char *what = args_get(call->args,
				    "man1|man5|bash|zsh|fish|keys|options");
	g_autofree char *text = command_document(call->ctx->set,
						 call->ctx->keymap, what);
	struct record *r;

	if (!text)
		return call_fail(err, FM_ERROR_FAILED, "There is no page "
				 "\"%s\".", what);
	r = call_begin(call, "document");
	record_text(r, "document", what);
	record_text(r, "text", text);
	call_end(call, r);
	return true;
}

static bool run_keys(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) list = keymap_list(call->ctx->keymap, 0);
	const char *only = args_get(call->args, "VIEW");
	unsigned views = only ? keymap_views(only) : ~0u;

	if (!views)
		return call_fail(err, FM_ERROR_USAGE, "There is no view "
				 "\"%s\".", only);
	for (guint i = 0; i < list->len; i++) {
		const struct binding *b = g_ptr_array_index(list, i);
		const struct command *c = command_set_find(call->ctx->set,
						b->line, IN_PROMPT);
		g_autofree char *key = key_name(b->key);
		struct record *r;

		if (!(b->view & views))
			continue;
		r = call_begin(call, "key");
		record_text(r, "view", command_view_word(b->view));
		record_text(r, "key", key);
		record_text(r, "command", b->line);
		record_text(r, "help", c ? c->help : NULL);
		call_end(call, r);
	}
	return true;
}

const struct command config_rows[] = {
	{ "set", NULL, "OPTION [VALUE]", "change an option, or show it",
	  "\"folkmoot doc options\" lists the options.", NULL,
	  IN_PROMPT | IN_CONFIG, run_set },
	{ "bind", NULL, "VIEW KEY COMMAND", "let a key run a command",
	  "VIEW is where the key works, KEY its name, COMMAND what one would "
	  "type at the prompt. Several views may be joined by commas.", NULL,
	  IN_PROMPT | IN_CONFIG, run_bind },
	{ "unbind", NULL, "VIEW KEY", "take a key's command away", NULL,
	  NULL, IN_PROMPT | IN_CONFIG, run_unbind },
	{ "source", NULL, "FILE", "run the lines of another file",
	  "A name is looked for beside the config file; ~/ is home.", NULL,
	  IN_PROMPT | IN_CONFIG, run_source },
	{ "check-config", NULL, "[FILE]", "say what is wrong in the config "
	  "file", NULL, NULL, IN_SHELL, run_check },
	{ "keys", NULL, "[VIEW]", "list the keys", NULL, NULL, IN_SHELL,
	  run_keys },
	{ "doc", NULL, "man1|man5|bash|zsh|fish|keys|options", "print a page "
	  "made from the program's own tables", "Man pages in mdoc, "
	  "completion for a shell, the keys, the options.", NULL, IN_SHELL,
	  run_doc },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
