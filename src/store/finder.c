/* Finding people: who fits, in which order (model/people.h). */
#include "store/finder.h"

#include "text/text.h"

#include <string.h>

#define WROTE_ROWS 500		/* newest messages looked at for a word */
#define ENDORSED_ROWS 4000	/* that count: a word that fits more is vague */
#define FEW 300			/* looked up one by one */
#define WEEK_MS ((int64_t)7 * 24 * 60 * 60 * 1000)

enum {
	SCORE_NAME = 100, SCORE_PART = 80, SCORE_ENDORSED = 40,
	SCORE_ENDORSER = 15, ENDORSERS_MAX = 5, SCORE_WROTE = 5,
	WROTE_MAX = 6, SCORE_LEVEL = 20, SCORE_PLAIN = 10,
	SCORE_ONLINE = 10, SCORE_LATELY = 5,
};

static const struct {
	enum people_field field;
	int score;
} fields[] = {
	{ PEOPLE_SKILL, 40 }, { PEOPLE_ROLE, 50 }, { PEOPLE_TEAM, 45 },
	{ PEOPLE_LANGUAGE, 40 }, { PEOPLE_ORG, 30 }, { PEOPLE_ABOUT, 20 },
};

/* What one word says of a person. */
struct fit {
	int best;		/* of fields; 0: does not fit by itself */
	int endorsers, wrote;
};

static void wrote_clear(struct finder_term *t)
{
	g_hash_table_unref(t->marks);
	g_array_unref(t->wrote);
}

static struct fit *mark_of(struct finder_term *t, int64_t person)
{
	struct fit *m = g_hash_table_lookup(t->marks, &person);

	if (m)
		return m;
	m = g_new0(struct fit, 1);
	g_hash_table_insert(t->marks, g_memdup2(&person, sizeof person), m);
	return m;
}

/* ---- what fits a word, by index ------------------------------------------ */

static void mark_field(struct finder *f, struct finder_term *t, int at)
{
	enum people_field field = fields[at].field;
	g_autofree char *end = g_strconcat(t->term->folded, WORD_END, NULL);
	sqlite3_stmt *st = db_query(&f->r->db, "SELECT person, level"
		" FROM card_term WHERE kind = ? AND word >= ? AND word < ?",
		"dss", (int)field, t->term->folded, end);

	while (db_row(&f->r->db, st)) {
		struct fit *m = mark_of(t, db_num(st, 0));
		int score = fields[at].score +
			    SCORE_LEVEL * (int)db_num(st, 1);

		m->best = MAX(m->best, score);
	}
}

static void mark_endorsed(struct finder *f, struct finder_term *t)
{
	g_autofree char *end = g_strconcat(t->term->folded, WORD_END, NULL);
	sqlite3_stmt *st = db_query(&f->r->db, "SELECT e.person"
		" FROM endorsement e WHERE e.word >= ? AND e.word < ?"
		" AND " ENDORSEMENT_COUNTS " LIMIT ?", "ssd", t->term->folded,
		end, (int)ENDORSED_ROWS);

	while (db_row(&f->r->db, st)) {
		struct fit *m = mark_of(t, db_num(st, 0));

		m->best = MAX(m->best, SCORE_ENDORSED);
		m->endorsers++;
	}
}

static void mark_wrote(struct finder *f, struct finder_term *t)
{
	g_autofree char *match = search_match(t->term->text);
	sqlite3_stmt *st = match ? db_query(&f->r->db, "SELECT p.sender,"
		" p.room FROM words w CROSS JOIN post p ON p.id = w.rowid"
		" CROSS JOIN room r ON r.id = p.room WHERE w.words MATCH ?"
		" AND r.mine = 2 ORDER BY w.rowid DESC LIMIT ?", "sd", match,
		(int)WROTE_ROWS) : NULL;

	while (st && db_row(&f->r->db, st)) {
		struct wrote w = { db_num(st, 0), db_num(st, 1) };

		g_array_append_val(t->wrote, w);
		mark_of(t, w.person)->wrote++;
	}
}

/* Members of the rooms that fit. */
static void mark_members(struct finder *f, struct finder_term *t,
			 int64_t room)
{
	sqlite3_stmt *st = db_query(&f->r->db, "SELECT person FROM member"
				    " WHERE room = ? AND membership = 2", "i",
				    room);

	while (db_row(&f->r->db, st))
		mark_of(t, db_num(st, 0))->best = SCORE_PLAIN;
}

static GArray *fitting_rooms(struct finder *f, const struct people_term *t)
{
	GArray *out = g_array_new(false, false, sizeof(int64_t));
	sqlite3_stmt *st = db_query(&f->r->db, "SELECT id, title, rid"
		" FROM room WHERE mine = 2 AND (?1 = 0 OR account = ?1)", "i",
		f->q->account);

	while (db_row(&f->r->db, st)) {
		int64_t id = db_num(st, 0);
		g_autofree char *title = card_fold(db_peek(st, 1));

		if (people_fits(title, t->folded) ||
		    !strcmp(db_peek(st, 2), t->text))
			g_array_append_val(out, id);
	}
	return out;
}

static void mark_rooms(struct finder *f, struct finder_term *t)
{
	g_autoptr(GArray) rooms = fitting_rooms(f, t->term);

	for (guint i = 0; i < rooms->len; i++)
		mark_members(f, t, g_array_index(rooms, int64_t, i));
}

static bool is_presence(const struct people_term *t)
{
	return t->field == PEOPLE_IS && !strcmp(t->folded, "online");
}

static void mark_online(struct finder *f, struct finder_term *t)
{
	sqlite3_stmt *st = db_query(&f->r->db, "SELECT person FROM profile"
				    " WHERE presence = ?", "d",
				    (int)PRESENCE_ONLINE);

	while (db_row(&f->r->db, st))
		mark_of(t, db_num(st, 0))->best = SCORE_PLAIN;
}

static void mark_all(struct finder *f, struct finder_term *t)
{
	enum people_field field = t->term->field;

	if (field == PEOPLE_ROOM) {
		mark_rooms(f, t);
		return;
	}
	if (field == PEOPLE_IS) {
		if (is_presence(t->term))
			mark_online(f, t);
		else
			mark_members(f, t, f->q->here);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (field == PEOPLE_ANY || field == fields[i].field)
			mark_field(f, t, (int)i);
	if (field == PEOPLE_ANY || field == PEOPLE_SKILL) {
		mark_endorsed(f, t);
		mark_wrote(f, t);
	}
}

/* ---- putting the words together ------------------------------------------ */

/* Without allocating, as it is done for everybody: most names are ASCII. */
static bool name_fits(const char *name, const char *folded)
{
	g_autofree char *slow = NULL;
	size_t len = strlen(folded);

	for (const char *c = name; *c; c++)
		if ((unsigned char)*c >= 0x80) {
			slow = card_fold(name);
			return people_fits(slow, folded);
		}
	for (const char *at = name; *at;) {
		const char *end;

		if (!g_ascii_strncasecmp(at, folded, len))
			return true;
		end = strpbrk(at, " -_./,;:@(");
		if (!end)
			return false;
		at = end + 1;
	}
	return false;
}

static int name_score(const struct found_person *p, const char *folded)
{
	const char *uid = p->uid + 1;

	if (!g_ascii_strcasecmp(p->name ? p->name : "", folded) ||
	    !g_ascii_strcasecmp(p->uid, folded))
		return SCORE_NAME;
	return (p->name && name_fits(p->name, folded)) ||
	       !g_ascii_strncasecmp(uid, folded, strlen(folded)) ?
	       SCORE_PART : 0;
}

/* 0: it does not fit. */
static int term_score(const struct finder_term *t,
		      const struct found_person *p)
{
	const struct fit *m = g_hash_table_lookup(t->marks, &p->id);
	enum people_field field = t->term->field;
	int score = m ? m->best : 0;

	if (field == PEOPLE_ANY || field == PEOPLE_NAME)
		score = MAX(score, name_score(p, t->term->folded));
	if (m && (score || field == PEOPLE_ANY))
		score += SCORE_ENDORSER * MIN(m->endorsers, ENDORSERS_MAX) +
			 SCORE_WROTE * MIN(m->wrote, WROTE_MAX);
	return score;
}

static void consider(struct finder *f, sqlite3_stmt *st)
{
	struct found_person p = {
		.id = db_num(st, 0), .uid = (char *)db_peek(st, 1),
		.name = (char *)db_peek(st, 2), .seen = db_num(st, 3),
		.presence = db_num(st, 4),
	};

	for (guint i = 0; i < f->terms->len; i++) {
		int score = term_score(f->terms->pdata[i], &p);

		if (!score)
			return;
		p.score += score;
	}
	if (p.presence == PRESENCE_ONLINE)
		p.score += SCORE_ONLINE;
	if (p.seen > f->now - WEEK_MS)
		p.score += SCORE_LATELY;
	p.uid = g_strdup(p.uid);
	p.name = p.name && *p.name ? g_strdup(p.name) : pack_local(p.uid);
	g_array_append_val(f->people, p);
}

#define PERSON_COLUMNS \
	"SELECT u.id, u.uid, u.name, max(u.seen, coalesce(f.active, 0))," \
	" coalesce(f.presence, 0) FROM person u LEFT JOIN profile f" \
	" ON f.person = u.id WHERE coalesce(f.hidden, 0) = 0"

/* The word that fits the fewest, when that is known without looking at
 * names. */
static const struct finder_term *rarest(const struct finder *f)
{
	const struct finder_term *best = NULL;
	guint least = FEW;

	for (guint i = 0; i < f->terms->len; i++) {
		const struct finder_term *t = f->terms->pdata[i];
		guint n = g_hash_table_size(t->marks);

		if (t->term->field == PEOPLE_ANY ||
		    t->term->field == PEOPLE_NAME || n >= least)
			continue;
		least = n;
		best = t;
	}
	return best;
}

static void consider_some(struct finder *f, const struct finder_term *t)
{
	GHashTableIter it;
	void *key;

	g_hash_table_iter_init(&it, t->marks);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		sqlite3_stmt *st = db_query(&f->r->db, PERSON_COLUMNS
					    " AND u.id = ?", "i",
					    *(int64_t *)key);

		if (db_row(&f->r->db, st)) {
			consider(f, st);
			db_done(st);
		}
	}
}

static void consider_all(struct finder *f)
{
	sqlite3_stmt *st = db_query(&f->r->db, PERSON_COLUMNS, "");

	while (db_row(&f->r->db, st))
		consider(f, st);
}

static int compare_people(const void *a, const void *b)
{
	const struct found_person *x = a, *y = b;
	int by_name;

	if (x->score != y->score)
		return x->score < y->score ? 1 : -1;
	by_name = g_ascii_strcasecmp(x->name, y->name);
	return by_name ? by_name : strcmp(x->uid, y->uid);
}

/* ---- life ---------------------------------------------------------------- */

static void person_clear(void *data)
{
	struct found_person *p = data;

	g_free(p->uid);
	g_free(p->name);
}

static void term_free(void *data)
{
	wrote_clear(data);
	g_free(data);
}

static struct finder_term *term_new(const struct people_term *term)
{
	struct finder_term *t = g_new0(struct finder_term, 1);

	t->term = term;
	t->marks = g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
					 g_free);
	t->wrote = g_array_new(false, false, sizeof(struct wrote));
	return t;
}

void finder_init(struct finder *f, struct reader *r,
		 const struct people_query *q)
{
	const struct finder_term *few;

	f->r = r;
	f->q = q;
	f->now = world_now(r->world);
	f->terms = g_ptr_array_new_with_free_func(term_free);
	f->people = g_array_new(false, false, sizeof(struct found_person));
	g_array_set_clear_func(f->people, person_clear);
	for (guint i = 0; q->terms && i < q->terms->len; i++) {
		struct finder_term *t = term_new(q->terms->pdata[i]);

		g_ptr_array_add(f->terms, t);
		mark_all(f, t);
	}
	few = rarest(f);
	if (few)
		consider_some(f, few);
	else
		consider_all(f);
	g_array_sort(f->people, compare_people);
}

void finder_clear(struct finder *f)
{
	g_ptr_array_unref(f->terms);
	g_array_unref(f->people);
}
