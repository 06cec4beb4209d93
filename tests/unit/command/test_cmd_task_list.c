#include "unit/command/desk.h"

/* A task of Ben's, made by Ann; more is up to who asks. */
static struct thing *task_new(const char *title, const char *who)
{
	struct thing *t = thing_new(KIND_TASK);

	t->fields = THING_TITLE | THING_STATUS;
	t->title = g_strdup(title);
	if (who) {
		t->assignees = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(t->assignees, g_strdup(who));
	}
	return t;
}

static void add(struct desk *d, const char *eid, const char *by,
		struct thing *take)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, by, "☐ task");

	take->fields = thing_bits(KIND_TASK);
	c->post->thing = take;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static const struct thing *changed(struct desk *d, uint32_t fields)
{
	const struct op *op = desk_op(d);

	assert_int_equal(op->kind, OP_THING_CHANGE);
	assert_int_equal(op->thing->fields, fields);
	return op->thing;
}

static void stages(void **state)
{
	struct desk *d = *state;

	add(d, "$t", ANN, task_new("Order pumps", BEN));
	assert_true(desk_shell(d, "task start '$t'"));
	assert_int_equal(changed(d, THING_STAGE)->stage, STAGE_DOING);
	desk_expect(d, 0, "stage", "doing");
	assert_string_equal(d->undo->str, "task reopen $t\n");
	assert_true(desk_shell(d, "task wait '$t'"));
	assert_int_equal(changed(d, THING_STAGE)->stage, STAGE_WAITING);
	assert_true(desk_shell(d, "task drop '$t'"));
	assert_int_equal(changed(d, THING_STATUS | THING_STAGE)->stage,
			 STAGE_DROPPED);
	desk_expect(d, 0, "status", "done");
	assert_true(desk_shell(d, "task begin-on '$t' 1 dec"));
	assert_true(changed(d, THING_START)->start == civil_day(2026, 12, 1));
	assert_true(desk_shell(d, "task estimate '$t' 2h"));
	assert_int_equal(changed(d, THING_ESTIMATE)->estimate, 120);
	assert_true(desk_shell(d, "task estimate '$t' none"));
	assert_int_equal(changed(d, THING_ESTIMATE)->estimate, 0);
	assert_false(desk_shell(d, "task estimate '$t' long"));
	desk_failed(d, FM_ERROR_USAGE, "no length of time");
}

static void steps(void **state)
{
	struct desk *d = *state;
	struct thing *t = task_new("Order pumps", NULL);

	thing_put_step(t, "a", "ring", true);
	thing_put_step(t, "b", "pay twice", false);
	add(d, "$t", ANN, t);
	assert_true(desk_shell(d, "task step add '$t' send a card"));
	assert_string_equal(((struct step *)changed(d, THING_STEPS)->steps
			    ->pdata[0])->text, "send a card");
	desk_expect(d, 0, "steps", "[x] ring,[ ] pay twice,[ ] send a card");
	desk_expect(d, 0, "steps_done", "1");
	assert_true(desk_shell(d, "task step done '$t' pay"));
	assert_true(thing_step(changed(d, THING_STEPS), "b")->done);
	assert_string_equal(d->undo->str, "task step undo $t id:b\n");
	assert_true(desk_shell(d, "task step undo '$t' 1"));
	assert_false(thing_step(changed(d, THING_STEPS), "a")->done);
	assert_true(desk_shell(d, "task step remove '$t' 1 2"));
	assert_int_equal(changed(d, THING_STEPS)->steps->len, 2);
	assert_null(thing_step(changed(d, THING_STEPS), "b")->text);
	assert_false(desk_shell(d, "task step done '$t' 3"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "it has 2");
	desk_select(d, "!a", "$t", NULL);
	assert_true(desk_prompt(d, "task step done pay"));
}

static void hanging_together(void **state)
{
	struct desk *d = *state;
	struct thing *part = task_new("Part", NULL);

	add(d, "$whole", ANN, task_new("Whole", NULL));
	part->parent = g_strdup("$whole");
	part->after = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(part->after, g_strdup("$whole"));
	add(d, "$part", ANN, part);
	assert_true(desk_shell(d, "task part '$part' none"));
	assert_null(changed(d, THING_PARENT)->parent);
	assert_string_equal(d->undo->str, "task part $part \"$whole\"\n");
	assert_false(desk_shell(d, "task part Whole Part"));
	desk_failed(d, FM_ERROR_REFUSED, "itself a part of this one");
	assert_false(desk_shell(d, "task after Whole Whole"));
	desk_failed(d, FM_ERROR_USAGE, "the task itself");
	assert_true(desk_shell(d, "task after Whole Part"));
	assert_string_equal(changed(d, THING_AFTER)->after->pdata[0],
			    "$part");
	assert_true(desk_shell(d, "task show Part"));
	desk_expect(d, 0, "blocked", "true");
	assert_true(desk_shell(d, "task list --blocked"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "task list --part-of Whole"));
	desk_expect(d, 0, "title", "Part");
	assert_true(desk_shell(d, "task show Whole"));
	desk_expect(d, 0, "parts", "1");
	assert_true(desk_shell(d, "task add general x --part-of Whole "
			       "--after Part --step one --step two --start "
			       "fri --estimate 1h30 --due fri --repeat "
			       "weekly"));
	assert_string_equal(desk_op(d)->thing->parent, "$whole");
	assert_int_equal(desk_op(d)->thing->steps->len, 2);
	assert_string_equal(desk_op(d)->thing->repeat, "FREQ=WEEKLY");
}

static void again(void **state)
{
	struct desk *d = *state;
	struct thing *t = task_new("Water the plants", NULL);
	const struct thing *c;

	t->due = civil_day(2026, 11, 27);
	t->start = civil_day(2026, 11, 26);
	t->stage = STAGE_DOING;
	t->repeat = g_strdup("FREQ=WEEKLY;COUNT=2");
	thing_put_step(t, "a", "fill the can", true);
	add(d, "$t", ANN, t);
	assert_true(desk_shell(d, "task done '$t'"));
	c = changed(d, THING_LAST | THING_DUE | THING_START | THING_STEPS |
		    THING_REPEAT | THING_STAGE);
	assert_true(c->last == civil_day(2026, 11, 27));
	assert_true(c->due == civil_day(2026, 12, 4));
	assert_true(c->start == civil_day(2026, 12, 3));
	assert_string_equal(c->repeat, "FREQ=WEEKLY;COUNT=1");
	assert_false(thing_step(c, "a")->done);
	desk_expect(d, 0, "status", "open");
	assert_non_null(strstr(d->undo->str, "task last-done $t none"));
	assert_true(desk_shell(d, "task repeat '$t' every 2 weeks"));
	assert_string_equal(changed(d, THING_REPEAT)->repeat,
			    "FREQ=WEEKLY;INTERVAL=2");
	assert_false(desk_shell(d, "task repeat '$t' "
				"'FREQ=DAILY;BYHOUR=3'"));
	desk_failed(d, FM_ERROR_USAGE, "BYHOUR of that rule");
	assert_false(desk_shell(d, "task repeat '$t' now and then"));
	desk_failed(d, FM_ERROR_USAGE, "does not say when");
}

/* The last of a repeating task ends it. */
static void the_last_time(void **state)
{
	struct desk *d = *state;
	struct thing *t = task_new("Pay the rate", NULL);

	t->due = civil_day(2026, 11, 27);
	t->repeat = g_strdup("FREQ=MONTHLY;COUNT=1");
	add(d, "$t", ANN, t);
	assert_true(desk_shell(d, "task done '$t'"));
	assert_int_equal(changed(d, THING_STATUS)->status, TASK_DONE);
}

static void filters(void **state)
{
	struct desk *d = *state;
	struct thing *t = task_new("Tagged", BEN);

	t->tags = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(t->tags, g_strdup("Heat"));
	t->stage = STAGE_WAITING;
	t->start = civil_day(2026, 12, 10);
	add(d, "$1", ANN, t);
	add(d, "$2", ANN, task_new("Plain", CHLOE));
	assert_true(desk_shell(d, "task list --tag '#heat'"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "title", "Tagged");
	assert_true(desk_shell(d, "task list --assign chloe"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "title", "Plain");
	assert_true(desk_shell(d, "task list --stage waiting"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "task list --start-by fri"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "title", "Plain");
	assert_false(desk_shell(d, "task list --stage odd"));
	desk_failed(d, FM_ERROR_USAGE, "no stage");
}

static void kept_by_a_name(void **state)
{
	struct desk *d = *state;
	g_autofree char *options = NULL;

	add(d, "$1", ANN, task_new("Tagged", BEN));
	add(d, "$2", ANN, task_new("Plain", CHLOE));
	assert_true(desk_shell(d, "task save hers -- --open --assign chloe"));
	assert_int_equal(d->asked->len, 1);
	assert_true(state_put(d->fx->store, "saved_tasks", ((struct message *)
			      d->asked->pdata[0])->b, NULL));
	options = command_saved_tasks(d->ctx.reader, "hers");
	assert_string_equal(options, "--open --assign chloe");
	assert_true(desk_shell(d, "task list @hers"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "title", "Plain");
	assert_true(desk_shell(d, "task saved"));
	desk_expect(d, 0, "name", "hers");
	assert_false(desk_shell(d, "task save bad -- --nonsense"));
	desk_failed(d, FM_ERROR_USAGE, "--nonsense");
	assert_false(desk_shell(d, "task list @his"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "task saved");
	assert_true(desk_shell(d, "task forget hers"));
	assert_string_equal(((struct message *)d->asked->pdata[0])->b, "");
	assert_false(desk_shell(d, "task forget his"));
}

static void dated(struct desk *d, const char *eid, const char *title,
		  const char *who, int64_t due)
{
	struct thing *t = task_new(title, who);

	t->due = due;
	add(d, eid, ANN, t);
}

static void agenda(void **state)
{
	static const char *const wanted[][2] = {
		{ "Late", "overdue" }, { "Now", "today" },
		{ "Soon", "this week" }, { "Some day", "later" },
		{ "Stuck", "waiting" }, { "His", "waiting" },
	};
	struct desk *d = *state;
	struct thing *stuck = task_new("Stuck", ANN);

	dated(d, "$1", "Some day", ANN, NO_DAY);
	dated(d, "$2", "Now", ANN, civil_day(2026, 11, 27));
	dated(d, "$3", "Late", ANN, civil_day(2026, 11, 26));
	dated(d, "$4", "Soon", ANN, civil_day(2026, 12, 4));
	dated(d, "$5", "His", BEN, NO_DAY);
	stuck->stage = STAGE_WAITING;
	add(d, "$6", BEN, stuck);
	add(d, "$7", BEN, task_new("Not mine", CHLOE));
	assert_true(desk_shell(d, "agenda"));
	assert_int_equal(d->records->len, G_N_ELEMENTS(wanted));
	for (guint i = 0; i < G_N_ELEMENTS(wanted); i++) {
		desk_expect(d, i, "title", wanted[i][0]);
		desk_expect(d, i, "section", wanted[i][1]);
	}
	assert_true(desk_prompt(d, "my"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(stages), DESK_TEST(steps),
		DESK_TEST(hanging_together), DESK_TEST(again),
		DESK_TEST(the_last_time), DESK_TEST(filters),
		DESK_TEST(kept_by_a_name), DESK_TEST(agenda),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
