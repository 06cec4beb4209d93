#include "command/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void own_keys_go_before_any(void **state)
{
	struct keymap *k = keymap_new();

	(void)state;
	keymap_bind(k, VIEW_ANY, 'j', "down", NULL);
	keymap_bind(k, VIEW_TASKS, 'j', "task-toggle", NULL);
	assert_string_equal(keymap_find(k, VIEW_FEED, 'j'), "down");
	assert_string_equal(keymap_find(k, VIEW_TASKS, 'j'), "task-toggle");
	assert_null(keymap_find(k, VIEW_COMPOSER, 'j'));
	assert_null(keymap_find(k, VIEW_HELP, 'j'));
	assert_null(keymap_find(k, VIEW_FEED, 'k'));
	keymap_bind(k, VIEW_TASKS, 'j', NULL, NULL);
	assert_null(keymap_find(k, VIEW_TASKS, 'j'));
	keymap_free(k);
}

static void a_conflict_is_one_in_the_same_file(void **state)
{
	struct keymap *k = keymap_new();
	char *old;

	(void)state;
	keymap_bind(k, VIEW_ANY, 'j', "down", &old);
	assert_null(old);
	keymap_bind(k, VIEW_ANY, 'j', "down", &old);
	assert_null(old);
	keymap_bind(k, VIEW_ANY, 'j', "up", &old);
	assert_string_equal(old, "down");
	g_free(old);
	keymap_next_file(k);
	keymap_bind(k, VIEW_ANY, 'j', "top", &old);
	assert_null(old);
	assert_string_equal(keymap_find(k, VIEW_ANY, 'j'), "top");
	keymap_free(k);
}

static void lists_what_works_in_a_view(void **state)
{
	struct keymap *k = keymap_new();
	g_autoptr(GPtrArray) list = NULL, all = NULL;
	g_autofree char *keys = NULL, *none = NULL;

	(void)state;
	keymap_bind(k, VIEW_ANY, 'j', "down", NULL);
	keymap_bind(k, VIEW_ANY, KEY_DOWN, "down", NULL);
	keymap_bind(k, VIEW_ANY, 'k', "up", NULL);
	keymap_bind(k, VIEW_FEED, 'k', "reply", NULL);
	keymap_bind(k, VIEW_TASKS, 'x', "task-toggle", NULL);
	list = keymap_list(k, VIEW_FEED);
	assert_int_equal(list->len, 3);
	assert_string_equal(((struct binding *)list->pdata[0])->line,
			    "reply");
	all = keymap_list(k, 0);
	assert_int_equal(all->len, 5);
	keys = keymap_keys(k, VIEW_FEED, "down");
	assert_string_equal(keys, "j Down");
	none = keymap_keys(k, VIEW_FEED, "up");
	assert_string_equal(none, "");
	keymap_free(k);
}

static void views_may_be_several(void **state)
{
	(void)state;
	assert_int_equal(keymap_views("feed,tasks"), VIEW_FEED | VIEW_TASKS);
	assert_int_equal(keymap_views("feed,nowhere"), 0);
	assert_int_equal(keymap_views(""), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_keys_go_before_any),
		cmocka_unit_test(a_conflict_is_one_in_the_same_file),
		cmocka_unit_test(lists_what_works_in_a_view),
		cmocka_unit_test(views_may_be_several),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
