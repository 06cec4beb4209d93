#include "store/internal.h"

#include "base/error.h"

#include <string.h>

/* A sent op whose event never came back (it is in a gap that nobody has
 * filled) is not shown for ever. */
#define SENT_KEPT_MS ((int64_t)24 * 60 * 60 * 1000)

static bool told(struct store *s, GError **err)
{
	return db_take_error(&s->own, err);
}

struct op *outbox_op_from(sqlite3_stmt *st)
{
	struct op *op = op_new(db_num(st, 3));

	op->id = db_num(st, 0);
	op->account = db_num(st, 1);
	op->room = db_num(st, 2);
	op->rid = db_copy(st, 4);
	op->txn = db_copy(st, 5);
	op->target = db_copy(st, 6);
	op->thread = db_copy(st, 7);
	op->key = db_copy(st, 8);
	op->reason = db_copy(st, 9);
	op->body = db_copy(st, 10);
	op->html = db_copy(st, 11);
	op->mentions = db_copy(st, 12);
	op->emote = db_num(st, 13);
	if (op->kind == OP_CREATE)
		op->plan = plan_unpack(db_peek(st, 14));
	else
		op->thing = thing_unpack(db_peek(st, 14));
	op->via = pack_read_list(db_peek(st, 15));
	op->state = db_num(st, 16);
	op->tries = (int)db_num(st, 17);
	op->error = db_copy(st, 18);
	op->eid = db_copy(st, 19);
	op->made = db_num(st, 20);
	op->next_try = db_num(st, 21);
	op->audience = db_num(st, 22);
	op->poll = pack_read_poll(db_peek(st, 23));
	op->scope = db_copy(st, 24);
	op->origin = db_copy(st, 25);
	op->wider = db_num(st, 26);
	return op;
}

/* ---- echoes: the event of an op has come --------------------------------- */

static void expect_echo(struct store *s, const char *name, int64_t id)
{
	if (name)
		g_hash_table_insert(s->echoes, g_strdup(name),
				    GSIZE_TO_POINTER(id));
}

void outbox_arrived(struct store *s, const char *txn, const char *eid)
{
	int64_t id = 0;

	if (!g_hash_table_size(s->echoes))
		return;
	if (txn)
		id = GPOINTER_TO_SIZE(g_hash_table_lookup(s->echoes, txn));
	if (!id && eid)
		id = GPOINTER_TO_SIZE(g_hash_table_lookup(s->echoes, eid));
	if (id)
		g_array_append_val(s->arrived, id);
}

/* Those that wait for a message still in the outbox get its event id. */
static void give_eid(struct store *s, const char *txn, const char *eid)
{
	g_autofree char *name = g_strconcat("txn:", txn, NULL);

	db_exec(&s->own, "UPDATE op SET target = ? WHERE target = ?", "ss",
		eid, name);
	db_exec(&s->own, "UPDATE op SET thread = ? WHERE thread = ?", "ss",
		eid, name);
}

/* Those that wait for a room still to be made get its id. */
static void give_rid(struct store *s, int64_t account, const char *txn,
		     const char *rid)
{
	struct hot *h = cache_room(s, account, rid);
	g_autofree char *name = g_strconcat("txn:", txn, NULL);

	db_exec(&s->own, "UPDATE op SET rid = ?, room = ? WHERE rid = ?",
		"sis", rid, h ? h->id : INT64_C(0), name);
	db_exec(&s->own, "UPDATE op SET target = ? WHERE target = ?", "ss",
		rid, name);
}

/* The op itself stays: its next try finds that it has been done, and says so
 * to whoever waits for it. */
void store_apply_made(struct store *s, struct hot *h, const struct change *c)
{
	if (!c->key)
		return;
	db_exec(&s->db, "INSERT OR IGNORE INTO made(account, txn, rid)"
		" VALUES(?, ?, ?)", "iss", c->account, c->key, h->rid);
	give_rid(s, c->account, c->key, h->rid);
	db_exec(&s->own, "UPDATE op SET next_try = 0 WHERE txn = ?"
		" AND state = ?", "sd", c->key, (int)OP_WAITING);
}

/* The event id of an op that has come by sync, in its room. */
static char *eid_of(struct store *s, const char *txn)
{
	return db_text(&s->db, "SELECT eid FROM post WHERE txn = ?", "s",
		       txn);
}

static void remove_arrived(struct store *s, int64_t id)
{
	g_autofree char *txn = db_text(&s->own, "SELECT txn FROM op"
				       " WHERE id = ?", "i", id);
	g_autofree char *eid = txn ? eid_of(s, txn) : NULL;

	if (eid)
		give_eid(s, txn, eid);
	db_exec(&s->own, "DELETE FROM op WHERE id = ?", "i", id);
}

void outbox_sweep(struct store *s)
{
	if (!s->arrived->len)
		return;
	for (guint i = 0; i < s->arrived->len; i++)
		remove_arrived(s, g_array_index(s->arrived, int64_t, i));
	g_array_set_size(s->arrived, 0);
	outbox_load(s);
}

static bool is_stored(struct store *s, int64_t room, const char *eid)
{
	return db_int(&s->db, 0, "SELECT 1 FROM post WHERE room = ?1"
		      " AND eid = ?2 UNION ALL SELECT 1 FROM reaction"
		      " WHERE room = ?1 AND eid = ?2 UNION ALL SELECT 1"
		      " FROM edit WHERE room = ?1 AND eid = ?2 UNION ALL SELECT 1"
		      " FROM vote WHERE room = ?1 AND eid = ?2 LIMIT 1", "is",
		      room, eid);
}

void outbox_load(struct store *s)
{
	sqlite3_stmt *st = db_query(&s->own, "SELECT id, txn, eid, kind"
				    " FROM op", "");

	g_hash_table_remove_all(s->echoes);
	while (db_row(&s->own, st)) {
		if (!op_kind_is_event(db_num(st, 3)))
			continue;
		expect_echo(s, db_peek(st, 1), db_num(st, 0));
		expect_echo(s, db_peek(st, 2), db_num(st, 0));
	}
}

/* ---- after a start ------------------------------------------------------- */

/* The store may have been made anew: accounts and rooms then have other
 * numbers, and the ops find theirs by name. */
static void relink_ops(struct store *s, int64_t account, const char *user,
		       const char *base)
{
	sqlite3_stmt *st;

	db_exec(&s->own, "UPDATE op SET account = ? WHERE who = ?"
		" AND base = ?", "iss", account, user, base);
	st = db_query(&s->own, "SELECT id, rid FROM op WHERE account = ?"
		      " AND rid IS NOT NULL", "i", account);
	while (db_row(&s->own, st)) {
		int64_t room = db_int(&s->db, 0, "SELECT id FROM room"
				      " WHERE account = ? AND rid = ?", "is",
				      account, db_peek(st, 1));

		db_exec(&s->own, "UPDATE op SET room = ? WHERE id = ?"
			" AND room <> ?1", "ii", room, db_num(st, 0));
	}
}

/* Between the two commits of an event's coming the power may have failed. */
static void sweep_stored(struct store *s)
{
	sqlite3_stmt *st = db_query(&s->own, "SELECT id, txn, eid, room,"
				    " kind FROM op", "");

	while (db_row(&s->own, st)) {
		int64_t id = db_num(st, 0);
		g_autofree char *eid = eid_of(s, db_peek(st, 1));

		if (op_kind_is_event(db_num(st, 4)) &&
		    (eid || (db_peek(st, 2) &&
			     is_stored(s, db_num(st, 3), db_peek(st, 2)))))
			g_array_append_val(s->arrived, id);
	}
	outbox_sweep(s);
}

void outbox_relink(struct store *s)
{
	sqlite3_stmt *st;

	if (!db_int(&s->own, 0, "SELECT 1 FROM op LIMIT 1", ""))
		return;
	st = db_query(&s->db, "SELECT id, user, base FROM account", "");
	while (db_row(&s->db, st))
		relink_ops(s, db_num(st, 0), db_peek(st, 1),
			   db_peek(st, 2));
	db_exec(&s->own, "DELETE FROM op WHERE state = ? AND made < ?", "di",
		(int)OP_SENT, world_now(s->world) - SENT_KEPT_MS);
	sweep_stored(s);
}

bool outbox_recover(struct store *s, GError **err)
{
	db_exec(&s->own, "UPDATE op SET state = ?, next_try = 0"
		" WHERE state = ?", "dd", (int)OP_WAITING, (int)OP_SENDING);
	return told(s, err);
}

/* ---- pushing ------------------------------------------------------------- */

static void complete_op(struct store *s, struct op *op)
{
	struct hot *h;

	if (!op->txn)
		op->txn = g_strdup_printf("fm%016" G_GINT64_MODIFIER "x%08x",
					  world_random(s->world),
					  (unsigned)(world_now(s->world) /
						     1000));
	if (!op->made)
		op->made = world_now(s->world);
	if (op->room && (!op->rid || !op->account)) {
		h = cache_room_id(s, op->room);
		if (h && !op->rid)
			op->rid = g_strdup(h->rid);
		if (h && !op->account)
			op->account = h->account;
	} else if (!op->room && op->rid) {
		h = cache_room(s, op->account, op->rid);
		op->room = h ? h->id : 0;
	}
}

/* Only the newest read mark of a room is worth sending. */
static void drop_older_marks(struct store *s, const struct op *op)
{
	if (op->kind == OP_READ)
		db_exec(&s->own, "DELETE FROM op WHERE kind = ? AND room = ?"
			" AND state = ?", "did", (int)OP_READ, op->room,
			(int)OP_WAITING);
}

/* The room of "txn:TXN", when it has been made meanwhile. */
static void resolve_room(struct store *s, int64_t account, char **rid)
{
	char *known;

	if (!*rid || !g_str_has_prefix(*rid, "txn:"))
		return;
	known = store_made(s, account, *rid + strlen("txn:"));
	if (!known)
		return;
	g_free(*rid);
	*rid = known;
}

static void insert_op(struct store *s, struct op *op)
{
	g_autofree char *task = op->plan ? plan_pack(op->plan) :
					   thing_pack(op->thing);
	g_autofree char *via = pack_list(op->via);
	g_autofree char *poll = pack_poll(op->poll);
	g_autofree char *base = db_text(&s->db, "SELECT base FROM account"
					" WHERE id = ?", "i", op->account);
	const struct self *me = cache_self(s, op->account);

	db_exec(&s->own, "INSERT INTO op(account, room, who, base, kind, rid,"
		" txn, target, thread, key, reason, body, html, mentions,"
		" emote, task, via, state, made, next_try, audience, poll,"
		" scope, origin, wider)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(txn) DO NOTHING",
		"iissdsssssssssdssdiiisssd", op->account, op->room,
		me ? me->user : NULL, base, (int)op->kind, op->rid, op->txn,
		op->target, op->thread, op->key, op->reason, op->body,
		op->html, op->mentions, (int)op->emote, task, via,
		(int)OP_WAITING, op->made, op->next_try, op->audience, poll,
		op->scope, op->origin, (int)op->wider);
	op->id = db_int(&s->own, 0, "SELECT id FROM op WHERE txn = ?", "s",
			op->txn);
	op->state = OP_WAITING;
}

/* Reading counts at once, whatever the network does. The transaction that
 * this begins ends with the next store_commit(). */
static void read_at_once(struct store *s, const struct op *op)
{
	struct hot *h = cache_room_id(s, op->room);
	struct mark m = { op->room, 0 };

	if (!h || !op->target)
		return;
	m.pos = db_int(&s->db, 0, "SELECT pos FROM post WHERE room = ?"
		       " AND eid = ?", "is", op->room, op->target);
	if (m.pos <= h->read_pos)
		return;
	store_begin(s);
	mark_read(s, h, m.pos);
	g_array_append_val(s->marks, m);
}

/* What has been marked unread from a message on is new again here; other
 * clients only hear of the mark. */
static void unread_at_once(struct store *s, const struct op *op)
{
	struct hot *h = cache_room_id(s, op->room);
	int64_t pos = h && op->target ? db_int(&s->db, 0, "SELECT pos FROM post"
		" WHERE room = ? AND eid = ?", "is", op->room, op->target) :
		0;

	if (!pos || pos >= h->read_pos)
		return;
	store_begin(s);
	mark_unread(s, h, pos);
}

char *store_made(struct store *s, int64_t account, const char *txn)
{
	return db_text(&s->db, "SELECT rid FROM made WHERE account = ?"
		       " AND txn = ?", "is", account, txn);
}

bool outbox_push(struct store *s, struct op *op, GError **err)
{
	resolve_room(s, op->account, &op->rid);
	resolve_room(s, op->account, &op->target);
	complete_op(s, op);
	op->eid = op->eid ? op->eid : eid_of(s, op->txn);
	if (op->eid) {
		/* Pushed again by somebody who did not hear of its end. */
		op->state = OP_SENT;
		return db_take_error(&s->db, err);
	}
	db_script(&s->own, "BEGIN IMMEDIATE");
	drop_older_marks(s, op);
	insert_op(s, op);
	db_script(&s->own, "COMMIT");
	if (db_failed(&s->own)) {
		if (!sqlite3_get_autocommit(s->own.h))
			sqlite3_exec(s->own.h, "ROLLBACK", NULL, NULL, NULL);
		return told(s, err);
	}
	if (op_kind_is_event(op->kind))
		expect_echo(s, op->txn, op->id);
	if (op->kind == OP_READ)
		read_at_once(s, op);
	if (op->kind == OP_MARK && g_strcmp0(op->key, "unread") == 0)
		unread_at_once(s, op);
	return db_take_error(&s->db, err);
}

/* ---- sending ------------------------------------------------------------- */

#define WAITS_FOR(column) \
	" AND (o." column " IS NULL OR o." column " NOT LIKE 'txn:%')"

/* The newest message of a thread, of ours or of anybody: what a client that
 * knows no threads is told that a message there answers. */
static char *outbox_thread_newest(struct store *s, const struct op *op)
{
	char *eid = db_text(&s->own, "SELECT eid FROM op WHERE room = ?"
			    " AND thread = ? AND eid IS NOT NULL"
			    " ORDER BY id DESC LIMIT 1", "is", op->room,
			    op->thread);

	if (eid)
		return eid;
	return db_text(&s->db, "SELECT eid FROM post WHERE room = ?"
		       " AND thread = ? ORDER BY pos DESC LIMIT 1", "is",
		       op->room, op->thread);
}

struct op *outbox_next(struct store *s, int64_t account, int64_t *wait)
{
	int64_t now = world_now(s->world), due;
	struct op *op = NULL;
	sqlite3_stmt *st = db_query(&s->own, "SELECT " OP_COLUMNS " FROM op o"
		" WHERE o.account = ? AND o.state = 0 AND o.next_try <= ?"
		WAITS_FOR("target") WAITS_FOR("thread") WAITS_FOR("rid")
		" AND NOT EXISTS (SELECT 1 FROM op e WHERE e.account ="
		" o.account AND coalesce(e.rid, '') = coalesce(o.rid, '')"
		" AND (e.state = 1 OR (e.state = 0 AND e.id < o.id)))"
		" ORDER BY o.id LIMIT 1", "ii", account, now);

	*wait = -1;
	if (db_row(&s->own, st)) {
		op = outbox_op_from(st);
		db_done(st);
		if ((op->kind == OP_SEND || op->kind == OP_POLL) &&
		    op->thread && !op->key)
			op->key = outbox_thread_newest(s, op);
		return op;
	}
	due = db_int(&s->own, -1, "SELECT min(next_try) FROM op"
		     " WHERE account = ? AND state = 0 AND next_try > ?",
		     "ii", account, now);
	if (due > 0)
		*wait = due - now;
	g_clear_error(&s->own.error);
	return NULL;
}

bool outbox_sending(struct store *s, int64_t id, GError **err)
{
	db_exec(&s->own, "UPDATE op SET state = ?, tries = tries + 1"
		" WHERE id = ?", "di", (int)OP_SENDING, id);
	return told(s, err);
}

bool outbox_made(struct store *s, int64_t id, const char *rid, GError **err)
{
	sqlite3_stmt *st = db_query(&s->own, "SELECT account, txn FROM op"
				    " WHERE id = ? AND kind = ?", "id", id,
				    (int)OP_CREATE);
	g_autofree char *txn = NULL;
	int64_t account;

	if (!rid || !db_row(&s->own, st))
		return told(s, err);
	account = db_num(st, 0);
	txn = db_copy(st, 1);
	db_done(st);
	store_begin(s);
	db_exec(&s->db, "INSERT OR IGNORE INTO made(account, txn, rid)"
		" VALUES(?, ?, ?)", "iss", account, txn, rid);
	give_rid(s, account, txn, rid);
	return told(s, err) && db_take_error(&s->db, err);
}

bool outbox_sent(struct store *s, int64_t id, const char *eid, GError **err)
{
	sqlite3_stmt *st = db_query(&s->own, "SELECT kind, txn, room FROM op"
				    " WHERE id = ?", "i", id);
	g_autofree char *txn = NULL;
	enum op_kind kind;
	int64_t room;

	/* Its event came first: all is done. */
	if (!db_row(&s->own, st))
		return told(s, err);
	kind = db_num(st, 0);
	txn = db_copy(st, 1);
	room = db_num(st, 2);
	db_done(st);
	if (eid)
		give_eid(s, txn, eid);
	if (!op_kind_is_event(kind) || !eid || is_stored(s, room, eid))
		db_exec(&s->own, "DELETE FROM op WHERE id = ?", "i", id);
	else
		db_exec(&s->own, "UPDATE op SET state = ?, eid = ?,"
			" error = NULL WHERE id = ?", "dsi", (int)OP_SENT,
			eid, id);
	outbox_load(s);
	return told(s, err);
}

/* What builds on an op that will not be sent cannot be sent either. */
static void fail_followers(struct store *s, int64_t id, const char *why)
{
	g_autofree char *txn = db_text(&s->own, "SELECT 'txn:' || txn FROM op"
				       " WHERE id = ?", "i", id);

	if (txn)
		db_exec(&s->own, "WITH RECURSIVE late(name) AS (VALUES(?3)"
			" UNION SELECT 'txn:' || o.txn FROM op o JOIN late"
			" ON late.name IN (o.target, o.thread, o.rid))"
			" UPDATE op SET state = ?1, error = ?2 WHERE state = 0"
			" AND (target IN late OR thread IN late"
			" OR rid IN late)", "dss", (int)OP_FAILED, why, txn);
}

bool outbox_failed(struct store *s, int64_t id, const char *error,
		   int64_t next_try, GError **err)
{
	bool final = next_try < 0;

	db_exec(&s->own, "UPDATE op SET state = ?, error = ?, next_try = ?"
		" WHERE id = ?", "dsii", (int)(final ? OP_FAILED : OP_WAITING),
		error, final ? 0 : next_try, id);
	if (final)
		fail_followers(s, id, "What it builds on could not be "
			       "done. Resend that one first.");
	return told(s, err);
}

/* What failed only because this one did waits for it again. */
static void wake_followers(struct store *s, int64_t id)
{
	db_exec(&s->own, "WITH RECURSIVE late(name) AS"
		" (SELECT 'txn:' || txn FROM op WHERE id = ?2"
		" UNION SELECT 'txn:' || o.txn FROM op o JOIN late"
		" ON late.name IN (o.target, o.thread, o.rid))"
		" UPDATE op SET state = ?1, error = NULL, next_try = 0"
		" WHERE state = 3 AND (target IN late OR thread IN late"
		" OR rid IN late)", "di", (int)OP_WAITING, id);
}

bool outbox_held(struct store *s, int64_t id, const char *why,
		 const char *scope, GError **err)
{
	db_exec(&s->own, "UPDATE op SET state = ?, error = ?, held = ?,"
		" next_try = 0 WHERE id = ?", "dssi", (int)OP_HELD, why,
		scope, id);
	return told(s, err);
}

/* Who sends on what was held has seen who can read it; whatever has changed
 * since then is asked about again. */
bool outbox_resend(struct store *s, int64_t id, GError **err)
{
	int n = db_exec(&s->own, "UPDATE op SET state = ?, error = NULL,"
			" next_try = 0, scope = coalesce(held, scope),"
			" held = NULL WHERE id = ? AND state IN (0, 3, 4)",
			"di", (int)OP_WAITING, id);

	if (n)
		wake_followers(s, id);

	if (!told(s, err))
		return false;
	if (!n)
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "Nothing in the outbox with number %"
			    G_GINT64_FORMAT " waits to be sent again.", id);
	return n > 0;
}

bool outbox_drop(struct store *s, int64_t id, GError **err)
{
	bool n = db_int(&s->own, 0, "SELECT 1 FROM op WHERE id = ?"
			" AND state <> ?", "id", id, (int)OP_SENDING);

	if (n)
		fail_followers(s, id, "What it builds on was dropped. Drop "
			       "this one too.");
	if (n)
		db_exec(&s->own, "DELETE FROM op WHERE id = ?", "i", id);
	outbox_load(s);
	if (!told(s, err))
		return false;
	if (!n)
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is nothing with number %" G_GINT64_FORMAT
			    " in the outbox, or it is just being sent.", id);
	return n;
}

int64_t outbox_last(struct store *s)
{
	int64_t id = db_int(&s->own, 0, "SELECT max(id) FROM op", "");

	g_clear_error(&s->own.error);
	return id;
}

int outbox_count_held(struct store *s)
{
	int n = (int)db_int(&s->own, 0, "SELECT count(*) FROM op"
			    " WHERE state = ?", "d", (int)OP_HELD);

	g_clear_error(&s->own.error);
	return n;
}

/* Receipts and marks are not worth a word unless they fail. */
void outbox_counts(struct store *s, int *waiting, int *failed)
{
	*waiting = (int)db_int(&s->own, 0, "SELECT count(*) FROM op"
			       " WHERE state IN (0, 1)"
			       " AND kind NOT IN (?, ?)", "dd", (int)OP_READ,
			       (int)OP_MARK);
	*failed = (int)db_int(&s->own, 0, "SELECT count(*) FROM op"
			      " WHERE state = 3 AND kind NOT IN (?, ?)",
			      "dd", (int)OP_READ, (int)OP_MARK);
	g_clear_error(&s->own.error);
}
