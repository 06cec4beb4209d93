/*
 * emoji.c - finding emoji by their shortcodes.
 */
#include "text/text-internal.h"

#include <stdlib.h>
#include <string.h>

static int compare_codes(const void *key, const void *emoji)
{
	return strcmp(key, ((const struct emoji *)emoji)->code);
}

const char *emoji_find(const char *code)
{
	const struct emoji *found;

	found = bsearch(code, emoji_table, emoji_table_size,
			sizeof emoji_table[0], compare_codes);
	return found ? found->text : NULL;
}

/* A candidate, and how well it fits. */
struct match {
	const struct emoji *emoji;
	int rank;		/* 0 whole, 1 begins, 2 a word begins, 3 in */
	size_t len;
};

static bool match_code(struct match *match, const char *part)
{
	const char *code = match->emoji->code;
	const char *at = strstr(code, part);

	if (!at)
		return false;
	match->len = strlen(code);
	if (at == code)
		match->rank = match->len > strlen(part);
	else
		match->rank = at[-1] == '_' ? 2 : 3;
	return true;
}

static int compare_matches(const void *a, const void *b)
{
	const struct match *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank - y->rank;
	if (x->len != y->len)
		return x->len < y->len ? -1 : 1;
	return strcmp(x->emoji->code, y->emoji->code);
}

GPtrArray *emoji_complete(const char *prefix, unsigned max)
{
	GPtrArray *out = g_ptr_array_new();
	g_autofree char *part = g_ascii_strdown(prefix, -1);
	g_autoptr(GArray) matches = NULL;

	matches = g_array_new(FALSE, FALSE, sizeof(struct match));
	for (size_t i = 0; i < emoji_table_size; i++) {
		struct match match = { .emoji = &emoji_table[i] };

		if (match_code(&match, part))
			g_array_append_val(matches, match);
	}
	g_array_sort(matches, compare_matches);
	for (guint i = 0; i < MIN(matches->len, max); i++) {
		const struct match *match;

		match = &g_array_index(matches, struct match, i);
		g_ptr_array_add(out, (void *)match->emoji);
	}
	return out;
}
