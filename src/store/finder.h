/*
 * finder.h - from a query for people to who fits, best first.
 *
 * Each word is looked up in the indexes of cards, endorsements and texts,
 * which gives a mark for each person it fits; then everybody (or, when a
 * word fits few, only those) is held against all words at once, so that a
 * search costs one walk over the people whatever it asks. The order and its
 * numbers are those of model/people.h.
 *
 * Whom I share no room with is not sorted out here: that costs a look-up
 * for each and is done for those that are shown (read-cards.c).
 *
 * Private to store/. Thread: the reader's.
 */
#ifndef STORE_FINDER_H
#define STORE_FINDER_H

#include "store/internal.h"

struct wrote {
	int64_t person, room;
};

struct finder_term {
	const struct people_term *term;
	GHashTable *marks;	/* person -> struct fit */
	GArray *wrote;		/* struct wrote: newest messages with it */
};

struct found_person {
	int64_t id;
	char *uid, *name;
	int64_t seen;
	enum presence presence;
	int score;
};

struct finder {
	struct reader *r;
	const struct people_query *q;
	int64_t now;
	GPtrArray *terms;	/* struct finder_term * */
	GArray *people;		/* struct found_person, best first */
};

void finder_init(struct finder *f, struct reader *r,
		 const struct people_query *q);
void finder_clear(struct finder *f);
/* The words of a person as what the index of texts is asked, or NULL when
 * there is nothing to look for (search.c). Yours. */
char *search_match(const char *words);

#endif
