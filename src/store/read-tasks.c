#include "store/internal.h"

#include "base/error.h"
#include "text/text.h"

#include <string.h>

static void free_task(void *task)
{
	task_free(task);
}

/* ---- filters ------------------------------------------------------------- */

struct filter {
	const struct task_query *q;
	char **words;		/* folded */
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

/* ---- what is stored ------------------------------------------------------ */

#define BELOW \
	"(WITH RECURSIVE below(id) AS (SELECT ?2 UNION SELECT x.id" \
	" FROM below b JOIN room s ON s.id = b.id JOIN child c" \
	" ON c.space = b.id JOIN room x ON x.rid = c.rid" \
	" AND x.account = s.account) SELECT id FROM below)"

/* Rooms a query asks for. */
#define ROOMS \
	" r.mine = 2 AND (?1 = 0 OR r.id = ?1)" \
	" AND (?2 = 0 OR r.id IN " BELOW ") AND (?3 = 0 OR r.account = ?3)"

#define STORED(room) \
	" FROM task t CROSS JOIN room r ON r.id = t.room WHERE" room ROOMS \
	" AND (?4 = 0 OR t.mine = 1) AND (?5 >> t.status) & 1" \
	" AND (?6 = 0 OR t.due < ?7)" \
	" AND t.post NOT IN (SELECT value FROM json_each(?8)) "
#define IN_ROOM " t.room = ?1 AND"

/* Late, today, this week, later, none is the order of days, none last. The
 * same as compare_tasks(), and as the indices of task have it. */
#define ORDER \
	" ORDER BY t.status, CASE t.status WHEN 1 THEN -t.changed END," \
	" t.due IS NULL, t.due, t.priority DESC, t.ts, t.eid"

static const char list_all[] = "SELECT t.post" STORED("") ORDER;
static const char list_room[] = "SELECT t.post" STORED(IN_ROOM) ORDER;
static const char count_all[] = "SELECT count(*)" STORED("");
static const char count_room[] = "SELECT count(*)" STORED(IN_ROOM);

/* A bit for each status that is wanted. */
static int statuses(const struct task_query *q)
{
	int wanted = 1 << TASK_OPEN | 1 << TASK_DONE;

	if (q->open_only || q->overdue)
		wanted &= 1 << TASK_OPEN;
	if (q->done_only)
		wanted &= 1 << TASK_DONE;
	return wanted;
}

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

static struct task *stored_task(struct reader *r, int64_t room,
				const char *eid)
{
	int64_t post = db_int(&r->db, 0, "SELECT id FROM post WHERE room = ?"
			      " AND eid = ?", "is", room, eid);

	return post ? read_task(r, post) : NULL;
}

/* ---- what the outbox makes or changes ------------------------------------ */

/* The parts of a query that the outbox may have changed. */
static bool values_fit(const struct filter *f, const struct task *t)
{
	const struct task_query *q = f->q;

	return statuses(q) >> t->status & 1 &&
	       (!q->overdue || (t->due != TASK_NO_DUE && t->due < f->today));
}

static bool room_fits(struct reader *r, const struct filter *f,
		      const struct task *t)
{
	const struct task_query *q = f->q;
	g_autofree char *me = db_text(&r->db, "SELECT a.user FROM room r"
				      " JOIN account a ON a.id = r.account"
				      " WHERE" ROOMS " AND r.id = ?4", "iiii",
				      q->room, q->space, q->account, t->room);

	if (!me || !q->mine)
		return me != NULL;
	for (guint i = 0; t->assignees && i < t->assignees->len; i++)
		if (strcmp(t->assignees->pdata[i], me) == 0)
			return true;
	return false;
}

static int compare_due(int64_t a, int64_t b)
{
	if (a == b)
		return 0;
	if (a == TASK_NO_DUE || b == TASK_NO_DUE)
		return a == TASK_NO_DUE ? 1 : -1;
	return a < b ? -1 : 1;
}

static int compare_numbers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* The same as ORDER. */
static int compare_tasks(const struct task *a, const struct task *b)
{
	int by = compare_numbers(a->status, b->status);

	if (!by && a->status == TASK_DONE)
		by = compare_numbers(b->changed, a->changed);
	if (!by)
		by = compare_due(a->due, b->due);
	if (!by)
		by = compare_numbers(b->priority, a->priority);
	if (!by)
		by = compare_numbers(a->ts, b->ts);
	return by ? by : g_strcmp0(a->eid, b->eid);
}

static int compare_ends(const void *a, const void *b)
{
	return compare_tasks(*(struct task *const *)a,
			     *(struct task *const *)b);
}

struct loose {
	GPtrArray *tasks;	/* struct task that fit, in order */
	GString *posts;		/* those stored, as JSON: not looked at there */
};

static void loose_free(struct loose *l)
{
	g_ptr_array_unref(l->tasks);
	g_string_free(l->posts, TRUE);
}

static void loose_add(struct loose *l, struct reader *r,
		      const struct filter *f, struct task *take)
{
	if (values_fit(f, take) && room_fits(r, f, take) &&
	    words_fit(f, take))
		g_ptr_array_add(l->tasks, take);
	else
		task_free(take);
}

/* A stored task that an op changes, the first time it is met. */
static struct task *loose_changed(struct loose *l, struct reader *r,
				  const struct op *op, GHashTable *met)
{
	struct task *t = op->kind == OP_TASK_CHANGE && op->target ?
		stored_task(r, op->room, op->target) : NULL;

	if (!t)
		return NULL;
	if (!g_hash_table_add(met, GSIZE_TO_POINTER(t->post))) {
		task_free(t);
		return NULL;
	}
	g_string_append_printf(l->posts, "%s%" G_GINT64_FORMAT,
			       l->posts->len > 1 ? "," : "", t->post);
	return t;
}

static void loose_read(struct loose *l, struct reader *r,
		       const struct filter *f)
{
	g_autoptr(GPtrArray) ops = pending_ops(r, f->q->room);
	g_autoptr(GHashTable) met = g_hash_table_new(NULL, NULL);

	l->tasks = g_ptr_array_new_with_free_func(free_task);
	l->posts = g_string_new("[");
	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];
		struct task *t = loose_changed(l, r, op, met);

		if (t)
			pending_task(t, NULL, ops);
		else
			t = pending_new_task(r, op, ops);
		if (t)
			loose_add(l, r, f, t);
	}
	g_string_append_c(l->posts, ']');
	g_ptr_array_sort(l->tasks, compare_ends);
}

/* All parts of an answer are of one moment: a task that leaves the outbox
 * meanwhile is there once. Attaching cannot be done inside. */
static void moment_begin(struct reader *r)
{
	reader_own(r);
	db_exec(&r->db, "BEGIN", "");
}

static void moment_end(struct reader *r)
{
	db_exec(&r->db, "COMMIT", "");
}

/* ---- lists --------------------------------------------------------------- */

/* Tasks that fit, in order, until there are enough. */
struct slice {
	struct reader *r;
	const struct filter *f;
	int skip, left;
	guint next;		/* of the loose ones */
	GPtrArray *out;
};

static bool slice_add(struct slice *s, struct task *take)
{
	if (s->skip > 0) {
		s->skip--;
		task_free(take);
		return true;
	}
	g_ptr_array_add(s->out, take);
	return --s->left > 0;
}

/* The loose ones that stand before a task; NULL: all that are left. */
static bool slice_loose(struct slice *s, struct loose *l,
			const struct task *before)
{
	while (s->next < l->tasks->len) {
		struct task *t = l->tasks->pdata[s->next];

		if (before && compare_tasks(t, before) > 0)
			return true;
		l->tasks->pdata[s->next++] = NULL;
		if (!slice_add(s, t))
			return false;
	}
	return true;
}

static bool slice_stored(struct slice *s, struct loose *l, struct task *take)
{
	if (!words_fit(s->f, take)) {
		task_free(take);
		return true;
	}
	if (slice_loose(s, l, take))
		return slice_add(s, take);
	task_free(take);
	return false;
}

/* Only numbers are sorted; the rest is read for those that are looked at. */
static void slice_read(struct slice *s, struct loose *l)
{
	const struct task_query *q = s->f->q;
	sqlite3_stmt *st = db_query(&s->r->db, q->room ? list_room : list_all,
				    "iiidddis", q->room, q->space,
				    q->account, (int)q->mine, statuses(q),
				    (int)q->overdue, s->f->today,
				    l->posts->str);

	while (db_row(&s->r->db, st)) {
		struct task *t = read_task(s->r, db_num(st, 0));

		if (t && !slice_stored(s, l, t)) {
			db_done(st);
			return;
		}
	}
	slice_loose(s, l, NULL);
}

static GPtrArray *list_tasks(struct reader *r, const struct filter *f)
{
	const struct task_query *q = f->q;
	struct slice s = {
		.r = r, .f = f, .skip = MAX(q->offset, 0),
		.left = q->limit > 0 ? q->limit : INT_MAX,
		.out = g_ptr_array_new_with_free_func(free_task),
	};
	struct loose l;

	moment_begin(r);
	loose_read(&l, r, f);
	slice_read(&s, &l);
	moment_end(r);
	loose_free(&l);
	return s.out;
}

GPtrArray *reader_tasks(struct reader *r, const struct task_query *q)
{
	struct filter f;
	GPtrArray *out;

	filter_init(&f, r, q);
	out = list_tasks(r, &f);
	filter_clear(&f);
	return out;
}

/* Without words to look for, numbers are enough. */
static int count_tasks(struct reader *r, const struct filter *f)
{
	const struct task_query *q = f->q;
	struct loose l;
	int n;

	moment_begin(r);
	loose_read(&l, r, f);
	n = (int)db_int(&r->db, 0, q->room ? count_room : count_all,
			"iiidddis", q->room, q->space, q->account, (int)q->mine,
			statuses(q), (int)q->overdue, f->today,
			l.posts->str) + (int)l.tasks->len;
	moment_end(r);
	loose_free(&l);
	return n;
}

int reader_tasks_count(struct reader *r, const struct task_query *q)
{
	struct task_query all = *q;
	struct filter f;
	int n;

	all.offset = all.limit = 0;
	filter_init(&f, r, &all);
	if (f.words) {
		g_autoptr(GPtrArray) list = list_tasks(r, &f);

		n = (int)list->len;
	} else {
		n = count_tasks(r, &f);
	}
	filter_clear(&f);
	return n;
}

/* ---- one task ------------------------------------------------------------ */

/* The first task of the outbox alone with such an id. */
static struct task *find_pending(struct reader *r, const char *eid,
				 const GPtrArray *ops)
{
	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];

		if (op->kind == OP_TASK && g_strcmp0(op->eid, eid) == 0)
			return pending_new_task(r, op, ops);
	}
	return NULL;
}

struct task *reader_task(struct reader *r, int64_t room, const char *eid)
{
	g_autoptr(GPtrArray) ops = NULL;
	struct task *t;

	if (!eid)
		return NULL;
	moment_begin(r);
	ops = pending_ops(r, room);
	t = stored_task(r, room, eid);
	if (t)
		pending_task(t, NULL, ops);
	else
		t = find_pending(r, eid, ops);
	moment_end(r);
	return t;
}

/* How well words name a task; more is better. */
enum fit { FIT_NONE, FIT_TITLE, FIT_BEGIN, FIT_ID };

/* Tasks whose id begins so, or whose title is so, best first. */
static sqlite3_stmt *query_found(struct reader *r, int64_t room,
				 const char *words)
{
	return db_query(&r->db, "SELECT t.post, t.eid, t.title, CASE"
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
	enum fit fit;
	int64_t post;		/* of the first, when it is stored */
	struct task *task;	/* or the first itself */
	GString *names;
	int n;
};

/* Is it the first of those that fit best? */
static bool note_found(struct found *f, enum fit fit, const char *eid,
		       const char *title)
{
	if (fit == FIT_NONE || fit < f->fit)
		return false;
	if (fit > f->fit) {
		f->fit = fit;
		f->n = 0;
		f->post = 0;
		g_clear_pointer(&f->task, task_free);
		g_string_truncate(f->names, 0);
	}
	g_string_append_printf(f->names, "%s%s (%.12s%s)", f->n ? ", " : "",
			       title, eid ? eid : "not sent yet",
			       eid ? "…" : "");
	return !f->n++;
}

static void find_stored(struct reader *r, struct found *f, int64_t room,
			const char *words)
{
	sqlite3_stmt *st = query_found(r, room, words);

	while (db_row(&r->db, st))
		if (note_found(f, (enum fit)db_num(st, 3), db_peek(st, 1),
			       db_peek(st, 2)))
			f->post = db_num(st, 0);
}

static enum fit fit_of(const struct task *t, const char *words)
{
	if (g_strcmp0(t->eid, words) == 0)
		return FIT_ID;
	if (t->eid && g_str_has_prefix(t->eid, words))
		return FIT_BEGIN;
	return t->title && g_ascii_strcasecmp(t->title, words) == 0 ?
	       FIT_TITLE : FIT_NONE;
}

static void find_new(struct reader *r, struct found *f, const char *words,
		     const GPtrArray *ops)
{
	for (guint i = 0; i < ops->len; i++) {
		struct task *t = pending_new_task(r, ops->pdata[i], ops);

		if (!t)
			continue;
		if (note_found(f, fit_of(t, words), t->eid, t->title))
			f->task = t;
		else
			task_free(t);
	}
}

static void find_tasks(struct reader *r, struct found *f, int64_t room,
		       const char *words)
{
	g_autoptr(GPtrArray) ops = NULL;

	moment_begin(r);
	ops = pending_ops(r, room);
	find_stored(r, f, room, words);
	find_new(r, f, words, ops);
	if (f->n == 1 && f->post) {
		f->task = read_task(r, f->post);
		if (f->task)
			pending_task(f->task, NULL, ops);
	}
	moment_end(r);
}

struct task *reader_task_find(struct reader *r, int64_t room,
			      const char *words, GError **err)
{
	struct found f = { .names = g_string_new(NULL) };
	g_autofree char *shown = text_clean(words, -1, TEXT_LINE, 200);

	if (words[0])
		find_tasks(r, &f, room, words);
	if (f.n > 1) {
		g_set_error(err, FM_ERROR, FM_ERROR_AMBIGUOUS,
			    "\"%s\" fits several tasks: %s. Use the id.",
			    shown, f.names->str);
		g_clear_pointer(&f.task, task_free);
	} else if (!f.task) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no task \"%s\". \"task list\" shows "
			    "them with their ids.", shown);
	}
	g_string_free(f.names, TRUE);
	return f.task;
}
