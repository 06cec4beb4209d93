/* Lists of questions, ideas and events. */
#include "fixture.h"

#include <string.h>

static struct change *root(struct fx *fx, enum thing_kind kind,
			   const char *eid, int64_t ts)
{
	struct change *c = fx_new_post(fx, "!a", eid, BEN, eid);

	c->post->ts = ts;
	c->post->thing = thing_new(kind);
	c->post->thing->fields = thing_bits(kind);
	c->post->thing->title = g_strdup(eid);
	return c;
}

static void add(struct fx *fx, enum thing_kind kind, const char *eid,
		int64_t ts)
{
	fx_apply(fx, root(fx, kind, eid, ts));
}

static void vote(struct fx *fx, const char *eid, const char *target,
		 const char *who, const char *key)
{
	struct change *c = fx_new(fx, CHANGE_REACTION, "!a");

	c->eid = g_strdup(eid);
	c->target = g_strdup(target);
	c->user = g_strdup(who);
	c->key = g_strdup(key);
	c->ts = FX_NOW;
	fx_apply(fx, c);
}

static void expect(struct fx *fx, const struct thing_query *q,
		   const char *titles)
{
	g_autoptr(GPtrArray) list = reader_things(fx->reader, q);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = list->pdata[i];

		g_string_append_printf(out, "%s ", t->title);
	}
	assert_string_equal(out->str, titles);
	if (!q->limit)
		assert_int_equal(reader_things_count(fx->reader, q),
				 list->len);
}

#define DAY INT64_C(86400000)

static void ideas_by_votes_and_age(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .kind = KIND_IDEA };

	fx_join(fx, "!a", "ideas");
	add(fx, KIND_IDEA, "$old", FX_NOW - 300 * DAY);
	add(fx, KIND_IDEA, "$liked", FX_NOW - 200 * DAY);
	add(fx, KIND_IDEA, "$new", FX_NOW - DAY);
	add(fx, KIND_TASK, "$task", FX_NOW);
	vote(fx, "$v1", "$liked", BEN, "👍");
	vote(fx, "$v2", "$liked", CHLOE, "👍");
	vote(fx, "$v3", "$new", CHLOE, "👍🏽");
	vote(fx, "$v4", "$old", CHLOE, "👎");
	fx_commit(fx);
	expect(fx, &q, "$liked $new $old ");
	q.order = ORDER_HOT;
	expect(fx, &q, "$new $liked $old ");
	q.order = ORDER_OLDEST;
	expect(fx, &q, "$old $liked $new ");
	q.order = ORDER_NEWEST;
	q.limit = 2;
	expect(fx, &q, "$new $liked ");
	q.offset = 2;
	expect(fx, &q, "$old ");
	q.offset = 9;
	expect(fx, &q, "");
}

static void unanswered_ones_wait_longest_first(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .kind = KIND_QUESTION, .unanswered = true };
	struct change *c;

	fx_join(fx, "!a", "questions");
	add(fx, KIND_QUESTION, "$1", FX_NOW - 3 * DAY);
	add(fx, KIND_QUESTION, "$2", FX_NOW - 5 * DAY);
	add(fx, KIND_QUESTION, "$3", FX_NOW - 9 * DAY);
	/* Its author going on is no answer, another's words are. */
	fx_reply(fx, "!a", "$own", "$2", "nobody?");
	c = fx_new_post(fx, "!a", "$answer", CHLOE, "like this");
	c->post->thread = g_strdup("$3");
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, &q, "$2 $1 ");
	q.unanswered = false;
	expect(fx, &q, "$3 $2 $1 ");
	q.filter = "$3";
	expect(fx, &q, "$3 ");
	q.filter = NULL;
	q.since = FX_NOW - 4 * DAY;
	expect(fx, &q, "$1 ");
}

static void what_waits_is_among_them(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .kind = KIND_IDEA, .open_only = true };
	struct op *op;
	int64_t room;

	fx_join(fx, "!a", "ideas");
	add(fx, KIND_IDEA, "$1", FX_NOW - DAY);
	add(fx, KIND_IDEA, "$2", FX_NOW);
	fx_commit(fx);
	room = fx_room(fx, "!a");
	op = fx_op(OP_THING, room, NULL, NULL);
	op->thing = thing_new(KIND_IDEA);
	op->thing->title = g_strdup("waits");
	fx_push(fx, op);
	op = fx_op(OP_REACT, room, "$2", NULL);
	op->key = g_strdup("👍");
	fx_push(fx, op);
	op = fx_op(OP_THING_CHANGE, room, "$1", NULL);
	op->thing = thing_new(KIND_IDEA);
	op->thing->fields = THING_STATUS;
	op->thing->status = IDEA_DONE;
	fx_push(fx, op);
	fx_commit(fx);
	expect(fx, &q, "$2 waits ");
	q.open_only = false;
	q.done_only = true;
	expect(fx, &q, "$1 ");
}

static void events_within_a_time(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .kind = KIND_EVENT, .from = FX_NOW };
	static const int in_days[] = { 3, 1, -2 };

	fx_join(fx, "!a", "events");
	for (int i = 0; i < 3; i++) {
		g_autofree char *eid = g_strdup_printf("$%d", in_days[i]);
		struct change *c = root(fx, KIND_EVENT, eid, FX_NOW);

		c->post->thing->begin = FX_NOW + in_days[i] * DAY;
		fx_apply(fx, c);
	}
	fx_commit(fx);
	expect(fx, &q, "$1 $3 ");
	q.until = FX_NOW + 2 * DAY;
	expect(fx, &q, "$1 ");
	q.from = q.until = 0;
	expect(fx, &q, "$-2 $1 $3 ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(ideas_by_votes_and_age),
		FX_TEST(unanswered_ones_wait_longest_first),
		FX_TEST(what_waits_is_among_them),
		FX_TEST(events_within_a_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
