/*
 * sanitize.c - the one door for every string from a server.
 *
 * Each code point has a kind, and each kind its handler. A handler decides
 * by what was kept before, and by the next code point only where that one is
 * certain to be kept; so cleaning what is clean changes nothing.
 */
#include "text/text-internal.h"

#include <string.h>
#include <utf8proc.h>

enum {
	MARKS_MAX = 4,		/* combining marks on a base */
	JOINS_MAX = 4,		/* emoji joined to one; Unicode needs three */
	TAGS_MAX = 8,		/* of the flag of a country's part */
	TAB_STOP = 8,
	BLACK_FLAG = 0x1F3F4,
};

enum kind {
	KEPT, MARK, BLANK, BREAK, TAB, DROPPED, JOINER, SELECTOR,
};

struct cleaner {
	const char *s, *end;	/* what is left of the input */
	GString *out;
	enum text_clean_flags flags;
	int32_t last;		/* code point kept; 0: at a line's begin */
	bool emoji;		/* it is, or ends, an emoji */
	unsigned marks, joins;
	bool blank;		/* white space of a name, held back */
	size_t tab;		/* offset of the last tab stop or line … */
	int column;		/* … and its column */
};

/* What has no visible form, or one that is private to a font. Joiners and
 * selectors are looked at before. */
static const struct text_range dropped[] = {
	{ 0x00AD, 0x00AD }, { 0x034F, 0x034F }, { 0x061C, 0x061C },
	{ 0x115F, 0x1160 }, { 0x17B4, 0x17B5 }, { 0x180B, 0x180F },
	{ 0x200B, 0x200F }, { 0x202A, 0x202E }, { 0x2060, 0x206F },
	{ 0x3164, 0x3164 }, { 0xE000, 0xF8FF }, { 0xFDD0, 0xFDEF },
	{ 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF }, { 0xFFA0, 0xFFA0 },
	{ 0xFFF0, 0xFFFB }, { 0xFFFE, 0xFFFF }, { 0x1BCA0, 0x1BCA3 },
	{ 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF }, { 0xF0000, 0x10FFFF },
};

/* Scripts whose letters change shape by joiners: Arabic and its kin, the
 * Indic ones, Myanmar, Khmer, Mongolian, Arabic presentation forms. */
static const struct text_range joining[] = {
	{ 0x0600, 0x08FF }, { 0x0900, 0x0DFF }, { 0x0F00, 0x109F },
	{ 0x1780, 0x18AF }, { 0xFB50, 0xFDCF }, { 0xFDF0, 0xFDFF },
	{ 0xFE70, 0xFEFC }, { 0x11000, 0x1107F }, { 0x11080, 0x1194F },
};

static enum kind ascii_kind(int32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F)
		return KEPT;
	if (cp == '\n' || cp == '\r')
		return BREAK;
	return cp == '\t' ? TAB : DROPPED;
}

static enum kind category_kind(int32_t cp)
{
	const utf8proc_property_t *property = utf8proc_get_property(cp);

	switch (property->category) {
	case UTF8PROC_CATEGORY_ZS:
		return BLANK;
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return BREAK;
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO:
		return DROPPED;
	case UTF8PROC_CATEGORY_CF:
		return property->boundclass == UTF8PROC_BOUNDCLASS_PREPEND ?
			KEPT : DROPPED;
	default:
		return text_is_mark(cp) ? MARK : KEPT;
	}
}

/* Latin, Greek and Cyrillic letters, kana, ideographs, Hangul: these need no
 * look into tables. */
static bool is_common(int32_t cp)
{
	if (cp < 0x483)
		return cp > 0xAD && (cp < 0x300 || cp >= 0x370);
	return (cp > 0x3000 && cp < 0x302A) || (cp > 0x3040 && cp < 0x3097) ||
		(cp > 0x309A && cp < 0x3100) || (cp >= 0x3400 && cp < 0xA000) ||
		(cp >= 0xAC00 && cp < 0xD7A4);
}

static enum kind point_kind(int32_t cp)
{
	if (cp < 0x80)
		return ascii_kind(cp);
	if (cp == 0x85)
		return BREAK;
	if (is_common(cp))
		return KEPT;
	if (cp == TEXT_ZWNJ || cp == TEXT_ZWJ)
		return JOINER;
	if (cp == TEXT_VS15 || cp == TEXT_VS16)
		return SELECTOR;
	if ((cp & 0xFFFE) == 0xFFFE ||
	    text_in_ranges(dropped, G_N_ELEMENTS(dropped), cp))
		return DROPPED;
	return category_kind(cp);
}

/* The next code point of the input without taking it; 0 at the end. */
static int32_t peek(const struct cleaner *c)
{
	int32_t cp = 0;

	if (c->s < c->end)
		text_next_point(c->s, c->end, &cp);
	return cp;
}

static void append(struct cleaner *c, int32_t cp)
{
	utf8proc_uint8_t bytes[4];
	utf8proc_ssize_t len = utf8proc_encode_char(cp, bytes);

	g_string_append_len(c->out, (const char *)bytes, len);
	c->last = cp;
}

/* A name gets its held blank only when something follows it. */
static void release_blank(struct cleaner *c)
{
	if (!c->blank)
		return;
	c->blank = false;
	if (c->out->len == 0)
		return;
	append(c, ' ');
	c->emoji = false;
	c->marks = 0;
}

/* The bytes of the tags that make a flag of the black one, or 0. */
static size_t flag_tags(const struct cleaner *c)
{
	const char *s = c->s;
	int32_t cp;

	for (int n = 0; n < TAGS_MAX && s < c->end; n++) {
		s += text_next_point(s, c->end, &cp);
		if (cp == 0xE007F)
			return n > 0 ? s - c->s : 0;
		if (!(cp >= 0xE0030 && cp <= 0xE0039) &&
		    !(cp >= 0xE0061 && cp <= 0xE007A))
			return 0;
	}
	return 0;
}

static void keep(struct cleaner *c, int32_t cp)
{
	size_t tags = cp == BLACK_FLAG ? flag_tags(c) : 0;
	bool tone;

	release_blank(c);
	tone = c->emoji && text_is_modifier(cp) &&
		(text_is_pictograph(c->last) || c->last == TEXT_VS16);
	if (!tone) {
		c->joins = c->last == TEXT_ZWJ ? c->joins + 1 : 0;
		c->marks = 0;
		c->emoji = text_is_pictograph(cp);
	}
	append(c, cp);
	if (tags == 0)
		return;
	g_string_append_len(c->out, c->s, tags);
	c->s += tags;
	c->emoji = false;
}

static void keep_mark(struct cleaner *c, int32_t cp)
{
	release_blank(c);
	if (c->last == 0 || c->marks >= MARKS_MAX)
		return;
	append(c, cp);
	c->marks++;
	c->emoji = false;
}

static void keep_blank(struct cleaner *c, int32_t cp)
{
	if (c->flags & TEXT_NAME)
		c->blank = true;
	else
		keep(c, cp);
}

static void keep_break(struct cleaner *c, int32_t cp)
{
	if (cp == '\r' && peek(c) == '\n')
		return;
	if (!(c->flags & TEXT_BLOCK) || c->flags & TEXT_NAME) {
		keep_blank(c, ' ');
		return;
	}
	g_string_append_c(c->out, '\n');
	c->last = 0;
	c->emoji = false;
	c->marks = 0;
	c->tab = c->out->len;
	c->column = 0;
}

static void keep_tab(struct cleaner *c, int32_t cp)
{
	int n = 1;

	(void)cp;
	if (c->flags & TEXT_BLOCK && !(c->flags & TEXT_NAME)) {
		c->column += text_width(c->out->str + c->tab,
					c->out->len - c->tab);
		n = TAB_STOP - c->column % TAB_STOP;
		c->column += n;
	}
	while (n-- > 0)
		keep_blank(c, ' ');
	c->tab = c->out->len;
}

static void drop(struct cleaner *c, int32_t cp)
{
	(void)c;
	(void)cp;
}

static void keep_joiner(struct cleaner *c, int32_t cp)
{
	if (c->blank)
		return;
	if (cp == TEXT_ZWJ && c->emoji && c->last != TEXT_ZWJ &&
	    c->joins < JOINS_MAX && text_is_pictograph(peek(c)))
		append(c, cp);
	else if (text_in_ranges(joining, G_N_ELEMENTS(joining), c->last))
		append(c, cp);
}

static void keep_selector(struct cleaner *c, int32_t cp)
{
	bool key = c->last == '#' || c->last == '*' ||
		(c->last >= '0' && c->last <= '9');

	if (c->blank)
		return;
	if (c->emoji && text_is_pictograph(c->last)) {
		append(c, cp);
		c->emoji = cp == TEXT_VS16;
	} else if (key && cp == TEXT_VS16 && peek(c) == TEXT_KEYCAP) {
		append(c, cp);
	}
}

typedef void (*handler)(struct cleaner *c, int32_t cp);

static const handler handlers[] = {
	[KEPT] = keep, [MARK] = keep_mark, [BLANK] = keep_blank,
	[BREAK] = keep_break, [TAB] = keep_tab, [DROPPED] = drop,
	[JOINER] = keep_joiner, [SELECTOR] = keep_selector,
};

static enum kind kind_for(const struct cleaner *c, int32_t cp)
{
	if (!(c->flags & TEXT_NAME))
		return point_kind(cp);
	/* The blank of Braille is nothing to the eye either. */
	return cp == ' ' || cp == 0x2800 ? BLANK : point_kind(cp);
}

static void cut(GString *out, size_t max)
{
	static const char mark[] = "…";
	size_t room = max >= strlen(mark) ? max - strlen(mark) : max;
	size_t at = out->len;

	while (at > room)
		at = grapheme_before(out->str, at);
	g_string_truncate(out, at);
	if (room < max)
		g_string_append(out, mark);
}

char *text_clean(const char *s, gssize len, enum text_clean_flags flags,
		 size_t max)
{
	struct cleaner c = { .s = s, .flags = flags };
	int32_t cp;

	if (!s)
		return g_strdup("");
	if (max == 0)
		max = TEXT_MAX;
	c.end = s + (len < 0 ? strlen(s) : (size_t)len);
	c.out = g_string_sized_new(MIN((size_t)(c.end - s), max) + 8);
	while (c.s < c.end && c.out->len <= max) {
		c.s += text_next_point(c.s, c.end, &cp);
		handlers[kind_for(&c, cp)](&c, cp);
	}
	if (c.out->len > max)
		cut(c.out, max);
	return g_string_free(c.out, FALSE);
}

/* ---- the quick test --------------------------------------------------- */

#define EACH_BYTE(b) (UINT64_C(0x0101010101010101) * (b))

/* Whether some byte of a word is a control, DEL, or not ASCII. A borrow may
 * spoil the bytes above, but only when a byte below is one of them. */
static bool word_is_odd(uint64_t word)
{
	uint64_t low = word - EACH_BYTE(0x20);
	uint64_t del = (word ^ EACH_BYTE(0x7F)) - EACH_BYTE(0x01);

	return ((word | low | del) & EACH_BYTE(0x80)) != 0;
}

/* The length of the prefix that is printable ASCII. */
static size_t printable_prefix(const char *s, size_t len)
{
	size_t at = 0;
	uint64_t word;

	for (; len - at >= sizeof word; at += sizeof word) {
		memcpy(&word, s + at, sizeof word);
		if (word_is_odd(word))
			break;
	}
	while (at < len && s[at] >= 0x20 && s[at] < 0x7F)
		at++;
	return at;
}

/* Steps over what certainly is clean whatever stands beside it. */
static bool step_clean(const char *s, size_t len, size_t *at,
		       enum text_clean_flags flags)
{
	enum kind kind;
	int32_t cp;
	int n;

	*at += printable_prefix(s + *at, len - *at);
	if (*at == len)
		return false;
	if (s[*at] == '\n' && flags & TEXT_BLOCK && !(flags & TEXT_NAME)) {
		++*at;
		return true;
	}
	n = text_next_point(s + *at, s + len, &cp);
	if (cp < 0x80 || n == 1)
		return false;
	kind = cp == 0x2800 ? BLANK : point_kind(cp);
	if (kind != KEPT && (kind != BLANK || flags & TEXT_NAME))
		return false;
	*at += n;
	return true;
}

/* Blanks of a name: none at its ends, no two together. */
static bool is_tidy(const char *s, size_t len)
{
	if (len > 0 && (s[0] == ' ' || s[len - 1] == ' '))
		return false;
	for (size_t i = 1; i < len; i++)
		if (s[i] == ' ' && s[i - 1] == ' ')
			return false;
	return true;
}

bool text_is_clean(const char *s, size_t len, enum text_clean_flags flags)
{
	g_autofree char *cleaned = NULL;
	size_t at = 0;

	if (len > TEXT_MAX)
		return false;
	while (step_clean(s, len, &at, flags))
		;
	if (at == len)
		return !(flags & TEXT_NAME) || is_tidy(s, len);
	if ((unsigned char)s[at] < 0x80)
		return false;
	cleaned = text_clean(s, len, flags, 0);
	return strlen(cleaned) == len && memcmp(cleaned, s, len) == 0;
}
