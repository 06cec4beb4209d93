#include "fixture.h"

#include "store/internal.h"

static void a_task_comes_back(void **state)
{
	struct thing *t = thing_new(KIND_TASK), *back;
	g_autofree char *packed = NULL;

	(void)state;
	t->fields = THING_TITLE | THING_NOTES | THING_ASSIGNEES | THING_TAGS;
	t->title = g_strdup("Fix \x1e the\x1f boiler");
	t->notes = g_strdup("two\nlines");
	t->status = TASK_DONE;
	t->due = -3;
	t->priority = 2;
	t->assignees = g_ptr_array_new();
	g_ptr_array_add(t->assignees, g_strdup(ANN));
	g_ptr_array_add(t->assignees, g_strdup(BEN));
	t->tags = g_ptr_array_new();
	packed = thing_pack(t);
	back = thing_unpack(packed);
	assert_int_equal(back->fields, t->fields);
	assert_string_equal(back->title, "Fix  the boiler");
	assert_string_equal(back->notes, "two\nlines");
	assert_null(back->source);
	assert_int_equal(back->status, TASK_DONE);
	assert_int_equal(back->due, -3);
	assert_int_equal(back->priority, 2);
	assert_int_equal(back->assignees->len, 2);
	assert_string_equal(back->assignees->pdata[1], BEN);
	assert_int_equal(back->tags->len, 0);
	thing_free(t);
	thing_free(back);
}

static void nothing_is_nothing(void **state)
{
	static const char *const odd[] = { NULL, "", "x", "1 2", "9 9 9 9",
					   "1 1 1 1x" };

	(void)state;
	assert_null(thing_pack(NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(odd); i++)
		assert_null(thing_unpack(odd[i]));
	assert_null(pack_list(NULL));
	assert_null(pack_read_list(NULL));
	assert_null(pack_read_list(""));
	assert_null(pack_look("x") == pack_look("y") ? "same" : NULL);
}

static void no_date_survives(void **state)
{
	struct thing *t = thing_new(KIND_TASK), *back;
	g_autofree char *packed = thing_pack(t);

	(void)state;
	back = thing_unpack(packed);
	assert_true(back->due == NO_DAY);
	thing_free(t);
	thing_free(back);
}

static void lists_come_back(void **state)
{
	GPtrArray *list = g_ptr_array_new(), *back;
	g_autofree char *packed = NULL;

	(void)state;
	g_ptr_array_add(list, (void *)"one");
	g_ptr_array_add(list, (void *)"");
	g_ptr_array_add(list, (void *)"not\none");
	g_ptr_array_add(list, (void *)"two");
	packed = pack_list(list);
	back = pack_read_list(packed);
	assert_int_equal(back->len, 2);
	assert_string_equal(back->pdata[1], "two");
	g_ptr_array_unref(list);
	g_ptr_array_unref(back);
}

static void cuts_between_characters(void **state)
{
	g_autofree char *own = NULL;

	(void)state;
	assert_string_equal(pack_bounded("abc", 3, &own), "abc");
	assert_null(own);
	assert_string_equal(pack_bounded("ab\xc3\xa9", 3, &own), "ab");
	assert_null(pack_bounded(NULL, 3, &own));
}

static void looks_are_compared(void **state)
{
	(void)state;
	assert_true(pack_look("Ann Harker") == pack_look("\xd0\x90nn Harker"));
	assert_false(pack_look("Ann Harker") == pack_look("Ben Osei"));
}

static void local_parts(void **state)
{
	g_autofree char *a = pack_local(ANN), *b = pack_local("odd"),
			*c = pack_local("@:x");

	(void)state;
	assert_string_equal(a, "ann");
	assert_string_equal(b, "odd");
	assert_string_equal(c, "@:x");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_task_comes_back),
		cmocka_unit_test(nothing_is_nothing),
		cmocka_unit_test(no_date_survives),
		cmocka_unit_test(lists_come_back),
		cmocka_unit_test(cuts_between_characters),
		cmocka_unit_test(looks_are_compared),
		cmocka_unit_test(local_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
