/* Commands: the home of a space: what it is for, what changed, what comes. */
#include "command/happened.h"
#include "command/visit.h"

#include "model/charter.h"
#include "store/charters.h"

#include <string.h>

#define DAY INT64_C(86400000)
#define EVENTS_MAX 5
#define PINS_MAX 10
#define EVENT_DAYS 60

struct space {
	struct command_call *call;
	struct room *room;
	GArray *rooms;		/* ids, itself first */
	int64_t since;		/* my last visit */
};

static struct reader *reader_of(const struct space *s)
{
	return s->call->ctx->reader;
}

/* ---- what it is ------------------------------------------------------------------ */

static void show_charter(struct space *s)
{
	struct charter *c = reader_charter(reader_of(s), s->room->id);
	g_autofree char *review = c && c->review != CHARTER_NO_DAY ?
		command_say_date(s->call->ctx->world, c->review) : NULL;
	int all = 0, reached = c ? charter_reached(c, &all) : 0;

	if (s->room->topic && *s->room->topic)
		call_line(s->call, "%s", s->room->topic);
	if (!c || charter_is_empty(c)) {
		call_line(s->call, "No charter yet; charter edit writes one.");
		charter_free(c);
		return;
	}
	if (c->issue)
		call_line(s->call, "%s", c->issue);
	call_line(s->call, "%s%s%s%d of %d outcome%s reached%s%s",
		  c->owner ? "Owner " : "", c->owner ? c->owner : "",
		  c->owner ? " · " : "", reached, all, all == 1 ? "" : "s",
		  review ? " · review " : "", review ? review : "");
	charter_free(c);
}

static void show_people(struct space *s)
{
	struct audience audience;
	GArray *counts = NULL;
	g_autoptr(GPtrArray) servers = reader_servers(reader_of(s),
						      s->room->id, &counts);
	GString *words = g_string_new(NULL);

	for (guint i = 0; i < servers->len; i++)
		g_string_append_printf(words, "%s%d %s", i ? " · " : "",
				       g_array_index(counts, int, i),
				       (char *)servers->pdata[i]);
	if (reader_audience(reader_of(s), s->room->id, &audience)) {
		call_line(s->call, "%s: %s", area_word(audience.area),
			  audience.words);
		audience_clear(&audience);
	}
	if (servers->len > 1)
		call_line(s->call, "Members: %s", words->str);
	g_string_free(words, TRUE);
	if (counts)
		g_array_unref(counts);
}

/* ---- what changed -------------------------------------------------------------------- */

static void show_changes(struct space *s)
{
	struct period p = { 0, s->since, 0 };
	g_autofree char *when = command_say_moment(s->call->ctx->world,
						   s->since);
	g_autofree char *section = g_strdup_printf("SINCE YOUR LAST VISIT, %s",
						   when);
	int messages = 0;

	for (guint i = 0; i < s->rooms->len; i++) {
		struct room *room = reader_room(reader_of(s),
			g_array_index(s->rooms, int64_t, i));
		struct happenings h;

		if (!room)
			continue;
		happened_read(reader_of(s), room, &p, &h);
		happened_answer(s->call, &h, section);
		messages += h.messages;
		happened_clear(&h);
		room_free(room);
	}
	if (messages) {
		struct record *r = call_begin(s->call, "item");
		g_autofree char *title = g_strdup_printf("%d message%s",
			messages, messages == 1 ? "" : "s");

		record_text(r, "section", section);
		record_text(r, "id", s->room->rid);
		record_text(r, "room", s->room->rid);
		record_text(r, "what", "messages");
		record_text(r, "title", title);
		record_text(r, "left", "Written");
		call_end(s->call, r);
	}
}

/* ---- pins, events, rooms ---------------------------------------------------------------- */

static void show_pins(struct space *s)
{
	int left = PINS_MAX;

	for (guint i = 0; i < s->rooms->len; i++) {
		struct room *room = reader_room(reader_of(s),
			g_array_index(s->rooms, int64_t, i));
		g_autoptr(GPtrArray) pins = room ? reader_pins(reader_of(s),
							       room->id)
						 : NULL;

		for (guint k = 0; pins && k < pins->len && left > 0; k++) {
			const struct post *p = g_ptr_array_index(pins, k);
			struct record *r;

			if (!p->body || p->redacted)
				continue;
			left--;
			r = call_begin(s->call, "item");
			record_text(r, "section", "PINNED");
			record_text(r, "id", p->eid);
			record_text(r, "room", room->rid);
			record_text(r, "room_name", room->name);
			record_text(r, "what", "pin");
			record_text(r, "title", p->body);
			record_text(r, "left", p->name);
			record_int(r, "ts", p->ts);
			call_end(s->call, r);
		}
		room_free(room);
	}
}

static void show_events(struct space *s)
{
	const struct world *w = s->call->ctx->world;
	struct thing_query q = {
		.kind = KIND_EVENT, .space = s->room->id, .open_only = true,
		.from = world_now(w), .until = world_now(w) + EVENT_DAYS * DAY,
		.limit = EVENTS_MAX,
	};
	g_autoptr(GPtrArray) list = reader_things(reader_of(s), &q);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);
		g_autofree char *when = command_say_moment(w, t->begin);
		struct record *r = call_begin(s->call, "item");

		record_text(r, "section", "NEXT EVENTS");
		record_text(r, "id", t->eid);
		record_text(r, "room", t->rid);
		record_text(r, "room_name", t->room_name);
		record_text(r, "what", "event");
		record_text(r, "title", t->title);
		record_text(r, "left", when);
		record_text(r, "why", t->place);
		record_int(r, "begin", t->begin);
		call_end(s->call, r);
	}
}

static void show_rooms(struct space *s)
{
	for (guint i = 1; i < s->rooms->len; i++) {
		struct room *room = reader_room(reader_of(s),
			g_array_index(s->rooms, int64_t, i));
		struct record *r;

		if (!room)
			continue;
		r = call_begin(s->call, "room");
		record_text(r, "section", "ROOMS");
		answer_room(s->call, r, room);
		call_end(s->call, r);
		room_free(room);
	}
}

/* ---- the command -------------------------------------------------------------------------- */

static bool put_visit(struct command_call *call, const struct room *room,
		      GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct message *m = message_new(REQ_STATE);
	int64_t now = world_now(call->ctx->world);

	m->a = visit_key(room->rid);
	m->b = g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT, now,
			       now);
	message_free(call_ask(call, m, EV_STATE, &inner));
	if (inner)
		g_propagate_error(err, g_steal_pointer(&inner));
	return !inner;
}

/* Only the shell says that it has seen it: the screen does when it leaves. */
static bool run_space(struct command_call *call, GError **err)
{
	struct space s = { .call = call, .room = call_room(call, err) };
	bool ok = true;

	if (!s.room)
		return false;
	s.rooms = reader_below(call->ctx->reader, s.room->id);
	s.since = visit_since(call->ctx->reader, call->ctx->world,
				 s.room->rid);
	show_charter(&s);
	show_people(&s);
	show_changes(&s);
	show_pins(&s);
	show_events(&s);
	show_rooms(&s);
	if (args_flag(call->args, "--seen") && call->ctx->shell)
		ok = put_visit(call, s.room, err);
	g_array_unref(s.rooms);
	room_free(s.room);
	return ok;
}

const struct command space_rows[] = {
	{ "space", NULL, "[ROOM] [--seen]", "show the home of a space",
	  "What it is for, who can read it, what changed since your last "
	  "visit, pins, the next events, its rooms. The screen counts as a "
	  "visit when you leave it; the shell with --seen.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_space, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
