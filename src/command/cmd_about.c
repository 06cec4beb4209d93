/* Command: about a place: what it is for, who can read it, who is in it. */
#include "command/internal.h"

#include <string.h>
#include "model/charter.h"
#include "model/guest.h"
#include "store/charters.h"

#define SERVERS_SHOWN 12

void call_line(struct command_call *call, const char *fmt, ...)
{
	struct record *r = call_begin(call, "line");
	g_autofree char *words = NULL;
	va_list ap;

	va_start(ap, fmt);
	words = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	record_text(r, "text", words);
	call_end(call, r);
}

static void heading(struct command_call *call, const char *words)
{
	struct record *r = call_begin(call, "heading");

	record_text(r, "text", words);
	call_end(call, r);
}

/* What is looked up once, for lines and for JSON alike. */
struct about {
	const struct room *room;
	struct charter *charter;
	struct audience audience;
	GPtrArray *servers;	/* names, most people first */
	GArray *counts;		/* int, of each */
	GPtrArray *guests;
	char *link;
};

static void about_init(struct about *a, struct command_call *call,
		       const struct room *room)
{
	struct reader *r = call->ctx->reader;

	memset(a, 0, sizeof *a);
	a->room = room;
	a->charter = reader_charter(r, room->id);
	reader_audience(r, room->id, &a->audience);
	a->servers = reader_servers(r, room->id, &a->counts);
	a->guests = reader_guests(r, 0, room->id, GUEST_NO_DAY);
	a->link = answer_link(room->alias && *room->alias ? room->alias
							  : room->rid, NULL);
}

static void about_clear(struct about *a)
{
	charter_free(a->charter);
	audience_clear(&a->audience);
	g_ptr_array_unref(a->servers);
	g_array_unref(a->counts);
	g_ptr_array_unref(a->guests);
	g_free(a->link);
}

/* ---- as lines ------------------------------------------------------------- */

static void line_place(struct command_call *call, const struct about *a)
{
	const struct room *room = a->room;
	const char *kind = room->kind == ROOM_SPACE ? "A space" :
			   room->kind == ROOM_DM ? "A conversation" : "A room";

	heading(call, room->name);
	if (room->topic && *room->topic)
		call_line(call, "%s", room->topic);
	if (room->mine == MEMBER_INVITE)
		call_line(call, "%s. %s invited you; \"join\" accepts, "
			  "\"leave\" declines.", kind, room->inviter ?
			  room->inviter : "Somebody");
	else
		call_line(call, "%s.", kind);
}

static void line_audience(struct command_call *call, const struct about *a)
{
	const struct room *room = a->room;

	heading(call, "Who can read it");
	call_line(call, "%s: %s", room->area == AREA_UNKNOWN ? "not known yet"
		  : area_word(room->area), a->audience.words ?
		  a->audience.words : "nothing is known yet");
	if (a->charter && a->charter->area != AREA_UNKNOWN &&
	    room->area > a->charter->area)
		call_line(call, "⚠ The charter declares it %s, but in fact it "
			  "is %s.", area_word(a->charter->area),
			  area_word(room->area));
	for (guint i = 0; i < MIN(a->servers->len, SERVERS_SHOWN); i++) {
		int n = g_array_index(a->counts, int, i);

		call_line(call, "%5d %s", n, (char *)a->servers->pdata[i]);
	}
	if (a->servers->len > SERVERS_SHOWN)
		call_line(call, "      and %u more organisations",
			  a->servers->len - SERVERS_SHOWN);
}

static void line_guests(struct command_call *call, const struct about *a)
{
	int64_t today = world_civil(call->ctx->world,
				    world_now(call->ctx->world)).day;

	if (a->guests->len)
		heading(call, "Guests");
	for (guint i = 0; i < a->guests->len; i++) {
		const struct guest *g = a->guests->pdata[i];
		g_autofree char *until = g->until == GUEST_NO_DAY ? NULL :
			command_say_date(call->ctx->world, g->until);

		call_line(call, "%s%s (%s)%s%s%s%s",
			  strcmp(guest_state(g, today), "expired") ? "" : "⚠ ",
			  g->name, g->uid, g->role ? ", " : "",
			  g->role ? g->role : "", until ? ", until " : "",
			  until ? until : "");
	}
}

static const char *join_words(const struct room *room)
{
	switch (room->join) {
	case JOIN_PUBLIC:
		return "anybody may join";
	case JOIN_KNOCK:
	case JOIN_KNOCK_RESTRICTED:
		return "people may ask to come in";
	case JOIN_RESTRICTED:
		return "members of its spaces may join";
	case JOIN_UNKNOWN:
		return "not known";
	default:
		return "by invitation";
	}
}

static const char *history_words(const struct room *room)
{
	switch (room->history) {
	case HISTORY_WORLD:
		return "everything, by anybody";
	case HISTORY_SHARED:
		return "everything, by members";
	case HISTORY_INVITED:
		return "since they were invited, by members";
	case HISTORY_JOINED:
		return "since they joined, by members";
	default:
		return "not known";
	}
}

static void line_settings(struct command_call *call, const struct about *a)
{
	heading(call, "Settings");
	call_line(call, "Joining: %s", join_words(a->room));
	call_line(call, "Reading back: %s", history_words(a->room));
	call_line(call, "%s", a->room->encrypted ? "Encrypted" :
						   "Not encrypted");
	if (a->link)
		call_line(call, "Link: %s", a->link);
}

static void about_lines(struct command_call *call, const struct about *a)
{
	line_place(call, a);
	if (a->charter) {
		heading(call, "Charter");
		charter_lines(call, a->room, a->charter);
	} else if (a->room->kind == ROOM_SPACE) {
		heading(call, "Charter");
		call_line(call, "None yet; \"charter edit\" writes one.");
	}
	line_audience(call, a);
	line_guests(call, a);
	line_settings(call, a);
}

/* ---- as one record -------------------------------------------------------- */

static void about_record(struct command_call *call, const struct about *a)
{
	struct record *r = call_begin(call, "about");

	answer_room(call, r, a->room);
	record_text(r, "audience", a->audience.words);
	record_counts(r, "servers", NULL, 0);
	for (guint i = 0; i < a->servers->len; i++)
		record_counts(r, "servers", a->servers->pdata[i],
			      g_array_index(a->counts, int, i));
	record_int(r, "guests", a->guests->len);
	record_text(r, "link", a->link);
	if (a->charter)
		answer_charter(call, record_nested(r, "charter"), a->charter);
	else
		record_null(r, "charter");
	record_bool(r, "must_accept", reader_must_accept(call->ctx->reader,
							 a->room->id));
	call_end(call, r);
}

static bool run_about(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct about a;

	if (!room)
		return false;
	about_init(&a, call, room);
	if (call->ctx->json)
		about_record(call, &a);
	else
		about_lines(call, &a);
	about_clear(&a);
	room_free(room);
	return true;
}

const struct command about_rows[] = {
	{ "about", NULL, "[ROOM]", "show what a place is and who can read it",
	  "Its charter, who can read it, people by organisation, guests and "
	  "their last days, settings, and the link to it.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED | VIEW_PLACES | VIEW_FEED, run_about,
	  NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL },
};
