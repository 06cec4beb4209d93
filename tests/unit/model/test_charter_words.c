#include "base/world.h"
#include "model/charter.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void assert_differences(const struct charter *was,
			       const struct charter *now, const char *wanted)
{
	g_autoptr(GPtrArray) list = charter_differences(was, now);
	g_autofree char *text = NULL;

	g_ptr_array_add(list, NULL);
	text = g_strjoinv("; ", (char **)list->pdata);
	assert_string_equal(text, wanted);
}

static const char first[] =
	"v 1\nissue Cold homes\nowner @ann:council.org\nreview 20788\narea 1\n"
	"outcome a\x1fWarm homes\x1f\x1fhomes\x1f""80000\x1f""40000\x1f""0\n"
	"outcome b\x1fTrust\x1f\x1f\x1f-9223372036854775808"
	"\x1f-9223372036854775808\x1f""0\n";

static void test_first(void **state)
{
	struct charter *c = charter_unpack(first);

	(void)state;
	assert_differences(NULL, c, "issue: none → Cold homes; owner: none → "
		"@ann:council.org; outcome 1: new: Warm homes, 40 of 80 homes; "
		"outcome 2: new: Trust, not counted yet; review: none → "
		"2026-12-01; declared area: none → internal");
	assert_differences(c, c, "");
	charter_free(c);
}

static void test_changes(void **state)
{
	struct charter *was = charter_unpack(first);
	struct charter *now = charter_unpack(first);
	struct outcome *o = charter_outcome(now, "a");

	(void)state;
	o->figure = 55000;
	assert_differences(was, now, "outcome 1: 40 → 55 of 80 homes");
	o->target = 100000;
	assert_differences(was, now, "outcome 1: 40 of 80 homes → 55 of 100 "
			   "homes");
	o->target = 80000;
	o->figure = 40000;
	o->done = true;
	now->accept = true;
	g_ptr_array_remove_index(now->outcomes, 1);
	now->rules = g_strdup("One\ntwo");
	assert_differences(was, now, "outcome 1: said to be reached; outcome "
			   "taken away: Trust; rules: none → One two; is to be "
			   "accepted by everybody");
	assert_differences(now, was, "outcome 1: not said to be reached any "
			   "more; outcome 2: new: Trust, not counted yet; rules: "
			   "One two → none; need not be accepted any more");
	charter_free(now);
	charter_free(was);
}

static void test_long_and_new(void **state)
{
	struct charter *was = charter_new(), *now = charter_new();

	(void)state;
	now->contact = g_strnfill(500, 'x');
	assert_differences(was, now, "contact: none → xxxxxxxxxxxxxxxxxxxxxxxx"
			   "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…");
	g_clear_pointer(&now->contact, g_free);
	now->version = 2;
	assert_differences(was, now, "written in a newer version of the "
			   "format");
	assert_differences(now, was, "written in a format that this program "
			   "knows");
	charter_free(now);
	charter_free(was);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_first), cmocka_unit_test(test_changes),
		cmocka_unit_test(test_long_and_new),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
