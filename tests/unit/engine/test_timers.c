#include "engine/timers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

struct fx {
	struct world world;
	struct timers t;
	GString *fired;
	uint64_t later;
};

static int setup(void **state)
{
	struct fx *fx = g_new0(struct fx, 1);

	world_init_fixed(&fx->world, 1000, "UTC");
	timers_init(&fx->t, &fx->world);
	fx->fired = g_string_new(NULL);
	*state = fx;
	return 0;
}

static int teardown(void **state)
{
	struct fx *fx = *state;

	timers_clear(&fx->t);
	world_clear(&fx->world);
	g_string_free(fx->fired, TRUE);
	g_free(fx);
	return 0;
}

static void fire_a(void *arg)
{
	g_string_append_c(((struct fx *)arg)->fired, 'a');
}

static void fire_b(void *arg)
{
	g_string_append_c(((struct fx *)arg)->fired, 'b');
}

static void fire_again(void *arg)
{
	struct fx *fx = arg;

	g_string_append_c(fx->fired, 'r');
	timers_add(&fx->t, 0, fire_again, fx);
}

static void fire_and_cancel(void *arg)
{
	struct fx *fx = arg;

	g_string_append_c(fx->fired, 'c');
	timers_cancel(&fx->t, fx->later);
}

static void test_order_and_wait(void **state)
{
	struct fx *fx = *state;

	assert_int_equal(timers_wait(&fx->t), -1);
	timers_add(&fx->t, 20, fire_b, fx);
	timers_add(&fx->t, 10, fire_a, fx);
	assert_int_equal(timers_wait(&fx->t), 10);
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "");
	fx->world.fixed += 10;
	assert_int_equal(timers_wait(&fx->t), 0);
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "a");
	fx->world.fixed += 1000;
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "ab");
	assert_int_equal(timers_wait(&fx->t), -1);
}

static void test_same_moment_in_order_of_making(void **state)
{
	struct fx *fx = *state;

	timers_add(&fx->t, 5, fire_a, fx);
	timers_add(&fx->t, 5, fire_b, fx);
	fx->world.fixed += 5;
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "ab");
}

static void test_cancel(void **state)
{
	struct fx *fx = *state;
	uint64_t handle = timers_add(&fx->t, 5, fire_a, fx);

	assert_true(handle != 0);
	timers_cancel(&fx->t, 0);
	timers_cancel(&fx->t, handle);
	timers_cancel(&fx->t, handle);
	fx->world.fixed += 5;
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "");
}

static void test_cancel_while_firing(void **state)
{
	struct fx *fx = *state;

	timers_add(&fx->t, 0, fire_and_cancel, fx);
	fx->later = timers_add(&fx->t, 0, fire_a, fx);
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "c");
}

/* One that makes itself anew does not keep the loop. */
static void test_added_while_firing_waits(void **state)
{
	struct fx *fx = *state;

	timers_add(&fx->t, 0, fire_again, fx);
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "r");
	timers_run(&fx->t);
	assert_string_equal(fx->fired->str, "rr");
}

int main(void)
{
#define TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(test_order_and_wait),
		TEST(test_same_moment_in_order_of_making),
		TEST(test_cancel),
		TEST(test_cancel_while_firing),
		TEST(test_added_while_firing_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
