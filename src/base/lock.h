/*
 * lock.h - who runs the engine of a profile.
 *
 * One process per profile holds the lock and runs the engine; others hand
 * their writes to it through the socket. The lock is an open-file lock
 * (F_OFD_SETLK) on PROFILE/lock, gone with the process that holds it even
 * after kill -9. The file names the holder ("host pid time") for people.
 *
 * A home on a network file system is shared between hosts, and SQLite's WAL
 * is not safe between hosts. There the lock file's host is believed as well:
 * when it names another host, has been touched within the last LOCK_STALE_S
 * seconds (the holder touches it every LOCK_TOUCH_S) the profile is refused
 * with FM_ERROR_LOCKED, and the message names the host, since when, and what
 * to do (quit there, or use --profile with a folder of this host, or
 * FOLKMOOT_PROFILE_UNLOCK=1 after making sure that the other is gone).
 *
 * Thread: engine; a lock belongs to one thread at a time.
 */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include <stdbool.h>
#include <glib.h>
#include "base/world.h"

#define LOCK_TOUCH_S 60
#define LOCK_STALE_S 300

enum lock_result {
	LOCK_TAKEN,	/* ours now */
	LOCK_HELD,	/* another process on this host has it: follow it */
	LOCK_REFUSED,	/* another host has it, or an error: err is set */
};

struct lock;

/* `network` tells whether to believe the host name in the file. On LOCK_TAKEN
 * *out is yours. */
enum lock_result lock_take(const char *path, bool network,
			   const struct world *w, struct lock **out,
			   GError **err);
/* Say that we are still here; on a network file system only. */
void lock_touch(struct lock *lock, const struct world *w);
/* Gives it back. NULL is fine. */
void lock_free(struct lock *lock);

/* "host name, process 1234, since 14:05" of the present holder, or NULL. */
char *lock_holder(const char *path, const struct world *w);

#endif
