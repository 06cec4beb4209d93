#include "play.h"

static void test_opens_with_cursor_and_tokens(void **state)
{
	struct play *p = *state;

	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	assert_null(play_fake(p, ANN)->cursor);
	play_end(p);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	assert_string_equal(play_fake(p, ANN)->cursor, "s1");
	assert_false(play_fake(p, ANN)->once);
}

/* Data is kept and shown; what to do is said. */
static void test_without_tokens(void **state)
{
	struct play *p = *state;
	struct account a = { .user = (char *)ANN,
			     .base = (char *)"https://council.org" };

	play_account(p, ANN);
	tokens_remove(&p->paths, &a);
	play_begin(p, ENGINE_ONCE);
	assert_true(engine_run(p->e, -1));
	play_turn(p);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LOGGED_OUT);
	assert_non_null(strstr(play_last(p, EV_ACCOUNT)->a, "log in again"));
	assert_int_equal(p->script.fakes->len, 0);
}

static void test_of_an_unknown_kind(void **state)
{
	struct play *p = *state;
	struct store *s;
	struct account a = {
		.name = (char *)"x", .kind = (char *)"carrier-pigeon",
		.base = (char *)"https://a", .user = (char *)"@a:b",
	};

	s = store_open(&p->paths, &p->world, NULL);
	assert_true(store_account_put(s, &a, NULL) > 0);
	store_close(s);
	play_begin(p, ENGINE_ONCE);
	assert_true(engine_run(p->e, -1));
	play_turn(p);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_OFFLINE);
}

/* Two first syncs one after the other; later ones at once. */
static void test_first_syncs_take_turns(void **state)
{
	struct play *p = *state;

	p->script.stay_offline = true;
	play_account(p, ANN);
	play_account(p, PAT);
	play_begin(p, ENGINE_LIVE);
	play_turn(p);
	assert_int_equal(p->script.said->len, 1);
	play_turns(p, 3);
	assert_int_equal(p->script.said->len, 2);
	play_end(p);
	p->script.stay_offline = false;
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 5);
	play_end(p);
	play_forget(p);
	play_begin(p, ENGINE_LIVE);
	play_turn(p);
	assert_int_equal(p->script.said->len, 2);
}

static void test_states_are_told_once(void **state)
{
	struct play *p = *state;
	struct fake *f;

	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	play_forget(p);
	f = play_fake(p, ANN);
	play_live(f);
	play_turn(p);
	assert_null(play_last(p, EV_ACCOUNT));
	f->host->status(f->host->user, ACCOUNT_OFFLINE, "gone\033[m", NOW + 5);
	play_turn(p);
	assert_int_equal(play_count(p, EV_ACCOUNT), 1);
	assert_null(strchr(play_last(p, EV_ACCOUNT)->a, '\033'));
	assert_int_equal(play_last(p, EV_ACCOUNT)->when, NOW + 5);
}

static void test_nudge(void **state)
{
	struct play *p = *state;

	p->script.stay_offline = true;
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 3);
	p->script.stay_offline = false;
	play_ask(p, REQ_NUDGE, 0);
	play_turns(p, 3);
	assert_int_equal(play_fake(p, ANN)->nudges, 1);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LIVE);
	/* Nobody is impatient with what works. */
	play_ask(p, REQ_NUDGE, 0);
	play_turns(p, 3);
	assert_int_equal(play_fake(p, ANN)->nudges, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_opens_with_cursor_and_tokens),
		PLAY_TEST(test_without_tokens),
		PLAY_TEST(test_of_an_unknown_kind),
		PLAY_TEST(test_first_syncs_take_turns),
		PLAY_TEST(test_states_are_told_once),
		PLAY_TEST(test_nudge),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
