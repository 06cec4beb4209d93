#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "screen/stage.h"
#include "ui/tasks.h"

enum { MANY = 1000 };

static struct stage stage;

static int setup(void **state)
{
	(void)state;
	memset(&stage, 0, sizeof stage);
	stage_open(&stage);
	stage.width = 120;
	stage.height = 40;
	village_fill(stage.store);
	village_many_tasks(stage.store, MANY);
	stage_ui(&stage);
	command_run_line(ui_context(stage.ui), "go tasks", IN_PROMPT, NULL);
	ui_draw(stage.ui);
	ui_key(stage.ui, '4');
	ui_draw(stage.ui);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	stage_close(&stage);
	return 0;
}

static struct tasks *tasks(void)
{
	struct tasks *t = tasks_of(stage.ui->main);

	assert_non_null(t);
	return t;
}

/* Draws as the loop does while no key comes; how often it took. */
static int settle(void)
{
	int n = 0;

	do
		ui_draw(stage.ui);
	while (++n < MANY && stage.ui->dirty);
	assert_false(stage.ui->dirty);
	return n;
}

static void type(const char *keys)
{
	for (; *keys; keys++)
		ui_key(stage.ui, (uint32_t)*keys);
}

static void a_board_comes_in_pieces(void **state)
{
	struct tasks *t = tasks();
	guint all = 0, open;

	(void)state;
	type("b");
	assert_true(settle() > MANY / TASKS_FILL / 2);
	for (int c = 0; c < COLUMN_DONE; c++)
		all += t->columns[c]->len;
	open = (guint)t->open;
	assert_int_equal(all, open);
	assert_true(t->columns[COLUMN_DOING]->len > 10);
	assert_int_equal(t->columns[COLUMN_DONE]->len, BOARD_DONE);
	assert_int_equal(t->open + t->done, MANY + 4);
}

/* What is there stays until all that is new is known. */
static void a_board_stays_while_it_is_read(void **state)
{
	struct message *m = message_new(EV_ROOM);
	struct tasks *t = tasks();
	guint doing;

	(void)state;
	type("b");
	settle();
	doing = t->columns[COLUMN_DOING]->len;
	m->n = ROOM_HAS_TASKS;
	ui_event(stage.ui, m);
	message_free(m);
	ui_draw(stage.ui);
	assert_non_null(t->coming);
	assert_int_equal(t->columns[COLUMN_DOING]->len, doing);
	assert_true(stage.ui->dirty);
	settle();
	assert_null(t->coming);
	assert_int_equal(t->columns[COLUMN_DOING]->len, doing);
}

static void words_are_looked_for_in_pieces(void **state)
{
	struct tasks *t = tasks();

	(void)state;
	type("/pump house");
	ui_draw(stage.ui);
	assert_true(tasks_scanning(t));
	assert_true(settle() > 5);
	assert_false(tasks_scanning(t));
	assert_true(t->found->len > 50 && t->found->len < MANY / 4);
	for (guint i = 0; i < 20; i++)
		assert_non_null(strstr(tasks_thing(t, i)->title,
				       "pump house"));
	ui_key(stage.ui, KEY_ENTER);
	ui_key(stage.ui, KEY_ESC);
	settle();
	assert_null(t->words);
	assert_int_equal(t->list.count, t->open);
}

static void tabs_choose(void **state)
{
	struct tasks *t = tasks();

	(void)state;
	settle();
	assert_int_equal(t->list.count, t->open);
	type(">");
	settle();
	for (guint i = 0; i < tasks_lines(t)->len; i++)
		assert_true(g_array_index(tasks_lines(t), struct thing_line,
					  i).mine);
	assert_true(t->list.count > 10);
	type(">");
	settle();
	assert_int_equal(t->list.count, MANY + 4);
	type(">");
	settle();
	assert_true(t->list.count > 5);
	for (guint i = 0; i < tasks_lines(t)->len; i++)
		assert_true(g_array_index(tasks_lines(t), struct thing_line,
					  i).due < t->today);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_board_comes_in_pieces,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_board_stays_while_it_is_read,
						setup, teardown),
		cmocka_unit_test_setup_teardown(words_are_looked_for_in_pieces,
						setup, teardown),
		cmocka_unit_test_setup_teardown(tabs_choose, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
