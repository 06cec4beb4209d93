/* Commands: coming and going, and who may do what. */
#include "command/internal.h"

#include <string.h>
#include "command/address.h"

#define OWNER 100

bool call_submit_room(struct command_call *call, struct op *take,
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

bool call_may(const struct room *room, enum can_act act, GError **err)
{
	g_autofree char *why = NULL;

	if (can_do(room, act, &why))
		return true;
	return call_fail(err, FM_ERROR_REFUSED, "%s", why);
}

static bool can_here(const struct command_context *ctx, enum can_act act,
		     char **why)
{
	struct room *room = ctx->reader && ctx->room ?
		reader_room(ctx->reader, ctx->room) : NULL;
	bool can = can_do(room, act, why);

	room_free(room);
	return can;
}

bool can_invite_here(const struct command_context *ctx, char **why)
{
	return can_here(ctx, ACT_INVITE, why);
}

bool can_remove_here(const struct command_context *ctx, char **why)
{
	return can_here(ctx, ACT_REMOVE, why);
}

bool can_ban_here(const struct command_context *ctx, char **why)
{
	return can_here(ctx, ACT_BAN, why);
}

bool can_set_here(const struct command_context *ctx, char **why)
{
	return can_here(ctx, ACT_SETTINGS, why);
}

/* ---- joining ------------------------------------------------------------------- */

static void add_via(struct command_call *call, struct op *op,
		    struct address *a)
{
	const char *const *via = args_all(call->args, "--via");

	op->via = g_steal_pointer(&a->via);
	if (*via && !op->via)
		op->via = g_ptr_array_new_with_free_func(g_free);
	for (; *via; via++)
		g_ptr_array_add(op->via, g_strdup(*via));
}

/* What a space suggests is offered, or joined with it. */
static bool join_suggested(struct command_call *call, int64_t account,
			   const char *rid, GError **err)
{
	bool all = args_flag(call->args, "--suggested");
	g_autoptr(GPtrArray) found = lookup_ask(call, account, "tree", rid,
						NULL);
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; found && i < found->len; i++) {
		const struct finding *f = found->pdata[i];
		struct op *op;

		if (f->depth != 1 || !f->suggested || f->mine == MEMBER_JOIN)
			continue;
		g_string_append_printf(names, "%s%s", names->len ? ", " : "",
				       f->name ? f->name : f->rid);
		if (!all)
			continue;
		op = call_op(call, OP_JOIN, NULL);
		op->account = account;
		op->rid = g_strdup(f->rid);
		op->via = finding_via(f);
		if (!call_submit_room(call, op, f->name, "Joined", err))
			return false;
	}
	if (names->len && !all)
		call_say(call, "It suggests %s: \"join %s --suggested\" joins "
			 "them too, \"tree %s\" shows all.", names->str, rid,
			 rid);
	return true;
}

/* Whether a place takes in people on request only, by what the server says of
 * it; an unknown place is simply joined. */
static bool must_knock(struct command_call *call, int64_t account,
		       const char *rid, bool *space)
{
	g_autoptr(GPtrArray) found = lookup_ask(call, account, "look", rid,
						args_all(call->args, "--via"));
	const struct finding *f = found && found->len ? found->pdata[0] : NULL;

	*space = f && f->kind == ROOM_SPACE;
	return f && f->join == JOIN_KNOCK && f->mine != MEMBER_INVITE &&
	       f->mine != MEMBER_JOIN;
}

/* The room that is meant: one that is stored, or an address. */
static bool find_target(struct command_call *call, struct room **room,
			struct address *a, GError **err)
{
	const char *words = args_get(call->args, "WHERE");
	g_autoptr(GError) inner = NULL;

	if (!call_reader(call, err))
		return false;
	if (!words) {
		*room = call->ctx->room ? reader_room(call->ctx->reader,
						      call->ctx->room) : NULL;
		return *room || call_fail(err, FM_ERROR_NOT_FOUND, "No place "
			"is selected; say which one: join WHERE.");
	}
	if (address_parse(a, words))
		words = a->room;
	*room = reader_room_find(call->ctx->reader, call->ctx->account, words,
				 &inner);
	if (*room || a->room)
		return true;
	g_propagate_error(err, g_steal_pointer(&inner));
	return false;
}

static int64_t account_for(struct command_call *call, const struct room *room,
			   GError **err)
{
	struct account *a = room ? NULL : call_account(call, err);
	int64_t id = room ? room->account : a ? a->id : 0;

	account_free(a);
	return id;
}

static bool send_join(struct command_call *call, struct room *room,
		      struct address *a, GError **err)
{
	int64_t account = account_for(call, room, err);
	bool invited = room && room->mine == MEMBER_INVITE;
	bool space = room && room->kind == ROOM_SPACE, knock;
	g_autofree char *rid = g_strdup(room ? room->rid : a->room);
	struct op *op;

	if (!account)
		return false;
	knock = args_flag(call->args, "--knock") ||
		(!invited && must_knock(call, account, rid, &space));
	op = call_op(call, knock ? OP_KNOCK : OP_JOIN, room);
	op->account = account;
	g_free(op->rid);
	op->rid = g_strdup(rid);
	op->reason = g_strdup(args_get(call->args, "--reason"));
	add_via(call, op, a);
	if (!call_submit_room(call, op, room ? room->name : NULL, knock ?
			      "Asked to be let into" : "Joined", err))
		return false;
	return knock || !space || join_suggested(call, account, rid, err);
}

static bool run_join(struct command_call *call, GError **err)
{
	struct address a = { 0 };
	struct room *room = NULL;
	bool ok = find_target(call, &room, &a, err) &&
		  send_join(call, room, &a, err);

	address_clear(&a);
	room_free(room);
	return ok;
}

/* ---- invitations ------------------------------------------------------------------ */

static char *inviter_name(struct command_call *call, const struct room *room)
{
	struct member *m = room->inviter ? reader_member(call->ctx->reader,
					room->id, room->inviter) : NULL;
	char *name = g_strdup(m ? m->name : NULL);

	member_free(m);
	return name;
}

static bool show_invite(const struct room *room, void *user)
{
	struct command_call *call = user;
	struct record *r = call_begin(call, "invite");
	g_autofree char *name = inviter_name(call, room);

	record_text(r, "id", room->rid);
	record_text(r, "name", room->name);
	record_text(r, "inviter", room->inviter);
	record_text(r, "inviter_name", name);
	record_int(r, "members", room->joined);
	record_text(r, "area", room->area == AREA_UNKNOWN ? NULL :
		    area_word(room->area));
	record_text(r, "topic", room->topic);
	record_text(r, "kind", room_kind_word(room->kind));
	record_text(r, "why", room->why);
	call_end(call, r);
	return true;
}

static bool run_invites(struct command_call *call, GError **err)
{
	if (!call_reader(call, err))
		return false;
	reader_rooms(call->ctx->reader, call->ctx->account, ROOMS_INVITES,
		     show_invite, call);
	return true;
}

static bool run_accept(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	bool ok = room && call_may(room, ACT_ACCEPT, err);

	if (ok)
		ok = call_submit_room(call, call_op(call, OP_JOIN, room),
				      room->name, "Joined", err);
	if (ok && room->kind == ROOM_SPACE)
		ok = join_suggested(call, room->account, room->rid, err);
	room_free(room);
	return ok;
}

static bool run_decline(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct op *op;
	bool ok = room != NULL;

	if (ok && room->mine != MEMBER_INVITE)
		ok = call_fail(err, FM_ERROR_REFUSED, "There is no invitation "
			       "to %s to decline.", room->name);
	if (ok) {
		op = call_op(call, OP_LEAVE, room);
		op->reason = g_strdup(args_get(call->args, "--reason"));
		ok = call_submit_room(call, op, room->name, "Declined the "
				      "invitation to", err);
	}
	room_free(room);
	return ok;
}

static bool run_leave(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct op *op;
	bool ok = room && call_may(room, ACT_LEAVE, err);

	if (ok) {
		op = call_op(call, OP_LEAVE, room);
		op->reason = g_strdup(args_get(call->args, "--reason"));
		ok = call_submit_room(call, op, room->name, room->mine ==
				      MEMBER_INVITE ? "Declined the invitation "
				      "to" : "Left", err);
	}
	room_free(room);
	return ok;
}

/* What was left is in no list any more, but its id may be known. */
static bool forget_by_id(struct command_call *call, const char *rid,
			 GError **err)
{
	struct account *a = call_account(call, err);
	struct op *op;

	if (!a)
		return false;
	op = call_op(call, OP_FORGET, NULL);
	op->account = a->id;
	op->rid = g_strdup(rid);
	account_free(a);
	return call_submit_room(call, op, NULL, "Forgot", err);
}

static bool run_forget(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "ROOM");
	g_autoptr(GError) inner = NULL;
	struct room *room = call_room(call, &inner);
	bool ok = room != NULL;

	if (!room && words && *words == '!')
		return forget_by_id(call, words, err);
	if (inner)
		g_propagate_error(err, g_steal_pointer(&inner));

	if (ok && room->mine == MEMBER_JOIN)
		ok = call_fail(err, FM_ERROR_REFUSED, "You are in %s; leave it "
			       "first, then it can be forgotten.", room->name);
	ok = ok && call_submit_room(call, call_op(call, OP_FORGET, room),
				    room->name, "Forgot", err);
	room_free(room);
	return ok;
}

/* ---- others --------------------------------------------------------------------------- */

/* What one command does to each of the people it names. */
struct deed {
	enum can_act act;
	enum op_kind kind;
	const char *word;	/* of OP_MEMBER */
	const char *done;	/* "Removed %s from" */
	bool member;		/* they are in the room: names are looked for
				 * there */
};

static bool do_one(struct command_call *call, const struct deed *d,
		   const struct room *room, const char *words, GError **err)
{
	char *uid = call_user(call, d->member ? room : NULL, words, err);
	g_autofree char *done = NULL;
	struct op *op;

	if (!uid)
		return false;
	done = g_strdup_printf("%s %s %s", d->done, uid,
			       d->kind == OP_INVITE ? "to" : "from");
	op = call_op(call, d->kind, room);
	op->key = uid;
	op->wider = args_flag(call->args, "--wider");
	op->body = g_strdup(d->word);
	op->reason = g_strdup(args_get(call->args, "--reason"));
	return call_submit_room(call, op, room->name, done, err);
}

static bool run_deed(struct command_call *call, const struct deed *d,
		     GError **err)
{
	const char *const *users = args_all(call->args, "USER");
	const char *selected[] = { call->ctx->uid, NULL };
	struct room *room = call_room(call, err);
	bool ok = room && call_may(room, d->act, err);

	if (ok && !*users) {
		users = selected;
		if (!*users)
			ok = call_fail(err, FM_ERROR_NOT_FOUND, "Nobody is "
				       "selected; name the person.");
	}
	for (; ok && *users; users++)
		ok = do_one(call, d, room, *users, err);
	room_free(room);
	return ok;
}

static bool run_invite(struct command_call *call, GError **err)
{
	static const struct deed d = { ACT_INVITE, OP_INVITE, NULL,
				       "Invited", false };

	return run_deed(call, &d, err);
}

static bool run_remove(struct command_call *call, GError **err)
{
	static const struct deed d = { ACT_REMOVE, OP_MEMBER, "remove",
				       "Removed", true };

	return run_deed(call, &d, err);
}

static bool run_ban(struct command_call *call, GError **err)
{
	static const struct deed d = { ACT_BAN, OP_MEMBER, "ban", "Banned",
				       true };

	return run_deed(call, &d, err);
}

static bool run_unban(struct command_call *call, GError **err)
{
	static const struct deed d = { ACT_BAN, OP_MEMBER, "unban",
				       "Lifted the ban of", false };

	return run_deed(call, &d, err);
}

/* ---- roles ----------------------------------------------------------------------------- */

static bool is_owner(const struct member *m)
{
	return m->membership == MEMBER_JOIN &&
	       (m->creator || m->power >= OWNER);
}

/* Members come by role, owners first. */
static bool is_last_owner(struct command_call *call, const struct room *room,
			  const char *uid)
{
	g_autoptr(GPtrArray) list = reader_members(call->ctx->reader, room->id,
						   NULL, 0, 100);
	bool is = false;

	for (guint i = 0; i < list->len; i++) {
		const struct member *m = list->pdata[i];

		if (!is_owner(m))
			continue;
		if (strcmp(m->uid, uid))
			return false;
		is = true;
	}
	return is;
}

static bool check_role(struct command_call *call, const struct room *room,
		       const char *uid, int power, GError **err)
{
	if (power > room->power)
		return call_fail(err, FM_ERROR_REFUSED, "You are a %s of %s "
				 "and cannot give a role above your own.",
				 can_role_word(room->power), room->name);
	if (power < OWNER && !args_flag(call->args, "--force") &&
	    is_last_owner(call, room, uid))
		return call_fail(err, FM_ERROR_REFUSED, "%s is the last owner "
				 "of %s: nobody could change its roles after "
				 "that. Make somebody else an owner first, or "
				 "say --force.", uid, room->name);
	return true;
}

static bool give_role(struct command_call *call, const struct room *room,
		      int power, GError **err)
{
	const char *words = args_get(call->args, "USER");
	g_autofree char *uid = call_user(call, room, words, err);
	g_autofree char *done = NULL;
	struct op *op;

	if (!uid || !check_role(call, room, uid, power, err))
		return false;
	op = call_op(call, OP_ROLE, room);
	op->key = g_strdup(uid);
	op->body = g_strdup_printf("%d", power);
	done = g_strdup_printf("%s is now %s of", uid,
			       can_role_word(power));
	return call_submit_room(call, op, room->name, done, err);
}

static bool run_role(struct command_call *call, GError **err)
{
	const char *word = args_get(call->args,
				    "owner|moderator|member|guest");
	struct room *room = call_room(call, err);
	int power = 0;
	bool ok = room && call_may(room, ACT_ROLE, err);

	if (ok && !can_role_power(word, &power))
		ok = call_fail(err, FM_ERROR_USAGE, "There is no role \"%s\"; "
			       "there are owner, moderator, member and guest.",
			       word);
	ok = ok && give_role(call, room, power, err);
	room_free(room);
	return ok;
}

#define TYPED (IN_SHELL | IN_PROMPT | IN_SLASH)

const struct command membership_rows[] = {
	{ .name = "join", .args = "[WHERE] [--via SERVER]… [--knock] "
	  "[--suggested] [--reason REASON]", .help = "join a room, or accept "
	  "an invitation", .more = "WHERE is an id, an alias, a matrix.to "
	  "link, a matrix: address, or the name of a room you are invited to. "
	  "Where people are let in on request only you are announced, with "
	  "--reason. --suggested: with the rooms that a space suggests. "
	  "\"look\" shows a place before.", .where = TYPED, .run = run_join },
	{ .name = "invites", .args = "", .help = "list the invitations you "
	  "have", .more = "accept joins, decline refuses.",
	  .where = IN_SHELL | IN_PROMPT | LISTED, .run = run_invites,
	  .empty = "Nobody has invited you to anything." },
	{ .name = "accept", .args = "[ROOM]", .help = "accept an invitation",
	  .where = TYPED, .run = run_accept },
	{ .name = "decline", .args = "[ROOM] [--reason REASON]",
	  .help = "decline an invitation", .where = TYPED,
	  .run = run_decline },
	{ .name = "leave", .alias = "part", .args = "[ROOM] [--reason REASON]",
	  .help = "leave a room, or decline an invitation",
	  .where = TYPED | FINAL, .run = run_leave },
	{ .name = "forget", .args = "[ROOM]", .help = "forget a room that you "
	  "have left", .more = "It disappears from the server's lists for "
	  "you.", .where = TYPED, .run = run_forget },
	{ .name = "invite", .args = "ROOM USER… [--reason REASON] [--wider]",
	  .help = "invite people to a room", .more = "--wider confirms that "
	  "others than before can read it then.", .where = TYPED,
	  .run = run_invite, .can = can_invite_here },
	{ .name = "uninvite", .args = "ROOM USER… [--reason REASON]",
	  .help = "take an invitation back", .where = TYPED,
	  .run = run_remove, .can = can_remove_here },
	{ .name = "kick", .args = "ROOM USER… [--reason REASON]",
	  .help = "remove people from a room", .more = "They lose access at "
	  "once and can be invited again.", .where = TYPED | FINAL,
	  .run = run_remove, .can = can_remove_here },
	/* on the screen that word is for messages */
	{ .name = "remove", .args = "ROOM USER… [--reason REASON]",
	  .help = "remove people from a room", .more = "The same as kick.",
	  .where = IN_SHELL, .run = run_remove },
	{ .name = "ban", .args = "ROOM USER… [--reason REASON]",
	  .help = "remove people from a room for good", .where = TYPED,
	  .run = run_ban, .can = can_ban_here },
	{ .name = "unban", .args = "ROOM USER…", .help = "let banned people "
	  "come back", .where = TYPED, .run = run_unban, .can = can_ban_here },
	{ .name = "role", .args = "ROOM USER owner|moderator|member|guest "
	  "[--force]", .help = "say what somebody may do in a room",
	  .more = "Owners may do all, moderators remove people and messages "
	  "and change settings, members write, guests read. --force: also for "
	  "the last owner.", .where = TYPED, .run = run_role,
	  .can = can_set_here },
	{ .name = NULL },
};
