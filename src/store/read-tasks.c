#include "store/internal.h"

#include "base/error.h"
#include "text/text.h"

#include <string.h>

/* "This week" is the next seven days. */
enum { WEEK = 7 };

static void free_task(void *task)
{
	task_free(task);
}

/* ---- filters ---------------------------------------------------------- */

struct filter {
	const struct task_query *q;
	char **words;		/* folded */
	char *me;		/* user id, when only mine are wanted */
	int64_t today;
};

static void add_folded(GString *out, const char *text)
{
	g_autofree char *folded = text ? g_utf8_casefold(text, -1) : NULL;

	g_string_append_printf(out, "%s\n", folded ? folded : "");
}

static char *task_words(const struct task *t)
{
	GString *out = g_string_new(NULL);

	add_folded(out, t->title);
	add_folded(out, t->notes);
	for (guint i = 0; t->assignees && i < t->assignees->len; i++)
		add_folded(out, t->assignees->pdata[i]);
	for (guint i = 0; t->tags && i < t->tags->len; i++)
		add_folded(out, t->tags->pdata[i]);
	return g_string_free(out, FALSE);
}

static bool words_fit(const struct filter *f, const struct task *t)
{
	g_autofree char *text = NULL;

	if (!f->words)
		return true;
	text = task_words(t);
	for (char **word = f->words; *word; word++)
		if (**word && !strstr(text, *word))
			return false;
	return true;
}

/* Once more here, as what waits in the outbox may have changed it. */
static bool state_fits(const struct filter *f, const struct task *t)
{
	const struct task_query *q = f->q;

	if ((q->open_only && t->status != TASK_OPEN) ||
	    (q->done_only && t->status != TASK_DONE))
		return false;
	return !q->overdue || (t->status == TASK_OPEN &&
			       t->due != TASK_NO_DUE && t->due < f->today);
}

static void filter_init(struct filter *f, struct reader *r,
			const struct task_query *q)
{
	memset(f, 0, sizeof *f);
	f->q = q;
	f->today = world_civil(r->world, world_now(r->world)).day;
	if (q->filter && q->filter[0]) {
		g_autofree char *folded = g_utf8_casefold(q->filter, -1);

		f->words = g_strsplit(folded, " ", 20);
	}
}

static void filter_clear(struct filter *f)
{
	g_strfreev(f->words);
}

/* ---- lists ------------------------------------------------------------ */

#define BELOW \
	"(WITH RECURSIVE below(id) AS (SELECT ?2 UNION SELECT x.id" \
	" FROM below b JOIN room s ON s.id = b.id JOIN child c" \
	" ON c.space = b.id JOIN room x ON x.rid = c.rid" \
	" AND x.account = s.account) SELECT id FROM below)"

#define WHERE \
	" FROM task t JOIN room r ON r.id = t.room WHERE r.mine = 2" \
	" AND (?1 = 0 OR t.room = ?1)" \
	" AND (?2 = 0 OR t.room IN " BELOW ")" \
	" AND (?3 = 0 OR r.account = ?3) AND (?4 = 0 OR t.mine = 1) "

#define ORDER \
	" ORDER BY t.status, CASE WHEN t.status = 1 THEN -t.changed" \
	" WHEN t.due IS NULL THEN 4 WHEN t.due < ?5 THEN 0" \
	" WHEN t.due = ?5 THEN 1 WHEN t.due <= ?5 + ?6 THEN 2 ELSE 3 END," \
	" t.due, t.priority DESC, t.ts, t.eid"

static struct task *read_task(struct reader *r, int64_t post)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT " TASK_COLUMNS
				    " FROM task t JOIN room r"
				    " ON r.id = t.room WHERE t.post = ?", "i",
				    post);
	struct task *t;

	if (!db_row(&r->db, st))
		return NULL;
	t = task_from(st);
	db_done(st);
	return t;
}

/* Every task that fits, in order, until `each` has enough. Only numbers are
 * sorted; the rest is read for those that are looked at. */
static void each_task(struct reader *r, const struct filter *f,
		      bool (*each)(struct task *take, void *user), void *user)
{
	const struct task_query *q = f->q;
	g_autoptr(GPtrArray) ops = pending_ops(r, q->room);
	sqlite3_stmt *st = db_query(&r->db, "SELECT t.post" WHERE ORDER,
				    "iiidid", q->room, q->space, q->account,
				    (int)q->mine, f->today, (int)WEEK);

	while (db_row(&r->db, st)) {
		struct task *t = read_task(r, col_int(st, 0));

		if (!t)
			continue;
		pending_task(t, ops);
		if (!state_fits(f, t) || !words_fit(f, t)) {
			task_free(t);
		} else if (!each(t, user)) {
			db_done(st);
			return;
		}
	}
}

struct slice {
	int skip, left;
	GPtrArray *out;
};

static bool take_slice(struct task *take, void *user)
{
	struct slice *s = user;

	if (s->skip > 0) {
		s->skip--;
		task_free(take);
		return true;
	}
	g_ptr_array_add(s->out, take);
	return --s->left > 0;
}

GPtrArray *reader_tasks(struct reader *r, const struct task_query *q)
{
	struct slice s = { q->offset, q->limit > 0 ? q->limit : INT_MAX,
			   g_ptr_array_new_with_free_func(free_task) };
	struct filter f;

	filter_init(&f, r, q);
	each_task(r, &f, take_slice, &s);
	filter_clear(&f);
	return s.out;
}

static bool count_one(struct task *take, void *user)
{
	int *n = user;

	task_free(take);
	(*n)++;
	return true;
}

int reader_tasks_count(struct reader *r, const struct task_query *q)
{
	struct filter f;
	int n = 0;

	filter_init(&f, r, q);
	each_task(r, &f, count_one, &n);
	filter_clear(&f);
	return n;
}

/* ---- one task --------------------------------------------------------- */

static struct task *one_task(struct reader *r, sqlite3_stmt *st)
{
	g_autoptr(GPtrArray) ops = NULL;
	struct task *t;

	if (!db_row(&r->db, st))
		return NULL;
	t = task_from(st);
	db_done(st);
	ops = pending_ops(r, t->room);
	pending_task(t, ops);
	return t;
}

struct task *reader_task(struct reader *r, int64_t room, const char *eid)
{
	return one_task(r, db_query(&r->db, "SELECT " TASK_COLUMNS
				    " FROM task t JOIN room r"
				    " ON r.id = t.room WHERE t.room = ?"
				    " AND t.eid = ?", "is", room, eid));
}

/* Tasks whose id begins so, or whose title is so, best first. */
static sqlite3_stmt *query_found(struct reader *r, int64_t room,
				 const char *words)
{
	return db_query(&r->db, "SELECT t.room, t.eid, t.title, CASE"
			" WHEN t.eid = ?2 THEN 3"
			" WHEN substr(t.eid, 1, length(?2)) = ?2 THEN 2"
			" ELSE 1 END AS fit FROM task t JOIN room r"
			" ON r.id = t.room WHERE r.mine = 2"
			" AND (?1 = 0 OR t.room = ?1)"
			" AND (substr(t.eid, 1, length(?2)) = ?2"
			" OR t.title = ?2 COLLATE NOCASE)"
			" ORDER BY fit DESC, t.status, t.ts DESC LIMIT 6",
			"is", room, words);
}

struct found {
	int64_t room, fit;
	char *eid;
	GString *names;
	int n;
};

static void read_found(struct reader *r, struct found *f, sqlite3_stmt *st)
{
	while (db_row(&r->db, st)) {
		if (f->n && col_int(st, 3) < f->fit)
			continue;
		if (!f->n++) {
			f->room = col_int(st, 0);
			f->eid = col_text(st, 1);
			f->fit = col_int(st, 3);
		}
		g_string_append_printf(f->names, "%s%s (%.12s…)",
				       f->n > 1 ? ", " : "", col_peek(st, 2),
				       col_peek(st, 1));
	}
}

struct task *reader_task_find(struct reader *r, int64_t room,
			      const char *words, GError **err)
{
	struct found f = { .names = g_string_new(NULL) };
	g_autofree char *shown = text_clean(words, -1, TEXT_LINE, 200);
	struct task *t = NULL;

	if (words[0])
		read_found(r, &f, query_found(r, room, words));
	if (f.n == 1)
		t = reader_task(r, f.room, f.eid);
	else if (f.n > 1)
		g_set_error(err, FM_ERROR, FM_ERROR_AMBIGUOUS,
			    "\"%s\" fits several tasks: %s. Use the id.",
			    shown, f.names->str);
	else
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no task \"%s\". \"task list\" shows "
			    "them with their ids.", shown);
	g_free(f.eid);
	g_string_free(f.names, TRUE);
	return t;
}
