#include "base/error.h"
#include "net/http.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void escapes_all_but_unreserved(void **state)
{
	g_autofree char *a = http_escape("!Room:council.org/ä #%~-._");
	g_autofree char *b = http_escape("");

	(void)state;
	assert_string_equal(a, "%21Room%3Acouncil.org%2F%C3%A4%20%23%25~-._");
	assert_string_equal(b, "");
}

static void makes_a_base_of_what_is_typed(void **state)
{
	static const char *const rows[][2] = {
		{ "council.org", "https://council.org" },
		{ "  Council.Org ", "https://council.org" },
		{ "https://x/", "https://x" },
		{ "https://x/_matrix/client?y#z", "https://x" },
		{ "https://council.org:8448", "https://council.org:8448" },
		{ "https://council.org:443", "https://council.org" },
		{ "council.org:8448", "https://council.org:8448" },
		{ "127.0.0.1:8008", "http://127.0.0.1:8008" },
		{ "http://127.0.0.1:8008/", "http://127.0.0.1:8008" },
		{ "http://localhost:80", "http://localhost" },
		{ "localhost:8008", "http://localhost:8008" },
		{ "[::1]:8008", "http://[::1]:8008" },
		{ "https://localhost:8448", "https://localhost:8448" },
		{ "http://hs1.localhost:1", "http://hs1.localhost:1" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) err = NULL;
		g_autofree char *base = http_base(rows[i][0], &err);

		if (!base)
			fail_msg("%s: %s", rows[i][0], err->message);
		assert_string_equal(base, rows[i][1]);
	}
}

static void assert_no_base(const char *typed, enum fm_error code,
			   const char *words)
{
	g_autoptr(GError) err = NULL;

	assert_null(http_base(typed, &err));
	assert_true(g_error_matches(err, FM_ERROR, code));
	assert_non_null(strstr(err->message, words));
}

static void refuses_what_cannot_be_a_server(void **state)
{
	static const char *const rows[] = {
		"", "   ", "two words", "@ann:council.org", "ann@council.org",
		"https://ann:secret@council.org", "ftp://council.org",
		"https://", "council.org:port", "#room:council.org",
		"council\norg",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_no_base(rows[i], FM_ERROR_USAGE, "council.org");
}

static void refuses_plain_http_to_elsewhere(void **state)
{
	(void)state;
	assert_no_base("http://council.org", FM_ERROR_REFUSED,
		       "Use https://council.org");
	assert_no_base("http://10.1.2.3:8008", FM_ERROR_REFUSED,
		       "not encrypted");
}

static void waits_longer_each_time(void **state)
{
	static const struct {
		int tries;
		int64_t least, most;
	} rows[] = {
		{ 1, 500, 1000 }, { 2, 1000, 2000 }, { 3, 2000, 4000 },
		{ 9, 128000, 256000 }, { 10, 150000, 300000 },
		{ 1000000, 150000, 300000 }, { 0, 500, 1000 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		int64_t half = rows[i].most - rows[i].least;

		assert_int_equal(http_backoff(rows[i].tries, -1, 0),
				 rows[i].least);
		assert_int_equal(http_backoff(rows[i].tries, -1,
					      (uint64_t)half), rows[i].most);
		assert_in_range(http_backoff(rows[i].tries, -1, UINT64_MAX),
				rows[i].least, rows[i].most);
	}
}

static void the_server_may_ask_for_more(void **state)
{
	(void)state;
	assert_int_equal(http_backoff(1, 30000, 7), 30000);
	assert_int_equal(http_backoff(1, 0, 0), 500);
}

static void frees_a_request(void **state)
{
	struct http_request *req = http_request_new("PUT", g_strdup("https://x"));

	(void)state;
	assert_string_equal(req->url, "https://x");
	req->bearer = g_strdup("secret");
	req->body = g_strdup("{}");
	req->len = 2;
	http_request_free(req);
	http_request_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_all_but_unreserved),
		cmocka_unit_test(makes_a_base_of_what_is_typed),
		cmocka_unit_test(refuses_what_cannot_be_a_server),
		cmocka_unit_test(refuses_plain_http_to_elsewhere),
		cmocka_unit_test(waits_longer_each_time),
		cmocka_unit_test(the_server_may_ask_for_more),
		cmocka_unit_test(frees_a_request),
	};

	return cmocka_run_group_tests_name("net/http", tests, NULL, NULL);
}
