#include "store/internal.h"

#include <string.h>

/* A transaction that touched so many rooms is followed by a checkpoint; a log
 * of so many pages is cut. Smaller ones are left to SQLite. */
enum { BIG_ROOMS = 100, CHECKPOINT_PAGES = 4000 };

static void save_room(struct store *s, struct hot *h)
{
	gap_save(s, h);
	if (!(h->dirty & HOT_SAVE))
		return;
	db_exec(&s->db, "UPDATE room SET max_pos = ?, min_pos = ?,"
		" last_ts = ?, read_pos = ?, unread = ?, mentions = ?,"
		" known = ?, orphans = ?, waiting = ? WHERE id = ?",
		"iiiidddddi", h->max_pos, h->min_pos, h->last_ts, h->read_pos,
		h->unread, h->mentions, h->known, h->orphans, h->waiting,
		h->id);
}

/* The list of changed rooms may grow while they are worked on. */
static void for_each_dirty(struct store *s, unsigned bits,
			   void (*fn)(struct store *, struct hot *))
{
	for (guint i = 0; i < s->dirty->len; i++) {
		struct hot *h = s->dirty->pdata[i];

		if (h->dirty & bits)
			fn(s, h);
	}
}

static void update_place(struct store *s, struct hot *h)
{
	places_update(s, h);
	places_add_totals(s, h->unread - h->was_unread,
		   h->mentions - h->was_mentions);
}

static bool counts_differ(const struct hot *h)
{
	return h->unread != h->was_unread || h->mentions != h->was_mentions ||
	       (h->dirty & HOT_TASKS) ||
	       (h->dm && (h->changed & ROOM_HAS_POSTS));
}

static void update_sidebar(struct store *s, bool *places)
{
	for (guint i = 0; i < s->dirty->len && !s->places_dirty; i++) {
		struct hot *h = s->dirty->pdata[i];

		if (!counts_differ(h))
			continue;
		update_place(s, h);
		*places = true;
	}
	if (!s->places_dirty)
		return;
	places_build(s);
	*places = true;
}

static void derive(struct store *s, bool *places)
{
	for_each_dirty(s, HOT_FACTS, facts_compute);
	facts_spread(s);
	for_each_dirty(s, HOT_RECEIPTS, marks_resolve);
	for_each_dirty(s, HOT_COUNTS, marks_clamp);
	things_flush(s);
	index_flush(s);
	members_flush(s);
	for_each_dirty(s, ~0u, save_room);
	update_sidebar(s, places);
}

/* ---- what the caller is told --------------------------------------------- */

static GArray *room_deltas(struct store *s)
{
	GArray *out = g_array_new(false, false, sizeof(struct room_delta));

	for (guint i = 0; i < s->dirty->len; i++) {
		const struct hot *h = s->dirty->pdata[i];
		struct room_delta d = { h->id, h->changed };

		if (d.changed)
			g_array_append_val(out, d);
	}
	return out;
}

static void clear_ring(void *ring)
{
	struct ring_delta *r = ring;

	g_free(r->who);
	g_free(r->text);
	g_free(r->room_name);
}

/* False when there is nothing to ring for any more. */
static bool fill_ring(struct store *s, struct ring_delta *d)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT m.name, u.uid,"
		" substr(p.body, 1, 500), r.title FROM post p"
		" JOIN room r ON r.id = p.room"
		" JOIN person u ON u.id = p.sender"
		" LEFT JOIN member m ON m.room = p.room"
		" AND m.person = p.sender WHERE p.id = ? AND p.flags & 2 = 0"
		" AND p.pos > r.read_pos", "i", d->post);

	if (!db_row(&s->db, st))
		return false;
	d->who = db_peek(st, 0) && *db_peek(st, 0) ? db_copy(st, 0) :
		 pack_local(db_peek(st, 1));
	d->text = db_copy(st, 2);
	d->room_name = db_copy(st, 3);
	db_done(st);
	return true;
}

static GArray *ring_deltas(struct store *s)
{
	GArray *out = g_array_new(false, false, sizeof(struct ring_delta));

	g_array_set_clear_func(out, clear_ring);
	for (guint i = 0; i < s->rings->len; i++) {
		struct ring_delta d = g_array_index(s->rings,
						    struct ring_delta, i);

		if (fill_ring(s, &d))
			g_array_append_val(out, d);
	}
	return out;
}

/* ---- the end of a transaction -------------------------------------------- */

static void settle_rooms(struct store *s)
{
	for (guint i = 0; i < s->dirty->len; i++) {
		struct hot *h = s->dirty->pdata[i];

		h->dirty = h->changed = 0;
		h->was_unread = h->unread;
		h->was_mentions = h->mentions;
		if (h->given)
			g_array_unref(g_steal_pointer(&h->given));
		memset(&h->fill, 0, sizeof h->fill);
	}
	g_ptr_array_set_size(s->dirty, 0);
	g_array_set_size(s->rings, 0);
	g_array_set_size(s->marks, 0);
	s->places_dirty = false;
	cache_trim(s);
}

/* So that the log does not stay as long as it was in a first sync. */
static void checkpoint(struct store *s)
{
	int log = 0, done = 0;

	sqlite3_wal_checkpoint_v2(s->db.h, NULL, SQLITE_CHECKPOINT_PASSIVE,
				  &log, &done);
	if (log >= CHECKPOINT_PAGES && done == log)
		sqlite3_wal_checkpoint_v2(s->db.h, NULL,
					  SQLITE_CHECKPOINT_TRUNCATE, NULL,
					  NULL);
}

static bool end_transaction(struct store *s, bool *places, GError **err)
{
	derive(s, places);
	db_script(&s->db, "COMMIT");
	if (!db_take_error(&s->db, err) || !db_take_error(&s->own, err)) {
		store_rollback(s);
		return false;
	}
	s->open = false;
	outbox_sweep(s);
	return true;
}

bool store_commit(struct store *s, GArray **rooms, GArray **rings,
		  bool *places, GError **err)
{
	bool big = s->open && s->dirty->len > BIG_ROOMS, sidebar = false;

	if (s->open && !end_transaction(s, &sidebar, err))
		return false;
	if (rooms)
		*rooms = room_deltas(s);
	if (rings)
		*rings = ring_deltas(s);
	if (places)
		*places = sidebar;
	settle_rooms(s);
	if (big)
		checkpoint(s);
	return db_take_error(&s->db, err) && db_take_error(&s->own, err);
}

void store_rollback(struct store *s)
{
	g_autoptr(GArray) marks = NULL;

	g_clear_error(&s->db.error);
	if (s->open && !sqlite3_get_autocommit(s->db.h))
		db_script(&s->db, "ROLLBACK");
	s->open = false;
	cache_drop(s);
	s->next_post = db_int(&s->db, 0, "SELECT max(id) FROM post", "") + 1;
	/* What was read here meanwhile stays read. */
	marks = g_steal_pointer(&s->marks);
	s->marks = g_array_new(false, false, sizeof(struct mark));
	for (guint i = 0; i < marks->len; i++) {
		struct mark m = g_array_index(marks, struct mark, i);
		struct hot *h = cache_room_id(s, m.room);

		if (!h)
			continue;
		store_begin(s);
		mark_read(s, h, m.pos);
	}
	if (s->open)
		store_commit(s, NULL, NULL, NULL, NULL);
	g_clear_error(&s->db.error);
}
