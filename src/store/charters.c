#include "store/internal.h"

#include <string.h>

enum { ROLE_BYTES = 256, VERSIONS_MAX = 2000, GUESTS_MAX = 5000 };

static const char *small(const char *text)
{
	return text && text[0] && strlen(text) <= 255 ? text : NULL;
}

/* ---- charters ------------------------------------------------------------ */

/* A version without an event id is the preview of an invite, which holds
 * until the real ones come. Where a version stands in the room is known by its
 * post; one that came as state alone is older than what follows. */
static bool put_version(struct store *s, struct hot *h,
			const struct change *c, const char *eid)
{
	g_autofree char *packed = charter_pack(c->charter);

	if (db_int(&s->db, 0, "SELECT count(*) FROM charter WHERE room = ?",
		   "i", h->id) >= VERSIONS_MAX && !c->n)
		return false;
	return db_exec(&s->db, "INSERT INTO charter(room, eid, sender, ts,"
		       " pos, packed) VALUES(?, ?, ?, ?, ?, ?)"
		       " ON CONFLICT(room, eid) DO UPDATE SET"
		       " packed = excluded.packed WHERE eid = ''", "isiiis",
		       h->id, eid, cache_person(s, c->user), c->ts,
		       h->max_pos, packed) > 0;
}

void store_apply_charter(struct store *s, struct hot *h,
			 const struct change *c)
{
	const char *eid = c->eid ? c->eid : "";
	bool fresh;

	if (!small(c->user))
		return;
	fresh = put_version(s, h, c, eid);
	/* What our own op made may have come by sync already, and something
	 * newer after it. */
	if (c->n != 1 || (c->op && !fresh))
		return;
	db_exec(&s->db, "UPDATE room SET charter = ? WHERE id = ?", "si", eid,
		h->id);
	if (*eid)
		db_exec(&s->db, "DELETE FROM charter WHERE room = ?"
			" AND eid = ''", "i", h->id);
	facts_declare(s, h, c->charter ? c->charter->area : AREA_UNKNOWN);
	hot_touch(s, h, HOT_FACTS, ROOM_HAS_FACTS);
}

void charters_powers(struct store *s, struct hot *h, const struct change *c)
{
	db_exec(&s->db, "UPDATE room SET p_charter = ?, p_accept = ?,"
		" p_guest = ? WHERE id = ?", "dddi", c->power_charter,
		c->power_accept, c->power_guest, h->id);
}

/* An event of ours was redacted: what it said is gone. */
void charters_redact(struct store *s, struct hot *h, const char *eid)
{
	int n = db_exec(&s->db, "UPDATE charter SET packed = NULL"
			" WHERE room = ? AND eid = ?", "is", h->id, eid);

	if (n && db_int(&s->db, 0, "SELECT 1 FROM room WHERE id = ?"
			" AND charter = ?", "is", h->id, eid))
		facts_declare(s, h, AREA_UNKNOWN);
	n += db_exec(&s->db, "DELETE FROM accept WHERE room = ? AND eid = ?",
		     "is", h->id, eid);
	n += db_exec(&s->db, "DELETE FROM guest WHERE room = ? AND eid = ?",
		     "is", h->id, eid);
	if (n)
		hot_touch(s, h, HOT_FACTS, ROOM_HAS_FACTS);
}

/* ---- acceptances --------------------------------------------------------- */

/* Mine in my own data has no event; one in the room does not end it. */
void store_apply_accept(struct store *s, struct hot *h,
			const struct change *c)
{
	int64_t person;
	int own = c->eid == NULL;

	if (!small(c->user))
		return;
	person = cache_person(s, c->user);
	if (!c->target)
		db_exec(&s->db, "DELETE FROM accept WHERE room = ?"
			" AND person = ? AND own = ?", "iid", h->id, person,
			own);
	else
		db_exec(&s->db, "INSERT OR REPLACE INTO accept(room, person,"
			" own, eid, charter, rules, ts)"
			" VALUES(?, ?, ?, ?, ?, ?, ?)", "iidsssi", h->id,
			person, own, c->eid, c->target, c->key, c->ts);
	hot_touch(s, h, 0, ROOM_HAS_FACTS);
}

/* ---- guests -------------------------------------------------------------- */

void store_apply_guest(struct store *s, struct hot *h, const struct change *c)
{
	g_autofree char *own = NULL;
	int64_t person;

	if (!small(c->user) || !small(c->target))
		return;
	person = cache_person(s, c->user);
	if (!c->seen)
		db_exec(&s->db, "DELETE FROM guest WHERE room = ?"
			" AND person = ?", "ii", h->id, person);
	else if (db_int(&s->db, 0, "SELECT count(*) FROM guest WHERE room = ?",
			"i", h->id) < GUESTS_MAX)
		db_exec(&s->db, "INSERT OR REPLACE INTO guest(room, person,"
			" eid, until, role, sender, ts)"
			" VALUES(?, ?, ?, nullif(?, ?), ?, ?, ?)",
			"iisiisii", h->id, person, c->eid, c->n, GUEST_NO_DAY,
			pack_bounded(c->reason, ROLE_BYTES, &own),
			cache_person(s, c->target), c->ts);
	hot_touch(s, h, 0, ROOM_HAS_FACTS | ROOM_HAS_MEMBERS);
}

/* ---- over the boundary --------------------------------------------------- */

void store_apply_passage(struct store *s, struct hot *h,
			 const struct change *c)
{
	const struct self *me = cache_self(s, h->account);

	if (!small(c->eid) || !small(c->user) || !small(c->target) || !me ||
	    c->n < 0 || c->n >= PASSAGES ||
	    strcmp(uid_server(c->user), uid_server(me->user)) == 0)
		return;
	if (db_exec(&s->db, "INSERT OR IGNORE INTO passage(room, eid, person,"
		    " sender, what, ts) VALUES(?, ?, ?, ?, ?, ?)", "isiidi",
		    h->id, c->eid, cache_person(s, c->user),
		    cache_person(s, c->target), (int)c->n, c->ts))
		hot_touch(s, h, 0, ROOM_HAS_MEMBERS);
}
