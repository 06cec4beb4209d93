/*
 * plan.h - a room or space that is to be made.
 *
 * A plan says what somebody wants in words that are not a server's: what the
 * place is called, for whom it is, what is done in it. It travels with its op
 * (OP_CREATE) through the outbox, so that a place can be made without a
 * connection; the provider turns it into a request.
 *
 * What it is a part of is not in it: the op's `target` names the space, or
 * "txn:TXN" while that one is itself still to be made, and the outbox fills
 * in its id once it is known.
 *
 * Who gets in, by `access`:
 *
 *   ACCESS_INTERNAL  people of the account's own server: by invitation, and
 *                    where there is a space its members too; other servers
 *                    are kept out for good (the room is not federated)
 *   ACCESS_EXTERNAL  the same, but people of other servers can be invited
 *   ACCESS_PUBLIC    whoever wants to; listed in the server's directory
 *
 * Ownership: all strings belong to the plan; NULL means none. Texts are clean
 * (they were typed by the user). Thread: any.
 */
#ifndef MODEL_PLAN_H
#define MODEL_PLAN_H

#include "model/model.h"

enum access { ACCESS_INTERNAL, ACCESS_EXTERNAL, ACCESS_PUBLIC };
/* "internal", … Static. */
const char *access_word(enum access a);
/* False when it is none of the words; *a is then untouched. */
bool access_from(const char *word, enum access *a);

/* Names may be as long as servers take them, 255 bytes in all. */
#define PLAN_NAME_MAX 255
#define PLAN_TOPIC_MAX 4096

struct plan {
	enum room_kind kind;	/* ROOM_PLAIN or ROOM_SPACE */
	enum access access;
	char *name, *topic;
	char *alias;		/* only what stands before the ':' */
	char *kinds;		/* "task question": what org.folkmoot.room will
				 * say, by spaces; "" or NULL: nothing */
	char *order;		/* its place among its siblings in the space */
	GPtrArray *invites;	/* char * user ids, or NULL */
	char *notes_of;		/* room whose notes will be kept in it */
	int post_power;		/* what writing needs: 0 everybody, 50 … */
};

struct plan *plan_new(enum room_kind kind, const char *name);
struct plan *plan_copy(const struct plan *p);
void plan_free(struct plan *p);	/* NULL is fine */

/* One line of text a field, for the outbox and the way to another process;
 * what is not set is left out. Yours; NULL for NULL. */
char *plan_pack(const struct plan *p);
/* Back again; lines that are not known are passed over. NULL when there is
 * no text or it is not a plan. Yours. */
struct plan *plan_unpack(const char *text);

/* "Boiler repair 2027" → "boiler-repair-2027": lower-case letters, digits and
 * single dashes of ASCII, at most 60; NULL when nothing is left. Yours. */
char *plan_alias(const char *name);

#endif
