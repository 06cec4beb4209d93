/*
 * ical.h - tasks and events as iCalendar (RFC 5545), both ways.
 *
 * Tasks are VTODO, events VEVENT. What goes over: UID (the event id),
 * SUMMARY, DESCRIPTION, DTSTART, DUE, DTEND, PRIORITY, STATUS,
 * PERCENT-COMPLETE (of the checklist), CATEGORIES, RELATED-TO (the task it is
 * a part of), RRULE, LOCATION, URL; the estimate as
 * X-FOLKMOOT-ESTIMATE in minutes. The checklist, the order of tasks and who
 * does them stay behind: other programs know no room to find them in.
 *
 * Written: CRLF, lines folded at 75 bytes between characters, days as
 * VALUE=DATE, times in UTC. A VTODO with a rule must have a DTSTART (3.8.5.3)
 * and has its due date there when it has no start.
 *
 * Read: from anybody, so everything is bounded: at most ICAL_MAX things,
 * properties of at most 64 KiB (the rest is cut off), components in others are
 * passed over. Times with TZID are read by that zone when the system has it,
 * else, as those without any, by the clocks here. Words come clean, in one
 * line but for descriptions. What is no thing, and rules with parts that
 * cannot be kept, are named in `notes`.
 *
 * Pure. Thread: any.
 */
#ifndef COMMAND_ICAL_H
#define COMMAND_ICAL_H

#include "base/world.h"
#include "model/thing.h"

#define ICAL_MAX 5000

/* The calendar of these things (struct thing *): those that are neither tasks
 * nor events are left out. Yours. */
char *ical_write(const GPtrArray *things, const struct world *world);
/* The things in a text (struct thing *, `eid` is the UID, `fields` what was
 * said), yours. `notes` (may be NULL) gets sentences (char *). NULL: it is no
 * calendar. */
GPtrArray *ical_read(const char *text, size_t len, const struct world *world,
		     GPtrArray *notes);

#endif
