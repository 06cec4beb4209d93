#include "fixture.h"

#include "base/error.h"

/* FX_NOW is day 20784. */
enum { TODAY = 20784 };

static void add(struct fx *fx, const char *rid, const char *title,
		int64_t due)
{
	g_autofree char *eid = g_strconcat("$", title, NULL);
	struct change *c = fx_new_post(fx, rid, eid, BEN, title);
	struct task *t = c->post->task = task_new();

	t->fields = TASK_TITLE | TASK_DUE;
	t->title = g_strdup(title);
	t->due = due;
	if (title[0] == 'm') {
		t->fields |= TASK_ASSIGNEES;
		t->assignees = g_ptr_array_new();
		g_ptr_array_add(t->assignees, g_strdup(ANN));
	}
	if (title[0] == 'd') {
		t->fields |= TASK_STATUS;
		t->status = TASK_DONE;
	}
	fx_apply(fx, c);
}

static void begin(struct fx *fx)
{
	fx_space(fx, "!s", "Space");
	fx_space(fx, "!n", "Nested");
	fx_join(fx, "!a", "tasks");
	fx_join(fx, "!b", "elsewhere");
	fx_child(fx, "!s", "!n", NULL);
	fx_child(fx, "!n", "!a", NULL);
	fx_child(fx, "!n", "!s", NULL);
	add(fx, "!a", "none", TASK_NO_DUE);
	add(fx, "!a", "later", TODAY + 30);
	add(fx, "!a", "mine today", TODAY);
	add(fx, "!a", "late", TODAY - 2);
	add(fx, "!b", "week", TODAY + 4);
	add(fx, "!b", "done", TODAY - 9);
	fx_commit(fx);
}

static void expect(struct fx *fx, const struct task_query *q,
		   const char *want)
{
	GPtrArray *list = reader_tasks(fx->reader, q);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s,",
				       ((struct task *)list->pdata[i])->title);
	assert_string_equal(out->str, want);
	g_ptr_array_unref(list);
}

static void in_order_of_need(void **state)
{
	struct fx *fx = *state;
	struct task_query q = { .limit = 50 };

	begin(fx);
	assert_int_equal(world_civil(&fx->world, FX_NOW).day, TODAY);
	expect(fx, &q, "late,mine today,week,later,none,done,");
	q.offset = 1;
	q.limit = 2;
	expect(fx, &q, "mine today,week,");
}

static void by_what_is_asked(void **state)
{
	struct fx *fx = *state;
	struct task_query room = { 0 }, space = { 0 }, mine = { .mine = true };
	struct task_query open = { .open_only = true };
	struct task_query done = { .done_only = true };
	struct task_query late = { .overdue = true };
	struct task_query words = { .filter = "TODAY min" };

	begin(fx);
	room.room = fx_room(fx, "!b");
	expect(fx, &room, "week,done,");
	space.space = fx_room(fx, "!s");
	expect(fx, &space, "late,mine today,later,none,");
	expect(fx, &mine, "mine today,");
	expect(fx, &done, "done,");
	expect(fx, &late, "late,");
	expect(fx, &words, "mine today,");
	assert_int_equal(reader_tasks_count(fx->reader, &open), 5);
	open.account = fx->account + 1;
	assert_int_equal(reader_tasks_count(fx->reader, &open), 0);
}

static void one_by_words(void **state)
{
	struct fx *fx = *state;
	GError *err = NULL;
	struct task *t;

	begin(fx);
	t = reader_task_find(fx->reader, 0, "LATER", &err);
	assert_string_equal(t->eid, "$later");
	task_free(t);
	t = reader_task_find(fx->reader, 0, "$late", &err);
	assert_string_equal(t->eid, "$late");
	task_free(t);
	assert_null(reader_task_find(fx->reader, 0, "$la", &err));
	assert_int_equal(err->code, FM_ERROR_AMBIGUOUS);
	g_clear_error(&err);
	assert_null(reader_task_find(fx->reader, fx_room(fx, "!b"), "later",
				     &err));
	assert_int_equal(err->code, FM_ERROR_NOT_FOUND);
	g_clear_error(&err);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(in_order_of_need),
		FX_TEST(by_what_is_asked),
		FX_TEST(one_by_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
