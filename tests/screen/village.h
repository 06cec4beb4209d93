/*
 * village.h - a small organisation in a store, for screen tests.
 *
 * Everything is fixed: names, words, times (all days lie before Friday
 * 20 November 2026, 14:32 UTC). The store is filled by the changes a provider
 * would emit.
 */
#ifndef SCREEN_VILLAGE_H
#define SCREEN_VILLAGE_H

#include "store/store.h"

#define VILLAGE_NOW INT64_C(1795185120000)	/* 2026-11-20 14:32 UTC */

/* Fill an empty store. */
void village_fill(struct store *s);
/* One more message by somebody, as a sync would bring it. */
void village_say(struct store *s, const char *room, const char *user,
		 const char *text);

#endif
