#include "command/address.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static void assert_address(const char *words, const char *room,
			   const char *via)
{
	struct address a;
	g_autofree char *all = NULL;

	assert_true(address_parse(&a, words));
	assert_string_equal(a.room, room);
	if (a.via)
		g_ptr_array_add(a.via, NULL);
	all = a.via ? g_strjoinv(",", (char **)a.via->pdata) : g_strdup("");
	assert_string_equal(all, via);
	address_clear(&a);
}

static void ids_aliases_and_links(void **state)
{
	(void)state;
	assert_address("!abc:council.org", "!abc:council.org", "");
	assert_address("!abcDEF_-0", "!abcDEF_-0", "");
	assert_address("#housing:council.org", "#housing:council.org", "");
	assert_address("https://matrix.to/#/%23housing%3Acouncil.org",
		       "#housing:council.org", "");
	assert_address("HTTPS://matrix.to/#/#housing:council.org",
		       "#housing:council.org", "");
	assert_address("https://matrix.to/#/!a:b.org/$ev?via=b.org&via=c%2Ed",
		       "!a:b.org", "b.org,c.d");
	assert_address("matrix:r/housing:council.org?action=join",
		       "#housing:council.org", "");
	assert_address("matrix:roomid/a:b.org/e/x?via=b.org", "!a:b.org",
		       "b.org");
}

static void other_words_are_names(void **state)
{
	static const char *const cases[] = {
		"", "housing", "#housing", "!", "@ben:council.org",
		"matrix:u/ben:council.org", "https://matrix.to/#/@ben:x.org",
		"https://matrix.to/#/%zz", "https://example.org/#/%23a:b",
		"#a b:council.org", "!a\x1b:c", "matrix:r/",
	};
	char longer[400];
	struct address a;

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_false(address_parse(&a, cases[i]));
	memset(longer, 'x', sizeof longer);
	longer[0] = '!';
	longer[sizeof longer - 1] = '\0';
	assert_false(address_parse(&a, longer));
}

static void servers_are_bounded(void **state)
{
	GString *link = g_string_new("https://matrix.to/#/!a:b.org?x=y");
	struct address a;

	(void)state;
	for (int i = 0; i < 1000; i++)
		g_string_append_printf(link, "&via=s%d.org", i);
	assert_true(address_parse(&a, link->str));
	assert_int_equal(a.via->len, 10);
	address_clear(&a);
	g_string_free(link, TRUE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ids_aliases_and_links),
		cmocka_unit_test(other_words_are_names),
		cmocka_unit_test(servers_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
