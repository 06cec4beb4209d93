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

static void type(struct play *p, int64_t room, bool on)
{
	play_ask(p, REQ_TYPING, room)->n = on;
	play_turn(p);
}

static void draft(struct play *p, const char *text)
{
	struct message *m = play_ask(p, REQ_DRAFT, 0);

	m->a = g_strdup("place");
	m->b = g_strdup(text);
	play_turn(p);
}

static void test_on_and_off(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	type(p, room, true);
	assert_int_equal(play_said(p, "typing " ROOM_A " on"), 1);
	type(p, room, true);
	assert_int_equal(play_said(p, "typing " ROOM_A " on"), 1);
	type(p, room, false);
	assert_int_equal(play_said(p, "typing " ROOM_A " off"), 1);
	type(p, room, false);
	assert_int_equal(play_said(p, "typing " ROOM_A " off"), 1);
}

static void test_said_again_while_somebody_types(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	type(p, room, true);
	draft(p, "a");
	play_wait(p, 25000);
	assert_int_equal(play_said(p, "typing " ROOM_A " on"), 2);
	/* Nobody there any more: the server forgets by itself. */
	play_wait(p, 25000);
	assert_int_equal(play_said(p, "typing " ROOM_A " on"), 2);
	play_wait(p, 100000);
	assert_int_equal(play_said(p, "typing " ROOM_A " on"), 2);
	/* Back again. */
	draft(p, "ab");
	assert_int_equal(play_said(p, "typing " ROOM_A " on"), 3);
}

static void test_one_room_at_a_time(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	type(p, room, true);
	type(p, play_room(p, ROOM_B), true);
	assert_int_equal(play_said(p, "typing " ROOM_A " off"), 1);
	assert_int_equal(play_said(p, "typing " ROOM_B " on"), 1);
}

static void test_quitting_ends_it(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);

	type(p, room, true);
	play_end(p);
	assert_int_equal(play_said(p, "typing " ROOM_A " off"), 1);
}

static void test_others(void **state)
{
	struct play *p = *state;
	int64_t room = begin(p);
	struct fake *f = play_fake(p, ANN);
	struct change *c = play_change(CHANGE_TYPING, ROOM_A);

	c->users = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup(ANN));
	g_ptr_array_add(c->users, g_strdup(BEN));
	g_ptr_array_add(c->users, g_strdup(PAT));
	f->host->emit(f->host->user, c);
	play_turn(p);
	assert_int_equal(play_last(p, EV_TYPING)->room, room);
	/* Not I, and a name only where one is known. */
	assert_string_equal(play_last(p, EV_TYPING)->a, "Ben\n" PAT);
	c = play_change(CHANGE_TYPING, ROOM_A);
	f->host->emit(f->host->user, c);
	play_turn(p);
	assert_string_equal(play_last(p, EV_TYPING)->a, "");
}

static void test_a_crowd_is_bounded(void **state)
{
	struct play *p = *state;
	struct fake *f;
	struct change *c = play_change(CHANGE_TYPING, ROOM_A);
	g_auto(GStrv) names = NULL;

	begin(p);
	f = play_fake(p, ANN);
	c->users = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; i < 1000; i++)
		g_ptr_array_add(c->users, g_strdup_printf("@u%d:x", i));
	f->host->emit(f->host->user, c);
	play_turn(p);
	names = g_strsplit(play_last(p, EV_TYPING)->a, "\n", -1);
	assert_int_equal(g_strv_length(names), 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_on_and_off),
		PLAY_TEST(test_said_again_while_somebody_types),
		PLAY_TEST(test_one_room_at_a_time),
		PLAY_TEST(test_quitting_ends_it),
		PLAY_TEST(test_others),
		PLAY_TEST(test_a_crowd_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
