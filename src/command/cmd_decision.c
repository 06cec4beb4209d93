/* Commands: decisions. One is a message that says what was decided; a
 * message that says so already is made one by name. */
#include "command/internal.h"

static bool run_add(struct command_call *call, GError **err)
{
	return call_add_new(call, KIND_DECISION, NULL, err);
}

static bool run_from(struct command_call *call, GError **err)
{
	return call_add_from(call, KIND_DECISION, NULL, err);
}

static bool fill_revoke(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	const char *reason = args_get(call->args, "REASON");
	g_autofree char *notes = reason ? g_strdup_printf("%s%sRevoked: %s",
		t->notes ? t->notes : "", t->notes ? "\n" : "", reason) : NULL;

	change->fields = THING_STATUS;
	change->status = DECISION_REVOKED;
	return call_set_text(change, THING_NOTES, notes, err);
}

static bool run_revoke(struct command_call *call, GError **err)
{
	return call_change(call, KIND_DECISION, fill_revoke, err);
}

/* The decisions that are asked for, or NULL with err. */
static GPtrArray *read_list(struct command_call *call, GError **err)
{
	struct thing_query q = { .kind = KIND_DECISION,
				 .order = ORDER_NEWEST };
	int64_t since = 0;
	GPtrArray *list;

	if (!call_list_query(call, &q, err) ||
	    !call_since(call, args_get(call->args, "--since"), &since, err))
		return NULL;
	list = reader_things(call->ctx->reader, &q);
	for (guint i = list->len; i-- > 0;) {
		const struct thing *t = g_ptr_array_index(list, i);

		if (t->ts < since)
			g_ptr_array_remove_index(list, i);
	}
	return list;
}

static bool run_list(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) list = read_list(call, err);

	for (guint i = 0; list && i < list->len; i++)
		call_answer(call, g_ptr_array_index(list, i));
	return list != NULL;
}

static bool run_show(struct command_call *call, GError **err)
{
	return call_show(call, KIND_DECISION, err);
}

static bool run_export(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) list = read_list(call, err);
	g_autoptr(GString) out = g_string_new(NULL);

	if (!list)
		return false;
	markdown_heading(out, 1, "Decisions", args_get(call->args, "ROOM"));
	for (guint i = 0; i < list->len; i++)
		if (!thing_is_closed(g_ptr_array_index(list, i)))
			markdown_thing(call, out, g_ptr_array_index(list, i));
	call_document(call, out->str);
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command decision_rows[] = {
	{ "decide", NULL, "ROOM TITLE [--notes NOTES] [--tag TAG]…", "write "
	  "down what was decided", NULL, NULL, BOTH | IN_SLASH | IN_FORM,
	  run_add },
	{ "decision from", NULL, "ROOM [ID] [TITLE] [--notes NOTES] "
	  "[--tag TAG]…", "make a decision from a message", "It links to the "
	  "thread of the message. Without TITLE its first line is what was "
	  "decided.", NULL, BOTH | VIEW_POSTS, run_from },
	{ "decision list", NULL, "[ROOM] [--since DATE] [--tag TAG] "
	  "[--filter WORDS]", "list what was decided", "In a room, in a space "
	  "with its rooms, or everywhere; the newest first.", NULL,
	  BOTH | LISTED, run_list, "Nothing has been decided yet." },
	{ "decision show", NULL, "[ID]", "show a decision in full", NULL,
	  NULL, IN_SHELL, run_show },
	{ "decision export", NULL, "[ROOM] [--since DATE]", "write the "
	  "decisions that stand as Markdown", NULL, NULL, BOTH | LISTED,
	  run_export, "Nothing has been decided yet." },
	{ "decision revoke", NULL, "[ID] [REASON]", "say that a decision "
	  "stands no longer", NULL, NULL, BOTH | VIEW_RESOURCES | VIEW_POSTS,
	  run_revoke },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
