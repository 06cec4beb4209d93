#include "store/internal.h"

#include <string.h>

/* A change of area travels through at most so many restricted rooms. */
enum { SPREAD_MAX = 8, HEROES_SHOWN = 5 };

static struct room *load_room(struct store *s, int64_t id)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT " ROOM_COLUMNS
				    " FROM room r WHERE r.id = ?", "i", id);
	struct room *r;

	if (!db_row(&s->db, st))
		return NULL;
	r = room_from(st);
	db_done(st);
	return r;
}

/* ---- names --------------------------------------------------------------- */

static char *member_name(struct store *s, int64_t room, const char *uid)
{
	char *name = db_text(&s->db, "SELECT m.name FROM member m"
			     " JOIN person p ON p.id = m.person"
			     " WHERE m.room = ? AND p.uid = ?", "is", room,
			     uid);

	return name && name[0] ? name : (g_free(name), pack_local(uid));
}

/* Names of some of the others: those whom the server calls heroes, else
 * whom we know. */
static GPtrArray *other_names(struct store *s, const struct room *r,
			      const char *me)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st;

	for (guint i = 0; r->heroes && i < MIN(r->heroes->len, HEROES_SHOWN);
	     i++)
		if (strcmp(r->heroes->pdata[i], me) != 0)
			g_ptr_array_add(names, member_name(s, r->id,
						r->heroes->pdata[i]));
	if (names->len)
		return names;
	st = db_query(&s->db, "SELECT m.name, p.uid FROM member m"
		      " JOIN person p ON p.id = m.person WHERE m.room = ?"
		      " AND p.uid <> ? ORDER BY m.membership IN (1, 2) DESC,"
		      " p.id LIMIT 5", "is", r->id, me);
	while (db_row(&s->db, st))
		g_ptr_array_add(names, db_peek(st, 0) && *db_peek(st, 0) ?
				db_copy(st, 0) : pack_local(db_peek(st, 1)));
	return names;
}

/* Client-server API, "Calculating the display name for a room". */
static char *name_after_people(struct store *s, const struct room *r,
			       const char *me)
{
	g_autoptr(GPtrArray) names = other_names(s, r, me);
	int others = r->joined + r->invited - 1;

	if (!names->len)
		return r->mine == MEMBER_INVITE && r->inviter ?
		       member_name(s, r->id, r->inviter) :
		       g_strdup(others > 0 ? "Room without a name" :
					     "Empty room");
	if (r->joined + r->invited > 0 && others <= 0)
		return g_strdup_printf("Empty room (was %s)",
				       (char *)names->pdata[0]);
	others = MAX(others, (int)names->len);
	if (others == 1)
		return g_strdup(names->pdata[0]);
	if (others == 2 && names->len == 2)
		return g_strdup_printf("%s and %s", (char *)names->pdata[0],
				       (char *)names->pdata[1]);
	return g_strdup_printf("%s and %d %s", (char *)names->pdata[0],
			       others - 1, others == 2 ? "other" : "others");
}

static char *room_title(struct store *s, const struct room *r,
			const char *me)
{
	char *name;

	if (r->dm_user && strcmp(r->dm_user, me) != 0)
		return member_name(s, r->id, r->dm_user);
	name = db_text(&s->db, "SELECT name FROM room WHERE id = ?", "i",
		       r->id);
	if (name && name[0])
		return name;
	g_free(name);
	if (r->alias && r->alias[0])
		return g_strdup(r->alias);
	return name_after_people(s, r, me);
}

/* ---- area ---------------------------------------------------------------- */

GPtrArray *facts_servers(struct db *db, int64_t room, GArray **counts)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(db, "SELECT v.name, n.n FROM room_server n"
				    " JOIN server v ON v.id = n.server"
				    " WHERE n.room = ? AND n.n > 0"
				    " ORDER BY v.name", "i", room);

	*counts = g_array_new(false, false, sizeof(int));
	while (db_row(db, st)) {
		int n = (int)db_num(st, 1);

		g_ptr_array_add(names, db_copy(st, 0));
		g_array_append_val(*counts, n);
	}
	return names;
}

enum area facts_widest(struct db *db, const struct room *r)
{
	enum area widest = AREA_UNKNOWN;

	for (guint i = 0; r->allow && i < r->allow->len; i++)
		widest = MAX(widest, (enum area)db_int(
			db, AREA_UNKNOWN, "SELECT area FROM room"
			" WHERE account = ? AND rid = ?", "is", r->account,
			r->allow->pdata[i]));
	return widest;
}

/* The list is whole when it is as long as the server says; after a gap it
 * may have become too long or too short. */
static void check_members(struct store *s, struct hot *h, struct room *r)
{
	bool whole = r->joined > 0 && h->known == r->joined + r->invited;

	if (!(h->dirty & HOT_MEMBERS) || r->members_known == whole)
		return;
	r->members_known = whole;
	db_exec(&s->db, "UPDATE room SET members_known = ? WHERE id = ?",
		"di", (int)whole, h->id);
}

static void write_audience(struct store *s, const struct room *r,
			   const struct audience *a)
{
	db_exec(&s->db, "UPDATE room SET area = ?, sure = ?, open = ?,"
		" outsiders = ?, servers = ?, words = ?, print = ?"
		" WHERE id = ?", "dddddsii", (int)a->area,
		(int)a->sure, (int)a->open, a->outsiders, r->servers,
		a->words, a->print, r->id);
}

static bool flagged(enum area area, int outsiders)
{
	return outsiders > 0 || area == AREA_PUBLIC;
}

static void compute_audience(struct store *s, struct hot *h, struct room *r,
			     const struct self *me)
{
	g_autoptr(GArray) counts = NULL;
	g_autoptr(GPtrArray) servers = facts_servers(&s->db, h->id, &counts);
	struct audience_facts f = {
		.room = r, .servers = servers, .counts = counts,
		.home = uid_server(me->user),
		.widest = facts_widest(&s->db, r),
	};
	int were = r->outsiders;
	struct audience a;

	r->outsiders = (int)db_int(&s->db, 0, "SELECT sum(n) FROM room_server"
				   " WHERE room = ? AND server <> ?"
				   " AND n > 0", "ii", h->id, me->server);
	r->servers = (int)servers->len;
	audience_measure(&a, &f);
	if (a.area != r->area)
		g_hash_table_add(s->areas, g_memdup2(&h->id, sizeof h->id));
	if (a.area != r->area || flagged(a.area, a.outsiders) !=
				 flagged(r->area, were))
		s->places_dirty = true;
	write_audience(s, r, &a);
	audience_clear(&a);
}

void facts_compute(struct store *s, struct hot *h)
{
	const struct self *me = cache_self(s, h->account);
	struct room *r = load_room(s, h->id);
	g_autofree char *title = NULL;

	if (r && me) {
		check_members(s, h, r);
		title = room_title(s, r, me->user);
		if (strcmp(title, r->name) != 0) {
			db_exec(&s->db, "UPDATE room SET title = ?"
				" WHERE id = ?", "si", title, h->id);
			s->places_dirty = true;
		}
		compute_audience(s, h, r, me);
	}
	h->dirty &= ~(unsigned)(HOT_FACTS | HOT_MEMBERS);
	room_free(r);
}

void facts_declare(struct store *s, struct hot *h, enum area area)
{
	sqlite3_stmt *st;

	db_exec(&s->db, "UPDATE room SET declared = ? WHERE id = ?", "di",
		(int)area, h->id);
	hot_touch(s, h, HOT_FACTS, ROOM_HAS_FACTS);
	st = db_query(&s->db, "SELECT r.id FROM child c JOIN room r"
		      " ON r.rid = c.rid AND r.account = ?2"
		      " WHERE c.space = ?1", "ii", h->id, h->account);
	while (db_row(&s->db, st)) {
		struct hot *child = cache_room_id(s, db_num(st, 0));

		if (child)
			hot_touch(s, child, HOT_FACTS, ROOM_HAS_FACTS);
	}
}

/* ---- restricted rooms take in those they name ---------------------------- */

static GArray *dependents(struct store *s, GHashTable *areas)
{
	GArray *ids = g_array_new(false, false, sizeof(int64_t));
	GHashTableIter it;
	void *key;

	g_hash_table_iter_init(&it, areas);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		sqlite3_stmt *st = db_query(&s->db, "SELECT a.room FROM allow a"
					    " JOIN room r ON r.rid = a.rid"
					    " WHERE r.id = ?", "i",
					    *(int64_t *)key);

		while (db_row(&s->db, st)) {
			int64_t id = db_num(st, 0);

			g_array_append_val(ids, id);
		}
	}
	g_hash_table_remove_all(areas);
	return ids;
}

void facts_spread(struct store *s)
{
	for (int i = 0; i < SPREAD_MAX && g_hash_table_size(s->areas); i++) {
		GArray *ids = dependents(s, s->areas);

		for (guint j = 0; j < ids->len; j++) {
			struct hot *h = cache_room_id(
				s, g_array_index(ids, int64_t, j));

			if (!h)
				continue;
			hot_touch(s, h, HOT_FACTS, ROOM_HAS_FACTS);
			facts_compute(s, h);
		}
		g_array_unref(ids);
	}
	g_hash_table_remove_all(s->areas);
}
