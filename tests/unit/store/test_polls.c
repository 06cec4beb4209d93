#include "fixture.h"

#define POLL "$poll"

/* ---- changes ------------------------------------------------------------- */

static struct change *new_poll(struct fx *fx, const char *answers)
{
	struct change *c = fx_new_post(fx, "!a", POLL, BEN, "Tea or coffee?");
	g_auto(GStrv) ids = g_strsplit(answers, " ", -1);

	c->post->kind = POST_POLL;
	c->post->poll = poll_new("Tea or coffee?");
	for (int i = 0; ids[i]; i++)
		poll_add(c->post->poll, ids[i], ids[i]);
	return c;
}

struct said {
	const char *eid, *user;
	int64_t ts;
	const char *ids;	/* of a vote; NULL: an end */
};

static struct change *about(struct fx *fx, const struct said *v)
{
	struct change *c = fx_new(fx, v->ids ? CHANGE_POLL_VOTE :
				  CHANGE_POLL_END, "!a");
	g_auto(GStrv) ids = g_strsplit(v->ids ? v->ids : "", " ", -1);

	c->eid = g_strdup(v->eid);
	c->user = g_strdup(v->user);
	c->target = g_strdup(POLL);
	c->ts = v->ts;
	if (!v->ids)
		return c;
	c->names = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; ids[i]; i++)
		g_ptr_array_add(c->names, g_strdup(ids[i]));
	return c;
}

static struct change *redaction(struct fx *fx, const char *target)
{
	struct change *c = fx_new(fx, CHANGE_REDACTION, "!a");

	c->eid = g_strconcat("$r", target + 1, NULL);
	c->user = g_strdup(BEN);
	c->target = g_strdup(target);
	return c;
}

static struct change *edit(struct fx *fx)
{
	struct change *c = fx_new(fx, CHANGE_EDIT, "!a");

	c->target = g_strdup(POLL);
	c->post = post_new();
	c->post->eid = g_strdup("$edit");
	c->post->sender = g_strdup(BEN);
	c->post->body = g_strdup("Tea, coffee or milk?");
	c->post->kind = POST_POLL;
	c->post->ts = FX_NOW + 5;
	c->post->poll = poll_new("Tea, coffee or milk?");
	poll_add(c->post->poll, "t", "Tea");
	poll_add(c->post->poll, "c", "Coffee");
	poll_add(c->post->poll, "m", "Milk");
	return c;
}

static struct change *powers(struct fx *fx)
{
	struct change *c = fx_new(fx, CHANGE_POWERS, "!a");
	struct power chloe = { g_strdup(CHLOE), 50, false };

	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	g_array_append_val(c->powers, chloe);
	c->power_redact = 50;
	return c;
}

/* ---- what is read -------------------------------------------------------- */

/* "t1 c2* · 3 ended" */
static char *result(struct fx *fx)
{
	struct post *p = fx_get(fx, "!a", POLL);
	GString *out = g_string_new(NULL);

	for (guint i = 0; p->poll && i < p->poll->answers->len; i++) {
		const struct poll_answer *a = p->poll->answers->pdata[i];

		g_string_append_printf(out, "%s%d%s ", a->id, a->count,
				       a->mine ? "*" : "");
	}
	if (p->poll)
		g_string_append_printf(out, "= %d%s", p->poll->voters,
				       p->poll->ended ? " ended" : "");
	else
		g_string_append(out, "no poll");
	post_free(p);
	return g_string_free(out, FALSE);
}

static void expect(struct fx *fx, const char *want)
{
	g_autofree char *got = NULL;

	fx_commit(fx);
	got = result(fx);
	assert_string_equal(got, want);
}

static void say(struct fx *fx, const char *eid, const char *user, int64_t ts,
		const char *ids)
{
	const struct said v = { eid, user, FX_NOW + ts, ids };

	fx_apply(fx, about(fx, &v));
}

static void begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_apply(fx, powers(fx));
	fx_apply(fx, new_poll(fx, "t c"));
}

/* ---- tests --------------------------------------------------------------- */

static void the_last_vote_of_each_counts(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	say(fx, "$v1", CHLOE, 20, "c");
	say(fx, "$v2", CHLOE, 10, "t");
	say(fx, "$v3", ANN, 10, "t");
	say(fx, "$v4", PAT, 10, "t");
	say(fx, "$v5", PAT, 10, "c");	/* the same moment: larger id */
	expect(fx, "t1* c2 = 3");
	say(fx, "$v6", CHLOE, 30, "nothing");	/* spoiled, but the last */
	expect(fx, "t1* c1 = 2");
}

static void votes_after_the_end_do_not_count(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	say(fx, "$v1", CHLOE, 10, "t");
	say(fx, "$v2", CHLOE, 30, "c");
	say(fx, "$e1", PAT, 5, NULL);	/* may not */
	expect(fx, "t0 c1 = 1");
	say(fx, "$e2", BEN, 20, NULL);
	expect(fx, "t1 c0 = 1 ended");
	say(fx, "$e3", CHLOE, 8, NULL);	/* a moderator, and earlier */
	expect(fx, "t0 c0 = 0 ended");
	fx_apply(fx, redaction(fx, "$e3"));
	expect(fx, "t1 c0 = 1 ended");
}

static void a_redacted_vote_gives_way_to_the_one_before(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	say(fx, "$v1", CHLOE, 10, "t");
	say(fx, "$v2", CHLOE, 20, "c");
	fx_apply(fx, redaction(fx, "$v2"));
	expect(fx, "t1 c0 = 1");
	fx_apply(fx, redaction(fx, "$v9"));
	say(fx, "$v9", CHLOE, 30, "c");		/* redacted before it came */
	expect(fx, "t1 c0 = 1");
}

static void an_edit_asks_anew(void **state)
{
	struct fx *fx = *state;
	struct change *forged;

	begin(fx);
	say(fx, "$v1", CHLOE, 10, "m");
	expect(fx, "t0 c0 = 0");
	fx_apply(fx, edit(fx));
	expect(fx, "t0 c0 m1 = 1");
	forged = edit(fx);
	g_free(forged->post->eid);
	g_free(forged->post->sender);
	forged->post->eid = g_strdup("$forged");
	forged->post->sender = g_strdup(PAT);
	forged->post->ts = FX_NOW + 99;
	g_ptr_array_set_size(forged->post->poll->answers, 1);
	fx_apply(fx, forged);
	expect(fx, "t0 c0 m1 = 1");
	fx_apply(fx, redaction(fx, "$edit"));
	expect(fx, "t0 c0 = 0");
}

static void nothing_is_left_of_a_redacted_poll(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	say(fx, "$v1", CHLOE, 10, "t");
	fx_apply(fx, redaction(fx, POLL));
	say(fx, "$v2", ANN, 20, "t");
	expect(fx, "no poll");
}

/* Whatever the order in which things come, the result is one. */
static void any_order_gives_the_same(void **state)
{
	static const struct said all[] = {
		{ "$v1", CHLOE, FX_NOW + 10, "t" },
		{ "$v2", CHLOE, FX_NOW + 20, "m" },
		{ "$v3", CHLOE, FX_NOW + 60, "c" },
		{ "$v4", PAT, FX_NOW + 20, "c" },
		{ "$v5", PAT, FX_NOW + 20, "t" },
		{ "$v6", ANN, FX_NOW + 50, "m" },
		{ "$v7", BEN, FX_NOW + 5, "t c" },
		{ "$v8", BEN, FX_NOW + 55, "nothing" },
		{ "$v9", BEN, FX_NOW + 40, "c" },
		{ "$e1", PAT, FX_NOW + 1, NULL },
		{ "$e2", CHLOE, FX_NOW + 50, NULL },
		{ "$e3", BEN, FX_NOW + 52, NULL },
	};
	enum { SAID = G_N_ELEMENTS(all), ALL = SAID + 4 };
	struct fx *fx = *state;
	GRand *random = g_rand_new_with_seed(7);

	for (int round = 0; round < 60; round++) {
		g_autofree char *rid = g_strdup_printf("!r%d", round);
		g_autofree char *full = g_strconcat(rid, ":council.org", NULL);
		int order[ALL];
		struct post *p;

		for (int i = 0; i < ALL; i++)
			order[i] = i;
		for (int i = ALL - 1; i > 0; i--) {
			int k = g_rand_int_range(random, 0, i + 1);
			int was = order[i];

			order[i] = order[k];
			order[k] = was;
		}
		fx_join(fx, rid, "general");
		for (int i = 0; i < ALL; i++) {
			int n = order[i];
			struct change *c = n < SAID ? about(fx, &all[n]) :
				n == SAID ? new_poll(fx, "t c") :
				n == SAID + 1 ? edit(fx) :
				n == SAID + 2 ? powers(fx) :
				redaction(fx, "$v9");

			g_free(c->rid);
			c->rid = g_strdup(full);
			fx_apply(fx, c);
			if (round % 3 == 0)
				fx_commit(fx);
		}
		fx_commit(fx);
		p = fx_get(fx, rid, POLL);
		assert_non_null(p->poll);
		assert_int_equal(p->poll->answers->len, 3);
		for (int i = 0; i < 3; i++) {
			static const int want[] = { 2, 0, 2 };
			const struct poll_answer *a =
				p->poll->answers->pdata[i];

			assert_int_equal(a->count, want[i]);
		}
		assert_int_equal(p->poll->voters, 4);
		assert_int_equal(p->poll->end_ts, FX_NOW + 50);
		post_free(p);
	}
	g_rand_free(random);
}

static void a_flood_of_strays_is_bounded(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	for (int i = 0; i < 2500; i++) {
		g_autofree char *eid = g_strdup_printf("$s%04d", i);

		say(fx, eid, CHLOE, i, "t");
	}
	fx_apply(fx, new_poll(fx, "t c"));
	expect(fx, "t1 c0 = 1");
	say(fx, "$late", PAT, 1, "c");
	expect(fx, "t1 c1 = 2");
}

static void a_vote_that_waits_counts_at_once(void **state)
{
	struct fx *fx = *state;
	struct op *op;

	begin(fx);
	say(fx, "$v1", ANN, 10, "t");
	say(fx, "$v2", PAT, 10, "t");
	fx_commit(fx);
	op = fx_op(OP_VOTE, fx_room(fx, "!a"), POLL, NULL);
	op->via = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(op->via, g_strdup("c"));
	fx_push(fx, op);
	expect(fx, "t1 c1* = 2");
	fx_push(fx, fx_op(OP_POLL_END, fx_room(fx, "!a"), POLL, "over"));
	expect(fx, "t1 c1* = 2 ended");
}

static void a_poll_that_waits_is_shown(void **state)
{
	struct fx *fx = *state;
	struct op *op;
	struct page_query q = { .from = PAGE_NEWEST, .limit = 5 };
	struct page page;
	const struct post *p;

	fx_join(fx, "!a", "general");
	fx_commit(fx);
	q.room = fx_room(fx, "!a");
	op = fx_op(OP_POLL, q.room, NULL, NULL);
	op->poll = poll_new("Why?");
	op->poll->hidden = true;
	op->poll->max = 2;
	poll_add(op->poll, "a", "Because");
	poll_add(op->poll, "b", "No reason");
	fx_push(fx, op);
	fx_reopen(fx);
	reader_page(fx->reader, &q, &page);
	assert_int_equal(page.posts->len, 1);
	p = page.posts->pdata[0];
	assert_int_equal(p->kind, POST_POLL);
	assert_string_equal(p->body, "Why?\n1. Because\n2. No reason");
	assert_true(p->poll->hidden);
	assert_int_equal(p->poll->max, 2);
	page_clear(&page);
}

static void lists_the_polls_of_a_room(void **state)
{
	struct fx *fx = *state;
	g_autoptr(GPtrArray) list = NULL;

	begin(fx);
	fx_post(fx, "!a", "$words", BEN, "no poll");
	fx_apply(fx, edit(fx));
	fx_commit(fx);
	list = reader_polls(fx->reader, fx_room(fx, "!a"), 10);
	assert_int_equal(list->len, 1);
	assert_string_equal(((struct post *)list->pdata[0])->poll->question,
			    "Tea, coffee or milk?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(the_last_vote_of_each_counts),
		FX_TEST(votes_after_the_end_do_not_count),
		FX_TEST(a_redacted_vote_gives_way_to_the_one_before),
		FX_TEST(an_edit_asks_anew),
		FX_TEST(nothing_is_left_of_a_redacted_poll),
		FX_TEST(any_order_gives_the_same),
		FX_TEST(a_flood_of_strays_is_bounded),
		FX_TEST(a_vote_that_waits_counts_at_once),
		FX_TEST(a_poll_that_waits_is_shown),
		FX_TEST(lists_the_polls_of_a_room),
	};

	return cmocka_run_group_tests_name("store/polls", tests, NULL, NULL);
}
