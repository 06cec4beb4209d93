#include "store/internal.h"

#include <string.h>

/* ---- rooms --------------------------------------------------------------- */

static void room_powers(struct room *r, sqlite3_stmt *st, int column)
{
	int users = (int)db_num(st, column++);
	int *const powers[] = {
		&r->power_events, &r->power_redact, &r->power_state,
		&r->power_invite, &r->power_kick, &r->power_ban,
		&r->power_notify,
	};

	for (size_t i = 0; i < G_N_ELEMENTS(powers); i++)
		*powers[i] = (int)db_num(st, column++);
	r->power = sqlite3_column_type(st, column) == SQLITE_NULL ?
		   users : (int)db_num(st, column);
	r->power_pin = (int)db_num(st, column + 1);
	r->notify = db_num(st, column + 2);
	r->declared = db_num(st, column + 3);
}

static void room_texts(struct room *r, sqlite3_stmt *st, int column)
{
	r->dm_user = db_copy(st, column++);
	r->topic = db_copy(st, column++);
	r->alias = db_copy(st, column++);
	r->version = db_copy(st, column++);
	r->replaced_by = db_copy(st, column++);
	r->inviter = db_copy(st, column++);
	r->heroes = pack_read_list(db_peek(st, column++));
	r->allow = pack_read_list(db_peek(st, column++));
	r->via = pack_read_list(db_peek(st, column++));
	r->why = db_copy(st, column++);
	r->notes_of = db_copy(st, column++);
	room_powers(r, st, column);
}

struct room *room_from(sqlite3_stmt *st)
{
	struct room *r = g_new0(struct room, 1);
	int column = 0;

	r->id = db_num(st, column++);
	r->account = db_num(st, column++);
	r->rid = db_copy(st, column++);
	r->name = db_copy(st, column++);
	r->kind = db_num(st, column++);
	r->mine = db_num(st, column++);
	r->area = db_num(st, column++);
	r->join = db_num(st, column++);
	r->history = db_num(st, column++);
	r->guests = db_num(st, column++);
	r->federated = db_num(st, column++);
	r->encrypted = db_num(st, column++);
	r->members_known = db_num(st, column++);
	r->favourite = db_num(st, column++);
	r->low = db_num(st, column++);
	r->marked_unread = db_num(st, column++);
	r->kinds = (unsigned)db_num(st, column++);
	r->joined = (int)db_num(st, column++);
	r->invited = (int)db_num(st, column++);
	r->outsiders = (int)db_num(st, column++);
	r->servers = (int)db_num(st, column++);
	r->unread = (int)db_num(st, column++);
	r->mentions = (int)db_num(st, column++);
	r->tasks_open = (int)db_num(st, column++);
	r->tasks_all = (int)db_num(st, column++);
	r->last_ts = db_num(st, column++);
	r->read_pos = db_num(st, column++);
	room_texts(r, st, column);
	if (r->dm_user && r->kind == ROOM_PLAIN)
		r->kind = ROOM_DM;
	return r;
}

/* ---- posts --------------------------------------------------------------- */

static struct post *post_from(sqlite3_stmt *st)
{
	struct post *p = post_new();
	unsigned flags = (unsigned)db_num(st, 7);

	p->id = db_num(st, 0);
	p->room = db_num(st, 1);
	p->pos = db_num(st, 2);
	p->eid = db_copy(st, 3);
	p->ts = db_num(st, 5);
	p->kind = db_num(st, 6);
	p->edited = flags & P_EDITED;
	p->redacted = flags & P_REDACTED;
	p->own = db_num(st, 8);
	p->mentions_me = db_num(st, 9);
	p->ring = (uint8_t)db_num(st, 10);
	p->body = db_copy(st, 11);
	p->html = db_copy(st, 12);
	p->reply_to = db_copy(st, 13);
	p->thread = db_copy(st, 14);
	p->change = thing_unpack(db_peek(st, 15));
	p->file_url = db_copy(st, 16);
	p->mimetype = db_copy(st, 17);
	if (sqlite3_column_type(st, 18) != SQLITE_NULL)
		p->file_size = db_num(st, 18);
	p->txn = db_copy(st, 19);
	p->redact_reason = db_copy(st, 20);
	return p;
}

static void free_member(void *member)
{
	member_free(member);
}

void posts_init(struct posts *p, struct reader *r, int64_t room)
{
	p->r = r;
	p->room = room;
	p->people = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
					  free_member);
	p->flags = g_array_new(false, false, sizeof(unsigned));
	p->senders = g_array_new(false, false, sizeof(int64_t));
	p->list = g_ptr_array_new_with_free_func(store_free_post);
}

void posts_add(struct posts *p, sqlite3_stmt *st)
{
	unsigned flags = (unsigned)db_num(st, 7);
	int64_t sender = db_num(st, 4);

	g_ptr_array_add(p->list, post_from(st));
	g_array_append_val(p->flags, flags);
	g_array_append_val(p->senders, sender);
}

/* ---- who wrote it -------------------------------------------------------- */

static struct member *read_person(struct posts *p, int64_t person)
{
	struct member *m = g_new0(struct member, 1);
	sqlite3_stmt *st = db_query(&p->r->db, "SELECT u.uid, m.name,"
		" m.look IS NOT NULL AND EXISTS (SELECT 1 FROM member o"
		" WHERE o.room = m.room AND o.look = m.look"
		" AND o.person <> m.person AND o.membership IN (1, 2))"
		" FROM person u LEFT JOIN member m ON m.room = ?2"
		" AND m.person = u.id WHERE u.id = ?1", "ii", person,
		p->room);

	if (db_row(&p->r->db, st)) {
		m->uid = db_copy(st, 0);
		m->name = db_copy(st, 1);
		m->ambiguous = db_num(st, 2);
		db_done(st);
	}
	if (!m->uid)
		m->uid = g_strdup("");
	if (!m->name || !m->name[0]) {
		g_free(m->name);
		m->name = pack_local(m->uid);
	}
	return m;
}

static const struct member *person_of(struct posts *p, int64_t person)
{
	void *key = GSIZE_TO_POINTER(person);
	struct member *m = g_hash_table_lookup(p->people, key);

	if (!m) {
		m = read_person(p, person);
		g_hash_table_insert(p->people, key, m);
	}
	return m;
}

static void add_author(struct posts *p, struct post *post, int64_t sender)
{
	const struct member *m = person_of(p, sender);

	post->sender = g_strdup(m->uid);
	post->name = g_strdup(m->name);
	post->ambiguous = m->ambiguous;
}

/* ---- what belongs to it -------------------------------------------------- */

static void add_reply(struct posts *p, struct post *post)
{
	sqlite3_stmt *st;
	int64_t sender;

	if (!post->reply_to)
		return;
	st = db_query(&p->r->db, "SELECT sender, substr(body, 1, 300)"
		      " FROM post WHERE room = ? AND eid = ?", "is", p->room,
		      post->reply_to);
	if (!db_row(&p->r->db, st))
		return;
	sender = db_num(st, 0);
	post->reply_body = db_copy(st, 1);
	db_done(st);
	post->reply_name = g_strdup(person_of(p, sender)->name);
}

static void add_thread(struct posts *p, struct post *post)
{
	sqlite3_stmt *st;
	int64_t sender;

	if (post->thread)
		return;
	st = db_query(&p->r->db, "SELECT n, ts, sender FROM thread"
		      " WHERE room = ? AND root = ?", "is", p->room,
		      post->eid);
	if (!db_row(&p->r->db, st))
		return;
	post->thread_count = (int)db_num(st, 0);
	post->thread_ts = db_num(st, 1);
	sender = db_num(st, 2);
	db_done(st);
	post->thread_name = g_strdup(person_of(p, sender)->name);
}

enum { KEYS_MAX = 50, NAMES_MAX = 5, REACTIONS_READ = 1000 };

static struct reaction *reaction_of(struct post *post, const char *key)
{
	struct reaction *r;

	if (!post->reactions)
		post->reactions = g_ptr_array_new();
	for (guint i = 0; i < post->reactions->len; i++) {
		r = post->reactions->pdata[i];
		if (strcmp(r->key, key) == 0)
			return r;
	}
	if (post->reactions->len >= KEYS_MAX)
		return NULL;
	r = g_new0(struct reaction, 1);
	r->key = g_strdup(key);
	g_ptr_array_add(post->reactions, r);
	return r;
}

static void reaction_name(struct posts *p, struct reaction *r, int64_t sender)
{
	const char *name = person_of(p, sender)->name;
	char *names;

	if (r->count > NAMES_MAX)
		return;
	names = r->names ? g_strdup_printf("%s, %s", r->names, name) :
			   g_strdup(name);
	g_free(r->names);
	r->names = names;
}

/* One of each sender and key counts, in the order in which keys were first
 * used. Reading is bounded: a flood shows a number that is too small. */
static void add_reactions(struct posts *p, struct post *post)
{
	sqlite3_stmt *st = db_query(&p->r->db, "SELECT x.key, x.sender,"
		" min(x.eid), min(x.ts) AS t, x.sender = a.person"
		" FROM reaction x JOIN room r ON r.id = x.room"
		" JOIN account a ON a.id = r.account"
		" WHERE x.room = ? AND x.target = ?"
		" GROUP BY x.key, x.sender ORDER BY t, 3 LIMIT ?", "isd",
		p->room, post->eid, (int)REACTIONS_READ);

	while (db_row(&p->r->db, st)) {
		struct reaction *r = reaction_of(post, db_peek(st, 0));

		if (!r)
			continue;
		r->count++;
		if (db_num(st, 4)) {
			r->mine = true;
			g_free(r->mine_eid);
			r->mine_eid = db_copy(st, 2);
		}
		reaction_name(p, r, db_num(st, 1));
	}
}

static void add_thing(struct posts *p, struct post *post)
{
	sqlite3_stmt *st = db_query(&p->r->db, "SELECT " THING_COLUMNS
				    " FROM thing t JOIN room r"
				    " ON r.id = t.room WHERE t.post = ?", "i",
				    post->id);

	if (!db_row(&p->r->db, st))
		return;
	post->thing = thing_from(st);
	db_done(st);
}

/* Which of its fields are a claim only. */
static void add_refused(struct posts *p, struct post *post)
{
	post->change->refused = (uint32_t)db_int(&p->r->db, 0,
		"SELECT refused FROM part WHERE room = ? AND eid = ?", "is",
		post->room, post->eid);
}

static void add_poll(struct posts *p, struct post *post, int64_t sender)
{
	struct poll_of of = { p->room, sender, post->eid };

	post->poll = polls_read(p->r, &of);
}

static bool is_pinned(struct posts *p, const struct post *post)
{
	return db_int(&p->r->db, 0, "SELECT 1 FROM pin WHERE room = ?"
		      " AND eid = ?", "is", p->room, post->eid);
}

static void add_rest(struct posts *p, guint i)
{
	struct post *post = p->list->pdata[i];
	unsigned flags = g_array_index(p->flags, unsigned, i);

	post->pinned = is_pinned(p, post);
	add_author(p, post, g_array_index(p->senders, int64_t, i));
	add_reply(p, post);
	add_thread(p, post);
	if (flags & P_REACTED)
		add_reactions(p, post);
	if (flags & P_TASK)
		add_thing(p, post);
	if (post->change)
		add_refused(p, post);
	if (post->kind == POST_POLL && !post->redacted)
		add_poll(p, post, g_array_index(p->senders, int64_t, i));
}

GPtrArray *posts_finish(struct posts *p)
{
	for (guint i = 0; i < p->list->len; i++) {
		struct post *post = p->list->pdata[i];

		/* What the outbox added is complete. */
		if (post->id)
			add_rest(p, i);
	}
	g_hash_table_unref(p->people);
	g_array_unref(p->flags);
	g_array_unref(p->senders);
	return g_steal_pointer(&p->list);
}

struct post *posts_one(struct reader *r, sqlite3_stmt *st)
{
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(GPtrArray) ops = NULL;
	struct posts p;

	if (!db_row(&r->db, st))
		return NULL;
	posts_init(&p, r, db_num(st, 1));
	posts_add(&p, st);
	db_done(st);
	ops = pending_ops(r, p.room);
	list = posts_finish(&p);
	pending_overlay(list, ops);
	return g_ptr_array_steal_index(list, 0);
}

/* ---- things -------------------------------------------------------------- */

struct thing *thing_from(sqlite3_stmt *st)
{
	struct thing *t = thing_unpack(db_peek(st, 3));

	if (!t)
		t = thing_new(KIND_TASK);
	t->post = db_num(st, 0);
	t->room = db_num(st, 1);
	t->eid = db_copy(st, 2);
	t->ts = db_num(st, 4);
	t->changed = db_num(st, 5);
	t->comments = (int)db_num(st, 6);
	t->creator = db_copy(st, 7);
	t->done_by = db_copy(st, 8);
	t->room_name = db_copy(st, 9);
	t->rid = db_copy(st, 10);
	t->closed = db_num(st, 11);
	t->up = (int)db_num(st, 12);
	t->down = (int)db_num(st, 13);
	t->maybe = (int)db_num(st, 14);
	t->mine = (enum vote)db_num(st, 15);
	if (db_num(st, 16))
		g_clear_pointer(&t->same, g_free);
	return t;
}
