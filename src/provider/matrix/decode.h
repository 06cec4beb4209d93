/*
 * decode.h - from one event of a room to changes.
 *
 * Life: decode_room() says which room the events that follow belong to;
 * decode_state() takes events of the room's state, decode_timeline() those
 * of its timeline, in this order as far as the answer allows;
 * decode_settle() emits the facts gathered so far as one change, which is
 * done before the first post; decode_room_end() ends the room.
 *
 * Nothing is kept from room to room and from answer to answer. What one
 * answer does not say (the name of a member who was introduced earlier, the
 * size of a room) is asked of the host where it can be.
 *
 * An event of which a needed part is missing or has the wrong type is
 * passed over; all other parts may have any type. Relations are told as
 * they are said: whether an edit comes from the author of what it edits,
 * and whether what a change is laid over exists, is seen by the store,
 * which knows both.
 *
 * Rules beside those of the specification:
 * - With state_after (MSC4222) events of the timeline do not touch facts.
 * - A redaction whose two forms of `redacts` differ is passed over: one of
 *   them was not seen by the server's checks (room versions before and
 *   since 11).
 * - A room that was encrypted once stays so, whatever later events say.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_DECODE_H
#define PROVIDER_MATRIX_DECODE_H

#include "provider/matrix/json.h"
#include "provider/matrix/push.h"
#include "provider/provider.h"

#define DECODE_NAMES 2000	/* remembered while a room is read */

struct decode {
	/* Set by whoever makes one; borrowed. */
	const struct provider_host *host;
	int64_t account;
	const char *me;		/* my user id */
	const struct push *push;
	void (*emit)(void *user, struct change *take);
	void *user;
	bool older;		/* history: posts go before what is stored,
				 * facts are of the past */

	/* The room at hand. */
	char *rid;
	enum membership mine;	/* NONE: not said by this answer */
	bool after;		/* its state is that after the timeline */
	int joined;		/* members, -1 when not said */
	char *my_name;		/* mine in it; see decode_my_name() */
	GHashTable *names;	/* user id -> name, of this answer */
	struct change *facts;	/* CHANGE_FACTS being gathered, or NULL */
	json_t *create;		/* the event, when in this answer */
	json_t *levels;		/* content of the power levels, likewise */
	bool power_new;		/* one of the two is not emitted yet */
};

/* Gives back what the fields of the room hold. */
void decode_clear(struct decode *d);

void decode_room(struct decode *d, const char *rid, enum membership mine);
void decode_state(struct decode *d, const json_t *event);
void decode_timeline(struct decode *d, const json_t *event);
/* Learn from an event of the timeline how somebody is called, before the
 * events that come before it are decoded. */
void decode_learn_name(struct decode *d, const json_t *event);
/* The summary and the counts of a room's part. */
void decode_summary(struct decode *d, const json_t *summary);
void decode_counts(struct decode *d, const json_t *counts);
void decode_settle(struct decode *d);
void decode_room_end(struct decode *d);
/* Whether an event of this type can be of use as state: others need not be
 * read at all. */
bool decode_wants_state(const char *type, size_t len);

/* ---- for the files beside decode.c ------------------------------------- */

/* A change about the room at hand, to be filled and given to emit. */
struct change *decode_change(const struct decode *d, enum change_kind kind);
void decode_emit(const struct decode *d, struct change *take);
/* A person's name in the room: as this answer says, as stored, else the
 * local part of the id. Yours. */
char *decode_name(const struct decode *d, const char *uid);
/* My own name in the room, or NULL. Borrowed. */
const char *decode_my_name(struct decode *d);
/* Whether somebody may ring the whole room. */
bool decode_may_notify(const struct decode *d, const char *sender);
/* The room of the facts being gathered, with `bits` (enum room_field) said
 * of it from now on. */
struct room *decode_facts(struct decode *d, uint32_t bits);

#endif
