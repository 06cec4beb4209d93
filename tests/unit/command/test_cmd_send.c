#include "unit/command/desk.h"

static void sending(void **state)
{
	struct desk *d = *state;
	const struct op *op;

	assert_true(desk_shell(d, "send general --emote waves"));
	op = desk_op(d);
	assert_int_equal(op->kind, OP_SEND);
	assert_string_equal(op->rid, "!a:council.org");
	assert_true(op->emote);
	assert_string_equal(op->body, "waves");
	desk_expect(d, 0, "id", "$new");
	desk_expect(d, 0, "state", "sent");
	assert_true(desk_shell(d, "send general -- -5 --emote"));
	assert_string_equal(desk_op(d)->body, "-5 --emote");
}

static void answering_and_threads(void **state)
{
	struct desk *d = *state;

	fx_reply(d->fx, "!a", "$r1", "$ben1", "which ones");
	fx_commit(d->fx);
	assert_true(desk_shell(d, "send general yes --reply-to '$ben1' "
			       "--thread '$r1'"));
	assert_string_equal(desk_op(d)->target, "$ben1");
	assert_string_equal(desk_op(d)->thread, "$ben1");
	assert_string_equal(desk_op(d)->mentions, BEN);
	d->silent = true;
	assert_false(desk_shell(d, "send general yes --reply-to '$none'"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "$none");
}

static void me_is_an_emote(void **state)
{
	struct desk *d = *state;

	desk_select(d, "!a", NULL, NULL);
	d->ctx.thread = g_strdup("$ben1");
	assert_true(desk_slash(d, "me can't wait"));
	assert_true(desk_op(d)->emote);
	assert_string_equal(desk_op(d)->body, "can't wait");
	assert_string_equal(desk_op(d)->thread, "$ben1");
	g_clear_pointer(&d->ctx.thread, g_free);
}

static void editing(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "edit general '$ann1' I ordered them"));
	assert_int_equal(desk_op(d)->kind, OP_EDIT);
	assert_string_equal(desk_op(d)->target, "$ann1");
	assert_string_equal(desk_op(d)->body, "I ordered them");
	assert_false(desk_shell(d, "edit general '$ben1' no"));
	desk_failed(d, FM_ERROR_REFUSED, "of your own");
	assert_int_equal(d->ops->len, 0);
}

static void reacting(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "react general '$ben1' :thumbsup:"));
	assert_int_equal(desk_op(d)->kind, OP_REACT);
	assert_string_equal(desk_op(d)->key, "👍");
	desk_select(d, "!a", "$ben1", NULL);
	assert_true(desk_prompt(d, "react 👀"));
	assert_string_equal(desk_op(d)->key, "👀");
	assert_string_equal(desk_op(d)->target, "$ben1");
	assert_true(desk_prompt(d, "react $ann1 ok"));
	assert_string_equal(desk_op(d)->target, "$ann1");
	assert_string_equal(desk_op(d)->key, "ok");
}

static void redacting(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "redact general '$ann1' --reason typo"));
	assert_int_equal(desk_op(d)->kind, OP_REDACT);
	assert_string_equal(desk_op(d)->reason, "typo");
	desk_select(d, "!a", NULL, NULL);
	assert_false(desk_prompt(d, "redact"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "No message is selected");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(sending),
		DESK_TEST(answering_and_threads),
		DESK_TEST(me_is_an_emote),
		DESK_TEST(editing),
		DESK_TEST(reacting),
		DESK_TEST(redacting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
