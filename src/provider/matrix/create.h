/*
 * create.h - making rooms and spaces, once each.
 *
 * POST /createRoom has no transaction id: when its answer is lost nobody says
 * whether the room was made. So each room carries the transaction id of its
 * op in the content of its m.room.create event (`org.folkmoot.txn`), which
 * nobody can change later, and an op that was tried before looks first:
 *
 *   1. what sync has shown: host->made()
 *   2. the rooms I am in that sync has not shown yet (GET /joined_rooms): the
 *      content of their create events
 *
 * The request itself goes out on a connection of its own: on one that was used
 * before libcurl would repeat it unasked when that breaks.
 *
 * Only when none of them has the transaction id is the room made again. All
 * of these requests begin after the one whose outcome is not known ended. A
 * server that goes on with a request whose connection was cut, for longer than
 * the back-off lasts, can still make it twice: no client can see that.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_CREATE_H
#define PROVIDER_MATRIX_CREATE_H

#include "model/op.h"
#include "provider/matrix/json.h"
#include "provider/matrix/matrix.h"

/* Gets the room's id, or NULL and the reply that failed. */
typedef void (*create_done)(void *user, const struct http_reply *reply,
			    const char *rid);

/* Look for the room of an op; `rid` NULL with a good reply: there is none. A
 * reply of NULL: it was known. */
void create_find(struct matrix *m, const char *txn, create_done done,
		 void *user);
/* Make the room with this body, which is given away; the transaction id is
 * put into it. */
void create_make(struct matrix *m, const char *txn, json_t *take_body,
		 create_done done, void *user);
/* What a plan asks for, without the transaction id (doc/protocol.md, "Project
 * spaces"). Yours. */
json_t *create_body(const struct matrix *m, const struct op *op);
/* Find, when it was tried before, then make. */
void create_place(struct matrix *m, const struct op *op, create_done done,
		  void *user);

#endif
