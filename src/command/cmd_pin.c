/* Commands: pins, and what is said to me. */
#include "command/internal.h"

#include <string.h>

#define MENTIONS_MAX 500

/* ---- pinning ------------------------------------------------------------------- */

static bool may_pin(const struct room *room, GError **err)
{
	return room->power >= room->power_pin ||
	       call_fail(err, FM_ERROR_REFUSED, "You may not pin messages in "
			 "%s: it needs the power %d, and yours is %d.",
			 room->name, room->power_pin, room->power);
}

/* The message that is meant; what is to be taken down need not be stored.
 * Yours. */
static char *target_of(struct command_call *call, const struct room *room,
		       bool unpin, GError **err)
{
	const char *id = args_get(call->args, "ID");
	struct post *post;
	char *eid;

	if (unpin && id && *id == '$')
		return g_strdup(id);
	post = call_post(call, room, err);
	eid = post ? g_strdup(post->eid) : NULL;
	post_free(post);
	return eid;
}

static bool run_pin(struct command_call *call, GError **err)
{
	bool unpin = !strcmp(call->command->name, "unpin");
	struct room *room = call_room(call, err);
	g_autofree char *eid = room && may_pin(room, err) ?
		target_of(call, room, unpin, err) : NULL;
	struct op *op;
	bool ok = false;

	if (eid) {
		op = call_op(call, OP_PIN, room);
		op->target = g_strdup(eid);
		op->key = g_strdup(unpin ? "unpin" : "pin");
		ok = call_submit(call, op, NULL, err);
	}
	if (ok) {
		call_undo(call, room->id, "%s %s", unpin ? "pin" : "unpin",
			  eid);
		call_say(call, unpin ? "Unpinned in %s." : "Pinned in %s.",
			 room->name);
	}
	room_free(room);
	return ok;
}

/* ---- listing ------------------------------------------------------------------- */

/* Those that nobody has stored are fetched, one by one; the shell waits. */
static bool fetch_missing(struct command_call *call, const struct room *room,
			  const GPtrArray *pins)
{
	bool asked = false;

	for (guint i = 0; i < pins->len; i++) {
		const struct post *p = g_ptr_array_index(pins, i);
		g_autoptr(GError) err = NULL;
		struct message *m;

		if (p->sender)
			continue;
		m = message_new(REQ_EVENT);
		m->account = room->account;
		m->room = room->id;
		m->a = g_strdup(p->eid);
		m = call_ask(call, m, EV_ROOM, &err);
		if (err || (m && m->a))
			call_note(call, "A pinned message could not be "
				  "fetched: %s", err ? err->message : m->a);
		message_free(m);
		asked = true;
	}
	return asked;
}

static bool run_pins(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	GPtrArray *pins;

	if (!room)
		return false;
	pins = reader_pins(call->ctx->reader, room->id);
	if (fetch_missing(call, room, pins) && call->ctx->shell) {
		g_ptr_array_unref(pins);
		pins = reader_pins(call->ctx->reader, room->id);
	}
	for (guint i = 0; i < pins->len; i++) {
		struct record *r = call_begin(call, "post");

		answer_post(call, r, g_ptr_array_index(pins, i), room->rid);
		record_text(r, "room_name", room->name);
		call_end(call, r);
	}
	g_ptr_array_unref(pins);
	room_free(room);
	return true;
}

static bool run_mentions(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) hits = NULL;

	if (!call_reader(call, err))
		return false;
	hits = args_flag(call->args, "--all") ?
	       reader_mentions_all(call->ctx->reader, MENTIONS_MAX) :
	       reader_mentions(call->ctx->reader, MENTIONS_MAX);
	for (guint i = 0; i < hits->len; i++)
		answer_hit(call, g_ptr_array_index(hits, i));
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command pin_rows[] = {
	{ "pin", NULL, "ROOM [ID]", "pin a message for everybody here", "It is "
	  "marked in the feed and listed by \"pins\".", NULL, BOTH, run_pin },
	{ "unpin", NULL, "ROOM [ID]", "take a pinned message down", NULL,
	  NULL, BOTH, run_pin },
	{ "pins", NULL, "[ROOM]", "list what is pinned in a room", "The last "
	  "pinned first. What is not stored is fetched if the server can be "
	  "reached.", NULL, BOTH | LISTED, run_pins,
	  "Nothing is pinned here. P on a message pins it." },
	{ "mentions", NULL, "[--all]", "list the messages for you", "Unread "
	  "ones, the newest first; --all: also those that you have read.",
	  NULL, BOTH | LISTED, run_mentions,
	  "Nobody mentions you in what you have not read. :mentions --all "
	  "lists those that you have." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
