/*
 * thing.h - what people work on: tasks, questions, ideas, events, resources,
 * decisions and notes, by one mechanism.
 *
 * A thing is a message that people can read, with a typed payload beside the
 * words. Whoever changes it writes a message in its thread that says which
 * fields are now so. The state of a thing is its root with all changes laid
 * over it by their turns, field by field, the last one wins. A change has the
 * turn after the greatest that its writer knows of, so that two servers which
 * had lost each other come to the same order, and no clock is asked. An absent field
 * keeps, a null one clears; a checklist is laid over step by step. Who may
 * change what depends on the kind and the field: what somebody without the
 * right says is a claim that is shown and not laid over. doc/protocol.md is
 * the specification, field by field.
 *
 * One table, thing_fields(), says what fields there are, which kinds have
 * them, how they stand in JSON and where in `struct thing`. Copying, laying
 * over, packing, cleaning, reading and writing all walk it: a field is added
 * in one place.
 *
 * `fields` says which fields a value speaks about. In a root all of its
 * kind's are set. In a change those that are laid over; a field that is set
 * and NULL, 0 or NO_DAY clears.
 *
 * Rights are judged by the power levels as they are now, not as they were:
 * all clients know those, and few know the older ones, so all agree.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_THING_H
#define MODEL_THING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <glib.h>

enum thing_kind {
	KIND_NONE,
	KIND_TASK,	/* what is to be done */
	KIND_QUESTION,	/* what somebody wants to know */
	KIND_IDEA,	/* what could be better; people vote by reaction */
	KIND_EVENT,	/* a meeting; people say by reaction if they come */
	KIND_RESOURCE,	/* a link or a file worth keeping */
	KIND_DECISION,	/* what was decided */
	KIND_NOTE,	/* about a question, in another room than it */
	THING_KINDS,
};
/* "task", "question", …: in JSON, `org.folkmoot.` stands before it. Static;
 * NULL for KIND_NONE. */
const char *thing_kind_word(enum thing_kind kind);
enum thing_kind thing_kind_from(const char *word);
#define KIND_BIT(kind) (1u << (kind))

enum thing_bit {
	THING_TITLE = 1 << 0, THING_NOTES = 1 << 1, THING_STATUS = 1 << 2,
	THING_ASSIGNEES = 1 << 3, THING_DUE = 1 << 4, THING_PRIORITY = 1 << 5,
	THING_TAGS = 1 << 6, THING_SOURCE = 1 << 7, THING_STAGE = 1 << 8,
	THING_START = 1 << 9, THING_ESTIMATE = 1 << 10,
	THING_PARENT = 1 << 11, THING_AFTER = 1 << 12,
	THING_REPEAT = 1 << 13, THING_STEPS = 1 << 14, THING_OWNER = 1 << 15,
	THING_ANSWER = 1 << 16, THING_REASON = 1 << 17, THING_SAME = 1 << 18,
	THING_BEGIN = 1 << 19, THING_END = 1 << 20, THING_PLACE = 1 << 21,
	THING_URL = 1 << 22, THING_ABOUT = 1 << 23,
	THING_LAST = 1 << 24,
};

enum task_status { TASK_OPEN, TASK_DONE };
enum task_stage { STAGE_NONE, STAGE_DOING, STAGE_WAITING, STAGE_DROPPED };
enum question_status { QUESTION_OPEN, QUESTION_SOLVED };
enum idea_status { IDEA_NEW, IDEA_PLANNED, IDEA_DOING, IDEA_DONE,
		   IDEA_DECLINED };
enum event_status { EVENT_PLANNED, EVENT_CANCELLED };
enum resource_status { RESOURCE_CURRENT, RESOURCE_OUTDATED };
enum decision_status { DECISION_STANDS, DECISION_REVOKED };

/* One line of a checklist. */
struct step {
	char *id;	/* [A-Za-z0-9_-]{1,32}, unique in its thing */
	char *text;	/* NULL in a change: the step goes */
	bool done;
};

/* A person's answer to an idea or an event, from his newest reaction. */
enum vote { VOTE_NONE, VOTE_UP, VOTE_DOWN, VOTE_MAYBE };
/* 👍 ✅ ➕ up, 👎 ❌ ➖ down, 🤔 ❔ ❓ 🤷 maybe, with or without a skin tone;
 * VOTE_NONE for others. */
enum vote vote_from(const char *reaction);

struct thing {
	enum thing_kind kind;
	uint32_t fields;	/* enum thing_bit */
	char *title;
	char *notes;		/* more words; an agenda; why a link is good */
	char *source;		/* event id of the message it came from */
	char *owner;		/* user id: who claimed it, who sees to it */
	char *answer;		/* event id of the accepted answer */
	char *reason;		/* why an idea has the status it has */
	char *same;		/* event id of the idea this one repeats */
	char *parent;		/* event id of the task this is a part of */
	char *repeat;		/* "FREQ=WEEKLY;INTERVAL=2" …: an RRULE */
	char *place;
	char *url;
	char *about;		/* room id of the source, when another room */
	int status;		/* enum KIND_status */
	int stage;		/* enum task_stage */
	int priority;		/* 0 none, 1 low, 2 high, 3 urgent */
	int estimate;		/* minutes, 0 none */
	int64_t due, start;	/* days since 1970-01-01, or NO_DAY */
	int64_t last;		/* of a repeating task: the due date that was
				 * done last */
	int64_t begin, end;	/* ms since 1970, 0 none */
	GPtrArray *assignees;	/* char * user ids, or NULL */
	GPtrArray *tags;	/* char *, or NULL */
	GPtrArray *after;	/* char * event ids of tasks that go before */
	GPtrArray *steps;	/* struct step *, by id, or NULL */

	int64_t turn;		/* of a change: its place in the order, 0 not
				 * said; of a thing: the greatest laid over */

	/* filled by the store for lists */
	int64_t post;		/* root's local id */
	int64_t room;
	char *eid, *room_name, *rid;
	char *creator;		/* user id */
	int64_t ts, changed;	/* made, last changed */
	char *done_by;		/* who closed it */
	int64_t closed;		/* when, or 0 */
	int comments;		/* replies in its thread, without changes */
	int up, down, maybe;	/* people, over all that repeat it */
	enum vote mine;		/* my vote */
	int parts, parts_done;	/* tasks that name it as their parent */
	bool blocked;		/* a task that goes before is open */
	bool cycle;		/* it goes before itself: the ring does not
				 * block */
	uint32_t refused;	/* of a change: fields that were not laid over
				 * for want of the right */
	int state;		/* enum post_state */
};
#define NO_DAY INT64_MIN
#define TURN_MAX INT64_C(1000000000)

struct thing *thing_new(enum thing_kind kind);
struct thing *thing_copy(const struct thing *t);	/* NULL stays NULL */
void thing_free(struct thing *t);
struct step *step_new(const char *id, const char *text, bool done);
void step_free(struct step *s);
/* The step of an id, or NULL. Borrowed. */
struct step *thing_step(const struct thing *t, const char *id);
/* Adds the step, or replaces the one with its id; NULL text removes. */
void thing_put_step(struct thing *t, const char *id, const char *text,
		    bool done);
int thing_steps_done(const struct thing *t);

/* ---- the table ---------------------------------------------------------- */

enum thing_type {
	TYPE_LINE,		/* char *: never empty */
	TYPE_TEXT,		/* char *: several lines */
	TYPE_WORD,		/* int: index into thing_words() */
	TYPE_NUMBER,		/* int: 0 … max */
	TYPE_DAY,		/* int64_t: NO_DAY none; JSON "YYYY-MM-DD" */
	TYPE_TIME,		/* int64_t: ms since 1970, 0 none */
	TYPE_USER, TYPE_EVENT, TYPE_ROOM, TYPE_URL,	/* char * */
	TYPE_USERS, TYPE_EVENTS, TYPE_WORDS,	/* GPtrArray of char * */
	TYPE_STEPS,		/* GPtrArray of struct step */
};
struct thing_field {
	enum thing_bit bit;
	const char *key;	/* in JSON */
	enum thing_type type;
	size_t at;		/* in struct thing */
	unsigned kinds;		/* KIND_BIT of those that have it */
	unsigned max;		/* characters, entries or the greatest */
};
/* Ends with key NULL. Static. */
const struct thing_field *thing_fields(void);
/* All bits of a kind. */
uint32_t thing_bits(enum thing_kind kind);
/* The words of a TYPE_WORD field, NULL-ended; an empty word is JSON null.
 * NULL when the kind has no such field. Static. */
const char *const *thing_words(enum thing_kind kind, enum thing_bit bit);
/* "open", "doing", "declined": the status and stage as one word. Static. */
const char *thing_status_word(const struct thing *t);
/* Nothing is left to be done with it. */
bool thing_is_closed(const struct thing *t);

/* ---- state -------------------------------------------------------------- */

/* Lay the fields present in `change` over `t` (last writer wins). A title
 * cannot be cleared, nor can a status; the source never changes. `t` has
 * then had the turn of the change. */
void thing_apply(struct thing *t, const struct thing *change);
/* The turn of a change that is made to `t` as it is now. */
int64_t thing_next_turn(const struct thing *t);
/* Which of these fields may be changed by `user`, as `t` is now (its creator
 * and owner count)? `moderator`: may redact what others wrote. */
uint32_t thing_allowed(const struct thing *t, uint32_t fields,
		       const char *user, bool moderator);
/* Who may: "only its author or a moderator may …". Static; NULL: anybody. */
const char *thing_right_words(enum thing_kind kind, enum thing_bit bit);

/* ---- in words ------------------------------------------------------------ */

/* The body colleagues read: "☐ Fix the boiler · due 2026-12-01 · @ben".
 * `names` gives display names for user ids (may be NULL: local parts).
 * Yours. */
char *thing_body(const struct thing *t, char *(*name)(const char *, void *),
		 void *user);
/* "marked it done", "set the due date to 2026-12-01", … for a change,
 * joined by commas. Yours. */
char *thing_change_words(const struct thing *change,
			 char *(*name)(const char *, void *), void *user);
/* "☐" "☑" "❓" "💡" "📅" "🔗" "⚖": before its title. Static. */
const char *thing_sign(const struct thing *t);

/* ---- packing -------------------------------------------------------------- */

/* A thing's own fields as one text, and back; NULL for what is none. Texts
 * of the first schema are understood. Yours. */
char *thing_pack(const struct thing *t);
struct thing *thing_unpack(const char *text);

#endif
