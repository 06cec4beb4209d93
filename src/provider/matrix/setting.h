/*
 * setting.h - the state of a room, changed.
 *
 * PUT /rooms/{id}/state/{type}/{key} has no transaction id and needs none: to
 * say the same twice is the same state. Roles are read, changed and written
 * whole, since one event holds all of them; what the event says beside them
 * stays as it is, whatever it is. An alias is first given to the room, then
 * said by it.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_SETTING_H
#define PROVIDER_MATRIX_SETTING_H

#include "model/op.h"
#include "provider/matrix/matrix.h"

/* OP_LINK, OP_SETTING, OP_ROLE. Ends with one call of `done`: a sentence when
 * it cannot be asked at all, else the reply that failed, else neither. */
typedef void (*setting_done)(void *user, const struct http_reply *reply,
			     const char *error);
void setting_put(struct matrix *m, const struct op *op, setting_done done,
		 void *user);

#endif
