/* test_refusal.c - which answers are passing trouble, and in which words. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/refusal.h"

static const struct {
	enum http_failure failure;
	int status;
	const char *body;
	int64_t retry;
	bool passing, soft;
	int64_t wait;
	const char *sentence;	/* a part of it */
} rows[] = {
	{ HTTP_NO_HOST, 0, "", -1, true, false, -1, "x.org cannot" },
	{ HTTP_TIMEOUT, 0, "", -1, true, false, -1, "x.org cannot" },
	{ HTTP_BAD_URL, 0, "", -1, false, false, -1, "x.org cannot" },
	{ HTTP_OK, 403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"No\"}", -1,
	  false, false, -1, "x.org refused: No" },
	{ HTTP_OK, 403, "{\"errcode\":\"M_FORBIDDEN\"}", -1, false, false, -1,
	  "status 403, M_FORBIDDEN" },
	{ HTTP_OK, 429, "{\"errcode\":\"M_LIMIT_EXCEEDED\"}", 5000, true,
	  false, 5000, "wait 5 s" },
	{ HTTP_OK, 429, "{\"retry_after_ms\":4833}", -1, true, false, 4833,
	  "wait 5 s" },
	{ HTTP_OK, 429, "<html>", -1, true, false, -1, "slow down" },
	{ HTTP_OK, 400, "{\"errcode\":\"M_LIMIT_EXCEEDED\"}", -1, true, false,
	  -1, "slow down" },
	{ HTTP_OK, 500, "oh", -1, true, false, -1, "error 500" },
	{ HTTP_OK, 404, " <html>", -1, false, false, -1, "web page" },
	{ HTTP_OK, 200, "<html>", -1, true, false, -1, "web page" },
	{ HTTP_OK, 200, "{}", -1, true, false, -1, "makes no sense" },
	{ HTTP_OK, 401, "proxy", -1, true, false, -1, "status 401" },
	{ HTTP_OK, 401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"soft_logout\":true}",
	  -1, false, true, -1, "M_UNKNOWN_TOKEN" },
	{ HTTP_OK, 401, "{\"errcode\":\"M_USER_LOCKED\",\"soft_logout\":true}",
	  -1, true, true, -1, "locked" },
	{ HTTP_OK, 403, "{\"errcode\":\"M_USER_SUSPENDED\"}", -1, false, false,
	  -1, "suspended" },
	{ HTTP_OK, 413, "", -1, false, false, -1, "too long" },
	{ HTTP_OK, 400, "{\"errcode\":7,\"error\":[]}", -1, false, false, -1,
	  "status 400" },
	{ HTTP_OK, 400, "{\"error\":\"a\\u001b[31mb\\nc\"}", -1, false, false,
	  -1, "refused: a" },
};

static void test_refusal_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct http_reply reply = {
			.failure = rows[i].failure, .status = rows[i].status,
			.body = rows[i].body, .len = strlen(rows[i].body),
			.message = "", .retry_after = rows[i].retry,
		};
		struct refusal r;

		refusal_init(&r, &reply, "x.org");
		if (r.passing != rows[i].passing ||
		    r.soft_logout != rows[i].soft ||
		    r.retry_after != rows[i].wait ||
		    !strstr(r.sentence, rows[i].sentence))
			fail_msg("row %zu: %s", i, r.sentence);
		assert_null(strchr(r.sentence, '\n'));
		assert_null(strchr(r.sentence, '\033'));
		refusal_clear(&r);
	}
}

static void test_refusal_network_words(void **state)
{
	struct http_reply reply = { .failure = HTTP_NO_ROUTE, .body = "",
				    .message = "x.org refused the connection." };
	struct refusal r;

	(void)state;
	refusal_init(&r, &reply, "x.org");
	assert_string_equal(r.sentence, reply.message);
	assert_false(refusal_is(&r, "M_FORBIDDEN"));
	refusal_clear(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_refusal_table),
		cmocka_unit_test(test_refusal_network_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
