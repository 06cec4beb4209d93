/*
 * test_emoji_table.c - the table of shortcodes is what its users rely on.
 */
#include "unit/text/check.h"

static void test_sorted(void **state)
{
	(void)state;
	assert_true(emoji_table_size > 2000);
	for (size_t i = 1; i < emoji_table_size; i++)
		assert_true(strcmp(emoji_table[i - 1].code,
				   emoji_table[i].code) < 0);
}

static void test_codes(void **state)
{
	(void)state;
	for (size_t i = 0; i < emoji_table_size; i++) {
		const char *code = emoji_table[i].code;

		assert_int_equal(strspn(code, "abcdefghijklmnopqrstuvwxyz"
					"0123456789_+-"), strlen(code));
	}
}

/* Each is one grapheme of two columns that passes the door unchanged. */
static void test_texts(void **state)
{
	(void)state;
	for (size_t i = 0; i < emoji_table_size; i++) {
		const char *text = emoji_table[i].text, *cursor = text;
		size_t len = strlen(text);
		struct grapheme one;

		assert_true(text_is_clean(text, len, TEXT_NAME));
		assert_true(grapheme_next(&cursor, text + len, &one));
		if ((size_t)one.len != len || one.width != 2)
			fail_msg("%s: %s is %d of %zu bytes, %d columns",
				 emoji_table[i].code, text, one.len, len,
				 one.width);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sorted), cmocka_unit_test(test_codes),
		cmocka_unit_test(test_texts),
	};

	return RUN(tests);
}
