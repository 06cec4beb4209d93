#include "store/internal.h"

#include <string.h>

/*
 * What is pinned in a room, in its order. A pinned message that is not among
 * the stored ones is kept beside them as it was when it was fetched: it has no
 * place in their order, and must not stand in a feed where it was not said.
 */

enum { BODY_BYTES = 4096 };

void store_apply_pins(struct store *s, struct hot *h, const struct change *c)
{
	db_exec(&s->db, "DELETE FROM pin WHERE room = ?", "i", h->id);
	for (guint i = 0; c->users && i < c->users->len; i++)
		db_exec(&s->db, "INSERT OR IGNORE INTO pin(room, n, eid)"
			" VALUES(?, ?, ?)", "ids", h->id, (int)i,
			c->users->pdata[i]);
	db_exec(&s->db, "DELETE FROM pinned WHERE room = ?1 AND eid NOT IN"
		" (SELECT eid FROM pin WHERE room = ?1)", "i", h->id);
	hot_touch(s, h, 0, ROOM_HAS_POSTS | ROOM_HAS_FACTS);
}

void store_apply_glimpse(struct store *s, struct hot *h,
			 const struct change *c)
{
	const struct post *p = c->post;
	g_autofree char *own = NULL;

	if (!p || !p->eid || !p->sender ||
	    !db_int(&s->db, 0, "SELECT 1 FROM pin WHERE room = ? AND eid = ?",
		    "is", h->id, p->eid))
		return;
	db_exec(&s->db, "INSERT OR REPLACE INTO pinned(room, eid, sender, ts,"
		" kind, body) VALUES(?, ?, ?, ?, ?, ?)", "isiids", h->id,
		p->eid, cache_person(s, p->sender), p->ts, (int)p->kind,
		pack_bounded(p->redacted || !p->body ? "" : p->body,
			     BODY_BYTES, &own));
	hot_touch(s, h, 0, ROOM_HAS_POSTS);
}

/* ---- reading ------------------------------------------------------------- */

static struct post *read_glimpse(struct reader *r, int64_t room,
				 const char *eid)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT u.uid, coalesce(m.name,"
		" u.uid), g.ts, g.kind, g.body FROM pinned g JOIN person u"
		" ON u.id = g.sender LEFT JOIN member m ON m.room = g.room"
		" AND m.person = g.sender WHERE g.room = ? AND g.eid = ?",
		"is", room, eid);
	struct post *p = post_new();

	p->room = room;
	p->eid = g_strdup(eid);
	p->pinned = true;
	if (!db_row(&r->db, st))
		return p;
	p->sender = db_copy(st, 0);
	p->name = db_copy(st, 1);
	p->ts = db_num(st, 2);
	p->kind = db_num(st, 3);
	p->body = db_copy(st, 4);
	db_done(st);
	return p;
}

static GPtrArray *read_ids(struct reader *r, int64_t room)
{
	GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(&r->db, "SELECT eid FROM pin"
				    " WHERE room = ? ORDER BY n DESC", "i",
				    room);

	while (db_row(&r->db, st))
		g_ptr_array_add(ids, db_copy(st, 0));
	return ids;
}

GPtrArray *reader_pins(struct reader *r, int64_t room)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_post);
	g_autoptr(GPtrArray) ids = read_ids(r, room);

	for (guint i = 0; i < ids->len; i++) {
		struct post *p = reader_post(r, room, ids->pdata[i]);

		g_ptr_array_add(out, p ? p : read_glimpse(r, room,
							  ids->pdata[i]));
	}
	return out;
}
