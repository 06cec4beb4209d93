/*
 * token.h - the access token: used, refreshed, refused.
 *
 * A token with an end is renewed shortly before it, any token when the
 * server refuses it; one refresh at a time, all other requests wait. The new
 * pair is on disk (host->tokens) before it is used for anything: the old
 * refresh token stays good until then (client-server API, "Refreshing
 * access tokens"), so a crash in between costs nothing. A refresh that
 * cannot reach the server is tried again later; one that is refused ends the
 * session, softly or not as the server says.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_TOKEN_H
#define PROVIDER_MATRIX_TOKEN_H

#include "provider/matrix/request.h"

/* Whether a request may use the token now; begins a refresh when not. */
bool token_ready(struct matrix *m);
/* A request was answered with 401. True: it has been taken, to be sent again
 * or ended with the session; `m` may be gone then. False: the answer means
 * something else (M_USER_LOCKED). */
bool token_refused(struct matrix *m, struct request *r,
		   const struct http_reply *reply);
/* Do not wait for the next try to refresh; no further tries. */
void token_nudge(struct matrix *m);
void token_stop(struct matrix *m);

#endif
