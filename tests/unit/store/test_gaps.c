#include "fixture.h"

static void expect(struct fx *fx, const char *want)
{
	g_autofree char *page = fx_page(fx, "!a");

	assert_string_equal(page, want);
}

static void begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_timeline(fx, "!a", "t0", 1);
	fx_post(fx, "!a", "$5", BEN, "five");
	fx_post(fx, "!a", "$6", BEN, "six");
	fx_cursor(fx, "s1");
	fx_commit(fx);
}

static void history_goes_down(void **state)
{
	struct fx *fx = *state;
	struct gap gap;

	begin(fx);
	expect(fx, "| $5 $6");
	assert_true(store_gap(fx->store, fx_room(fx, "!a"), 0, &gap));
	assert_string_equal(gap.token, "t0");
	assert_null(gap.until);
	gap_clear(&gap);
	fx_older(fx, "!a", "$4", BEN, "four");
	fx_older(fx, "!a", "$3", BEN, "three");
	fx_older_done(fx, "!a", "t0", "t-1");
	fx_commit(fx);
	expect(fx, "| $3 $4 $5 $6");
	assert_true(store_gap(fx->store, fx_room(fx, "!a"), 0, &gap));
	assert_string_equal(gap.token, "t-1");
	gap_clear(&gap);
	fx_older(fx, "!a", "$2", BEN, "two");
	fx_older_done(fx, "!a", "t-1", NULL);
	fx_commit(fx);
	expect(fx, "$2 $3 $4 $5 $6");
	assert_false(store_gap(fx->store, fx_room(fx, "!a"), 0, &gap));
}

static void open_in_the_middle(struct fx *fx)
{
	begin(fx);
	fx_timeline(fx, "!a", "t1", 1);
	fx_post(fx, "!a", "$9", BEN, "nine");
	fx_cursor(fx, "s2");
	fx_commit(fx);
	expect(fx, "| $5 $6 | $9");
}

static int64_t pos_of(struct fx *fx, const char *eid)
{
	struct post *p = fx_get(fx, "!a", eid);
	int64_t pos = p->pos;

	post_free(p);
	return pos;
}

static void a_limited_sync_leaves_a_gap(void **state)
{
	struct fx *fx = *state;
	struct gap gap;

	open_in_the_middle(fx);
	assert_true(pos_of(fx, "$9") - pos_of(fx, "$6") >
		    ((int64_t)1 << 31));
	assert_true(store_gap(fx->store, fx_room(fx, "!a"),
			      pos_of(fx, "$9"), &gap));
	assert_string_equal(gap.token, "t1");
	assert_string_equal(gap.until, "s1");
	gap_clear(&gap);
	fx_older(fx, "!a", "$8", BEN, "eight");
	fx_older_done(fx, "!a", "t1", "t1b");
	fx_commit(fx);
	expect(fx, "| $5 $6 | $8 $9");
	assert_true(store_gap(fx->store, fx_room(fx, "!a"),
			      pos_of(fx, "$9"), &gap));
	assert_string_equal(gap.token, "t1b");
	gap_clear(&gap);
	fx_older(fx, "!a", "$7", BEN, "seven");
	fx_older_done(fx, "!a", "t1b", NULL);
	fx_commit(fx);
	expect(fx, "| $5 $6 $7 $8 $9");
}

static void meeting_what_is_stored_closes_it(void **state)
{
	struct fx *fx = *state;
	struct gap gap;

	open_in_the_middle(fx);
	assert_true(store_gap(fx->store, fx_room(fx, "!a"),
			      pos_of(fx, "$9"), &gap));
	gap_clear(&gap);
	fx_older(fx, "!a", "$7", BEN, "seven");
	fx_older(fx, "!a", "$6", BEN, "six");
	fx_older_done(fx, "!a", "t1", "t-more");
	fx_commit(fx);
	expect(fx, "| $5 $6 $7 $9");
	assert_true(store_gap(fx->store, fx_room(fx, "!a"),
			      pos_of(fx, "$9"), &gap));
	assert_string_equal(gap.token, "t0");
	gap_clear(&gap);
}

static void the_same_token_again_ends_it(void **state)
{
	struct fx *fx = *state;
	struct gap gap;

	begin(fx);
	fx_older_done(fx, "!a", "t0", "t0");
	fx_commit(fx);
	assert_false(store_gap(fx->store, fx_room(fx, "!a"), 0, &gap));
}

static void a_sync_told_twice_makes_one_gap(void **state)
{
	struct fx *fx = *state;

	open_in_the_middle(fx);
	fx_timeline(fx, "!a", "t1", 1);
	fx_post(fx, "!a", "$9", BEN, "nine");
	fx_commit(fx);
	expect(fx, "| $5 $6 | $9");
}

static void a_thread_fetched_alone_finds_its_place(void **state)
{
	struct fx *fx = *state;
	struct gap gap;

	begin(fx);
	/* The root of a thread, out of nowhere. */
	fx_older(fx, "!a", "$2", BEN, "two");
	fx_commit(fx);
	expect(fx, "| $2 $5 $6");
	assert_true(store_gap(fx->store, fx_room(fx, "!a"), 0, &gap));
	gap_clear(&gap);
	fx_older(fx, "!a", "$4", BEN, "four");
	fx_older(fx, "!a", "$3", BEN, "three");
	fx_older(fx, "!a", "$2", BEN, "two");
	fx_older(fx, "!a", "$1", BEN, "one");
	fx_older_done(fx, "!a", "t0", NULL);
	fx_commit(fx);
	expect(fx, "$1 $2 $3 $4 $5 $6");
}

static void rollback_keeps_the_gap(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_older(fx, "!a", "$4", BEN, "four");
	fx_older_done(fx, "!a", "t0", NULL);
	store_rollback(fx->store);
	expect(fx, "| $5 $6");
	fx_post(fx, "!a", "$7", BEN, "seven");
	fx_commit(fx);
	expect(fx, "| $5 $6 $7");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(history_goes_down),
		FX_TEST(a_limited_sync_leaves_a_gap),
		FX_TEST(meeting_what_is_stored_closes_it),
		FX_TEST(the_same_token_again_ends_it),
		FX_TEST(a_sync_told_twice_makes_one_gap),
		FX_TEST(a_thread_fetched_alone_finds_its_place),
		FX_TEST(rollback_keeps_the_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
