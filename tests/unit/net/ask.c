#include "unit/net/ask.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

void ask_init(struct ask *a, struct net *net)
{
	memset(a, 0, sizeof *a);
	a->net = net;
	a->streamed = g_string_new(NULL);
	a->size = -2;
}

void ask_clear(struct ask *a)
{
	g_free(a->message);
	g_free(a->body);
	g_free(a->type);
	g_free(a->url);
	g_string_free(a->streamed, TRUE);
	memset(a, 0, sizeof *a);
}

static void on_done(void *user, const struct http_reply *reply)
{
	struct ask *a = user;

	a->done++;
	if (a->done > 1)
		return;
	a->status = reply->status;
	a->failure = reply->failure;
	a->message = g_strdup(reply->message);
	a->body = g_strndup(reply->body, reply->len);
	a->len = reply->len;
	a->type = g_strdup(reply->type);
	a->url = g_strdup(reply->url);
	a->retry_after = reply->retry_after;
	a->arrived = reply->arrived;
}

static bool on_data(void *user, const char *bytes, size_t len)
{
	struct ask *a = user;

	g_string_append_len(a->streamed, bytes, (gssize)len);
	return true;
}

static void on_size(void *user, int64_t total)
{
	struct ask *a = user;

	a->size = total;
	a->sizes++;
}

struct http_request *ask_new(struct ask *a, const char *method,
			     char *take_url)
{
	struct http_request *req = http_request_new(method, take_url);

	req->done = on_done;
	req->user = a;
	return req;
}

void ask_stream(struct http_request *req)
{
	req->data = on_data;
	req->size = on_size;
}

uint64_t ask_submit(struct ask *a, struct http_request *take)
{
	return net_submit(a->net, take);
}

void ask_wait(struct ask *a)
{
	int64_t end = g_get_monotonic_time() + 10 * G_USEC_PER_SEC;

	while (!a->done && g_get_monotonic_time() < end)
		net_poll(a->net, -1, 1000);
	assert_int_equal(a->done, 1);
}

void ask_run(struct ask *a, struct http_request *take)
{
	ask_submit(a, take);
	ask_wait(a);
}
