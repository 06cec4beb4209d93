#include "unit/engine/play.h"

#define HOUR (INT64_C(60) * 60 * 1000)

/* How often a profile was asked for, of anybody (NULL) or one. */
static int asked(struct play *p, const char *uid)
{
	int n = 0;

	for (guint i = 0; i < p->script.said->len; i++) {
		const char *line = p->script.said->pdata[i];

		n += g_str_has_prefix(line, "profile ") &&
		     (!uid || !strcmp(line + 8, uid));
	}
	return n;
}

static void live(struct play *p)
{
	p->script.people = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 6);
}

static void one_by_one_and_then_rest(void **state)
{
	struct play *p = *state;

	live(p);
	assert_int_equal(asked(p, NULL), 0);
	play_wait(p, 2000);
	play_turns(p, 2);
	assert_int_equal(asked(p, NULL), 1);
	for (int i = 0; i < 8; i++)
		play_wait(p, 250);
	assert_int_equal(asked(p, ANN), 1);
	assert_int_equal(asked(p, BEN), 1);
	/* nothing wakes us up before somebody is due */
	remind_stop(p->e);
	assert_true(timers_wait(&p->e->timers) >= 23 * HOUR);
	play_wait(p, 31 * HOUR);
	for (int i = 0; i < 8; i++)
		play_wait(p, 250);
	assert_int_equal(asked(p, NULL), 4);
}

static void a_server_is_given_time(void **state)
{
	struct play *p = *state;

	p->script.error = "slow down";
	p->script.retry_after = 90000;
	live(p);
	play_wait(p, 2000);
	play_turns(p, 2);
	assert_int_equal(asked(p, NULL), 1);
	for (int i = 0; i < 10; i++)
		play_wait(p, 1000);
	assert_int_equal(asked(p, NULL), 1);
	p->script.error = NULL;
	p->script.retry_after = -1;
	for (int i = 0; i < 10; i++)
		play_wait(p, 10000);
	assert_int_equal(asked(p, NULL), 3);
}

static void who_cannot_be_had_is_left_alone(void **state)
{
	struct play *p = *state;

	p->script.error = "their server is away";
	live(p);
	for (int i = 0; i < 20; i++)
		play_wait(p, 1000);
	assert_int_equal(asked(p, NULL), 2);
	remind_stop(p->e);
	assert_true(timers_wait(&p->e->timers) >= HOUR);
	p->script.error = NULL;
	play_wait(p, 7 * HOUR);
	for (int i = 0; i < 8; i++)
		play_wait(p, 250);
	assert_int_equal(asked(p, NULL), 4);
}

static struct message *question(const char *uid, int64_t n)
{
	struct message *m = message_new(REQ_CARD);

	m->account = 1;
	m->a = g_strdup(uid);
	m->n = n;
	m->tag = 9;
	return m;
}

static void who_is_looked_at_is_asked_now(void **state)
{
	struct play *p = *state;

	live(p);
	engine_push(p->e, question(PAT, 0));
	play_turns(p, 2);
	assert_int_equal(asked(p, PAT), 1);
	assert_int_equal(play_last(p, EV_PEOPLE)->tag, 9);
	assert_null(play_last(p, EV_PEOPLE)->a);
	p->script.error = "no";
	engine_push(p->e, question(PAT, 0));
	play_turns(p, 2);
	assert_string_equal(play_last(p, EV_PEOPLE)->a, "no");
}

static void several_for_the_shell(void **state)
{
	struct play *p = *state;

	live(p);
	engine_push(p->e, question(NULL, 50));
	play_turns(p, 2);
	assert_int_equal(asked(p, NULL), 2);
	assert_int_equal(play_count(p, EV_PEOPLE), 1);
	/* nobody is due any more */
	engine_push(p->e, question(NULL, 50));
	play_turns(p, 2);
	assert_int_equal(asked(p, NULL), 2);
	assert_int_equal(play_count(p, EV_PEOPLE), 2);
}

static void not_while_only_catching_up(void **state)
{
	struct play *p = *state;

	p->script.people = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_ONCE);
	play_turns(p, 6);
	play_wait(p, 5000);
	play_turns(p, 4);
	assert_int_equal(asked(p, NULL), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(one_by_one_and_then_rest),
		PLAY_TEST(a_server_is_given_time),
		PLAY_TEST(who_cannot_be_had_is_left_alone),
		PLAY_TEST(who_is_looked_at_is_asked_now),
		PLAY_TEST(several_for_the_shell),
		PLAY_TEST(not_while_only_catching_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
