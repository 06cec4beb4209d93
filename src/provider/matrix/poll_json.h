/*
 * poll_json.h - polls as JSON (MSC3381, "Polls").
 *
 * Written is the form that all clients send today, with the unstable names
 * ("org.matrix.msc3381.poll.start" …); read are these and the stable ones
 * ("m.poll.start" with "m.poll", "m.id", "m.selections"). A text may be a
 * string (the older form of MSC1767), a list of representations of which the
 * first counts, or a "body".
 *
 * Polls of strangers: an answer without a usable id, one whose id another
 * has already, and those after the 20th are left out. A poll without
 * a question or without any answer is none. A kind that is not known counts
 * as undisclosed, a number of choices below 1 or that is none as 1: both as
 * MSC3381 says.
 *
 * Thread: any.
 */
#ifndef PROVIDER_MATRIX_POLL_JSON_H
#define PROVIDER_MATRIX_POLL_JSON_H

#include "model/op.h"
#include "provider/matrix/json.h"

/* The types of events that folkmoot sends. */
#define POLL_JSON_START "org.matrix.msc3381.poll.start"
#define POLL_JSON_VOTE "org.matrix.msc3381.poll.response"
#define POLL_JSON_END "org.matrix.msc3381.poll.end"

/* The first text of an object in one of its spellings, or NULL. Borrowed. */
const char *poll_json_text(const json_t *map);
/* The question of a poll's content, or NULL. Borrowed. */
const char *poll_json_question(const json_t *content);
/* The poll in the content of an event; NULL: it holds none. Yours. */
struct poll *poll_json_read(const json_t *content);
/* The ids that a vote lists (char *), NULL when it is spoiled whatever the
 * poll is. Yours. */
GPtrArray *poll_json_read_vote(const json_t *content);

/* The contents of OP_POLL, OP_VOTE, OP_POLL_END. Yours. */
json_t *poll_json_write(const struct op *op);
json_t *poll_json_write_vote(const struct op *op);
json_t *poll_json_write_end(const struct op *op);

#endif
