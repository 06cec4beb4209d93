/*
 * push.h - what the account's push rules make of a message.
 *
 * A server counts unread messages, but which of them ring is decided here,
 * from the rules that the account keeps on the server (Matrix client-server
 * API, "Push notifications", m.push_rules), so that all of a person's
 * clients agree. Rules are tried in the order override, content, room,
 * sender, underride; the first enabled one whose conditions all hold
 * decides; .m.rule.master goes before all. A condition of an unknown kind
 * does not hold. Own events never ring.
 *
 * The rules about names in the body (contains_display_name,
 * contains_user_name, roomnotif) are passed over when the event has
 * m.mentions, as the specification says since v1.7.
 *
 * An account whose rules are not known yet has the default ones.
 *
 * Thread: any, one at a time.
 */
#ifndef PROVIDER_MATRIX_PUSH_H
#define PROVIDER_MATRIX_PUSH_H

#include "provider/matrix/json.h"

/* What the rules must know beside the event. */
struct push_facts {
	const char *rid;
	const char *name;	/* mine in the room, or NULL */
	/* Joined members, or -1; asked only when a rule needs it. */
	int (*members)(void *user);
	/* Whether the sender may ring all of the room (`key` is "room"). */
	bool (*may_notify)(void *user, const char *sender, const char *key);
	void *user;
};

struct push;

/* `rules`: the content of m.push_rules as JSON text, or NULL for the default
 * ones; text that cannot be read counts as NULL. `me`: my user id. */
struct push *push_new(const char *rules, const char *me);
void push_free(struct push *p);

/* enum ring bits (model.h) for an event as the server sent it; 0 is
 * silence. */
unsigned push_evaluate(const struct push *p, const json_t *event,
		       const struct push_facts *facts);

/* Whether `word` (UTF-8; * and ? are wild) stands in `text` with no letter,
 * digit or _ beside it, case ignored. */
bool push_word_in(const char *word, const char *text);

#endif
