#include "unit/command/desk.h"
#include "base/world.h"
#include "model/charter.h"

static const char whole[] =
	"v 1\nfields 255\nissue Cold homes\nowner " ANN "\nrules Be kind\n"
	"review 20788\narea 1\naccept 1\n"
	"outcome a\x1fHomes insulated\x1f\x1fhomes\x1f""80000\x1f""40000\x1f"
	"0\noutcome b\x1fSigned\x1f\x1f\x1f-9223372036854775808"
	"\x1f-9223372036854775808\x1f""1\n";

static void write_charter(struct desk *d, const char *eid, const char *text,
			  int64_t ts)
{
	struct change *c = fx_new(d->fx, CHANGE_CHARTER, "!s");

	c->eid = g_strdup(eid);
	c->user = g_strdup(ANN);
	c->n = 1;
	c->ts = ts;
	c->charter = charter_unpack(text);
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void give_power(struct desk *d, int state)
{
	struct change *c = fx_new(d->fx, CHANGE_POWERS, "!s");

	c->power_state = c->power_charter = c->power_guest = state;
	c->power_kick = state;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static struct charter *sent(struct desk *d)
{
	const struct op *op = desk_op(d);
	struct charter *c;

	assert_int_equal(op->kind, OP_CHARTER);
	c = charter_unpack(op->body);
	assert_non_null(c);
	return c;
}

static void showing(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "charter 'Flood defence'"));
	assert_int_equal(d->records->len, 0);
	assert_non_null(strstr(d->said->str, "has no charter"));
	write_charter(d, "$1", whole, 1000);
	assert_true(desk_shell(d, "charter 'Flood defence'"));
	desk_expect(d, 0, "text", "Issue: Cold homes");
	desk_expect(d, 2, "text", "· 1. Homes insulated: ▓▓▓▓░░░░ 40 of 80 "
		    "homes");
	desk_expect(d, 3, "text", "✓ 2. Signed: ▓▓▓▓▓▓▓▓ reached");
	desk_expect(d, 4, "text", "Rules: Be kind");
	d->ctx.json = true;
	assert_true(desk_shell(d, "charter 'Flood defence'"));
	assert_int_equal(d->records->len, 1);
	desk_expect(d, 0, "issue", "Cold homes");
	desk_expect(d, 0, "outcomes", "record");
	desk_expect(d, 0, "outcomes_done", "1");
	desk_expect(d, 0, "review", "2026-12-01");
	desk_expect(d, 0, "review_due", "false");
	desk_expect(d, 0, "declared", "internal");
	desk_expect(d, 0, "must_accept", "true");
	assert_true(desk_shell(d, "spaces --no-charter"));
	assert_int_equal(d->records->len, 0);
	assert_true(desk_shell(d, "spaces --review-due 3"));
	assert_int_equal(d->records->len, 0);
	assert_true(desk_shell(d, "spaces --review-due 4"));
	desk_expect(d, 0, "charter", "true");
	desk_expect(d, 0, "outcomes_all", "2");
	assert_false(desk_shell(d, "spaces --review-due soon"));
}

static void newer(void **state)
{
	struct desk *d = *state;

	write_charter(d, "$1", "v 2\n", 1000);
	give_power(d, 0);
	assert_true(desk_shell(d, "charter 'Flood defence'"));
	assert_non_null(strstr(record_get(desk_record(d, 0), "text"),
			       "newer version"));
	assert_false(desk_shell(d, "charter edit 'Flood defence' --issue x"));
	desk_failed(d, FM_ERROR_REFUSED, "newer folkmoot");
	assert_int_equal(d->ops->len, 0);
}

static void editing(void **state)
{
	struct desk *d = *state;
	struct charter *c;

	assert_false(desk_shell(d, "charter edit 'Flood defence' --issue x"));
	desk_failed(d, FM_ERROR_REFUSED, "takes a power of 50");
	give_power(d, 0);
	assert_true(desk_shell(d, "charter edit 'Flood defence' --issue Cold "
			       "--owner none --review 2026-12-01 --area "
			       "external --accept no --outcome 'Homes = 40 / 80 "
			       "homes; certificates' --outcome 'Trust = ? / "
			       "4.5' --outcome Signed"));
	c = sent(d);
	assert_int_equal(c->fields, CHARTER_ALL & ~(CHARTER_RULES |
						    CHARTER_CONTACT));
	assert_string_equal(c->issue, "Cold");
	assert_null(c->owner);
	assert_int_equal(c->review, civil_day(2026, 12, 1));
	assert_int_equal(c->outcomes->len, 3);
	assert_string_equal(((struct outcome *)c->outcomes->pdata[0])->measure,
			    "certificates");
	assert_int_equal(((struct outcome *)c->outcomes->pdata[1])->target,
			 4500);
	charter_free(c);
	assert_false(desk_shell(d, "charter edit 'Flood defence'"));
	desk_failed(d, FM_ERROR_USAGE, "Say what changes");
	assert_false(desk_shell(d, "charter edit 'Flood defence' --area x"));
	assert_false(desk_shell(d, "charter edit 'Flood defence' --review x"));
	assert_false(desk_shell(d, "charter edit 'Flood defence' --accept x"));
	assert_false(desk_shell(d, "charter edit 'Flood defence' --outcome "
				"'Homes = many'"));
	desk_failed(d, FM_ERROR_USAGE, "no figures");
}

/* Other words for an outcome are the same outcome, as is another place. */
static void outcomes_keep_their_ids(void **state)
{
	struct desk *d = *state;
	struct charter *c;

	write_charter(d, "$1", whole, 1000);
	give_power(d, 0);
	assert_true(desk_shell(d, "charter edit 'Flood defence' --outcome "
			       "'Contract signed' --outcome 'Homes insulated' "
			       "--outcome 'More'"));
	c = sent(d);
	assert_int_equal(charter_outcome(c, "a")->figure, 40000);
	assert_string_equal(charter_outcome(c, "a")->text, "Homes insulated");
	charter_free(c);
	assert_true(desk_shell(d, "charter outcome 'Flood defence' 1 55"));
	c = sent(d);
	assert_int_equal(c->fields, CHARTER_FIGURES);
	assert_int_equal(charter_outcome(c, "a")->figure, 55000);
	charter_free(c);
	assert_true(desk_shell(d, "charter outcome 'Flood defence' 1 done"));
	c = sent(d);
	assert_true(charter_outcome(c, "a")->done);
	assert_int_equal(charter_outcome(c, "a")->figure, 40000);
	charter_free(c);
	assert_false(desk_shell(d, "charter outcome 'Flood defence' 9 1"));
	assert_false(desk_shell(d, "charter outcome 'Flood defence' 1 lots"));
}

static void log_and_acceptance(void **state)
{
	struct desk *d = *state;

	write_charter(d, "$1", "v 1\nissue Cold\n", 1000);
	write_charter(d, "$2", "v 1\nissue Cold homes\nrules Be kind\n"
		      "accept 1\n", 2000);
	assert_true(desk_shell(d, "charter log 'Flood defence'"));
	assert_int_equal(d->records->len, 4);
	desk_expect(d, 1, "what", "issue: Cold → Cold homes");
	desk_expect(d, 1, "user", ANN);
	assert_true(desk_shell(d, "charter accept 'Flood defence'"));
	assert_int_equal(desk_op(d)->kind, OP_ACCEPT);
	assert_string_equal(desk_op(d)->target, "$2");
	assert_int_equal(strlen(desk_op(d)->body), 64);
	assert_false(desk_shell(d, "charter accept general"));
	desk_failed(d, FM_ERROR_NOT_FOUND, "no charter");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(showing), DESK_TEST(newer), DESK_TEST(editing),
		DESK_TEST(outcomes_keep_their_ids),
		DESK_TEST(log_and_acceptance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
