/* charter_json.c - charters as they stand in state events. */
#include "provider/matrix/charter.h"

#include <string.h>

#define ID_MAX 64

/* ---- reading ----------------------------------------------------------- */

/* A string that is not empty, cut; NULL for everything else. */
static char *text_read(const json_t *map, const char *key, glong max)
{
	const char *text = json_text(map, key);

	if (!text || !*text)
		return NULL;
	if (g_utf8_strlen(text, -1) <= max)
		return g_strdup(text);
	return g_utf8_substring(text, 0, max);
}

static char *user_read(const json_t *map, const char *key)
{
	const char *uid = json_id(map, key);

	return uid && *uid == '@' && strchr(uid, ':') ? g_strdup(uid) : NULL;
}

/* An integer, or a decimal in a string: events hold no fractions (Matrix
 * specification, "Canonical JSON"). */
static int64_t figure_read(const json_t *map, const char *key)
{
	const json_t *value = json_object_get(map, key);
	int64_t n = json_integer_value(value);

	if (json_is_integer(value) && n > -INT64_C(1000000000000) &&
	    n < INT64_C(1000000000000))
		return n * 1000;
	if (json_is_string(value) &&
	    charter_read_number(json_string_value(value), &n))
		return n;
	return CHARTER_UNKNOWN;
}

static void free_outcome(void *o)
{
	outcome_free(o);
}

/* An id that is missing, too long or taken is replaced by the place. */
static struct outcome *outcome_read(const struct charter *c,
				    const json_t *item, size_t place)
{
	g_autofree char *text = text_read(item, "text", CHARTER_LINE_MAX);
	g_autofree char *by_place = g_strdup_printf("#%zu", place + 1);
	const char *id = json_text(item, "id");
	struct outcome *o;

	if (!text)
		return NULL;
	if (!id || !*id || strlen(id) > ID_MAX || charter_outcome(c, id))
		id = by_place;
	if (charter_outcome(c, id))
		return NULL;
	o = outcome_new(id);
	o->text = g_steal_pointer(&text);
	o->measure = text_read(item, "measure", CHARTER_LINE_MAX);
	o->unit = text_read(item, "unit", CHARTER_UNIT_MAX);
	o->target = figure_read(item, "target");
	o->figure = figure_read(item, "figure");
	o->done = json_flag(item, "done");
	return o;
}

static void outcomes_read(struct charter *c, const json_t *list)
{
	const json_t *item;
	size_t i;

	c->outcomes = g_ptr_array_new_with_free_func(free_outcome);
	json_array_foreach(list, i, item) {
		struct outcome *o = c->outcomes->len < CHARTER_OUTCOMES_MAX ?
			outcome_read(c, item, i) : NULL;

		if (o)
			g_ptr_array_add(c->outcomes, o);
	}
	if (!c->outcomes->len)
		g_clear_pointer(&c->outcomes, g_ptr_array_unref);
}

static enum area area_read(const char *word)
{
	for (enum area a = AREA_INTERNAL; word && a <= AREA_PUBLIC; a++)
		if (strcmp(area_word(a), word) == 0)
			return a;
	return AREA_UNKNOWN;
}

struct charter *charter_json_read(const json_t *content)
{
	const json_t *v = json_object_get(content, "v");
	struct charter *c;

	if (!json_is_integer(v) || json_integer_value(v) < CHARTER_VERSION)
		return NULL;
	c = charter_new();
	if (json_integer_value(v) != CHARTER_VERSION) {
		c->version = (int)MIN(json_integer_value(v), 1000000);
		return c;
	}
	c->issue = text_read(content, "issue", CHARTER_TEXT_MAX);
	c->owner = user_read(content, "owner");
	outcomes_read(c, json_list(content, "outcomes"));
	c->rules = text_read(content, "rules", CHARTER_TEXT_MAX);
	c->contact = text_read(content, "contact", CHARTER_LINE_MAX);
	c->review = charter_read_day(json_text(content, "review"));
	c->area = area_read(json_text(content, "area"));
	c->accept = json_flag(content, "accept");
	c->fields = CHARTER_ALL;
	return c;
}

/* ---- writing ----------------------------------------------------------- */

static void put(json_t *map, const char *key, json_t *take)
{
	if (take)
		json_object_set_new(map, key, take);
	else
		json_object_del(map, key);
}

static json_t *text_write(const char *text)
{
	return text && *text ? json_string(text) : NULL;
}

static json_t *figure_write(int64_t n)
{
	g_autofree char *text = NULL;

	if (n == CHARTER_UNKNOWN)
		return NULL;
	if (n % 1000 == 0)
		return json_integer(n / 1000);
	text = charter_say_number(n);
	return json_string(text);
}

static json_t *day_write(int64_t day)
{
	g_autofree char *text = charter_say_day(day);

	return text_write(text);
}

static void figures_write(json_t *map, const struct outcome *o)
{
	put(map, "figure", figure_write(o->figure));
	put(map, "done", o->done ? json_true() : NULL);
}

/* The item of an outcome in the list that is there, or NULL. Borrowed. */
static json_t *item_find(json_t *list, const char *id)
{
	json_t *item;
	size_t i;

	json_array_foreach(list, i, item) {
		g_autofree char *place = g_strdup_printf("#%zu", i + 1);
		const char *has = json_text(item, "id");

		if (g_strcmp0(has && *has ? has : place, id) == 0)
			return item;
	}
	return NULL;
}

static json_t *outcome_write(json_t *there, const struct outcome *o)
{
	json_t *map = json_is_object(there) ? json_deep_copy(there) :
					      json_object();

	put(map, "id", json_string(o->id));
	put(map, "text", text_write(o->text));
	put(map, "measure", text_write(o->measure));
	put(map, "unit", text_write(o->unit));
	put(map, "target", figure_write(o->target));
	figures_write(map, o);
	return map;
}

static void outcomes_write(json_t *content, const struct charter *c)
{
	json_t *there = json_list(content, "outcomes"), *list = json_array();

	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++) {
		const struct outcome *o = c->outcomes->pdata[i];

		json_array_append_new(list, outcome_write(
			item_find(there, o->id), o));
	}
	json_object_set_new(content, "outcomes", list);
}

static void some_figures_write(json_t *content, const struct charter *c)
{
	json_t *there = json_list(content, "outcomes");

	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++) {
		const struct outcome *o = c->outcomes->pdata[i];
		json_t *item = item_find(there, o->id);

		if (json_is_object(item))
			figures_write(item, o);
	}
}

const char *charter_json_edit(json_t *content, const struct charter *c)
{
	const json_t *v = json_object_get(content, "v");
	uint32_t said = c->fields;

	if (json_is_integer(v) && json_integer_value(v) > CHARTER_VERSION)
		return "The charter was written by a newer folkmoot: nothing "
		       "was changed. Update folkmoot to change it.";
	put(content, "v", json_integer(CHARTER_VERSION));
	if (said & CHARTER_ISSUE)
		put(content, "issue", text_write(c->issue));
	if (said & CHARTER_OWNER)
		put(content, "owner", text_write(c->owner));
	if (said & CHARTER_OUTCOMES)
		outcomes_write(content, c);
	else if (said & CHARTER_FIGURES)
		some_figures_write(content, c);
	if (said & CHARTER_RULES)
		put(content, "rules", text_write(c->rules));
	if (said & CHARTER_CONTACT)
		put(content, "contact", text_write(c->contact));
	if (said & CHARTER_REVIEW)
		put(content, "review", day_write(c->review));
	if (said & CHARTER_AREA)
		put(content, "area", c->area == AREA_UNKNOWN ? NULL :
		    json_string(area_word(c->area)));
	if (said & CHARTER_ACCEPT)
		put(content, "accept", c->accept ? json_true() : NULL);
	return NULL;
}

/* ---- in words ---------------------------------------------------------- */

char *charter_say_change(const json_t *before, const json_t *content)
{
	struct charter *was = charter_json_read(before);
	struct charter *now = charter_json_read(content);
	g_autoptr(GPtrArray) list = was && now ?
		charter_differences(was, now) : NULL;
	char *words;

	if (!now)
		words = g_strdup("took the charter away");
	else if (!was)
		words = g_strdup("wrote the charter");
	else if (!list->len)
		words = g_strdup("changed nothing in the charter");
	else if (list->len == 1)
		words = g_strdup_printf("changed the charter: %s",
					(char *)list->pdata[0]);
	else
		words = g_strdup_printf("changed the charter: %s, and %u more",
					(char *)list->pdata[0], list->len - 1);
	charter_free(was);
	charter_free(now);
	return words;
}
