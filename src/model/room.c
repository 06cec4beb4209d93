#include "model/model.h"
#include "model/strings.h"

#include <string.h>

static const char *const area_words[] = {
	[AREA_UNKNOWN] = "unknown",
	[AREA_INTERNAL] = "internal",
	[AREA_EXTERNAL] = "external",
	[AREA_PUBLIC] = "public",
};
static const char *const kind_words[] = {
	[ROOM_PLAIN] = "room",
	[ROOM_SPACE] = "space",
	[ROOM_DM] = "dm",
};
static const char *const join_words[] = {
	[JOIN_UNKNOWN] = "unknown",
	[JOIN_INVITE] = "invite",
	[JOIN_PUBLIC] = "public",
	[JOIN_KNOCK] = "knock",
	[JOIN_RESTRICTED] = "restricted",
	[JOIN_KNOCK_RESTRICTED] = "knock_restricted",
	[JOIN_PRIVATE] = "private",
};
static const char *const history_words[] = {
	[HISTORY_UNKNOWN] = "unknown",
	[HISTORY_SHARED] = "shared",
	[HISTORY_INVITED] = "invited",
	[HISTORY_JOINED] = "joined",
	[HISTORY_WORLD] = "world_readable",
};

/* The index of a word, or 0: the value for "not known". */
static unsigned find_word(const char *const *words, unsigned n,
			  const char *word)
{
	for (unsigned i = 1; word && i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return 0;
}

const char *area_word(enum area a)
{
	return a < G_N_ELEMENTS(area_words) ? area_words[a] : area_words[0];
}

const char *room_kind_word(enum room_kind k)
{
	return k < G_N_ELEMENTS(kind_words) ? kind_words[k] : kind_words[0];
}

enum join_rule join_rule_from(const char *word)
{
	return find_word(join_words, G_N_ELEMENTS(join_words), word);
}

enum history history_from(const char *word)
{
	return find_word(history_words, G_N_ELEMENTS(history_words), word);
}

const char *join_rule_word(enum join_rule j)
{
	return j < G_N_ELEMENTS(join_words) ? join_words[j] : join_words[0];
}

const char *history_word(enum history h)
{
	return h < G_N_ELEMENTS(history_words) ? history_words[h] :
						 history_words[0];
}

void room_free(struct room *r)
{
	if (!r)
		return;
	g_free(r->rid);
	g_free(r->name);
	g_free(r->topic);
	g_free(r->alias);
	g_free(r->version);
	g_free(r->replaced_by);
	g_free(r->inviter);
	g_free(r->dm_user);
	g_free(r->notes_of);
	g_free(r->why);
	strings_free(r->heroes);
	strings_free(r->allow);
	strings_free(r->via);
	g_free(r);
}

static const char *const level_words[] = {
	[NOTIFY_DEFAULT] = "default", [NOTIFY_ALL] = "all",
	[NOTIFY_MENTIONS] = "mentions", [NOTIFY_NONE] = "none",
};

const char *notify_level_word(enum notify_level l)
{
	return l < G_N_ELEMENTS(level_words) ? level_words[l] : "default";
}

enum notify_level notify_level_from(const char *word)
{
	for (unsigned l = 0; word && l < G_N_ELEMENTS(level_words); l++)
		if (g_str_equal(level_words[l], word))
			return l;
	return NOTIFY_DEFAULT;
}
