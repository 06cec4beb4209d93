/*
 * socket.h - the bytes between processes of one profile.
 *
 * A Unix stream socket in the runtime folder (0700, ours), 0600. Both ends
 * check with SO_PEERCRED that the other belongs to the same user. Nothing
 * here blocks: what cannot be written now waits in a bounded buffer, and an
 * end that lets it fill is taken for stuck.
 *
 * Private to engine/. Thread: engine.
 */
#ifndef ENGINE_SOCKET_H
#define ENGINE_SOCKET_H

#include <stdbool.h>
#include <glib.h>
#include "engine/message.h"

#define CHANNEL_MAX (4u * 1024u * 1024u)

struct channel {
	int fd;			/* -1: closed */
	GByteArray *in, *out;
	bool writing;		/* its owner waits for it to take more */
};

/* Listen on a path; a socket file left there is removed first, so only who
 * holds the profile's lock may call it. -1 with err. */
int socket_listen(const char *path, GError **err);
/* The next that wants in, checked; -1: none. */
int socket_accept(int listener);
/* -1: nobody listens there. */
int socket_connect(const char *path);

void channel_init(struct channel *c, int fd);
/* Closes; wipes what was in it. A closed one is fine. */
void channel_clear(struct channel *c);
/* Put a message in the buffer; channel_flush() sends it. */
void channel_put(struct channel *c, const struct message *m);
/* Write what goes. False: the other end is gone or stuck. */
bool channel_flush(struct channel *c);
/* Read what is there. False: the other end is gone; what it said before is
 * in the buffer. */
bool channel_fill(struct channel *c);
/* The next whole message (yours), or NULL; *bad: close the channel. */
struct message *channel_take(struct channel *c, bool *bad);

#endif
