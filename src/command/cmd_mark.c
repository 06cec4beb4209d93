/* Commands: marks of places: read and unread, favourites, how much they may
 * ring. */
#include "command/internal.h"

#include <string.h>

#define DEPTH_MAX 8	/* of spaces inside spaces */

static struct op *mark_op(struct command_call *call, const struct room *room,
			  const char *key)
{
	struct op *op = call_op(call, OP_MARK, room);

	op->key = g_strdup(key);
	return op;
}

static bool mark(struct command_call *call, const struct room *room,
		 const char *key, GError **err)
{
	return call_submit(call, mark_op(call, room, key), NULL, err);
}

/* ---- read ---------------------------------------------------------------------- */

/* Places to be marked, each once, and the lines that take that back. */
struct reading {
	struct command_call *call;
	GHashTable *seen;	/* ids of rooms and spaces */
	GPtrArray *rooms;	/* struct room * */
	GString *undo;
};

static void free_room(gpointer room)
{
	room_free(room);
}

static void reading_init(struct reading *r, struct command_call *call)
{
	r->call = call;
	r->seen = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
					NULL);
	r->rooms = g_ptr_array_new_with_free_func(free_room);
	r->undo = g_string_new(NULL);
}

static void reading_clear(struct reading *r)
{
	g_hash_table_unref(r->seen);
	g_ptr_array_unref(r->rooms);
	g_string_free(r->undo, TRUE);
}

static bool is_new(struct reading *r, int64_t id)
{
	return g_hash_table_add(r->seen, g_memdup2(&id, sizeof id));
}

static void take_room(struct reading *r, const struct room *room)
{
	struct room *own;

	if (room->kind == ROOM_SPACE || room->mine != MEMBER_JOIN ||
	    !is_new(r, room->id))
		return;
	own = reader_room(r->call->ctx->reader, room->id);
	if (own)
		g_ptr_array_add(r->rooms, own);
}

static void take_space(struct reading *r, int64_t space, int depth)
{
	g_autoptr(GPtrArray) inside = NULL;

	if (depth > DEPTH_MAX || !is_new(r, space))
		return;
	inside = reader_children(r->call->ctx->reader, space);
	for (guint i = 0; i < inside->len; i++) {
		const struct room *child = g_ptr_array_index(inside, i);

		if (child->kind == ROOM_SPACE)
			take_space(r, child->id, depth + 1);
		else
			take_room(r, child);
	}
}

static bool take_each(const struct room *room, void *user)
{
	struct reading *r = user;

	if (room->unread || room->mentions || room->marked_unread)
		take_room(r, room);
	return true;
}

/* "mark unread ROOM --from ID": where one had read up to. */
static void keep_undo(struct reading *r, const struct room *room)
{
	g_autofree char *from = room->read_pos ? reader_eid_at(
		r->call->ctx->reader, room->id, room->read_pos) : NULL;

	if (!room->unread && !room->marked_unread)
		return;
	g_string_append_printf(r->undo, "%smark unread %s%s%s",
			       r->undo->len ? CALL_UNDO_AND : "", room->rid,
			       from ? " --from " : "", from ? from : "");
}

static bool read_one(struct reading *r, const struct room *room, GError **err)
{
	struct command_call *call = r->call;
	char *eid = reader_newest_eid(call->ctx->reader, room->id, NULL);
	struct op *op;

	if (room->marked_unread && !mark(call, room, "read", err)) {
		g_free(eid);
		return false;
	}
	if (eid) {
		op = call_op(call, OP_READ, room);
		op->target = eid;
		if (!options_bool(call->ctx->options, "receipts"))
			op->key = g_strdup("private");
		if (!call_submit(call, op, NULL, err))
			return false;
	}
	keep_undo(r, room);
	return true;
}

static bool read_all(struct reading *r, GError **err)
{
	for (guint i = 0; i < r->rooms->len; i++)
		if (!read_one(r, g_ptr_array_index(r->rooms, i), err))
			return false;
	if (r->undo->len)
		call_undo(r->call, 0, "%s", r->undo->str);
	return true;
}

static bool read_space(struct command_call *call, const struct room *space,
		       GError **err)
{
	struct reading r;
	bool ok;

	reading_init(&r, call);
	take_space(&r, space->id, 0);
	ok = read_all(&r, err);
	if (ok)
		call_say(call, "All of %s is marked read.", space->name);
	reading_clear(&r);
	return ok;
}

static bool read_room(struct command_call *call, const struct room *room,
		      GError **err)
{
	struct reading r;
	bool ok;

	reading_init(&r, call);
	take_room(&r, room);
	ok = read_all(&r, err);
	if (ok)
		call_say(call, "%s is marked read.", room->name);
	reading_clear(&r);
	return ok;
}

static bool run_read_all(struct command_call *call, GError **err)
{
	struct reading r;
	bool ok;

	if (!call_reader(call, err))
		return false;
	reading_init(&r, call);
	reader_rooms(call->ctx->reader, call->ctx->account, ROOMS_ONLY,
		     take_each, &r);
	ok = read_all(&r, err);
	if (ok)
		call_say(call, "Everything is marked read: %u place%s.",
			 r.rooms->len, r.rooms->len == 1 ? "" : "s");
	reading_clear(&r);
	return ok;
}

static bool run_read(struct command_call *call, GError **err)
{
	struct room *room;
	bool ok;

	if (args_flag(call->args, "--all"))
		return run_read_all(call, err);
	room = call_room(call, err);
	ok = room && (room->kind == ROOM_SPACE ? read_space(call, room, err) :
						 read_room(call, room, err));
	room_free(room);
	return ok;
}

/* The space that a place is in: the first, when there are several. */
static struct room *space_of(struct command_call *call,
			     const struct room *room, GError **err)
{
	g_autoptr(GPtrArray) parents = reader_parents(call->ctx->reader,
						      room->id);
	struct room *space = parents->len ? reader_room_by_rid(
		call->ctx->reader, room->account,
		g_ptr_array_index(parents, 0)) : NULL;

	if (!space)
		call_fail(err, FM_ERROR_NOT_FOUND, "%s is in no space; "
			  "\"read-here\" marks it alone.", room->name);
	return space;
}

static bool run_read_space(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct room *space = NULL;
	bool ok;

	if (room && room->kind == ROOM_SPACE)
		space = g_steal_pointer(&room);
	else if (room)
		space = space_of(call, room, err);
	ok = space && read_space(call, space, err);
	room_free(space);
	room_free(room);
	return ok;
}

/* ---- unread -------------------------------------------------------------------- */

static bool run_unread(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct op *op;
	bool ok = false;

	if (room) {
		op = mark_op(call, room, "unread");
		op->target = g_strdup(args_get(call->args, "--from"));
		ok = call_submit(call, op, NULL, err);
	}
	if (ok) {
		call_undo(call, 0, "mark seen %s", room->rid);
		call_say(call, "%s is marked unread.", room->name);
	}
	room_free(room);
	return ok;
}

static bool run_seen(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	bool ok = room && mark(call, room, "read", err);

	if (ok)
		call_say(call, "%s is not marked unread any more.",
			 room->name);
	room_free(room);
	return ok;
}

/* ---- favourites, notification ---------------------------------------------------- */

/* What is asked for, or else the other way round. */
static bool wants_favourite(const struct command_call *call,
			    const struct room *room)
{
	if (args_flag(call->args, "--on") || args_flag(call->args, "--off"))
		return args_flag(call->args, "--on");
	return room && !room->favourite;
}

static bool run_favourite(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	bool on = wants_favourite(call, room);
	bool ok = room && mark(call, room, on ? "favourite" : "normal", err);

	if (ok) {
		call_undo(call, room->id, "favourite %s --%s", room->rid,
			  on ? "off" : "on");
		call_say(call, on ? "%s is a favourite now." :
			 "%s is no favourite any more.", room->name);
	}
	room_free(room);
	return ok;
}

#define LEVELS "all|mentions|none|default"

static bool run_notify(struct command_call *call, GError **err)
{
	static const char *const said[] = {
		[NOTIFY_DEFAULT] = "rings as your account has it for all",
		[NOTIFY_ALL] = "rings for every message",
		[NOTIFY_MENTIONS] = "rings when somebody mentions you",
		[NOTIFY_NONE] = "does not ring",
	};
	const char *word = args_get(call->args, LEVELS);
	struct room *room = call_room(call, err);
	struct op *op;
	bool ok = false;

	if (room) {
		op = call_op(call, OP_NOTIFY, room);
		op->key = g_strdup(word);
		ok = call_submit(call, op, NULL, err);
	}
	if (ok) {
		call_undo(call, room->id, "notify %s",
			  notify_level_word(room->notify));
		call_say(call, "%s %s.", room->name,
			 said[notify_level_from(word)]);
	}
	room_free(room);
	return ok;
}

#define PLACES (VIEW_PLACES | VIEW_POSTS)
#define BOTH (IN_SHELL | IN_PROMPT)

const struct command mark_rows[] = {
	{ "mark read", "mark-read", "[ROOM] [--all]", "mark all of a room or "
	  "space read", "A space with all rooms in it; --all: everywhere. On "
	  "the screen u makes it unread again where it was.", NULL,
	  BOTH | PLACES, run_read },
	{ "mark unread", NULL, "[ROOM] [--from ID]", "mark a room unread",
	  "With --from what comes after that message counts as new again "
	  "here.", NULL, BOTH | PLACES, run_unread },
	{ "mark seen", NULL, "[ROOM]", "take the unread mark from a room",
	  NULL, NULL, BOTH, run_seen },
	{ "read-here", NULL, "[ROOM]", "mark everything here read", "u makes "
	  "it unread again where it was.", NULL, IN_PROMPT | PLACES,
	  run_read },
	{ "read-space", NULL, "[ROOM]", "mark the whole space read", "The "
	  "space that is selected, or that the place is in. u makes its "
	  "places unread again where they were.", NULL, IN_PROMPT | PLACES,
	  run_read_space },
	{ "read-all", NULL, "", "mark everything everywhere read", "u makes "
	  "all of it unread again where it was.", NULL, IN_PROMPT | PLACES,
	  run_read_all },
	{ "favourite", "fav", "[ROOM] [--on] [--off]", "make a room a favourite, or not any "
	  "more", "Favourites come first among their like in the sidebar.",
	  NULL, BOTH | VIEW_PLACES, run_favourite },
	{ "notify", NULL, "ROOM " LEVELS, "say how much a place may ring",
	  "For every message, for mentions of you, never, or as your account "
	  "has it for all places. Your other clients follow it.", NULL,
	  BOTH | IN_SLASH | PLACES, run_notify },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
