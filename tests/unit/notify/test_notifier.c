#include "notify/notify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <poll.h>

static struct world world;

static const struct notice notice = {
	.room = 1, .title = (char *)"Ben", .body = (char *)"Lunch?",
	.sound = true,
};

static const char *kitty_in_tmux(const char *name)
{
	return strcmp(name, "TERM") == 0 ? "xterm-kitty" :
	       strcmp(name, "TMUX") == 0 ? "/tmp/tmux" : NULL;
}

static const char *kitty_on_desktop(const char *name)
{
	return strcmp(name, "TERM") == 0 ? "xterm-kitty" :
	       strcmp(name, "DISPLAY") == 0 ? ":0" :
	       strcmp(name, "DBUS_SESSION_BUS_ADDRESS") == 0 ? "unix:x" : NULL;
}

static void test_terminal(void **state)
{
	struct notifier *n = notifier_new(NOTIFY_AUTO, kitty_in_tmux, &world);
	g_autofree char *bytes = notifier_show(n, &notice);

	(void)state;
	assert_true(g_str_has_prefix(bytes, "\033Ptmux;"));
	assert_int_equal(notifier_fd(n), -1);
	assert_null(notifier_late(n));
	notifier_withdraw(n, 1);
	notifier_free(n, 0);
}

static void test_chosen_by_hand(void **state)
{
	struct notifier *n = notifier_new(NOTIFY_BELL, kitty_on_desktop,
					  &world);
	char *bytes = notifier_show(n, &notice);

	(void)state;
	assert_string_equal(bytes, "\a");
	g_free(bytes);
	notifier_free(n, 0);
	n = notifier_new(NOTIFY_OFF, kitty_on_desktop, &world);
	assert_null(notifier_show(n, &notice));
	notifier_free(n, 0);
}

/* What the desktop could not show the terminal rings, that time and after. */
static void test_falls_back(void **state)
{
	struct notifier *n;
	struct pollfd fd = { .events = POLLIN };
	char *bytes;

	(void)state;
	g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
	n = notifier_new(NOTIFY_AUTO, kitty_on_desktop, &world);
	bytes = notifier_show(n, &notice);
	assert_string_equal(bytes, "\a");
	g_free(bytes);
	fd.fd = notifier_fd(n);
	assert_true(fd.fd >= 0);
	assert_int_equal(poll(&fd, 1, 20000), 1);
	bytes = notifier_late(n);
	assert_string_equal(bytes, "\033]9;Ben: Lunch?\033\\");
	g_free(bytes);
	assert_null(notifier_late(n));
	bytes = notifier_show(n, &notice);
	assert_string_equal(bytes, "\033]9;Ben: Lunch?\033\\");
	g_free(bytes);
	notifier_free(n, 20000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terminal),
		cmocka_unit_test(test_chosen_by_hand),
		cmocka_unit_test(test_falls_back),
	};
	int failed;

	world_init(&world);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	world_clear(&world);
	return failed;
}
