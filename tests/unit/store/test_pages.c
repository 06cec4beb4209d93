#include "fixture.h"

#include "base/error.h"

#include <stdio.h>

enum { POSTS = 40 };

static int64_t begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	for (int i = 0; i < POSTS; i++) {
		g_autofree char *eid = g_strdup_printf("$%02d", i);
		struct change *c = fx_new_post(fx, "!a", eid, BEN, eid);

		/* Two days; and the clocks of others cannot be trusted. */
		c->post->ts = FX_NOW - (i < 20 ? 2 : 1) * INT64_C(86400000) -
			      i;
		fx_apply(fx, c);
	}
	fx_commit(fx);
	return fx_room(fx, "!a");
}

static void expect(struct fx *fx, const struct page_query *q,
		   const char *first, const char *last)
{
	struct page page;
	struct post *p;

	reader_page(fx->reader, q, &page);
	p = page.posts->pdata[0];
	assert_string_equal(p->eid, first);
	assert_true(p->new_day);
	p = page.posts->pdata[page.posts->len - 1];
	assert_string_equal(p->eid, last);
	assert_int_equal(page.more_before, strcmp(first, "$00") != 0);
	assert_int_equal(page.more_after, strcmp(last, "$39") != 0);
	page_clear(&page);
}

static int64_t pos_of(struct fx *fx, const char *eid)
{
	struct post *p = fx_get(fx, "!a", eid);
	int64_t pos = p->pos;

	post_free(p);
	return pos;
}

static void pages_from_all_sides(void **state)
{
	struct fx *fx = *state;
	struct page_query q = { .room = begin(fx), .limit = 10 };

	expect(fx, &q, "$30", "$39");
	q.from = PAGE_BEFORE;
	q.pos = pos_of(fx, "$30");
	expect(fx, &q, "$20", "$29");
	q.pos = pos_of(fx, "$05");
	expect(fx, &q, "$00", "$04");
	q.from = PAGE_AFTER;
	expect(fx, &q, "$06", "$15");
	q.pos = pos_of(fx, "$35");
	expect(fx, &q, "$36", "$39");
	q.from = PAGE_AROUND;
	q.pos = pos_of(fx, "$20");
	expect(fx, &q, "$15", "$24");
	q.limit = 100000;
	expect(fx, &q, "$00", "$39");
}

static void days_begin_where_they_do(void **state)
{
	struct fx *fx = *state;
	struct page_query q = { .room = begin(fx), .limit = 50 };
	struct page page;

	reader_page(fx->reader, &q, &page);
	for (guint i = 0; i < page.posts->len; i++)
		assert_int_equal(((struct post *)page.posts->pdata[i])->new_day,
				 i == 0 || i == 20);
	page_clear(&page);
}

static void an_empty_room_has_an_empty_page(void **state)
{
	struct fx *fx = *state;
	struct page_query q = { .limit = 50 };
	struct page page;

	fx_join(fx, "!a", "general");
	fx_timeline(fx, "!a", "t0", 1);
	fx_commit(fx);
	q.room = fx_room(fx, "!a");
	for (int from = PAGE_NEWEST; from <= PAGE_AROUND; from++) {
		q.from = from;
		reader_page(fx->reader, &q, &page);
		assert_int_equal(page.posts->len, 0);
		assert_false(page.more_before);
		assert_false(page.more_after);
		assert_true(page.gap_before);
		page_clear(&page);
	}
}

static void posts_by_part_of_their_id(void **state)
{
	struct fx *fx = *state;
	int64_t room = begin(fx);
	g_autofree char *local = NULL;
	GError *err = NULL;
	struct post *p = reader_post_find(fx->reader, room, "$07", &err);

	assert_string_equal(p->eid, "$07");
	local = g_strdup_printf("#%d", (int)p->id);
	post_free(p);
	p = reader_post_find(fx->reader, room, local, &err);
	assert_string_equal(p->eid, "$07");
	post_free(p);
	assert_null(reader_post_find(fx->reader, room, "$1", &err));
	assert_int_equal(err->code, FM_ERROR_AMBIGUOUS);
	g_clear_error(&err);
	assert_null(reader_post_find(fx->reader, room, "$9", &err));
	assert_int_equal(err->code, FM_ERROR_NOT_FOUND);
	g_clear_error(&err);
	assert_null(reader_post_find(fx->reader, room, "", &err));
	g_clear_error(&err);
	assert_null(reader_post_find(fx->reader, room, "#99999", &err));
	g_clear_error(&err);
}

static void my_last_words(void **state)
{
	struct fx *fx = *state;
	int64_t room = begin(fx);
	struct post *p;

	assert_null(reader_last_own(fx->reader, room));
	fx_post(fx, "!a", "$m1", ANN, "one");
	fx_post(fx, "!a", "$m2", ANN, "two");
	fx_post(fx, "!a", "$40", BEN, "theirs");
	fx_redact(fx, "!a", "$m2");
	fx_commit(fx);
	p = reader_last_own(fx->reader, room);
	assert_string_equal(p->eid, "$m1");
	post_free(p);
}

static void the_newest_can_be_in_a_thread(void **state)
{
	struct fx *fx = *state;
	int64_t room = begin(fx), pos;
	g_autofree char *main = reader_newest_eid(fx->reader, room, &pos);
	g_autofree char *thread = NULL;

	assert_string_equal(main, "$39");
	assert_int_equal(pos, pos_of(fx, "$39"));
	fx_reply(fx, "!a", "$t", "$03", "in a thread");
	fx_commit(fx);
	thread = reader_newest_eid(fx->reader, room, NULL);
	assert_string_equal(thread, "$t");
	assert_null(reader_newest_eid(fx->reader, 999, &pos));
	assert_int_equal(pos, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(pages_from_all_sides),
		FX_TEST(days_begin_where_they_do),
		FX_TEST(an_empty_room_has_an_empty_page),
		FX_TEST(posts_by_part_of_their_id),
		FX_TEST(my_last_words),
		FX_TEST(the_newest_can_be_in_a_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
