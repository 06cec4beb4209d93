/* push.c - what the account's push rules make of a message. */
#include "provider/matrix/push.h"

#include <string.h>
#include "model/model.h"

#define PATH_MAX_PARTS 8

enum cond_kind {
	COND_MATCH, COND_IS, COND_CONTAINS, COND_MEMBERS, COND_MAY_NOTIFY,
	COND_MY_NAME, COND_NEVER,
};

struct cond {
	enum cond_kind kind;
	char **path;		/* keys from the top of the event */
	bool body, room;	/* the path is content.body, room_id */
	char *text;		/* pattern, comparison, or key */
	bool wild;		/* the pattern has * or ? */
	json_t *value;
};

struct rule {
	bool legacy;		/* about names in the body */
	unsigned ring;
	GPtrArray *conds;	/* struct cond * */
};

struct push {
	char *me;
	GPtrArray *rules;	/* struct rule *, enabled ones in order */
};

/* The event being judged. */
struct trial {
	const json_t *event;
	const struct push_facts *facts;
	const char *sender;
};

/* Client-server API, "Predefined Rules"; @me stands for the user. */
static const char default_rules[] =
"{\"global\":{\"override\":["
"{\"rule_id\":\".m.rule.suppress_notices\",\"actions\":[],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"content.msgtype\","
"\"pattern\":\"m.notice\"}]},"
"{\"rule_id\":\".m.rule.member_event\",\"actions\":[],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.room.member\"}]},"
"{\"rule_id\":\".m.rule.is_user_mention\",\"actions\":[\"notify\","
"{\"set_tweak\":\"sound\",\"value\":\"default\"},"
"{\"set_tweak\":\"highlight\"}],\"conditions\":["
"{\"kind\":\"event_property_contains\","
"\"key\":\"content.m\\\\.mentions.user_ids\",\"value\":\"@me\"}]},"
"{\"rule_id\":\".m.rule.contains_display_name\",\"actions\":[\"notify\","
"{\"set_tweak\":\"sound\",\"value\":\"default\"},"
"{\"set_tweak\":\"highlight\"}],\"conditions\":["
"{\"kind\":\"contains_display_name\"}]},"
"{\"rule_id\":\".m.rule.is_room_mention\",\"actions\":[\"notify\","
"{\"set_tweak\":\"highlight\"}],\"conditions\":["
"{\"kind\":\"event_property_is\",\"key\":\"content.m\\\\.mentions.room\","
"\"value\":true},"
"{\"kind\":\"sender_notification_permission\",\"key\":\"room\"}]},"
"{\"rule_id\":\".m.rule.roomnotif\",\"actions\":[\"notify\","
"{\"set_tweak\":\"highlight\"}],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"content.body\",\"pattern\":\"@room\"},"
"{\"kind\":\"sender_notification_permission\",\"key\":\"room\"}]},"
"{\"rule_id\":\".m.rule.tombstone\",\"actions\":[\"notify\","
"{\"set_tweak\":\"highlight\"}],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"type\","
"\"pattern\":\"m.room.tombstone\"},"
"{\"kind\":\"event_match\",\"key\":\"state_key\",\"pattern\":\"\"}]},"
"{\"rule_id\":\".m.rule.reaction\",\"actions\":[],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.reaction\"}]},"
"{\"rule_id\":\".m.rule.room.server_acl\",\"actions\":[],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"type\","
"\"pattern\":\"m.room.server_acl\"},"
"{\"kind\":\"event_match\",\"key\":\"state_key\",\"pattern\":\"\"}]},"
"{\"rule_id\":\".m.rule.suppress_edits\",\"actions\":[],\"conditions\":["
"{\"kind\":\"event_property_is\","
"\"key\":\"content.m\\\\.relates_to.rel_type\",\"value\":\"m.replace\"}]}],"
"\"content\":[{\"rule_id\":\".m.rule.contains_user_name\","
"\"actions\":[\"notify\",{\"set_tweak\":\"sound\",\"value\":\"default\"},"
"{\"set_tweak\":\"highlight\"}],\"pattern\":\"@me\"}],"
"\"underride\":["
"{\"rule_id\":\".m.rule.call\",\"actions\":[\"notify\","
"{\"set_tweak\":\"sound\",\"value\":\"ring\"}],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"type\",\"pattern\":\"m.call.invite\"}]},"
"{\"rule_id\":\".m.rule.encrypted_room_one_to_one\",\"actions\":[\"notify\","
"{\"set_tweak\":\"sound\",\"value\":\"default\"}],\"conditions\":["
"{\"kind\":\"room_member_count\",\"is\":\"2\"},"
"{\"kind\":\"event_match\",\"key\":\"type\","
"\"pattern\":\"m.room.encrypted\"}]},"
"{\"rule_id\":\".m.rule.room_one_to_one\",\"actions\":[\"notify\","
"{\"set_tweak\":\"sound\",\"value\":\"default\"}],\"conditions\":["
"{\"kind\":\"room_member_count\",\"is\":\"2\"},"
"{\"kind\":\"event_match\",\"key\":\"type\","
"\"pattern\":\"m.room.message\"}]},"
"{\"rule_id\":\".m.rule.message\",\"actions\":[\"notify\"],\"conditions\":["
"{\"kind\":\"event_match\",\"key\":\"type\","
"\"pattern\":\"m.room.message\"}]},"
"{\"rule_id\":\".m.rule.encrypted\",\"actions\":[\"notify\"],"
"\"conditions\":[{\"kind\":\"event_match\",\"key\":\"type\","
"\"pattern\":\"m.room.encrypted\"}]}]}}";

/* ---- words and patterns ------------------------------------------------ */

/* A cursor into folded text: where a character ends. */
static const char *after(const char *p)
{
	return g_utf8_next_char(p);
}

/* Does the pattern match from `text`? The end of the match in *end: of the
 * shortest that ends at a border (`whole`: at the end of the text). */
static bool glob(const char *pattern, const char *text, bool whole)
{
	const char *star = NULL, *back = NULL;

	for (;;) {
		if (*pattern == '*') {
			star = ++pattern;
			back = text;
			continue;
		}
		if (!*pattern && (whole ? !*text : true)) {
			gunichar c = *text ? g_utf8_get_char(text) : ' ';

			if (whole || !(g_unichar_isalnum(c) || c == '_'))
				return true;
		}
		if (*text && *pattern && (*pattern == '?' ||
		    g_utf8_get_char(pattern) == g_utf8_get_char(text))) {
			pattern = after(pattern);
			text = after(text);
			continue;
		}
		if (!star || !*back)
			return false;
		pattern = star;
		text = back = after(back);
	}
}

static bool word_border(const char *text, const char *p)
{
	gunichar c;

	if (p == text)
		return true;
	c = g_utf8_get_char(g_utf8_prev_char(p));
	return !(g_unichar_isalnum(c) || c == '_');
}

bool push_word_in(const char *word, const char *text)
{
	g_autofree char *pattern = g_utf8_casefold(word, -1);
	g_autofree char *folded = g_utf8_casefold(text, -1);

	if (!*pattern)
		return false;
	for (const char *p = folded; *p; p = after(p))
		if (word_border(folded, p) && glob(pattern, p, false))
			return true;
	return false;
}

static bool whole_match(const struct cond *c, const char *text)
{
	g_autofree char *pattern = NULL, *folded = NULL;

	if (!c->wild && g_ascii_strcasecmp(c->text, text) == 0)
		return true;
	if (!c->wild && g_str_is_ascii(c->text))
		return false;
	pattern = g_utf8_casefold(c->text, -1);
	folded = g_utf8_casefold(text, -1);
	return glob(pattern, folded, true);
}

/* ---- conditions -------------------------------------------------------- */

static const json_t *property(const struct trial *t, const struct cond *c)
{
	const json_t *value = t->event;

	for (char **part = c->path; *part && value; part++)
		value = json_object_get(value, *part);
	return value;
}

static bool cond_match(const struct trial *t, const struct cond *c)
{
	const char *text = c->room ? t->facts->rid :
			   json_string_value(property(t, c));

	if (!text)
		return false;
	return c->body ? push_word_in(c->text, text) : whole_match(c, text);
}

static bool cond_is(const struct trial *t, const struct cond *c)
{
	const json_t *value = property(t, c);

	return value && !json_is_object(value) && !json_is_array(value) &&
	       json_equal(value, c->value);
}

static bool cond_contains(const struct trial *t, const struct cond *c)
{
	const json_t *list = property(t, c), *value;
	size_t i;

	json_array_foreach(list, i, value)
		if (json_equal(value, c->value))
			return true;
	return false;
}

static bool cond_members(const struct trial *t, const struct cond *c)
{
	const char *p = c->text + strspn(c->text, "=<>");
	int n = t->facts->members(t->facts->user);
	gint64 is;

	if (n < 0 || !g_ascii_string_to_signed(p, 10, 0, G_MAXINT, &is, NULL))
		return false;
	if (p == c->text || g_str_has_prefix(c->text, "=="))
		return n == is;
	if (g_str_has_prefix(c->text, "<="))
		return n <= is;
	if (g_str_has_prefix(c->text, ">="))
		return n >= is;
	return *c->text == '<' ? n < is : n > is;
}

static bool cond_may_notify(const struct trial *t, const struct cond *c)
{
	return t->facts->may_notify(t->facts->user, t->sender, c->text);
}

static bool cond_my_name(const struct trial *t, const struct cond *c)
{
	const char *body = json_text(json_map(t->event, "content"), "body");

	(void)c;
	return body && t->facts->name && push_word_in(t->facts->name, body);
}

static bool cond_never(const struct trial *t, const struct cond *c)
{
	(void)t;
	(void)c;
	return false;
}

static const struct {
	const char *name;
	bool (*holds)(const struct trial *t, const struct cond *c);
} conds[] = {
	[COND_MATCH] = { "event_match", cond_match },
	[COND_IS] = { "event_property_is", cond_is },
	[COND_CONTAINS] = { "event_property_contains", cond_contains },
	[COND_MEMBERS] = { "room_member_count", cond_members },
	[COND_MAY_NOTIFY] = { "sender_notification_permission",
			      cond_may_notify },
	[COND_MY_NAME] = { "contains_display_name", cond_my_name },
	[COND_NEVER] = { "", cond_never },
};

/* ---- reading rules ----------------------------------------------------- */

static void cond_free(void *data)
{
	struct cond *c = data;

	g_strfreev(c->path);
	g_free(c->text);
	json_decref(c->value);
	g_free(c);
}

static void rule_free(void *data)
{
	struct rule *r = data;

	g_ptr_array_unref(r->conds);
	g_free(r);
}

/* "content.m\.mentions.user_ids" to its three keys. */
static char **path_split(const char *key)
{
	GPtrArray *parts = g_ptr_array_new();
	GString *part = g_string_new(NULL);

	for (const char *p = key; *p; p++) {
		if (*p == '\\' && (p[1] == '.' || p[1] == '\\')) {
			g_string_append_c(part, *++p);
		} else if (*p == '.' && parts->len < PATH_MAX_PARTS) {
			g_ptr_array_add(parts, g_string_free(part, FALSE));
			part = g_string_new(NULL);
		} else {
			g_string_append_c(part, *p);
		}
	}
	g_ptr_array_add(parts, g_string_free(part, FALSE));
	g_ptr_array_add(parts, NULL);
	return (char **)g_ptr_array_free(parts, FALSE);
}

static struct cond *cond_match_new(const char *key, const char *pattern)
{
	struct cond *c = g_new0(struct cond, 1);

	c->kind = COND_MATCH;
	c->path = path_split(key);
	c->body = strcmp(key, "content.body") == 0;
	c->room = strcmp(key, "room_id") == 0;
	c->text = g_strdup(pattern);
	c->wild = strpbrk(pattern, "*?") != NULL;
	return c;
}

/* Which kinds need which fields: without them they never hold. */
static bool cond_complete(const struct cond *c)
{
	switch (c->kind) {
	case COND_IS:
	case COND_CONTAINS:
		return c->value != NULL;
	case COND_MEMBERS:
	case COND_MAY_NOTIFY:
		return c->text != NULL;
	default:
		return true;
	}
}

static struct cond *cond_new(const json_t *json)
{
	const char *kind = json_text(json, "kind");
	const char *key = json_text(json, "key");
	const char *pattern = json_text(json, "pattern");
	struct cond *c;

	if (g_strcmp0(kind, "event_match") == 0 && key && pattern)
		return cond_match_new(key, pattern);
	c = g_new0(struct cond, 1);
	c->kind = COND_NEVER;
	for (int i = COND_IS; i < COND_NEVER; i++)
		if (g_strcmp0(kind, conds[i].name) == 0)
			c->kind = (enum cond_kind)i;
	c->path = path_split(key ? key : "");
	c->text = g_strdup(c->kind == COND_MEMBERS ? json_text(json, "is") :
			   key);
	c->value = json_incref(json_object_get(json, "value"));
	if (!cond_complete(c))
		c->kind = COND_NEVER;
	return c;
}

static unsigned action_ring(const json_t *action)
{
	const char *tweak = json_text(action, "set_tweak");
	const json_t *value = json_object_get(action, "value");
	const char *sound = json_string_value(value);

	if (g_strcmp0(json_string_value(action), "notify") == 0)
		return RING_NOTIFY;
	if (g_strcmp0(tweak, "highlight") == 0)
		return json_is_false(value) ? 0 : RING_HIGHLIGHT;
	if (g_strcmp0(tweak, "sound") == 0)
		return sound && *sound ? RING_SOUND : 0;
	return 0;
}

static unsigned actions_ring(const json_t *rule)
{
	const json_t *list = json_list(rule, "actions"), *action;
	unsigned ring = 0;
	size_t i;

	json_array_foreach(list, i, action)
		ring |= action_ring(action);
	return ring & RING_NOTIFY ? ring : 0;
}

static bool is_legacy(const char *id)
{
	static const char *const ids[] = {
		".m.rule.contains_display_name",
		".m.rule.contains_user_name", ".m.rule.roomnotif", NULL
	};

	return g_strv_contains(ids, id);
}

/* The conditions that a rule of this set has by its id or pattern. */
static struct cond *rule_implied(const json_t *rule, const char *set,
				 const char *id)
{
	const char *pattern = json_text(rule, "pattern");

	if (strcmp(set, "content") == 0)
		return cond_match_new("content.body", pattern ? pattern : "");
	if (strcmp(set, "room") == 0)
		return cond_match_new("room_id", id);
	if (strcmp(set, "sender") == 0)
		return cond_match_new("sender", id);
	return NULL;
}

static void rule_add(struct push *p, const json_t *json, const char *set)
{
	const json_t *list = json_list(json, "conditions"), *cond;
	const char *id = json_text(json, "rule_id");
	struct rule *rule;
	struct cond *implied;
	size_t i;

	if (!id || json_is_false(json_object_get(json, "enabled")))
		return;
	rule = g_new0(struct rule, 1);
	rule->legacy = is_legacy(id);
	rule->ring = actions_ring(json);
	rule->conds = g_ptr_array_new_with_free_func(cond_free);
	implied = rule_implied(json, set, id);
	if (implied)
		g_ptr_array_add(rule->conds, implied);
	else
		json_array_foreach(list, i, cond)
			g_ptr_array_add(rule->conds, cond_new(cond));
	if (strcmp(id, ".m.rule.master") == 0)
		g_ptr_array_insert(p->rules, 0, rule);
	else
		g_ptr_array_add(p->rules, rule);
}

static void rules_add(struct push *p, const json_t *root)
{
	static const char *const sets[] = {
		"override", "content", "room", "sender", "underride"
	};
	const json_t *global = json_map(root, "global"), *rule;
	size_t i;

	if (!global)
		global = root;
	for (size_t s = 0; s < G_N_ELEMENTS(sets); s++) {
		const json_t *list = json_list(global, sets[s]);

		json_array_foreach(list, i, rule)
			rule_add(p, rule, sets[s]);
	}
}

/* The default rules with the user's id and local part filled in. */
static void rules_add_default(struct push *p)
{
	g_autoptr(json_t) root = json_read(default_rules,
					   strlen(default_rules));
	json_t *global = json_map(root, "global");
	json_t *mention = json_array_get(json_list(global, "override"), 2);
	json_t *cond = json_array_get(json_list(mention, "conditions"), 0);
	json_t *name = json_array_get(json_list(global, "content"), 0);
	g_autofree char *local = g_strndup(p->me + (*p->me == '@'),
					   strcspn(p->me, ":") -
					   (*p->me == '@'));

	json_object_set_new(cond, "value", json_string(p->me));
	json_object_set_new(name, "pattern", json_string(local));
	rules_add(p, root);
}

struct push *push_new(const char *rules, const char *me)
{
	struct push *p = g_new0(struct push, 1);
	g_autoptr(json_t) root = rules ? json_read_map(rules, strlen(rules)) :
				 NULL;

	p->me = g_strdup(me);
	p->rules = g_ptr_array_new_with_free_func(rule_free);
	if (root)
		rules_add(p, root);
	else
		rules_add_default(p);
	return p;
}

void push_free(struct push *p)
{
	if (!p)
		return;
	g_ptr_array_unref(p->rules);
	g_free(p->me);
	g_free(p);
}

/* ---- judging ----------------------------------------------------------- */

static bool rule_holds(const struct rule *rule, const struct trial *t)
{
	for (guint i = 0; i < rule->conds->len; i++) {
		const struct cond *c = g_ptr_array_index(rule->conds, i);

		if (!conds[c->kind].holds(t, c))
			return false;
	}
	return true;
}

unsigned push_evaluate(const struct push *p, const json_t *event,
		       const struct push_facts *facts)
{
	struct trial t = { event, facts, json_text(event, "sender") };
	bool mentions = json_map(json_map(event, "content"), "m.mentions");

	if (g_strcmp0(t.sender, p->me) == 0)
		return 0;
	for (guint i = 0; i < p->rules->len; i++) {
		const struct rule *rule = g_ptr_array_index(p->rules, i);

		if (mentions && rule->legacy)
			continue;
		if (rule_holds(rule, &t))
			return rule->ring;
	}
	return 0;
}
