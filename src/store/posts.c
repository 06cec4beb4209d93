#include "store/internal.h"

#include "base/log.h"

#include <string.h>

enum { BODY_BYTES = 65536, REASON_BYTES = 1024, RINGS_MAX = 200 };

static const char *small(const char *text)
{
	return text && text[0] && strlen(text) <= 255 ? text : NULL;
}

/* What goes into a row, worked out once. */
struct row {
	const struct post *p;
	int64_t pos, sender;
	unsigned flags;
	enum post_kind kind;
	bool own;
	const char *body, *html;
	char *own_body, *own_html, *change;
};

static void row_init(struct row *r, struct store *s, struct hot *h,
		     const struct change *c)
{
	const struct self *me = cache_self(s, h->account);
	const struct post *p = c->post;

	memset(r, 0, sizeof *r);
	r->p = p;
	r->sender = cache_person(s, p->sender);
	r->own = p->own || (me && r->sender == me->person);
	r->kind = (unsigned)p->kind > POST_UNKNOWN ? POST_UNKNOWN : p->kind;
	r->body = pack_bounded(p->body ? p->body : "", BODY_BYTES,
			       &r->own_body);
	r->html = pack_bounded(p->html, BODY_BYTES, &r->own_html);
	if (p->redacted) {
		r->flags |= P_REDACTED;
		r->body = "";
		r->html = NULL;
	} else {
		r->change = thing_pack(p->change);
		if (p->thing)
			r->flags |= P_TASK;
	}
	if (gap_is_loose(h, c))
		r->flags |= P_LOOSE;
	r->pos = gap_next_pos(s, h, c);
}

static void row_clear(struct row *r)
{
	g_free(r->own_body);
	g_free(r->own_html);
	g_free(r->change);
}

/* False when the event is stored already. */
static bool insert_row(struct store *s, struct hot *h, const struct row *r)
{
	const struct post *p = r->p;

	return db_exec(&s->db, "INSERT INTO post(id, room, pos, eid, sender,"
		       " ts, kind, flags, own, mention, ring, body, html,"
		       " reply_to, thread, change, file_url, mimetype,"
		       " file_size, txn, reason) VALUES(?, ?, ?, ?, ?, ?, ?,"
		       " ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), ?,"
		       " ?) ON CONFLICT(room, eid) DO NOTHING",
		       "iiisiidddddsssssssiss", s->next_post, h->id,
		       r->pos, p->eid, r->sender, p->ts, (int)r->kind,
		       (int)r->flags, (int)r->own, (int)p->mentions_me,
		       (int)p->ring, r->body, r->html, small(p->reply_to),
		       small(p->thread), r->change, p->file_url, p->mimetype,
		       p->file_size, small(p->txn), p->redact_reason) > 0;
}

/* ---- what follows from a new post ---------------------------------------- */

static void count_reply(struct store *s, struct hot *h, const struct row *r)
{
	if (!small(r->p->thread) || (r->flags & P_REDACTED))
		return;
	db_exec(&s->db, "INSERT INTO thread(room, root, n, plain, pos, ts,"
		" sender) VALUES(?1, ?2, 1, ?3, ?4, ?5, ?6)"
		" ON CONFLICT DO UPDATE SET n = n + 1, plain = plain + ?3,"
		" ts = CASE WHEN ?4 > pos THEN ?5 ELSE ts END,"
		" sender = CASE WHEN ?4 > pos THEN ?6 ELSE sender END,"
		" pos = max(pos, ?4)", "isdiii", h->id, r->p->thread,
		r->change ? 0 : 1, r->pos, r->p->ts, r->sender);
}

static void put_poll(struct store *s, struct hot *h, const struct row *r)
{
	const struct post *p = r->p;
	struct poll_row row = { .target = p->eid, .eid = p->eid,
				.sender = r->sender, .ts = p->ts,
				.poll = p->poll };

	if (p->poll && !(r->flags & P_REDACTED))
		poll_put(s, h, &row);
}

static void put_parts(struct store *s, struct hot *h, const struct row *r)
{
	const struct post *p = r->p;
	struct part part = { .eid = p->eid, .pos = r->pos,
			     .sender = r->sender, .ts = p->ts };

	if (r->flags & P_TASK) {
		part.root = p->eid;
		part.kind = PART_ROOT;
		part.thing = p->thing;
		part_put(s, h, &part);
	}
	if (r->change && small(p->thread)) {
		part.root = p->thread;
		part.kind = PART_CHANGE;
		part.thing = p->change;
		part_put(s, h, &part);
	}
}

/* Somebody is to be told, if it is still unread when all is known. */
static void note_ring(struct store *s, struct hot *h, const struct row *r)
{
	const struct self *me = cache_self(s, h->account);
	struct ring_delta d = { .room = h->id, .post = s->next_post,
				.ring = r->p->ring };

	if (!r->p->ring || r->own || (r->flags & P_REDACTED) || !me ||
	    me->first || s->rings->len >= RINGS_MAX)
		return;
	g_array_append_val(s->rings, d);
}

static void note_activity(struct store *s, struct hot *h, const struct row *r)
{
	int64_t now = world_now(s->world);

	members_seen(s, r->sender, r->p->ts);
	if (post_kind_counts(r->kind) && r->p->ts > h->last_ts)
		h->last_ts = MIN(r->p->ts, now);
}

static void follow_up(struct store *s, struct hot *h, const struct change *c,
		      const struct row *r)
{
	int64_t id = s->next_post;

	if (index_wants(r->kind, r->change != NULL, r->flags & P_REDACTED))
		index_post(s, h->id, id, r->body);
	count_reply(s, h, r);
	put_parts(s, h, r);
	put_poll(s, h, r);
	note_activity(s, h, r);
	if (!c->older) {
		note_ring(s, h, r);
		if (r->own && post_kind_counts(r->kind))
			mark_read(s, h, r->pos);
	}
	s->next_post++;
	if (h->orphans > 0)
		relations_settle(s, h, id, r->p->eid);
}

void store_apply_post(struct store *s, struct hot *h, const struct change *c)
{
	const struct post *p = c->post;
	struct row r;

	if (!p || !small(p->eid) || !small(p->sender)) {
		log_debug("store", "a post without id or sender is skipped");
		return;
	}
	row_init(&r, s, h, c);
	outbox_arrived(s, p->txn, p->eid);
	if (insert_row(s, h, &r)) {
		gap_take_pos(s, h, r.pos);
		follow_up(s, h, c, &r);
		hot_touch(s, h, HOT_SAVE | (h->waiting ? HOT_RECEIPTS : 0),
			  ROOM_HAS_POSTS);
	} else if (c->older && !db_failed(&s->db)) {
		gap_met(s, h, c);
	}
	row_clear(&r);
}
