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
 * at least theirs; where one of them is not known, the sentence says so. While
 * the member list is not wholly known the count of outsiders is a lower bound,
 * `sure` is false and the sentence says so.
 *
 * A charter may declare an area. It is a wish and never changes the area; where
 * the facts are wider, `contradicts` is set and the sentence begins with both.
 *
 * Two audiences are compared by their scopes, because a hash cannot say which
 * of two is the wider one. A scope is one line of text, made to be stored:
 *
 *   external invited o council.org=11 partner.org=1
 *   area, who reads the history, what is open (letters: o may be entered
 *   unasked, g guests, u unsure; "-" none), then every server with its number
 *   of members (0: not counted). Of a PUBLIC place only the area is said.
 *
 * One scope is wider than another when somebody can read there who could not
 * read here: a wider area, an opened history or door, or a server that was
 * not there. More people of a server that could read already do not widen it:
 * that server, and so its organisation, had the text before. The relation "not
 * wider than" is reflexive and transitive; two places may well each be wider
 * than the other (partner.org here, other.org there).
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
	enum area declared;	/* by the charter; AREA_UNKNOWN: not */
	bool contradicts;	/* facts are wider than declared */
	char *scope;		/* for comparing, see above */
};

/* All that an audience is worked out from; everything borrowed. */
struct audience_facts {
	const struct room *room;
	const GPtrArray *servers;	/* sorted names of the servers of
					 * members, joined or invited; NULL:
					 * not known */
	const GArray *counts;		/* int: members of each, or NULL */
	const char *home;		/* the account's own server */
	enum area widest;		/* the widest area among the rooms a
					 * restricted join rule names;
					 * AREA_UNKNOWN: none or not known */
};
void audience_measure(struct audience *a, const struct audience_facts *f);
/* The same as it would be once `uid` has been invited. */
void audience_with(struct audience *a, const struct audience_facts *f,
		   const char *uid);

/* Can somebody read with scope `now` who could not with `then`? NULL on
 * either side: not known, false. An unsure `then` is compared by area alone. */
bool audience_wider(const char *now, const char *then);
/* Who that is: "1 person from partner.org can read this now", "anybody may
 * read this now"; NULL when nobody is. Yours. */
char *audience_widened(const char *now, const char *then);
/* The area of a scope; AREA_UNKNOWN for NULL and for what is none. */
enum area audience_scope_area(const char *scope);

/* audience_measure() without counts. */
void audience_init(struct audience *a, const struct room *r,
		   const GPtrArray *servers, const char *home,
		   enum area widest);
void audience_clear(struct audience *a);

#endif
