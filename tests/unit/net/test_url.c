#include "net/url.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void takes_a_url_apart(void **state)
{
	struct url u;

	(void)state;
	assert_true(url_init(&u, "HTTPS://Council.ORG/a?b=c"));
	assert_string_equal(u.scheme, "https");
	assert_string_equal(u.host, "council.org");
	assert_string_equal(u.port, "443");
	url_clear(&u);
	assert_true(url_init(&u, "http://[::1]:8008"));
	assert_string_equal(u.host, "[::1]");
	assert_string_equal(u.port, "8008");
	url_clear(&u);
	assert_null(u.host);
}

static void refuses_what_is_no_url(void **state)
{
	static const char *const rows[] = {
		"", "council.org", "ftp://council.org/", "file:///etc/passwd",
		"https://", "https://u@council.org/", "https://u:p@council.org/",
		"https://coun\033cil.org/", "https://council.org:0/",
		"https://council.org:99999/", "https://cou ncil.org/",
		"https://council.org:x/", "https://[::1/",
		"javascript:alert(1)", "https://a\"b/",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct url u;

		if (url_init(&u, rows[i]))
			fail_msg("taken: \"%s\"", rows[i]);
		assert_null(u.host);
	}
}

static void knows_this_machine(void **state)
{
	static const struct {
		const char *url;
		bool loopback;
	} rows[] = {
		{ "http://127.0.0.1/", true },
		{ "http://127.9.9.9:1/", true },
		{ "http://[::1]/", true },
		{ "http://localhost/", true },
		{ "http://LocalHost/", true },
		{ "http://hs1.localhost:8008/", true },
		{ "http://128.0.0.1/", false },
		{ "http://10.0.0.1/", false },
		{ "http://[::2]/", false },
		{ "http://notlocalhost/", false },
		{ "http://localhost.council.org/", false },
		{ "http://127.0.0.1.council.org/", false },
		{ "http://0.0.0.0/", false },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct url u;

		assert_true(url_init(&u, rows[i].url));
		assert_int_equal(url_is_loopback(&u), rows[i].loopback);
		assert_int_equal(url_is_safe(&u), rows[i].loopback);
		url_clear(&u);
	}
}

static bool same(const char *a, const char *b)
{
	struct url one, two;
	bool result;

	assert_true(url_init(&one, a));
	assert_true(url_init(&two, b));
	result = url_same_origin(&one, &two);
	url_clear(&one);
	url_clear(&two);
	return result;
}

static void compares_origins(void **state)
{
	(void)state;
	assert_true(same("https://a.org/x", "https://A.org:443/y"));
	assert_false(same("https://a.org/", "https://b.org/"));
	assert_false(same("https://a.org/", "https://a.org:8448/"));
	assert_false(same("https://localhost:80/", "http://localhost:80/"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_a_url_apart),
		cmocka_unit_test(refuses_what_is_no_url),
		cmocka_unit_test(knows_this_machine),
		cmocka_unit_test(compares_origins),
	};

	return cmocka_run_group_tests_name("net/url", tests, NULL, NULL);
}
