#include "model/keep.h"

#include <string.h>
#include "base/error.h"

/* PCRE2 "pcre2pattern", "Setting match resource limits": far more than an
 * honest pattern needs on the longest message, and a fraction of a second. */
#define LIMITS "(*LIMIT_MATCH=200000)(*LIMIT_DEPTH=20000)"

struct keep {
	char *words;
	enum area area;
	GRegex *regex;
};

static bool fail(GError **err, const char *words, const char *why)
{
	g_set_error(err, FM_ERROR, FM_ERROR_USAGE, "\"%s\" cannot be kept: "
		    "%s.", words, why);
	return false;
}

static bool is_pattern(const char *words)
{
	size_t len = strlen(words);

	return len > 2 && words[0] == '/' && words[len - 1] == '/';
}

static bool check(const char *words, enum area area, GError **err)
{
	if (strlen(words) > KEEP_BYTES_MAX)
		return fail(err, words, "it is longer than 200 bytes");
	if (!g_utf8_validate(words, -1, NULL) || strpbrk(words, "\r\n"))
		return fail(err, words, "it is not one line of text");
	if (area != AREA_INTERNAL && area != AREA_EXTERNAL)
		return fail(err, words, "the area is internal or external");
	if (!words[strspn(words, " \t")])
		return fail(err, words, "there is no word in it");
	if (is_pattern(words) && g_str_has_prefix(words, "/(*"))
		return fail(err, words, "a pattern does not begin with \"(*\"");
	return true;
}

/* A word border is only asked for where the word itself has a letter. */
static char *word_pattern(const char *words)
{
	g_autofree char *plain = g_regex_escape_string(words, -1);
	gunichar last = g_utf8_get_char(g_utf8_prev_char(words +
							 strlen(words)));

	return g_strdup_printf(LIMITS "%s%s%s",
			       g_unichar_isalnum(g_utf8_get_char(words)) ?
			       "(?<![\\p{L}\\p{N}])" : "", plain,
			       g_unichar_isalnum(last) ?
			       "(?![\\p{L}\\p{N}])" : "");
}

static char *pattern_of(const char *words)
{
	g_autofree char *inner = NULL;

	if (!is_pattern(words))
		return word_pattern(words);
	inner = g_strndup(words + 1, strlen(words) - 2);
	return g_strconcat(LIMITS, inner, NULL);
}

struct keep *keep_new(const char *words, enum area area, GError **err)
{
	g_autoptr(GError) inner = NULL;
	g_autofree char *pattern = NULL;
	struct keep *k;
	GRegex *regex;

	if (!check(words, area, err))
		return NULL;
	pattern = pattern_of(words);
	regex = g_regex_new(pattern, G_REGEX_CASELESS | G_REGEX_MULTILINE, 0,
			    &inner);
	if (!regex) {
		fail(err, words, "it is no regular expression");
		return NULL;
	}
	k = g_new0(struct keep, 1);
	k->words = g_strdup(words);
	k->area = area;
	k->regex = regex;
	return k;
}

void keep_free(struct keep *k)
{
	if (!k)
		return;
	g_regex_unref(k->regex);
	g_free(k->words);
	g_free(k);
}

const char *keep_words(const struct keep *k)
{
	return k->words;
}

enum area keep_area(const struct keep *k)
{
	return k->area;
}

/* ---- lists ----------------------------------------------------------- */

char *keeps_pack(const GPtrArray *keeps)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; keeps && i < keeps->len; i++) {
		const struct keep *k = keeps->pdata[i];

		g_string_append_printf(out, "%s %s\n", area_word(k->area),
				       k->words);
	}
	return g_string_free(out, FALSE);
}

static enum area area_of(const char *line)
{
	return g_str_has_prefix(line, "internal ") ? AREA_INTERNAL :
	       g_str_has_prefix(line, "external ") ? AREA_EXTERNAL :
	       AREA_UNKNOWN;
}

static void free_keep(void *k)
{
	keep_free(k);
}

GPtrArray *keeps_unpack(const char *text)
{
	GPtrArray *keeps = g_ptr_array_new_with_free_func(free_keep);
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n",
					 KEEPS_MAX + 1);

	for (char **l = lines; *l && keeps->len < KEEPS_MAX; l++) {
		struct keep *k = area_of(*l) ? keep_new(*l + 9, area_of(*l),
							NULL) : NULL;

		if (k)
			g_ptr_array_add(keeps, k);
	}
	return keeps;
}

/* ---- looking --------------------------------------------------------- */

/* Without the marks of Markdown and what has no width, so that a word that
 * is half bold is still the word. */
static char *plain_of(const char *text)
{
	GString *out = g_string_new(NULL);

	for (const char *p = text; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!strchr("*_`~\\", (int)(c < 128 ? c : 'a')) &&
		    !g_unichar_iszerowidth(c))
			g_string_append_unichar(out, c);
	}
	return g_string_free(out, FALSE);
}

enum found { FOUND_NOT, FOUND, FOUND_COSTLY };

static enum found look(const struct keep *k, const char *text, char **word)
{
	GMatchInfo *m = NULL;
	g_autoptr(GError) err = NULL;
	bool met = g_regex_match_full(k->regex, text, -1, 0, 0, &m, &err);

	*word = met ? g_match_info_fetch(m, 0) : NULL;
	g_match_info_free(m);
	return err ? FOUND_COSTLY : met ? FOUND : FOUND_NOT;
}

static char *say(const struct keep *k, enum found found, const char *word,
		 const char *place)
{
	g_autofree char *shown = g_utf8_substring(word ? word : "", 0,
		MIN(g_utf8_strlen(word ? word : "", -1), 40));

	if (found == FOUND_COSTLY)
		return g_strdup_printf("The text cannot be checked against %s "
			"in reasonable time, so it does not go to %s; write "
			"a simpler rule or a shorter text.", k->words, place);
	if (strcmp(shown, k->words) == 0 || !*shown)
		return g_strdup_printf("\"%s\" is kept in %s places, and %s "
			"is wider; nothing was sent.", k->words,
			area_word(k->area), place);
	return g_strdup_printf("\"%s\" (%s) is kept in %s places, and %s is "
			       "wider; nothing was sent.", shown, k->words,
			       area_word(k->area), place);
}

static char *object(const struct keep *k, const char *text,
		    const char *plain, const char *place)
{
	g_autofree char *word = NULL;
	enum found found = look(k, text, &word);

	if (found == FOUND_NOT)
		found = look(k, plain, &word);
	return found == FOUND_NOT ? NULL : say(k, found, word, place);
}

char *keeps_objection(const GPtrArray *keeps, const char *text,
		      enum area area, const char *place)
{
	enum area to = area == AREA_UNKNOWN ? AREA_PUBLIC : area;
	g_autofree char *plain = NULL;
	char *why = NULL;

	if (!keeps || !keeps->len || !text || !*text)
		return NULL;
	plain = plain_of(text);
	for (guint i = 0; i < keeps->len && !why; i++) {
		const struct keep *k = keeps->pdata[i];

		if (to > k->area)
			why = object(k, text, plain, place);
	}
	return why;
}
