#include "model/plan.h"
#include "model/strings.h"

#include <stdlib.h>
#include <string.h>

#define ALIAS_MAX 60

static const char *const access_words[] = {
	[ACCESS_INTERNAL] = "internal",
	[ACCESS_EXTERNAL] = "external",
	[ACCESS_PUBLIC] = "public",
};

const char *access_word(enum access a)
{
	return a < G_N_ELEMENTS(access_words) ? access_words[a] :
						access_words[0];
}

bool access_from(const char *word, enum access *a)
{
	for (unsigned i = 0; word && i < G_N_ELEMENTS(access_words); i++)
		if (strcmp(word, access_words[i]) == 0) {
			*a = i;
			return true;
		}
	return false;
}

struct plan *plan_new(enum room_kind kind, const char *name)
{
	struct plan *p = g_new0(struct plan, 1);

	p->kind = kind;
	p->name = g_strdup(name);
	return p;
}

struct plan *plan_copy(const struct plan *p)
{
	struct plan *copy;

	if (!p)
		return NULL;
	copy = g_memdup2(p, sizeof *p);
	copy->name = g_strdup(p->name);
	copy->topic = g_strdup(p->topic);
	copy->alias = g_strdup(p->alias);
	copy->kinds = g_strdup(p->kinds);
	copy->order = g_strdup(p->order);
	copy->notes_of = g_strdup(p->notes_of);
	copy->invites = strings_copy(p->invites);
	return copy;
}

void plan_free(struct plan *p)
{
	if (!p)
		return;
	g_free(p->name);
	g_free(p->topic);
	g_free(p->alias);
	g_free(p->kinds);
	g_free(p->order);
	g_free(p->notes_of);
	strings_free(p->invites);
	g_free(p);
}

/* ---- as text ------------------------------------------------------------ */

#define HEAD "plan 1\n"

static const struct {
	const char *word;
	size_t at;
} texts[] = {
	{ "name", offsetof(struct plan, name) },
	{ "topic", offsetof(struct plan, topic) },
	{ "alias", offsetof(struct plan, alias) },
	{ "kinds", offsetof(struct plan, kinds) },
	{ "order", offsetof(struct plan, order) },
	{ "notes-of", offsetof(struct plan, notes_of) },
};

static char **text_at(struct plan *p, size_t at)
{
	return (char **)(void *)((char *)p + at);
}

/* A line may hold anything but the end of a line. */
static void put_line(GString *out, const char *word, const char *text)
{
	g_autofree char *line = g_strescape(text, NULL);

	g_string_append_printf(out, "%s %s\n", word, line);
}

char *plan_pack(const struct plan *p)
{
	GString *out;

	if (!p)
		return NULL;
	out = g_string_new(HEAD);
	g_string_append_printf(out, "kind %d\naccess %d\npost %d\n",
			       (int)p->kind, (int)p->access, p->post_power);
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		const char *text = *text_at((struct plan *)p, texts[i].at);

		if (text)
			put_line(out, texts[i].word, text);
	}
	for (guint i = 0; p->invites && i < p->invites->len; i++)
		put_line(out, "invite", p->invites->pdata[i]);
	return g_string_free(out, FALSE);
}

static void take_number(struct plan *p, const char *word, const char *value)
{
	int n = (int)strtol(value, NULL, 10);

	if (strcmp(word, "kind") == 0)
		p->kind = n == ROOM_SPACE ? ROOM_SPACE : ROOM_PLAIN;
	else if (strcmp(word, "access") == 0)
		p->access = n >= 0 && n <= ACCESS_PUBLIC ? (enum access)n :
							   ACCESS_INTERNAL;
	else if (strcmp(word, "post") == 0)
		p->post_power = n;
}

static void take_line(struct plan *p, const char *word, const char *value)
{
	if (strcmp(word, "invite") == 0) {
		if (!p->invites)
			p->invites = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(p->invites, g_strcompress(value));
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (strcmp(word, texts[i].word) == 0) {
			char **at = text_at(p, texts[i].at);

			g_free(*at);
			*at = g_strcompress(value);
			return;
		}
	take_number(p, word, value);
}

struct plan *plan_unpack(const char *text)
{
	g_auto(GStrv) lines = NULL;
	struct plan *p;

	if (!text || !g_str_has_prefix(text, HEAD))
		return NULL;
	p = plan_new(ROOM_PLAIN, NULL);
	lines = g_strsplit(text + strlen(HEAD), "\n", -1);
	for (char **line = lines; *line; line++) {
		char *space = strchr(*line, ' ');

		if (!space)
			continue;
		*space = '\0';
		take_line(p, *line, space + 1);
	}
	return p;
}

/* ---- aliases -------------------------------------------------------------- */

char *plan_alias(const char *name)
{
	g_autofree char *flat = name ? g_str_to_ascii(name, "C") : NULL;
	GString *out = g_string_new(NULL);

	for (const char *c = flat ? flat : ""; *c && out->len < ALIAS_MAX; c++)
		if (g_ascii_isalnum(*c))
			g_string_append_c(out, g_ascii_tolower(*c));
		else if (out->len && out->str[out->len - 1] != '-' &&
			 *c != '?' && *c != '\'')
			g_string_append_c(out, '-');
	while (out->len && out->str[out->len - 1] == '-')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, out->len == 0);
}
