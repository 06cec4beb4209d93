/*
 * audience.h - who can read what is written in a place, from facts.
 *
 * Facts: the join rule, the history visibility, guest access, federation, the
 * servers of the members, encryption. Never a label. The result is an area
 * and a sentence, and a fingerprint by which a later widening is noticed.
 *
 *   PUBLIC    anybody may read or join: history is world readable, or the
 *             join rule is public in a room that people of other servers
 *             can enter (knocking asks first and does not count)
 *   EXTERNAL  somebody from another server is a member or invited, or guests
 *             may enter unasked (guest access in a room with a public join
 *             rule; in a room for the invited, guest access, which most
 *             rooms have by default, lets nobody in)
 *   INTERNAL  all members are of the account's own server and nobody else
 *             can enter unasked
 *
 * A restricted room takes in the members of the spaces it names: its area is
 * at least theirs. While the member list is not wholly known the count of
 * outsiders is a lower bound, `sure` is false and the sentence says so.
 */
#ifndef MODEL_AUDIENCE_H
#define MODEL_AUDIENCE_H

#include "model/model.h"

struct audience {
	enum area area;
	bool sure;		/* all facts were known */
	bool open;		/* people may enter unasked */
	int readers;		/* joined members */
	int outsiders;		/* of other servers, joined or invited */
	char *words;		/* "14 readers, all council.org · not encrypted" */
	int64_t print;		/* a hash of area, open and servers: differs
				 * whenever others can read than before */
};

/* `servers`: sorted names of the servers of members (joined or invited),
 * borrowed, may be NULL when unknown; `home`: the account's own server;
 * `widest`: the widest area among the rooms a restricted join rule names
 * (AREA_UNKNOWN: none or not known). */
void audience_init(struct audience *a, const struct room *r,
		   const GPtrArray *servers, const char *home,
		   enum area widest);
void audience_clear(struct audience *a);

#endif
