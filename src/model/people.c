#include "model/people.h"

#include "base/error.h"

#include <string.h>

#define TERMS_MAX 16

static const char *const presence_words[] = {
	[PRESENCE_UNKNOWN] = "", [PRESENCE_ONLINE] = "online",
	[PRESENCE_AWAY] = "unavailable", [PRESENCE_OFFLINE] = "offline",
};

const char *presence_word(enum presence p)
{
	return (unsigned)p < G_N_ELEMENTS(presence_words) ?
	       presence_words[p] : "";
}

enum presence presence_from(const char *word)
{
	for (unsigned i = 1; word && i < G_N_ELEMENTS(presence_words); i++)
		if (!strcmp(presence_words[i], word))
			return i;
	return PRESENCE_UNKNOWN;
}

/* ---- queries ------------------------------------------------------------- */

static const struct {
	const char *key;
	enum people_field field;
} keys[] = {
	{ "skill", PEOPLE_SKILL }, { "skills", PEOPLE_SKILL },
	{ "lang", PEOPLE_LANGUAGE }, { "language", PEOPLE_LANGUAGE },
	{ "team", PEOPLE_TEAM }, { "org", PEOPLE_ORG },
	{ "room", PEOPLE_ROOM }, { "role", PEOPLE_ROLE },
	{ "name", PEOPLE_NAME }, { "about", PEOPLE_ABOUT },
	{ "is", PEOPLE_IS },
};

static bool fail(GError **err, const char *fmt, ...) G_GNUC_PRINTF(2, 3);

static bool fail(GError **err, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (err)
		*err = g_error_new_valist(FM_ERROR, FM_ERROR_USAGE, fmt, ap);
	va_end(ap);
	return false;
}

static void term_free(void *data)
{
	struct people_term *t = data;

	g_free(t->text);
	g_free(t->folded);
	g_free(t);
}

void people_query_clear(struct people_query *q)
{
	g_clear_pointer(&q->terms, g_ptr_array_unref);
}

/* "skill:" at the beginning of a word; its length, or 0. A user id has a
 * colon too. */
static size_t key_length(const char *s)
{
	size_t n = strcspn(s, ": \t\"");

	return *s != '@' && *s != '!' && n && s[n] == ':' ? n : 0;
}

static bool find_field(const char *key, size_t len, enum people_field *out,
		       GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
		if (strlen(keys[i].key) == len &&
		    !g_ascii_strncasecmp(keys[i].key, key, len)) {
			*out = keys[i].field;
			return true;
		}
	return fail(err, "People cannot be found by \"%.*s:\". There are "
		    "skill: lang: team: org: role: name: room: about: and "
		    "is:, and words without a key.", (int)MIN(len, 40), key);
}

/* The value at *s, in quotes or to the next blank; NULL: not closed. */
static char *take_value(const char **s)
{
	const char *from = *s, *end;

	if (*from != '"') {
		*s = from + strcspn(from, " \t\n");
		return g_strndup(from, (size_t)(*s - from));
	}
	end = strchr(++from, '"');
	if (!end)
		return NULL;
	*s = end + 1;
	return g_strndup(from, (size_t)(end - from));
}

static bool check_term(const struct people_term *t, const char *key,
		       GError **err)
{
	if (!*t->folded)
		return t->field == PEOPLE_ANY ?
		       fail(err, "There is nothing between the quotes.") :
		       fail(err, "What follows \"%s\"? Write for example "
			    "skill:plumbing or name:ann.", key);
	if (t->field == PEOPLE_IS && strcmp(t->folded, "online") &&
	    strcmp(t->folded, "here"))
		return fail(err, "\"is:%s\" is not known; there are is:online "
			    "and is:here.", t->text);
	return true;
}

static bool take_term(struct people_query *q, const char **s, GError **err)
{
	size_t len = key_length(*s);
	g_autofree char *key = g_strndup(*s, len + 1);
	enum people_field field = PEOPLE_ANY;
	struct people_term *t;
	char *value;

	if (len && !find_field(*s, len, &field, err))
		return false;
	*s += len ? len + 1 : 0;
	value = take_value(s);
	if (!value)
		return fail(err, "A quote is not closed.");
	t = g_new0(struct people_term, 1);
	t->field = field;
	t->text = value;
	t->folded = card_fold(value);
	g_ptr_array_add(q->terms, t);
	return check_term(t, key, err);
}

bool people_query_parse(struct people_query *q, const char *words,
			GError **err)
{
	g_autofree char *valid = g_utf8_make_valid(words ? words : "", -1);
	const char *s = valid;

	q->terms = g_ptr_array_new_with_free_func(term_free);
	for (;;) {
		s += strspn(s, " \t\n");
		if (!*s)
			return true;
		if (q->terms->len == TERMS_MAX)
			return fail(err, "That is more than %d words; leave "
				    "some out.", TERMS_MAX);
		if (!take_term(q, &s, err))
			return false;
	}
}

bool people_fits(const char *text, const char *folded)
{
	size_t len = strlen(folded);

	for (const char *at = text; *at;) {
		const char *end;

		if (!strncmp(at, folded, len))
			return true;
		end = strpbrk(at, " -_./,;:@(");
		if (!end)
			return false;
		at = end + 1;
	}
	return false;
}

/* ---- reasons ------------------------------------------------------------- */

void person_reason_free(void *reason)
{
	struct person_reason *r = reason;

	if (!r)
		return;
	g_free(r->text);
	if (r->names)
		g_ptr_array_unref(r->names);
	g_free(r);
}

void person_hit_free(void *data)
{
	struct person_hit *hit = data;

	if (!hit)
		return;
	g_free(hit->uid);
	g_free(hit->name);
	card_free(hit->card);
	g_ptr_array_unref(hit->why);
	g_ptr_array_unref(hit->endorsed);
	g_ptr_array_unref(hit->rooms);
	g_free(hit);
}

/* "Ann", "Ann and Bo", "Ann, Bo and 3 more" */
static char *list_names(const GPtrArray *names, guint most)
{
	GString *out = g_string_new(NULL);
	guint n = names ? names->len : 0, shown = n > most ? most : n;

	for (guint i = 0; i < shown; i++)
		g_string_append_printf(out, "%s%s", !i ? "" :
				       i + 1 == n ? " and " : ", ",
				       (char *)names->pdata[i]);
	if (shown < n)
		g_string_append_printf(out, " and %u more", n - shown);
	return g_string_free(out, FALSE);
}

static char *card_words(const struct person_reason *r)
{
	static const char *const fields[] = {
		[PEOPLE_LANGUAGE] = "speaks", [PEOPLE_TEAM] = "team:",
		[PEOPLE_ORG] = "organisation:", [PEOPLE_ROLE] = "role:",
		[PEOPLE_ABOUT] = "about:",
	};
	const char *level = skill_level_word((enum skill_level)r->n);

	if (r->field == PEOPLE_SKILL)
		return g_strdup_printf("own card: %s%s%s%s", r->text,
				       *level ? " (" : "", level,
				       *level ? ")" : "");
	return g_strdup_printf("%s %s", fields[r->field], r->text);
}

char *person_reason_words(const struct person_reason *r)
{
	g_autofree char *names = list_names(r->names, 4);

	switch (r->why) {
	case WHY_CARD:
		return card_words(r);
	case WHY_ENDORSED:
		return g_strdup_printf("endorsed for %s by %s", r->text,
				       names);
	case WHY_NAME:
		return g_strdup("name");
	case WHY_WROTE:
		return g_strdup_printf("wrote about %s: %d message%s in %s",
				       r->text, r->n, r->n == 1 ? "" : "s",
				       names);
	case WHY_ANSWERED:
		return g_strdup_printf("answered %d question%s about %s",
				       r->n, r->n == 1 ? "" : "s", r->text);
	case WHY_ROOM:
		return g_strdup_printf("in %s", r->text);
	case WHY_ONLINE:
		return g_strdup("online");
	}
	return g_strdup("");
}
