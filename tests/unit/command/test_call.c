#include "unit/command/desk.h"
#include "command/internal.h"

static char *user(struct desk *d, const char *words)
{
	struct command_call call = { .ctx = &d->ctx };
	struct room *room = fx_read(d->fx, "!a");
	char *uid;

	g_clear_error(&d->err);
	d->ctx.reader = d->fx->reader;
	uid = call_user(&call, room, words, &d->err);
	room_free(room);
	return uid;
}

static void is_user(struct desk *d, const char *words, const char *want)
{
	g_autofree char *uid = user(d, words);

	assert_string_equal(uid, want);
}

static void people_have_many_names(void **state)
{
	struct desk *d = *state;

	is_user(d, "ben", BEN);
	is_user(d, "@ben", BEN);
	is_user(d, "@ben:council.org", BEN);
	is_user(d, "Ben Osei", BEN);
	is_user(d, "ben osei", BEN);
	is_user(d, "Chloe", CHLOE);
	is_user(d, "@who:else.org", "@who:else.org");
}

static void a_wrong_name_gives_the_nearest(void **state)
{
	struct desk *d = *state;

	assert_null(user(d, "bne"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "Ben Osei (@ben:council.org)");
	fx_member(d->fx, "!a", "@ben:partner.org", "Ben Other", MEMBER_JOIN);
	fx_commit(d->fx);
	assert_null(user(d, "ben"));
	desk_failed(d, FM_ERROR_AMBIGUOUS, "@ben:partner.org");
}

static void texts_are_checked(void **state)
{
	struct desk *d = *state;
	g_autofree char *big = g_strnfill(60001, 'x');

	d->input = "two\nlines\n";
	assert_true(desk_shell(d, "send general -"));
	assert_string_equal(desk_op(d)->body, "two\nlines");
	d->input = "\xff\xfe";
	assert_false(desk_shell(d, "send general -"));
	desk_failed(d, FM_ERROR_REFUSED, "not valid UTF-8");
	d->input = big;
	assert_false(desk_shell(d, "send general -"));
	desk_failed(d, FM_ERROR_REFUSED, "60001 bytes");
	d->input = " \n";
	assert_false(desk_shell(d, "send general -"));
	desk_failed(d, FM_ERROR_USAGE, "no text");
	assert_int_equal(d->ops->len, 0);
	big[60000] = '\0';
	d->input = big;
	assert_true(desk_shell(d, "send general -"));
}

static void a_failed_op_is_an_error(void **state)
{
	struct desk *d = *state;

	d->outcome = OP_FAILED;
	assert_false(desk_shell(d, "send general x"));
	desk_failed(d, FM_ERROR_FAILED, "The server said no.");
	desk_expect(d, 0, "state", "failed");
	d->outcome = OP_WAITING;
	assert_true(desk_shell(d, "send general x"));
	desk_expect(d, 0, "state", "waiting");
	desk_expect(d, 0, "id", "null");
}

static void every_op_has_its_own_transaction(void **state)
{
	struct desk *d = *state;
	g_autofree char *first = NULL;

	assert_true(desk_shell(d, "send general x"));
	first = g_strdup(desk_op(d)->txn);
	assert_true(desk_shell(d, "send general x"));
	assert_string_not_equal(first, desk_op(d)->txn);
}

static void an_unknown_id_is_looked_for(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "redact general '$unknown'"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "$unknown");
	assert_int_equal(d->asked->len, 1);
	assert_int_equal(((struct message *)d->asked->pdata[0])->kind,
			 REQ_NUDGE);
	desk_select(d, "!a", NULL, NULL);
	assert_false(desk_prompt(d, "redact $unknown"));
	assert_int_equal(d->asked->len, 0);
}

static void two_accounts_must_be_told_apart(void **state)
{
	struct desk *d = *state;
	struct account a = { .name = (char *)"pat@partner",
			     .kind = (char *)"matrix",
			     .base = (char *)"https://partner.org",
			     .user = (char *)PAT };
	int64_t id = store_account_put(d->fx->store, &a, NULL);

	fx_commit(d->fx);
	assert_false(desk_shell(d, "join '#x:council.org'"));
	desk_failed(d, FM_ERROR_AMBIGUOUS, "ann@council, pat@partner");
	d->ctx.account = id;
	assert_true(desk_shell(d, "join '#x:council.org'"));
	assert_true(desk_op(d)->account == id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(people_have_many_names),
		DESK_TEST(a_wrong_name_gives_the_nearest),
		DESK_TEST(texts_are_checked),
		DESK_TEST(a_failed_op_is_an_error),
		DESK_TEST(every_op_has_its_own_transaction),
		DESK_TEST(an_unknown_id_is_looked_for),
		DESK_TEST(two_accounts_must_be_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
