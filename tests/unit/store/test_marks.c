#include "fixture.h"

static void expect(struct fx *fx, int unread, int mentions)
{
	struct room *r = fx_read(fx, "!a");
	int all, named, invites;

	assert_int_equal(r->unread, unread);
	assert_int_equal(r->mentions, mentions);
	room_free(r);
	reader_totals(fx->reader, &all, &named, &invites);
	assert_int_equal(all, unread);
	assert_int_equal(named, mentions);
}

static void begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	fx_post(fx, "!a", "$2", BEN, "two");
	fx_post(fx, "!a", "$3", BEN, "three");
	fx_counts(fx, "!a", 3, 1);
	fx_commit(fx);
}

static int64_t first_unread(struct fx *fx)
{
	return reader_first_unread(fx->reader, fx_room(fx, "!a"));
}

static void the_server_counts(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	begin(fx);
	expect(fx, 3, 1);
	/* nothing has ever been read here: the count says how far back */
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(first_unread(fx), p->pos);
	post_free(p);
	fx_reopen(fx);
	expect(fx, 3, 1);
}

static void reading_lowers_the_count(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	begin(fx);
	fx_receipt(fx, "!a", "$2", ANN);
	fx_commit(fx);
	expect(fx, 1, 1);
	p = fx_get(fx, "!a", "$3");
	assert_int_equal(first_unread(fx), p->pos);
	post_free(p);
	fx_receipt(fx, "!a", "$3", ANN);
	fx_commit(fx);
	expect(fx, 0, 0);
	/* An older receipt takes nothing back. */
	fx_receipt(fx, "!a", "$1", ANN);
	fx_commit(fx);
	expect(fx, 0, 0);
	assert_int_equal(first_unread(fx), 0);
}

static void reading_here_counts_at_once(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_push(fx, fx_op(OP_READ, fx_room(fx, "!a"), "$3", NULL));
	fx_commit(fx);
	expect(fx, 0, 0);
	/* The server has not heard of it yet. */
	fx_counts(fx, "!a", 3, 1);
	fx_commit(fx);
	expect(fx, 0, 0);
	fx_post(fx, "!a", "$4", BEN, "four");
	fx_counts(fx, "!a", 4, 1);
	fx_commit(fx);
	expect(fx, 1, 1);
}

static void a_rollback_keeps_what_was_read(void **state)
{
	struct fx *fx = *state;
	int64_t room;

	begin(fx);
	room = fx_room(fx, "!a");
	fx_post(fx, "!a", "$4", BEN, "half an answer");
	fx_push(fx, fx_op(OP_READ, room, "$3", NULL));
	store_rollback(fx->store);
	expect(fx, 0, 0);
}

static void writing_is_reading(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_post(fx, "!a", "$4", ANN, "mine");
	fx_commit(fx);
	expect(fx, 0, 0);
}

static void receipts_may_come_first(void **state)
{
	struct fx *fx = *state;
	GPtrArray *who;
	struct post *p;

	begin(fx);
	fx_receipt(fx, "!a", "$5", ANN);
	fx_receipt(fx, "!a", "$5", BEN);
	fx_commit(fx);
	expect(fx, 3, 1);
	fx_post(fx, "!a", "$4", BEN, "four");
	fx_post(fx, "!a", "$5", BEN, "five");
	fx_counts(fx, "!a", 5, 1);
	fx_commit(fx);
	expect(fx, 0, 0);
	p = fx_get(fx, "!a", "$5");
	who = reader_read_by(fx->reader, p->room, p->pos, 10);
	assert_int_equal(who->len, 1);
	assert_string_equal(who->pdata[0], BEN);
	g_ptr_array_unref(who);
	post_free(p);
}

static void the_fully_read_mark_counts(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	begin(fx);
	c = fx_new(fx, CHANGE_FULLY_READ, "!a");
	c->eid = g_strdup("$3");
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, 0, 0);
}

static void a_receipt_of_a_thread_is_not_of_the_room(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	begin(fx);
	c = fx_new(fx, CHANGE_RECEIPT, "!a");
	c->eid = g_strdup("$3");
	c->user = g_strdup(ANN);
	c->thread = g_strdup("$1");
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, 3, 1);
}

static void state_lines_do_not_count(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	begin(fx);
	fx_receipt(fx, "!a", "$3", ANN);
	c = fx_new_post(fx, "!a", "$4", BEN, "Ben joined");
	c->post->kind = POST_MEMBER;
	fx_apply(fx, c);
	fx_counts(fx, "!a", 1, 0);
	fx_commit(fx);
	expect(fx, 0, 0);
	assert_int_equal(first_unread(fx), 0);
}

static void where_messages_are_missing_the_server_knows(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_receipt(fx, "!a", "$3", ANN);
	fx_timeline(fx, "!a", "t1", 1);
	fx_post(fx, "!a", "$9", BEN, "nine");
	fx_counts(fx, "!a", 40, 2);
	fx_commit(fx);
	expect(fx, 40, 2);
}

static void threads_count_too(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_receipt(fx, "!a", "$3", ANN);
	fx_reply(fx, "!a", "$4", "$1", "in the thread");
	fx_counts(fx, "!a", 7, 0);
	fx_commit(fx);
	expect(fx, 1, 0);
}

static int64_t second_pos(struct fx *fx)
{
	struct post *p = fx_get(fx, "!a", "$2");
	int64_t pos = p->pos;

	post_free(p);
	return pos;
}

/* What is taken back after "mark read": new again from there on. */
static void unread_goes_back_to_where_it_was(void **state)
{
	struct fx *fx = *state;
	struct op *op;
	struct room *r;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	fx_post(fx, "!a", "$2", BEN, "two");
	fx_post(fx, "!a", "$3", BEN, "three");
	fx_commit(fx);
	fx_push(fx, fx_op(OP_READ, fx_room(fx, "!a"), "$3", NULL));
	fx_commit(fx);
	op = fx_op(OP_MARK, fx_room(fx, "!a"), "$1", NULL);
	op->key = g_strdup("unread");
	fx_push(fx, op);
	fx_commit(fx);
	r = fx_read(fx, "!a");
	assert_int_equal(r->unread, 2);
	room_free(r);
	assert_int_equal(reader_first_unread(fx->reader, fx_room(fx, "!a")),
			 second_pos(fx));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(unread_goes_back_to_where_it_was),
		FX_TEST(the_server_counts),
		FX_TEST(reading_lowers_the_count),
		FX_TEST(reading_here_counts_at_once),
		FX_TEST(a_rollback_keeps_what_was_read),
		FX_TEST(writing_is_reading),
		FX_TEST(receipts_may_come_first),
		FX_TEST(the_fully_read_mark_counts),
		FX_TEST(a_receipt_of_a_thread_is_not_of_the_room),
		FX_TEST(state_lines_do_not_count),
		FX_TEST(where_messages_are_missing_the_server_knows),
		FX_TEST(threads_count_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
