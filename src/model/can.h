/*
 * can.h - what one may do in a place, before the server is asked.
 *
 * Power levels and facts that are stored say most of what a server would
 * refuse. This is not a check of anything (the server does that), but a
 * courtesy: an act that is bound to fail is shown as such, with the reason,
 * instead of being tried. What is not known is allowed.
 *
 * Source of the rules: Matrix client-server API, m.room.power_levels, and the
 * authorisation rules of room versions 10 to 12.
 *
 * Thread: any.
 */
#ifndef MODEL_CAN_H
#define MODEL_CAN_H

#include "model/model.h"

enum can_act {
	ACT_READ, ACT_WRITE, ACT_TASK, ACT_REDACT_OTHERS, ACT_INVITE,
	ACT_REMOVE, ACT_BAN, ACT_SETTINGS, ACT_ROLE, ACT_LINK, ACT_NOTIFY_ALL,
	ACT_LEAVE, ACT_ACCEPT, ACTS,
};

/* True when nothing known forbids it; else *why, when not NULL, is a sentence
 * ("Only moderators may invite people to Housing; you are a member."). Yours:
 * g_free(). `room` NULL: true. */
bool can_do(const struct room *room, enum can_act act, char **why);

/* "guest", "member", "moderator", "owner" by power, as member_role(). */
const char *can_role_word(int power);
/* The power that a role has, or false for another word. */
bool can_role_power(const char *word, int *power);

#endif
