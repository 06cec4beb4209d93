#include "ui/surface.h"

#include <string.h>
#include "text/text.h"

static const struct {
	const char *symbol, *ascii;
} stand_ins[] = {
	{ "─", "-" }, { "│", "|" }, { "▾", "v" }, { "▸", ">" }, { "▏", "|" },
	{ "▌", "|" }, { "┆", ":" }, { "⤷", "\\" }, { "★", "*" }, { "●", "*" },
	{ "○", "o" }, { "☐", "[ ]" }, { "☑", "[x]" }, { "⎘", "#" },
	{ "⚑", "!" }, { "·", "-" }, { "›", ">" }, { "…", "~" }, { "•", "*" },
	{ "↓", "v" }, { "↑", "^" }, { "⚠", "!" }, { "✓", "v" }, { "–", "-" },
	{ "✗", "x" }, { "░", "#" },
	{ "📌", "^" }, { "⊘", "~" }, { "█", "#" }, { "◉", "(*)" }, { "◯", "( )" }, { "▤", "?" },
	{ "◐", "[/]" }, { "⧗", "[~]" }, { "⛓", "&" }, { "↻", "@" },
	{ "‹", "<" },
	{ "└", "`" }, { "├", "+" }, { "←", "<" }, { "→", ">" },
	/* charts */
	{ "▁", "_" }, { "▂", "." }, { "▃", "-" }, { "▄", "=" }, { "▅", "+" },
	{ "▆", "*" }, { "▇", "%" }, { "█", "#" },
};

void surface_init(struct surface *s, int width, int height)
{
	memset(s, 0, sizeof *s);
	surface_resize(s, width, height);
}

void surface_clear(struct surface *s)
{
	g_free(s->cells);
	s->cells = NULL;
	s->width = s->height = 0;
}

void surface_resize(struct surface *s, int width, int height)
{
	if (width == s->width && height == s->height)
		return;
	g_free(s->cells);
	s->width = width;
	s->height = height;
	s->cells = g_new0(struct cell, (gsize)width * height);
	surface_erase(s);
}

void surface_erase(struct surface *s)
{
	surface_blank(s, (struct rect){ 0, 0, s->width, s->height });
}

struct cell *surface_at(const struct surface *s, int x, int y)
{
	if (x < 0 || y < 0 || x >= s->width || y >= s->height)
		return NULL;
	return &s->cells[y * s->width + x];
}

static void cell_blank(struct cell *c)
{
	memset(c, 0, sizeof *c);
	c->width = 1;
}

void surface_blank(struct surface *s, struct rect r)
{
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++) {
			struct cell *c = surface_at(s, x, y);

			if (c)
				cell_blank(c);
		}
}

const char *surface_symbol(const struct surface *s, const char *symbol)
{
	if (!s->ascii)
		return symbol;
	for (guint i = 0; i < G_N_ELEMENTS(stand_ins); i++)
		if (!strcmp(stand_ins[i].symbol, symbol))
			return stand_ins[i].ascii;
	return symbol;
}

/* Overwriting one half of a wide grapheme leaves a blank in the other. */
static void cell_unpair(struct surface *s, int x, int y)
{
	struct cell *c = surface_at(s, x, y), *other;

	if (!c)
		return;
	if (c->width == 0 && (other = surface_at(s, x - 1, y)))
		cell_blank(other);
	if (c->width == 2 && (other = surface_at(s, x + 1, y)))
		cell_blank(other);
}

static bool is_regional(gunichar c)
{
	return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* What no terminal is sure about becomes something every one is sure about:
 * a flag its two letters, other sequences their first code point. */
static int stand_in(const struct grapheme *g, char *out)
{
	gunichar c = g_utf8_get_char(g->s);
	int n;

	if (is_regional(c)) {
		const char *next = g_utf8_next_char(g->s);

		out[0] = 'A' + (c - 0x1F1E6);
		if (next >= g->s + g->len)
			return 1;
		out[1] = 'A' + (g_utf8_get_char(next) - 0x1F1E6) % 26;
		return 2;
	}
	n = g_unichar_to_utf8(c, out);
	return n;
}

static void cell_set(struct cell *c, const char *text, int len, int width)
{
	memcpy(c->text, text, len);
	c->text[len] = '\0';
	c->len = len;
	c->width = width;
}

static void put_letter(struct surface *s, int x, int y, struct ink ink,
		       const char *letter)
{
	struct cell *c = surface_at(s, x, y);

	if (!c)
		return;
	cell_blank(c);
	cell_set(c, letter, 1, 1);
	c->role = ink.role;
	c->marks = ink.marks;
}

static void put_wide_half(struct surface *s, int x, int y, struct ink ink)
{
	struct cell *half = surface_at(s, x, y);

	if (!half)
		return;
	cell_blank(half);
	half->width = 0;
	half->role = ink.role;
	half->marks = ink.marks;
}

static void put_grapheme(struct surface *s, int x, int y, struct ink ink,
			 const struct grapheme *g)
{
	struct cell *c = surface_at(s, x, y);
	char buf[16];
	const char *text = g->s;
	int len = g->len;

	cell_unpair(s, x, y);
	if (g->width == 2)
		cell_unpair(s, x + 1, y);
	if ((!g->plain && !s->joined) || len >= CELL_TEXT) {
		len = stand_in(g, buf);
		text = buf;
		if (is_regional(g_utf8_get_char(g->s)) && g->width == 2) {
			put_letter(s, x, y, ink, buf);
			put_letter(s, x + 1, y, ink, len > 1 ? buf + 1 : " ");
			return;
		}
	}
	cell_blank(c);
	cell_set(c, text, len, g->width);
	c->role = ink.role;
	c->marks = ink.marks;
	if (g->width == 2)
		put_wide_half(s, x + 1, y, ink);
}

int surface_put(struct surface *s, struct at at, struct ink ink,
		const char *text, int len)
{
	const char *p = text, *end;
	struct grapheme g;
	int used = 0, max = MIN(at.max, s->width - at.x);

	if (!text || at.y < 0 || at.y >= s->height)
		return 0;
	end = text + (len < 0 ? (int)strlen(text) : len);
	while (used < max && grapheme_next(&p, end, &g)) {
		if (!g.width || (unsigned char)*g.s < 0x20 || *g.s == 0x7f)
			continue;
		if (used + g.width > max)
			break;
		if (at.x + used >= 0)
			put_grapheme(s, at.x + used, at.y, ink, &g);
		used += g.width;
	}
	return used;
}

int surface_put_cut(struct surface *s, struct at at, struct ink ink,
		    const char *text)
{
	int width, used;

	if (!text || at.max <= 0)
		return 0;
	if (text_width(text, -1) <= at.max)
		return surface_put(s, at, ink, text, -1);
	used = surface_put(s, AT(at.x, at.y, at.max - 1), ink, text,
			   text_fit(text, -1, at.max - 1, &width));
	return used + surface_put(s, AT(at.x + used, at.y, 1), ink,
				  surface_symbol(s, "…"), -1);
}

int surface_put_right(struct surface *s, struct at at, struct ink ink,
		      const char *text)
{
	int width = text ? text_width(text, -1) : 0;

	if (width > at.max)
		return surface_put_cut(s, at, ink, text);
	surface_put(s, AT(at.x + at.max - width, at.y, width), ink, text, -1);
	return width;
}

void surface_fill(struct surface *s, struct at at, struct ink ink,
		  const char *symbol)
{
	const char *shown = surface_symbol(s, symbol);

	for (int i = 0; i < at.max; i++)
		surface_put(s, AT(at.x + i, at.y, 1), ink, shown, -1);
}

void surface_hline(struct surface *s, int x, int y, int n)
{
	surface_fill(s, AT(x, y, n), PLAIN(ROLE_FRAME), "─");
}

void surface_vline(struct surface *s, int x, int y, int n)
{
	for (int i = 0; i < n; i++)
		surface_put(s, AT(x, y + i, 1), PLAIN(ROLE_FRAME),
			    surface_symbol(s, "│"), -1);
}

static void dump_row(const struct surface *s, int y, GString *out)
{
	gsize start = out->len, last = out->len;

	for (int x = 0; x < s->width; x++) {
		const struct cell *c = surface_at(s, x, y);

		if (!c->width)
			continue;
		if (!c->len) {
			g_string_append_c(out, ' ');
			continue;
		}
		g_string_append_len(out, c->text, c->len);
		if (c->width == 2 && text_width(c->text, c->len) < 2)
			g_string_append_c(out, ' ');
		if (c->len != 1 || c->text[0] != ' ')
			last = out->len;
	}
	g_string_truncate(out, MAX(start, last));
	g_string_append_c(out, '\n');
}

char *surface_dump(const struct surface *s)
{
	GString *out = g_string_new(NULL);

	for (int y = 0; y < s->height; y++)
		dump_row(s, y, out);
	return g_string_free(out, FALSE);
}

char *surface_marks(const struct surface *s)
{
	GString *out = g_string_new(NULL);

	for (int y = 0; y < s->height; y++) {
		gsize last = out->len;

		for (int x = 0; x < s->width; x++) {
			const struct cell *c = surface_at(s, x, y);

			g_string_append_c(out, c->len ?
					  theme_role_letter(c->role) : ' ');
			if (c->len)
				last = out->len;
		}
		g_string_truncate(out, last);
		g_string_append_c(out, '\n');
	}
	return g_string_free(out, FALSE);
}
