/*
 * state.h - change one event of a room's state: read, change, write.
 *
 * The content is fetched, changed by the caller and put back, so that what
 * others have written beside our fields stays (client-server API, "GET" and
 * "PUT /rooms/{roomId}/state/{eventType}/{stateKey}"). An event that is not
 * there is an empty content. Two who change different fields in the same
 * second may still lose one of the changes: the protocol has no compare and
 * swap; the log of the place then shows it.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_STATE_H
#define PROVIDER_MATRIX_STATE_H

#include "provider/matrix/matrix.h"

#include <jansson.h>

struct state_edit {
	const char *rid, *type, *key;	/* borrowed during the call */
	/* Change the content. NULL, or a static sentence that says why it
	 * cannot be done: then nothing is written. */
	const char *(*edit)(json_t *content, void *user);
	/* Ends it: `why` is that sentence; else `reply` is the last answer,
	 * and `content` what was written (NULL: it was refused). */
	void (*done)(void *user, const char *why,
		     const struct http_reply *reply, const json_t *content);
	void *user;
};
void state_change(struct matrix *m, const struct state_edit *edit);
/* "/_matrix/…/state/TYPE/KEY". Yours. */
char *state_path(const char *rid, const char *type, const char *key);

#endif
