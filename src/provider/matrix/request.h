/*
 * request.h - all requests of an account, in one queue.
 *
 * At most REQUEST_MAX are on their way at once (servers answer a burst with
 * 429); the long poll does not count. Requests that need the token wait
 * while a new one is being fetched, and one that came back because the token
 * had died is sent again with the new one, so that callers never see it.
 *
 * Each request ends with one call of `done`, except those that
 * request_cancel() takes back. A reply with HTTP_CANCELLED means that the
 * account is closed: clean up and ask nothing more.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_REQUEST_H
#define PROVIDER_MATRIX_REQUEST_H

#include "provider/matrix/json.h"
#include "provider/matrix/matrix.h"

#define REQUEST_MAX 4

struct request {
	const char *method;
	char *path;		/* from the base, with its query */
	char *body;		/* or NULL */
	bool anonymous;		/* without the token */
	bool alone;		/* not counted, not held back */
	bool once;		/* as in net/http.h */
	int64_t total_ms, idle_ms;	/* as in net/http.h */
	size_t max_body;
	/* As in net/http.h; data and size may be NULL. */
	bool (*data)(void *user, const char *bytes, size_t len);
	void (*size)(void *user, int64_t total);
	void (*done)(void *user, const struct http_reply *reply);
	void *user;

	/* Of request.c alone. */
	struct matrix *m;	/* NULL once cancelled */
	char *token;		/* secret: the one it was sent with */
	uint64_t handle;
	int refused;		/* how often the token was refused */
};

/* `method` is static. Fill in `done` and `user`. */
struct request *request_new(const char *method, char *take_path);
/* The same with a JSON body, which is given away. */
struct request *request_new_json(const char *method, char *take_path,
				 json_t *take_body);
void request_send(struct matrix *m, struct request *take);
/* Take it back; `done` is not called. */
void request_cancel(struct request *r);
/* Send what may go now. */
void request_pump(struct matrix *m);
/* Tell all that no answer will come. */
void request_end_all(struct matrix *m);

#endif
