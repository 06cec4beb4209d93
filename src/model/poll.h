/*
 * poll.h - a question put to the vote, and how its votes are counted.
 *
 * Matrix, MSC3381 ("Polls", accepted), in the form that clients send today:
 * a poll is an event with a question and at most 20 answers, a vote is an
 * event that refers to it and lists the ids of answers, an end is an event
 * that refers to it. doc/protocol.md, "Polls", says what we make of each.
 *
 * How votes are counted:
 *
 * - Of each person the last vote counts, by origin_server_ts, then event id.
 *   It counts as nothing ("spoiled") when it lists no answer, more than
 *   POLL_VOTE_MAX, or one that the poll does not have.
 * - Of a good vote the first `max` answers count, each once.
 * - The end is the earliest one (time, then event id) from whoever asked, or
 *   from somebody who may remove other people's messages. Votes with a later
 *   time than the end do not count.
 *
 * So the result does not depend on the order in which things arrive.
 *
 * `text` of a question and of answers is one clean line. An answer's id is
 * given back to servers as it came; it is never shown.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_POLL_H
#define MODEL_POLL_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>

#define POLL_ANSWERS_MAX 20	/* MSC3381: those after them are not shown */
#define POLL_VOTE_MAX 100	/* answers that a vote may list at all */
#define POLL_ID_BYTES 255

struct poll_answer {
	char *id, *text;
	int count;		/* votes for it */
	bool mine;		/* one of them is mine */
};

struct poll {
	char *question;
	bool hidden;		/* undisclosed: counts are told at the end */
	int max;		/* answers that one person may give, >= 1 */
	GPtrArray *answers;	/* struct poll_answer *, at least one */

	/* of its votes: filled by the store */
	int voters;		/* people whose vote counts */
	bool voted;		/* I am one of them */
	bool ended;
	int64_t end_ts;		/* when; votes after it do not count */
};

struct poll *poll_new(const char *question);
/* NULL for NULL. */
struct poll *poll_copy(const struct poll *p);
void poll_free(struct poll *p);

/* False when it has POLL_ANSWERS_MAX already, or one with this id, or the id
 * is none (empty, too long, or more than a line). */
bool poll_add(struct poll *p, const char *id, const char *text);
/* Count one person's vote: the last one of each must be given, once. `ids`
 * (char *) NULL or empty is a spoiled one. */
void poll_count(struct poll *p, const GPtrArray *ids, bool mine);
/* Lay my new vote over what is counted: the one before goes. */
void poll_vote_mine(struct poll *p, const GPtrArray *ids);
/* Are the counts to be seen? */
bool poll_is_open(const struct poll *p);
/* The answer that somebody means by its number (from 1), its text or an
 * unambiguous beginning of it, case ignored; or NULL. Borrowed. */
const struct poll_answer *poll_find(const struct poll *p, const char *words);
/* The ids of my answers (char *). Yours; empty when there are none. */
GPtrArray *poll_mine(const struct poll *p);
/* The words that those see whose client knows no polls: the question and
 * numbered answers, a line each. Yours. */
char *poll_body(const struct poll *p);
/* "The poll has ended. Top answer: Tuesday (3 votes)". Yours. */
char *poll_end_body(const struct poll *p);

#endif
