/* Commands: rooms, spaces and who is in them. */
#include "command/internal.h"

#include <string.h>

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

/* ---- coming and going ------------------------------------------------------------ */

/* Answers {"room","name","state"} and says "DONE NAME." about it. */
static bool submit_room(struct command_call *call, struct op *take,
			const char *name, const char *done, GError **err)
{
	struct op_outcome o = { .state = OP_WAITING };
	g_autofree char *rid = g_strdup(take->rid);
	bool ok = call_submit(call, take, &o, err);
	struct record *r;

	if (ok) {
		r = call_begin(call, "change");
		record_text(r, "room", o.rid ? o.rid : rid);
		record_text(r, "name", name);
		record_text(r, "state", op_state_word(o.state));
		record_text(r, "txn", o.txn);
		call_end(call, r);
		if (o.state == OP_SENT)
			call_say(call, "%s %s.", done, name ? name :
				 o.rid ? o.rid : rid);
	}
	op_outcome_clear(&o);
	return ok;
}

/* An address that only the server can know. */
static bool is_address(const char *words)
{
	return (*words == '#' && strchr(words, ':')) || *words == '!';
}

static void add_via(struct command_call *call, struct op *op)
{
	const char *const *via = args_all(call->args, "--via");

	if (*via)
		op->via = g_ptr_array_new_with_free_func(g_free);
	for (; *via; via++)
		g_ptr_array_add(op->via, g_strdup(*via));
}

static bool run_join(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "ROOM");
	g_autoptr(GError) inner = NULL;
	struct room *room = call_room(call, &inner);
	struct account *a;
	struct op *op;
	bool ok;

	if (!room && !is_address(words)) {
		g_propagate_error(err, g_steal_pointer(&inner));
		return false;
	}
	op = call_op(call, OP_JOIN, room);
	add_via(call, op);
	if (!room) {
		a = call_account(call, err);
		if (!a) {
			op_free(op);
			return false;
		}
		op->account = a->id;
		op->rid = g_strdup(words);
		account_free(a);
	}
	ok = submit_room(call, op, room ? room->name : NULL, "Joined",
			 err);
	room_free(room);
	return ok;
}

static bool run_leave(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct op *op;
	bool ok;

	if (!room)
		return false;
	op = call_op(call, OP_LEAVE, room);
	op->reason = g_strdup(args_get(call->args, "--reason"));
	ok = submit_room(call, op, room->name, room->mine == MEMBER_INVITE ?
			 "Declined the invitation to" : "Left", err);
	room_free(room);
	return ok;
}

static bool run_invite(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	const char *const *users = args_all(call->args, "USER");
	bool ok = room != NULL;

	for (; ok && *users; users++) {
		char *uid = call_user(call, NULL, *users, err);
		struct op *op;

		if (!uid) {
			ok = false;
			break;
		}
		op = call_op(call, OP_INVITE, room);
		op->key = uid;
		op->reason = g_strdup(args_get(call->args, "--reason"));
		ok = submit_room(call, op, room->name, "Sent the invitation "
				 "to", err);
	}
	room_free(room);
	return ok;
}

static bool run_dm(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "USER");
	struct account *a = call_account(call, err);
	struct op *op;
	char *uid = NULL;
	bool ok;

	if (!words)
		words = call->ctx->uid;
	if (a && !words)
		call_fail(err, FM_ERROR_NOT_FOUND, "Nobody is selected; name "
			  "the person: dm USER.");
	else if (a)
		uid = call_user(call, NULL, words, err);
	if (uid && !strcmp(uid, a->user)) {
		call_fail(err, FM_ERROR_REFUSED, "That is you. For notes of "
			  "your own, make a room or a draft.");
		g_clear_pointer(&uid, g_free);
	}
	if (!uid) {
		account_free(a);
		return false;
	}
	op = call_op(call, OP_DIRECT, NULL);
	op->account = a->id;
	op->key = uid;
	ok = submit_room(call, op, NULL, "The conversation is open:",
			 err);
	account_free(a);
	return ok;
}

#define TYPED (IN_SHELL | IN_PROMPT | IN_SLASH)

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
	{ "join", NULL, "ROOM [--via SERVER]…", "join a room, or accept an "
	  "invitation", "ROOM is an id or alias, or the name of a room you "
	  "are invited to.", NULL, TYPED, run_join },
	{ "leave", "part", "[ROOM] [--reason REASON]", "leave a room, or "
	  "decline an invitation", NULL, NULL, TYPED | FINAL, run_leave },
	{ "invite", NULL, "ROOM USER… [--reason REASON]", "invite people to a "
	  "room", NULL, NULL, TYPED, run_invite },
	{ "dm", "msg", "[USER]", "open a conversation with somebody",
	  "Goes to the one you have, or makes it.", "message",
	  TYPED | VIEW_MEMBERS | VIEW_DETAILS | VIEW_PEOPLE, run_dm },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
