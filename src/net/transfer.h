/*
 * transfer.h - one request under way, from its struct to its reply.
 *
 * Private to net/. A transfer owns its request, its easy handle and what has
 * come so far. It is made by net_submit(), started and driven by net_poll(),
 * and ends once: either curl says so (transfer_finish) or we do
 * (transfer_end: cancelled, too late, refused). After that nothing of it is
 * called but transfer_deliver(), which makes the one call of `done`, and
 * transfer_free().
 *
 * Redirects are followed by hand, hop by hop, because the rules of http.h
 * (no way from https to http, no bearer for another host, no body either)
 * are ours and not curl's.
 *
 * Times are milliseconds of CLOCK_BOOTTIME, which goes on while the machine
 * sleeps: a request that overslept is late when the machine wakes.
 *
 * Thread: that of the net.
 */
#ifndef NET_TRANSFER_H
#define NET_TRANSFER_H

#include <curl/curl.h>
#include "net/http.h"

#define TRANSFER_NEVER INT64_MAX

struct transfer {
	uint64_t handle;
	struct http_request *req;
	CURL *easy;		/* NULL until started */
	struct curl_slist *headers;
	char *url;		/* of this hop */
	int hops;		/* redirects followed */
	bool plain_get;		/* a 303 has made it a GET without a body */
	bool running;		/* in the multi handle */
	bool ended;
	bool connected;		/* in this hop */
	bool sized;		/* req->size has been called */
	enum http_failure failure;
	char message[320];
	GByteArray *body;
	size_t header_bytes;
	int64_t started;
	int64_t tried;		/* when this hop began to connect */
	int64_t heard;		/* the last byte, or the start */
};

struct transfer *transfer_new(uint64_t handle, struct http_request *take);
void transfer_free(struct transfer *t);

/* Make the easy handle ready for t->url. False: it has ended (refused). */
bool transfer_start(struct transfer *t, const char *agent);
/* curl is through with a hop. True: it goes on with the next, which is to
 * be started; false: it has ended. */
bool transfer_finish(struct transfer *t, CURLcode code);
/* It is over for a reason of ours; the first one counts. */
void transfer_end(struct transfer *t, enum http_failure failure);
/* When it is too late, or TRANSFER_NEVER. */
int64_t transfer_deadline(const struct transfer *t);
void transfer_deliver(struct transfer *t);

int64_t transfer_clock(void);

#endif
