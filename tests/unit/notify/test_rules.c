#include "notify/notify.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const struct notify_settings on = {
	.enabled = true, .sound = true, .focus_room = 1, .focused = true,
};

static const struct ring_words message = {
	.room = 2, .ring = RING_NOTIFY, .who = "Ben", .text = "Lunch?",
	.place = "general",
};

static void test_says_who_where_what(void **state)
{
	struct notice n;

	(void)state;
	assert_true(notice_init(&n, &on, &message));
	assert_int_equal(n.room, 2);
	assert_string_equal(n.title, "Ben in general");
	assert_string_equal(n.body, "Lunch?");
	assert_false(n.sound);
	notice_clear(&n);
}

static void test_hidden_text(void **state)
{
	struct notify_settings s = on;
	struct notice n;

	(void)state;
	s.hide_text = true;
	assert_true(notice_init(&n, &s, &message));
	assert_string_equal(n.title, "Ben in general");
	assert_string_equal(n.body, "");
	notice_clear(&n);
}

static void test_direct_message_has_no_place(void **state)
{
	struct ring_words m = message;
	struct notice n;

	(void)state;
	m.place = "Ben";
	assert_true(notice_init(&n, &on, &m));
	assert_string_equal(n.title, "Ben");
	notice_clear(&n);
}

static void test_nothing_is_known(void **state)
{
	struct ring_words m = { .room = 2, .ring = RING_HIGHLIGHT };
	struct notice n;

	(void)state;
	assert_true(notice_init(&n, &on, &m));
	assert_string_equal(n.title, "Somebody");
	assert_string_equal(n.body, "");
	notice_clear(&n);
}

static const struct {
	const char *why;
	bool enabled, focused;
	int64_t focus_room;
	unsigned ring;
	bool notice, sound;
} rows[] = {
	{ "as it is", true, true, 1, RING_NOTIFY, true, false },
	{ "with a sound", true, true, 1, RING_NOTIFY | RING_SOUND, true, true },
	{ "it names me", true, true, 1, RING_HIGHLIGHT, true, true },
	{ "switched off", false, true, 1, RING_HIGHLIGHT, false, false },
	{ "no bits", true, true, 1, 0, false, false },
	{ "a sound alone is no notice", true, true, 1, RING_SOUND, false,
	  false },
	{ "the room in front of me", true, true, 2, RING_HIGHLIGHT, false,
	  false },
	{ "but the terminal is not", true, false, 2, RING_NOTIFY, true,
	  false },
	{ "no room on the screen", true, true, 0, RING_NOTIFY, true, false },
};

static void test_rows(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct notify_settings s = on;
		struct ring_words m = message;
		struct notice n;

		s.enabled = rows[i].enabled;
		s.focused = rows[i].focused;
		s.focus_room = rows[i].focus_room;
		m.ring = rows[i].ring;
		if (notice_init(&n, &s, &m) != rows[i].notice)
			fail_msg("%s", rows[i].why);
		if (rows[i].notice && n.sound != rows[i].sound)
			fail_msg("%s: sound", rows[i].why);
		notice_clear(&n);
	}
}

static void test_silent_terminal(void **state)
{
	struct notify_settings s = on;
	struct ring_words m = message;
	struct notice n;

	(void)state;
	s.sound = false;
	m.ring = RING_HIGHLIGHT | RING_SOUND;
	assert_true(notice_init(&n, &s, &m));
	assert_false(n.sound);
	notice_clear(&n);
}

/* ---- where ---------------------------------------------------------------- */

static const char *const *variables;

static const char *get(const char *name)
{
	for (size_t i = 0; variables[i]; i += 2)
		if (strcmp(variables[i], name) == 0)
			return variables[i + 1];
	return NULL;
}

static enum notify_way choose(const char *const *pairs)
{
	variables = pairs;
	return notify_choose(get);
}

#define CHOOSE(...) choose((const char *const[]){ __VA_ARGS__, NULL, NULL })

static void test_desktop(void **state)
{
	(void)state;
	assert_int_equal(CHOOSE("DBUS_SESSION_BUS_ADDRESS", "unix:x",
				"DISPLAY", ":0"), NOTIFY_DESKTOP);
	assert_int_equal(CHOOSE("DBUS_SESSION_BUS_ADDRESS", "unix:x",
				"WAYLAND_DISPLAY", "wayland-0"),
			 NOTIFY_DESKTOP);
	assert_int_equal(CHOOSE("DBUS_SESSION_BUS_ADDRESS", "unix:x"),
			 NOTIFY_DESKTOP);
	assert_int_equal(CHOOSE("DISPLAY", ":0"), NOTIFY_BELL);
	/* A bus over there is not the desktop here. */
	assert_int_equal(CHOOSE("DBUS_SESSION_BUS_ADDRESS", "unix:x",
				"SSH_CONNECTION", "1 2 3 4"), NOTIFY_BELL);
}

static void test_terminals(void **state)
{
	(void)state;
	assert_int_equal(CHOOSE("TERM", "xterm-256color"), NOTIFY_BELL);
	assert_int_equal(CHOOSE("TERM", "linux"), NOTIFY_BELL);
	assert_int_equal(CHOOSE("TERM", "xterm-kitty"), NOTIFY_OSC9);
	assert_int_equal(CHOOSE("TERM", "xterm-ghostty"), NOTIFY_OSC9);
	assert_int_equal(CHOOSE("TERM", "foot-extra"), NOTIFY_OSC777);
	assert_int_equal(CHOOSE("TERM", "rxvt-unicode-256color"),
			 NOTIFY_OSC777);
	assert_int_equal(CHOOSE("TERM", "xterm-256color",
				"LC_TERMINAL", "iTerm2"), NOTIFY_OSC9);
	assert_int_equal(CHOOSE("TERM", "xterm-256color",
				"VTE_VERSION", "7200"), NOTIFY_OSC777);
	assert_int_equal(CHOOSE("TERM", "screen", "STY", "1.x",
				"KITTY_WINDOW_ID", "1"), NOTIFY_BELL);
	assert_int_equal(CHOOSE("TERM", "", "VTE_VERSION", ""), NOTIFY_BELL);
}

static void test_words(void **state)
{
	(void)state;
	assert_int_equal(notify_way_from("off"), NOTIFY_OFF);
	assert_int_equal(notify_way_from("desktop"), NOTIFY_DESKTOP);
	assert_int_equal(notify_way_from("osc9"), NOTIFY_OSC9);
	assert_int_equal(notify_way_from("osc777"), NOTIFY_OSC777);
	assert_int_equal(notify_way_from("bell"), NOTIFY_BELL);
	assert_int_equal(notify_way_from("auto"), NOTIFY_AUTO);
	assert_int_equal(notify_way_from(NULL), NOTIFY_AUTO);
}

static void test_copy(void **state)
{
	struct notice n, *copy;

	(void)state;
	assert_true(notice_init(&n, &on, &message));
	copy = notice_copy(&n);
	notice_clear(&n);
	assert_string_equal(copy->title, "Ben in general");
	notice_free(copy);
	notice_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_says_who_where_what),
		cmocka_unit_test(test_hidden_text),
		cmocka_unit_test(test_direct_message_has_no_place),
		cmocka_unit_test(test_nothing_is_known),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_silent_terminal),
		cmocka_unit_test(test_desktop),
		cmocka_unit_test(test_terminals),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
