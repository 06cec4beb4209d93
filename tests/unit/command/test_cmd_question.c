#include "unit/command/kinds.h"

#define HOUR INT64_C(3600000)

static void asking(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "ask general 'How is the pump primed?' "
			       "--notes 'Model 7.' --tag '#pumps'"));
	assert_int_equal(desk_op(d)->kind, OP_THING);
	assert_int_equal(desk_op(d)->thing->kind, KIND_QUESTION);
	assert_string_equal(desk_op(d)->thing->notes, "Model 7.");
	assert_string_equal(desk_op(d)->thing->tags->pdata[0], "pumps");
	desk_expect(d, 0, "status", "open");
	desk_expect(d, 0, "answers", "0");
	desk_select(d, "!a", "$ben1", NULL);
	assert_true(desk_prompt(d, "question from"));
	assert_string_equal(desk_op(d)->thing->title,
			    "Two of four pumps failed");
	assert_string_equal(desk_op(d)->thing->source, "$ben1");
	assert_true(desk_slash(d, "ask who has the key?"));
	assert_string_equal(desk_op(d)->thing->title, "who has the key?");
}

static void the_queue(void **state)
{
	struct desk *d = *state;

	kinds_put(d, kinds_new(d, KIND_QUESTION, "$new", ANN, "New one"),
		  HOUR);
	kinds_put(d, kinds_new(d, KIND_QUESTION, "$old", BEN, "Old one"),
		  72 * HOUR);
	kinds_put(d, kinds_new(d, KIND_QUESTION, "$met", BEN, "Answered"),
		  90 * HOUR);
	kinds_reply(d, "$r1", "$met", CHLOE, 0);
	kinds_put(d, kinds_new(d, KIND_QUESTION, "$own", BEN, "Alone"),
		  2 * HOUR);
	kinds_reply(d, "$r2", "$own", BEN, 0);
	assert_true(desk_shell(d, "question list"));
	assert_int_equal(d->records->len, 4);
	desk_expect(d, 0, "id", "$old");
	desk_expect(d, 0, "section", "unanswered over 48 h");
	desk_expect(d, 1, "id", "$own");
	desk_expect(d, 1, "answers", "0");
	desk_expect(d, 2, "id", "$new");
	desk_expect(d, 2, "age_ms", "3600000");
	desk_expect(d, 3, "id", "$met");
	desk_expect(d, 3, "answers", "1");
	desk_expect(d, 3, "answered_by", CHLOE);
	assert_true(desk_shell(d, "question list --unanswered"));
	assert_int_equal(d->records->len, 3);
	assert_true(desk_shell(d, "question list --mine"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "creator_name", "Ann Harker");
}

static void what_is_done_with_one(void **state)
{
	struct desk *d = *state;

	kinds_add(d, KIND_QUESTION, "$q", BEN, "Which valve?");
	assert_true(desk_shell(d, "question claim '$q'"));
	assert_string_equal(kinds_changed(d, THING_OWNER)->owner, ANN);
	assert_string_equal(desk_op(d)->mentions, BEN);
	desk_expect(d, 0, "claimed", "Ann Harker");
	assert_true(desk_shell(d, "question release '$q'"));
	assert_null(kinds_changed(d, THING_OWNER)->owner);
	assert_false(desk_shell(d, "question solved '$q'"));
	desk_failed(d, FM_ERROR_REFUSED, "only its author");
	assert_int_equal(d->ops->len, 0);
}

static void accepting_an_answer(void **state)
{
	struct desk *d = *state;
	const struct thing *t;

	kinds_add(d, KIND_QUESTION, "$q", ANN, "Which valve?");
	kinds_reply(d, "$r", "$q", BEN, 0);
	assert_false(desk_shell(d, "question accept '$q' '$ben1'"));
	desk_failed(d, FM_ERROR_REFUSED, "not an answer");
	assert_true(desk_shell(d, "question accept '$q' '$r'"));
	t = kinds_changed(d, THING_ANSWER | THING_STATUS);
	assert_string_equal(t->answer, "$r");
	assert_int_equal(t->status, QUESTION_SOLVED);
	/* on the screen: the reply that is selected in the open thread */
	desk_select(d, "!a", "$r", NULL);
	d->ctx.thread = (char *)"$q";
	assert_true(desk_prompt(d, "question accept"));
	d->ctx.thread = NULL;
	assert_string_equal(desk_op(d)->target, "$q");
	assert_string_equal(desk_op(d)->thing->answer, "$r");
}

static void add_notes_room(struct desk *d)
{
	struct room facts = { .notes_of = (char *)"!a:council.org" };

	fx_join(d->fx, "!n", "desk notes");
	fx_fact(d->fx, "!n", ROOM_KINDS, &facts);
	fx_member(d->fx, "!n", ANN, "Ann Harker", MEMBER_JOIN);
	fx_member(d->fx, "!n", BEN, "Ben Osei", MEMBER_JOIN);
	fx_commit(d->fx);
}

static void notes_stay_in_their_room(void **state)
{
	struct desk *d = *state;
	const struct op *op;

	kinds_add(d, KIND_QUESTION, "$q", CHLOE, "Which valve?");
	assert_false(desk_shell(d, "question note '$q' 'Third time.'"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "no room for notes");
	add_notes_room(d);
	if (!desk_shell(d, "question note '$q' 'Third time.\nRing.'"))
		fail_msg("%s", d->err->message);
	op = desk_op(d);
	assert_string_equal(op->rid, "!n:council.org");
	assert_int_equal(op->thing->kind, KIND_NOTE);
	assert_string_equal(op->thing->title, "Third time.");
	assert_string_equal(op->thing->notes, "Third time.\nRing.");
	assert_string_equal(op->thing->source, "$q");
	assert_string_equal(op->thing->about, "!a:council.org");
}

static void a_room_for_notes(void **state)
{
	struct desk *d = *state;
	const struct plan *plan;

	assert_true(desk_shell(d, "question notes general ben"));
	assert_int_equal(desk_op(d)->kind, OP_CREATE);
	assert_null(desk_op(d)->target);
	plan = desk_op(d)->plan;
	assert_string_equal(plan->notes_of, "!a:council.org");
	assert_int_equal(plan->access, ACCESS_INTERNAL);
	assert_string_equal(plan->invites->pdata[0], BEN);
	add_notes_room(d);
	assert_false(desk_shell(d, "question notes general"));
	desk_failed(d, FM_ERROR_REFUSED, "already");
}

static void shown_with_answers_and_staff(void **state)
{
	struct desk *d = *state;

	add_notes_room(d);
	kinds_add(d, KIND_QUESTION, "$q", CHLOE, "Which valve?");
	kinds_reply(d, "$r1", "$q", BEN, 0);
	kinds_reply(d, "$r2", "$q", CHLOE, 0);
	assert_true(desk_shell(d, "question show '$q'"));
	assert_int_equal(d->records->len, 3);
	desk_expect(d, 0, "title", "Which valve?");
	desk_expect(d, 1, "sender", BEN);
	desk_expect(d, 1, "staff", "true");
	desk_expect(d, 2, "sender", CHLOE);
	desk_expect(d, 2, "staff", "false");
}

static void response_times(void **state)
{
	struct desk *d = *state;

	for (int i = 1; i <= 4; i++) {
		g_autofree char *q = g_strdup_printf("$q%d", i);
		g_autofree char *r = g_strdup_printf("$r%d", i);

		kinds_put(d, kinds_new(d, KIND_QUESTION, q, CHLOE, q),
			  20 * HOUR);
		if (i < 4)
			kinds_reply(d, r, q, BEN, FX_NOW - (20 - i) * HOUR);
	}
	assert_true(desk_shell(d, "question stats general"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "week", "2026-11-23");
	desk_expect(d, 0, "asked", "4");
	desk_expect(d, 0, "answered", "3");
	desk_expect(d, 0, "answered_percent", "75");
	desk_expect(d, 0, "median_ms", "7200000");
	desk_expect(d, 0, "p90_ms", "10800000");
	assert_non_null(strstr(d->notes->str, "nearest rank"));
	assert_false(desk_shell(d, "question stats --weeks 0"));
	desk_failed(d, FM_ERROR_USAGE, "--weeks");
}

static void those_like_it(void **state)
{
	struct desk *d = *state;

	kinds_add(d, KIND_QUESTION, "$q1", BEN, "How do I prime the pump?");
	kinds_add(d, KIND_QUESTION, "$q2", BEN, "Who has the key?");
	kinds_add(d, KIND_IDEA, "$i", BEN, "Prime all pumps by night");
	assert_true(desk_shell(d, "question similar 'priming? prime pumps'"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "id", "$q1");
	assert_true(desk_shell(d, "question similar zebra"));
	assert_int_equal(d->records->len, 0);
}

/* Who is found by name here; by skill it is the same finder. */
static void those_who_know_are_mentioned(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "ask general 'Which pump?' --know ben"));
	assert_string_equal(desk_op(d)->mentions, BEN);
	assert_false(desk_shell(d, "ask general 'Who?' --know skill:flying"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "nothing was asked");
	assert_false(desk_shell(d, "ask general 'Who?' --know nose:big"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(asking),
		DESK_TEST(those_who_know_are_mentioned),
		DESK_TEST(the_queue),
		DESK_TEST(what_is_done_with_one),
		DESK_TEST(accepting_an_answer),
		DESK_TEST(notes_stay_in_their_room),
		DESK_TEST(a_room_for_notes),
		DESK_TEST(shown_with_answers_and_staff),
		DESK_TEST(response_times),
		DESK_TEST(those_like_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
