/*
 * direct.h - conversations of two (client-server API, "Direct Messaging").
 *
 * Which rooms are direct is kept in the account's m.direct, one object for
 * all people, which is read, changed and written whole. It may name rooms
 * that were left: only one that I am in is used again. A new one is made with
 * the preset for trusted people, not encrypted by us.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_DIRECT_H
#define PROVIDER_MATRIX_DIRECT_H

#include "model/op.h"
#include "provider/matrix/matrix.h"

/* Find or make the room for an op; when it was tried before, the room that it
 * may have made then is looked for first (create.h). `done` gets its id, or NULL and the reply that
 * failed. */
typedef void (*direct_done)(void *user, const struct http_reply *reply,
			    const char *rid);
void direct_open(struct matrix *m, const struct op *op, direct_done done,
		 void *user);
/* Note that a room is a conversation with somebody. Best effort. */
void direct_remember(struct matrix *m, const char *uid, const char *rid);

#endif
