/*
 * timers.h - what is to happen later, on the engine's thread.
 *
 * One-shot timers on the steady clock of the world. There is no tick: the
 * loop sleeps until the first of them is due. Firing a timer forgets it; a
 * function may add and cancel others, and those it adds wait for the next
 * turn, so that none can keep the loop from the network.
 *
 * There are a few dozen at most: a sorted array is all they need.
 *
 * Private to engine/. Thread: engine.
 */
#ifndef ENGINE_TIMERS_H
#define ENGINE_TIMERS_H

#include "base/world.h"

struct timers {
	GArray *list;		/* struct timer, soonest first */
	uint64_t last;
	const struct world *world;
};

void timers_init(struct timers *t, const struct world *world);
void timers_clear(struct timers *t);
/* The handle is never 0. */
uint64_t timers_add(struct timers *t, int64_t ms, void (*fn)(void *),
		    void *arg);
/* A handle that is 0, or has fired, is fine. */
void timers_cancel(struct timers *t, uint64_t handle);
/* Milliseconds to the first; -1: there is none. */
int64_t timers_wait(const struct timers *t);
void timers_run(struct timers *t);

#endif
