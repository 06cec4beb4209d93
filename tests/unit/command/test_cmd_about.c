#include "unit/command/desk.h"

static bool has_line(struct desk *d, const char *words)
{
	for (guint i = 0; i < d->records->len; i++) {
		const char *text = record_get(d->records->pdata[i], "text");

		if (text && strstr(text, words))
			return true;
	}
	return false;
}

static void as_lines(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new(d->fx, CHANGE_GUEST, "!a");

	fx_member(d->fx, "!a", PAT, "Pat Roe", MEMBER_JOIN);
	c->user = g_strdup(PAT);
	c->target = g_strdup(ANN);
	c->n = 100;
	c->seen = true;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "about general"));
	assert_true(has_line(d, "general"));
	assert_true(has_line(d, "3 council.org"));
	assert_true(has_line(d, "1 partner.org"));
	assert_true(has_line(d, "⚠ Pat Roe"));
	assert_true(has_line(d, "matrix.to"));
	assert_true(desk_shell(d, "about 'Flood defence'"));
	assert_true(has_line(d, "None yet"));
}

/* What a charter declares is no fact: where they differ, it is said. */
static void declared_and_not_so(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new(d->fx, CHANGE_CHARTER, "!a");

	c->user = g_strdup(ANN);
	c->eid = g_strdup("$c");
	c->n = 1;
	c->charter = charter_new();
	c->charter->area = AREA_INTERNAL;
	fx_apply(d->fx, c);
	fx_member(d->fx, "!a", PAT, "Pat Roe", MEMBER_JOIN);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "about general"));
	assert_true(has_line(d, "declares it internal, but in fact it is "
			     "external"));
}

static void as_json(void **state)
{
	struct desk *d = *state;

	d->ctx.json = true;
	assert_true(desk_shell(d, "about general"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "name", "general");
	desk_expect(d, 0, "charter", "null");
	desk_expect(d, 0, "servers", "record");
	desk_expect(d, 0, "must_accept", "false");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(as_lines), DESK_TEST(declared_and_not_so),
		DESK_TEST(as_json),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
