/*
 * world.h - time, zone, randomness and environment, through one door.
 *
 * Everything that would make two runs differ comes from here, so that tests
 * can pin it: the wall clock, the steady clock, the local time zone, random
 * numbers. A `struct world` is made once in main() (world_init) and passed
 * down; nothing below main asks the system for these things by itself.
 *
 * Invariants: `now` is milliseconds since 1970 UTC and may jump; `steady` is
 * milliseconds from an unknown start and never goes back. `random` gives 64
 * unpredictable bits (from the kernel in the real world).
 *
 * world_init() honours FOLKMOOT_NOW (milliseconds; a fixed clock) for tests
 * and TZ for the zone.
 *
 * Thread: any; the struct is read-only after world_init().
 */
#ifndef BASE_WORLD_H
#define BASE_WORLD_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>

struct world {
	int64_t (*now)(const struct world *);
	int64_t (*steady)(const struct world *);
	uint64_t (*random)(const struct world *);
	GTimeZone *zone;	/* local time; owned, never NULL */
	int64_t fixed;		/* what a pinned `now` returns */
	uint64_t drawn;		/* random numbers given by a fixed world */
};

/* A civil moment in the world's zone. `mon` is 1-12, `wday` is 0 (Sunday)
 * to 6, `day` is the number of days since 1970-01-01 (local). */
struct civil {
	int year, mon, mday, hour, min, sec, wday;
	int64_t day;
};

void world_init(struct world *w);
/* A world for tests: clock fixed at `now`, zone by name ("UTC"), random a
 * counter starting at 1. */
void world_init_fixed(struct world *w, int64_t now, const char *zone);
void world_clear(struct world *w);

int64_t world_now(const struct world *w);
int64_t world_steady(const struct world *w);
uint64_t world_random(const struct world *w);

/* Split milliseconds since 1970 into a local date and time. Times outside
 * the years 1 to 9999 are clamped. */
struct civil world_civil(const struct world *w, int64_t ms);
/* The moment at so many minutes after midnight by the clocks of the world's
 * zone on a day: milliseconds since 1970, or 0 when there is no such day. A
 * time that the clocks skip (they go forward) is the moment of the change; of
 * one that comes twice the later is meant. */
int64_t world_moment(const struct world *w, int64_t day, int minute);

/* Days since 1970-01-01 of a date, or INT64_MIN when there is no such day. */
int64_t civil_day(int year, int mon, int mday);
/* The date of a day number ("2026-12-01"): fills year, mon, mday, wday. */
struct civil civil_from_day(int64_t day);

#endif
