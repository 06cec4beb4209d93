#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void finds_the_longest_name(void **state)
{
	struct command_set *set = command_set_new();
	const struct command *c;

	(void)state;
	c = command_set_find(set, "outbox drop 3", IN_SHELL);
	assert_string_equal(c->name, "outbox drop");
	c = command_set_find(set, "outbox", IN_SHELL);
	assert_string_equal(c->name, "outbox");
	assert_null(command_set_find(set, "task", IN_SHELL));
	assert_null(command_set_find(set, "", IN_SHELL));
	c = command_set_find(set, "part x", IN_SLASH);
	assert_string_equal(c->name, "leave");
	assert_null(command_set_find(set, "bind", IN_SHELL));
	command_set_free(set);
}

/* A row that nobody can call, or that says nothing, is a mistake. */
static void every_row_is_whole(void **state)
{
	struct command_set *set = command_set_new();
	g_autoptr(GPtrArray) all = command_set_list(set, ~0u);

	(void)state;
	assert_true(all->len > 40);
	for (guint i = 0; i < all->len; i++) {
		const struct command *c = g_ptr_array_index(all, i);
		g_autofree char *usage = command_usage(c);

		assert_non_null(c->run);
		assert_true(*c->help && c->help[strlen(c->help) - 1] != '.');
		assert_true(c->where & (IN_SHELL | IN_PROMPT | IN_SLASH |
					IN_CONFIG));
		assert_true(g_str_has_prefix(usage, c->name));
		if (i) {
			const struct command *last = all->pdata[i - 1];

			assert_true(strcmp(last->name, c->name) <= 0);
		}
	}
	command_set_free(set);
}

static void names_what_was_meant(void **state)
{
	struct command_set *set = command_set_new();
	g_autofree char *send = command_nearest(set, "sedn", IN_SHELL);
	g_autofree char *task = command_nearest(set, "taks", IN_SHELL);
	g_autofree char *rooms = command_nearest(set, "room", IN_SHELL);

	(void)state;
	assert_string_equal(send, "send");
	assert_string_equal(task, "task");
	assert_string_equal(rooms, "room new, rooms");
	assert_null(command_nearest(set, "xyzzy", IN_SHELL));
	command_set_free(set);
}

static void distance_counts_changes(void **state)
{
	g_autofree char *many = g_strnfill(500, 'a');

	(void)state;
	assert_int_equal(command_distance("send", "send"), 0);
	assert_int_equal(command_distance("send", "sedn"), 1);
	assert_int_equal(command_distance("send", "sen"), 1);
	assert_int_equal(command_distance("", "abc"), 3);
	assert_int_equal(command_distance(many, ""), 31);
}

static void views_go_both_ways(void **state)
{
	(void)state;
	for (unsigned v = VIEW_ANY; v <= VIEW_LAST; v <<= 1)
		assert_int_equal(command_view_from(command_view_word(v)), v);
	assert_int_equal(command_view_from("posts"), VIEW_POSTS);
	assert_int_equal(command_view_from("nowhere"), 0);
	assert_null(command_view_word(1));
}

/* One word means one thing in one place. */
static void no_two_rows_have_a_name(void **state)
{
	struct command_set *set = command_set_new();
	g_autoptr(GPtrArray) rows = command_set_list(set, ~0u);

	(void)state;
	for (guint i = 0; i < rows->len; i++)
		for (guint j = i + 1; j < rows->len; j++) {
			const struct command *a = rows->pdata[i];
			const struct command *b = rows->pdata[j];
			const unsigned both = a->where & b->where &
				(IN_SHELL | IN_PROMPT | IN_SLASH | IN_CONFIG);

			if (both && !g_strcmp0(a->name, b->name))
				fail_msg("two rows are called %s", a->name);
			if (both && a->alias && (!strcmp(a->alias, b->name) ||
				     !g_strcmp0(a->alias, b->alias)))
				fail_msg("%s and %s share a name", a->name,
					 b->name);
		}
	command_set_free(set);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_longest_name),
		cmocka_unit_test(every_row_is_whole),
		cmocka_unit_test(no_two_rows_have_a_name),
		cmocka_unit_test(names_what_was_meant),
		cmocka_unit_test(distance_counts_changes),
		cmocka_unit_test(views_go_both_ways),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
