#include "store/internal.h"

#include "base/error.h"
#include "base/log.h"

#include <string.h>
#include <unistd.h>

static bool setup(struct reader *r, GError **err)
{
	/* The last one to close a file must not be made to tidy it up. */
	sqlite3_db_config(r->db.h, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	db_script(&r->db, "PRAGMA cache_size=-2000; PRAGMA temp_store=MEMORY;"
		  "PRAGMA query_only=1;");
	return db_take_error(&r->db, err) &&
	       db_check_version(&r->db, "main",
				migrations_last(store_migrations), err);
}

struct reader *reader_open(const struct paths *paths, const struct world *world,
			   GError **err)
{
	struct reader *r;

	if (access(paths->store, F_OK) != 0) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is no store in %s yet. Log in first.",
			    paths->profile);
		return NULL;
	}
	r = g_new0(struct reader, 1);
	r->world = world;
	r->own = store_own_path(paths);
	if (!db_open(&r->db, paths->store, DB_READ, err) || !setup(r, err)) {
		reader_close(r);
		return NULL;
	}
	/* From here on trouble is an empty answer and a line in the log. */
	r->db.lenient = true;
	return r;
}

void reader_close(struct reader *r)
{
	if (!r)
		return;
	db_close(&r->db);
	g_free(r->own);
	g_free(r);
}

static bool attach(struct reader *r)
{
	sqlite3_stmt *st = NULL;
	bool ok = sqlite3_prepare_v2(r->db.h, "ATTACH ? AS own", -1, &st,
				     NULL) == SQLITE_OK;

	if (ok) {
		sqlite3_bind_text(st, 1, r->own, -1, SQLITE_STATIC);
		ok = sqlite3_step(st) == SQLITE_DONE;
	}
	sqlite3_finalize(st);
	return ok;
}

bool reader_own(struct reader *r)
{
	g_autoptr(GError) error = NULL;

	if (r->attached)
		return true;
	if (!sqlite3_get_autocommit(r->db.h) || access(r->own, F_OK) != 0 ||
	    !attach(r))
		return false;
	r->attached = db_check_version(&r->db, "own",
				       migrations_last(own_migrations),
				       &error);
	if (!r->attached) {
		log_warn("store", "own.db: %s", error->message);
		db_script(&r->db, "DETACH own");
	}
	return r->attached;
}

/* ---- accounts ------------------------------------------------------------ */

#define ACCOUNT_COLUMNS \
	"SELECT id, name, kind, base, user, device, display, cursor, soft," \
	" out, reason FROM account "

static struct account *account_from(sqlite3_stmt *st)
{
	struct account *a = g_new0(struct account, 1);

	a->id = db_num(st, 0);
	a->name = db_copy(st, 1);
	a->kind = db_copy(st, 2);
	a->base = db_copy(st, 3);
	a->user = db_copy(st, 4);
	a->device = db_copy(st, 5);
	a->display = db_copy(st, 6);
	a->cursor = db_copy(st, 7);
	a->soft_logout = db_num(st, 8);
	a->logged_out = db_num(st, 9);
	a->out_reason = db_copy(st, 10);
	return a;
}

static void free_account(void *account)
{
	account_free(account);
}

GPtrArray *reader_accounts(struct reader *r)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_account);
	sqlite3_stmt *st = db_query(&r->db, ACCOUNT_COLUMNS "ORDER BY id", "");

	while (db_row(&r->db, st))
		g_ptr_array_add(out, account_from(st));
	return out;
}

struct account *reader_account(struct reader *r, int64_t id)
{
	sqlite3_stmt *st = db_query(&r->db, ACCOUNT_COLUMNS "WHERE id = ?",
				    "i", id);
	struct account *a;

	if (!db_row(&r->db, st))
		return NULL;
	a = account_from(st);
	db_done(st);
	return a;
}

/* ---- the outbox and small things ----------------------------------------- */

static void free_op(void *op)
{
	op_free(op);
}

GPtrArray *reader_outbox(struct reader *r, int64_t room)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_op);
	sqlite3_stmt *st;

	if (!reader_own(r))
		return out;
	st = db_query(&r->db, "SELECT " OP_COLUMNS ", r.title FROM own.op o"
		      " LEFT JOIN room r ON r.id = o.room"
		      " WHERE (?1 = 0 OR o.room = ?1) AND o.state <> ?2"
		      " ORDER BY o.id", "id", room, (int)OP_SENT);
	while (db_row(&r->db, st)) {
		struct op *op = outbox_op_from(st);

		op->room_name = db_copy(st, OP_COLUMNS_N);
		g_ptr_array_add(out, op);
	}
	return out;
}

struct op *reader_op(struct reader *r, int64_t id)
{
	sqlite3_stmt *st;
	struct op *op;

	if (!reader_own(r))
		return NULL;
	st = db_query(&r->db, "SELECT " OP_COLUMNS ", r.title FROM own.op o"
		      " LEFT JOIN room r ON r.id = o.room WHERE o.id = ?",
		      "i", id);
	if (!db_row(&r->db, st))
		return NULL;
	op = outbox_op_from(st);
	op->room_name = db_copy(st, OP_COLUMNS_N);
	db_done(st);
	return op;
}

struct draft *reader_draft(struct reader *r, const char *place)
{
	sqlite3_stmt *st;
	struct draft *d;

	if (!reader_own(r))
		return NULL;
	st = db_query(&r->db, "SELECT text, target, what, changed,"
		      " origin"
		      " FROM own.draft WHERE place = ?", "s", place);
	if (!db_row(&r->db, st))
		return NULL;
	d = g_new0(struct draft, 1);
	d->text = db_copy(st, 0);
	d->target = db_copy(st, 1);
	d->what = db_copy(st, 2);
	d->changed = db_num(st, 3);
	d->origin = db_copy(st, 4);
	db_done(st);
	return d;
}

GPtrArray *reader_drafts(struct reader *r)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	sqlite3_stmt *st;

	if (!reader_own(r))
		return out;
	st = db_query(&r->db, "SELECT place FROM own.draft"
		      " ORDER BY changed DESC", "");
	while (db_row(&r->db, st))
		g_ptr_array_add(out, db_copy(st, 0));
	return out;
}

char *reader_state(struct reader *r, const char *key)
{
	if (!reader_own(r))
		return NULL;
	return db_text(&r->db, "SELECT value FROM own.state WHERE key = ?",
		       "s", key);
}
