#include "play.h"

#include "base/error.h"

static int64_t room_a, room_b;

static void begin(struct play *p, enum engine_mode mode)
{
	play_account(p, ANN);
	play_begin(p, ENGINE_ONCE);
	engine_run(p->e, -1);
	play_end(p);
	room_a = play_room(p, ROOM_A);
	room_b = play_room(p, ROOM_B);
	play_begin(p, mode);
	play_turns(p, 4);
	play_forget(p);
}

static void answer(struct play *p, int64_t op, bool ok)
{
	struct op_result r = {
		.op = op, .ok = ok, .again = !ok, .retry_after = -1,
		.eid = ok ? (char *)"$new" : NULL, .error = "later",
	};

	sender_done(play_fake(p, ANN)->agent, &r);
}

static void test_sent_with_all_states(void **state)
{
	struct play *p = *state;
	int states[3], n = 0;

	begin(p, ENGINE_LIVE);
	play_send(p, room_a, "hello", 42);
	play_turns(p, 2);
	for (guint i = 0; i < p->events->len; i++) {
		const struct message *m = p->events->pdata[i];

		if (m->kind != EV_OP)
			continue;
		assert_int_equal(m->tag, 42);
		assert_int_equal(m->room, room_a);
		assert_non_null(m->d);
		assert_true(n < 3);
		states[n++] = (int)m->n;
	}
	assert_int_equal(n, 3);
	assert_int_equal(states[0], OP_WAITING);
	assert_int_equal(states[1], OP_SENDING);
	assert_int_equal(states[2], OP_SENT);
	assert_non_null(play_last(p, EV_OP)->a);
}

static void test_one_at_a_time_in_a_room(void **state)
{
	struct play *p = *state;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_HOLD;
	play_send(p, room_a, "one", 1);
	play_send(p, room_a, "two", 2);
	play_send(p, room_b, "three", 3);
	play_turns(p, 3);
	assert_int_equal(play_said(p, "send one"), 1);
	assert_int_equal(play_said(p, "send two"), 0);
	assert_int_equal(play_said(p, "send three"), 1);
	answer(p, 1, true);
	play_turns(p, 2);
	assert_int_equal(play_said(p, "send two"), 1);
}

static void test_tries_again_in_order(void **state)
{
	struct play *p = *state;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_AGAIN;
	p->script.error = "council.org refused the connection";
	play_send(p, room_a, "one", 1);
	play_send(p, room_a, "two", 2);
	play_turns(p, 3);
	assert_int_equal(play_said(p, "send one"), 1);
	assert_int_equal(play_last(p, EV_OP)->n, OP_WAITING);
	assert_string_equal(play_last(p, EV_OP)->b, p->script.error);
	assert_true(play_last(p, EV_OP)->when > NOW);
	assert_true(play_last(p, EV_OP)->when <= NOW + 1000);
	/* Not a moment too early, and not the later one first. */
	play_turns(p, 3);
	assert_int_equal(play_said(p, "send one"), 1);
	p->script.fate = FATE_OK;
	play_wait(p, 1500);
	play_turns(p, 2);
	assert_int_equal(play_said(p, "send one"), 2);
	assert_int_equal(play_said(p, "send two"), 1);
	assert_int_equal(play_last(p, EV_OUTBOX)->n, 0);
}

static void test_waits_as_the_server_asks(void **state)
{
	struct play *p = *state;

	begin(p, ENGINE_SEND);
	p->script.fate = FATE_AGAIN;
	p->script.retry_after = 4000;
	play_send(p, room_a, "one", 1);
	play_turns(p, 3);
	/* A shell command waits that long. */
	assert_false(engine_is_idle(p->e, ENGINE_SEND));
	play_wait(p, 3000);
	assert_int_equal(play_said(p, "send one"), 1);
	p->script.fate = FATE_OK;
	play_wait(p, 1500);
	play_turns(p, 2);
	assert_int_equal(play_said(p, "send one"), 2);
	assert_true(engine_is_idle(p->e, ENGINE_SEND));
}

/* Without a connection it is kept, and the command may end. */
static void test_offline_is_idle(void **state)
{
	struct play *p = *state;

	begin(p, ENGINE_SEND);
	p->script.fate = FATE_AGAIN;
	play_send(p, room_a, "one", 1);
	play_turns(p, 3);
	assert_true(engine_is_idle(p->e, ENGINE_SEND));
	assert_int_equal(play_last(p, EV_OUTBOX)->n, 1);
}

static void test_failed_for_good(void **state)
{
	struct play *p = *state;
	struct message *m;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_FAIL;
	p->script.error = "You may not \033[mwrite there.";
	play_send(p, room_a, "one", 1);
	play_turns(p, 3);
	assert_int_equal(play_last(p, EV_OP)->n, OP_FAILED);
	assert_null(strchr(play_last(p, EV_OP)->b, '\033'));
	assert_int_equal(play_last(p, EV_OUTBOX)->id, 1);
	/* Resent by hand. */
	p->script.fate = FATE_OK;
	m = play_ask(p, REQ_RESEND, room_a);
	m->id = play_last(p, EV_OP)->id;
	play_turns(p, 3);
	assert_int_equal(play_last(p, EV_OP)->n, OP_SENT);
	assert_int_equal(play_last(p, EV_OUTBOX)->id, 0);
}

static void test_dropped(void **state)
{
	struct play *p = *state;
	struct message *m;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_FAIL;
	play_send(p, room_a, "one", 1);
	play_turns(p, 3);
	m = play_ask(p, REQ_DROP, room_a);
	m->id = play_last(p, EV_OP)->id;
	m->tag = 8;
	play_turns(p, 2);
	assert_int_equal(play_last(p, EV_OUTBOX)->id, 0);
	assert_int_equal(play_last(p, EV_OP)->tag, 8);
	assert_null(play_last(p, EV_OP)->b);
	/* There is no such row any more. */
	m = play_ask(p, REQ_DROP, room_a);
	m->id = play_last(p, EV_OP)->id;
	play_turns(p, 2);
	assert_non_null(play_last(p, EV_OP)->b);
}

static void test_encrypted_rooms_are_refused(void **state)
{
	static const enum op_kind writes[] = { OP_SEND, OP_EDIT, OP_THING,
					       OP_THING_CHANGE };
	struct play *p = *state;

	p->script.encrypted = true;
	begin(p, ENGINE_LIVE);
	for (size_t i = 0; i < G_N_ELEMENTS(writes); i++) {
		struct message *m = message_new(REQ_OP);

		m->op = op_new(writes[i]);
		m->op->room = room_b;
		m->op->body = g_strdup("secret");
		m->tag = i + 1;
		engine_push(p->e, m);
		play_turns(p, 2);
		assert_int_equal(play_last(p, EV_OP)->n, OP_FAILED);
		assert_int_equal(play_last(p, EV_OP)->id, 0);
		assert_int_equal(play_last(p, EV_OP)->tag, i + 1);
		assert_non_null(strstr(play_last(p, EV_OP)->b, "encrypted"));
	}
	assert_int_equal(p->script.said->len, 0);
	play_send(p, room_a, "open", 9);
	play_turns(p, 2);
	assert_int_equal(play_said(p, "send open"), 1);
}

/* A room that became encrypted while the message waited. */
static void test_encrypted_meanwhile(void **state)
{
	struct play *p = *state;
	struct fake *f;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_AGAIN;
	play_send(p, room_b, "one", 1);
	play_turns(p, 3);
	play_forget(p);
	f = play_fake(p, ANN);
	p->script.encrypted = true;
	play_join(f, ROOM_B, "secrets");
	play_cursor(f, "s2");
	p->script.fate = FATE_OK;
	play_wait(p, 2000);
	play_turns(p, 2);
	assert_int_equal(play_said(p, "send one"), 0);
	assert_int_equal(play_last(p, EV_OP)->n, OP_FAILED);
}

static void test_without_account(void **state)
{
	struct play *p = *state;
	struct message *m = message_new(REQ_OP);

	play_begin(p, ENGINE_SEND);
	m->op = op_new(OP_SEND);
	m->op->body = g_strdup("x");
	engine_push(p->e, m);
	play_turns(p, 2);
	assert_int_equal(play_last(p, EV_OP)->n, OP_FAILED);
	assert_non_null(strstr(play_last(p, EV_OP)->b, "log in"));
}

/* What was on its way when the program ended goes again, as it was. */
static void test_recovers_after_a_crash(void **state)
{
	struct play *p = *state;
	g_autofree char *txn = NULL;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_HOLD;
	play_send(p, room_a, "one", 1);
	play_turns(p, 2);
	txn = g_strdup(play_last(p, EV_OP)->d);
	play_end(p);
	play_forget(p);
	p->script.fate = FATE_OK;
	play_begin(p, ENGINE_SEND);
	engine_run(p->e, -1);
	play_turn(p);
	assert_int_equal(play_said(p, "send one"), 1);
	assert_string_equal(play_last(p, EV_OP)->d, txn);
	assert_int_equal(play_last(p, EV_OP)->n, OP_SENT);
}

static void test_hurries_when_live_again(void **state)
{
	struct play *p = *state;
	struct fake *f;

	begin(p, ENGINE_LIVE);
	p->script.fate = FATE_AGAIN;
	p->script.retry_after = 200000;
	play_send(p, room_a, "one", 1);
	play_turns(p, 3);
	f = play_fake(p, ANN);
	f->host->status(f->host->user, ACCOUNT_OFFLINE, "gone", 0);
	p->script.fate = FATE_OK;
	play_live(f);
	play_turns(p, 2);
	assert_int_equal(play_said(p, "send one"), 2);
}

/* What got through shows that there is a connection again. */
static void test_success_wakes_the_sync(void **state)
{
	struct play *p = *state;
	struct fake *f;

	begin(p, ENGINE_LIVE);
	f = play_fake(p, ANN);
	f->host->status(f->host->user, ACCOUNT_OFFLINE, "gone", NOW + 99999);
	play_send(p, room_a, "one", 1);
	play_turns(p, 3);
	assert_int_equal(f->nudges, 1);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
}

static void test_few_at_once(void **state)
{
	struct play *p = *state;
	struct fake *f;

	begin(p, ENGINE_LIVE);
	f = play_fake(p, ANN);
	p->script.fate = FATE_HOLD;
	for (int i = 0; i < 10; i++) {
		g_autofree char *rid = g_strdup_printf("!r%d:council.org", i);

		play_join(f, rid, "room");
		play_cursor(f, rid);
		play_send(p, play_room(p, rid), "x", 1);
	}
	play_turns(p, 12);
	assert_int_equal(p->e->flights->len, 4);
	assert_int_equal(play_said(p, "send x"), 4);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_sent_with_all_states),
		PLAY_TEST(test_one_at_a_time_in_a_room),
		PLAY_TEST(test_tries_again_in_order),
		PLAY_TEST(test_waits_as_the_server_asks),
		PLAY_TEST(test_offline_is_idle),
		PLAY_TEST(test_failed_for_good),
		PLAY_TEST(test_dropped),
		PLAY_TEST(test_encrypted_rooms_are_refused),
		PLAY_TEST(test_encrypted_meanwhile),
		PLAY_TEST(test_without_account),
		PLAY_TEST(test_recovers_after_a_crash),
		PLAY_TEST(test_hurries_when_live_again),
		PLAY_TEST(test_success_wakes_the_sync),
		PLAY_TEST(test_few_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
