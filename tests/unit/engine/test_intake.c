#include "play.h"

static void begin(struct play *p)
{
	play_account(p, ANN);
	play_account(p, PAT);
	play_begin(p, ENGINE_LIVE);
	play_turns(p, 4);
	play_forget(p);
}

static bool is_stored(struct play *p, const char *eid)
{
	struct reader *r = reader_open(&p->paths, &p->world, NULL);
	struct post *post = reader_post(r, play_room(p, ROOM_A), eid);
	bool found = post != NULL;

	post_free(post);
	reader_close(r);
	return found;
}

static void fill(struct fake *f, const char *prefix, int n)
{
	for (int i = 0; i < n; i++) {
		g_autofree char *eid = g_strdup_printf("$%s%d", prefix, i);

		play_post(f, ROOM_A, eid, "words", 0);
	}
}

static void test_kept_with_its_cursor(void **state)
{
	struct play *p = *state;
	struct fake *ann;

	begin(p);
	ann = play_fake(p, ANN);
	fill(ann, "x", 3);
	play_turn(p);
	assert_false(is_stored(p, "$x0"));
	play_cursor(ann, "s2");
	play_turn(p);
	assert_true(is_stored(p, "$x2"));
	assert_int_equal(play_last(p, EV_ROOM)->room, play_room(p, ROOM_A));
	assert_true(play_last(p, EV_ROOM)->n & ROOM_HAS_POSTS);
}

static void test_rolled_back(void **state)
{
	struct play *p = *state;
	struct fake *ann;

	begin(p);
	ann = play_fake(p, ANN);
	fill(ann, "x", 3);
	ann->host->rollback(ann->host->user);
	play_cursor(ann, "s2");
	play_turn(p);
	assert_false(is_stored(p, "$x0"));
}

/* A long answer takes the store; half of it never stays. */
static void test_long_answer_is_whole_or_nothing(void **state)
{
	struct play *p = *state;
	struct fake *ann;

	begin(p);
	ann = play_fake(p, ANN);
	fill(ann, "x", 1000);
	assert_ptr_equal(p->e->owner, ann->agent);
	assert_true(ann->agent->changes->len < 1000);
	assert_false(is_stored(p, "$x0"));
	ann->host->rollback(ann->host->user);
	assert_null(p->e->owner);
	assert_false(is_stored(p, "$x0"));
	fill(ann, "y", 1000);
	play_cursor(ann, "s2");
	assert_null(p->e->owner);
	assert_true(is_stored(p, "$y999"));
}

/* Another account's whole answer waits for it, and is not lost. */
static void test_others_wait_their_turn(void **state)
{
	struct play *p = *state;
	struct fake *ann, *pat;
	bool rolled_back;

	begin(p);
	for (rolled_back = false;; rolled_back = true) {
		const char *mine = rolled_back ? "c" : "a";
		const char *theirs = rolled_back ? "!d:x" : "!b:x";

		ann = play_fake(p, ANN);
		pat = play_fake(p, PAT);
		fill(ann, mine, 600);
		play_join(pat, theirs, "pat's");
		play_cursor(pat, rolled_back ? "p3" : "p2");
		play_turn(p);
		assert_int_equal(play_room(p, theirs), 0);
		if (rolled_back)
			ann->host->rollback(ann->host->user);
		else
			play_cursor(ann, "s2");
		play_turn(p);
		assert_true(play_room(p, theirs) > 0);
		if (rolled_back)
			break;
	}
	assert_true(is_stored(p, "$a599"));
	assert_false(is_stored(p, "$c0"));
}

/* Memory is bounded: who has to wait with too much begins again. */
static void test_too_much_begins_again(void **state)
{
	struct play *p = *state;
	struct fake *ann, *pat;

	begin(p);
	ann = play_fake(p, ANN);
	pat = play_fake(p, PAT);
	fill(ann, "a", 600);
	fill(pat, "b", 21000);
	assert_int_equal(pat->agent->changes->len, 0);
	play_cursor(ann, "s2");
	play_turns(p, 3);
	assert_int_equal(play_said(p, "start " PAT), 1);
	assert_int_equal(play_said(p, "start " ANN), 0);
}

static int called;

static void call(void *arg)
{
	called += *(int *)arg;
}

static void test_when_free(void **state)
{
	struct play *p = *state;
	struct fake *ann;
	int one = 1, ten = 10;

	begin(p);
	called = 0;
	intake_when_free(p->e, call, &one);
	assert_int_equal(called, 1);
	ann = play_fake(p, ANN);
	fill(ann, "x", 600);
	intake_when_free(p->e, call, &one);
	intake_when_free(p->e, call, &ten);
	intake_forget(p->e, &ten);
	assert_int_equal(called, 1);
	play_cursor(ann, "s2");
	assert_int_equal(called, 2);
}

static void test_nonsense_is_dropped_alone(void **state)
{
	struct play *p = *state;
	struct fake *ann;

	begin(p);
	ann = play_fake(p, ANN);
	play_post(ann, ROOM_A, "$bad\033id", "evil", 0);
	play_post(ann, ROOM_A, "$good", "kind", 0);
	play_cursor(ann, "s2");
	play_turn(p);
	assert_true(is_stored(p, "$good"));
}

/* Reading counts at once; nothing else has to happen for it. */
static void test_settle_commits_read_marks(void **state)
{
	struct play *p = *state;
	struct message *m;

	begin(p);
	m = message_new(REQ_OP);
	m->op = op_new(OP_READ);
	m->op->room = play_room(p, ROOM_A);
	m->op->target = g_strdup("$1");
	engine_push(p->e, m);
	play_turns(p, 2);
	assert_false(store_in_transaction(p->e->store));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_kept_with_its_cursor),
		PLAY_TEST(test_rolled_back),
		PLAY_TEST(test_long_answer_is_whole_or_nothing),
		PLAY_TEST(test_others_wait_their_turn),
		PLAY_TEST(test_too_much_begins_again),
		PLAY_TEST(test_when_free),
		PLAY_TEST(test_nonsense_is_dropped_alone),
		PLAY_TEST(test_settle_commits_read_marks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
