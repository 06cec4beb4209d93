/*
 * village.h - a small organisation in a store, for screen tests.
 *
 * Everything is fixed: names, words, times (all days lie before Friday
 * 20 November 2026, 14:32 UTC). The store is filled by the changes a provider
 * would emit.
 */
#ifndef SCREEN_VILLAGE_H
#define SCREEN_VILLAGE_H

#include "store/store.h"

#define VILLAGE_NOW INT64_C(1795185120000)	/* 2026-11-20 14:32 UTC */

/* Fill an empty store. */
void village_fill(struct store *s);
/* Tasks with everything a task can have, after village_fill(): steps, parts,
 * what goes before, stages, repeats, notes, comments; a ring, and titles that
 * mean ill. */
void village_tasks(struct store *s);
/* `n` tasks more, of all kinds, due over a year, every fifth one a part and
 * every sixth done. */
void village_many_tasks(struct store *s, int n);
/* One more message by somebody, as a sync would bring it. */
void village_say(struct store *s, const char *room, const char *user,
		 const char *text);

/* The same with a formatted body. */
void village_say_html(struct store *s, const char *room, const char *user,
		      const char *html);
/* Somebody asks: "QUESTION|ANSWER|ANSWER…", a first word of "hidden" or of a
 * number of choices before it. The votes and the end are about the last
 * one; a vote names answers by number, parted by commas. */
void village_poll(struct store *s, const char *room, const char *user,
		  const char *words);
void village_vote(struct store *s, const char *user, const char *numbers);
void village_poll_end(struct store *s, const char *user);
/* Somebody makes a thing: KIND, then its title; an event is the day after
 * tomorrow, a resource has a link. Then somebody says what it is now: a status
 * by its word, "accept" the newest reply, or "owner" themselves; or votes. */
void village_thing(struct store *s, const char *room, const char *user,
		   const char *kind, const char *title);
void village_change(struct store *s, const char *user, const char *word);
void village_react(struct store *s, const char *user, const char *key);
/* The id of the last thing; borrowed. */
const char *village_thing_id(void);
/* One message is pinned in a room, and no other. */
void village_pin(struct store *s, const char *room, const char *eid);
/* Only this place has a level of notification of its own. */
void village_level(struct store *s, const char *room, const char *word);
/* Somebody answers a message in its thread. */
void village_reply(struct store *s, const char *eid, const char *user,
		   const char *text);
/* `n` people come into a room, one after the other. */
void village_join(struct store *s, const char *room, int n);
/* Ben invites us to a room of this name. */
void village_invite(struct store *s, const char *name);
/* Something that waits, or that the server refused. Gives its outbox row. */
int64_t village_write(struct store *s, const char *room, const char *text,
		      bool refused);

#endif
