#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "command/command.h"
#include "ui/input.h"

struct row {
	const char *bytes;
	uint32_t keys[6];	/* 0 ends */
};

static const struct row rows[] = {
	{ "j", { 'j' } },
	{ "é", { 0xE9 } },
	{ "日", { 0x65E5 } },
	{ "\r", { KEY_ENTER } },
	{ "\n", { KEY_CTRL | 'j' } },
	{ "\t", { KEY_TAB } },
	{ "\x7f", { KEY_BACKSPACE } },
	{ "\x0b", { KEY_CTRL | 'k' } },
	{ "\x1f", { KEY_CTRL | '_' } },
	{ "\033[A", { KEY_UP } },
	{ "\033OA", { KEY_UP } },
	{ "\033[1;5C", { KEY_RIGHT | KEY_CTRL } },
	{ "\033[1;3B", { KEY_DOWN | KEY_ALT } },
	{ "\033[1;2D", { KEY_LEFT | KEY_SHIFT } },
	{ "\033[Z", { KEY_TAB | KEY_SHIFT } },
	{ "\033[5~", { KEY_PGUP } },
	{ "\033[3;5~", { KEY_DELETE | KEY_CTRL } },
	{ "\033OP", { KEY_F1 } },
	{ "\033[[B", { KEY_F2 } },
	{ "\033[14~", { KEY_F4 } },
	{ "\033a", { KEY_ALT | 'a' } },
	{ "\033\r", { KEY_ALT | KEY_ENTER } },
	{ "\033\x7f", { KEY_ALT | KEY_BACKSPACE } },
	{ "\033[I", { KEY_FOCUS_IN } },
	{ "\033[O", { KEY_FOCUS_OUT } },
	{ "\033[107;5u", { KEY_CTRL | 'k' } },
	{ "\033[13;2u", { KEY_SHIFT | KEY_ENTER } },
	/* an unknown sequence is swallowed whole */
	{ "\033[?62;22cx", { 'x' } },
	{ "\033[999zx", { 'x' } },
	/* a paste never becomes commands; its control bytes are dropped */
	{ "\033[200~a\r\033q\033[201~z",
	  { KEY_PASTE_BEGIN, 'a', '\n', 'q', KEY_PASTE_END, 'z' } },
	{ "\xff" "a", { 0xFFFD, 'a' } },
	{ "\xc3(", { 0xFFFD, '(' } },
};

static void feed(struct input *in, const char *bytes, size_t n,
		 uint32_t *out, int *count, bool flush)
{
	uint32_t key;

	input_add(in, bytes, n);
	while ((key = input_next(in, flush)) && *count < 6)
		out[(*count)++] = key;
}

static void check(const struct row *r, const uint32_t *got, int count)
{
	int want = 0;

	while (want < 6 && r->keys[want])
		want++;
	assert_int_equal(count, want);
	for (int i = 0; i < want; i++)
		assert_int_equal(got[i], r->keys[i]);
}

static void whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct input in = { .len = 0 };
		uint32_t got[6];
		int n = 0;

		feed(&in, rows[i].bytes, strlen(rows[i].bytes), got, &n,
		     false);
		check(&rows[i], got, n);
		assert_false(input_waits(&in));
	}
}

/* However the bytes are cut, the keys are the same. */
static void byte_by_byte(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct input in = { .len = 0 };
		uint32_t got[6];
		int n = 0;

		for (const char *p = rows[i].bytes; *p; p++)
			feed(&in, p, 1, got, &n, false);
		check(&rows[i], got, n);
	}
}

static void lone_escape(void **state)
{
	struct input in = { .len = 0 };

	(void)state;
	input_add(&in, "\033", 1);
	assert_int_equal(input_next(&in, false), 0);
	assert_true(input_waits(&in));
	assert_int_equal(input_next(&in, true), KEY_ESC);
	assert_false(input_waits(&in));
}

static void endless_sequence(void **state)
{
	struct input in = { .len = 0 };
	uint32_t key;

	(void)state;
	input_add(&in, "\033[", 2);
	while (input_space(&in))
		input_add(&in, "1", 1);
	while ((key = input_next(&in, true)))
		assert_true(key != 0);
	input_add(&in, "k", 1);
	assert_int_equal(input_next(&in, true), 'k');
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(byte_by_byte),
		cmocka_unit_test(lone_escape),
		cmocka_unit_test(endless_sequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
