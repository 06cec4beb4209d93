#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void has_words(void **state)
{
	(void)state;
	assert_string_equal(account_state_word(ACCOUNT_OFFLINE), "offline");
	assert_string_equal(account_state_word(ACCOUNT_CONNECTING),
			    "connecting");
	assert_string_equal(account_state_word(ACCOUNT_SYNCING), "syncing");
	assert_string_equal(account_state_word(ACCOUNT_LIVE), "live");
	assert_string_equal(account_state_word(ACCOUNT_LOGGED_OUT),
			    "logged_out");
	assert_string_equal(account_state_word(99), "offline");
}

static void frees_all_of_an_account(void **state)
{
	struct account *a = g_new0(struct account, 1);

	(void)state;
	a->name = g_strdup("ann@council");
	a->base = g_strdup("https://council.org");
	a->cursor = g_strdup("s1");
	a->out_reason = g_strdup("why");
	account_free(a);
	account_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_words),
		cmocka_unit_test(frees_all_of_an_account),
	};

	return cmocka_run_group_tests_name("model/account", tests, NULL, NULL);
}
