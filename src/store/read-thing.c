#include "store/internal.h"

#include "base/error.h"
#include "text/text.h"

#include <string.h>

/* How many tasks that go before a task are followed. */
#define BEFORE_MAX 200

/* ---- one thing ----------------------------------------------------------- */

/* The first thing of the outbox alone with such an id. */
static struct thing *find_pending(struct reader *r, const char *eid,
				 const GPtrArray *ops)
{
	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];

		if (op->kind == OP_THING && g_strcmp0(op->eid, eid) == 0)
			return pending_new_thing(r, op, ops);
	}
	return NULL;
}

struct thing *reader_thing(struct reader *r, int64_t room, const char *eid)
{
	g_autoptr(GPtrArray) ops = NULL;
	struct thing *t;

	if (!eid)
		return NULL;
	things_moment_begin(r);
	ops = pending_ops(r, room);
	t = things_stored(r, room, eid);
	if (t)
		pending_thing(t, NULL, ops);
	else
		t = find_pending(r, eid, ops);
	things_moment_end(r);
	return t;
}

/* How well words name a thing; more is better. */
enum fit { FIT_NONE, FIT_TITLE, FIT_BEGIN, FIT_ID };

/* Things whose id begins so, or whose title is so, best first. */
static sqlite3_stmt *query_found(struct reader *r, int64_t room,
				 enum thing_kind kind, const char *words)
{
	return db_query(&r->db, "SELECT t.post, t.eid, t.title, CASE"
			" WHEN t.eid = ?2 THEN 3"
			" WHEN substr(t.eid, 1, length(?2)) = ?2 THEN 2"
			" ELSE 1 END AS fit FROM thing t JOIN room r"
			" ON r.id = t.room WHERE r.mine = 2"
			" AND (?1 = 0 OR t.room = ?1) AND (?3 = 0 OR t.kind = ?3)"
			" AND (substr(t.eid, 1, length(?2)) = ?2"
			" OR t.title = ?2 COLLATE NOCASE)"
			" ORDER BY fit DESC, t.closed, t.ts DESC LIMIT 6",
			"isd", room, words, (int)kind);
}

struct found {
	enum thing_kind kind;
	enum fit fit;
	int64_t post;		/* of the first, when it is stored */
	struct thing *thing;	/* or the first itself */
	GString *names;
	int n;
};

/* Is it the first of those that fit best? */
static bool note_found(struct found *f, enum fit fit, const char *eid,
		       const char *title)
{
	if (fit == FIT_NONE || fit < f->fit)
		return false;
	if (fit > f->fit) {
		f->fit = fit;
		f->n = 0;
		f->post = 0;
		g_clear_pointer(&f->thing, thing_free);
		g_string_truncate(f->names, 0);
	}
	g_string_append_printf(f->names, "%s%s (%.12s%s)", f->n ? ", " : "",
			       title, eid ? eid : "not sent yet",
			       eid ? "…" : "");
	return !f->n++;
}

static void find_stored(struct reader *r, struct found *f, int64_t room,
			const char *words)
{
	sqlite3_stmt *st = query_found(r, room, f->kind, words);

	while (db_row(&r->db, st))
		if (note_found(f, (enum fit)db_num(st, 3), db_peek(st, 1),
			       db_peek(st, 2)))
			f->post = db_num(st, 0);
}

static enum fit fit_of(const struct thing *t, const char *words)
{
	if (g_strcmp0(t->eid, words) == 0)
		return FIT_ID;
	if (t->eid && g_str_has_prefix(t->eid, words))
		return FIT_BEGIN;
	return t->title && g_ascii_strcasecmp(t->title, words) == 0 ?
	       FIT_TITLE : FIT_NONE;
}

static void find_new(struct reader *r, struct found *f, const char *words,
		     const GPtrArray *ops)
{
	for (guint i = 0; i < ops->len; i++) {
		struct thing *t = pending_new_thing(r, ops->pdata[i], ops);

		if (!t)
			continue;
		if (f->kind && t->kind != f->kind)
			thing_free(t);
		else if (note_found(f, fit_of(t, words), t->eid, t->title))
			f->thing = t;
		else
			thing_free(t);
	}
}

static void find_things(struct reader *r, struct found *f, int64_t room,
		       const char *words)
{
	g_autoptr(GPtrArray) ops = NULL;

	things_moment_begin(r);
	ops = pending_ops(r, room);
	find_stored(r, f, room, words);
	find_new(r, f, words, ops);
	if (f->n == 1 && f->post) {
		f->thing = things_read(r, f->post);
		if (f->thing)
			pending_thing(f->thing, NULL, ops);
	}
	things_moment_end(r);
}

struct thing *reader_thing_find(struct reader *r, int64_t room,
				enum thing_kind kind, const char *words,
				GError **err)
{
	struct found f = { .kind = kind, .names = g_string_new(NULL) };
	g_autofree char *shown = text_clean(words, -1, TEXT_LINE, 200);
	const char *what = kind ? thing_kind_word(kind) : "thing";

	if (words[0])
		find_things(r, &f, room, words);
	if (f.n > 1) {
		g_set_error(err, FM_ERROR, FM_ERROR_AMBIGUOUS,
			    "\"%s\" fits several %ss: %s. Use the id.",
			    shown, what, f.names->str);
		g_clear_pointer(&f.thing, thing_free);
	} else if (!f.thing) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no %s \"%s\". \"%s list\" shows "
			    "them with their ids.", what, shown,
			    kind ? what : "task");
	}
	g_string_free(f.names, TRUE);
	return f.thing;
}

/* ---- what belongs to it --------------------------------------------------- */

static bool is_closed(struct reader *r, int64_t room, const char *eid)
{
	return db_int(&r->db, 1, "SELECT closed FROM thing WHERE room = ?"
		      " AND eid = ?", "is", room, eid);
}

static GPtrArray *read_after(struct reader *r, int64_t room, const char *eid)
{
	g_autofree char *packed = db_text(&r->db, "SELECT packed FROM thing"
					  " WHERE room = ? AND eid = ?", "is",
					  room, eid);
	struct thing *t = thing_unpack(packed);
	GPtrArray *after = t ? g_steal_pointer(&t->after) : NULL;

	thing_free(t);
	return after;
}

static void add_before(GPtrArray *seen, GPtrArray *take)
{
	for (guint i = 0; take && i < take->len; i++)
		if (seen->len < BEFORE_MAX &&
		    !g_ptr_array_find_with_equal_func(seen, take->pdata[i],
						      g_str_equal, NULL))
			g_ptr_array_add(seen, g_strdup(take->pdata[i]));
	if (take)
		g_ptr_array_unref(take);
}

/* Does the task `goal` go before the task `from`, by any way? */
static bool goes_before(struct reader *r, int64_t room, const char *goal,
			const char *from)
{
	g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(seen, g_strdup(from));
	for (guint i = 0; i < seen->len; i++) {
		if (strcmp(seen->pdata[i], goal) == 0)
			return true;
		add_before(seen, read_after(r, room, seen->pdata[i]));
	}
	return false;
}

/* One that is not known does not block; one that waits for this very task in
 * its turn does not either. */
static void find_blocks(struct reader *r, struct thing *t)
{
	for (guint i = 0; t->after && t->eid && i < t->after->len; i++) {
		const char *eid = t->after->pdata[i];

		if (goes_before(r, t->room, t->eid, eid))
			t->cycle = true;
		else if (!is_closed(r, t->room, eid))
			t->blocked = true;
	}
}

void reader_thing_relations(struct reader *r, struct thing *t)
{
	sqlite3_stmt *st;

	t->blocked = t->cycle = false;
	if (t->kind != KIND_TASK || !t->eid)
		return;
	find_blocks(r, t);
	st = db_query(&r->db, "SELECT count(*), coalesce(sum(closed), 0)"
		      " FROM thing WHERE room = ?1 AND parent = ?2"
		      " AND eid <> ?2", "is", t->room, t->eid);
	if (!db_row(&r->db, st))
		return;
	t->parts = (int)db_num(st, 0);
	t->parts_done = (int)db_num(st, 1);
	db_done(st);
}

int64_t reader_thing_answered(struct reader *r, const struct thing *t,
			      char **who)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT p.ts, u.uid FROM post p"
				    " JOIN person u ON u.id = p.sender"
				    " WHERE p.room = ? AND p.thread = ?"
				    " AND p.change IS NULL AND p.flags & 2 = 0"
				    " AND p.kind < 10 AND u.uid <> ?"
				    " ORDER BY p.pos LIMIT 1", "iss", t->room,
				    t->eid, t->creator);
	int64_t ts;

	if (who)
		*who = NULL;
	if (!db_row(&r->db, st))
		return 0;
	ts = db_num(st, 0);
	if (who)
		*who = db_copy(st, 1);
	db_done(st);
	return ts;
}

GPtrArray *reader_thing_notes(struct reader *r, const struct thing *t)
{
	GPtrArray *notes = g_ptr_array_new_with_free_func(store_free_thing);
	sqlite3_stmt *st = db_query(&r->db, "SELECT t.post FROM thing t"
				    " JOIN room r ON r.id = t.room"
				    " WHERE t.kind = 7 AND r.mine = 2"
				    " AND r.notes_of = ? ORDER BY t.ts, t.eid",
				    "s", t->rid);

	while (db_row(&r->db, st)) {
		struct thing *note = things_read(r, db_num(st, 0));

		if (note && g_strcmp0(note->source, t->eid) == 0 &&
		    g_strcmp0(note->about, t->rid) == 0)
			g_ptr_array_add(notes, note);
		else
			thing_free(note);
	}
	return notes;
}
