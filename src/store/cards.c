#include "store/internal.h"

#include <string.h>

#define DAY_MS ((int64_t)24 * 60 * 60 * 1000)
#define WORD_MAX 200
/* A room that anybody may enter, and of more people, is a crowd. */
#define CROWD "500"

/* ---- words --------------------------------------------------------------- */

/* Call `put` with the folded text from each of its words on. */
static void each_word(const char *text, void (*put)(void *, const char *),
		      void *user)
{
	g_autofree char *folded = card_fold(text), *cut = NULL;
	const char *at = pack_bounded(folded, WORD_MAX, &cut), *end;

	while (at && *at) {
		put(user, at);
		end = strpbrk(at, " -_./,;:@(");
		at = end ? end + 1 : NULL;
	}
}

struct term {
	struct store *s;
	int64_t person;
	enum people_field kind;
	const char *text;
	int level;
};

static void put_term(void *user, const char *word)
{
	const struct term *t = user;

	db_exec(&t->s->db, "INSERT OR IGNORE INTO card_term(kind, word,"
		" person, text, level) VALUES(?, ?, ?, ?, ?)", "dsisd",
		(int)t->kind, word, t->person, t->text, t->level);
}

static void add_term(struct store *s, int64_t person, enum people_field kind,
		     const char *text, int level)
{
	struct term t = { s, person, kind, text, level };

	if (text)
		each_word(text, put_term, &t);
}

struct link {
	struct store *s;
	int64_t person, by;
	const char *skill, *text;
};

static void put_link(void *user, const char *word)
{
	const struct link *l = user;

	db_exec(&l->s->db, "INSERT OR IGNORE INTO endorsement(word, person,"
		" by, skill, text) VALUES(?, ?, ?, ?, ?)", "siiss", word,
		l->person, l->by, l->skill, l->text);
}

static void add_links(struct store *s, int64_t person, const struct card *card)
{
	for (guint i = 0; i < card->endorses->len; i++) {
		const struct endorsement *e = card->endorses->pdata[i];
		g_autofree char *skill = card_fold(e->skill);
		struct link l = { s, cache_person(s, e->user), person, skill,
				  e->skill };

		each_word(e->skill, put_link, &l);
	}
	for (guint i = 0; i < card->declines->len; i++) {
		const struct endorsement *e = card->declines->pdata[i];
		g_autofree char *skill = card_fold(e->skill);

		db_exec(&s->db, "INSERT OR IGNORE INTO decline(person, by,"
			" skill) VALUES(?, ?, ?)", "iis", person,
			cache_person(s, e->user), skill);
	}
}

static void index_card(struct store *s, int64_t person,
		       const struct card *card)
{
	db_exec(&s->db, "DELETE FROM card_term WHERE person = ?", "i", person);
	db_exec(&s->db, "DELETE FROM endorsement WHERE by = ?", "i", person);
	db_exec(&s->db, "DELETE FROM decline WHERE person = ?", "i", person);
	if (!card)
		return;
	add_term(s, person, PEOPLE_ROLE, card->role, 0);
	add_term(s, person, PEOPLE_TEAM, card->team, 0);
	add_term(s, person, PEOPLE_ORG, card->org, 0);
	add_term(s, person, PEOPLE_ABOUT, card->about, 0);
	for (guint i = 0; i < card->languages->len; i++)
		add_term(s, person, PEOPLE_LANGUAGE,
			 card->languages->pdata[i], 0);
	for (guint i = 0; i < card->skills->len; i++) {
		const struct skill *k = card->skills->pdata[i];

		add_term(s, person, PEOPLE_SKILL, k->name, (int)k->level);
	}
	add_links(s, person, card);
}

/* ---- changes ------------------------------------------------------------- */

/* The card that counts: that of the profile, else the newest. */
static void settle_card(struct store *s, int64_t person)
{
	g_autofree char *was = db_text(&s->db, "SELECT packed FROM profile"
				       " WHERE person = ?", "i", person);
	g_autofree char *now = db_text(&s->db, "SELECT packed FROM card"
				       " WHERE person = ? ORDER BY room <> 0,"
				       " ts DESC, room LIMIT 1", "i", person);
	struct card *card;

	if (g_strcmp0(was, now) == 0)
		return;
	card = card_read(now);
	db_exec(&s->db, "INSERT INTO profile(person, hidden, packed)"
		" VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET"
		" hidden = excluded.hidden, packed = excluded.packed", "ids",
		person, card && card->hidden, now);
	index_card(s, person, card);
	card_free(card);
}

static void put_card(struct store *s, int64_t person, int64_t room,
		     const struct change *c)
{
	g_autofree char *packed = card_pack(c->card);

	if (packed)
		db_exec(&s->db, "INSERT INTO card(person, room, ts, packed)"
			" VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
			" ts = excluded.ts, packed = excluded.packed"
			" WHERE excluded.ts >= ts", "iiis", person, room,
			c->ts, packed);
	else
		db_exec(&s->db, "DELETE FROM card WHERE person = ?"
			" AND room = ?", "ii", person, room);
}

/* Asked again in a day or a bit more, so that not all come at once. */
static void note_fetched(struct store *s, int64_t person,
			 const struct change *c)
{
	int64_t due = world_now(s->world) + DAY_MS + person % 360 * 60000;

	db_exec(&s->db, "INSERT INTO profile(person, due) VALUES(?, ?)"
		" ON CONFLICT DO UPDATE SET due = excluded.due", "ii",
		person, due);
	if (c->name && *c->name)
		db_exec(&s->db, "UPDATE person SET name = ? WHERE id = ?"
			" AND name IS NULL", "si", c->name, person);
}

static bool names_person(const struct change *c)
{
	return c->user && c->user[0] == '@' && strlen(c->user) <= 255;
}

void store_apply_card(struct store *s, struct hot *h, const struct change *c)
{
	int64_t person;

	if (!names_person(c))
		return;
	h = c->rid ? cache_room(s, c->account, c->rid) : NULL;
	if (c->rid && !h)
		return;
	person = cache_person(s, c->user);
	put_card(s, person, h ? h->id : 0, c);
	settle_card(s, person);
	if (!c->rid)
		note_fetched(s, person, c);
}

void store_apply_presence(struct store *s, struct hot *h,
			  const struct change *c)
{
	int64_t person;

	(void)h;
	if (!names_person(c))
		return;
	person = cache_person(s, c->user);
	db_exec(&s->db, "INSERT INTO profile(person, presence, active)"
		" VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET"
		" presence = excluded.presence,"
		" active = max(active, excluded.active)", "idi", person,
		(int)presence_from(c->key), c->ts);
	members_seen(s, person, c->ts);
}

/* ---- whom to ask about --------------------------------------------------- */

#define SHARED_WITH "EXISTS (SELECT 1 FROM member m CROSS JOIN room r" \
	" ON r.id = m.room WHERE m.person = u.id AND m.membership = 2" \
	" AND r.mine = 2 AND r.account = ?1"

GPtrArray *store_people_due(struct store *s, int64_t account, unsigned max,
			    int64_t *next)
{
	int64_t now = world_now(s->world);
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st = db_query(&s->db, "SELECT u.uid FROM person u"
		" LEFT JOIN profile f ON f.person = u.id"
		" WHERE coalesce(f.due, 0) <= ?2 AND " SHARED_WITH
		" AND (r.area <> 3 OR r.joined <= " CROWD "))"
		" ORDER BY " SHARED_WITH " AND r.kind = 1) DESC, u.seen DESC,"
		" u.id LIMIT ?3", "iid", account, now, (int)max);

	while (db_row(&s->db, st))
		g_ptr_array_add(out, db_copy(st, 0));
	*next = db_int(&s->db, 0, "SELECT min(due) FROM profile WHERE due > ?",
		       "i", now);
	return out;
}
