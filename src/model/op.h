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
 * itself still in the outbox; the engine replaces it once that one is sent. In
 * the same way `rid` and `target` hold "txn:TXN" for a room still to be made.
 */
#ifndef MODEL_OP_H
#define MODEL_OP_H

#include "model/model.h"
#include "model/plan.h"

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
	OP_CARD,	/* change my card; body: the change (card_pack), key: what
			 * it is in words, via: spaces (room ids) whose state may
			 * hold it where profiles cannot */
	OP_POLL,	/* poll: a new one; thread */
	OP_VOTE,	/* target: the poll; via: ids of answers, or NULL to
			 * take my vote back */
	OP_POLL_END,	/* target: the poll; body: words for those whose
			 * client knows no polls */
	OP_NOTIFY,	/* key: "all" | "mentions" | "none" | "default" */
	OP_PIN,		/* target; key: "pin" | "unpin" */
	OP_CREATE,	/* plan: make this place; target: the space it is a
				 * part of, or NULL. The room's id is told when
				 * it is made; `rid` or `target` "txn:TXN" of
				 * later ops become it */
	OP_LINK,	/* rid: a space, target: a room: key "put" (order in
			 * body), "suggest" (the same) or "remove"; via */
	OP_SETTING,	/* key: "name" "topic" "join" "history" "guests"
			 * "alias"; body: the value, "" none; via: the spaces
			 * of join "restricted" */
	OP_ROLE,	/* key: user id, body: the power as a number */
	OP_MEMBER,	/* key: user id, body: "remove" "ban" "unban"; reason */
	OP_KNOCK,	/* ask to be let into rid (via); reason */
	OP_FORGET,	/* a room that was left: the server forgets it too */
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
/* Ops that become an event which comes back by sync: their row stays until
 * then. */
bool op_kind_is_event(enum op_kind k);

enum op_state {
	OP_WAITING, OP_SENDING, OP_SENT, OP_FAILED,
	OP_HELD,	/* others can read the place now than when it was
			 * written; `error` says who, and only a person
			 * sends it on (audience.h) */
};
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
	struct poll *poll;	/* question, hidden, max, texts of answers */
	struct plan *plan;	/* of OP_CREATE, else NULL */
	GPtrArray *via;
	enum op_state state;
	int tries;
	char *error;		/* last reason, a sentence */
	char *eid;		/* once sent */
	char *room_name;	/* filled for lists */
	int64_t made, next_try;
	int64_t audience;	/* fingerprint of the audience it was written
				 * for (audience.h); 0 when not asked */
	char *scope;		/* … and its scope, which a later one is
				 * compared with; NULL when not asked */
	char *origin;		/* where its text came from (origin.h), packed;
				 * NULL: it was written here */
	bool wider;		/* a person has confirmed that it goes wider
				 * than where it came from */
};
/* All words in it that people will read, one piece a line: body, reason,
 * reaction, what a task says. "" for an op that only points or marks. What
 * is checked against what must not leave is this. Yours. */
char *op_text(const struct op *op);
bool op_has_text(const struct op *op);
/* Is it something said to the readers of a place, which is held when others
 * read there by the time it leaves? Acts that only point, remove or settle
 * are not: who is to be removed is not kept in by waiting. */
bool op_speaks(const struct op *op);
struct op *op_new(enum op_kind kind);
struct op *op_copy(const struct op *op);
void op_free(struct op *op);

#endif
