/*
 * op.h - something to be done on a server: a row of the outbox.
 *
 * An op is written to the outbox before anything is sent, together with its
 * transaction id, so that a retry after any crash is the same request again
 * (Matrix client-server API, "Transaction identifiers"). Within a room ops go
 * out in the order they were made; one that failed for good does not hold
 * back the others, except those that build on it (`after`).
 *
 * The words are the user's; how they become JSON is the provider's business.
 * `target` and `thread` hold an event id, or "txn:TXN" for a message that is
 * itself still in the outbox; the engine replaces it once that one is sent.
 */
#ifndef MODEL_OP_H
#define MODEL_OP_H

#include "model/model.h"

enum op_kind {
	OP_SEND,	/* text: body, html, reply (target), thread, emote; key:
			 * the newest message of the thread, filled when it is
			 * sent */
	OP_EDIT,	/* target, body, html */
	OP_REACT,	/* target, key */
	OP_REDACT,	/* target, reason */
	OP_THING,	/* thing: a new one; thread NULL; target: source */
	OP_THING_CHANGE,	/* target: root; thing: the fields that change */
	OP_READ,	/* target: read up to here (receipt + fully read); key
			 * "private": the others are not told */
	OP_JOIN,	/* join room (`rid`, via) or accept its invite */
	OP_LEAVE,	/* leave, or decline an invite; reason */
	OP_DIRECT,	/* open a direct message with `key` (user id) */
	OP_INVITE,	/* key: user id; reason */
	OP_MARK,	/* key: "unread" | "read" | "favourite" | "low" | "normal" */
	OP_CHARTER,	/* body: the fields that change (charter_pack()) */
	OP_ACCEPT,	/* target: the charter's event, body: digest of its
			 * rules; in the state of the room where I may, else in
			 * my own data */
	OP_GUEST,	/* key: user id, body: guest_pack(), and they are
			 * invited when they are not in; body NULL: they are
			 * removed; reason */
	OP_KINDS,
};
/* "send", "edit", … for --json and the outbox view. Static. */
const char *op_kind_word(enum op_kind k);
/* The kind for a word, or OP_KINDS. */
enum op_kind op_kind_from(const char *word);
/* Ops that are shown in the outbox (receipts are not worth showing). */
bool op_kind_visible(enum op_kind k);

enum op_state { OP_WAITING, OP_SENDING, OP_SENT, OP_FAILED };
const char *op_state_word(enum op_state s);

struct op {
	int64_t id, account, room;
	enum op_kind kind;
	char *rid;		/* room id or alias on the server */
	char *txn;		/* unique; made when the op is pushed */
	char *target, *thread, *key, *reason, *body, *html;
	char *mentions;		/* user ids, space separated, or NULL */
	bool emote;
	struct thing *thing;
	GPtrArray *via;
	enum op_state state;
	int tries;
	char *error;		/* last reason, a sentence */
	char *eid;		/* once sent */
	char *room_name;	/* filled for lists */
	int64_t made, next_try;
	int64_t audience;	/* fingerprint of the audience it was written
				 * for (audience.h); 0 when not asked */
};
struct op *op_new(enum op_kind kind);
struct op *op_copy(const struct op *op);
void op_free(struct op *op);

#endif
