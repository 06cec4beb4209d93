/* decoding.h - one event in, the changes out, for the tests beside. */
#ifndef TESTS_UNIT_PROVIDER_DECODING_H
#define TESTS_UNIT_PROVIDER_DECODING_H

#include "provider/matrix/decode.h"

/* What is done with the text of an event. */
enum decoding {
	DECODING_STATE, DECODING_TIMELINE, DECODING_OLDER, DECODING_AFTER,
	DECODING_EPHEMERAL, DECODING_ROOM_DATA, DECODING_ACCOUNT,
};

/* The changes as lines, for @ann:x in the room !a:x, where @ben:x is known
 * as Ben and @mod:x has power 50. In `event` ' stands for ". Yours. */
char *decoding_try(enum decoding how, const char *event);
/* Fails the test unless the changes are exactly these lines (or, when
 * `expected` ends in "…", begin so). */
void decoding_expect(enum decoding how, const char *event,
		     const char *expected);

#endif
