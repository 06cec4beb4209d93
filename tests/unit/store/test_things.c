#include "fixture.h"

#include <stdio.h>

static struct thing *say(uint32_t fields)
{
	struct thing *t = thing_new(KIND_TASK);

	t->fields = fields;
	return t;
}

static struct change *new_root(struct fx *fx, const char *eid,
			       const char *title)
{
	struct change *c = fx_new_post(fx, "!a", eid, BEN, title);

	c->post->thing = say(THING_TITLE);
	c->post->thing->title = g_strdup(title);
	return c;
}

static struct change *new_change(struct fx *fx, const char *eid,
				 const char *root, struct thing *take)
{
	struct change *c = fx_new_post(fx, "!a", eid, ANN, "changed it");

	c->post->kind = POST_NOTICE;
	c->post->thread = g_strdup(root);
	c->post->change = take;
	return c;
}

static struct thing *status(enum task_status s)
{
	struct thing *t = say(THING_STATUS);

	t->status = s;
	return t;
}

static struct thing *read_task(struct fx *fx, const char *eid)
{
	return reader_thing(fx->reader, fx_room(fx, "!a"), eid);
}

static void changes_are_laid_over(void **state)
{
	struct fx *fx = *state;
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "Fix the boiler"));
	t = say(THING_DUE | THING_ASSIGNEES);
	t->due = 20788;
	t->assignees = g_ptr_array_new();
	g_ptr_array_add(t->assignees, g_strdup(ANN));
	fx_apply(fx, new_change(fx, "$2", "$1", t));
	fx_apply(fx, new_change(fx, "$3", "$1", status(TASK_DONE)));
	fx_reply(fx, "!a", "$4", "$1", "well done");
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_string_equal(t->title, "Fix the boiler");
	assert_int_equal(t->due, 20788);
	assert_int_equal(t->status, TASK_DONE);
	assert_string_equal(t->done_by, ANN);
	assert_string_equal(t->creator, BEN);
	assert_string_equal(t->assignees->pdata[0], ANN);
	assert_int_equal(t->comments, 1);
	assert_string_equal(t->room_name, "tasks");
	thing_free(t);
}

static void a_redacted_change_no_longer_counts(void **state)
{
	struct fx *fx = *state;
	struct room *r;
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "Fix the boiler"));
	fx_apply(fx, new_change(fx, "$2", "$1", status(TASK_DONE)));
	fx_commit(fx);
	r = fx_read(fx, "!a");
	assert_int_equal(r->tasks_open, 0);
	assert_int_equal(r->tasks_all, 1);
	room_free(r);
	fx_redact(fx, "!a", "$2");
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_int_equal(t->status, TASK_OPEN);
	assert_null(t->done_by);
	thing_free(t);
	fx_redact(fx, "!a", "$1");
	fx_commit(fx);
	assert_null(read_task(fx, "$1"));
	r = fx_read(fx, "!a");
	assert_int_equal(r->tasks_all, 0);
	room_free(r);
}

static void a_title_cannot_be_cleared(void **state)
{
	struct fx *fx = *state;
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "Fix the boiler"));
	fx_apply(fx, new_change(fx, "$2", "$1", say(THING_TITLE)));
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_string_equal(t->title, "Fix the boiler");
	thing_free(t);
}

static void the_author_edits_the_root(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "Fix the boiler"));
	fx_apply(fx, new_change(fx, "$2", "$1", status(TASK_DONE)));
	for (int forged = 0; forged < 2; forged++) {
		c = fx_new(fx, CHANGE_EDIT, "!a");
		c->target = g_strdup("$1");
		c->post = post_new();
		c->post->eid = g_strdup(forged ? "$e2" : "$e1");
		c->post->sender = g_strdup(forged ? PAT : BEN);
		c->post->body = g_strdup("☐ Mend the boiler");
		c->post->ts = FX_NOW;
		c->post->thing = say(THING_TITLE | THING_STATUS);
		c->post->thing->title = g_strdup(forged ? "Forged" :
							 "Mend the boiler");
		fx_apply(fx, c);
	}
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_string_equal(t->title, "Mend the boiler");
	assert_int_equal(t->status, TASK_OPEN);
	thing_free(t);
	fx_redact(fx, "!a", "$e1");
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_string_equal(t->title, "Fix the boiler");
	assert_int_equal(t->status, TASK_DONE);
	thing_free(t);
}

/* ---- any order of arrival ------------------------------------------------ */

enum { PARTS = 12 };

static struct change *part(struct fx *fx, int i)
{
	g_autofree char *eid = g_strdup_printf("$c%02d", i);
	struct thing *t;

	if (i == 0)
		return new_root(fx, "$c00", "Fix the boiler");
	t = say(i % 3 == 0 ? THING_STATUS : i % 3 == 1 ? THING_PRIORITY :
							THING_DUE);
	t->status = i % 2 ? TASK_DONE : TASK_OPEN;
	t->priority = i % 4;
	t->due = 20000 + i;
	return new_change(fx, eid, "$c00", t);
}

/* History comes newest first: positions are the order of the room, whatever
 * the order of arrival. */
static void order_of_arrival_does_not_matter(void **state)
{
	struct fx *fx = *state;

	for (int split = 1; split <= PARTS; split++) {
		g_autofree char *rid = g_strdup_printf("!s%d", split);
		struct thing *t;

		fx_join(fx, rid, "tasks");
		fx_timeline(fx, rid, "t0", 1);
		for (int i = split; i < PARTS + split; i++) {
			int n = i < PARTS ? i : PARTS + split - 1 - i;
			struct change *c = part(fx, n);

			g_free(c->rid);
			c->rid = g_strconcat(rid, ":council.org", NULL);
			c->older = n < split;
			fx_apply(fx, c);
			if (i % 4 == 0)
				fx_commit(fx);
		}
		fx_commit(fx);
		t = reader_thing(fx->reader, fx_room(fx, rid), "$c00");
		assert_int_equal(t->priority, 10 % 4);
		assert_int_equal(t->due, 20011);
		assert_int_equal(t->status, TASK_DONE);
		thing_free(t);
	}
}

/* What two servers that had lost each other deliver, in either order. */
static void turns_go_before_the_order_of_arrival(void **state)
{
	static const char *const said[][2] = {
		{ "$b", "from here" }, { "$a", "from there" },
		{ "$c", "after that" },
	};
	static const int64_t turns[] = { 1, 1, 2 };
	static const int orders[][3] = { { 0, 1, 2 }, { 2, 1, 0 },
					 { 1, 2, 0 } };
	struct fx *fx = *state;

	fx_join(fx, "!a", "tasks");
	for (guint i = 0; i < G_N_ELEMENTS(orders); i++) {
		g_autofree char *root = g_strdup_printf("$%u", i);
		struct thing *t;

		fx_apply(fx, new_root(fx, root, "first"));
		for (int j = 0; j < 3; j++) {
			const int k = orders[i][j];
			g_autofree char *eid = g_strconcat(said[k][0], root,
							   NULL);

			t = say(k == 2 ? THING_PRIORITY : THING_TITLE);
			t->title = g_strdup(k == 2 ? NULL : said[k][1]);
			t->priority = k == 2 ? 3 : 0;
			t->turn = turns[k];
			fx_apply(fx, new_change(fx, eid, root, t));
		}
		fx_commit(fx);
		t = read_task(fx, root);
		assert_string_equal(t->title, "from here");
		assert_int_equal(t->priority, 3);
		assert_int_equal(t->turn, 2);
		assert_int_equal(thing_next_turn(t), 3);
		thing_free(t);
	}
}

static void a_change_without_a_turn_is_the_next(void **state)
{
	struct fx *fx = *state;
	struct thing *t = say(THING_PRIORITY);

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "first"));
	t->priority = 3;
	t->turn = 7;
	fx_apply(fx, new_change(fx, "$9", "$1", t));
	t = say(THING_PRIORITY);
	t->priority = 1;
	fx_apply(fx, new_change(fx, "$2", "$1", t));
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_int_equal(t->priority, 1);
	assert_int_equal(t->turn, 8);
	thing_free(t);
}

/* In pages, as they come from a server; each page is computed whole. */
static void ten_thousand_changes_are_laid_over_in_time(void **state)
{
	struct fx *fx = *state;
	const int64_t start = g_get_monotonic_time();
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "first"));
	for (int i = 0; i < 10000; i++) {
		g_autofree char *eid = g_strdup_printf("$c%d", i);

		t = say(i % 2 ? THING_PRIORITY : THING_DUE);
		t->priority = i % 4;
		t->due = i;
		fx_apply(fx, new_change(fx, eid, "$1", t));
		if (i % 500 == 499)
			fx_commit(fx);
	}
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_int_equal(t->priority, 3);
	assert_int_equal(t->due, 9998);
	assert_int_equal(t->turn, 10000);
	assert_int_equal(t->comments, 0);
	thing_free(t);
	assert_true(g_get_monotonic_time() - start < 20 * G_USEC_PER_SEC);
}

/* Who changes it has a clock of another century. */
static void clocks_play_no_part(void **state)
{
	static const int64_t clocks[] = { 1, FX_NOW, INT64_C(4102444800000),
					  INT64_C(9007199254740991) };
	struct fx *fx = *state;
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	fx_apply(fx, new_root(fx, "$1", "first"));
	for (int i = 0; i < 4; i++) {
		g_autofree char *eid = g_strdup_printf("$c%d", 4 - i);
		struct change *c;

		t = say(THING_PRIORITY);
		t->priority = i;
		c = new_change(fx, eid, "$1", t);
		c->post->ts = clocks[3 - i];
		fx_apply(fx, c);
	}
	fx_commit(fx);
	t = read_task(fx, "$1");
	assert_int_equal(t->priority, 3);
	thing_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(changes_are_laid_over),
		FX_TEST(a_redacted_change_no_longer_counts),
		FX_TEST(a_title_cannot_be_cleared),
		FX_TEST(the_author_edits_the_root),
		FX_TEST(order_of_arrival_does_not_matter),
		FX_TEST(turns_go_before_the_order_of_arrival),
		FX_TEST(a_change_without_a_turn_is_the_next),
		FX_TEST(ten_thousand_changes_are_laid_over_in_time),
		FX_TEST(clocks_play_no_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
