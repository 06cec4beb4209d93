#include "unit/command/desk.h"

/* A task of Ben's in the store: "Order pumps", due on 1 December. */
static void add_task(struct desk *d)
{
	struct change *c = fx_new_post(d->fx, "!a", "$task", BEN,
				       "☐ Order pumps");
	struct thing *t = thing_new(KIND_TASK);

	t->fields = THING_TITLE | THING_STATUS | THING_DUE | THING_ASSIGNEES;
	t->title = g_strdup("Order pumps");
	t->due = civil_day(2026, 12, 1);
	t->assignees = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(t->assignees, g_strdup(BEN));
	g_ptr_array_add(t->assignees, g_strdup(CHLOE));
	c->post->thing = t;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static const struct thing *changed(struct desk *d, uint32_t fields)
{
	const struct op *op = desk_op(d);

	assert_int_equal(op->kind, OP_THING_CHANGE);
	assert_string_equal(op->target, "$task");
	assert_int_equal(op->thing->fields, fields);
	return op->thing;
}

static void a_new_one(void **state)
{
	struct desk *d = *state;
	const struct thing *t;

	assert_true(desk_shell(d, "task add general Fix the boiler --assign "
			       "ben --assign @ben --due fri --notes 'Ring "
			       "first.' --priority high --tag '#heat'"));
	assert_int_equal(desk_op(d)->kind, OP_THING);
	t = desk_op(d)->thing;
	assert_string_equal(t->title, "Fix the boiler");
	assert_string_equal(t->notes, "Ring first.");
	assert_int_equal(t->assignees->len, 1);
	assert_string_equal(t->assignees->pdata[0], BEN);
	assert_true(t->due == civil_day(2026, 12, 4));
	assert_int_equal(t->priority, 2);
	assert_string_equal(t->tags->pdata[0], "heat");
	desk_expect(d, 0, "id", "$new");
	desk_expect(d, 0, "due", "2026-12-04");
	desk_expect(d, 0, "status", "open");
	desk_expect(d, 0, "assignees", BEN);
	desk_expect(d, 0, "url",
		    "https://matrix.to/#/!a:council.org/$new");
}

static void bad_words_make_none(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "task add general x --due blursday"));
	desk_failed(d, FM_ERROR_USAGE, "\"blursday\" is no date");
	assert_false(desk_shell(d, "task add general x --assign bne"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "Nearest: Ben Osei");
	assert_false(desk_shell(d, "task add general x --priority so"));
	desk_failed(d, FM_ERROR_USAGE, "none, low, high or urgent");
	assert_false(desk_shell(d, "task add general ' '"));
	desk_failed(d, FM_ERROR_USAGE, "needs a title");
	assert_int_equal(d->ops->len, 0);
}

static void from_a_message(void **state)
{
	struct desk *d = *state;

	desk_select(d, "!a", "$ben1", NULL);
	assert_true(desk_prompt(d, "task from"));
	assert_string_equal(desk_op(d)->thing->title,
			    "Two of four pumps failed");
	assert_string_equal(desk_op(d)->thing->source, "$ben1");
	assert_true(desk_prompt(d, "task from can't wait --due +3d"));
	assert_string_equal(desk_op(d)->thing->title, "can't wait");
	assert_true(desk_op(d)->thing->due == civil_day(2026, 11, 30));
	assert_true(desk_slash(d, "task add to the list"));
}

static void done_and_open_again(void **state)
{
	struct desk *d = *state;

	add_task(d);
	assert_true(desk_shell(d, "task done '$ta'"));
	assert_int_equal(changed(d, THING_STATUS)->status, TASK_DONE);
	desk_expect(d, 0, "status", "done");
	assert_true(desk_shell(d, "task done 'Order pumps'"));
	assert_true(desk_shell(d, "task reopen '$task'"));
	assert_int_equal(d->ops->len, 0);
	assert_non_null(strstr(d->notes->str, "open already"));
	assert_false(desk_shell(d, "task done '$nothing'"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "$nothing");
}

static void other_changes(void **state)
{
	struct desk *d = *state;

	add_task(d);
	desk_select(d, "!a", "$task", NULL);
	assert_true(desk_prompt(d, "task due 3 dec"));
	assert_true(changed(d, THING_DUE)->due == civil_day(2026, 12, 3));
	assert_true(desk_prompt(d, "task due none"));
	assert_true(changed(d, THING_DUE)->due == NO_DAY);
	assert_true(desk_prompt(d, "task title New words"));
	assert_string_equal(changed(d, THING_TITLE)->title, "New words");
	assert_true(desk_prompt(d, "task notes Ring first"));
	assert_string_equal(changed(d, THING_NOTES)->notes, "Ring first");
	assert_true(desk_prompt(d, "task priority urgent"));
	assert_int_equal(changed(d, THING_PRIORITY)->priority, 3);
	assert_true(desk_prompt(d, "task tag a b"));
	assert_int_equal(changed(d, THING_TAGS)->tags->len, 2);
	assert_true(desk_prompt(d, "task tag none"));
	assert_null(changed(d, THING_TAGS)->tags);
}

static void who_does_it(void **state)
{
	struct desk *d = *state;
	const struct thing *t;

	add_task(d);
	assert_true(desk_shell(d, "task assign '$task' 'Chloe Martin'"));
	t = changed(d, THING_ASSIGNEES);
	assert_int_equal(t->assignees->len, 1);
	assert_string_equal(t->assignees->pdata[0], CHLOE);
	assert_true(desk_shell(d, "task unassign '$task' ben"));
	t = changed(d, THING_ASSIGNEES);
	assert_int_equal(t->assignees->len, 1);
	assert_string_equal(t->assignees->pdata[0], CHLOE);
	assert_true(desk_shell(d, "task unassign '$task'"));
	assert_int_equal(changed(d, THING_ASSIGNEES)->assignees->len, 0);
}

static void lists(void **state)
{
	struct desk *d = *state;

	add_task(d);
	assert_true(desk_shell(d, "task list"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "title", "Order pumps");
	desk_expect(d, 0, "room", "!a:council.org");
	assert_true(desk_shell(d, "task list general --open"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "task list 'Flood defence'"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "task list --mine"));
	assert_int_equal(d->records->len, 0);
	assert_true(desk_shell(d, "task list --done"));
	assert_int_equal(d->records->len, 0);
	assert_true(desk_shell(d, "task list --filter pump"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "task show '$task'"));
	desk_expect(d, 0, "id", "$task");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_new_one),
		DESK_TEST(bad_words_make_none),
		DESK_TEST(from_a_message),
		DESK_TEST(done_and_open_again),
		DESK_TEST(other_changes),
		DESK_TEST(who_does_it),
		DESK_TEST(lists),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
