/* Pages made from the tables: which there are, and the short ones. */
#include "command/internal.h"

#include <string.h>

static void append_options(const struct command_set *set,
			   const struct keymap *keys, GString *out)
{
	(void)set;
	(void)keys;
	for (const struct option_row *o = option_rows(); o->name; o++) {
		const char *takes = o->kind == OPTION_BOOL ? "yes no" :
				    o->choices ? o->choices : "text";

		g_string_append_printf(out, "%-16s %s\n%-16s %s; now %s%s%s\n",
			o->name, o->help, "", takes, *o->fallback ? "\"" : "",
			*o->fallback ? o->fallback : "empty",
			*o->fallback ? "\"" : "");
	}
}

static void append_view(const struct command_set *set,
			const struct keymap *keys, unsigned view, GString *out)
{
	g_autoptr(GPtrArray) list = keymap_list(keys, 0);
	bool any = false;

	for (guint i = 0; i < list->len; i++) {
		const struct binding *b = g_ptr_array_index(list, i);
		const struct command *c = command_set_find(set, b->line,
							   IN_PROMPT);
		g_autofree char *key = NULL;

		if (b->view != view)
			continue;
		if (!any)
			g_string_append_printf(out, "%s%s\n", out->len ?
				"\n" : "", command_view_word(view));
		any = true;
		key = key_name(b->key);
		g_string_append_printf(out, "  %-14s %-22s %s\n", key,
				       b->line, c ? c->help : "");
	}
}

static void append_keys(const struct command_set *set,
			const struct keymap *keys, GString *out)
{
	for (unsigned v = VIEW_ANY; v <= VIEW_LAST; v <<= 1)
		append_view(set, keys, v, out);
}

static void append_man1(const struct command_set *set,
			const struct keymap *keys, GString *out)
{
	(void)keys;
	manual_commands(set, out);
}

static void append_man5(const struct command_set *set,
			const struct keymap *keys, GString *out)
{
	manual_config(set, keys, out);
}

static void append_bash(const struct command_set *set,
			const struct keymap *keys, GString *out)
{
	(void)keys;
	shells_bash(set, out);
}

static void append_zsh(const struct command_set *set,
		       const struct keymap *keys, GString *out)
{
	(void)keys;
	shells_zsh(set, out);
}

static void append_fish(const struct command_set *set,
			const struct keymap *keys, GString *out)
{
	(void)keys;
	shells_fish(set, out);
}

char *command_document(const struct command_set *set,
		       const struct keymap *keys, const char *what)
{
	static const struct {
		const char *name;
		void (*append)(const struct command_set *set,
			       const struct keymap *keys, GString *out);
	} pages[] = {
		{ "man1", append_man1 }, { "man5", append_man5 },
		{ "bash", append_bash }, { "zsh", append_zsh },
		{ "fish", append_fish }, { "keys", append_keys },
		{ "options", append_options },
	};

	for (guint i = 0; i < G_N_ELEMENTS(pages); i++) {
		GString *out;

		if (strcmp(pages[i].name, what))
			continue;
		out = g_string_new(NULL);
		pages[i].append(set, keys, out);
		return g_string_free(out, FALSE);
	}
	return NULL;
}
