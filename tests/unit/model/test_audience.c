#include "model/audience.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define HOME "council.org"

/* A room where everything is known and nobody can enter. */
static struct room closed(void)
{
	struct room r = {
		.join = JOIN_INVITE, .history = HISTORY_SHARED,
		.federated = true, .members_known = true, .joined = 14,
	};

	return r;
}

static GPtrArray *servers(const char *a, const char *b, const char *c)
{
	GPtrArray *array = g_ptr_array_new();
	const char *const all[] = { a, b, c };

	for (size_t i = 0; i < G_N_ELEMENTS(all) && all[i]; i++)
		g_ptr_array_add(array, (void *)all[i]);
	return array;
}

struct expected {
	enum area area;
	bool sure, open;
	const char *words;
};

static void assert_audience(const struct room *r, GPtrArray *take_servers,
			    enum area widest, struct expected e)
{
	struct audience a;

	audience_init(&a, r, take_servers, HOME, widest);
	assert_string_equal(a.words, e.words);
	assert_int_equal(a.area, e.area);
	assert_int_equal(a.sure, e.sure);
	assert_int_equal(a.open, e.open);
	audience_clear(&a);
	assert_null(a.words);
	if (take_servers)
		g_ptr_array_unref(take_servers);
}

static void our_people_alone_are_internal(void **state)
{
	struct room r = closed();

	(void)state;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, true, false,
			"14 readers, all council.org · not encrypted" });
	r.joined = 1;
	r.encrypted = true;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, true, false,
			"1 reader, all council.org · encrypted" });
}

static void one_from_elsewhere_makes_it_external(void **state)
{
	struct room r = closed();

	(void)state;
	r.outsiders = 2;
	assert_audience(&r, servers(HOME, "partner.org", NULL), AREA_UNKNOWN,
			(struct expected){ AREA_EXTERNAL, true, false,
			"14 readers, 2 from partner.org · not encrypted" });
	assert_audience(&r, servers("a.org", HOME, "b.org"), AREA_UNKNOWN,
			(struct expected){ AREA_EXTERNAL, true, false,
			"14 readers, 2 from 2 other servers · not encrypted" });
}

static void guests_make_it_external(void **state)
{
	struct room r = closed();

	(void)state;
	r.guests = true;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, true, false,
			"14 readers, all council.org · not encrypted" });
	r.join = JOIN_PUBLIC;
	r.federated = false;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_EXTERNAL, true, true,
			"14 readers, all council.org, anybody of council.org "
			"may join, guests may join · not encrypted" });
}

static void anybody_makes_it_public(void **state)
{
	struct room r = closed();

	(void)state;
	r.join = JOIN_PUBLIC;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_PUBLIC, true, true,
			"14 readers, all council.org, anybody may join"
			" · not encrypted" });
	r = closed();
	r.history = HISTORY_WORLD;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_PUBLIC, true, false,
			"14 readers, all council.org, anybody may read"
			" · not encrypted" });
}

static void public_on_one_server_is_internal(void **state)
{
	struct room r = closed();

	(void)state;
	r.join = JOIN_PUBLIC;
	r.federated = false;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, true, true,
			"14 readers, all council.org, anybody of council.org "
			"may join · not encrypted" });
}

static void knocking_does_not_open(void **state)
{
	struct room r = closed();

	(void)state;
	r.join = JOIN_KNOCK;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, true, false,
			"14 readers, all council.org · not encrypted" });
}

static void a_restricted_room_is_as_wide_as_its_spaces(void **state)
{
	struct room r = closed();

	(void)state;
	r.join = JOIN_RESTRICTED;
	r.allow = servers("!space:council.org", NULL, NULL);
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_EXTERNAL,
			(struct expected){ AREA_EXTERNAL, true, true,
			"14 readers, all council.org, people of its spaces "
			"may join · not encrypted" });
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_INTERNAL,
			(struct expected){ AREA_INTERNAL, true, true,
			"14 readers, all council.org, people of its spaces "
			"may join · not encrypted" });
	/* Spaces we know nothing of: not sure. */
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, false, true,
			"14 readers, all council.org, people of a space "
			"that is not known here may join · not encrypted" });
	g_ptr_array_unref(r.allow);
}

static void what_is_not_known_is_said(void **state)
{
	struct room r = closed();

	(void)state;
	r.members_known = false;
	assert_audience(&r, NULL, AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, false, false,
			"14 readers, not all known yet · not encrypted" });
	r.outsiders = 3;
	assert_audience(&r, servers(HOME, "partner.org", NULL), AREA_UNKNOWN,
			(struct expected){ AREA_EXTERNAL, false, false,
			"14 readers, at least 3 from partner.org"
			" · not encrypted" });
	assert_audience(&r, NULL, AREA_UNKNOWN,
			(struct expected){ AREA_EXTERNAL, false, false,
			"14 readers, at least 3 from elsewhere"
			" · not encrypted" });
	memset(&r, 0, sizeof r);
	assert_audience(&r, NULL, AREA_UNKNOWN,
			(struct expected){ AREA_UNKNOWN, false, false,
			"0 readers, not all known yet · not encrypted" });
}

static int64_t print_of(const struct room *r, GPtrArray *take_servers)
{
	struct audience a;
	int64_t print;

	audience_init(&a, r, take_servers, HOME, AREA_UNKNOWN);
	print = a.print;
	audience_clear(&a);
	g_ptr_array_unref(take_servers);
	return print;
}

static void the_fingerprint_tells_who_can_read(void **state)
{
	struct room r = closed();
	int64_t first = print_of(&r, servers(HOME, NULL, NULL));
	int64_t wider = print_of(&r, servers(HOME, "partner.org", NULL));

	(void)state;
	assert_true(first > 0);
	r.joined = 99;
	r.name = (char *)"renamed";
	assert_int_equal(print_of(&r, servers(HOME, NULL, NULL)), first);
	assert_int_not_equal(wider, first);
	assert_int_not_equal(print_of(&r, servers(HOME, "evil.org", NULL)),
			     wider);
	assert_int_not_equal(print_of(&r, servers("ab", "c", NULL)),
			     print_of(&r, servers("a", "bc", NULL)));
	r.join = JOIN_PUBLIC;
	assert_int_not_equal(print_of(&r, servers(HOME, NULL, NULL)), first);
}

/* ---- scopes ---------------------------------------------------------- */

struct widening {
	const char *then, *now, *words;	/* words NULL: not wider */
};

static const struct widening widenings[] = {
	{ "internal shared - a.org=3", "internal shared - a.org=9", NULL },
	{ "internal shared - a.org=3", "external shared - a.org=3 b.org=1",
	  "1 person from b.org can read this now" },
	{ "external shared - a.org=3 b.org=1",
	  "external shared - a.org=3 b.org=7", NULL },
	{ "external shared - a.org=3 b.org=1",
	  "external shared - a.org=3 b.org=1 c.org=2 d.org=3",
	  "5 people from 2 other servers can read this now" },
	{ "external shared - a.org=3 b.org=1", "internal shared - a.org=3",
	  NULL },
	{ "internal shared - a.org=3", "public", "Anybody can read this now" },
	{ "external shared - a.org=3", "public", "Anybody can read this now" },
	{ "public", "external shared - a.org=3 b.org=1", NULL },
	{ "public", "public", NULL },
	{ "internal shared - a.org=3", "external shared og a.org=3",
	  "Guests may join and read this now" },
	{ "internal shared - a.org=3", "internal shared o a.org=3",
	  "People may join unasked and read this now" },
	{ "internal shared o a.org=3", "internal shared - a.org=3", NULL },
	{ "internal joined - a.org=3", "internal shared - a.org=3",
	  "People who join later can read this now" },
	{ "internal shared - a.org=3", "internal joined - a.org=3", NULL },
	{ "internal shared u a.org=3", "internal shared - a.org=3 b.org=1",
	  NULL },
	{ "internal shared u a.org=3", "external shared - a.org=3 b.org=1",
	  "1 person from b.org can read this now" },
	{ "unknown shared u", "internal shared - a.org=3", NULL },
	{ "internal shared - ab.org=3", "external shared - ab.org=3 b.org=0",
	  "People from b.org can read this now" },
	{ "internal shared o a.org=3", "external shared o a.org=3",
	  "People of wider spaces can read this now" },
	{ NULL, "public", NULL }, { "internal", NULL, NULL },
};

static void widening_is_told_from_narrowing(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(widenings); i++) {
		const struct widening *w = &widenings[i];
		g_autofree char *words = audience_widened(w->now, w->then);

		if (g_strcmp0(words, w->words) != 0)
			fail_msg("%s -> %s: %s", w->then, w->now,
				 words ? words : "not wider");
		assert_int_equal(audience_wider(w->now, w->then),
				 w->words != NULL);
	}
}

/* Any room there can be, by a number. */
static struct room room_number(unsigned n)
{
	struct room r = closed();

	r.join = (enum join_rule[]){ JOIN_INVITE, JOIN_PUBLIC,
				     JOIN_RESTRICTED }[n % 3];
	r.history = (enum history[]){ HISTORY_JOINED, HISTORY_INVITED,
				      HISTORY_SHARED, HISTORY_WORLD
				    }[n / 3 % 4];
	r.guests = n / 12 % 2;
	r.federated = n / 24 % 2;
	return r;
}

enum { ROOMS = 48, SCOPES = ROOMS * 4 };

static char *scope_number(unsigned n)
{
	static const char *const sets[][3] = {
		{ HOME, NULL }, { HOME, "partner.org", NULL },
		{ "a.org", HOME, NULL }, { "a.org", HOME, "partner.org" },
	};
	const char *const *set = sets[n / ROOMS];
	g_autoptr(GPtrArray) names = servers(set[0], set[1],
					     set[1] ? set[2] : NULL);
	struct room r = room_number(n % ROOMS);
	g_autoptr(GPtrArray) allow = servers("!s:x", NULL, NULL);
	struct audience a;
	char *scope;

	r.allow = allow;
	r.outsiders = (int)names->len - 1;
	audience_init(&a, &r, names, HOME, AREA_INTERNAL);
	scope = g_strdup(a.scope);
	audience_clear(&a);
	return scope;
}

static void wider_is_an_order(void **state)
{
	char *all[SCOPES];
	static bool wider[SCOPES][SCOPES];

	(void)state;
	for (unsigned i = 0; i < SCOPES; i++)
		all[i] = scope_number(i);
	for (unsigned i = 0; i < SCOPES; i++)
		for (unsigned k = 0; k < SCOPES; k++)
			wider[i][k] = audience_wider(all[i], all[k]);
	for (unsigned i = 0; i < SCOPES; i++) {
		assert_false(wider[i][i]);
		for (unsigned k = 0; k < SCOPES; k++) {
			/* what is not wider either way is the same */
			if (!wider[i][k] && !wider[k][i])
				assert_string_equal(all[i], all[k]);
			for (unsigned m = 0; m < SCOPES; m++)
				if (!wider[i][k] && !wider[k][m])
					assert_false(wider[i][m]);
			/* a wider area is wider */
			if (audience_scope_area(all[i]) >
			    audience_scope_area(all[k]))
				assert_true(wider[i][k]);
		}
	}
	for (unsigned i = 0; i < SCOPES; i++)
		g_free(all[i]);
}

static void somebody_more_widens(void **state)
{
	struct room r = closed();
	g_autoptr(GPtrArray) names = servers(HOME, NULL, NULL);
	struct audience_facts f = { .room = &r, .servers = names,
				    .home = HOME };
	struct audience now, with;

	(void)state;
	audience_measure(&now, &f);
	audience_with(&with, &f, "@pat:partner.org");
	assert_int_equal(now.area, AREA_INTERNAL);
	assert_int_equal(with.area, AREA_EXTERNAL);
	assert_string_equal(with.words,
			    "15 readers, 1 from partner.org · not encrypted");
	assert_true(audience_wider(with.scope, now.scope));
	assert_false(audience_wider(now.scope, with.scope));
	audience_clear(&with);
	audience_with(&with, &f, "@ben:" HOME);
	assert_int_equal(with.area, AREA_INTERNAL);
	assert_false(audience_wider(with.scope, now.scope));
	audience_clear(&with);
	audience_clear(&now);
}

static void a_declaration_that_facts_contradict_is_said(void **state)
{
	struct room r = closed();

	(void)state;
	r.declared = AREA_INTERNAL;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_INTERNAL, true, false,
			"14 readers, all council.org · not encrypted" });
	r.outsiders = 2;
	assert_audience(&r, servers(HOME, "partner.org", NULL), AREA_UNKNOWN,
			(struct expected){ AREA_EXTERNAL, true, false,
			"declared internal, 2 members from partner.org · "
			"14 readers, 2 from partner.org · not encrypted" });
	r.declared = AREA_EXTERNAL;
	r.history = HISTORY_WORLD;
	assert_audience(&r, servers(HOME, "partner.org", NULL), AREA_UNKNOWN,
			(struct expected){ AREA_PUBLIC, true, false,
			"declared external, anybody may read · 14 readers, "
			"2 from partner.org, anybody may read"
			" · not encrypted" });
	r.declared = AREA_PUBLIC;
	assert_audience(&r, servers(HOME, NULL, NULL), AREA_UNKNOWN,
			(struct expected){ AREA_PUBLIC, true, false,
			"14 readers, 2 from elsewhere, anybody may read"
			" · not encrypted" });
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(our_people_alone_are_internal),
		cmocka_unit_test(one_from_elsewhere_makes_it_external),
		cmocka_unit_test(guests_make_it_external),
		cmocka_unit_test(anybody_makes_it_public),
		cmocka_unit_test(public_on_one_server_is_internal),
		cmocka_unit_test(knocking_does_not_open),
		cmocka_unit_test(a_restricted_room_is_as_wide_as_its_spaces),
		cmocka_unit_test(what_is_not_known_is_said),
		cmocka_unit_test(the_fingerprint_tells_who_can_read),
		cmocka_unit_test(widening_is_told_from_narrowing),
		cmocka_unit_test(wider_is_an_order),
		cmocka_unit_test(somebody_more_widens),
		cmocka_unit_test(a_declaration_that_facts_contradict_is_said),
	};

	return cmocka_run_group_tests_name("model/audience", tests, NULL, NULL);
}
