#include "engine/internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static struct change *post(const char *body)
{
	struct change *c = change_new(CHANGE_POST, "!a:b");

	c->post = post_new();
	c->post->eid = g_strdup("$1");
	c->post->sender = g_strdup("@ben:b");
	c->post->body = g_strdup(body);
	return c;
}

static void test_clean_text_is_not_copied(void **state)
{
	struct change *c = post("hello\nworld");
	const char *before = c->post->body;

	(void)state;
	assert_true(change_clean(c));
	assert_ptr_equal(c->post->body, before);
	change_free(c);
}

static void test_escape_sequences_go(void **state)
{
	struct change *c = post("\033[31mred\033[0m \xe2\x80\xae" "rtl");

	(void)state;
	c->post->name = g_strdup("  Ben\n\033]0;x\a  ");
	c->post->reply_body = g_strdup("\x1b[2J");
	c->post->redact_reason = g_strdup("a\nb");
	assert_true(change_clean(c));
	assert_null(strchr(c->post->body, '\033'));
	assert_null(strstr(c->post->body, "\xe2\x80\xae"));
	assert_null(strpbrk(c->post->name, "\033\a\n"));
	assert_null(strchr(c->post->reply_body, '\033'));
	assert_null(strchr(c->post->redact_reason, '\n'));
	change_free(c);
}

static void test_bounds(void **state)
{
	struct change *c = post("");
	g_autofree char *long_text = g_strnfill(200000, 'x');

	(void)state;
	g_free(c->post->body);
	c->post->body = g_strdup(long_text);
	c->post->html = g_strdup(long_text);
	c->post->name = g_strdup(long_text);
	c->post->mimetype = g_strdup(long_text);
	assert_true(change_clean(c));
	assert_true(strlen(c->post->body) <= 65536);
	assert_true(strlen(c->post->html) <= 65536);
	assert_true(strlen(c->post->name) <= 256);
	assert_true(strlen(c->post->mimetype) <= 1024);
	change_free(c);
}

static void test_html_stays_raw_but_valid(void **state)
{
	struct change *c = post("x");

	(void)state;
	c->post->html = g_strdup("<b>a</b>\xff<i>");
	assert_true(change_clean(c));
	assert_true(g_utf8_validate(c->post->html, -1, NULL));
	assert_true(g_str_has_prefix(c->post->html, "<b>a</b>"));
	change_free(c);
}

/* An id that cannot be one spoils the change; a reference to something is
 * left out alone. */
static void test_ids(void **state)
{
	static const char *const bad[] = { "", "a\nb", "\033", "h\xc3\xa9" };
	g_autofree char *long_id = g_strnfill(256, 'a');

	(void)state;
	for (size_t i = 0; i <= G_N_ELEMENTS(bad); i++) {
		const char *id = i < G_N_ELEMENTS(bad) ? bad[i] : long_id;
		struct change *c = post("x");

		c->post->reply_to = g_strdup(id);
		c->post->file_url = g_strdup(id);
		assert_true(change_clean(c));
		assert_null(c->post->reply_to);
		assert_null(c->post->file_url);
		g_free(c->post->eid);
		c->post->eid = g_strdup(id);
		assert_false(change_clean(c));
		change_free(c);
		c = change_new(CHANGE_MEMBER, "!a:b");
		c->user = g_strdup(id);
		assert_false(change_clean(c));
		change_free(c);
	}
}

static void test_lists(void **state)
{
	struct change *c = change_new(CHANGE_TYPING, "!a:b");

	(void)state;
	c->users = g_ptr_array_new();
	g_ptr_array_add(c->users, g_strdup("@a:b"));
	g_ptr_array_add(c->users, g_strdup("\033"));
	g_ptr_array_add(c->users, g_strdup("@c:b"));
	assert_true(change_clean(c));
	assert_int_equal(c->users->len, 2);
	assert_string_equal(c->users->pdata[1], "@c:b");
	change_free(c);
}

/* Rooms and people of direct talks stay beside each other. */
static void test_pairs(void **state)
{
	struct change *c = change_new(CHANGE_DIRECT, NULL);

	(void)state;
	c->users = g_ptr_array_new_with_free_func(g_free);
	c->names = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup("!1"));
	g_ptr_array_add(c->names, g_strdup("@bad\n"));
	g_ptr_array_add(c->users, g_strdup("!2"));
	g_ptr_array_add(c->names, g_strdup("@two:b"));
	assert_true(change_clean(c));
	assert_int_equal(c->users->len, 1);
	assert_int_equal(c->names->len, 1);
	assert_string_equal(c->users->pdata[0], "!2");
	assert_string_equal(c->names->pdata[0], "@two:b");
	change_free(c);
}

static void test_powers(void **state)
{
	struct change *c = change_new(CHANGE_POWERS, "!a:b");
	struct power good = { .user = g_strdup("@a:b"), .level = 50 };
	struct power bad = { .user = g_strdup("\r"), .level = 100 };

	(void)state;
	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	g_array_append_val(c->powers, bad);
	g_array_append_val(c->powers, good);
	assert_true(change_clean(c));
	assert_int_equal(c->powers->len, 1);
	assert_int_equal(g_array_index(c->powers, struct power, 0).level, 50);
	change_free(c);
}

static void test_reaction_key(void **state)
{
	struct change *c = change_new(CHANGE_REACTION, "!a:b");

	(void)state;
	c->eid = g_strdup("$1");
	c->target = g_strdup("$2");
	c->user = g_strdup("@a:b");
	c->key = g_strdup("👍");
	assert_true(change_clean(c));
	assert_string_equal(c->key, "👍");
	g_free(c->key);
	c->key = g_strnfill(5000, 'k');
	assert_true(change_clean(c));
	assert_true(strlen(c->key) <= 64);
	g_free(c->key);
	c->key = g_strdup("\033");
	assert_false(change_clean(c));
	change_free(c);
}

static void test_room_facts(void **state)
{
	struct change *c = change_new(CHANGE_FACTS, "!a:b");

	(void)state;
	c->room = g_new0(struct room, 1);
	c->room->name = g_strdup("\xe2\x80\x8b\xe2\x80\x8b" "Ho\tusing");
	c->room->topic = g_strdup("one\ntwo\a");
	c->room->replaced_by = g_strdup("\n");
	assert_true(change_clean(c));
	assert_string_equal(c->room->name, "Ho using");
	assert_string_equal(c->room->topic, "one\ntwo");
	assert_null(c->room->replaced_by);
	change_free(c);
}

/* They are the provider's own text: kept as they are, or not at all. */
static void test_push_rules(void **state)
{
	struct change *c = change_new(CHANGE_PUSH_RULES, NULL);

	(void)state;
	c->body = g_strnfill(300000, ' ');
	assert_true(change_clean(c));
	assert_int_equal(strlen(c->body), 300000);
	c->body[5] = '\xff';
	assert_false(change_clean(c));
	change_free(c);
}

static void test_sentence(void **state)
{
	g_autofree char *clean = sentence_clean("no\033[m way");

	(void)state;
	assert_null(strchr(clean, '\033'));
	assert_null(sentence_clean(NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean_text_is_not_copied),
		cmocka_unit_test(test_escape_sequences_go),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_html_stays_raw_but_valid),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_lists),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_powers),
		cmocka_unit_test(test_reaction_key),
		cmocka_unit_test(test_room_facts),
		cmocka_unit_test(test_push_rules),
		cmocka_unit_test(test_sentence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
