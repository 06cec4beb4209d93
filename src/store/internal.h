/*
 * internal.h - what the files of store/ share; nobody else includes it.
 *
 * `struct db` is one SQLite connection with its prepared statements. The
 * first trouble of a connection is kept in `error` and everything after it
 * does nothing, so that writing code reads as a list of steps; whoever began
 * the work looks at db_failed() once, at its end. Statements are kept by the
 * address of their SQL: always a literal that stands beside its use.
 *
 * db_query() takes the values to bind as a word of types: `i` int64_t, `d`
 * int, `s` const char * (NULL binds NULL; borrowed until the statement is
 * done). A statement that is being stepped must not be asked for again:
 * read what is needed, then go on.
 *
 * `struct hot` is the part of a room that changes with every message. It is
 * read once, changed in memory and written back at commit. The cache is
 * bounded; what is dirty stays until the commit.
 *
 * Positions: a room begins at POS_START, so that 0 can mean "none". A gap
 * with position G says that events are missing between the last post below G
 * and the first at or above it. Filling it takes G-1, G-2, … and moves the
 * gap along.
 *
 * Thread: the engine's for `struct store`, the owner's for `struct reader`.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include "store/store.h"

#include <sqlite3.h>

#define POS_START ((int64_t)1 << 40)
#define POS_STEP ((int64_t)1 << 32)
/* How many relations to events that nobody has seen a room may hold. */
#define ORPHANS_MAX 2000

/* How a room changed: the numbers of engine/message.h, which store/ must not
 * know. */
enum {
	ROOM_HAS_POSTS = 1, ROOM_HAS_FACTS = 2, ROOM_HAS_MEMBERS = 4,
	ROOM_HAS_TASKS = 8, ROOM_HAS_RECEIPTS = 16, ROOM_HAS_COUNTS = 32,
};

/* ---- one connection (db.c) ------------------------------------------- */

struct db {
	sqlite3 *h;
	char *path;
	GHashTable *stmts;	/* SQL literal -> sqlite3_stmt */
	GError *error;		/* the first trouble, or NULL */
	bool lenient;		/* trouble is logged, not kept: readers */
};

enum db_mode { DB_WRITE, DB_READ };

bool db_open(struct db *db, const char *path, enum db_mode mode, GError **err);
void db_close(struct db *db);
/* Remember what SQLite says now as the error of this connection. */
void db_trouble(struct db *db);
bool db_failed(const struct db *db);
/* Give the error away and be usable again; true when there was none. */
bool db_take_error(struct db *db, GError **err);
/* Many statements in one text (schema, pragmas). */
void db_script(struct db *db, const char *sql);
/* A statement ready to be stepped, or NULL. */
sqlite3_stmt *db_query(struct db *db, const char *sql, const char *types, ...);
/* The next row; false at the end, when the statement has been reset. */
bool db_row(struct db *db, sqlite3_stmt *st);
void db_done(sqlite3_stmt *st);
/* Run to the end; the number of rows changed. */
int db_exec(struct db *db, const char *sql, const char *types, ...);
/* The first column of the first row, or `none`. */
int64_t db_int(struct db *db, int64_t none, const char *sql,
	       const char *types, ...);
/* The same as text, or NULL. Yours. */
char *db_text(struct db *db, const char *sql, const char *types, ...);
/* Columns; text is copied, NULL stays NULL. */
char *db_copy(sqlite3_stmt *st, int column);
const char *db_peek(sqlite3_stmt *st, int column);
int64_t db_num(sqlite3_stmt *st, int column);

/* ---- schema (schema.c, open.c) ---------------------------------------- */

struct migration {
	int version;
	const char *sql;
};
extern const struct migration store_migrations[];
extern const struct migration own_migrations[];
/* The version this program writes. */
int migrations_last(const struct migration *m);
/* PROFILE/own.db. Yours. */
char *store_own_path(const struct paths *paths);
/* Is the version of an opened file ours? Errors say what to do. */
bool db_check_version(struct db *db, const char *schema, int last,
		      GError **err);

/* ---- the writer ------------------------------------------------------- */

enum hot_dirty {
	HOT_SAVE = 1 << 0,	/* columns of struct hot */
	HOT_FACTS = 1 << 1,	/* name, area, audience must be computed */
	HOT_COUNTS = 1 << 2,	/* unread counts: clamp, sidebar, totals */
	HOT_RECEIPTS = 1 << 3,	/* receipts whose event was not known */
	HOT_TASKS = 1 << 4,	/* numbers of tasks */
	HOT_MEMBERS = 1 << 5,	/* is the member list whole now? */
};

struct hot {
	int64_t id, account;
	char *rid;
	enum room_kind kind;
	enum membership mine;
	bool dm, space_changed;
	int64_t max_pos, min_pos;	/* 0 and 0: no posts yet */
	int64_t last_ts, read_pos;
	int unread, mentions;
	int was_unread, was_mentions;	/* as the totals have them */
	int known, orphans, waiting;	/* waiting: receipts to resolve */
	int64_t asked;			/* id of the gap given out last */
	struct fill {			/* the gap being filled */
		int64_t id, pos, floor;
		unsigned token;		/* hash of what it was found by */
		bool met, dirty;
	} fill;
	unsigned changed;		/* enum room_changed bits */
	unsigned dirty;			/* enum hot_dirty bits */
	GArray *given;			/* persons named since the commit */
};

/* What the store needs to know of an account all the time. */
struct self {
	int64_t id;
	char *user;
	int64_t person, server;
	bool first;		/* no cursor yet: the first sync */
};

struct store {
	struct db db, own;
	const struct world *world;
	bool open;		/* a transaction */
	GHashTable *rooms;	/* int64_t id -> struct hot, owned */
	GHashTable *names;	/* struct hot (account, rid) -> itself */
	struct hot *last;	/* used last */
	GPtrArray *dirty;	/* struct hot with dirty or changed set */
	GHashTable *persons;	/* uid -> id */
	GHashTable *servers;	/* name -> id */
	GHashTable *selves;	/* account id -> struct self */
	int64_t next_post;
	GHashTable *seen;	/* person -> seconds of last activity */
	GHashTable *stale;	/* post id -> indexed text, or NULL */
	GHashTable *roots;	/* "room\neid" of things to compute */
	GHashTable *areas;	/* ids of rooms whose area others depend on */
	GArray *rings;		/* struct ring_delta */
	GHashTable *echoes;	/* txn or event id -> outbox row */
	GArray *arrived;	/* outbox rows whose event has come */
	GArray *marks;		/* struct mark: read marks set by us */
	bool places_dirty;	/* the sidebar must be built anew */
};

struct mark {
	int64_t room, pos;
};

/* Caches (cache.c). */
void cache_init(struct store *s);
void cache_clear(struct store *s);
/* Forget everything read from the file (after a rollback). */
void cache_drop(struct store *s);
/* Keep the caches small; between transactions. */
void cache_trim(struct store *s);
struct self *cache_self(struct store *s, int64_t account);
int64_t cache_person(struct store *s, const char *uid);
int64_t cache_server(struct store *s, const char *name);
struct hot *cache_room(struct store *s, int64_t account, const char *rid);
struct hot *cache_room_id(struct store *s, int64_t id);
/* Make the room when it is not there. */
struct hot *cache_room_make(struct store *s, int64_t account, const char *rid);
/* Note that a room must be looked at when the transaction ends. */
void hot_touch(struct store *s, struct hot *h, unsigned dirty,
	       unsigned changed);

/* Open a transaction when there is none. */
void store_begin(struct store *s);

/* One change each. They run in a transaction; trouble is in s->db. */
typedef void apply_fn(struct store *s, struct hot *h, const struct change *c);
void store_apply_room(struct store *s, struct hot *h, const struct change *c);
void store_apply_facts(struct store *s, struct hot *h, const struct change *c);
void store_apply_child(struct store *s, struct hot *h, const struct change *c);
void store_apply_direct(struct store *s, struct hot *h, const struct change *c);
void store_apply_tag(struct store *s, struct hot *h, const struct change *c);
void store_apply_member(struct store *s, struct hot *h, const struct change *c);
void store_apply_powers(struct store *s, struct hot *h, const struct change *c);
void store_apply_members_done(struct store *s, struct hot *h,
			      const struct change *c);
void store_apply_post(struct store *s, struct hot *h, const struct change *c);
void store_apply_edit(struct store *s, struct hot *h, const struct change *c);
void store_apply_reaction(struct store *s, struct hot *h,
			  const struct change *c);
void store_apply_redaction(struct store *s, struct hot *h,
			   const struct change *c);
void store_apply_timeline(struct store *s, struct hot *h,
			  const struct change *c);
void store_apply_older(struct store *s, struct hot *h, const struct change *c);
void store_apply_receipt(struct store *s, struct hot *h,
			 const struct change *c);
void store_apply_fully_read(struct store *s, struct hot *h,
			    const struct change *c);
void store_apply_counts(struct store *s, struct hot *h, const struct change *c);
void store_apply_push_rules(struct store *s, struct hot *h,
			    const struct change *c);
void store_apply_cursor(struct store *s, struct hot *h, const struct change *c);
void store_apply_profile(struct store *s, struct hot *h,
			 const struct change *c);
void store_apply_card(struct store *s, struct hot *h, const struct change *c);
void store_apply_presence(struct store *s, struct hot *h,
			  const struct change *c);
void store_apply_levels(struct store *s, struct hot *h,
			const struct change *c);
void store_apply_pins(struct store *s, struct hot *h, const struct change *c);
void store_apply_glimpse(struct store *s, struct hot *h,
			 const struct change *c);
void store_apply_poll_vote(struct store *s, struct hot *h,
			   const struct change *c);
void store_apply_poll_end(struct store *s, struct hot *h,
			  const struct change *c);
void store_apply_made(struct store *s, struct hot *h, const struct change *c);
void store_apply_charter(struct store *s, struct hot *h,
			 const struct change *c);
void store_apply_accept(struct store *s, struct hot *h,
			const struct change *c);
void store_apply_guest(struct store *s, struct hot *h, const struct change *c);
void store_apply_passage(struct store *s, struct hot *h,
			 const struct change *c);

/* Charters (charters.c): what they need of powers, and redactions of theirs. */
void charters_powers(struct store *s, struct hot *h, const struct change *c);
void charters_redact(struct store *s, struct hot *h, const char *eid);

/* Positions (gaps.c). The one that a change would get, and taking it. */
int64_t gap_next_pos(struct store *s, struct hot *h, const struct change *c);
void gap_take_pos(struct store *s, struct hot *h, int64_t pos);
/* Was it fetched on its own, outside of the filling of a gap? */
bool gap_is_loose(const struct hot *h, const struct change *c);
/* History has met a post that is stored. */
void gap_met(struct store *s, struct hot *h, const struct change *c);
void gap_save(struct store *s, struct hot *h);

/* Flags of a stored post. */
enum post_flags {
	P_EDITED = 1 << 0, P_REDACTED = 1 << 1, P_REACTED = 1 << 2,
	P_TASK = 1 << 3, P_LOOSE = 1 << 4,	/* fetched on its own */
};
/* Relations that came before their target (relations.c). */
void relations_settle(struct store *s, struct hot *h, int64_t post,
		      const char *eid);
/* Has this event been redacted before it came? */
bool relations_wait(struct store *s, struct hot *h, const char *eid);

/* The index of texts (index.c). Edits go in at commit, in order of rowid,
 * because FTS5 writes out what it holds whenever a smaller rowid comes. */
void index_post(struct store *s, int64_t room, int64_t post, const char *body);
/* `old`: what the index has for the post now, or NULL. */
void index_changed(struct store *s, int64_t post, const char *old);
/* Are the words of such a post found by search? */
bool index_wants(enum post_kind kind, bool change, bool redacted);
void index_flush(struct store *s);

/* Things (things.c). */
enum part_kind { PART_ROOT, PART_CHANGE, PART_EDIT };
struct part {
	const char *root, *eid;
	int64_t pos, sender, ts;
	enum part_kind kind;
	const struct thing *thing;
};
void part_put(struct store *s, struct hot *h, const struct part *p);
void part_remove(struct store *s, struct hot *h, const char *eid);
/* Somebody reacted to what may be a thing, or took it back. */
void things_voted(struct store *s, struct hot *h, const char *target);
/* Who may do what in the room has changed. */
void things_judge(struct store *s, struct hot *h);
void things_flush(struct store *s);

/* Polls (polls.c). A poll as it was asked (`eid` is its target) or as an
 * edit asks it. */
struct poll_row {
	const char *target, *eid;
	int64_t sender, ts;
	const struct poll *poll;
};
void poll_put(struct store *s, struct hot *h, const struct poll_row *row);
/* How many votes and ends have come before the event they are about. */
int polls_waiting(struct store *s, const struct hot *h, const char *eid);
/* The poll is redacted: nothing is left of it. */
void polls_forget(struct store *s, struct hot *h, const char *eid);
/* A vote, an end or an edit is taken back; true when it was one of the
 * first two. */
bool polls_redact(struct store *s, struct hot *h, const char *eid);

/* Somebody was active (members.c). */
void members_seen(struct store *s, int64_t person, int64_t ts);
void members_flush(struct store *s);

/* Read marks and counts (marks.c). */
void mark_read(struct store *s, struct hot *h, int64_t pos);
/* The mark goes back: what is after `pos` is unread again. */
void mark_unread(struct store *s, struct hot *h, int64_t pos);
void marks_resolve(struct store *s, struct hot *h);
void marks_clamp(struct store *s, struct hot *h);

/* Derived facts of a room (facts.c). */
void facts_compute(struct store *s, struct hot *h);
void facts_spread(struct store *s);
/* A charter declares an area (AREA_UNKNOWN: none any more): those who look at
 * the room, or at rooms of this space, are told where facts differ. */
void facts_declare(struct store *s, struct hot *h, enum area area);
/* What an audience is worked out from, beside the room; both are yours. */
GPtrArray *facts_servers(struct db *db, int64_t room, GArray **counts);
enum area facts_widest(struct db *db, const struct room *r);

/* The sidebar (places.c). */
void places_build(struct store *s);
void places_update(struct store *s, struct hot *h);
void places_add_totals(struct store *s, int unread, int mentions);

/* Own events that came back (outbox.c). */
void outbox_load(struct store *s);
void outbox_arrived(struct store *s, const char *txn, const char *eid);
void outbox_sweep(struct store *s);
void outbox_relink(struct store *s);

/* ---- packing (pack.c) ------------------------------------------------- */

/* A poll as it was asked, without its votes, and back. Yours. */
char *pack_poll(const struct poll *p);
struct poll *pack_read_poll(const char *text);
/* Lists as lines; NULL for NULL or empty. Yours. */
char *pack_list(const GPtrArray *list);
GPtrArray *pack_read_list(const char *text);
/* At most `max` bytes of a text, cut between characters; borrowed when it
 * fits, else kept in *own. NULL stays NULL. */
const char *pack_bounded(const char *text, size_t max, char **own);
/* A number by which equal looking names are found. */
int64_t pack_look(const char *name);

/* ---- reading ---------------------------------------------------------- */

struct reader {
	struct db db;
	const struct world *world;
	char *own;		/* path of own.db */
	bool attached;
};
/* own.db is there (as schema `own`); it may come later than store.db. */
bool reader_own(struct reader *r);

/* The columns room_from() wants, from a table or alias `r`. */
#define ROOM_COLUMNS \
	"r.id, r.account, r.rid, r.title, r.kind, r.mine, r.area," \
	" r.join_rule, r.history, r.guests, r.federated, r.encrypted, r.members_known," \
	" r.favourite, r.low, r.marked, r.kinds, r.joined, r.invited," \
	" r.outsiders, r.servers, r.unread, r.mentions, r.tasks_open," \
	" r.tasks_all, r.last_ts, r.read_pos, r.dm_user, r.topic, r.alias," \
	" r.version, r.replaced_by, r.inviter, r.heroes, r.allow, r.via, r.why," \
	" r.notes_of," \
	" r.p_users, r.p_events, r.p_redact, r.p_state, r.p_invite, r.p_kick," \
	" r.p_ban, r.p_notify," \
	" (SELECT CASE WHEN w.creator THEN 1 << 30 ELSE w.level END FROM power w" \
	" WHERE w.room = r.id AND w.person =" \
	" (SELECT a.person FROM account a WHERE a.id = r.account))," \
	" r.p_pin, r.notify," \
	" coalesce(nullif(r.declared, 0), (SELECT min(d.declared) FROM child c" \
	" JOIN room d ON d.id = c.space WHERE c.rid = r.rid" \
	" AND d.account = r.account AND d.declared > 0), 0)"
struct room *room_from(sqlite3_stmt *st);

/* The columns post_from() wants, from a table or alias `p`. */
#define POST_COLUMNS \
	"p.id, p.room, p.pos, p.eid, p.sender, p.ts, p.kind, p.flags, p.own," \
	" p.mention, p.ring, p.body, p.html, p.reply_to, p.thread, p.change," \
	" p.file_url, p.mimetype, p.file_size, p.txn, p.reason"
/* Rows to posts, with all that belongs to them. */
struct posts {
	struct reader *r;
	int64_t room;
	GHashTable *people;	/* person -> struct member */
	GArray *flags;		/* of each post: enum post_flags */
	GArray *senders;	/* of each post: person */
	GPtrArray *list;	/* struct post, owned */
};
void posts_init(struct posts *p, struct reader *r, int64_t room);
void posts_add(struct posts *p, sqlite3_stmt *st);
/* Names, replies, threads, reactions, tasks; gives the list away. */
GPtrArray *posts_finish(struct posts *p);
/* One post of a statement that gives POST_COLUMNS, or NULL. */
struct post *posts_one(struct reader *r, sqlite3_stmt *st);

/* The poll of a post (polls.c): as asked now, with its votes counted; NULL
 * when it is none. Yours. */
struct poll_of {
	int64_t room, sender;
	const char *eid;
};
struct poll *polls_read(struct reader *r, const struct poll_of *of);

#define THING_COLUMNS \
	"t.post, t.room, t.eid, t.packed, t.ts, t.changed," \
	" (SELECT plain FROM thread h WHERE h.room = t.room" \
	" AND h.root = t.eid)," \
	" (SELECT uid FROM person WHERE id = t.creator)," \
	" (SELECT uid FROM person WHERE id = t.done_by), r.title, r.rid," \
	" t.closed_at, t.up, t.down, t.maybe, t.vote, t.head"
struct thing *thing_from(sqlite3_stmt *st);
/* By the root's local id, or by event id, without what waits; NULL. Yours. */
struct thing *things_read(struct reader *r, int64_t post);
struct thing *things_stored(struct reader *r, int64_t room, const char *eid);
/* All parts of an answer are of one moment. */
void things_moment_begin(struct reader *r);
void things_moment_end(struct reader *r);
/* The words of a query's filter, folded: NULL or yours (g_strfreev). */
char **things_words(const struct thing_query *q);
/* Has it the tag and all of the words? */
bool things_fit(const struct thing_query *q, char **words,
		const struct thing *t);
/* Lists of other kinds than tasks (read-kinds.c). */
GPtrArray *kinds_list(struct reader *r, const struct thing_query *q);
int kinds_count(struct reader *r, const struct thing_query *q);
void store_free_thing(void *thing);

/* What the outbox lays over finished posts (pending.c): ops of a room in the
 * order they were made; pending words, reactions, redactions and states of
 * tasks; and messages that are not there yet, at the end. */
GPtrArray *pending_ops(struct reader *r, int64_t room);
void pending_overlay(GPtrArray *posts, const GPtrArray *ops);
void pending_append(struct reader *r, GPtrArray *posts, const GPtrArray *ops,
		    const struct page_query *q);
/* Lay the changes that wait over a task. `txn` when its root is itself still
 * in the outbox, else NULL. All ops of its room must be in `ops`. */
void pending_thing(struct thing *t, const char *txn, const GPtrArray *ops);
/* The task that an OP_THING makes, with what waits for it; NULL when its event
 * has come. Yours. */
struct thing *pending_new_thing(struct reader *r, const struct op *op,
			      const GPtrArray *ops);

#define OP_COLUMNS \
	"o.id, o.account, o.room, o.kind, o.rid, o.txn, o.target, o.thread," \
	" o.key, o.reason, o.body, o.html, o.mentions, o.emote, o.task," \
	" o.via, o.state, o.tries, o.error, o.eid, o.made, o.next_try," \
	" o.audience, o.poll, o.scope, o.origin, o.wider"
#define OP_COLUMNS_N 27	/* how many these are */
struct op *outbox_op_from(sqlite3_stmt *st);

/* What an endorsement `e` must be to count: declined by nobody, not of
 * oneself, and of somebody in a common room. */
#define ENDORSEMENT_COUNTS \
	"e.person <> e.by AND NOT EXISTS (SELECT 1 FROM decline d" \
	" WHERE d.person = e.person AND d.by = e.by AND d.skill = e.skill)" \
	" AND EXISTS (SELECT 1 FROM member a CROSS JOIN member b" \
	" ON b.room = a.room AND b.person = e.person AND b.membership = 2" \
	" WHERE a.person = e.by AND a.membership = 2)"
/* A folded word and what comes after all that begin with it. */
#define WORD_END "\xf4\x8f\xbf\xbf"

/* The last part of a user id that a person would call a name. Yours. */
char *pack_local(const char *uid);
void store_free_room(void *room);
void store_free_post(void *post);

#endif
