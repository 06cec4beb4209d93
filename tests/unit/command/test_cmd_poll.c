#include "unit/command/desk.h"

static void ask(struct desk *d, const char *who, bool hidden)
{
	struct change *c = fx_new_post(d->fx, "!a", "$poll", who, "Lunch?");

	c->post->kind = POST_POLL;
	c->post->poll = poll_new("Lunch?");
	c->post->poll->hidden = hidden;
	poll_add(c->post->poll, "s", "Soup");
	poll_add(c->post->poll, "b", "Bread");
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void say(struct desk *d, enum change_kind kind, const char *eid,
		const char *answer)
{
	struct change *c = fx_new(d->fx, kind, "!a");

	c->eid = g_strdup(eid);
	c->user = g_strdup(ANN);
	c->target = g_strdup("$poll");
	c->ts = FX_NOW + 5;
	if (answer) {
		c->names = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(c->names, g_strdup(answer));
	}
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void asking(void **state)
{
	struct desk *d = *state;
	const struct op *op;

	assert_true(desk_shell(d, "poll new general 'Which day?' --answer "
			       "Monday --answer 'Tue\nsday' --max 2 "
			       "--hidden"));
	op = desk_op(d);
	assert_int_equal(op->kind, OP_POLL);
	assert_string_equal(op->poll->question, "Which day?");
	assert_true(op->poll->hidden);
	assert_int_equal(op->poll->max, 2);
	assert_string_equal(op->body, "Which day?\n1. Monday\n2. Tue sday");
	desk_expect(d, 0, "state", "sent");
	assert_false(desk_shell(d, "poll new general Why --answer one"));
	desk_failed(d, FM_ERROR_USAGE, "2 to 20 answers");
	assert_false(desk_shell(d, "poll new general Why --answer a "
				"--answer a"));
	desk_failed(d, FM_ERROR_USAGE, "twice");
	assert_false(desk_shell(d, "poll new general Why --answer a "
				"--answer b --max 3"));
	desk_failed(d, FM_ERROR_USAGE, "from 1 to 2");
	assert_false(desk_shell(d, "poll new general ' ' --answer a "
				"--answer b"));
	desk_failed(d, FM_ERROR_USAGE, "no words");
	desk_select(d, "!a", NULL, NULL);
	assert_true(desk_prompt(d, "poll new Which day is it --answer a "
				"--answer b"));
	assert_string_equal(desk_op(d)->poll->question, "Which day is it");
}

static void voting(void **state)
{
	struct desk *d = *state;

	ask(d, BEN, false);
	assert_true(desk_shell(d, "poll vote general '$poll' 2"));
	assert_int_equal(desk_op(d)->kind, OP_VOTE);
	assert_string_equal(desk_op(d)->via->pdata[0], "b");
	assert_string_equal(d->undo->str, "poll unvote $poll\n");
	say(d, CHANGE_POLL_VOTE, "$v", "b");
	desk_select(d, "!a", "$poll", NULL);
	assert_true(desk_prompt(d, "poll vote so"));
	assert_string_equal(desk_op(d)->via->pdata[0], "s");
	assert_string_equal(d->undo->str, "poll vote $poll 2\n");
	assert_true(desk_prompt(d, "poll unvote"));
	assert_null(desk_op(d)->via);
	assert_false(desk_prompt(d, "poll vote 1 2"));
	desk_failed(d, FM_ERROR_REFUSED, "at most 1 answer ");
	assert_false(desk_prompt(d, "poll vote wine"));
	desk_failed(d, FM_ERROR_USAGE, "none of the 2 answers");
	assert_false(desk_shell(d, "poll vote general '$ben1' 1"));
	desk_failed(d, FM_ERROR_REFUSED, "no poll");
}

static void ending(void **state)
{
	struct desk *d = *state;

	ask(d, ANN, true);
	say(d, CHANGE_POLL_VOTE, "$v", "b");
	assert_true(desk_shell(d, "poll show general '$poll'"));
	desk_expect(d, 0, "counts", "null");
	desk_expect(d, 0, "mine", "Bread");
	assert_true(desk_shell(d, "poll end general '$poll'"));
	assert_int_equal(desk_op(d)->kind, OP_POLL_END);
	assert_string_equal(desk_op(d)->body, "The poll has ended. Top "
			    "answer: Bread (1 vote)");
	say(d, CHANGE_POLL_END, "$e", NULL);
	assert_true(desk_shell(d, "polls general"));
	desk_expect(d, 0, "ended", "true");
	desk_expect(d, 0, "voters", "1");
	assert_false(desk_shell(d, "poll vote general '$poll' 1"));
	desk_failed(d, FM_ERROR_REFUSED, "has ended");
}

static void only_some_may_end(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new(d->fx, CHANGE_POWERS, "!a");

	c->power_redact = 50;
	fx_apply(d->fx, c);
	ask(d, BEN, false);
	assert_false(desk_shell(d, "poll end general '$poll'"));
	desk_failed(d, FM_ERROR_REFUSED, "Only Ben Osei");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(asking),
		DESK_TEST(voting),
		DESK_TEST(ending),
		DESK_TEST(only_some_may_end),
	};

	return cmocka_run_group_tests_name("command/cmd_poll", tests, NULL,
					   NULL);
}
