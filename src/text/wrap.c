/*
 * wrap.c - where a line may end.
 *
 * A line ends at blanks, between ideographs (but not before the punctuation
 * that closes or behind that which opens, the heart of JIS X 4051), and
 * behind a hyphen between letters. URLs and code end only at blanks. A word
 * that is longer than a line is broken at its edge.
 */
#include "text/text-internal.h"

/* The reading of one line. */
struct reading {
	const struct rich_block *block;
	size_t at, end;
	struct wrap_cursor cursor;
	const struct rich_run *run;
	int32_t last, before;	/* code points that the last graphemes begin */
	bool blank;		/* the last one was a blank */
};

static bool is_blank(int32_t cp)
{
	return cp == ' ' || cp == 0x3000 ||
		(cp >= 0x2000 && cp <= 0x200A && cp != 0x2007);
}

static bool is_ideograph(int32_t cp)
{
	return (cp >= 0x2E80 && cp < 0xA4D0) || (cp >= 0xF900 && cp < 0xFB00) ||
		(cp >= 0xFF00 && cp < 0xFFF0) || (cp >= 0x20000 && cp < 0x40000);
}

static bool is_closing(int32_t cp)
{
	static const struct text_range closing[] = {
		{ 0x2019, 0x2019 }, { 0x201D, 0x201D }, { 0x2026, 0x2026 },
		{ 0x3001, 0x3002 }, { 0x3005, 0x3005 }, { 0x3009, 0x3009 },
		{ 0x300B, 0x300B }, { 0x300D, 0x300D }, { 0x300F, 0x300F },
		{ 0x3011, 0x3011 }, { 0x3015, 0x3015 }, { 0x30FB, 0x30FC },
		{ 0xFF01, 0xFF01 }, { 0xFF09, 0xFF09 }, { 0xFF0C, 0xFF0C },
		{ 0xFF0E, 0xFF0E }, { 0xFF1A, 0xFF1B }, { 0xFF1F, 0xFF1F },
		{ 0xFF3D, 0xFF3D }, { 0xFF5D, 0xFF5D },
	};

	return text_in_ranges(closing, G_N_ELEMENTS(closing), cp);
}

static bool is_opening(int32_t cp)
{
	static const struct text_range opening[] = {
		{ 0x2018, 0x2018 }, { 0x201C, 0x201C }, { 0x3008, 0x3008 },
		{ 0x300A, 0x300A }, { 0x300C, 0x300C }, { 0x300E, 0x300E },
		{ 0x3010, 0x3010 }, { 0x3014, 0x3014 }, { 0xFF08, 0xFF08 },
		{ 0xFF3B, 0xFF3B }, { 0xFF5B, 0xFF5B },
	};

	return text_in_ranges(opening, G_N_ELEMENTS(opening), cp);
}

const struct rich_run *wrap_seek(struct wrap_cursor *cursor,
				 const struct rich_block *block, size_t at)
{
	const struct rich_run *runs = (const void *)block->runs->data;

	while (cursor->end <= at && cursor->next < block->runs->len)
		cursor->end += runs[cursor->next++].len;
	return &runs[cursor->next - 1];
}

/* Whether a line may end before `cp`, which is no blank. */
static bool may_break(const struct reading *r, int32_t cp)
{
	if (r->last == 0 || is_closing(cp) || is_opening(r->last))
		return false;
	if (is_ideograph(cp) || is_ideograph(r->last))
		return true;
	if (r->run->style & (RICH_LINK | RICH_CODE))
		return false;
	return r->last == '-' && g_unichar_isalpha(r->before) &&
		g_unichar_isalpha(cp);
}

/* The next grapheme; it does not reach over the border of a run. */
static bool read_next(struct reading *r, struct grapheme *one, int32_t *cp)
{
	const char *text = r->block->text->str, *cursor = text + r->at;
	const char *end;

	if (r->at >= r->end)
		return false;
	r->run = wrap_seek(&r->cursor, r->block, r->at);
	end = text + MIN(r->end, r->cursor.end);
	if (!grapheme_next(&cursor, end, one))
		return false;
	text_next_point(one->s, one->s + one->len, cp);
	return true;
}

static void step(struct reading *r, const struct grapheme *one, int32_t cp)
{
	r->before = r->last;
	r->last = cp;
	r->blank = is_blank(cp);
	r->at += one->len;
}

struct wrap_line wrap_next(struct wrap_cursor *cursor,
			   const struct rich_block *block, size_t from,
			   size_t end, int columns)
{
	struct wrap_line line = { from, from, from };
	struct reading r = { .block = block, .at = from, .end = end };
	struct grapheme one;
	int32_t cp;
	int width = 0;

	wrap_seek(cursor, block, from);
	r.cursor = *cursor;
	while (read_next(&r, &one, &cp)) {
		if (is_blank(cp)) {
			if (!r.blank)
				line.to = r.at;
			line.next = r.at + one.len;
		} else if (width + one.width > columns && r.at > from) {
			if (line.to > from && (r.blank || !may_break(&r, cp)))
				return line;
			if (!r.blank)
				return (struct wrap_line){ from, r.at, r.at };
			/* Set in by more than there is: not at all then. */
			line.from = line.to = from = r.at;
			width = 0;
		} else if (may_break(&r, cp)) {
			line.to = line.next = r.at;
		}
		width += one.width;
		step(&r, &one, cp);
	}
	/* Blanks may hang over the edge; nobody sees them. */
	if (width > columns && r.blank)
		return line;
	return (struct wrap_line){ from, end, end };
}
