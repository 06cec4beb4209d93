#include "play.h"

static int64_t begin(struct play *p)
{
	play_account(p, ANN);
	p->script.hold_jobs = true;
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 4);
	play_wait(p, 1000);
	/* Those that nobody asked for are not looked at here. */
	background_stop(play_fake(p, ANN)->agent);
	while (play_answer(play_fake(p, ANN), "not now"))
		;
	background_stop(play_fake(p, ANN)->agent);
	play_forget(p);
	return play_room(p, ROOM_A);
}

static void ask_older(struct play *p, int64_t room, uint64_t tag)
{
	play_ask(p, REQ_OLDER, room)->tag = tag;
	play_turn(p);
}

static void test_asked_once_answered_to_all(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	ask_older(p, room, 1);
	ask_older(p, room, 2);
	assert_int_equal(play_said(p, "older " ROOM_A), 1);
	assert_null(play_last(p, EV_OLDER));
	assert_false(engine_is_idle(p->e, ENGINE_SEND));
	play_answer(play_fake(p, ANN), NULL);
	play_turn(p);
	assert_int_equal(play_count(p, EV_OLDER), 2);
	assert_int_equal(play_last(p, EV_OLDER)->tag, 2);
	assert_int_equal(play_last(p, EV_OLDER)->room, room);
}

static void test_until_the_beginning(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	p->script.hold_jobs = false;
	p->script.pages = 1;
	ask_older(p, room, 1);
	assert_int_equal(play_last(p, EV_OLDER)->n, 1);
	assert_null(play_last(p, EV_OLDER)->a);
	ask_older(p, room, 1);
	assert_int_equal(play_last(p, EV_OLDER)->n, 0);
	/* Nothing is asked where nothing can be. */
	play_forget(p);
	ask_older(p, room, 1);
	assert_int_equal(play_last(p, EV_OLDER)->n, 0);
	assert_int_equal(p->script.said->len, 0);
}

static void test_error(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	p->script.hold_jobs = false;
	p->script.error = "The server \033is tired.";
	ask_older(p, room, 1);
	assert_string_equal(play_last(p, EV_OLDER)->a, "The server is tired.");
	assert_int_equal(play_last(p, EV_OLDER)->n, 1);
}

static void test_no_such_room(void **state)
{
	struct play *p = *state;

	begin(p);
	ask_older(p, 4711, 1);
	assert_non_null(play_last(p, EV_OLDER)->a);
}

static void test_members_and_thread(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);
	struct message *m;

	p->script.hold_jobs = false;
	play_ask(p, REQ_MEMBERS, room)->tag = 6;
	play_turn(p);
	assert_int_equal(play_last(p, EV_ROOM)->tag, 6);
	assert_int_equal(play_last(p, EV_ROOM)->n, ROOM_HAS_MEMBERS);
	m = play_ask(p, REQ_THREAD, room);
	m->tag = 7;
	m->a = g_strdup("$root");
	play_turn(p);
	assert_int_equal(play_said(p, "thread " ROOM_A " $root"), 1);
	assert_int_equal(play_last(p, EV_ROOM)->tag, 7);
}

static void test_closed_connection_answers(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);
	struct fake *f = play_fake(p, ANN);

	ask_older(p, room, 1);
	f->host->logged_out(f->host->user, false, "ended");
	play_turns(p, 2);
	assert_non_null(play_last(p, EV_OLDER)->a);
	assert_int_equal(p->e->jobs->len, 0);
}

/* Its answer is told when it is in the store, not before. */
static void test_answer_waits_for_the_store(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);
	struct fake *f = play_fake(p, ANN);

	ask_older(p, room, 1);
	for (int i = 0; i < 300; i++) {
		g_autofree char *eid = g_strdup_printf("$x%d", i);

		play_post(f, ROOM_B, eid, "long answer", 0);
	}
	play_answer(f, NULL);
	play_turn(p);
	assert_null(play_last(p, EV_OLDER));
	play_cursor(f, "s2");
	play_turn(p);
	assert_non_null(play_last(p, EV_OLDER));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_asked_once_answered_to_all),
		PLAY_TEST(test_until_the_beginning),
		PLAY_TEST(test_error),
		PLAY_TEST(test_no_such_room),
		PLAY_TEST(test_members_and_thread),
		PLAY_TEST(test_closed_connection_answers),
		PLAY_TEST(test_answer_waits_for_the_store),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
