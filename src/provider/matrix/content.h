/*
 * content.h - ops as the JSON that servers take.
 *
 * Contents of messages, edits, reactions, tasks and their changes, as the
 * client-server API and doc/protocol.md lay them down. m.mentions is always
 * there, empty when nobody is meant: without it other people's clients look
 * for names in the text. Fallbacks for replies are not sent (removed in
 * v1.13); the fallback of a thread is, as the specification wants it.
 *
 * Thread: any.
 */
#ifndef PROVIDER_MATRIX_CONTENT_H
#define PROVIDER_MATRIX_CONTENT_H

#include "model/op.h"
#include "provider/matrix/json.h"

/* How people are called, for what colleagues read in a task's message:
 * returns a name to be freed, or NULL. */
struct content_names {
	char *(*name)(const char *uid, void *user);
	void *user;
};

/* OP_SEND, OP_EDIT, OP_REACT, OP_THING, OP_THING_CHANGE, OP_POLL, OP_VOTE,
 * OP_POLL_END; NULL for others. Yours. */
json_t *content_write(const struct op *op, const struct content_names *names);
/* The type of the event that such an op becomes. Static. */
const char *content_type(enum op_kind kind);

#endif
