#include "base/mailbox.h"

#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#define SENDERS 4
#define EACH 5000

static bool is_readable(const struct mailbox *box)
{
	struct pollfd p = { .fd = mailbox_fd(box), .events = POLLIN };

	return poll(&p, 1, 0) == 1;
}

static void keeps_the_order(void **state)
{
	struct mailbox *box = mailbox_new(NULL, 0);

	(void)state;
	assert_null(mailbox_pop(box));
	for (int i = 1; i <= 3; i++)
		mailbox_push(box, GINT_TO_POINTER(i));
	for (int i = 1; i <= 3; i++)
		assert_int_equal(GPOINTER_TO_INT(mailbox_pop(box)), i);
	assert_null(mailbox_pop(box));
	mailbox_free(box);
}

static void is_readable_while_not_empty(void **state)
{
	struct mailbox *box = mailbox_new(NULL, 0);

	(void)state;
	assert_false(is_readable(box));
	mailbox_push(box, GINT_TO_POINTER(1));
	mailbox_push(box, GINT_TO_POINTER(2));
	assert_true(is_readable(box));
	mailbox_pop(box);
	assert_true(is_readable(box));
	mailbox_pop(box);
	assert_false(is_readable(box));
	mailbox_push(box, GINT_TO_POINTER(3));
	assert_true(is_readable(box));
	mailbox_free(box);
}

static int dropped;
static void count_drop(void *message)
{
	dropped += GPOINTER_TO_INT(message);
}

static void a_full_one_drops_its_oldest(void **state)
{
	struct mailbox *box = mailbox_new(count_drop, 2);

	(void)state;
	dropped = 0;
	mailbox_push(box, GINT_TO_POINTER(1));
	mailbox_push(box, GINT_TO_POINTER(10));
	assert_int_equal(dropped, 0);
	mailbox_push(box, GINT_TO_POINTER(100));
	assert_int_equal(dropped, 1);
	assert_int_equal(GPOINTER_TO_INT(mailbox_pop(box)), 10);
	mailbox_free(box);
	assert_int_equal(dropped, 101);
	mailbox_free(NULL);
}

static void add_one(void *user)
{
	++*(int *)user;
}

static void wakes_its_owner(void **state)
{
	struct mailbox *box = mailbox_new(NULL, 0);
	int woken = 0;

	(void)state;
	mailbox_set_wake(box, add_one, &woken);
	mailbox_push(box, GINT_TO_POINTER(1));
	mailbox_push(box, GINT_TO_POINTER(2));
	assert_int_equal(woken, 2);
	mailbox_free(box);
}

static void *send_many(void *box)
{
	for (int i = 0; i < EACH; i++)
		mailbox_push(box, GINT_TO_POINTER(i + 1));
	return NULL;
}

static void takes_from_many_threads(void **state)
{
	struct mailbox *box = mailbox_new(NULL, 0);
	pthread_t threads[SENDERS];
	int64_t sum = 0;
	int got = 0;

	(void)state;
	for (int i = 0; i < SENDERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, send_many,
						box), 0);
	while (got < SENDERS * EACH) {
		struct pollfd p = { .fd = mailbox_fd(box), .events = POLLIN };
		void *message;

		assert_int_equal(poll(&p, 1, 10000), 1);
		while ((message = mailbox_pop(box))) {
			sum += GPOINTER_TO_INT(message);
			got++;
		}
	}
	for (int i = 0; i < SENDERS; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(sum, (int64_t)SENDERS * EACH * (EACH + 1) / 2);
	assert_false(is_readable(box));
	mailbox_free(box);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_the_order),
		cmocka_unit_test(is_readable_while_not_empty),
		cmocka_unit_test(a_full_one_drops_its_oldest),
		cmocka_unit_test(wakes_its_owner),
		cmocka_unit_test(takes_from_many_threads),
	};

	return cmocka_run_group_tests_name("base/mailbox", tests, NULL, NULL);
}
