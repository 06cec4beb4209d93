/* card_json.c - cards as they stand in profiles and state. */
#include "provider/matrix/card_json.h"

#include <string.h>

#define VERSION 1

/* ---- reading ----------------------------------------------------------- */

/* At most `max` bytes, cut between characters; NULL for what is no text or
 * empty. */
static char *read_text(const json_t *map, const char *key, size_t max)
{
	const char *text = json_text(map, key), *end;

	if (!text || !*text)
		return NULL;
	if (strlen(text) <= max)
		return g_strdup(text);
	end = g_utf8_find_prev_char(text, text + max + 1);
	return g_strndup(text, end ? (size_t)(end - text) : 0);
}

static char *read_hours(const json_t *map)
{
	const char *hours = json_text(map, "hours");
	int from, to;

	return hours && card_hours(hours, &from, &to) ? g_strdup(hours) : NULL;
}

static char *read_zone(const json_t *map)
{
	const char *zone = json_text(map, "zone");

	return zone && card_zone_fits(zone) ? g_strdup(zone) : NULL;
}

static uint8_t read_days(const json_t *map)
{
	const json_t *value;
	uint8_t days = 0;
	size_t i;

	json_array_foreach(json_list(map, "days"), i, value) {
		json_int_t day = json_integer_value(value);

		if (day >= 1 && day <= 7)
			days |= (uint8_t)(1u << (day - 1));
	}
	return days;
}

static void read_skills(struct card *card, const json_t *list)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		const char *name = json_text(item, "name");
		int64_t level = json_number(item, "level", SKILL_UNKNOWN);

		if (card->skills->len >= CARD_SKILLS)
			return;
		if (level < SKILL_UNKNOWN || level > SKILL_EXPERT)
			level = SKILL_UNKNOWN;
		if (name && !card_skill(card, name))
			card_add_skill(card, name, (enum skill_level)level);
	}
}

static void read_links(GPtrArray *links, const json_t *list, const char *who)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		if (links->len >= CARD_LINKS)
			return;
		card_add_link(links, json_id(item, who),
			      json_text(item, "skill"));
	}
}

static void read_languages(struct card *card, const json_t *list)
{
	const json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		if (card->languages->len >= CARD_SKILLS)
			return;
		card_add_language(card, json_string_value(item));
	}
}

struct card *card_json_read(const json_t *value)
{
	struct card *card;

	if (json_number(value, "v", 0) != VERSION)
		return NULL;
	card = card_new();
	card->role = read_text(value, "role", CARD_LINE);
	card->team = read_text(value, "team", CARD_LINE);
	card->org = read_text(value, "org", CARD_LINE);
	card->about = read_text(value, "about", CARD_ABOUT);
	card->hours = read_hours(value);
	card->days = read_days(value);
	card->zone = read_zone(value);
	card->hidden = json_flag(value, "hidden");
	read_languages(card, json_list(value, "languages"));
	read_skills(card, json_list(value, "skills"));
	read_links(card->endorses, json_list(value, "endorses"), "user");
	read_links(card->declines, json_list(value, "declines"), "by");
	return card;
}

/* ---- writing ----------------------------------------------------------- */

static void lay_text(json_t *map, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(map, key, json_string(text));
	else
		json_object_del(map, key);
}

static void lay_days(json_t *map, uint8_t days)
{
	json_t *list;

	if (!days) {
		json_object_del(map, "days");
		return;
	}
	list = json_array();
	for (int i = 0; i < 7; i++)
		if (days & (1u << i))
			json_array_append_new(list, json_integer(i + 1));
	json_object_set_new(map, "days", list);
}

static void lay_languages(json_t *map, const GPtrArray *languages)
{
	json_t *list;

	if (!languages->len) {
		json_object_del(map, "languages");
		return;
	}
	list = json_array();
	for (guint i = 0; i < languages->len; i++)
		json_array_append_new(list, json_string(languages->pdata[i]));
	json_object_set_new(map, "languages", list);
}

/* The list to change: the one that is there, or a new one. Borrowed. */
static json_t *list_of(json_t *map, const char *key)
{
	json_t *list = json_list(map, key);

	if (list)
		return list;
	list = json_array();
	json_object_set_new(map, key, list);
	return list;
}

static bool means(const json_t *item, const char *key, const char *text)
{
	const char *has = json_text(item, key);
	g_autofree char *a = has ? card_fold(has) : NULL;
	g_autofree char *b = has ? card_fold(text) : NULL;

	return has && !strcmp(a, b);
}

/* The place of an entry in the list, or its end. */
static size_t find_skill(const json_t *list, const char *name)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item)
		if (means(item, "name", name))
			return i;
	return json_array_size(list);
}

static void lay_skills(json_t *map, const GPtrArray *skills)
{
	json_t *list = skills->len ? list_of(map, "skills") : NULL;

	for (guint i = 0; i < skills->len; i++) {
		const struct skill *s = skills->pdata[i];
		size_t at = find_skill(list, s->name);
		json_t *item = json_array_get(list, at);

		if (s->gone) {
			json_array_remove(list, at);
			continue;
		}
		if (!item) {
			item = json_object();
			json_array_append_new(list, item);
		}
		json_object_set_new(item, "name", json_string(s->name));
		json_object_set_new(item, "level", json_integer(s->level));
	}
}

static bool is_link(const json_t *item, const char *who,
		    const struct endorsement *e)
{
	return !g_strcmp0(json_text(item, who), e->user) &&
	       means(item, "skill", e->skill);
}

static void lay_link(json_t *list, const char *who,
		     const struct endorsement *e)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		if (!is_link(item, who, e))
			continue;
		if (e->gone)
			json_array_remove(list, i);
		return;
	}
	if (!e->gone)
		json_array_append_new(list, json_pack("{s:s, s:s}", who,
						      e->user, "skill",
						      e->skill));
}

static void lay_links(json_t *map, const char *key, const char *who,
		      const GPtrArray *links)
{
	json_t *list = links->len ? list_of(map, key) : NULL;

	for (guint i = 0; i < links->len; i++)
		lay_link(list, who, links->pdata[i]);
}

static void lay_texts(json_t *map, const struct card *change)
{
	const struct { uint32_t bit; const char *key, *text; } texts[] = {
		{ CARD_ROLE, "role", change->role },
		{ CARD_TEAM, "team", change->team },
		{ CARD_ORG, "org", change->org },
		{ CARD_ABOUT_TEXT, "about", change->about },
		{ CARD_HOURS, "hours", change->hours },
		{ CARD_ZONE, "zone", change->zone },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		if (change->fields & texts[i].bit)
			lay_text(map, texts[i].key, texts[i].text);
}

json_t *card_json_lay(const json_t *value, const struct card *change)
{
	json_t *map = json_is_object(value) ? json_deep_copy(value) :
					      json_object();

	json_object_set_new(map, "v", json_integer(VERSION));
	lay_texts(map, change);
	if (change->fields & CARD_DAYS)
		lay_days(map, change->days);
	if (change->fields & CARD_LANGUAGES)
		lay_languages(map, change->languages);
	if (change->fields & CARD_HIDDEN && change->hidden)
		json_object_set_new(map, "hidden", json_true());
	else if (change->fields & CARD_HIDDEN)
		json_object_del(map, "hidden");
	lay_skills(map, change->skills);
	lay_links(map, "endorses", "user", change->endorses);
	lay_links(map, "declines", "by", change->declines);
	return map;
}
