/*
 * report.h - evidence of what a place did in a period, in figures.
 *
 * The place is a room, or a space with all rooms below it that I am in. The
 * period is whole days of the local zone, from the first moment of `from` to
 * the last of `until`; what falls into it is said by the clock of the server
 * that took the message (store/evidence.h). Only what is stored is counted:
 * rooms whose history is not whole are told in `partial`.
 *
 * What each figure means is part of the report: report_figures() is the one
 * list of them, from which the screen, Markdown, CSV, JSON and the tests
 * read. The rules behind the sentences:
 *
 *   - Redacted messages count nowhere; neither do messages that only say how
 *     a thing was changed, nor comings and goings.
 *   - A person is active who wrote at least one message.
 *   - A question is answered by the first message of somebody else in its
 *     thread; it counts for the period in which it was asked, whenever the
 *     answer came. How fast: from asking to that message. The median is the
 *     least time that half of the answered ones did not exceed, the 90th
 *     percentile the least that nine tenths did not (nearest rank, without
 *     interpolation: the value at place ceil(p * n) of the sorted times).
 *   - A task is finished when it was marked done, not when it was dropped;
 *     one that was opened again is not finished.
 *   - An idea is decided when it was done or declined.
 *   - A contact is as in store/evidence.h; over several rooms a pair counts
 *     once.
 *   - Weeks begin on Monday. The first and last may be cut by the period. Of
 *     a longer period the last REPORT_WEEKS are charted.
 *
 * Thread: the front end's.
 */
#ifndef COMMAND_REPORT_H
#define COMMAND_REPORT_H

#include "base/world.h"
#include "store/store.h"

#define REPORT_WEEKS 53
#define REPORT_NONE INT64_C(-1)	/* there is no such figure */

struct report_week {
	int64_t day;		/* its Monday */
	int64_t messages, people, asked, answered, finished;
};

struct report {
	int64_t from, until;	/* days, both included */
	int64_t rooms, members;
	int64_t people, messages;
	int64_t asked, answered, solved;
	int64_t median, p90;	/* ms, or REPORT_NONE */
	int64_t made, finished, decided, ideas;
	int64_t decisions, events, resources;
	int64_t contacts;
	int64_t partial;	/* rooms whose history is not whole */
	GArray *weeks;		/* struct report_week, oldest first */
	GPtrArray *pairs;	/* char *: the contacts, "@a:x @b:y" */
	struct charter *charter;	/* or NULL */
};

enum report_unit { UNIT_COUNT, UNIT_TIME };
struct report_figure {
	const char *name;	/* in JSON and CSV */
	const char *title;	/* for people */
	const char *definition;	/* a sentence */
	size_t at;		/* of the int64_t in struct report */
	enum report_unit unit;
};
/* Ends with name NULL. Static. */
const struct report_figure *report_figures(void);
int64_t report_value(const struct report *r, const struct report_figure *f);
/* "12", "3 h 20 min"; "none" for REPORT_NONE. Yours. */
char *report_say(const struct report *r, const struct report_figure *f);
char *report_say_time(int64_t ms);

struct report_query {
	const struct world *world;
	int64_t room;		/* or space */
	int64_t from, until;	/* days */
	/* Called with how many rooms of how many were read; may be NULL. */
	void (*progress)(int done, int all, void *user);
	void *user;
};
void report_make(struct reader *r, const struct report_query *q,
		 struct report *out);
void report_clear(struct report *r);
/* The time at so many percent of sorted times, by nearest rank; REPORT_NONE of
 * none. */
int64_t report_rank(const GArray *times, int percent);

#endif
