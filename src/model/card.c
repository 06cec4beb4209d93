#include "model/card.h"

#include <string.h>

static const char *const level_words[] = {
	[SKILL_UNKNOWN] = "", [SKILL_LEARNING] = "learning",
	[SKILL_WORKING] = "working", [SKILL_EXPERT] = "expert",
};

const char *skill_level_word(enum skill_level level)
{
	return (unsigned)level < G_N_ELEMENTS(level_words) ?
	       level_words[level] : "";
}

bool skill_level_from(const char *word, enum skill_level *out)
{
	for (unsigned i = 0; i < G_N_ELEMENTS(level_words); i++)
		if (!g_ascii_strcasecmp(level_words[i], word)) {
			*out = i;
			return true;
		}
	return false;
}

/* ---- life ---------------------------------------------------------------- */

static void skill_free(void *data)
{
	struct skill *s = data;

	g_free(s->name);
	g_free(s);
}

static void endorsement_free(void *data)
{
	struct endorsement *e = data;

	g_free(e->user);
	g_free(e->skill);
	g_free(e);
}

struct card *card_new(void)
{
	struct card *card = g_new0(struct card, 1);

	card->languages = g_ptr_array_new_with_free_func(g_free);
	card->skills = g_ptr_array_new_with_free_func(skill_free);
	card->endorses = g_ptr_array_new_with_free_func(endorsement_free);
	card->declines = g_ptr_array_new_with_free_func(endorsement_free);
	return card;
}

void card_free(struct card *card)
{
	if (!card)
		return;
	g_free(card->role);
	g_free(card->team);
	g_free(card->org);
	g_free(card->about);
	g_free(card->hours);
	g_free(card->zone);
	g_ptr_array_unref(card->languages);
	g_ptr_array_unref(card->skills);
	g_ptr_array_unref(card->endorses);
	g_ptr_array_unref(card->declines);
	g_free(card);
}

static void copy_links(GPtrArray *to, const GPtrArray *from)
{
	for (guint i = 0; i < from->len; i++) {
		const struct endorsement *e = from->pdata[i];
		struct endorsement *copy = g_memdup2(e, sizeof *e);

		copy->user = g_strdup(e->user);
		copy->skill = g_strdup(e->skill);
		g_ptr_array_add(to, copy);
	}
}

struct card *card_copy(const struct card *card)
{
	struct card *copy;

	if (!card)
		return NULL;
	copy = card_new();
	copy->fields = card->fields;
	copy->role = g_strdup(card->role);
	copy->team = g_strdup(card->team);
	copy->org = g_strdup(card->org);
	copy->about = g_strdup(card->about);
	copy->hours = g_strdup(card->hours);
	copy->zone = g_strdup(card->zone);
	copy->days = card->days;
	copy->hidden = card->hidden;
	for (guint i = 0; i < card->languages->len; i++)
		g_ptr_array_add(copy->languages,
				g_strdup(card->languages->pdata[i]));
	for (guint i = 0; i < card->skills->len; i++) {
		const struct skill *s = card->skills->pdata[i];
		struct skill *one = g_memdup2(s, sizeof *s);

		one->name = g_strdup(s->name);
		g_ptr_array_add(copy->skills, one);
	}
	copy_links(copy->endorses, card->endorses);
	copy_links(copy->declines, card->declines);
	return copy;
}

bool card_is_empty(const struct card *card)
{
	return !card->role && !card->team && !card->org && !card->about &&
	       !card->hours && !card->days && !card->zone && !card->hidden &&
	       !card->languages->len && !card->skills->len &&
	       !card->endorses->len && !card->declines->len;
}

/* ---- entries ------------------------------------------------------------- */

char *card_fold(const char *text)
{
	g_autofree char *form = g_utf8_normalize(text, -1, G_NORMALIZE_NFKD);
	g_autofree char *low = form ? g_utf8_casefold(form, -1) : NULL;
	GString *out = g_string_new(NULL);

	for (const char *c = low ? low : ""; *c; c = g_utf8_next_char(c)) {
		gunichar u = g_utf8_get_char(c);

		if (g_unichar_ismark(u))
			continue;
		if (!g_unichar_isspace(u))
			g_string_append_unichar(out, u);
		else if (out->len && out->str[out->len - 1] != ' ')
			g_string_append_c(out, ' ');
	}
	if (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

static bool same(const char *a, const char *b)
{
	g_autofree char *x = NULL, *y = NULL;

	if (!strcmp(a, b))
		return true;
	x = card_fold(a);
	y = card_fold(b);
	return !strcmp(x, y);
}

static bool is_word(const char *s)
{
	return s && *s && strlen(s) <= CARD_WORD && !strchr(s, '\n');
}

struct skill *card_skill(const struct card *card, const char *name)
{
	for (guint i = 0; i < card->skills->len; i++) {
		struct skill *s = card->skills->pdata[i];

		if (same(s->name, name))
			return s;
	}
	return NULL;
}

struct endorsement *card_link(const GPtrArray *links, const char *user,
			      const char *skill)
{
	for (guint i = 0; i < links->len; i++) {
		struct endorsement *e = links->pdata[i];

		if (!strcmp(e->user, user) && same(e->skill, skill))
			return e;
	}
	return NULL;
}

static struct skill *put_skill(struct card *card, const char *name)
{
	struct skill *s;

	if (!is_word(name))
		return NULL;
	s = card_skill(card, name);
	if (!s && card->skills->len < CARD_SKILLS) {
		s = g_new0(struct skill, 1);
		s->name = g_strdup(name);
		g_ptr_array_add(card->skills, s);
	}
	if (s)
		s->gone = false;
	return s;
}

bool card_add_skill(struct card *card, const char *name,
		    enum skill_level level)
{
	struct skill *s = put_skill(card, name);

	if (s)
		s->level = level;
	return s != NULL;
}

void card_drop_skill(struct card *change, const char *name)
{
	struct skill *s = put_skill(change, name);

	if (s)
		s->gone = true;
}

bool card_add_language(struct card *card, const char *name)
{
	if (!is_word(name) || card->languages->len >= CARD_SKILLS)
		return false;
	for (guint i = 0; i < card->languages->len; i++)
		if (same(card->languages->pdata[i], name))
			return true;
	g_ptr_array_add(card->languages, g_strdup(name));
	return true;
}

static struct endorsement *put_link(GPtrArray *links, const char *user,
				    const char *skill)
{
	struct endorsement *e;

	if (!is_word(skill) || !user || *user != '@' || strlen(user) > 255 ||
	    strpbrk(user, " \n"))
		return NULL;
	e = card_link(links, user, skill);
	if (!e && links->len < CARD_LINKS) {
		e = g_new0(struct endorsement, 1);
		e->user = g_strdup(user);
		e->skill = g_strdup(skill);
		g_ptr_array_add(links, e);
	}
	if (e)
		e->gone = false;
	return e;
}

bool card_add_link(GPtrArray *links, const char *user, const char *skill)
{
	return put_link(links, user, skill) != NULL;
}

void card_drop_link(GPtrArray *links, const char *user, const char *skill)
{
	struct endorsement *e = put_link(links, user, skill);

	if (e)
		e->gone = true;
}

/* ---- changes ------------------------------------------------------------- */

static void set(char **to, const char *from)
{
	g_free(*to);
	*to = from && *from ? g_strdup(from) : NULL;
}

static void apply_links(GPtrArray *to, const GPtrArray *change)
{
	for (guint i = 0; i < change->len; i++) {
		const struct endorsement *e = change->pdata[i];
		struct endorsement *old = card_link(to, e->user, e->skill);

		if (!e->gone)
			card_add_link(to, e->user, e->skill);
		else if (old)
			g_ptr_array_remove(to, old);
	}
}

static void apply_skills(struct card *card, const struct card *change)
{
	for (guint i = 0; i < change->skills->len; i++) {
		const struct skill *s = change->skills->pdata[i];
		struct skill *old = card_skill(card, s->name);

		if (!s->gone)
			card_add_skill(card, s->name, s->level);
		else if (old)
			g_ptr_array_remove(card->skills, old);
	}
}

void card_apply(struct card *card, const struct card *change)
{
	uint32_t f = change->fields;

	if (f & CARD_ROLE)
		set(&card->role, change->role);
	if (f & CARD_TEAM)
		set(&card->team, change->team);
	if (f & CARD_ORG)
		set(&card->org, change->org);
	if (f & CARD_ABOUT_TEXT)
		set(&card->about, change->about);
	if (f & CARD_HOURS)
		set(&card->hours, change->hours);
	if (f & CARD_ZONE)
		set(&card->zone, change->zone);
	if (f & CARD_DAYS)
		card->days = change->days;
	if (f & CARD_HIDDEN)
		card->hidden = change->hidden;
	if (f & CARD_LANGUAGES) {
		g_ptr_array_set_size(card->languages, 0);
		for (guint i = 0; i < change->languages->len; i++)
			card_add_language(card, change->languages->pdata[i]);
	}
	apply_skills(card, change);
	apply_links(card->endorses, change->endorses);
	apply_links(card->declines, change->declines);
}

static void add_words(GString *out, bool named, const char *words)
{
	if (named)
		g_string_append_printf(out, "%s%s", out->len ? ", " : "",
				       words);
}

char *card_change_words(const struct card *c)
{
	static const struct { uint32_t bit; const char *words; } names[] = {
		{ CARD_ROLE, "role" }, { CARD_TEAM, "team" },
		{ CARD_ORG, "organisation" }, { CARD_ABOUT_TEXT, "about" },
		{ CARD_LANGUAGES, "languages" },
		{ CARD_HOURS | CARD_DAYS, "hours" }, { CARD_ZONE, "zone" },
		{ CARD_HIDDEN, "whether you are found" },
	};
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		add_words(out, c->fields & names[i].bit, names[i].words);
	add_words(out, c->skills->len > 0, "skills");
	add_words(out, c->endorses->len > 0, "endorsements");
	add_words(out, c->declines->len > 0, "endorsements shown");
	if (!out->len)
		g_string_append(out, "nothing");
	return g_string_free(out, FALSE);
}
