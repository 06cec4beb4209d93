#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "screen/stage.h"
#include "ui/looks.h"

static struct stage stage;

static int setup(void **state)
{
	(void)state;
	memset(&stage, 0, sizeof stage);
	stage_open(&stage);
	village_fill(stage.store);
	stage_ui(&stage);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	stage_close(&stage);
	return 0;
}

/* A look that no record could have, or whose keys work nowhere, is wrong. */
static void every_look_is_whole(void **state)
{
	const struct looks *l = look_table();

	(void)state;
	for (;; l++) {
		assert_non_null(l->text);
		assert_non_null(command_view_word(l->view));
		for (int i = 0; i < LOOK_COLUMNS && l->right[i].field; i++) {
			assert_true(l->right[i].width > 1);
			assert_int_equal(!l->right[i].one,
					 !l->right[i].many);
		}
		if (!l->kind)
			break;
		assert_ptr_equal(look_of(l->kind), l);
	}
	assert_ptr_equal(look_of("no such kind"), l);
	assert_ptr_equal(look_of(NULL), l);
	assert_int_equal(look_of("person")->view, VIEW_PEOPLE);
	assert_int_equal(look_of("question")->view, VIEW_QUESTIONS);
	assert_int_equal(look_of("idea")->view, VIEW_IDEAS);
	assert_int_equal(look_of("event")->view, VIEW_EVENTS);
	assert_int_equal(look_of("decision")->view, VIEW_RESOURCES);
	assert_int_equal(look_of("guest")->view, VIEW_RECORDS);
}

static void expect(const struct record *r, const char *field,
		   const char *want)
{
	g_autofree char *got = look_value(stage.ui, r, field);

	assert_string_equal(got, want);
}

static void names_say_what_values_mean(void **state)
{
	struct record *r = record_new("x");
	g_autoptr(GPtrArray) tags = g_ptr_array_new();

	(void)state;
	g_ptr_array_add(tags, "a");
	g_ptr_array_add(tags, "b");
	record_text(r, "due", "2026-11-21");
	record_text(r, "who", "@ben:council.org");
	record_text(r, "raw", "two\nlines\033[2J \302\233");
	record_text(r, "none", NULL);
	record_text(r, "empty", "");
	record_int(r, "ts", VILLAGE_NOW);
	record_int(r, "start", VILLAGE_NOW + 86400000);
	record_int(r, "answers", 3);
	record_int(r, "age_ms", 5 * 60000);
	record_bool(r, "mine", false);
	record_texts(r, "tags", tags);
	record_int(record_nested(r, "counts"), "up", 2);
	expect(r, "due", "tomorrow");
	expect(r, "who", "ben");
	expect(r, "ts", "14:32");
	expect(r, "start", "tomorrow 14:32");
	expect(r, "answers", "3");
	expect(r, "age_ms", "5 min");
	expect(r, "mine", "no");
	expect(r, "tags", "a, b");
	expect(r, "counts", "up 2");
	expect(r, "none|empty|tags|ts", "a, b");
	expect(r, "answers none who", "3 ben");
	expect(r, "nothing", "");
	expect(r, "raw", "two lines[2J ");
	record_free(r);
}

/* The room of a record tells what somebody is called there. */
static void people_have_names(void **state)
{
	struct record *r = record_new("task");

	(void)state;
	record_text(r, "room", "!general");
	record_text(r, "who", "@ben:council.org");
	expect(r, "who", "Ben Osei");
	record_free(r);
}

static void ages_are_said_roughly(void **state)
{
	static const struct {
		int64_t ms;
		const char *want;
	} ages[] = {
		{ -5, "0 min" }, { 0, "0 min" }, { 3599999, "59 min" },
		{ 3600000, "1 h" }, { INT64_C(172800000), "2 d" },
		{ INT64_C(8640000000), "14 wk" },
	};

	(void)state;
	for (guint i = 0; i < G_N_ELEMENTS(ages); i++) {
		g_autofree char *got = look_say_age(ages[i].ms);

		assert_string_equal(got, ages[i].want);
	}
}

static enum role role_of(const char *kind, const char *field,
			 const char *value, const char **sign)
{
	struct record *r = record_new(kind);
	enum role role;

	record_text(r, field, value);
	role = look_role(stage.ui, look_of(kind), r, sign);
	record_free(r);
	return role;
}

static void values_give_roles_and_signs(void **state)
{
	const char *sign;

	(void)state;
	assert_int_equal(role_of("task", "status", "done", &sign),
			 ROLE_TASK_DONE);
	assert_string_equal(sign, "☑");
	assert_int_equal(role_of("task", "due", "2026-11-19", &sign),
			 ROLE_TASK_LATE);
	assert_int_equal(role_of("task", "due", "2026-11-20", &sign),
			 ROLE_TASK);
	assert_string_equal(sign, "☐");
	assert_int_equal(role_of("idea", "status", "declined", &sign),
			 ROLE_DIM);
	assert_null(sign);
	assert_int_equal(role_of("question", "claimed", "Ben", &sign),
			 ROLE_TASK);
	assert_string_equal(sign, "●");
	assert_int_equal(role_of("unheard", "status", "x", &sign), ROLE_TEXT);
}

static void reasons_take_a_second_line(void **state)
{
	struct record *r = record_new("person");

	(void)state;
	record_text(r, "name", "Ben");
	assert_int_equal(look_height(stage.ui, r), 1);
	record_text(r, "why", "wrote about it");
	assert_int_equal(look_height(stage.ui, r), 2);
	record_free(r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_look_is_whole),
		cmocka_unit_test(names_say_what_values_mean),
		cmocka_unit_test(people_have_names),
		cmocka_unit_test(ages_are_said_roughly),
		cmocka_unit_test(values_give_roles_and_signs),
		cmocka_unit_test(reasons_take_a_second_line),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
