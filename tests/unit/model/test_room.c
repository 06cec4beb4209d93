#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void has_words(void **state)
{
	(void)state;
	assert_string_equal(area_word(AREA_UNKNOWN), "unknown");
	assert_string_equal(area_word(AREA_INTERNAL), "internal");
	assert_string_equal(area_word(AREA_EXTERNAL), "external");
	assert_string_equal(area_word(AREA_PUBLIC), "public");
	assert_string_equal(area_word(99), "unknown");
	assert_string_equal(room_kind_word(ROOM_PLAIN), "room");
	assert_string_equal(room_kind_word(ROOM_SPACE), "space");
	assert_string_equal(room_kind_word(ROOM_DM), "dm");
}

static void reads_words_of_the_protocol(void **state)
{
	(void)state;
	assert_int_equal(join_rule_from("invite"), JOIN_INVITE);
	assert_int_equal(join_rule_from("public"), JOIN_PUBLIC);
	assert_int_equal(join_rule_from("knock"), JOIN_KNOCK);
	assert_int_equal(join_rule_from("restricted"), JOIN_RESTRICTED);
	assert_int_equal(join_rule_from("knock_restricted"),
			 JOIN_KNOCK_RESTRICTED);
	assert_int_equal(join_rule_from("private"), JOIN_PRIVATE);
	assert_int_equal(history_from("shared"), HISTORY_SHARED);
	assert_int_equal(history_from("invited"), HISTORY_INVITED);
	assert_int_equal(history_from("joined"), HISTORY_JOINED);
	assert_int_equal(history_from("world_readable"), HISTORY_WORLD);
}

static void other_words_are_unknown(void **state)
{
	static const char *const words[] = { NULL, "", "unknown", "PUBLIC" };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		assert_int_equal(join_rule_from(words[i]), JOIN_UNKNOWN);
		assert_int_equal(history_from(words[i]), HISTORY_UNKNOWN);
	}
}

static void frees_all_of_a_room(void **state)
{
	struct room *r = g_new0(struct room, 1);

	(void)state;
	r->rid = g_strdup("!a:b");
	r->name = g_strdup("n");
	r->topic = g_strdup("t");
	r->heroes = g_ptr_array_new();
	g_ptr_array_add(r->heroes, g_strdup("@a:b"));
	r->allow = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(r->allow, g_strdup("!s:b"));
	room_free(r);
	room_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_words),
		cmocka_unit_test(reads_words_of_the_protocol),
		cmocka_unit_test(other_words_are_unknown),
		cmocka_unit_test(frees_all_of_a_room),
	};

	return cmocka_run_group_tests_name("model/room", tests, NULL, NULL);
}
