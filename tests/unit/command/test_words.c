#include "command/form.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void words_say_what_they_ask_for(void **state)
{
	(void)state;
	assert_int_equal(argument_word_find("NOTES")->kind, FORM_TEXT);
	assert_true(argument_word_find("USER")->commas);
	assert_string_equal(argument_word_find("DATE")->clear, "none");
	assert_null(argument_word_find("XYZZY"));
	assert_null(argument_word_find(NULL));
}

static void secrets_are_known_by_name(void **state)
{
	(void)state;
	assert_true(argument_is_secret("--password-command"));
	assert_true(argument_is_secret("TOKEN"));
	assert_true(argument_is_secret("SECRET"));
	assert_false(argument_is_secret("--due"));
	assert_false(argument_is_secret("PASS"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_say_what_they_ask_for),
		cmocka_unit_test(secrets_are_known_by_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
