/*
 * level.h - how much a room may ring, as push rules.
 *
 * The Matrix client-server API ("Push rules") knows no levels. Clients have
 * agreed on which rules stand for them, and so do we, so that what is set in
 * one is seen in all:
 *
 *   all       a room rule for the room that notifies
 *   mentions  a room rule for the room that does not: what the content and
 *             override rules say about mentions goes before it
 *   none      an override rule whose one condition is that room, which does
 *             not notify: it goes before everything
 *   default   none of these
 *
 * "Does not notify" is an empty list of actions, or the "dont_notify" that
 * was written before v1.7. A rule that is not enabled is none.
 *
 * Thread: any.
 */
#ifndef PROVIDER_MATRIX_LEVEL_H
#define PROVIDER_MATRIX_LEVEL_H

#include "model/model.h"
#include "provider/matrix/json.h"

/* The rooms of m.push_rules that have a level of their own: ids into `rids`,
 * words (notify_level_word()) into `words`, beside each other. */
void level_read(const json_t *rules, GPtrArray *rids, GPtrArray *words);

/* A request that takes part in setting a level. */
struct level_step {
	const char *set;	/* "override" or "room" */
	bool put;		/* else the rule is deleted */
	const char *actions;	/* JSON */
};
#define LEVEL_STEPS 2
/* The steps of a level; static. NULL: there is no such level. */
const struct level_step *level_steps(const char *word);
/* The rule of a step as JSON, for a room. Yours. */
json_t *level_rule(const struct level_step *step, const char *rid);

#endif
