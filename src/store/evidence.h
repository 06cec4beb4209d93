/*
 * evidence.h - what happened, and what waits for me: the questions behind
 * Home, the digest, the home of a space and reports.
 *
 * All of it is read from what is stored; nothing is counted ahead. A period
 * is from `from` on and before `until`, both in ms since 1970 by the clock of
 * the server that took the message (origin_server_ts); `until` 0 is now and
 * later. A clock that is wrong puts a message into the wrong period, never
 * into two of them. Redacted messages, and messages that only say how a thing
 * was changed, count nowhere.
 *
 * Replies owed, by definition: the last word is somebody else's, is not
 * older than asked for, and I did not react to it, in
 *
 *   - a conversation with one person,
 *   - a thread in which I wrote, or which began with me,
 *   - a message that names me and that I have read, when I wrote nothing
 *     after it in the same place (the room, or the thread).
 *
 * Contacts, by definition: two people of different servers, of whom one
 * replied to the other, wrote in a thread that the other began, reacted to
 * a message of the other, or named the other in a message, within the period
 * and in that room. A pair counts once, whoever began.
 *
 * Each question is bounded by an index (post_time) or by a limit, so that
 * Home can be read again at every event. Arrays are yours, with free
 * functions set. Thread: the reader's.
 */
#ifndef STORE_EVIDENCE_H
#define STORE_EVIDENCE_H

#include "store/store.h"

struct period {
	int64_t room, from, until;
};

/* One message of a period. */
struct said {
	int64_t ts;
	int64_t person;		/* a number of the store: equal is the same */
	enum post_kind kind;
};
/* Each message of a room in a period, by time; stops when `each` is false. */
void reader_said(struct reader *r, const struct period *p,
		 bool (*each)(const struct said *s, void *user), void *user);
/* Files that were sent in a period, newest first (struct hit *). */
GPtrArray *reader_files(struct reader *r, const struct period *p, int limit);
/* Names of who came into a room in a period, each once (char *). */
GPtrArray *reader_arrived(struct reader *r, const struct period *p, int limit);
/* Mentions of me in a period in a room, read or not, newest first (struct
 * hit *). */
GPtrArray *reader_named(struct reader *r, const struct period *p, int limit);

/* Replies that I owe, newest first (struct hit *; the post is the last word
 * that waits). `since`: older ones are forgiven. */
GPtrArray *reader_owed(struct reader *r, int64_t since, int limit);

/* Joined rooms with something unread, as in the sidebar (struct room *). */
GPtrArray *reader_unread(struct reader *r, int limit);
/* When the message was written up to which I have read, or 0. */
int64_t reader_read_until(struct reader *r, int64_t room);
/* How many decisions were made and tasks done in a room since. */
struct news {
	int decisions, finished;
};
struct news reader_news(struct reader *r, int64_t room, int64_t since);

/* How many things of a kind were made in a period in a room. */
int reader_made(struct reader *r, const struct period *p,
		enum thing_kind kind);
/* Things of a kind made in a period in a room, oldest first (struct thing *). */
GPtrArray *reader_made_things(struct reader *r, const struct period *p,
			      enum thing_kind kind, int limit);
/* Things of a kind that were closed in a period, and not dropped: tasks that
 * were done, questions solved, ideas done or declined (struct thing *). */
GPtrArray *reader_finished(struct reader *r, const struct period *p,
			   enum thing_kind kind);

/* A space with all rooms below it that I am in, or the room alone: ids. */
GArray *reader_below(struct reader *r, int64_t room);

/* Contacts of a room as "@a:x @b:y", the lesser id first, each once. */
GPtrArray *reader_contacts(struct reader *r, const struct period *p);

/* Small state whose key begins so: key and value in turns (char *). */
GPtrArray *reader_states(struct reader *r, const char *begin);

#endif
