/*
 * home.h - what needs me: the items of Home, and what was put off.
 *
 * Sections, in their order, and what makes an item of each:
 *
 *   FOR YOU               unread messages that name me
 *   REPLIES OWED          the last word is not mine, and not older than 14
 *                         days (store/evidence.h says it exactly)
 *   MY TASKS              open, given to me, due within 7 days or late
 *   QUESTIONS I COULD ANSWER
 *                         open, unclaimed, not mine, of the last 60 days,
 *                         whose words or tags have a skill of my card
 *   UNANSWERED            questions older than 48 hours without an answer,
 *                         in places where I may moderate
 *   INVITATIONS           to places
 *   REVIEWS DUE           spaces whose charter I own, to be looked at again
 *                         within 7 days
 *   GUESTS EXPIRING       whom I may remove, and whose last day is over or
 *                         comes within 3 days
 *   EVENTS                that begin within 7 days
 *   HELD AND FAILED       what the outbox could not send
 *   WHILE YOU WERE AWAY   places with unread messages, with the decisions
 *                         and finished tasks since my read mark
 *
 * An item is known by `key`, which stays the same while it is about the same
 * thing, and changes nothing when it comes back; `stamp` grows when something
 * new happened to it. What is put off is kept as small state under "home:KEY",
 * as "UNTIL STAMP": it comes back at UNTIL (ms since 1970; 0 never), or as
 * soon as its stamp is another one.
 *
 * Thread: the front end's.
 */
#ifndef COMMAND_HOME_H
#define COMMAND_HOME_H

#include "command/internal.h"
#include "store/evidence.h"

#define HOME_OWED_DAYS 14
#define HOME_SOON_DAYS 7
#define HOME_QUESTION_DAYS 60
#define HOME_WAIT_HOURS 48
#define HOME_PER_SECTION 30

struct home_item {
	const char *section;	/* static */
	char *key, *id, *rid, *room_name;
	char *title, *left, *right;
	char *act;		/* the line that does away with it, as typed
				 * on the screen with its room open */
	char *why;
	int64_t ts, stamp, op;	/* 0: none */
	bool late;
};

struct home {
	struct command_call *call;
	GPtrArray *items;	/* struct home_item * */
	GHashTable *seen;	/* event ids that are an item already */
	GHashTable *put_off;	/* key -> "UNTIL STAMP" */
	int hidden;		/* how many are put off */
};

/* Everything that needs me now, by section. Needs call->ctx->reader. */
void home_init(struct home *h, struct command_call *call);
void home_clear(struct home *h);
/* The item of a key, put off or not; NULL: there is none now. Borrowed. */
const struct home_item *home_find(const struct home *h, const char *key);

/* home_sections.c: one function for each section adds to h->items. */
typedef void home_section(struct home *h);
extern home_section *const home_sections[];	/* NULL ends */
/* Their names in the order in which they are shown. */
extern const char *const home_order[];		/* NULL ends */
/* Takes what it is given; leaves it out when it is put off, or when its event
 * is an item already. */
void home_add(struct home *h, struct home_item *take);
struct home_item *home_item_new(const char *section, const char *kind,
				const char *id);

#endif
