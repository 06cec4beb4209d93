/*
 * finding.h - a place as a server describes it to somebody who is not in it.
 *
 * The answer of a preview, of a directory and of the tree of a space. It is
 * shown and thrown away; nothing of it is stored. Everything in it was said by
 * strangers, may be wrong, and is clean only after the engine's door
 * (finding_clean() in engine/). Facts that the server leaves out are unknown,
 * never guessed: who can read a place is told from these alone.
 *
 * Ownership: strings belong to the finding; NULL means not known.
 * Thread: any.
 */
#ifndef MODEL_FINDING_H
#define MODEL_FINDING_H

#include "model/model.h"

#define FINDINGS_MAX 300	/* in one answer */
#define FINDING_DEPTH_MAX 8
#define FINDING_TOPIC_MAX 600

struct finding {
	char *rid, *alias;
	char *name, *topic;
	char *version;
	char *via;		/* servers to join through, by spaces, or "" */
	enum room_kind kind;
	enum join_rule join;
	enum membership mine;
	int members;
	int depth;		/* in a tree: 0 is the space itself */
	bool suggested;		/* by the space it is in */
	bool world;		/* anybody may read without joining */
	bool guests;		/* people without an account may join */
	bool encrypted;
};

struct finding *finding_new(void);
struct finding *finding_copy(const struct finding *f);
void finding_free(struct finding *f);	/* NULL is fine */
/* The servers as a list, or NULL. Yours. */
GPtrArray *finding_via(const struct finding *f);
/* An array that frees what is in it. */
GPtrArray *findings_new(void);
GPtrArray *findings_copy(const GPtrArray *list);

/* The widest area that these facts allow: PUBLIC where anybody may read or
 * come in, else UNKNOWN: who is in it is not said. */
enum area finding_area(const struct finding *f);
/* Who can read it, in words: "anybody may read it", "members only; people are
 * let in by invitation", … Static. */
const char *finding_readers(const struct finding *f);

#endif
