#include "store/internal.h"

#include <string.h>

/* More than this many are forgotten when a transaction has ended. */
enum { ROOMS_KEPT = 512, PEOPLE_KEPT = 20000 };

static unsigned name_hash(const void *key)
{
	const struct hot *h = key;

	return g_str_hash(h->rid) ^ (unsigned)h->account;
}

static gboolean name_equal(const void *a, const void *b)
{
	const struct hot *one = a, *two = b;

	return one->account == two->account &&
	       strcmp(one->rid, two->rid) == 0;
}

static void free_hot(void *room)
{
	struct hot *h = room;

	if (h->given)
		g_array_unref(h->given);
	g_free(h->rid);
	g_free(h);
}

static void free_self(void *self)
{
	struct self *me = self;

	g_free(me->user);
	g_free(me);
}

static void clear_ring(void *ring)
{
	struct ring_delta *r = ring;

	g_free(r->who);
	g_free(r->text);
	g_free(r->room_name);
}

static GHashTable *ids_of_strings(void)
{
	return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
}

void cache_init(struct store *s)
{
	s->rooms = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL,
					 free_hot);
	s->names = g_hash_table_new(name_hash, name_equal);
	s->dirty = g_ptr_array_new();
	s->persons = ids_of_strings();
	s->servers = ids_of_strings();
	s->selves = g_hash_table_new_full(g_int64_hash, g_int64_equal, NULL,
					  free_self);
	s->seen = g_hash_table_new(g_direct_hash, g_direct_equal);
	s->stale = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
					 g_free);
	s->roots = ids_of_strings();
	s->areas = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
					 NULL);
	s->rings = g_array_new(false, false, sizeof(struct ring_delta));
	g_array_set_clear_func(s->rings, clear_ring);
	s->echoes = ids_of_strings();
	s->arrived = g_array_new(false, false, sizeof(int64_t));
	s->marks = g_array_new(false, false, sizeof(struct mark));
}

static void drop_rooms(struct store *s)
{
	s->last = NULL;
	g_ptr_array_set_size(s->dirty, 0);
	g_hash_table_remove_all(s->names);
	g_hash_table_remove_all(s->rooms);
}

void cache_drop(struct store *s)
{
	drop_rooms(s);
	g_hash_table_remove_all(s->persons);
	g_hash_table_remove_all(s->servers);
	g_hash_table_remove_all(s->selves);
	g_hash_table_remove_all(s->seen);
	g_hash_table_remove_all(s->stale);
	g_hash_table_remove_all(s->roots);
	g_hash_table_remove_all(s->areas);
	g_array_set_size(s->rings, 0);
	g_array_set_size(s->arrived, 0);
	s->places_dirty = false;
}

void cache_trim(struct store *s)
{
	if (g_hash_table_size(s->rooms) > ROOMS_KEPT)
		drop_rooms(s);
	if (g_hash_table_size(s->persons) > PEOPLE_KEPT)
		g_hash_table_remove_all(s->persons);
	if (g_hash_table_size(s->servers) > PEOPLE_KEPT)
		g_hash_table_remove_all(s->servers);
}

void cache_clear(struct store *s)
{
	g_hash_table_unref(s->names);
	g_hash_table_unref(s->rooms);
	g_ptr_array_unref(s->dirty);
	g_hash_table_unref(s->persons);
	g_hash_table_unref(s->servers);
	g_hash_table_unref(s->selves);
	g_hash_table_unref(s->seen);
	g_hash_table_unref(s->stale);
	g_hash_table_unref(s->roots);
	g_hash_table_unref(s->areas);
	g_array_unref(s->rings);
	g_hash_table_unref(s->echoes);
	g_array_unref(s->arrived);
	g_array_unref(s->marks);
}

/* ---- people and servers -------------------------------------------------- */

static int64_t known_id(GHashTable *table, const char *name)
{
	return (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(table, name));
}

static int64_t remember_id(GHashTable *table, const char *name, int64_t id)
{
	if (id > 0 && g_hash_table_size(table) < 4 * PEOPLE_KEPT)
		g_hash_table_insert(table, g_strdup(name),
				    GSIZE_TO_POINTER(id));
	return id;
}

int64_t cache_server(struct store *s, const char *name)
{
	int64_t id = known_id(s->servers, name);

	if (id)
		return id;
	id = db_int(&s->db, 0, "SELECT id FROM server WHERE name = ?", "s",
		    name);
	if (!id) {
		db_exec(&s->db, "INSERT INTO server(name) VALUES(?)", "s",
			name);
		id = sqlite3_last_insert_rowid(s->db.h);
	}
	return remember_id(s->servers, name, id);
}

int64_t cache_person(struct store *s, const char *uid)
{
	int64_t id = known_id(s->persons, uid);

	if (id)
		return id;
	id = db_int(&s->db, 0, "SELECT id FROM person WHERE uid = ?", "s",
		    uid);
	if (!id) {
		db_exec(&s->db, "INSERT INTO person(uid, server) VALUES(?, ?)",
			"si", uid, cache_server(s, uid_server(uid)));
		id = sqlite3_last_insert_rowid(s->db.h);
	}
	return remember_id(s->persons, uid, id);
}

struct self *cache_self(struct store *s, int64_t account)
{
	struct self *me = g_hash_table_lookup(s->selves, &account);
	sqlite3_stmt *st;

	if (me)
		return me;
	st = db_query(&s->db, "SELECT user, person, server, cursor IS NULL"
		      " FROM account WHERE id = ?", "i", account);
	if (!db_row(&s->db, st))
		return NULL;
	me = g_new0(struct self, 1);
	me->id = account;
	me->user = db_copy(st, 0);
	me->person = db_num(st, 1);
	me->server = db_num(st, 2);
	me->first = db_num(st, 3);
	db_done(st);
	g_hash_table_insert(s->selves, &me->id, me);
	return me;
}

/* ---- rooms --------------------------------------------------------------- */

#define HOT_COLUMNS \
	"SELECT id, account, rid, kind, mine, dm_user IS NOT NULL, max_pos," \
	" min_pos, last_ts, read_pos, unread, mentions, known, orphans," \
	" waiting FROM room "

static struct hot *read_hot(struct store *s, sqlite3_stmt *st)
{
	struct hot *h;

	if (!db_row(&s->db, st))
		return NULL;
	h = g_new0(struct hot, 1);
	h->id = db_num(st, 0);
	h->account = db_num(st, 1);
	h->rid = db_copy(st, 2);
	h->kind = db_num(st, 3);
	h->mine = db_num(st, 4);
	h->dm = db_num(st, 5);
	h->max_pos = db_num(st, 6);
	h->min_pos = db_num(st, 7);
	h->last_ts = db_num(st, 8);
	h->read_pos = db_num(st, 9);
	h->unread = h->was_unread = db_num(st, 10);
	h->mentions = h->was_mentions = db_num(st, 11);
	h->known = db_num(st, 12);
	h->orphans = db_num(st, 13);
	h->waiting = db_num(st, 14);
	db_done(st);
	g_hash_table_insert(s->rooms, &h->id, h);
	g_hash_table_add(s->names, h);
	return h;
}

struct hot *cache_room(struct store *s, int64_t account, const char *rid)
{
	struct hot key = { .account = account, .rid = (char *)rid };
	struct hot *h = s->last;

	if (h && h->account == account && strcmp(h->rid, rid) == 0)
		return h;
	h = g_hash_table_lookup(s->names, &key);
	if (!h)
		h = read_hot(s, db_query(&s->db, HOT_COLUMNS
					 "WHERE account = ? AND rid = ?", "is",
					 account, rid));
	if (h)
		s->last = h;
	return h;
}

struct hot *cache_room_id(struct store *s, int64_t id)
{
	struct hot *h = g_hash_table_lookup(s->rooms, &id);

	return h ? h : read_hot(s, db_query(&s->db, HOT_COLUMNS
					    "WHERE id = ?", "i", id));
}

struct hot *cache_room_make(struct store *s, int64_t account, const char *rid)
{
	struct hot *h = cache_room(s, account, rid);

	if (h)
		return h;
	db_exec(&s->db, "INSERT INTO room(account, rid, title, dm_user)"
		" VALUES(?1, ?2, ?2, (SELECT user FROM direct"
		" WHERE account = ?1 AND rid = ?2))", "is", account, rid);
	h = cache_room(s, account, rid);
	if (h)
		hot_touch(s, h, HOT_SAVE | HOT_FACTS, 0);
	return h;
}

void hot_touch(struct store *s, struct hot *h, unsigned dirty,
	       unsigned changed)
{
	if (!h->dirty && !h->changed)
		g_ptr_array_add(s->dirty, h);
	h->dirty |= dirty;
	h->changed |= changed;
}
