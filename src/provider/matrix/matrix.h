/*
 * matrix.h - one account on a Matrix homeserver, as the files of this folder
 * share it.
 *
 * Who does what:
 *
 *   login      find the server, log in: before there is a struct matrix
 *   request    one queue for all requests with the token; refresh in token
 *   sync       the long poll; answer reads its body as a stream
 *   page       one-time reading: older, members, thread
 *   submit     ops out; content makes their JSON, direct the talks of two
 *   card       profiles of people, and one's own card
 *   scanner, json, decode (facts, message, sentence, ambient, thing_json),
 *   push       bytes to changes, without any state of the account
 *
 * Whole answers. The host throws away (rollback) or keeps (commit) all that
 * was emitted, so two answers must never be emitted at the same time. The
 * sync emits while its body arrives. What the other answers bring is
 * gathered in a batch, and given out while no sync is in the middle of its
 * body: matrix_deliver().
 *
 * The end. close() and the death of the session tell everybody who waits
 * for an answer that none will come (HTTP_CANCELLED); nothing is started
 * after that.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_MATRIX_H
#define PROVIDER_MATRIX_MATRIX_H

#include "provider/matrix/push.h"
#include "provider/provider.h"

#define MATRIX_CLIENT "/_matrix/client/v3"

struct answer;
struct request;
struct sync;

/* What an answer brings, to be given out as one. */
struct batch {
	GPtrArray *changes;	/* struct change *, or NULL */
	void (*done)(void *user, const char *error);
	void *user;
	char *error;		/* then there are no changes */
};

struct matrix {
	const struct provider_host *host;
	int64_t account;
	struct tokens tokens;
	char *site;		/* the server's host, for sentences */
	struct push *push;
	GHashTable *encrypted;	/* ids of rooms seen to be encrypted */
	bool over;		/* nothing starts any more */

	GQueue waiting;		/* struct request * not sent yet */
	GPtrArray *flying;	/* struct request * on their way */
	int busy;		/* of those, how many count */
	bool refreshing;
	int refresh_tries;
	uint64_t refresh_timer;
	int64_t refreshed;	/* steady time of the last one */

	struct sync *sync;
	GQueue batches;		/* struct batch * that wait for the sync */
};

/* Give out a batch, now or when the sync has ended its body. `take_changes`
 * NULL with an error: nothing came. */
void matrix_deliver(struct matrix *m, struct batch take);
/* The sync has ended its body. */
void matrix_deliver_rest(struct matrix *m);

/* The session is dead: everybody who waits is told, then the host. `m` may
 * be gone when this returns. */
void matrix_end(struct matrix *m, bool soft, const char *sentence);

/* "council.org" of a base URL. Yours. */
char *matrix_site(const char *base);
/* "/_matrix/client/v3/rooms/ROOM/REST"; the room's id is escaped, the rest
 * is not. Yours. */
char *matrix_room_path(const char *rid, const char *rest);

#endif
