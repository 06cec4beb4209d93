#include "model/audience.h"

#include <string.h>

#define SCOPE_SERVERS_MAX 2000

/* What is worked out on the way. */
struct facts {
	const struct room *r;
	const struct audience_facts *given;
	const GPtrArray *servers;
	const char *home;
	const char *other;	/* a server that is not ours, or NULL */
	int others;		/* how many of them */
};

static struct facts gather_facts(const struct audience_facts *given)
{
	struct facts f = { .r = given->room, .given = given,
			   .servers = given->servers,
			   .home = given->home ? given->home : "" };

	for (guint i = 0; f.servers && i < f.servers->len; i++) {
		if (strcmp(f.servers->pdata[i], f.home) == 0)
			continue;
		f.other = f.servers->pdata[i];
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
	else if (has_allowed(r) && f->given->widest == AREA_UNKNOWN)
		g_string_append(out, ", people of a space that is not known "
				"here may join");
	else if (has_allowed(r))
		g_string_append(out, ", people of its spaces may join");
	if (guests_may_enter(r))
		g_string_append(out, ", guests may join");
}

/* "2 members from partner.org", where the declared area is left. */
static void say_contradiction(GString *out, const struct facts *f,
			      const struct audience *a)
{
	const struct room *r = f->r;

	g_string_append_printf(out, "declared %s, ", area_word(a->declared));
	if (a->area == AREA_PUBLIC)
		g_string_append(out, r->history == HISTORY_WORLD ?
				"anybody may read" : "anybody may join");
	else if (a->outsiders == 0)
		g_string_append(out, guests_may_enter(r) ? "guests may join" :
				"people of wider spaces may join");
	else if (f->others == 1)
		g_string_append_printf(out, "%d %s from %s", a->outsiders,
				       a->outsiders == 1 ? "member" :
				       "members", f->other);
	else
		g_string_append_printf(out, "%d members from %d other "
				       "servers", a->outsiders, f->others);
	g_string_append(out, " · ");
}

static char *audience_words(const struct facts *f, const struct audience *a)
{
	GString *out = g_string_new(NULL);

	if (a->contradicts)
		say_contradiction(out, f, a);
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

/* ---- scope ----------------------------------------------------------- */

/* Who reads the history, from few to all; what is not said is "shared"
 * (client-server API, m.room.history_visibility). */
static const char *const history_words[] = {
	"joined", "invited", "shared", "world",
};

static const char *scope_history(enum history h)
{
	return h == HISTORY_JOINED ? "joined" :
	       h == HISTORY_INVITED ? "invited" :
	       h == HISTORY_WORLD ? "world" : "shared";
}

static char *make_scope(const struct facts *f, const struct audience *a)
{
	GString *out = g_string_new(area_word(a->area));
	const GArray *counts = f->given->counts;

	if (a->area == AREA_PUBLIC)
		return g_string_free(out, FALSE);
	g_string_append_printf(out, " %s %s%s%s%s",
			       scope_history(f->r->history),
			       a->open ? "o" : "",
			       guests_may_enter(f->r) ? "g" : "",
			       a->sure ? "" : "u", a->open || !a->sure ||
			       guests_may_enter(f->r) ? "" : "-");
	for (guint i = 0; f->servers && i < MIN(f->servers->len,
						SCOPE_SERVERS_MAX); i++)
		g_string_append_printf(out, " %s=%d",
			(const char *)f->servers->pdata[i],
			counts && i < counts->len ?
			g_array_index(counts, int, i) : 0);
	return g_string_free(out, FALSE);
}

/* A scope taken apart. */
struct scope {
	enum area area;
	guint history;
	const char *open;
	GStrv words;		/* all of them; servers from `first` */
	guint first;
};

static enum area area_from(const char *word)
{
	for (enum area a = AREA_INTERNAL; a <= AREA_PUBLIC; a++)
		if (g_strcmp0(word, area_word(a)) == 0)
			return a;
	return AREA_UNKNOWN;
}

static guint history_level(const char *word)
{
	for (guint i = 0; i < G_N_ELEMENTS(history_words); i++)
		if (strcmp(word, history_words[i]) == 0)
			return i;
	return 2;
}

static void scope_read(struct scope *s, const char *text)
{
	guint n;

	s->words = g_strsplit(text, " ", -1);
	n = g_strv_length(s->words);
	/* While nothing is known nobody has been told anything wider. */
	s->area = n ? MAX(area_from(s->words[0]), AREA_INTERNAL)
		    : AREA_INTERNAL;
	s->history = n > 1 ? history_level(s->words[1]) : 2;
	s->open = n > 2 ? s->words[2] : "u";
	s->first = MIN(n, 3);
}

/* The name before the "=" of a server is among those of a scope. */
static bool has_server(const struct scope *s, const char *server)
{
	size_t len = strcspn(server, "=") + 1;

	for (guint i = s->first; s->words[i]; i++)
		if (strncmp(s->words[i], server, len) == 0)
			return true;
	return false;
}

static bool opened(const struct scope *now, const struct scope *then,
		   char how)
{
	return strchr(now->open, how) && !strchr(then->open, how);
}

/* The people of servers that are new: how many, of how many servers; *name is
 * the last of them. */
static int new_people(const struct scope *now, const struct scope *then,
		      guint *servers, const char **name)
{
	int people = 0;

	*servers = 0;
	for (guint i = now->first; now->words[i]; i++) {
		const char *n = strchr(now->words[i], '=');

		if (has_server(then, now->words[i]))
			continue;
		*name = now->words[i];
		people += n ? (int)g_ascii_strtoll(n + 1, NULL, 10) : 0;
		++*servers;
	}
	return people;
}

static char *say_people(int people, guint servers, const char *name)
{
	g_autofree char *server = g_strndup(name, strcspn(name, "="));
	g_autofree char *where = servers == 1 ? g_strdup(server) :
		g_strdup_printf("%u other servers", servers);

	if (people == 0)
		return g_strdup_printf("People from %s can read this now",
				       where);
	return g_strdup_printf("%d %s from %s can read this now", people,
			       people == 1 ? "person" : "people", where);
}

static char *say_widened(const struct scope *now, const struct scope *then)
{
	const char *name = NULL;
	guint servers;
	int people = new_people(now, then, &servers, &name);
	bool unsure = strchr(then->open, 'u') != NULL;

	if (then->area == AREA_PUBLIC)
		return NULL;
	if (now->area == AREA_PUBLIC)
		return g_strdup("Anybody can read this now");
	if (unsure && now->area <= then->area)
		return NULL;
	if (servers > 0)
		return say_people(people, servers, name);
	if (opened(now, then, 'g'))
		return g_strdup("Guests may join and read this now");
	if (opened(now, then, 'o'))
		return g_strdup("People may join unasked and read this now");
	if (now->history > then->history)
		return g_strdup("People who join later can read this now");
	return now->area > then->area ?
	       g_strdup("People of wider spaces can read this now") : NULL;
}

char *audience_widened(const char *now, const char *then)
{
	struct scope a, b;
	char *words;

	if (!now || !then)
		return NULL;
	scope_read(&a, now);
	scope_read(&b, then);
	words = say_widened(&a, &b);
	g_strfreev(a.words);
	g_strfreev(b.words);
	return words;
}

bool audience_wider(const char *now, const char *then)
{
	g_autofree char *words = audience_widened(now, then);

	return words != NULL;
}

enum area audience_scope_area(const char *scope)
{
	g_autofree char *word = scope ? g_strndup(scope, strcspn(scope, " "))
				      : NULL;

	return area_from(word);
}

/* ---- all of it ------------------------------------------------------- */

void audience_measure(struct audience *a, const struct audience_facts *given)
{
	struct facts f = gather_facts(given);
	const struct room *r = given->room;

	memset(a, 0, sizeof *a);
	a->readers = r->joined;
	a->outsiders = MAX(r->outsiders, f.others);
	a->open = r->join == JOIN_PUBLIC || has_allowed(r);
	a->sure = r->members_known && given->servers &&
		  r->join != JOIN_UNKNOWN &&
		  !(has_allowed(r) && given->widest == AREA_UNKNOWN);
	a->area = area_by_facts(a, r, given->widest);
	a->declared = r->declared;
	a->contradicts = a->declared != AREA_UNKNOWN && a->area > a->declared;
	a->words = audience_words(&f, a);
	a->print = fingerprint(&f, a);
	a->scope = make_scope(&f, a);
}

void audience_init(struct audience *a, const struct room *r,
		   const GPtrArray *servers, const char *home,
		   enum area widest)
{
	struct audience_facts f = {
		.room = r, .servers = servers, .home = home, .widest = widest,
	};

	audience_measure(a, &f);
}

static gint compare_names(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The servers with one more; sorted, the names borrowed. */
static GPtrArray *servers_with(const struct audience_facts *f,
			       const char *server)
{
	GPtrArray *all = g_ptr_array_new();
	bool there = false;

	for (guint i = 0; f->servers && i < f->servers->len; i++) {
		g_ptr_array_add(all, f->servers->pdata[i]);
		there |= strcmp(f->servers->pdata[i], server) == 0;
	}
	if (!there)
		g_ptr_array_add(all, (char *)server);
	g_ptr_array_sort(all, compare_names);
	return all;
}

static GArray *counts_with(const struct audience_facts *f,
			   const GPtrArray *all, const char *server)
{
	GArray *counts = g_array_new(false, true, sizeof(int));

	for (guint i = 0, from = 0; i < all->len; i++) {
		bool same = strcmp(all->pdata[i], server) == 0;
		bool had = f->servers && from < f->servers->len &&
			   all->pdata[i] == f->servers->pdata[from];
		int n = had && f->counts && from < f->counts->len ?
			g_array_index(f->counts, int, from) : 0;

		from += had;
		n += same;
		g_array_append_val(counts, n);
	}
	return counts;
}

void audience_with(struct audience *a, const struct audience_facts *f,
		   const char *uid)
{
	const char *server = uid_server(uid);
	g_autoptr(GPtrArray) servers = servers_with(f, server);
	g_autoptr(GArray) counts = counts_with(f, servers, server);
	struct audience_facts next = *f;
	struct room r = *f->room;

	r.outsiders += g_strcmp0(server, f->home) != 0;
	r.joined++;
	next.room = &r;
	next.servers = servers;
	next.counts = counts;
	audience_measure(a, &next);
}

void audience_clear(struct audience *a)
{
	g_clear_pointer(&a->words, g_free);
	g_clear_pointer(&a->scope, g_free);
}
