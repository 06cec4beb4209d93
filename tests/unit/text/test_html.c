/*
 * test_html.c - what HTML becomes, the well-meant and the hostile.
 */
#include "unit/text/check.h"
#include "unit/text/rich_dump.h"

static const struct pair good[] = {
	{ "", "" },
	{ "plain", "P plain\n" },
	{ "a <b>bold</b>, <em>italic</em> <del>no</del> <u>u</u>",
	  "P a {b|bold}, {i|italic} {s|no} {u|u}\n" },
	{ "<strong><i>both</i> one</strong>", "P {bi|both}{b| one}\n" },
	{ "<code>x &lt; y</code>", "P {c|x < y}\n" },
	{ "<p>one</p>\n<p>two<br>three<br/>four</p>",
	  "P one\nP two⏎three⏎four\n" },
	{ "  a \n\t b  <b> c </b> d ", "P a b {b|c }d\n" },
	{ "a<br><br><br><br>b", "P a⏎⏎b\n" },
	{ "<h1>Title</h1>text", "P {bh|Title}\nP text\n" },
	{ "<blockquote>q<blockquote>qq</blockquote></blockquote>r",
	  "P> q\nP>> qq\nP r\n" },
	{ "<ul><li>a</li><li>b<ul><li>c</ul></ul>d",
	  "P+[•] a\nP+[•] b\nP++[•] c\nP d\n" },
	{ "<ol><li>a<li>b</ol><ol start=\"7\"><li>c</li></ol>",
	  "P+[1.] a\nP+[2.] b\nP+[7.] c\n" },
	{ "<ul><li><p>a</p><p>b</p></li></ul>", "P+[•] a\nP+ b\n" },
	{ "<ul><li></li></ul>x", "P x\n" },
	{ "<pre><code class=\"language-c\">\nif (a)\n\tb;\n</code></pre>x",
	  "C {c|⏎if (a)⏎        b;}\nP x\n" },
	{ "<pre>\n  a\n  b</pre>", "C {c|  a⏎  b}\n" },
	{ "a<hr>b", "P a\nR\nP b\n" },
	{ "<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody>"
	  "<tr><td>1</td><td><p>2</p> 3</td></tr><tr><td></td><td>4<br>5"
	  "</table>c",
	  "T {b|A}⇥{b|B}\nT 1⇥2 3\nT ⇥4 5\nP c\n" },
	{ "<span data-mx-spoiler>s</span> <span data-mx-spoiler=\"why\">t</span>",
	  "P {p|s} {d|(why) }{p|t}\n" },
	{ "<span data-mx-color=\"#f00\">red</span>", "P red\n" },
	{ "x<sup>2</sup> H<sub>2</sub>O", "P x^2 H_2O\n" },
	{ "<img src=\"mxc://a/b\" alt=\"a cat\"> <img title='t'><img>",
	  "P a cat t[picture]\n" },
	{ "&amp;&lt;&#65;&#x42;&nbsp;&hellip;&bogus;&amp &#; &",
	  "P &<AB\u00A0…&bogus;&amp &#; &\n" },
	{ "<details><summary>S</summary>body</details>", "P {b|S}\nP body\n" },
	{ "1 < 2 and a<3 <", "P 1 < 2 and a<3 <\n" },
	{ "<mx-reply><blockquote>old</blockquote></mx-reply>new", "P new\n" },
	{ "<font color=red>a</font><foo-bar>b</foo-bar>", "P ab\n" },
	{ "a<!-- b --> c<!DOCTYPE x><?xml y?>", "P a c\n" },
};

static const struct pair links[] = {
	{ "<a href=\"https://example.org/\">https://example.org/</a>",
	  "P {l0|https://example.org/}\n0=https://example.org/\n" },
	{ "<a href='https://evil.org/x'>good.org</a>!",
	  "P {l0|good.org}{lt0| (evil.org)}!\n0=https://evil.org/x\n" },
	{ "<a href=\"https://evil.org\">here</a>",
	  "P {l0|here}{lt0| (evil.org)}\n0=https://evil.org\n" },
	{ "<a href=\"https://good.org@evil.org/\">https://good.org@evil.org/</a>",
	  "P {l0|https://good.org@evil.org/}{lt0| (evil.org)}\n"
	  "0=https://good.org@evil.org/\n" },
	{ "<a href=https://s.example/@ben class=mention>@<b>ben</b></a>",
	  "P {l0|@}{bl0|ben}\n0=https://s.example/@ben\n" },
	{ "<a href=\"https://matrix.to/#/@ben:example.org\">Ben</a>: hi",
	  "P {m0|Ben}: hi\n0=@ben:example.org\n" },
	{ "<a href=\"javascript:alert(1)\">x</a><a>y</a><a href>z</a>",
	  "P xyz\n" },
	{ "<a href=\"&#106;avascript:alert(1)\">x</a>", "P x\n" },
	{ "<a href=\"ht&#9;tps://evil.org\">x</a>", "P x\n" },
	{ "see https://example.org/a.", "P see {l0|https://example.org/a}.\n"
	  "0=https://example.org/a\n" },
	{ "<code>https://example.org</code>", "P {c|https://example.org}\n" },
	{ "<a href=\"https://a.org\">a.org<a href=\"https://b.org\">b.org</a>",
	  "P {l0|a.org}{l1|b.org}\n0=https://a.org\n1=https://b.org\n" },
	{ "<a href=\"https://evil.org\"><p>good.org</p></a>",
	  "P {l0|good.org}\nP {lt0|(evil.org)}\n0=https://evil.org\n" },
	{ "x <a href=\"https://a.org\"><br></a>y",
	  "P x{l0|⏎}y\n0=https://a.org\n" },
	{ "<span data-mx-spoiler><a href=\"https://evil.org\">x</a></span>",
	  "P {lp0|x}{lpt0| (evil.org)}\n0=https://evil.org\n" },
	{ "<a href=\"mailto:ben@a.org\">ben@a.org</a>",
	  "P {l0|ben@a.org}\n0=mailto:ben@a.org\n" },
};

static const struct pair hostile[] = {
	{ "<script>alert(1)</script>a<style>b{}</style>c", "P ac\n" },
	{ "a<SCRIPT src=x>b", "P a\n" },
	{ "<mx-reply>never closed", "P never closed\n" },
	{ "&#27;[31m&#x1b;]0;x&#7;a&#0;b&#x110000;c&#xD800;d&#8238;e",
	  "P [31m]0;xa\uFFFDb\uFFFDc\uFFFDde\n" },
	{ "a<b>\u0301</b><b>\u0302</b>b", "P ab\n" },
	{ "<b>a<i>b</b>c</i>d", "P {b|a}{bi|b}cd\n" },
	{ "</b></p></ul></table></td>x", "P x\n" },
	{ "<b>a<blockquote>b</b>c</blockquote>d",
	  "P {b|a}\nP> {b|bc}\nP {b|d}\n" },
	{ "<td>a<tr>b<li>c", "P a\nP b\nP[•] c\n" },
	{ "<table><tr><td>a<table><tr><td>b</table>c", "T a\nT b\nT c\n" },
	{ "<table><tr><td><ul><li>a<li>b</ul><pre>c\nd</pre>",
	  "T a b {c|c d}\n" },
	{ "<a href=\"unclosed>text", "P <a href=\"unclosed>text\n" },
	{ "<b", "P <b\n" }, { "<!--", "" }, { "<!-- x", "" }, { "<", "P <\n" },
	{ "</", "P </\n" }, { "&", "P &\n" }, { "&#x", "P &#x\n" },
	{ "<ol start=99999999999999999999><li>x", "P+[999999.] x\n" },
	{ "<ol start=-5><li>x", "P+[1.] x\n" },
	{ "a\x1b[2Jb\xff", "P a[2Jb\uFFFD\n" },
	{ "<p title=\"a>b\">x</p>", "P x\n" },
	{ "<img alt=\"&#27;[31m<b>\">", "P [31m<b>\n" },
	{ "<pre>a\rb\r\nc\x0c</pre>", "C {c|a⏎b⏎c}\n" },
};

static void check_pairs(const struct pair *pairs, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		const char *in = pairs[i].in;
		g_autofree char *got = NULL;

		got = rich_dump(rich_from_html(in, strlen(in)));
		assert_string_equal(got, pairs[i].out);
	}
}

static void test_good(void **state)
{
	(void)state;
	check_pairs(good, G_N_ELEMENTS(good));
}

static void test_links(void **state)
{
	(void)state;
	check_pairs(links, G_N_ELEMENTS(links));
}

static void test_hostile(void **state)
{
	(void)state;
	check_pairs(hostile, G_N_ELEMENTS(hostile));
}

static struct rich *repeated(const char *unit, int times)
{
	g_autoptr(GString) html = g_string_new(NULL);
	struct rich *rich;

	for (int i = 0; i < times; i++)
		g_string_append(html, unit);
	rich = rich_from_html(html->str, html->len);
	rich_check(rich);
	return rich;
}

static size_t total_text(const struct rich *rich)
{
	size_t total = 0;

	for (guint i = 0; i < rich->blocks->len; i++) {
		const struct rich_block *block = rich->blocks->pdata[i];

		total += block->text->len;
	}
	return total;
}

static void test_bounds(void **state)
{
	static const char *const units[] = {
		"<b>", "<blockquote>", "<ul><li>", "<ol><li>x", "<table><tr><td>",
		"<a href=\"https://a.org\">x", "<hr>", "x<br>", "<p>x</p>",
		"some words ", "<mx-reply>", "<script>", "<!--", "<a href=\"",
		"&amp;", "&#27;", "<b>x</b>", "日本語", "https://a.org ", "</b>",
		"<span data-mx-spoiler>x", "<pre>x\n", "<table><tr><td>x<td>",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		struct rich *rich = repeated(units[i], 40000);

		assert_true(total_text(rich) <= 65536);
		assert_true(rich->blocks->len <= 2000);
		rich_free(rich);
	}
}

static void test_depth(void **state)
{
	g_autoptr(GString) html = g_string_new(NULL);
	g_autofree char *got = NULL;

	(void)state;
	for (int i = 0; i < 1000; i++)
		g_string_append(html, "<i>");
	g_string_append(html, "deep");
	for (int i = 0; i < 1000; i++)
		g_string_append(html, "</i>");
	g_string_append(html, "flat");
	got = rich_dump(rich_from_html(html->str, html->len));
	assert_string_equal(got, "P {i|deep}flat\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good), cmocka_unit_test(test_links),
		cmocka_unit_test(test_hostile), cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_depth),
	};

	return RUN(tests);
}
