/*
 * visit.h - since when what changed in a space is new to me.
 *
 * A visit is kept as small state "SINCE LAST" (ms since 1970) under
 * "visit:" and the id of the space: from when it showed what changed, and
 * when one left it. Who comes back within VISIT_MINUTES is on the same visit,
 * so that a look at one thing that changed does not make the rest of it old.
 * Without one, what happened in the last VISIT_FIRST_DAYS is new.
 *
 * Whoever shows the space hands the state over when it is left; nothing here
 * writes.
 *
 * Thread: the reader's.
 */
#ifndef COMMAND_VISIT_H
#define COMMAND_VISIT_H

#include "store/store.h"

#define VISIT_MINUTES 15
#define VISIT_FIRST_DAYS 7

int64_t visit_since(struct reader *r, const struct world *w, const char *rid);
/* The key and value to be kept when it is left now. Yours. */
char *visit_key(const char *rid);
char *visit_end(struct reader *r, const struct world *w, const char *rid);

#endif
