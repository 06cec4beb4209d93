#include "fixture.h"

#include <stdio.h>

static void begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "first words");
	fx_commit(fx);
}

static void expect_body(struct fx *fx, const char *body, bool edited)
{
	struct post *p = fx_get(fx, "!a", "$1");

	assert_string_equal(p->body, body);
	assert_int_equal(p->edited, edited);
	post_free(p);
}

static struct change *edit_at(struct fx *fx, const char *eid, int64_t ts,
			      const char *body)
{
	struct change *c = fx_new(fx, CHANGE_EDIT, "!a");

	c->target = g_strdup("$1");
	c->post = post_new();
	c->post->eid = g_strdup(eid);
	c->post->sender = g_strdup(BEN);
	c->post->body = g_strdup(body);
	c->post->ts = ts;
	return c;
}

static void the_latest_edit_wins(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_apply(fx, edit_at(fx, "$e2", FX_NOW + 2, "second"));
	fx_apply(fx, edit_at(fx, "$e1", FX_NOW + 1, "first"));
	fx_commit(fx);
	expect_body(fx, "second", true);
	fx_apply(fx, edit_at(fx, "$e3", FX_NOW + 2, "larger id"));
	fx_commit(fx);
	expect_body(fx, "larger id", true);
}

static void only_the_author_edits(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	begin(fx);
	c = edit_at(fx, "$e1", FX_NOW, "forged");
	g_free(c->post->sender);
	c->post->sender = g_strdup(PAT);
	fx_apply(fx, c);
	fx_commit(fx);
	expect_body(fx, "first words", false);
}

static void an_edit_is_not_edited(void **state)
{
	struct fx *fx = *state;
	struct change *c;

	begin(fx);
	fx_edit(fx, "!a", "$e1", "$1", "second");
	c = edit_at(fx, "$e2", FX_NOW + 9, "of the edit");
	g_free(c->target);
	c->target = g_strdup("$e1");
	fx_apply(fx, c);
	fx_commit(fx);
	expect_body(fx, "second", true);
}

static void redacting_an_edit_reverts(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_apply(fx, edit_at(fx, "$e1", FX_NOW + 1, "second"));
	fx_apply(fx, edit_at(fx, "$e2", FX_NOW + 2, "third"));
	fx_redact(fx, "!a", "$e2");
	fx_commit(fx);
	expect_body(fx, "second", true);
	fx_redact(fx, "!a", "$e1");
	fx_commit(fx);
	expect_body(fx, "first words", false);
}

static void history_is_kept(void **state)
{
	struct fx *fx = *state;
	GPtrArray *list;

	begin(fx);
	fx_apply(fx, edit_at(fx, "$e1", FX_NOW + 1, "second"));
	fx_apply(fx, edit_at(fx, "$e2", FX_NOW + 2, "third"));
	fx_commit(fx);
	list = reader_history(fx->reader, fx_room(fx, "!a"), "$1");
	assert_int_equal(list->len, 2);
	assert_string_equal(((struct post *)list->pdata[0])->body,
			    "first words");
	assert_string_equal(((struct post *)list->pdata[1])->body, "second");
	g_ptr_array_unref(list);
}

static void edits_may_come_first(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	fx_edit(fx, "!a", "$e1", "$1", "second");
	fx_commit(fx);
	fx_post(fx, "!a", "$1", BEN, "first words");
	fx_commit(fx);
	expect_body(fx, "second", true);
}

static void forged_edits_that_come_first_are_dropped(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	fx_edit(fx, "!a", "$e1", "$1", "second");
	fx_post(fx, "!a", "$1", PAT, "first words");
	fx_commit(fx);
	expect_body(fx, "first words", false);
}

/* ---- reactions ----------------------------------------------------------- */

static void react_as(struct fx *fx, const char *eid, const char *user,
		     const char *key)
{
	struct change *c = fx_new(fx, CHANGE_REACTION, "!a");

	c->eid = g_strdup(eid);
	c->target = g_strdup("$1");
	c->user = g_strdup(user);
	c->key = g_strdup(key);
	fx_apply(fx, c);
}

static void reactions_are_counted_once_each(void **state)
{
	struct fx *fx = *state;
	const struct reaction *r;
	struct post *p;

	begin(fx);
	react_as(fx, "$r1", BEN, "👍");
	react_as(fx, "$r2", BEN, "👍");
	react_as(fx, "$r3", ANN, "👍");
	react_as(fx, "$r3", ANN, "👍");
	react_as(fx, "$r4", PAT, "🎉");
	react_as(fx, "$r5", PAT, "");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->reactions->len, 2);
	r = p->reactions->pdata[0];
	assert_string_equal(r->key, "👍");
	assert_int_equal(r->count, 2);
	assert_true(r->mine);
	assert_string_equal(r->mine_eid, "$r3");
	assert_string_equal(r->names, "ben, ann");
	r = p->reactions->pdata[1];
	assert_false(r->mine);
	post_free(p);
}

static void a_reaction_is_taken_back(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	begin(fx);
	react_as(fx, "$r1", BEN, "👍");
	fx_commit(fx);
	fx_redact(fx, "!a", "$r1");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_true(!p->reactions || p->reactions->len == 0);
	post_free(p);
}

static void reactions_may_come_first(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	fx_join(fx, "!a", "general");
	react_as(fx, "$r1", BEN, "👍");
	react_as(fx, "$r2", ANN, "👍");
	fx_redact(fx, "!a", "$r2");
	fx_commit(fx);
	fx_post(fx, "!a", "$1", BEN, "words");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->reactions->len, 1);
	assert_int_equal(((struct reaction *)p->reactions->pdata[0])->count,
			 1);
	post_free(p);
}

static void floods_are_bounded(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	begin(fx);
	for (int i = 0; i < 120; i++) {
		g_autofree char *eid = g_strdup_printf("$r%d", i);
		g_autofree char *key = g_strdup_printf("key %d", i);

		react_as(fx, eid, BEN, key);
	}
	for (int i = 0; i < 2500; i++) {
		g_autofree char *eid = g_strdup_printf("$x%d", i);

		fx_react(fx, "!a", eid, "$nobody", "👍");
	}
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->reactions->len, 50);
	post_free(p);
	/* Those beyond the bound were not kept. */
	fx_post(fx, "!a", "$nobody", BEN, "here");
	fx_commit(fx);
	fx_react(fx, "!a", "$late", "$2", "👍");
	fx_post(fx, "!a", "$2", BEN, "two");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$2");
	assert_int_equal(p->reactions->len, 1);
	post_free(p);
}

/* ---- redactions ---------------------------------------------------------- */

static void expect_gone(struct fx *fx)
{
	struct post *p = fx_get(fx, "!a", "$1");

	assert_true(p->redacted);
	assert_string_equal(p->body, "");
	assert_null(p->html);
	assert_string_equal(p->redact_reason, "a mistake");
	assert_true(!p->reactions || p->reactions->len == 0);
	assert_false(p->edited);
	post_free(p);
}

static void a_redacted_post_is_empty(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	fx_edit(fx, "!a", "$e1", "$1", "second");
	react_as(fx, "$r1", BEN, "👍");
	fx_redact(fx, "!a", "$1");
	fx_commit(fx);
	expect_gone(fx);
	/* Nothing brings it back. */
	fx_apply(fx, edit_at(fx, "$e2", FX_NOW + 2, "third"));
	react_as(fx, "$r2", BEN, "👍");
	fx_redact(fx, "!a", "$e1");
	fx_commit(fx);
	expect_gone(fx);
}

static void a_redaction_may_come_first(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	fx_redact(fx, "!a", "$1");
	fx_redact(fx, "!a", "$r1");
	fx_redact(fx, "!a", "$e1");
	fx_commit(fx);
	react_as(fx, "$r1", BEN, "👍");
	fx_edit(fx, "!a", "$e1", "$1", "second");
	fx_post(fx, "!a", "$1", BEN, "words");
	fx_commit(fx);
	expect_gone(fx);
}

static void a_redacted_reply_leaves_its_thread(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	begin(fx);
	fx_reply(fx, "!a", "$2", "$1", "one");
	fx_reply(fx, "!a", "$3", "$1", "two");
	fx_redact(fx, "!a", "$3");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->thread_count, 1);
	post_free(p);
	fx_redact(fx, "!a", "$2");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->thread_count, 0);
	post_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(the_latest_edit_wins),
		FX_TEST(only_the_author_edits),
		FX_TEST(an_edit_is_not_edited),
		FX_TEST(redacting_an_edit_reverts),
		FX_TEST(history_is_kept),
		FX_TEST(edits_may_come_first),
		FX_TEST(forged_edits_that_come_first_are_dropped),
		FX_TEST(reactions_are_counted_once_each),
		FX_TEST(a_reaction_is_taken_back),
		FX_TEST(reactions_may_come_first),
		FX_TEST(floods_are_bounded),
		FX_TEST(a_redacted_post_is_empty),
		FX_TEST(a_redaction_may_come_first),
		FX_TEST(a_redacted_reply_leaves_its_thread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
