#include "unit/command/desk.h"

/* Ann has this power, the others none; most acts need 50. */
static void give_power(struct desk *d, int level)
{
	struct change *c = fx_new(d->fx, CHANGE_POWERS, "!a");
	struct power mine = { g_strdup(ANN), level, false };

	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	g_array_append_val(c->powers, mine);
	c->power_state = c->power_kick = c->power_ban = 50;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	d->ctx.reader = d->fx->reader;
}

static struct message *found(enum join_rule join, enum room_kind kind)
{
	struct message *m = message_new(EV_LOOKUP);
	struct finding *f = finding_new();

	f->rid = g_strdup("!x:example.org");
	f->name = g_strdup("Elsewhere");
	f->join = join;
	f->kind = kind;
	m->found = findings_new();
	g_ptr_array_add(m->found, f);
	return m;
}

static void links_are_followed(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "join 'https://matrix.to/#/!x:example.org"
			       "?via=a.org'"));
	assert_int_equal(desk_op(d)->kind, OP_JOIN);
	assert_string_equal(desk_op(d)->rid, "!x:example.org");
	assert_string_equal(desk_op(d)->via->pdata[0], "a.org");
}

static void closed_doors_are_knocked_at(void **state)
{
	struct desk *d = *state;

	d->reply = found(JOIN_KNOCK, ROOM_PLAIN);
	assert_true(desk_shell(d, "join '#x:example.org' --reason 'let me'"));
	assert_int_equal(desk_op(d)->kind, OP_KNOCK);
	assert_string_equal(desk_op(d)->reason, "let me");
	assert_non_null(strstr(d->said->str, "Asked to be let into"));
}

static void people_are_removed_by_name(void **state)
{
	struct desk *d = *state;

	give_power(d, 100);
	assert_true(desk_shell(d, "remove general chloe --reason noise"));
	assert_int_equal(desk_op(d)->kind, OP_MEMBER);
	assert_string_equal(desk_op(d)->key, CHLOE);
	assert_string_equal(desk_op(d)->body, "remove");
	assert_string_equal(desk_op(d)->reason, "noise");
	assert_true(desk_shell(d, "ban general chloe"));
	assert_string_equal(desk_op(d)->body, "ban");
	assert_true(desk_shell(d, "role general chloe moderator"));
	assert_int_equal(desk_op(d)->kind, OP_ROLE);
	assert_string_equal(desk_op(d)->body, "50");
	assert_false(desk_shell(d, "role general chloe king"));
	desk_failed(d, FM_ERROR_USAGE, "expected one of owner, moderator");
}

static void power_is_needed(void **state)
{
	struct desk *d = *state;

	give_power(d, 0);
	assert_false(desk_shell(d, "remove general chloe"));
	desk_failed(d, FM_ERROR_REFUSED, "Only moderators may remove people "
		    "from general; you are a member.");
	assert_false(desk_shell(d, "role general chloe member"));
	assert_int_equal(d->ops->len, 0);
}

static void the_last_owner_stays(void **state)
{
	struct desk *d = *state;

	give_power(d, 100);
	assert_false(desk_shell(d, "role general @ann:council.org member"));
	desk_failed(d, FM_ERROR_REFUSED, "the last owner");
	assert_true(desk_shell(d, "role general @ann:council.org member "
			       "--force"));
}

static void forgetting(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "forget general"));
	desk_failed(d, FM_ERROR_REFUSED, "leave it first");
	assert_true(desk_shell(d, "forget '!gone:council.org'"));
	assert_int_equal(desk_op(d)->kind, OP_FORGET);
	assert_false(desk_shell(d, "decline general"));
	assert_false(desk_shell(d, "accept general"));
	desk_failed(d, FM_ERROR_REFUSED, "already");
}

static void settings_are_shown_and_changed(void **state)
{
	struct desk *d = *state;

	give_power(d, 100);
	assert_true(desk_shell(d, "settings general"));
	desk_expect(d, 0, "role", "owner");
	assert_int_equal(d->ops->len, 0);
	assert_true(desk_shell(d, "settings general --topic 'Warm rooms'"));
	assert_int_equal(desk_op(d)->kind, OP_SETTING);
	assert_string_equal(desk_op(d)->key, "topic");
	assert_string_equal(desk_op(d)->body, "Warm rooms");
	assert_true(desk_shell(d, "settings general --alias warm"));
	assert_string_equal(desk_op(d)->body, "#warm:council.org");
	assert_false(desk_shell(d, "settings general --join everybody"));
	desk_failed(d, FM_ERROR_USAGE, "--join takes invite, knock");
}

static void wider_is_asked_for(void **state)
{
	struct desk *d = *state;

	give_power(d, 100);
	assert_false(desk_shell(d, "settings general --name X "
				"--history world"));
	desk_failed(d, FM_ERROR_REFUSED, "anybody could read all of it");
	assert_int_equal(d->ops->len, 0);
	assert_true(desk_shell(d, "settings general --history world "
			       "--wider"));
	assert_string_equal(desk_op(d)->body, "world_readable");
	assert_true(desk_shell(d, "settings general --history joined"));
	give_power(d, 0);
	assert_false(desk_shell(d, "settings general --name X"));
	desk_failed(d, FM_ERROR_REFUSED, "Only moderators");
}

static void what_servers_say_is_listed(void **state)
{
	struct desk *d = *state;

	d->reply = found(JOIN_KNOCK, ROOM_SPACE);
	assert_true(desk_shell(d, "look '#x:example.org'"));
	desk_expect(d, 0, "name", "Elsewhere");
	desk_expect(d, 0, "kind", "space");
	desk_expect(d, 0, "area", "null");
	desk_expect(d, 0, "readers", "its members; others may ask to be let "
		    "in");
	d->reply = found(JOIN_PUBLIC, ROOM_PLAIN);
	assert_true(desk_shell(d, "directory fair --server example.org"));
	desk_expect(d, 0, "area", "public");
	assert_string_equal(((struct message *)d->asked->pdata[0])->c,
			    "example.org");
	d->silent = true;
	assert_false(desk_shell(d, "tree '!x:example.org'"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(links_are_followed),
		DESK_TEST(closed_doors_are_knocked_at),
		DESK_TEST(people_are_removed_by_name),
		DESK_TEST(power_is_needed),
		DESK_TEST(the_last_owner_stays),
		DESK_TEST(forgetting),
		DESK_TEST(settings_are_shown_and_changed),
		DESK_TEST(wider_is_asked_for),
		DESK_TEST(what_servers_say_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
