#include "unit/command/desk.h"

static void a_line_for_each_account(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "sync"));
	assert_int_equal(((struct message *)d->asked->pdata[0])->kind,
			 REQ_NUDGE);
	desk_expect(d, 0, "account", "ann@council");
	desk_expect(d, 0, "state", "live");
	desk_expect(d, 0, "rooms", "2");
	desk_expect(d, 0, "unread", "0");
	desk_expect(d, 0, "mentions", "0");
}

static void one_that_is_out_is_a_failure(void **state)
{
	struct desk *d = *state;

	assert_true(store_account_logged_out(d->fx->store, d->fx->account,
					     false, "The token is void.",
					     NULL));
	assert_false(desk_shell(d, "sync"));
	desk_failed(d, FM_ERROR_OFFLINE, "The token is void.");
	desk_expect(d, 0, "state", "logged_out");
}

static void seconds_are_checked(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "sync --timeout soon"));
	desk_failed(d, FM_ERROR_USAGE, "seconds from 1");
	assert_true(desk_shell(d, "sync --timeout 5"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_line_for_each_account),
		DESK_TEST(one_that_is_out_is_a_failure),
		DESK_TEST(seconds_are_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
