#include "store/internal.h"

#include "base/error.h"

#include <string.h>
#include <unistd.h>

char *store_own_path(const struct paths *paths)
{
	return g_build_filename(paths->profile, "own.db", NULL);
}

static int file_version(struct db *db, const char *schema)
{
	g_autofree char *sql = g_strdup_printf("PRAGMA %s.user_version",
					       schema);
	sqlite3_stmt *st = NULL;
	int version = 0;

	if (sqlite3_prepare_v2(db->h, sql, -1, &st, NULL) != SQLITE_OK ||
	    !db_row(db, st))
		db_trouble(db);
	else
		version = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	return version;
}

static bool too_new(const char *path, int version, GError **err)
{
	g_set_error(err, FM_ERROR, FM_ERROR_NEWER,
		    g_str_has_suffix(path, "own.db") ?
		    "The file %s was written by a newer folkmoot (version "
		    "%d). Use that one: the file holds what is not sent "
		    "yet." :
		    "The file %s was written by a newer folkmoot (version "
		    "%d). Use that one, or move the file away: what it holds "
		    "is fetched anew.", path, version);
	return false;
}

bool db_check_version(struct db *db, const char *schema, int last,
		      GError **err)
{
	int version = file_version(db, schema);

	if (!db_take_error(db, err))
		return false;
	if (version > last)
		return too_new(db->path, version, err);
	if (version == 0) {
		g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND,
			    "There is nothing in %s yet. Log in first.",
			    db->path);
		return false;
	}
	if (version < last) {
		g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
			    "The file %s is from an older folkmoot. Run "
			    "\"folkmoot sync\" once to bring it up to date.",
			    db->path);
		return false;
	}
	return true;
}

/* ---- the writer ---------------------------------------------------------- */

static void migrate_one(struct db *db, const struct migration *m)
{
	g_autofree char *version = g_strdup_printf("PRAGMA user_version=%d",
						   m->version);

	db_script(db, "BEGIN IMMEDIATE");
	/* another process may have done it since we looked */
	if (file_version(db, "main") < m->version) {
		db_script(db, m->sql);
		db_script(db, version);
	}
	db_script(db, "COMMIT");
	if (db_failed(db))
		sqlite3_exec(db->h, "ROLLBACK", NULL, NULL, NULL);
}

static bool migrate(struct db *db, const struct migration *m, GError **err)
{
	int version = file_version(db, "main");

	if (!db_failed(db) && version > migrations_last(m))
		return too_new(db->path, version, err);
	for (; m->sql && !db_failed(db); m++)
		if (m->version > version)
			migrate_one(db, m);
	return db_take_error(db, err);
}

/* The log of writes is kept short on disk; a checkpoint moves it into the
 * file whenever it has passed 4 MiB. */
static const char pragmas[] =
	"PRAGMA journal_mode=WAL; PRAGMA cache_size=-2000;"
	"PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=1000;"
	"PRAGMA journal_size_limit=4194304;";

static bool open_file(struct db *db, const char *path,
		      const struct migration *m, const char *sync,
		      GError **err)
{
	if (!db_open(db, path, DB_WRITE, err))
		return false;
	db_script(db, pragmas);
	db_script(db, sync);
	if (!db_take_error(db, err) || !migrate(db, m, err)) {
		db_close(db);
		return false;
	}
	return true;
}

static bool open_both(struct store *s, const struct paths *paths, GError **err)
{
	g_autofree char *own = store_own_path(paths);

	return open_file(&s->db, paths->store, store_migrations,
			 "PRAGMA synchronous=NORMAL", err) &&
	       open_file(&s->own, own, own_migrations,
			 "PRAGMA synchronous=FULL", err);
}

/* Whether the tables of a file are there and older than ours. */
static bool is_older(const char *path, const struct migration *m)
{
	struct db db = { 0 };
	int version = 0;

	if (access(path, F_OK) != 0)
		return false;
	if (db_open(&db, path, DB_READ, NULL))
		version = file_version(&db, "main");
	db_close(&db);
	return version > 0 && version < migrations_last(m);
}

static bool upgrade_file(const char *path, const struct migration *m,
			 const char *sync, GError **err)
{
	struct db db = { 0 };
	bool ok;

	if (!is_older(path, m))
		return true;
	ok = open_file(&db, path, m, sync, err);
	db_close(&db);
	return ok;
}

bool store_upgrade(const struct paths *paths, GError **err)
{
	g_autofree char *own = store_own_path(paths);

	return upgrade_file(own, own_migrations, "PRAGMA synchronous=FULL",
			    err) &&
	       upgrade_file(paths->store, store_migrations,
			    "PRAGMA synchronous=NORMAL", err);
}

struct store *store_open(const struct paths *paths, const struct world *world,
			 GError **err)
{
	struct store *s = g_new0(struct store, 1);

	s->world = world;
	cache_init(s);
	if (!open_both(s, paths, err)) {
		store_close(s);
		return NULL;
	}
	s->next_post = db_int(&s->db, 0, "SELECT max(id) FROM post", "") + 1;
	outbox_relink(s);
	outbox_load(s);
	if (!db_take_error(&s->db, err) || !db_take_error(&s->own, err)) {
		store_close(s);
		return NULL;
	}
	return s;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->open)
		store_rollback(s);
	cache_clear(s);
	db_close(&s->db);
	db_close(&s->own);
	g_free(s);
}
