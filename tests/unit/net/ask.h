/*
 * ask.h - one request of a test and what came of it.
 */
#ifndef UNIT_NET_ASK_H
#define UNIT_NET_ASK_H

#include "net/http.h"

struct ask {
	struct net *net;
	int done;		/* calls of done: must end as 1 */
	int status;
	enum http_failure failure;
	char *message, *body, *type, *url;
	size_t len;
	int64_t retry_after, arrived;
	GString *streamed;
	int64_t size;		/* -2: not told */
	int sizes;		/* calls of size */
};

void ask_init(struct ask *a, struct net *net);
void ask_clear(struct ask *a);
/* A request that reports to `a`. */
struct http_request *ask_new(struct ask *a, const char *method,
			     char *take_url);
/* Makes it a streaming one. */
void ask_stream(struct http_request *req);
uint64_t ask_submit(struct ask *a, struct http_request *take);
/* Polls until it is done, at most 10 s. */
void ask_wait(struct ask *a);
/* The three above for a request as it stands. */
void ask_run(struct ask *a, struct http_request *take);

#endif
