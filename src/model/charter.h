/*
 * charter.h - what a place is for: the charter of a space (or any room).
 *
 * A charter says which business issue a place serves, who answers for it,
 * what is to come of it in figures, the rules, whom to ask, when it is looked
 * at again, and who is meant to be able to read (doc/protocol.md, "Charter").
 *
 * `struct charter` is one version of it, or a change: `fields` says which
 * members are present, as in struct task; a present NULL clears. The outcomes
 * of a change are the whole list (CHARTER_OUTCOMES), or only figures of those
 * that are named by their id (CHARTER_FIGURES).
 *
 * A charter of a later version of the format has `version` set and nothing
 * else: it is shown as such and never overwritten.
 *
 * Figures are in thousandths, CHARTER_UNKNOWN when nobody has counted yet.
 * Days are days since 1970-01-01, CHARTER_NO_DAY for none.
 *
 * Texts are as they come; whoever takes them from a server cleans them.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_CHARTER_H
#define MODEL_CHARTER_H

#include "model/model.h"

#define CHARTER_VERSION 1
#define CHARTER_UNKNOWN INT64_MIN
#define CHARTER_NO_DAY INT64_MIN
#define CHARTER_OUTCOMES_MAX 32
/* Characters; longer texts are cut by the reader. */
#define CHARTER_TEXT_MAX 16000
#define CHARTER_LINE_MAX 2000
#define CHARTER_UNIT_MAX 64

enum charter_field {
	CHARTER_ISSUE = 1 << 0, CHARTER_OWNER = 1 << 1,
	CHARTER_OUTCOMES = 1 << 2, CHARTER_RULES = 1 << 3,
	CHARTER_CONTACT = 1 << 4, CHARTER_REVIEW = 1 << 5,
	CHARTER_AREA = 1 << 6, CHARTER_ACCEPT = 1 << 7,
	CHARTER_FIGURES = 1 << 8,
	CHARTER_ALL = (1 << 8) - 1,
};

/* One thing that is to be reached. */
struct outcome {
	char *id;		/* stays when its words change; never NULL */
	char *text;		/* "Homes insulated" */
	char *measure;		/* how it is counted, or NULL */
	char *unit;		/* "homes", or NULL */
	int64_t target, figure;	/* thousandths, or CHARTER_UNKNOWN */
	bool done;		/* said to be reached, whatever the figures */
};
struct outcome *outcome_new(const char *id);
struct outcome *outcome_copy(const struct outcome *o);
void outcome_free(struct outcome *o);
/* Reached: said to be, or the figure has come to the target. */
bool outcome_reached(const struct outcome *o);
/* "55 of 80 homes", "55 homes", "not counted yet (80 homes)", "reached". Yours. */
char *outcome_figures(const struct outcome *o);
/* How far, 0 to 100, or -1 when figures are missing. */
int outcome_percent(const struct outcome *o);

struct charter {
	uint32_t fields;	/* enum charter_field bits that are present */
	int version;		/* of the format: CHARTER_VERSION, or later */
	char *issue, *owner;	/* owner: user id */
	GPtrArray *outcomes;	/* struct outcome *, or NULL */
	char *rules, *contact;
	int64_t review;		/* day, or CHARTER_NO_DAY */
	enum area area;		/* declared; AREA_UNKNOWN: none */
	bool accept;		/* who joins is asked to accept it */

	/* filled by the store */
	char *eid, *by;		/* the version's event and who wrote it */
	int64_t ts;
	bool pending;		/* a change of ours waits in the outbox */
};
struct charter *charter_new(void);
struct charter *charter_copy(const struct charter *c);
void charter_free(struct charter *c);

/* Lay the fields present in `change` over `c`. */
void charter_apply(struct charter *c, const struct charter *change);
/* The outcome with an id, or NULL; borrowed. */
struct outcome *charter_outcome(const struct charter *c, const char *id);
/* How many outcomes are reached; *all gets how many there are. */
int charter_reached(const struct charter *c, int *all);
/* Nothing is said in it. */
bool charter_is_empty(const struct charter *c);
/* What was accepted: a digest (hexadecimal, SHA-256) of the rules, "" without
 * rules. Equal digests are equal rules. Yours. */
char *charter_digest(const struct charter *c);

/* What is different, field by field: "outcome 2: 40 → 55 of 80 homes",
 * "owner: none → @ann:council.org". char *; empty when nothing is. `was`
 * NULL: there was none. Yours. */
GPtrArray *charter_differences(const struct charter *was,
			       const struct charter *now);

/* As one text for a table or the outbox, and back: NULL for what is none. The
 * members filled by the store are left out. Yours. */
char *charter_pack(const struct charter *c);
struct charter *charter_unpack(const char *text);

/* "12.5" to 12500 and back; at most three decimals, |n| < 10^12. */
bool charter_read_number(const char *text, int64_t *n);
char *charter_say_number(int64_t n);	/* Yours. */
/* "2026-12-01" to a day (CHARTER_NO_DAY for another text), and back (NULL
 * for CHARTER_NO_DAY; yours). */
int64_t charter_read_day(const char *text);
char *charter_say_day(int64_t day);

#endif
