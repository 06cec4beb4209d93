#include "unit/command/desk.h"

static void marking(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "mark read general"));
	assert_int_equal(desk_op(d)->kind, OP_READ);
	assert_string_equal(desk_op(d)->target, "$ann1");
	assert_null(desk_op(d)->key);
	assert_true(options_set(d->ctx.options, "receipts", "no", NULL));
	assert_true(desk_shell(d, "mark-read general"));
	assert_string_equal(desk_op(d)->key, "private");
	assert_true(desk_shell(d, "mark unread general"));
	assert_string_equal(desk_op(d)->key, "unread");
	assert_string_equal(d->undo->str, "mark seen !a:council.org\n");
	assert_true(desk_shell(d, "mark seen general"));
	assert_string_equal(desk_op(d)->key, "read");
	assert_true(desk_shell(d, "favourite general"));
	assert_string_equal(desk_op(d)->key, "favourite");
	assert_string_equal(d->undo->str, "favourite !a:council.org --off\n");
	assert_true(desk_shell(d, "favourite general --off"));
	assert_string_equal(desk_op(d)->key, "normal");
}

/* Two rooms of the space have something new; Ann has read "$ann1". */
static void fill(struct desk *d)
{
	struct fx *fx = d->fx;
	struct change *c;

	fx_join(fx, "!b", "desk");
	fx_child(fx, "!s", "!a", "a");
	fx_child(fx, "!s", "!b", "b");
	fx_post(fx, "!b", "$b1", BEN, "new here");
	fx_post(fx, "!a", "$late", BEN, "and here");
	for (int i = 0; i < 2; i++) {
		c = fx_new(fx, CHANGE_COUNTS, i ? "!b" : "!a");
		c->unread = 1;
		fx_apply(fx, c);
	}
	fx_commit(fx);
}

static void a_space_and_everywhere(void **state)
{
	struct desk *d = *state;

	fill(d);
	assert_true(desk_shell(d, "mark read 'Flood defence'"));
	assert_int_equal(d->ops->len, 2);
	assert_non_null(strstr(d->undo->str, "mark unread !a:council.org "
			       "--from $ann1\x1f"));
	assert_non_null(strstr(d->undo->str, "mark unread !b:council.org"));
	assert_true(desk_shell(d, "mark read --all"));
	assert_int_equal(d->ops->len, 2);
	desk_select(d, "!b", NULL, NULL);
	assert_true(desk_prompt(d, "read-space"));
	assert_int_equal(d->ops->len, 2);
	assert_true(desk_prompt(d, "read-here"));
	assert_int_equal(d->ops->len, 1);
	assert_true(desk_prompt(d, "read-all"));
	assert_int_equal(d->ops->len, 2);
	assert_string_equal(d->said->str, "Everything is marked read: 2 "
			    "places.\n");
}

static void no_space(void **state)
{
	struct desk *d = *state;

	fx_join(d->fx, "!lone", "lone");
	fx_commit(d->fx);
	desk_select(d, "!lone", NULL, NULL);
	assert_false(desk_prompt(d, "read-space"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "is in no space");
}

static void levels(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new(d->fx, CHANGE_LEVELS, NULL);

	c->users = g_ptr_array_new_with_free_func(g_free);
	c->names = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup("!a:council.org"));
	g_ptr_array_add(c->names, g_strdup("mentions"));
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "notify general none"));
	assert_int_equal(desk_op(d)->kind, OP_NOTIFY);
	assert_string_equal(desk_op(d)->key, "none");
	assert_string_equal(d->undo->str, "notify mentions\n");
	assert_false(desk_shell(d, "notify general loudly"));
	assert_true(desk_shell(d, "rooms"));
	desk_expect(d, 0, "notify", "mentions");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(marking),
		DESK_TEST(a_space_and_everywhere),
		DESK_TEST(no_space),
		DESK_TEST(levels),
	};

	return cmocka_run_group_tests_name("command/cmd_mark", tests, NULL,
					   NULL);
}
