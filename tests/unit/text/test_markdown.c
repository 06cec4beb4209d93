/*
 * test_markdown.c - what people type to HTML, or to nothing.
 */
#include "unit/text/check.h"
#include "unit/text/rich_dump.h"

static char *mention(const char *word, void *user)
{
	g_string_append_printf(user, "%s ", word);
	if (strcmp(word, "@ben") == 0 || strcmp(word, "@ben:example.org") == 0)
		return g_strdup("https://matrix.to/#/@ben:example.org");
	if (strcmp(word, "#général") == 0)
		return g_strdup("https://matrix.to/#/#g:x?a&b");
	return NULL;
}

#define BEN "<a href=\"https://matrix.to/#/@ben:example.org\">"

static const struct pair formatted[] = {
	{ "**b** *i* ~~s~~ `c<`", "<strong>b</strong> <em>i</em> "
	  "<del>s</del> <code>c&lt;</code>" },
	{ "*one*\ntwo", "<em>one</em><br>two" },
	{ "*one*\n\ntwo", "<p><em>one</em></p><p>two</p>" },
	{ "# T\ntext", "<h1>T</h1><p>text</p>" },
	{ "- a\n- b", "<ul><li>a</li><li>b</li></ul>" },
	{ "3. a\n4. b", "<ol start=\"3\"><li>a</li><li>b</li></ol>" },
	{ "1. a", "<ol><li>a</li></ol>" },
	{ "> q", "<blockquote><p>q</p></blockquote>" },
	{ "```c\na<b\n```",
	  "<pre><code class=\"language-c\">a&lt;b\n</code></pre>" },
	{ "```\"><script>\nx\n```", "<pre><code>x\n</code></pre>" },
	{ "a\n\n---\n\nb", "<p>a</p><hr><p>b</p>" },
	{ "|a|b|\n|---|---|\n|1|2|", "<table><thead><tr><th>a</th><th>b</th></tr>"
	  "</thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>" },
	{ "[t](https://a.org/?a&b)", "<a href=\"https://a.org/?a&amp;b\">t</a>" },
	{ "[t](javascript:x) *i*", "t <em>i</em>" },
	{ "[t](&#106;avascript:x) *i*", "t <em>i</em>" },
	{ "![alt](https://a.org/p.png)", "<a href=\"https://a.org/p.png\">alt</a>" },
	{ "[![alt](https://a.org/p)](https://b.org)",
	  "<a href=\"https://b.org\">alt</a>" },
	{ "https://a.org *i*",
	  "<a href=\"https://a.org\">https://a.org</a> <em>i</em>" },
	{ "*<b>&x*", "<em>&lt;b&gt;&amp;x</em>" },
	{ "\\*no\\*", "*no*" }, { "&copy; x", "&copy; x" },
	/* spoilers */
	{ "a ||b|| c", "a <span data-mx-spoiler>b</span> c" },
	{ "||*a*||", "<span data-mx-spoiler><em>a</em></span>" },
	{ "*||a* b|| i", "<em>||a</em> b|| i" },
	{ "`||a||` *i*", "<code>||a||</code> <em>i</em>" },
	{ "||a|| ||b||", "<span data-mx-spoiler>a</span> "
	  "<span data-mx-spoiler>b</span>" },
	{ "\\||a|| *i*", "||a|| <em>i</em>" },
	{ "x || y || *z*", "x || y || <em>z</em>" },
	{ "|||| *z*", "|||| <em>z</em>" },
	/* mentions */
	{ "@ben: hi", BEN "@ben</a>: hi" },
	{ "(@ben)", "(" BEN "@ben</a>)" },
	{ "@ben:example.org.", BEN "@ben:example.org</a>." },
	{ "#général!", "<a href=\"https://matrix.to/#/#g:x?a&amp;b\">"
	  "#général</a>!" },
	{ "**@ben**", "<strong>" BEN "@ben</a></strong>" },
	{ "`@ben`", "<code>@ben</code>" },
	{ "[@ben](https://a.org)", "<a href=\"https://a.org\">@ben</a>" },
};

static void test_formatted(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(formatted); i++) {
		g_autoptr(GString) asked = g_string_new(NULL);
		g_autofree char *got = NULL;

		got = markdown_to_html(formatted[i].in, mention, asked);
		assert_string_equal(got ? got : "(null)", formatted[i].out);
	}
}

static const char *const plain[] = {
	"", "hello", "one\ntwo", "one\n\ntwo", "2 * 3 * 4", "snake_case_name",
	"https://a.org/b?c&d", "www.a.org", "ben@a.org", "a < b & c", "C:\\dir",
	"#1 thing", "@nobody hi", "ben@ben", "<b>x</b>", "a || b", "||",
	"[t](javascript:x",
};

static void test_plain(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(plain); i++) {
		g_autoptr(GString) asked = g_string_new(NULL);
		g_autofree char *got = NULL;

		got = markdown_to_html(plain[i], mention, asked);
		assert_string_equal(got ? got : "(null)", "(null)");
		got = markdown_to_html(plain[i], NULL, NULL);
		assert_null(got);
	}
}

static void test_what_is_asked(void **state)
{
	g_autoptr(GString) asked = g_string_new(NULL);
	g_autofree char *got = NULL;

	(void)state;
	got = markdown_to_html("@ada, x@y.org `@code` #room/ a#b @a_b. @ #\n"
			       "[@l](https://a.org) @日本", mention, asked);
	assert_string_equal(asked->str, "@ada #room @a_b @日本 ");
}

/* What is written is read back. */
static const struct pair rounds[] = {
	{ "**b** ||s|| `c`", "P {b|b} {p|s} {c|c}\n" },
	{ "- a\n  - b\n\n> q", "P+[•] a\nP++[•] b\nP> q\n" },
	{ "```\na\n\n  b\n```", "C {c|a⏎⏎  b}\n" },
	{ "|a|b|\n|---|---|\n|1|2|", "T {b|a}⇥{b|b}\nT 1⇥2\n" },
	{ "*a*\nb", "P {i|a}⏎b\n" },
};

static void test_round(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rounds); i++) {
		g_autofree char *html = markdown_to_html(rounds[i].in, NULL, NULL);
		g_autofree char *got = NULL;

		assert_non_null(html);
		got = rich_dump(rich_from_html(html, strlen(html)));
		assert_string_equal(got, rounds[i].out);
	}
}

static void test_hostile(void **state)
{
	static const char *const units[] = {
		"*", "**a", "[", "![", "||", "> ", "- ", "`", "~~", "|a", "<",
		"&", "\\", "_a", "@", "[a](", "\xff", "\x1b[",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		g_autoptr(GString) in = g_string_new("*a* ");
		g_autofree char *got = NULL;

		for (int n = 0; n < 2000; n++)
			g_string_append(in, units[i]);
		got = markdown_to_html(in->str, NULL, NULL);
		assert_true(!got || g_utf8_validate(got, -1, NULL));
		assert_true(!got || !strchr(got, '\x1b'));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_formatted), cmocka_unit_test(test_plain),
		cmocka_unit_test(test_what_is_asked),
		cmocka_unit_test(test_round), cmocka_unit_test(test_hostile),
	};

	return RUN(tests);
}
