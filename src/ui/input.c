#include "ui/input.h"

#include <string.h>
#include "command/command.h"

/* What ends a CSI or SS3 sequence, and the key it means. */
static const struct {
	char final;
	uint32_t key;
} finals[] = {
	{ 'A', KEY_UP }, { 'B', KEY_DOWN }, { 'C', KEY_RIGHT },
	{ 'D', KEY_LEFT }, { 'H', KEY_HOME }, { 'F', KEY_END },
	{ 'P', KEY_F1 }, { 'Q', KEY_F2 }, { 'R', KEY_F3 }, { 'S', KEY_F4 },
	{ 'M', KEY_ENTER }, { 'Z', KEY_TAB | KEY_SHIFT },
	{ 'I', KEY_FOCUS_IN }, { 'O', KEY_FOCUS_OUT },
};

/* CSI number ~ */
static const struct {
	int number;
	uint32_t key;
} tildes[] = {
	{ 1, KEY_HOME }, { 2, KEY_INSERT }, { 3, KEY_DELETE }, { 4, KEY_END },
	{ 5, KEY_PGUP }, { 6, KEY_PGDN }, { 7, KEY_HOME }, { 8, KEY_END },
	{ 11, KEY_F1 }, { 12, KEY_F2 }, { 13, KEY_F3 }, { 14, KEY_F4 },
	{ 15, KEY_F5 }, { 17, KEY_F6 }, { 18, KEY_F7 }, { 19, KEY_F8 },
	{ 20, KEY_F9 }, { 21, KEY_F10 }, { 23, KEY_F11 }, { 24, KEY_F12 },
	{ 200, KEY_PASTE_BEGIN }, { 201, KEY_PASTE_END },
};

size_t input_space(const struct input *in)
{
	return sizeof in->buf - in->len;
}

void input_add(struct input *in, const void *bytes, size_t len)
{
	len = MIN(len, input_space(in));
	memcpy(in->buf + in->len, bytes, len);
	in->len += len;
}

bool input_waits(const struct input *in)
{
	return in->len > 0;
}

static uint32_t take(struct input *in, size_t n, uint32_t key)
{
	in->len -= n;
	memmove(in->buf, in->buf + n, in->len);
	return key;
}

/* xterm: the second number is 1 + shift 1 + alt 2 + ctrl 4. */
static uint32_t with_modifiers(uint32_t key, int modifiers)
{
	int bits = modifiers > 1 ? modifiers - 1 : 0;

	if (!key)
		return 0;
	return key | (bits & 1 ? KEY_SHIFT : 0) | (bits & 2 ? KEY_ALT : 0) |
	       (bits & 4 ? KEY_CTRL : 0);
}

static uint32_t key_of_tilde(int number)
{
	for (guint i = 0; i < G_N_ELEMENTS(tildes); i++)
		if (tildes[i].number == number)
			return tildes[i].key;
	return 0;
}

static uint32_t key_of_final(char final)
{
	for (guint i = 0; i < G_N_ELEMENTS(finals); i++)
		if (finals[i].final == final)
			return finals[i].key;
	return 0;
}

static uint32_t control_key(unsigned char c)
{
	switch (c) {
	case '\r':
		return KEY_ENTER;
	case '\t':
		return KEY_TAB;
	case 0x7f:
	case 0x08:
		return KEY_BACKSPACE;
	case 0x1b:
		return KEY_ESC;
	case 0:
		return KEY_CTRL | ' ';
	}
	if (c < 27)
		return KEY_CTRL | ('a' + c - 1);
	return KEY_CTRL | (c + 0x40);
}

/* CSI u (fixterms, kitty): a code point with modifiers. */
static uint32_t key_of_code(int code, int modifiers)
{
	if (code < 32 || code == 127)
		return with_modifiers(control_key(code), modifiers);
	return with_modifiers(code, modifiers > 1 ?
			      ((modifiers - 1) & ~1) + 1 : 0);
}

/* After ESC [ or ESC O: parameters, then a final byte 0x40-0x7e. Returns the
 * length, 0 when it is not whole yet, and the key (0: unknown). */
static size_t sequence(const struct input *in, uint32_t *key)
{
	int numbers[4] = { 0 }, n = 0;
	size_t i = 2;

	*key = 0;
	if (in->buf[1] == '[' && in->len > 2 && in->buf[2] == '[') {
		if (in->len < 4)
			return 0;
		if (in->buf[3] >= 'A' && in->buf[3] <= 'E')
			*key = KEY_F1 + (in->buf[3] - 'A');
		return 4;
	}
	for (; i < in->len; i++) {
		unsigned char c = in->buf[i];

		if (c >= '0' && c <= '9')
			numbers[n] = MIN(numbers[n] * 10 + c - '0', 0xFFFFFF);
		else if (c == ';')
			n = MIN(n + 1, 3);
		else if (c >= 0x40 && c <= 0x7e)
			break;
		else if (c < 0x20 || c > 0x7e)
			return i;
	}
	if (i >= in->len)
		return in->len == sizeof in->buf ? in->len : 0;
	if (in->buf[i] == '~')
		*key = with_modifiers(key_of_tilde(numbers[0]), numbers[1]);
	else if (in->buf[i] == 'u')
		*key = key_of_code(numbers[0], numbers[1]);
	else
		*key = with_modifiers(key_of_final(in->buf[i]), numbers[1]);
	return i + 1;
}

static int utf8_length(unsigned char c)
{
	if (c < 0x80)
		return 1;
	if (c >= 0xC2 && c < 0xE0)
		return 2;
	if (c >= 0xE0 && c < 0xF0)
		return 3;
	if (c >= 0xF0 && c < 0xF5)
		return 4;
	return 0;
}

/* One character at `at`; 0 length when more bytes are needed. */
static size_t character(const struct input *in, size_t at, bool flush,
			uint32_t *key)
{
	int n = utf8_length(in->buf[at]);
	gunichar c;

	*key = 0xFFFD;
	if (!n)
		return 1;
	if (in->len - at < (size_t)n)
		return flush ? in->len - at : 0;
	c = g_utf8_get_char_validated((const char *)in->buf + at, n);
	if (c == (gunichar)-1 || c == (gunichar)-2)
		return 1;
	*key = c;
	return n;
}

static uint32_t next_escape(struct input *in, bool flush)
{
	uint32_t key;
	size_t n;

	if (in->len == 1)
		return flush ? take(in, 1, KEY_ESC) : 0;
	if (in->buf[1] == '[' || in->buf[1] == 'O') {
		n = in->len == 2 ? 0 : sequence(in, &key);
		if (n && key)
			return take(in, n, key);
		if (n) {
			take(in, n, 0);
			return input_next(in, flush);
		}
		return flush ? take(in, 2, KEY_ALT | in->buf[1]) : 0;
	}
	if (in->buf[1] == 0x1b)
		return take(in, 1, KEY_ESC);
	if (in->buf[1] < 0x20 || in->buf[1] == 0x7f)
		return take(in, 2, KEY_ALT | control_key(in->buf[1]));
	n = character(in, 1, flush, &key);
	return n ? take(in, n + 1, KEY_ALT | key) : 0;
}

static uint32_t next_pasted(struct input *in, bool flush)
{
	static const char end[] = "\033[201~";
	uint32_t key;
	size_t n;

	while (in->len) {
		if (in->buf[0] == 0x1b) {
			n = MIN(in->len, sizeof end - 1);
			if (!memcmp(in->buf, end, n)) {
				if (n < sizeof end - 1)
					return 0;
				in->paste = false;
				return take(in, n, KEY_PASTE_END);
			}
		}
		if (in->buf[0] == '\r' || in->buf[0] == '\n')
			return take(in, 1, '\n');
		if (in->buf[0] == '\t')
			return take(in, 1, '\t');
		if (in->buf[0] < 0x20 || in->buf[0] == 0x7f) {
			take(in, 1, 0);
			continue;
		}
		n = character(in, 0, flush, &key);
		return n ? take(in, n, key) : 0;
	}
	return 0;
}

uint32_t input_next(struct input *in, bool flush)
{
	uint32_t key;
	size_t n;

	if (!in->len)
		return 0;
	if (in->paste)
		return next_pasted(in, flush);
	if (in->buf[0] == 0x1b) {
		key = next_escape(in, flush);
		if (key == KEY_PASTE_BEGIN)
			in->paste = true;
		return key;
	}
	if (in->buf[0] < 0x20 || in->buf[0] == 0x7f)
		return take(in, 1, control_key(in->buf[0]));
	n = character(in, 0, flush, &key);
	return n ? take(in, n, key) : 0;
}
