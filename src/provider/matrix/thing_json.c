/* thing_json.c - things as they stand in messages (doc/protocol.md). */
#include "provider/matrix/thing_json.h"

#include <string.h>
#include "base/world.h"

#define VERSION 1
#define ID_MAX 255
#define STEP_ID_MAX 32
#define STEP_TEXT_MAX 500	/* characters */

static void *member(const struct thing *t, const struct thing_field *f)
{
	return (char *)t + f->at;
}

/* ---- reading: one value --------------------------------------------------- */

static char *text_cut(const char *text, glong max)
{
	if (g_utf8_strlen(text, -1) <= max)
		return g_strdup(text);
	return g_utf8_substring(text, 0, max);
}

static bool is_id(const char *s, char sign)
{
	return s && *s == sign && s[1] && strlen(s) <= ID_MAX;
}

static bool is_user(const char *s)
{
	return is_id(s, '@') && strchr(s, ':');
}

static bool is_event(const char *s)
{
	return is_id(s, '$');
}

static bool is_word(const char *s)
{
	return s && *s && strlen(s) <= ID_MAX;
}

/* Only what can be followed without harm. */
static bool is_url(const char *s)
{
	static const char *const schemes[] = {
		"https://", "http://", "mxc://", "mailto:", "geo:", "matrix:",
	};

	for (size_t i = 0; s && i < G_N_ELEMENTS(schemes); i++)
		if (g_ascii_strncasecmp(s, schemes[i],
					strlen(schemes[i])) == 0)
			return true;
	return false;
}

/* A null clears; so does an empty text where there may be none. */
static bool read_string(struct thing *t, const struct thing_field *f,
			const json_t *v, bool fits)
{
	if (json_is_null(v))
		return f->type != TYPE_LINE;
	if (!fits)
		return false;
	*(char **)member(t, f) = text_cut(json_string_value(v),
					  (glong)f->max);
	return true;
}

static bool read_text(struct thing *t, const struct thing_field *f,
		      const json_t *v)
{
	const char *text = json_string_value(v);

	if (f->type == TYPE_TEXT && text && !*text)
		return true;
	return read_string(t, f, v, text && *text);
}

static bool read_word(struct thing *t, const struct thing_field *f,
		      const json_t *v)
{
	const char *const *words = thing_words(t->kind, f->bit);
	const char *word = json_is_null(v) ? "" : json_string_value(v);

	for (int i = 0; word && words && words[i]; i++)
		if (strcmp(words[i], word) == 0) {
			*(int *)member(t, f) = i;
			return true;
		}
	return false;
}

static bool read_number(struct thing *t, const struct thing_field *f,
			const json_t *v)
{
	double n = json_number_value(v);

	if (json_is_null(v))
		return true;
	if (!json_is_number(v) || n < 0 || n > f->max || n != (int)n)
		return false;
	*(int *)member(t, f) = (int)n;
	return true;
}

/* "2026-12-01" and nothing else. */
static int64_t parse_day(const char *s)
{
	int part[3] = { 0 };

	if (!s || strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return NO_DAY;
	for (int i = 0, n = 0; i < 10; i++) {
		if (i == 4 || i == 7) {
			n++;
			continue;
		}
		if (!g_ascii_isdigit(s[i]))
			return NO_DAY;
		part[n] = part[n] * 10 + g_ascii_digit_value(s[i]);
	}
	return civil_day(part[0], part[1], part[2]);
}

static bool read_day(struct thing *t, const struct thing_field *f,
		     const json_t *v)
{
	int64_t day = parse_day(json_string_value(v));

	if (day == NO_DAY && !json_is_null(v))
		return false;
	*(int64_t *)member(t, f) = day;
	return true;
}

/* The last year that people write with four digits. */
static bool read_time(struct thing *t, const struct thing_field *f,
		      const json_t *v)
{
	double n = json_number_value(v);

	if (json_is_null(v))
		return true;
	if (!json_is_number(v) || n < 1 || n > 253402300799999.0)
		return false;
	*(int64_t *)member(t, f) = (int64_t)n;
	return true;
}

static bool list_has(const GPtrArray *list, const char *text)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)list, text,
						g_str_equal, NULL);
}

/* What fits of an array of strings; none when nothing does. */
static bool read_list(struct thing *t, const struct thing_field *f,
		      const json_t *v)
{
	bool (*fits)(const char *) = f->type == TYPE_USERS ? is_user :
				     f->type == TYPE_EVENTS ? is_event :
							      is_word;
	GPtrArray *list;
	const json_t *item;
	size_t i;

	if (!json_is_array(v))
		return json_is_null(v);
	list = g_ptr_array_new_with_free_func(g_free);
	json_array_foreach(v, i, item) {
		const char *text = json_string_value(item);

		if (list->len < f->max && fits(text) && !list_has(list, text))
			g_ptr_array_add(list, g_strdup(text));
	}
	if (list->len)
		*(GPtrArray **)member(t, f) = list;
	else
		g_ptr_array_unref(list);
	return true;
}

static bool is_step_id(const char *s)
{
	size_t n = 0;

	for (; s[n]; n++)
		if (!g_ascii_isalnum(s[n]) && s[n] != '_' && s[n] != '-')
			return false;
	return n > 0 && n <= STEP_ID_MAX;
}

static void read_step(struct thing *t, const char *id, const json_t *v)
{
	const char *text = json_text(v, "text");
	g_autofree char *cut = NULL;

	if (!is_step_id(id) || (!json_is_null(v) && (!text || !*text)))
		return;
	if (text)
		cut = text_cut(text, STEP_TEXT_MAX);
	thing_put_step(t, id, cut, json_flag(v, "done"));
}

/* By the number that each step gives, so that the order of an object's keys
 * says nothing; steps with the same number by id. */
static int compare_steps(const void *a, const void *b, void *map)
{
	const struct step *x = *(struct step *const *)a;
	const struct step *y = *(struct step *const *)b;
	int64_t n = json_number(json_map(map, x->id), "n", 0);
	int64_t m = json_number(json_map(map, y->id), "n", 0);

	if (n != m)
		return n < m ? -1 : 1;
	return strcmp(x->id, y->id);
}

static bool read_steps(struct thing *t, const struct thing_field *f,
		       const json_t *v)
{
	const char *id;
	json_t *item;

	if (!json_is_object(v))
		return json_is_null(v);
	t->steps = g_ptr_array_new_with_free_func((GDestroyNotify)step_free);
	json_object_foreach((json_t *)v, id, item)
		if (t->steps->len < f->max)
			read_step(t, id, item);
	g_ptr_array_sort_with_data(t->steps, compare_steps, (json_t *)v);
	return true;
}

static bool read_value(struct thing *t, const struct thing_field *f,
		       const json_t *v)
{
	const char *text = json_string_value(v);

	switch (f->type) {
	case TYPE_LINE:
	case TYPE_TEXT:
		return read_text(t, f, v);
	case TYPE_WORD:
		return read_word(t, f, v);
	case TYPE_NUMBER:
		return read_number(t, f, v);
	case TYPE_DAY:
		return read_day(t, f, v);
	case TYPE_TIME:
		return read_time(t, f, v);
	case TYPE_USER:
		return read_string(t, f, v, is_user(text));
	case TYPE_EVENT:
		return read_string(t, f, v, is_event(text));
	case TYPE_ROOM:
		return read_string(t, f, v, is_id(text, '!'));
	case TYPE_URL:
		return read_string(t, f, v, is_url(text));
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		return read_list(t, f, v);
	case TYPE_STEPS:
		return read_steps(t, f, v);
	}
	return false;
}

/* ---- reading: payloads ------------------------------------------------------- */

static struct thing *read_fields(const json_t *map, enum thing_kind kind)
{
	struct thing *t = thing_new(kind);

	for (const struct thing_field *f = thing_fields(); f->key; f++) {
		const json_t *value = f->kinds & KIND_BIT(kind) ?
				      json_object_get(map, f->key) : NULL;

		if (value && read_value(t, f, value))
			t->fields |= f->bit;
	}
	return t;
}

/* The payload of a version that we know, or NULL. */
static const json_t *payload(const json_t *content, const char *key)
{
	const json_t *map = json_map(content, key);

	return json_number(map, "v", 0) == VERSION ? map : NULL;
}

static const json_t *find_payload(const json_t *content, enum thing_kind *kind)
{
	for (int i = KIND_TASK; i < THING_KINDS; i++) {
		g_autofree char *key = g_strconcat(THING_JSON_PREFIX,
						   thing_kind_word(i), NULL);
		const json_t *map = payload(content, key);

		*kind = (enum thing_kind)i;
		if (map)
			return map;
	}
	return NULL;
}

struct thing *thing_json_read(const json_t *content)
{
	enum thing_kind kind;
	const json_t *map = find_payload(content, &kind);
	struct thing *t;

	if (!map)
		return NULL;
	t = read_fields(map, kind);
	if (!t->title) {
		thing_free(t);
		return NULL;
	}
	t->fields = thing_bits(kind);
	return t;
}

/* Where a thing came from never changes. */
static struct thing *read_change(const json_t *map, enum thing_kind kind)
{
	struct thing *t = map ? read_fields(map, kind) : NULL;

	if (t) {
		t->fields &= ~(uint32_t)(THING_SOURCE | THING_ABOUT);
		g_clear_pointer(&t->source, g_free);
		g_clear_pointer(&t->about, g_free);
	}
	return t;
}

static int64_t read_turn(const json_t *map)
{
	int64_t turn = json_number(map, "turn", 0);

	return turn >= 1 && turn <= TURN_MAX ? turn : 0;
}

struct thing *thing_json_read_edit(const json_t *content)
{
	enum thing_kind kind;
	const json_t *map = find_payload(content, &kind);
	struct thing *t = read_change(map, kind);

	if (t)
		t->turn = read_turn(map);
	return t;
}

/* A change that does not say of what kind is one of a task. */
struct thing *thing_json_read_change(const json_t *content)
{
	const json_t *map = payload(content, THING_JSON_CHANGE_KEY);
	const json_t *word = json_object_get(map, "kind");
	enum thing_kind kind = word ?
			       thing_kind_from(json_string_value(word)) :
			       KIND_TASK;

	struct thing *t;

	if (kind == KIND_NONE)
		return NULL;
	t = read_change(json_map(map, "fields"), kind);
	if (t)
		t->turn = read_turn(map);
	return t;
}

/* ---- writing ----------------------------------------------------------- */

static json_t *write_list(const GPtrArray *list)
{
	json_t *array = json_array();

	for (guint i = 0; list && i < list->len; i++)
		json_array_append_new(array, json_string(list->pdata[i]));
	return array;
}

static json_t *write_text(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

static json_t *write_day(int64_t day)
{
	struct civil c;
	char text[32];

	if (day == NO_DAY)
		return json_null();
	c = civil_from_day(day);
	g_snprintf(text, sizeof text, "%04d-%02d-%02d", c.year, c.mon, c.mday);
	return json_string(text);
}

static json_t *write_steps(const GPtrArray *steps)
{
	json_t *map = json_object();

	if (!steps) {
		json_decref(map);
		return json_null();
	}
	for (guint i = 0; i < steps->len; i++) {
		const struct step *s = steps->pdata[i];

		json_object_set_new(map, s->id, !s->text ? json_null() :
			json_pack("{s:s, s:b, s:i}", "text", s->text, "done",
				  s->done, "n", (int)i));
	}
	return map;
}

static json_t *write_word(const struct thing *t, const struct thing_field *f)
{
	const char *const *words = thing_words(t->kind, f->bit);
	int value = *(int *)member(t, f);

	for (int i = 0; words && words[i]; i++)
		if (i == value)
			return write_text(words[i]);
	return json_null();
}

static json_t *write_value(const struct thing *t, const struct thing_field *f)
{
	int64_t ms;

	switch (f->type) {
	case TYPE_WORD:
		return write_word(t, f);
	case TYPE_NUMBER:
		return json_integer(*(int *)member(t, f));
	case TYPE_DAY:
		return write_day(*(int64_t *)member(t, f));
	case TYPE_TIME:
		ms = *(int64_t *)member(t, f);
		return ms ? json_integer(ms) : json_null();
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		return write_list(*(GPtrArray **)member(t, f));
	case TYPE_STEPS:
		return write_steps(t->steps);
	default:
		return write_text(*(char **)member(t, f));
	}
}

/* An absent field says the same as an empty one. */
static bool is_default(const json_t *value)
{
	return json_is_null(value) ||
	       (json_is_array(value) && !json_array_size(value)) ||
	       (json_is_integer(value) && !json_integer_value(value));
}

json_t *thing_json_write(const struct thing *t)
{
	json_t *map = json_object();

	json_object_set_new(map, "v", json_integer(VERSION));
	for (const struct thing_field *f = thing_fields(); f->key; f++) {
		json_t *value;

		if (!(f->kinds & KIND_BIT(t->kind)))
			continue;
		value = write_value(t, f);
		if (is_default(value))
			json_decref(value);
		else
			json_object_set_new(map, f->key, value);
	}
	return map;
}

json_t *thing_json_write_change(const struct thing *change)
{
	json_t *map = json_object(), *said = json_object();
	uint32_t bits = change->fields & thing_bits(change->kind) &
			~(uint32_t)(THING_SOURCE | THING_ABOUT);

	for (const struct thing_field *f = thing_fields(); f->key; f++)
		if (bits & f->bit)
			json_object_set_new(said, f->key,
					    write_value(change, f));
	json_object_set_new(map, "v", json_integer(VERSION));
	json_object_set_new(map, "kind",
			    json_string(thing_kind_word(change->kind)));
	if (change->turn)
		json_object_set_new(map, "turn", json_integer(change->turn));
	json_object_set_new(map, "fields", said);
	return map;
}
