/*
 * happened.h - what happened in a place since a moment, item by item.
 *
 * Behind the digest and the home of a space. An item is one of the words of
 * `happened_word`, in their order: decisions, tasks finished and new,
 * questions solved and without an answer, ideas decided and new, resources,
 * events, who came, files, and messages that name me. Of each at most
 * HAPPENED_MAX are told of a room. What only changed, and messages that are
 * none of these, are counted and not told.
 *
 * Thread: the front end's.
 */
#ifndef COMMAND_HAPPENED_H
#define COMMAND_HAPPENED_H

#include "command/internal.h"
#include "store/evidence.h"

#define HAPPENED_MAX 50

enum happened_what {
	HAPPENED_DECIDED, HAPPENED_DONE, HAPPENED_TASK, HAPPENED_SOLVED,
	HAPPENED_UNANSWERED, HAPPENED_IDEA_DECIDED, HAPPENED_IDEA,
	HAPPENED_RESOURCE, HAPPENED_EVENT, HAPPENED_JOINED, HAPPENED_FILE,
	HAPPENED_FOR_YOU, HAPPENED_WHATS,
};
/* "decided", "done", …: the word in JSON; and for people, "Decided". Static. */
const char *happened_word(enum happened_what w);
const char *happened_title(enum happened_what w);

struct happened {
	enum happened_what what;
	char *title;		/* one line */
	char *who;		/* a name or user id, or NULL */
	char *eid;		/* or NULL */
	int64_t ts;
};

struct happenings {
	int64_t room;
	char *rid, *room_name;
	char *name;		/* "Flood defence › general" */
	int messages, people;
	GPtrArray *items;	/* struct happened *, by kind, then time */
};
/* Nothing happened: messages 0 and no items. */
void happened_read(struct reader *r, const struct room *room,
		   const struct period *p, struct happenings *out);
void happened_clear(struct happenings *h);
/* The items as records of kind "item", under a section (NULL: that of the
 * place's name). */
void happened_answer(struct command_call *call, const struct happenings *h,
		     const char *section);

#endif
