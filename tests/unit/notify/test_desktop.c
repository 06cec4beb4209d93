/* What a daemon that is missing, or hangs, costs the caller: nothing. */
#include "notify/desktop.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static struct world world;

static const struct notice notice = {
	.room = 1, .title = (char *)"Ben", .body = (char *)"<b>Lunch?</b>",
};

static void use_bus(const char *path)
{
	g_autofree char *address = g_strconcat("unix:path=", path, NULL);

	g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);
}

static void test_no_bus(void **state)
{
	struct desktop *d;
	struct notice *late;
	struct pollfd fd = { .events = POLLIN };

	(void)state;
	use_bus("/nonexistent/bus");
	d = desktop_new(&world);
	assert_true(desktop_works(d));
	desktop_show(d, &notice);
	fd.fd = desktop_fd(d);
	assert_int_equal(poll(&fd, 1, 20000), 1);
	late = desktop_late(d);
	assert_string_equal(late->title, "Ben");
	notice_free(late);
	assert_null(desktop_late(d));
	assert_false(desktop_works(d));
	desktop_withdraw(d, 1);
	desktop_free(d, 20000);
}

/* A bus that takes connections and never says a word. */
static int hung_bus(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	g_strlcpy(address.sun_path, path, sizeof address.sun_path);
	assert_int_equal(bind(fd, (struct sockaddr *)&address,
			      sizeof address), 0);
	assert_int_equal(listen(fd, 8), 0);
	return fd;
}

static void test_hung_bus(void **state)
{
	g_autofree char *folder = g_build_filename(g_get_tmp_dir(),
						   "fm-bus-XXXXXX", NULL);
	g_autofree char *path = NULL;
	struct pollfd fd = { .events = POLLIN };
	struct desktop *d;
	int64_t began;

	(void)state;
	assert_non_null(g_mkdtemp(folder));
	path = g_build_filename(folder, "bus", NULL);
	fd.fd = hung_bus(path);
	use_bus(path);
	d = desktop_new(&world);
	began = world_steady(&world);
	for (int i = 0; i < 100; i++)
		desktop_show(d, &notice);
	desktop_withdraw(d, 1);
	assert_true(world_steady(&world) - began < 1000);
	/* It is really in there: somebody has connected. */
	assert_int_equal(poll(&fd, 1, 20000), 1);
	while (desktop_works(d))
		poll(NULL, 0, 20);
	/* Its thread is left behind rather than waited for. */
	began = world_steady(&world);
	desktop_free(d, 100);
	assert_true(world_steady(&world) - began < 2000);
	g_unlink(path);
	g_rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_bus),
		cmocka_unit_test(test_hung_bus),
	};
	int failed;

	world_init(&world);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	/* The thread that hangs still holds what it was given; at exit()
	 * that would be told as a leak, or be pulled from under it. */
	_exit(failed);
}
