#include "model/audience.h"

#include <string.h>

/* What is worked out on the way. */
struct facts {
	const struct room *r;
	const GPtrArray *servers;
	const char *home;
	const char *other;	/* a server that is not ours, or NULL */
	int others;		/* how many of them */
};

static struct facts gather_facts(const struct room *r,
				 const GPtrArray *servers, const char *home)
{
	struct facts f = { .r = r, .servers = servers,
			   .home = home ? home : "" };

	for (guint i = 0; servers && i < servers->len; i++) {
		if (strcmp(servers->pdata[i], f.home) == 0)
			continue;
		f.other = servers->pdata[i];
		f.others++;
	}
	return f;
}

static bool is_restricted(const struct room *r)
{
	return r->join == JOIN_RESTRICTED || r->join == JOIN_KNOCK_RESTRICTED;
}

/* Guest access lets a guest use a rule that is open to everybody; into a room
 * for the invited it lets nobody, and most such rooms allow it by default. */
static bool guests_may_enter(const struct room *r)
{
	return r->guests && r->join == JOIN_PUBLIC;
}

static bool has_allowed(const struct room *r)
{
	return is_restricted(r) && r->allow && r->allow->len > 0;
}

static bool nothing_is_known(const struct audience *a, const struct room *r)
{
	return r->join == JOIN_UNKNOWN && r->history == HISTORY_UNKNOWN &&
	       !r->members_known && a->outsiders == 0;
}

static enum area area_by_facts(const struct audience *a, const struct room *r,
			       enum area widest)
{
	enum area area = AREA_INTERNAL;

	if (r->history == HISTORY_WORLD ||
	    (r->join == JOIN_PUBLIC && r->federated))
		return AREA_PUBLIC;
	if (nothing_is_known(a, r))
		return AREA_UNKNOWN;
	if (a->outsiders > 0 || guests_may_enter(r))
		area = AREA_EXTERNAL;
	return is_restricted(r) ? MAX(area, widest) : area;
}

/* ---- in words -------------------------------------------------------- */

static void say_outsiders(GString *out, const struct facts *f,
			  const struct audience *a)
{
	const char *least = f->r->members_known ? "" : "at least ";

	if (a->outsiders > 0 && f->others == 1)
		g_string_append_printf(out, ", %s%d from %s", least,
				       a->outsiders, f->other);
	else if (a->outsiders > 0 && f->others > 1)
		g_string_append_printf(out, ", %s%d from %d other servers",
				       least, a->outsiders, f->others);
	else if (a->outsiders > 0)
		g_string_append_printf(out, ", %s%d from elsewhere", least,
				       a->outsiders);
	else if (f->r->members_known && f->home[0])
		g_string_append_printf(out, ", all %s", f->home);
	else
		g_string_append(out, ", not all known yet");
}

static void say_who_may_come(GString *out, const struct facts *f)
{
	const struct room *r = f->r;

	if (r->history == HISTORY_WORLD)
		g_string_append(out, ", anybody may read");
	if (r->join == JOIN_PUBLIC && r->federated)
		g_string_append(out, ", anybody may join");
	else if (r->join == JOIN_PUBLIC)
		g_string_append_printf(out, ", anybody of %s may join",
				       f->home[0] ? f->home : "the server");
	else if (has_allowed(r))
		g_string_append(out, ", people of its spaces may join");
	if (guests_may_enter(r))
		g_string_append(out, ", guests may join");
}

static char *audience_words(const struct facts *f, const struct audience *a)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "%d %s", a->readers,
			       a->readers == 1 ? "reader" : "readers");
	say_outsiders(out, f, a);
	say_who_may_come(out, f);
	g_string_append(out, f->r->encrypted ? " · encrypted" :
					       " · not encrypted");
	return g_string_free(out, FALSE);
}

/* ---- fingerprint ----------------------------------------------------- */

/* FNV-1a with 64 bits (RFC 9923); a string ends with its NUL. */
static uint64_t hash_bytes(uint64_t h, const char *bytes, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		h ^= (unsigned char)bytes[i];
		h *= UINT64_C(0x100000001b3);
	}
	return h;
}

static int64_t fingerprint(const struct facts *f, const struct audience *a)
{
	const char head[] = { (char)a->area, (char)a->open,
			      (char)(a->outsiders > 0) };
	uint64_t h = hash_bytes(UINT64_C(0xcbf29ce484222325), head,
				sizeof head);

	for (guint i = 0; f->servers && i < f->servers->len; i++) {
		const char *server = f->servers->pdata[i];

		h = hash_bytes(h, server, strlen(server) + 1);
	}
	/* 0 means "not asked". */
	h &= INT64_MAX;
	return h ? (int64_t)h : 1;
}

void audience_init(struct audience *a, const struct room *r,
		   const GPtrArray *servers, const char *home,
		   enum area widest)
{
	struct facts f = gather_facts(r, servers, home);

	memset(a, 0, sizeof *a);
	a->readers = r->joined;
	a->outsiders = MAX(r->outsiders, f.others);
	a->open = r->join == JOIN_PUBLIC || has_allowed(r);
	a->sure = r->members_known && servers && r->join != JOIN_UNKNOWN &&
		  !(has_allowed(r) && widest == AREA_UNKNOWN);
	a->area = area_by_facts(a, r, widest);
	a->words = audience_words(&f, a);
	a->print = fingerprint(&f, a);
}

void audience_clear(struct audience *a)
{
	g_clear_pointer(&a->words, g_free);
}
