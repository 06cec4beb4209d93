/*
 * card.h - what a person says of themselves: role, skills, hours, and whom
 * they endorse for what.
 *
 * A card belongs to one person, who alone can change it. An endorsement
 * therefore stands in the card of the person who endorses, and the person
 * who is endorsed takes it away by naming it in `declines` of their own card:
 * each writes only what is theirs, and nobody speaks in another's name. It
 * counts only when the two share a room, which the store knows.
 *
 * The same struct says a change: `fields` tells which members it names, and
 * card_apply() lays them over a card. Lists of text are replaced whole; of
 * skills, endorsements and declines a change names single entries to be put
 * in or taken out, so that two clients that change different ones both win.
 *
 * Bounds: what a reader takes of a card written by anybody. More is cut
 * (texts) or left out (lists), never an error.
 *
 * Sources: doc/protocol.md, "Card"; hours are of the clock in the card's own
 * zone (IANA), days are ISO 8601 weekdays, 1 is Monday.
 *
 * Thread: any; a value belongs to whoever holds it.
 */
#ifndef MODEL_CARD_H
#define MODEL_CARD_H

#include <stdbool.h>
#include <stdint.h>
#include <glib.h>

#define CARD_LINE 200		/* bytes of role, team, org */
#define CARD_WORD 64		/* bytes of a skill or a language */
#define CARD_ABOUT 4000		/* bytes of about */
#define CARD_SKILLS 64		/* entries of skills, and of languages */
#define CARD_LINKS 500		/* entries of endorses, and of declines */

enum card_field {
	CARD_ROLE = 1 << 0, CARD_TEAM = 1 << 1, CARD_ORG = 1 << 2,
	CARD_ABOUT_TEXT = 1 << 3, CARD_LANGUAGES = 1 << 4,
	CARD_HOURS = 1 << 5, CARD_DAYS = 1 << 6, CARD_ZONE = 1 << 7,
	CARD_HIDDEN = 1 << 8,
	CARD_ALL = (1 << 9) - 1,
};

enum skill_level {
	SKILL_UNKNOWN, SKILL_LEARNING, SKILL_WORKING, SKILL_EXPERT,
};
/* "learning", "working", "expert"; "" for unknown. Static. */
const char *skill_level_word(enum skill_level level);
/* False when the word is none; "" is SKILL_UNKNOWN. */
bool skill_level_from(const char *word, enum skill_level *out);

struct skill {
	char *name;		/* as written, clean, not empty */
	enum skill_level level;
	bool gone;		/* in a change: take it out */
};

/* A person and a skill: in `endorses` the person endorsed, in `declines`
 * the one who did. */
struct endorsement {
	char *user, *skill;
	bool gone;		/* in a change: take it out */
};

struct card {
	uint32_t fields;	/* of a change: enum card_field bits named */
	char *role, *team, *org, *about;	/* or NULL */
	GPtrArray *languages;	/* char *; never NULL */
	GPtrArray *skills;	/* struct skill *; never NULL */
	GPtrArray *endorses, *declines;	/* struct endorsement *; never NULL */
	char *hours;		/* "09:00-17:00", or NULL */
	uint8_t days;		/* bit 0 is Monday; 0: not said */
	char *zone;		/* "Europe/Rome", or NULL */
	bool hidden;		/* does not want to be found */
};

struct card *card_new(void);
struct card *card_copy(const struct card *card);
void card_free(struct card *card);
/* Says nothing at all. */
bool card_is_empty(const struct card *card);

/* Put an entry in, or replace the one that means the same (folded). More
 * than the bounds allow, and empty names, are left out: false. */
bool card_add_skill(struct card *card, const char *name,
		    enum skill_level level);
bool card_add_language(struct card *card, const char *name);
/* Into card->endorses or card->declines. */
bool card_add_link(GPtrArray *links, const char *user, const char *skill);
/* The same as an entry of a change that takes it out. */
void card_drop_skill(struct card *change, const char *name);
void card_drop_link(GPtrArray *links, const char *user, const char *skill);
/* Entries by what they mean (folded), or NULL. Borrowed. */
struct skill *card_skill(const struct card *card, const char *name);
struct endorsement *card_link(const GPtrArray *links, const char *user,
			      const char *skill);

/* Lay a change over a card. Idempotent. */
void card_apply(struct card *card, const struct card *change);
/* "role, skills, hours": what a change names, for people. Yours; "nothing"
 * when it names nothing. */
char *card_change_words(const struct card *change);

/* A card or a change as lines of KEY=VALUE, for a row of the store or the
 * outbox, and back (NULL for NULL). What cannot be read is left out. Yours. */
char *card_pack(const struct card *card);
struct card *card_read(const char *packed);

/* "09:00-17:00" to minutes of the day; the end may be "24:00", and before
 * the beginning for those who work at night. False: it is none. */
bool card_hours(const char *hours, int *from, int *to);
/* The name of a zone as IANA makes them ("Europe/Rome", "UTC"): nothing that
 * could be a path elsewhere. Whether there is one of that name is for the
 * clock to say. */
bool card_zone_fits(const char *zone);
/* Bits of days from "mon-fri", "mo,we,fri", "1-5", "daily"; false: none. */
bool card_days(const char *words, uint8_t *days);
/* "mon-fri", "mon, wed"; "" for none. Yours. */
char *card_days_words(uint8_t days);

/* Where somebody is on their own clock now. */
struct card_clock {
	bool known;		/* there is such a zone */
	int hour, min, wday;	/* wday: 1 Monday … 7 Sunday */
	int offset;		/* minutes east of UTC, with summer time */
	bool at_work;		/* inside their hours and days; false when
				 * those are not said */
};
/* `now`: ms since 1970. */
struct card_clock card_clock(const struct card *card, int64_t now);

/* A text as it is compared: without case, marks and compatibility forms,
 * white space folded to single blanks. Yours. */
char *card_fold(const char *text);

#endif
