/*
 * guest.h - people from elsewhere: who is here for how long, who came and
 * went.
 *
 * A guest is somebody who was given a role and a last day in a place
 * (doc/protocol.md, "Guest"). That day takes no rights away by itself:
 * somebody with the right is reminded, and removes.
 *
 * A passage is one step over the boundary, told by a membership event.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_GUEST_H
#define MODEL_GUEST_H

#include "model/model.h"

#define GUEST_NO_DAY INT64_MIN
/* Somebody with the right is reminded so many days before. */
#define GUEST_SOON 3

struct guest {
	char *uid, *role;	/* role: free words, or NULL */
	int64_t until;		/* last day, days since 1970; or GUEST_NO_DAY */
	char *by;		/* who said so */
	int64_t ts;
	char *eid;

	/* filled by the store */
	int64_t account, room;
	char *name, *room_name, *rid;
	enum membership membership;
	bool mine;		/* I may remove them */
};
void guest_free(struct guest *g);
/* How they stand on a day: "expired", "soon" (within GUEST_SOON days),
 * "guest". Static. */
const char *guest_state(const struct guest *g, int64_t today);
/* What an op carries: the last day and the role in one text, and back.
 * guest_unpack() sets `until` and `role` alone. Yours. */
char *guest_pack(int64_t until, const char *role);
void guest_unpack(struct guest *g, const char *text);

enum passage_kind {
	PASSAGE_INVITED, PASSAGE_JOINED, PASSAGE_LEFT, PASSAGE_REMOVED,
	PASSAGE_DECLINED, PASSAGES,
};
/* "invited", "joined", … Static. */
const char *passage_word(enum passage_kind k);
/* What a membership event tells, from what it was to what it is; PASSAGES
 * when nobody crossed the boundary. `self`: they did it themselves. */
enum passage_kind passage_of(enum membership was, enum membership now,
			     bool self);

struct passage {
	enum passage_kind what;
	int64_t ts, account, room;
	char *uid, *name, *server;	/* who crossed */
	char *by, *by_name;	/* who did it; of an arrival: who invited, or
				 * NULL when nobody did */
	char *rid, *room_name, *eid;
};
void passage_free(struct passage *p);

#endif
