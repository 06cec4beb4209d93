#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "ui/editor.h"

/* '|' is the cursor. */
static void set(struct editor *e, const char *marked)
{
	const char *bar = strchr(marked, '|');
	char *text = g_strconcat("", bar + 1, NULL);
	char *head = g_strndup(marked, bar - marked);
	char *all = g_strconcat(head, text, NULL);

	editor_set(e, all);
	e->at = strlen(head);
	g_free(text);
	g_free(head);
	g_free(all);
}

static void expect(struct editor *e, const char *marked)
{
	GString *got = g_string_new(e->text->str);

	g_string_insert_c(got, e->at, '|');
	assert_string_equal(got->str, marked);
	g_string_free(got, TRUE);
}

static void acts(void **state)
{
	static const struct {
		const char *before, *act, *after;
	} rows[] = {
		{ "one two|", "word-left", "one |two" },
		{ "|one two", "word-right", "one| two" },
		{ "one| two", "kill-line", "one|" },
		{ "one\n|two\nthree", "kill-line", "one\n|\nthree" },
		{ "one|\ntwo", "kill-line", "one|two" },
		{ "one two|", "kill-word-back", "one |" },
		{ "a ./b|", "rubout", "a |" },
		{ "one\ntw|o", "begin", "one\n|two" },
		{ "one\n|two", "end", "one\ntwo|" },
		{ "one\ntw|o", "kill-begin", "one\n|o" },
		{ "ab|", "transpose", "ba|" },
		{ "a|bc", "transpose", "ba|c" },
		{ "é|x", "backspace", "|x" },
		{ "|👩‍👩‍👧x", "delete", "|x" },
		{ "e\xcc\x81|", "backspace", "|" },
		{ "|", "backspace", "|" },
		{ "|", "left", "|" },
		{ "|", "word-left", "|" },
		{ "|", "transpose", "|" },
		{ "a|", "right", "a|" },
		{ "a|b", "newline", "a\n|b" },
	};
	struct editor e;

	(void)state;
	editor_init(&e, true);
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		set(&e, rows[i].before);
		assert_true(editor_act(&e, rows[i].act));
		expect(&e, rows[i].after);
	}
	assert_false(editor_act(&e, "no-such-act"));
	editor_clear(&e);
}

static void kill_and_yank(void **state)
{
	struct editor e;

	(void)state;
	editor_init(&e, true);
	set(&e, "one |two");
	editor_act(&e, "kill-line");
	editor_act(&e, "first");
	editor_act(&e, "yank");
	expect(&e, "two|one ");
	editor_act(&e, "undo");
	assert_string_equal(e.text->str, "one ");
	editor_act(&e, "undo");
	assert_string_equal(e.text->str, "one two");
	editor_clear(&e);
}

static void control_bytes_stay_out(void **state)
{
	struct editor e;

	(void)state;
	editor_init(&e, false);
	editor_insert(&e, "a\033[31mb\nc\x07", -1);
	assert_null(strchr(e.text->str, '\033'));
	assert_null(strchr(e.text->str, '\n'));
	assert_null(strchr(e.text->str, '\a'));
	editor_insert_char(&e, 0x1b);
	assert_null(strchr(e.text->str, '\033'));
	editor_clear(&e);
}

static void too_long(void **state)
{
	struct editor e;
	char *big = g_strnfill(EDITOR_MAX, 'x');

	(void)state;
	editor_init(&e, true);
	assert_true(editor_insert(&e, big, -1));
	assert_false(editor_insert(&e, "y", 1));
	assert_false(editor_insert_char(&e, 'y'));
	assert_int_equal(e.text->len, EDITOR_MAX);
	g_free(big);
	editor_clear(&e);
}

static void layout(void **state)
{
	struct editor e;
	struct editor_view v;

	(void)state;
	editor_init(&e, true);
	set(&e, "hello wor|ld\nx");
	editor_layout(&e, 8, &v);
	assert_int_equal(v.starts->len - 1, 3);
	assert_int_equal(v.line, 1);
	assert_int_equal(v.column, 3);
	editor_view_clear(&v);
	assert_true(editor_vertical(&e, 8, -1));
	expect(&e, "hel|lo world\nx");
	assert_false(editor_vertical(&e, 8, -1));
	set(&e, "日本語日本語|");
	editor_layout(&e, 5, &v);
	assert_int_equal(v.starts->len - 1, 3);
	editor_view_clear(&v);
	editor_clear(&e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acts), cmocka_unit_test(kill_and_yank),
		cmocka_unit_test(control_bytes_stay_out),
		cmocka_unit_test(too_long), cmocka_unit_test(layout),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
