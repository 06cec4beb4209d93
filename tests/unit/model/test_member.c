#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void role_comes_from_power(void **state)
{
	static const struct {
		int power;
		bool creator;
		const char *role;
	} rows[] = {
		{ 0, false, "member" }, { 49, false, "member" },
		{ 50, false, "moderator" }, { 99, false, "moderator" },
		{ 100, false, "owner" }, { 0, true, "owner" },
		{ -1, false, "guest" }, { INT32_MIN, true, "owner" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct member m = { .power = rows[i].power,
					  .creator = rows[i].creator };

		assert_string_equal(member_role(&m), rows[i].role);
	}
}

static void membership_goes_both_ways(void **state)
{
	(void)state;
	for (enum membership m = MEMBER_NONE; m <= MEMBER_KNOCK; m++)
		assert_int_equal(membership_from(membership_word(m)), m);
	assert_string_equal(membership_word(MEMBER_JOIN), "join");
	assert_int_equal(membership_from("Join"), MEMBER_NONE);
	assert_int_equal(membership_from(NULL), MEMBER_NONE);
}

static void finds_the_server_of_an_id(void **state)
{
	(void)state;
	assert_string_equal(uid_server("@ben:council.org"), "council.org");
	assert_string_equal(uid_server("@ben:council.org:8448"),
			    "council.org:8448");
	assert_string_equal(uid_server("@a:[::1]:80"), "[::1]:80");
	assert_string_equal(uid_server("@ben"), "");
	assert_string_equal(uid_server(""), "");
	assert_string_equal(uid_server(NULL), "");
}

static void frees_all_of_a_member(void **state)
{
	struct member *m = g_new0(struct member, 1);

	(void)state;
	m->uid = g_strdup("@ben:council.org");
	m->server = (char *)uid_server(m->uid);
	m->name = g_strdup("Ben");
	member_free(m);
	member_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(role_comes_from_power),
		cmocka_unit_test(membership_goes_both_ways),
		cmocka_unit_test(finds_the_server_of_an_id),
		cmocka_unit_test(frees_all_of_a_member),
	};

	return cmocka_run_group_tests_name("model/member", tests, NULL, NULL);
}
