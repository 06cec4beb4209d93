#include "base/error.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void has_a_word_for_each_code(void **state)
{
	static const struct {
		enum fm_error code;
		const char *word;
	} rows[] = {
		{ FM_ERROR_FAILED, "failed" },
		{ FM_ERROR_USAGE, "usage" },
		{ FM_ERROR_OFFLINE, "offline" },
		{ FM_ERROR_AUTH, "auth" },
		{ FM_ERROR_LIMITED, "limited" },
		{ FM_ERROR_NOT_FOUND, "not_found" },
		{ FM_ERROR_AMBIGUOUS, "ambiguous" },
		{ FM_ERROR_REFUSED, "refused" },
		{ FM_ERROR_PROTOCOL, "protocol" },
		{ FM_ERROR_NEWER, "newer" },
		{ FM_ERROR_CORRUPT, "corrupt" },
		{ FM_ERROR_DISK, "disk" },
		{ FM_ERROR_LOCKED, "locked" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) e =
			g_error_new_literal(FM_ERROR, rows[i].code, "x");

		assert_string_equal(fm_error_word(e), rows[i].word);
	}
}

static void foreign_errors_are_failures(void **state)
{
	g_autoptr(GError) e = g_error_new_literal(G_CONVERT_ERROR, 3, "x");
	g_autoptr(GError) strange = g_error_new_literal(FM_ERROR, 999, "x");

	(void)state;
	assert_string_equal(fm_error_word(e), "failed");
	assert_string_equal(fm_error_word(strange), "failed");
	assert_string_equal(fm_error_word(NULL), "failed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_a_word_for_each_code),
		cmocka_unit_test(foreign_errors_are_failures),
	};

	return cmocka_run_group_tests_name("base/error", tests, NULL, NULL);
}
