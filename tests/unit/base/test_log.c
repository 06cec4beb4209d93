#include "base/log.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <glib/gstdio.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct place {
	char *folder, *path, *old;
};

static int make_place(void **state)
{
	struct place *p = g_new0(struct place, 1);

	p->folder = g_dir_make_tmp("fm-log-XXXXXX", NULL);
	p->path = g_build_filename(p->folder, "log", NULL);
	p->old = g_build_filename(p->folder, "log.1", NULL);
	*state = p;
	return p->folder ? 0 : -1;
}

static int remove_place(void **state)
{
	struct place *p = *state;

	log_close();
	g_unlink(p->path);
	g_unlink(p->old);
	g_rmdir(p->folder);
	g_free(p->folder);
	g_free(p->path);
	g_free(p->old);
	g_free(p);
	return 0;
}

static char *contents(const char *path)
{
	char *text = NULL;

	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	return text;
}

static void writes_a_line(void **state)
{
	struct place *p = *state;
	g_autofree char *text = NULL;
	struct stat st;

	assert_true(log_open(p->path, NULL));
	log_warn("net", "%s did not answer (%d)", "council.org", 7);
	text = contents(p->path);
	assert_true(g_regex_match_simple(
		"^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z warn "
		"net: council\\.org did not answer \\(7\\)\\n$", text, 0, 0));
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

static void carries_no_escape_sequences(void **state)
{
	struct place *p = *state;
	g_autofree char *text = NULL;

	assert_true(log_open(p->path, NULL));
	log_info("a\n", "\033]0;x\a \xc2\x9b" "31m \xff grün\nnext\x7f");
	text = contents(p->path);
	assert_non_null(strstr(text, " info a\\x0a: \\x1b]0;x\\x07 \\xc2\\x9b"
			       "31m \\xff grün\\x0anext\\x7f\n"));
}

static void cuts_long_lines(void **state)
{
	struct place *p = *state;
	g_autofree char *text = NULL, *wide = NULL;
	GString *many = g_string_new(NULL);

	for (int i = 0; i < 2000; i++)
		g_string_append(many, "ü");
	wide = g_string_free(many, FALSE);
	assert_true(log_open(p->path, NULL));
	log_error("x", "%s", wide);
	text = contents(p->path);
	assert_in_range(strlen(text), 1990, 2000);
	assert_true(g_utf8_validate(text, -1, NULL));
	assert_true(g_str_has_suffix(text, "ü\n"));
}

static void is_silent_when_closed(void **state)
{
	struct place *p = *state;
	g_autofree char *text = NULL;

	log_info("x", "before");
	assert_true(log_open(p->path, NULL));
	log_close();
	log_info("x", "after");
	text = contents(p->path);
	assert_string_equal(text, "");
}

static void debug_is_asked_for(void **state)
{
	struct place *p = *state;
	g_autofree char *text = NULL;

	g_unsetenv("FOLKMOOT_DEBUG");
	assert_true(log_open(p->path, NULL));
	log_debug("x", "hidden");
	g_setenv("FOLKMOOT_DEBUG", "1", TRUE);
	assert_true(log_open(p->path, NULL));
	log_debug("x", "shown");
	g_unsetenv("FOLKMOOT_DEBUG");
	text = contents(p->path);
	assert_null(strstr(text, "hidden"));
	assert_non_null(strstr(text, "debug x: shown\n"));
}

static void keeps_errno(void **state)
{
	struct place *p = *state;

	assert_true(log_open(p->path, NULL));
	errno = ENOSPC;
	log_info("x", "y");
	assert_int_equal(errno, ENOSPC);
}

static void stays_small(void **state)
{
	struct place *p = *state;
	g_autofree char *line = g_strnfill(1000, 'x');
	g_autofree char *text = NULL;
	struct stat st, old;

	assert_true(log_open(p->path, NULL));
	for (int i = 0; i < 1500; i++)
		log_info("x", "%d %s", i, line);
	assert_int_equal(stat(p->path, &st), 0);
	assert_int_equal(stat(p->old, &old), 0);
	assert_true(old.st_size <= 1024 * 1024);
	assert_true(old.st_size > 1000 * 1000);
	assert_true(st.st_size < 600 * 1000);
	assert_int_equal(st.st_mode & 0777, 0600);
	text = contents(p->path);
	assert_non_null(strstr(text, " 1499 xxx"));
}

static void follows_a_renamed_file(void **state)
{
	struct place *p = *state;
	g_autofree char *line = g_strnfill(1000, 'x');
	g_autofree char *text = NULL;

	assert_true(log_open(p->path, NULL));
	for (int i = 0; i < 900; i++)
		log_info("x", "%s", line);
	/* Another process of the profile renames it; ours goes on in the old
	 * one until that is full, and does not rename the fresh one. */
	assert_int_equal(g_rename(p->path, p->old), 0);
	assert_true(g_file_set_contents(p->path, "theirs\n", -1, NULL));
	for (int i = 0; i < 300; i++)
		log_info("x", "%s", line);
	text = contents(p->path);
	assert_true(g_str_has_prefix(text, "theirs\n"));
	assert_true(strlen(text) > 50 * 1000);
}

static void says_what_cannot_be_opened(void **state)
{
	g_autoptr(GError) err = NULL;

	(void)state;
	assert_false(log_open("/nowhere/at/all/log", &err));
	assert_non_null(strstr(err->message, "/nowhere/at/all/log"));
	log_info("x", "goes nowhere");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(writes_a_line),
		TEST(carries_no_escape_sequences),
		TEST(cuts_long_lines),
		TEST(is_silent_when_closed),
		TEST(debug_is_asked_for),
		TEST(keeps_errno),
		TEST(stays_small),
		TEST(follows_a_renamed_file),
		TEST(says_what_cannot_be_opened),
	};

	return cmocka_run_group_tests_name("base/log", tests, NULL, NULL);
}
