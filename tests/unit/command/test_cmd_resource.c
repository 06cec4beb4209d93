#include "unit/command/kinds.h"

static void keeping_a_link(void **state)
{
	struct desk *d = *state;
	const struct thing *t;

	assert_true(desk_shell(d, "resource add general https://x.org/a "
			       "'The manual' --tag pumps --why 'Page 7.'"));
	t = desk_op(d)->thing;
	assert_string_equal(t->title, "The manual");
	assert_string_equal(t->url, "https://x.org/a");
	assert_string_equal(t->notes, "Page 7.");
	desk_expect(d, 0, "url", "https://x.org/a");
	desk_expect(d, 0, "why", "Page 7.");
	assert_true(desk_shell(d, "resource add general https://x.org/a"));
	assert_string_equal(desk_op(d)->thing->title, "https://x.org/a");
	assert_false(desk_shell(d, "resource add general x.org"));
	desk_failed(d, FM_ERROR_USAGE, "no link");
}

static void from_a_message(void **state)
{
	struct desk *d = *state;

	fx_post(d->fx, "!a", "$l", BEN, "See https://x.org/b for more");
	fx_commit(d->fx);
	desk_select(d, "!a", "$l", NULL);
	assert_true(desk_prompt(d, "resource from"));
	assert_string_equal(desk_op(d)->thing->url, "https://x.org/b");
	assert_string_equal(desk_op(d)->thing->source, "$l");
	desk_select(d, "!a", "$ben1", NULL);
	assert_false(desk_prompt(d, "resource from"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "no link");
}

static void add_resource(struct desk *d)
{
	struct change *c = kinds_new(d, KIND_RESOURCE, "$m", BEN,
				     "The [old] manual");

	c->post->thing->fields |= THING_URL | THING_NOTES;
	c->post->thing->url = g_strdup("https://x.org/a(1)");
	c->post->thing->notes = g_strdup("Page 7.");
	kinds_put(d, c, 0);
}

static void listed_and_exported(void **state)
{
	struct desk *d = *state;
	struct change *c;
	g_autofree char *text = NULL;

	add_resource(d);
	assert_true(desk_shell(d, "resource list 'Flood defence'"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "resource export"));
	text = desk_field(d, 0, "text");
	assert_non_null(strstr(text, "- [The \\[old\\] manual]"
			       "(https://x.org/a%281%29)"));
	assert_non_null(strstr(text, "Ben Osei"));
	c = fx_new_post(d->fx, "!a", "$f", BEN, "plan.pdf");
	c->post->kind = POST_FILE;
	c->post->file_url = g_strdup("mxc://council.org/abc");
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "resource list 'Flood defence' --files"));
	assert_int_equal(d->records->len, 2);
	desk_expect(d, 1, "title", "plan.pdf");
	desk_expect(d, 1, "status", "file");
}

static void out_of_date(void **state)
{
	struct desk *d = *state;

	add_resource(d);
	assert_true(desk_shell(d, "resource outdated '$m'"));
	assert_int_equal(kinds_changed(d, THING_STATUS)->status,
			 RESOURCE_OUTDATED);
	assert_true(desk_shell(d, "resource tag '$m' a b"));
	assert_int_equal(kinds_changed(d, THING_TAGS)->tags->len, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(keeping_a_link),
		DESK_TEST(from_a_message),
		DESK_TEST(listed_and_exported),
		DESK_TEST(out_of_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
