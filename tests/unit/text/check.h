/*
 * check.h - what the tests of this folder begin with.
 */
#ifndef UNIT_TEXT_CHECK_H
#define UNIT_TEXT_CHECK_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "text/text-internal.h"

/* A case of a table: what goes in and what comes out. */
struct pair {
	const char *in, *out;
};

#define RUN(tests) cmocka_run_group_tests(tests, NULL, NULL)

#endif
