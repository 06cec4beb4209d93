/* test_provider.c - finding providers, and copies of tokens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "provider/provider.h"

static void test_provider_find(void **state)
{
	const struct provider_ops *ops = provider_find("matrix");

	(void)state;
	assert_non_null(ops);
	assert_string_equal(ops->name, "matrix");
	assert_non_null(ops->open);
	assert_non_null(ops->close);
	assert_non_null(ops->start);
	assert_non_null(ops->submit);
	assert_non_null(ops->login);
	assert_null(provider_find("gopher"));
	assert_null(provider_find(""));
	assert_null(provider_find(NULL));
}

static void test_provider_tokens(void **state)
{
	struct tokens from = {
		.kind = g_strdup("matrix"), .base = g_strdup("https://x"),
		.user = g_strdup("@a:x"), .device = g_strdup("D"),
		.access = g_strdup("secret"), .expires = 7,
	};
	struct tokens to;

	(void)state;
	tokens_copy(&to, &from);
	tokens_clear(&from);
	assert_null(from.access);
	assert_int_equal(from.expires, 0);
	assert_string_equal(to.access, "secret");
	assert_string_equal(to.base, "https://x");
	assert_null(to.refresh);
	assert_int_equal(to.expires, 7);
	tokens_clear(&to);
	tokens_clear(&to);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_provider_find),
		cmocka_unit_test(test_provider_tokens),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
