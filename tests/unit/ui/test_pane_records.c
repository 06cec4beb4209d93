#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "screen/samples.h"
#include "screen/stage.h"
#include "ui/marks.h"
#include "ui/records.h"

static struct stage stage;

static int setup(void **state)
{
	(void)state;
	memset(&stage, 0, sizeof stage);
	stage_open(&stage);
	village_fill(stage.store);
	command_set_add(stage.set, sample_rows);
	stage_ui(&stage);
	g_free(samples_poked());
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	stage_close(&stage);
	return 0;
}

#define SCREEN_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

static void run(const char *line)
{
	GError *err = NULL;

	stage_must(ui_run_line(stage.ui, line, &err), err);
	ui_draw(stage.ui);
}

static void press(const char *keys)
{
	for (; *keys; keys++) {
		ui_key(stage.ui, *keys);
		ui_draw(stage.ui);
	}
}

static void changed(void)
{
	struct message *m = message_new(EV_ROOM);

	m->n = ROOM_HAS_POSTS;
	ui_event(stage.ui, m);
	message_free(m);
}

static bool shows(const char *words)
{
	g_autofree char *text = surface_dump(ui_draw(stage.ui));

	return strstr(text, words) != NULL;
}

static void expect_selected(const char *eid)
{
	assert_string_equal(ui_context(stage.ui)->eid, eid);
}

static void expect_poked(const char *want)
{
	g_autofree char *got = samples_poked();

	assert_string_equal(got, want);
}

/* Asked once to open, and again once for any number of changes. */
static void asks_only_when_something_changed(void **state)
{
	int before;

	(void)state;
	before = samples_runs();
	run("sample questions");
	assert_int_equal(samples_runs(), before + 1);
	press("jjkksv");
	assert_int_equal(samples_runs(), before + 1);
	changed();
	changed();
	changed();
	assert_int_equal(samples_runs(), before + 1);
	ui_draw(stage.ui);
	ui_draw(stage.ui);
	assert_int_equal(samples_runs(), before + 2);
	press("qq");
	changed();
	ui_draw(stage.ui);
	assert_int_equal(samples_runs(), before + 2);
}

static void stays_on_the_same_record(void **state)
{
	(void)state;
	run("sample many");
	press("jjjjj");
	expect_selected("$m5");
	changed();
	ui_draw(stage.ui);
	expect_selected("$m5");
	press("s");
	expect_selected("$m5");
	press("sss");
	expect_selected("$m5");
}

static void holds_a_bounded_number(void **state)
{
	(void)state;
	run("sample many");
	assert_true(shows("2000 of 2500 shown"));
	press("G");
	expect_selected("$m1999");
	run("find needle");
	expect_selected("$m2400");
	ui_key(stage.ui, KEY_ESC);
	assert_true(shows("2000 of 2500 shown"));
}

static void goes_by_the_view_of_the_record(void **state)
{
	(void)state;
	run("sample people");
	assert_int_equal(ui_view(stage.ui), VIEW_PEOPLE);
	assert_string_equal(ui_context(stage.ui)->uid, "@ben:council.org");
	run("sample resources");
	assert_int_equal(ui_view(stage.ui), VIEW_RESOURCES);
	assert_string_equal(records_url(ui_pane(stage.ui)),
			    "https://tides.example/2027");
	run("sample home");
	assert_int_equal(ui_view(stage.ui), VIEW_RECORDS);
	run("act");
	expect_poked("$h1");
}

static void goes_back_list_by_list(void **state)
{
	(void)state;
	run("go general");
	run("sample people");
	run("sample ideas");
	run("sample ideas");
	run("sample events");
	assert_true(shows("Sample events"));
	press("q");
	assert_true(shows("Sample ideas"));
	press("q");
	assert_true(shows("Sample people"));
	press("q");
	assert_false(records_is(ui_pane(stage.ui)));
	press("]");
	assert_true(shows("Sample people"));
	for (int i = 0; i < 40; i++)
		run(i % 2 ? "sample people" : "sample ideas");
	for (int i = 0; i < 40; i++)
		press("q");
	assert_true(shows("folkmoot"));
}

static void a_failing_question_opens_nothing(void **state)
{
	GError *err = NULL;

	(void)state;
	assert_false(ui_run_line(stage.ui, "sample fails", &err));
	assert_string_equal(err->message, "That did not work.");
	g_clear_error(&err);
	assert_false(records_is(ui_pane(stage.ui)));
	run("sample-quiet silent");
	assert_false(records_is(ui_pane(stage.ui)));
	assert_true(shows("Nobody knows that."));
	run("sample none");
	assert_true(records_is(ui_pane(stage.ui)));
	assert_true(shows("No samples of that."));
}

static void runs_for_each_marked_row(void **state)
{
	(void)state;
	run("sample questions");
	run("poke");
	expect_poked("$q1");
	press("vv");
	assert_int_equal(marks_count(ui_pane(stage.ui)), 2);
	run("poke");
	expect_poked("$q1 $q2");
	assert_int_equal(marks_count(ui_pane(stage.ui)), 0);
	press("V");
	run("poke $q1");		/* names what it is for */
	expect_poked("$q1");
	assert_int_equal(marks_count(ui_pane(stage.ui)), 3);
}

static void stops_at_the_first_error(void **state)
{
	g_autoptr(GError) err = NULL;

	(void)state;
	run("sample questions");
	press("V");
	assert_false(ui_run_line(stage.ui, "poke", &err));
	assert_true(g_str_has_prefix(err->message, "2 of 3 done, then: "));
	expect_poked("$q1 $q2");
	assert_int_equal(marks_count(ui_pane(stage.ui)), 1);
	ui_key(stage.ui, KEY_ESC);
	assert_int_equal(marks_count(ui_pane(stage.ui)), 0);
	assert_true(records_is(ui_pane(stage.ui)));
}

static void asks_before_many_and_before_the_end(void **state)
{
	(void)state;
	run("sample questions");
	press("vv");
	run("burn");
	expect_poked("");
	press("n");
	expect_poked("");
	run("burn");
	press("y");
	expect_poked("$q1 $q2");
	run("sample many");
	press("V");
	run("poke");
	expect_poked("");
	press("n");
	assert_int_equal(marks_count(ui_pane(stage.ui)), MARKS_MAX);
}

/* Marks go with the pane they are in. */
static void marks_end_with_the_pane(void **state)
{
	(void)state;
	run("sample questions");
	press("vv");
	run("sample people");
	ui_draw(stage.ui);
	assert_int_equal(marks_count(ui_pane(stage.ui)), 0);
	press("q");
	assert_int_equal(marks_count(ui_pane(stage.ui)), 2);
	press("qq");
	run("sample people");
	assert_int_equal(marks_count(ui_pane(stage.ui)), 0);
}

static void expect_clean(void)
{
	g_autofree char *text = surface_dump(ui_draw(stage.ui));

	assert_true(g_utf8_validate(text, -1, NULL));
	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		assert_true(c == '\n' || !g_unichar_iscntrl(c));
		assert_false(c >= 0x202a && c <= 0x202e);
	}
}

/* Every list at every size, under keys in no order that makes sense. */
static void survives_hasty_keys(void **state)
{
	static const char *const samples[] = {
		"sample people", "sample questions", "sample home",
		"sample report", "sample hostile", "sample many",
		"sample none", "rooms", "members", "outbox", "accounts",
		"task list", "spaces", "search pump",
	};
	static const char keys[] = "jkGgvVsjk jjvk";
	static const int sizes[][2] = { { 40, 10 }, { 80, 24 }, { 120, 40 },
					{ 300, 60 }, { 30, 8 } };
	guint turn = 0;

	(void)state;
	run("go general");
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++)
		for (guint k = 0; k < G_N_ELEMENTS(sizes); k++) {
			ui_resize(stage.ui, sizes[k][0], sizes[k][1]);
			run(samples[i]);
			for (int n = 0; n < 60; n++) {
				turn = turn * 1103515245 + 12345;
				ui_key(stage.ui, keys[(turn >> 16) %
						      strlen(keys)]);
				if (n % 7 == 0)
					changed();
				if (n % 3 == 0)
					expect_clean();
			}
			run("find e");
			expect_clean();
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		SCREEN_TEST(asks_only_when_something_changed),
		SCREEN_TEST(stays_on_the_same_record),
		SCREEN_TEST(holds_a_bounded_number),
		SCREEN_TEST(goes_by_the_view_of_the_record),
		SCREEN_TEST(goes_back_list_by_list),
		SCREEN_TEST(a_failing_question_opens_nothing),
		SCREEN_TEST(runs_for_each_marked_row),
		SCREEN_TEST(stops_at_the_first_error),
		SCREEN_TEST(asks_before_many_and_before_the_end),
		SCREEN_TEST(marks_end_with_the_pane),
		SCREEN_TEST(survives_hasty_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
