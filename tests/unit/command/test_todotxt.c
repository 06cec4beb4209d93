#include "command/todotxt.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void lines_stay(void **state)
{
	static const char text[] =
		"(A) Ring the plumber +heating @phone due:2026-12-01 "
		"t:2026-11-30 rec:2w\n"
		"x Buy paint pri:B id:$abc\n"
		"(D) Sweep rrule:FREQ=MONTHLY;BYDAY=-1FR\n";
	struct world w;
	g_autoptr(GPtrArray) list = todotxt_read(text, strlen(text));
	g_autofree char *back = NULL;
	const struct thing *t = list->pdata[0];

	(void)state;
	world_init_fixed(&w, 0, "UTC");
	assert_int_equal(list->len, 3);
	assert_string_equal(t->title, "Ring the plumber");
	assert_int_equal(t->priority, 3);
	assert_string_equal(t->tags->pdata[0], "heating");
	assert_string_equal(t->tags->pdata[1], "@phone");
	assert_true(t->due == civil_day(2026, 12, 1));
	assert_string_equal(t->repeat, "FREQ=WEEKLY;INTERVAL=2");
	t = list->pdata[1];
	assert_int_equal(t->status, TASK_DONE);
	assert_string_equal(t->eid, "$abc");
	back = todotxt_write(list, &w);
	assert_string_equal(back, text);
	world_clear(&w);
}

static void with_days(void **state)
{
	static const char text[] =
		"x 2026-11-28 2026-11-01 Pay the plumber due:2026-12-01\n";
	struct world w;
	g_autoptr(GPtrArray) list = todotxt_read(text, strlen(text));
	struct thing *t = list->pdata[0];
	g_autofree char *back = NULL;

	(void)state;
	world_init_fixed(&w, 0, "UTC");
	assert_string_equal(t->title, "Pay the plumber");
	t->ts = civil_day(2026, 11, 1) * 86400000;
	t->closed = civil_day(2026, 11, 28) * 86400000;
	back = todotxt_write(list, &w);
	assert_string_equal(back, text);
	world_clear(&w);
}

/* What means nothing is a word of the title. */
static void odd_lines(void **state)
{
	static const struct {
		const char *line, *title;
	} odd[] = {
		{ "xylophone lesson", "xylophone lesson" },
		{ "(a) small", "(a) small" },
		{ "see http://example.org due:never", "see http://example.org "
		  "due:never" },
		{ "rec:0d rec:w 1+1 @ +", "rec:0d rec:w 1+1 @ +" },
		{ "2026-13-01 day", "2026-13-01 day" },
		{ "a\033[31mb\r\n", "a[31mb" },
	};
	g_autofree char *big = g_strnfill(10 << 20, 'z');
	g_autoptr(GPtrArray) one = todotxt_read(big, 10 << 20);

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(odd); i++) {
		g_autoptr(GPtrArray) list = todotxt_read(odd[i].line,
							 strlen(odd[i].line));

		assert_int_equal(list->len, 1);
		assert_string_equal(((struct thing *)list->pdata[0])->title,
				    odd[i].title);
	}
	assert_int_equal(one->len, 1);
	g_ptr_array_unref(g_steal_pointer(&one));
	one = todotxt_read("\n \n\0\n+only\nx\n", 13);
	assert_int_equal(one->len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_stay),
		cmocka_unit_test(with_days),
		cmocka_unit_test(odd_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
