/*
 * answer.h - the body of a long answer, from bytes to changes.
 *
 * Joins the scanner to decode: what comes in any order is put into the order
 * that decode needs. The state of a room is decoded as it comes; the raw
 * events of its timeline, its receipts and my data on it are kept until the
 * room ends, and only then is it known whether the timeline has a gap before
 * it, and who its people are. At most ANSWER_KEEP bytes are kept, more than
 * any answer needs that honours the limits we ask for; a larger room is
 * given out in the order in which it comes.
 *
 * An event that is no JSON is passed over and logged.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_ANSWER_H
#define PROVIDER_MATRIX_ANSWER_H

#include "provider/matrix/decode.h"
#include "provider/matrix/scanner.h"

#define ANSWER_KEEP (8u << 20)

struct answer {
	struct decode decode;
	struct scanner *scan;
	enum scan_shape shape;
	char *next;		/* next_batch or end, once seen */
	int rooms;		/* parts of rooms so far */
	int64_t bytes;
	bool after_known;	/* the server speaks state_after */

	/* The room at hand. */
	GByteArray *kept;
	GArray *items;		/* struct answer_item */
	bool limited, flushed;
	char *prev;		/* prev_batch */
	bool has_state;
};

/* `decode` has its fields set by the caller. For SCAN_PAGE and SCAN_MEMBERS
 * all belongs to the room `rid`; else `rid` is NULL. */
struct answer *answer_new(enum scan_shape shape, const struct decode *decode,
			  const char *rid);
void answer_free(struct answer *a);
/* False: this is no answer of the shape. */
bool answer_feed(struct answer *a, const char *bytes, size_t len);
/* All bytes have come: emits what is kept. False: it was cut short. */
bool answer_finish(struct answer *a);

#endif
