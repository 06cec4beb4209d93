/*
 * fuzzy.c - how well a few typed letters fit a name.
 *
 * A table of the best score per pair of prefixes, as for the longest common
 * subsequence: a letter counts more at the begin of the text or of a word
 * and behind the letter before it, and less behind a gap. Names are short;
 * what is beyond the bounds below is not looked at.
 */
#include "text/text-internal.h"

#include <string.h>

enum {
	PATTERN_MAX = 48,	/* letters */
	NAME_MAX_LETTERS = 192,
	HIT = 16,
	AT_BEGIN = 16,		/* bonus: of the text */
	AT_WORD = 12,		/* of a word */
	AT_RUN = 14,		/* next to the letter before */
	GAP_MAX = 8,		/* the most that a gap costs */
	SHORT = 16,		/* bonus: the less is left over, the more */
	NONE = -1000000,
};

/* A name, folded, and what each of its letters is worth. */
struct letters {
	gunichar at[NAME_MAX_LETTERS];
	int bonus[NAME_MAX_LETTERS];
	int n;
};

static gunichar fold(gunichar cp)
{
	gunichar parts[18];

	if (cp < 0x80)
		return g_ascii_tolower(cp);
	if (g_unichar_ismark(cp))
		return 0;
	g_unichar_fully_decompose(cp, FALSE, parts, G_N_ELEMENTS(parts));
	return g_unichar_tolower(parts[0]);
}

static int begin_bonus(gunichar before, gunichar cp)
{
	if (before == 0)
		return AT_BEGIN;
	if (!g_unichar_isalnum(before))
		return AT_WORD;
	return g_unichar_islower(before) && g_unichar_isupper(cp) ? AT_WORD : 0;
}

static void read_letters(struct letters *out, const char *s, int max)
{
	const char *end = s + strlen(s);
	int32_t before = 0, cp;

	out->n = 0;
	while (s < end && out->n < max) {
		gunichar letter;

		s += text_next_point(s, end, &cp);
		letter = fold(cp);
		if (letter) {
			out->at[out->n] = letter;
			out->bonus[out->n++] = begin_bonus(before, cp);
		}
		before = cp;
	}
}

static int gap_cost(int gap)
{
	return MIN(gap, (int)GAP_MAX);
}

/* One row of the table: ends[j] is the best score with the letter `want` on
 * letter j of the text, from that of the letter before it in `above`. */
static bool score_row(const struct letters *text, gunichar want,
		      const int *above, int *ends)
{
	int best = above ? NONE : 0;	/* of all ends before, less the gap */
	bool found = false;

	for (int j = 0; j < text->n; j++) {
		int run = above && j > 0 ? above[j - 1] + AT_RUN : NONE;
		int from = above ? MAX(best, run) : -gap_cost(j);

		ends[j] = NONE;
		if (text->at[j] == want && from > NONE / 2) {
			ends[j] = from + HIT + text->bonus[j];
			found = true;
		}
		if (above && j > 0)
			best = MAX(best - 1, above[j - 1] - 1);
	}
	return found;
}

static int best_end(const int *ends, int n)
{
	int best = NONE;

	for (int j = 0; j < n; j++)
		best = MAX(best, ends[j]);
	return best;
}

int fuzzy_score(const char *pattern, const char *text)
{
	struct letters name, want;
	int rows[2][NAME_MAX_LETTERS];
	int score;

	read_letters(&want, pattern, PATTERN_MAX);
	if (want.n == 0)
		return 1;
	read_letters(&name, text, NAME_MAX_LETTERS);
	for (int i = 0; i < want.n; i++)
		if (!score_row(&name, want.at[i],
			       i ? rows[(i - 1) % 2] : NULL, rows[i % 2]))
			return 0;
	score = best_end(rows[(want.n - 1) % 2], name.n);
	score += MAX(0, SHORT - (name.n - want.n));
	return MAX(score, 1);
}
