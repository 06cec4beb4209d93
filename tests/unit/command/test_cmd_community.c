#include "unit/command/kinds.h"

static void a_digest(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = NULL;
	struct change *c = kinds_new(d, KIND_QUESTION, "$q", ANN, "Solved?");

	assert_true(desk_shell(d, "community digest 'Flood defence'"));
	text = desk_field(d, 0, "text");
	assert_non_null(strstr(text, "Nothing new."));
	g_clear_pointer(&text, g_free);
	c->post->thing->status = QUESTION_SOLVED;
	kinds_put(d, c, 0);
	kinds_add(d, KIND_DECISION, "$d", ANN, "Two pumps");
	kinds_put(d, kinds_new(d, KIND_RESOURCE, "$r", ANN, "Too old"),
		  INT64_C(40) * 86400000);
	assert_true(desk_shell(d, "community digest 'Flood defence'"));
	assert_int_equal(d->ops->len, 0);
	text = desk_field(d, 0, "text");
	assert_non_null(strstr(text, "## Decisions\n\n- **Two pumps**"));
	assert_non_null(strstr(text, "## Questions that were solved\n\n"
			       "- **Solved?**"));
	assert_null(strstr(text, "Too old"));
	assert_true(desk_shell(d, "community digest 'Flood defence' --send "
			       "general"));
	assert_int_equal(desk_op(d)->kind, OP_SEND);
	assert_non_null(strstr(desk_op(d)->body, "## Decisions"));
	assert_false(desk_shell(d, "community digest general"));
	desk_failed(d, FM_ERROR_USAGE, "is a room");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_digest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
