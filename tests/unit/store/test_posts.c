#include "fixture.h"

static void stores_a_post(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_post(fx, "!a", "$1", BEN, "hello");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_string_equal(p->body, "hello");
	assert_string_equal(p->sender, BEN);
	assert_string_equal(p->name, "Ben Osei");
	assert_false(p->own);
	assert_int_equal(p->ts, FX_NOW - 60000);
	post_free(p);
}

static void twice_is_once(void **state)
{
	struct fx *fx = *state;
	g_autofree char *page = NULL;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "hello");
	fx_post(fx, "!a", "$1", BEN, "hello");
	fx_commit(fx);
	fx_post(fx, "!a", "$1", BEN, "other words");
	fx_post(fx, "!a", "$2", ANN, "yes");
	fx_commit(fx);
	page = fx_page(fx, "!a");
	assert_string_equal(page, "$1 $2");
}

static void nonsense_is_skipped(void **state)
{
	struct fx *fx = *state;
	g_autofree char *page = NULL;
	g_autofree char *huge = g_strnfill(200000, 'x');
	g_autofree char *id = g_strnfill(300, '$');
	struct change *c;
	struct post *p;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", NULL, BEN, "no id");
	fx_post(fx, "!a", "$0", NULL, "no sender");
	fx_post(fx, "!a", id, BEN, "long id");
	fx_apply(fx, fx_new(fx, CHANGE_POST, "!a"));
	fx_apply(fx, fx_new(fx, 999, "!a"));
	fx_apply(fx, fx_new(fx, CHANGE_POST, NULL));
	c = fx_new_post(fx, "!a", "$1", BEN, huge);
	c->post->kind = 77;
	c->post->ts = INT64_MAX;
	c->post->reply_to = g_strdup(id);
	fx_apply(fx, c);
	fx_commit(fx);
	page = fx_page(fx, "!a");
	assert_string_equal(page, "$1");
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(strlen(p->body), 65536);
	assert_int_equal(p->kind, POST_UNKNOWN);
	assert_null(p->reply_to);
	post_free(p);
}

static void threads_are_beside_the_timeline(void **state)
{
	struct fx *fx = *state;
	struct page_query q = { .limit = 10, .thread = "$1" };
	g_autofree char *page = NULL;
	struct page thread;
	struct post *p;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", ANN, "root");
	fx_reply(fx, "!a", "$2", "$1", "one");
	fx_reply(fx, "!a", "$3", "$1", "two");
	fx_commit(fx);
	page = fx_page(fx, "!a");
	assert_string_equal(page, "$1");
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->thread_count, 2);
	assert_string_equal(p->thread_name, "ben");
	post_free(p);
	q.room = fx_room(fx, "!a");
	reader_page(fx->reader, &q, &thread);
	assert_int_equal(thread.posts->len, 3);
	p = thread.posts->pdata[0];
	assert_string_equal(p->eid, "$1");
	p = thread.posts->pdata[2];
	assert_string_equal(p->eid, "$3");
	page_clear(&thread);
}

static void rings_for_what_is_unread(void **state)
{
	struct fx *fx = *state;
	const struct ring_delta *ring;
	struct change *c;

	fx_join(fx, "!a", "general");
	fx_cursor(fx, "s1");
	fx_commit(fx);
	c = fx_new_post(fx, "!a", "$1", BEN, "look");
	c->post->ring = RING_NOTIFY | RING_SOUND;
	fx_apply(fx, c);
	c = fx_new_post(fx, "!a", "$2", ANN, "mine");
	c->post->ring = RING_NOTIFY;
	c->post->ts = 5;
	fx_apply(fx, c);
	fx_commit(fx);
	/* My own message is newer: I have seen the other. */
	assert_int_equal(fx->rings->len, 0);
	c = fx_new_post(fx, "!a", "$3", BEN, "look again");
	c->post->ring = RING_NOTIFY | RING_SOUND;
	fx_apply(fx, c);
	fx_commit(fx);
	assert_int_equal(fx->rings->len, 1);
	ring = &g_array_index(fx->rings, struct ring_delta, 0);
	assert_string_equal(ring->who, "ben");
	assert_string_equal(ring->text, "look again");
	assert_string_equal(ring->room_name, "general");
	assert_int_equal(ring->ring, RING_NOTIFY | RING_SOUND);
}

static void a_first_sync_is_silent(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	fx_join(fx, "!a", "general");
	c = fx_new_post(fx, "!a", "$1", BEN, "look");
	c->post->ring = RING_NOTIFY;
	fx_apply(fx, c);
	fx_cursor(fx, "s1");
	fx_commit(fx);
	assert_int_equal(fx->rings->len, 0);
}

static void replies_show_what_they_answer(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct post *p;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_post(fx, "!a", "$1", BEN, "the question");
	c = fx_new_post(fx, "!a", "$2", ANN, "the answer");
	c->post->reply_to = g_strdup("$1");
	fx_apply(fx, c);
	c = fx_new_post(fx, "!a", "$3", ANN, "to something unknown");
	c->post->reply_to = g_strdup("$0");
	fx_apply(fx, c);
	fx_commit(fx);
	p = fx_get(fx, "!a", "$2");
	assert_string_equal(p->reply_name, "Ben Osei");
	assert_string_equal(p->reply_body, "the question");
	assert_true(p->own);
	post_free(p);
	p = fx_get(fx, "!a", "$3");
	assert_string_equal(p->reply_to, "$0");
	assert_null(p->reply_body);
	post_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(stores_a_post),
		FX_TEST(twice_is_once),
		FX_TEST(nonsense_is_skipped),
		FX_TEST(threads_are_beside_the_timeline),
		FX_TEST(rings_for_what_is_unread),
		FX_TEST(a_first_sync_is_silent),
		FX_TEST(replies_show_what_they_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
