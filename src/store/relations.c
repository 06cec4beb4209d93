#include "store/internal.h"

#include <string.h>

enum { EDIT_BYTES = 65536, KEY_BYTES = 64, REASON_BYTES = 1024 };

static bool is_id(const char *id)
{
	return id && id[0] && strlen(id) <= 255;
}

/* What a relation needs to know of the post it is about. */
struct target {
	int64_t id, sender, pos;
	enum post_kind kind;
	unsigned flags;
	bool change;
	char *eid, *thread;
};

#define TARGET_COLUMNS \
	"SELECT id, sender, pos, kind, flags, change IS NOT NULL, eid," \
	" thread FROM post "

static bool read_target(struct target *t, struct store *s, sqlite3_stmt *st)
{
	memset(t, 0, sizeof *t);
	if (!db_row(&s->db, st))
		return false;
	t->id = db_num(st, 0);
	t->sender = db_num(st, 1);
	t->pos = db_num(st, 2);
	t->kind = db_num(st, 3);
	t->flags = db_num(st, 4);
	t->change = db_num(st, 5);
	t->eid = db_copy(st, 6);
	t->thread = db_copy(st, 7);
	db_done(st);
	return true;
}

static bool find_target(struct target *t, struct store *s,
			const struct hot *h, const char *eid)
{
	return read_target(t, s, db_query(&s->db, TARGET_COLUMNS
					  "WHERE room = ? AND eid = ?", "is",
					  h->id, eid));
}

static void target_clear(struct target *t)
{
	g_free(t->eid);
	g_free(t->thread);
}

static bool target_redacted(const struct target *t)
{
	return t->flags & P_REDACTED;
}

static void set_flag(struct store *s, struct target *t, unsigned flag)
{
	if (t->flags & flag)
		return;
	t->flags |= flag;
	db_exec(&s->db, "UPDATE post SET flags = ? WHERE id = ?", "di",
		(int)t->flags, t->id);
}

/* ---- edits --------------------------------------------------------------- */

/* The body as the index of texts has it, if it has it. */
static char *indexed_body(struct store *s, const struct target *t)
{
	if (!index_wants(t->kind, t->change, target_redacted(t)))
		return NULL;
	return db_text(&s->db, "SELECT body FROM post WHERE id = ?", "i",
		       t->id);
}

/* The first version is kept as an edit whose id is the post's own. */
static void keep_original(struct store *s, const struct target *t)
{
	db_exec(&s->db, "INSERT OR IGNORE INTO edit(room, target, eid, sender,"
		" ts, mention, body, html) SELECT room, eid, eid, sender, ts,"
		" mention, body, html FROM post WHERE id = ?", "i", t->id);
}

/* The post gets the words of its newest valid version (client-server API,
 * "Event replacements": the latest by origin_server_ts, then event id). */
static void show_newest(struct store *s, struct hot *h, struct target *t)
{
	g_autofree char *old = indexed_body(s, t);
	bool edited = db_int(&s->db, 0, "SELECT 1 FROM edit WHERE room = ?1"
			     " AND target = ?2 AND eid <> ?2 AND sender = ?3",
			     "isi", h->id, t->eid, t->sender);

	t->flags = edited ? t->flags | P_EDITED : t->flags & ~P_EDITED;
	db_exec(&s->db, "UPDATE post SET flags = ?4, (body, html, mention) ="
		" (SELECT body, html, mention FROM edit WHERE room = ?1"
		" AND target = ?2 AND sender = ?3"
		" ORDER BY eid <> ?2 DESC, ts DESC, eid DESC LIMIT 1)"
		" WHERE id = ?5", "isidi", h->id, t->eid, t->sender,
		(int)t->flags, t->id);
	index_changed(s, t->id, old);
	hot_touch(s, h, 0, ROOM_HAS_POSTS);
}

static bool insert_edit(struct store *s, struct hot *h, const struct change *c,
			int64_t sender)
{
	g_autofree char *own_body = NULL, *own_html = NULL;
	const struct post *p = c->post;
	const char *body = p->body ? p->body : "";

	return db_exec(&s->db, "INSERT OR IGNORE INTO edit(room, target, eid,"
		       " sender, ts, mention, body, html)"
		       " VALUES(?, ?, ?, ?, ?, ?, ?, ?)", "issiidss", h->id,
		       c->target, p->eid, sender, p->ts, (int)p->mentions_me,
		       pack_bounded(body, EDIT_BYTES, &own_body),
		       pack_bounded(p->html, EDIT_BYTES, &own_html)) > 0;
}

static void put_edited_thing(struct store *s, struct hot *h,
			    const struct change *c, int64_t sender)
{
	struct part part = { .root = c->target, .eid = c->post->eid,
			     .sender = sender, .ts = c->post->ts,
			     .kind = PART_EDIT, .thing = c->post->thing };
	struct change where = *c;

	/* An edit among history is as old as what surrounds it. */
	where.older = c->older || h->fill.id;
	part.pos = gap_next_pos(s, h, &where);
	gap_take_pos(s, h, part.pos);
	part_put(s, h, &part);
}

static void put_edited_poll(struct store *s, struct hot *h,
			    const struct change *c, int64_t sender)
{
	struct poll_row row = { .target = c->target, .eid = c->post->eid,
				.sender = sender, .ts = c->post->ts,
				.poll = c->post->poll };

	poll_put(s, h, &row);
}

static bool edit_fits(const struct target *t, int64_t sender)
{
	return t->sender == sender && !target_redacted(t) &&
	       t->kind != POST_MEMBER && t->kind != POST_STATE;
}

static bool take_orphan(struct store *s, struct hot *h)
{
	if (h->orphans >= ORPHANS_MAX)
		return false;
	h->orphans++;
	hot_touch(s, h, HOT_SAVE, 0);
	return true;
}

static bool is_edit(struct store *s, const struct hot *h, const char *eid)
{
	return db_int(&s->db, 0, "SELECT 1 FROM edit WHERE room = ?"
		      " AND eid = ? AND target <> eid", "is", h->id, eid);
}

void store_apply_edit(struct store *s, struct hot *h, const struct change *c)
{
	const struct post *p = c->post;
	const char *who = p && p->sender ? p->sender : c->user;
	struct target t;
	int64_t sender;
	bool known;

	if (!p || !is_id(p->eid) || !is_id(c->target) || !is_id(who) ||
	    strcmp(p->eid, c->target) == 0)
		return;
	outbox_arrived(s, p->txn, p->eid);
	if (is_edit(s, h, p->eid) || is_edit(s, h, c->target) ||
	    relations_wait(s, h, p->eid))
		return;
	sender = cache_person(s, who);
	known = find_target(&t, s, h, c->target);
	if (known ? edit_fits(&t, sender) : take_orphan(s, h)) {
		if (known)
			keep_original(s, &t);
		insert_edit(s, h, c, sender);
		if (p->thing)
			put_edited_thing(s, h, c, sender);
		if (p->poll)
			put_edited_poll(s, h, c, sender);
		if (known)
			show_newest(s, h, &t);
	}
	target_clear(&t);
}

/* ---- reactions ----------------------------------------------------------- */

void store_apply_reaction(struct store *s, struct hot *h,
			  const struct change *c)
{
	g_autofree char *own = NULL;
	const char *key = pack_bounded(c->key, KEY_BYTES, &own);
	struct target t;
	bool known;

	if (!is_id(c->eid) || !is_id(c->target) || !is_id(c->user) || !key ||
	    !key[0])
		return;
	outbox_arrived(s, NULL, c->eid);
	if (relations_wait(s, h, c->eid))
		return;
	known = find_target(&t, s, h, c->target);
	if (known ? !target_redacted(&t) : h->orphans < ORPHANS_MAX) {
		int64_t person = cache_person(s, c->user);

		members_seen(s, person, c->ts);
		if (db_exec(&s->db, "INSERT OR IGNORE INTO reaction(room,"
			    " target, eid, sender, ts, key)"
			    " VALUES(?, ?, ?, ?, ?, ?)", "issiis", h->id,
			    c->target, c->eid, person, c->ts, key) && !known)
			take_orphan(s, h);
		if (known) {
			set_flag(s, &t, P_REACTED);
			things_voted(s, h, c->target);
			hot_touch(s, h, 0, ROOM_HAS_POSTS);
		}
	}
	target_clear(&t);
}

/* ---- redactions ---------------------------------------------------------- */

bool relations_wait(struct store *s, struct hot *h, const char *eid)
{
	return h->orphans > 0 &&
	       db_int(&s->db, 0, "SELECT 1 FROM redaction WHERE room = ?"
		      " AND target = ?", "is", h->id, eid);
}

static void count_thread_again(struct store *s, const struct hot *h,
			       const char *root)
{
	db_exec(&s->db, "DELETE FROM thread WHERE room = ? AND root = ?",
		"is", h->id, root);
	db_exec(&s->db, "INSERT INTO thread(room, root, n, plain, pos, ts,"
		" sender) SELECT room, thread, count(*),"
		" sum(change IS NULL), max(pos), ts, sender FROM post"
		" WHERE room = ? AND thread = ? AND flags & 2 = 0"
		" GROUP BY thread", "is", h->id, root);
}

static void redact_post(struct store *s, struct hot *h, struct target *t,
			const char *reason)
{
	g_autofree char *old = indexed_body(s, t);
	g_autofree char *own = NULL;

	if (target_redacted(t))
		return;
	t->flags = (t->flags & P_LOOSE) | P_REDACTED;
	db_exec(&s->db, "UPDATE post SET body = '', html = NULL,"
		" change = NULL, file_url = NULL, mimetype = NULL,"
		" file_size = NULL, mention = 0, ring = 0, flags = ?,"
		" reason = ? WHERE id = ?", "dsi", (int)t->flags,
		pack_bounded(reason, REASON_BYTES, &own), t->id);
	if (old)
		index_changed(s, t->id, old);
	db_exec(&s->db, "DELETE FROM reaction WHERE room = ? AND target = ?",
		"is", h->id, t->eid);
	db_exec(&s->db, "DELETE FROM edit WHERE room = ? AND target = ?",
		"is", h->id, t->eid);
	if (t->thread)
		count_thread_again(s, h, t->thread);
	part_remove(s, h, t->eid);
	/* both when it is a poll, and when it said that one is over */
	polls_forget(s, h, t->eid);
	polls_redact(s, h, t->eid);
	hot_touch(s, h, h->unread ? HOT_COUNTS : 0, ROOM_HAS_POSTS);
}

/* A reaction that is taken back; true when it was one. */
static bool redact_reaction(struct store *s, struct hot *h, const char *eid)
{
	g_autofree char *target = db_text(&s->db, "SELECT target FROM reaction"
					  " WHERE room = ? AND eid = ?", "is",
					  h->id, eid);
	struct target t;

	if (!target)
		return false;
	db_exec(&s->db, "DELETE FROM reaction WHERE room = ? AND eid = ?",
		"is", h->id, eid);
	if (!find_target(&t, s, h, target) && h->orphans > 0)
		h->orphans--;
	things_voted(s, h, target);
	target_clear(&t);
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_POSTS);
	return true;
}

static bool redact_edit(struct store *s, struct hot *h, const char *eid)
{
	g_autofree char *target = db_text(&s->db, "SELECT target FROM edit"
					  " WHERE room = ? AND eid = ?"
					  " AND eid <> target", "is", h->id,
					  eid);
	struct target t;

	if (!target)
		return false;
	db_exec(&s->db, "DELETE FROM edit WHERE room = ? AND target = ?"
		" AND eid = ?", "iss", h->id, target, eid);
	part_remove(s, h, eid);
	polls_redact(s, h, eid);
	if (find_target(&t, s, h, target))
		show_newest(s, h, &t);
	else if (h->orphans > 0)
		h->orphans--;
	target_clear(&t);
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_POSTS);
	return true;
}

static void keep_redaction(struct store *s, struct hot *h,
			   const struct change *c)
{
	g_autofree char *own = NULL;

	if (h->orphans < ORPHANS_MAX &&
	    db_exec(&s->db, "INSERT OR IGNORE INTO redaction(room, target,"
		    " reason) VALUES(?, ?, ?)", "iss", h->id, c->target,
		    pack_bounded(c->reason, REASON_BYTES, &own)))
		take_orphan(s, h);
}

void store_apply_redaction(struct store *s, struct hot *h,
			   const struct change *c)
{
	struct target t;

	if (!is_id(c->target))
		return;
	outbox_arrived(s, NULL, c->eid);
	charters_redact(s, h, c->target);
	if (find_target(&t, s, h, c->target))
		redact_post(s, h, &t, c->reason);
	else if (!redact_reaction(s, h, c->target) &&
		 !redact_edit(s, h, c->target) &&
		 !polls_redact(s, h, c->target))
		keep_redaction(s, h, c);
	target_clear(&t);
}

/* ---- what came too early ------------------------------------------------- */

static void settle_edits(struct store *s, struct hot *h, struct target *t)
{
	int64_t n = db_int(&s->db, 0, "SELECT count(*) FROM edit"
			   " WHERE room = ?1 AND target = ?2 AND eid <> ?2",
			   "is", h->id, t->eid);

	if (!n)
		return;
	h->orphans -= (int)n;
	db_exec(&s->db, "DELETE FROM edit WHERE room = ? AND target = ?"
		" AND sender <> ?", "isi", h->id, t->eid, t->sender);
	keep_original(s, t);
	show_newest(s, h, t);
}

void relations_settle(struct store *s, struct hot *h, int64_t post,
		      const char *eid)
{
	struct target t;
	int64_t n = db_int(&s->db, 0, "SELECT count(*) FROM reaction"
			   " WHERE room = ? AND target = ?", "is", h->id, eid);

	if (!read_target(&t, s, db_query(&s->db, TARGET_COLUMNS
					 "WHERE id = ?", "i", post))) {
		target_clear(&t);
		return;
	}
	h->orphans -= (int)n + polls_waiting(s, h, eid);
	if (n)
		set_flag(s, &t, P_REACTED);
	settle_edits(s, h, &t);
	if (relations_wait(s, h, eid)) {
		g_autofree char *why = db_text(&s->db, "SELECT reason"
					       " FROM redaction WHERE room = ?"
					       " AND target = ?", "is", h->id,
					       eid);

		h->orphans--;
		db_exec(&s->db, "DELETE FROM redaction WHERE room = ?"
			" AND target = ?", "is", h->id, eid);
		redact_post(s, h, &t, why);
	}
	h->orphans = MAX(h->orphans, 0);
	target_clear(&t);
}
