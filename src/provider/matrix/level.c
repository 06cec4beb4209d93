/* level.c - how much a room may ring, as push rules. */
#include "provider/matrix/level.h"

#include <string.h>

#define ROOMS_MAX 2000

/* ---- reading ----------------------------------------------------------- */

static bool is_room_id(const char *id)
{
	return id && *id == '!' && strlen(id) <= 255;
}

static bool notifies(const json_t *rule)
{
	return json_lists(rule, "actions", "notify");
}

static bool is_enabled(const json_t *rule)
{
	return json_is_object(rule) &&
	       !json_is_false(json_object_get(rule, "enabled"));
}

/* The room that an override rule silences, or NULL. */
static const char *silenced(const json_t *rule)
{
	const json_t *list = json_list(rule, "conditions");
	const json_t *cond = json_array_get(list, 0);
	const char *rid = json_text(cond, "pattern");

	if (json_array_size(list) != 1 || notifies(rule) ||
	    g_strcmp0(json_text(cond, "kind"), "event_match") != 0 ||
	    g_strcmp0(json_text(cond, "key"), "room_id") != 0)
		return NULL;
	return is_room_id(rid) ? rid : NULL;
}

static void add(GPtrArray *rids, GPtrArray *words, const char *rid,
		enum notify_level level)
{
	if (rids->len >= ROOMS_MAX ||
	    g_ptr_array_find_with_equal_func(rids, rid, g_str_equal, NULL))
		return;
	g_ptr_array_add(rids, g_strdup(rid));
	g_ptr_array_add(words, g_strdup(notify_level_word(level)));
}

/* Overrides go first: the first word for a room is the one that holds. */
void level_read(const json_t *rules, GPtrArray *rids, GPtrArray *words)
{
	const json_t *global = json_map(rules, "global"), *rule;
	size_t i;

	json_array_foreach(json_list(global, "override"), i, rule)
		if (is_enabled(rule) && silenced(rule))
			add(rids, words, silenced(rule), NOTIFY_NONE);
	json_array_foreach(json_list(global, "room"), i, rule) {
		const char *rid = json_text(rule, "rule_id");

		if (is_enabled(rule) && is_room_id(rid))
			add(rids, words, rid, notifies(rule) ? NOTIFY_ALL :
			    NOTIFY_MENTIONS);
	}
}

/* ---- writing ----------------------------------------------------------- */

static const struct level_step steps[][LEVEL_STEPS] = {
	[NOTIFY_DEFAULT] = { { "override", false, NULL },
			     { "room", false, NULL } },
	[NOTIFY_ALL] = { { "room", true, "[\"notify\",{\"set_tweak\":"
			   "\"sound\",\"value\":\"default\"}]" },
			 { "override", false, NULL } },
	[NOTIFY_MENTIONS] = { { "room", true, "[]" },
			      { "override", false, NULL } },
	[NOTIFY_NONE] = { { "override", true, "[]" },
			  { "room", false, NULL } },
};

const struct level_step *level_steps(const char *word)
{
	for (unsigned i = 0; word && i < G_N_ELEMENTS(steps); i++)
		if (strcmp(notify_level_word(i), word) == 0)
			return steps[i];
	return NULL;
}

json_t *level_rule(const struct level_step *step, const char *rid)
{
	json_t *rule = json_pack("{s:o}", "actions",
				 json_read(step->actions,
					   strlen(step->actions)));

	if (strcmp(step->set, "override") == 0)
		json_object_set_new(rule, "conditions", json_pack(
			"[{s:s, s:s, s:s}]", "kind", "event_match", "key",
			"room_id", "pattern", rid));
	return rule;
}
