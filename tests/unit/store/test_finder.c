#include "fixture.h"

#include <stdio.h>

/* A card in a profile, in the words of card_pack(). */
static void put(struct fx *fx, const char *uid, const char *packed)
{
	struct change *c = fx_new(fx, CHANGE_CARD, NULL);

	c->user = g_strdup(uid);
	c->card = card_read(packed);
	c->ts = FX_NOW;
	fx_apply(fx, c);
}

static void put_in(struct fx *fx, const char *rid, const char *uid,
		   const char *packed, int64_t ts)
{
	struct change *c = fx_new(fx, CHANGE_CARD, rid);

	c->user = g_strdup(uid);
	c->card = card_read(packed);
	c->ts = ts;
	fx_apply(fx, c);
}

static void village(struct fx *fx)
{
	fx_space(fx, "!s", "Works");
	fx_join(fx, "!a", "general");
	fx_member(fx, "!s", ANN, "Ann Reed", MEMBER_JOIN);
	fx_member(fx, "!s", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", ANN, "Ann Reed", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, "Chloë Martin", MEMBER_JOIN);
	fx_member(fx, "!a", PAT, "Pat Lee", MEMBER_JOIN);
	put(fx, BEN, "role=Engineer\nteam=Drainage\nlanguage=Svenska\n"
	    "skill=+3 Plumbing\nskill=+1 pipe fitting\n");
	put(fx, PAT, "org=Rivers Agency\nskill=+1 plumbing\n");
	put(fx, ANN, "endorse=+@chloe:council.org plumbing\n"
	    "endorse=+@pat:partner.org Plumbing\n");
	fx_commit(fx);
}

static GPtrArray *find(struct fx *fx, const char *words)
{
	struct people_query q = { .limit = 50, .here = fx_room(fx, "!s") };
	GPtrArray *hits;

	assert_true(people_query_parse(&q, words, NULL));
	hits = reader_people_find(fx->reader, &q);
	people_query_clear(&q);
	return hits;
}

/* Who is found, by local part: "ben pat". */
static void expect(struct fx *fx, const char *words, const char *who)
{
	g_autoptr(GPtrArray) hits = find(fx, words);
	g_autoptr(GString) got = g_string_new(NULL);

	for (guint i = 0; i < hits->len; i++) {
		const struct person_hit *h = hits->pdata[i];

		g_string_append_printf(got, "%s%.*s", i ? " " : "",
				       (int)strcspn(h->uid, ":") - 1,
				       h->uid + 1);
	}
	assert_string_equal(got->str, who);
}

/* All reasons of the first one, joined. */
static void expect_why(struct fx *fx, const char *words, const char *why)
{
	g_autoptr(GPtrArray) hits = find(fx, words);
	g_autoptr(GString) got = g_string_new(NULL);
	const struct person_hit *h;

	assert_true(hits->len > 0);
	h = hits->pdata[0];
	for (guint i = 0; i < h->why->len; i++) {
		g_autofree char *one = person_reason_words(h->why->pdata[i]);

		g_string_append_printf(got, "%s%s", i ? "; " : "", one);
	}
	assert_string_equal(got->str, why);
}

static void by_all_that_is_known(void **state)
{
	struct fx *fx = *state;

	village(fx);
	expect(fx, "skill:plumb", "ben pat chloe");
	expect(fx, "PLUMBING", "ben pat chloe");
	expect(fx, "skill:fitting", "ben");
	expect(fx, "skill:\"pipe fit\"", "ben");
	expect(fx, "skill:itting", "");
	expect(fx, "lang:svenska team:drain", "ben");
	expect(fx, "skill:plumbing org:rivers", "pat");
	expect(fx, "skill:plumbing org:council", "");
	expect(fx, "chloe", "chloe");
	expect(fx, "name:martin", "chloe");
	expect(fx, "role:engineer", "ben");
	expect(fx, "room:works", "ann ben");
	expect(fx, "is:here plumbing", "ben");
	expect(fx, "", "ann ben chloe pat");
}

static void and_says_why(void **state)
{
	struct fx *fx = *state;

	village(fx);
	fx_post(fx, "!a", "$1", BEN, "about the pumps");
	fx_post(fx, "!a", "$2", BEN, "pumps again");
	fx_commit(fx);
	expect_why(fx, "skill:plumbing", "own card: Plumbing (expert)");
	expect_why(fx, "skill:plumbing name:chloe", "endorsed for plumbing "
		   "by Ann Reed; name");
	expect_why(fx, "pumps", "wrote about pumps: 2 messages in general");
	expect_why(fx, "pumps team:drainage", "wrote about pumps: 2 messages "
		   "in general; team: Drainage");
	expect_why(fx, "lang:sv room:general", "speaks Svenska; in general");
}

static void endorsements_that_do_not_count(void **state)
{
	struct fx *fx = *state;

	village(fx);
	/* by oneself, and by somebody without a common room */
	put(fx, CHLOE, "endorse=+@chloe:council.org juggling\n");
	put(fx, "@eve:x", "endorse=+@ben:council.org juggling\n");
	fx_commit(fx);
	expect(fx, "skill:juggling", "");
	/* one that is not wanted; the other stays */
	put(fx, CHLOE, "decline=+@ann:council.org PLUMBING\n");
	fx_commit(fx);
	expect(fx, "skill:plumbing", "ben pat");
	/* and who goes away takes theirs along */
	fx_member(fx, "!a", ANN, NULL, MEMBER_LEAVE);
	put(fx, CHLOE, "");
	fx_commit(fx);
	expect(fx, "skill:plumbing", "ben pat");
	expect_why(fx, "skill:plumbing org:rivers", "own card: plumbing "
		   "(learning); organisation: Rivers Agency");
}

static void endorsements_count_in_the_order(void **state)
{
	struct fx *fx = *state;
	static const char *const people[] = { ANN, CHLOE, PAT };

	village(fx);
	put(fx, BEN, "skill=+1 welding\n");
	for (size_t i = 0; i < G_N_ELEMENTS(people); i++)
		put(fx, people[i], i ? "endorse=+@ben:council.org welding\n" :
		    "skill=+2 welding\nendorse=+@ben:council.org welding\n");
	fx_commit(fx);
	/* 40 + 20 + 3 × 15 against 40 + 2 × 20 */
	expect(fx, "skill:welding", "ben ann");
}

static void the_hidden_stay_out(void **state)
{
	struct fx *fx = *state;
	struct person_hit *h;

	village(fx);
	put(fx, BEN, "skill=+3 plumbing\nhidden=1\n");
	fx_commit(fx);
	expect(fx, "skill:plumbing", "pat chloe");
	expect(fx, "ben", "");
	expect(fx, "", "ann chloe pat");
	h = reader_person(fx->reader, BEN);
	assert_true(h->card->hidden);
	assert_string_equal(h->name, "Ben Osei");
	person_hit_free(h);
	assert_null(reader_person(fx->reader, "@nobody:x"));
}

static void strangers_stay_out(void **state)
{
	struct fx *fx = *state;

	village(fx);
	put(fx, "@eve:x", "skill=+3 plumbing\n");
	fx_commit(fx);
	expect(fx, "skill:plumbing", "ben pat chloe");
}

static void a_profile_goes_before_rooms(void **state)
{
	struct fx *fx = *state;

	village(fx);
	put_in(fx, "!s", CHLOE, "skill=+1 old\n", 5);
	put_in(fx, "!a", CHLOE, "skill=+1 new\n", 9);
	put_in(fx, "!a", CHLOE, "skill=+1 late\n", 7);
	put_in(fx, "!nowhere", CHLOE, "skill=+1 lost\n", 99);
	fx_commit(fx);
	expect(fx, "skill:new", "chloe");
	expect(fx, "skill:old", "");
	put(fx, CHLOE, "skill=+1 own\n");
	fx_commit(fx);
	expect(fx, "skill:own", "chloe");
	expect(fx, "skill:new", "");
	/* taken out of the profile, the room's counts again */
	put(fx, CHLOE, NULL);
	fx_commit(fx);
	expect(fx, "skill:new", "chloe");
}

static void who_is_there(void **state)
{
	struct fx *fx = *state;
	struct change *c = fx_new(fx, CHANGE_PRESENCE, NULL);

	village(fx);
	c->user = g_strdup(PAT);
	c->key = g_strdup("online");
	c->ts = FX_NOW - 1000;
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, "is:online", "pat");
	expect(fx, "is:online skill:plumbing", "pat");
	expect(fx, "", "pat ann ben chloe");
}

static void who_is_asked_about(void **state)
{
	struct fx *fx = *state;
	int64_t next;
	GPtrArray *due;

	village(fx);
	fx_member(fx, "!s", CHLOE, "Chloë Martin", MEMBER_JOIN);
	fx_member(fx, "!a", "@zed:x", "Zed", MEMBER_JOIN);
	fx_commit(fx);
	due = store_people_due(fx->store, fx->account, 9, &next);
	/* the rest was told just now; those of spaces come first */
	assert_int_equal(due->len, 2);
	assert_string_equal(due->pdata[0], CHLOE);
	assert_string_equal(due->pdata[1], "@zed:x");
	assert_true(next >= FX_NOW + 24 * 3600 * 1000);
	g_ptr_array_unref(due);
}

static void my_own_with_what_waits(void **state)
{
	struct fx *fx = *state;
	struct op *op = fx_op(OP_CARD, 0, NULL, "fields=1\nrole=Clerk\n"
			      "skill=+2 minutes\n");
	struct card *card;

	village(fx);
	op->account = fx->account;
	fx_push(fx, op);
	card = reader_card(fx->reader, fx->account);
	assert_string_equal(card->role, "Clerk");
	assert_int_equal(card_skill(card, "Minutes")->level, SKILL_WORKING);
	assert_int_equal(card->endorses->len, 2);
	card_free(card);
}

static void what_there_is(void **state)
{
	struct fx *fx = *state;
	GPtrArray *list;

	village(fx);
	list = reader_people_terms(fx->reader, PEOPLE_SKILL, 10);
	assert_int_equal(list->len, 2);
	assert_string_equal(list->pdata[0], "Plumbing");
	assert_string_equal(list->pdata[1], "pipe fitting");
	g_ptr_array_unref(list);
	list = reader_people_terms(fx->reader, PEOPLE_TEAM, 10);
	assert_string_equal(list->pdata[0], "Drainage");
	g_ptr_array_unref(list);
	list = reader_people_terms(fx->reader, PEOPLE_NAME, 10);
	assert_int_equal(list->len, 4);
	g_ptr_array_unref(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(by_all_that_is_known),
		FX_TEST(and_says_why),
		FX_TEST(endorsements_that_do_not_count),
		FX_TEST(endorsements_count_in_the_order),
		FX_TEST(the_hidden_stay_out),
		FX_TEST(strangers_stay_out),
		FX_TEST(a_profile_goes_before_rooms),
		FX_TEST(who_is_there),
		FX_TEST(who_is_asked_about),
		FX_TEST(my_own_with_what_waits),
		FX_TEST(what_there_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
