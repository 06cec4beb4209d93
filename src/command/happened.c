/* What happened in a place since a moment. */
#include "command/happened.h"

#include <string.h>

#define TITLE_MAX 300

static const struct {
	const char *word, *title;
} whats[HAPPENED_WHATS] = {
	[HAPPENED_DECIDED] = { "decided", "Decided" },
	[HAPPENED_DONE] = { "task_done", "Done" },
	[HAPPENED_TASK] = { "task_new", "New task" },
	[HAPPENED_SOLVED] = { "solved", "Solved" },
	[HAPPENED_UNANSWERED] = { "unanswered", "Unanswered" },
	[HAPPENED_IDEA_DECIDED] = { "idea_decided", "Idea decided" },
	[HAPPENED_IDEA] = { "idea_new", "New idea" },
	[HAPPENED_RESOURCE] = { "resource", "Resource" },
	[HAPPENED_EVENT] = { "event", "Event" },
	[HAPPENED_JOINED] = { "joined", "Joined" },
	[HAPPENED_FILE] = { "file", "File" },
	[HAPPENED_FOR_YOU] = { "for_you", "For you" },
};

const char *happened_word(enum happened_what w)
{
	return whats[w].word;
}

const char *happened_title(enum happened_what w)
{
	return whats[w].title;
}

static void item_free(gpointer data)
{
	struct happened *x = data;

	g_free(x->title);
	g_free(x->who);
	g_free(x->eid);
	g_free(x);
}

static char *one_line(const char *text)
{
	size_t n = MIN(strlen(text), TITLE_MAX);
	char *line;

	while (n && (text[n] & 0xc0) == 0x80)
		n--;
	line = g_strndup(text, n);
	return g_strstrip(g_strdelimit(line, "\r\n\t", ' '));
}

static void add(struct happenings *h, const struct happened *x)
{
	struct happened *own = g_new0(struct happened, 1);

	own->what = x->what;
	own->title = one_line(x->title ? x->title : "");
	own->who = g_strdup(x->who);
	own->eid = g_strdup(x->eid);
	own->ts = x->ts;
	g_ptr_array_add(h->items, own);
}

/* ---- from the store -------------------------------------------------------- */

static void add_things(struct happenings *h, enum happened_what what,
		       GPtrArray *take)
{
	bool closed = what == HAPPENED_DONE || what == HAPPENED_SOLVED ||
		      what == HAPPENED_IDEA_DECIDED;

	for (guint i = 0; i < MIN(take->len, HAPPENED_MAX); i++) {
		const struct thing *t = g_ptr_array_index(take, i);
		struct happened x = {
			what, t->title, closed && t->done_by ? t->done_by :
			t->creator, t->eid, closed ? t->closed : t->ts,
		};

		add(h, &x);
	}
	g_ptr_array_unref(take);
}

static void add_hits(struct happenings *h, enum happened_what what,
		     GPtrArray *take)
{
	for (guint i = 0; i < take->len; i++) {
		const struct hit *hit = g_ptr_array_index(take, i);
		struct happened x = { what, hit->post->body, hit->post->name,
				      hit->post->eid, hit->post->ts };

		add(h, &x);
	}
	g_ptr_array_unref(take);
}

static void add_names(struct happenings *h, GPtrArray *take)
{
	for (guint i = 0; i < take->len; i++) {
		struct happened x = { .what = HAPPENED_JOINED,
				      .title = g_ptr_array_index(take, i) };

		add(h, &x);
	}
	g_ptr_array_unref(take);
}

static void add_unanswered(struct reader *r, struct happenings *h,
			   const struct period *p)
{
	struct thing_query q = {
		.kind = KIND_QUESTION, .room = p->room, .open_only = true,
		.unanswered = true, .since = p->from,
	};
	GPtrArray *list = reader_things(r, &q);

	for (guint i = list->len; i-- > 0;) {
		const struct thing *t = g_ptr_array_index(list, i);

		if (!t->eid || t->ts < p->from ||
		    (p->until && t->ts >= p->until))
			g_ptr_array_remove_index(list, i);
	}
	add_things(h, HAPPENED_UNANSWERED, list);
}

struct counting {
	GHashTable *people;
	int messages;
};

static bool count_said(const struct said *s, void *user)
{
	struct counting *c = user;

	c->messages++;
	g_hash_table_add(c->people, GSIZE_TO_POINTER(s->person));
	return true;
}

static char *full_name(struct reader *r, const struct room *room)
{
	g_autoptr(GPtrArray) up = reader_parents(r, room->id);
	struct room *space = up->len ? reader_room_by_rid(r, room->account,
					g_ptr_array_index(up, 0)) : NULL;
	char *name = space ? g_strdup_printf("%s › %s", space->name,
					     room->name) :
		     g_strdup(room->name);

	room_free(space);
	return name;
}

static void read_items(struct reader *r, const struct period *p,
		       struct happenings *h)
{
	int n = HAPPENED_MAX;

	add_things(h, HAPPENED_DECIDED,
		   reader_made_things(r, p, KIND_DECISION, n));
	add_things(h, HAPPENED_DONE, reader_finished(r, p, KIND_TASK));
	add_things(h, HAPPENED_TASK, reader_made_things(r, p, KIND_TASK, n));
	add_things(h, HAPPENED_SOLVED, reader_finished(r, p, KIND_QUESTION));
	add_unanswered(r, h, p);
	add_things(h, HAPPENED_IDEA_DECIDED, reader_finished(r, p, KIND_IDEA));
	add_things(h, HAPPENED_IDEA, reader_made_things(r, p, KIND_IDEA, n));
	add_things(h, HAPPENED_RESOURCE,
		   reader_made_things(r, p, KIND_RESOURCE, n));
	add_things(h, HAPPENED_EVENT, reader_made_things(r, p, KIND_EVENT, n));
	add_names(h, reader_arrived(r, p, n));
	add_hits(h, HAPPENED_FILE, reader_files(r, p, n));
	add_hits(h, HAPPENED_FOR_YOU, reader_named(r, p, n));
}

void happened_read(struct reader *r, const struct room *room,
		   const struct period *p, struct happenings *out)
{
	struct counting c = { g_hash_table_new(NULL, NULL), 0 };
	struct period here = *p;

	here.room = room->id;
	memset(out, 0, sizeof *out);
	out->room = room->id;
	out->rid = g_strdup(room->rid);
	out->room_name = g_strdup(room->name);
	out->name = full_name(r, room);
	out->items = g_ptr_array_new_with_free_func(item_free);
	reader_said(r, &here, count_said, &c);
	out->messages = c.messages;
	out->people = g_hash_table_size(c.people);
	g_hash_table_unref(c.people);
	/* things are messages, and so are their changes of a moment ago */
	if (room->last_ts >= here.from || c.messages)
		read_items(r, &here, out);
}

void happened_clear(struct happenings *h)
{
	g_free(h->rid);
	g_free(h->room_name);
	g_free(h->name);
	g_ptr_array_unref(h->items);
}

/* ---- as records --------------------------------------------------------------- */

static char *short_name(const char *who)
{
	if (!who || *who != '@')
		return g_strdup(who);
	return g_strndup(who + 1, strcspn(who + 1, ":"));
}

void happened_answer(struct command_call *call, const struct happenings *h,
		     const char *section)
{
	for (guint i = 0; i < h->items->len; i++) {
		const struct happened *x = g_ptr_array_index(h->items, i);
		struct record *r = call_begin(call, "item");
		g_autofree char *who = short_name(x->who);

		record_text(r, "section", section ? section : h->name);
		record_text(r, "id", x->eid ? x->eid : h->rid);
		record_text(r, "room", h->rid);
		record_text(r, "room_name", section ? h->room_name : NULL);
		record_text(r, "what", happened_word(x->what));
		record_text(r, "title", x->title);
		record_text(r, "left", happened_title(x->what));
		record_text(r, "right", section ? NULL : who);
		record_text(r, "who", x->who);
		if (x->ts)
			record_int(r, "ts", x->ts);
		else
			record_null(r, "ts");
		call_end(call, r);
	}
}
