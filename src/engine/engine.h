/*
 * engine.h - the other thread: runs providers, writes the store, sends the
 * outbox.
 *
 * A front end makes an engine, starts it (a thread of its own) or steps it
 * with engine_run() on its own thread (the command line, tests), pushes
 * requests and pops events. It never waits for it.
 *
 * One process per profile leads: it holds the lock, has the writing store,
 * runs the providers and listens on the profile's socket. Any other process
 * follows: the same mailboxes, but the requests go through the socket to the
 * leader and its events come back. When the leader ends, a follower takes
 * the lock and leads; requests that were not acknowledged are pushed again
 * (an op carries its transaction id from birth, so nothing is sent twice).
 * The front end need not know which of the two it is.
 *
 * Events are broadcast to every process of the profile; only EV_RING goes to
 * one, where a person was active last, so that a message rings once. A front
 * end that leaves its events alone loses the oldest beyond some 20,000.
 *
 * After engine_stop() an engine may be started again. A process that is about
 * to be suspended (Ctrl-Z) should stop its engine and start it on waking up:
 * others can then lead meanwhile. If it does not, they are told whom to
 * continue or end.
 *
 * Nothing of the network or of the store's writer exists before the engine
 * runs, so that a front end may paint its first frame before engine_start().
 *
 * Errors: what goes wrong is said in events; only making it can fail.
 *
 * Thread: engine_new, _start, _stop, _free, _pop, _fd from the front end;
 * engine_push from any.
 */
#ifndef ENGINE_ENGINE_H
#define ENGINE_ENGINE_H

#include "base/paths.h"
#include "base/world.h"
#include "engine/message.h"

struct engine;

enum engine_mode {
	ENGINE_LIVE,		/* stay connected */
	ENGINE_ONCE,		/* catch up, send what waits, then be idle */
	ENGINE_SEND,		/* send what waits (and what is asked) only */
};

/* `paths` and `world` are borrowed and must outlive the engine. */
struct engine *engine_new(const struct paths *paths, const struct world *world,
			  enum engine_mode mode);
/* Run on a thread of its own until engine_stop(). */
void engine_start(struct engine *e);
/* Run on this thread until idle (EV_CAUGHT_UP / nothing more to do) or
 * `timeout_ms` (-1: none) has passed. True when idle. */
bool engine_run(struct engine *e, int64_t timeout_ms);
/* Ask it to end and wait at most `wait_ms`; what is written is on disk. */
void engine_stop(struct engine *e, int64_t wait_ms);
/* NULL is fine. */
void engine_free(struct engine *e);

void engine_push(struct engine *e, struct message *take);
/* The next event, or NULL. Yours. */
struct message *engine_pop(struct engine *e);
/* Readable when there is an event. */
int engine_fd(const struct engine *e);

#endif
