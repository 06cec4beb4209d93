/*
 * people.h - finding people: what is asked, and why somebody is an answer.
 *
 * A query is words, all of which must fit: a bare word may fit anything that
 * is known of a person (name, card, endorsements, what they wrote); with a
 * key in front it must fit that:
 *
 *	skill: lang: team: org: role: name:	the card, or the name
 *	room:WORDS	is a member of a room of that name (or id)
 *	is:online	is there now;  is:here  is in the open room
 *
 * Quotes keep several words together: skill:"pipe fitting". Words fit where
 * a word begins with them, without case and accents (card_fold()).
 *
 * How good an answer is, most first: the sum over the words of the best of
 *
 *	name, whole 100, a part of it 80; role 50; team 45; language 40;
 *	org 30; about 20; skill 40, and 20 for each level; room, is: 10;
 *	endorsed for it 40
 *
 * and, for each word, 15 for each endorser that counts, up to 5 of them, and
 * 5 for each message about it among the newest 500, up to 6; then 10 for
 * being online, 5 for having been active within a week. Equal ones by name.
 * Of a word that fits more than 4,000 endorsements only so many are looked
 * at.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_PEOPLE_H
#define MODEL_PEOPLE_H

#include "model/card.h"

enum people_field {
	PEOPLE_ANY, PEOPLE_SKILL, PEOPLE_LANGUAGE, PEOPLE_TEAM, PEOPLE_ORG,
	PEOPLE_ROLE, PEOPLE_ABOUT, PEOPLE_NAME, PEOPLE_ROOM, PEOPLE_IS,
};

struct people_term {
	enum people_field field;
	char *text;		/* as typed */
	char *folded;		/* not empty */
};

struct people_query {
	GPtrArray *terms;	/* struct people_term *; none: everybody */
	int64_t account;	/* 0: any */
	int64_t here;		/* room of is:here, 0: none is open */
	int offset, limit;
};

/* Fills `terms`; errors FM_ERROR_USAGE, saying what is wrong. */
bool people_query_parse(struct people_query *q, const char *words,
			GError **err);
void people_query_clear(struct people_query *q);
/* Does a folded word begin somewhere in a folded text where a word does? */
bool people_fits(const char *folded_text, const char *folded);

enum presence {
	PRESENCE_UNKNOWN, PRESENCE_ONLINE, PRESENCE_AWAY, PRESENCE_OFFLINE,
};
/* "online", "unavailable", "offline", "" ; static. */
const char *presence_word(enum presence p);
enum presence presence_from(const char *word);

enum person_why {
	WHY_CARD,		/* field, text: what it says there; n: level */
	WHY_ENDORSED,		/* text: the skill; names: by whom */
	WHY_NAME,
	WHY_WROTE,		/* text: of what; n messages; names: rooms */
	WHY_ANSWERED,		/* text: of what; n answers that were accepted */
	WHY_ROOM,		/* text: its name */
	WHY_ONLINE,
};
struct person_reason {
	enum person_why why;
	enum people_field field;
	char *text;		/* or NULL */
	int n;
	GPtrArray *names;	/* char *, or NULL */
};
void person_reason_free(void *reason);
/* "says: plumbing (expert)", "endorsed for plumbing by Ann and Bo", "wrote
 * about plumbing: 4 messages in general, pumps". Yours. */
char *person_reason_words(const struct person_reason *r);

struct person_hit {
	char *uid, *name;
	struct card *card;	/* never NULL; empty when there is none */
	enum presence presence;
	int64_t seen;		/* ms, 0: not known */
	int score;
	GPtrArray *why;		/* struct person_reason *, best first */
	GPtrArray *endorsed;	/* struct person_reason * of WHY_ENDORSED: all
				 * that count, by skill */
	GPtrArray *rooms;	/* char *: names of shared ones, at most 8 */
};
void person_hit_free(void *hit);

#endif
