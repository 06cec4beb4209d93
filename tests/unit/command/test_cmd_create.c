#include "unit/command/desk.h"

static const struct op *op_at(struct desk *d, guint i)
{
	assert_true(i < d->ops->len);
	return g_ptr_array_index(d->ops, i);
}

/* Ann owns "Flood defence". */
static void own_space(struct desk *d)
{
	struct change *c = fx_new(d->fx, CHANGE_POWERS, "!s");
	struct power mine = { g_strdup(ANN), 100, false };

	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	g_array_append_val(c->powers, mine);
	c->power_state = 50;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	d->ctx.reader = d->fx->reader;
}

static void a_project_is_ten_steps(void **state)
{
	struct desk *d = *state;
	g_autofree char *space = NULL;

	assert_true(desk_shell(d, "project new 'Boiler repair' --issue 'Too "
			       "many cold flats' --invite ben --with-alias"));
	assert_int_equal(d->ops->len, 10);
	assert_int_equal(op_at(d, 0)->kind, OP_CREATE);
	assert_int_equal(op_at(d, 0)->plan->kind, ROOM_SPACE);
	assert_string_equal(op_at(d, 0)->plan->name, "Boiler repair");
	assert_string_equal(op_at(d, 0)->plan->topic, "Too many cold flats");
	assert_string_equal(op_at(d, 0)->plan->alias, "boiler-repair");
	assert_int_equal(op_at(d, 0)->plan->invites->len, 1);
	assert_int_equal(op_at(d, 0)->plan->access, ACCESS_INTERNAL);
	assert_true(op_at(d, 0)->account == d->fx->account);
	space = g_strconcat("txn:", op_at(d, 0)->txn, NULL);
	assert_int_equal(op_at(d, 1)->kind, OP_CHARTER);
	assert_string_equal(op_at(d, 1)->rid, space);
	assert_non_null(strstr(op_at(d, 1)->body, "Too many cold flats"));
	assert_non_null(strstr(op_at(d, 1)->body, ANN));
	for (guint i = 2; i < 10; i += 2) {
		g_autofree char *room = g_strconcat("txn:", op_at(d, i)->txn,
						    NULL);

		assert_int_equal(op_at(d, i)->kind, OP_CREATE);
		assert_string_equal(op_at(d, i)->target, space);
		assert_int_equal(op_at(d, i + 1)->kind, OP_LINK);
		assert_string_equal(op_at(d, i + 1)->rid, space);
		assert_string_equal(op_at(d, i + 1)->target, room);
	}
	assert_string_equal(op_at(d, 4)->plan->kinds, "task");
	desk_expect(d, 0, "kind", "space");
	desk_expect(d, 1, "name", "general");
	assert_non_null(strstr(d->said->str, "the project \"Boiler repair\""));
}

static void it_stops_at_the_first_that_fails(void **state)
{
	struct desk *d = *state;

	d->outcome = OP_FAILED;
	assert_false(desk_shell(d, "project new X"));
	assert_int_equal(d->ops->len, 1);
}

static void rooms_are_made_in_spaces(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "room new X --in !s:council.org"));
	desk_failed(d, FM_ERROR_REFUSED, "Only moderators may change what "
		    "belongs to Flood defence; you are a member.");
	own_space(d);
	assert_true(desk_prompt(d, "room new Cold flats --kind task"));
	assert_string_equal(op_at(d, 0)->plan->name, "Cold flats");
	assert_true(desk_shell(d, "room new 'Cold flats' --in !s:council.org "
			       "--kind task --kind idea --area external"));
	assert_int_equal(d->ops->len, 2);
	assert_string_equal(op_at(d, 0)->plan->name, "Cold flats");
	assert_string_equal(op_at(d, 0)->plan->kinds, "task idea");
	assert_string_equal(op_at(d, 0)->target, "!s:council.org");
	assert_int_equal(op_at(d, 0)->plan->access, ACCESS_EXTERNAL);
	assert_string_equal(op_at(d, 1)->rid, "!s:council.org");
	assert_false(desk_shell(d, "room new X --in general"));
	desk_failed(d, FM_ERROR_REFUSED, "is not a space");
	assert_false(desk_shell(d, "room new X --kind fish"));
	desk_failed(d, FM_ERROR_USAGE, "There is no kind \"fish\"");
}

static void internal_places_take_no_strangers(void **state)
{
	struct desk *d = *state;

	assert_false(desk_shell(d, "space new X --invite @pat:partner.org"));
	desk_failed(d, FM_ERROR_REFUSED, "--area external");
	assert_int_equal(d->ops->len, 0);
	assert_true(desk_shell(d, "space new X --area external "
			       "--invite @pat:partner.org"));
	assert_true(desk_shell(d, "dm ben @pat:partner.org"));
	assert_int_equal(desk_op(d)->plan->access, ACCESS_EXTERNAL);
	assert_null(desk_op(d)->plan->name);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(a_project_is_ten_steps),
		DESK_TEST(it_stops_at_the_first_that_fails),
		DESK_TEST(rooms_are_made_in_spaces),
		DESK_TEST(internal_places_take_no_strangers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
