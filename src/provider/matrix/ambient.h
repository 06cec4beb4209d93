/*
 * ambient.h - what comes beside the messages: typing, receipts, and the
 * data of the account (client-server API, "Typing notifications",
 * "Receipts", "Client config", "Room tagging", "Direct messaging", "Marked
 * unread"). All of it may be stale or have any type (m.direct names rooms
 * that were left long ago).
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_AMBIENT_H
#define PROVIDER_MATRIX_AMBIENT_H

#include "provider/matrix/decode.h"

/* An event of a room's "ephemeral" list. */
void ambient_ephemeral(const struct decode *d, const json_t *event);
/* An event of my own data on a room. */
void ambient_room(const struct decode *d, const json_t *event);
/* An event of the account's own data, of no room. */
void ambient_account(const struct decode *d, const json_t *event);
/* Whether somebody is there (client-server API, "Presence"). */
void ambient_presence(const struct decode *d, const json_t *event);

#endif
