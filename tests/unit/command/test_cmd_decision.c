#include "unit/command/kinds.h"

static void deciding(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "decide general 'Two new pumps'"));
	assert_int_equal(desk_op(d)->thing->kind, KIND_DECISION);
	desk_select(d, "!a", "$ann1", NULL);
	assert_true(desk_prompt(d, "decision from"));
	assert_string_equal(desk_op(d)->thing->source, "$ann1");
	assert_string_equal(desk_op(d)->thing->title, "I order new ones");
	desk_expect(d, 0, "thread",
		    "https://matrix.to/#/!a:council.org/$ann1");
}

static void listed_exported_revoked(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = NULL;

	kinds_put(d, kinds_new(d, KIND_DECISION, "$old", ANN, "Old"),
		  INT64_C(40) * 86400000);
	kinds_put(d, kinds_new(d, KIND_DECISION, "$new", ANN, "New"), 1000);
	assert_true(desk_shell(d, "decision list"));
	assert_int_equal(d->records->len, 2);
	desk_expect(d, 0, "id", "$new");
	assert_true(desk_shell(d, "decision list --since '1 nov'"));
	assert_int_equal(d->records->len, 1);
	assert_false(desk_shell(d, "decision list --since never"));
	desk_failed(d, FM_ERROR_USAGE, "no date");
	assert_true(desk_shell(d, "decision export 'Flood defence'"));
	text = desk_field(d, 0, "text");
	assert_non_null(strstr(text, "# Decisions: Flood defence"));
	assert_non_null(strstr(text, "**New** (Ann Harker, 2026-11-27)"));
	assert_true(desk_shell(d, "decision revoke '$new' 'No money.'"));
	assert_string_equal(kinds_changed(d, THING_STATUS |
					  THING_NOTES)->notes,
			    "Revoked: No money.");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(deciding),
		DESK_TEST(listed_exported_revoked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
