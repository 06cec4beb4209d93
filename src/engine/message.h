/*
 * message.h - what front ends and the engine tell each other.
 *
 * Requests go to the engine, events come back. Both are a small struct that
 * says what is wanted or what changed; never data that can be read from the
 * store. The same struct crosses the socket to another process of the
 * profile (message_pack / message_unpack).
 *
 * A message belongs to whoever holds it.
 *
 * Thread: any.
 */
#ifndef ENGINE_MESSAGE_H
#define ENGINE_MESSAGE_H

#include "model/finding.h"
#include "model/op.h"

enum message_kind {
	/* requests */
	REQ_OP = 1,		/* op: into the outbox; `tag` comes back */
	REQ_RESEND,		/* id: outbox row */
	REQ_DROP,		/* id */
	REQ_OLDER,		/* room, n: position of the gap wanted, or 0 */
	REQ_MEMBERS,		/* room: make the member list whole */
	REQ_THREAD,		/* room, a: event id of the root */
	REQ_LOOK,		/* room (0: none): the user looks at it now: it
				 * is fetched first; also members and recent
				 * history if lacking. Whether it rings is for
				 * the front end to decide, which knows whether
				 * the terminal has the focus */
	REQ_TYPING,		/* room, n: 1 typing, 0 stopped */
	REQ_DRAFT,		/* a: place key, b: text ("" removes), c: target
				 * event, d: what for ("reply" "edit" "thread"), e: where
				 * its text came from (origin.h), packed */
	REQ_FOLD,		/* a: place path, n: 1 open, 0 closed */
	REQ_STATE,		/* a: key, b: value: small state of the screen */
	REQ_LOGIN,		/* a: server, b: user, c: password, d: kind;
				 * id: account to log in again, or 0 */
	REQ_LOGOUT,		/* account */
	REQ_NUDGE,		/* try again now */
	REQ_QUIT,
	REQ_CARD,		/* account, a: the person whose profile is looked
				 * at, or NULL: n people that are due, at most 50;
				 * EV_PEOPLE has its tag */
	REQ_EVENT,		/* room, a: event id of a pinned message that is
				 * not stored; answered as REQ_THREAD */
	REQ_LOOKUP,		/* account, a: "look" "directory" "tree", b:
				 * an address or words, c: servers by spaces,
				 * d: where to go on; n: at most so many rows */

	/* events */
	EV_ROOM = 64,		/* room (0: any of them), n: enum room_changed
				 * bits. The answer to REQ_MEMBERS and
				 * REQ_THREAD has their tag, a: error or NULL */
	EV_PLACES,		/* the sidebar must be read again */
	EV_ACCOUNT,		/* account, n: account_state, a: sentence,
				 * when: next try; id: 1 when this process only
				 * follows another that holds the engine */
	EV_PROGRESS,		/* account, n: bytes, id: total (-1), when: rooms */
	EV_OP,			/* id: outbox row (0: refused, never in it),
				 * n: op_state, room, account, a: event id,
				 * b: error, c: room id made/joined, d: its
				 * transaction id, when: next try, tag */
	EV_OUTBOX,		/* account 0, n: ops waiting, id: failed,
				 * when: held */
	EV_TYPING,		/* room, a: names, one a line; "" nobody */
	EV_RING,		/* room, id: post, n: ring bits, a: who, b: text,
				 * c: room's name */
	EV_UNRING,		/* room: it has been read, take notices back */
	EV_LOGIN,		/* account (0: failed), a: error, n: fm_error */
	EV_LOGOUT,		/* account */
	EV_OLDER,		/* room, n: 1 more may come, 0 start reached;
				 * a: error or NULL */
	EV_TROUBLE,		/* a: sentence about the profile (disk full …) */
	EV_CLEAR,		/* that trouble is over */
	EV_CAUGHT_UP,		/* all accounts are synced and the outbox is empty
				 * or cannot be sent now */
	EV_ENDED,		/* the engine has stopped; a: why, or NULL */
	EV_PEOPLE,		/* profiles were fetched; a: error or NULL */
	EV_LOOKUP,		/* account, a: error or NULL, b: what was asked
				 * (lookup_key()), c: where to go on, found;
				 * n: how many there are, if the server says */
	EV_STATE,		/* a: key of a small state that is kept now */
};

enum room_changed {
	ROOM_HAS_POSTS = 1, ROOM_HAS_FACTS = 2, ROOM_HAS_MEMBERS = 4,
	ROOM_HAS_TASKS = 8, ROOM_HAS_RECEIPTS = 16, ROOM_HAS_COUNTS = 32,
};

struct message {
	enum message_kind kind;
	int64_t account, room, id, n, when;
	uint64_t tag;		/* chosen by the asker; comes back in EV_OP,
				 * EV_LOGIN, EV_OLDER; 0 in broadcasts */
	char *a, *b, *c, *d, *e;	/* or NULL */
	struct op *op;		/* REQ_OP */
	GPtrArray *found;	/* EV_LOOKUP: struct finding *, clean */
};

/* What a REQ_LOOKUP asks, as one string: two that ask the same have the same.
 * Yours. */
char *lookup_key(const struct message *m);

struct message *message_new(enum message_kind kind);
void message_free(struct message *m);
/* A deep copy, yours. */
struct message *message_copy(const struct message *m);

/* Length-prefixed bytes (native order: both ends are one host and one
 * build; the first field is a version). Appends to `out`. */
void message_pack(const struct message *m, GByteArray *out);
/* Take one whole message from the front of `in`, or NULL when there is none
 * yet. *bad is set when the bytes cannot be one (close the connection). At
 * most 1 MiB. */
struct message *message_unpack(GByteArray *in, bool *bad);

#endif
