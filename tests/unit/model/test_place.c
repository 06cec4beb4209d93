#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void frees_all_of_a_place(void **state)
{
	struct place *p = g_new0(struct place, 1);

	(void)state;
	p->name = g_strdup("general");
	p->path = g_strdup("!s:x/!r:x");
	place_free(p);
	place_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frees_all_of_a_place),
	};

	return cmocka_run_group_tests_name("model/place", tests, NULL, NULL);
}
