#include "model/can.h"

#include <string.h>

static const struct role {
	const char *word, *many;
	int least;		/* power from which on it is this one */
	int power;		/* what giving it means */
} roles[] = {
	{ "owner", "owners", 100, 100 },
	{ "moderator", "moderators", 50, 50 },
	{ "member", "members", 0, 0 },
	{ "guest", "guests", G_MININT, -1 },
};

static const struct role *role_of(int power)
{
	for (size_t i = 0; i < G_N_ELEMENTS(roles) - 1; i++)
		if (power >= roles[i].least)
			return &roles[i];
	return &roles[G_N_ELEMENTS(roles) - 1];
}

const char *can_role_word(int power)
{
	return role_of(power)->word;
}

bool can_role_power(const char *word, int *power)
{
	for (size_t i = 0; word && i < G_N_ELEMENTS(roles); i++)
		if (strcmp(roles[i].word, word) == 0) {
			*power = roles[i].power;
			return true;
		}
	return false;
}

/* The least role that has a power. */
static const struct role *role_for(int power)
{
	for (size_t i = G_N_ELEMENTS(roles); i > 0; i--)
		if (roles[i - 1].power >= power)
			return &roles[i - 1];
	return &roles[0];
}

/* ---- the acts ------------------------------------------------------------ */

#define NEEDS(member) offsetof(struct room, member)
#define NOTHING 0

static const struct {
	const char *what;	/* "write in", and then the name */
	size_t power;		/* the level it needs, or NOTHING */
} acts[ACTS] = {
	[ACT_READ] = { "read", NOTHING },
	[ACT_WRITE] = { "write in", NEEDS(power_events) },
	[ACT_TASK] = { "make tasks in", NEEDS(power_events) },
	[ACT_REDACT_OTHERS] = { "remove messages of others in",
				NEEDS(power_redact) },
	[ACT_INVITE] = { "invite people to", NEEDS(power_invite) },
	[ACT_REMOVE] = { "remove people from", NEEDS(power_kick) },
	[ACT_BAN] = { "ban people from", NEEDS(power_ban) },
	[ACT_SETTINGS] = { "change the settings of", NEEDS(power_state) },
	[ACT_ROLE] = { "change roles in", NEEDS(power_state) },
	[ACT_LINK] = { "change what belongs to", NEEDS(power_state) },
	[ACT_NOTIFY_ALL] = { "call everybody in", NEEDS(power_notify) },
	[ACT_LEAVE] = { "leave", NOTHING },
	[ACT_ACCEPT] = { "accept an invitation to", NOTHING },
};

static bool refuse(char **why, const char *fmt, ...) G_GNUC_PRINTF(2, 3);
static bool refuse(char **why, const char *fmt, ...)
{
	va_list ap;

	if (!why)
		return false;
	va_start(ap, fmt);
	*why = g_strdup_vprintf(fmt, ap);
	va_end(ap);
	return false;
}

static bool is_member_of(const struct room *room, enum can_act act, char **why)
{
	const char *name = room->name ? room->name : room->rid;

	switch (room->mine) {
	case MEMBER_JOIN:
		if (act != ACT_ACCEPT)
			return true;
		return refuse(why, "You are in %s already.", name);
	case MEMBER_INVITE:
		if (act == ACT_ACCEPT || act == ACT_LEAVE)
			return true;
		return refuse(why, "You are invited to %s, not in it yet: "
			      "accept first.", name);
	case MEMBER_KNOCK:
		if (act == ACT_LEAVE)
			return true;
		return refuse(why, "You have asked to join %s; somebody there "
			      "must let you in first.", name);
	case MEMBER_BAN:
		return refuse(why, "You were banned from %s.", name);
	case MEMBER_LEAVE:
		return refuse(why, act == ACT_ACCEPT ? "There is no invitation "
			      "to %s any more." : "You are not in %s any more.",
			      name);
	default:
		return true;
	}
}

static bool is_writing(enum can_act act)
{
	return act == ACT_WRITE || act == ACT_TASK;
}

bool can_do(const struct room *room, enum can_act act, char **why)
{
	int needed;

	if (!room || act >= ACTS)
		return true;
	if (!is_member_of(room, act, why))
		return false;
	if (is_writing(act) && room->encrypted)
		return refuse(why, "%s is encrypted, which folkmoot cannot do; "
			      "write there with another client.", room->name);
	if (is_writing(act) && room->replaced_by)
		return refuse(why, "%s is closed and goes on in another room: "
			      "join %s.", room->name, room->replaced_by);
	if (acts[act].power == NOTHING)
		return true;
	needed = *(const int *)(const void *)((const char *)room +
					      acts[act].power);
	if (room->power >= needed)
		return true;
	return refuse(why, "Only %s may %s %s; you are a %s.",
		      role_for(needed)->many, acts[act].what, room->name,
		      can_role_word(room->power));
}
