/*
 * mailbox.h - how threads talk: by handing over whole messages.
 *
 * A mailbox is a queue with a descriptor that becomes readable when there is
 * something in it, so that its owner can sleep in poll(2). A message belongs
 * to whoever holds it: pushing gives it away, popping takes it over. There
 * is no other sharing and no other mutex in the program.
 *
 * It is a pthread mutex and not GAsyncQueue so that ThreadSanitizer sees it.
 *
 * A mailbox has no bound by itself; what is pushed is small and says what
 * changed, and the receiver drains it wholly. A bounded one (`limit` > 0)
 * drops its oldest message when full and frees it.
 *
 * Thread: push from any thread; pop, fd and free from the owner's.
 */
#ifndef BASE_MAILBOX_H
#define BASE_MAILBOX_H

#include <stdbool.h>
#include <glib.h>

struct mailbox;

/* `drop` frees a message that nobody popped; may be NULL. `wake`, when not
 * NULL, is called after each push on the pushing thread (curl_multi_wakeup
 * for an owner that does not sleep in poll). */
struct mailbox *mailbox_new(GDestroyNotify drop, unsigned limit);
void mailbox_set_wake(struct mailbox *box, void (*wake)(void *), void *user);
/* Drops what is left. NULL is fine. */
void mailbox_free(struct mailbox *box);

void mailbox_push(struct mailbox *box, void *take_message);
/* The oldest message, or NULL when empty. */
void *mailbox_pop(struct mailbox *box);
/* Readable while the mailbox is not empty. Do not read from it. */
int mailbox_fd(const struct mailbox *box);

#endif
