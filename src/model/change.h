/*
 * change.h - what happened on a server: the only thing a provider says.
 *
 * Providers turn bytes into changes and emit them one by one; the engine
 * cleans every string (change_clean in engine/) and hands them to the store.
 * A change is small, names the room by its remote id, and is idempotent:
 * applying it twice is the same as once.
 *
 * Only fields listed beside the kind are used; others stay zero. Strings are
 * owned by the change. A change and what it holds belongs to whoever holds
 * it.
 */
#ifndef MODEL_CHANGE_H
#define MODEL_CHANGE_H

#include "model/card.h"
#include "model/charter.h"
#include "model/guest.h"
#include "model/model.h"

enum change_kind {
	/* rid, membership: the room exists for me; begins its part of a sync */
	CHANGE_ROOM,
	/* rid, set (enum room_field bits), room: facts that are now so */
	CHANGE_FACTS,
	/* rid, user, name (display, NULL none), membership; power untouched.
	 * `seen`: a state event, not a timeline one. membership NONE: only
	 * the name is told (of somebody in history that nothing is known of) */
	CHANGE_MEMBER,
	/* rid, powers: who has which power; users absent have `n`. A user
	 * once said to be a creator stays one: a later list leaves them
	 * out */
	CHANGE_POWERS,
	/* rid (a space), target (child room id), order, via; via NULL removes;
	 * ts; n=1 suggested */
	CHANGE_CHILD,
	/* rid, target (a space that claims us), canonical n; via NULL: it
	 * does no longer */
	CHANGE_PARENT,
	/* rid, post: a message or a state line. flag `older`: goes before
	 * what is stored (history), newest first */
	CHANGE_POST,
	/* rid, target, post (new body, html, mentions; its eid is the edit's;
	 * task: the edited task; poll: the edited poll) */
	CHANGE_EDIT,
	/* rid, eid, user, target, key, ts */
	CHANGE_REACTION,
	/* rid, eid (of the redaction), user, target, reason, ts */
	CHANGE_REDACTION,
	/* rid, token (prev_batch), n: 1 when events are missing before the
	 * posts that follow, 0 when they follow what is stored; at a first
	 * sync the token is the start of what is stored */
	CHANGE_TIMELINE,
	/* rid, target: room's oldest known gap was asked from `target`; token:
	 * where to go on, or NULL when the gap is closed (start reached) */
	CHANGE_OLDER,
	/* rid, user, eid, thread (NULL unthreaded, "main"), ts */
	CHANGE_RECEIPT,
	/* rid, eid: my fully-read mark */
	CHANGE_FULLY_READ,
	/* rid, unread, mentions: counts by the server */
	CHANGE_COUNTS,
	/* rid, users: who types now (GPtrArray of user ids) */
	CHANGE_TYPING,
	/* users: room ids that are direct; key per room in `names` (user) */
	CHANGE_DIRECT,
	/* rid, key: "favourite", "low", "unread"; n 0/1 */
	CHANGE_TAG,
	/* body: the account's push rules, as the provider's own text */
	CHANGE_PUSH_RULES,
	/* rid: all members have been given; what was not is gone */
	CHANGE_MEMBERS_DONE,
	/* token: next_batch. Ends a sync; commits */
	CHANGE_CURSOR,
	/* op, eid: that op has become that event */
	CHANGE_SENT,
	/* user (me), name: my own profile */
	CHANGE_PROFILE,
	/* user, card (NULL: none), name (display, of a profile; NULL: none or
	 * not said), seen: the name is said; rid: it stands in the state of that
	 * room, else in the profile, which wins; ts */
	CHANGE_CARD,
	/* user, key: "online", "unavailable", "offline"; ts: last active */
	CHANGE_PRESENCE,
	/* rid, eid, user, target (the poll), names (ids of answers; NULL: a
	 * spoiled vote), ts */
	CHANGE_POLL_VOTE,
	/* rid, eid, user, target (the poll), ts. Whether it is one from
	 * somebody who may end it is for the store to see */
	CHANGE_POLL_END,
	/* users (room ids), names (notify_level_word() of each): all places
	 * with a level of their own; the others have the default */
	CHANGE_LEVELS,
	/* rid, users: event ids that are pinned now, in their order */
	CHANGE_PINS,
	/* rid, post: a message fetched on its own, which stands nowhere in
	 * the order of what is stored; kept while it is pinned */
	CHANGE_GLIMPSE,
	/* rid, key: this room was made by my op with that transaction id */
	CHANGE_MADE,
	/* rid, eid (NULL: of an invite's preview), user (who wrote it), ts,
	 * charter (NULL: it is taken away or cannot be read), n: 1 it is the
	 * charter now, 0 one of its versions; op: it is what our own op made */
	CHANGE_CHARTER,
	/* rid, user (who accepts), eid (NULL: in their own data), target (the
	 * charter's event; NULL: no acceptance any more), key (digest of the
	 * rules), ts */
	CHANGE_ACCEPT,
	/* rid, eid, user (the guest), target (who says so), n (last day),
	 * reason (the role, NULL none), ts; seen false: no guest any more */
	CHANGE_GUEST,
	/* rid, eid, user (who), target (who did it), n (enum passage_kind),
	 * ts: somebody came or went */
	CHANGE_PASSAGE,
};

enum room_field {
	ROOM_NAME = 1 << 0, ROOM_TOPIC = 1 << 1, ROOM_ALIAS = 1 << 2,
	ROOM_KIND = 1 << 3, ROOM_JOIN_RULE = 1 << 4, ROOM_HISTORY = 1 << 5,
	ROOM_GUESTS = 1 << 6, ROOM_FEDERATED = 1 << 7,
	ROOM_ENCRYPTED = 1 << 8, ROOM_VERSION = 1 << 9,
	ROOM_TOMBSTONE = 1 << 10, ROOM_COUNTS = 1 << 11, /* joined, invited */
	ROOM_HEROES = 1 << 12, ROOM_INVITER = 1 << 13,
	ROOM_KINDS = 1 << 14, ROOM_JOINED = 1 << 15, ROOM_INVITED = 1 << 16,
};

struct power {
	char *user;
	int level;
	bool creator;
};

struct change {
	enum change_kind kind;
	int64_t account;
	char *rid, *eid, *user, *target, *key, *name, *reason, *token, *body;
	char *thread, *order;
	int64_t ts, op, n;
	uint32_t set;
	bool older, seen;
	int unread, mentions;
	enum membership membership;
	struct room *room;
	struct post *post;
	struct charter *charter;
	GPtrArray *users, *names, *via;
	GArray *powers;		/* struct power */
	int power_default, power_events, power_redact, power_state,
	    power_invite, power_kick, power_ban, power_notify, power_pin;
	struct card *card;
	/* what the state events of doc/protocol.md need */
	int power_charter, power_accept, power_guest;
};

struct change *change_new(enum change_kind kind, const char *rid);
void change_free(struct change *c);

#endif
