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
			"14 readers, all council.org, people of its spaces "
			"may join · not encrypted" });
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
	};

	return cmocka_run_group_tests_name("model/audience", tests, NULL, NULL);
}
