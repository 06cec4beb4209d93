#include "store/internal.h"

#include <string.h>

/* Receipts of a thread are kept under its root; those of the room under "",
 * and my fully-read mark under this name. */
static const char fully_read[] = "*";

enum { COUNT_MAX = 1000000 };

void mark_read(struct store *s, struct hot *h, int64_t pos)
{
	if (pos <= h->read_pos)
		return;
	h->read_pos = pos;
	hot_touch(s, h, HOT_SAVE | HOT_COUNTS,
		  ROOM_HAS_RECEIPTS | ROOM_HAS_COUNTS);
}

/* ---- receipts ------------------------------------------------------------ */

static int64_t find_pos(struct store *s, const struct hot *h, const char *eid)
{
	if (!h->max_pos)
		return 0;
	return db_int(&s->db, 0, "SELECT pos FROM post WHERE room = ?"
		      " AND eid = ?", "is", h->id, eid);
}

static void put_receipt(struct store *s, struct hot *h, int64_t person,
			const struct change *c, const char *thread)
{
	int64_t pos = find_pos(s, h, c->eid);
	const struct self *me = cache_self(s, h->account);

	if (!db_exec(&s->db, "INSERT INTO receipt(room, person, thread, eid,"
		     " ts, pos) VALUES(?, ?, ?, ?, ?, nullif(?, 0))"
		     " ON CONFLICT DO UPDATE SET eid = excluded.eid,"
		     " ts = excluded.ts, pos = excluded.pos"
		     " WHERE excluded.ts >= ts AND eid <> excluded.eid",
		     "iissii", h->id, person, thread, c->eid, c->ts, pos))
		return;
	if (!pos) {
		h->waiting++;
		hot_touch(s, h, HOT_SAVE | HOT_RECEIPTS, 0);
	}
	hot_touch(s, h, 0, ROOM_HAS_RECEIPTS);
	if (pos && me && person == me->person &&
	    (!thread[0] || thread == fully_read))
		mark_read(s, h, pos);
}

static bool is_id(const char *id)
{
	return id && id[0] && strlen(id) <= 255;
}

void store_apply_receipt(struct store *s, struct hot *h, const struct change *c)
{
	const char *thread = c->thread;
	int64_t person;

	if (!is_id(c->user) || !is_id(c->eid))
		return;
	/* "main" and no thread at all are both read marks of the timeline. */
	if (!is_id(thread) || strcmp(thread, "main") == 0)
		thread = "";
	person = cache_person(s, c->user);
	members_seen(s, person, c->ts);
	put_receipt(s, h, person, c, thread);
}

void store_apply_fully_read(struct store *s, struct hot *h,
			    const struct change *c)
{
	const struct self *me = cache_self(s, h->account);

	if (me && is_id(c->eid))
		put_receipt(s, h, me->person, c, fully_read);
}

/* Receipts whose event was not known when they came. */
void marks_resolve(struct store *s, struct hot *h)
{
	const struct self *me = cache_self(s, h->account);

	if (!h->waiting)
		return;
	db_exec(&s->db, "UPDATE receipt SET pos = (SELECT p.pos FROM post p"
		" WHERE p.room = receipt.room AND p.eid = receipt.eid)"
		" WHERE room = ? AND pos IS NULL", "i", h->id);
	h->waiting = (int)db_int(&s->db, 0, "SELECT count(*) FROM receipt"
				 " WHERE room = ? AND pos IS NULL", "i",
				 h->id);
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_RECEIPTS);
	if (me)
		mark_read(s, h, db_int(&s->db, 0, "SELECT max(pos)"
				       " FROM receipt WHERE room = ?"
				       " AND person = ?"
				       " AND thread IN ('', '*')", "ii",
				       h->id, me->person));
}

/* ---- counts -------------------------------------------------------------- */

void store_apply_counts(struct store *s, struct hot *h, const struct change *c)
{
	h->unread = CLAMP(c->unread, 0, COUNT_MAX);
	h->mentions = CLAMP(c->mentions, 0, COUNT_MAX);
	hot_touch(s, h, HOT_SAVE | HOT_COUNTS, ROOM_HAS_COUNTS);
}

/* What is stored after my mark, of others, up to `max`. */
static int count_after(struct store *s, const struct hot *h, int max)
{
	int64_t main = db_int(&s->db, 0, "SELECT count(*) FROM (SELECT 1"
			      " FROM post WHERE room = ? AND pos > ?"
			      " AND thread IS NULL AND own = 0 AND kind <= ?"
			      " AND flags & 2 = 0 LIMIT ?)", "iidd", h->id,
			      h->read_pos, (int)POST_ENCRYPTED, max);
	int64_t threads = db_int(&s->db, 0, "SELECT count(*) FROM (SELECT 1"
				 " FROM thread t JOIN post p"
				 " ON p.room = t.room AND p.thread = t.root"
				 " WHERE t.room = ?1 AND t.pos > ?2"
				 " AND p.pos > ?2 AND p.own = 0"
				 " AND p.flags & 2 = 0 LIMIT ?3)", "iid",
				 h->id, h->read_pos, max);

	return (int)MIN(main + threads, max);
}

void mark_unread(struct store *s, struct hot *h, int64_t pos)
{
	h->read_pos = pos;
	h->unread = count_after(s, h, COUNT_MAX);
	hot_touch(s, h, HOT_SAVE | HOT_COUNTS,
		  ROOM_HAS_RECEIPTS | ROOM_HAS_COUNTS);
}

/* The server counts; but it may not know yet what I have read here. It can
 * not be contradicted where messages are missing. */
void marks_clamp(struct store *s, struct hot *h)
{
	int after;

	if ((!h->unread && !h->mentions) || !h->read_pos ||
	    db_int(&s->db, 0, "SELECT 1 FROM gap WHERE room = ? AND pos > ?",
		   "ii", h->id, h->read_pos))
		return;
	after = count_after(s, h, MAX(h->unread, h->mentions));
	h->unread = MIN(h->unread, after);
	if (h->mentions)
		h->mentions = (int)MIN(h->mentions, after);
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_COUNTS);
}
