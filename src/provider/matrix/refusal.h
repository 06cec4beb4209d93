/*
 * refusal.h - what an answer that is no success means.
 *
 * Servers say errors as JSON with an errcode (client-server API, "Standard
 * error response"); what stands before a server says them as web pages, and
 * networks not at all. This is the one place that tells passing trouble
 * (try again later) from final refusal, and makes the sentence a person
 * reads. The errcode counts more than the status.
 *
 * Thread: any.
 */
#ifndef PROVIDER_MATRIX_REFUSAL_H
#define PROVIDER_MATRIX_REFUSAL_H

#include "net/http.h"

struct refusal {
	int status;
	char *code;		/* "M_FORBIDDEN", or NULL */
	char *text;		/* the server's own words, clean; or NULL */
	char *sentence;		/* never NULL, clean */
	bool passing;		/* trying again later may help */
	bool soft_logout;
	int64_t retry_after;	/* ms, -1 none */
};

/* `site`: the server's name for the sentence. */
void refusal_init(struct refusal *r, const struct http_reply *reply,
		  const char *site);
void refusal_clear(struct refusal *r);
/* Whether the errcode is this one. */
bool refusal_is(const struct refusal *r, const char *code);

#endif
