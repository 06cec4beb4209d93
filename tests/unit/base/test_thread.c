#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>
#include <cmocka.h>
#include "base/thread.h"

/* Ends when its pipe is closed. */
static void *read_to_end(void *fd)
{
	char byte;

	while (read(*(int *)fd, &byte, 1) > 0)
		;
	return NULL;
}

static void waits_so_long_and_no_longer(void **state)
{
	pthread_t thread;
	int ends[2];

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pthread_create(&thread, NULL, read_to_end, ends), 0);
	assert_false(thread_join_within(thread, 20));
	close(ends[1]);
	assert_true(thread_join_within(thread, 5000));
	close(ends[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(waits_so_long_and_no_longer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
