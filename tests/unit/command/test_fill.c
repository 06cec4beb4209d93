#include "unit/command/desk.h"

static struct op *fill(struct desk *d, const char *text)
{
	struct op *op = op_new(OP_SEND);

	d->ctx.reader = d->fx->reader;
	command_fill_text(&d->ctx, fx_room(d->fx, "!a"), text, op);
	return op;
}

static void mentions(struct desk *d, const char *text, const char *who)
{
	struct op *op = fill(d, text);

	assert_string_equal(op->body, text);
	if (g_strcmp0(op->mentions, who))
		fail_msg("%s: %s", text, op->mentions);
	op_free(op);
}

static void people_are_meant(void **state)
{
	struct desk *d = *state;

	mentions(d, "@ben hello", BEN);
	mentions(d, "hello @Ben, @chloe!", BEN " " CHLOE);
	mentions(d, "@ben @ben:council.org", BEN);
	mentions(d, "nobody@example.org", NULL);
	mentions(d, "@nobody", NULL);
	mentions(d, "@zed:council.org", NULL);
	mentions(d, "`@ben` in code", NULL);
}

/* Two people of one name: nobody is pinged by guesswork. */
static void a_doubtful_name_is_nobody(void **state)
{
	struct desk *d = *state;

	fx_member(d->fx, "!a", "@ben:partner.org", "Ben Other", MEMBER_JOIN);
	fx_commit(d->fx);
	mentions(d, "@ben", NULL);
	mentions(d, "@ben:partner.org", "@ben:partner.org");
}

static void links_go_to_people(void **state)
{
	struct desk *d = *state;
	struct op *op = fill(d, "@ben **now**");

	assert_non_null(strstr(op->html, "https://matrix.to/#/@ben:council"));
	assert_non_null(strstr(op->html, "<strong>now</strong>"));
	op_free(op);
	op = fill(d, "plain");
	assert_null(op->html);
	op_free(op);
}

static void markdown_can_be_off(void **state)
{
	struct desk *d = *state;
	struct op *op;

	assert_true(options_set(d->ctx.options, "markdown", "no", NULL));
	op = fill(d, "@ben **now**");
	assert_null(op->html);
	assert_string_equal(op->mentions, BEN);
	op_free(op);
}

static void who_is_answered_is_meant(void **state)
{
	struct desk *d = *state;
	struct op *op = op_new(OP_SEND);

	op->target = g_strdup("$ben1");
	command_fill_text(&d->ctx, fx_room(d->fx, "!a"), "yes", op);
	assert_string_equal(op->mentions, BEN);
	op_free(op);
	op = op_new(OP_SEND);
	op->target = g_strdup("$ann1");
	command_fill_text(&d->ctx, fx_room(d->fx, "!a"), "yes", op);
	assert_null(op->mentions);
	op_free(op);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(people_are_meant),
		DESK_TEST(a_doubtful_name_is_nobody),
		DESK_TEST(links_go_to_people),
		DESK_TEST(markdown_can_be_off),
		DESK_TEST(who_is_answered_is_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
