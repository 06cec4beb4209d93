/* test_answer.c - the order in which an answer is given out, and its bounds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/answer.h"

/* One letter for each change. */
static void hear(void *user, struct change *take)
{
	static const char letters[] = {
		[CHANGE_ROOM] = 'R', [CHANGE_FACTS] = 'F',
		[CHANGE_MEMBER] = 'M', [CHANGE_POST] = 'P',
		[CHANGE_TIMELINE] = 'T', [CHANGE_TYPING] = 'Y',
		[CHANGE_COUNTS] = 'C', [CHANGE_TAG] = 'G',
	};

	g_string_append_c(user, letters[take->kind]);
	change_free(take);
}

static const struct provider_host host = { 0 };

static struct answer *answer_begin(struct push *push, GString *out)
{
	struct decode d = { .host = &host, .me = "@ann:x", .push = push,
			    .emit = hear, .user = out, .joined = -1 };

	return answer_new(SCAN_SYNC, &d, NULL);
}

#define POST(id) "{\"type\":\"m.room.message\",\"sender\":\"@b:x\"," \
	"\"event_id\":\"$" id "\",\"content\":{\"msgtype\":\"m.text\"," \
	"\"body\":\"x\"}}"
#define NAME "{\"type\":\"m.room.name\",\"sender\":\"@b:x\"," \
	"\"state_key\":\"\",\"event_id\":\"$n\",\"content\":{\"name\":\"N\"}}"
#define LINE "\"timeline\":{\"events\":[" POST("1") "," POST("2") \
	"],\"limited\":true,\"prev_batch\":\"p\"}"
#define STATE "\"state\":{\"events\":[" NAME "]}"
#define TYPING "\"ephemeral\":{\"events\":[{\"type\":\"m.typing\"," \
	"\"content\":{}}]}"
#define COUNTS "\"unread_notifications\":{}"
#define TAGS "\"account_data\":{\"events\":[{\"type\":\"m.marked_unread\"," \
	"\"content\":{}}]}"
#define ROOM(parts) "{\"next_batch\":\"s\",\"rooms\":{\"join\":{\"!a\":{" \
	parts "}}}}"

static void test_answer_order(void **state)
{
	static const char *const rows[] = {
		ROOM(LINE "," STATE "," TYPING "," COUNTS "," TAGS),
		ROOM(STATE "," TYPING "," COUNTS "," TAGS "," LINE),
		ROOM(TYPING "," LINE "," COUNTS "," TAGS "," STATE),
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct push *push = push_new(NULL, "@ann:x");
		GString *out = g_string_new(NULL);
		struct answer *a = answer_begin(push, out);

		assert_true(answer_feed(a, rows[i], strlen(rows[i])));
		assert_true(answer_finish(a));
		assert_true(g_str_has_prefix(out->str, "RFTPP"));
		assert_int_equal(out->len, strlen("RFTPPYCG"));
		assert_string_equal(a->next, "s");
		assert_int_equal(a->rooms, 1);
		answer_free(a);
		g_string_free(out, TRUE);
		push_free(push);
	}
}

static void test_answer_cut(void **state)
{
	static const char text[] = ROOM(LINE);

	(void)state;
	for (size_t len = 0; len < sizeof text - 1; len += 3) {
		struct push *push = push_new(NULL, "@ann:x");
		GString *out = g_string_new(NULL);
		struct answer *a = answer_begin(push, out);

		answer_feed(a, text, len);
		assert_false(answer_finish(a));
		answer_free(a);
		g_string_free(out, TRUE);
		push_free(push);
	}
}

/* A room that is larger than may be kept comes all the same. */
static void test_answer_large_room(void **state)
{
	static const char begin[] = "{\"next_batch\":\"s\",\"rooms\":{\"join\":"
		"{\"!a\":{\"timeline\":{\"events\":[" POST("0");
	g_autofree char *fill = g_strnfill(200000, 'x');
	g_autofree char *event = g_strdup_printf(
		",{\"type\":\"m.room.message\",\"sender\":\"@b:x\","
		"\"event_id\":\"$1\",\"content\":{\"msgtype\":\"m.text\","
		"\"body\":\"%s\"}}", fill);
	struct push *push = push_new(NULL, "@ann:x");
	GString *out = g_string_new(NULL);
	struct answer *a = answer_begin(push, out);
	int n = 2 * (ANSWER_KEEP / 200000) + 1;

	(void)state;
	assert_true(answer_feed(a, begin, sizeof begin - 1));
	for (int i = 0; i < n; i++) {
		assert_true(answer_feed(a, event, strlen(event)));
		assert_true(a->kept->len <= ANSWER_KEEP);
	}
	assert_true(answer_feed(a, "]}}}}}", 6));
	assert_true(answer_finish(a));
	assert_int_equal(out->len, n + 3);
	assert_true(g_str_has_prefix(out->str, "RTPPP"));
	answer_free(a);
	g_string_free(out, TRUE);
	push_free(push);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answer_order),
		cmocka_unit_test(test_answer_cut),
		cmocka_unit_test(test_answer_large_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
