/*
 * sentence.h - state events as sentences that people read in the timeline.
 *
 * "Ben Osei joined", "Ann Reed set the topic to “Winter plan”". Names are
 * those that the room knows (decode_name()); texts of others are put in as
 * they are and cleaned with the rest.
 *
 * What changed is told from `unsigned.prev_content` where the server gives
 * it. A change that shows nothing (somebody joins who was there, with the
 * same name) has no sentence.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_SENTENCE_H
#define PROVIDER_MATRIX_SENTENCE_H

#include "provider/matrix/decode.h"

/* The sentence of a state event; NULL: it is not worth one. *kind becomes
 * POST_MEMBER, POST_STATE, or POST_UNKNOWN for a type that is not known
 * (then the text is the type). Yours. */
char *sentence_state(const struct decode *d, const json_t *event,
		     enum post_kind *kind);

#endif
