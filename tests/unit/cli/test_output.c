#include "cli/front.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <stdlib.h>
#include <cmocka.h>

static char *json_of(const struct record *r)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	output_record(f, r);
	fclose(f);
	return text;
}

static void one_object_a_line(void **state)
{
	struct record *r = record_new("post");
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	char *text;

	(void)state;
	g_ptr_array_add(list, (gpointer)"a");
	g_ptr_array_add(list, (gpointer)"b");
	record_text(r, "id", "$1");
	record_null(r, "html");
	record_int(r, "ts", INT64_C(1795780800000));
	record_bool(r, "edited", true);
	record_texts(r, "parents", list);
	record_counts(r, "reactions", "👍", 2);
	record_text(record_nested(r, "task"), "title", "a \"b\"\n");
	text = json_of(r);
	assert_string_equal(text, "{\"id\":\"$1\",\"html\":null,"
		"\"ts\":1795780800000,\"edited\":true,"
		"\"parents\":[\"a\",\"b\"],\"reactions\":{\"👍\":2},"
		"\"task\":{\"title\":\"a \\\"b\\\"\\n\"}}\n");
	free(text);
	record_free(r);
}

/* HTML is stored as it came; what a terminal would act on stays out. */
static void nothing_harmful_gets_out(void **state)
{
	struct record *r = record_new("post");
	char *text;

	(void)state;
	record_text(r, "html", "a\033[2J\xc2\x85\xe2\x80\xa8\xe2\x80\xae"
		    "b\x7f\xff");
	text = json_of(r);
	for (const char *c = text; *c; c++)
		assert_true(*c == '\n' || ((unsigned char)*c >= 0x20 &&
					   *c != 0x7f));
	assert_null(strstr(text, "\xc2\x85"));
	assert_null(strstr(text, "\xe2\x80\xae"));
	assert_non_null(strchr(text, 'b'));
	free(text);
	record_free(r);
}

static void errors_have_a_code(void **state)
{
	char *text = NULL;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	(void)state;
	output_error(f, "not_found", "There is no room \"x\".");
	output_error(f, NULL, "By the way.");
	fclose(f);
	assert_string_equal(text, "{\"error\":{\"code\":\"not_found\","
		"\"message\":\"There is no room \\\"x\\\".\"}}\n"
		"{\"note\":{\"message\":\"By the way.\"}}\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_object_a_line),
		cmocka_unit_test(nothing_harmful_gets_out),
		cmocka_unit_test(errors_have_a_code),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
