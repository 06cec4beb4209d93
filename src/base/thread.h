/*
 * thread.h - waiting for a thread to end, but not for ever.
 *
 * The engine's thread may be in the middle of a write and the one that speaks
 * to D-Bus may hang; whoever ends the program waits for them so long and no
 * longer.
 *
 * Thread: the one that started the other.
 */
#ifndef BASE_THREAD_H
#define BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

/* True when it has ended within `wait_ms`; then it is joined. */
bool thread_join_within(pthread_t thread, int64_t wait_ms);

#endif
