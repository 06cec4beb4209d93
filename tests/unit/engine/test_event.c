#include "play.h"

static void begin(struct play *p)
{
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 4);
	play_forget(p);
}

static void tell(struct play *p, int n)
{
	GArray *rooms = g_array_new(FALSE, FALSE, sizeof(struct room_delta));

	for (int i = 0; i < n; i++) {
		struct room_delta d = { i + 1, i ? ROOM_HAS_COUNTS :
						   ROOM_HAS_POSTS };

		g_array_append_val(rooms, d);
	}
	event_deltas(p->e, rooms, NULL, n > 1);
	play_turn(p);
}

static void test_rooms_one_by_one(void **state)
{
	struct play *p = *state;

	begin(p);
	tell(p, 64);
	assert_int_equal(play_count(p, EV_ROOM), 64);
	assert_int_equal(play_last(p, EV_ROOM)->room, 64);
	assert_int_equal(play_last(p, EV_ROOM)->n, ROOM_HAS_COUNTS);
	assert_int_equal(play_count(p, EV_PLACES), 1);
}

static void test_many_rooms_are_one_event(void **state)
{
	struct play *p = *state;

	begin(p);
	tell(p, 65);
	assert_int_equal(play_count(p, EV_ROOM), 1);
	assert_int_equal(play_last(p, EV_ROOM)->room, 0);
	assert_int_equal(play_last(p, EV_ROOM)->n,
			 ROOM_HAS_COUNTS | ROOM_HAS_POSTS);
}

static void ring(struct play *p, const char *eid)
{
	struct fake *ann = play_fake(p, ANN);

	play_post(ann, ROOM_A, eid, "ann?", RING_NOTIFY | RING_HIGHLIGHT);
	play_cursor(ann, eid + 1);
	play_turn(p);
}

static void test_ring_says_who_what_where(void **state)
{
	struct play *p = *state;
	const struct message *m;

	begin(p);
	ring(p, "$2");
	m = play_last(p, EV_RING);
	assert_int_equal(m->room, play_room(p, ROOM_A));
	assert_int_equal(m->n, RING_NOTIFY | RING_HIGHLIGHT);
	assert_string_equal(m->a, "Ben");
	assert_string_equal(m->b, "ann?");
	assert_string_equal(m->c, "general");
	assert_true(m->id > 0);
}

static void test_silent_posts_do_not_ring(void **state)
{
	struct play *p = *state;
	struct fake *ann;

	begin(p);
	ann = play_fake(p, ANN);
	play_post(ann, ROOM_A, "$2", "news", 0);
	play_cursor(ann, "s2");
	play_turn(p);
	assert_null(play_last(p, EV_RING));
}

static void read_up_to(struct play *p, const char *eid)
{
	struct message *m = message_new(REQ_OP);

	m->op = op_new(OP_READ);
	m->op->room = play_room(p, ROOM_A);
	m->op->target = g_strdup(eid);
	engine_push(p->e, m);
	play_turns(p, 2);
}

static void test_reading_takes_notices_back(void **state)
{
	struct play *p = *state;

	begin(p);
	ring(p, "$2");
	ring(p, "$3");
	read_up_to(p, "$3");
	assert_int_equal(play_count(p, EV_UNRING), 1);
	assert_int_equal(play_last(p, EV_UNRING)->room, play_room(p, ROOM_A));
	read_up_to(p, "$3");
	assert_int_equal(play_count(p, EV_UNRING), 1);
}

static void test_looking_takes_notices_back(void **state)
{
	struct play *p = *state;

	begin(p);
	ring(p, "$2");
	play_ask(p, REQ_LOOK, play_room(p, ROOM_A));
	play_turns(p, 2);
	assert_int_equal(play_count(p, EV_UNRING), 1);
}

static void test_outbox_is_told_once(void **state)
{
	struct play *p = *state;

	begin(p);
	event_outbox(p->e);
	event_outbox(p->e);
	play_turn(p);
	assert_int_equal(play_count(p, EV_OUTBOX), 0);
	p->script.fate = FATE_HOLD;
	play_send(p, play_room(p, ROOM_A), "hello", 1);
	play_turns(p, 2);
	assert_int_equal(play_last(p, EV_OUTBOX)->n, 1);
	assert_int_equal(play_last(p, EV_OUTBOX)->id, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_rooms_one_by_one),
		PLAY_TEST(test_many_rooms_are_one_event),
		PLAY_TEST(test_ring_says_who_what_where),
		PLAY_TEST(test_silent_posts_do_not_ring),
		PLAY_TEST(test_reading_takes_notices_back),
		PLAY_TEST(test_looking_takes_notices_back),
		PLAY_TEST(test_outbox_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
