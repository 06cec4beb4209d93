/* test_request.c - the queue of requests, with a host that only notes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/request.h"

#define MANY 20

/* What was handed to the net, and what came back to the asker. */
struct noted {
	struct world world;
	struct provider_host host;
	struct matrix m;
	struct http_request *sent[MANY];
	int n_sent, n_cancelled, done, aborted;
};

static uint64_t on_http(void *user, struct http_request *take)
{
	struct noted *n = user;

	n->sent[n->n_sent++] = take;
	return (uint64_t)n->n_sent;
}

static void on_cancel(void *user, uint64_t handle)
{
	(void)handle;
	((struct noted *)user)->n_cancelled++;
}

static void on_done(void *user, const struct http_reply *reply)
{
	struct noted *n = user;

	if (reply->failure == HTTP_CANCELLED)
		n->aborted++;
	else
		n->done++;
}

static int set_up(void **state)
{
	struct noted *n = g_new0(struct noted, 1);

	world_init_fixed(&n->world, 1764000000000, "UTC");
	n->host = (struct provider_host){ .world = &n->world, .user = n,
					  .http = on_http,
					  .cancel = on_cancel };
	n->m.host = &n->host;
	n->m.tokens.base = g_strdup("https://x.org");
	n->m.tokens.access = g_strdup("secret");
	n->m.flying = g_ptr_array_new();
	g_queue_init(&n->m.waiting);
	*state = n;
	return 0;
}

/* The net answers the request at `i`. */
static void answer(struct noted *n, int i, enum http_failure failure)
{
	const struct http_reply reply = {
		.failure = failure, .status = 200, .message = "", .body = "{}",
		.len = 2, .type = "", .url = "", .retry_after = -1,
	};
	struct http_request *sent = n->sent[i];

	n->sent[i] = NULL;
	sent->done(sent->user, &reply);
	http_request_free(sent);
}

static int tear_down(void **state)
{
	struct noted *n = *state;

	request_end_all(&n->m);
	for (int i = 0; i < n->n_sent; i++)
		if (n->sent[i])
			answer(n, i, HTTP_CANCELLED);
	tokens_clear(&n->m.tokens);
	g_ptr_array_unref(n->m.flying);
	world_clear(&n->world);
	g_free(n);
	return 0;
}

static struct request *ask(struct noted *n, bool alone)
{
	struct request *r = request_new("GET", g_strdup("/path"));

	r->alone = alone;
	r->done = on_done;
	r->user = n;
	request_send(&n->m, r);
	return r;
}

static void test_request_bound(void **state)
{
	struct noted *n = *state;

	for (int i = 0; i < REQUEST_MAX + 3; i++)
		ask(n, false);
	assert_int_equal(n->n_sent, REQUEST_MAX);
	ask(n, true);
	assert_int_equal(n->n_sent, REQUEST_MAX + 1);
	answer(n, REQUEST_MAX, HTTP_OK);
	assert_int_equal(n->n_sent, REQUEST_MAX + 1);
	answer(n, 0, HTTP_OK);
	assert_int_equal(n->n_sent, REQUEST_MAX + 2);
	assert_int_equal(n->done, 2);
	assert_string_equal(n->sent[1]->url, "https://x.org/path");
	assert_string_equal(n->sent[1]->bearer, "secret");
}

static void test_request_anonymous(void **state)
{
	struct noted *n = *state;
	struct request *r = request_new_json("POST", g_strdup("/x"),
					     json_pack("{s:i}", "a", 1));

	r->anonymous = true;
	r->done = on_done;
	r->user = n;
	n->m.refreshing = true;
	ask(n, false);
	request_send(&n->m, r);
	assert_int_equal(n->n_sent, 1);
	assert_null(n->sent[0]->bearer);
	assert_string_equal(n->sent[0]->body, "{\"a\":1}");
	n->m.refreshing = false;
	request_pump(&n->m);
	assert_int_equal(n->n_sent, 2);
}

static void test_request_cancel(void **state)
{
	struct noted *n = *state;
	struct request *flying = ask(n, false), *waiting;

	for (int i = 1; i < REQUEST_MAX; i++)
		ask(n, false);
	waiting = ask(n, false);
	request_cancel(waiting);
	request_cancel(flying);
	assert_int_equal(n->n_cancelled, 1);
	answer(n, 0, HTTP_CANCELLED);
	assert_int_equal(n->done + n->aborted, 0);
	assert_int_equal(n->m.busy, REQUEST_MAX - 1);
}

static void test_request_end_all(void **state)
{
	struct noted *n = *state;

	for (int i = 0; i < REQUEST_MAX + 2; i++)
		ask(n, false);
	request_end_all(&n->m);
	assert_int_equal(n->aborted, REQUEST_MAX + 2);
	assert_int_equal(n->n_cancelled, REQUEST_MAX);
	ask(n, false);
	assert_int_equal(n->aborted, REQUEST_MAX + 3);
	assert_int_equal(n->n_sent, REQUEST_MAX);
	answer(n, 0, HTTP_OK);
	assert_int_equal(n->done, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_request_bound), TEST(test_request_anonymous),
		TEST(test_request_cancel), TEST(test_request_end_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
