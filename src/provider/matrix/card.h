/*
 * card.h - fetching people's profiles and changing one's own card.
 *
 * A profile comes whole (client-server API, GET /profile/{userId}): the name
 * and, since v1.16, whatever else people keep there, from other servers too.
 *
 * A change reads what is there, lays itself over it and writes it back. The
 * card goes into the profile (MSC4133, PUT /profile/{userId}/{keyName}).
 * Where the server does not have that, or does not allow it (capability
 * m.profile_fields; what counts is the answer to the PUT), it goes into the
 * state of the first of the given spaces that takes it, under the person's
 * own id: servers let nobody else write there (room versions, "Authorization
 * rules", state keys that begin with "@").
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_CARD_H
#define PROVIDER_MATRIX_CARD_H

#include "provider/matrix/card_json.h"
#include "provider/matrix/matrix.h"

/* How many spaces are tried. */
#define CARD_SPACES 8

/* As provider_ops.profile. */
void card_fetch(struct matrix *m, const char *uid, profile_done done,
		void *user);
/* What a profile says of somebody; `map` NULL: they have none. Yours. */
struct change *card_change(const struct matrix *m, const char *uid,
			   const json_t *map);

/* OP_CARD. At the end `reply` is what was refused; or `error` is a final
 * sentence; or both are NULL: it is written. Both are borrowed. */
typedef void (*card_done)(void *user, const struct http_reply *reply,
			  const char *error);
void card_write(struct matrix *m, const struct op *op, card_done done,
		void *user);

#endif
