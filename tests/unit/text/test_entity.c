/*
 * test_entity.c - named characters.
 */
#include "unit/text/check.h"

static const struct {
	const char *name;
	int32_t cp;
} names[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' },
	{ "apos", '\'' }, { "nbsp", 0xA0 }, { "Aacute", 0xC1 },
	{ "aacute", 0xE1 }, { "zwnj", 0x200C }, { "thetasym", 0x3D1 },
	{ "AElig", 0xC6 }, { "diams", 0x2666 }, { "hellip", 0x2026 },
	{ "", 0 }, { "amq", 0 }, { "AMP", 0 }, { "averylongname", 0 },
};

static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		assert_int_equal(text_entity(names[i].name,
					     strlen(names[i].name)),
				 names[i].cp);
	assert_int_equal(text_entity("ampersand", 3), '&');
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names) };

	return RUN(tests);
}
