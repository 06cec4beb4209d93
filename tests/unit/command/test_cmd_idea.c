#include "unit/command/kinds.h"

static void adding_and_from(void **state)
{
	struct desk *d = *state;

	assert_true(desk_shell(d, "idea add general 'Solar pumps'"));
	assert_int_equal(desk_op(d)->thing->kind, KIND_IDEA);
	desk_expect(d, 0, "status", "new");
	desk_select(d, "!a", NULL, NULL);
	if (!desk_slash(d, "idea paint it green"))
		fail_msg("%s", d->err->message);
	assert_string_equal(desk_op(d)->thing->title, "paint it green");
}

static void one_vote_a_person(void **state)
{
	struct desk *d = *state;

	kinds_add(d, KIND_IDEA, "$i", BEN, "Solar pumps");
	assert_true(desk_shell(d, "idea vote '$i' up"));
	assert_int_equal(desk_op(d)->kind, OP_REACT);
	assert_string_equal(desk_op(d)->key, "👍");
	desk_expect(d, 0, "up", "1");
	desk_expect(d, 0, "mine", "up");
	fx_react(d->fx, "!a", "$v", "$i", "👍");
	fx_commit(d->fx);
}

static void another_vote_takes_its_place(void **state)
{
	struct desk *d = *state;
	const struct op *op;
	struct change *c = fx_new(d->fx, CHANGE_REACTION, "!a");

	kinds_add(d, KIND_IDEA, "$i", BEN, "Solar pumps");
	c->eid = g_strdup("$v");
	c->user = g_strdup(ANN);
	c->target = g_strdup("$i");
	c->key = g_strdup("👍");
	c->ts = FX_NOW;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "idea vote '$i' down"));
	assert_int_equal(d->ops->len, 2);
	op = d->ops->pdata[0];
	assert_int_equal(op->kind, OP_REDACT);
	assert_string_equal(op->target, "$v");
	op = d->ops->pdata[1];
	assert_int_equal(op->kind, OP_REACT);
	assert_string_equal(op->key, "👎");
	desk_expect(d, 0, "up", "0");
	desk_expect(d, 0, "down", "1");
	assert_true(desk_shell(d, "idea vote '$i' none"));
	assert_int_equal(desk_op(d)->kind, OP_REDACT);
	assert_true(desk_shell(d, "idea vote '$i' up"));
	assert_int_equal(d->ops->len, 0);
}

static void moderate(struct desk *d)
{
	struct change *c = fx_new(d->fx, CHANGE_POWERS, "!a");
	struct power p = { (char *)ANN, 50, false };

	c->powers = g_array_new(false, false, sizeof(struct power));
	p.user = g_strdup(ANN);
	g_array_append_val(c->powers, p);
	c->power_redact = c->power_state = 50;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
}

static void what_becomes_of_it(void **state)
{
	struct desk *d = *state;

	kinds_add(d, KIND_IDEA, "$i", BEN, "Solar pumps");
	assert_false(desk_shell(d, "idea plan '$i'"));
	desk_failed(d, FM_ERROR_REFUSED, "a moderator may do that");
	assert_int_equal(d->ops->len, 0);
	moderate(d);
	assert_true(desk_shell(d, "idea plan '$i'"));
	assert_int_equal(kinds_changed(d, THING_STATUS)->status,
			 IDEA_PLANNED);
	assert_string_equal(desk_op(d)->mentions, BEN);
	desk_expect(d, 0, "status", "planned");
	assert_false(desk_shell(d, "idea decline '$i'"));
	desk_failed(d, FM_ERROR_USAGE, "REASON");
	assert_true(desk_shell(d, "idea decline '$i' 'Too dear now.'"));
	assert_string_equal(kinds_changed(d, THING_STATUS |
					  THING_REASON)->reason,
			    "Too dear now.");
	assert_true(desk_shell(d, "idea owner '$i' chloe"));
	assert_string_equal(kinds_changed(d, THING_OWNER)->owner, CHLOE);
	assert_true(desk_shell(d, "idea owner '$i' none"));
	assert_null(kinds_changed(d, THING_OWNER)->owner);
}

static void merging(void **state)
{
	struct desk *d = *state;

	kinds_add(d, KIND_IDEA, "$i", BEN, "Solar pumps");
	kinds_add(d, KIND_IDEA, "$k", BEN, "Pumps by the sun");
	moderate(d);
	assert_true(desk_shell(d, "idea merge '$k' '$i'"));
	assert_string_equal(kinds_changed(d, THING_SAME)->same, "$i");
	desk_expect(d, 0, "status", "duplicate");
	assert_false(desk_shell(d, "idea merge '$i' '$i'"));
	desk_failed(d, FM_ERROR_REFUSED, "itself");
	assert_false(desk_shell(d, "idea part '$i'"));
	desk_failed(d, FM_ERROR_REFUSED, "not merged");
}

static void lists_and_orders(void **state)
{
	struct desk *d = *state;

	kinds_put(d, kinds_new(d, KIND_IDEA, "$old", BEN, "Old"), 1000000);
	kinds_put(d, kinds_new(d, KIND_IDEA, "$new", BEN, "New"), 1000);
	assert_true(desk_shell(d, "idea list --sort age"));
	desk_expect(d, 0, "id", "$old");
	assert_true(desk_shell(d, "idea list --sort new"));
	desk_expect(d, 0, "id", "$new");
	assert_true(desk_shell(d, "idea list --status declined"));
	assert_int_equal(d->records->len, 0);
	assert_false(desk_shell(d, "idea list --status so"));
	desk_failed(d, FM_ERROR_USAGE, "no status");
	assert_false(desk_shell(d, "idea list --sort so"));
	desk_failed(d, FM_ERROR_USAGE, "no order");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(adding_and_from),
		DESK_TEST(one_vote_a_person),
		DESK_TEST(another_vote_takes_its_place),
		DESK_TEST(what_becomes_of_it),
		DESK_TEST(merging),
		DESK_TEST(lists_and_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
