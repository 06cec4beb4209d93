/* What belongs to one thing: parts, what goes before, answers, notes. */
#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static struct thing *task_after(const char *parent, ...)
{
	struct thing *t = thing_new(KIND_TASK);
	const char *before;
	va_list ap;

	t->fields = thing_bits(KIND_TASK);
	t->parent = g_strdup(parent);
	t->after = g_ptr_array_new_with_free_func(g_free);
	va_start(ap, parent);
	while ((before = va_arg(ap, const char *)))
		g_ptr_array_add(t->after, g_strdup(before));
	va_end(ap);
	return t;
}

static void add(struct fx *fx, const char *eid, struct thing *take)
{
	struct change *c = fx_new_post(fx, "!a", eid, BEN, eid);

	take->fields = thing_bits(take->kind);
	take->title = g_strdup(eid);
	c->post->thing = take;
	fx_apply(fx, c);
}

static struct thing *get(struct fx *fx, const char *eid)
{
	struct thing *t = reader_thing(fx->reader, fx_room(fx, "!a"), eid);

	assert_non_null(t);
	reader_thing_relations(fx->reader, t);
	return t;
}

static void expect(struct fx *fx, const char *eid, bool blocked, bool cycle)
{
	struct thing *t = get(fx, eid);

	assert_int_equal(t->blocked, blocked);
	assert_int_equal(t->cycle, cycle);
	thing_free(t);
}

static void an_open_one_before_it_blocks(void **state)
{
	struct fx *fx = *state;
	struct thing *done = task_after(NULL, NULL);

	fx_join(fx, "!a", "tasks");
	done->status = TASK_DONE;
	add(fx, "$done", done);
	add(fx, "$open", task_after(NULL, NULL));
	add(fx, "$1", task_after(NULL, "$done", "$unknown", NULL));
	add(fx, "$2", task_after(NULL, "$done", "$open", NULL));
	fx_commit(fx);
	expect(fx, "$1", false, false);
	expect(fx, "$2", true, false);
}

static void a_ring_does_not_block(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "tasks");
	add(fx, "$1", task_after(NULL, "$2", NULL));
	add(fx, "$2", task_after(NULL, "$3", NULL));
	add(fx, "$3", task_after(NULL, "$1", NULL));
	add(fx, "$self", task_after("$self", "$self", NULL));
	add(fx, "$behind", task_after(NULL, "$1", NULL));
	fx_commit(fx);
	expect(fx, "$1", false, true);
	expect(fx, "$2", false, true);
	expect(fx, "$3", false, true);
	expect(fx, "$self", false, true);
	expect(fx, "$behind", true, false);
}

static void parts_are_counted(void **state)
{
	struct fx *fx = *state;
	struct thing *done = task_after("$whole", NULL), *t;

	fx_join(fx, "!a", "tasks");
	done->status = TASK_DONE;
	add(fx, "$whole", task_after("$whole", NULL));
	add(fx, "$1", task_after("$whole", NULL));
	add(fx, "$2", done);
	fx_commit(fx);
	t = get(fx, "$whole");
	assert_int_equal(t->parts, 2);
	assert_int_equal(t->parts_done, 1);
	thing_free(t);
}

static void the_first_answer_of_another(void **state)
{
	struct fx *fx = *state;
	struct thing *t;
	struct change *c;
	char *who;

	fx_join(fx, "!a", "questions");
	add(fx, "$q", thing_new(KIND_QUESTION));
	fx_reply(fx, "!a", "$own", "$q", "nobody?");
	fx_commit(fx);
	t = get(fx, "$q");
	assert_int_equal(reader_thing_answered(fx->reader, t, &who), 0);
	assert_null(who);
	c = fx_new_post(fx, "!a", "$a", CHLOE, "so");
	c->post->thread = g_strdup("$q");
	c->post->ts = FX_NOW;
	fx_apply(fx, c);
	fx_commit(fx);
	assert_true(reader_thing_answered(fx->reader, t, &who) == FX_NOW);
	assert_string_equal(who, CHLOE);
	g_free(who);
	thing_free(t);
}

static void notes_come_from_their_room_alone(void **state)
{
	struct fx *fx = *state;
	struct room facts = { .notes_of = (char *)"!a:council.org" };
	static const char *const rooms[] = { "!notes", "!other" };
	g_autoptr(GPtrArray) notes = NULL;
	struct thing *t;

	fx_join(fx, "!a", "questions");
	fx_join(fx, "!notes", "staff");
	fx_join(fx, "!other", "other");
	fx_fact(fx, "!notes", ROOM_KINDS, &facts);
	add(fx, "$q", thing_new(KIND_QUESTION));
	for (int i = 0; i < 2; i++) {
		struct change *c = fx_new_post(fx, rooms[i], rooms[i] + 1, BEN,
					       "note");

		c->post->thing = thing_new(KIND_NOTE);
		c->post->thing->fields = thing_bits(KIND_NOTE);
		c->post->thing->title = g_strdup(rooms[i]);
		c->post->thing->source = g_strdup("$q");
		c->post->thing->about = g_strdup("!a:council.org");
		fx_apply(fx, c);
	}
	fx_commit(fx);
	t = get(fx, "$q");
	notes = reader_thing_notes(fx->reader, t);
	assert_int_equal(notes->len, 1);
	assert_string_equal(((struct thing *)notes->pdata[0])->title,
			    "!notes");
	thing_free(t);
}

/* Ten thousand changes of one task are one walk, not ten thousand. */
static void ten_thousand_changes(void **state)
{
	struct fx *fx = *state;
	clock_t from = clock();
	struct thing *t;

	fx_join(fx, "!a", "tasks");
	add(fx, "$1", task_after(NULL, NULL));
	for (int i = 0; i < 10000; i++) {
		g_autofree char *eid = g_strdup_printf("$c%d", i);
		struct change *c = fx_new_post(fx, "!a", eid, BEN, "changed");

		c->post->thread = g_strdup("$1");
		c->post->change = thing_new(KIND_TASK);
		c->post->change->fields = THING_ESTIMATE;
		c->post->change->estimate = i;
		fx_apply(fx, c);
	}
	fx_commit(fx);
	t = get(fx, "$1");
	assert_int_equal(t->estimate, 9999);
	thing_free(t);
	assert_true((clock() - from) / CLOCKS_PER_SEC < 20);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(an_open_one_before_it_blocks),
		FX_TEST(a_ring_does_not_block),
		FX_TEST(parts_are_counted),
		FX_TEST(the_first_answer_of_another),
		FX_TEST(notes_come_from_their_room_alone),
		FX_TEST(ten_thousand_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
