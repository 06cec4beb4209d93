#include "engine/socket.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

struct fx {
	char *folder, *path;
	int listener;
	struct channel a, b;
};

static int setup(void **state)
{
	struct fx *fx = g_new0(struct fx, 1);

	fx->folder = g_build_filename(g_get_tmp_dir(), "fm-sock-XXXXXX", NULL);
	assert_non_null(g_mkdtemp(fx->folder));
	fx->path = g_build_filename(fx->folder, "s", NULL);
	fx->listener = socket_listen(fx->path, NULL);
	assert_true(fx->listener >= 0);
	channel_init(&fx->a, socket_connect(fx->path));
	channel_init(&fx->b, socket_accept(fx->listener));
	assert_true(fx->a.fd >= 0 && fx->b.fd >= 0);
	*state = fx;
	return 0;
}

static int teardown(void **state)
{
	struct fx *fx = *state;

	channel_clear(&fx->a);
	channel_clear(&fx->b);
	close(fx->listener);
	g_unlink(fx->path);
	g_rmdir(fx->folder);
	g_free(fx->path);
	g_free(fx->folder);
	g_free(fx);
	return 0;
}

static void test_is_private(void **state)
{
	struct fx *fx = *state;
	struct stat st;

	assert_int_equal(stat(fx->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* What a killed leader left behind does not stop the next one. */
static void test_stale_file(void **state)
{
	struct fx *fx = *state;
	int again;

	close(fx->listener);
	assert_int_equal(socket_connect(fx->path), -1);
	again = socket_listen(fx->path, NULL);
	assert_true(again >= 0);
	fx->listener = again;
}

static void test_nobody_there(void **state)
{
	GError *err = NULL;

	(void)state;
	assert_int_equal(socket_connect("/nonexistent/socket"), -1);
	assert_int_equal(socket_listen("/nonexistent/socket", &err), -1);
	assert_non_null(strstr(err->message, "/nonexistent/socket"));
	g_error_free(err);
}

static void put(struct channel *c, const char *text)
{
	struct message *m = message_new(EV_TROUBLE);

	m->a = g_strdup(text);
	channel_put(c, m);
	message_free(m);
}

static void test_there_and_back(void **state)
{
	struct fx *fx = *state;
	struct message *m;
	bool bad;

	put(&fx->a, "one");
	put(&fx->a, "two");
	assert_true(channel_flush(&fx->a));
	assert_int_equal(fx->a.out->len, 0);
	assert_true(channel_fill(&fx->b));
	m = channel_take(&fx->b, &bad);
	assert_string_equal(m->a, "one");
	message_free(m);
	m = channel_take(&fx->b, &bad);
	assert_string_equal(m->a, "two");
	message_free(m);
	assert_null(channel_take(&fx->b, &bad));
	assert_false(bad);
	/* Nothing there is no end. */
	assert_true(channel_fill(&fx->b));
}

static void test_end(void **state)
{
	struct fx *fx = *state;
	struct message *m;
	bool bad;

	put(&fx->a, "last");
	assert_true(channel_flush(&fx->a));
	channel_clear(&fx->a);
	assert_true(channel_fill(&fx->b));
	m = channel_take(&fx->b, &bad);
	assert_string_equal(m->a, "last");
	message_free(m);
	assert_false(channel_fill(&fx->b));
	put(&fx->b, "too late");
	assert_false(channel_flush(&fx->b));
}

static void test_stuck_end(void **state)
{
	struct fx *fx = *state;
	g_autofree char *big = g_strnfill(500000, 'x');
	bool ok = true;

	for (int i = 0; i < 100 && ok; i++) {
		put(&fx->a, big);
		ok = channel_flush(&fx->a);
	}
	assert_false(ok);
	assert_true(fx->a.out->len < CHANNEL_MAX + 1024 * 1024);
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_is_private),
		TEST(test_stale_file),
		TEST(test_nobody_there),
		TEST(test_there_and_back),
		TEST(test_end),
		TEST(test_stuck_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
