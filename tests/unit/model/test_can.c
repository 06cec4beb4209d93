#include "model/can.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct room housing(void)
{
	return (struct room){
		.rid = (char *)"!h:council.org", .name = (char *)"Housing",
		.mine = MEMBER_JOIN, .power_state = 50, .power_redact = 50,
		.power_kick = 50, .power_ban = 60, .power_notify = 50,
	};
}

static void assert_refused(const struct room *room, enum can_act act,
			   const char *sentence)
{
	char *why = NULL;

	assert_false(can_do(room, act, &why));
	assert_string_equal(why, sentence);
	g_free(why);
	assert_false(can_do(room, act, NULL));
}

static void power_decides(void **state)
{
	struct room room = housing();

	(void)state;
	assert_true(can_do(&room, ACT_WRITE, NULL));
	assert_true(can_do(&room, ACT_INVITE, NULL));
	assert_refused(&room, ACT_SETTINGS, "Only moderators may change the "
		       "settings of Housing; you are a member.");
	assert_refused(&room, ACT_BAN, "Only owners may ban people from "
		       "Housing; you are a member.");
	room.power = 50;
	assert_true(can_do(&room, ACT_SETTINGS, NULL));
	assert_refused(&room, ACT_BAN, "Only owners may ban people from "
		       "Housing; you are a moderator.");
	room.power = -1;
	assert_refused(&room, ACT_WRITE, "Only members may write in Housing; "
		       "you are a guest.");
	room.power = G_MAXINT;
	for (enum can_act act = ACT_READ; act < ACT_ACCEPT; act++)
		assert_true(can_do(&room, act, NULL));
}

static void membership_decides(void **state)
{
	struct room room = housing();

	(void)state;
	room.mine = MEMBER_INVITE;
	assert_true(can_do(&room, ACT_ACCEPT, NULL));
	assert_true(can_do(&room, ACT_LEAVE, NULL));
	assert_refused(&room, ACT_WRITE, "You are invited to Housing, not in "
		       "it yet: accept first.");
	room.mine = MEMBER_LEAVE;
	assert_refused(&room, ACT_WRITE, "You are not in Housing any more.");
	assert_refused(&room, ACT_ACCEPT, "There is no invitation to Housing "
		       "any more.");
	room.mine = MEMBER_BAN;
	assert_refused(&room, ACT_ACCEPT, "You were banned from Housing.");
	room.mine = MEMBER_KNOCK;
	assert_true(can_do(&room, ACT_LEAVE, NULL));
	assert_false(can_do(&room, ACT_WRITE, NULL));
	room.mine = MEMBER_JOIN;
	assert_refused(&room, ACT_ACCEPT, "You are in Housing already.");
	room.mine = MEMBER_NONE;
	assert_true(can_do(&room, ACT_ACCEPT, NULL));
	assert_true(can_do(NULL, ACT_BAN, NULL));
	assert_true(can_do(&room, ACTS, NULL));
}

static void closed_and_locked_rooms(void **state)
{
	struct room room = housing();

	(void)state;
	room.encrypted = true;
	assert_refused(&room, ACT_TASK, "Housing is encrypted, which folkmoot "
		       "cannot do; write there with another client.");
	assert_true(can_do(&room, ACT_INVITE, NULL));
	room.encrypted = false;
	room.replaced_by = (char *)"!n:council.org";
	assert_refused(&room, ACT_WRITE, "Housing is closed and goes on in "
		       "another room: join !n:council.org.");
}

static void roles_have_powers(void **state)
{
	int power = 7;

	(void)state;
	assert_true(can_role_power("owner", &power));
	assert_int_equal(power, 100);
	assert_true(can_role_power("guest", &power));
	assert_string_equal(can_role_word(power), "guest");
	assert_false(can_role_power("king", &power));
	assert_false(can_role_power(NULL, &power));
	assert_string_equal(can_role_word(99), "moderator");
	assert_string_equal(can_role_word(0), "member");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(power_decides),
		cmocka_unit_test(membership_decides),
		cmocka_unit_test(closed_and_locked_rooms),
		cmocka_unit_test(roles_have_powers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
