/* request.c - all requests of an account, in one queue. */
#include "provider/matrix/request.h"

#include <string.h>
#include "provider/matrix/token.h"

struct request *request_new(const char *method, char *take_path)
{
	struct request *r = g_new0(struct request, 1);

	r->method = method;
	r->path = take_path;
	return r;
}

struct request *request_new_json(const char *method, char *take_path,
				 json_t *take_body)
{
	struct request *r = request_new(method, take_path);

	r->body = json_write(take_body);
	return r;
}

static void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

static void request_free(struct request *r)
{
	g_free(r->path);
	secret_free(r->body);
	secret_free(r->token);
	g_free(r);
}

static void request_finish(struct request *r, const struct http_reply *reply)
{
	r->done(r->user, reply);
	request_free(r);
}

static void request_abort(struct request *r)
{
	static const struct http_reply cancelled = {
		.failure = HTTP_CANCELLED, .message = "", .body = "",
		.type = "", .url = "", .retry_after = -1,
	};

	request_finish(r, &cancelled);
}

/* ---- on their way ------------------------------------------------------ */

static void take_off(struct request *r)
{
	g_ptr_array_remove_fast(r->m->flying, r);
	r->m->busy -= !r->alone;
}

static bool on_data(void *user, const char *bytes, size_t len)
{
	struct request *r = user;

	return r->m && r->data(r->user, bytes, len);
}

static void on_size(void *user, int64_t total)
{
	struct request *r = user;

	if (r->m && r->size)
		r->size(r->user, total);
}

static void on_done(void *user, const struct http_reply *reply)
{
	struct request *r = user;
	struct matrix *m = r->m;

	if (!m) {
		request_free(r);
		return;
	}
	take_off(r);
	if (reply->status == 401 && !r->anonymous &&
	    token_refused(m, r, reply))
		return;
	request_pump(m);
	request_finish(r, reply);
}

static void launch(struct matrix *m, struct request *r)
{
	struct http_request *h = http_request_new(
		r->method, g_strconcat(m->tokens.base, r->path, NULL));

	if (!r->anonymous) {
		secret_free(r->token);
		r->token = g_strdup(m->tokens.access);
		h->bearer = g_strdup(m->tokens.access);
	}
	if (r->body) {
		h->body = g_strdup(r->body);
		h->len = strlen(r->body);
	}
	h->total_ms = r->total_ms;
	h->idle_ms = r->idle_ms;
	h->max_body = r->max_body;
	h->once = r->once;
	h->data = r->data ? on_data : NULL;
	h->size = on_size;
	h->done = on_done;
	h->user = r;
	g_ptr_array_add(m->flying, r);
	m->busy += !r->alone;
	r->handle = m->host->http(m->host->user, h);
}

/* ---- the queue --------------------------------------------------------- */

/* The first that may go now. Asking for the token may send a request of its
 * own, which is why the list is read anew for each. */
static struct request *next_ready(struct matrix *m)
{
	for (GList *l = m->waiting.head; l; l = l->next) {
		struct request *r = l->data;

		if (!r->anonymous && !token_ready(m))
			continue;
		if (r->alone || m->busy < REQUEST_MAX)
			return r;
	}
	return NULL;
}

void request_pump(struct matrix *m)
{
	struct request *r;

	while (!m->over && (r = next_ready(m))) {
		g_queue_remove(&m->waiting, r);
		launch(m, r);
	}
}

void request_send(struct matrix *m, struct request *take)
{
	take->m = m;
	if (m->over) {
		request_abort(take);
		return;
	}
	g_queue_push_tail(&m->waiting, take);
	request_pump(m);
}

void request_cancel(struct request *r)
{
	struct matrix *m = r->m;

	if (g_queue_remove(&m->waiting, r)) {
		request_free(r);
		return;
	}
	take_off(r);
	r->m = NULL;
	m->host->cancel(m->host->user, r->handle);
}

/* What is on its way belongs to the net until it says so: a stand-in with
 * the same callbacks is told instead. */
static void abort_flying(struct request *r)
{
	struct request *told = request_new(r->method, NULL);

	told->done = r->done;
	told->user = r->user;
	request_cancel(r);
	request_abort(told);
}

void request_end_all(struct matrix *m)
{
	struct request *r;

	m->over = true;
	while ((r = g_queue_pop_head(&m->waiting)))
		request_abort(r);
	while (m->flying->len)
		abort_flying(g_ptr_array_index(m->flying, 0));
}
