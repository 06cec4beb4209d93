#include "store/internal.h"

#include <string.h>

/* How far a chain of ideas that repeat each other is followed. */
#define CHAIN_MAX 64

static void root_dirty(struct store *s, const struct hot *h, const char *root)
{
	g_hash_table_add(s->roots, g_strdup_printf("%" G_GINT64_FORMAT "\n%s",
						   h->id, root));
}

void part_put(struct store *s, struct hot *h, const struct part *p)
{
	g_autofree char *packed = thing_pack(p->thing);

	db_exec(&s->db, "INSERT OR IGNORE INTO part(room, root, pos, eid,"
		" sender, ts, kind, packed) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
		"isisiids", h->id, p->root, p->pos, p->eid, p->sender, p->ts,
		(int)p->kind, packed);
	root_dirty(s, h, p->root);
	hot_touch(s, h, HOT_TASKS, ROOM_HAS_TASKS);
}

void part_remove(struct store *s, struct hot *h, const char *eid)
{
	g_autofree char *root = db_text(&s->db, "SELECT root FROM part"
					" WHERE room = ? AND eid = ?", "is",
					h->id, eid);

	if (!root)
		return;
	db_exec(&s->db, "DELETE FROM part WHERE room = ? AND eid = ?", "is",
		h->id, eid);
	root_dirty(s, h, root);
	hot_touch(s, h, HOT_TASKS, ROOM_HAS_TASKS);
}

void things_voted(struct store *s, struct hot *h, const char *target)
{
	if (!db_int(&s->db, 0, "SELECT 1 FROM thing WHERE room = ?"
		    " AND eid = ?", "is", h->id, target))
		return;
	root_dirty(s, h, target);
	hot_touch(s, h, HOT_TASKS, ROOM_HAS_TASKS);
}

/* Whoever may do what has changed; with tasks everybody may do all. */
void things_judge(struct store *s, struct hot *h)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT eid FROM thing"
				    " WHERE room = ? AND kind <> 1", "i",
				    h->id);

	while (db_row(&s->db, st)) {
		root_dirty(s, h, db_peek(st, 0));
		hot_touch(s, h, HOT_TASKS, ROOM_HAS_TASKS);
	}
}

/* ---- the state of a thing: doc/protocol.md, "Changes" --------------------- */

struct state {
	struct thing *thing;
	int64_t post, creator, ts, changed, done_by, closed;
	int64_t room;
};

static bool is_moderator(struct store *s, int64_t room, int64_t person)
{
	return db_int(&s->db, 0, "SELECT coalesce((SELECT"
		      " max(w.level, w.creator << 30) FROM power w"
		      " WHERE w.room = r.id AND w.person = ?2), r.p_users)"
		      " >= max(r.p_redact, 1) FROM room r WHERE r.id = ?1",
		      "ii", room, person);
}

/* The bits of `wanted` that somebody may set. */
static uint32_t judge(const struct state *t, struct store *s, uint32_t wanted,
		      int64_t sender)
{
	g_autofree char *uid = NULL;
	uint32_t allowed = thing_allowed(t->thing, wanted, NULL, false);

	if (allowed == wanted)
		return allowed;
	uid = db_text(&s->db, "SELECT uid FROM person WHERE id = ?", "i",
		      sender);
	allowed = thing_allowed(t->thing, wanted, uid, false);
	if (allowed != wanted && is_moderator(s, t->room, sender))
		allowed = thing_allowed(t->thing, wanted, uid, true);
	return allowed;
}

static void note_status(struct state *t, bool was, int64_t sender, int64_t ts)
{
	if (thing_is_closed(t->thing) && !was) {
		t->done_by = sender;
		t->closed = ts;
	} else if (!thing_is_closed(t->thing)) {
		t->done_by = t->closed = 0;
	}
}

/* What the author himself may not say counts as not said. */
static void begin_fields(struct state *t, struct store *s, struct thing *root)
{
	t->thing = thing_new(root->kind);
	t->thing->creator = db_text(&s->db, "SELECT uid FROM person"
				    " WHERE id = ?", "i", t->creator);
	root->fields = judge(t, s, root->fields, t->creator);
	thing_apply(t->thing, root);
	t->thing->fields = thing_bits(root->kind);
	note_status(t, false, t->creator, t->ts);
}

static bool state_begin(struct state *t, struct store *s, int64_t room,
			const char *root)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT p.id, p.sender, p.ts,"
				    " a.packed FROM post p JOIN part a"
				    " ON a.room = p.room AND a.eid = p.eid"
				    " WHERE p.room = ? AND p.eid = ?"
				    " AND a.kind = 0", "is", room, root);
	struct thing *first;

	*t = (struct state){ .room = room };
	if (!db_row(&s->db, st))
		return false;
	t->post = db_num(st, 0);
	t->creator = db_num(st, 1);
	t->ts = t->changed = db_num(st, 2);
	first = thing_unpack(db_peek(st, 3));
	db_done(st);
	if (first)
		begin_fields(t, s, first);
	thing_free(first);
	return t->thing != NULL;
}

struct laid {
	int64_t sender, ts;
	enum part_kind kind;
	char *eid;
	struct thing *change;
	uint32_t refused;
};

static void clear_laid(void *laid)
{
	struct laid *l = laid;

	g_free(l->eid);
	thing_free(l->change);
}

/* Only the author edits; a change of another kind is about something else. */
static bool counts(const struct state *t, const struct laid *l)
{
	return l->change && l->change->kind == t->thing->kind &&
	       (l->kind != PART_EDIT || l->sender == t->creator);
}

static void state_lay(struct state *t, struct store *s, const struct laid *l)
{
	bool was = thing_is_closed(t->thing);
	uint32_t wanted, allowed = 0;

	if (!l->change)
		return;
	wanted = l->change->fields & thing_bits(t->thing->kind) &
		 ~(uint32_t)(THING_SOURCE | THING_ABOUT);
	if (counts(t, l))
		allowed = judge(t, s, wanted, l->sender);
	if ((wanted & ~allowed) != l->refused)
		db_exec(&s->db, "UPDATE part SET refused = ? WHERE room = ?"
			" AND eid = ?", "iis", (int64_t)(wanted & ~allowed),
			t->room, l->eid);
	if (!allowed)
		return;
	l->change->fields = allowed;
	thing_apply(t->thing, l->change);
	t->changed = MAX(t->changed, l->ts);
	note_status(t, was, l->sender, l->ts);
}

/* By their turns; those that came at the same turn by their ids. */
static int compare_laid(const void *a, const void *b)
{
	const struct laid *x = a, *y = b;
	int64_t n = x->change ? x->change->turn : 0;
	int64_t m = y->change ? y->change->turn : 0;

	if (n != m)
		return n < m ? -1 : 1;
	return strcmp(x->eid, y->eid);
}

/* A change that does not say its turn has the one after all that the room's
 * order has before it. */
static void put_in_turn(const struct state *t, GArray *parts)
{
	int64_t greatest = 0;

	for (guint i = 0; i < parts->len; i++) {
		struct laid *l = &g_array_index(parts, struct laid, i);

		if (!counts(t, l))
			continue;
		if (!l->change->turn)
			l->change->turn = greatest + 1;
		greatest = MAX(greatest, l->change->turn);
	}
	g_array_sort(parts, compare_laid);
}

/* Read first: laying over asks the database for other things. */
static GArray *read_parts(struct store *s, int64_t room, const char *root)
{
	GArray *parts = g_array_new(false, true, sizeof(struct laid));
	sqlite3_stmt *st = db_query(&s->db, "SELECT sender, ts, kind, eid,"
				    " packed, refused FROM part"
				    " WHERE room = ? AND root = ?"
				    " AND kind <> 0 ORDER BY pos, eid", "is",
				    room, root);

	g_array_set_clear_func(parts, clear_laid);
	while (db_row(&s->db, st)) {
		struct laid l = {
			db_num(st, 0), db_num(st, 1), db_num(st, 2),
			db_copy(st, 3), thing_unpack(db_peek(st, 4)),
			(uint32_t)db_num(st, 5),
		};

		g_array_append_val(parts, l);
	}
	return parts;
}

static void state_finish(struct state *t, struct store *s, const char *root)
{
	g_autoptr(GArray) parts = read_parts(s, t->room, root);

	put_in_turn(t, parts);
	for (guint i = 0; i < parts->len; i++)
		state_lay(t, s, &g_array_index(parts, struct laid, i));
}

/* ---- votes ----------------------------------------------------------------- */

struct tally {
	int up, down, maybe;
	enum vote mine;
};

/* One vote a person over the thing and all that repeat it: his newest. Times
 * are the person's own, the same for everybody who counts. */
static void count_votes(struct tally *n, struct store *s, const struct hot *h,
			const char *eid)
{
	const struct self *me = cache_self(s, h->account);
	g_autoptr(GHashTable) votes = g_hash_table_new(NULL, NULL);
	GHashTableIter it;
	void *person, *vote;
	sqlite3_stmt *st = db_query(&s->db, "WITH RECURSIVE"
		" all_of(eid) AS (SELECT ?2 UNION SELECT t.eid FROM all_of a"
		" JOIN thing t ON t.room = ?1 AND t.same = a.eid)"
		" SELECT r.sender, r.key FROM all_of a JOIN reaction r"
		" ON r.room = ?1 AND r.target = a.eid ORDER BY r.ts, r.eid",
		"is", h->id, eid);

	while (db_row(&s->db, st)) {
		enum vote v = vote_from(db_peek(st, 1));

		if (v != VOTE_NONE)
			g_hash_table_insert(votes,
				GSIZE_TO_POINTER(db_num(st, 0)),
				GINT_TO_POINTER(v));
	}
	*n = (struct tally){ 0 };
	g_hash_table_iter_init(&it, votes);
	while (g_hash_table_iter_next(&it, &person, &vote)) {
		enum vote v = GPOINTER_TO_INT(vote);

		n->up += v == VOTE_UP;
		n->down += v == VOTE_DOWN;
		n->maybe += v == VOTE_MAYBE;
		if (me && (int64_t)GPOINTER_TO_SIZE(person) == me->person)
			n->mine = v;
	}
}

static void write_votes(struct store *s, const struct hot *h, const char *eid)
{
	struct tally n;

	count_votes(&n, s, h, eid);
	db_exec(&s->db, "UPDATE thing SET up = ?, down = ?, maybe = ?,"
		" vote = ? WHERE room = ? AND eid = ?"
		" AND kind IN (3, 4)", "ddddis", n.up, n.down, n.maybe,
		(int)n.mine, h->id, eid);
}

/* ---- ideas that repeat each other --------------------------------------------- */

/* The chain of ideas from one on; *ring is where it comes back to itself, or
 * -1. */
static GPtrArray *read_chain(struct store *s, const struct hot *h,
			     const char *from, int *ring)
{
	GPtrArray *chain = g_ptr_array_new_with_free_func(g_free);
	char *at = g_strdup(from);

	*ring = -1;
	while (at && *ring < 0 && chain->len < CHAIN_MAX) {
		guint found;

		if (g_ptr_array_find_with_equal_func(chain, at, g_str_equal,
						     &found)) {
			*ring = (int)found;
			break;
		}
		g_ptr_array_add(chain, at);
		at = db_text(&s->db, "SELECT same FROM thing WHERE room = ?"
			     " AND eid = ?", "is", h->id, at);
	}
	if (*ring >= 0 || chain->len == CHAIN_MAX)
		g_free(at);
	return chain;
}

/* In a ring the one with the smallest id stands for all. */
static const char *ring_head(const GPtrArray *chain, int ring)
{
	const char *head = NULL;

	for (guint i = (guint)ring; ring >= 0 && i < chain->len; i++)
		if (!head || strcmp(chain->pdata[i], head) < 0)
			head = chain->pdata[i];
	return head;
}

static void relate(struct store *s, const struct hot *h, const char *from)
{
	int ring;
	g_autoptr(GPtrArray) chain = read_chain(s, h, from, &ring);
	const char *head = ring_head(chain, ring);

	for (guint i = 0; i < chain->len; i++) {
		const char *eid = chain->pdata[i];

		db_exec(&s->db, "UPDATE thing SET head = ?1, closed ="
			" kind = 3 AND (status >= 3 OR (same IS NOT NULL"
			" AND NOT ?1)) OR kind <> 3 AND status > 0"
			" WHERE room = ?2 AND eid = ?3", "dis",
			(int)(head && strcmp(head, eid) == 0), h->id, eid);
		write_votes(s, h, eid);
	}
}

/* ---- writing --------------------------------------------------------------------- */

static bool is_mine(struct store *s, const struct hot *h,
		    const struct thing *thing)
{
	const struct self *me = cache_self(s, h->account);

	if (me && thing->owner)
		return strcmp(thing->owner, me->user) == 0;
	for (guint i = 0; me && thing->assignees && i < thing->assignees->len;
	     i++)
		if (strcmp(thing->assignees->pdata[i], me->user) == 0)
			return true;
	return false;
}

static void write_thing(struct store *s, const struct hot *h,
			const char *root, const struct state *t)
{
	const struct thing *now = t->thing;
	g_autofree char *packed = thing_pack(now);

	db_exec(&s->db, "INSERT OR REPLACE INTO thing(post, room, kind, eid,"
		" status, closed, due, priority, mine, ts, changed, creator,"
		" done_by, closed_at, begins, title, same, parent, answer,"
		" owner, packed) VALUES(?, ?, ?, ?, ?, ?, nullif(?, ?), ?, ?,"
		" ?, ?, ?, nullif(?, 0), ?, ?, ?, ?, ?, ?, ?, ?)",
		"iidsddiiddiiiiiissssss", t->post, h->id, (int)now->kind,
		root, now->status, (int)thing_is_closed(now), now->due,
		NO_DAY, now->priority, (int)is_mine(s, h, now), t->ts,
		t->changed, t->creator, t->done_by, t->closed, now->begin,
		now->title ? now->title : "", now->same, now->parent,
		now->answer, now->owner, packed);
}

static void compute_thing(struct store *s, struct hot *h, const char *root)
{
	g_autofree char *was = db_text(&s->db, "SELECT same FROM thing"
				       " WHERE room = ? AND eid = ?", "is",
				       h->id, root);
	struct state t;

	if (state_begin(&t, s, h->id, root)) {
		state_finish(&t, s, root);
		write_thing(s, h, root, &t);
		if (t.thing->kind != KIND_TASK)
			relate(s, h, root);
	} else {
		db_exec(&s->db, "DELETE FROM thing WHERE post = (SELECT id"
			" FROM post WHERE room = ? AND eid = ?)", "is", h->id,
			root);
		db_exec(&s->db, "UPDATE part SET refused = 0 WHERE room = ?"
			" AND root = ? AND refused <> 0", "is", h->id, root);
	}
	if (was)
		relate(s, h, was);
	thing_free(t.thing);
}

/* Of the kinds that a room is for; of tasks where it is for nothing. */
static void count_things(struct store *s, struct hot *h)
{
	db_exec(&s->db, "UPDATE room SET (tasks_all, tasks_open) ="
		" (SELECT count(*), coalesce(sum(closed = 0), 0) FROM thing t"
		" WHERE t.room = ?1 AND (CASE room.kinds WHEN 0 THEN 2"
		" ELSE room.kinds END >> t.kind) & 1) WHERE id = ?1", "i",
		h->id);
	hot_touch(s, h, HOT_COUNTS, ROOM_HAS_TASKS);
}

void things_flush(struct store *s)
{
	GHashTableIter it;
	void *key;

	g_hash_table_iter_init(&it, s->roots);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		const char *root = strchr(key, '\n') + 1;
		struct hot *h = cache_room_id(s, g_ascii_strtoll(key, NULL,
								 10));

		if (h)
			compute_thing(s, h, root);
	}
	g_hash_table_remove_all(s->roots);
	for (guint i = 0; i < s->dirty->len; i++) {
		struct hot *h = s->dirty->pdata[i];

		if (h->dirty & HOT_TASKS)
			count_things(s, h);
	}
}
