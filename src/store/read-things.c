#include "store/internal.h"

#include "base/error.h"
#include "text/text.h"

#include <string.h>

/* ---- filters ------------------------------------------------------------- */

struct filter {
	const struct thing_query *q;
	struct reader *r;
	char **words;		/* folded */
	char *tag;		/* lower case, when it is plain letters */
	int64_t today;
};

static void add_folded(GString *out, const char *text)
{
	g_autofree char *folded = text ? g_utf8_casefold(text, -1) : NULL;

	g_string_append_printf(out, "%s\n", folded ? folded : "");
}

static void add_all(GString *out, const GPtrArray *texts)
{
	for (guint i = 0; texts && i < texts->len; i++)
		add_folded(out, texts->pdata[i]);
}

static char *thing_text(const struct thing *t)
{
	GString *out = g_string_new(NULL);

	add_folded(out, t->title);
	add_folded(out, t->notes);
	add_folded(out, t->owner);
	add_folded(out, t->place);
	add_folded(out, t->url);
	add_all(out, t->assignees);
	add_all(out, t->tags);
	return g_string_free(out, FALSE);
}

static bool has_tag(const struct thing *t, const char *tag)
{
	g_autofree char *wanted = g_utf8_casefold(tag, -1);

	for (guint i = 0; t->tags && i < t->tags->len; i++) {
		g_autofree char *folded = g_utf8_casefold(t->tags->pdata[i],
							  -1);

		if (strcmp(folded, wanted) == 0)
			return true;
	}
	return false;
}

char **things_words(const struct thing_query *q)
{
	g_autofree char *folded = NULL;

	if (!q->filter || !q->filter[0])
		return NULL;
	folded = g_utf8_casefold(q->filter, -1);
	return g_strsplit(folded, " ", 20);
}

bool things_fit(const struct thing_query *q, char **words,
		const struct thing *t)
{
	g_autofree char *text = NULL;

	if (q->tag && !has_tag(t, q->tag))
		return false;
	if (!words)
		return true;
	text = thing_text(t);
	for (char **word = words; *word; word++)
		if (**word && !strstr(text, *word))
			return false;
	return true;
}

static bool has_assignee(const struct thing *t, const char *uid)
{
	return t->assignees && g_ptr_array_find_with_equal_func(t->assignees,
			uid, g_str_equal, NULL);
}

/* What only the unpacked thing tells. */
static bool task_fits(const struct filter *f, struct thing *t)
{
	const struct thing_query *q = f->q;

	if (q->assignee && !has_assignee(t, q->assignee))
		return false;
	if (q->parent && g_strcmp0(t->parent, q->parent) != 0)
		return false;
	if (q->stages && !(q->stages >> t->stage & 1))
		return false;
	if (q->has_start_by && t->start != NO_DAY && t->start > q->start_by)
		return false;
	if (!q->blocked)
		return true;
	if (t->after)
		reader_thing_relations(f->r, t);
	return t->blocked;
}

static bool words_fit(const struct filter *f, struct thing *t)
{
	return task_fits(f, t) && things_fit(f->q, f->words, t);
}

/* Are there conditions that numbers alone do not tell? */
static bool is_narrowed(const struct thing_query *q)
{
	return q->tag || q->assignee || q->parent || q->stages ||
	       q->blocked || q->has_start_by;
}

static void filter_init(struct filter *f, struct reader *r,
			const struct thing_query *q)
{
	memset(f, 0, sizeof *f);
	f->q = q;
	f->r = r;
	if (q->tag && g_str_is_ascii(q->tag))
		f->tag = g_ascii_strdown(q->tag, -1);
	f->today = world_civil(r->world, world_now(r->world)).day;
	f->words = things_words(q);
}

static void filter_clear(struct filter *f)
{
	g_strfreev(f->words);
	g_free(f->tag);
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
	" FROM thing t CROSS JOIN room r ON r.id = t.room WHERE t.kind = 1 AND" \
	room ROOMS \
	" AND (?4 = 0 OR t.mine = 1) AND (?5 >> t.status) & 1" \
	" AND (?6 = 0 OR t.due < ?7)" \
	" AND (?9 IS NULL OR instr(t.packed, ?9))" \
	" AND (?10 IS NULL OR instr(lower(t.packed), ?10))" \
	" AND (?11 IS NULL OR t.parent = ?11)" \
	" AND (?12 = 0 OR t.creator = (SELECT p.id FROM account a" \
	" JOIN person p ON p.uid = a.user WHERE a.id = r.account))" \
	" AND t.post NOT IN (SELECT value FROM json_each(?8)) "
#define IN_ROOM " t.room = ?1 AND"

/* Late, today, this week, later, none is the order of days, none last. The
 * same as compare_things(), and as the indices of task have it. */
#define ORDER \
	" ORDER BY t.status, CASE t.status WHEN 1 THEN -t.changed END," \
	" t.due IS NULL, t.due, t.priority DESC, t.ts, t.eid"

static const char list_all[] = "SELECT t.post" STORED("") ORDER;
static const char list_room[] = "SELECT t.post" STORED(IN_ROOM) ORDER;
static const char count_all[] = "SELECT count(*)" STORED("");
static const char count_room[] = "SELECT count(*)" STORED(IN_ROOM);

/* A bit for each status that is wanted. */
static int statuses(const struct thing_query *q)
{
	int wanted = 1 << TASK_OPEN | 1 << TASK_DONE;

	if (q->open_only || q->overdue)
		wanted &= 1 << TASK_OPEN;
	if (q->done_only)
		wanted &= 1 << TASK_DONE;
	return wanted;
}

struct thing *things_read(struct reader *r, int64_t post)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT " THING_COLUMNS
				    " FROM thing t JOIN room r"
				    " ON r.id = t.room WHERE t.post = ?", "i",
				    post);
	struct thing *t;

	if (!db_row(&r->db, st))
		return NULL;
	t = thing_from(st);
	db_done(st);
	return t;
}

struct thing *things_stored(struct reader *r, int64_t room,
			    const char *eid)
{
	int64_t post = db_int(&r->db, 0, "SELECT id FROM post WHERE room = ?"
			      " AND eid = ?", "is", room, eid);

	return post ? things_read(r, post) : NULL;
}

/* ---- what the outbox makes or changes ------------------------------------ */

/* The parts of a query that the outbox may have changed. */
static bool values_fit(const struct filter *f, const struct thing *t)
{
	const struct thing_query *q = f->q;

	return t->kind == KIND_TASK && statuses(q) >> t->status & 1 &&
	       (!q->overdue || (t->due != NO_DAY && t->due < f->today));
}

static bool room_fits(struct reader *r, const struct filter *f,
		      const struct thing *t)
{
	const struct thing_query *q = f->q;
	g_autofree char *me = db_text(&r->db, "SELECT a.user FROM room r"
				      " JOIN account a ON a.id = r.account"
				      " WHERE" ROOMS " AND r.id = ?4", "iiii",
				      q->room, q->space, q->account, t->room);

	if (!me || (q->made_by_me && t->creator && strcmp(t->creator, me)))
		return false;
	return !q->mine || has_assignee(t, me);
}

static int compare_due(int64_t a, int64_t b)
{
	if (a == b)
		return 0;
	if (a == NO_DAY || b == NO_DAY)
		return a == NO_DAY ? 1 : -1;
	return a < b ? -1 : 1;
}

static int compare_numbers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

/* The same as ORDER. */
static int compare_things(const struct thing *a, const struct thing *b)
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
	return compare_things(*(struct thing *const *)a,
			     *(struct thing *const *)b);
}

struct loose {
	GPtrArray *things;	/* struct thing that fit, in order */
	GString *posts;		/* those stored, as JSON: not looked at there */
};

static void loose_free(struct loose *l)
{
	g_ptr_array_unref(l->things);
	g_string_free(l->posts, TRUE);
}

static void loose_add(struct loose *l, struct reader *r,
		      const struct filter *f, struct thing *take)
{
	if (values_fit(f, take) && room_fits(r, f, take) &&
	    words_fit(f, take))
		g_ptr_array_add(l->things, take);
	else
		thing_free(take);
}

/* A stored task that an op changes, the first time it is met. */
static struct thing *loose_changed(struct loose *l, struct reader *r,
				  const struct op *op, GHashTable *met)
{
	struct thing *t = op->kind == OP_THING_CHANGE && op->target ?
		things_stored(r, op->room, op->target) : NULL;

	if (!t)
		return NULL;
	if (!g_hash_table_add(met, GSIZE_TO_POINTER(t->post))) {
		thing_free(t);
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

	l->things = g_ptr_array_new_with_free_func(store_free_thing);
	l->posts = g_string_new("[");
	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];
		struct thing *t = loose_changed(l, r, op, met);

		if (t)
			pending_thing(t, NULL, ops);
		else
			t = pending_new_thing(r, op, ops);
		if (t)
			loose_add(l, r, f, t);
	}
	g_string_append_c(l->posts, ']');
	g_ptr_array_sort(l->things, compare_ends);
}

/* All parts of an answer are of one moment: a task that leaves the outbox
 * meanwhile is there once. Attaching cannot be done inside. */
void things_moment_begin(struct reader *r)
{
	reader_own(r);
	db_exec(&r->db, "BEGIN", "");
}

void things_moment_end(struct reader *r)
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

static bool slice_add(struct slice *s, struct thing *take)
{
	if (s->skip > 0) {
		s->skip--;
		thing_free(take);
		return true;
	}
	g_ptr_array_add(s->out, take);
	return --s->left > 0;
}

/* The loose ones that stand before a task; NULL: all that are left. */
static bool slice_loose(struct slice *s, struct loose *l,
			const struct thing *before)
{
	while (s->next < l->things->len) {
		struct thing *t = l->things->pdata[s->next];

		if (before && compare_things(t, before) > 0)
			return true;
		l->things->pdata[s->next++] = NULL;
		if (!slice_add(s, t))
			return false;
	}
	return true;
}

static bool slice_stored(struct slice *s, struct loose *l, struct thing *take)
{
	if (!words_fit(s->f, take)) {
		thing_free(take);
		return true;
	}
	if (slice_loose(s, l, take))
		return slice_add(s, take);
	thing_free(take);
	return false;
}

/* Only numbers are sorted; the rest is read for those that are looked at. */
static void slice_read(struct slice *s, struct loose *l)
{
	const struct thing_query *q = s->f->q;
	sqlite3_stmt *st = db_query(&s->r->db, q->room ? list_room : list_all,
				    "iiidddissssd", q->room, q->space,
				    q->account, (int)q->mine, statuses(q),
				    (int)q->overdue, s->f->today,
				    l->posts->str, q->assignee, s->f->tag,
				    q->parent, (int)q->made_by_me);

	while (db_row(&s->r->db, st)) {
		struct thing *t = things_read(s->r, db_num(st, 0));

		if (t && !slice_stored(s, l, t)) {
			db_done(st);
			return;
		}
	}
	slice_loose(s, l, NULL);
}

static GPtrArray *list_things(struct reader *r, const struct filter *f)
{
	const struct thing_query *q = f->q;
	struct slice s = {
		.r = r, .f = f, .skip = MAX(q->offset, 0),
		.left = q->limit > 0 ? q->limit : INT_MAX,
		.out = g_ptr_array_new_with_free_func(store_free_thing),
	};
	struct loose l;

	things_moment_begin(r);
	loose_read(&l, r, f);
	slice_read(&s, &l);
	things_moment_end(r);
	loose_free(&l);
	return s.out;
}

GPtrArray *reader_things(struct reader *r, const struct thing_query *q)
{
	struct filter f;
	GPtrArray *out;

	if (q->kind > KIND_TASK)
		return kinds_list(r, q);
	filter_init(&f, r, q);
	out = list_things(r, &f);
	filter_clear(&f);
	return out;
}

/* Without words to look for, numbers are enough. */
static int count_things(struct reader *r, const struct filter *f)
{
	const struct thing_query *q = f->q;
	struct loose l;
	int n;

	things_moment_begin(r);
	loose_read(&l, r, f);
	n = (int)db_int(&r->db, 0, q->room ? count_room : count_all,
			"iiidddissssd", q->room, q->space, q->account, (int)q->mine,
			statuses(q), (int)q->overdue, f->today,
			l.posts->str, NULL, NULL, NULL, (int)q->made_by_me) + (int)l.things->len;
	things_moment_end(r);
	loose_free(&l);
	return n;
}

int reader_things_count(struct reader *r, const struct thing_query *q)
{
	struct thing_query all = *q;
	struct filter f;
	int n;

	if (q->kind > KIND_TASK)
		return kinds_count(r, q);
	all.offset = all.limit = 0;
	filter_init(&f, r, &all);
	if (f.words || is_narrowed(q)) {
		g_autoptr(GPtrArray) list = list_things(r, &f);

		n = (int)list->len;
	} else {
		n = count_things(r, &f);
	}
	filter_clear(&f);
	return n;
}

/* ---- as numbers ----------------------------------------------------------- */

#define LINES(room) \
	"SELECT t.post, t.due, t.status, t.mine" \
	" FROM thing t CROSS JOIN room r ON r.id = t.room WHERE t.kind = 1 AND" \
	room ROOMS " AND (?4 = 0 OR t.mine = 1)" \
	" AND t.post NOT IN (SELECT value FROM json_each(?5)) " ORDER

static const char lines_all[] = LINES("");
static const char lines_room[] = LINES(IN_ROOM);
static const char lines_parts[] =
	"SELECT c.post, p.post FROM thing c CROSS JOIN thing p"
	" ON p.room = c.room AND p.eid = c.parent"
	" WHERE c.parent IS NOT NULL AND c.kind = 1 AND p.kind = 1"
	" AND (?1 = 0 OR c.room = ?1) AND c.post <> p.post";
static const char lines_packed[] =
	"SELECT t.post, t.packed FROM thing t NOT INDEXED"
	" WHERE t.post > ?1 AND t.kind = 1 AND t.status = 0"
	" AND (?2 = 0 OR t.room = ?2) ORDER BY t.post LIMIT ?3";

static struct thing_line *line_at(struct thing_lines *lines, guint i)
{
	return &g_array_index(lines->all, struct thing_line, i);
}

static int32_t line_due(int64_t day)
{
	return day == NO_DAY ? LINE_NO_DAY :
	       (int32_t)CLAMP(day, INT32_MIN, LINE_NO_DAY - 1);
}

static bool is_mine(struct reader *r, const struct thing *t)
{
	g_autofree char *me = db_text(&r->db, "SELECT a.user FROM room r"
				      " JOIN account a ON a.id = r.account"
				      " WHERE r.id = ?", "i", t->room);

	return me && t->assignees && g_ptr_array_find_with_equal_func(
			t->assignees, me, g_str_equal, NULL);
}

static void add_loose_line(struct reader *r, struct thing_lines *lines,
			   struct thing *take)
{
	struct thing_line line = {
		.post = take->post, .due = line_due(take->due),
		.loose = (uint16_t)(lines->loose->len + 1),
		.status = (uint8_t)take->status,
		.stage = (uint8_t)take->stage, .mine = is_mine(r, take),
	};

	if (lines->loose->len + 1 >= UINT16_MAX ||
	    lines->all->len >= THING_LINES) {
		thing_free(take);
		return;
	}
	g_ptr_array_add(lines->loose, take);
	g_array_append_val(lines->all, line);
}

/* Those of the outbox that stand before one that is stored, NULL: the rest.
 * Only beside them a stored one has to be read whole. */
static void add_loose_before(struct reader *r, struct thing_lines *lines,
			     struct loose *l, guint *next, int64_t post)
{
	struct thing *before = post && *next < l->things->len ?
			       things_read(r, post) : NULL;

	for (; *next < l->things->len; (*next)++) {
		struct thing *t = l->things->pdata[*next];

		if (before && compare_things(t, before) > 0)
			break;
		l->things->pdata[*next] = NULL;
		add_loose_line(r, lines, t);
	}
	thing_free(before);
}

static void read_lines(struct reader *r, const struct thing_query *q,
		       struct thing_lines *lines, struct loose *l)
{
	guint next = 0;
	sqlite3_stmt *st = db_query(&r->db, q->room ? lines_room : lines_all,
				    "iiids", q->room, q->space, q->account,
				    (int)q->mine, l->posts->str);

	while (db_row(&r->db, st)) {
		bool dated = sqlite3_column_type(st, 1) != SQLITE_NULL;
		struct thing_line line = {
			.post = db_num(st, 0),
			.due = dated ? line_due(db_num(st, 1)) : LINE_NO_DAY,
			.status = (uint8_t)db_num(st, 2),
			.mine = db_num(st, 3) != 0,
		};

		add_loose_before(r, lines, l, &next, line.post);
		if (lines->all->len >= THING_LINES) {
			db_done(st);
			return;
		}
		g_array_append_val(lines->all, line);
	}
	add_loose_before(r, lines, l, &next, 0);
}

/* Whose parts they are. */
static void put_parents(struct reader *r, struct thing_lines *lines,
			const struct thing_query *q)
{
	g_autoptr(GHashTable) found = g_hash_table_new(NULL, NULL);
	sqlite3_stmt *st = db_query(&r->db, lines_parts, "i", q->room);

	while (db_row(&r->db, st))
		g_hash_table_insert(found, GSIZE_TO_POINTER(db_num(st, 0)),
				    GSIZE_TO_POINTER(db_num(st, 1)));
	for (guint i = 0; g_hash_table_size(found) && i < lines->all->len;
	     i++) {
		struct thing_line *line = line_at(lines, i);

		line->parent = (int64_t)GPOINTER_TO_SIZE(g_hash_table_lookup(
				found, GSIZE_TO_POINTER(line->post)));
	}
}

struct thing_lines *reader_thing_lines(struct reader *r,
				       const struct thing_query *q)
{
	struct thing_lines *lines = g_new0(struct thing_lines, 1);
	const struct thing_query plain = { .room = q->room, .space = q->space,
		.account = q->account, .mine = q->mine };
	struct filter f;
	struct loose l;

	lines->all = g_array_new(FALSE, FALSE, sizeof(struct thing_line));
	lines->loose = g_ptr_array_new_with_free_func(store_free_thing);
	lines->people = g_ptr_array_new_with_free_func(g_free);
	lines->numbers = g_hash_table_new(g_str_hash, g_str_equal);
	filter_init(&f, r, &plain);
	things_moment_begin(r);
	loose_read(&l, r, &f);
	read_lines(r, &plain, lines, &l);
	put_parents(r, lines, &plain);
	things_moment_end(r);
	loose_free(&l);
	filter_clear(&f);
	return lines;
}

void thing_lines_free(struct thing_lines *lines)
{
	if (!lines)
		return;
	g_array_unref(lines->all);
	g_ptr_array_unref(lines->loose);
	g_hash_table_unref(lines->numbers);
	g_clear_pointer(&lines->at, g_hash_table_unref);
	g_ptr_array_unref(lines->people);
	g_free(lines);
}

/* The number of somebody among the people of the lines. */
static uint16_t number_of(struct thing_lines *lines, const char *uid)
{
	size_t n = GPOINTER_TO_SIZE(g_hash_table_lookup(lines->numbers, uid));

	if (n || lines->people->len >= UINT16_MAX - 1)
		return (uint16_t)n;
	g_ptr_array_add(lines->people, g_strdup(uid));
	n = lines->people->len;
	g_hash_table_insert(lines->numbers, lines->people->pdata[n - 1],
			    GSIZE_TO_POINTER(n));
	return (uint16_t)n;
}

/* Where the value of a field stands in what thing_pack() has written. */
static const char *packed_value(const char *packed, const char *key)
{
	const char *at = packed ? strstr(packed, key) : NULL;

	return at ? at + strlen(key) : NULL;
}

static void put_packed(struct thing_lines *lines, struct thing_line *line,
		       const char *packed)
{
	const char *stage = packed_value(packed, "\x1e" "stage=");
	const char *who = packed_value(packed, "\x1e" "assignees=");
	g_autofree char *uid = who ? g_strndup(who, strcspn(who, "\x1e\x1f"))
				   : NULL;

	line->stage = stage ? (uint8_t)CLAMP(*stage - '0', 0, STAGE_DROPPED)
			    : STAGE_NONE;
	line->who = uid && *uid ? number_of(lines, uid) : 0;
}

static void begin_fill(struct thing_lines *lines)
{
	lines->at = g_hash_table_new(NULL, NULL);
	for (guint i = 0; i < lines->all->len; i++) {
		struct thing_line *line = line_at(lines, i);
		const struct thing *t = line->loose ?
			lines->loose->pdata[line->loose - 1] : NULL;

		if (!t)
			g_hash_table_insert(lines->at,
					    GSIZE_TO_POINTER(line->post),
					    GUINT_TO_POINTER(i + 1));
		else if (t->assignees && t->assignees->len)
			line->who = number_of(lines, t->assignees->pdata[0]);
	}
}

/* Read as they lie in the file, which is many times as quick as one by one. */
bool reader_thing_lines_fill(struct reader *r, const struct thing_query *q,
			     struct thing_lines *lines, int n)
{
	sqlite3_stmt *st;
	int read = 0;

	if (lines->filled == INT64_MAX)
		return true;
	if (!lines->at)
		begin_fill(lines);
	st = db_query(&r->db, lines_packed, "iid", lines->filled, q->room, n);
	for (; db_row(&r->db, st); read++) {
		guint i;

		lines->filled = db_num(st, 0);
		i = GPOINTER_TO_UINT(g_hash_table_lookup(lines->at,
				GSIZE_TO_POINTER(lines->filled)));
		if (i)
			put_packed(lines, line_at(lines, i - 1),
				   db_peek(st, 1));
	}
	if (read < n)
		lines->filled = INT64_MAX;
	return read < n;
}

struct thing *reader_thing_line(struct reader *r,
				const struct thing_lines *lines,
				const struct thing_line *line)
{
	if (line->loose)
		return thing_copy(lines->loose->pdata[line->loose - 1]);
	return things_read(r, line->post);
}

bool thing_has_words(const struct thing *t, const char *words)
{
	const struct thing_query q = { .filter = words };
	char **folded = things_words(&q);
	bool has = things_fit(&q, folded, t);

	g_strfreev(folded);
	return has;
}

GPtrArray *reader_thing_parts(struct reader *r, const struct thing *t,
			      int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_thing);
	sqlite3_stmt *st;

	if (!t->eid)
		return out;
	/* without the hint all tasks of the room are walked in order */
	st = db_query(&r->db, "SELECT t.post FROM thing t INDEXED BY"
		      " thing_parent WHERE t.room = ? AND t.parent = ?"
		      " AND t.kind = 1 AND t.eid <> ?" ORDER " LIMIT ?",
		      "issd", t->room, t->eid, t->eid, limit);
	while (db_row(&r->db, st)) {
		struct thing *part = things_read(r, db_num(st, 0));

		if (part)
			g_ptr_array_add(out, part);
	}
	return out;
}
