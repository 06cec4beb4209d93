#include "store/internal.h"

#include <string.h>

enum { NAME_MAX_BYTES = 512, TOPIC_MAX_BYTES = 8192, LIST_MAX = 64 };

void store_apply_room(struct store *s, struct hot *h, const struct change *c)
{
	if (h->mine == c->membership)
		return;
	h->mine = c->membership;
	db_exec(&s->db, "UPDATE room SET mine = ? WHERE id = ?", "di",
		(int)c->membership, h->id);
	if (h->mine != MEMBER_JOIN)
		h->unread = h->mentions = 0;
	s->places_dirty = true;
	hot_touch(s, h, HOT_SAVE | HOT_FACTS, ROOM_HAS_FACTS);
}

/* ---- facts --------------------------------------------------------------- */

/* How one fact goes into its column. */
struct fact {
	uint32_t bit;
	bool place;		/* the sidebar shows it or is ordered by it */
	const char *sql;
	size_t offset;
	enum fact_type { FACT_NAME, FACT_TEXT, FACT_LIST, FACT_INT,
			 FACT_BOOL } type;
};
#define FACT(bit, place, column, field, type) \
	{ bit, place, "UPDATE room SET " column " = ?1 WHERE id = ?2" \
	  " AND " column " IS NOT ?1", offsetof(struct room, field), type }

static const struct fact facts[] = {
	FACT(ROOM_NAME, false, "name", name, FACT_NAME),
	FACT(ROOM_TOPIC, false, "topic", topic, FACT_TEXT),
	FACT(ROOM_ALIAS, false, "alias", alias, FACT_NAME),
	FACT(ROOM_KIND, true, "kind", kind, FACT_INT),
	FACT(ROOM_JOIN_RULE, false, "join_rule", join, FACT_INT),
	FACT(ROOM_JOIN_RULE, false, "allow", allow, FACT_LIST),
	FACT(ROOM_HISTORY, false, "history", history, FACT_INT),
	FACT(ROOM_GUESTS, false, "guests", guests, FACT_BOOL),
	FACT(ROOM_FEDERATED, false, "federated", federated, FACT_BOOL),
	FACT(ROOM_VERSION, false, "version", version, FACT_NAME),
	FACT(ROOM_TOMBSTONE, true, "replaced_by", replaced_by, FACT_NAME),
	FACT(ROOM_COUNTS | ROOM_JOINED, false, "joined", joined, FACT_INT),
	FACT(ROOM_COUNTS | ROOM_INVITED, false, "invited", invited, FACT_INT),
	FACT(ROOM_HEROES, false, "heroes", heroes, FACT_LIST),
	FACT(ROOM_INVITER, false, "inviter", inviter, FACT_NAME),
	FACT(ROOM_KINDS, true, "kinds", kinds, FACT_INT),
	FACT(ROOM_KINDS, true, "notes_of", notes_of, FACT_NAME),
	FACT(ROOM_INVITER, false, "why", why, FACT_TEXT),
};

static int put_text(struct store *s, const char *sql, const char *text,
		    int64_t room)
{
	return db_exec(&s->db, sql, "si", text, room);
}

/* True when the room was not so before. */
static bool put_fact(struct store *s, int64_t room, const struct fact *f,
		     const struct room *facts_now)
{
	const char *at = (const char *)facts_now + f->offset;
	g_autofree char *own = NULL;

	switch (f->type) {
	case FACT_NAME:
		return put_text(s, f->sql, pack_bounded(*(char *const *)at,
						   NAME_MAX_BYTES, &own),
				room);
	case FACT_TEXT:
		return put_text(s, f->sql, pack_bounded(*(char *const *)at,
						   TOPIC_MAX_BYTES, &own),
				room);
	case FACT_LIST:
		own = pack_list(*(GPtrArray *const *)at);
		return put_text(s, f->sql, own, room);
	case FACT_BOOL:
		return db_exec(&s->db, f->sql, "di", (int)*(const bool *)at,
			       room);
	default:
		return db_exec(&s->db, f->sql, "di",
			       MAX(*(const int *)at, 0), room);
	}
}

/* Whom an area depends on can be asked from the other side. */
static void put_allowed(struct store *s, int64_t room, const GPtrArray *allow)
{
	db_exec(&s->db, "DELETE FROM allow WHERE rid IN (SELECT rid FROM allow"
		" WHERE room = ?1) AND room = ?1", "i", room);
	for (guint i = 0; allow && i < MIN(allow->len, LIST_MAX); i++)
		db_exec(&s->db, "INSERT OR IGNORE INTO allow(rid, room)"
			" VALUES(?, ?)", "si", allow->pdata[i], room);
}

static void put_rest(struct store *s, struct hot *h, const struct change *c)
{
	if (c->room->via) {
		g_autofree char *via = pack_list(c->room->via);

		db_exec(&s->db, "UPDATE room SET via = ? WHERE id = ?", "si",
			via, h->id);
	}
	/* What was encrypted once stays so, whatever a server says. */
	if ((c->set & ROOM_ENCRYPTED) && c->room->encrypted &&
	    db_exec(&s->db, "UPDATE room SET encrypted = 1 WHERE id = ?"
		    " AND encrypted = 0", "i", h->id))
		s->places_dirty = true;
}

void store_apply_facts(struct store *s, struct hot *h, const struct change *c)
{
	unsigned dirty = HOT_FACTS;

	if (!c->room)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(facts); i++) {
		if (!(c->set & facts[i].bit) ||
		    !put_fact(s, h->id, &facts[i], c->room))
			continue;
		if (facts[i].place)
			s->places_dirty = true;
		if (facts[i].bit == ROOM_KINDS)
			dirty |= HOT_TASKS;
		if (facts[i].type == FACT_LIST &&
		    facts[i].bit == ROOM_JOIN_RULE)
			put_allowed(s, h->id, c->room->allow);
	}
	if (c->set & ROOM_KIND)
		h->kind = c->room->kind;
	if (c->set & (ROOM_COUNTS | ROOM_JOINED | ROOM_INVITED))
		dirty |= HOT_MEMBERS;
	put_rest(s, h, c);
	hot_touch(s, h, dirty, ROOM_HAS_FACTS);
}

/* ---- the tree ------------------------------------------------------------ */

/* At most 50 characters of printable ASCII; anything else is no order
 * (client-server API, "Ordering of children within a space"). */
static const char *valid_order(const char *order)
{
	size_t len = order ? strnlen(order, 51) : 0;

	if (!len || len > 50)
		return NULL;
	for (size_t i = 0; i < len; i++)
		if (order[i] < 0x20 || order[i] > 0x7e)
			return NULL;
	return order;
}

void store_apply_child(struct store *s, struct hot *h, const struct change *c)
{
	g_autofree char *via = pack_list(c->via);
	int n;

	if (!c->target || !c->target[0] || strlen(c->target) > 255 ||
	    strcmp(c->target, h->rid) == 0)
		return;
	if (!c->via)
		n = db_exec(&s->db, "DELETE FROM child WHERE space = ?"
			    " AND rid = ?", "is", h->id, c->target);
	else
		n = db_exec(&s->db, "INSERT INTO child(space, rid, ord, via,"
			    " ts, suggested) VALUES(?, ?, ?, ?, ?, ?)"
			    " ON CONFLICT DO UPDATE SET ord = excluded.ord,"
			    " via = excluded.via, ts = excluded.ts,"
			    " suggested = excluded.suggested"
			    " WHERE ord IS NOT excluded.ord"
			    " OR ts <> excluded.ts OR via IS NOT excluded.via"
			    " OR suggested <> excluded.suggested", "isssid",
			    h->id, c->target, valid_order(c->order), via,
			    c->ts, c->n == 1);
	if (n) {
		s->places_dirty = true;
		hot_touch(s, h, 0, ROOM_HAS_FACTS);
	}
}

/* ---- what I say about rooms ---------------------------------------------- */

static void retitle_directs(struct store *s, int64_t account)
{
	GArray *ids = g_array_new(false, false, sizeof(int64_t));
	sqlite3_stmt *st = db_query(&s->db, "SELECT r.id FROM room r"
				    " LEFT JOIN direct d ON d.account ="
				    " r.account AND d.rid = r.rid"
				    " WHERE r.account = ?"
				    " AND r.dm_user IS NOT d.user", "i",
				    account);

	while (db_row(&s->db, st)) {
		int64_t id = db_num(st, 0);

		g_array_append_val(ids, id);
	}
	for (guint i = 0; i < ids->len; i++) {
		int64_t id = g_array_index(ids, int64_t, i);
		struct hot *h = cache_room_id(s, id);

		db_exec(&s->db, "UPDATE room SET dm_user = (SELECT user"
			" FROM direct d WHERE d.account = room.account"
			" AND d.rid = room.rid) WHERE id = ?", "i", id);
		if (!h)
			continue;
		h->dm = db_int(&s->db, 0, "SELECT dm_user IS NOT NULL"
			       " FROM room WHERE id = ?", "i", id);
		hot_touch(s, h, HOT_FACTS, ROOM_HAS_FACTS);
		s->places_dirty = true;
	}
	g_array_unref(ids);
}

void store_apply_direct(struct store *s, struct hot *h, const struct change *c)
{
	(void)h;
	db_exec(&s->db, "DELETE FROM direct WHERE account = ?", "i",
		c->account);
	for (guint i = 0; c->users && c->names &&
	     i < MIN(c->users->len, c->names->len); i++)
		if (c->users->pdata[i] && c->names->pdata[i])
			db_exec(&s->db, "INSERT OR IGNORE INTO direct(account,"
				" rid, user) VALUES(?, ?, ?)", "iss",
				c->account, c->users->pdata[i],
				c->names->pdata[i]);
	retitle_directs(s, c->account);
}

static const struct {
	const char *key, *sql;
} tags[] = {
	{ "favourite", "UPDATE room SET favourite = ?1 WHERE id = ?2"
		       " AND favourite <> ?1" },
	{ "low", "UPDATE room SET low = ?1 WHERE id = ?2 AND low <> ?1" },
	{ "unread", "UPDATE room SET marked = ?1 WHERE id = ?2"
		    " AND marked <> ?1" },
};

void store_apply_tag(struct store *s, struct hot *h, const struct change *c)
{
	for (size_t i = 0; c->key && i < G_N_ELEMENTS(tags); i++) {
		if (strcmp(tags[i].key, c->key) != 0)
			continue;
		if (!db_exec(&s->db, tags[i].sql, "di", c->n == 1, h->id))
			continue;
		s->places_dirty = true;
		hot_touch(s, h, 0, ROOM_HAS_FACTS | ROOM_HAS_COUNTS);
	}
}

/* ---- levels of notification ---------------------------------------------- */

static void set_level(struct store *s, struct hot *h, enum notify_level level)
{
	if (!h || !db_exec(&s->db, "UPDATE room SET notify = ?1 WHERE id = ?2"
			   " AND notify <> ?1", "di", (int)level, h->id))
		return;
	s->places_dirty = true;
	hot_touch(s, h, 0, ROOM_HAS_FACTS);
}

static bool is_named(const GPtrArray *rids, const char *rid)
{
	for (guint i = 0; i < rids->len; i++)
		if (strcmp(rids->pdata[i], rid) == 0)
			return true;
	return false;
}

void store_apply_levels(struct store *s, struct hot *h, const struct change *c)
{
	guint n = c->users && c->names ? MIN(c->users->len, c->names->len) : 0;
	sqlite3_stmt *st = db_query(&s->db, "SELECT id, rid FROM room"
				    " WHERE account = ? AND notify <> 0", "i",
				    c->account);
	g_autoptr(GArray) gone = g_array_new(false, false, sizeof(int64_t));

	(void)h;
	while (db_row(&s->db, st)) {
		int64_t id = db_num(st, 0);

		if (!n || !is_named(c->users, db_peek(st, 1)))
			g_array_append_val(gone, id);
	}
	for (guint i = 0; i < gone->len; i++)
		set_level(s, cache_room_id(s, g_array_index(gone, int64_t, i)),
			  NOTIFY_DEFAULT);
	for (guint i = 0; i < n; i++)
		set_level(s, cache_room_make(s, c->account,
					     c->users->pdata[i]),
			  notify_level_from(c->names->pdata[i]));
}

/* ---- what the engine asks ------------------------------------------------ */

static GArray *ids_of(struct store *s, sqlite3_stmt *st)
{
	GArray *ids = g_array_new(false, false, sizeof(int64_t));

	while (db_row(&s->db, st)) {
		int64_t id = db_num(st, 0);

		g_array_append_val(ids, id);
	}
	g_clear_error(&s->db.error);
	return ids;
}

GArray *store_rooms_unsure(struct store *s, int64_t account, unsigned max)
{
	return ids_of(s, db_query(&s->db, "SELECT id FROM room"
				  " WHERE account = ? AND mine = 2"
				  " AND members_known = 0"
				  " ORDER BY favourite DESC, last_ts DESC"
				  " LIMIT ?", "ii", account, (int64_t)max));
}

GArray *store_rooms_unread_history(struct store *s, int64_t account,
				   unsigned max)
{
	return ids_of(s, db_query(&s->db, "SELECT id FROM room"
				  " WHERE account = ? AND mine = 2"
				  " AND (kinds <> 0 OR charter IS NOT NULL)"
				  " AND EXISTS (SELECT 1"
				  " FROM gap WHERE gap.room = room.id)"
				  " ORDER BY last_ts DESC LIMIT ?", "ii",
				  account, (int64_t)max));
}
