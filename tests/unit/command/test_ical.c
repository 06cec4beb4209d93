#include "command/ical.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define NOW 1795824000000	/* 2026-11-28 00:00 UTC */

static GPtrArray *words(const char *a, const char *b)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	g_ptr_array_add(list, g_strdup(a));
	g_ptr_array_add(list, g_strdup(b));
	return list;
}

static void free_thing(gpointer t)
{
	thing_free(t);
}

static GPtrArray *samples(void)
{
	GPtrArray *list = g_ptr_array_new_with_free_func(free_thing);
	struct thing *t = thing_new(KIND_TASK), *e = thing_new(KIND_EVENT);

	t->eid = g_strdup("$abc:council.org");
	t->title = g_strdup("Fix; the, boiler\\pump — a title so long that "
			    "the line wäre länger als fünfundsiebzig Bytes");
	t->notes = g_strdup("Ring first.\nEND:VTODO\nThen, pay.");
	t->due = civil_day(2026, 12, 1);
	t->start = civil_day(2026, 11, 30);
	t->priority = 2;
	t->stage = STAGE_DOING;
	t->tags = words("heat", "a,b;c");
	t->repeat = g_strdup("FREQ=MONTHLY;BYDAY=-1FR;COUNT=3");
	t->parent = g_strdup("$whole");
	t->estimate = 90;
	t->ts = t->changed = NOW;
	g_ptr_array_add(list, t);
	e->eid = g_strdup("$ev");
	e->title = g_strdup("Meeting");
	e->begin = NOW + 18 * 3600000;
	e->end = e->begin + 5400000;
	e->place = g_strdup("Town hall, room 2");
	e->repeat = g_strdup("FREQ=WEEKLY;UNTIL=20270101");
	e->url = g_strdup("https://example.org/a?b=1;c");
	g_ptr_array_add(list, e);
	return list;
}

/* Every line ends with CRLF, is valid UTF-8 and at most 75 bytes; what begins
 * ends, in order. */
static void assert_strict(const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\r\n", -1);
	g_autoptr(GPtrArray) open = g_ptr_array_new();
	guint n = g_strv_length(lines);

	assert_string_equal(lines[n - 1], "");
	for (guint i = 0; i + 1 < n; i++) {
		assert_true(strlen(lines[i]) <= 75);
		assert_true(g_utf8_validate(lines[i], -1, NULL));
		assert_null(strpbrk(lines[i], "\r\n"));
		if (g_str_has_prefix(lines[i], "BEGIN:"))
			g_ptr_array_add(open, lines[i] + 6);
		if (!g_str_has_prefix(lines[i], "END:"))
			continue;
		assert_true(open->len > 0);
		assert_string_equal(open->pdata[open->len - 1], lines[i] + 4);
		g_ptr_array_set_size(open, (int)open->len - 1);
	}
	assert_int_equal(open->len, 0);
}

static void there_and_back(void **state)
{
	struct world w;
	g_autoptr(GPtrArray) list = samples(), back = NULL;
	g_autofree char *text = NULL, *again = NULL;
	const struct thing *t, *e;

	(void)state;
	world_init_fixed(&w, NOW, "Europe/London");
	text = ical_write(list, &w);
	assert_strict(text);
	assert_non_null(strstr(text, "DUE;VALUE=DATE:20261201\r\n"));
	assert_non_null(strstr(text, "DTSTART:20261128T180000Z\r\n"));
	assert_non_null(strstr(text, "UNTIL=20270101T235959Z\r\n"));
	back = ical_read(text, strlen(text), &w, NULL);
	assert_int_equal(back->len, 2);
	t = back->pdata[0];
	e = back->pdata[1];
	for (guint i = 0; i < 2; i++) {
		const struct thing *a = list->pdata[i], *b = back->pdata[i];

		assert_string_equal(a->eid, b->eid);
		assert_string_equal(a->title, b->title);
		assert_string_equal(a->repeat, b->repeat);
		assert_int_equal(a->status, b->status);
	}
	assert_string_equal(t->notes, ((struct thing *)list->pdata[0])->notes);
	assert_true(t->due == civil_day(2026, 12, 1));
	assert_true(t->start == civil_day(2026, 11, 30));
	assert_int_equal(t->priority, 2);
	assert_int_equal(t->stage, STAGE_DOING);
	assert_int_equal(t->tags->len, 2);
	assert_string_equal(t->tags->pdata[1], "a,b;c");
	assert_string_equal(t->parent, "$whole");
	assert_int_equal(t->estimate, 90);
	assert_true(e->begin == NOW + 18 * 3600000);
	assert_true(e->end == e->begin + 5400000);
	assert_string_equal(e->place, "Town hall, room 2");
	world_clear(&w);
}

/* As other programs write them. */
static void from_others(void **state)
{
	static const char text[] =
		"BEGIN:VCALENDAR\nVERSION:2.0\n"
		"BEGIN:VTIMEZONE\nTZID:Europe/Berlin\nBEGIN:STANDARD\n"
		"DTSTART:19701025T030000\nRRULE:FREQ=YEARLY;BYDAY=-1SU\n"
		"END:STANDARD\nEND:VTIMEZONE\n"
		"BEGIN:VEVENT\nUID:1\nSUMMARY;LANGUAGE=en:Stand\n -up\n"
		"DTSTART;TZID=Europe/Berlin:20261201T090000\n"
		"DURATION:PT1H30M\n"
		"BEGIN:VALARM\nSUMMARY:no\nTRIGGER:-PT15M\nEND:VALARM\n"
		"END:VEVENT\n"
		"begin:vtodo\nuid:2\nsummary:Done\nstatus:COMPLETED\n"
		"DUE:20261201T233000Z\nPRIORITY:1\n"
		"CATEGORIES:one\nCATEGORIES:two,three\n"
		"X-A;B=\"c:d;e\":f\nRRULE:FREQ=DAILY;BYHOUR=9\nend:vtodo\n"
		"BEGIN:VTODO\nUID:3\nEND:VTODO\n"
		"BEGIN:VTODO\nUID:4\nSUMMARY:Open at the end";
	struct world w;
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) list = NULL;
	const struct thing *e, *t;

	(void)state;
	world_init_fixed(&w, NOW, "Europe/Berlin");
	list = ical_read(text, strlen(text), &w, notes);
	assert_int_equal(list->len, 2);
	e = list->pdata[0];
	assert_string_equal(e->title, "Stand-up");
	assert_true(e->begin == civil_day(2026, 12, 1) * 86400000 +
		    8 * 3600000);
	assert_true(e->end - e->begin == 5400000);
	t = list->pdata[1];
	assert_int_equal(t->status, TASK_DONE);
	assert_true(t->due == civil_day(2026, 12, 2));	/* past midnight */
	assert_int_equal(t->priority, 3);
	assert_int_equal(t->tags->len, 3);
	assert_string_equal(t->repeat, "FREQ=DAILY");
	assert_int_equal(notes->len, 3);
	assert_string_equal(notes->pdata[0],
			    "BYHOUR of a rule for repeating was left out.");
	world_clear(&w);
}

static void hostile(void **state)
{
	static const char binary[] = "\xff\xfe\0\0BEGIN:VCALENDAR\n\0\x80\xc0";
	static const char head[] = "BEGIN:VCALENDAR\nBEGIN:VTODO\nSUMMARY:";
	size_t big = 10 << 20;
	g_autofree char *text = g_malloc(big);
	g_autoptr(GPtrArray) none = NULL, list = NULL;
	struct world w;

	(void)state;
	world_init_fixed(&w, NOW, "UTC");
	none = ical_read(binary, sizeof binary, &w, NULL);
	assert_null(none);
	assert_null(ical_read("", 0, &w, NULL));
	memset(text, 'a', big);
	memcpy(text, head, strlen(head));
	memcpy(text + big - 12, "\nEND:VTODO\n\n", 12);
	list = ical_read(text, big, &w, NULL);
	assert_int_equal(list->len, 1);
	assert_true(strlen(((struct thing *)list->pdata[0])->title) <= 503);
	world_clear(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(there_and_back),
		cmocka_unit_test(from_others),
		cmocka_unit_test(hostile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
