#include "fixture.h"

static struct op *next(struct fx *fx)
{
	int64_t wait;

	return outbox_next(fx->store, fx->account, &wait);
}

static void expect_next(struct fx *fx, const char *body)
{
	struct op *op = next(fx);

	if (body)
		assert_string_equal(op ? op->body : "nothing", body);
	else
		assert_null(op);
	op_free(op);
}

static int64_t begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_join(fx, "!b", "other");
	fx_post(fx, "!a", "$0", BEN, "zero");
	fx_commit(fx);
	return fx_room(fx, "!a");
}

static void a_room_is_a_queue(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), b = fx_room(fx, "!b");
	int64_t one = fx_push(fx, fx_op(OP_SEND, a, NULL, "one"));
	int64_t other;

	fx_push(fx, fx_op(OP_SEND, a, NULL, "two"));
	other = fx_push(fx, fx_op(OP_SEND, b, NULL, "elsewhere"));
	expect_next(fx, "one");
	assert_true(outbox_sending(fx->store, one, NULL));
	expect_next(fx, "elsewhere");
	assert_true(outbox_sending(fx->store, other, NULL));
	expect_next(fx, NULL);
	assert_true(outbox_sent(fx->store, one, "$1", NULL));
	expect_next(fx, "two");
}

static void a_wait_holds_back_what_follows(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), wait;
	int64_t one = fx_push(fx, fx_op(OP_SEND, a, NULL, "one"));

	fx_push(fx, fx_op(OP_SEND, a, NULL, "two"));
	outbox_sending(fx->store, one, NULL);
	outbox_failed(fx->store, one, "no answer", FX_NOW + 5000, NULL);
	assert_null(outbox_next(fx->store, fx->account, &wait));
	assert_int_equal(wait, 5000);
	fx->world.fixed += 5000;
	expect_next(fx, "one");
	fx->world.fixed -= 5000;
	/* Given up, it holds back nobody. */
	outbox_failed(fx->store, one, "refused", -1, NULL);
	expect_next(fx, "two");
	assert_true(outbox_resend(fx->store, one, NULL));
	expect_next(fx, "one");
}

static void followers_wait_for_the_event(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), one;
	struct op *op = fx_op(OP_SEND, a, NULL, "one");

	op->txn = g_strdup("T1");
	one = fx_push(fx, op);
	fx_push(fx, fx_op(OP_EDIT, a, "txn:T1", "edited"));
	outbox_sending(fx->store, one, NULL);
	expect_next(fx, NULL);
	outbox_sent(fx->store, one, "$1", NULL);
	op = next(fx);
	assert_string_equal(op->target, "$1");
	op_free(op);
}

static void followers_fail_with_it(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), one, two;
	int waiting, failed;
	struct op *op = fx_op(OP_SEND, a, NULL, "one");
	GError *err = NULL;

	op->txn = g_strdup("T1");
	one = fx_push(fx, op);
	two = fx_push(fx, fx_op(OP_EDIT, a, "txn:T1", "edited"));
	fx_push(fx, fx_op(OP_SEND, a, NULL, "three"));
	outbox_failed(fx->store, one, "refused", -1, NULL);
	outbox_counts(fx->store, &waiting, &failed);
	assert_int_equal(waiting, 1);
	assert_int_equal(failed, 2);
	expect_next(fx, "three");
	assert_true(outbox_drop(fx->store, one, NULL));
	assert_true(outbox_drop(fx->store, two, NULL));
	assert_false(outbox_drop(fx->store, two, &err));
	assert_non_null(err);
	g_error_free(err);
}

static void pushing_twice_is_once(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), one, again;
	struct op *op = fx_op(OP_SEND, a, NULL, "one");
	struct change *c;

	op->txn = g_strdup("T1");
	one = fx_push(fx, op_copy(op));
	again = fx_push(fx, op_copy(op));
	assert_int_equal(one, again);
	c = fx_new_post(fx, "!a", "$1", ANN, "one");
	c->post->txn = g_strdup("T1");
	fx_apply(fx, c);
	fx_commit(fx);
	expect_next(fx, NULL);
	/* Long after, by somebody who missed it. */
	assert_true(outbox_push(fx->store, op, NULL));
	assert_int_equal(op->state, OP_SENT);
	assert_string_equal(op->eid, "$1");
	expect_next(fx, NULL);
	op_free(op);
}

static GPtrArray *rows(struct fx *fx)
{
	return reader_outbox(fx->reader, 0);
}

static void expect_rows(struct fx *fx, unsigned n)
{
	GPtrArray *list = rows(fx);

	assert_int_equal(list->len, n);
	g_ptr_array_unref(list);
}

static struct post *newest(struct fx *fx, unsigned *n)
{
	struct page_query q = { .room = fx_room(fx, "!a"), .limit = 50 };
	struct page page;
	struct post *p;

	reader_page(fx->reader, &q, &page);
	*n = page.posts->len;
	p = g_ptr_array_steal_index(page.posts, page.posts->len - 1);
	page_clear(&page);
	return p;
}

static void expect_newest(struct fx *fx, const char *body, unsigned n,
			  enum post_state s)
{
	unsigned have;
	struct post *p = newest(fx, &have);

	assert_string_equal(p->body, body);
	assert_int_equal(have, n);
	assert_int_equal(p->state, s);
	post_free(p);
}

/* Sync may bring the event before or after the answer to the request. */
static void an_event_is_shown_once(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), id;

	for (int first = 0; first < 2; first++) {
		const char *eid = first ? "$x" : "$y";
		unsigned n = first ? 3 : 2;

		id = fx_push(fx, fx_op(OP_SEND, a, NULL, eid));
		expect_newest(fx, eid, n, POST_WAITING);
		outbox_sending(fx->store, id, NULL);
		expect_newest(fx, eid, n, POST_SENDING);
		if (!first)
			outbox_sent(fx->store, id, eid, NULL);
		expect_newest(fx, eid, n, first ? POST_SENDING : POST_SENT);
		fx_post(fx, "!a", eid, ANN, eid);
		fx_commit(fx);
		if (first)
			outbox_sent(fx->store, id, eid, NULL);
		expect_newest(fx, eid, n, POST_SENT);
		expect_rows(fx, 0);
		assert_null(reader_op(fx->reader, id));
	}
}

static void a_crash_between_two_commits_is_mended(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), id = fx_push(fx, fx_op(OP_SEND, a, NULL,
						      "one"));
	struct change *c;
	struct op *op = reader_op(fx->reader, id);

	/* The event is stored while the store knows of no such op: as if the
	 * second commit had not been. */
	outbox_sending(fx->store, id, NULL);
	c = fx_new_post(fx, "!a", "$1", ANN, "one");
	c->post->txn = g_strdup(op->txn);
	op_free(op);
	g_free(g_steal_pointer(&c->post->txn));
	fx_apply(fx, c);
	outbox_sent(fx->store, id, "$other", NULL);
	fx_commit(fx);
	assert_non_null(op = reader_op(fx->reader, id));
	op_free(op);
	fx_post(fx, "!a", "$other", ANN, "one");
	fx_commit(fx);
	fx_reopen(fx);
	assert_null(reader_op(fx->reader, id));
}

static void what_was_being_sent_waits_again(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx), id = fx_push(fx, fx_op(OP_SEND, a, NULL,
						      "one"));
	struct op *before = reader_op(fx->reader, id), *after;

	outbox_sending(fx->store, id, NULL);
	fx_reopen(fx);
	expect_next(fx, NULL);
	assert_true(outbox_recover(fx->store, NULL));
	after = next(fx);
	assert_string_equal(after->txn, before->txn);
	assert_int_equal(after->tries, 1);
	op_free(before);
	op_free(after);
}

static void ops_keep_all_they_hold(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx);
	struct op *op = fx_op(OP_THING, a, "$0", "words");

	op->thread = g_strdup("$t");
	op->key = g_strdup("k");
	op->reason = g_strdup("because");
	op->html = g_strdup("<b>words</b>");
	op->mentions = g_strdup(BEN " " PAT);
	op->emote = true;
	op->audience = 77;
	op->via = g_ptr_array_new();
	g_ptr_array_add(op->via, g_strdup("partner.org"));
	op->thing = thing_new(KIND_TASK);
	op->thing->fields = THING_TITLE | THING_DUE;
	op->thing->title = g_strdup("Fix it");
	op->thing->due = 20800;
	fx_push(fx, op);
	fx_reopen(fx);
	op = next(fx);
	assert_int_equal(op->kind, OP_THING);
	assert_string_equal(op->rid, "!a:council.org");
	assert_string_equal(op->thread, "$t");
	assert_string_equal(op->key, "k");
	assert_string_equal(op->reason, "because");
	assert_string_equal(op->html, "<b>words</b>");
	assert_string_equal(op->mentions, BEN " " PAT);
	assert_true(op->emote);
	assert_int_equal(op->audience, 77);
	assert_string_equal(op->via->pdata[0], "partner.org");
	assert_string_equal(op->thing->title, "Fix it");
	assert_int_equal(op->thing->due, 20800);
	op_free(op);
}

static void only_the_last_read_mark_is_sent(void **state)
{
	struct fx *fx = *state;
	int64_t a = begin(fx);
	struct op *op;

	fx_push(fx, fx_op(OP_READ, a, "$0", NULL));
	fx_push(fx, fx_op(OP_READ, a, "$later", NULL));
	op = next(fx);
	assert_string_equal(op->target, "$later");
	outbox_sent(fx->store, op->id, NULL, NULL);
	op_free(op);
	expect_next(fx, NULL);
}

/* Resending means the audience that was told, and no wider one. */
static void what_is_held_waits_for_a_person(void **state)
{
	struct fx *fx = *state;
	struct op *op, *now;
	int64_t wait, id;

	fx_join(fx, "!a", "general");
	fx_commit(fx);
	op = fx_op(OP_SEND, fx_room(fx, "!a"), NULL, "one");
	op->scope = g_strdup("internal shared - a.org=1");
	op->origin = g_strdup("where it came from");
	fx_push(fx, op);
	op = outbox_next(fx->store, fx->account, &wait);
	assert_non_null(op);
	id = op->id;
	assert_string_equal(op->origin, "where it came from");
	op_free(op);
	assert_true(outbox_held(fx->store, id, "1 person from b.org.",
				"external shared - a.org=1 b.org=1", NULL));
	assert_int_equal(outbox_count_held(fx->store), 1);
	assert_null(outbox_next(fx->store, fx->account, &wait));
	assert_true(outbox_recover(fx->store, NULL));
	assert_null(outbox_next(fx->store, fx->account, &wait));
	now = reader_op(fx->reader, id);
	assert_int_equal(now->state, OP_HELD);
	assert_string_equal(now->error, "1 person from b.org.");
	op_free(now);
	assert_true(outbox_resend(fx->store, id, NULL));
	op = outbox_next(fx->store, fx->account, &wait);
	assert_string_equal(op->scope, "external shared - a.org=1 b.org=1");
	assert_int_equal(outbox_count_held(fx->store), 0);
	op_free(op);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(a_room_is_a_queue),
		FX_TEST(a_wait_holds_back_what_follows),
		FX_TEST(followers_wait_for_the_event),
		FX_TEST(followers_fail_with_it),
		FX_TEST(pushing_twice_is_once),
		FX_TEST(an_event_is_shown_once),
		FX_TEST(a_crash_between_two_commits_is_mended),
		FX_TEST(what_was_being_sent_waits_again),
		FX_TEST(ops_keep_all_they_hold),
		FX_TEST(only_the_last_read_mark_is_sent),
		FX_TEST(what_is_held_waits_for_a_person),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
