/*
 * http.h - requests in, bytes out: HTTP over one curl multi handle.
 *
 * It knows nothing of what the bytes mean. A request is described by a
 * struct, handed over with net_submit(), and ends with exactly one call of
 * `done` (also when cancelled or refused), from net_poll(), never from
 * net_submit() or net_cancel().
 *
 * Safety: https only, plain http for loopback hosts (127.0.0.0/8, [::1],
 * localhost, *.localhost); redirects are followed at most 5 times, never from
 * https to http, and the bearer token never goes to another host; bodies are
 * bounded by `max_body`. Proxies by the usual environment variables, never for
 * loopback. A redirect keeps the method and the body, but for 303, which
 * makes a GET of it; with a body it is followed on the same host only. One
 * that is not followed ends as HTTP_BAD_URL with a sentence that says why.
 *
 * Deadlines are counted by CLOCK_BOOTTIME: a request that the machine slept
 * through is late as soon as it wakes. While nothing comes net_poll() sleeps
 * without a tick.
 *
 * libcurl and its TLS library are initialised by the first net_new(), which
 * therefore happens on the engine thread after the first frame.
 *
 * Thread: engine; net_wakeup() from any.
 */
#ifndef NET_HTTP_H
#define NET_HTTP_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <glib.h>

enum http_failure {
	HTTP_OK,		/* an answer came: look at the status */
	HTTP_NO_HOST,		/* the name does not resolve */
	HTTP_NO_ROUTE,		/* refused, unreachable */
	HTTP_TLS,		/* certificate or handshake */
	HTTP_TIMEOUT,
	HTTP_BROKEN,		/* cut in the middle, or not HTTP */
	HTTP_TOO_BIG,		/* more than max_body */
	HTTP_STOPPED,		/* `data` returned false */
	HTTP_CANCELLED,
	HTTP_BAD_URL,
};

struct http_reply {
	enum http_failure failure;
	int status;		/* 0 when none came */
	const char *message;	/* one clean sentence about the failure:
				 * "council.org refused the connection"; "" */
	const char *body;	/* what was collected; "" with `data` set and
				 * status 200..299 */
	size_t len;
	const char *type;	/* Content-Type, "" if none */
	const char *url;	/* where it ended after redirects */
	int64_t retry_after;	/* ms to wait, from Retry-After; -1 none */
	int64_t arrived;	/* steady ms when the last byte came */
};

struct http_request {
	const char *method;	/* static: "GET", "PUT", "POST", "DELETE" */
	char *url;
	char *bearer;		/* secret; or NULL */
	char *type;		/* of the body; NULL: application/json */
	char *body;		/* or NULL */
	size_t len;
	int64_t connect_ms;	/* 0: 20,000 */
	int64_t total_ms;	/* 0: 60,000; -1: no limit (a first sync) */
	int64_t idle_ms;	/* give up when no byte came for so long; 0: off */
	size_t max_body;	/* of what is collected; 0: 1 MiB */
	bool no_redirect;
	bool once;		/* to do it twice would do harm: never sent
				 * again by itself, which a connection that
				 * was used before can bring about */
	/* Bytes of a 2xx answer as they arrive; NULL: collect in reply.body.
	 * Return false to stop. Bodies of other answers are collected. */
	bool (*data)(void *user, const char *bytes, size_t len);
	/* Total size announced by Content-Length, once, before data; may be
	 * NULL. -1 unknown. */
	void (*size)(void *user, int64_t total);
	/* The reply is borrowed for the call. */
	void (*done)(void *user, const struct http_reply *reply);
	void *user;
};

struct http_request *http_request_new(const char *method, char *take_url);
void http_request_free(struct http_request *req);

struct net;

struct net *net_new(const char *agent, GError **err);
/* Ends all requests with HTTP_CANCELLED. NULL is fine. */
void net_free(struct net *net);
/* Takes the request; the handle is never 0. */
uint64_t net_submit(struct net *net, struct http_request *take);
void net_cancel(struct net *net, uint64_t handle);
/* Requests under way. */
unsigned net_active(const struct net *net);
/* Let things happen for at most `timeout_ms` (-1: until something does, or
 * net_wakeup()). `extra_fd` (or -1) also wakes it. */
void net_poll(struct net *net, int extra_fd, int64_t timeout_ms);
void net_wakeup(struct net *net);

/* Percent-encode all but unreserved characters (RFC 3986). Yours. */
char *http_escape(const char *s);
/* "http://HOST[:PORT]" or https, without path and trailing slash, from what a
 * person typed ("council.org", "https://x/", "127.0.0.1:8008"); NULL with err
 * when it cannot be one or is plain http to elsewhere. */
char *http_base(const char *typed, GError **err);

/* ---- waiting ---------------------------------------------------------- */

/* Exponential back-off with full jitter: 1 s, 2 s, 4 s … at most 5 min, each
 * between half and the whole ("Exponential Backoff And Jitter", AWS
 * Architecture Blog 2015, "equal jitter"). `tries` counts failures so far
 * (>= 1); a server's Retry-After (ms, -1 none) is a lower bound. */
int64_t http_backoff(int tries, int64_t retry_after, uint64_t random);

#endif
