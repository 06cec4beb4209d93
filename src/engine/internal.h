/*
 * internal.h - the parts of the engine, as they see each other.
 *
 * One struct, one thread, several files:
 *
 *   engine.c      life, the thread, the loop, who leads
 *   timers.c      what is to happen later (timers.h)
 *   relay.c       other processes of the profile: peers of a leader, the link
 *                 of a follower;  socket.c the bytes between them (socket.h)
 *   requests.c    what front ends ask: one table
 *   event.c       what they are told
 *   agent.c       an account, its provider and its state;  host.c what the
 *                 provider sees of us;  tokens.c its secrets;  session.c how
 *                 accounts come and go
 *   intake.c      changes on their way to the store;  clean.c the door
 *   sender.c      the outbox
 *   job.c         history, members, threads that were asked for;
 *                 background.c those that nobody has to ask for
 *   people.c      profiles of the people around
 *   typing.c      who types: we, and the others
 *
 * Nothing here is freed while it may be called: agents and peers that go are
 * freed at the end of the turn.
 *
 * Private to engine/. Thread: engine, where nothing else is said.
 */
#ifndef ENGINE_INTERNAL_H
#define ENGINE_INTERNAL_H

#include "engine/engine.h"
#include "engine/socket.h"
#include "engine/timers.h"
#include "base/lock.h"
#include "base/mailbox.h"
#include "net/http.h"
#include "provider/provider.h"
#include "store/store.h"

#include <pthread.h>

/* Between two engines only; front ends never see these. A request between
 * engines carries a number in `when`; EV_ACK gives it back when it has been
 * dealt with. */
enum {
	REQ_HELLO = 48,		/* n: enum engine_mode of the follower */
	REQ_IDLE,		/* n: enum engine_mode; its EV_ACK says that
				 * the leader is idle in the sense of that */
	EV_ACK = 120,		/* n: the number */
	MESSAGE_KINDS = 128,
};

enum engine_role { ROLE_NONE, ROLE_LEAD, ROLE_FOLLOW };

/* Who asked, and what its answer carries. `peer` 0: our own front end. */
struct asker {
	uint64_t peer, tag;
	int64_t number;		/* of the request on the wire, 0 none */
};

/* What a front end is up to: ours, or that of a peer. */
struct front {
	enum engine_mode mode;
	uint64_t active;	/* grows with each sign of a person there: the
				 * one with the highest is rung */
};

struct peer {
	struct channel channel;	/* first: see relay.c */
	struct engine *e;
	uint64_t id;
	struct front front;
	bool gone;
};

/* A request of ours that a leader has not yet dealt with. */
struct pending {
	int64_t number;
	struct message *message;
};

struct relay {
	int listener;
	GPtrArray *peers;	/* struct peer * */
	uint64_t last_peer;
	GArray *idle;		/* struct idle_ask: who waits for us to be idle */

	struct channel link;	/* to the leader; fd -1: none */
	bool greeted;		/* it has said something */
	bool complained;	/* that it does not: EV_TROUBLE was said */
	int failures;		/* to reach a leader that there must be */
	uint64_t timer;
	GQueue pending;		/* struct pending * */
	int64_t last_number;
	bool asked_idle;
};

struct engine {
	const struct paths *paths;
	const struct world *world;
	enum engine_mode mode;
	/* provider_find, or what a test plays. */
	const struct provider_ops *(*find)(const char *kind);

	struct mailbox *requests, *events;
	pthread_t thread;
	bool threaded;

	/* The rest belongs to the thread that runs. */
	enum engine_role role;
	bool running, ended;
	char *ended_why;
	bool quitting;
	int64_t stop_at;	/* steady ms: quit then at the latest */
	int64_t stop_after;	/* and not before */
	int poll_fd;		/* epoll: mailbox, sockets */
	struct timers timers;
	struct relay relay;
	struct front front;
	uint64_t activity;
	uint64_t lock_timer, trouble_timer, remind_timer;
	GHashTable *births;	/* txn → uint64_t *tag: ops of our front end */

	/* While we lead. */
	struct lock *lock;
	struct net *net;	/* from the first request on */
	struct store *store;
	struct reader *reader;
	GPtrArray *agents;	/* struct agent * */
	GPtrArray *leaving;	/* agents to be freed at the end of the turn */
	GPtrArray *jobs;	/* struct job * */
	int lookups;		/* under way */
	GPtrArray *flights;	/* struct op *, being sent */
	GPtrArray *typing;	/* struct typing * */
	GPtrArray *sessions;	/* struct session *: logging in or out */
	struct agent *owner;	/* whose the store's transaction is, or NULL */
	GQueue parcels;		/* GPtrArray * of changes: whole answers that
				 * wait for the store */
	GArray *when_free;	/* see intake_when_free() */
	GHashTable *rung;	/* rooms that have rung → int64_t *: the read
				 * mark at that time */
	char *trouble;		/* what is wrong with the disk, or NULL */
	int trouble_tries;
	bool caught_up;		/* EV_CAUGHT_UP has been said */
	bool pump_wanted;	/* the outbox may have something to send */
	int waiting, failed, held;	/* last EV_OUTBOX */
	int64_t old_ops;	/* outbox rows up to here were there when we
				 * began to lead */
	bool on_network;	/* the profile is on a network file system */
};

struct agent {
	struct engine *e;
	struct account *account;
	struct tokens tokens;
	bool has_tokens;
	const struct provider_ops *ops;
	struct provider_host host;
	void *provider;		/* NULL: closed */
	bool wanted;		/* is to be started when its turn comes */
	bool started;
	bool doomed;		/* to be closed at the end of the turn */
	bool revive;		/* and opened again after that */
	bool nudge_wanted;	/* at the end of the turn */
	bool answered;		/* the provider has said how it is */
	bool fresh;		/* caught up since the connection was lost:
				 * what is stored is how it is */
	bool lost;		/* the connection was, and is not back */
	bool looking;		/* text waits for news */
	int64_t started_at;	/* steady ms */
	enum account_state state;
	char *sentence;
	int64_t when;
	GPtrArray *changes;	/* emitted, neither applied nor committed */
	int flights;
	int64_t patience;	/* steady ms: the server asked to wait so long */
	uint64_t pump_timer, background_timer;
	GHashTable *set_aside;	/* rooms the background had no luck with */
	bool background_over;
	uint64_t people_timer;
	int64_t people_at;	/* steady: when that fires */
	int64_t people_quiet;	/* steady: ask for nobody before */
	GQueue people;		/* char *: who is due, nearest first */
	GPtrArray *lookups;	/* struct lookup *, under way */
	GHashTable *people_missed;	/* user id -> int64_t *: steady ms of
					 * the next try */
	int64_t progress_at;
	uint64_t progress_timer;
	int64_t done, total;
	int rooms;
	struct room *room;	/* last answers of host->room, ->member */
	struct member *member;
};

/* ---- clean.c ------------------------------------------------------------ */

/* Pass every string of a change through the door. False: the change makes
 * no sense (an id that cannot be one) and must be dropped. */
bool change_clean(struct change *c);
/* The same for a place that a server has described. */
bool finding_clean(struct finding *f);
/* A sentence from below, clean; NULL stays NULL. Yours. */
char *sentence_clean(const char *s);

/* ---- engine.c ----------------------------------------------------------- */

struct agent *engine_agent(struct engine *e, int64_t account);
/* The network, from the first use on; NULL (and the engine ends) when it
 * cannot be had. */
struct net *engine_net(struct engine *e);
/* Stop at the end of the turn; takes the reason, or NULL. */
void engine_end(struct engine *e, char *take_why);
/* Nothing more to do, in the sense of a mode. */
bool engine_is_idle(const struct engine *e, enum engine_mode mode);
/* Something of the disk failed: say so, stop syncing, try again later. */
void engine_trouble(struct engine *e, const GError *err);
/* Try again now, when there is trouble. */
void engine_retry(struct engine *e);
void engine_watch(struct engine *e, int fd, uint32_t events, void *what);
/* Lead when nobody does, else follow. */
void engine_seek(struct engine *e);

/* ---- event.c ------------------------------------------------------------ */

/* To our own front end; takes. */
void event_local(struct engine *e, struct message *take);
/* To every front end; takes. */
void event_push(struct engine *e, struct message *take);
/* The same, with the tag for the one who asked, whose request is done. */
void event_reply(struct engine *e, const struct asker *to,
		 struct message *take);
void event_account(struct agent *a);
/* All that a process must know that has just come. */
void event_greet(struct engine *e, struct peer *peer);
void event_outbox(struct engine *e);
/* `rid`: a room it made or joined, or NULL. */
void event_op(struct engine *e, const struct op *op, enum op_state state,
	      const char *rid);
void event_room(struct engine *e, int64_t room, unsigned changed);
/* What a commit brought; takes the arrays, each may be NULL. */
void event_deltas(struct engine *e, GArray *rooms, GArray *rings, bool places);
/* A room is looked at, or was read elsewhere. */
void event_unring(struct engine *e, int64_t room);

/* ---- relay.c ------------------------------------------------------------ */

void relay_init(struct engine *e);
void relay_clear(struct engine *e);
/* A descriptor of ours is ready. */
void relay_ready(struct engine *e, void *what, uint32_t events);
/* End of the turn: write what waits, tell those who wait for us to be idle,
 * free peers that have gone. */
void relay_turn(struct engine *e);

/* Leader: listen on the profile's socket. */
bool relay_listen(struct engine *e, GError **err);
/* Remove the socket; peers stay connected until relay_clear(). */
void relay_deafen(struct engine *e);
struct peer *relay_peer(struct engine *e, uint64_t id);
void relay_send(struct peer *peer, const struct message *m);
/* Its request has been dealt with. */
void relay_ack(struct engine *e, const struct asker *asker);

/* Follower: connect to the leader that there must be. Where that does not
 * succeed engine_seek() is called again, soon. */
void relay_connect(struct engine *e);
/* A request of our front end while another leads, or nobody yet; takes. */
void relay_forward(struct engine *e, struct message *take);
/* We lead now: what was not dealt with is ours to do. */
void relay_adopt(struct engine *e);
/* All our requests are dealt with. */
bool relay_is_empty(const struct engine *e);
/* And the leader was idle after that, as it was asked to say. */
bool relay_is_idle(const struct engine *e);

/* ---- requests.c --------------------------------------------------------- */

/* Do what is asked; the message is borrowed but for its op. */
void request_handle(struct engine *e, const struct asker *asker,
		    struct message *m);

/* ---- agent.c ------------------------------------------------------------ */

/* An agent for each account of the store. */
bool agents_load(struct engine *e, GError **err);
/* Takes the account. */
struct agent *agent_new(struct engine *e, struct account *take);
/* Not an account yet: somebody logs in. */
struct agent *agent_new_nobody(struct engine *e,
			       const struct provider_ops *ops);
/* The provider, open; NULL when there are no tokens. */
void *agent_open(struct agent *a);
/* Open and begin, as the mode wants it. */
void agent_start(struct agent *a);
/* Close the provider. What it has not committed is gone. */
void agent_close(struct agent *a);
/* Take it out of the engine; freed at the end of the turn. */
void agent_leave(struct agent *a);
/* End-of-turn work: those to be closed, opened again, started, freed. */
void agents_turn(struct engine *e);
void agents_clear(struct engine *e);
void agent_set_state(struct agent *a, enum account_state state,
		     const char *sentence, int64_t when);
/* It is time to try again. */
void agent_nudge(struct agent *a);
bool agent_is_settled(const struct agent *a);
/* It cannot say now how things are: not connected, or not to be. */
bool agent_has_given_up(const struct agent *a);
/* A stored room by id (yours), or NULL. */
struct room *engine_room(struct engine *e, int64_t room);

/* ---- host.c ------------------------------------------------------------- */

void host_init(struct agent *a);
void host_clear(struct agent *a);
/* Forget what was read of the store. */
void host_forget(struct agent *a);

/* ---- tokens.c ----------------------------------------------------------- */

bool tokens_save(const struct paths *paths, const struct tokens *t,
		 GError **err);
bool tokens_load(const struct paths *paths, const struct account *account,
		 struct tokens *out, GError **err);
void tokens_remove(const struct paths *paths, const struct account *account);
/* "ann@council" for "@ann:council.org": short, and different from those in
 * `taken` (struct account *). Yours. */
char *tokens_account_name(const char *user, const GPtrArray *taken);

/* ---- session.c ---------------------------------------------------------- */

void session_begin(struct engine *e, const struct asker *asker,
		   const struct message *m);
void session_end(struct engine *e, const struct asker *asker, struct agent *a);
void sessions_clear(struct engine *e);
bool sessions_are_idle(const struct engine *e);

/* ---- intake.c ----------------------------------------------------------- */

/* Takes the change. CHANGE_CURSOR commits. */
void intake_emit(struct agent *a, struct change *take);
void intake_commit(struct agent *a);
void intake_rollback(struct agent *a);
/* Commit what the store has begun by itself (a read mark of the outbox). */
void intake_settle(struct engine *e);
/* Call `fn` when the store is in nobody's transaction: now, or soon. */
void intake_when_free(struct engine *e, void (*fn)(void *), void *arg);
/* This `arg` must not be called any more. */
void intake_forget(struct engine *e, void *arg);
/* Drop all that waits. */
void intake_clear(struct engine *e);

/* ---- sender.c ----------------------------------------------------------- */

void sender_pump(struct engine *e);
void sender_done(struct agent *a, const struct op_result *r);
/* Whatever waits may go now. */
void sender_hurry(struct agent *a);
/* Its provider is closed: nothing is being sent any more. */
void sender_abandon(struct agent *a);
/* Nothing of it is being sent, or can be. */
bool sender_is_idle(const struct agent *a);
/* Why an op must not go into this room, or NULL. Yours. */
char *sender_objection(const struct op *op, const struct room *room);

/* ---- job.c -------------------------------------------------------------- */

enum job_kind { JOB_OLDER, JOB_MEMBERS, JOB_THREAD, JOB_EVENT };

struct job {
	struct engine *e;
	struct agent *agent;
	enum job_kind kind;
	int64_t room, pos;
	char *root;		/* of a thread */
	char *token;		/* of the gap that was asked for */
	char *error;
	GArray *askers;		/* struct asker */
	bool quiet;		/* the background's */
};

/* Ask for it unless it is under way; `asker` NULL for the background. */
void job_ask(struct engine *e, const struct job *like,
	     const struct asker *asker);
bool job_is_running(const struct engine *e, enum job_kind kind, int64_t room);
/* The agent is closed: its jobs fail. */
void jobs_abandon(struct agent *a);

/* ---- lookup.c ------------------------------------------------------------- */

/* Look what there is to be reminded of, soon and when it comes: once the store
 * is open, and when things have changed. Stop before it is closed. */
void remind_wake(struct engine *e);
void remind_stop(struct engine *e);
/* Hand a reminder (an EV_RING, taken) to the front end where somebody was last;
 * false when there is none. */
bool event_remind(struct engine *e, struct message *take);
/* Ask a server about places; answers with EV_LOOKUP, in any case. */
void lookup_begin(struct engine *e, const struct asker *asker,
		  const struct message *m);

/* ---- background.c ------------------------------------------------------- */

/* There may be something to fetch. */
void background_wake(struct agent *a);
void background_stop(struct agent *a);
/* A job of ours has ended; `progress` false: leave that room alone. */
void background_job_done(struct agent *a, int64_t room, bool progress);

/* ---- people.c ----------------------------------------------------------- */

/* There may be somebody new. */
void people_wake(struct agent *a);
void people_stop(struct agent *a);
/* The agent is closed: its lookups fail. */
void people_abandon(struct agent *a);
/* Nobody waits for a profile. */
bool people_are_idle(const struct agent *a);
/* REQ_CARD. */
void people_ask(struct agent *a, const struct asker *asker,
		const struct message *m);

/* ---- typing.c ----------------------------------------------------------- */

void typing_set(struct engine *e, uint64_t peer, int64_t room, bool on);
/* A person of that front end has just done something. */
void typing_alive(struct engine *e, uint64_t peer, bool has_text);
void typing_drop_peer(struct engine *e, uint64_t peer);
void typing_drop_agent(struct engine *e, const struct agent *a);
void typing_clear(struct engine *e);
/* CHANGE_TYPING: tell the front ends who types. */
void typing_show(struct agent *a, const struct change *c);

#endif
