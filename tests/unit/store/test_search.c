#include "fixture.h"

#include <stdio.h>

static void expect(struct fx *fx, int64_t room, const char *words,
		   const char *want)
{
	GPtrArray *hits = reader_search(fx->reader, room, words, 0, 20);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < hits->len; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "",
			((struct hit *)hits->pdata[i])->post->eid);
	assert_string_equal(out->str, want);
	g_ptr_array_unref(hits);
}

static void begin(struct fx *fx)
{
	struct change *c;

	fx_join(fx, "!a", "general");
	fx_join(fx, "!b", "other");
	fx_post(fx, "!a", "$1", BEN, "The pump station survey is back");
	fx_post(fx, "!b", "$2", BEN, "A café by the pump");
	c = fx_new_post(fx, "!a", "$3", BEN, "Pumping all night");
	c->post->ts = FX_NOW - 1000;
	fx_apply(fx, c);
	c = fx_new_post(fx, "!a", "$4", BEN, "Ben pumped up his name");
	c->post->kind = POST_MEMBER;
	fx_apply(fx, c);
	fx_commit(fx);
}

static void finds_words(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	expect(fx, 0, "pump station", "$1");
	expect(fx, 0, "pump", "$3 $2 $1");
	expect(fx, 0, "CAFE", "$2");
	expect(fx, fx_room(fx, "!b"), "pump", "$2");
	expect(fx, 0, "surv", "$1");
	expect(fx, 0, "surv back", "");
	expect(fx, 0, "nothing", "");
}

static void words_are_begun(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	expect(fx, 0, "pum", "$3 $2 $1");
	expect(fx, 0, "pu", "");
	expect(fx, 0, "the pum ", "$2 $1");
	expect(fx, 0, "pum the", "");
	expect(fx, fx_room(fx, "!a"), "pum", "$3 $1");
}

/* A word that is everywhere stands for itself. */
static void common_words_are_whole(void **state)
{
	struct fx *fx = *state;
	GPtrArray *hits;

	begin(fx);
	for (int i = 0; i < 299; i++) {
		char eid[16];

		snprintf(eid, sizeof eid, "$n%d", i);
		fx_post(fx, "!b", eid, BEN, "surv");
	}
	fx_commit(fx);
	expect(fx, fx_room(fx, "!a"), "surv", "$1");
	hits = reader_search(fx->reader, 0, "surv", 299, 20);
	assert_int_equal(hits->len, 1);
	g_ptr_array_unref(hits);
	fx_post(fx, "!b", "$n299", BEN, "surv");
	fx_commit(fx);
	expect(fx, fx_room(fx, "!a"), "surv", "");
	hits = reader_search(fx->reader, 0, "surv", 290, 20);
	assert_int_equal(hits->len, 10);
	for (guint i = 0; i < hits->len; i++)
		assert_string_equal(((struct hit *)hits->pdata[i])->snippet,
				    "\1surv\2");
	g_ptr_array_unref(hits);
}

static void odd_words_do_no_harm(void **state)
{
	static const char *const odd[] = {
		"", "  ", "\"", "\"\"", "*", "AND", "NOT x", "body:x", "(", ")",
		"a\"b", "{scope}:r1", "\xff\xfe", "-", "^pump", "🎉", "NEAR(a b)",
		"pump AND OR", "'; DROP TABLE post; --",
	};
	struct fx *fx = *state;

	begin(fx);
	for (size_t i = 0; i < G_N_ELEMENTS(odd); i++)
		g_ptr_array_unref(reader_search(fx->reader, 0, odd[i], 0, 5));
	expect(fx, 0, "pump", "$3 $2 $1");
}

static void snippets_mark_what_matches(void **state)
{
	struct fx *fx = *state;
	const struct hit *h;
	GPtrArray *hits;

	begin(fx);
	hits = reader_search(fx->reader, 0, "station", 0, 20);
	h = hits->pdata[0];
	assert_string_equal(h->snippet,
			    "The pump \1station\2 survey is back");
	assert_string_equal(h->room_name, "general");
	g_ptr_array_unref(hits);
}

static void edits_and_redactions_are_followed(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_edit(fx, "!a", "$e1", "$1", "The bridge instead");
	fx_redact(fx, "!b", "$2");
	fx_commit(fx);
	expect(fx, 0, "bridge", "$1");
	expect(fx, 0, "station", "");
	expect(fx, 0, "café", "");
	fx_redact(fx, "!a", "$e1");
	fx_commit(fx);
	expect(fx, 0, "bridge", "");
	expect(fx, 0, "station", "$1");
	/* New and changed in one transaction. */
	fx_post(fx, "!a", "$5", BEN, "temporary");
	fx_edit(fx, "!a", "$e5", "$5", "final");
	fx_commit(fx);
	expect(fx, 0, "temporary", "");
	expect(fx, 0, "final", "$5");
}

static void mentions_that_are_unread(void **state)
{
	struct fx *fx = *state;
	const struct hit *h;
	GPtrArray *hits;
	struct change *c;

	begin(fx);
	c = fx_new_post(fx, "!a", "$6", BEN, "Ann, look");
	c->post->mentions_me = true;
	fx_apply(fx, c);
	fx_counts(fx, "!a", 2, 1);
	fx_commit(fx);
	hits = reader_mentions(fx->reader, 10);
	assert_int_equal(hits->len, 1);
	h = hits->pdata[0];
	assert_string_equal(h->post->eid, "$6");
	assert_string_equal(h->snippet, "Ann, look");
	g_ptr_array_unref(hits);
	fx_receipt(fx, "!a", "$6", ANN);
	fx_commit(fx);
	hits = reader_mentions(fx->reader, 10);
	assert_int_equal(hits->len, 0);
	g_ptr_array_unref(hits);
}

static void pages_of_results(void **state)
{
	struct fx *fx = *state;
	GPtrArray *hits;

	fx_join(fx, "!a", "general");
	for (int i = 0; i < 450; i++) {
		g_autofree char *eid = g_strdup_printf("$%03d", i);

		fx_post(fx, "!a", eid, BEN, "the same word");
	}
	fx_commit(fx);
	hits = reader_search(fx->reader, 0, "word", 400, 20);
	assert_int_equal(hits->len, 20);
	assert_string_equal(((struct hit *)hits->pdata[0])->post->eid, "$049");
	g_ptr_array_unref(hits);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(finds_words),
		FX_TEST(words_are_begun),
		FX_TEST(common_words_are_whole),
		FX_TEST(odd_words_do_no_harm),
		FX_TEST(snippets_mark_what_matches),
		FX_TEST(edits_and_redactions_are_followed),
		FX_TEST(mentions_that_are_unread),
		FX_TEST(pages_of_results),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
