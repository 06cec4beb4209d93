/* Cards as lines of text. */
#include "model/card.h"

#include <string.h>

/* ---- writing ------------------------------------------------------------- */

static void put(GString *out, const char *key, const char *value)
{
	if (!value)
		return;
	g_string_append_printf(out, "%s=", key);
	for (; *value; value++) {
		if (*value == '\n')
			g_string_append(out, "\\n");
		else if (*value == '\\')
			g_string_append(out, "\\\\");
		else
			g_string_append_c(out, *value);
	}
	g_string_append_c(out, '\n');
}

static void put_links(GString *out, const char *key, const GPtrArray *links)
{
	for (guint i = 0; i < links->len; i++) {
		const struct endorsement *e = links->pdata[i];
		g_autofree char *line = g_strdup_printf("%c%s %s",
				e->gone ? '-' : '+', e->user, e->skill);

		put(out, key, line);
	}
}

static void put_skills(GString *out, const struct card *card)
{
	for (guint i = 0; i < card->skills->len; i++) {
		const struct skill *s = card->skills->pdata[i];
		g_autofree char *line = g_strdup_printf("%c%d %s",
				s->gone ? '-' : '+', (int)s->level, s->name);

		put(out, "skill", line);
	}
}

char *card_pack(const struct card *card)
{
	GString *out;

	if (!card)
		return NULL;
	out = g_string_new(NULL);
	if (card->fields)
		g_string_append_printf(out, "fields=%u\n", card->fields);
	put(out, "role", card->role);
	put(out, "team", card->team);
	put(out, "org", card->org);
	put(out, "about", card->about);
	put(out, "hours", card->hours);
	put(out, "zone", card->zone);
	if (card->days)
		g_string_append_printf(out, "days=%u\n", card->days);
	if (card->hidden)
		g_string_append(out, "hidden=1\n");
	for (guint i = 0; i < card->languages->len; i++)
		put(out, "language", card->languages->pdata[i]);
	put_skills(out, card);
	put_links(out, "endorse", card->endorses);
	put_links(out, "decline", card->declines);
	return g_string_free(out, FALSE);
}

/* ---- reading ------------------------------------------------------------- */

static char *unescape(const char *s, size_t len)
{
	GString *out = g_string_sized_new(len);

	for (size_t i = 0; i < len; i++) {
		if (s[i] != '\\' || i + 1 >= len)
			g_string_append_c(out, s[i]);
		else
			g_string_append_c(out, s[++i] == 'n' ? '\n' : s[i]);
	}
	return g_string_free(out, FALSE);
}

static void read_skill(struct card *card, const char *v)
{
	int level = v[0] ? g_ascii_digit_value(v[1]) : -1;

	if (level < SKILL_UNKNOWN || level > SKILL_EXPERT || v[2] != ' ')
		return;
	if (*v == '-')
		card_drop_skill(card, v + 3);
	else
		card_add_skill(card, v + 3, level);
}

static void read_link(GPtrArray *links, const char *v)
{
	const char *space = strchr(v, ' ');
	g_autofree char *user = NULL;

	if (!*v || !space)
		return;
	user = g_strndup(v + 1, (size_t)(space - v - 1));
	if (*v == '-')
		card_drop_link(links, user, space + 1);
	else
		card_add_link(links, user, space + 1);
}

static char **text_of(struct card *card, const char *key)
{
	const struct { const char *key; char **at; } texts[] = {
		{ "role", &card->role }, { "team", &card->team },
		{ "org", &card->org }, { "about", &card->about },
		{ "hours", &card->hours }, { "zone", &card->zone },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!strcmp(texts[i].key, key))
			return texts[i].at;
	return NULL;
}

static void read_line(struct card *card, const char *key, const char *value)
{
	char **text = text_of(card, key);

	if (text) {
		g_free(*text);
		*text = g_strdup(value);
	} else if (!strcmp(key, "fields")) {
		card->fields = (uint32_t)g_ascii_strtoull(value, NULL, 10) &
			       CARD_ALL;
	} else if (!strcmp(key, "days")) {
		card->days = g_ascii_strtoull(value, NULL, 10) & 0x7f;
	} else if (!strcmp(key, "hidden")) {
		card->hidden = true;
	} else if (!strcmp(key, "language")) {
		card_add_language(card, value);
	} else if (!strcmp(key, "skill")) {
		read_skill(card, value);
	} else if (!strcmp(key, "endorse")) {
		read_link(card->endorses, value);
	} else if (!strcmp(key, "decline")) {
		read_link(card->declines, value);
	}
}

struct card *card_read(const char *packed)
{
	struct card *card;

	if (!packed)
		return NULL;
	card = card_new();
	while (*packed) {
		size_t len = strcspn(packed, "\n");
		const char *is = memchr(packed, '=', len);

		if (is) {
			g_autofree char *key = g_strndup(packed,
						(size_t)(is - packed));
			g_autofree char *value = unescape(is + 1,
					len - (size_t)(is + 1 - packed));

			read_line(card, key, value);
		}
		packed += len + (packed[len] == '\n');
	}
	return card;
}
