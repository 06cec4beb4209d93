/*
 * sync.h - live delivery: the long poll (client-server API, GET /sync).
 *
 * A start asks first whose token this is (GET /account/whoami): one that
 * belongs to somebody else is refused before anything is stored. Then
 * requests follow each other. Until the account has caught up they do not
 * wait (timeout=0); from then on the server holds each for up to 30 s.
 *
 * An answer is decoded while it arrives. When it is broken, cut short or
 * larger than SYNC_MAX, everything it brought is rolled back, the cursor
 * stays, and the request is repeated after a back-off. The cursor is the
 * last change of an answer. A cursor that the server does not know any more
 * is dropped and the account fetched anew; what is stored stays.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_SYNC_H
#define PROVIDER_MATRIX_SYNC_H

#include "provider/matrix/matrix.h"

#define SYNC_MAX (INT64_C(1) << 30)	/* bytes of one answer */
#define SYNC_POLL_MS 30000
#define SYNC_IDLE_MS (SYNC_POLL_MS + 30000)	/* silence that means trouble */
#define SYNC_FIRST_IDLE_MS 600000	/* a server may think for minutes */

struct sync *sync_new(struct matrix *m, const char *cursor);
void sync_free(struct sync *s);
/* Begin, or go on; `once`: stop as soon as nothing new comes. */
void sync_start(struct sync *s, bool once);
/* Do not wait for the back-off. */
void sync_nudge(struct sync *s);
/* Whether an answer is being emitted. */
bool sync_is_emitting(const struct sync *s);
/* Nothing more is to happen. */
void sync_stop(struct sync *s);

#endif
