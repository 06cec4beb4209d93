/*
 * fuzz_scanner.c - the answers of a server to changes.
 *
 * The first byte says which answer it is and how it is cut into pieces.
 * Whatever comes in: nothing breaks, and the changes are the same in one
 * piece as in many.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "provider/matrix/answer.h"
#include "wire/dump.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void hear(void *user, struct change *take)
{
	g_autofree char *line = dump_change(take);

	g_assert_true(g_utf8_validate(line, -1, NULL));
	g_string_append(user, line);
	g_string_append_c(user, '\n');
	change_free(take);
}

/* Each piece is a copy of its own, so that reading beyond it is seen. */
static bool feed(struct answer *a, const char *text, size_t len, size_t piece)
{
	for (size_t at = 0, n; at < len; at += n) {
		g_autofree char *copy = NULL;

		n = MIN(piece, len - at);
		copy = g_memdup2(text + at, n);
		if (!answer_feed(a, copy, n))
			return false;
	}
	return true;
}

static GString *play(enum scan_shape shape, const char *text, size_t len,
		     size_t piece)
{
	static const struct provider_host host = { 0 };
	GString *told = g_string_new(NULL);
	struct push *push = push_new(NULL, "@ann:x");
	struct decode decode = {
		.host = &host, .account = 1, .me = "@ann:x", .push = push,
		.emit = hear, .user = told, .joined = -1,
		.older = shape == SCAN_PAGE,
	};
	struct answer *a = answer_new(shape, &decode,
				      shape == SCAN_SYNC ? NULL : "!a:x");
	bool good = feed(a, text, len, piece) && answer_finish(a);

	g_string_append(told, good ? "whole" : "broken");
	answer_free(a);
	push_free(push);
	return told;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data + 1;
	GString *one, *many;
	size_t len = size - 1, type_len;

	if (!size)
		return 0;
	one = play(data[0] % 3, text, len, len + 1);
	many = play(data[0] % 3, text, len, data[0] / 3 + 1);
	g_assert_cmpstr(one->str, ==, many->str);
	g_string_free(one, TRUE);
	g_string_free(many, TRUE);
	json_decref(json_read(text, len));
	scanner_peek(text, len, "type", &type_len);
	return 0;
}
