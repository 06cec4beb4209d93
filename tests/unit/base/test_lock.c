#include "base/error.h"
#include "base/lock.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* 2026-11-23T14:32:05Z */
#define THEN INT64_C(1795444325000)

struct place {
	char *folder, *path;
	struct world world;
};

static int make_place(void **state)
{
	struct place *p = g_new0(struct place, 1);

	g_unsetenv("FOLKMOOT_PROFILE_UNLOCK");
	p->folder = g_dir_make_tmp("fm-lock-XXXXXX", NULL);
	p->path = g_build_filename(p->folder, "lock", NULL);
	world_init_fixed(&p->world, THEN, "UTC");
	*state = p;
	return p->folder ? 0 : -1;
}

static int remove_place(void **state)
{
	struct place *p = *state;

	g_unlink(p->path);
	g_rmdir(p->folder);
	world_clear(&p->world);
	g_free(p->folder);
	g_free(p->path);
	g_free(p);
	return 0;
}

static struct lock *take(struct place *p, bool network)
{
	struct lock *lock = NULL;
	g_autoptr(GError) err = NULL;

	if (lock_take(p->path, network, &p->world, &lock, &err) != LOCK_TAKEN)
		fail_msg("not taken: %s", err ? err->message : "held");
	assert_null(err);
	return lock;
}

static void assert_refused(struct place *p, bool network, const char *words)
{
	struct lock *lock = NULL;
	g_autoptr(GError) err = NULL;

	assert_int_equal(lock_take(p->path, network, &p->world, &lock, &err),
			 LOCK_REFUSED);
	assert_null(lock);
	assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_LOCKED));
	if (!strstr(err->message, words))
		fail_msg("\"%s\" lacks \"%s\"", err->message, words);
}

/* As if another host had written it `age` seconds ago. */
static void write_other_host(struct place *p, int age)
{
	g_autofree char *line = g_strdup_printf(
		"quay-2.council.org 4711 %" G_GINT64_FORMAT "\n",
		(gint64)(THEN - 3600 * 1000));
	struct timespec t = { .tv_sec = THEN / 1000 - age };
	struct timespec both[2] = { t, t };

	assert_true(g_file_set_contents(p->path, line, -1, NULL));
	assert_int_equal(utimensat(AT_FDCWD, p->path, both, 0), 0);
}

static void one_at_a_time(void **state)
{
	struct place *p = *state;
	struct lock *first = take(p, false), *second = NULL;
	struct stat st;

	assert_int_equal(lock_take(p->path, false, &p->world, &second, NULL),
			 LOCK_HELD);
	assert_null(second);
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	lock_free(first);
	second = take(p, false);
	lock_free(second);
	lock_free(NULL);
}

static void names_the_holder(void **state)
{
	struct place *p = *state;
	struct lock *lock;
	g_autofree char *wanted = g_strdup_printf(
		"host %s, process %d, since 14:32", g_get_host_name(),
		(int)getpid());
	g_autofree char *words = NULL, *later = NULL;

	assert_null(lock_holder(p->path, &p->world));
	lock = take(p, false);
	words = lock_holder(p->path, &p->world);
	assert_string_equal(words, wanted);
	p->world.fixed += INT64_C(86400000);
	later = lock_holder(p->path, &p->world);
	assert_true(g_str_has_suffix(later, "since 2026-11-23 14:32"));
	lock_free(lock);
	assert_null(lock_holder(p->path, &p->world));
}

static void is_gone_with_a_killed_process(void **state)
{
	struct place *p = *state;
	struct lock *lock = NULL;
	int ready[2], status;
	char byte;
	pid_t child;

	assert_int_equal(pipe(ready), 0);
	child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct lock *theirs;

		lock_take(p->path, false, &p->world, &theirs, NULL);
		if (write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	assert_int_equal(lock_take(p->path, false, &p->world, &lock, NULL),
			 LOCK_HELD);
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	assert_null(lock_holder(p->path, &p->world));
	lock = take(p, false);
	lock_free(lock);
	close(ready[0]);
	close(ready[1]);
}

static void another_host_is_believed_on_a_network(void **state)
{
	struct place *p = *state;

	write_other_host(p, 100);
	assert_refused(p, true, "quay-2.council.org, process 4711, since 13:32");
	assert_refused(p, true, "FOLKMOOT_PROFILE_UNLOCK=1");
	assert_refused(p, true, "--profile");
	lock_free(take(p, false));
}

static void a_stale_host_is_not_believed(void **state)
{
	struct place *p = *state;

	write_other_host(p, LOCK_STALE_S - 1);
	assert_refused(p, true, "quay-2");
	write_other_host(p, LOCK_STALE_S);
	lock_free(take(p, true));
}

static void the_refusal_can_be_overruled(void **state)
{
	struct place *p = *state;

	write_other_host(p, 1);
	g_setenv("FOLKMOOT_PROFILE_UNLOCK", "1", TRUE);
	lock_free(take(p, true));
	g_unsetenv("FOLKMOOT_PROFILE_UNLOCK");
}

static void a_held_lock_of_another_host_is_refused(void **state)
{
	struct place *p = *state;
	struct lock *lock = take(p, true);
	FILE *file = fopen(p->path, "w");

	/* Where locks reach over the network the kernel says "held", and the
	 * line by whom; however old it is, the lock counts. */
	assert_non_null(file);
	fputs("quay-2.council.org 4711 1000\n", file);
	fclose(file);
	p->world.fixed += INT64_C(86400000);
	assert_refused(p, true, "quay-2.council.org");
	lock_free(lock);
}

static void touching_keeps_it_fresh(void **state)
{
	struct place *p = *state;
	struct lock *lock = take(p, true);
	struct stat st;

	p->world.fixed += 3600 * 1000;
	lock_touch(lock, &p->world);
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mtime, THEN / 1000 + 3600);
	lock_free(lock);
}

static void quitting_frees_it_for_other_hosts(void **state)
{
	struct place *p = *state;
	struct stat st;

	lock_free(take(p, true));
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_size, 0);
}

static void nonsense_in_the_file_is_nobody(void **state)
{
	static const char *const rows[] = {
		"", "\n", "host", "host 1", "host x 1\n", "host -1 5\n",
		"a\033[31mb 1 5\n", "host 1 5 6\n", "host 99999999999 1\n",
	};
	struct place *p = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		assert_true(g_file_set_contents(p->path, rows[i], -1, NULL));
		assert_null(lock_holder(p->path, &p->world));
		lock_free(take(p, true));
	}
}

static void does_not_follow_links(void **state)
{
	struct place *p = *state;
	g_autofree char *target = g_build_filename(p->folder, "x", NULL);

	assert_int_equal(symlink(target, p->path), 0);
	assert_refused(p, false, p->path);
	assert_false(g_file_test(target, G_FILE_TEST_EXISTS));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(one_at_a_time),
		TEST(names_the_holder),
		TEST(is_gone_with_a_killed_process),
		TEST(another_host_is_believed_on_a_network),
		TEST(a_stale_host_is_not_believed),
		TEST(the_refusal_can_be_overruled),
		TEST(a_held_lock_of_another_host_is_refused),
		TEST(touching_keeps_it_fresh),
		TEST(quitting_frees_it_for_other_hosts),
		TEST(nonsense_in_the_file_is_nobody),
		TEST(does_not_follow_links),
	};

	return cmocka_run_group_tests_name("base/lock", tests, NULL, NULL);
}
