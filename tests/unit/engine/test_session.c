#include "play.h"

#include "base/error.h"

static void log_in(struct play *p, const char *user, int64_t again)
{
	struct message *m = message_new(REQ_LOGIN);

	m->a = g_strdup("council.org");
	m->b = g_strdup(user);
	m->c = g_strdup("password");
	m->d = g_strdup("fake");
	m->id = again;
	m->tag = 3;
	engine_push(p->e, m);
	play_turns(p, 5);
}

static void test_log_in(void **state)
{
	struct play *p = *state;
	struct account *a;

	play_begin(p, ENGINE_LIVE);
	log_in(p, ANN, 0);
	assert_int_equal(play_last(p, EV_LOGIN)->account, 1);
	assert_int_equal(play_last(p, EV_LOGIN)->tag, 3);
	assert_null(play_last(p, EV_LOGIN)->a);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
	a = reader_account(p->e->reader, 1);
	assert_string_equal(a->name, "ann@council");
	assert_string_equal(a->device, "DEVICE");
	account_free(a);
	/* It is there after a start, too. */
	play_end(p);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
}

static void test_wrong_password(void **state)
{
	struct play *p = *state;

	p->script.error = "The password is \033wrong.";
	play_begin(p, ENGINE_LIVE);
	log_in(p, ANN, 0);
	assert_int_equal(play_last(p, EV_LOGIN)->account, 0);
	assert_int_equal(play_last(p, EV_LOGIN)->n, FM_ERROR_AUTH);
	assert_string_equal(play_last(p, EV_LOGIN)->a,
			    "The password is wrong.");
	assert_int_equal(p->e->agents->len, 0);
	assert_true(engine_is_idle(p->e, ENGINE_ONCE));
}

static void test_unknown_kind(void **state)
{
	struct play *p = *state;
	struct message *m = message_new(REQ_LOGIN);

	play_begin(p, ENGINE_LIVE);
	m->d = g_strdup("telex");
	engine_push(p->e, m);
	play_turns(p, 2);
	assert_int_equal(play_last(p, EV_LOGIN)->n, FM_ERROR_USAGE);
}

static void test_second_account(void **state)
{
	struct play *p = *state;

	play_begin(p, ENGINE_LIVE);
	log_in(p, ANN, 0);
	log_in(p, PAT, 0);
	assert_int_equal(p->e->agents->len, 2);
	assert_int_equal(play_last(p, EV_LOGIN)->account, 2);
}

static void test_again_with_the_same_device(void **state)
{
	struct play *p = *state;
	struct fake *f;

	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	f = play_fake(p, ANN);
	f->host->logged_out(f->host->user, true, "Log in again.");
	play_turns(p, 2);
	log_in(p, ANN, 1);
	assert_int_equal(play_said(p, "login council.org " ANN " OLD"), 1);
	assert_int_equal(play_last(p, EV_LOGIN)->account, 1);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
	assert_int_equal(p->e->agents->len, 1);
}

static void test_again_as_somebody_else(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	p->script.login_as = BEN;
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	log_in(p, ANN, 1);
	assert_int_equal(play_last(p, EV_LOGIN)->account, 0);
	assert_int_equal(play_last(p, EV_LOGIN)->n, FM_ERROR_AUTH);
	assert_non_null(strstr(play_last(p, EV_LOGIN)->a, BEN));
	assert_int_equal(p->e->agents->len, 1);
}

static void test_log_out(void **state)
{
	struct play *p = *state;
	struct message *m;
	struct tokens read;
	struct account a = { .user = (char *)ANN,
			     .base = (char *)"https://council.org" };

	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	m = play_ask(p, REQ_LOGOUT, 0);
	m->account = 1;
	m->tag = 4;
	play_turns(p, 4);
	assert_int_equal(play_said(p, "logout " ANN), 1);
	assert_int_equal(play_last(p, EV_LOGOUT)->account, 1);
	assert_int_equal(play_last(p, EV_LOGOUT)->tag, 4);
	assert_int_equal(p->e->agents->len, 0);
	assert_int_equal(play_room(p, ROOM_A), 0);
	assert_false(tokens_load(&p->paths, &a, &read, NULL));
	assert_true(engine_is_idle(p->e, ENGINE_ONCE));
	/* Once more: there is nothing to do, and that is said. */
	m = play_ask(p, REQ_LOGOUT, 0);
	m->account = 1;
	m->tag = 5;
	play_turns(p, 2);
	assert_int_equal(play_last(p, EV_LOGOUT)->tag, 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_log_in),
		PLAY_TEST(test_wrong_password),
		PLAY_TEST(test_unknown_kind),
		PLAY_TEST(test_second_account),
		PLAY_TEST(test_again_with_the_same_device),
		PLAY_TEST(test_again_as_somebody_else),
		PLAY_TEST(test_log_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
