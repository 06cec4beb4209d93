/*
 * lookups.h - what servers said lately about places.
 *
 * A question to a server is answered later, by EV_LOOKUP, while the command
 * that asked it has long returned. So the last few answers are kept here: the
 * command that is run again (asked.h) finds its answer, and one that has just
 * been answered is not asked twice. Nothing of it is stored; it is gone with
 * the screen.
 *
 * Thread: ui.
 */
#ifndef UI_LOOKUPS_H
#define UI_LOOKUPS_H

#include "base/world.h"
#include "engine/message.h"

struct lookups {
	GPtrArray *answers;	/* struct message *: newest last; NULL: none */
};

void lookups_clear(struct lookups *l);
/* Keep a copy of an EV_LOOKUP in place of an earlier one to the same. */
void lookups_take(struct lookups *l, const struct world *world,
		  const struct message *event);
/* The answer to a REQ_LOOKUP that is no older than `age_ms` (-1: of any age),
 * as a copy that is yours; NULL: there is none. */
struct message *lookups_find(const struct lookups *l,
			     const struct world *world,
			     const struct message *request, int64_t age_ms);

#endif
