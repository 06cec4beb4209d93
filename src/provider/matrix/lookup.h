/*
 * lookup.h - what a server says about places that one may not be in.
 *
 *   a place    GET /_matrix/client/v1/room_summary/{idOrAlias} (MSC3266,
 *              specification 1.15); a server without it is asked for the
 *              alias (GET /directory/room/{alias}) and the first room of the
 *              hierarchy
 *   directory  POST /publicRooms, with a server for another one's
 *   tree       GET /_matrix/client/v1/rooms/{id}/hierarchy, page by page up to
 *              the limit; how deep a room lies is worked out from the children
 *              that spaces name, the first mention counts, cycles are cut
 *
 * Answers are bounded (8 MiB, FINDINGS_MAX rows); a row without a room id is
 * passed over, a field of the wrong type is not known.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_LOOKUP_H
#define PROVIDER_MATRIX_LOOKUP_H

#include "provider/matrix/matrix.h"

void lookup_server(struct matrix *m, const struct lookup *l,
		   void (*done)(void *user, const struct lookup_result *r),
		   void *user);

#endif
