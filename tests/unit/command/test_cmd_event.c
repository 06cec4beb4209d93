#include "command/internal.h"
#include "unit/command/kinds.h"

#define HOUR INT64_C(3600000)

static int64_t utc(int mon, int mday, int hour)
{
	return (civil_day(2026, mon, mday) * 24 + hour) * HOUR;
}

static void inviting(void **state)
{
	struct desk *d = *state;
	const struct thing *t;

	assert_true(desk_shell(d, "event add general 'Site visit' --at "
			       "'1 dec 18:00' --for 2h --place Quay "
			       "--agenda 'Look.' --repeat weekly"));
	t = desk_op(d)->thing;
	assert_true(t->begin == utc(12, 1, 18));
	assert_true(t->end == utc(12, 1, 20));
	assert_string_equal(t->place, "Quay");
	assert_string_equal(t->notes, "Look.");
	assert_string_equal(t->repeat, "FREQ=WEEKLY");
	desk_expect(d, 0, "when", "Tue 1 Dec 18:00–20:00");
	assert_true(desk_shell(d, "event add general x --at "
			       "2026-12-01T18:00 --until 21:30"));
	assert_true(desk_op(d)->thing->end == utc(12, 1, 21) + HOUR / 2);
}

static void bad_words_make_none(void **state)
{
	static const char *const lines[][2] = {
		{ "event add general x", "needs --at" },
		{ "event add general x --at blursday", "no day and time" },
		{ "event add general x --at '1 dec 18:00' --for soon",
		  "no length" },
		{ "event add general x --at '1 dec 18:00' --until 17:00",
		  "before it begins" },
		{ "event add general x --at '1 dec 18:00' --until 19:00 "
		  "--for 2h", "not both" },
		{ "event add general x --at '1 dec 18:00' --repeat often",
		  "no way to repeat" },
	};
	struct desk *d = *state;

	for (guint i = 0; i < G_N_ELEMENTS(lines); i++) {
		assert_false(desk_shell(d, lines[i][0]));
		desk_failed(d, FM_ERROR_USAGE, lines[i][1]);
		assert_int_equal(d->ops->len, 0);
	}
}

static void add_event(struct desk *d, const char *eid, const char *who,
		      int64_t begin)
{
	struct change *c = kinds_new(d, KIND_EVENT, eid, who, eid);

	c->post->thing->fields |= THING_BEGIN | THING_END;
	c->post->thing->begin = begin;
	c->post->thing->end = begin + HOUR;
	kinds_put(d, c, 0);
}

static void coming_and_past(void **state)
{
	struct desk *d = *state;

	add_event(d, "$late", BEN, utc(12, 9, 9));
	add_event(d, "$soon", BEN, utc(12, 1, 9));
	add_event(d, "$past", BEN, utc(11, 1, 9));
	assert_true(desk_shell(d, "event list"));
	assert_int_equal(d->records->len, 2);
	desk_expect(d, 0, "id", "$soon");
	desk_expect(d, 1, "id", "$late");
	assert_true(desk_shell(d, "event list general --past"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "id", "$past");
}

/* Every other week at nine, from 2 November: next on the 30th. */
static void one_that_repeats_is_next(void **state)
{
	struct desk *d = *state;
	struct change *c = kinds_new(d, KIND_EVENT, "$r", BEN, "Rounds");
	struct world w;
	struct thing *t = thing_new(KIND_EVENT);

	c->post->thing->fields |= THING_BEGIN | THING_REPEAT;
	c->post->thing->begin = utc(11, 2, 9);
	c->post->thing->repeat = g_strdup("FREQ=WEEKLY;INTERVAL=2");
	kinds_put(d, c, 0);
	assert_true(desk_shell(d, "event list"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "when", "Mon 30 Nov 09:00");
	/* the clocks changed on 25 October; there is no 31 November */
	world_init_fixed(&w, FX_NOW, "Europe/Brussels");
	t->begin = world_moment(&w, civil_day(2026, 8, 31), 18 * 60);
	t->repeat = g_strdup("FREQ=MONTHLY");
	event_advance(&w, t);
	assert_true(t->begin == world_moment(&w, civil_day(2026, 12, 31),
					     18 * 60));
	thing_free(t);
	world_clear(&w);
}

static void attending(void **state)
{
	struct desk *d = *state;

	add_event(d, "$e", BEN, utc(12, 1, 9));
	assert_true(desk_shell(d, "event maybe '$e'"));
	assert_string_equal(desk_op(d)->key, "🤔");
	desk_expect(d, 0, "mine", "maybe");
	assert_true(desk_shell(d, "event yes '$e'"));
	assert_string_equal(desk_op(d)->key, "👍");
	assert_true(desk_shell(d, "event no '$e'"));
	assert_string_equal(desk_op(d)->key, "👎");
	desk_expect(d, 0, "no", "1");
	assert_true(desk_shell(d, "event unsure '$e'"));
	assert_int_equal(d->ops->len, 0);
}

static void moving_and_cancelling(void **state)
{
	struct desk *d = *state;
	const struct thing *t;

	add_event(d, "$e", ANN, utc(12, 1, 9));
	assert_true(desk_shell(d, "event move '$e' '2 dec 10:00'"));
	t = kinds_changed(d, THING_BEGIN | THING_END);
	assert_true(t->begin == utc(12, 2, 10));
	assert_true(t->end == utc(12, 2, 11));
	assert_true(desk_shell(d, "event change '$e' --place Hall"));
	assert_string_equal(kinds_changed(d, THING_PLACE)->place, "Hall");
	assert_false(desk_shell(d, "event change '$e'"));
	desk_failed(d, FM_ERROR_USAGE, "What of it?");
	assert_true(desk_shell(d, "event cancel '$e'"));
	assert_int_equal(kinds_changed(d, THING_STATUS)->status,
			 EVENT_CANCELLED);
	add_event(d, "$b", BEN, utc(12, 1, 9));
	assert_false(desk_shell(d, "event cancel '$b'"));
	desk_failed(d, FM_ERROR_REFUSED, "a moderator may do that");
}

static void minutes_are_in_its_thread(void **state)
{
	struct desk *d = *state;

	add_event(d, "$e", BEN, utc(12, 1, 9));
	assert_true(desk_shell(d, "event minutes '$e' 'All agreed.'"));
	assert_int_equal(desk_op(d)->kind, OP_SEND);
	assert_string_equal(desk_op(d)->thread, "$e");
	assert_string_equal(desk_op(d)->body, "All agreed.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(inviting),
		DESK_TEST(bad_words_make_none),
		DESK_TEST(coming_and_past),
		DESK_TEST(one_that_repeats_is_next),
		DESK_TEST(attending),
		DESK_TEST(moving_and_cancelling),
		DESK_TEST(minutes_are_in_its_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
