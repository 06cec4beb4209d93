/* Commands: rooms, spaces and who is in them. */
#include "command/internal.h"

/* ---- listing ------------------------------------------------------------------ */

static bool show_room(const struct room *room, void *user)
{
	struct command_call *call = user;
	struct record *r = call_begin(call, "room");

	answer_room(call, r, room);
	call_end(call, r);
	return true;
}

static bool list_rooms(struct command_call *call, enum rooms_which which,
		       GError **err)
{
	if (!call_reader(call, err))
		return false;
	reader_rooms(call->ctx->reader, call->ctx->account, which, show_room,
		     call);
	return true;
}

static bool run_rooms(struct command_call *call, GError **err)
{
	return list_rooms(call, args_flag(call->args, "--invites") ?
			  ROOMS_INVITES : ROOMS_ONLY, err);
}

/* The list of members is asked for only when it is not whole. */
static void complete_members(struct command_call *call,
			     const struct room *room)
{
	g_autoptr(GError) err = NULL;
	struct message *m;

	if (room->members_known)
		return;
	m = message_new(REQ_MEMBERS);
	m->account = room->account;
	m->room = room->id;
	m = call_ask(call, m, EV_ROOM, &err);
	if (err || (m && m->a))
		call_note(call, "The list of members may not be whole: %s",
			  err ? err->message : m->a);
	message_free(m);
}

static bool run_members(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	const char *filter = args_get(call->args, "NAME");

	if (!room)
		return false;
	complete_members(call, room);
	for (int at = 0;; at += 200) {
		g_autoptr(GPtrArray) list = reader_members(call->ctx->reader,
				room->id, filter, at, 200);

		for (guint i = 0; i < list->len; i++) {
			struct record *r = call_begin(call, "member");

			answer_member(r, g_ptr_array_index(list, i));
			call_end(call, r);
		}
		if (list->len < 200)
			break;
	}
	room_free(room);
	return true;
}

const struct command room_rows[] = {
	{ "rooms", NULL, "[--invites]", "list your rooms",
	  "Rooms and direct messages in the order of the sidebar; --invites: "
	  "those you are invited to.", NULL, IN_SHELL | IN_PROMPT | LISTED,
	  run_rooms, "You are in no room yet. :join goes to one." },
	{ "spaces", NULL, "[--no-charter] [--review-due DAYS]",
	  "list your spaces", "--no-charter: those without a charter; "
	  "--review-due: those whose charter is to be looked at again within "
	  "so many days.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_spaces,
	  "You are in no space yet. :join goes to one." },
	{ "members", NULL, "ROOM [NAME]", "list who is in a room",
	  "With NAME those who are called alike.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_members,
	  "Nobody here is called so." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
