#include "store/evidence.h"

#include "store/internal.h"

#include <string.h>

/* Rooms that are looked through for replies owed, and threads of each. */
enum { OWED_ROOMS = 200, OWED_THREADS = 30, OWED_MENTIONS = 20 };

/* As the index post_time has it. */
#define COUNTS " change IS NULL AND flags & 2 = 0"
#define P_COUNTS " p.change IS NULL AND p.flags & 2 = 0"
/* What somebody wrote, and no event of the room. */
#define IS_MESSAGE " kind <= 10"
#define P_IS_MESSAGE " p.kind <= 10"

static int64_t end_of(int64_t until)
{
	return until ? until : INT64_MAX;
}

static void free_hit(void *hit)
{
	hit_free(hit);
}

static GPtrArray *new_hits(void)
{
	return g_ptr_array_new_with_free_func(free_hit);
}

/* A post by its local id with the room's name, at the end of the list. */
static void add_hit(struct reader *r, GPtrArray *out, int64_t id)
{
	struct post *p = posts_one(r, db_query(&r->db, "SELECT " POST_COLUMNS
					       " FROM post p WHERE p.id = ?",
					       "i", id));
	struct hit *h;

	if (!p)
		return;
	h = g_new0(struct hit, 1);
	h->post = p;
	h->snippet = g_strdup(p->body);
	h->room_name = db_text(&r->db, "SELECT title FROM room WHERE id = ?",
			       "i", p->room);
	g_ptr_array_add(out, h);
}

/* All posts of a statement that gives their ids. */
static GPtrArray *read_hits(struct reader *r, sqlite3_stmt *st)
{
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(int64_t));
	GPtrArray *out = new_hits();

	while (db_row(&r->db, st)) {
		int64_t id = db_num(st, 0);

		g_array_append_val(ids, id);
	}
	for (guint i = 0; i < ids->len; i++)
		add_hit(r, out, g_array_index(ids, int64_t, i));
	return out;
}

/* ---- a period ------------------------------------------------------------- */

void reader_said(struct reader *r, const struct period *p,
		 bool (*each)(const struct said *s, void *user), void *user)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT ts, sender, kind FROM post"
				    " WHERE room = ? AND ts >= ? AND ts < ?"
				    " AND" IS_MESSAGE " AND" COUNTS
				    " ORDER BY ts", "iii", p->room, p->from,
				    end_of(p->until));

	while (db_row(&r->db, st)) {
		struct said s = { db_num(st, 0), db_num(st, 1),
				  (enum post_kind)db_num(st, 2) };

		if (!each(&s, user)) {
			db_done(st);
			return;
		}
	}
}

GPtrArray *reader_files(struct reader *r, const struct period *p, int limit)
{
	return read_hits(r, db_query(&r->db, "SELECT id FROM post"
		" WHERE room = ? AND ts >= ? AND ts < ? AND kind BETWEEN ? AND"
		" ? AND" COUNTS " ORDER BY ts DESC LIMIT ?", "iiiddd", p->room,
		p->from, end_of(p->until), (int)POST_IMAGE, (int)POST_VIDEO,
		limit));
}

GPtrArray *reader_named(struct reader *r, const struct period *p, int limit)
{
	return read_hits(r, db_query(&r->db, "SELECT id FROM post"
		" WHERE room = ? AND mention = 1 AND own = 0 AND ts >= ?"
		" AND ts < ? AND flags & 2 = 0 ORDER BY pos DESC LIMIT ?",
		"iiid", p->room, p->from, end_of(p->until), limit));
}

GPtrArray *reader_arrived(struct reader *r, const struct period *p, int limit)
{
	g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(&r->db, "SELECT p.sender, coalesce(m.name,"
		" n.name, n.uid) FROM post p JOIN member m ON m.room = p.room"
		" AND m.person = p.sender AND m.membership = 2 JOIN person n"
		" ON n.id = p.sender WHERE p.room = ? AND p.ts >= ?"
		" AND p.ts < ? AND p.kind = ? AND" P_COUNTS
		" AND p.body LIKE '% joined' ORDER BY p.ts", "iiid", p->room,
		p->from, end_of(p->until), (int)POST_MEMBER);

	while (db_row(&r->db, st)) {
		if ((int)out->len >= limit) {
			db_done(st);
			break;
		}
		if (g_hash_table_add(met, GSIZE_TO_POINTER(db_num(st, 0))))
			g_ptr_array_add(out, db_copy(st, 1));
	}
	return out;
}

/* ---- replies owed ---------------------------------------------------------- */

struct debt {
	int64_t id, ts;
};

struct debts {
	struct reader *r;
	int64_t since;
	GArray *found;		/* struct debt */
};

struct debtor {			/* one room, and who I am in it */
	int64_t room, me, read_pos;
	bool direct;
};

#define REACTED \
	" EXISTS (SELECT 1 FROM reaction x WHERE x.room = p.room" \
	" AND x.target = p.eid AND x.sender = ?2)"

static void owe(struct debts *d, sqlite3_stmt *st)
{
	while (db_row(&d->r->db, st)) {
		struct debt x = { db_num(st, 0), db_num(st, 1) };

		g_array_append_val(d->found, x);
	}
}

static void owe_direct(struct debts *d, const struct debtor *x)
{
	owe(d, db_query(&d->r->db, "SELECT p.id, p.ts FROM (SELECT * FROM post"
		" WHERE room = ?1 AND thread IS NULL AND" IS_MESSAGE " AND"
		COUNTS " ORDER BY pos DESC LIMIT 1) p WHERE p.own = 0"
		" AND p.ts >= ?3 AND NOT" REACTED, "iii", x->room, x->me,
		d->since));
}

/* What is to be done stands among the tasks, and what is done needs no word
 * more. */
static void owe_mentions(struct debts *d, const struct debtor *x)
{
	owe(d, db_query(&d->r->db, "SELECT p.id, p.ts FROM post p"
		" WHERE p.room = ?1 AND p.mention = 1 AND p.own = 0"
		" AND p.flags & 2 = 0 AND p.ts >= ?3 AND p.pos <= ?4"
		" AND NOT EXISTS (SELECT 1 FROM post o WHERE o.room = p.room"
		" AND o.own = 1 AND o.pos > p.pos AND (o.thread IS p.thread"
		" OR o.thread = p.eid)) AND NOT EXISTS (SELECT 1 FROM thing t"
		" WHERE t.post = p.id) AND NOT EXISTS (SELECT 1 FROM thing t"
		" WHERE t.room = p.room"
		" AND t.eid = p.thread AND t.closed) AND NOT" REACTED
		" ORDER BY p.pos DESC LIMIT ?5", "iiiid", x->room, x->me,
		d->since, x->read_pos, (int)OWED_MENTIONS));
}

static void owe_threads(struct debts *d, const struct debtor *x)
{
	owe(d, db_query(&d->r->db, "SELECT p.id, p.ts FROM (SELECT h.root,"
		" (SELECT o.id FROM post o WHERE o.room = ?1"
		" AND o.thread = h.root AND o.kind <= 10 AND o.change IS NULL"
		" AND o.flags & 2 = 0 ORDER BY o.pos DESC LIMIT 1) AS last"
		" FROM thread h WHERE h.room = ?1 AND h.ts >= ?3"
		" AND NOT EXISTS (SELECT 1 FROM thing c WHERE c.room = ?1"
		" AND c.eid = h.root AND c.closed)"
		" ORDER BY h.pos DESC LIMIT ?4) t JOIN post p ON p.id = t.last"
		" WHERE p.own = 0 AND p.ts >= ?3 AND (EXISTS (SELECT 1"
		" FROM post o WHERE o.room = ?1 AND o.thread = t.root"
		" AND o.own = 1 AND o.change IS NULL) OR EXISTS (SELECT 1"
		" FROM post o WHERE o.room = ?1 AND o.eid = t.root"
		" AND o.own = 1)) AND NOT" REACTED, "iiid", x->room, x->me,
		d->since, (int)OWED_THREADS));
}

static GArray *find_debtors(struct reader *r, int64_t since)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(struct debtor));
	sqlite3_stmt *st = db_query(&r->db, "SELECT r.id, a.person, r.read_pos,"
		" r.dm_user IS NOT NULL FROM room r JOIN account a"
		" ON a.id = r.account WHERE r.mine = 2 AND r.last_ts >= ?"
		" ORDER BY r.last_ts DESC LIMIT ?", "id", since,
		(int)OWED_ROOMS);

	while (db_row(&r->db, st)) {
		struct debtor x = { db_num(st, 0), db_num(st, 1),
				    db_num(st, 2), db_num(st, 3) };

		g_array_append_val(out, x);
	}
	return out;
}

static int compare_debts(const void *a, const void *b)
{
	const struct debt *x = a, *y = b;

	if (x->ts != y->ts)
		return x->ts < y->ts ? 1 : -1;
	return (x->id < y->id) - (x->id > y->id);
}

GPtrArray *reader_owed(struct reader *r, int64_t since, int limit)
{
	g_autoptr(GArray) rooms = find_debtors(r, since);
	struct debts d = { r, since,
			   g_array_new(FALSE, FALSE, sizeof(struct debt)) };
	GPtrArray *out = new_hits();
	int64_t last = 0;

	for (guint i = 0; i < rooms->len; i++) {
		struct debtor *x = &g_array_index(rooms, struct debtor, i);

		if (x->direct)
			owe_direct(&d, x);
		owe_mentions(&d, x);
		owe_threads(&d, x);
	}
	g_array_sort(d.found, compare_debts);
	for (guint i = 0; i < d.found->len && (int)out->len < limit; i++) {
		int64_t id = g_array_index(d.found, struct debt, i).id;

		if (id != last)		/* the same for two reasons */
			add_hit(r, out, id);
		last = id;
	}
	g_array_unref(d.found);
	return out;
}

/* ---- places ------------------------------------------------------------------ */

GPtrArray *reader_unread(struct reader *r, int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_room);
	sqlite3_stmt *st = db_query(&r->db, "SELECT " ROOM_COLUMNS
		" FROM room r WHERE r.unread > 0 AND r.mine = 2"
		" ORDER BY r.rank LIMIT ?", "d", limit);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, room_from(st));
	return out;
}

int64_t reader_read_until(struct reader *r, int64_t room)
{
	return db_int(&r->db, 0, "SELECT p.ts FROM room r JOIN post p"
		      " ON p.room = r.id AND p.pos <= r.read_pos"
		      " AND p.thread IS NULL WHERE r.id = ?"
		      " ORDER BY p.pos DESC LIMIT 1", "i", room);
}

struct news reader_news(struct reader *r, int64_t room, int64_t since)
{
	struct news n = {
		.decisions = (int)db_int(&r->db, 0, "SELECT count(*)"
			" FROM thing WHERE kind = ? AND room = ? AND ts >= ?",
			"dii", (int)KIND_DECISION, room, since),
		.finished = (int)db_int(&r->db, 0, "SELECT count(*)"
			" FROM thing WHERE kind = ? AND room = ?"
			" AND closed = 1 AND closed_at >= ?", "dii",
			(int)KIND_TASK, room, since),
	};

	return n;
}

int reader_made(struct reader *r, const struct period *p,
		enum thing_kind kind)
{
	return (int)db_int(&r->db, 0, "SELECT count(*) FROM thing"
			   " WHERE kind = ? AND room = ? AND closed IN (0, 1)"
			   " AND ts >= ? AND ts < ?", "diii", (int)kind,
			   p->room, p->from, end_of(p->until));
}

static GPtrArray *read_things(struct reader *r, sqlite3_stmt *st)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_thing);

	while (db_row(&r->db, st)) {
		struct thing *t = things_read(r, db_num(st, 0));

		if (t)
			g_ptr_array_add(out, t);
	}
	return out;
}

GPtrArray *reader_made_things(struct reader *r, const struct period *p,
			      enum thing_kind kind, int limit)
{
	return read_things(r, db_query(&r->db, "SELECT post FROM thing"
		" WHERE kind = ? AND room = ? AND closed IN (0, 1)"
		" AND ts >= ? AND ts < ? ORDER BY ts LIMIT ?", "diiid",
		(int)kind, p->room, p->from, end_of(p->until), limit));
}

GPtrArray *reader_finished(struct reader *r, const struct period *p,
			   enum thing_kind kind)
{
	GPtrArray *all = read_things(r, db_query(&r->db, "SELECT post"
		" FROM thing WHERE kind = ? AND room = ? AND closed = 1"
		" AND closed_at >= ? AND closed_at < ? ORDER BY closed_at",
		"diii", (int)kind, p->room, p->from, end_of(p->until)));

	for (guint i = all->len; i-- > 0;)
		if (((struct thing *)all->pdata[i])->stage == STAGE_DROPPED)
			g_ptr_array_remove_index(all, i);
	return all;
}

GArray *reader_below(struct reader *r, int64_t room)
{
	GArray *out = g_array_new(FALSE, FALSE, sizeof(int64_t));
	sqlite3_stmt *st = db_query(&r->db, "WITH RECURSIVE below(id) AS"
		" (SELECT ? UNION SELECT x.id FROM below b JOIN room s"
		" ON s.id = b.id JOIN child c ON c.space = b.id JOIN room x"
		" ON x.rid = c.rid AND x.account = s.account AND x.mine = 2)"
		" SELECT id FROM below", "i", room);

	while (db_row(&r->db, st)) {
		int64_t id = db_num(st, 0);

		g_array_append_val(out, id);
	}
	return out;
}

/* ---- contacts ------------------------------------------------------------------ */

struct contacts {
	struct reader *r;
	int64_t room, from, until;
	GHashTable *met;	/* "a b", owned */
};

static void add_pair(struct contacts *c, const char *a, const char *b)
{
	const char *host = strchr(a, ':'), *other = strchr(b, ':');

	if (!host || !other || !strcmp(host, other))
		return;
	g_hash_table_add(c->met, strcmp(a, b) < 0 ?
			 g_strdup_printf("%s %s", a, b) :
			 g_strdup_printf("%s %s", b, a));
}

static void add_pairs(struct contacts *c, sqlite3_stmt *st)
{
	while (db_row(&c->r->db, st))
		add_pair(c, db_peek(st, 0), db_peek(st, 1));
}

#define PEOPLE_OF(what) \
	"SELECT DISTINCT a.uid, b.uid FROM " what \
	" CROSS JOIN person a ON a.id = p.sender" \
	" CROSS JOIN person b ON b.id = q.sender AND b.server <> a.server"

/* Whom a message answers: its thread's beginner, and who is replied to. */
static void meet_by_posts(struct contacts *c)
{
	static const char sql[] = PEOPLE_OF("post p CROSS JOIN post q"
		" ON q.room = p.room AND q.eid IN (p.reply_to, p.thread)")
		" WHERE p.room = ? AND p.ts >= ? AND p.ts < ? AND" P_COUNTS
		" AND (p.reply_to IS NOT NULL OR p.thread IS NOT NULL)";

	add_pairs(c, db_query(&c->r->db, sql, "iii", c->room, c->from,
			      c->until));
}

static void meet_by_reactions(struct contacts *c)
{
	static const char sql[] = PEOPLE_OF("reaction p CROSS JOIN post q"
		" ON q.room = p.room AND q.eid = p.target")
		" WHERE p.room = ? AND p.ts >= ? AND p.ts < ?"
		" AND q.flags & 2 = 0";

	add_pairs(c, db_query(&c->r->db, sql, "iii", c->room, c->from,
			      c->until));
}

/* The links that stand for people in a formatted message. */
static void meet_in_html(struct contacts *c, const char *by, const char *html)
{
	static const char link[] = "matrix.to/#/";

	while ((html = strstr(html, link))) {
		g_autofree char *raw = NULL, *uid = NULL;

		html += strlen(link);
		raw = g_strndup(html, strcspn(html, "\"'?<> "));
		uid = g_uri_unescape_string(raw, NULL);
		if (uid && *uid == '@' && strlen(uid) < 256 &&
		    db_int(&c->r->db, 0, "SELECT 1 FROM person WHERE uid = ?",
			   "s", uid))
			add_pair(c, by, uid);
	}
}

static void meet_by_names(struct contacts *c)
{
	sqlite3_stmt *st = db_query(&c->r->db, "SELECT a.uid, p.html"
		" FROM post p CROSS JOIN person a ON a.id = p.sender"
		" WHERE p.room = ? AND p.ts >= ? AND p.ts < ? AND" P_COUNTS
		" AND p.html LIKE '%matrix.to/#/%'", "iii", c->room, c->from,
		c->until);

	while (db_row(&c->r->db, st))
		meet_in_html(c, db_peek(st, 0), db_peek(st, 1));
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

GPtrArray *reader_contacts(struct reader *r, const struct period *p)
{
	struct contacts c = {
		r, p->room, p->from, end_of(p->until),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
	};
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	GHashTableIter i;
	gpointer pair;

	if (db_int(&r->db, 0, "SELECT servers FROM room WHERE id = ?", "i",
		   p->room) != 1) {
		meet_by_posts(&c);
		meet_by_reactions(&c);
		meet_by_names(&c);
	}
	g_hash_table_iter_init(&i, c.met);
	while (g_hash_table_iter_next(&i, &pair, NULL))
		g_ptr_array_add(out, g_strdup(pair));
	g_hash_table_unref(c.met);
	g_ptr_array_sort(out, compare_texts);
	return out;
}

/* ---- small state ------------------------------------------------------------------ */

GPtrArray *reader_states(struct reader *r, const char *begin)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *end = g_strconcat(begin, WORD_END, NULL);
	sqlite3_stmt *st;

	if (!reader_own(r))
		return out;
	st = db_query(&r->db, "SELECT key, value FROM own.state"
		      " WHERE key >= ? AND key < ?", "ss", begin, end);
	while (db_row(&r->db, st)) {
		g_ptr_array_add(out, db_copy(st, 0));
		g_ptr_array_add(out, db_copy(st, 1));
	}
	return out;
}
