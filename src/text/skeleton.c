/*
 * skeleton.c - the form in which names that imitate each other are equal.
 *
 * This follows the idea of UTS #39 (skeletons of confusables) with a table
 * small enough to read: the letters of Cyrillic and Greek that look Latin,
 * and what stands for l and o in every font.
 */
#include "text/text-internal.h"

#include <string.h>
#include <utf8proc.h>

struct alike {
	int32_t cp;
	char latin;
};

/* Sorted; letters are those that case folding leaves. */
static const struct alike alikes[] = {
	{ '!', 'l' }, { '0', 'o' }, { '1', 'l' }, { 'i', 'l' }, { '|', 'l' },
	{ 0x0131, 'l' }, { 0x0251, 'a' }, { 0x0261, 'g' }, { 0x0269, 'l' },
	{ 0x03B1, 'a' }, { 0x03B3, 'y' }, { 0x03B5, 'e' }, { 0x03B7, 'n' },
	{ 0x03B9, 'l' }, { 0x03BA, 'k' }, { 0x03BD, 'v' }, { 0x03BF, 'o' },
	{ 0x03C1, 'p' }, { 0x03C4, 't' }, { 0x03C5, 'u' }, { 0x03C7, 'x' },
	{ 0x0430, 'a' }, { 0x0432, 'b' }, { 0x0433, 'r' }, { 0x0435, 'e' },
	{ 0x043A, 'k' }, { 0x043C, 'm' }, { 0x043D, 'h' }, { 0x043E, 'o' },
	{ 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0442, 't' }, { 0x0443, 'y' },
	{ 0x0445, 'x' }, { 0x0455, 's' }, { 0x0456, 'l' }, { 0x0458, 'j' },
	{ 0x04BB, 'h' }, { 0x04CF, 'l' }, { 0x0501, 'd' }, { 0x051B, 'q' },
	{ 0x051D, 'w' }, { 0x0578, 'n' }, { 0x057D, 'u' }, { 0x0585, 'o' },
};

static int32_t look(int32_t cp)
{
	for (size_t i = 0; i < G_N_ELEMENTS(alikes); i++)
		if (alikes[i].cp == cp)
			return alikes[i].latin;
	return cp;
}

/* Two letters that together look like one. */
static void append_look(GString *out, int32_t cp)
{
	char last = out->len ? out->str[out->len - 1] : '\0';

	if ((cp == 'n' && last == 'r') || (cp == 'v' && last == 'v'))
		out->str[out->len - 1] = cp == 'n' ? 'm' : 'w';
	else
		g_string_append_unichar(out, cp);
}

static GString *fold_looks(const char *s, size_t len)
{
	const char *end = s + len;
	GString *out = g_string_sized_new(len);
	int32_t cp;

	while (s < end) {
		s += text_next_point(s, end, &cp);
		append_look(out, look(cp));
	}
	return out;
}

char *text_skeleton(const char *s)
{
	g_autofree char *name = text_clean(s, -1, TEXT_NAME, 0);
	const int options = UTF8PROC_STABLE | UTF8PROC_COMPAT |
		UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
		UTF8PROC_IGNORE;
	utf8proc_uint8_t *folded = NULL;
	utf8proc_ssize_t len;
	GString *out;

	len = utf8proc_map((const utf8proc_uint8_t *)name, strlen(name),
			   &folded, options);
	if (len < 0)
		return g_steal_pointer(&name);
	out = fold_looks((const char *)folded, len);
	free(folded);
	return g_string_free(out, FALSE);
}
