#include "model/model.h"

#include <string.h>

static const char *const membership_words[] = {
	[MEMBER_NONE] = "none",
	[MEMBER_INVITE] = "invite",
	[MEMBER_JOIN] = "join",
	[MEMBER_LEAVE] = "leave",
	[MEMBER_BAN] = "ban",
	[MEMBER_KNOCK] = "knock",
};

const char *membership_word(enum membership m)
{
	return m < G_N_ELEMENTS(membership_words) ? membership_words[m] :
						    membership_words[0];
}

enum membership membership_from(const char *word)
{
	for (unsigned m = 0; word && m < G_N_ELEMENTS(membership_words); m++)
		if (strcmp(membership_words[m], word) == 0)
			return m;
	return MEMBER_NONE;
}

void member_free(struct member *m)
{
	if (!m)
		return;
	g_free(m->uid);
	g_free(m->name);
	g_free(m);
}

const char *member_role(const struct member *m)
{
	if (m->creator || m->power >= 100)
		return "owner";
	if (m->power >= 50)
		return "moderator";
	return m->power >= 0 ? "member" : "guest";
}

const char *uid_server(const char *uid)
{
	const char *colon = uid ? strchr(uid, ':') : NULL;

	return colon ? colon + 1 : "";
}
