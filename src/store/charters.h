/*
 * charters.h - reading charters, who accepted them, guests and passages.
 *
 * What a place's charter is now, and each version that is known; a change of
 * ours that waits in the outbox shows at once. Versions, and the steps of
 * people over the boundary, are told once each, however often and in
 * whatever order their events come.
 *
 * Arrays are yours, with free functions set. Thread: the reader's.
 */
#ifndef STORE_CHARTERS_H
#define STORE_CHARTERS_H

#include "store/store.h"

/* The charter of a room or space as it is now, or NULL when it has none.
 * Yours. */
struct charter *reader_charter(struct reader *r, int64_t room);
/* Every version that is known, oldest first (struct charter *). One that was
 * taken away or redacted is empty: charter_is_empty(). */
GPtrArray *reader_charter_log(struct reader *r, int64_t room);

/* The power that state events of doc/protocol.md need in a place. */
struct charter_rights {
	int charter, accept, guest;
};
struct charter_rights reader_charter_rights(struct reader *r, int64_t room);

struct acceptance {
	char *uid, *name;
	int64_t ts;		/* 0 when not known */
	bool current;		/* of the rules as they are now */
};
void acceptance_free(struct acceptance *a);
/* Who accepted the charter of a place, as far as it is known (who may not
 * write it into the room is known to themselves alone). */
GPtrArray *reader_acceptances(struct reader *r, int64_t room);
/* The charter is to be accepted by me, and I have not accepted its rules. */
bool reader_must_accept(struct reader *r, int64_t room);

/* Guests (struct guest *), those whose last day is first before the others;
 * `room` 0: of all places, with the rooms of a space when it is one; `due`:
 * only those whose last day is at most that day, and whom I may remove
 * (GUEST_NO_DAY: all). */
GPtrArray *reader_guests(struct reader *r, int64_t account, int64_t room,
			 int64_t due);
struct guest *reader_guest(struct reader *r, int64_t room, const char *uid);

/* People of other servers who came and went (struct passage *), newest
 * first; `room` 0: in all places, with the rooms of a space when it is one;
 * `since`: ms since 1970. */
GPtrArray *reader_passages(struct reader *r, int64_t account, int64_t room,
			   int64_t since);
/* The servers of who is joined or invited, most people first (char *);
 * *counts gets how many of each (int; yours). */
GPtrArray *reader_servers(struct reader *r, int64_t room, GArray **counts);
/* Is all of a room's history stored? */
bool reader_history_whole(struct reader *r, int64_t room);

#endif
