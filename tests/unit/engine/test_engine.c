#include "play.h"

#include "base/error.h"

#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static void test_once_runs_until_idle(void **state)
{
	struct play *p = *state;
	bool idle;

	play_account(p, ANN);
	play_begin(p, ENGINE_ONCE);
	idle = engine_run(p->e, -1);
	assert_true(idle);
	play_turn(p);
	assert_int_equal(play_said(p, "start " ANN), 1);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
	assert_int_equal(play_count(p, EV_CAUGHT_UP), 1);
	assert_true(play_fake(p, ANN)->once);
	assert_true(play_room(p, ROOM_A) > 0);
}

static void test_idle_without_accounts(void **state)
{
	struct play *p = *state;

	play_begin(p, ENGINE_SEND);
	assert_true(engine_run(p->e, -1));
	assert_null(p->e->net);
}

static void test_offline_is_idle_too(void **state)
{
	struct play *p = *state;

	p->script.stay_offline = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_ONCE);
	assert_true(engine_run(p->e, -1));
	play_turn(p);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_OFFLINE);
	assert_int_equal(play_last(p, EV_ACCOUNT)->when, NOW + 5000);
}

static void test_send_mode_does_not_sync(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	play_begin(p, ENGINE_SEND);
	assert_true(engine_run(p->e, -1));
	assert_int_equal(p->script.fakes->len, 0);
}

/* What a person wrote before quitting is on disk. */
static void test_quit_takes_requests_before_it(void **state)
{
	struct play *p = *state;
	struct message *m;
	struct reader *r;
	struct draft *d;

	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	m = play_ask(p, REQ_DRAFT, 0);
	m->a = g_strdup("place");
	m->b = g_strdup("half a thought");
	play_end(p);
	assert_non_null(play_last(p, EV_ENDED));
	assert_null(play_last(p, EV_ENDED)->a);
	r = reader_open(&p->paths, &p->world, NULL);
	d = reader_draft(r, "place");
	assert_string_equal(d->text, "half a thought");
	draft_free(d);
	reader_close(r);
}

static struct message *wait_event(struct engine *e, enum message_kind kind)
{
	for (;;) {
		struct pollfd fd = { engine_fd(e), POLLIN, 0 };
		struct message *m = engine_pop(e);

		if (m && m->kind == kind)
			return m;
		message_free(m);
		if (!m)
			assert_int_equal(poll(&fd, 1, 20000), 1);
	}
}

/* On a thread, with a real clock; and once more after it has stopped. */
static void test_thread_starts_again(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	world_clear(&p->world);
	world_init(&p->world);
	play_begin(p, ENGINE_LIVE);
	for (int i = 0; i < 3; i++) {
		struct message *m;

		engine_start(p->e);
		m = wait_event(p->e, EV_CAUGHT_UP);
		message_free(m);
		play_send(p, play_room(p, ROOM_A), "hello", 7);
		do {
			m = wait_event(p->e, EV_OP);
			assert_int_equal(m->tag, 7);
			if (m->n == OP_SENT)
				break;
			message_free(m);
		} while (true);
		message_free(m);
		engine_stop(p->e, 10000);
		m = wait_event(p->e, EV_ENDED);
		assert_null(m->a);
		message_free(m);
	}
	assert_int_equal(play_said(p, "send hello"), 3);
}

static void test_store_from_the_future(void **state)
{
	struct play *p = *state;
	g_autofree char *text = NULL;
	gsize len;

	play_account(p, ANN);
	/* user_version is the 32-bit number at byte 60. */
	assert_true(g_file_get_contents(p->paths.store, &text, &len, NULL));
	text[60] = 100;
	assert_true(g_file_set_contents(p->paths.store, text, (gssize)len,
					NULL));
	play_begin(p, ENGINE_LIVE);
	play_turn(p);
	assert_non_null(strstr(play_last(p, EV_ENDED)->a, "newer folkmoot"));
}

static void test_corrupt_store(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	assert_true(g_file_set_contents(p->paths.store, "this is no database, "
					"not at all, not even a little", -1,
					NULL));
	play_begin(p, ENGINE_LIVE);
	play_turn(p);
	assert_non_null(play_last(p, EV_ENDED)->a);
	assert_true(g_file_test(p->paths.store, G_FILE_TEST_EXISTS));
}

static void test_profile_that_cannot_be_locked(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	assert_int_equal(mkdir(p->paths.lock, 0700), 0);
	play_begin(p, ENGINE_LIVE);
	play_turn(p);
	assert_non_null(strstr(play_last(p, EV_ENDED)->a, p->paths.lock));
	assert_null(p->e->store);
}

static void limit_files(rlim_t bytes)
{
	struct rlimit limit = { bytes, RLIM_INFINITY };

	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* A file that may not grow is as good as a full disk. */
static void test_disk_full_and_fine_again(void **state)
{
	struct play *p = *state;
	int64_t room;

	signal(SIGXFSZ, SIG_IGN);
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	room = play_room(p, ROOM_A);
	limit_files(4096);
	for (int i = 0; i < 50; i++) {
		g_autofree char *eid = g_strdup_printf("$full%d", i);

		play_post(play_fake(p, ANN), ROOM_A, eid, "one more", 0);
	}
	play_cursor(play_fake(p, ANN), "s2");
	play_turn(p);
	assert_non_null(play_last(p, EV_TROUBLE));
	assert_non_null(play_last(p, EV_TROUBLE)->a);
	assert_int_equal(p->script.fakes->len, 0);
	assert_true(engine_is_idle(p->e, ENGINE_ONCE));
	play_wait(p, 31000);
	assert_null(play_last(p, EV_CLEAR));

	limit_files(RLIM_INFINITY);
	play_wait(p, 120000);
	play_turns(p, 3);
	assert_non_null(play_last(p, EV_CLEAR));
	/* It goes on from the cursor that is stored, not from the lost one. */
	assert_string_equal(play_fake(p, ANN)->cursor, "s1");
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
	assert_true(room > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_once_runs_until_idle),
		PLAY_TEST(test_idle_without_accounts),
		PLAY_TEST(test_offline_is_idle_too),
		PLAY_TEST(test_send_mode_does_not_sync),
		PLAY_TEST(test_quit_takes_requests_before_it),
		PLAY_TEST(test_thread_starts_again),
		PLAY_TEST(test_store_from_the_future),
		PLAY_TEST(test_corrupt_store),
		PLAY_TEST(test_profile_that_cannot_be_locked),
		PLAY_TEST(test_disk_full_and_fine_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
