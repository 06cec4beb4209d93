#include "unit/command/desk.h"
#include "base/world.h"
#include "model/guest.h"

static void give_power(struct desk *d, const char *rid, int need)
{
	struct change *c = fx_new(d->fx, CHANGE_POWERS, rid);

	c->power_state = c->power_guest = c->power_kick = need;
	c->power_invite = need;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void make_guest(struct desk *d, const char *rid, int64_t until)
{
	struct change *c = fx_new(d->fx, CHANGE_GUEST, rid);

	c->user = g_strdup(PAT);
	c->target = g_strdup(ANN);
	c->eid = g_strdup("$g");
	c->n = until;
	c->reason = g_strdup("adviser");
	c->seen = true;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void adding(void **state)
{
	struct desk *d = *state;

	give_power(d, "!a", 50);
	assert_false(desk_shell(d, "guest add general " PAT " --until +4w"));
	desk_failed(d, FM_ERROR_REFUSED, "look after guests");
	give_power(d, "!a", 0);
	assert_true(desk_shell(d, "guest add general " PAT " --until "
			       "2026-12-01 --role adviser"));
	assert_int_equal(desk_op(d)->kind, OP_GUEST);
	assert_string_equal(desk_op(d)->key, PAT);
	assert_string_equal(desk_op(d)->body, "20788 adviser");
	assert_false(desk_shell(d, "guest add general " PAT));
	desk_failed(d, FM_ERROR_USAGE, "Until when");
	assert_false(desk_shell(d, "guest add general " PAT
				" --until 2026-11-01"));
	desk_failed(d, FM_ERROR_USAGE, "over already");
	assert_false(desk_shell(d, "guest extend general " PAT
				" --until +1w"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "no guest");
}

static void listing(void **state)
{
	struct desk *d = *state;

	make_guest(d, "!a", civil_day(2026, 11, 20));
	give_power(d, "!a", 50);
	assert_true(desk_shell(d, "guests"));
	desk_expect(d, 0, "id", PAT);
	desk_expect(d, 0, "state", "expired");
	desk_expect(d, 0, "until", "2026-11-20");
	assert_true(desk_shell(d, "guests --due"));
	assert_int_equal(d->records->len, 0);
	give_power(d, "!a", 0);
	assert_true(desk_shell(d, "guest list general --due"));
	assert_int_equal(d->records->len, 1);
	assert_true(desk_shell(d, "guest extend general " PAT
			       " --until 2026-12-01"));
	assert_string_equal(desk_op(d)->body, "20788 adviser");
}

/* Out of a space is out of its rooms, those first. */
static void removing(void **state)
{
	struct desk *d = *state;
	const struct op *op;

	make_guest(d, "!a", 20000);
	give_power(d, "!a", 0);
	give_power(d, "!s", 0);
	assert_true(desk_shell(d, "guest remove 'Flood defence' " PAT));
	assert_int_equal(d->ops->len, 2);
	op = d->ops->pdata[0];
	assert_string_equal(op->rid, "!a:council.org");
	assert_null(op->body);
	op = d->ops->pdata[1];
	assert_string_equal(op->rid, "!s:council.org");
	give_power(d, "!a", 50);
	assert_false(desk_shell(d, "guest remove general " PAT));
	desk_failed(d, FM_ERROR_REFUSED, "remove people from");
}

static void auditing(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new(d->fx, CHANGE_PASSAGE, "!a");

	c->user = g_strdup(PAT);
	c->target = g_strdup(BEN);
	c->eid = g_strdup("$p");
	c->n = PASSAGE_INVITED;
	c->ts = FX_NOW;
	fx_apply(d->fx, c);
	fx_timeline(d->fx, "!a", "token", 1);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "audit"));
	assert_int_equal(d->asked->len, 0);
	desk_expect(d, 0, "who", PAT);
	desk_expect(d, 0, "what", "invited");
	desk_expect(d, 0, "by", BEN);
	desk_expect(d, 0, "server", "partner.org");
	d->silent = true;
	assert_true(desk_shell(d, "audit 'Flood defence' --since 2026-11-01"));
	assert_int_equal(d->records->len, 1);
	assert_non_null(strstr(d->notes->str, "may not be whole"));
	assert_true(desk_shell(d, "audit --since 2026-11-29"));
	assert_int_equal(d->records->len, 0);
	assert_false(desk_shell(d, "audit --since whenever"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(adding), DESK_TEST(listing), DESK_TEST(removing),
		DESK_TEST(auditing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
