#include "model/change.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void add_power(GArray *powers, const char *user)
{
	struct power p = { .user = g_strdup(user), .level = 50 };

	g_array_append_val(powers, p);
}

static void clear_power(void *power)
{
	g_free(((struct power *)power)->user);
}

/* Under AddressSanitizer this is the test of what is owned. */
static void frees_all_it_holds(void **state)
{
	struct change *c = change_new(CHANGE_POWERS, "!r:x");

	(void)state;
	assert_int_equal(c->kind, CHANGE_POWERS);
	assert_string_equal(c->rid, "!r:x");
	c->eid = g_strdup("$e");
	c->room = g_new0(struct room, 1);
	c->room->name = g_strdup("general");
	c->post = post_new();
	c->post->body = g_strdup("words");
	c->users = g_ptr_array_new();
	g_ptr_array_add(c->users, g_strdup("@a:x"));
	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	add_power(c->powers, "@a:x");
	add_power(c->powers, "@b:x");
	change_free(c);
	change_free(NULL);
}

static void an_array_may_clear_itself(void **state)
{
	struct change *c = change_new(CHANGE_POWERS, NULL);

	(void)state;
	assert_null(c->rid);
	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	g_array_set_clear_func(c->powers, clear_power);
	add_power(c->powers, "@a:x");
	change_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frees_all_it_holds),
		cmocka_unit_test(an_array_may_clear_itself),
	};

	return cmocka_run_group_tests_name("model/change", tests, NULL, NULL);
}
