/*
 * grapheme.c - where one user-perceived character ends and the next begins.
 *
 * The rules are those of UAX #29 with one more, because a grapheme is what
 * goes into a cell: a code point that takes columns of its own begins a
 * grapheme, except inside emoji sequences and Hangul syllables. So the vowel
 * signs of Indic scripts that stand beside their consonant get a cell of
 * their own, which is how terminals draw them.
 */
#include "text/text-internal.h"

#include <string.h>
#include <utf8proc.h>

/* A grapheme while it is read. */
struct cluster {
	int32_t first, last;	/* code points */
	int32_t state;		/* utf8proc's */
	int sum, widest;	/* columns of its code points */
	bool joined;		/* an emoji of several */
	bool emoji, text;	/* a presentation was asked for */
};

static int bound_class(int32_t cp)
{
	return utf8proc_get_property(cp)->boundclass;
}

static bool is_hangul(int class)
{
	return class >= UTF8PROC_BOUNDCLASS_L &&
		class <= UTF8PROC_BOUNDCLASS_LVT;
}

/* Whether `cp`, which takes columns, still belongs to the emoji. */
static bool joins_emoji(const struct cluster *c, int32_t cp)
{
	if (!text_is_pictograph(c->first))
		return text_is_regional(c->first) && text_is_regional(cp);
	if (text_is_modifier(cp))
		return text_is_pictograph(c->last) || c->last == TEXT_VS16;
	return c->last == TEXT_ZWJ && text_is_pictograph(cp);
}

static bool begins_next(struct cluster *c, int32_t cp)
{
	int class = bound_class(cp), last = bound_class(c->last);

	if (utf8proc_grapheme_break_stateful(c->last, cp, &c->state))
		return true;
	if (last == UTF8PROC_BOUNDCLASS_PREPEND)
		return true;
	if (text_point_width(cp) == 0)
		return false;
	if (is_hangul(class))
		return !is_hangul(last) || class == UTF8PROC_BOUNDCLASS_L;
	return !joins_emoji(c, cp);
}

static void absorb(struct cluster *c, int32_t cp)
{
	int width = text_point_width(cp);

	if (c->sum > 0 && width > 0 && !is_hangul(bound_class(cp)))
		c->joined = true;
	if (cp >= 0xE0020 && cp <= 0xE007F)
		c->joined = true;
	if (cp == TEXT_VS15 || cp == TEXT_VS16) {
		c->text = cp == TEXT_VS15;
		c->emoji = !c->text && text_is_pictograph(c->last);
	}
	c->sum += width;
	c->widest = MAX(c->widest, width);
	c->last = cp;
}

static bool is_keycap(const struct cluster *c)
{
	return c->last == TEXT_KEYCAP && c->first < 0x40;
}

static int cluster_width(const struct cluster *c)
{
	if (c->joined || c->emoji || is_keycap(c))
		return 2;
	if (c->text && c->widest > 0)
		return 1;
	return c->widest;
}

static void measure(const struct cluster *c, struct grapheme *out)
{
	out->width = cluster_width(c);
	out->plain = !c->joined && c->sum == out->width &&
		!text_is_regional(c->first);
}

static bool is_ascii(char byte)
{
	return (unsigned char)byte < 0x80;
}

bool grapheme_next(const char **cursor, const char *end, struct grapheme *out)
{
	const char *s = *cursor;
	struct cluster c = { 0 };
	int32_t cp;
	int len;

	if (s >= end)
		return false;
	out->s = s;
	if (is_ascii(*s) && (s + 1 == end || is_ascii(s[1]))) {
		out->len = 1;
		out->width = (unsigned char)*s >= 0x20 && *s != 0x7F;
		out->plain = true;
		*cursor = s + 1;
		return true;
	}
	s += text_next_point(s, end, &cp);
	c.first = cp;
	absorb(&c, cp);
	while (s < end) {
		len = text_next_point(s, end, &cp);
		if (begins_next(&c, cp))
			break;
		absorb(&c, cp);
		s += len;
	}
	out->len = s - out->s;
	measure(&c, out);
	*cursor = s;
	return true;
}

/* Back to the byte that begins the code point before `at`. */
static size_t point_before(const char *s, size_t at)
{
	size_t least = at > 4 ? at - 4 : 0;

	at--;
	while (at > least && ((unsigned char)s[at] & 0xC0) == 0x80)
		at--;
	return at;
}

/* Back to a border that holds whatever stands before it. */
static size_t sure_border(const char *s, size_t at)
{
	int32_t cp;
	size_t end;

	while (at > 0) {
		end = at;
		at = point_before(s, at);
		text_next_point(s + at, s + end, &cp);
		switch (bound_class(cp)) {
		case UTF8PROC_BOUNDCLASS_OTHER:
		case UTF8PROC_BOUNDCLASS_CONTROL:
		case UTF8PROC_BOUNDCLASS_LF:
		case UTF8PROC_BOUNDCLASS_SPACINGMARK:
			return at;
		}
	}
	return 0;
}

size_t grapheme_before(const char *s, size_t at)
{
	const char *cursor, *end = s + at;
	struct grapheme one = { .s = s };

	if (at == 0)
		return 0;
	cursor = s + sure_border(s, at);
	while (grapheme_next(&cursor, end, &one))
		;
	return one.s - s;
}

size_t grapheme_after(const char *s, size_t at, size_t len)
{
	const char *cursor = s + MIN(at, len);
	struct grapheme one;

	grapheme_next(&cursor, s + len, &one);
	return cursor - s;
}
