#include "unit/command/desk.h"

#include "command/visit.h"

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

/* A look at something that changed, and back, is one visit. */
static void visits(void **state)
{
	struct desk *d = *state;
	struct fx *fx = d->fx;
	g_autofree char *key = visit_key("!s");
	g_autofree char *first = NULL, *second = NULL;

	assert_string_equal(key, "visit:!s");
	assert_int_equal(visit_since(fx->reader, &fx->world, "!s"),
			 FX_NOW - 7 * DAY);
	first = visit_end(fx->reader, &fx->world, "!s");
	assert_true(state_put(fx->store, key, first, NULL));
	fx->world.fixed += 60000;
	assert_int_equal(visit_since(fx->reader, &fx->world, "!s"),
			 FX_NOW - 7 * DAY);
	second = visit_end(fx->reader, &fx->world, "!s");
	assert_true(state_put(fx->store, key, second, NULL));
	fx->world.fixed += HOUR;
	assert_int_equal(visit_since(fx->reader, &fx->world, "!s"),
			 FX_NOW + 60000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(visits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
