#include "store/internal.h"

#include <string.h>

/*
 * A poll is kept as it was asked, and as each edit asks it; votes and ends
 * are kept under the poll they name, known or not. What they amount to is
 * counted when the poll is read: who may end it can change (powers), and so
 * nothing that is written down could be right for good.
 */

static bool is_id(const char *id)
{
	return id && id[0] && strlen(id) <= 255;
}

void poll_put(struct store *s, struct hot *h, const struct poll_row *row)
{
	g_autofree char *packed = pack_poll(row->poll);

	db_exec(&s->db, "INSERT OR IGNORE INTO poll(room, target, eid, sender,"
		" ts, packed) VALUES(?, ?, ?, ?, ?, ?)", "issiis", h->id,
		row->target, row->eid, row->sender, row->ts, packed);
}

/* ---- votes and ends ------------------------------------------------------ */

/* May what is said about this event be kept? One that nobody has seen yet
 * takes a place among the orphans. */
static bool may_keep(struct store *s, struct hot *h, const struct change *c)
{
	sqlite3_stmt *st;
	bool redacted;

	if (!is_id(c->eid) || !is_id(c->target) || !is_id(c->user))
		return false;
	outbox_arrived(s, NULL, c->eid);
	if (relations_wait(s, h, c->eid))
		return false;
	st = db_query(&s->db, "SELECT flags FROM post WHERE room = ?"
		      " AND eid = ?", "is", h->id, c->target);
	if (!db_row(&s->db, st))
		return h->orphans < ORPHANS_MAX;
	redacted = db_num(st, 0) & P_REDACTED;
	db_done(st);
	return !redacted;
}

static void kept(struct store *s, struct hot *h, const struct change *c)
{
	if (!db_int(&s->db, 0, "SELECT 1 FROM post WHERE room = ?"
		    " AND eid = ?", "is", h->id, c->target))
		h->orphans++;
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_POSTS);
}

void store_apply_poll_vote(struct store *s, struct hot *h,
			   const struct change *c)
{
	g_autofree char *answers = NULL;
	int64_t person;

	if (!may_keep(s, h, c))
		return;
	answers = pack_list(c->names);
	person = cache_person(s, c->user);
	members_seen(s, person, c->ts);
	if (db_exec(&s->db, "INSERT OR IGNORE INTO vote(room, target, sender,"
		    " ts, eid, answers) VALUES(?, ?, ?, ?, ?, ?)", "isiiss",
		    h->id, c->target, person, c->ts, c->eid, answers))
		kept(s, h, c);
}

void store_apply_poll_end(struct store *s, struct hot *h,
			  const struct change *c)
{
	if (may_keep(s, h, c) &&
	    db_exec(&s->db, "INSERT OR IGNORE INTO poll_end(room, target, ts,"
		    " eid, sender) VALUES(?, ?, ?, ?, ?)", "isisi", h->id,
		    c->target, c->ts, c->eid, cache_person(s, c->user)))
		kept(s, h, c);
}

int polls_waiting(struct store *s, const struct hot *h, const char *eid)
{
	return (int)db_int(&s->db, 0, "SELECT (SELECT count(*) FROM vote"
			   " WHERE room = ?1 AND target = ?2) + (SELECT"
			   " count(*) FROM poll_end WHERE room = ?1"
			   " AND target = ?2)", "is", h->id, eid);
}

/* ---- what is taken back -------------------------------------------------- */

void polls_forget(struct store *s, struct hot *h, const char *eid)
{
	db_exec(&s->db, "DELETE FROM poll WHERE room = ? AND target = ?",
		"is", h->id, eid);
	db_exec(&s->db, "DELETE FROM vote WHERE room = ? AND target = ?",
		"is", h->id, eid);
	db_exec(&s->db, "DELETE FROM poll_end WHERE room = ? AND target = ?",
		"is", h->id, eid);
}

bool polls_redact(struct store *s, struct hot *h, const char *eid)
{
	int n = 0;

	db_exec(&s->db, "DELETE FROM poll WHERE room = ? AND eid = ?", "is",
		h->id, eid);
	n += db_exec(&s->db, "DELETE FROM vote WHERE room = ? AND eid = ?",
		     "is", h->id, eid);
	n += db_exec(&s->db, "DELETE FROM poll_end WHERE room = ? AND eid = ?",
		     "is", h->id, eid);
	if (n)
		hot_touch(s, h, HOT_SAVE, ROOM_HAS_POSTS);
	return n > 0;
}

/* ---- reading ------------------------------------------------------------- */

/* The poll as its author asks it now: the newest edit, else as first asked
 * (the same order as that of edited words). */
static struct poll *read_asked(struct reader *r, const struct poll_of *of)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT packed FROM poll"
		" WHERE room = ?1 AND target = ?2 AND sender = ?3"
		" ORDER BY eid <> ?2 DESC, ts DESC, eid DESC LIMIT 1", "isi",
		of->room, of->eid, of->sender);
	struct poll *p;

	if (!db_row(&r->db, st))
		return NULL;
	p = pack_read_poll(db_peek(st, 0));
	db_done(st);
	return p;
}

/* From whoever asked, or from somebody who may remove what others write. */
#define MAY_END \
	"(e.sender = ?3 OR coalesce((SELECT max(w.level, w.creator << 30)" \
	" FROM power w WHERE w.room = e.room AND w.person = e.sender)," \
	" r.p_users) >= r.p_redact)"

static void read_end(struct reader *r, const struct poll_of *of,
		     struct poll *p)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT e.ts FROM poll_end e"
		" JOIN room r ON r.id = e.room WHERE e.room = ?1"
		" AND e.target = ?2 AND " MAY_END " ORDER BY e.ts, e.eid"
		" LIMIT 1", "isi", of->room, of->eid, of->sender);

	p->end_ts = INT64_MAX;
	if (!db_row(&r->db, st))
		return;
	p->end_ts = db_num(st, 0);
	p->ended = true;
	db_done(st);
}

/* The last vote of a person, while the next one's are being looked for. */
struct ballot {
	int64_t sender;
	char *answers;
};

static void count_ballot(struct poll *p, struct ballot *b, int64_t me)
{
	GPtrArray *ids = pack_read_list(b->answers);

	if (b->sender)
		poll_count(p, ids, b->sender == me);
	if (ids)
		g_ptr_array_unref(ids);
	g_clear_pointer(&b->answers, g_free);
}

/* The key of the table has them person by person, the last one last. */
static void read_votes(struct reader *r, const struct poll_of *of,
		       struct poll *p)
{
	int64_t me = db_int(&r->db, 0, "SELECT a.person FROM room r"
			    " JOIN account a ON a.id = r.account"
			    " WHERE r.id = ?", "i", of->room);
	sqlite3_stmt *st = db_query(&r->db, "SELECT sender, answers FROM vote"
		" WHERE room = ? AND target = ? AND ts <= ?"
		" ORDER BY sender, ts, eid", "isi", of->room, of->eid,
		p->end_ts);
	struct ballot b = { 0, NULL };

	while (db_row(&r->db, st)) {
		if (db_num(st, 0) != b.sender)
			count_ballot(p, &b, me);
		g_free(b.answers);
		b.answers = db_copy(st, 1);
		b.sender = db_num(st, 0);
	}
	count_ballot(p, &b, me);
}

struct poll *polls_read(struct reader *r, const struct poll_of *of)
{
	struct poll *p = read_asked(r, of);

	if (!p)
		return NULL;
	read_end(r, of, p);
	read_votes(r, of, p);
	if (!p->ended)
		p->end_ts = 0;
	return p;
}
