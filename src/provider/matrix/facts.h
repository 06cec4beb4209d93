/*
 * facts.h - what state events say about a room, apart from words for people.
 *
 * Each kind of state that folkmoot understands is a row of one table: name,
 * topic, address, kind, who may come in and read, power, members, places in
 * a space. Sources: client-server API, "Room events", "Spaces", "Room
 * upgrades"; for the power of creators room version 12 (MSC4289); for
 * org.folkmoot.room doc/protocol.md.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_FACTS_H
#define PROVIDER_MATRIX_FACTS_H

#include "provider/matrix/decode.h"

/* One state event. */
struct fact {
	const json_t *event, *content;
	const char *sender, *key;	/* key: the state key */
	bool seen;		/* from the room's state, not its timeline */
};

/* Take one state event; `seen` tells that it comes from the room's state,
 * not from its timeline. Events of other types change nothing. */
void facts_take(struct decode *d, const json_t *event, bool seen);
/* Emit who has which power, when this answer said anything about it. */
void facts_powers(struct decode *d);
/* Whether a type is in the table. */
bool facts_knows(const char *type, size_t len);
/* The level of a user by the content of a power levels event; by the create
 * event (or NULL) a creator is above all. */
int facts_level(const json_t *levels, const json_t *create, const char *uid);

#endif
