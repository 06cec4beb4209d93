#include "model/origin.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static const char report[] =
	"Two of four pumps failed the load test\n"
	"Who signs above 5k?\n"
	"ok, thanks\n"
	"Falcon-2026-key";

static struct origin *from(const char *text)
{
	struct origin *o = origin_new("!general:council.org", "general");

	origin_add_text(o, text);
	return o;
}

static guint found(const char *source, const char *text)
{
	struct origin *o = from(source);
	GPtrArray *lines = origin_lines_in(o, text);
	guint n = lines ? lines->len : 0;

	if (lines)
		g_ptr_array_unref(lines);
	origin_free(o);
	return n;
}

struct matched {
	const char *text;
	guint lines;
};

static const struct matched table[] = {
	{ "Two of four pumps failed the load test", 1 },
	{ "> Two of four pumps failed the load test\n> Who signs above 5k?", 2 },
	{ "TWO  of\nfour **pumps** failed, the load test!", 1 },
	{ "I hear that two of four pumps are gone", 1 },
	{ "pumps failed the load test", 1 },
	{ "two pumps failed of four the load", 0 },
	{ "who signs above 5K", 1 },
	{ "who signs?", 0 },
	{ "ok, thanks", 0 },
	{ "the key is Falcon-2026-key.", 1 },
	{ "falcon 2026", 0 },
	{ "", 0 },
	{ "Ｔwo of four pumps", 1 },
	{ "nothing to do with it at all", 0 },
};

static void lines_are_known_by_their_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++)
		if (found(report, table[i].text) != table[i].lines)
			fail_msg("\"%s\": %u lines", table[i].text,
				 found(report, table[i].text));
}

static void lines_that_cannot_be_known_are_not_counted(void **state)
{
	(void)state;
	assert_int_equal(origin_count_lines(report), 3);
	assert_int_equal(origin_count_lines("ok\n\n:-)"), 0);
	assert_int_equal(origin_count_lines(NULL), 0);
}

static void hostile_text_is_only_text(void **state)
{
	g_autofree char *longest = g_strnfill(100000, 'x');
	g_autofree char *marks = g_strnfill(5000, '>');

	(void)state;
	assert_int_equal(found(longest, "x"), 0);
	assert_int_equal(found(marks, marks), 0);
	assert_int_equal(found("\xff\xfe broken bytes in the line here", ""), 0);
}

static void a_list_keeps_only_what_is_still_there(void **state)
{
	GPtrArray *list = origins_new(), *left;
	struct origin *other = origin_new("!other:council.org", "other");

	(void)state;
	origin_add_text(other, "The roof is paid by the county council");
	origins_add(list, from(report));
	origins_add(list, other);
	left = origins_in(list, "Note: the roof is paid, by the county.");
	assert_non_null(left);
	assert_int_equal(left->len, 1);
	assert_string_equal(((struct origin *)left->pdata[0])->name, "other");
	g_ptr_array_unref(left);
	assert_null(origins_in(list, "all of it was deleted again"));
	assert_null(origins_in(NULL, report));
	g_ptr_array_unref(list);
}

static void one_place_is_one_origin(void **state)
{
	GPtrArray *list = origins_new();

	(void)state;
	origins_add(list, from("The first line of it all"));
	origins_add(list, from("The second line of it all"));
	origins_add(list, from("The first line of it all"));
	assert_int_equal(list->len, 1);
	assert_int_equal(((struct origin *)list->pdata[0])->lines->len, 2);
	g_ptr_array_unref(list);
}

static void bounds_hold_and_keep_the_newest(void **state)
{
	GPtrArray *list = origins_new();
	GPtrArray *left;

	(void)state;
	for (int i = 0; i < 3 * ORIGIN_LINES_MAX; i++) {
		g_autofree char *line = g_strdup_printf("Line number %d of "
							"this report", i);

		origins_add(list, from(line));
	}
	left = origins_in(list, "Line number 1199 of");
	assert_non_null(left);
	g_ptr_array_unref(left);
	for (int i = 0; i < 2 * ORIGINS_MAX; i++) {
		g_autofree char *rid = g_strdup_printf("!r%d:x", i);

		origins_add(list, origin_new(rid, rid));
	}
	assert_int_equal(list->len, ORIGINS_MAX);
	g_ptr_array_unref(list);
}

static void packing_keeps_all(void **state)
{
	GPtrArray *list = origins_new(), *back;
	struct origin *o = from(report);
	g_autofree char *packed = NULL, *again = NULL;

	(void)state;
	o->words = g_strdup("14 readers, all council.org");
	o->scope = g_strdup("internal shared - council.org=14");
	origins_add(list, o);
	o = origin_new("!x:y", "a name\x1ewith\x1fseparators");
	origin_add_text(o, "one more line of text");
	origins_add(list, o);
	packed = origins_pack(list);
	back = origins_unpack(packed);
	again = origins_pack(back);
	assert_string_equal(packed, again);
	assert_int_equal(back->len, 2);
	o = back->pdata[0];
	assert_string_equal(o->rid, "!general:council.org");
	assert_string_equal(o->scope, "internal shared - council.org=14");
	assert_int_equal(o->lines->len, 3);
	assert_null(((struct origin *)back->pdata[1])->scope);
	g_ptr_array_unref(back);
	g_ptr_array_unref(list);
	assert_null(origins_unpack(NULL));
	assert_null(origins_unpack("nonsense"));
	assert_null(origins_pack(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_known_by_their_words),
		cmocka_unit_test(lines_that_cannot_be_known_are_not_counted),
		cmocka_unit_test(hostile_text_is_only_text),
		cmocka_unit_test(a_list_keeps_only_what_is_still_there),
		cmocka_unit_test(one_place_is_one_origin),
		cmocka_unit_test(bounds_hold_and_keep_the_newest),
		cmocka_unit_test(packing_keeps_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
