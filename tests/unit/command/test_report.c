#include "unit/command/desk.h"

#include "command/report.h"
#include "store/evidence.h"

/*
 * A fixture small enough to be counted by hand. The clock stands at Friday
 * 27 November 2026, 14:32 UTC; the week began on Monday the 23rd.
 */
#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

static struct change *post_at(struct desk *d, const char *eid, const char *by,
			      const char *body, int64_t ts)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, by, body);

	c->post->ts = ts;
	return c;
}

static void say(struct desk *d, const char *eid, const char *by, int64_t ts)
{
	fx_apply(d->fx, post_at(d, eid, by, "words", ts));
}

static void answer(struct desk *d, const char *eid, const char *root,
		   const char *by, int64_t ts)
{
	struct change *c = post_at(d, eid, by, "so", ts);

	c->post->thread = g_strdup(root);
	fx_apply(d->fx, c);
}

static void make(struct desk *d, const char *eid, enum thing_kind kind,
		 int64_t ts)
{
	struct change *c = post_at(d, eid, BEN, "made", ts);

	c->post->thing = thing_new(kind);
	c->post->thing->fields = THING_TITLE | THING_STATUS;
	c->post->thing->title = g_strdup("made");
	fx_apply(d->fx, c);
}

static void change(struct desk *d, const char *eid, const char *root,
		   struct thing *take, int64_t ts)
{
	struct change *c = post_at(d, eid, BEN, "changed", ts);

	c->post->kind = POST_NOTICE;
	c->post->thread = g_strdup(root);
	c->post->change = take;
	fx_apply(d->fx, c);
}

static struct thing *done(enum thing_kind kind, int stage)
{
	struct thing *t = thing_new(kind);

	t->fields = THING_STATUS | (stage ? THING_STAGE : 0);
	t->status = TASK_DONE;
	t->stage = stage;
	return t;
}

static void fill(struct desk *d)
{
	const int64_t t = FX_NOW - 10 * DAY;

	/* Monday the 16th to Sunday the 22nd: Ben twice, Chloe once; this
	 * week Pat once; one long ago; the two of the desk are of today */
	fx_member(d->fx, "!a", PAT, "Pat", MEMBER_JOIN);
	say(d, "$1", BEN, t);
	say(d, "$2", BEN, t + HOUR);
	say(d, "$3", CHLOE, t + 2 * HOUR);
	say(d, "$4", PAT, FX_NOW - DAY);
	say(d, "$5", ANN, FX_NOW - 60 * DAY);
	say(d, "$6", CHLOE, t + 3 * HOUR);
	fx_redact(d->fx, "!a", "$6");
	/* four questions, three answered after 1, 3 and 30 hours */
	make(d, "$q1", KIND_QUESTION, t);
	make(d, "$q2", KIND_QUESTION, t);
	make(d, "$q3", KIND_QUESTION, t);
	make(d, "$q4", KIND_QUESTION, t);
	answer(d, "$a1", "$q1", CHLOE, t + HOUR);
	answer(d, "$a2", "$q2", BEN, t + HOUR);	/* the asker himself */
	answer(d, "$a3", "$q2", CHLOE, t + 3 * HOUR);
	answer(d, "$a4", "$q3", PAT, t + 30 * HOUR);
	/* three tasks: one done, one dropped, one open */
	make(d, "$t1", KIND_TASK, t);
	make(d, "$t2", KIND_TASK, t);
	make(d, "$t3", KIND_TASK, FX_NOW - 60 * DAY);
	change(d, "$c1", "$t1", done(KIND_TASK, 0), FX_NOW - DAY);
	change(d, "$c2", "$t2", done(KIND_TASK, STAGE_DROPPED), FX_NOW - DAY);
	change(d, "$c3", "$t3", done(KIND_TASK, 0), FX_NOW - DAY);
	make(d, "$d", KIND_DECISION, t);
	fx_commit(d->fx);
}

static void counted_by_hand(void **state)
{
	struct desk *d = *state;

	fill(d);
	assert_true(desk_shell(d, "report general --format json"));
	desk_expect(d, 0, "from", "2026-10-31");
	desk_expect(d, 0, "until", "2026-11-27");
	/* Ann and Ben of the desk, Chloe, Pat */
	desk_expect(d, 0, "people", "4");
	/* desk 2, $1 to $4, questions 4, answers 4, tasks 2, decision 1 */
	desk_expect(d, 0, "messages", "17");
	desk_expect(d, 0, "asked", "4");
	desk_expect(d, 0, "answered", "3");
	desk_expect(d, 0, "solved", "0");
	desk_expect(d, 0, "median_ms", "10800000");
	desk_expect(d, 0, "p90_ms", "108000000");
	desk_expect(d, 0, "tasks_new", "2");
	desk_expect(d, 0, "tasks_finished", "2");
	desk_expect(d, 0, "decisions", "1");
	/* Pat answered Ben */
	desk_expect(d, 0, "contacts", "1");
}

static void weeks_begin_on_monday(void **state)
{
	struct desk *d = *state;

	fill(d);
	assert_true(desk_shell(d, "report general --from 2026-11-16 --format "
			       "json"));
	assert_string_equal(desk_record(d, 1)->kind,
			    "report-week");
	desk_expect(d, 1, "week", "2026-11-16");
	desk_expect(d, 1, "messages", "14");
	desk_expect(d, 1, "people", "3");
	desk_expect(d, 1, "asked", "4");
	desk_expect(d, 2, "week", "2026-11-23");
	desk_expect(d, 2, "messages", "3");
	desk_expect(d, 2, "tasks_finished", "2");
	assert_string_equal(desk_record(d, 3)->kind, "contact");
	desk_expect(d, 3, "a", BEN);
	desk_expect(d, 3, "b", PAT);
}

static void a_space_counts_its_rooms(void **state)
{
	struct desk *d = *state;

	fill(d);
	assert_true(desk_shell(d, "report 'Flood defence' --format json"));
	desk_expect(d, 0, "rooms", "2");
	desk_expect(d, 0, "messages", "17");
}

static void contacts(void **state)
{
	struct desk *d = *state;
	struct period p = { fx_room(d->fx, "!a"), 0, 0 };
	struct change *c;
	g_autoptr(GPtrArray) pairs = NULL;

	fx_member(d->fx, "!a", PAT, "Pat", MEMBER_JOIN);
	say(d, "$1", PAT, FX_NOW - DAY);
	/* by reply; Ann, by name; within one server it counts nothing */
	c = post_at(d, "$2", CHLOE, "yes", FX_NOW - DAY);
	c->post->reply_to = g_strdup("$1");
	fx_apply(d->fx, c);
	c = post_at(d, "$3", PAT, "Ann?", FX_NOW - DAY);
	c->post->html = g_strdup("<a href=\"https://matrix.to/#/"
				 "%40ann%3Acouncil.org\">Ann</a>");
	fx_apply(d->fx, c);
	answer(d, "$4", "$ben1", CHLOE, FX_NOW - DAY);
	/* by reaction, which is Ben's */
	fx_react(d->fx, "!a", "$5", "$1", "👍");
	fx_commit(d->fx);
	pairs = reader_contacts(d->fx->reader, &p);
	assert_int_equal(pairs->len, 3);
	assert_string_equal(pairs->pdata[0], ANN " " PAT);
	assert_string_equal(pairs->pdata[1], BEN " " PAT);
	assert_string_equal(pairs->pdata[2], CHLOE " " PAT);
}

static void ranks(void **state)
{
	g_autoptr(GArray) times = g_array_new(FALSE, FALSE, sizeof(int64_t));

	(void)state;
	assert_int_equal(report_rank(times, 50), REPORT_NONE);
	for (int64_t n = 1; n <= 10; n++)
		g_array_append_val(times, n);
	assert_int_equal(report_rank(times, 50), 5);
	assert_int_equal(report_rank(times, 90), 9);
	assert_int_equal(report_rank(times, 100), 10);
}

static void documents(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = NULL, *csv = NULL;

	fill(d);
	assert_true(desk_shell(d, "report general --format markdown"));
	text = desk_field(d, 0, "text");
	assert_non_null(strstr(text, "# general, 2026-10-31 to 2026-11-27"));
	assert_non_null(strstr(text, "| Time to the first answer, median | "
			       "3 h 0 min | Half"));
	assert_true(desk_shell(d, "report general --format csv"));
	csv = desk_field(d, 0, "text");
	assert_non_null(strstr(csv, "\"figure\",\"messages\",17,\"All that"));
	assert_non_null(strstr(csv, "\"2026-11-23\",\"messages\",3,\"\"\r\n"));
	assert_true(desk_prompt(d, "report general"));
	assert_string_equal(desk_record(d, 0)->kind, "heading");
}

static void said_badly(void **state)
{
	struct desk *d = *state;

	desk_shell(d, "report general --from never");
	desk_failed(d, FM_ERROR_USAGE, "is no date");
	desk_shell(d, "report general --from 2026-11-20 --until 2026-11-01");
	desk_failed(d, FM_ERROR_USAGE, "ends before");
	desk_shell(d, "report general --format odt");
	desk_failed(d, FM_ERROR_USAGE, "is no format");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(counted_by_hand),
		DESK_TEST(weeks_begin_on_monday),
		DESK_TEST(a_space_counts_its_rooms),
		DESK_TEST(contacts),
		cmocka_unit_test(ranks),
		DESK_TEST(documents),
		DESK_TEST(said_badly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
