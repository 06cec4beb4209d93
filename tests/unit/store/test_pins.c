#include "fixture.h"

static void pin(struct fx *fx, const char *one, const char *two)
{
	struct change *c = fx_new(fx, CHANGE_PINS, "!a");

	c->users = g_ptr_array_new_with_free_func(g_free);
	if (one)
		g_ptr_array_add(c->users, g_strdup(one));
	if (two)
		g_ptr_array_add(c->users, g_strdup(two));
	fx_apply(fx, c);
	fx_commit(fx);
}

static void glimpse(struct fx *fx, const char *eid, const char *body)
{
	struct change *c = fx_new_post(fx, "!a", eid, BEN, body);

	c->kind = CHANGE_GLIMPSE;
	fx_apply(fx, c);
	fx_commit(fx);
}

/* "$2:words $1:?" */
static void expect(struct fx *fx, const char *want)
{
	g_autoptr(GPtrArray) pins = reader_pins(fx->reader, fx_room(fx, "!a"));
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < pins->len; i++) {
		const struct post *p = pins->pdata[i];

		assert_true(p->pinned);
		g_string_append_printf(out, "%s:%s ", p->eid, p->body ?
				       p->body : "?");
	}
	assert_string_equal(out->str, want);
}

static void keeps_the_order(void **state)
{
	struct fx *fx = *state;
	struct post *p;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	fx_post(fx, "!a", "$2", BEN, "two");
	pin(fx, "$2", "$1");
	expect(fx, "$1:one $2:two ");
	pin(fx, "$2", NULL);
	expect(fx, "$2:two ");
	p = fx_get(fx, "!a", "$1");
	assert_false(p->pinned);
	post_free(p);
	pin(fx, NULL, NULL);
	expect(fx, "");
}

static void a_glimpse_stands_in_no_feed(void **state)
{
	struct fx *fx = *state;
	g_autofree char *page = NULL;

	fx_join(fx, "!a", "general");
	fx_post(fx, "!a", "$1", BEN, "one");
	glimpse(fx, "$far", "not pinned, not kept");
	pin(fx, "$far", "$1");
	expect(fx, "$1:one $far:? ");
	glimpse(fx, "$far", "from long ago");
	expect(fx, "$1:one $far:from long ago ");
	page = fx_page(fx, "!a");
	assert_null(strstr(page, "long ago"));
	pin(fx, "$1", NULL);
	pin(fx, "$far", NULL);
	expect(fx, "$far:? ");
}

static enum notify_level level_of(struct fx *fx, const char *rid)
{
	struct room *r = fx_read(fx, rid);
	enum notify_level level = r->notify;

	room_free(r);
	return level;
}

static void levels_are_the_whole_truth(void **state)
{
	struct fx *fx = *state;

	fx_join(fx, "!a", "general");
	fx_join(fx, "!b", "desk");
	for (int round = 0; round < 2; round++) {
		struct change *c = fx_new(fx, CHANGE_LEVELS, NULL);

		c->users = g_ptr_array_new_with_free_func(g_free);
		c->names = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(c->users, g_strdup(round ? "!b:council.org" :
						   "!a:council.org"));
		g_ptr_array_add(c->names, g_strdup(round ? "mentions" :
						   "none"));
		fx_apply(fx, c);
		fx_commit(fx);
		assert_int_equal(level_of(fx, "!a"), round ?
				 NOTIFY_DEFAULT : NOTIFY_NONE);
	}
	assert_int_equal(level_of(fx, "!b"), NOTIFY_MENTIONS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(keeps_the_order),
		FX_TEST(a_glimpse_stands_in_no_feed),
		FX_TEST(levels_are_the_whole_truth),
	};

	return cmocka_run_group_tests_name("store/pins", tests, NULL, NULL);
}
