/* What is packed comes back whole; what is no thing is none. */
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

/* Every field of a kind holds something. */
static struct thing *full(enum thing_kind kind)
{
	struct thing *t = thing_new(kind);

	t->fields = thing_bits(kind);
	for (const struct thing_field *f = thing_fields(); f->key; f++) {
		void *at = (char *)t + f->at;

		if (!(f->kinds & KIND_BIT(kind)))
			continue;
		if (f->type == TYPE_WORD || f->type == TYPE_NUMBER)
			*(int *)at = 1;
		else if (f->type == TYPE_DAY || f->type == TYPE_TIME)
			*(int64_t *)at = -5;
		else if (f->type == TYPE_STEPS)
			thing_put_step(t, "a-1", "ring = twice", true);
		else if (f->type == TYPE_USERS || f->type == TYPE_EVENTS ||
			 f->type == TYPE_WORDS) {
			GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

			g_ptr_array_add(list, g_strdup("one"));
			g_ptr_array_add(list, g_strdup("two = 2"));
			*(GPtrArray **)at = list;
		} else {
			*(char **)at = g_strdup("a = b\nc 📅");
		}
	}
	return t;
}

static void every_kind_comes_back(void **state)
{
	(void)state;
	for (int kind = KIND_TASK; kind < THING_KINDS; kind++) {
		struct thing *t = full((enum thing_kind)kind), *back;
		g_autofree char *packed = thing_pack(t);
		g_autofree char *again = NULL;

		back = thing_unpack(packed);
		assert_non_null(back);
		assert_int_equal(back->kind, kind);
		again = thing_pack(back);
		assert_string_equal(packed, again);
		thing_free(back);
		back = thing_copy(t);
		g_free(again);
		again = thing_pack(back);
		assert_string_equal(packed, again);
		thing_free(back);
		thing_free(t);
	}
}

static void separators_cannot_be_smuggled_in(void **state)
{
	struct thing *t = thing_new(KIND_IDEA), *back;
	g_autofree char *packed = NULL;

	(void)state;
	t->title = g_strdup("a\x1estatus=4\x1e\x1f\x1d" "b");
	packed = thing_pack(t);
	back = thing_unpack(packed);
	assert_string_equal(back->title, "astatus=4b");
	assert_int_equal(back->status, IDEA_NEW);
	thing_free(back);
	thing_free(t);
}

static void texts_of_the_first_schema_are_understood(void **state)
{
	struct thing *t = thing_unpack("255 1 20788 2\x1e=Fix it\x1e=Ring\x1e"
				       "=$src\x1e=@ben:x\x1f@ann:x\x1f\x1e"
				       "=heating\x1f\x1e");

	(void)state;
	assert_int_equal(t->kind, KIND_TASK);
	assert_int_equal(t->status, TASK_DONE);
	assert_int_equal(t->due, 20788);
	assert_int_equal(t->start, NO_DAY);
	assert_int_equal(t->priority, 2);
	assert_string_equal(t->title, "Fix it");
	assert_string_equal(t->source, "$src");
	assert_int_equal(t->assignees->len, 2);
	assert_string_equal(t->tags->pdata[0], "heating");
	thing_free(t);
}

static void what_is_none_is_none(void **state)
{
	static const char *const texts[] = {
		"", "t", "t9 1\x1e", "t0 1\x1e", "t1", "t1 x", "junk", "7 1",
		"t-1 0\x1e",
	};

	(void)state;
	assert_null(thing_unpack(NULL));
	assert_null(thing_pack(NULL));
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		assert_null(thing_unpack(texts[i]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_comes_back),
		cmocka_unit_test(separators_cannot_be_smuggled_in),
		cmocka_unit_test(texts_of_the_first_schema_are_understood),
		cmocka_unit_test(what_is_none_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
