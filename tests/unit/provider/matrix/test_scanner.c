/* test_scanner.c - answers cut into events, in any pieces. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include <glib.h>
#include "provider/matrix/scanner.h"

/* Everything that is told becomes a line. */
struct heard {
	GString *lines;
	bool refuse;		/* rooms */
};

static bool on_room(void *user, enum scan_part kind, const char *rid)
{
	struct heard *h = user;

	g_string_append_printf(h->lines, "room %d %s\n", (int)kind, rid);
	return !h->refuse;
}

static void on_room_end(void *user)
{
	g_string_append(((struct heard *)user)->lines, "end\n");
}

static void on_value(void *user, enum scan_part part, const char *raw,
		     size_t len)
{
	g_string_append_printf(((struct heard *)user)->lines, "%d %.*s\n",
			       (int)part, (int)len, raw);
}

static void on_skipped(void *user, enum scan_part part, const char *why)
{
	g_string_append_printf(((struct heard *)user)->lines, "%d !%s\n",
			       (int)part, why);
}

static const struct scan_calls calls = {
	on_room, on_room_end, on_value, on_skipped
};

/* What is told of a text in pieces of `piece` bytes, then "whole" or not. */
static char *hear(enum scan_shape shape, const char *text, size_t piece)
{
	struct heard h = { g_string_new(NULL), false };
	struct scanner *s = scanner_new(shape, &calls, &h);
	size_t len = strlen(text);
	bool good = true;

	for (size_t at = 0; good && at < len; at += piece) {
		size_t n = len - at < piece ? len - at : piece;
		g_autofree char *copy = g_memdup2(text + at, n);

		good = scanner_feed(s, copy, n);
	}
	assert_true(good || !scanner_whole(s));
	g_string_append(h.lines, scanner_whole(s) ? "whole" :
			good ? "cut" : "broken");
	scanner_free(s);
	return g_string_free(h.lines, FALSE);
}

static void expect(enum scan_shape shape, const char *text,
		   const char *expected)
{
	for (size_t piece = strlen(text) + 1; piece > 0; piece /= 2) {
		g_autofree char *told = hear(shape, text, piece);

		assert_string_equal(told, expected);
	}
}

static void test_scanner_sync(void **state)
{
	(void)state;
	assert_int_equal(SCAN_NEXT, 5);
	assert_int_equal(SCAN_TIMELINE, 11);
	expect(SCAN_SYNC, "{\"next_batch\":\"s1\"}", "5 \"s1\"\nwhole");
	expect(SCAN_SYNC, " { } \r\n\t", "whole");
	expect(SCAN_SYNC,
	       "{\"rooms\":{\"join\":{\"!a\":{\"timeline\":{\"events\":["
	       "{\"a\":\"]}\\\"\\\\\"},{\"b\":[{}]}],\"limited\":true,"
	       "\"prev_batch\":\"p\"}}}}}",
	       "room 1 !a\n11 {\"a\":\"]}\\\"\\\\\"}\n11 {\"b\":[{}]}\n"
	       "12 true\n13 \"p\"\nend\nwhole");
}

static void test_scanner_after(void **state)
{
	(void)state;
	expect(SCAN_SYNC,
	       "{\"rooms\":{\"join\":{\"!a\":{\"state_after\":{\"events\":[]},"
	       "\"unread_notifications\":{\"n\":1}}}}}",
	       "room 1 !a\n9 \n16 {\"n\":1}\nend\nwhole");
}

static void test_scanner_odd_types(void **state)
{
	(void)state;
	expect(SCAN_SYNC, "{\"rooms\":null,\"account_data\":[1,{\"x\":[]}]}",
	       "whole");
	expect(SCAN_SYNC, "{\"rooms\":{\"join\":{\"!a\":7,\"!b\":{}}}}",
	       "room 1 !b\nend\nwhole");
	expect(SCAN_SYNC, "{\"account_data\":{\"events\":[1,null,\"x\",[{}],"
	       "{\"y\":1}]}}", "6 {\"y\":1}\nwhole");
}

static void test_scanner_keys(void **state)
{
	(void)state;
	expect(SCAN_SYNC, "{\"rooms\":{\"leave\":{\"!\\u0061\\/b\":{}}}}",
	       "room 4 !a/b\nend\nwhole");
	expect(SCAN_SYNC, "{\"next\\u005fbatch\":1}", "5 1\nwhole");
	expect(SCAN_SYNC, "{\"rooms\":{\"join\":{\"\":{}}}}",
	       "1 !no room id\nwhole");
}

static void test_scanner_broken(void **state)
{
	static const char *const texts[] = {
		"<html>", "[]", "{]", "{,}", "{\"a\"}", "{\"a\":}",
		"{\"a\":1,}", "{\"a\":1 2}", "{\"next_batch\":1}x",
		"{\"rooms\":{\"join\":{\"!a\":{]}}}", "nul", "{\"a\" 1}",
		"{\"account_data\":{\"events\":[,]}}", "{\"a\":1]",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		for (size_t piece = 1; piece < 40; piece += 7) {
			g_autofree char *told = hear(SCAN_SYNC, texts[i],
						     piece);

			assert_true(g_str_has_suffix(told, "broken"));
		}
}

static void test_scanner_cut(void **state)
{
	static const char text[] =
		"{\"next_batch\":\"s\\\"1\",\"rooms\":{\"invite\":{\"!a\":{"
		"\"invite_state\":{\"events\":[{\"a\":\"}\"}]}}}},\"z\":-1}";

	(void)state;
	for (size_t len = 0; len < sizeof text - 1; len++) {
		g_autofree char *part = g_strndup(text, len);
		g_autofree char *told = hear(SCAN_SYNC, part, 3);

		assert_true(g_str_has_suffix(told, "cut"));
	}
}

static char *event_of(size_t size)
{
	g_autofree char *fill = g_strnfill(size - 8, 'x');

	return g_strdup_printf("{\"chunk\":[{\"a\":\"%s\"},{\"b\":1}]}", fill);
}

static void test_scanner_large(void **state)
{
	for (int over = 0; over < 2; over++)
		for (size_t piece = 1000; piece < 2000000; piece *= 40) {
			g_autofree char *text = event_of(SCAN_EVENT_MAX +
							 (size_t)over);
			g_autofree char *told = hear(SCAN_PAGE, text, piece);

			assert_true(g_str_has_suffix(
				told, over ? "11 !too large\n11 {\"b\":1}\n"
				"whole" : "}\n11 {\"b\":1}\nwhole"));
			assert_true(!over || strlen(told) < 100);
		}
	(void)state;
}

static void test_scanner_deep(void **state)
{
	(void)state;
	for (int depth = SCAN_DEPTH - 1; depth < SCAN_DEPTH + 1; depth++) {
		g_autofree char *open = g_strnfill((gsize)depth, '[');
		g_autofree char *shut = g_strnfill((gsize)depth, ']');
		g_autofree char *text = g_strdup_printf(
			"{\"chunk\":[{\"a\":%s%s}]}", open, shut);
		g_autofree char *told = hear(SCAN_MEMBERS, text, 7);

		assert_true((strstr(told, "!nested too deeply") != NULL) ==
			    (depth == SCAN_DEPTH));
	}
}

static void test_scanner_refused_room(void **state)
{
	static const char text[] = "{\"rooms\":{\"join\":{\"!a\":{\"timeline\""
		":{\"limited\":true}}}},\"next_batch\":1}";
	struct heard h = { g_string_new(NULL), true };
	struct scanner *s = scanner_new(SCAN_SYNC, &calls, &h);

	(void)state;
	assert_true(scanner_feed(s, text, sizeof text - 1));
	assert_string_equal(h.lines->str, "room 1 !a\n5 1\n");
	scanner_free(s);
	g_string_free(h.lines, TRUE);
}

static void test_scanner_peek(void **state)
{
	static const struct {
		const char *raw, *type;
	} rows[] = {
		{ "{\"type\":\"m.a\"}", "m.a" },
		{ " { \"x\" : {\"type\":\"no\"} , \"type\" : \"yes\" } ", "yes" },
		{ "{\"x\":[\"type\",\"no\"],\"n\":-1.5e3,\"type\":\"t\"}", "t" },
		{ "{\"x\":{\"type\":\"no\"}}", NULL },
		{ "{\"type\":7}", NULL },
		{ "{\"type\":\"esc\\u0061ped\"}", NULL },
		{ "{\"type\":\"open", NULL },
		{ "{\"type\"", NULL }, { "{", NULL }, { "", NULL },
		{ "{}", NULL }, { "{\"a\":\"type\"}", NULL },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		size_t raw_len = strlen(rows[i].raw), len;
		g_autofree char *raw = g_memdup2(rows[i].raw, raw_len);
		const char *type = scanner_peek(raw, raw_len, "type", &len);

		assert_int_equal(type != NULL, rows[i].type != NULL);
		if (type) {
			assert_int_equal(len, strlen(rows[i].type));
			assert_memory_equal(type, rows[i].type, len);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scanner_sync),
		cmocka_unit_test(test_scanner_after),
		cmocka_unit_test(test_scanner_odd_types),
		cmocka_unit_test(test_scanner_keys),
		cmocka_unit_test(test_scanner_broken),
		cmocka_unit_test(test_scanner_cut),
		cmocka_unit_test(test_scanner_large),
		cmocka_unit_test(test_scanner_deep),
		cmocka_unit_test(test_scanner_refused_room),
		cmocka_unit_test(test_scanner_peek),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
