/*
 * test_url.c - which links may be followed, and where they lead.
 */
#include "unit/text/check.h"

static void assert_same(const char *got, const char *wanted)
{
	if (!wanted)
		assert_null(got);
	else
		assert_string_equal(got ? got : "(null)", wanted);
}

static const struct pair cleans[] = {
	{ "https://example.org/a?b=c#d", "https://example.org/a?b=c#d" },
	{ " HTTP://Example.org ", "HTTP://Example.org" },
	{ "https://exam\u202Eple.org/\x1b[31m", "https://example.org/[31m" },
	{ "https://example.org/a b", "https://example.org/a%20b" },
	{ "https://例え.jp/", "https://例え.jp/" },
	{ "https://[::1]:80/", "https://[::1]:80/" },
	{ "www.example.org", "https://www.example.org" },
	{ "mailto:ben@example.org", "mailto:ben@example.org" },
	{ "matrix:r/room:example.org", "matrix:r/room:example.org" },
	{ "javascript:alert(1)", NULL }, { "data:text/html,x", NULL },
	{ "file:///etc/passwd", NULL }, { "//example.org", NULL },
	{ "/relative", NULL }, { "https://", NULL }, { "https:///x", NULL },
	{ "java\nscript:x", NULL }, { "", NULL }, { "ftp://example.org", NULL },
	{ "https://a/\"onclick=", NULL }, { "https://a/<b>", NULL },
};

static void test_clean(void **state)
{
	g_autofree char *big = g_strnfill(3000, 'a');

	(void)state;
	memcpy(big, "https://", 8);
	assert_null(text_url_clean(big, 3000));
	for (size_t i = 0; i < G_N_ELEMENTS(cleans); i++) {
		const char *in = cleans[i].in;
		g_autofree char *got = text_url_clean(in, strlen(in));

		assert_same(got, cleans[i].out);
	}
}

static const struct pair hosts[] = {
	{ "https://Example.ORG/x", "example.org" },
	{ "https://example.org:8448", "example.org" },
	{ "https://example.org?x", "example.org" },
	{ "https://paypal.com@evil.org/", "evil.org" },
	{ "https://a@b@evil.org/", "evil.org" },
	{ "https://evil.org\\@good.org/", "evil.org" },
	{ "https://evil.org#@good.org/", "evil.org" },
	{ "http://[::1]:80/", "[::1" },
	{ "mailto:Ben@Example.org?subject=x", "ben@example.org" },
	{ "matrix:r/a:b", NULL },
};

static void test_host(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(hosts); i++) {
		g_autofree char *got = text_url_host(hosts[i].in);

		assert_same(got, hosts[i].out);
	}
	assert_true(text_url_has_user("https://paypal.com@evil.org/"));
	assert_false(text_url_has_user("https://example.org/@ben"));
}

static const struct pair ids[] = {
	{ "https://matrix.to/#/@ben:example.org", "@ben:example.org" },
	{ "https://matrix.to/#/%40ben%3Aexample.org", "@ben:example.org" },
	{ "https://matrix.to/#/#room:example.org:8448?via=a",
	  "#room:example.org:8448" },
	{ "https://matrix.to/#/!abc:example.org", "!abc:example.org" },
	{ "https://matrix.to/#/!abc", "!abc" },
	{ "https://matrix.to/#/!abc:example.org/$event", NULL },
	{ "https://matrix.to/#/@ben", NULL }, { "https://matrix.to/#/", NULL },
	{ "https://matrix.to/#/@b%0Aen:example.org", NULL },
	{ "https://matrix.to/#/@b%00en:example.org", NULL },
	{ "matrix:u/ben:example.org?action=chat", "@ben:example.org" },
	{ "matrix:r/room:example.org", "#room:example.org" },
	{ "matrix:roomid/abc:example.org", "!abc:example.org" },
	{ "matrix:roomid/abc:example.org/e/x", NULL },
	{ "https://matrix.to.evil.org/#/@ben:example.org", NULL },
};

static void test_matrix_id(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(ids); i++) {
		g_autofree char *got = text_url_matrix_id(ids[i].in);

		assert_same(got, ids[i].out);
	}
}

/* What is found in a text, joined by blanks. */
static const struct pair finds[] = {
	{ "see https://example.org.", "https://example.org" },
	{ "(https://example.org/a_(b)) and http://x.org/?q!",
	  "https://example.org/a_(b) http://x.org/?q" },
	{ "www.example.org, <https://a.b/c>", "www.example.org https://a.b/c" },
	{ "https://例え.jp/ほげ。次", "https://例え.jp/ほげ" },
	{ "nohttps://a.b xwww.c.d http:// https://", "" },
	{ "mailto:ben@example.org matrix:u/ben:example.org matrix:x",
	  "mailto:ben@example.org matrix:u/ben:example.org" },
	{ "https://a.b,https://c.d", "https://a.b,https://c.d" },
	{ "\"https://a.b/c\"", "https://a.b/c" }, { "", "" },
};

static void test_find(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(finds); i++) {
		g_autoptr(GString) got = g_string_new(NULL);
		const char *s = finds[i].in;
		size_t at = 0, start;

		while (text_url_find(s, strlen(s), at, &start, &at))
			g_string_append_printf(got, "%s%.*s",
					       got->len ? " " : "",
					       (int)(at - start), s + start);
		assert_string_equal(got->str, finds[i].out);
	}
}

static const struct {
	const char *words, *host;
	bool named;
} names[] = {
	{ "example.org", "example.org", true },
	{ "https://www.Example.org/a.b/c", "example.org", true },
	{ "see example.org for more", "www.example.org", true },
	{ "https://example.org:80/evil.org", "example.org", true },
	{ "good.org", "evil.org", false }, { "here", "evil.org", false },
	{ "https://good.org@evil.org/", "evil.org", false },
	{ "evil.org good.org", "evil.org", false },
	{ "@ben", "social.example", true }, { "#tag", "social.example", true },
	{ "@paypal.com", "evil.org", false },
	{ "good.org.evil.org", "good.org", false },
	{ "localhost", "localhost", true },
	{ "Write to Ben@Example.org", "ben@example.org", true },
	{ "ben@example.org", "eve@evil.org", false },
	{ "gооd.org", "good.org", false },	/* Cyrillic */
};

static void test_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		assert_int_equal(text_url_is_named(names[i].words,
						   strlen(names[i].words),
						   names[i].host),
				 names[i].named);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_clean), cmocka_unit_test(test_host),
		cmocka_unit_test(test_matrix_id), cmocka_unit_test(test_find),
		cmocka_unit_test(test_named),
	};

	return RUN(tests);
}
