#include "play.h"

static void task_room(struct fake *f, const char *rid, const char *name)
{
	struct change *c;

	play_join(f, rid, name);
	c = play_change(CHANGE_FACTS, rid);
	c->set = ROOM_KINDS;
	c->room = g_new0(struct room, 1);
	c->room->kinds = KIND_BIT(KIND_TASK);
	f->host->emit(f->host->user, c);
	c = play_change(CHANGE_TIMELINE, rid);
	c->token = g_strdup("start");
	c->n = 1;
	f->host->emit(f->host->user, c);
}

/* A shell command that syncs leaves nothing unsure behind. */
static void test_once_fetches_before_idle(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	play_begin(p, ENGINE_ONCE);
	assert_true(engine_run(p->e, -1));
	assert_int_equal(play_said(p, "members " ROOM_A), 1);
	assert_int_equal(play_said(p, "members " ROOM_B), 1);
}

static void test_live_goes_on_politely(void **state)
{
	struct play *p = *state;

	p->script.hold_jobs = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	play_forget(p);
	for (int i = 0; i < 5; i++) {
		g_autofree char *rid = g_strdup_printf("!r%d:x", i);

		play_join(play_fake(p, ANN), rid, "room");
	}
	play_cursor(play_fake(p, ANN), "s2");
	play_wait(p, 1000);
	assert_int_equal(p->script.said->len, 2);
	play_turns(p, 5);
	assert_int_equal(p->script.said->len, 2);
	play_answer(play_fake(p, ANN), NULL);
	play_wait(p, 1000);
	assert_int_equal(p->script.said->len, 3);
}

static void test_history_of_task_rooms(void **state)
{
	struct play *p = *state;
	g_autofree char *said = g_strconcat("older ", ROOM_B, NULL);

	p->script.pages = 3;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	task_room(play_fake(p, ANN), ROOM_B, "tasks");
	play_cursor(play_fake(p, ANN), "s2");
	for (int i = 0; i < 20; i++)
		play_wait(p, 1000);
	/* Three pages, and the one that says that there is no more. */
	assert_int_equal(play_said(p, said), 4);
	assert_int_equal(play_said(p, "older " ROOM_A), 0);
	assert_true(engine_is_idle(p->e, ENGINE_ONCE));
}

/* A server that gives the same token for ever is left alone. */
static void test_stuck_history(void **state)
{
	struct play *p = *state;

	p->script.stuck = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	task_room(play_fake(p, ANN), ROOM_B, "tasks");
	play_cursor(play_fake(p, ANN), "s2");
	for (int i = 0; i < 20; i++)
		play_wait(p, 1000);
	assert_int_equal(play_said(p, "older " ROOM_B), 1);
	assert_true(engine_is_idle(p->e, ENGINE_ONCE));
}

static void test_errors_are_set_aside(void **state)
{
	struct play *p = *state;
	struct fake *f;

	p->script.error = "You are not in this room.";
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	for (int i = 0; i < 10; i++)
		play_wait(p, 1000);
	assert_int_equal(play_said(p, "members " ROOM_A), 1);
	assert_true(engine_is_idle(p->e, ENGINE_ONCE));
	/* A new connection, a new try. */
	p->script.error = NULL;
	f = play_fake(p, ANN);
	f->host->status(f->host->user, ACCOUNT_OFFLINE, "gone", 0);
	play_live(f);
	for (int i = 0; i < 10; i++)
		play_wait(p, 1000);
	assert_int_equal(play_said(p, "members " ROOM_A), 2);
}

static void test_nothing_while_offline(void **state)
{
	struct play *p = *state;
	struct fake *f;

	p->script.hold_jobs = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 2);
	f = play_fake(p, ANN);
	f->host->status(f->host->user, ACCOUNT_OFFLINE, "gone", 0);
	play_forget(p);
	for (int i = 0; i < 5; i++)
		play_wait(p, 1000);
	assert_int_equal(p->script.said->len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_once_fetches_before_idle),
		PLAY_TEST(test_live_goes_on_politely),
		PLAY_TEST(test_history_of_task_rooms),
		PLAY_TEST(test_stuck_history),
		PLAY_TEST(test_errors_are_set_aside),
		PLAY_TEST(test_nothing_while_offline),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
