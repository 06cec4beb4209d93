#include "base/world.h"
#include "model/model.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static GPtrArray *list(const char *a, const char *b, const char *c)
{
	GPtrArray *array = g_ptr_array_new_with_free_func(g_free);
	const char *const all[] = { a, b, c };

	for (size_t i = 0; i < G_N_ELEMENTS(all) && all[i]; i++)
		g_ptr_array_add(array, g_strdup(all[i]));
	return array;
}

static struct thing *boiler(void)
{
	struct thing *t = thing_new(KIND_TASK);

	t->fields = THING_TITLE | THING_NOTES | THING_ASSIGNEES | THING_DUE;
	t->title = g_strdup("Fix the boiler");
	t->notes = g_strdup("Ring first.");
	t->assignees = list("@ben:council.org", NULL, NULL);
	t->due = civil_day(2026, 12, 1);
	return t;
}

/* Knows Ben alone. */
static char *name_of(const char *uid, void *user)
{
	return strcmp(uid, "@ben:council.org") == 0 ? g_strdup(user) : NULL;
}

static void assert_body(const struct thing *t, bool names, const char *wanted)
{
	char who[] = "Ben Osei";
	g_autofree char *body = thing_body(t, names ? name_of : NULL, who);

	assert_string_equal(body, wanted);
}

static void is_a_readable_message(void **state)
{
	struct thing *t = boiler();

	(void)state;
	assert_body(t, true, "☐ Fix the boiler · due 2026-12-01 · @Ben Osei");
	assert_body(t, false, "☐ Fix the boiler · due 2026-12-01 · @ben");
	t->status = TASK_DONE;
	t->due = NO_DAY;
	g_ptr_array_add(t->assignees, g_strdup("@eve:x.org:8448"));
	assert_body(t, true, "☑ Fix the boiler · @Ben Osei · @eve");
	thing_free(t);
}

static void a_bare_task_is_its_title(void **state)
{
	struct thing *t = thing_new(KIND_TASK);

	(void)state;
	assert_body(t, true, "☐ ");
	t->title = g_strdup("Sandbags");
	assert_body(t, true, "☐ Sandbags");
	thing_free(t);
	thing_free(NULL);
}

static void copies_deeply(void **state)
{
	struct thing *t = boiler(), *copy;

	(void)state;
	t->tags = list("heat", "home", NULL);
	t->done_by = g_strdup("@ben:council.org");
	copy = thing_copy(t);
	thing_free(t);
	assert_string_equal(copy->title, "Fix the boiler");
	assert_string_equal(copy->assignees->pdata[0], "@ben:council.org");
	assert_int_equal(copy->tags->len, 2);
	assert_string_equal(copy->done_by, "@ben:council.org");
	thing_free(copy);
	assert_null(thing_copy(NULL));
}

static void absent_fields_keep(void **state)
{
	struct thing *t = boiler(), *c = thing_new(KIND_TASK);

	(void)state;
	c->title = g_strdup("not named in fields");
	c->fields = THING_STATUS;
	c->status = TASK_DONE;
	thing_apply(t, c);
	assert_int_equal(t->status, TASK_DONE);
	assert_string_equal(t->title, "Fix the boiler");
	assert_string_equal(t->notes, "Ring first.");
	assert_int_equal(t->due, civil_day(2026, 12, 1));
	assert_true(t->fields & THING_STATUS);
	thing_free(t);
	thing_free(c);
}

static void present_nothing_clears(void **state)
{
	struct thing *t = boiler(), *c = thing_new(KIND_TASK);

	(void)state;
	t->priority = 3;
	t->tags = list("a", NULL, NULL);
	c->fields = THING_TITLE | THING_NOTES | THING_ASSIGNEES | THING_DUE |
		    THING_PRIORITY | THING_TAGS;
	thing_apply(t, c);
	assert_null(t->notes);
	assert_null(t->assignees);
	assert_null(t->tags);
	assert_int_equal(t->due, NO_DAY);
	assert_int_equal(t->priority, 0);
	/* But what makes it a task stays. */
	assert_string_equal(t->title, "Fix the boiler");
	thing_free(t);
	thing_free(c);
}

static void the_last_one_wins(void **state)
{
	struct thing *t = boiler(), *c = thing_new(KIND_TASK);

	(void)state;
	c->fields = THING_TITLE | THING_ASSIGNEES | THING_SOURCE;
	c->title = g_strdup("Fix it");
	c->assignees = list("@eve:council.org", "@ann:council.org", NULL);
	c->source = g_strdup("$src");
	thing_apply(t, c);
	thing_free(c);
	assert_body(t, false, "☐ Fix it · due 2026-12-01 · @eve · @ann");
	assert_string_equal(t->source, "$src");
	thing_apply(t, t);
	assert_string_equal(t->title, "Fix it");
	thing_free(t);
}

static void assert_words(struct thing *take, uint32_t fields, const char *wanted)
{
	char who[] = "Ben Osei";
	g_autofree char *words = NULL;

	take->fields = fields;
	words = thing_change_words(take, name_of, who);
	assert_string_equal(words, wanted);
	thing_free(take);
}

static void says_what_changed(void **state)
{
	struct thing *c;

	(void)state;
	assert_words(thing_new(KIND_TASK), THING_STATUS, "reopened it");
	assert_words(boiler(), THING_DUE, "set the due date to 2026-12-01");
	assert_words(thing_new(KIND_TASK), THING_DUE, "removed the due date");
	assert_words(boiler(), THING_ASSIGNEES, "assigned it to Ben Osei");
	assert_words(thing_new(KIND_TASK), THING_ASSIGNEES, "assigned it to nobody");
	assert_words(boiler(), THING_TITLE, "renamed it to “Fix the boiler”");
	assert_words(boiler(), THING_NOTES, "changed the notes");
	assert_words(thing_new(KIND_TASK), THING_NOTES, "removed the notes");
	assert_words(thing_new(KIND_TASK), THING_PRIORITY, "removed the priority");
	assert_words(thing_new(KIND_TASK), THING_TAGS, "removed the tags");
	assert_words(thing_new(KIND_TASK), 0, "changed nothing");
	assert_words(thing_new(KIND_TASK), THING_TITLE, "changed nothing");
	c = thing_new(KIND_TASK);
	c->priority = 3;
	c->tags = list("pumps", "quay", NULL);
	assert_words(c, THING_PRIORITY | THING_TAGS,
		     "set the priority to urgent, tagged it #pumps #quay");
}

static void says_several_changes(void **state)
{
	struct thing *c = boiler();

	(void)state;
	c->status = TASK_DONE;
	g_ptr_array_add(c->assignees, g_strdup("@eve:x"));
	g_ptr_array_add(c->assignees, g_strdup("@ann:x"));
	assert_words(c, THING_STATUS | THING_ASSIGNEES | THING_DUE,
		     "marked it done, assigned it to Ben Osei, eve and ann, "
		     "set the due date to 2026-12-01");
}

static void absurd_numbers_are_harmless(void **state)
{
	struct thing *c = thing_new(KIND_TASK);

	(void)state;
	c->due = INT64_MAX;
	c->priority = -7;
	assert_words(c, THING_DUE | THING_PRIORITY,
		     "set the due date to 9999-12-31, removed the priority");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_a_readable_message),
		cmocka_unit_test(a_bare_task_is_its_title),
		cmocka_unit_test(copies_deeply),
		cmocka_unit_test(absent_fields_keep),
		cmocka_unit_test(present_nothing_clears),
		cmocka_unit_test(the_last_one_wins),
		cmocka_unit_test(says_what_changed),
		cmocka_unit_test(says_several_changes),
		cmocka_unit_test(absurd_numbers_are_harmless),
	};

	return cmocka_run_group_tests_name("model/task", tests, NULL, NULL);
}
