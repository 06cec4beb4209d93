/* json.c - reading JSON that anybody may have written. */
#include "provider/matrix/json.h"

#include <math.h>
#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define LEVEL_MAX 1000000000
#define DIGITS_MAX 15		/* always below 2^53 */

/* ---- cleaning --------------------------------------------------------- */

/* Four hexadecimal digits, or -1. */
static int hex_four(const char *p, const char *end)
{
	int code = 0;

	if (end - p < 4)
		return -1;
	for (int i = 0; i < 4; i++) {
		int digit = g_ascii_xdigit_value(p[i]);

		if (digit < 0)
			return -1;
		code = code * 16 + digit;
	}
	return code;
}

static bool is_low(int code)
{
	return code >= 0xdc00 && code <= 0xdfff;
}

/* The length of the \u escape at `p` when it may stay, or 0. */
static size_t unicode_escape(const char *p, const char *end)
{
	int code = hex_four(p + 2, end);

	if (code <= 0 || is_low(code))
		return 0;
	if (code < 0xd800 || code > 0xdbff)
		return 6;
	if (end - p >= 12 && p[6] == '\\' && p[7] == 'u' &&
	    is_low(hex_four(p + 8, end)))
		return 12;
	return 0;
}

static const char *clean_escape(GString *out, const char *p, const char *end)
{
	size_t len = 0;

	if (end - p < 2)
		return end;
	if (strchr("\"\\/bfnrt", p[1]) && p[1])
		len = 2;
	else if (p[1] == 'u')
		len = unicode_escape(p, end);
	if (len) {
		g_string_append_len(out, p, (gssize)len);
		return p + len;
	}
	g_string_append(out, REPLACEMENT);
	return p + (p[1] == 'u' && hex_four(p + 2, end) >= 0 ? 6 : 2);
}

static const char *clean_wide(GString *out, const char *p, const char *end)
{
	gunichar c = g_utf8_get_char_validated(p, end - p);
	const char *next;

	if (c == (gunichar)-1 || c == (gunichar)-2) {
		g_string_append(out, REPLACEMENT);
		return p + 1;
	}
	next = g_utf8_next_char(p);
	g_string_append_len(out, p, next - p);
	return next;
}

static void clean_control(GString *out, char c)
{
	if (c == '\n')
		g_string_append(out, "\\n");
	else if (c == '\t')
		g_string_append(out, "\\t");
	else
		g_string_append(out, REPLACEMENT);
}

/* From behind the opening quote to behind the closing one. */
static const char *clean_string(GString *out, const char *p, const char *end)
{
	while (p < end && *p != '"') {
		if (*p == '\\') {
			p = clean_escape(out, p, end);
		} else if ((unsigned char)*p >= 0x80) {
			p = clean_wide(out, p, end);
		} else if ((unsigned char)*p < 0x20) {
			clean_control(out, *p++);
		} else {
			g_string_append_c(out, *p++);
		}
	}
	if (p == end)
		return p;
	g_string_append_c(out, '"');
	return p + 1;
}

/* A number that is too large for anybody becomes the largest. */
static void clean_digits(GString *out, const char *p, size_t len)
{
	bool real = memchr(p, '.', len) || memchr(p, 'e', len) ||
		    memchr(p, 'E', len);
	g_autofree char *text = NULL;

	if (!real && len <= DIGITS_MAX) {
		g_string_append_len(out, p, (gssize)len);
		return;
	}
	text = g_strndup(p, MIN(len, 400));
	if (real && isfinite(g_ascii_strtod(text, NULL)) && len < 400)
		g_string_append(out, text);
	else
		g_string_append_printf(out, "%s%" G_GINT64_FORMAT,
				       *p == '-' ? "-" : "",
				       JSON_INTEGER_MAX);
}

static const char *clean_number(GString *out, const char *p, const char *end)
{
	const char *from = p;

	while (p < end && (g_ascii_isdigit(*p) || strchr("+-.eE", *p)) && *p)
		p++;
	clean_digits(out, from, (size_t)(p - from));
	return p;
}

GString *json_clean(const char *raw, size_t len)
{
	GString *out = g_string_sized_new(len + 16);
	const char *p = raw, *end = raw + len;

	while (p < end) {
		if (*p == '"') {
			g_string_append_c(out, *p++);
			p = clean_string(out, p, end);
		} else if (*p == '-' || g_ascii_isdigit(*p)) {
			p = clean_number(out, p, end);
		} else {
			g_string_append_c(out, *p++);
		}
	}
	return out;
}

/* ---- reading ---------------------------------------------------------- */

json_t *json_read(const char *raw, size_t len)
{
	json_t *value = json_loadb(raw, len, JSON_DECODE_ANY, NULL);
	GString *clean;

	if (value)
		return value;
	clean = json_clean(raw, len);
	value = json_loadb(clean->str, clean->len, JSON_DECODE_ANY, NULL);
	g_string_free(clean, TRUE);
	return value;
}

json_t *json_read_map(const char *raw, size_t len)
{
	json_t *value = json_read(raw, len);

	if (json_is_object(value))
		return value;
	json_decref(value);
	return NULL;
}

const char *json_text(const json_t *map, const char *key)
{
	return json_string_value(json_object_get(map, key));
}

const char *json_id(const json_t *map, const char *key)
{
	const json_t *value = json_object_get(map, key);
	size_t len = json_string_length(value);

	return len > 0 && len <= 255 ? json_string_value(value) : NULL;
}

json_t *json_map(const json_t *map, const char *key)
{
	json_t *value = json_object_get(map, key);

	return json_is_object(value) ? value : NULL;
}

json_t *json_list(const json_t *map, const char *key)
{
	json_t *value = json_object_get(map, key);

	return json_is_array(value) ? value : NULL;
}

bool json_flag(const json_t *map, const char *key)
{
	return json_is_true(json_object_get(map, key));
}

static int64_t whole(double real, int64_t otherwise)
{
	if (!isfinite(real))
		return otherwise;
	if (real >= (double)JSON_INTEGER_MAX)
		return JSON_INTEGER_MAX;
	if (real <= -(double)JSON_INTEGER_MAX)
		return -JSON_INTEGER_MAX;
	return (int64_t)real;
}

int64_t json_number(const json_t *map, const char *key, int64_t otherwise)
{
	const json_t *value = json_object_get(map, key);

	if (json_is_integer(value))
		return CLAMP((int64_t)json_integer_value(value),
			     -JSON_INTEGER_MAX, JSON_INTEGER_MAX);
	if (json_is_real(value))
		return whole(json_real_value(value), otherwise);
	return otherwise;
}

int json_level(const json_t *map, const char *key, int otherwise)
{
	const char *text = json_text(map, key);
	int64_t level;

	if (text) {
		g_autofree char *bare = g_strstrip(g_strdup(text));
		const char *digits = *bare == '+' ? bare + 1 : bare;

		if (!g_ascii_string_to_signed(digits, 10, -LEVEL_MAX,
					      LEVEL_MAX, &level, NULL))
			return otherwise;
		return (int)level;
	}
	level = json_number(map, key, otherwise);
	return (int)CLAMP(level, -LEVEL_MAX, LEVEL_MAX);
}

bool json_lists(const json_t *map, const char *key, const char *text)
{
	const json_t *list = json_list(map, key);
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value)
		if (g_strcmp0(json_string_value(value), text) == 0)
			return true;
	return false;
}

char *json_write(json_t *take)
{
	char *text = json_dumps(take, JSON_COMPACT);
	char *own = g_strdup(text);

	/* jansson's allocator need not be GLib's. */
	free(text);
	json_decref(take);
	return own;
}
