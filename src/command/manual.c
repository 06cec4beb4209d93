/* The man pages, in mdoc (mandoc.bsd.lv; groff reads it too). */
#include "command/internal.h"

#include <string.h>
#include "command/version.h"

/* Text of a line: a backslash is an escape to roff, a dot or an apostrophe at
 * the beginning a request, and "-" would be a hyphen. */
static void append_text(GString *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		g_string_append(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			g_string_append(out, "\\e");
		else if (*text == '-')
			g_string_append(out, "\\-");
		else if (g_str_has_prefix(text, "…"))
			g_string_append(out, "...");
		else
			g_string_append_c(out, *text);
		if (g_str_has_prefix(text, "…"))
			text += strlen("…") - 1;
	}
}

static void append_line(GString *out, const char *before, const char *text)
{
	g_string_append(out, before);
	append_text(out, text);
	g_string_append_c(out, '\n');
}

/* A sentence begins a line in roff. */
static void append_sentences(GString *out, const char *text)
{
	g_auto(GStrv) sentences = g_strsplit(text, ". ", -1);

	for (int i = 0; sentences[i]; i++) {
		append_text(out, sentences[i]);
		g_string_append(out, sentences[i + 1] ? ".\n" : "\n");
	}
}

static void append_head(GString *out, const char *section, const char *what)
{
	g_string_append_printf(out, ".Dd November 23, 2026\n.Dt FOLKMOOT %s\n"
		".Os folkmoot %s\n.Sh NAME\n.Nm folkmoot\n.Nd %s\n", section,
		FOLKMOOT_VERSION, what);
}

static void append_usage(GString *out, const char *template, unsigned where)
{
	g_autofree char *words = template_words(template, where);

	append_text(out, words);
}

static void append_command(GString *out, const struct command *c,
			   unsigned where)
{
	g_string_append(out, ".It Ic ");
	append_text(out, c->name);
	if (*c->args) {
		g_string_append(out, " No ");
		append_usage(out, c->args, where);
	}
	g_string_append_c(out, '\n');
	g_string_append_unichar(out, g_unichar_toupper(*c->help));
	append_line(out, "", c->help + 1);
	out->str[out->len - 1] = '.';
	g_string_append_c(out, '\n');
	if (c->more)
		append_sentences(out, c->more);
}

static void append_list(const struct command_set *set, unsigned where,
			GString *out)
{
	g_autoptr(GPtrArray) list = command_set_list(set, where);

	g_string_append(out, ".Bl -tag -width Ds\n");
	for (guint i = 0; i < list->len; i++)
		append_command(out, g_ptr_array_index(list, i), where);
	g_string_append(out, ".El\n");
}

void manual_commands(const struct command_set *set, GString *out)
{
	append_head(out, "1", "project spaces and conversations in the "
		    "terminal");
	g_string_append(out,
		".Sh SYNOPSIS\n.Nm\n.Op Fl \\-profile Ar DIR\n"
		".Op Fl \\-account Ar NAME\n.Op Fl \\-json\n"
		".Op Ar COMMAND ...\n"
		".Sh DESCRIPTION\n.Nm\nwithout a command opens the screen; "
		"there\n.Ic \\&?\nlists what works where one is.\n"
		"With a command it does that one thing and ends.\nIt works "
		"while the screen is open elsewhere.\n.Pp\n"
		"The options may stand before or after the command:\n"
		".Bl -tag -width Ds\n"
		".It Fl \\-profile Ar DIR\nKeep everything in this folder.\n"
		".It Fl \\-account Ar NAME\nOf several accounts, use this "
		"one.\n"
		".It Fl \\-json\nPrint one JSON object a line.\n"
		".It Fl \\-help\nExplain the command.\n"
		".It Fl \\-version\nPrint the version.\n"
		".It Fl \\-\nWhat follows is text, even if it begins so.\n"
		".El\n.Pp\n"
		"ROOM is an id, an alias or an unambiguous name; ID the id "
		"of a message or task, or its unambiguous beginning.\n"
		".Sh COMMANDS\n");
	append_list(set, IN_SHELL, out);
	g_string_append(out,
		".Sh FILES\n.Bl -tag -width Ds\n"
		".It Pa ~/.config/folkmoot/config\nSee\n.Xr folkmoot 5 .\n"
		".It Pa ~/.local/state/folkmoot\nThe profile: what servers "
		"said, the outbox, tokens, the log.\n.El\n"
		".Sh EXIT STATUS\n.Bl -tag -width Ds -compact\n"
		".It 0\ndone\n.It 1\nfailed\n.It 2\nthe command was not "
		"understood\n.It 3\nkept in the outbox, not sent yet\n.El\n"
		".Sh SEE ALSO\n.Xr folkmoot 5\n");
}

static void append_options(GString *out)
{
	g_string_append(out, ".Bl -tag -width Ds\n");
	for (const struct option_row *o = option_rows(); o->name; o++) {
		g_string_append(out, ".It Ic ");
		append_text(out, o->name);
		append_line(out, " No ", o->kind == OPTION_BOOL ? "yes no" :
			    o->choices ? o->choices : "TEXT");
		append_line(out, "", o->help);
		append_line(out, ".br\nDefault: ", *o->fallback ? o->fallback
			    : "empty");
	}
	g_string_append(out, ".El\n");
}

static void append_keys(const struct command_set *set,
			const struct keymap *keys, GString *out)
{
	g_autoptr(GPtrArray) list = keymap_list(keys, 0);

	g_string_append(out, ".Bl -column \"composer\" \"Alt-Backspace\" "
			"\"external-editor\"\n");
	for (guint i = 0; i < list->len; i++) {
		const struct binding *b = g_ptr_array_index(list, i);
		g_autofree char *key = key_name(b->key);

		if (!command_set_find(set, b->line, IN_PROMPT))
			continue;
		g_string_append_printf(out, ".It %s Ta \\&",
				       command_view_word(b->view));
		append_text(out, key);
		append_line(out, " Ta \\&", b->line);
	}
	g_string_append(out, ".El\n");
}

void manual_config(const struct command_set *set, const struct keymap *keys,
		   GString *out)
{
	append_head(out, "5", "the config file, its options and keys");
	g_string_append(out,
		".Sh DESCRIPTION\nThe file is\n"
		".Pa ~/.config/folkmoot/config ,\nor\n.Pa config\nin the "
		"profile when there is one.\n"
		"Each line is a command.\nEmpty lines and those that begin "
		"with # are skipped.\nA word with blanks stands between "
		"quotes; a backslash takes the next character as it is.\n"
		"A line that is not understood is reported with its number "
		"and skipped; the rest works.\n"
		".Ic folkmoot check\\-config\nreports all of them.\n"
		".Sh COMMANDS\n");
	append_list(set, IN_CONFIG, out);
	g_string_append(out, ".Sh OPTIONS\n");
	append_options(out);
	g_string_append(out, ".Sh COMMANDS FOR KEYS AND THE PROMPT\n");
	append_list(set, IN_PROMPT, out);
	if (keys) {
		g_string_append(out, ".Sh KEYS\n");
		append_keys(set, keys, out);
	}
	g_string_append(out, ".Sh EXAMPLES\n.Bd -literal\n"
		"set theme light\nset time\\-format 12h\n"
		"bind posts Ctrl\\-G next\\-unread\nunbind any q\n.Ed\n"
		".Sh SEE ALSO\n.Xr folkmoot 1\n");
}
