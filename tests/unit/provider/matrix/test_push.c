/* test_push.c - push rules, one event and one set of rules at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "model/model.h"
#include "provider/matrix/push.h"

#define N RING_NOTIFY
#define H RING_HIGHLIGHT
#define S RING_SOUND

struct room_now {
	int members;
	bool may;
};

static int on_members(void *user)
{
	return ((struct room_now *)user)->members;
}

static bool on_may(void *user, const char *sender, const char *key)
{
	return ((struct room_now *)user)->may && sender && !strcmp(key, "room");
}

static unsigned ring(const char *rules, const char *event,
		     struct room_now now)
{
	const struct push_facts facts = {
		"!a:x", "Ann Reed", on_members, on_may, &now
	};
	struct push *p = push_new(rules, "@ann:council.org");
	g_autoptr(json_t) json = json_read_map(event, strlen(event));
	unsigned bits;

	assert_non_null(json);
	bits = push_evaluate(p, json, &facts);
	push_free(p);
	return bits;
}

#define MSG(sender, content) "{\"type\":\"m.room.message\",\"sender\":\"" \
	sender "\",\"content\":{\"msgtype\":\"m.text\"," content "}}"

static void test_push_default(void **state)
{
	static const struct {
		const char *event;
		int members;
		bool may;
		unsigned ring;
	} rows[] = {
		{ MSG("@b:x", "\"body\":\"hello\""), 5, false, N },
		{ MSG("@b:x", "\"body\":\"hello\""), 2, false, N | S },
		{ MSG("@b:x", "\"body\":\"hello\""), -1, false, N },
		{ MSG("@ann:council.org", "\"body\":\"hello\""), 2, false, 0 },
		{ MSG("@b:x", "\"body\":\"Hi ann.\""), 5, false, N | H | S },
		{ MSG("@b:x", "\"body\":\"Hi aNN REED\""), 5, false,
		  N | H | S },
		{ MSG("@b:x", "\"body\":\"planning\""), 5, false, N },
		{ MSG("@b:x", "\"body\":\"ann\",\"m.mentions\":{}"), 5, false,
		  N },
		{ MSG("@b:x", "\"body\":\"\",\"m.mentions\":{\"user_ids\":"
		  "[7,\"@ann:council.org\"]}"), 5, false, N | H | S },
		{ MSG("@b:x", "\"body\":\"\",\"m.mentions\":{\"room\":true}"),
		  5, true, N | H },
		{ MSG("@b:x", "\"body\":\"\",\"m.mentions\":{\"room\":true}"),
		  5, false, N },
		{ MSG("@b:x", "\"body\":\"@room x\""), 5, true, N | H },
		{ MSG("@b:x", "\"body\":\"@rooms\""), 5, true, N },
		{ "{\"type\":\"m.room.message\",\"sender\":\"@b:x\",\"content\""
		  ":{\"msgtype\":\"m.notice\",\"body\":\"ann\"}}", 2, true, 0 },
		{ "{\"type\":\"m.room.encrypted\",\"sender\":\"@b:x\"}", 2,
		  false, N | S },
		{ "{\"type\":\"m.reaction\",\"sender\":\"@b:x\"}", 2, false,
		  0 },
		{ "{\"type\":\"m.room.member\",\"state_key\":\"@c:x\","
		  "\"sender\":\"@b:x\"}", 2, false, 0 },
		{ "{\"type\":\"m.room.tombstone\",\"state_key\":\"\","
		  "\"sender\":\"@b:x\"}", 5, false, N | H },
		{ MSG("@b:x", "\"body\":\"ann\",\"m.relates_to\":{\"rel_type\":"
		  "\"m.replace\"},\"m.mentions\":{}"), 2, false, 0 },
		{ "{\"type\":\"org.example\",\"sender\":\"@b:x\"}", 2, false,
		  0 },
		{ "{}", 2, false, 0 }, { "{\"content\":7}", 2, true, 0 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		unsigned bits = ring(NULL, rows[i].event, (struct room_now){
			rows[i].members, rows[i].may });

		if (bits != rows[i].ring)
			fail_msg("row %zu gives %u", i, bits);
	}
}

/* One underride rule with these conditions. */
static unsigned ring_if(const char *conditions, const char *event,
			int members)
{
	g_autofree char *rules = g_strdup_printf(
		"{\"global\":{\"underride\":[{\"rule_id\":\"x\",\"enabled\":"
		"true,\"actions\":[\"notify\"],\"conditions\":[%s]}]}}",
		conditions);

	return ring(rules, event, (struct room_now){ members, true });
}

#define MATCH(key, pattern) "{\"kind\":\"event_match\",\"key\":\"" key \
	"\",\"pattern\":\"" pattern "\"}"
#define COUNT(is) "{\"kind\":\"room_member_count\",\"is\":\"" is "\"}"

static void test_push_conditions(void **state)
{
	static const struct {
		const char *conditions;
		bool holds;
	} rows[] = {
		{ "", true },
		{ MATCH("type", "m.ROOM.*"), true },
		{ MATCH("type", "m.room"), false },
		{ MATCH("type", "m?room?mess*ge"), true },
		{ MATCH("sender", "*:x"), true },
		{ MATCH("room_id", "!a:x"), true },
		{ MATCH("room_id", "!b:x"), false },
		{ MATCH("content.body", "boil*"), true },
		{ MATCH("content.body", "oiler"), false },
		{ MATCH("content.body", "the b?iler"), true },
		{ MATCH("content.body", "\xc3\x84rger"), true },
		{ MATCH("content.deep.er", "Yes"), true },
		{ MATCH("content.d\\\\.o\\\\.t", "yes"), true },
		{ MATCH("content.d.o.t", "yes"), false },
		{ MATCH("content.n", "7"), false },
		{ MATCH("absent.key", "*"), false },
		{ "{\"kind\":\"event_property_is\",\"key\":\"content.n\","
		  "\"value\":7}", true },
		{ "{\"kind\":\"event_property_is\",\"key\":\"content.n\","
		  "\"value\":\"7\"}", false },
		{ "{\"kind\":\"event_property_is\",\"key\":\"content.z\","
		  "\"value\":null}", true },
		{ "{\"kind\":\"event_property_is\",\"key\":\"content.l\","
		  "\"value\":[1]}", false },
		{ "{\"kind\":\"event_property_is\",\"key\":\"content.n\"}",
		  false },
		{ "{\"kind\":\"event_property_contains\",\"key\":\"content.l\""
		  ",\"value\":1}", true },
		{ "{\"kind\":\"event_property_contains\",\"key\":\"content.l\""
		  ",\"value\":2}", false },
		{ "{\"kind\":\"event_property_contains\",\"key\":\"content.n\""
		  ",\"value\":7}", false },
		{ COUNT("3"), true }, { COUNT("==3"), true },
		{ COUNT("<4"), true }, { COUNT("<3"), false },
		{ COUNT(">=3"), true }, { COUNT("<=2"), false },
		{ COUNT(">2"), true }, { COUNT("two"), false },
		{ COUNT(""), false }, { "{\"kind\":\"room_member_count\"}",
					false },
		{ "{\"kind\":\"sender_notification_permission\",\"key\":"
		  "\"room\"}", true },
		{ "{\"kind\":\"sender_notification_permission\",\"key\":"
		  "\"other\"}", false },
		{ "{\"kind\":\"sender_notification_permission\"}", false },
		{ "{\"kind\":\"contains_display_name\"}", false },
		{ "{\"kind\":\"org.example.future\"}", false },
		{ "7", false }, { "{}", false },
		{ MATCH("type", "*") ",{\"kind\":\"unknown\"}", false },
	};
	static const char event[] =
		"{\"type\":\"m.room.message\",\"sender\":\"@b:x\",\"content\":{"
		"\"body\":\"The Boiler makes \xc3\xa4rger\",\"n\":7,\"z\":null,"
		"\"l\":[1,\"a\"],\"deep\":{\"er\":\"yes\"},\"d.o.t\":\"yes\"}}";

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		if (ring_if(rows[i].conditions, event, 3) !=
		    (rows[i].holds ? N : 0))
			fail_msg("row %zu: %s", i, rows[i].conditions);
}

#define RULE(id, rest) "{\"rule_id\":\"" id "\"," rest "}"
#define LOUD "\"actions\":[\"notify\",{\"set_tweak\":\"highlight\"}]"
#define QUIET "\"actions\":[]"
#define PLAIN "\"actions\":[\"notify\"]"

static void test_push_order(void **state)
{
	static const struct {
		const char *rules;
		unsigned ring;
	} rows[] = {
		{ "{}", 0 }, { "not json", N },
		{ "{\"global\":{\"override\":[" RULE("a", QUIET) "],"
		  "\"content\":[" RULE("b", LOUD ",\"pattern\":\"hi\"") "]}}",
		  0 },
		{ "{\"global\":{\"override\":["
		  RULE("a", QUIET ",\"enabled\":false") "],\"content\":["
		  RULE("b", LOUD ",\"pattern\":\"hi\"") "]}}", N | H },
		{ "{\"global\":{\"room\":[" RULE("!a:x", PLAIN) "],"
		  "\"sender\":[" RULE("@b:x", LOUD) "]}}", N },
		{ "{\"global\":{\"room\":[" RULE("!z:x", PLAIN) "],"
		  "\"sender\":[" RULE("@b:x", LOUD) "]}}", N | H },
		{ "{\"global\":{\"override\":[" RULE("a", LOUD) ","
		  RULE(".m.rule.master", QUIET ",\"enabled\":true") "]}}", 0 },
		{ "{\"override\":[" RULE("a", LOUD) "]}", N | H },
		{ "{\"global\":{\"override\":[" RULE("a", "\"actions\":["
		  "\"dont_notify\",\"coalesce\",7]") "]}}", 0 },
		{ "{\"global\":{\"override\":[" RULE("a", "\"actions\":["
		  "{\"set_tweak\":\"highlight\"}]") "]}}", 0 },
		{ "{\"global\":{\"override\":[" RULE("a", "\"actions\":["
		  "\"notify\",{\"set_tweak\":\"highlight\",\"value\":false},"
		  "{\"set_tweak\":\"sound\",\"value\":\"ding\"}]") "]}}",
		  N | S },
		{ "{\"global\":{\"content\":[" RULE("a", LOUD) "],"
		  "\"override\":{},\"room\":[7]}}", 0 },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		unsigned bits = ring(rows[i].rules,
				     MSG("@b:x", "\"body\":\"oh hi\""),
				     (struct room_now){ 3, false });

		if (bits != rows[i].ring)
			fail_msg("row %zu gives %u", i, bits);
	}
}

static void test_push_word_in(void **state)
{
	(void)state;
	assert_true(push_word_in("ann", "Ann"));
	assert_true(push_word_in("ann", "(ANN)"));
	assert_true(push_word_in("ann reed", "hi Ann Reed, hello"));
	assert_false(push_word_in("ann", "anne"));
	assert_false(push_word_in("ann", "_ann"));
	assert_false(push_word_in("", "x"));
	assert_true(push_word_in("a*d", "x ann reed y"));
	assert_false(push_word_in("a?d", "ad"));
	assert_true(push_word_in("*", "x"));
	assert_true(push_word_in("**nn", "ann"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_push_default),
		cmocka_unit_test(test_push_conditions),
		cmocka_unit_test(test_push_order),
		cmocka_unit_test(test_push_word_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
