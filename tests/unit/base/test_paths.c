#include "base/error.h"
#include "base/paths.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* Each test has a folder of its own, with the variables pointing into it. */
static char *root;

static char *below(const char *name)
{
	return g_build_filename(root, name, NULL);
}

static void point(const char *variable, const char *name)
{
	g_autofree char *path = below(name);

	g_setenv(variable, path, TRUE);
}

static int make_root(void **state)
{
	g_autofree char *run = NULL;

	(void)state;
	root = g_dir_make_tmp("fm-paths-XXXXXX", NULL);
	if (!root)
		return -1;
	run = below("run");
	point("XDG_STATE_HOME", "state");
	point("XDG_CONFIG_HOME", "config");
	point("XDG_RUNTIME_DIR", "run");
	return g_mkdir(run, 0700);
}

static void remove_tree(const char *path)
{
	GDir *dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ? NULL :
		    g_dir_open(path, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *child = g_build_filename(path, name, NULL);

		remove_tree(child);
	}
	if (dir)
		g_dir_close(dir);
	g_remove(path);
}

static int remove_root(void **state)
{
	(void)state;
	remove_tree(root);
	g_clear_pointer(&root, g_free);
	return 0;
}

static mode_t mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 0777;
}

static void assert_below(const char *path, const char *name)
{
	g_autofree char *wanted = below(name);

	assert_string_equal(path, wanted);
}

static void makes_the_default_profile(void **state)
{
	struct paths p;

	(void)state;
	assert_true(paths_init(&p, NULL, NULL));
	assert_below(p.profile, "state/folkmoot");
	assert_below(p.store, "state/folkmoot/store.db");
	assert_below(p.tokens, "state/folkmoot/tokens");
	assert_below(p.log, "state/folkmoot/log");
	assert_below(p.lock, "state/folkmoot/lock");
	assert_below(p.config, "config/folkmoot/config");
	assert_below(p.themes, "config/folkmoot/themes");
	assert_int_equal(mode_of(p.profile), 0700);
	assert_int_equal(mode_of(p.tokens), 0700);
	paths_clear(&p);
	assert_null(p.profile);
	paths_clear(&p);
}

static void relative_variables_are_ignored(void **state)
{
	struct paths p;
	g_autofree char *start = g_build_filename(g_get_home_dir(), ".config",
						  "folkmoot", NULL);

	(void)state;
	g_setenv("XDG_CONFIG_HOME", "config", TRUE);
	assert_true(paths_init(&p, NULL, NULL));
	assert_true(g_str_has_prefix(p.config, start));
	paths_clear(&p);
}

static void the_profile_may_bring_its_config(void **state)
{
	g_autofree char *own = below("work");
	g_autofree char *config = below("work/config");
	struct paths p;

	(void)state;
	assert_int_equal(g_mkdir(own, 0700), 0);
	assert_true(g_file_set_contents(config, "", -1, NULL));
	assert_true(paths_init(&p, own, NULL));
	assert_below(p.config, "work/config");
	assert_below(p.themes, "work/themes");
	paths_clear(&p);
}

static void one_profile_has_one_socket(void **state)
{
	g_autofree char *real = below("real"), *other = below("other");
	g_autofree char *link = below("link"), *run = below("run/folkmoot");
	struct paths a, b, c;

	(void)state;
	assert_true(paths_init(&a, real, NULL));
	assert_int_equal(symlink(real, link), 0);
	assert_true(paths_init(&b, link, NULL));
	assert_true(paths_init(&c, other, NULL));
	assert_string_equal(a.socket, b.socket);
	assert_string_equal(a.profile, b.profile);
	assert_string_not_equal(a.socket, c.socket);
	assert_true(g_str_has_prefix(a.socket, run));
	assert_true(strlen(a.socket) < 100);
	assert_int_equal(mode_of(run), 0700);
	paths_clear(&a);
	paths_clear(&b);
	paths_clear(&c);
}

static void a_long_runtime_folder_is_avoided(void **state)
{
	g_autofree char *name = g_strnfill(90, 'r'), *run = below(name);
	g_autofree char *wanted = g_strdup_printf("/tmp/folkmoot-%u/",
						  (unsigned)geteuid());
	struct paths p;

	(void)state;
	assert_int_equal(g_mkdir(run, 0700), 0);
	g_setenv("XDG_RUNTIME_DIR", run, TRUE);
	assert_true(paths_init(&p, NULL, NULL));
	assert_true(g_str_has_prefix(p.socket, wanted));
	assert_true(strlen(p.socket) < 100);
	paths_clear(&p);
}

static void assert_refused(const char *profile, enum fm_error code,
			   const char *words)
{
	g_autoptr(GError) err = NULL;
	struct paths p;

	assert_false(paths_init(&p, profile, &err));
	assert_true(g_error_matches(err, FM_ERROR, code));
	if (!strstr(err->message, words))
		fail_msg("\"%s\" lacks \"%s\"", err->message, words);
	assert_null(p.profile);
}

static void refuses_an_open_profile(void **state)
{
	g_autofree char *path = below("it's open");
	struct paths p;

	(void)state;
	assert_int_equal(g_mkdir(path, 0700), 0);
	assert_int_equal(g_chmod(path, 0750), 0);
	assert_refused(path, FM_ERROR_REFUSED, "chmod 700 '");
	assert_int_equal(g_chmod(path, 0700), 0);
	assert_true(paths_init(&p, path, NULL));
	paths_clear(&p);
}

static void refuses_what_is_no_folder(void **state)
{
	g_autofree char *path = below("file"), *deeper = below("file/x");

	(void)state;
	assert_true(g_file_set_contents(path, "", -1, NULL));
	assert_refused(path, FM_ERROR_DISK, path);
	assert_refused(deeper, FM_ERROR_DISK, deeper);
}

static void refuses_a_folder_of_others(void **state)
{
	(void)state;
	if (geteuid() != 0) {
		assert_refused("/proc/1", FM_ERROR_REFUSED, "somebody else");
		return;
	}
	g_autofree char *path = below("theirs");

	assert_int_equal(g_mkdir(path, 0700), 0);
	assert_int_equal(chown(path, 65534, 65534), 0);
	assert_refused(path, FM_ERROR_REFUSED, "somebody else");
}

static void refuses_a_linked_runtime_folder(void **state)
{
	g_autofree char *link = below("run/folkmoot");
	g_autofree char *target = below("trap");

	(void)state;
	assert_int_equal(g_mkdir(target, 0700), 0);
	assert_int_equal(symlink(target, link), 0);
	assert_refused(NULL, FM_ERROR_REFUSED, link);
}

static void refuses_an_open_runtime_folder(void **state)
{
	g_autofree char *path = below("run/folkmoot");

	(void)state;
	assert_int_equal(g_mkdir(path, 0700), 0);
	assert_int_equal(g_chmod(path, 0755), 0);
	assert_refused(NULL, FM_ERROR_REFUSED, "chmod 700");
}

/* ---- small private files --------------------------------------------- */

static void writes_and_reads_a_secret(void **state)
{
	g_autofree char *path = below("token"), *text = NULL, *again = NULL;

	(void)state;
	assert_true(paths_write_private(path, "first", NULL));
	text = paths_read_private(path, 5, NULL);
	assert_string_equal(text, "first");
	assert_int_equal(mode_of(path), 0600);
	assert_true(paths_write_private(path, "", NULL));
	again = paths_read_private(path, 5, NULL);
	assert_string_equal(again, "");
}

static void leaves_nothing_behind(void **state)
{
	g_autofree char *path = below("token");
	g_autoptr(GDir) dir = NULL;
	const char *name;
	int files = 0;

	(void)state;
	assert_true(paths_write_private(path, "a", NULL));
	assert_true(paths_write_private(path, "b", NULL));
	dir = g_dir_open(root, 0, NULL);
	while ((name = g_dir_read_name(dir)))
		files += g_str_has_prefix(name, "token");
	assert_int_equal(files, 1);
}

static void replaces_an_open_file_by_a_closed_one(void **state)
{
	g_autofree char *path = below("token");

	(void)state;
	assert_true(g_file_set_contents(path, "old", -1, NULL));
	assert_int_equal(g_chmod(path, 0644), 0);
	assert_true(paths_write_private(path, "new", NULL));
	assert_int_equal(mode_of(path), 0600);
}

static void assert_unreadable(const char *path, gsize max, enum fm_error code)
{
	g_autoptr(GError) err = NULL;

	assert_null(paths_read_private(path, max, &err));
	assert_true(g_error_matches(err, FM_ERROR, code));
	assert_non_null(strstr(err->message, path));
}

static void refuses_to_read_what_is_not_private(void **state)
{
	g_autofree char *path = below("token"), *fifo = below("fifo");

	(void)state;
	assert_unreadable(path, 10, FM_ERROR_NOT_FOUND);
	assert_true(paths_write_private(path, "secret", NULL));
	assert_unreadable(path, 5, FM_ERROR_REFUSED);
	assert_int_equal(g_chmod(path, 0640), 0);
	assert_unreadable(path, 10, FM_ERROR_REFUSED);
	assert_unreadable(root, 10, FM_ERROR_REFUSED);
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_unreadable(fifo, 10, FM_ERROR_REFUSED);
}

static void says_when_it_cannot_write(void **state)
{
	g_autofree char *path = below("no/such/folder");
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(paths_write_private(path, "x", &err));
	assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_DISK));
	assert_non_null(strstr(err->message, path));
}

static void local_folders_are_not_on_a_network(void **state)
{
	(void)state;
	assert_false(paths_on_network("/proc"));
	assert_false(paths_on_network("/no/such/folder"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_root, remove_root)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(makes_the_default_profile),
		TEST(relative_variables_are_ignored),
		TEST(the_profile_may_bring_its_config),
		TEST(one_profile_has_one_socket),
		TEST(a_long_runtime_folder_is_avoided),
		TEST(refuses_an_open_profile),
		TEST(refuses_what_is_no_folder),
		TEST(refuses_a_folder_of_others),
		TEST(refuses_a_linked_runtime_folder),
		TEST(refuses_an_open_runtime_folder),
		TEST(writes_and_reads_a_secret),
		TEST(leaves_nothing_behind),
		TEST(replaces_an_open_file_by_a_closed_one),
		TEST(refuses_to_read_what_is_not_private),
		TEST(says_when_it_cannot_write),
		TEST(local_folders_are_not_on_a_network),
	};

	return cmocka_run_group_tests_name("base/paths", tests, NULL, NULL);
}
