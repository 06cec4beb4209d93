/*
 * model.h - what folkmoot speaks about: plain data, no behaviour of its own.
 *
 * Public fields, no JSON, no SQL, no HTTP, no colours, no I/O. A value is
 * built, then handed over or shared as const. Strings are UTF-8 and owned by
 * the struct that holds them unless it says "borrowed". NULL means "not
 * known" or "none"; "" means known and empty.
 *
 * Numbers: `id`s are local row ids (> 0; 0 is none); times are milliseconds
 * since 1970 UTC (0: unknown); remote ids (room ids, event ids, user ids)
 * are opaque strings of at most 255 bytes.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_MODEL_H
#define MODEL_MODEL_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>
#include "model/poll.h"

#include "model/thing.h"

/* ---- places ---------------------------------------------------------- */

enum area { AREA_UNKNOWN, AREA_INTERNAL, AREA_EXTERNAL, AREA_PUBLIC };
enum room_kind { ROOM_PLAIN, ROOM_SPACE, ROOM_DM };
enum membership {
	MEMBER_NONE, MEMBER_INVITE, MEMBER_JOIN, MEMBER_LEAVE, MEMBER_BAN,
	MEMBER_KNOCK,
};
enum join_rule {
	JOIN_UNKNOWN, JOIN_INVITE, JOIN_PUBLIC, JOIN_KNOCK, JOIN_RESTRICTED,
	JOIN_KNOCK_RESTRICTED, JOIN_PRIVATE,
};
/* How much a place may ring, as my push rules have it. */
enum notify_level {
	NOTIFY_DEFAULT, NOTIFY_ALL, NOTIFY_MENTIONS, NOTIFY_NONE,
};
/* "default", "all", "mentions", "none". Static. */
const char *notify_level_word(enum notify_level l);
enum notify_level notify_level_from(const char *word);	/* NULL: default */

enum history { HISTORY_UNKNOWN, HISTORY_SHARED, HISTORY_INVITED,
	       HISTORY_JOINED, HISTORY_WORLD };

/* Words for --json and messages: "internal", "space", "join", "invite" …
 * Static. `_from` gives the first value (none/unknown) for other words. */
const char *area_word(enum area a);
const char *room_kind_word(enum room_kind k);
const char *membership_word(enum membership m);
enum membership membership_from(const char *word);
enum join_rule join_rule_from(const char *word);
enum history history_from(const char *word);
/* The words of the protocol: "knock_restricted", "world_readable". Static. */
const char *join_rule_word(enum join_rule j);
const char *history_word(enum history h);

/* A room or space as the store knows it. */
struct room {
	int64_t id, account;
	char *rid;		/* "!abc:server" */
	char *name;		/* never NULL when read from the store: from
				 * name, alias or heroes, disambiguated */
	char *topic, *alias;
	char *version;		/* room version, opaque */
	char *replaced_by;	/* tombstone: room id of the successor */
	char *inviter;		/* user id, for invites */
	char *dm_user;		/* user id, for direct messages */
	enum room_kind kind;
	enum membership mine;	/* my membership */
	enum area area;		/* computed from facts: see audience.h */
	enum area declared;	/* by a charter, its own or that of a space it
				 * is in; AREA_UNKNOWN: not declared */
	enum join_rule join;
	enum history history;
	bool guests;		/* guests may join */
	bool federated;		/* people of other servers may join */
	bool encrypted;		/* was ever encrypted; never goes back */
	bool members_known;	/* the whole member list is stored */
	bool favourite, low;
	bool marked_unread;
	unsigned kinds;		/* KIND_BIT of what it is for: org.folkmoot.room */
	char *notes_of;		/* room id whose notes are kept here, or NULL */
	int joined, invited;	/* members, by the server's count */
	int outsiders;		/* members of other servers, as far as known */
	int servers;		/* how many servers members come from */
	int unread, mentions;
	int tasks_open, tasks_all;
	int64_t last_ts;	/* newest message */
	int64_t read_pos;	/* position of my read mark (fully read), 0 none */
	int power, power_events, power_redact, power_state, power_invite,
	    power_kick, power_ban;	/* mine; then what acts need */
	int power_notify;
	int power_pin;		/* what pinning needs */
	enum notify_level notify;
	char *why;		/* what the inviter wrote, or NULL */
	GPtrArray *heroes;	/* char * user ids, or NULL */
	GPtrArray *allow;	/* char * room ids of a restricted join rule */
	GPtrArray *via;		/* char * servers to join through, or NULL */
};
void room_free(struct room *r);

/* One row of the sidebar: rooms, and headings between them. */
enum place_kind {
	PLACE_HEADING,		/* INTERNAL, EXTERNAL, PUBLIC, INVITES */
	PLACE_ROOM, PLACE_SPACE, PLACE_DM, PLACE_INVITE,
};
struct place {
	int64_t pos;		/* 0-based among visible rows */
	enum place_kind kind;
	enum area area;
	int64_t account, room;	/* 0 for headings */
	int depth;
	bool open;		/* a space whose children are shown */
	bool children;		/* has any */
	bool outsiders;		/* ⚑ people from outside can read it */
	bool encrypted;
	int unread, mentions;	/* of a closed space: with what is in it */
	int tasks_open, tasks_all;	/* task rooms only */
	char *name;
	char *path;		/* stable key: "room ids joined by /" */
	enum notify_level notify;
	bool marked_unread;	/* by hand */
};
void place_free(struct place *p);

struct member {
	char *uid;		/* "@ben:council.org" */
	char *name;		/* display name, clean; uid's local part if none */
	char *server;		/* borrowed tail of uid */
	enum membership membership;
	int power;
	bool creator;		/* room version 12: above any power */
	bool ambiguous;		/* another member has a look-alike name */
	int64_t seen;		/* last activity we know of */
	bool here;		/* their server says that they are online */
};
void member_free(struct member *m);
/* From the power: "owner" (100 or a creator), "moderator" (50), "member" (0),
 * "guest" (less). Static. */
const char *member_role(const struct member *m);
/* The server part of a Matrix id: after the first ':'; "" if none. */
const char *uid_server(const char *uid);

/* ---- posts ----------------------------------------------------------- */

enum post_kind {
	POST_TEXT, POST_NOTICE, POST_EMOTE, POST_IMAGE, POST_FILE, POST_AUDIO,
	POST_VIDEO, POST_LOCATION, POST_STICKER, POST_POLL,
	POST_ENCRYPTED,		/* a lock */
	POST_MEMBER,		/* joins, leaves, …: `body` is the sentence */
	POST_STATE,		/* other changes of the room, a sentence */
	POST_UNKNOWN,		/* a type we do not know, shown quietly */
};
/* "text", "notice", … for --json. Static. */
const char *post_kind_word(enum post_kind k);
/* Does a post of this kind count as unread, ring, get searched? */
bool post_kind_counts(enum post_kind k);

/* Where a post of ours is on its way. */
enum post_state {
	POST_SENT, POST_WAITING, POST_SENDING, POST_FAILED,
	POST_HELD,	/* others can read the place now than when it was
			 * written: it waits for its author */
};
const char *post_state_word(enum post_state s);

struct reaction {
	char *key;		/* clean, at most 64 bytes */
	int count;
	bool mine;
	char *mine_eid;		/* to take it back */
	char *names;		/* first few, for details; or NULL */
};
void reaction_free(struct reaction *r);

struct post {
	int64_t id;		/* 0 when not stored yet */
	int64_t room, pos;	/* order in the room */
	char *eid;		/* NULL while it is only in the outbox */
	char *sender;		/* user id */
	char *name;		/* sender's display name in the room, clean */
	int64_t ts;
	enum post_kind kind;
	char *body;		/* clean block */
	char *html;		/* formatted body as received (bounded, not
				 * rendered: rich_from_html), or NULL */
	char *reply_to;		/* event id it answers, or NULL */
	char *reply_name, *reply_body;	/* what it answers, when stored */
	char *thread;		/* event id of the thread's root, or NULL */
	int thread_count;	/* on a root: replies */
	int64_t thread_ts;	/* newest reply */
	char *thread_name;	/* who wrote it */
	char *file_url, *mimetype;
	int64_t file_size;	/* bytes, -1 unknown */
	bool edited, redacted, mentions_me, own, new_day;
	bool ambiguous;		/* the sender's name imitates another's */
	char *redact_reason;
	char *txn;		/* our transaction id, or NULL */
	enum post_state state;
	int64_t op;		/* outbox row, when waiting or failed */
	char *error;		/* why it failed */
	GPtrArray *reactions;	/* struct reaction *, or NULL */
	struct thing *thing;	/* root of a thing: its state now; or NULL */
	struct thing *change;	/* a change of a thing; or NULL */
	uint8_t ring;		/* enum ring bits: what the push rules say */
	bool gap;		/* messages are missing just before this one */
	struct poll *poll;	/* POST_POLL: with its votes; or NULL */
	bool pinned;
};
/* What the account's push rules make of a message. */
enum ring { RING_NOTIFY = 1, RING_HIGHLIGHT = 2, RING_SOUND = 4 };
struct post *post_new(void);
void post_free(struct post *p);

/* ---- accounts -------------------------------------------------------- */

enum account_state {
	ACCOUNT_OFFLINE, ACCOUNT_CONNECTING, ACCOUNT_SYNCING, ACCOUNT_LIVE,
	ACCOUNT_LOGGED_OUT,
};
const char *account_state_word(enum account_state s);

struct account {
	int64_t id;
	char *name;		/* what people type: "ann@council" */
	char *kind;		/* provider: "matrix" */
	char *base;		/* base URL without trailing slash */
	char *user, *device;	/* user id, device id */
	char *display;
	char *cursor;		/* next_batch, or NULL before the first sync */
	bool soft_logout;
	bool logged_out;	/* tokens are gone; data is kept */
	char *out_reason;
};
void account_free(struct account *a);

#endif
