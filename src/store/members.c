#include "store/internal.h"

#include <string.h>

enum { NAME_BYTES = 256 };

static bool is_present(enum membership m)
{
	return m == MEMBER_JOIN || m == MEMBER_INVITE;
}

/* ---- activity ------------------------------------------------------------ */

void members_seen(struct store *s, int64_t person, int64_t ts)
{
	gsize then, now = ts > 0 ? (gsize)(ts / 1000) : 0;
	void *key = GSIZE_TO_POINTER(person);

	if (ts > world_now(s->world))
		return;
	then = GPOINTER_TO_SIZE(g_hash_table_lookup(s->seen, key));
	if (now > then)
		g_hash_table_insert(s->seen, key, GSIZE_TO_POINTER(now));
}

void members_flush(struct store *s)
{
	GHashTableIter it;
	void *key, *value;

	g_hash_table_iter_init(&it, s->seen);
	while (g_hash_table_iter_next(&it, &key, &value))
		db_exec(&s->db, "UPDATE person SET seen = ?1 WHERE id = ?2"
			" AND seen < ?1", "ii",
			(int64_t)GPOINTER_TO_SIZE(value) * 1000,
			(int64_t)GPOINTER_TO_SIZE(key));
	g_hash_table_remove_all(s->seen);
}

/* ---- members ------------------------------------------------------------- */

/* Someone came or went: how many members there are, and of which servers. */
static void count_member(struct store *s, struct hot *h, int64_t person,
			 int by)
{
	h->known += by;
	db_exec(&s->db, "INSERT INTO room_server(room, server, n)"
		" SELECT ?1, server, ?3 FROM person WHERE id = ?2"
		" ON CONFLICT DO UPDATE SET n = n + ?3", "iid", h->id, person,
		by);
	hot_touch(s, h, HOT_SAVE | HOT_MEMBERS, 0);
}

/* What is stored: membership, and whether the name is the same. */
static enum membership stored_member(struct store *s, int64_t room,
				     int64_t person, const char *name,
				     bool *same)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT membership, name"
				    " FROM member WHERE room = ?"
				    " AND person = ?", "ii", room, person);
	enum membership was = MEMBER_NONE;

	*same = false;
	if (!db_row(&s->db, st))
		return was;
	was = db_num(st, 0);
	*same = g_strcmp0(db_peek(st, 1), name) == 0;
	db_done(st);
	return was;
}

static void put_member(struct store *s, struct hot *h, int64_t person,
		       const struct change *c)
{
	g_autofree char *own = NULL;
	const char *name = pack_bounded(c->name, NAME_BYTES, &own);
	g_autofree char *local = NULL;
	bool same;
	enum membership was = stored_member(s, h->id, person, name, &same);

	if (was == c->membership && same)
		return;
	/* From history: how somebody was called, not that they are here. */
	if (c->membership == MEMBER_NONE && (was != MEMBER_NONE || !name))
		return;
	/* Who leaves often sends no name; the old posts still need it. */
	if (!name && !is_present(c->membership) && was != MEMBER_NONE) {
		db_exec(&s->db, "UPDATE member SET membership = ?"
			" WHERE room = ? AND person = ?", "dii",
			(int)c->membership, h->id, person);
	} else {
		local = name ? NULL : pack_local(c->user);
		db_exec(&s->db, "INSERT INTO member(room, person, membership,"
			" look, name) VALUES(?, ?, ?, ?, ?)"
			" ON CONFLICT DO UPDATE SET membership ="
			" excluded.membership, look = excluded.look,"
			" name = excluded.name", "iidis", h->id, person,
			(int)c->membership, pack_look(name ? name : local),
			name);
		if (name)
			db_exec(&s->db, "UPDATE person SET name = ?1"
				" WHERE id = ?2 AND name IS NOT ?1", "si",
				name, person);
	}
	if (is_present(was) != is_present(c->membership))
		count_member(s, h, person, is_present(was) ? -1 : 1);
	hot_touch(s, h, HOT_FACTS, ROOM_HAS_MEMBERS);
}

void store_apply_member(struct store *s, struct hot *h, const struct change *c)
{
	int64_t person;

	if (!c->user || !c->user[0] || strlen(c->user) > 255 ||
	    (unsigned)c->membership > MEMBER_KNOCK)
		return;
	person = cache_person(s, c->user);
	if (!h->given)
		h->given = g_array_new(false, false, sizeof(int64_t));
	g_array_append_val(h->given, person);
	/* So that it is put away when the transaction ends. */
	hot_touch(s, h, HOT_SAVE, 0);
	put_member(s, h, person, c);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t one = *(const int64_t *)a, two = *(const int64_t *)b;

	return one < two ? -1 : one > two;
}

/* Members that are stored as present but were not named. */
static GArray *members_missing(struct store *s, const struct hot *h)
{
	GArray *gone = g_array_new(false, false, sizeof(int64_t));
	sqlite3_stmt *st = db_query(&s->db, "SELECT person FROM member"
				    " WHERE room = ? AND membership IN (1, 2)",
				    "i", h->id);

	g_array_sort(h->given, compare_ids);
	while (db_row(&s->db, st)) {
		int64_t person = db_num(st, 0);

		if (!g_array_binary_search(h->given, &person, compare_ids,
					   NULL))
			g_array_append_val(gone, person);
	}
	return gone;
}

void store_apply_members_done(struct store *s, struct hot *h,
			      const struct change *c)
{
	GArray *gone;

	(void)c;
	/* A room has at least me: an empty list is a mistake of the server. */
	if (!h->given || !h->given->len)
		return;
	gone = members_missing(s, h);
	for (guint i = 0; i < gone->len; i++) {
		int64_t person = g_array_index(gone, int64_t, i);

		db_exec(&s->db, "UPDATE member SET membership = ?"
			" WHERE room = ? AND person = ?", "dii",
			(int)MEMBER_LEAVE, h->id, person);
		count_member(s, h, person, -1);
	}
	g_array_unref(gone);
	db_exec(&s->db, "UPDATE room SET members_known = 1 WHERE id = ?", "i",
		h->id);
	h->dirty &= ~(unsigned)HOT_MEMBERS;
	hot_touch(s, h, HOT_FACTS, ROOM_HAS_MEMBERS | ROOM_HAS_FACTS);
}

/* ---- powers -------------------------------------------------------------- */

void store_apply_powers(struct store *s, struct hot *h, const struct change *c)
{
	/* Who made a room is told once; levels are told often. */
	db_exec(&s->db, "DELETE FROM power WHERE room = ? AND creator = 0",
		"i", h->id);
	for (guint i = 0; c->powers && i < MIN(c->powers->len, 5000); i++) {
		const struct power *p = &g_array_index(c->powers,
						       struct power, i);

		if (p->user && p->user[0] && strlen(p->user) <= 255)
			db_exec(&s->db, "INSERT INTO power(room, person,"
				" level, creator) VALUES(?, ?, ?, ?)"
				" ON CONFLICT DO UPDATE SET"
				" level = excluded.level,"
				" creator = max(creator, excluded.creator)",
				"iidd", h->id, cache_person(s, p->user),
				p->level, (int)p->creator);
	}
	db_exec(&s->db, "UPDATE room SET p_users = ?, p_events = ?,"
		" p_redact = ?, p_state = ?, p_invite = ?, p_kick = ?,"
		" p_ban = ?, p_notify = ?, p_pin = ? WHERE id = ?",
		"dddddddddi",
		c->n ? (int)c->n : c->power_default, c->power_events,
		c->power_redact, c->power_state, c->power_invite,
		c->power_kick, c->power_ban, c->power_notify, c->power_pin,
		h->id);
	things_judge(s, h);
	charters_powers(s, h, c);
	hot_touch(s, h, 0, ROOM_HAS_MEMBERS | ROOM_HAS_FACTS);
}
