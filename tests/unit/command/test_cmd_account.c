#include "unit/command/desk.h"

static void accounts_are_listed(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "accounts"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "name", "ann@council");
	desk_expect(d, 0, "user", ANN);
	desk_expect(d, 0, "server", "council.org");
	desk_expect(d, 0, "kind", "matrix");
	desk_expect(d, 0, "state", "logged_in");
	assert_true(store_account_logged_out(d->fx->store, d->fx->account,
					     false, "The token is void.",
					     NULL));
	assert_true(desk_shell(d, "accounts"));
	desk_expect(d, 0, "state", "logged_out");
	desk_expect(d, 0, "reason", "The token is void.");
}

static const struct message *login(struct desk *d, const char *line,
				   int64_t account, const char *why)
{
	d->reply = message_new(EV_LOGIN);
	d->reply->account = account;
	d->reply->n = FM_ERROR_AUTH;
	d->reply->a = g_strdup(why);
	desk_shell(d, line);
	return d->asked->len ? d->asked->pdata[0] : NULL;
}

static void logging_in(void **state)
{
	struct desk *d = *state;
	const struct message *m;

	d->secret = "from the terminal";
	m = login(d, "login matrix council.org --user ann", d->fx->account,
		  NULL);
	assert_null(d->err);
	assert_int_equal(m->kind, REQ_LOGIN);
	assert_string_equal(m->a, "council.org");
	assert_string_equal(m->b, "ann");
	assert_string_equal(m->c, "from the terminal");
	desk_expect(d, 0, "account", "ann@council");
	desk_expect(d, 0, "user", ANN);
	desk_expect(d, 0, "server", "council.org");
}

static void passwords_come_from_elsewhere(void **state)
{
	struct desk *d = *state;
	const struct message *m;

	d->input = "from input\nmore\n";
	m = login(d, "login matrix x --user ann --password-stdin",
		  d->fx->account, NULL);
	assert_string_equal(m->c, "from input");
	m = login(d, "login matrix x --user ann --password-command 'echo "
		  "from command'", d->fx->account, NULL);
	assert_string_equal(m->c, "from command");
	assert_null(login(d, "login matrix x --user ann --password-command "
			  "false", 1, NULL));
	desk_failed(d, FM_ERROR_FAILED, "did not work");
	g_clear_pointer(&d->reply, message_free);
	d->input = "\n";
	assert_false(desk_shell(d, "login matrix x --user a "
				"--password-stdin"));
	desk_failed(d, FM_ERROR_USAGE, "empty");
	assert_false(desk_shell(d, "login matrix x"));
	desk_failed(d, FM_ERROR_USAGE, "--user");
}

static void a_refusal_is_said(void **state)
{
	struct desk *d = *state;

	d->secret = "wrong";
	login(d, "login matrix council.org --user ann", 0,
	      "The password is wrong.");
	desk_failed(d, FM_ERROR_AUTH, "The password is wrong.");
	assert_int_equal(d->records->len, 0);
}

static void logging_out(void **state)
{
	struct desk *d = *state;
	const struct message *m;

	assert_true(desk_shell(d, "logout"));
	m = d->asked->pdata[0];
	assert_int_equal(m->kind, REQ_LOGOUT);
	assert_true(m->account == d->fx->account);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(accounts_are_listed),
		DESK_TEST(logging_in),
		DESK_TEST(passwords_come_from_elsewhere),
		DESK_TEST(a_refusal_is_said),
		DESK_TEST(logging_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
