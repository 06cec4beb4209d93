#include "base/mailbox.h"

#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct mailbox {
	pthread_mutex_t mutex;	/* guards queue, and ready with it */
	GQueue queue;
	int ready;		/* eventfd: 1 while the queue is not empty */
	unsigned limit;
	GDestroyNotify drop;
	void (*wake)(void *user);
	void *wake_user;
};

struct mailbox *mailbox_new(GDestroyNotify drop, unsigned limit)
{
	struct mailbox *box = g_new0(struct mailbox, 1);

	pthread_mutex_init(&box->mutex, NULL);
	g_queue_init(&box->queue);
	box->drop = drop;
	box->limit = limit;
	box->ready = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	/* As with memory: without it nothing can go on. */
	if (box->ready < 0)
		g_error("no descriptor is left: %s", g_strerror(errno));
	return box;
}

void mailbox_set_wake(struct mailbox *box, void (*wake)(void *), void *user)
{
	box->wake = wake;
	box->wake_user = user;
}

static void drop_message(struct mailbox *box, void *message)
{
	if (message && box->drop)
		box->drop(message);
}

void mailbox_free(struct mailbox *box)
{
	if (!box)
		return;
	while (!g_queue_is_empty(&box->queue))
		drop_message(box, g_queue_pop_head(&box->queue));
	close(box->ready);
	pthread_mutex_destroy(&box->mutex);
	g_free(box);
}

/* An eventfd that holds 0 or 1 never blocks; only a signal can get between,
 * and then it is done again. */
static void set_ready(struct mailbox *box, bool on)
{
	uint64_t one = 1;
	ssize_t n;

	do {
		n = on ? write(box->ready, &one, sizeof one) :
			 read(box->ready, &one, sizeof one);
	} while (n < 0 && errno == EINTR);
}

void mailbox_push(struct mailbox *box, void *take_message)
{
	void *oldest = NULL;

	pthread_mutex_lock(&box->mutex);
	if (g_queue_is_empty(&box->queue))
		set_ready(box, true);
	else if (box->limit && box->queue.length >= box->limit)
		oldest = g_queue_pop_head(&box->queue);
	g_queue_push_tail(&box->queue, take_message);
	pthread_mutex_unlock(&box->mutex);
	drop_message(box, oldest);
	if (box->wake)
		box->wake(box->wake_user);
}

void *mailbox_pop(struct mailbox *box)
{
	void *message;

	pthread_mutex_lock(&box->mutex);
	message = g_queue_pop_head(&box->queue);
	if (message && g_queue_is_empty(&box->queue))
		set_ready(box, false);
	pthread_mutex_unlock(&box->mutex);
	return message;
}

int mailbox_fd(const struct mailbox *box)
{
	return box->ready;
}
