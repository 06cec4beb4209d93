#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ui/surface.h"

static void put(struct surface *s, const char *text, const char *want,
		int columns)
{
	char *dump;

	surface_erase(s);
	assert_int_equal(surface_put(s, AT(0, 0, s->width), PLAIN(ROLE_TEXT),
				     text, -1), columns);
	surface_put(s, AT(columns, 0, 1), PLAIN(ROLE_TEXT), "|", -1);
	dump = surface_dump(s);
	*strchr(dump, '\n') = '\0';
	assert_string_equal(dump, want);
	g_free(dump);
}

/* Whatever is put, what follows stands in the column it should. */
static void stand_ins(void **state)
{
	struct surface s;

	(void)state;
	surface_init(&s, 20, 2);
	put(&s, "abc", "abc|", 3);
	put(&s, "日本", "日本|", 4);
	put(&s, "e\xcc\x81t", "e\xcc\x81t|", 2);
	put(&s, "👩‍👩‍👧!", "👩!|", 3);
	put(&s, "🇩🇪", "DE|", 2);
	put(&s, "👍🏽", "👍|", 2);
	put(&s, "a\033b", "ab|", 2);
	s.joined = true;
	put(&s, "👩‍👩‍👧!", "👩‍👩‍👧!|", 3);
	surface_clear(&s);
}

static void edges(void **state)
{
	struct surface s;
	char *dump;

	(void)state;
	surface_init(&s, 6, 1);
	assert_int_equal(surface_put(&s, AT(0, 0, 3), PLAIN(ROLE_TEXT), "日本",
				     -1),
			 2);
	assert_int_equal(surface_put(&s, AT(0, 5, 3), PLAIN(ROLE_TEXT), "x", -1), 0);
	surface_put(&s, AT(1, 0, 1), PLAIN(ROLE_TEXT), "x", -1);
	dump = surface_dump(&s);
	assert_string_equal(dump, " x\n");
	g_free(dump);
	surface_erase(&s);
	surface_put_cut(&s, AT(0, 0, 6), PLAIN(ROLE_TEXT), "longer text");
	dump = surface_dump(&s);
	assert_string_equal(dump, "longe…\n");
	g_free(dump);
	surface_erase(&s);
	surface_put_right(&s, AT(0, 0, 6), PLAIN(ROLE_DIM), "42");
	dump = surface_dump(&s);
	assert_string_equal(dump, "    42\n");
	g_free(dump);
	surface_clear(&s);
}

static void ascii_symbols(void **state)
{
	struct surface s;
	char *marks;

	(void)state;
	surface_init(&s, 4, 1);
	s.ascii = true;
	assert_string_equal(surface_symbol(&s, "☐"), "[ ]");
	surface_hline(&s, 0, 0, 2);
	surface_put(&s, AT(2, 0, 1), PLAIN(ROLE_MENTION), "x", -1);
	marks = surface_marks(&s);
	assert_string_equal(marks, "||m\n");
	g_free(marks);
	surface_clear(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stand_ins), cmocka_unit_test(edges),
		cmocka_unit_test(ascii_symbols),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
