/* People as the finder shows them: their card, and why they were found. */
#include "store/finder.h"

#include <string.h>

enum { ROOMS_MAX = 8, NAMES_MAX = 16, PAGE_LIMIT = 200 };

static GPtrArray *names_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

static GPtrArray *reasons_new(void)
{
	return g_ptr_array_new_with_free_func(person_reason_free);
}

static struct person_reason *add_reason(GPtrArray *list, enum person_why why,
					const char *text)
{
	struct person_reason *r = g_new0(struct person_reason, 1);

	r->why = why;
	r->text = g_strdup(text);
	g_ptr_array_add(list, r);
	return r;
}

/* ---- a person ------------------------------------------------------------ */

/* Names of people in lists: as they are called, else by their id. */
static char *name_from(sqlite3_stmt *st, int name, int uid)
{
	return db_peek(st, name) && *db_peek(st, name) ?
	       db_copy(st, name) : pack_local(db_peek(st, uid));
}

static struct card *read_card(struct reader *r, int64_t person)
{
	g_autofree char *packed = db_text(&r->db, "SELECT packed FROM profile"
					  " WHERE person = ?", "i", person);
	struct card *card = card_read(packed);

	return card ? card : card_new();
}

static void read_endorsed(struct reader *r, int64_t person,
			  struct person_hit *hit)
{
	struct person_reason *last = NULL;
	g_autofree char *skill = NULL;
	sqlite3_stmt *st = db_query(&r->db, "SELECT e.skill, e.text, u.name,"
		" u.uid FROM endorsement e JOIN person u ON u.id = e.by"
		" WHERE e.person = ? AND e.word = e.skill"
		" AND " ENDORSEMENT_COUNTS " ORDER BY e.skill,"
		" u.name IS NULL, u.name COLLATE NOCASE, u.uid", "i", person);

	while (db_row(&r->db, st)) {
		if (!last || strcmp(db_peek(st, 0), skill)) {
			last = add_reason(hit->endorsed, WHY_ENDORSED,
					  db_peek(st, 1));
			last->names = names_new();
			g_free(skill);
			skill = db_copy(st, 0);
		}
		g_ptr_array_add(last->names, name_from(st, 2, 3));
		last->n++;
	}
}

static void read_rooms(struct reader *r, int64_t person, int64_t account,
		       struct person_hit *hit)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT r.title FROM member m"
		" CROSS JOIN room r ON r.id = m.room WHERE m.person = ?1"
		" AND m.membership IN (1, 2) AND r.mine = 2"
		" AND (?2 = 0 OR r.account = ?2)"
		" ORDER BY r.kind = 1, r.kind = 2, r.joined, r.title LIMIT ?3",
		"iid", person, account, (int)ROOMS_MAX);

	while (db_row(&r->db, st))
		g_ptr_array_add(hit->rooms, db_copy(st, 0));
}

static struct person_hit *hit_new(struct reader *r, int64_t account,
				  const struct found_person *p)
{
	struct person_hit *hit = g_new0(struct person_hit, 1);

	hit->uid = g_strdup(p->uid);
	hit->name = g_strdup(p->name);
	hit->card = read_card(r, p->id);
	hit->presence = p->presence;
	hit->seen = p->seen;
	hit->score = p->score;
	hit->why = reasons_new();
	hit->endorsed = reasons_new();
	hit->rooms = names_new();
	read_endorsed(r, p->id, hit);
	read_rooms(r, p->id, account, hit);
	return hit;
}

/* ---- why ----------------------------------------------------------------- */

static bool fits(const char *text, const char *folded)
{
	g_autofree char *own = text ? card_fold(text) : NULL;

	return own && people_fits(own, folded);
}

static void why_field(struct person_hit *hit, const struct people_term *t,
		      enum people_field field, const char *text)
{
	if ((t->field == PEOPLE_ANY || t->field == field) &&
	    fits(text, t->folded))
		add_reason(hit->why, WHY_CARD, text)->field = field;
}

static void why_skills(struct person_hit *hit, const struct people_term *t)
{
	const GPtrArray *skills = hit->card->skills;

	if (t->field != PEOPLE_ANY && t->field != PEOPLE_SKILL)
		return;
	for (guint i = 0; i < skills->len; i++) {
		const struct skill *s = skills->pdata[i];
		struct person_reason *r;

		if (!fits(s->name, t->folded))
			continue;
		r = add_reason(hit->why, WHY_CARD, s->name);
		r->field = PEOPLE_SKILL;
		r->n = (int)s->level;
	}
	for (guint i = 0; i < hit->endorsed->len; i++) {
		const struct person_reason *e = hit->endorsed->pdata[i];
		struct person_reason *r;

		if (!fits(e->text, t->folded))
			continue;
		r = add_reason(hit->why, WHY_ENDORSED, e->text);
		r->names = g_ptr_array_ref(e->names);
		r->n = e->n;
	}
}

static void why_card(struct person_hit *hit, const struct people_term *t)
{
	const struct card *c = hit->card;

	why_skills(hit, t);
	why_field(hit, t, PEOPLE_ROLE, c->role);
	why_field(hit, t, PEOPLE_TEAM, c->team);
	why_field(hit, t, PEOPLE_ORG, c->org);
	for (guint i = 0; i < c->languages->len; i++)
		why_field(hit, t, PEOPLE_LANGUAGE, c->languages->pdata[i]);
	why_field(hit, t, PEOPLE_ABOUT, c->about);
}

static void add_name(GPtrArray *names, char *take)
{
	for (guint i = 0; take && i < names->len; i++)
		if (!strcmp(names->pdata[i], take))
			g_clear_pointer(&take, g_free);
	if (take)
		g_ptr_array_add(names, take);
}

static void why_wrote(struct reader *r, struct person_hit *hit,
		      const struct finder_term *t, int64_t person)
{
	struct person_reason *why = NULL;

	for (guint i = 0; i < t->wrote->len; i++) {
		const struct wrote *w = &g_array_index(t->wrote, struct wrote,
						       i);

		if (w->person != person)
			continue;
		if (!why) {
			why = add_reason(hit->why, WHY_WROTE, t->term->text);
			why->names = names_new();
		}
		why->n++;
		if (why->names->len < NAMES_MAX)
			add_name(why->names, db_text(&r->db, "SELECT title"
				" FROM room WHERE id = ?", "i", w->room));
	}
}

static void why_term(struct finder *f, struct person_hit *hit,
		     const struct finder_term *t, int64_t person)
{
	const struct people_term *term = t->term;

	if ((term->field == PEOPLE_ANY || term->field == PEOPLE_NAME) &&
	    (fits(hit->name, term->folded) ||
	     people_fits(hit->uid, term->folded)))
		add_reason(hit->why, WHY_NAME, NULL);
	if (term->field == PEOPLE_ROOM)
		add_reason(hit->why, WHY_ROOM, term->text);
	else if (term->field == PEOPLE_IS)
		add_reason(hit->why, strcmp(term->folded, "here") ?
			   WHY_ONLINE : WHY_ROOM, "this room");
	why_card(hit, term);
	why_wrote(f->r, hit, t, person);
}

/* ---- the answer ---------------------------------------------------------- */

static void free_hit(void *hit)
{
	person_hit_free(hit);
}

static bool is_shared(struct finder *f, int64_t person)
{
	return db_int(&f->r->db, 0, "SELECT 1 FROM member m CROSS JOIN room r"
		      " ON r.id = m.room WHERE m.person = ?1"
		      " AND m.membership IN (1, 2) AND r.mine = 2"
		      " AND (?2 = 0 OR r.account = ?2) LIMIT 1", "ii", person,
		      f->q->account);
}

GPtrArray *reader_people_find(struct reader *r, const struct people_query *q)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_hit);
	int limit = CLAMP(q->limit, 0, PAGE_LIMIT), skip = MAX(q->offset, 0);
	struct finder f;

	finder_init(&f, r, q);
	for (guint i = 0; i < f.people->len && (int)out->len < limit; i++) {
		const struct found_person *p =
			&g_array_index(f.people, struct found_person, i);
		struct person_hit *hit;

		if (!is_shared(&f, p->id) || skip-- > 0)
			continue;
		hit = hit_new(r, q->account, p);
		for (guint k = 0; k < f.terms->len; k++)
			why_term(&f, hit, f.terms->pdata[k], p->id);
		g_ptr_array_add(out, hit);
	}
	finder_clear(&f);
	return out;
}

struct person_hit *reader_person(struct reader *r, const char *uid)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT u.id, u.uid, u.name,"
		" max(u.seen, coalesce(f.active, 0)), coalesce(f.presence, 0)"
		" FROM person u LEFT JOIN profile f ON f.person = u.id"
		" WHERE u.uid = ?", "s", uid);
	struct found_person p = { 0 };
	struct person_hit *hit;

	if (!db_row(&r->db, st))
		return NULL;
	p.id = db_num(st, 0);
	p.uid = db_copy(st, 1);
	p.name = name_from(st, 2, 1);
	p.seen = db_num(st, 3);
	p.presence = db_num(st, 4);
	db_done(st);
	hit = hit_new(r, 0, &p);
	g_free(p.uid);
	g_free(p.name);
	return hit;
}

struct card *reader_card(struct reader *r, int64_t account)
{
	int64_t person = db_int(&r->db, 0, "SELECT u.id FROM account a"
				" JOIN person u ON u.uid = a.user"
				" WHERE a.id = ?", "i", account);
	g_autoptr(GPtrArray) ops = reader_outbox(r, 0);
	struct card *card = read_card(r, person);

	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];
		struct card *change;

		if (op->kind != OP_CARD || op->account != account ||
		    op->state == OP_FAILED)
			continue;
		change = card_read(op->body);
		card_apply(card, change);
		card_free(change);
	}
	return card;
}

/* ---- what there is ------------------------------------------------------- */

static const char *terms_sql(enum people_field field)
{
	if (field == PEOPLE_NAME)
		return "SELECT name FROM person u WHERE name IS NOT NULL"
		       " AND ?1 AND NOT EXISTS (SELECT 1 FROM profile f"
		       " WHERE f.person = u.id AND f.hidden)"
		       " GROUP BY name ORDER BY max(seen) DESC LIMIT ?2";
	if (field == PEOPLE_SKILL)
		return "SELECT min(text) FROM (SELECT text, person"
		       " FROM card_term WHERE kind = ?1"
		       " UNION SELECT text, person FROM endorsement"
		       " WHERE word = skill) GROUP BY lower(text)"
		       " ORDER BY count(DISTINCT person) DESC, min(text)"
		       " LIMIT ?2";
	return "SELECT min(text) FROM card_term WHERE kind = ?1"
	       " GROUP BY lower(text) ORDER BY count(DISTINCT person) DESC,"
	       " min(text) LIMIT ?2";
}

GPtrArray *reader_people_terms(struct reader *r, enum people_field field,
			       int max)
{
	GPtrArray *out = names_new();
	sqlite3_stmt *st = db_query(&r->db, terms_sql(field), "dd",
				    (int)field, max);

	while (db_row(&r->db, st))
		g_ptr_array_add(out, db_copy(st, 0));
	return out;
}
