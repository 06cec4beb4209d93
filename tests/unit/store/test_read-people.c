#include "fixture.h"

static void begin(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann Harker", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, NULL, MEMBER_INVITE);
	fx_member(fx, "!a", PAT, "Ann Harker", MEMBER_JOIN);
	fx_member(fx, "!a", "@gone:council.org", "Gone", MEMBER_LEAVE);
	fx_commit(fx);
}

static void expect(struct fx *fx, const char *filter, int offset, int limit,
		   const char *want)
{
	GPtrArray *list = reader_members(fx->reader, fx_room(fx, "!a"),
					 filter, offset, limit);
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < list->len; i++) {
		const struct member *m = list->pdata[i];

		g_string_append_printf(out, "%s%s,", m->name,
				       m->ambiguous ? "?" : "");
	}
	assert_string_equal(out->str, want);
	g_ptr_array_unref(list);
}

static void members_in_order(void **state)
{
	struct fx *fx = *state;
	struct change *c;
	struct power p = { g_strdup(BEN), 100, false };

	begin(fx);
	expect(fx, NULL, 0, 10, "Ann Harker?,Ann Harker?,ben Osei,chloe,");
	expect(fx, NULL, 2, 1, "ben Osei,");
	expect(fx, "osei", 0, 10, "ben Osei,");
	expect(fx, "partner", 0, 10, "Ann Harker?,");
	expect(fx, "ann", 1, 1, "Ann Harker?,");
	c = fx_new(fx, CHANGE_POWERS, "!a");
	c->powers = g_array_new(false, false, sizeof p);
	g_array_append_val(c->powers, p);
	fx_apply(fx, c);
	fx_commit(fx);
	expect(fx, NULL, 0, 1, "ben Osei,");
}

static void who_begins_so(void **state)
{
	static const struct {
		const char *prefix;
		unsigned n;
	} rows[] = { { "ann", 2 }, { "hark", 2 }, { "@pat", 1 }, { "os", 1 },
		     { "chl", 1 }, { "gone", 0 }, { "%", 0 }, { "_", 0 },
		     { "", 4 } };
	struct fx *fx = *state;

	begin(fx);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		GPtrArray *list = reader_people(fx->reader, fx->account,
						rows[i].prefix, 10);

		assert_int_equal(list->len, rows[i].n);
		g_ptr_array_unref(list);
	}
}

static bool is_here(struct fx *fx, const char *uid)
{
	struct member *m = reader_member(fx->reader, fx_room(fx, "!a"), uid);
	bool here = m->here;

	member_free(m);
	return here;
}

static void presence(struct fx *fx, const char *uid, const char *word)
{
	struct change *c = fx_new(fx, CHANGE_PRESENCE, NULL);

	c->user = g_strdup(uid);
	c->key = g_strdup(word);
	c->ts = FX_NOW;
	fx_apply(fx, c);
	fx_commit(fx);
}

static void who_is_here(void **state)
{
	struct fx *fx = *state;

	begin(fx);
	assert_false(is_here(fx, BEN));
	presence(fx, BEN, "online");
	assert_true(is_here(fx, BEN));
	assert_false(is_here(fx, ANN));
	presence(fx, BEN, "unavailable");
	assert_false(is_here(fx, BEN));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FX_TEST(members_in_order),
		FX_TEST(who_begins_so),
		FX_TEST(who_is_here),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
