#include "fixture.h"

static void names_that_imitate_are_marked(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", PAT, "B\xd0\xb5n Osei", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, "Chloe", MEMBER_JOIN);
	fx_post(fx, "!a", "$1", PAT, "send me money");
	fx_post(fx, "!a", "$2", CHLOE, "no");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_true(p->ambiguous);
	post_free(p);
	p = fx_get(fx, "!a", "$2");
	assert_false(p->ambiguous);
	post_free(p);
	/* Gone, nobody is mistaken for them. */
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_LEAVE);
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_false(p->ambiguous);
	post_free(p);
}

static void a_post_keeps_all_it_holds(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct post *p;

	fx_join(fx, "!a", "general");
	c = fx_new_post(fx, "!a", "$1", "@odd", "survey.pdf");
	c->post->kind = POST_FILE;
	c->post->html = g_strdup("<b>survey</b>");
	c->post->file_url = g_strdup("mxc://council.org/x");
	c->post->mimetype = g_strdup("application/pdf");
	c->post->file_size = 1234567;
	c->post->mentions_me = true;
	c->post->ring = RING_HIGHLIGHT;
	c->post->txn = g_strdup("T");
	fx_apply(fx, c);
	fx_post(fx, "!a", "$2", BEN, "x");
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_int_equal(p->kind, POST_FILE);
	assert_string_equal(p->html, "<b>survey</b>");
	assert_string_equal(p->file_url, "mxc://council.org/x");
	assert_string_equal(p->mimetype, "application/pdf");
	assert_int_equal(p->file_size, 1234567);
	assert_true(p->mentions_me);
	assert_int_equal(p->ring, RING_HIGHLIGHT);
	assert_string_equal(p->txn, "T");
	assert_string_equal(p->name, "odd");
	post_free(p);
	p = fx_get(fx, "!a", "$2");
	assert_int_equal(p->file_size, -1);
	post_free(p);
}

static void a_root_shows_its_task(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct post *p;

	fx_join(fx, "!a", "general");
	c = fx_new_post(fx, "!a", "$1", BEN, "☐ Fix it");
	c->post->thing = thing_new(KIND_TASK);
	c->post->thing->fields = THING_TITLE;
	c->post->thing->title = g_strdup("Fix it");
	fx_apply(fx, c);
	c = fx_new_post(fx, "!a", "$2", BEN, "marked it done");
	c->post->thread = g_strdup("$1");
	c->post->change = thing_new(KIND_TASK);
	c->post->change->fields = THING_STATUS;
	c->post->change->status = TASK_DONE;
	fx_apply(fx, c);
	fx_commit(fx);
	p = fx_get(fx, "!a", "$1");
	assert_string_equal(p->thing->title, "Fix it");
	assert_int_equal(p->thing->status, TASK_DONE);
	post_free(p);
	p = fx_get(fx, "!a", "$2");
	assert_null(p->thing);
	assert_int_equal(p->change->fields, THING_STATUS);
	post_free(p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(names_that_imitate_are_marked),
		FX_TEST(a_post_keeps_all_it_holds),
		FX_TEST(a_root_shows_its_task),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
