/* The little language in which rows say their arguments. */
#include "command/internal.h"

#include <string.h>

#define MANY "…"

static void param_free(gpointer data)
{
	struct param *p = data;

	g_free(p->name);
	g_free(p->value);
	g_free(p);
}

static bool strip_suffix(char *s, const char *suffix)
{
	if (!g_str_has_suffix(s, suffix))
		return false;
	s[strlen(s) - strlen(suffix)] = '\0';
	return true;
}

static void add_one(GPtrArray *out, const char *words, bool optional,
		    bool many)
{
	g_auto(GStrv) parts = g_strsplit(words, " ", 2);
	struct param *p = g_new0(struct param, 1);

	p->option = g_str_has_prefix(parts[0], "--");
	p->name = g_strdup(parts[0]);
	p->value = g_strdup(parts[1]);
	p->optional = optional;
	p->many = strip_suffix(p->name, MANY) || many;
	g_ptr_array_add(out, p);
}

/* "[--a | --b CMD]" are two options of which one may be given. */
static void add_bracket(GPtrArray *out, char *inner, bool many)
{
	g_auto(GStrv) either = g_strsplit(inner, " | ", -1);

	for (int i = 0; either[i]; i++)
		add_one(out, either[i], true, many);
}

GPtrArray *template_parse(const char *template)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(param_free);
	const char *at = template;

	while (*(at += strspn(at, " "))) {
		size_t len = *at == '[' ? strcspn(at, "]") + 1
					: strcspn(at, " ");
		g_autofree char *word = g_strndup(at, len);
		bool many = g_str_has_prefix(at + len, MANY);

		at += len + (many ? strlen(MANY) : 0);
		if (*word != '[') {
			add_one(out, word, false, many);
			continue;
		}
		word[len - 1] = '\0';
		add_bracket(out, word + 1, many);
	}
	return out;
}

static bool is_last_positional(const GPtrArray *params, const struct param *p)
{
	for (guint i = params->len; i-- > 0;) {
		const struct param *q = g_ptr_array_index(params, i);

		if (!q->option)
			return q == p;
	}
	return false;
}

bool template_is_raw(const struct param *p)
{
	return !strcmp(p->name, "TEXT") || !strcmp(p->name, "COMMAND");
}

bool template_takes_rest(const GPtrArray *params, const struct param *p)
{
	static const char *const texts[] = {
		"TEXT", "COMMAND", "TITLE", "DATE", "NOTES", "VALUE", "WORDS",
		"SKILL",
		"QUESTION",
		"NAME",
		"REASON", "WHEN",
	};

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!strcmp(p->name, texts[i]))
			return is_last_positional(params, p);
	return false;
}

static bool on_screen(unsigned where)
{
	return where & (IN_PROMPT | IN_SLASH);
}

bool template_skips_room(const GPtrArray *params, unsigned where)
{
	const struct param *first = NULL, *second = NULL;

	for (guint i = 0; i < params->len && !second; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (p->option)
			continue;
		if (first)
			second = p;
		else
			first = p;
	}
	return on_screen(where) && second && !first->optional &&
	       !strcmp(first->name, "ROOM");
}

bool template_needs(const struct param *p, unsigned where)
{
	if (p->option || !p->optional)
		return !p->option;
	return !on_screen(where) && !(where & IN_CONFIG) &&
	       (!strcmp(p->name, "ID") || !strcmp(p->name, "USER"));
}

char *template_words(const char *template, unsigned where)
{
	g_autoptr(GPtrArray) params = template_parse(template);
	GString *s = g_string_new(template);

	if (template_skips_room(params, where))
		g_string_replace(s, "ROOM ", "", 1);
	if (!on_screen(where)) {
		g_string_replace(s, "[ID]", "ID", 0);
		g_string_replace(s, "[USER]", "USER", 0);
	}
	return g_string_free(s, FALSE);
}
