/*
 * desktop.h - notices of the desktop, through libnotify, on a thread.
 *
 * libnotify is not linked: the thread loads libnotify.so.4 when the first
 * notice comes, so that a program without a desktop neither needs it nor
 * pays for it. Calls of D-Bus may block for half a minute when a daemon
 * hangs; they block this thread alone, and before each the daemon is asked
 * for a sign of life, which it has DESKTOP_PATIENCE_MS to give. The queue
 * holds eight notices and drops the oldest. The desktop counts as failed,
 * and desktop_works() says so, when it gave no sign, could not show a notice
 * or has been busy for longer than that; after five minutes it is tried anew.
 *
 * What could not be shown comes back by desktop_late().
 *
 * Private to notify/. Thread: one owner, beside the thread of its own.
 */
#ifndef NOTIFY_DESKTOP_H
#define NOTIFY_DESKTOP_H

#include "notify/notify.h"

#define DESKTOP_PATIENCE_MS 2000
#define DESKTOP_QUEUE 8

struct desktop;

/* Starts the thread. NULL when there can be none. */
struct desktop *desktop_new(const struct world *world);
/* Waits at most `wait_ms`; a thread that hangs is left behind with what it
 * holds. NULL is fine. */
void desktop_free(struct desktop *d, int64_t wait_ms);
void desktop_show(struct desktop *d, const struct notice *n);
void desktop_withdraw(struct desktop *d, int64_t room);
/* False once it has failed, or hangs now. */
bool desktop_works(struct desktop *d);
/* Readable when desktop_late() has something. */
int desktop_fd(const struct desktop *d);
/* A notice that was not shown (yours), or NULL. */
struct notice *desktop_late(struct desktop *d);

#endif
