#include "store/internal.h"

#include "base/error.h"
#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

/* How long to wait for a lock: the writer is alone but for checkpoints; a
 * reader must not hold up the screen. */
enum { WAIT_WRITE_MS = 5000, WAIT_READ_MS = 100 };

static void finalize(void *stmt)
{
	sqlite3_finalize(stmt);
}

/* ---- trouble ------------------------------------------------------------- */

static const struct {
	int rc;
	enum fm_error code;
	const char *what, *todo;
} troubles[] = {
	{ SQLITE_FULL, FM_ERROR_DISK, "the disk is full",
	  "Make room; nothing that was stored is lost." },
	{ SQLITE_READONLY, FM_ERROR_DISK, "it cannot be written",
	  "Check who owns the file and its folder, and that the disk is not "
	  "mounted read-only." },
	{ SQLITE_IOERR, FM_ERROR_DISK, "the disk reports an error",
	  "Check the disk and how much of it is free." },
	{ SQLITE_CANTOPEN, FM_ERROR_DISK, "it cannot be opened",
	  "Check that the file and its folder are yours." },
	{ SQLITE_PERM, FM_ERROR_DISK, "access is denied",
	  "Check that the file and its folder are yours." },
	{ SQLITE_BUSY, FM_ERROR_LOCKED, "another program holds it",
	  "Close that program and try again." },
	{ SQLITE_LOCKED, FM_ERROR_LOCKED, "another program holds it",
	  "Close that program and try again." },
};

static bool holds_own_words(const struct db *db)
{
	return g_str_has_suffix(db->path, "own.db");
}

static void say_damaged(struct db *db)
{
	g_set_error(&db->error, FM_ERROR, FM_ERROR_CORRUPT,
		    holds_own_words(db) ?
		    "The file %s is damaged (%s). It holds what is not sent "
		    "yet: keep a copy, move it away, and start again." :
		    "The file %s is damaged (%s). Move it away and start "
		    "again: what it holds is fetched anew.",
		    db->path, sqlite3_errmsg(db->h));
}

static void describe(struct db *db)
{
	int rc = db->h ? sqlite3_errcode(db->h) & 0xff : SQLITE_CANTOPEN;

	if (rc == SQLITE_CORRUPT || rc == SQLITE_NOTADB) {
		say_damaged(db);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(troubles); i++) {
		if (troubles[i].rc != rc)
			continue;
		g_set_error(&db->error, FM_ERROR, troubles[i].code,
			    "The file %s could not be used: %s. %s", db->path,
			    troubles[i].what, troubles[i].todo);
		return;
	}
	g_set_error(&db->error, FM_ERROR, FM_ERROR_FAILED,
		    "The file %s could not be used: %s.", db->path,
		    db->h ? sqlite3_errmsg(db->h) : "out of memory");
}

void db_trouble(struct db *db)
{
	if (!db->error)
		describe(db);
	if (!db->lenient)
		return;
	log_warn("store", "%s", db->error->message);
	g_clear_error(&db->error);
}

bool db_failed(const struct db *db)
{
	return db->error != NULL;
}

bool db_take_error(struct db *db, GError **err)
{
	if (!db->error)
		return true;
	g_propagate_error(err, g_steal_pointer(&db->error));
	return false;
}

/* ---- opening ------------------------------------------------------------- */

/* SQLite makes files by the umask; ours are nobody else's business. One that
 * is there is not opened: closing it would drop the locks that other
 * connections of this process hold on it (fcntl(2), "Advisory record
 * locking"), and the next process to go would take away the log. */
static void make_private(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		close(fd);
}

/* A folder that cannot be written has no room for the index of the log; if
 * there is no log either, the file itself is all there is. */
static int open_sealed(struct db *db)
{
	g_autofree char *quoted = g_uri_escape_string(db->path, "/", false);
	g_autofree char *uri = g_strdup_printf("file:%s?immutable=1", quoted);

	sqlite3_close(g_steal_pointer(&db->h));
	return sqlite3_open_v2(uri, &db->h, SQLITE_OPEN_READONLY |
			       SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
}

static int open_for_reading(struct db *db)
{
	int rc = sqlite3_open_v2(db->path, &db->h, SQLITE_OPEN_READWRITE |
				 SQLITE_OPEN_NOMUTEX, NULL);

	if (rc != SQLITE_OK)
		return rc;
	sqlite3_busy_timeout(db->h, WAIT_READ_MS);
	rc = sqlite3_exec(db->h, "SELECT 1 FROM sqlite_schema LIMIT 1", NULL,
			  NULL, NULL);
	if ((rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_READONLY)
		return open_sealed(db);
	return rc;
}

bool db_open(struct db *db, const char *path, enum db_mode mode, GError **err)
{
	int rc;

	memset(db, 0, sizeof *db);
	db->path = g_strdup(path);
	db->stmts = g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL,
					  finalize);
	if (mode == DB_WRITE) {
		make_private(path);
		rc = sqlite3_open_v2(path, &db->h, SQLITE_OPEN_READWRITE |
				     SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
				     NULL);
		sqlite3_busy_timeout(db->h, WAIT_WRITE_MS);
	} else {
		rc = open_for_reading(db);
	}
	if (rc == SQLITE_OK) {
		sqlite3_extended_result_codes(db->h, 1);
		return true;
	}
	db_trouble(db);
	db_take_error(db, err);
	db_close(db);
	return false;
}

void db_close(struct db *db)
{
	if (!db->stmts)
		return;
	g_hash_table_unref(db->stmts);
	sqlite3_close(db->h);
	g_free(db->path);
	g_clear_error(&db->error);
	memset(db, 0, sizeof *db);
}

/* ---- statements ---------------------------------------------------------- */

void db_script(struct db *db, const char *sql)
{
	if (!db->error && sqlite3_exec(db->h, sql, NULL, NULL, NULL))
		db_trouble(db);
}

static sqlite3_stmt *find_statement(struct db *db, const char *sql)
{
	sqlite3_stmt *st = g_hash_table_lookup(db->stmts, sql);

	if (st)
		return st;
	if (sqlite3_prepare_v3(db->h, sql, -1, SQLITE_PREPARE_PERSISTENT, &st,
			       NULL) != SQLITE_OK) {
		db_trouble(db);
		return NULL;
	}
	g_hash_table_insert(db->stmts, (void *)sql, st);
	return st;
}

static void bind_values(sqlite3_stmt *st, const char *types, va_list ap)
{
	for (int i = 0; types[i]; i++) {
		const char *s;

		switch (types[i]) {
		case 'i':
			sqlite3_bind_int64(st, i + 1, va_arg(ap, int64_t));
			break;
		case 'd':
			sqlite3_bind_int(st, i + 1, va_arg(ap, int));
			break;
		case 's':
			s = va_arg(ap, const char *);
			sqlite3_bind_text(st, i + 1, s, -1, SQLITE_STATIC);
			break;
		}
	}
}

static sqlite3_stmt *query(struct db *db, const char *sql, const char *types,
			   va_list ap)
{
	sqlite3_stmt *st = db->error ? NULL : find_statement(db, sql);

	if (!st)
		return NULL;
	sqlite3_reset(st);
	bind_values(st, types, ap);
	return st;
}

sqlite3_stmt *db_query(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *st;
	va_list ap;

	va_start(ap, types);
	st = query(db, sql, types, ap);
	va_end(ap);
	return st;
}

bool db_row(struct db *db, sqlite3_stmt *st)
{
	int rc;

	if (!st)
		return false;
	rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE)
		db_trouble(db);
	sqlite3_reset(st);
	return false;
}

void db_done(sqlite3_stmt *st)
{
	if (st)
		sqlite3_reset(st);
}

int db_exec(struct db *db, const char *sql, const char *types, ...)
{
	sqlite3_stmt *st;
	va_list ap;

	va_start(ap, types);
	st = query(db, sql, types, ap);
	va_end(ap);
	if (!st)
		return 0;
	while (db_row(db, st))
		;
	return db->error ? 0 : sqlite3_changes(db->h);
}

int64_t db_int(struct db *db, int64_t none, const char *sql,
	       const char *types, ...)
{
	sqlite3_stmt *st;
	va_list ap;

	va_start(ap, types);
	st = query(db, sql, types, ap);
	va_end(ap);
	if (!db_row(db, st))
		return none;
	if (sqlite3_column_type(st, 0) != SQLITE_NULL)
		none = sqlite3_column_int64(st, 0);
	db_done(st);
	return none;
}

char *db_text(struct db *db, const char *sql, const char *types, ...)
{
	char *text = NULL;
	sqlite3_stmt *st;
	va_list ap;

	va_start(ap, types);
	st = query(db, sql, types, ap);
	va_end(ap);
	if (db_row(db, st)) {
		text = db_copy(st, 0);
		db_done(st);
	}
	return text;
}

char *db_copy(sqlite3_stmt *st, int column)
{
	return g_strdup(db_peek(st, column));
}

const char *db_peek(sqlite3_stmt *st, int column)
{
	return (const char *)sqlite3_column_text(st, column);
}

int64_t db_num(sqlite3_stmt *st, int column)
{
	return sqlite3_column_int64(st, column);
}
