/*
 * message.h - the content of messages as posts.
 *
 * Knows the message types of the client-server API (m.room.message and its
 * msgtypes, m.sticker, m.room.encrypted), polls (poll_json.h), tasks
 * (doc/protocol.md), replies, threads and mentions. What is not known
 * becomes a POST_UNKNOWN that says its type.
 *
 * Fallbacks that older clients put in front of a reply are taken away (they
 * were removed from the specification in v1.13).
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_MESSAGE_H
#define PROVIDER_MATRIX_MESSAGE_H

#include "provider/matrix/decode.h"

/* The post of an event that is not a state event; NULL when it lacks what
 * every event has. `ring` is not set. Yours. */
struct post *message_read(struct decode *d, const json_t *event);
/* The post that an edit (m.replace) turns its target into; its eid, sender
 * and time are the edit's. NULL when it has no new content. Yours. */
struct post *message_read_edit(struct decode *d, const json_t *event);
/* A post with the fields that every event has (eid, sender, ts, txn, own);
 * NULL when one that is needed is missing. Yours. */
struct post *message_frame(const struct decode *d, const json_t *event);

#endif
