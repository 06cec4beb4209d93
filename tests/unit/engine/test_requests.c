#include "play.h"

static int64_t begin(struct play *p)
{
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	for (int i = 0; i < 5; i++)
		play_wait(p, 1000);
	play_forget(p);
	return play_room(p, ROOM_A);
}

static void put_draft(struct play *p, const char *text)
{
	struct message *m = play_ask(p, REQ_DRAFT, 0);

	m->a = g_strdup("room/thread");
	m->b = g_strdup(text);
	m->c = g_strdup("$1");
	m->d = g_strdup("reply");
	play_turn(p);
}

static void test_draft(void **state)
{
	struct play *p = *state;
	struct draft *d;

	begin(p);
	put_draft(p, "half");
	d = reader_draft(p->e->reader, "room/thread");
	assert_string_equal(d->text, "half");
	assert_string_equal(d->target, "$1");
	assert_string_equal(d->what, "reply");
	draft_free(d);
	put_draft(p, "");
	assert_null(reader_draft(p->e->reader, "room/thread"));
}

static void test_state_and_fold(void **state)
{
	struct play *p = *state;
	struct message *m;
	char *value;

	begin(p);
	m = play_ask(p, REQ_STATE, 0);
	m->a = g_strdup("last-place");
	m->b = g_strdup("!a");
	m = play_ask(p, REQ_FOLD, 0);
	m->a = g_strdup("internal");
	m->n = 0;
	play_turn(p);
	value = reader_state(p->e->reader, "last-place");
	assert_string_equal(value, "!a");
	g_free(value);
	assert_int_equal(play_count(p, EV_PLACES), 1);
}

/* A room that is looked at has its members and some history. */
static void test_look_fetches_what_is_missing(void **state)
{
	struct play *p = *state;
	struct fake *f;

	begin(p);
	f = play_fake(p, ANN);
	background_stop(f->agent);
	play_join(f, "!new:x", "new");
	play_cursor(f, "s2");
	background_stop(f->agent);
	play_ask(p, REQ_LOOK, play_room(p, "!new:x"));
	play_turn(p);
	assert_int_equal(play_said(p, "members !new:x"), 1);
	play_forget(p);
	play_ask(p, REQ_LOOK, play_room(p, ROOM_A));
	play_turn(p);
	assert_int_equal(play_said(p, "members " ROOM_A), 0);
	assert_int_equal(play_said(p, "older " ROOM_A), 1);
}

static void test_look_with_enough_posts(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);
	struct fake *f = play_fake(p, ANN);

	for (int i = 0; i < 45; i++) {
		g_autofree char *eid = g_strdup_printf("$m%d", i);

		play_post(f, ROOM_A, eid, "words", 0);
	}
	play_cursor(f, "s2");
	play_ask(p, REQ_LOOK, room);
	play_turn(p);
	assert_int_equal(play_said(p, "older " ROOM_A), 0);
}

/* Whatever comes from another process: nothing, or an answer. */
static void test_incomplete_requests(void **state)
{
	struct play *p = *state;
	struct message *m;

	begin(p);
	for (int kind = 0; kind < MESSAGE_KINDS; kind++) {
		if (kind == REQ_QUIT)
			continue;
		m = message_new((enum message_kind)kind);
		m->room = 4711;
		m->account = -1;
		engine_push(p->e, m);
		play_turn(p);
	}
	assert_null(play_last(p, EV_TROUBLE));
	assert_null(play_last(p, EV_ENDED));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_draft),
		PLAY_TEST(test_state_and_fold),
		PLAY_TEST(test_look_fetches_what_is_missing),
		PLAY_TEST(test_look_with_enough_posts),
		PLAY_TEST(test_incomplete_requests),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
