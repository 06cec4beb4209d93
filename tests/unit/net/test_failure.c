#include "net/failure.h"

#include <errno.h>
#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void sorts_what_went_wrong(void **state)
{
	static const struct {
		CURLcode code;
		long os_errno;
		enum http_failure failure;
		const char *words;
	} rows[] = {
		{ CURLE_OK, 0, HTTP_OK, "" },
		{ CURLE_COULDNT_RESOLVE_HOST, 0, HTTP_NO_HOST,
		  "council.org was not found: the name is wrong, or there is "
		  "no network" },
		{ CURLE_COULDNT_CONNECT, ECONNREFUSED, HTTP_NO_ROUTE,
		  "council.org refused the connection" },
		{ CURLE_COULDNT_CONNECT, EHOSTUNREACH, HTTP_NO_ROUTE,
		  "council.org cannot be reached" },
		{ CURLE_COULDNT_CONNECT, ETIMEDOUT, HTTP_TIMEOUT,
		  "council.org did not answer in time" },
		{ CURLE_SSL_CONNECT_ERROR, 0, HTTP_TLS,
		  "council.org and we could not agree on a secure "
		  "connection" },
		{ CURLE_OPERATION_TIMEDOUT, 0, HTTP_TIMEOUT,
		  "council.org did not answer in time" },
		{ CURLE_PARTIAL_FILE, 0, HTTP_BROKEN,
		  "the answer of council.org broke off" },
		{ CURLE_URL_MALFORMAT, 0, HTTP_BAD_URL,
		  "the address of council.org is not one that can be used" },
		{ CURLE_FTP_WEIRD_PASS_REPLY, 0, HTTP_BROKEN,
		  "the request to council.org failed" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *words = failure_words(
			"council.org", rows[i].code, rows[i].os_errno, 0);

		assert_int_equal(failure_from_curl(rows[i].code,
						   rows[i].os_errno),
				 rows[i].failure);
		assert_string_equal(words, rows[i].words);
	}
}

static void says_what_is_wrong_with_a_certificate(void **state)
{
	static const struct {
		long verify;
		const char *part;
	} rows[] = {
		{ 0, "another name" }, { 9, "not valid yet" },
		{ 10, "has expired" }, { 18, "signed by itself" },
		{ 19, "signed by itself" }, { 20, "does not trust" },
		{ 77, "is not valid" },
	};
	const char *tls = curl_version_info(CURLVERSION_NOW)->ssl_version;
	bool openssl = tls && strstr(tls, "OpenSSL");

	(void)state;
	assert_int_equal(failure_from_curl(CURLE_PEER_FAILED_VERIFICATION, 0),
			 HTTP_TLS);
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *words = failure_words(
			"council.org", CURLE_PEER_FAILED_VERIFICATION, 0,
			rows[i].verify);
		const char *part = openssl ? rows[i].part : "is not valid";

		assert_non_null(strstr(words, part));
		assert_non_null(strstr(words, "council.org"));
	}
}

static void says_how_we_ended_it(void **state)
{
	(void)state;
	for (enum http_failure f = HTTP_NO_HOST; f <= HTTP_BAD_URL; f++) {
		g_autofree char *words = failure_own_words("council.org", f);

		assert_non_null(strstr(words, "council.org"));
		assert_null(strchr(words, '%'));
	}
}

static void reads_retry_after(void **state)
{
	/* 1994-11-06T08:49:37Z */
	const int64_t then = INT64_C(784111777000);
	static const struct {
		const char *value;
		int64_t wait;
	} rows[] = {
		{ "0", 0 }, { "120", 120000 }, { " 7 ", 7000 },
		{ "99999999", 86400000 },
		{ "99999999999999999999999", 86400000 },
		{ "Sun, 06 Nov 1994 08:49:47 GMT", 10000 },
		{ "Sun, 06 Nov 1994 08:49:27 GMT", 0 },
		{ "Sun, 06 Nov 2094 08:49:37 GMT", 86400000 },
		{ "", -1 }, { "soon", -1 }, { "-5", -1 }, { "1.5", -1 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		int64_t wait = failure_retry_after(rows[i].value, then);

		if (wait != rows[i].wait)
			fail_msg("\"%s\" gave %" G_GINT64_FORMAT,
				 rows[i].value, (gint64)wait);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sorts_what_went_wrong),
		cmocka_unit_test(says_what_is_wrong_with_a_certificate),
		cmocka_unit_test(says_how_we_ended_it),
		cmocka_unit_test(reads_retry_after),
	};

	return cmocka_run_group_tests_name("net/failure", tests, NULL, NULL);
}
