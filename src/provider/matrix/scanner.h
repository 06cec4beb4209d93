/*
 * scanner.h - a long answer as a stream: bytes in, single events out.
 *
 * The body of a sync may be hundreds of megabytes. It is never held whole:
 * the scanner follows the bytes as they arrive, in pieces of any size, knows
 * the outer structure of the answer (Matrix client-server API, GET /sync,
 * GET /rooms/{id}/messages, /members, /relations), and gives out each event
 * and each small value as a range of raw bytes. It reads nothing inside of
 * an event but brackets and quotes; what the bytes are worth is for
 * json_read() to say.
 *
 * Trouble inside of an event stays there: one that is larger than its bound
 * or nested deeper than SCAN_DEPTH is passed over and reported, the rest
 * goes on. A value of an unexpected type in the outer structure ("rooms":
 * null) is passed over too. When the outer structure itself is no JSON, or
 * ends too soon, the whole answer is worth nothing: scanner_feed() says
 * false, or scanner_whole() does at the end.
 *
 * Order. Keys of JSON objects come in any order, and servers make use of
 * it: Synapse sends the events of a timeline before its `limited` and the
 * state after the timeline. The scanner reports what it meets as it meets
 * it; whoever needs another order keeps what came too soon.
 *
 * Memory: the largest value that lies across two pieces; a value within a
 * piece is not copied.
 *
 * Thread: any, one at a time.
 */
#ifndef PROVIDER_MATRIX_SCANNER_H
#define PROVIDER_MATRIX_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

#define SCAN_EVENT_MAX (256u << 10)	/* bytes of one event */
#define SCAN_LARGE_MAX (1u << 20)	/* of account data and receipts, which
					 * are lists of all rooms or readers */
#define SCAN_DEPTH 64

/* What a value is. */
enum scan_part {
	SCAN_NONE,
	SCAN_JOIN, SCAN_INVITE, SCAN_KNOCK, SCAN_LEAVE,	/* kinds of rooms */
	SCAN_NEXT,		/* "next_batch", a scalar */
	SCAN_ACCOUNT,		/* event of the account's own data */
	SCAN_SUMMARY,		/* object: heroes and counts */
	SCAN_STATE,		/* event: state before the timeline */
	SCAN_AFTER,		/* event: state after the timeline (MSC4222);
				 * once without bytes when the list begins */
	SCAN_STRIPPED,		/* event of an invite's or a knock's state */
	SCAN_TIMELINE,		/* event */
	SCAN_LIMITED, SCAN_PREV,	/* scalars of the timeline */
	SCAN_EPHEMERAL,		/* event: typing, receipts */
	SCAN_ROOM_ACCOUNT,	/* event of my data on the room */
	SCAN_COUNTS,		/* object: unread counts */
	SCAN_END,		/* "end" or "next_batch" of a page, a scalar */
	SCAN_PRESENCE,		/* event of whether somebody is there */
};

/* Which answer it is. */
enum scan_shape {
	SCAN_SYNC,		/* all of the above but SCAN_END */
	SCAN_PAGE,		/* "chunk" as SCAN_TIMELINE, "state" as
				 * SCAN_STATE, SCAN_END */
	SCAN_MEMBERS,		/* "chunk" as SCAN_STATE */
};

/* Who is told; none may be NULL. What is handed over is borrowed for the
 * call. Between room() and room_end() all parts belong to that room. */
struct scan_calls {
	/* A room's part of the answer begins; false passes it over. */
	bool (*room)(void *user, enum scan_part kind, const char *rid);
	void (*room_end)(void *user);
	void (*value)(void *user, enum scan_part part, const char *raw,
		      size_t len);
	/* A value was passed over; `why` is a few words, static. */
	void (*skipped)(void *user, enum scan_part part, const char *why);
};

struct scanner;

struct scanner *scanner_new(enum scan_shape shape,
			    const struct scan_calls *calls, void *user);
void scanner_free(struct scanner *s);
/* The next bytes. False once the answer cannot be understood; then it stays
 * false and nobody is told anything more. */
bool scanner_feed(struct scanner *s, const char *bytes, size_t len);
/* The answer has come to its end, and it was sound; a page without a "chunk"
 * is not. */
bool scanner_whole(const struct scanner *s);
/* The first byte that is no white space, or 0: '<' is a web page. */
char scanner_first(const struct scanner *s);

/* The raw value of a string field of an object's text, without reading the
 * rest: "type" of an event, to pass over those of no interest cheaply. NULL
 * when there is none or it has escapes. Borrowed from `raw`. */
const char *scanner_peek(const char *raw, size_t len, const char *key,
			 size_t *out_len);

#endif
