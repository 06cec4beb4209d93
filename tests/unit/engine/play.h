/*
 * play.h - a profile in a fresh folder, an engine on it, and a provider that
 * does what a test tells it.
 *
 * The engine is stepped by play_turn(), one turn each, on the test's thread;
 * the world's clock stands still until the test moves it. The provider
 * ("fake") remembers what it was asked and answers as `struct script` says,
 * or not at all until the test makes it. Tests of several processes fork()
 * after play_setup() and use a real clock: see test_relay.c.
 */
#ifndef TESTS_UNIT_ENGINE_PLAY_H
#define TESTS_UNIT_ENGINE_PLAY_H

#include "engine/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define NOW INT64_C(1795789920000)
#define ANN "@ann:council.org"
#define BEN "@ben:council.org"
#define PAT "@pat:partner.org"
#define ROOM_A "!a:council.org"
#define ROOM_B "!b:council.org"

enum fate { FATE_OK, FATE_AGAIN, FATE_FAIL, FATE_HOLD };

/* An account's provider. */
struct fake {
	const struct provider_host *host;
	struct agent *agent;
	char *user, *cursor;
	bool started, once;
	int nudges;
	GQueue waiting;		/* who asked for members or history, first
				 * first: see play.c */
};

/* What the provider does, for all accounts. */
struct script {
	enum fate fate;		/* of ops */
	int64_t retry_after;
	const char *error;	/* of ops, jobs and log-ins, or NULL */
	bool hold_jobs;		/* do not answer jobs */
	bool stuck;		/* history gives the same token for ever */
	int pages;		/* of history there still are */
	bool stay_offline;	/* start ends with OFFLINE */
	bool rooms;		/* the first sync has two rooms */
	bool encrypted;		/* ROOM_B is */
	const char *login_as;	/* who a log-in turns out to be */
	bool people;		/* profiles can be asked for */
	const char *log;	/* append each submitted op to this file */

	GPtrArray *fakes;	/* struct fake * that are open */
	GPtrArray *said;	/* char *: everything that was asked */
};

struct play {
	char *folder;
	struct paths paths;
	struct world world;
	struct engine *e;
	struct script script;
	GPtrArray *events;	/* struct message *, popped so far */
};

int play_setup(void **state);
int play_teardown(void **state);
#define PLAY_TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, play_setup, play_teardown)

/* An account in the store, with its tokens. */
int64_t play_account(struct play *p, const char *user);
/* Make the engine; turns follow. */
void play_begin(struct play *p, enum engine_mode mode);
struct engine *play_engine(struct play *p, enum engine_mode mode);
/* One turn; then what has been pushed is in p->events. */
void play_turn(struct play *p);
void play_turns(struct play *p, int n);
/* Move the clock, and turn. */
void play_wait(struct play *p, int64_t ms);
void play_end(struct play *p);
/* The newest event of a kind, or NULL. */
const struct message *play_last(struct play *p, enum message_kind kind);
int play_count(struct play *p, enum message_kind kind);
void play_forget(struct play *p);
/* Ask for something; what is pushed may be filled until the next turn (not
 * with a thread: that one takes it at once). */
struct message *play_ask(struct play *p, enum message_kind kind, int64_t room);
void play_send(struct play *p, int64_t room, const char *body, uint64_t tag);
/* Whether the provider was asked exactly so ("send hello"), how often. */
int play_said(struct play *p, const char *what);

/* The provider of an account. */
struct fake *play_fake(struct play *p, const char *user);
/* Let it say something. */
struct change *play_change(enum change_kind kind, const char *rid);
void play_join(struct fake *f, const char *rid, const char *name);
void play_member(struct fake *f, const char *rid, const char *uid,
		 const char *name);
void play_post(struct fake *f, const char *rid, const char *eid,
	       const char *body, unsigned ring);
void play_cursor(struct fake *f, const char *token);
void play_live(struct fake *f);
/* Answer the job that waits longest. False: none does. */
bool play_answer(struct fake *f, const char *error);
int64_t play_room(struct play *p, const char *rid);

#endif
