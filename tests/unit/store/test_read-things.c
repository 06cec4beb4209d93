#include "fixture.h"

#include "base/error.h"

/* FX_NOW is day 20784. */
enum { TODAY = 20784 };

static void add(struct fx *fx, const char *rid, const char *title,
		int64_t due)
{
	g_autofree char *eid = g_strconcat("$", title, NULL);
	struct change *c = fx_new_post(fx, rid, eid, BEN, title);
	struct thing *t = c->post->thing = thing_new(KIND_TASK);

	t->fields = THING_TITLE | THING_DUE;
	t->title = g_strdup(title);
	t->due = due;
	if (title[0] == 'm') {
		t->fields |= THING_ASSIGNEES;
		t->assignees = g_ptr_array_new();
		g_ptr_array_add(t->assignees, g_strdup(ANN));
	}
	if (title[0] == 'd') {
		t->fields |= THING_STATUS;
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
	add(fx, "!a", "none", NO_DAY);
	add(fx, "!a", "later", TODAY + 30);
	add(fx, "!a", "mine today", TODAY);
	add(fx, "!a", "late", TODAY - 2);
	add(fx, "!b", "week", TODAY + 4);
	add(fx, "!b", "done", TODAY - 9);
	fx_commit(fx);
}

static void expect(struct fx *fx, const struct thing_query *q,
		   const char *want)
{
	GPtrArray *list = reader_things(fx->reader, q);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s,",
				       ((struct thing *)list->pdata[i])->title);
	assert_string_equal(out->str, want);
	g_ptr_array_unref(list);
}

static void in_order_of_need(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .limit = 50 };

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
	struct thing_query room = { 0 }, space = { 0 }, mine = { .mine = true };
	struct thing_query open = { .open_only = true };
	struct thing_query done = { .done_only = true };
	struct thing_query late = { .overdue = true };
	struct thing_query words = { .filter = "TODAY min" };

	begin(fx);
	room.room = fx_room(fx, "!b");
	expect(fx, &room, "week,done,");
	space.space = fx_room(fx, "!s");
	expect(fx, &space, "late,mine today,later,none,");
	expect(fx, &mine, "mine today,");
	expect(fx, &done, "done,");
	expect(fx, &late, "late,");
	expect(fx, &words, "mine today,");
	assert_int_equal(reader_things_count(fx->reader, &open), 5);
	open.account = fx->account + 1;
	assert_int_equal(reader_things_count(fx->reader, &open), 0);
}

static void one_by_words(void **state)
{
	struct fx *fx = *state;
	GError *err = NULL;
	struct thing *t;

	begin(fx);
	t = reader_thing_find(fx->reader, 0, KIND_TASK, "LATER", &err);
	assert_string_equal(t->eid, "$later");
	thing_free(t);
	t = reader_thing_find(fx->reader, 0, KIND_TASK, "$late", &err);
	assert_string_equal(t->eid, "$late");
	thing_free(t);
	assert_null(reader_thing_find(fx->reader, 0, KIND_TASK, "$la", &err));
	assert_int_equal(err->code, FM_ERROR_AMBIGUOUS);
	g_clear_error(&err);
	assert_null(reader_thing_find(fx->reader, fx_room(fx, "!b"), KIND_TASK, "later",
				     &err));
	assert_int_equal(err->code, FM_ERROR_NOT_FOUND);
	g_clear_error(&err);
}

/* ---- what is still in the outbox ---------------------------------------- */

static struct op *new_task(struct fx *fx, const char *title, int64_t due)
{
	struct op *op = fx_op(OP_THING, fx_room(fx, "!a"), NULL, NULL);

	op->txn = g_strconcat("T", title, NULL);
	op->thing = thing_new(KIND_TASK);
	op->thing->fields = THING_TITLE | THING_DUE;
	op->thing->title = g_strdup(title);
	op->thing->due = due;
	return op;
}

static struct op *change(struct fx *fx, const char *rid, const char *target)
{
	struct op *op = fx_op(OP_THING_CHANGE, fx_room(fx, rid), target, NULL);

	op->thing = thing_new(KIND_TASK);
	return op;
}

/* The event of a new task comes by sync. */
static void arrive(struct fx *fx, const char *eid, const char *title,
		   int64_t due)
{
	struct change *c = fx_new_post(fx, "!a", eid, ANN, title);

	c->post->txn = g_strconcat("T", title, NULL);
	c->post->thing = thing_new(KIND_TASK);
	c->post->thing->fields = THING_TITLE | THING_DUE;
	c->post->thing->title = g_strdup(title);
	c->post->thing->due = due;
	fx_apply(fx, c);
}

static enum post_state state_of(struct fx *fx, const char *title)
{
	struct thing *t = reader_thing_find(fx->reader, 0, KIND_TASK, title, NULL);
	enum post_state state;

	assert_non_null(t);
	state = t->state;
	thing_free(t);
	return state;
}

static void a_new_one_is_there_once(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { 0 };
	const char *with = "late,fresh,mine today,week,later,none,done,";
	int64_t id;

	begin(fx);
	id = fx_push(fx, new_task(fx, "fresh", TODAY - 1));
	expect(fx, &q, with);
	assert_int_equal(reader_things_count(fx->reader, &q), 7);
	assert_int_equal(state_of(fx, "fresh"), POST_WAITING);
	outbox_sending(fx->store, id, NULL);
	expect(fx, &q, with);
	assert_int_equal(state_of(fx, "fresh"), POST_SENDING);
	outbox_failed(fx->store, id, "refused", -1, NULL);
	expect(fx, &q, with);
	assert_int_equal(state_of(fx, "fresh"), POST_FAILED);
	outbox_sent(fx->store, id, "$fresh", NULL);
	expect(fx, &q, with);
	assert_int_equal(state_of(fx, "fresh"), POST_SENT);
	arrive(fx, "$fresh", "fresh", TODAY - 1);
	fx_commit(fx);
	expect(fx, &q, with);
	assert_int_equal(reader_things_count(fx->reader, &q), 7);
	assert_int_equal(state_of(fx, "fresh"), POST_SENT);
}

/* The answer of the server may come after the event itself. */
static void an_early_event_is_no_double(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .filter = "fresh" };
	int64_t id;

	begin(fx);
	id = fx_push(fx, new_task(fx, "fresh", TODAY));
	outbox_sending(fx->store, id, NULL);
	arrive(fx, "$fresh", "fresh", TODAY);
	assert_int_equal(reader_things_count(fx->reader, &q), 1);
	fx_commit(fx);
	assert_int_equal(reader_things_count(fx->reader, &q), 1);
	outbox_sent(fx->store, id, "$fresh", NULL);
	assert_int_equal(reader_things_count(fx->reader, &q), 1);
}

static void new_ones_are_asked_for_too(void **state)
{
	struct fx *fx = *state;
	struct thing_query room = { 0 }, space = { 0 }, mine = { .mine = true };
	struct thing_query done = { .done_only = true };
	struct thing_query late = { .overdue = true };
	struct thing_query other = { 0 }, page = { .offset = 1, .limit = 2 };
	struct op *op;

	begin(fx);
	op = new_task(fx, "fresh", TODAY - 1);
	op->thing->fields |= THING_ASSIGNEES;
	op->thing->assignees = g_ptr_array_new();
	g_ptr_array_add(op->thing->assignees, g_strdup(ANN));
	fx_push(fx, op);
	room.room = fx_room(fx, "!b");
	expect(fx, &room, "week,done,");
	space.space = fx_room(fx, "!s");
	expect(fx, &space, "late,fresh,mine today,later,none,");
	expect(fx, &mine, "fresh,mine today,");
	assert_int_equal(reader_things_count(fx->reader, &mine), 2);
	expect(fx, &done, "done,");
	expect(fx, &late, "late,fresh,");
	expect(fx, &page, "fresh,mine today,");
	other.account = fx->account + 1;
	assert_int_equal(reader_things_count(fx->reader, &other), 0);
}

static void a_new_one_is_whole(void **state)
{
	struct fx *fx = *state;
	int64_t room, id;
	struct thing *t;

	begin(fx);
	room = fx_room(fx, "!a");
	id = fx_push(fx, new_task(fx, "fresh", TODAY));
	t = reader_thing_find(fx->reader, room, KIND_TASK, "FRESH", NULL);
	assert_null(t->eid);
	assert_string_equal(t->room_name, "tasks");
	assert_string_equal(t->rid, "!a:council.org");
	assert_string_equal(t->creator, ANN);
	assert_int_equal(t->room, room);
	assert_true(t->ts > 0);
	thing_free(t);
	assert_null(reader_thing(fx->reader, room, "$fresh"));
	outbox_sent(fx->store, id, "$fresh", NULL);
	t = reader_thing(fx->reader, room, "$fresh");
	assert_string_equal(t->title, "fresh");
	thing_free(t);
	assert_null(reader_thing_find(fx->reader, fx_room(fx, "!b"), KIND_TASK, "fresh",
				     NULL));
}

static void words_that_fit_old_and_new(void **state)
{
	struct fx *fx = *state;
	g_autoptr(GError) err = NULL;
	struct thing *t;

	begin(fx);
	fx_push(fx, new_task(fx, "later", TODAY));
	assert_null(reader_thing_find(fx->reader, 0, KIND_TASK, "later", &err));
	assert_int_equal(err->code, FM_ERROR_AMBIGUOUS);
	assert_non_null(strstr(err->message, "later (not sent yet)"));
	t = reader_thing_find(fx->reader, 0, KIND_TASK, "$later", NULL);
	assert_string_equal(t->eid, "$later");
	thing_free(t);
}

static void changes_of_a_new_one_show(void **state)
{
	struct fx *fx = *state;
	struct thing_query open = { .open_only = true, .filter = "fresh" };
	struct op *op;
	struct thing *t;
	int64_t id;

	begin(fx);
	id = fx_push(fx, new_task(fx, "fresh", TODAY));
	op = change(fx, "!a", "txn:Tfresh");
	op->thing->fields = THING_STATUS;
	op->thing->status = TASK_DONE;
	fx_push(fx, op);
	assert_int_equal(reader_things_count(fx->reader, &open), 0);
	outbox_sent(fx->store, id, "$fresh", NULL);
	assert_int_equal(reader_things_count(fx->reader, &open), 0);
	t = reader_thing(fx->reader, fx_room(fx, "!a"), "$fresh");
	assert_int_equal(t->status, TASK_DONE);
	assert_int_equal(t->state, POST_WAITING);
	assert_string_equal(t->done_by, ANN);
	thing_free(t);
	arrive(fx, "$fresh", "fresh", TODAY);
	fx_commit(fx);
	assert_int_equal(reader_things_count(fx->reader, &open), 0);
}

static void a_changed_one_moves_at_once(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { 0 }, mine = { .mine = true };
	struct thing_query open = { .open_only = true };
	struct op *op;

	begin(fx);
	op = change(fx, "!a", "$later");
	op->thing->fields = THING_DUE | THING_ASSIGNEES;
	op->thing->due = TODAY - 1;
	op->thing->assignees = g_ptr_array_new();
	g_ptr_array_add(op->thing->assignees, g_strdup(ANN));
	fx_push(fx, op);
	expect(fx, &q, "late,later,mine today,week,none,done,");
	expect(fx, &mine, "later,mine today,");
	op = change(fx, "!b", "$week");
	op->thing->fields = THING_STATUS;
	op->thing->status = TASK_DONE;
	fx_push(fx, op);
	assert_int_equal(reader_things_count(fx->reader, &open), 4);
	expect(fx, &open, "late,later,mine today,none,");
}

/* ---- as numbers ------------------------------------------------------------ */

static void add_part(struct fx *fx, const char *title, const char *parent)
{
	g_autofree char *eid = g_strconcat("$", title, NULL);
	struct change *c = fx_new_post(fx, "!a", eid, BEN, title);
	struct thing *t = c->post->thing = thing_new(KIND_TASK);

	t->fields = thing_bits(KIND_TASK);
	t->title = g_strdup(title);
	t->parent = g_strdup(parent);
	t->due = TODAY + 1;
	t->stage = STAGE_WAITING;
	t->assignees = g_ptr_array_new();
	g_ptr_array_add(t->assignees, g_strdup(BEN));
	fx_apply(fx, c);
}

/* The same order, and as much as is asked for. */
static void expect_lines(struct fx *fx, const struct thing_query *q,
			 const char *want)
{
	struct thing_lines *lines = reader_thing_lines(fx->reader, q);
	g_autoptr(GString) out = g_string_new(NULL);

	while (!reader_thing_lines_fill(fx->reader, q, lines, 2))
		assert_true(lines->filled > 0);

	for (guint i = 0; i < lines->all->len; i++) {
		const struct thing_line *l = &g_array_index(lines->all,
						struct thing_line, i);
		struct thing *t = reader_thing_line(fx->reader, lines, l);

		g_string_append_printf(out, "%s%s%s%s%s,", t->title,
			l->parent ? " part" : "", l->mine ? " me" : "",
			l->stage == STAGE_WAITING ? " waiting" : "",
			l->who ? strchr(lines->people->pdata[l->who - 1], ':')
			? " given" : " ?" : "");
		assert_int_equal(l->status, t->status);
		assert_int_equal(l->due, t->due == NO_DAY ? LINE_NO_DAY :
				 t->due);
		thing_free(t);
	}
	assert_string_equal(out->str, want);
	thing_lines_free(lines);
}

static void lines_are_the_list(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { 0 }, room = { 0 };
	struct thing *week;
	GPtrArray *parts;

	begin(fx);
	add_part(fx, "part", "$late");
	add_part(fx, "lost", "$nowhere");
	fx_commit(fx);
	expect_lines(fx, &q, "late,mine today me given,lost waiting given,"
		     "part part waiting given,week,later,none,done,");
	q.mine = true;
	expect_lines(fx, &q, "mine today me given,");
	room.room = fx_room(fx, "!b");
	expect_lines(fx, &room, "week,done,");
	week = reader_thing(fx->reader, fx_room(fx, "!a"), "$late");
	parts = reader_thing_parts(fx->reader, week, 5);
	assert_int_equal(parts->len, 1);
	assert_true(thing_has_words(parts->pdata[0], "PAR"));
	assert_false(thing_has_words(parts->pdata[0], "par two"));
	g_ptr_array_unref(parts);
	thing_free(week);
}

static void lines_know_the_outbox(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { 0 };
	struct op *op;

	begin(fx);
	fx_push(fx, new_task(fx, "fresh", TODAY + 2));
	op = change(fx, "!b", "$week");
	op->thing->fields = THING_STAGE | THING_DUE;
	op->thing->stage = STAGE_WAITING;
	op->thing->due = TODAY - 5;
	fx_push(fx, op);
	expect_lines(fx, &q, "week waiting,late,mine today me given,fresh,later,"
		     "none,done,");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(in_order_of_need),
		FX_TEST(lines_are_the_list),
		FX_TEST(lines_know_the_outbox),
		FX_TEST(by_what_is_asked),
		FX_TEST(one_by_words),
		FX_TEST(a_new_one_is_there_once),
		FX_TEST(an_early_event_is_no_double),
		FX_TEST(new_ones_are_asked_for_too),
		FX_TEST(a_new_one_is_whole),
		FX_TEST(words_that_fit_old_and_new),
		FX_TEST(changes_of_a_new_one_show),
		FX_TEST(a_changed_one_moves_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
