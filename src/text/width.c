/*
 * width.c - the columns that text takes.
 *
 * The rules are decided here and nowhere else, so that every pane agrees and
 * a newer C library or utf8proc moves no column: East Asian Wide and
 * Fullwidth (UAX #11, Unicode 14) take two, which includes every code point
 * with emoji presentation; marks and conjoining vowels none; ambiguous ones
 * and all others one.
 */
#include "text/text-internal.h"

#include <string.h>
#include <utf8proc.h>

/* Unassigned code points in the blocks of ideographs and emoji are counted
 * as what they will become. */
static const struct text_range wide[] = {
	{ 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x2329, 0x232A },
	{ 0x23E9, 0x23EC }, { 0x23F0, 0x23F0 }, { 0x23F3, 0x23F3 },
	{ 0x25FD, 0x25FE }, { 0x2614, 0x2615 }, { 0x2648, 0x2653 },
	{ 0x267F, 0x267F }, { 0x2693, 0x2693 }, { 0x26A1, 0x26A1 },
	{ 0x26AA, 0x26AB }, { 0x26BD, 0x26BE }, { 0x26C4, 0x26C5 },
	{ 0x26CE, 0x26CE }, { 0x26D4, 0x26D4 }, { 0x26EA, 0x26EA },
	{ 0x26F2, 0x26F3 }, { 0x26F5, 0x26F5 }, { 0x26FA, 0x26FA },
	{ 0x26FD, 0x26FD }, { 0x2705, 0x2705 }, { 0x270A, 0x270B },
	{ 0x2728, 0x2728 }, { 0x274C, 0x274C }, { 0x274E, 0x274E },
	{ 0x2753, 0x2755 }, { 0x2757, 0x2757 }, { 0x2795, 0x2797 },
	{ 0x27B0, 0x27B0 }, { 0x27BF, 0x27BF }, { 0x2B1B, 0x2B1C },
	{ 0x2B50, 0x2B50 }, { 0x2B55, 0x2B55 }, { 0x2E80, 0x303E },
	{ 0x3041, 0x3247 }, { 0x3250, 0x4DBF }, { 0x4E00, 0xA4C6 },
	{ 0xA960, 0xA97C }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
	{ 0xFE10, 0xFE19 }, { 0xFE30, 0xFE6B }, { 0xFF01, 0xFF60 },
	{ 0xFFE0, 0xFFE6 }, { 0x16FE0, 0x18D08 }, { 0x1AFF0, 0x1B2FB },
	{ 0x1F004, 0x1F004 }, { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F18E },
	{ 0x1F191, 0x1F19A }, { 0x1F200, 0x1F265 }, { 0x1F300, 0x1F320 },
	{ 0x1F32D, 0x1F335 }, { 0x1F337, 0x1F37C }, { 0x1F37E, 0x1F393 },
	{ 0x1F3A0, 0x1F3CA }, { 0x1F3CF, 0x1F3D3 }, { 0x1F3E0, 0x1F3F0 },
	{ 0x1F3F4, 0x1F3F4 }, { 0x1F3F8, 0x1F43E }, { 0x1F440, 0x1F440 },
	{ 0x1F442, 0x1F4FC }, { 0x1F4FF, 0x1F53D }, { 0x1F54B, 0x1F54E },
	{ 0x1F550, 0x1F567 }, { 0x1F57A, 0x1F57A }, { 0x1F595, 0x1F596 },
	{ 0x1F5A4, 0x1F5A4 }, { 0x1F5FB, 0x1F64F }, { 0x1F680, 0x1F6C5 },
	{ 0x1F6CC, 0x1F6CC }, { 0x1F6D0, 0x1F6D2 }, { 0x1F6D5, 0x1F6DF },
	{ 0x1F6EB, 0x1F6EC }, { 0x1F6F4, 0x1F6FC }, { 0x1F7E0, 0x1F7F0 },
	{ 0x1F90C, 0x1F93A }, { 0x1F93C, 0x1F945 }, { 0x1F947, 0x1F9FF },
	{ 0x1FA70, 0x1FAFF }, { 0x20000, 0x3FFFD },
};

bool text_in_ranges(const struct text_range *table, size_t n, int32_t cp)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (cp < table[middle].first)
			high = middle;
		else if (cp > table[middle].last)
			low = middle + 1;
		else
			return true;
	}
	return false;
}

int text_next_point(const char *s, const char *end, int32_t *cp)
{
	utf8proc_ssize_t len;

	if ((unsigned char)*s < 0x80) {
		*cp = *s;
		return 1;
	}
	len = utf8proc_iterate((const utf8proc_uint8_t *)s, end - s, cp);
	if (len > 0)
		return (int)len;
	*cp = TEXT_BAD;
	return 1;
}

/* Vowels and finals that join the Hangul consonant before them. */
static bool is_conjoining(int32_t cp)
{
	return (cp >= 0x1160 && cp <= 0x11FF) || (cp >= 0xD7B0 && cp <= 0xD7FF);
}

bool text_is_mark(int32_t cp)
{
	utf8proc_category_t category;

	if (cp < 0x300)
		return false;
	category = utf8proc_category(cp);
	return category == UTF8PROC_CATEGORY_MN ||
		category == UTF8PROC_CATEGORY_ME || is_conjoining(cp);
}

bool text_is_modifier(int32_t cp)
{
	return cp >= 0x1F3FB && cp <= 0x1F3FF;
}

bool text_is_regional(int32_t cp)
{
	return cp >= 0x1F1E6 && cp <= 0x1F1FF;
}

bool text_is_pictograph(int32_t cp)
{
	return cp >= 0xA9 && utf8proc_get_property(cp)->boundclass ==
		UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

/* Format characters take no column but those that are drawn, such as the
 * Arabic number sign. */
static bool is_unseen(int32_t cp)
{
	const utf8proc_property_t *property = utf8proc_get_property(cp);

	if (property->category == UTF8PROC_CATEGORY_CC)
		return true;
	return property->category == UTF8PROC_CATEGORY_CF &&
		property->boundclass != UTF8PROC_BOUNDCLASS_PREPEND;
}

int text_point_width(int32_t cp)
{
	if (cp >= 0x20 && cp < 0x7F)
		return 1;
	if (text_in_ranges(wide, G_N_ELEMENTS(wide), cp))
		return text_is_mark(cp) ? 0 : 2;
	return text_is_mark(cp) || is_unseen(cp) ? 0 : 1;
}

static bool is_printable(signed char byte)
{
	return byte >= 0x20 && byte < 0x7F;
}

int text_width(const char *s, gssize len)
{
	const char *end = s + (len < 0 ? strlen(s) : (size_t)len);
	struct grapheme one;
	int width = 0;

	while (s < end) {
		/* ASCII that nothing can join. */
		while (s + 1 < end && is_printable(s[0]) && (signed char)s[1] >= 0) {
			width++;
			s++;
		}
		if (grapheme_next(&s, end, &one))
			width += one.width;
	}
	return width;
}

size_t text_fit(const char *s, gssize len, int columns, int *width)
{
	const char *end = s + (len < 0 ? strlen(s) : (size_t)len);
	const char *at = s, *fits = s;
	struct grapheme one;
	int used = 0;

	while (grapheme_next(&at, end, &one) && used + one.width <= columns) {
		used += one.width;
		fits = at;
	}
	if (width)
		*width = used;
	return fits - s;
}

char *text_ellipsis(const char *s, int columns)
{
	size_t len = strlen(s);

	if (columns <= 0)
		return g_strdup("");
	if (text_fit(s, len, columns, NULL) == len)
		return g_strdup(s);
	len = text_fit(s, len, columns - 1, NULL);
	return g_strdup_printf("%.*s…", (int)len, s);
}
