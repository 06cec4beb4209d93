#include "command/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void keeps_names_in_order(void **state)
{
	struct record *r = record_new("post");
	struct record *in;

	(void)state;
	record_text(r, "a", "x");
	record_int(r, "b", 5);
	record_text(r, "a", NULL);
	in = record_nested(r, "c");
	record_bool(in, "d", true);
	assert_int_equal(r->fields->len, 3);
	assert_int_equal(record_field(r, "a")->kind, FIELD_NULL);
	assert_null(record_get(r, "a"));
	assert_int_equal(record_number(r, "b"), 5);
	assert_int_equal(record_number(record_field(r, "c")->nested, "d"), 1);
	assert_null(record_field(r, "nothing"));
	record_free(r);
}

static void counts_make_an_object(void **state)
{
	struct record *r = record_new("post");

	(void)state;
	record_counts(r, "reactions", NULL, 0);
	assert_int_equal(record_field(r, "reactions")->nested->fields->len,
			 0);
	record_counts(r, "reactions", "👍", 2);
	record_counts(r, "reactions", "👀", 1);
	assert_int_equal(record_number(record_field(r, "reactions")->nested,
				       "👍"), 2);
	assert_int_equal(record_field(r, "reactions")->nested->fields->len,
			 2);
	record_free(r);
}

static void no_record_is_fine(void **state)
{
	(void)state;
	record_text(NULL, "a", "x");
	record_int(NULL, "a", 1);
	record_null(NULL, "a");
	record_texts(NULL, "a", NULL);
	record_counts(NULL, "a", "b", 1);
	assert_null(record_nested(NULL, "a"));
	record_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_names_in_order),
		cmocka_unit_test(counts_make_an_object),
		cmocka_unit_test(no_record_is_fine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
