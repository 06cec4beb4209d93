/*
 * provider.h - the seam to the world: bytes in, changes out.
 *
 * A provider speaks one protocol (Matrix, later Mastodon and feeds) for one
 * account. It never blocks, never stores, never sees a thread, never knows a
 * screen: it asks its host for requests and timers and emits changes. The
 * engine is the host; tests play the host with recorded bytes.
 *
 * Life: provider_find() gives the ops; open() makes one for an account with
 * its tokens and cursor; start() begins the live delivery; submit() sends an
 * op and ends with exactly one host->op_done(); close() cancels all.
 *
 * Must not be NULL: name, open, close, start, submit, login.
 * May be NULL where the capability bit is absent: the others.
 *
 * Thread: engine.
 */
#ifndef PROVIDER_PROVIDER_H
#define PROVIDER_PROVIDER_H

#include "base/world.h"
#include "model/change.h"
#include "model/finding.h"
#include "model/op.h"
#include "net/http.h"

enum provider_caps {
	CAP_THREADS = 1 << 0, CAP_EDIT = 1 << 1, CAP_REACT = 1 << 2,
	CAP_TYPING = 1 << 3, CAP_HISTORY = 1 << 4, CAP_TASKS = 1 << 5,
	CAP_LONG_POLL = 1 << 6, CAP_STREAM = 1 << 7,
};

/* Secrets and identity of an account; kept in PROFILE/tokens/NAME (0600). */
struct tokens {
	char *kind, *base, *user, *device;
	char *access, *refresh;	/* secrets; refresh may be NULL */
	int64_t expires;	/* ms since 1970; 0: does not */
};
void tokens_clear(struct tokens *t);
void tokens_copy(struct tokens *to, const struct tokens *from);

/* How an op ended. */
struct op_result {
	int64_t op;
	char *eid;		/* borrowed: the event it became, or NULL */
	char *rid;		/* borrowed: a room it made or joined, or NULL */
	bool ok;
	bool again;		/* a passing trouble: try again later */
	int64_t retry_after;	/* ms, -1: by the usual back-off */
	const char *error;	/* a clean sentence, when not ok */
};

struct provider_host {
	const struct world *world;
	void *user;
	uint64_t (*http)(void *user, struct http_request *take);
	void (*cancel)(void *user, uint64_t handle);
	/* One-shot timer; 0 is never a handle. */
	uint64_t (*after)(void *user, int64_t ms, void (*fn)(void *), void *arg);
	void (*cancel_after)(void *user, uint64_t handle);
	void (*emit)(void *user, struct change *take);
	/* A batch of changes was broken off (half an answer): drop what has
	 * been emitted since the last CHANGE_CURSOR / commit(). */
	void (*rollback)(void *user);
	/* What has been emitted so far may be kept (history, members). */
	void (*commit)(void *user);
	/* The account is now so. `sentence` says why (clean, or NULL);
	 * `when` is ms since 1970 of the next try, or 0. */
	void (*status)(void *user, enum account_state state,
		       const char *sentence, int64_t when);
	/* Progress of a long answer: bytes so far, total or -1, rooms. */
	void (*progress)(void *user, int64_t done, int64_t total, int rooms);
	/* New tokens: on disk before this returns true; use them only then. */
	bool (*tokens)(void *user, const struct tokens *t);
	void (*op_done)(void *user, const struct op_result *r);
	/* The session is over: keep the data. `soft`: log in again with the
	 * same device. */
	void (*logged_out)(void *user, bool soft, const char *sentence);
	/* What is stored about a room, or about somebody in it (name, power):
	 * what one answer does not repeat of earlier ones, for names in
	 * sentences, push rules about the size of a room, and to refuse
	 * plain text where encryption is on. Borrowed until the next call; NULL:
	 * not known. The functions themselves may be NULL. */
	const struct room *(*room)(void *user, const char *rid);
	const struct member *(*member)(void *user, const char *rid,
				       const char *uid);
	/* The room that the op with this transaction id has made, as far as
	 * sync has shown it; NULL: not known. Yours. */
	char *(*made)(void *user, const char *txn);
};

struct login {
	const char *server;	/* as typed: a name or a URL */
	const char *user;	/* "ann" or "@ann:council.org" */
	const char *password;	/* secret */
	const char *device;	/* reuse this device after a soft logout */
};
struct login_result {
	bool ok;
	struct tokens tokens;	/* borrowed */
	const char *error;	/* a clean sentence */
	int code;		/* enum fm_error */
};

struct account_seed {
	const struct account *account;	/* borrowed during open() */
	const struct tokens *tokens;
	const char *push_rules;		/* as emitted earlier, or NULL */
};

/* A piece of a room's history. Strings are borrowed during the call. */
struct history_span {
	const char *rid;
	const char *token;	/* backwards from here: where a gap begins */
	const char *until;	/* up to here, or NULL */
};

/* `error`: NULL or a clean sentence; `wait`: ms that the server asks to be
 * left alone for, or -1. */
typedef void (*profile_done)(void *user, const char *error, int64_t wait);
/* What is to be looked up. Strings are borrowed during the call. */
enum lookup_kind { LOOKUP_PLACE, LOOKUP_DIRECTORY, LOOKUP_TREE };
struct lookup {
	enum lookup_kind kind;
	const char *words;	/* an id or alias; of a directory what is looked
				 * for, or NULL */
	const char *servers;	/* to go through, by spaces; of a directory
				 * whose it is; or NULL */
	const char *from;	/* where to go on, or NULL */
	int limit;		/* at most so many rows, up to FINDINGS_MAX */
};
struct lookup_result {
	GPtrArray *found;	/* struct finding *, as the server said them;
				 * taken out or left; never NULL */
	const char *next;	/* where to go on, or NULL */
	int64_t total;		/* how many there are, or -1 */
	const char *error;	/* a sentence, or NULL */
};

struct provider_ops {
	const char *name;
	unsigned caps;
	/* Log in; ends with one call of `done`. Uses host->http only. */
	void (*login)(const struct provider_host *host, const struct login *l,
		      void (*done)(void *user, const struct login_result *r),
		      void *user);
	void *(*open)(const struct provider_host *host,
		      const struct account_seed *seed);
	void (*close)(void *p);
	/* Begin (or go on) with live delivery. `once`: catch up, then stop;
	 * the host learns of it by status(ACCOUNT_LIVE). */
	void (*start)(void *p, bool once);
	/* The network is back, or somebody is impatient: do not wait. */
	void (*nudge)(void *p);
	/* History of a span, newest first; emits CHANGE_POST older,
	 * CHANGE_OLDER, then commit(). `done` gets NULL or a sentence. */
	void (*older)(void *p, const struct history_span *span,
		      void (*done)(void *user, const char *error), void *user);
	/* All members; emits CHANGE_MEMBER …, CHANGE_MEMBERS_DONE, commit(). */
	void (*members)(void *p, const char *rid,
			void (*done)(void *user, const char *error), void *user);
	/* All of a thread; emits CHANGE_POST …, commit(). */
	void (*thread)(void *p, const char *rid, const char *root,
		       void (*done)(void *user, const char *error), void *user);
	/* One event on its own; emits CHANGE_GLIMPSE, commit(). May be NULL. */
	void (*event)(void *p, const char *rid, const char *eid,
		      void (*done)(void *user, const char *error), void *user);
	void (*submit)(void *p, const struct op *op);
	void (*typing)(void *p, const char *rid, bool on);
	/* Tell the server that the session ends; best effort. */
	void (*logout)(void *p, void (*done)(void *user, const char *error),
		       void *user);
	/* One person's profile; emits CHANGE_CARD (without a card when they
	 * have none, or no profile at all), commit(). */
	void (*profile)(void *p, const char *uid, profile_done done,
			void *user);
	/* Ask about places; ends with one call of `done`. May be NULL. */
	void (*lookup)(void *p, const struct lookup *l,
		       void (*done)(void *user,
				    const struct lookup_result *r),
		       void *user);
};

/* By kind ("matrix"), or NULL. Static. */
const struct provider_ops *provider_find(const char *kind);

/* The providers there are; use provider_find(). */
extern const struct provider_ops provider_matrix;

#endif
