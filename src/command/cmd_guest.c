/* Commands: people from elsewhere, for how long they are here, and who came
 * and went (doc/protocol.md, "Guest"). */
#include "command/internal.h"

#include <string.h>
#include "model/guest.h"
#include "store/charters.h"

/* Pages of history that one audit may ask for. */
#define PAGES_MAX 400

static int64_t today(struct command_call *call)
{
	const struct world *w = call->ctx->world;

	return world_civil(w, world_now(w)).day;
}

/* ---- listing -------------------------------------------------------------- */

static void answer_guest(struct command_call *call, const struct guest *g)
{
	struct record *r = call_begin(call, "guest");
	g_autofree char *until = answer_day(g->until);

	record_text(r, "id", g->uid);
	record_text(r, "name", g->name);
	record_text(r, "server", uid_server(g->uid));
	record_text(r, "role", g->role);
	record_text(r, "until", until);
	record_text(r, "state", guest_state(g, today(call)));
	record_text(r, "membership", membership_word(g->membership));
	record_text(r, "room", g->rid);
	record_text(r, "room_name", g->room_name);
	record_text(r, "by", g->by);
	record_int(r, "ts", g->ts);
	call_end(call, r);
}

static bool run_guests(struct command_call *call, GError **err)
{
	bool due = args_flag(call->args, "--due");
	g_autoptr(GPtrArray) list = NULL;
	struct room *room = NULL;

	if (!call_reader(call, err))
		return false;
	if (args_get(call->args, "ROOM")) {
		room = call_room(call, err);
		if (!room)
			return false;
	}
	list = reader_guests(call->ctx->reader, call->ctx->account,
			     room ? room->id : 0,
			     due ? today(call) + GUEST_SOON : GUEST_NO_DAY);
	for (guint i = 0; i < list->len; i++)
		answer_guest(call, list->pdata[i]);
	room_free(room);
	return true;
}

/* ---- changing ------------------------------------------------------------- */

/* Who the command is about: USER among those here, or anybody by their id. */
static char *guest_uid(struct command_call *call, const struct room *room,
		       GError **err)
{
	const char *words = args_get(call->args, "USER");

	return call_user(call, room, words, err);
}

static bool may_look_after(struct command_call *call, const struct room *room,
			   GError **err)
{
	return call_has_power(call, room, reader_charter_rights(
				call->ctx->reader, room->id).guest,
			"look after guests in", err);
}

static bool submit_guest(struct command_call *call, const struct room *room,
			 const char *uid, char *take_body, GError **err)
{
	struct op *op = call_op(call, OP_GUEST, room);

	op->key = g_strdup(uid);
	op->body = take_body;
	op->reason = g_strdup(args_get(call->args, "--reason"));
	return call_submit_sent(call, op, err);
}

static bool parse_until(struct command_call *call, int64_t *day, GError **err)
{
	const char *words = args_get(call->args, "--until");

	*day = GUEST_NO_DAY;
	if (!words)
		return call_fail(err, FM_ERROR_USAGE, "Until when? Say --until "
				 "and a date (+4w, 1 dec, 2026-12-01), or none.");
	if (!command_parse_date(call->ctx->world, words, day))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say "
				 "+4w, 1 dec, 2026-12-01, or none.", words);
	if (*day != GUEST_NO_DAY && *day < today(call))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is over already.",
				 words);
	return true;
}

static bool put_guest(struct command_call *call, bool fresh, GError **err)
{
	struct room *room = call_room(call, err);
	g_autofree char *uid = room ? guest_uid(call, room, err) : NULL;
	const char *role = args_get(call->args, "--role");
	struct guest *old = uid ? reader_guest(call->ctx->reader, room->id,
					       uid) : NULL;
	int64_t day;
	bool ok = uid && may_look_after(call, room, err) &&
		  parse_until(call, &day, err);

	if (ok && !fresh && !old)
		ok = call_fail(err, FM_ERROR_NOT_FOUND, "%s is no guest of %s; "
			       "\"guest add\" makes them one.", uid,
			       room->name);
	if (ok && fresh)
		ok = call_has_power(call, room, room->power_invite,
			      "invite people to", err);
	ok = ok && submit_guest(call, room, uid, guest_pack(day, role ? role :
				old ? old->role : NULL), err);
	guest_free(old);
	room_free(room);
	return ok;
}

static bool run_add(struct command_call *call, GError **err)
{
	return put_guest(call, true, err);
}

static bool run_extend(struct command_call *call, GError **err)
{
	return put_guest(call, false, err);
}

static bool is_there(struct command_call *call, const struct room *room,
		     const char *uid)
{
	struct member *m = reader_member(call->ctx->reader, room->id, uid);
	struct guest *g = reader_guest(call->ctx->reader, room->id, uid);
	bool there = g || (m && (m->membership == MEMBER_JOIN ||
				 m->membership == MEMBER_INVITE));

	member_free(m);
	guest_free(g);
	return there;
}

static bool remove_from(struct command_call *call, const struct room *room,
			const char *uid, GError **err)
{
	return call_has_power(call, room, room->power_kick, "remove people from",
			err) && submit_guest(call, room, uid, NULL, err);
}

/* Who leaves a space leaves its rooms first, so that nothing stays open when
 * it stops half-way. */
static bool run_remove(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	g_autofree char *uid = room ? guest_uid(call, room, err) : NULL;
	g_autoptr(GPtrArray) inside = NULL;
	bool ok = uid != NULL;

	if (ok && room->kind == ROOM_SPACE)
		inside = reader_children(call->ctx->reader, room->id);
	for (guint i = 0; ok && inside && i < inside->len; i++) {
		const struct room *child = inside->pdata[i];

		if (child->mine == MEMBER_JOIN && is_there(call, child, uid))
			ok = remove_from(call, child, uid, err);
	}
	ok = ok && remove_from(call, room, uid, err);
	room_free(room);
	return ok;
}

/* ---- over the boundary ---------------------------------------------------- */

void call_whole_history(struct command_call *call, const struct room *room)
{
	for (int i = 0; i < PAGES_MAX && call->ctx->shell &&
	     !reader_history_whole(call->ctx->reader, room->id); i++) {
		g_autoptr(GError) err = NULL;
		struct message *m = message_new(REQ_OLDER);
		bool more;

		m->room = room->id;
		m->account = room->account;
		m = call_ask(call, m, EV_OLDER, &err);
		more = m && !m->a && m->n;
		if (err || (m && m->a))
			call_note(call, "What happened earlier in %s could not "
				  "be fetched, the list may not be whole: %s",
				  room->name, err ? err->message : m->a);
		message_free(m);
		if (!more)
			return;
	}
}

static void answer_passage(struct command_call *call, const struct passage *p)
{
	struct record *r = call_begin(call, "arrival");

	record_int(r, "ts", p->ts);
	record_text(r, "who", p->uid);
	record_text(r, "name", p->name);
	record_text(r, "server", p->server);
	record_text(r, "what", passage_word(p->what));
	record_text(r, "by", p->by);
	record_text(r, "by_name", p->by_name);
	record_text(r, "room", p->rid);
	record_text(r, "room_name", p->room_name);
	record_text(r, "id", p->eid);
	call_end(call, r);
}

static bool parse_since(struct command_call *call, int64_t *since,
			GError **err)
{
	const char *words = args_get(call->args, "--since");
	struct civil c;
	g_autoptr(GDateTime) begin = NULL;
	int64_t day;

	*since = INT64_MIN;
	if (!words)
		return true;
	if (!command_parse_date(call->ctx->world, words, &day) ||
	    day == GUEST_NO_DAY)
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no date. Say "
				 "1 dec or 2026-12-01.", words);
	c = civil_from_day(day);
	begin = g_date_time_new(call->ctx->world->zone, c.year, c.mon, c.mday,
				0, 0, 0);
	*since = begin ? g_date_time_to_unix(begin) * 1000 : INT64_MIN;
	return true;
}

static void fetch_place(struct command_call *call, const struct room *room)
{
	g_autoptr(GPtrArray) inside = room->kind == ROOM_SPACE ?
		reader_children(call->ctx->reader, room->id) : NULL;

	call_whole_history(call, room);
	for (guint i = 0; inside && i < inside->len; i++) {
		const struct room *child = inside->pdata[i];

		if (child->mine == MEMBER_JOIN)
			call_whole_history(call, child);
	}
}

static bool run_audit(struct command_call *call, GError **err)
{
	bool one = args_get(call->args, "ROOM") != NULL;
	struct room *room = one ? call_room(call, err) : NULL;
	g_autoptr(GPtrArray) list = NULL;
	int64_t since;

	if ((one && !room) || !call_reader(call, err) ||
	    !parse_since(call, &since, err)) {
		room_free(room);
		return false;
	}
	if (room)
		fetch_place(call, room);
	list = reader_passages(call->ctx->reader, call->ctx->account,
			       room ? room->id : 0, since);
	for (guint i = 0; i < list->len; i++)
		answer_passage(call, list->pdata[i]);
	room_free(room);
	return true;
}

#define TYPED (IN_SHELL | IN_PROMPT)

const struct command guest_rows[] = {
	{ "guests", NULL, "[ROOM] [--due]", "list guests and their last days",
	  "Those whose day is over come first. --due: only those whose day is "
	  "over or comes within three days, and whom you may remove.", NULL,
	  TYPED | LISTED, run_guests, "There are no guests." },
	{ "guest list", NULL, "[ROOM] [--due]", "list guests and their last "
	  "days", "The same as guests.", NULL, TYPED | LISTED, run_guests,
	  "There are no guests." },
	{ "guest add", NULL, "ROOM USER [--until DATE] [--role ROLE] [--reason "
	  "REASON]", "invite somebody as a guest until a day",
	  "Everybody in the place can see the role and the day. Nobody is put "
	  "out by itself: those who may are reminded.", NULL, TYPED, run_add,
	  NULL },
	{ "guest extend", NULL, "ROOM USER [--until DATE] [--role ROLE]",
	  "let a guest stay until another day", NULL, NULL, TYPED, run_extend,
	  NULL },
	{ "guest remove", NULL, "ROOM USER [--reason REASON]", "remove a guest",
	  "From a space and all of its rooms that you look after, or from one "
	  "room.", NULL, TYPED | FINAL, run_remove, NULL },
	{ "audit", NULL, "[ROOM] [--since DATE]", "list who came and went from "
	  "outside", "Invitations, arrivals and departures of people of other "
	  "servers, newest first, with who invited them. With ROOM, all of its "
	  "history is fetched (of a space, that of its rooms too); without, it "
	  "is what is known here.", NULL, TYPED | LISTED, run_audit,
	  "Nobody from outside came or went, as far as is known here." },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL },
};
