/*
 * charter.h - the state events of a place's charter, who accepted it, who is
 * a guest; and who came and went (doc/protocol.md, "Charter" to "Guest").
 *
 * Reading. Whatever a content holds, the result is one of three: a charter
 * with the fields that could be read, a charter of a later version (nothing
 * but its version), or none. Only state events count; a message that holds
 * the same payload is words. Who may send such an event is checked by the
 * servers, an acceptance moreover counts only from the one it is about.
 *
 * Writing. A change is laid over the content as the server has it, so that
 * fields of others, and such as we do not know, stay as they are.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_CHARTER_H
#define PROVIDER_MATRIX_CHARTER_H

#include "model/op.h"
#include "provider/matrix/facts.h"

#define CHARTER_TYPE "org.folkmoot.charter"
#define ACCEPT_TYPE "org.folkmoot.accept"
#define GUEST_TYPE "org.folkmoot.guest"

/* The charter of a content, or NULL when there is none. Yours. */
struct charter *charter_json_read(const json_t *content);
/* Lay a change over a content. NULL, or a static sentence that says why it
 * cannot be done (it is of a later version). */
const char *charter_json_edit(json_t *content, const struct charter *change);
/* "wrote the charter", "changed the charter: issue, owner", … Yours. */
char *charter_say_change(const json_t *before, const json_t *content);

/* State events as changes: rows of facts.c. */
void charter_take(struct decode *d, const struct fact *f);
void charter_take_accept(struct decode *d, const struct fact *f);
void charter_take_guest(struct decode *d, const struct fact *f);
/* An event of a timeline that does not touch what is so now. */
void charter_take_past(struct decode *d, const json_t *event);
/* A membership event of any timeline, of somebody from another server. */
void charter_take_passage(struct decode *d, const json_t *event);
/* My acceptance in my own data on the room. */
void charter_take_own(const struct decode *d, const json_t *content);

/* For submit.c. The content of an op, and the same laid over what is there
 * (NULL or the reason why not). */
json_t *charter_accept_json(const struct op *op);
const char *charter_guest_edit(json_t *content, const struct op *op,
			       const char *me);
/* What an op has made, as the change that sync will bring; eid may be NULL.
 * Yours. */
struct change *charter_done(const struct op *op, const char *me,
			    const json_t *content, const char *eid);

#endif
