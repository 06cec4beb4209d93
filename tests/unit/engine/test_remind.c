#include "play.h"

#define TODAY civil_day(2026, 11, 27)
#define HOUR_MS (60 * 60000)

static void begin(struct play *p)
{
	play_account(p, ANN);
	p->script.rooms = true;
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 4);
	play_forget(p);
}

/* Ann has a task with a due date. */
static void task(struct play *p, const char *eid, const char *title,
		 int64_t due)
{
	struct change *c = play_change(CHANGE_POST, ROOM_A);
	struct thing *t = thing_new(KIND_TASK);
	struct fake *ann = play_fake(p, ANN);

	t->fields = thing_bits(KIND_TASK);
	t->title = g_strdup(title);
	t->due = due;
	t->assignees = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(t->assignees, g_strdup(ANN));
	c->post = post_new();
	c->post->eid = g_strdup(eid);
	c->post->sender = g_strdup(ANN);
	c->post->body = g_strdup(title);
	c->post->ts = NOW;
	c->post->thing = t;
	ann->host->emit(ann->host->user, c);
	play_cursor(ann, eid + 1);
	play_turn(p);
}

static void due_today_once(void **state)
{
	struct play *p = *state;

	begin(p);
	task(p, "$7", "Order pumps", TODAY);
	play_wait(p, 2000);
	assert_int_equal(play_count(p, EV_RING), 1);
	assert_string_equal(play_last(p, EV_RING)->a, "Due today");
	assert_string_equal(play_last(p, EV_RING)->b, "Order pumps");
	task(p, "$8", "Another day", TODAY + 30);
	play_wait(p, 2000);
	play_wait(p, HOUR_MS + 1000);
	assert_int_equal(play_count(p, EV_RING), 1);
}

/* Not at midnight, but from nine o'clock on. */
static void at_its_hour(void **state)
{
	struct play *p = *state;

	begin(p);
	task(p, "$7", "Order pumps", TODAY + 1);
	for (int hour = 0; hour < 18; hour++)
		play_wait(p, HOUR_MS + 1000);
	assert_int_equal(play_count(p, EV_RING), 0);
	play_wait(p, HOUR_MS + 1000);
	assert_int_equal(play_count(p, EV_RING), 1);
}

/* What has rung in an earlier run does not ring in the next. */
static void not_after_a_start(void **state)
{
	struct play *p = *state;

	begin(p);
	task(p, "$7", "Order pumps", TODAY);
	play_wait(p, 2000);
	assert_int_equal(play_count(p, EV_RING), 1);
	play_end(p);
	play_forget(p);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 4);
	play_wait(p, 2000);
	play_wait(p, HOUR_MS + 1000);
	assert_int_equal(play_count(p, EV_RING), 0);
}

/* A command of the shell has no bell; the screen that is opened later rings. */
static void nobody_there(void **state)
{
	struct play *p = *state;

	begin(p);
	p->e->mode = ENGINE_SEND;
	task(p, "$7", "Order pumps", TODAY);
	play_wait(p, 2000);
	assert_int_equal(play_count(p, EV_RING), 0);
	p->e->mode = ENGINE_LIVE;
	play_wait(p, 5 * 60000 + 1000);
	assert_int_equal(play_count(p, EV_RING), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(due_today_once),
		PLAY_TEST(at_its_hour),
		PLAY_TEST(not_after_a_start),
		PLAY_TEST(nobody_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
