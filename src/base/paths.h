/*
 * paths.h - where things lie.
 *
 * A profile is a folder (0700) with the store, the tokens, drafts of long
 * messages and the log. Without --profile it is
 * $XDG_STATE_HOME/folkmoot (~/.local/state/folkmoot). The configuration is
 * DIR/config when it exists, else $XDG_CONFIG_HOME/folkmoot/config. The
 * runtime folder holds the socket of the engine; it is
 * $XDG_RUNTIME_DIR/folkmoot or, where that is not set, /run/user/UID/folkmoot
 * (so that a cron job finds the session's socket), or, where that is not ours
 * or the path would be too long for a socket, /tmp/folkmoot-UID. It must be
 * ours, a real folder and 0700, else it is refused.
 *
 * A profile folder that others may read is refused with the command that
 * mends it; files are made with umask 077.
 *
 * Thread: any; the struct is read-only once made.
 */
#ifndef BASE_PATHS_H
#define BASE_PATHS_H

#include <stdbool.h>
#include <glib.h>

struct paths {
	char *profile;	/* absolute, exists, 0700 */
	char *store;	/* profile/store.db */
	char *tokens;	/* profile/tokens: a folder, 0700 */
	char *log;	/* profile/log */
	char *lock;	/* profile/lock */
	char *socket;	/* runtime folder/HASH.sock, < 100 bytes */
	char *config;	/* may not exist */
	char *themes;	/* the user's own: CONFIG folder/themes */
};

/* `profile` NULL: the default one. Makes the folders. */
bool paths_init(struct paths *p, const char *profile, GError **err);
void paths_clear(struct paths *p);

/* Write a small secret or setting so that a crash leaves the old or the new
 * one: a temporary file 0600, fsync, rename. */
bool paths_write_private(const char *path, const char *text, GError **err);
/* Read at most `max` bytes; refuses a file that others may read. The result
 * is yours; NULL with err NOT_FOUND when there is no such file. */
char *paths_read_private(const char *path, gsize max, GError **err);

/* True when the folder lies on a network file system (NFS, CIFS, AFS,
 * 9p, FUSE-sshfs …), by statfs(2). */
bool paths_on_network(const char *path);

#endif
