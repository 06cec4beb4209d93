/*
 * store.h - the single source of truth: two SQLite files of a profile.
 *
 *   store.db  what servers said: accounts, rooms, members, posts, tasks, the
 *             sidebar, full-text index. Can be fetched again. WAL,
 *             synchronous=NORMAL.
 *   own.db    what only we have: outbox, drafts, folds and other small state.
 *             WAL, synchronous=FULL: a row is on disk before its request
 *             leaves. (Drafts and state, written at every key, do not
 *             wait for the disk.) Kept apart so that a long answer being written (one
 *             transaction with its cursor) never holds up a message.
 *
 * There are two types: `struct store` writes and belongs to the engine thread
 * of the one process that holds the engine lock; `struct reader` reads and
 * belongs to whoever opened it, one thread each. WAL lets both work at once.
 * A reader never sees half an answer.
 *
 * Order. Posts of a room are ordered by `pos`. What sync brings goes up from
 * the highest; history goes down from the lowest; where events are missing a
 * row in `gap` says so, and the positions around it are 2^32 apart so that
 * the missing ones fit in between. Never order by origin_server_ts.
 *
 * Schema: numbered migrations in one array (PRAGMA user_version). A store
 * from a newer folkmoot, a damaged, read-only or full one is an error that
 * says what to do; nothing is ever recreated by itself.
 *
 * Memory: pages are bounded, caches are small (2 MiB); nothing grows with the
 * history.
 *
 * Thread: see above.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/paths.h"
#include "base/world.h"
#include "model/audience.h"
#include "model/change.h"
#include "model/op.h"
#include "model/people.h"

/* ---- writing: engine only -------------------------------------------- */

struct store;

struct store *store_open(const struct paths *paths, const struct world *world,
			 GError **err);
void store_close(struct store *s);

/* Which rooms changed since the last commit, and how. */
struct room_delta {
	int64_t room;
	unsigned changed;	/* enum room_changed bits of engine/message.h,
				 * given as the numbers there */
};
/* A new post that asks for attention (ring bits set, not mine, newer than
 * my read mark). */
struct ring_delta {
	int64_t room, post;
	unsigned ring;
	char *who, *text, *room_name;
};

/* Apply one change; opens a transaction when none is open. False only for
 * trouble of the disk; a change that makes no sense is skipped and logged. */
bool store_apply(struct store *s, const struct change *c, GError **err);
/* Ends the transaction, brings derived rows (area, sidebar, tasks, counts) up
 * to date before. The deltas are given to the caller: arrays of struct
 * room_delta / struct ring_delta (yours); *places when the sidebar changed.
 * Any of them may be NULL. Nothing open: true, empty. */
bool store_commit(struct store *s, GArray **rooms, GArray **rings,
		  bool *places, GError **err);
void store_rollback(struct store *s);
bool store_in_transaction(const struct store *s);

/* Accounts. Adding one that exists (same user and kind) revives it, at its
 * present address. */
int64_t store_account_put(struct store *s, const struct account *a,
			  GError **err);
bool store_account_logged_out(struct store *s, int64_t account, bool soft,
			      const char *reason, GError **err);
/* Forgets the account and all of its data. */
bool store_account_remove(struct store *s, int64_t account, GError **err);
/* The push rules last emitted, or NULL. Yours. */
char *store_push_rules(struct store *s, int64_t account);

/* The outbox. push gives the op its id and, when it has none, its
 * transaction id; on disk when it returns. OP_READ counts as read at once:
 * the store has a transaction open then, and the next store_commit() tells
 * what it changed. An op whose event is stored already comes back with
 * OP_SENT and its event id. */
bool outbox_push(struct store *s, struct op *op, GError **err);
/* The next op that may go out now for an account: the oldest waiting one of
 * each room that has none being sent, whose time has come and whose target is
 * known. NULL: none; *wait is ms until one may be due, or -1. Yours. */
struct op *outbox_next(struct store *s, int64_t account, int64_t *wait);
bool outbox_sending(struct store *s, int64_t id, GError **err);
/* It became an event. The row stays until the event has come by sync, then
 * goes by itself. Ops that waited for its txn get the event id. */
bool outbox_sent(struct store *s, int64_t id, const char *eid, GError **err);
/* An OP_CREATE has made this room (NULL: nothing happens): the ops that wait
 * for it, by "txn:TXN" as their room or target, get its id, and so do those
 * pushed later. Before outbox_sent(); the next store_commit() ends it. */
bool outbox_made(struct store *s, int64_t id, const char *rid, GError **err);
/* The room that the op with this transaction id has made, as far as sync has
 * shown it; NULL: not known. Yours. */
char *store_made(struct store *s, int64_t account, const char *txn);
/* Try again at `next_try` (ms since 1970); -1: never by itself. */
bool outbox_failed(struct store *s, int64_t id, const char *error,
		   int64_t next_try, GError **err);
/* It waits for its author, because of an audience with this scope. Resending
 * it means: send it to that one. */
bool outbox_held(struct store *s, int64_t id, const char *why,
		 const char *scope, GError **err);
bool outbox_resend(struct store *s, int64_t id, GError **err);
bool outbox_drop(struct store *s, int64_t id, GError **err);
/* After a start: what was "sending" is waiting again (same txn). */
bool outbox_recover(struct store *s, GError **err);
/* Waiting and failed ops that a person should see. */
void outbox_counts(struct store *s, int *waiting, int *failed);
int outbox_count_held(struct store *s);
/* The newest row there is, or 0: what comes now has a higher number. */
int64_t outbox_last(struct store *s);

struct draft {
	char *text;
	char *target;		/* event id it answers or edits, or NULL */
	char *what;		/* "reply" "edit" "thread", or NULL */
	char *origin;		/* where its text came from, packed, or NULL */
	int64_t changed;
};
void draft_free(struct draft *d);
bool draft_put(struct store *s, const char *place, const struct draft *d,
	       GError **err);

/* Small state: open spaces, last place, composer history. */
bool state_put(struct store *s, const char *key, const char *value,
	       GError **err);
/* Open or close a space in the sidebar. */
bool place_fold(struct store *s, const char *path, bool open, GError **err);

/* What a gap needs to be filled: the gap at or next below `pos` (0: the
 * oldest, the beginning). False when there is none. Strings are yours. */
struct gap {
	int64_t pos;
	char *token, *until;
};
bool store_gap(struct store *s, int64_t room, int64_t pos, struct gap *out);
void gap_clear(struct gap *g);
/* Rooms whose members must be fetched to know the audience, best first. */
GArray *store_rooms_unsure(struct store *s, int64_t account, unsigned max);
/* Task rooms whose history is not whole yet. */
GArray *store_rooms_unread_history(struct store *s, int64_t account,
				   unsigned max);

/* People whose profile should be fetched (again), nearest first: those of
 * spaces, then those active last. Members of large public rooms are left alone.
 * User ids, yours; *next: when (ms since 1970) there will be more, 0: never. */
GPtrArray *store_people_due(struct store *s, int64_t account, unsigned max,
			    int64_t *next);

/* ---- reading ---------------------------------------------------------- */

struct reader;

/* NULL with err NOT_FOUND when there is no store yet (not an error for a new
 * user). Opens read-only; never creates. */
struct reader *reader_open(const struct paths *paths, const struct world *world,
			   GError **err);
void reader_close(struct reader *r);

/* Arrays below are yours, with free functions set. */
GPtrArray *reader_accounts(struct reader *r);	/* struct account * */
struct account *reader_account(struct reader *r, int64_t id);

struct room *reader_room(struct reader *r, int64_t id);
/* account 0: any */
struct room *reader_room_by_rid(struct reader *r, int64_t account,
				const char *rid);
/* By id, alias or unambiguous name (exact, then without case, then by
 * prefix); account 0: any. Errors NOT_FOUND (naming the nearest) and
 * AMBIGUOUS (naming the candidates with their ids). */
struct room *reader_room_find(struct reader *r, int64_t account,
			      const char *words, GError **err);
enum rooms_which { ROOMS_ALL, ROOMS_ONLY, SPACES_ONLY, ROOMS_INVITES };
/* Each joined (or invited) room in sidebar order, one at a time. */
void reader_rooms(struct reader *r, int64_t account, enum rooms_which which,
		  bool (*each)(const struct room *room, void *user),
		  void *user);
/* Room ids (rid, char *) of the spaces a room is in / of a space's children
 * in order (struct room *). */
GPtrArray *reader_parents(struct reader *r, int64_t room);
GPtrArray *reader_children(struct reader *r, int64_t space);
bool reader_audience(struct reader *r, int64_t room, struct audience *out);
/* The same as it would be once `uid` has been invited (NULL: as it is). */
bool reader_audience_with(struct reader *r, int64_t room, const char *uid,
			  struct audience *out);
/* How many members of `to` are not members of `from`, as far as known. */
int reader_strangers(struct reader *r, int64_t from, int64_t to);
/* Totals over all joined rooms. */
void reader_totals(struct reader *r, int *unread, int *mentions, int *invites);

/* The sidebar: `n` visible rows from `first`. */
GPtrArray *reader_places(struct reader *r, int64_t first, int n);
int64_t reader_places_count(struct reader *r);
/* Visible row of a room (first occurrence at or after the path), or -1. */
int64_t reader_place_of(struct reader *r, int64_t room);
/* The next room after row `from` (wrapping) with unread (or, first,
 * mentions); 0 if none. */
int64_t reader_next_unread(struct reader *r, int64_t from, bool mentions);
/* Rooms by fuzzy name, best first; an empty pattern gives the latest. */
GPtrArray *reader_switch(struct reader *r, const char *pattern, int max);

/* Posts, oldest first. `thread` NULL: the main timeline (thread replies are
 * left out, roots carry their summary); else that thread with its root. */
enum page_from {
	PAGE_NEWEST,	/* the newest `limit`, ops of the outbox at the end */
	PAGE_BEFORE,	/* those just before `pos` (excluded) */
	PAGE_AFTER,	/* those just after `pos` (excluded) */
	PAGE_AROUND,	/* half before, half from `pos` on */
};
struct page_query {
	int64_t room;
	const char *thread;
	enum page_from from;
	int64_t pos;
	int limit;		/* at most 500 */
};
struct page {
	GPtrArray *posts;	/* struct post * */
	bool more_before, more_after;	/* stored ones */
	bool gap_before;	/* unknown ones before the first */
};
void page_clear(struct page *p);
void reader_page(struct reader *r, const struct page_query *q,
		 struct page *out);
struct post *reader_post(struct reader *r, int64_t room, const char *eid);
/* What is pinned, the last pinned first (struct post *). Of one that is not
 * stored `pos` is 0, and `sender` and `body` are NULL until it has been fetched
 * (REQ_EVENT). */
GPtrArray *reader_pins(struct reader *r, int64_t room);
/* Posts that are polls, newest first (struct post *). */
GPtrArray *reader_polls(struct reader *r, int64_t room, int limit);
/* A post by a unique prefix of its id or "#N" local id; NOT_FOUND. */
struct post *reader_post_find(struct reader *r, int64_t room, const char *id,
			      GError **err);
/* The same in any room; "#N" is not taken. */
struct post *reader_post_anywhere(struct reader *r, const char *id,
				  GError **err);
/* My latest own text post in a room (to edit), or NULL. */
struct post *reader_last_own(struct reader *r, int64_t room);
/* Earlier versions of an edited post, oldest first (struct post *). */
GPtrArray *reader_history(struct reader *r, int64_t room, const char *eid);
/* User ids who have read up to exactly this post (at most max). */
GPtrArray *reader_read_by(struct reader *r, int64_t room, int64_t pos, int max);
/* Position of the first post after my read mark that counts; 0 none. */
int64_t reader_first_unread(struct reader *r, int64_t room);
/* The event at a position, or the nearest before it; NULL. Yours. */
char *reader_eid_at(struct reader *r, int64_t room, int64_t pos);
/* The newest post that a read mark can be put on (its eid is yours). */
char *reader_newest_eid(struct reader *r, int64_t room, int64_t *pos);

/* Members by role, then name; `filter` NULL or a fuzzy word. */
GPtrArray *reader_members(struct reader *r, int64_t room, const char *filter,
			  int offset, int limit);
int reader_members_count(struct reader *r, int64_t room);
struct member *reader_member(struct reader *r, int64_t room, const char *uid);
/* People over all rooms by name or id (completion, direct messages). */
GPtrArray *reader_people(struct reader *r, int64_t account, const char *prefix,
			 int limit);
/* Joined rooms that I share with somebody (struct room *). */
GPtrArray *reader_shared_rooms(struct reader *r, int64_t account,
			       const char *uid, int limit);

/* People found, best first (struct person_hit *). People who keep out of the
 * finder, and those I share no room with, are not among them. */
GPtrArray *reader_people_find(struct reader *r, const struct people_query *q);
/* One person by exact id, hidden or not, with all that counts; NULL when
 * nothing is known of them. Yours. */
struct person_hit *reader_person(struct reader *r, const char *uid);
/* My own card with the changes that wait; never NULL. Yours. */
struct card *reader_card(struct reader *r, int64_t account);
/* What people have put there (PEOPLE_SKILL with endorsements, _TEAM, …, _NAME),
 * each once, most frequent first (char *). */
GPtrArray *reader_people_terms(struct reader *r, enum people_field field,
			       int max);

/* Things. Tasks come as late, today, this week, later, none; inside by due,
 * priority, age; other kinds as `order` says. New ones that are still in the
 * outbox, or whose event sync has not brought yet, are among them (`post` 0,
 * `eid` NULL until it is known, `state` says how they are doing), and so are
 * changes that wait. */
enum thing_order {
	ORDER_USUAL,	/* tasks as above; questions ORDER_OLDEST while open,
			 * ideas ORDER_VOTES, events ORDER_BEGINS, others
			 * ORDER_NEWEST */
	ORDER_NEWEST, ORDER_OLDEST,
	ORDER_VOTES,	/* for minus against, then the older one */
	ORDER_HOT,	/* votes and age: (for - against) / (1 + months) */
	ORDER_BEGINS, ORDER_CHANGED,
};
struct thing_query {
	enum thing_kind kind;	/* KIND_NONE: tasks */
	int64_t room;		/* 0: any */
	int64_t space;		/* with all rooms below it; 0: any */
	int64_t account;	/* 0: any */
	bool mine;		/* given to me */
	bool open_only, done_only;
	bool overdue;		/* tasks */
	bool unowned;		/* nobody has claimed it */
	bool unanswered;	/* nobody but its author wrote in its thread */
	const char *filter;	/* words in title, notes, people, tags */
	const char *tag;	/* has this tag, without case */
	const char *assignee;	/* tasks: user id of one who does it */
	const char *parent;	/* tasks: event id of what it is a part of */
	unsigned stages;	/* tasks: 1 << enum task_stage each; 0 any */
	bool blocked;		/* tasks: something that goes before is open */
	bool has_start_by;	/* tasks: may be begun by the day start_by: */
	int64_t start_by;	/* it starts then or earlier, or whenever */
	bool made_by_me;	/* tasks */
	int64_t since;		/* made or changed at or after, ms; 0 any */
	int64_t from, until;	/* begins within, ms; 0 any */
	enum thing_order order;
	int offset, limit;	/* other kinds than tasks: at most 2,000 */
};
GPtrArray *reader_things(struct reader *r, const struct thing_query *q);
/* The tasks of a room, a space or all places, open and done, in the order of
 * reader_things(), as numbers alone: 32 bytes each, so that a list can hold
 * them all, arrange them anew (tabs, trees, columns) and read only those that
 * show. Of the query only `room`, `space`, `account` and `mine` are looked at.
 * At most THING_LINES. What the outbox makes or changes is read whole. */
#define THING_LINES 30000
struct thing_line {
	int64_t post;		/* 0: only in the outbox */
	int64_t parent;		/* post of what it is a part of, or 0 */
	int32_t due;		/* day, or LINE_NO_DAY */
	uint16_t loose;		/* 1 + index in `loose`, or 0 */
	uint16_t who;		/* 1 + index in `people` of the first
				 * assignee, 0 none */
	uint8_t status, stage;
	bool mine;		/* given to me */
};
#define LINE_NO_DAY INT32_MAX
struct thing_lines {
	GArray *all;		/* struct thing_line */
	GPtrArray *loose;	/* struct thing * */
	/* for reader_thing_lines_fill() */
	GPtrArray *people;	/* char * user ids */
	GHashTable *numbers;	/* user id → 1 + index in `people` */
	GHashTable *at;		/* post → 1 + index in `all`; NULL: not begun */
	int64_t filled;		/* posts up to this one */
};
struct thing_lines *reader_thing_lines(struct reader *r,
				       const struct thing_query *q);
/* Sets `stage` and `who` of the open ones, `n` more of them at a time, as that
 * takes a look at each; until then they are 0. True: all have it. */
bool reader_thing_lines_fill(struct reader *r, const struct thing_query *q,
			     struct thing_lines *lines, int n);
void thing_lines_free(struct thing_lines *lines);	/* NULL is fine */
/* The task of a line, or NULL when it is gone. Yours. */
struct thing *reader_thing_line(struct reader *r,
				const struct thing_lines *lines,
				const struct thing_line *line);
/* Would a query with these words find it? */
bool thing_has_words(const struct thing *t, const char *words);
/* Tasks that are parts of a task, as reader_things() orders them. */
GPtrArray *reader_thing_parts(struct reader *r, const struct thing *t,
			      int limit);
int reader_things_count(struct reader *r, const struct thing_query *q);
struct thing *reader_thing(struct reader *r, int64_t room, const char *eid);
/* By full or unique beginning of the event id, or by unambiguous title, in
 * all rooms (room 0) or one; of one kind, or KIND_NONE any. */
struct thing *reader_thing_find(struct reader *r, int64_t room,
				enum thing_kind kind, const char *words,
				GError **err);
/* What the lists leave out because it costs a question each: parts, blocked,
 * cycle. */
void reader_thing_relations(struct reader *r, struct thing *t);
/* The first answer of somebody else than its author, as time and (yours)
 * user id; 0 and NULL: none. */
int64_t reader_thing_answered(struct reader *r, const struct thing *t,
			      char **who);
/* Notes about a thing, kept in rooms I am in, oldest first. */
GPtrArray *reader_thing_notes(struct reader *r, const struct thing *t);

/* Things of a kind whose words are like those of a text, most alike first: by
 * the words they share, of which rare ones weigh more. For offering what was
 * asked already while somebody types. */
GPtrArray *reader_similar(struct reader *r, enum thing_kind kind,
			  const char *text, int max);

/* Full text, newest first; `room` 0: all. FTS5 words are quoted for you. The
 * last word matches as a prefix when it has three letters or more, unless as it
 * is hundreds of posts have it. */
struct hit {
	struct post *post;
	char *snippet;		/* clean, matches between \1 and \2 */
	char *room_name;
};
void hit_free(struct hit *h);
GPtrArray *reader_search(struct reader *r, int64_t room, const char *words,
			 int offset, int limit);

/* What waits or failed (struct op *), oldest first; room 0: all. */
GPtrArray *reader_outbox(struct reader *r, int64_t room);
struct op *reader_op(struct reader *r, int64_t id);

struct draft *reader_draft(struct reader *r, const char *place);
/* Keys of places that have drafts (char *), newest first. */
GPtrArray *reader_drafts(struct reader *r);
char *reader_state(struct reader *r, const char *key);

/* Things that need me: unread mentions, newest first (struct hit *). */
GPtrArray *reader_mentions(struct reader *r, int limit);
/* The same with those that have been read. */
GPtrArray *reader_mentions_all(struct reader *r, int limit);

#endif
