#include "fixture.h"

static int64_t begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann Harker", MEMBER_JOIN);
	fx_post(fx, "!a", "$1", ANN, "mine");
	fx_post(fx, "!a", "$2", BEN, "question");
	fx_react(fx, "!a", "$r", "$2", "👍");
	fx_commit(fx);
	return fx_room(fx, "!a");
}

static void an_edit_shows_at_once(void **state)
{
	struct fx *fx = *state;
	int64_t room = begin(fx);
	int64_t id = fx_push(fx, fx_op(OP_EDIT, room, "$1", "new words"));
	struct post *p = fx_get(fx, "!a", "$1");

	assert_string_equal(p->body, "new words");
	assert_true(p->edited);
	assert_int_equal(p->state, POST_WAITING);
	assert_int_equal(p->op, id);
	post_free(p);
	outbox_failed(fx->store, id, "refused", -1, NULL);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->state, POST_FAILED);
	assert_string_equal(p->error, "refused");
	post_free(p);
	outbox_drop(fx->store, id, NULL);
	p = fx_get(fx, "!a", "$1");
	assert_string_equal(p->body, "mine");
	assert_int_equal(p->state, POST_SENT);
	post_free(p);
}

static void a_reaction_shows_at_once(void **state)
{
	struct fx *fx = *state;
	struct op *op = fx_op(OP_REACT, begin(fx), "$2", NULL);
	const struct reaction *r;
	struct post *p;

	op->key = g_strdup("👍");
	fx_push(fx, op);
	p = fx_get(fx, "!a", "$2");
	assert_int_equal(p->reactions->len, 1);
	r = p->reactions->pdata[0];
	assert_int_equal(r->count, 2);
	assert_true(r->mine);
	post_free(p);
}

static void taking_a_reaction_back_shows_at_once(void **state)
{
	struct fx *fx = *state;
	int64_t room = begin(fx);
	struct change *c = fx_new(fx, CHANGE_REACTION, "!a");
	struct post *p;

	c->eid = g_strdup("$mine");
	c->target = g_strdup("$2");
	c->user = g_strdup(ANN);
	c->key = g_strdup("🎉");
	fx_apply(fx, c);
	fx_commit(fx);
	fx_push(fx, fx_op(OP_REDACT, room, "$mine", NULL));
	p = fx_get(fx, "!a", "$2");
	assert_int_equal(p->reactions->len, 1);
	assert_string_equal(((struct reaction *)p->reactions->pdata[0])->key,
			    "👍");
	post_free(p);
}

static void a_redaction_shows_at_once(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	fx_push(fx, fx_op(OP_REDACT, begin(fx), "$1", NULL));
	p = fx_get(fx, "!a", "$1");
	assert_true(p->redacted);
	assert_string_equal(p->body, "");
	assert_int_equal(p->state, POST_WAITING);
	post_free(p);
}

static void messages_stand_at_the_end(void **state)
{
	struct fx *fx = *state;
	int64_t room = begin(fx);
	struct page_query q = { .room = room, .limit = 2 };
	struct op *op = fx_op(OP_SEND, room, "$2", "an answer");
	struct page page;
	struct post *p;

	op->txn = g_strdup("T1");
	fx_push(fx, op);
	fx_push(fx, fx_op(OP_EDIT, room, "txn:T1", "a better answer"));
	op = fx_op(OP_SEND, room, NULL, "in the thread");
	op->thread = g_strdup("$2");
	fx_push(fx, op);
	reader_page(fx->reader, &q, &page);
	assert_int_equal(page.posts->len, 3);
	p = page.posts->pdata[2];
	assert_null(p->eid);
	assert_string_equal(p->body, "a better answer");
	assert_string_equal(p->name, "Ann Harker");
	assert_string_equal(p->reply_body, "question");
	assert_true(p->own);
	page_clear(&page);
	q.from = PAGE_BEFORE;
	q.pos = INT64_MAX;
	reader_page(fx->reader, &q, &page);
	assert_int_equal(page.posts->len, 2);
	page_clear(&page);
	q.from = PAGE_NEWEST;
	q.thread = "$2";
	reader_page(fx->reader, &q, &page);
	assert_int_equal(page.posts->len, 2);
	p = page.posts->pdata[1];
	assert_string_equal(p->body, "in the thread");
	page_clear(&page);
}

static void a_task_shows_what_waits(void **state)
{
	struct fx *fx = *state;
	struct thing_query q = { .open_only = true };
	struct change *c;
	struct op *op;
	struct thing *t;
	int64_t room = begin(fx);

	c = fx_new_post(fx, "!a", "$t", BEN, "☐ Fix it");
	c->post->thing = thing_new(KIND_TASK);
	c->post->thing->fields = THING_TITLE;
	c->post->thing->title = g_strdup("Fix it");
	fx_apply(fx, c);
	fx_commit(fx);
	q.room = room;
	assert_int_equal(reader_things_count(fx->reader, &q), 1);
	op = fx_op(OP_THING_CHANGE, room, "$t", NULL);
	op->thing = thing_new(KIND_TASK);
	op->thing->fields = THING_STATUS;
	op->thing->status = TASK_DONE;
	fx_push(fx, op);
	t = reader_thing(fx->reader, room, "$t");
	assert_int_equal(t->status, TASK_DONE);
	assert_int_equal(t->state, POST_WAITING);
	thing_free(t);
	assert_int_equal(reader_things_count(fx->reader, &q), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(an_edit_shows_at_once),
		FX_TEST(a_reaction_shows_at_once),
		FX_TEST(taking_a_reaction_back_shows_at_once),
		FX_TEST(a_redaction_shows_at_once),
		FX_TEST(messages_stand_at_the_end),
		FX_TEST(a_task_shows_what_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
