#include "model/guest.h"

#include <string.h>

void guest_free(struct guest *g)
{
	if (!g)
		return;
	g_free(g->uid);
	g_free(g->role);
	g_free(g->by);
	g_free(g->eid);
	g_free(g->name);
	g_free(g->room_name);
	g_free(g->rid);
	g_free(g);
}

const char *guest_state(const struct guest *g, int64_t today)
{
	if (g->until == GUEST_NO_DAY || g->until > today + GUEST_SOON)
		return "guest";
	return g->until < today ? "expired" : "soon";
}

char *guest_pack(int64_t until, const char *role)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " %s", until,
			       role ? role : "");
}

void guest_unpack(struct guest *g, const char *text)
{
	char *end = NULL;

	g->until = text ? g_ascii_strtoll(text, &end, 10) : GUEST_NO_DAY;
	g_free(g->role);
	g->role = end && *end == ' ' && end[1] ? g_strdup(end + 1) : NULL;
}

static const char *const words[] = {
	[PASSAGE_INVITED] = "invited",
	[PASSAGE_JOINED] = "joined",
	[PASSAGE_LEFT] = "left",
	[PASSAGE_REMOVED] = "removed",
	[PASSAGE_DECLINED] = "declined",
};
G_STATIC_ASSERT(G_N_ELEMENTS(words) == PASSAGES);

const char *passage_word(enum passage_kind k)
{
	return k < PASSAGES ? words[k] : "";
}

static enum passage_kind gone(enum membership was, bool self)
{
	if (was == MEMBER_JOIN)
		return self ? PASSAGE_LEFT : PASSAGE_REMOVED;
	if (was == MEMBER_INVITE)
		return self ? PASSAGE_DECLINED : PASSAGE_REMOVED;
	return PASSAGES;
}

enum passage_kind passage_of(enum membership was, enum membership now,
			     bool self)
{
	if (was == now)
		return PASSAGES;
	switch (now) {
	case MEMBER_INVITE:
		return PASSAGE_INVITED;
	case MEMBER_JOIN:
		return PASSAGE_JOINED;
	case MEMBER_LEAVE:
	case MEMBER_BAN:
		return gone(was, self);
	default:
		return PASSAGES;
	}
}

void passage_free(struct passage *p)
{
	if (!p)
		return;
	g_free(p->uid);
	g_free(p->name);
	g_free(p->server);
	g_free(p->by);
	g_free(p->by_name);
	g_free(p->rid);
	g_free(p->room_name);
	g_free(p->eid);
	g_free(p);
}
