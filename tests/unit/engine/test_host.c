#include "play.h"

static struct fake *begin(struct play *p)
{
	play_account(p, ANN);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 4);
	play_forget(p);
	return play_fake(p, ANN);
}

/* Ten times a second at most, and the last one is not lost. */
static void test_progress(void **state)
{
	struct play *p = *state;
	struct fake *f = begin(p);

	for (int i = 1; i <= 1000; i++)
		f->host->progress(f->host->user, i, 1000, i / 10);
	play_turn(p);
	assert_int_equal(play_count(p, EV_PROGRESS), 1);
	assert_int_equal(play_last(p, EV_PROGRESS)->n, 1);
	play_wait(p, 100);
	assert_int_equal(play_count(p, EV_PROGRESS), 2);
	assert_int_equal(play_last(p, EV_PROGRESS)->n, 1000);
	assert_int_equal(play_last(p, EV_PROGRESS)->id, 1000);
	assert_int_equal(play_last(p, EV_PROGRESS)->when, 100);
}

static void test_what_is_stored(void **state)
{
	struct play *p = *state;
	struct fake *f = begin(p);
	const struct provider_host *h = f->host;

	assert_string_equal(h->room(h->user, ROOM_A)->name, "general");
	assert_string_equal(h->member(h->user, ROOM_A, BEN)->name, "Ben");
	assert_null(h->member(h->user, ROOM_A, PAT));
	assert_null(h->room(h->user, "!nowhere"));
	assert_null(h->member(h->user, "!nowhere", BEN));
	/* Not what was, but what is. */
	assert_string_equal(h->room(h->user, ROOM_A)->name, "general");
	play_join(f, ROOM_A, "lobby");
	play_cursor(f, "s2");
	assert_string_equal(h->room(h->user, ROOM_A)->name, "lobby");
}

static void test_new_tokens_are_on_disk(void **state)
{
	struct play *p = *state;
	struct fake *f = begin(p);
	struct tokens t = {
		.kind = (char *)"fake", .base = (char *)"https://council.org",
		.user = (char *)ANN, .device = (char *)"OLD",
		.access = (char *)"fresh", .refresh = (char *)"next",
	}, read;

	assert_true(f->host->tokens(f->host->user, &t));
	assert_true(tokens_load(&p->paths, f->agent->account, &read, NULL));
	assert_string_equal(read.access, "fresh");
	tokens_clear(&read);
}

static void logged_out(void **state, bool soft)
{
	struct play *p = *state;
	struct fake *f = begin(p);
	struct tokens read;
	struct reader *r;
	struct account *a;

	f->host->logged_out(f->host->user, soft, "The session was ended.");
	play_turns(p, 2);
	assert_int_equal(p->script.fakes->len, 0);
	assert_int_equal(play_last(p, EV_ACCOUNT)->n, ACCOUNT_LOGGED_OUT);
	assert_string_equal(play_last(p, EV_ACCOUNT)->a,
			    "The session was ended.");
	r = reader_open(&p->paths, &p->world, NULL);
	a = reader_account(r, 1);
	assert_true(a->logged_out);
	assert_int_equal(a->soft_logout, soft);
	assert_string_equal(a->device, "OLD");
	assert_false(tokens_load(&p->paths, a, &read, NULL));
	account_free(a);
	reader_close(r);
	assert_true(play_room(p, ROOM_A) > 0);
}

static void test_logged_out(void **state)
{
	logged_out(state, false);
}

static void test_logged_out_softly(void **state)
{
	logged_out(state, true);
}

/* In the middle of a long answer: half of it does not stay. */
static void test_logged_out_in_an_answer(void **state)
{
	struct play *p = *state;
	struct fake *f = begin(p);

	for (int i = 0; i < 500; i++) {
		g_autofree char *eid = g_strdup_printf("$h%d", i);

		play_post(f, ROOM_A, eid, "half", 0);
	}
	f->host->logged_out(f->host->user, false, "The session was ended.");
	play_turns(p, 2);
	assert_null(p->e->owner);
	assert_false(store_in_transaction(p->e->store));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_progress),
		PLAY_TEST(test_what_is_stored),
		PLAY_TEST(test_new_tokens_are_on_disk),
		PLAY_TEST(test_logged_out),
		PLAY_TEST(test_logged_out_softly),
		PLAY_TEST(test_logged_out_in_an_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
