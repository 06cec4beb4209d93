#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ui/tasks_tree.h"

enum { TODAY = 20000 };

static GArray *new_lines(void)
{
	return g_array_new(FALSE, FALSE, sizeof(struct thing_line));
}

static struct thing_line *add(GArray *lines, int64_t post, int64_t parent,
			      int32_t due)
{
	struct thing_line line = { .post = post, .parent = parent,
				   .due = due };

	g_array_append_val(lines, line);
	return &g_array_index(lines, struct thing_line, lines->len - 1);
}

/* "1 2. 3.." : the posts in order, a dot for each step in. */
static void expect(GArray *lines, const char *want)
{
	g_autoptr(GArray) rows = tree_arrange(lines, TODAY);
	g_autoptr(GString) out = g_string_new(NULL);

	assert_int_equal(rows->len, lines->len);
	for (guint i = 0; i < rows->len; i++) {
		const struct tree_row *r = &g_array_index(rows,
						struct tree_row, i);

		g_string_append_printf(out, "%s%d%.*s", i ? " " : "",
			(int)g_array_index(lines, struct thing_line,
					   r->line).post, r->depth,
			"........");
	}
	assert_string_equal(out->str, want);
	g_array_unref(lines);
}

static void sections_by_day(void **state)
{
	struct thing_line line = { .due = TODAY - 3 };

	(void)state;
	assert_int_equal(section_of(&line, TODAY), SECTION_NOW);
	line.due = TODAY;
	assert_int_equal(section_of(&line, TODAY), SECTION_NOW);
	line.due = TODAY + 1;
	assert_int_equal(section_of(&line, TODAY), SECTION_WEEK);
	line.due = TODAY + 7;
	assert_int_equal(section_of(&line, TODAY), SECTION_WEEK);
	line.due = TODAY + 8;
	assert_int_equal(section_of(&line, TODAY), SECTION_LATER);
	line.due = LINE_NO_DAY;
	assert_int_equal(section_of(&line, TODAY), SECTION_LATER);
	line.status = TASK_DONE;
	assert_int_equal(section_of(&line, TODAY), SECTION_DONE);
}

static void parts_stand_below(void **state)
{
	GArray *lines = new_lines();

	(void)state;
	expect(new_lines(), "");
	add(lines, 1, 3, TODAY + 1);
	add(lines, 2, 0, TODAY + 2);
	add(lines, 3, 0, TODAY + 3);
	add(lines, 4, 1, TODAY + 4);
	add(lines, 5, 3, TODAY + 5);
	expect(lines, "2 3 1. 4.. 5.");
}

/* Nothing late is hidden below something of next month, nor a task because
 * the one it is a part of is not there. */
static void another_section_stands_alone(void **state)
{
	GArray *lines = new_lines();

	(void)state;
	add(lines, 1, 2, TODAY);
	add(lines, 2, 0, TODAY + 30);
	add(lines, 3, 99, TODAY + 31);
	add(lines, 0, 2, TODAY + 32);
	expect(lines, "1 2 0. 3");
}

static void rings_and_depths_end(void **state)
{
	GArray *ring = new_lines(), *deep = new_lines();
	g_autoptr(GArray) rows = NULL;

	(void)state;
	add(ring, 1, 2, TODAY);
	add(ring, 2, 1, TODAY);
	add(ring, 3, 3, TODAY);
	add(ring, 4, 1, TODAY);
	expect(ring, "1 2 3 4");
	for (int i = 1; i <= 500; i++)
		add(deep, i, i - 1, TODAY);
	rows = tree_arrange(deep, TODAY);
	assert_int_equal(rows->len, 500);
	for (guint i = 0; i < rows->len; i++)
		assert_true(g_array_index(rows, struct tree_row, i).depth <
			    TREE_DEPTH);
	g_array_unref(deep);
}

/* ---- columns ------------------------------------------------------------ */

static void expect_column(GArray *column, const char *want)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < column->len; i++)
		g_string_append_printf(out, "%s%u", i ? " " : "",
				       g_array_index(column, uint32_t, i));
	assert_string_equal(out->str, want);
	g_array_unref(column);
}

static GArray *seven(void)
{
	static const uint8_t stages[] = { 0, STAGE_DOING, STAGE_WAITING, 0, 0,
					  STAGE_DROPPED, 0 };
	static const uint16_t who[] = { 2, 1, 0, 0, 1, 0, 2 };
	GArray *lines = new_lines();

	for (int i = 0; i < 7; i++) {
		struct thing_line *l = add(lines, i + 1, 0, TODAY);

		l->stage = stages[i];
		l->who = who[i];
		l->status = stages[i] == STAGE_DROPPED ? TASK_DONE : TASK_OPEN;
	}
	add(lines, 8, 0, TODAY)->status = TASK_DONE;
	return lines;
}

static void columns_by_stage(void **state)
{
	g_autoptr(GArray) lines = seven();
	GArray *c[COLUMNS];

	(void)state;
	columns_fill(lines, false, 1, c);
	expect_column(c[COLUMN_TODO], "0 3 4 6");
	expect_column(c[COLUMN_DOING], "1");
	expect_column(c[COLUMN_WAITING], "2");
	expect_column(c[COLUMN_DONE], "5");
	columns_fill(lines, true, 20, c);
	expect_column(c[COLUMN_TODO], "0 6 4 3");
	expect_column(c[COLUMN_DOING], "1");
	expect_column(c[COLUMN_WAITING], "2");
	expect_column(c[COLUMN_DONE], "5 7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sections_by_day),
		cmocka_unit_test(parts_stand_below),
		cmocka_unit_test(another_section_stands_alone),
		cmocka_unit_test(rings_and_depths_end),
		cmocka_unit_test(columns_by_stage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
