/* Commands: help and version. */
#include "command/internal.h"

#include <string.h>
#include "command/version.h"

static void answer_help(struct command_call *call, const struct command *c,
			const char *kind)
{
	unsigned where = call->ctx->shell ? IN_SHELL : IN_PROMPT;
	g_autofree char *usage = command_usage_for(c, where);
	struct record *r = call_begin(call, kind);

	record_text(r, "command", c->name);
	record_text(r, "usage", usage);
	record_text(r, "help", c->help);
	record_text(r, "more", c->more);
	call_end(call, r);
	/* the screen shows no records */
	if (!call->ctx->shell)
		call_say(call, "%s: %s", usage, c->help);
}

/* All that begin with the words: "help task" shows each of its commands. */
static int help_group(struct command_call *call, const char *words,
		      unsigned where)
{
	g_autoptr(GPtrArray) list = command_set_list(call->ctx->set, where);
	g_autofree char *begin = g_strdup_printf("%s ", words);
	int n = 0;

	for (guint i = 0; i < list->len; i++) {
		const struct command *c = g_ptr_array_index(list, i);

		if (strcmp(c->name, words) &&
		    !g_str_has_prefix(c->name, begin))
			continue;
		answer_help(call, c, "help-one");
		n++;
	}
	return n;
}

static bool help_about(struct command_call *call, const char *words,
		       GError **err)
{
	unsigned where = call->ctx->shell ? IN_SHELL : IN_PROMPT;
	g_autofree char *near = NULL;

	if (help_group(call, words, where))
		return true;
	/* what is only for the other front end is shown as well */
	if (help_group(call, words, IN_SHELL | IN_PROMPT | IN_CONFIG))
		return true;
	near = command_nearest(call->ctx->set, words, where);
	return call_fail(err, FM_ERROR_USAGE, near ? "There is no command "
			 "\"%s\". Did you mean %s?" : "There is no command "
			 "\"%s\"; \"folkmoot help\" lists all.", words, near);
}

static bool run_help(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "COMMAND");
	g_autoptr(GPtrArray) list = NULL;

	if (words)
		return help_about(call, words, err);
	if (!call->ctx->shell)
		return command_run_line(call->ctx, "keys-help", IN_PROMPT,
					err);
	list = command_set_list(call->ctx->set, IN_SHELL);
	for (guint i = 0; i < list->len; i++)
		answer_help(call, g_ptr_array_index(list, i), "help");
	return true;
}

static bool run_version(struct command_call *call, GError **err)
{
	struct record *r = call_begin(call, "version");

	(void)err;
	record_text(r, "version", FOLKMOOT_VERSION);
	call_end(call, r);
	if (!call->ctx->shell)
		call_say(call, "folkmoot %s", FOLKMOOT_VERSION);
	return true;
}

const struct command help_rows[] = {
	{ "help", NULL, "[COMMAND]", "list the commands, or explain one",
	  NULL, NULL, IN_SHELL | IN_PROMPT | IN_SLASH, run_help },
	{ "version", NULL, "", "print the version", NULL, NULL,
	  IN_SHELL | IN_PROMPT, run_version },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
