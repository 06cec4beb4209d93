#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void has_words(void **state)
{
	(void)state;
	assert_string_equal(post_kind_word(POST_TEXT), "text");
	assert_string_equal(post_kind_word(POST_ENCRYPTED), "encrypted");
	assert_string_equal(post_kind_word(POST_UNKNOWN), "unknown");
	assert_string_equal(post_kind_word(99), "unknown");
	assert_string_equal(post_state_word(POST_SENT), "sent");
	assert_string_equal(post_state_word(POST_WAITING), "waiting");
	assert_string_equal(post_state_word(POST_SENDING), "sending");
	assert_string_equal(post_state_word(POST_FAILED), "failed");
}

static void state_lines_do_not_count(void **state)
{
	(void)state;
	for (enum post_kind k = POST_TEXT; k <= POST_ENCRYPTED; k++)
		assert_true(post_kind_counts(k));
	assert_false(post_kind_counts(POST_MEMBER));
	assert_false(post_kind_counts(POST_STATE));
	assert_false(post_kind_counts(POST_UNKNOWN));
	assert_false(post_kind_counts(99));
}

static void frees_all_of_a_post(void **state)
{
	struct post *p = post_new();
	struct reaction *r = g_new0(struct reaction, 1);

	(void)state;
	assert_int_equal(p->file_size, -1);
	assert_int_equal(p->kind, POST_TEXT);
	assert_int_equal(p->state, POST_SENT);
	r->key = g_strdup("👍");
	r->names = g_strdup("Ben");
	p->reactions = g_ptr_array_new();
	g_ptr_array_add(p->reactions, r);
	p->body = g_strdup("x");
	p->thing = thing_new(KIND_TASK);
	p->change = thing_new(KIND_TASK);
	p->change->title = g_strdup("t");
	post_free(p);
	post_free(NULL);
	reaction_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_words),
		cmocka_unit_test(state_lines_do_not_count),
		cmocka_unit_test(frees_all_of_a_post),
	};

	return cmocka_run_group_tests_name("model/post", tests, NULL, NULL);
}
