/*
 * todotxt.h - tasks as lines of todo.txt, both ways.
 *
 * One task a line: "x 2026-11-28 2026-11-01 Pay the plumber +heating
 * due:2026-12-01". The format is that of github.com/todotxt/todo.txt. What
 * goes over: done with its day, the day it was made, the priority ((A) urgent,
 * (B) high, (D) and below low), tags as +projects (contexts keep their sign:
 * the tag "@phone"), due:, t: for the start, rec: for simple repetition (3d,
 * 2w, 1m, 1y) and rrule: for others, id: with the event id. The rest stays
 * behind, spaces in tags become "-".
 *
 * Read: from anybody. Lines are cut at 4 KiB, words come clean; empty lines
 * and those without words are passed over; at most TODOTXT_MAX.
 *
 * Pure. Thread: any.
 */
#ifndef COMMAND_TODOTXT_H
#define COMMAND_TODOTXT_H

#include "base/world.h"
#include "model/thing.h"

#define TODOTXT_MAX 5000

char *todotxt_write(const GPtrArray *tasks, const struct world *world);
/* The tasks (struct thing *, `eid` from id:), yours. */
GPtrArray *todotxt_read(const char *text, size_t len);

#endif
