#include "model/guest.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_state(void **state)
{
	struct guest g = { .until = 100 };

	(void)state;
	assert_string_equal(guest_state(&g, 90), "guest");
	assert_string_equal(guest_state(&g, 96), "guest");
	assert_string_equal(guest_state(&g, 97), "soon");
	assert_string_equal(guest_state(&g, 100), "soon");
	assert_string_equal(guest_state(&g, 101), "expired");
	g.until = GUEST_NO_DAY;
	assert_string_equal(guest_state(&g, 101), "guest");
}

static void test_pack(void **state)
{
	struct guest g = { 0 };
	g_autofree char *text = guest_pack(20788, "adviser on heat");
	g_autofree char *bare = guest_pack(GUEST_NO_DAY, NULL);

	(void)state;
	guest_unpack(&g, text);
	assert_int_equal(g.until, 20788);
	assert_string_equal(g.role, "adviser on heat");
	guest_unpack(&g, bare);
	assert_int_equal(g.until, GUEST_NO_DAY);
	assert_null(g.role);
	guest_unpack(&g, NULL);
	assert_int_equal(g.until, GUEST_NO_DAY);
	guest_free(NULL);
	passage_free(NULL);
}

static void test_passages(void **state)
{
	static const struct {
		enum membership was, now;
		bool self;
		const char *word;
	} rows[] = {
		{ MEMBER_NONE, MEMBER_INVITE, false, "invited" },
		{ MEMBER_INVITE, MEMBER_JOIN, true, "joined" },
		{ MEMBER_NONE, MEMBER_JOIN, true, "joined" },
		{ MEMBER_JOIN, MEMBER_JOIN, true, "" },
		{ MEMBER_JOIN, MEMBER_LEAVE, true, "left" },
		{ MEMBER_JOIN, MEMBER_LEAVE, false, "removed" },
		{ MEMBER_JOIN, MEMBER_BAN, false, "removed" },
		{ MEMBER_INVITE, MEMBER_LEAVE, true, "declined" },
		{ MEMBER_INVITE, MEMBER_LEAVE, false, "removed" },
		{ MEMBER_BAN, MEMBER_LEAVE, false, "" },
		{ MEMBER_LEAVE, MEMBER_BAN, false, "" },
		{ MEMBER_KNOCK, MEMBER_LEAVE, true, "" },
		{ MEMBER_NONE, MEMBER_KNOCK, true, "" },
		{ MEMBER_LEAVE, MEMBER_NONE, true, "" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		assert_string_equal(passage_word(passage_of(
			rows[i].was, rows[i].now, rows[i].self)),
			rows[i].word);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_state), cmocka_unit_test(test_pack),
		cmocka_unit_test(test_passages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
