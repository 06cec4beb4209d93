/*
 * card_json.h - cards as they stand in profiles and state (doc/protocol.md,
 * "Card").
 *
 * Reading takes what fits and leaves the rest alone: a value of the wrong
 * type counts as absent, texts are cut and lists end at the bounds of
 * model/card.h. A card of a version that is not known is none.
 *
 * Writing lays a change over what the server has now, so that keys and
 * entries that this program does not know are still there afterwards, those
 * of newer versions included; what is written says version 1.
 *
 * Thread: any; a value belongs to one thread.
 */
#ifndef PROVIDER_MATRIX_CARD_JSON_H
#define PROVIDER_MATRIX_CARD_JSON_H

#include "model/card.h"
#include "provider/matrix/json.h"

#define CARD_KEY "org.folkmoot.card"
/* Bytes of a card that is written: servers hold 64 KiB in a profile (client-
 * server API v1.16, "Profiles") and in an event. */
#define CARD_WRITE_MAX 60000

/* The card that a value is; NULL: none. Yours. */
struct card *card_json_read(const json_t *value);
/* A change laid over a value (NULL or of any type: nothing yet). Yours. */
json_t *card_json_lay(const json_t *value, const struct card *change);

#endif
