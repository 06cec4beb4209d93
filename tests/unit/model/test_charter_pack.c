#include "base/world.h"
#include "model/charter.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static struct charter *round_trip(const struct charter *c)
{
	g_autofree char *text = charter_pack(c);
	struct charter *back = charter_unpack(text);
	g_autofree char *again = charter_pack(back);

	assert_string_equal(text, again);
	return back;
}

static void test_whole(void **state)
{
	static const char text[] =
		"v 1\nfields 255\nissue Cold\x1ehomes\nowner @ann:council.org\n"
		"rules Be kind\ncontact Ann\nreview 20788\narea 2\naccept 1\n"
		"outcome a\x1fWarm\x1f""count\x1fhomes\x1f""80000\x1f""40500\x1f"
		"1\n";
	struct charter *c = charter_unpack(text), *back = round_trip(c);
	const struct outcome *o = charter_outcome(back, "a");
	g_autofree char *packed = charter_pack(back);

	(void)state;
	assert_string_equal(packed, text);
	assert_string_equal(back->issue, "Cold\nhomes");
	assert_string_equal(back->owner, "@ann:council.org");
	assert_int_equal(back->area, AREA_EXTERNAL);
	assert_int_equal(back->fields, CHARTER_ALL);
	assert_true(back->accept);
	assert_non_null(o);
	assert_string_equal(o->measure, "count");
	assert_int_equal(o->figure, 40500);
	assert_true(o->done);
	charter_free(back);
	charter_free(c);
}

static void test_empty(void **state)
{
	struct charter *c = charter_new(), *back;

	(void)state;
	c->issue = g_strdup("a\x1f" "b\x1e" "c");
	back = round_trip(c);
	assert_string_equal(back->issue, "abc");
	assert_null(back->rules);
	assert_null(back->outcomes);
	assert_int_equal(back->review, CHARTER_NO_DAY);
	charter_free(back);
	charter_free(c);
	assert_null(charter_pack(NULL));
}

static void test_no_charter(void **state)
{
	static const char *const bad[] = { NULL, "", "x", "issue a\n" };
	struct charter *c;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_null(charter_unpack(bad[i]));
	c = charter_unpack("v 1\nnonsense\narea 77\nissue\noutcome x\n"
			   "outcome \x1f\x1f\x1f\x1f\x1f\x1f\nother 1\n");
	assert_non_null(c);
	assert_true(charter_is_empty(c));
	charter_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole), cmocka_unit_test(test_empty),
		cmocka_unit_test(test_no_charter),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
