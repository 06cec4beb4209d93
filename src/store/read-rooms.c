#include "store/internal.h"

#include "base/error.h"
#include "text/text.h"

#include <string.h>

/* ---- one room ------------------------------------------------------------ */

static struct room *one_room(struct reader *r, sqlite3_stmt *st)
{
	struct room *room;

	if (!db_row(&r->db, st))
		return NULL;
	room = room_from(st);
	db_done(st);
	return room;
}

struct room *reader_room(struct reader *r, int64_t id)
{
	return one_room(r, db_query(&r->db, "SELECT " ROOM_COLUMNS
				    " FROM room r WHERE r.id = ?", "i", id));
}

struct room *reader_room_by_rid(struct reader *r, int64_t account,
				const char *rid)
{
	return one_room(r, db_query(&r->db, "SELECT " ROOM_COLUMNS
				    " FROM room r WHERE r.rid = ?2"
				    " AND (r.account = ?1 OR ?1 = 0)", "is",
				    account, rid));
}

bool reader_audience(struct reader *r, int64_t room, struct audience *out)
{
	return reader_audience_with(r, room, NULL, out);
}

bool reader_audience_with(struct reader *r, int64_t room, const char *uid,
			  struct audience *out)
{
	struct room *about = reader_room(r, room);
	g_autofree char *me = about ? db_text(&r->db, "SELECT user FROM account"
					      " WHERE id = ?", "i",
					      about->account) : NULL;
	g_autoptr(GArray) counts = NULL;
	g_autoptr(GPtrArray) servers = facts_servers(&r->db, room, &counts);
	struct audience_facts f = {
		.room = about, .servers = servers, .counts = counts,
		.home = me ? uid_server(me) : NULL,
	};

	memset(out, 0, sizeof *out);
	if (!about)
		return false;
	f.widest = facts_widest(&r->db, about);
	if (uid)
		audience_with(out, &f, uid);
	else
		audience_measure(out, &f);
	room_free(about);
	return true;
}

int reader_strangers(struct reader *r, int64_t from, int64_t to)
{
	return (int)db_int(&r->db, 0, "SELECT count(*) FROM member t"
			   " WHERE t.room = ?2 AND t.membership IN (1, 2)"
			   " AND NOT EXISTS (SELECT 1 FROM member f"
			   " WHERE f.room = ?1 AND f.person = t.person"
			   " AND f.membership IN (1, 2))", "ii", from, to);
}

/* ---- by words ------------------------------------------------------------ */

/* How well words fit a room; more is better. */
enum fit { FIT_NONE, FIT_PREFIX, FIT_CASELESS, FIT_NAME, FIT_ID };

struct search {
	const char *words;
	char *folded;
	enum fit best;
	GArray *ids;		/* rooms with the best fit */
	GString *names;		/* the same for people */
	char *nearest;
	int score;
};

static enum fit fit_of(const struct search *f, sqlite3_stmt *st)
{
	const char *title = db_peek(st, 2);
	g_autofree char *folded = NULL;

	if (strcmp(db_peek(st, 1), f->words) == 0 ||
	    g_strcmp0(db_peek(st, 3), f->words) == 0)
		return FIT_ID;
	if (strcmp(title, f->words) == 0)
		return FIT_NAME;
	folded = g_utf8_casefold(title, -1);
	if (strcmp(folded, f->folded) == 0)
		return FIT_CASELESS;
	return g_str_has_prefix(folded, f->folded) ? FIT_PREFIX : FIT_NONE;
}

static void note_nearest(struct search *f, const char *title)
{
	int score = fuzzy_score(f->words, title);

	if (score <= f->score)
		return;
	f->score = score;
	g_free(f->nearest);
	f->nearest = g_strdup(title);
}

static void try_room(struct search *f, sqlite3_stmt *st)
{
	enum fit fit = fit_of(f, st);
	int64_t id = db_num(st, 0);

	note_nearest(f, db_peek(st, 2));
	if (fit == FIT_NONE || fit < f->best)
		return;
	if (fit > f->best) {
		g_array_set_size(f->ids, 0);
		g_string_truncate(f->names, 0);
	}
	f->best = fit;
	g_array_append_val(f->ids, id);
	if (f->ids->len <= 8)
		g_string_append_printf(f->names, "%s%s (%s)",
				       f->names->len ? ", " : "",
				       db_peek(st, 2), db_peek(st, 1));
}

static struct room *search_result(struct reader *r, struct search *f,
				  GError **err)
{
	g_autofree char *words = text_clean(f->words, -1, TEXT_LINE, 200);

	if (f->ids->len == 1)
		return reader_room(r, g_array_index(f->ids, int64_t, 0));
	if (f->ids->len > 1)
		g_set_error(err, FM_ERROR, FM_ERROR_AMBIGUOUS,
			    "\"%s\" fits several rooms: %s. Use the id.",
			    words, f->names->str);
	else if (f->nearest)
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no room \"%s\". Did you mean \"%s\"?",
			    words, f->nearest);
	else
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no room \"%s\". \"rooms\" lists them.",
			    words);
	return NULL;
}

struct room *reader_room_find(struct reader *r, int64_t account,
			      const char *words, GError **err)
{
	struct search f = { .words = words,
			    .folded = g_utf8_casefold(words, -1),
			    .ids = g_array_new(false, false, sizeof(int64_t)),
			    .names = g_string_new(NULL) };
	sqlite3_stmt *st = db_query(&r->db, "SELECT id, rid, title, alias"
				    " FROM room WHERE (?1 = 0 OR account = ?1)"
				    " AND mine IN (1, 2) ORDER BY rank", "i",
				    account);
	struct room *room;

	while (words[0] && db_row(&r->db, st))
		try_room(&f, st);
	room = search_result(r, &f, err);
	g_free(f.folded);
	g_free(f.nearest);
	g_array_unref(f.ids);
	g_string_free(f.names, TRUE);
	return room;
}

/* ---- lists --------------------------------------------------------------- */

static const char all_rooms[] = "SELECT " ROOM_COLUMNS " FROM room r"
	" WHERE (?1 = 0 OR r.account = ?1) AND CASE ?2"
	" WHEN 0 THEN r.mine IN (1, 2)"
	" WHEN 1 THEN r.mine = 2 AND r.kind = 0"
	" WHEN 2 THEN r.mine = 2 AND r.kind = 1"
	" ELSE r.mine = 1 END ORDER BY r.rank, r.id";

/* The one who is called may ask for lists too, so the statement is its own. */
void reader_rooms(struct reader *r, int64_t account, enum rooms_which which,
		  bool (*each)(const struct room *room, void *user),
		  void *user)
{
	sqlite3_stmt *st = NULL;
	bool go_on = true;

	if (sqlite3_prepare_v2(r->db.h, all_rooms, -1, &st, NULL)) {
		db_trouble(&r->db);
		return;
	}
	sqlite3_bind_int64(st, 1, account);
	sqlite3_bind_int(st, 2, (int)which);
	while (go_on && db_row(&r->db, st)) {
		struct room *room = room_from(st);

		go_on = each(room, user);
		room_free(room);
	}
	sqlite3_finalize(st);
}

static GPtrArray *list_rooms(struct reader *r, sqlite3_stmt *st)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_room);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, room_from(st));
	return out;
}

GPtrArray *reader_parents(struct reader *r, int64_t room)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(&r->db, "SELECT s.rid FROM room r"
		" JOIN child c ON c.rid = r.rid JOIN room s ON s.id = c.space"
		" AND s.account = r.account WHERE r.id = ? AND s.mine = 2"
		" AND s.kind = 1 ORDER BY s.rank", "i", room);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, db_copy(st, 0));
	return out;
}

GPtrArray *reader_children(struct reader *r, int64_t space)
{
	return list_rooms(r, db_query(&r->db, "SELECT " ROOM_COLUMNS
		" FROM child c JOIN room s ON s.id = c.space JOIN room r"
		" ON r.rid = c.rid AND r.account = s.account"
		" WHERE c.space = ? AND r.mine IN (1, 2) AND r.id <> s.id"
		" ORDER BY c.ord IS NULL, c.ord, c.ts, c.rid", "i", space));
}

GPtrArray *reader_shared_rooms(struct reader *r, int64_t account,
			       const char *uid, int limit)
{
	return list_rooms(r, db_query(&r->db, "SELECT " ROOM_COLUMNS
		" FROM person u JOIN member m ON m.person = u.id"
		" AND m.membership = 2 JOIN room r ON r.id = m.room"
		" WHERE u.uid = ?2 AND (?1 = 0 OR r.account = ?1)"
		" AND r.mine = 2 AND r.kind = 0 ORDER BY r.last_ts DESC"
		" LIMIT ?3", "isd", account, uid, limit));
}

void reader_totals(struct reader *r, int *unread, int *mentions, int *invites)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT unread, mentions, invites"
				    " FROM total", "");

	*unread = *mentions = *invites = 0;
	if (!db_row(&r->db, st))
		return;
	*unread = (int)db_num(st, 0);
	*mentions = (int)db_num(st, 1);
	*invites = (int)db_num(st, 2);
	db_done(st);
}

/* ---- the sidebar --------------------------------------------------------- */

static void free_place(void *place)
{
	place_free(place);
}

static struct place *place_from(sqlite3_stmt *st)
{
	struct place *p = g_new0(struct place, 1);

	p->pos = db_num(st, 0);
	p->kind = db_num(st, 1);
	p->area = db_num(st, 2);
	p->account = db_num(st, 3);
	p->room = db_num(st, 4);
	p->depth = (int)db_num(st, 5);
	p->open = db_num(st, 6);
	p->children = db_num(st, 7);
	p->outsiders = db_num(st, 8);
	p->encrypted = db_num(st, 9);
	p->unread = (int)db_num(st, 10);
	p->mentions = (int)db_num(st, 11);
	p->tasks_open = (int)db_num(st, 12);
	p->tasks_all = (int)db_num(st, 13);
	p->name = db_copy(st, 14);
	p->path = db_copy(st, 15);
	p->notify = db_num(st, 16);
	p->marked_unread = db_num(st, 17);
	return p;
}

GPtrArray *reader_places(struct reader *r, int64_t first, int n)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_place);
	sqlite3_stmt *st = db_query(&r->db, "SELECT pos, kind, area, account,"
		" room, depth, open, children, outsiders, encrypted, unread,"
		" mentions, tasks_open, tasks_all, name, path, notify,"
		" marked FROM place"
		" WHERE pos >= ? ORDER BY pos LIMIT ?", "id",
		MAX(first, 0), MAX(n, 0));

	while (db_row(&r->db, st))
		g_ptr_array_add(out, place_from(st));
	return out;
}

int64_t reader_places_count(struct reader *r)
{
	return db_int(&r->db, 0, "SELECT places FROM total", "");
}

int64_t reader_place_of(struct reader *r, int64_t room)
{
	return db_int(&r->db, -1, "SELECT pos FROM place WHERE room = ?"
		      " ORDER BY pos LIMIT 1", "i", room);
}

/* Rooms have an order of their own that folding does not change; a heading
 * stands before the room that follows it. */
int64_t reader_next_unread(struct reader *r, int64_t from, bool mentions)
{
	int64_t rank = db_int(&r->db, 0, "SELECT rank FROM place"
			      " WHERE pos = ? AND room > 0", "i", from);
	int64_t min = mentions ? 1 : 0, room;

	if (!rank)
		rank = db_int(&r->db, 1, "SELECT rank FROM place"
			      " WHERE pos >= ? AND room > 0 ORDER BY pos"
			      " LIMIT 1", "i", MAX(from, 0)) - 1;
	room = db_int(&r->db, 0, "SELECT id FROM room WHERE unread > 0"
		      " AND mine = 2 AND rank > ? AND mentions >= ?"
		      " ORDER BY rank LIMIT 1", "ii", rank, min);
	if (room)
		return room;
	return db_int(&r->db, 0, "SELECT id FROM room WHERE unread > 0"
		      " AND mine = 2 AND rank <= ? AND mentions >= ?"
		      " ORDER BY rank LIMIT 1", "ii", rank, min);
}

/* ---- the switcher -------------------------------------------------------- */

struct choice {
	int64_t id, ts;
	int score;
};

static int compare_choices(const void *a, const void *b)
{
	const struct choice *one = a, *two = b;

	if (one->score != two->score)
		return two->score - one->score;
	return one->ts < two->ts ? 1 : one->ts > two->ts ? -1 : 0;
}

GPtrArray *reader_switch(struct reader *r, const char *pattern, int max)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_room);
	g_autoptr(GArray) choices = g_array_new(false, false,
						sizeof(struct choice));
	sqlite3_stmt *st = db_query(&r->db, "SELECT id, title, last_ts"
				    " FROM room WHERE mine IN (1, 2)", "");

	while (db_row(&r->db, st)) {
		struct choice c = { db_num(st, 0), db_num(st, 2),
				    fuzzy_score(pattern, db_peek(st, 1)) };

		if (c.score > 0)
			g_array_append_val(choices, c);
	}
	g_array_sort(choices, compare_choices);
	for (guint i = 0; i < choices->len && (int)i < max; i++) {
		struct room *room = reader_room(
			r, g_array_index(choices, struct choice, i).id);

		if (room)
			g_ptr_array_add(out, room);
	}
	return out;
}
