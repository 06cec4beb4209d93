#include "store/internal.h"

#include "base/error.h"

#include <string.h>

#define UNREAD_MAX 500	/* looked back for a read mark that is not there */

enum { PAGE_MAX = 500 };

/* ---- a page -------------------------------------------------------------- */

struct paging {
	struct posts posts;
	const struct page_query *q;
	struct page *out;
	int64_t low;		/* position of the post before the page */
};

#define MAIN "SELECT " POST_COLUMNS " FROM post p WHERE p.room = ?1" \
	     " AND p.thread IS NULL "
#define THREAD "SELECT " POST_COLUMNS " FROM post p WHERE p.room = ?1" \
	       " AND p.thread = ?4 AND p.thread IS NOT NULL "

static sqlite3_stmt *query_down(struct paging *g, int64_t pos, int limit)
{
	struct db *db = &g->posts.r->db;

	if (g->q->thread)
		return db_query(db, THREAD "AND p.pos < ?2"
				" ORDER BY p.pos DESC LIMIT ?3", "iids",
				g->q->room, pos, limit, g->q->thread);
	return db_query(db, MAIN "AND p.pos < ?2 ORDER BY p.pos DESC"
			" LIMIT ?3", "iid", g->q->room, pos, limit);
}

static sqlite3_stmt *query_up(struct paging *g, int64_t pos, int limit)
{
	struct db *db = &g->posts.r->db;

	if (g->q->thread)
		return db_query(db, THREAD "AND p.pos >= ?2"
				" ORDER BY p.pos LIMIT ?3", "iids",
				g->q->room, pos, limit, g->q->thread);
	return db_query(db, MAIN "AND p.pos >= ?2 ORDER BY p.pos"
			" LIMIT ?3", "iid", g->q->room, pos, limit);
}

static void reverse(struct posts *p)
{
	guint n = p->list->len;

	for (guint i = 0; i < n / 2; i++) {
		guint j = n - 1 - i;
		void *post = p->list->pdata[i];
		unsigned flags = g_array_index(p->flags, unsigned, i);
		int64_t sender = g_array_index(p->senders, int64_t, i);

		p->list->pdata[i] = p->list->pdata[j];
		p->list->pdata[j] = post;
		g_array_index(p->flags, unsigned, i) =
			g_array_index(p->flags, unsigned, j);
		g_array_index(p->flags, unsigned, j) = flags;
		g_array_index(p->senders, int64_t, i) =
			g_array_index(p->senders, int64_t, j);
		g_array_index(p->senders, int64_t, j) = sender;
	}
}

/* The posts just before `pos`, at most `limit`. */
static void read_down(struct paging *g, int64_t pos, int limit)
{
	sqlite3_stmt *st = query_down(g, pos, limit + 1);
	int n = 0;

	g->low = INT64_MIN;
	while (db_row(&g->posts.r->db, st)) {
		if (n++ < limit) {
			posts_add(&g->posts, st);
			continue;
		}
		g->low = db_num(st, 2);
		g->out->more_before = true;
	}
	reverse(&g->posts);
}

/* Those from `pos` on. */
static void read_up(struct paging *g, int64_t pos, int limit)
{
	sqlite3_stmt *st = query_up(g, pos, limit + 1);
	int n = 0;

	while (db_row(&g->posts.r->db, st)) {
		if (n++ < limit)
			posts_add(&g->posts, st);
		else
			g->out->more_after = true;
	}
}

/* Is there a stored post beyond this position? Gives the nearest. */
static int64_t neighbour(struct paging *g, int64_t pos, bool down)
{
	sqlite3_stmt *st = down ? query_down(g, pos, 1) : query_up(g, pos, 1);
	int64_t at;

	if (!db_row(&g->posts.r->db, st))
		return INT64_MIN;
	at = db_num(st, 2);
	db_done(st);
	return at;
}

static void read_posts(struct paging *g, int limit)
{
	int64_t pos = g->q->pos;

	switch (g->q->from) {
	case PAGE_NEWEST:
		read_down(g, INT64_MAX, limit);
		break;
	case PAGE_BEFORE:
		read_down(g, pos, limit);
		g->out->more_after = neighbour(g, pos, false) != INT64_MIN;
		break;
	case PAGE_AFTER:
		g->low = neighbour(g, pos + 1, true);
		g->out->more_before = g->low != INT64_MIN;
		read_up(g, pos + 1, limit);
		break;
	case PAGE_AROUND:
		read_down(g, pos, limit / 2);
		read_up(g, pos, limit - limit / 2);
		break;
	}
}

/* ---- what is missing, and days ------------------------------------------- */

static void mark_gaps(struct paging *g, GPtrArray *posts)
{
	struct reader *r = g->posts.r;
	int64_t low = g->low;
	sqlite3_stmt *st;
	guint i = 0;

	if (g->q->thread)
		return;
	st = db_query(&r->db, "SELECT pos FROM gap WHERE room = ?"
		      " AND pos > ? ORDER BY pos LIMIT 500", "ii", g->q->room,
		      low);
	while (db_row(&r->db, st)) {
		int64_t pos = db_num(st, 0);
		struct post *p;

		while (i < posts->len &&
		       ((struct post *)posts->pdata[i])->pos < pos)
			i++;
		if (i == posts->len) {
			g->out->gap_before |= i == 0;
			db_done(st);
			return;
		}
		p = posts->pdata[i];
		p->gap = true;
		g->out->gap_before |= i == 0;
	}
}

static void mark_days(struct reader *r, GPtrArray *posts)
{
	int64_t last = INT64_MIN;

	for (guint i = 0; i < posts->len; i++) {
		struct post *p = posts->pdata[i];
		int64_t day = world_civil(r->world, p->ts).day;

		p->new_day = day != last;
		last = day;
	}
}

/* A thread begins with its root, when the page reaches that far. */
static void put_root(struct paging *g, GPtrArray *posts)
{
	struct reader *r = g->posts.r;
	struct post *root;

	if (!g->q->thread || g->out->more_before)
		return;
	root = reader_post(r, g->q->room, g->q->thread);
	if (root)
		g_ptr_array_insert(posts, 0, root);
}

static GPtrArray *no_posts(void)
{
	return g_ptr_array_new_with_free_func(store_free_post);
}

void page_clear(struct page *p)
{
	g_clear_pointer(&p->posts, g_ptr_array_unref);
}

/* One transaction, so that all parts of a page are of one moment. */
void reader_page(struct reader *r, const struct page_query *q,
		 struct page *out)
{
	struct paging g = { .q = q, .out = out };
	g_autoptr(GPtrArray) ops = NULL;

	memset(out, 0, sizeof *out);
	/* Attaching cannot be done inside of a transaction. */
	reader_own(r);
	db_exec(&r->db, "BEGIN", "");
	posts_init(&g.posts, r, q->room);
	read_posts(&g, CLAMP(q->limit, 1, PAGE_MAX));
	out->posts = posts_finish(&g.posts);
	mark_gaps(&g, out->posts);
	put_root(&g, out->posts);
	ops = pending_ops(r, q->room);
	if (q->from == PAGE_NEWEST)
		pending_append(r, out->posts, ops, q);
	pending_overlay(out->posts, ops);
	mark_days(r, out->posts);
	db_exec(&r->db, "COMMIT", "");
}

/* ---- single posts -------------------------------------------------------- */

struct post *reader_post(struct reader *r, int64_t room, const char *eid)
{
	return posts_one(r, db_query(&r->db, "SELECT " POST_COLUMNS
				     " FROM post p WHERE p.room = ?"
				     " AND p.eid = ?", "is", room, eid));
}

static struct post *not_found(const char *id, GError **err)
{
	g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
		    "There is no message %s here. \"read\" shows the ids.",
		    id);
	return NULL;
}

static struct post *find_local(struct reader *r, int64_t room, const char *id,
			       GError **err)
{
	int64_t n = g_ascii_strtoll(id + 1, NULL, 10);
	struct post *p = posts_one(r, db_query(&r->db, "SELECT " POST_COLUMNS
					       " FROM post p WHERE p.id = ?"
					       " AND p.room = ?", "ii", n,
					       room));

	return p ? p : not_found(id, err);
}

struct post *reader_post_find(struct reader *r, int64_t room, const char *id,
			      GError **err)
{
	g_autofree char *eid = NULL;
	sqlite3_stmt *st;

	if (id[0] == '#')
		return find_local(r, room, id, err);
	st = db_query(&r->db, "SELECT eid, eid = ?2 FROM post WHERE room = ?1"
		      " AND eid >= ?2 AND eid < ?2 || char(1114111)"
		      " ORDER BY eid LIMIT 2", "is", room, id);
	while (id[0] && db_row(&r->db, st)) {
		bool second = eid != NULL, exact = db_num(st, 1);

		if (second) {
			db_done(st);
			g_set_error(err, FM_ERROR, FM_ERROR_AMBIGUOUS,
				    "Several messages begin with %s. Give "
				    "more of the id.", id);
			return NULL;
		}
		eid = db_copy(st, 0);
		if (exact) {
			db_done(st);
			break;
		}
	}
	return eid ? reader_post(r, room, eid) : not_found(id, err);
}

GPtrArray *reader_polls(struct reader *r, int64_t room, int limit)
{
	sqlite3_stmt *st;
	struct posts posts;
	g_autoptr(GPtrArray) ops = NULL;
	GPtrArray *list;

	posts_init(&posts, r, room);
	st = db_query(&r->db, "SELECT " POST_COLUMNS " FROM poll q"
		      " JOIN post p ON p.room = q.room AND p.eid = q.eid"
		      " WHERE q.room = ? AND q.target = q.eid"
		      " ORDER BY p.pos DESC LIMIT ?", "id", room, limit);
	while (db_row(&r->db, st))
		posts_add(&posts, st);
	ops = pending_ops(r, room);
	list = posts_finish(&posts);
	pending_overlay(list, ops);
	return list;
}

struct post *reader_post_anywhere(struct reader *r, const char *id,
				  GError **err)
{
	int64_t room = 0;
	sqlite3_stmt *st = db_query(&r->db, "SELECT r.id FROM room r"
				    " WHERE EXISTS (SELECT 1 FROM post p"
				    " WHERE p.room = r.id AND p.eid >= ?1"
				    " AND p.eid < ?1 || char(1114111))"
				    " LIMIT 2", "s", id);

	while (id[0] && id[0] != '#' && db_row(&r->db, st)) {
		if (room) {
			db_done(st);
			g_set_error(err, FM_ERROR, FM_ERROR_AMBIGUOUS,
				    "Several messages begin with %s. Give "
				    "more of the id.", id);
			return NULL;
		}
		room = db_num(st, 0);
	}
	return room ? reader_post_find(r, room, id, err) : not_found(id, err);
}

struct post *reader_last_own(struct reader *r, int64_t room)
{
	return posts_one(r, db_query(&r->db, "SELECT " POST_COLUMNS
				     " FROM post p WHERE p.room = ?"
				     " AND p.own = 1 AND p.kind IN (?, ?)"
				     " AND p.flags & 2 = 0"
				     " AND p.change IS NULL"
				     " ORDER BY p.pos DESC LIMIT 1", "idd",
				     room, (int)POST_TEXT, (int)POST_EMOTE));
}

GPtrArray *reader_history(struct reader *r, int64_t room, const char *eid)
{
	GPtrArray *out = no_posts();
	sqlite3_stmt *st = db_query(&r->db, "SELECT e.eid, u.uid,"
		" coalesce(m.name, u.uid), e.ts, e.body, e.html FROM edit e"
		" JOIN post p ON p.room = e.room AND p.eid = e.target"
		" AND p.sender = e.sender JOIN person u ON u.id = e.sender"
		" LEFT JOIN member m ON m.room = e.room"
		" AND m.person = e.sender WHERE e.room = ? AND e.target = ?"
		" ORDER BY e.eid <> e.target, e.ts, e.eid LIMIT 500", "is",
		room, eid);

	while (db_row(&r->db, st)) {
		struct post *p = post_new();

		p->room = room;
		p->eid = db_copy(st, 0);
		p->sender = db_copy(st, 1);
		p->name = db_copy(st, 2);
		p->ts = db_num(st, 3);
		p->body = db_copy(st, 4);
		p->html = db_copy(st, 5);
		g_ptr_array_add(out, p);
	}
	/* The newest is what the post shows now. */
	if (out->len)
		g_ptr_array_set_size(out, (int)out->len - 1);
	return out;
}

/* ---- read marks ---------------------------------------------------------- */

GPtrArray *reader_read_by(struct reader *r, int64_t room, int64_t pos, int max)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(&r->db, "SELECT DISTINCT u.uid"
		" FROM receipt c JOIN person u ON u.id = c.person"
		" WHERE c.room = ? AND c.pos = ? AND c.thread <> '*'"
		" AND c.person <> (SELECT a.person FROM account a"
		" JOIN room r ON r.account = a.id WHERE r.id = c.room)"
		" ORDER BY c.ts LIMIT ?", "iid", room, pos, max);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, db_copy(st, 0));
	return out;
}

#define COUNTS " AND thread IS NULL AND own = 0 AND kind <= ?" \
	" AND flags & 2 = 0"

/* Where nothing has been read ever, the server's count says how far back the
 * unread ones go. */
static int64_t first_of_newest(struct reader *r, int64_t room, int64_t unread)
{
	int64_t pos = db_int(&r->db, 0, "SELECT pos FROM post WHERE room = ?"
			     COUNTS " ORDER BY pos DESC LIMIT 1 OFFSET ?",
			     "idi", room, (int)POST_ENCRYPTED,
			     MIN(unread, UNREAD_MAX) - 1);

	if (pos)
		return pos;
	return db_int(&r->db, 0, "SELECT pos FROM post WHERE room = ?"
		      COUNTS " ORDER BY pos LIMIT 1", "id", room,
		      (int)POST_ENCRYPTED);
}

int64_t reader_first_unread(struct reader *r, int64_t room)
{
	int64_t mark = db_int(&r->db, 0, "SELECT read_pos FROM room"
			      " WHERE id = ?", "i", room);
	int64_t unread = db_int(&r->db, 0, "SELECT unread FROM room"
				" WHERE id = ?", "i", room);

	if (!mark)
		return unread > 0 ? first_of_newest(r, room, unread) : 0;
	return db_int(&r->db, 0, "SELECT pos FROM post WHERE room = ?"
		      " AND pos > ?" COUNTS " ORDER BY pos LIMIT 1", "iid",
		      room, mark, (int)POST_ENCRYPTED);
}

char *reader_eid_at(struct reader *r, int64_t room, int64_t pos)
{
	return db_text(&r->db, "SELECT eid FROM post WHERE room = ?"
		       " AND pos <= ? AND thread IS NULL ORDER BY pos DESC"
		       " LIMIT 1", "ii", room, pos);
}

/* The newest of the timeline or of a thread: whichever came later. */
char *reader_newest_eid(struct reader *r, int64_t room, int64_t *pos)
{
	int64_t main = db_int(&r->db, 0, "SELECT pos FROM post WHERE room = ?"
			      " AND thread IS NULL ORDER BY pos DESC LIMIT 1",
			      "i", room);
	int64_t thread = db_int(&r->db, 0, "SELECT pos FROM thread"
				" WHERE room = ? ORDER BY pos DESC LIMIT 1",
				"i", room);

	if (pos)
		*pos = MAX(main, thread);
	if (thread > main)
		return db_text(&r->db, "SELECT p.eid FROM thread t JOIN post p"
			       " ON p.room = t.room AND p.thread = t.root"
			       " AND p.pos = t.pos WHERE t.room = ?"
			       " AND t.pos = ?", "ii", room, thread);
	return db_text(&r->db, "SELECT eid FROM post WHERE room = ?"
		       " AND thread IS NULL AND pos = ?", "ii", room, main);
}
