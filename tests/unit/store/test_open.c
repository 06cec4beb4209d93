#include "fixture.h"

#include "base/error.h"
#include "store/internal.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void close_all(struct fx *fx)
{
	reader_close(g_steal_pointer(&fx->reader));
	store_close(g_steal_pointer(&fx->store));
}

static void scribble(const char *path, const char *text)
{
	assert_true(g_file_set_contents(path, text, -1, NULL));
}

static void set_version(const char *path, int version)
{
	g_autofree char *sql = g_strdup_printf("PRAGMA user_version=%d",
					       version);
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void expect_error(GError *err, int code, const char *word)
{
	assert_non_null(err);
	assert_int_equal(err->code, code);
	assert_non_null(strstr(err->message, word));
	assert_non_null(strstr(err->message, ".db"));
	g_error_free(err);
}

static void damaged_files_are_told(void **state)
{
	struct fx *fx = *state;
	g_autofree char *own = g_build_filename(fx->folder, "own.db", NULL);
	GError *err = NULL;
	g_autofree char *kept = NULL;

	close_all(fx);
	scribble(fx->paths.store, "this is no database, but quite long enough "
		 "to be looked at by somebody who would like to know it");
	assert_null(store_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_CORRUPT, "ove it away");
	err = NULL;
	assert_null(reader_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_CORRUPT, "ove it away");
	err = NULL;
	/* Nobody has made it anew. */
	assert_true(g_file_get_contents(fx->paths.store, &kept, NULL, NULL));
	assert_true(g_str_has_prefix(kept, "this is no database"));
	unlink(fx->paths.store);
	scribble(own, "this is no database either, and long enough as well to "
		 "be looked at by somebody who would like to know of it");
	assert_null(store_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_CORRUPT, "keep a copy");
}

static void newer_files_are_told(void **state)
{
	struct fx *fx = *state;
	g_autofree char *own = g_build_filename(fx->folder, "own.db", NULL);
	GError *err = NULL;

	close_all(fx);
	set_version(fx->paths.store, 99);
	assert_null(store_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_NEWER, "newer");
	err = NULL;
	assert_null(reader_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_NEWER, "newer");
	err = NULL;
	set_version(fx->paths.store, migrations_last(store_migrations));
	set_version(own, 99);
	assert_null(store_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_NEWER, "not sent");
	/* Reading goes on without it. */
	fx->reader = reader_open(&fx->paths, &fx->world, &err);
	assert_non_null(fx->reader);
	assert_null(reader_state(fx->reader, "x"));
}

static void no_store_is_no_error_to_panic_over(void **state)
{
	struct fx *fx = *state;
	GError *err = NULL;

	close_all(fx);
	unlink(fx->paths.store);
	assert_null(reader_open(&fx->paths, &fx->world, &err));
	assert_int_equal(err->code, FM_ERROR_NOT_FOUND);
	g_clear_error(&err);
	/* And none is made by looking. */
	assert_int_not_equal(access(fx->paths.store, F_OK), 0);
}

static void files_are_private(void **state)
{
	struct fx *fx = *state;
	g_autofree char *own = g_build_filename(fx->folder, "own.db", NULL);
	struct stat st;

	assert_int_equal(stat(fx->paths.store, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(own, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_folder_that_cannot_be_entered(void **state)
{
	struct fx *fx = *state;
	GError *err = NULL;

	close_all(fx);
	g_free(fx->paths.store);
	fx->paths.store = g_build_filename(fx->folder, "no", "such.db", NULL);
	assert_null(store_open(&fx->paths, &fx->world, &err));
	expect_error(err, FM_ERROR_DISK, "cannot be opened");
}

static void limit_pages(struct store *s, int pages)
{
	g_autofree char *sql = g_strdup_printf("PRAGMA max_page_count=%d",
					       pages);

	db_script(&s->db, sql);
}

/* A file that may grow no further is a full disk. */
static void a_full_disk_is_told(void **state)
{
	struct fx *fx = *state;
	struct store *s = fx->store;
	GError *err = NULL;
	struct change *c;

	fx_join(fx, "!a", "general");
	fx_commit(fx);
	limit_pages(s, 1);
	for (int i = 0; i < 20 && !err; i++) {
		g_autofree char *eid = g_strdup_printf("$%d", i);
		g_autofree char *body = g_strnfill(60000, 'x');

		c = fx_new_post(fx, "!a", eid, BEN, body);
		store_apply(s, c, &err);
		change_free(c);
	}
	expect_error(err, FM_ERROR_DISK, "full");
	store_rollback(s);
	limit_pages(s, 1 << 20);
	fx_post(fx, "!a", "$after", BEN, "room again");
	fx_commit(fx);
}

static void what_is_stored_is_there_again(void **state)
{
	struct fx *fx = *state;
	g_autofree char *page = NULL;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "hello");
	fx_commit(fx);
	fx_post(fx, "!a", "$2", BEN, "not committed");
	fx_reopen(fx);
	page = fx_page(fx, "!a");
	assert_string_equal(page, "$1");
}

static void nothing_is_made_by_bringing_up_to_date(void **state)
{
	struct fx *fx = *state;
	g_autofree char *own = g_build_filename(fx->folder, "own.db", NULL);
	GError *err = NULL;

	close_all(fx);
	assert_true(store_upgrade(&fx->paths, &err));
	set_version(fx->paths.store, 99);
	/* Who reads tells of it; here it stays as it is. */
	assert_true(store_upgrade(&fx->paths, &err));
	unlink(fx->paths.store);
	unlink(own);
	assert_true(store_upgrade(&fx->paths, &err));
	assert_null(err);
	assert_int_not_equal(access(fx->paths.store, F_OK), 0);
	assert_int_not_equal(access(own, F_OK), 0);
}

/* What a program of its own does: open the own file, look, close. A forked
 * child would share what SQLite remembers of its parent's locks. */
static int come_and_go(const char *path)
{
	sqlite3 *db;
	int rc = sqlite3_open(path, &db);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, "SELECT count(*) FROM state", NULL, NULL,
				  NULL);
	sqlite3_close(db);
	return rc == SQLITE_OK ? 0 : 1;
}

static void open_and_close_elsewhere(const char *path)
{
	const char *argv[] = { "/proc/self/exe", "come-and-go", path, NULL };
	int status = -1;

	assert_true(g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_DEFAULT,
				 NULL, NULL, NULL, NULL, &status, NULL));
	assert_int_equal(status, 0);
}

/* A reader that was there before the writer keeps its lock: the log of what
 * was written last does not go with another process. */
static void the_log_stays_while_it_is_used(void **state)
{
	struct fx *fx = *state;
	g_autofree char *own = g_build_filename(fx->folder, "own.db", NULL);
	g_autofree char *log = g_strconcat(own, "-wal", NULL);
	char *draft;

	fx_reopen(fx);
	assert_true(state_put(fx->store, "key", "before", NULL));
	draft = reader_state(fx->reader, "key");
	assert_string_equal(draft, "before");
	g_free(draft);
	store_close(fx->store);
	fx->store = store_open(&fx->paths, &fx->world, NULL);
	assert_non_null(fx->store);
	open_and_close_elsewhere(own);
	assert_int_equal(access(log, F_OK), 0);
	assert_true(state_put(fx->store, "key", "after", NULL));
	draft = reader_state(fx->reader, "key");
	assert_string_equal(draft, "after");
	g_free(draft);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(damaged_files_are_told),
		FX_TEST(newer_files_are_told),
		FX_TEST(no_store_is_no_error_to_panic_over),
		FX_TEST(files_are_private),
		FX_TEST(the_log_stays_while_it_is_used),
		FX_TEST(a_folder_that_cannot_be_entered),
		FX_TEST(a_full_disk_is_told),
		FX_TEST(what_is_stored_is_there_again),
		FX_TEST(nothing_is_made_by_bringing_up_to_date),
	};

	if (argc == 3 && !strcmp(argv[1], "come-and-go"))
		return come_and_go(argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
