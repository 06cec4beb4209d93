#include "store/charters.h"
#include "store/internal.h"

#include <string.h>

enum { LIST_MAX = 5000 };

static void free_charter(void *c)
{
	charter_free(c);
}

/* ---- charters ------------------------------------------------------------ */

/* Where a version stands: at its post, else where the room was when it came. */
#define CHARTER_COLUMNS \
	"c.packed, c.eid, (SELECT uid FROM person WHERE id = c.sender), c.ts," \
	" coalesce((SELECT p.pos FROM post p WHERE p.room = c.room" \
	" AND p.eid = c.eid), c.pos) AS place"

static struct charter *charter_from(sqlite3_stmt *st)
{
	struct charter *c = charter_unpack(db_peek(st, 0));

	if (!c)
		c = charter_new();
	c->eid = db_copy(st, 1);
	c->by = db_copy(st, 2);
	c->ts = db_num(st, 3);
	return c;
}

/* Changes of ours that have not become the charter yet. */
static struct charter *lay_pending(struct reader *r, int64_t room,
				   struct charter *c)
{
	sqlite3_stmt *st;

	if (!reader_own(r))
		return c;
	st = db_query(&r->db, "SELECT body FROM own.op WHERE room = ?"
		      " AND kind = ? AND state IN (0, 1) ORDER BY id", "id",
		      room, (int)OP_CHARTER);
	while (db_row(&r->db, st)) {
		struct charter *change = charter_unpack(db_peek(st, 0));

		if (!change)
			continue;
		if (!c)
			c = charter_new();
		if (c->version == CHARTER_VERSION)
			charter_apply(c, change);
		c->pending = true;
		charter_free(change);
	}
	return c;
}

struct charter *reader_charter(struct reader *r, int64_t room)
{
	struct charter *c = NULL;
	sqlite3_stmt *st = db_query(&r->db, "SELECT " CHARTER_COLUMNS
				    " FROM room r JOIN charter c"
				    " ON c.room = r.id AND c.eid = r.charter"
				    " WHERE r.id = ? AND c.packed IS NOT NULL",
				    "i", room);

	if (db_row(&r->db, st)) {
		c = charter_from(st);
		db_done(st);
	}
	c = lay_pending(r, room, c);
	if (!c || !charter_is_empty(c))
		return c;
	charter_free(c);
	return NULL;
}

GPtrArray *reader_charter_log(struct reader *r, int64_t room)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_charter);
	sqlite3_stmt *st = db_query(&r->db, "SELECT " CHARTER_COLUMNS
				    " FROM charter c WHERE c.room = ?"
				    " AND c.eid <> '' ORDER BY place, c.ts,"
				    " c.eid", "i", room);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, charter_from(st));
	return out;
}

struct charter_rights reader_charter_rights(struct reader *r, int64_t room)
{
	struct charter_rights rights = { 50, 50, 50 };
	sqlite3_stmt *st = db_query(&r->db, "SELECT coalesce(p_charter,"
				    " p_state), coalesce(p_accept, p_state),"
				    " coalesce(p_guest, p_state) FROM room"
				    " WHERE id = ?", "i", room);

	if (!db_row(&r->db, st))
		return rights;
	rights.charter = (int)db_num(st, 0);
	rights.accept = (int)db_num(st, 1);
	rights.guest = (int)db_num(st, 2);
	db_done(st);
	return rights;
}

/* ---- acceptances --------------------------------------------------------- */

void acceptance_free(struct acceptance *a)
{
	if (!a)
		return;
	g_free(a->uid);
	g_free(a->name);
	g_free(a);
}

static void free_acceptance(void *a)
{
	acceptance_free(a);
}

/* The rules of a version that is stored, or NULL. */
static char *digest_of(struct reader *r, int64_t room, const char *eid)
{
	g_autofree char *packed = db_text(&r->db, "SELECT packed FROM charter"
					  " WHERE room = ? AND eid = ?", "is",
					  room, eid);
	struct charter *c = charter_unpack(packed);
	char *digest = c ? charter_digest(c) : NULL;

	charter_free(c);
	return digest;
}

static bool is_current(struct reader *r, int64_t room,
		       const struct charter *now, const char *eid,
		       const char *rules)
{
	g_autofree char *want = charter_digest(now);
	g_autofree char *has = NULL;

	if (g_strcmp0(now->eid, eid) == 0)
		return true;
	has = rules ? g_strdup(rules) : digest_of(r, room, eid);
	return g_strcmp0(has, want) == 0;
}

/* `person` 0: everybody's. */
static GPtrArray *acceptances(struct reader *r, int64_t room, int64_t person)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_acceptance);
	struct charter *now = reader_charter(r, room);
	sqlite3_stmt *st = db_query(&r->db, "SELECT u.uid, m.name, a.ts,"
		" a.charter, a.rules FROM accept a JOIN person u"
		" ON u.id = a.person LEFT JOIN member m ON m.room = a.room"
		" AND m.person = a.person WHERE a.room = ?1"
		" AND (?2 = 0 OR a.person = ?2) ORDER BY a.ts, u.uid LIMIT ?3",
		"iid", room, person, (int)LIST_MAX);

	while (now && db_row(&r->db, st)) {
		struct acceptance *a = g_new0(struct acceptance, 1);

		a->uid = db_copy(st, 0);
		a->name = db_peek(st, 1) ? db_copy(st, 1) : pack_local(a->uid);
		a->ts = db_num(st, 2);
		a->current = is_current(r, room, now, db_peek(st, 3),
					db_peek(st, 4));
		g_ptr_array_add(out, a);
	}
	charter_free(now);
	return out;
}

GPtrArray *reader_acceptances(struct reader *r, int64_t room)
{
	return acceptances(r, room, 0);
}

static bool accepts_soon(struct reader *r, int64_t room)
{
	return reader_own(r) && db_int(&r->db, 0, "SELECT 1 FROM own.op"
				       " WHERE room = ? AND kind = ?"
				       " AND state IN (0, 1)", "id", room,
				       (int)OP_ACCEPT);
}

bool reader_must_accept(struct reader *r, int64_t room)
{
	struct charter *c = reader_charter(r, room);
	bool must = c && c->accept && c->eid;
	g_autoptr(GPtrArray) list = NULL;
	int64_t me = 0;

	charter_free(c);
	if (must)
		me = db_int(&r->db, 0, "SELECT a.person FROM room r"
			    " JOIN account a ON a.id = r.account"
			    " WHERE r.id = ? AND r.mine = 2", "i", room);
	if (!me || accepts_soon(r, room))
		return false;
	list = acceptances(r, room, me);
	for (guint i = 0; i < list->len; i++)
		if (((struct acceptance *)list->pdata[i])->current)
			return false;
	return true;
}

/* ---- guests -------------------------------------------------------------- */

static void free_guest(void *g)
{
	guest_free(g);
}

#define IN_PLACE(alias) \
	"(?2 = 0 OR " alias ".room = ?2 OR " alias ".room IN (SELECT k.id" \
	" FROM child c JOIN room k ON k.rid = c.rid JOIN room s" \
	" ON s.id = c.space AND s.account = k.account WHERE c.space = ?2))"

static const char guests[] =
"SELECT g.room, r.account, u.uid, coalesce(m.name, u.name), g.role,"
" coalesce(g.until, -9223372036854775807 - 1),"
" (SELECT uid FROM person WHERE id = g.sender), g.ts, g.eid, r.title, r.rid,"
" coalesce(m.membership, 0), coalesce((SELECT max(w.level, w.creator << 30)"
" FROM power w WHERE w.room = g.room AND w.person = a.person), r.p_users)"
" >= r.p_kick FROM guest g JOIN room r ON r.id = g.room JOIN account a"
" ON a.id = r.account JOIN person u ON u.id = g.person LEFT JOIN member m"
" ON m.room = g.room AND m.person = g.person WHERE r.mine = 2"
" AND (?1 = 0 OR r.account = ?1) AND " IN_PLACE("g")
" AND (?3 = '' OR u.uid = ?3) ORDER BY g.until IS NULL, g.until, r.rank,"
" u.uid LIMIT 5000";

static struct guest *guest_from(sqlite3_stmt *st)
{
	struct guest *g = g_new0(struct guest, 1);

	g->room = db_num(st, 0);
	g->account = db_num(st, 1);
	g->uid = db_copy(st, 2);
	g->name = db_peek(st, 3) && *db_peek(st, 3) ? db_copy(st, 3) :
						      pack_local(g->uid);
	g->role = db_copy(st, 4);
	g->until = db_num(st, 5);
	g->by = db_copy(st, 6);
	g->ts = db_num(st, 7);
	g->eid = db_copy(st, 8);
	g->room_name = db_copy(st, 9);
	g->rid = db_copy(st, 10);
	g->membership = (enum membership)db_num(st, 11);
	g->mine = db_num(st, 12);
	return g;
}

GPtrArray *reader_guests(struct reader *r, int64_t account, int64_t room,
			 int64_t due)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_guest);
	sqlite3_stmt *st = db_query(&r->db, guests, "iis", account, room, "");

	while (db_row(&r->db, st)) {
		struct guest *g = guest_from(st);

		if (due == GUEST_NO_DAY || (g->mine && g->until <= due &&
					    g->until != GUEST_NO_DAY))
			g_ptr_array_add(out, g);
		else
			guest_free(g);
	}
	return out;
}

struct guest *reader_guest(struct reader *r, int64_t room, const char *uid)
{
	struct guest *found = NULL;
	sqlite3_stmt *st = db_query(&r->db, guests, "iis", (int64_t)0, room,
				    uid);

	while (db_row(&r->db, st)) {
		struct guest *g = guest_from(st);

		if (!found && g->room == room)
			found = g;
		else
			guest_free(g);
	}
	return found;
}

/* ---- passages ------------------------------------------------------------ */

static void free_passage(void *p)
{
	passage_free(p);
}

/* In one room by where they stand in it; over several only clocks compare.
 * Who let somebody in is whoever invited them last before they came. */
static const char passages[] =
"SELECT x.what, x.ts, r.account, x.room, u.uid, coalesce(m.name, u.name),"
" b.uid, coalesce(n.name, b.name), r.rid, r.title, x.eid,"
" coalesce((SELECT p.pos FROM post p WHERE p.room = x.room"
" AND p.eid = x.eid), 0) AS place FROM passage x"
" JOIN room r ON r.id = x.room JOIN person u ON u.id = x.person"
" LEFT JOIN person b ON b.id = CASE WHEN x.what <> 1 THEN x.sender ELSE"
" (SELECT i.sender FROM passage i JOIN post ip ON ip.room = i.room"
" AND ip.eid = i.eid WHERE i.room = x.room AND i.person = x.person"
" AND i.what = 0 AND ip.pos < (SELECT p.pos FROM post p"
" WHERE p.room = x.room AND p.eid = x.eid) ORDER BY ip.pos DESC LIMIT 1) END"
" LEFT JOIN member m ON m.room = x.room AND m.person = x.person"
" LEFT JOIN member n ON n.room = x.room AND n.person = b.id"
" WHERE (?1 = 0 OR r.account = ?1) AND " IN_PLACE("x") " AND x.ts >= ?3"
" ORDER BY CASE WHEN ?4 THEN 0 ELSE x.ts END DESC, place DESC, x.eid"
" LIMIT 5000";

static char *name_or_local(const char *name, const char *uid)
{
	if (!uid)
		return NULL;
	return name && *name ? g_strdup(name) : pack_local(uid);
}

static struct passage *passage_from(sqlite3_stmt *st)
{
	struct passage *p = g_new0(struct passage, 1);

	p->what = (enum passage_kind)db_num(st, 0);
	p->ts = db_num(st, 1);
	p->account = db_num(st, 2);
	p->room = db_num(st, 3);
	p->uid = db_copy(st, 4);
	p->name = name_or_local(db_peek(st, 5), p->uid);
	p->server = g_strdup(uid_server(p->uid));
	p->by = db_copy(st, 6);
	p->by_name = name_or_local(db_peek(st, 7), p->by);
	p->rid = db_copy(st, 8);
	p->room_name = db_copy(st, 9);
	p->eid = db_copy(st, 10);
	return p;
}

GPtrArray *reader_passages(struct reader *r, int64_t account, int64_t room,
			   int64_t since)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_passage);
	bool one = room && !db_int(&r->db, 0, "SELECT 1 FROM child"
				   " WHERE space = ? LIMIT 1", "i", room);
	sqlite3_stmt *st = db_query(&r->db, passages, "iiid", account, room,
				    since, (int)one);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, passage_from(st));
	return out;
}

bool reader_history_whole(struct reader *r, int64_t room)
{
	return !db_int(&r->db, 0, "SELECT 1 FROM gap WHERE room = ? LIMIT 1",
		       "i", room);
}

GPtrArray *reader_servers(struct reader *r, int64_t room, GArray **counts)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(&r->db, "SELECT v.name, n.n"
				    " FROM room_server n JOIN server v"
				    " ON v.id = n.server WHERE n.room = ?"
				    " AND n.n > 0 ORDER BY n.n DESC, v.name",
				    "i", room);

	*counts = g_array_new(false, false, sizeof(int));
	while (db_row(&r->db, st)) {
		int n = (int)db_num(st, 1);

		g_ptr_array_add(out, db_copy(st, 0));
		g_array_append_val(*counts, n);
	}
	return out;
}
