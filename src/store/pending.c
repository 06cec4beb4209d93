#include "store/internal.h"

#include <string.h>

static void free_op(void *op)
{
	op_free(op);
}

GPtrArray *pending_ops(struct reader *r, int64_t room)
{
	GPtrArray *ops = g_ptr_array_new_with_free_func(free_op);
	sqlite3_stmt *st;

	if (!reader_own(r))
		return ops;
	st = db_query(&r->db, "SELECT " OP_COLUMNS " FROM own.op o"
		      " WHERE (?1 = 0 OR o.room = ?1) ORDER BY o.id", "i",
		      room);
	while (db_row(&r->db, st))
		if (op_kind_is_event(db_num(st, 3)))
			g_ptr_array_add(ops, outbox_op_from(st));
	return ops;
}

static enum post_state state_of(const struct op *op)
{
	static const enum post_state states[] = {
		[OP_WAITING] = POST_WAITING, [OP_SENDING] = POST_SENDING,
		[OP_SENT] = POST_SENT, [OP_FAILED] = POST_FAILED,
		[OP_HELD] = POST_HELD,
	};

	return op->state <= OP_HELD ? states[op->state] : POST_FAILED;
}

static void replace(char **at, const char *with)
{
	g_free(*at);
	*at = g_strdup(with);
}

/* The post says how its op is doing; a failed one is not hidden by others. */
static void show_state(struct post *p, const struct op *op)
{
	if (p->state == POST_FAILED)
		return;
	p->state = state_of(op);
	p->op = p->state == POST_SENT ? 0 : op->id;
	replace(&p->error, op->error);
}

/* ---- over what is stored ------------------------------------------------- */

static void lay_edit(struct post *p, const struct op *op)
{
	if (p->redacted)
		return;
	replace(&p->body, op->body ? op->body : "");
	replace(&p->html, op->html);
	p->edited = true;
	show_state(p, op);
}

static void free_reaction(void *reaction)
{
	reaction_free(reaction);
}

static void lay_reaction(struct post *p, const struct op *op)
{
	struct reaction *r = NULL;

	if (op->state == OP_FAILED || !op->key)
		return;
	if (!p->reactions)
		p->reactions = g_ptr_array_new_with_free_func(free_reaction);
	for (guint i = 0; i < p->reactions->len && !r; i++) {
		struct reaction *have = p->reactions->pdata[i];

		if (strcmp(have->key, op->key) == 0)
			r = have;
	}
	if (!r) {
		r = g_new0(struct reaction, 1);
		r->key = g_strdup(op->key);
		g_ptr_array_add(p->reactions, r);
	}
	if (r->mine)
		return;
	r->mine = true;
	r->count++;
}

static void lay_redaction(struct post *p, const struct op *op)
{
	if (op->state == OP_FAILED) {
		show_state(p, op);
		return;
	}
	p->redacted = true;
	replace(&p->body, "");
	g_clear_pointer(&p->html, g_free);
	replace(&p->redact_reason, op->reason);
	g_clear_pointer(&p->thing, thing_free);
	g_clear_pointer(&p->change, thing_free);
	g_clear_pointer(&p->poll, poll_free);
	if (p->reactions) {
		g_ptr_array_set_free_func(p->reactions, free_reaction);
		g_ptr_array_set_size(p->reactions, 0);
	}
	show_state(p, op);
}

/* My reaction is taken back. */
static void lay_unreaction(struct post *p, const struct op *op)
{
	for (guint i = 0; p->reactions && i < p->reactions->len; i++) {
		struct reaction *r = p->reactions->pdata[i];

		if (op->state == OP_FAILED || !r->mine ||
		    g_strcmp0(r->mine_eid, op->target) != 0)
			continue;
		r->mine = false;
		g_clear_pointer(&r->mine_eid, g_free);
		if (--r->count > 0)
			return;
		g_ptr_array_remove_index(p->reactions, i);
		reaction_free(r);
		return;
	}
}

static void lay_change(struct thing *t, const struct op *op)
{
	if (!op->thing || op->thing->kind != t->kind)
		return;
	if (op->state != OP_FAILED)
		thing_apply(t, op->thing);
	if (t->state != POST_FAILED)
		t->state = state_of(op);
}

/* A vote that waits counts at once; so does an end of it. */
static void lay_ballot(struct post *p, const struct op *op)
{
	if (!p->poll || p->poll->ended)
		return;
	if (op->state != OP_FAILED && op->kind == OP_VOTE)
		poll_vote_mine(p->poll, op->via);
	else if (op->state != OP_FAILED)
		p->poll->ended = true;
	show_state(p, op);
}

static bool is_about(const struct op *op, const char *eid, const char *txn)
{
	if (!op->target)
		return false;
	if (eid && strcmp(eid, op->target) == 0)
		return true;
	return txn && g_str_has_prefix(op->target, "txn:") &&
	       strcmp(txn, op->target + 4) == 0;
}

static void lay_op(struct post *p, const struct op *op)
{
	if (op->kind == OP_REDACT)
		lay_unreaction(p, op);
	if (!is_about(op, p->eid, p->txn))
		return;
	switch (op->kind) {
	case OP_EDIT:
		lay_edit(p, op);
		break;
	case OP_REACT:
		lay_reaction(p, op);
		break;
	case OP_REDACT:
		lay_redaction(p, op);
		break;
	case OP_THING_CHANGE:
		if (p->thing)
			lay_change(p->thing, op);
		break;
	case OP_VOTE:
	case OP_POLL_END:
		lay_ballot(p, op);
		break;
	default:
		break;
	}
}

void pending_overlay(GPtrArray *posts, const GPtrArray *ops)
{
	for (guint i = 0; i < ops->len; i++)
		for (guint j = 0; j < posts->len; j++)
			lay_op(posts->pdata[j], ops->pdata[i]);
}

static int *votes_of(struct thing *t, enum vote vote)
{
	return vote == VOTE_UP ? &t->up : vote == VOTE_DOWN ? &t->down :
					  &t->maybe;
}

/* My newest vote is the one that counts. */
static void lay_vote(struct thing *t, const struct op *op)
{
	enum vote vote = vote_from(op->key);

	if (op->state == OP_FAILED || vote == VOTE_NONE || vote == t->mine)
		return;
	if (t->mine != VOTE_NONE)
		--*votes_of(t, t->mine);
	++*votes_of(t, vote);
	t->mine = vote;
}

void pending_thing(struct thing *t, const char *txn, const GPtrArray *ops)
{
	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];

		if (op->room != t->room || !is_about(op, t->eid, txn))
			continue;
		if (op->kind == OP_THING_CHANGE)
			lay_change(t, op);
		else if (op->kind == OP_REACT && t->kind != KIND_TASK)
			lay_vote(t, op);
	}
}

/* ---- what is not stored yet ---------------------------------------------- */

/* The thread in which an op's message will appear, or NULL. */
static const char *thread_of(const struct op *op)
{
	return op->kind == OP_THING_CHANGE ? op->target : op->thread;
}

static bool belongs_here(const struct op *op, const char *thread)
{
	if (op->kind != OP_SEND && op->kind != OP_THING &&
	    op->kind != OP_THING_CHANGE && op->kind != OP_POLL)
		return false;
	return g_strcmp0(thread_of(op), thread) == 0;
}

/* Its event may have come a moment ago: the row goes a moment later. */
static bool has_come(struct reader *r, const struct op *op)
{
	return db_int(&r->db, 0, "SELECT 1 FROM post WHERE txn = ?", "s",
		      op->txn) ||
	       (op->eid && db_int(&r->db, 0, "SELECT 1 FROM post"
				  " WHERE room = ? AND eid = ?", "is",
				  op->room, op->eid));
}

static void set_author(struct reader *r, struct post *p, int64_t room)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT a.user,"
		" coalesce(m.name, a.display) FROM room r JOIN account a"
		" ON a.id = r.account LEFT JOIN member m ON m.room = r.id"
		" AND m.person = a.person WHERE r.id = ?", "i", room);

	if (db_row(&r->db, st)) {
		p->sender = db_copy(st, 0);
		p->name = db_copy(st, 1);
		db_done(st);
	}
	if (!p->sender)
		p->sender = g_strdup("");
	if (!p->name || !p->name[0]) {
		g_free(p->name);
		p->name = pack_local(p->sender);
	}
}

static void set_reply(struct reader *r, struct post *p, const struct op *op)
{
	sqlite3_stmt *st;

	if (op->kind != OP_SEND || !op->target)
		return;
	p->reply_to = g_strdup(op->target);
	st = db_query(&r->db, "SELECT coalesce(m.name, u.uid),"
		      " substr(p.body, 1, 300) FROM post p JOIN person u"
		      " ON u.id = p.sender LEFT JOIN member m"
		      " ON m.room = p.room AND m.person = p.sender"
		      " WHERE p.room = ? AND p.eid = ?", "is", op->room,
		      op->target);
	if (!db_row(&r->db, st))
		return;
	p->reply_name = db_copy(st, 0);
	p->reply_body = db_copy(st, 1);
	db_done(st);
}

static void set_words(struct post *p, const struct op *op)
{
	p->kind = op->emote ? POST_EMOTE : POST_TEXT;
	if (op->kind == OP_THING && op->thing) {
		p->thing = thing_copy(op->thing);
		p->thing->room = op->room;
		p->thing->state = state_of(op);
		p->body = thing_body(op->thing, NULL, NULL);
	} else if (op->kind == OP_THING_CHANGE && op->thing) {
		p->kind = POST_NOTICE;
		p->change = thing_copy(op->thing);
		p->body = thing_change_words(op->thing, NULL, NULL);
	} else if (op->kind == OP_POLL && op->poll) {
		p->kind = POST_POLL;
		p->poll = poll_copy(op->poll);
		p->body = poll_body(op->poll);
	} else {
		p->body = g_strdup(op->body ? op->body : "");
		p->html = g_strdup(op->html);
	}
}

static struct post *post_of(struct reader *r, const struct op *op)
{
	struct post *p = post_new();

	p->room = op->room;
	p->eid = g_strdup(op->eid);
	p->txn = g_strdup(op->txn);
	p->ts = op->made;
	p->thread = g_strdup(thread_of(op));
	p->own = true;
	set_author(r, p, op->room);
	set_reply(r, p, op);
	set_words(p, op);
	show_state(p, op);
	return p;
}

static void set_room(struct reader *r, struct thing *t)
{
	sqlite3_stmt *st = db_query(&r->db, "SELECT r.title, r.rid, a.user"
				    " FROM room r JOIN account a"
				    " ON a.id = r.account WHERE r.id = ?",
				    "i", t->room);

	if (!db_row(&r->db, st))
		return;
	t->room_name = db_copy(st, 0);
	t->rid = db_copy(st, 1);
	t->creator = db_copy(st, 2);
	db_done(st);
}

struct thing *pending_new_thing(struct reader *r, const struct op *op,
			      const GPtrArray *ops)
{
	struct thing *t;

	if (op->kind != OP_THING || !op->thing || has_come(r, op))
		return NULL;
	t = thing_copy(op->thing);
	t->room = op->room;
	t->eid = g_strdup(op->eid);
	t->ts = t->changed = op->made;
	t->state = state_of(op);
	set_room(r, t);
	pending_thing(t, op->txn, ops);
	if (thing_is_closed(t))
		t->done_by = g_strdup(t->creator);
	return t;
}

void pending_append(struct reader *r, GPtrArray *posts, const GPtrArray *ops,
		    const struct page_query *q)
{
	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];

		if (belongs_here(op, q->thread) && !has_come(r, op))
			g_ptr_array_add(posts, post_of(r, op));
	}
}
