/* Commands: what happened in a community, as one message. */
#include "command/internal.h"

#include <string.h>

#define MONTH_DAYS 30

/* A part of a digest: things of a kind and when they count. */
struct part {
	enum thing_kind kind;
	const char *heading;
	bool (*counts)(const struct thing *t, int64_t since, int64_t now);
};

static bool is_new(const struct thing *t, int64_t since, int64_t now)
{
	return t->ts >= since && t->ts <= now && !thing_is_closed(t);
}

static bool was_closed(const struct thing *t, int64_t since, int64_t now)
{
	return thing_is_closed(t) && !t->same && t->closed >= since &&
	       t->closed <= now;
}

/* Planned, begun, done or declined. */
static bool was_decided(const struct thing *t, int64_t since, int64_t now)
{
	return t->status != IDEA_NEW && !t->same && t->changed >= since &&
	       t->changed <= now;
}

static bool comes(const struct thing *t, int64_t since, int64_t now)
{
	(void)since;
	return t->begin >= now && !thing_is_closed(t) &&
	       t->begin < now + INT64_C(62) * 86400000;
}

static const struct part parts[] = {
	{ KIND_RESOURCE, "New resources", is_new },
	{ KIND_QUESTION, "Questions that were solved", was_closed },
	{ KIND_IDEA, "What became of ideas", was_decided },
	{ KIND_DECISION, "Decisions", is_new },
	{ KIND_EVENT, "Events to come", comes },
};

static void add_part(struct command_call *call, GString *out,
		     const struct room *space, const struct part *part,
		     int64_t since)
{
	struct thing_query q = { .kind = part->kind, .space = space->id };
	g_autoptr(GPtrArray) list = q.kind == KIND_EVENT ?
		event_list(call, &q) : reader_things(call->ctx->reader, &q);
	int64_t now = world_now(call->ctx->world);
	bool any = false;

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);

		if (!part->counts(t, since, now))
			continue;
		if (!any)
			markdown_heading(out, 2, part->heading, NULL);
		any = true;
		markdown_thing(call, out, t);
	}
}

static char *make_digest(struct command_call *call, const struct room *space,
			 int64_t since)
{
	GString *out = g_string_new(NULL);
	struct civil c = world_civil(call->ctx->world, since);
	g_autofree char *what = g_strdup_printf("%s since %04d-%02d-%02d",
						space->name, c.year, c.mon,
						c.mday);
	gsize head;

	markdown_heading(out, 1, what, NULL);
	head = out->len;
	for (guint i = 0; i < G_N_ELEMENTS(parts); i++)
		add_part(call, out, space, &parts[i], since);
	if (out->len == head)
		g_string_append(out, "Nothing new.\n");
	return g_string_free(out, FALSE);
}

/* Who reads it need not be who could read what is in it. */
static bool send_digest(struct command_call *call, const char *room_words,
			const char *words, GError **err)
{
	struct room *room = reader_room_find(call->ctx->reader,
					     call->ctx->account, room_words,
					     err);
	g_autofree char *text = room ? call_text(call, words, err) : NULL;
	struct op *op;
	bool ok = false;

	if (text) {
		op = call_op(call, OP_SEND, room);
		command_fill_text(call->ctx, room->id, text, op);
		ok = call_submit_sent(call, op, err);
	}
	if (ok)
		call_note(call, "Sent the digest to %s.", room->name);
	room_free(room);
	return ok;
}

static bool run_digest(struct command_call *call, GError **err)
{
	const char *to = args_get(call->args, "--send");
	struct room *space = call_room(call, err);
	int64_t since = world_now(call->ctx->world) -
			MONTH_DAYS * INT64_C(86400000);
	g_autofree char *text = NULL;
	bool ok = space != NULL;

	if (ok && space->kind != ROOM_SPACE)
		ok = call_fail(err, FM_ERROR_USAGE, "%s is a room; a digest "
			       "is of a space with its rooms.", space->name);
	ok = ok && call_since(call, args_get(call->args, "--since"), &since,
			      err);
	if (ok)
		text = make_digest(call, space, since);
	if (ok && to)
		ok = send_digest(call, to, text, err);
	else if (ok)
		call_document(call, text);
	room_free(space);
	return ok;
}

/* On the screen the preview is a list of its own. */
static bool run_send(struct command_call *call, GError **err)
{
	return args_get(call->args, "--send") ? run_digest(call, err) :
	       call_fail(err, FM_ERROR_USAGE, "Where to? community send SPACE "
			 "--send ROOM; \"community preview\" shows it "
			 "before.");
}

#define CONTENTS "New resources, questions that were solved, ideas that were " \
	"decided on, decisions, and the events of the next two months; " \
	"without --since of the last 30 days."

const struct command community_rows[] = {
	{ "community digest", NULL, "ROOM [--since DATE] [--send ROOM]",
	  "what happened in a space, as Markdown", CONTENTS " It shows what it "
	  "would send; with --send it goes to a room as one message.", NULL,
	  IN_SHELL, run_digest },
	{ "community preview", NULL, "[ROOM] [--since DATE]", "what happened "
	  "in a space, as \"community send\" sends it", CONTENTS, NULL,
	  IN_PROMPT | LISTED, run_digest, "Nothing new." },
	{ "community send", NULL, "[ROOM] [--since DATE] [--send ROOM]",
	  "send what happened in a space as one message", NULL, NULL, IN_PROMPT, run_send },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
