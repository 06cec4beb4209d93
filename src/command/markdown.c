/* Things as lines of Markdown: for exports and for messages. */
#include "command/internal.h"

#include <string.h>

/* What would be taken for a mark is said to be none. */
static void add_text(GString *out, const char *text)
{
	for (; text && *text; text++) {
		if (strchr("\\`*_[]<>#|", *text))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *text == '\n' ? ' ' : *text);
	}
}

/* Inside of (…): parts of an address that would end it. */
static void add_link(GString *out, const char *words, const char *url)
{
	g_autofree char *safe = g_uri_escape_string(url,
		":/?#[]@!$&'*+,;=%", TRUE);

	g_string_append_c(out, '[');
	add_text(out, words);
	g_string_append_printf(out, "](%s)", safe);
}

void markdown_heading(GString *out, int level, const char *what,
		      const char *where)
{
	if (out->len)
		g_string_append_c(out, '\n');
	for (int i = 0; i < level; i++)
		g_string_append_c(out, '#');
	g_string_append_printf(out, " %s", what);
	if (where)
		g_string_append(out, ": ");
	add_text(out, where);
	g_string_append(out, "\n\n");
}

static void add_who(struct command_call *call, GString *out,
		    const struct thing *t)
{
	g_autofree char *name = answer_name(call, t->room, t->creator);
	struct civil c = world_civil(call->ctx->world, t->ts);

	g_string_append(out, " (");
	add_text(out, name);
	g_string_append_printf(out, ", %04d-%02d-%02d)", c.year, c.mon,
			       c.mday);
}

static void add_thread(GString *out, const struct thing *t)
{
	g_autofree char *url = t->eid ? answer_link(t->rid, t->source ?
						    t->source : t->eid) : NULL;

	if (!url)
		return;
	g_string_append(out, " · ");
	add_link(out, "thread", url);
}

static void add_resource(struct command_call *call, GString *out,
			 const struct thing *t)
{
	(void)call;
	if (t->url)
		add_link(out, t->title, t->url);
	else
		add_text(out, t->title);
	for (guint i = 0; t->tags && i < t->tags->len; i++) {
		g_string_append(out, i ? " " : " · ");
		add_text(out, g_ptr_array_index(t->tags, i));
	}
}

static void add_title(GString *out, const struct thing *t)
{
	g_string_append(out, "**");
	add_text(out, t->title);
	g_string_append(out, "**");
}

static void add_idea(struct command_call *call, GString *out,
		     const struct thing *t)
{
	(void)call;
	add_title(out, t);
	g_string_append_printf(out, " · %s, %d for, %d against",
			       thing_status_word(t), t->up, t->down);
	if (t->reason) {
		g_string_append(out, ": ");
		add_text(out, t->reason);
	}
}

static void add_event(struct command_call *call, GString *out,
		      const struct thing *t)
{
	g_autofree char *when = command_say_span(call->ctx->world, t->begin,
						 t->end);

	g_string_append_printf(out, "%s: ", when);
	add_title(out, t);
	if (t->place) {
		g_string_append(out, " · ");
		add_text(out, t->place);
	}
	g_string_append_printf(out, " · %d coming", t->up);
}

void markdown_thing(struct command_call *call, GString *out,
		    const struct thing *t)
{
	g_string_append(out, "- ");
	if (t->kind == KIND_RESOURCE)
		add_resource(call, out, t);
	else if (t->kind == KIND_IDEA)
		add_idea(call, out, t);
	else if (t->kind == KIND_EVENT)
		add_event(call, out, t);
	else
		add_title(out, t);
	if (t->kind != KIND_EVENT)
		add_who(call, out, t);
	if (t->kind != KIND_RESOURCE)
		add_thread(out, t);
	g_string_append_c(out, '\n');
	if (t->notes && t->kind != KIND_EVENT) {
		g_string_append(out, "  ");
		add_text(out, t->notes);
		g_string_append_c(out, '\n');
	}
}

void call_document(struct command_call *call, const char *text)
{
	g_auto(GStrv) lines = NULL;
	struct record *r;

	if (call->ctx->shell) {
		r = call_begin(call, "document");
		record_text(r, "text", text);
		call_end(call, r);
		return;
	}
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i] && (*lines[i] || lines[i + 1]); i++) {
		r = call_begin(call, "line");
		record_text(r, "text", lines[i]);
		call_end(call, r);
	}
}
