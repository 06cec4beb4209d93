/* setting.c - the state of a room, changed. */
#include "provider/matrix/setting.h"

#include <stdlib.h>
#include <string.h>
#include "provider/matrix/facts.h"
#include "provider/matrix/request.h"

#define LEVELS_MAX (1u << 20)	/* bytes of an answer */

struct setting {
	struct matrix *m;
	struct op *op;
	setting_done done;
	void *user;
};

static void setting_end(struct setting *s, const struct http_reply *reply,
			const char *error)
{
	setting_done done = s->done;
	void *user = s->user;

	op_free(s->op);
	g_free(s);
	done(user, reply, error);
}

static bool is_good(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK && reply->status == 200;
}

static void on_put(void *user, const struct http_reply *reply)
{
	setting_end(user, is_good(reply) ? NULL : reply, NULL);
}

static void ask(struct setting *s, struct request *r,
		void (*done)(void *, const struct http_reply *))
{
	r->done = done;
	r->user = s;
	request_send(s->m, r);
}

static char *state_path(const struct setting *s, const char *type,
			const char *key)
{
	g_autofree char *escaped = http_escape(key);
	g_autofree char *rest = g_strconcat("state/", type, "/", escaped, NULL);

	return matrix_room_path(s->op->rid, rest);
}

static void put_state(struct setting *s, const char *type, const char *key,
		      json_t *take_content)
{
	ask(s, request_new_json("PUT", state_path(s, type, key), take_content),
	    on_put);
}

/* ---- what belongs to a space ------------------------------------------------ */

static json_t *via_list(const struct setting *s)
{
	json_t *list = json_array();

	for (guint i = 0; s->op->via && i < s->op->via->len; i++)
		json_array_append_new(list, json_string(s->op->via->pdata[i]));
	if (!json_array_size(list))
		json_array_append_new(list, json_string(
				uid_server(s->m->tokens.user)));
	return list;
}

static void put_link(struct setting *s)
{
	json_t *content = json_object();

	if (strcmp(s->op->key, "remove") != 0) {
		json_object_set_new(content, "via", via_list(s));
		if (s->op->body && *s->op->body)
			json_object_set_new(content, "order",
					    json_string(s->op->body));
		if (strcmp(s->op->key, "suggest") == 0)
			json_object_set_new(content, "suggested", json_true());
	}
	put_state(s, "m.space.child", s->op->target, content);
}

/* ---- settings ------------------------------------------------------------------ */

static json_t *join_content(const struct setting *s)
{
	json_t *content = json_pack("{s:s}", "join_rule", s->op->body);
	json_t *allow;

	if (!g_str_has_suffix(s->op->body, "restricted"))
		return content;
	allow = json_array();
	for (guint i = 0; s->op->via && i < s->op->via->len; i++)
		json_array_append_new(allow, json_pack("{s:s, s:s}", "type",
				"m.room_membership", "room_id",
				s->op->via->pdata[i]));
	json_object_set_new(content, "allow", allow);
	return content;
}

static json_t *text_content(const struct setting *s, const char *key)
{
	return json_pack("{s:s}", key, s->op->body);
}

static const struct {
	const char *word, *type, *key;
} settings[] = {
	{ "name", "m.room.name", "name" },
	{ "topic", "m.room.topic", "topic" },
	{ "join", "m.room.join_rules", "join_rule" },
	{ "history", "m.room.history_visibility", "history_visibility" },
	{ "guests", "m.room.guest_access", "guest_access" },
};

static void put_alias(struct setting *s)
{
	put_state(s, "m.room.canonical_alias", "", *s->op->body ?
		  text_content(s, "alias") : json_object());
}

/* Taken already, which is good where it is by this room. */
static void on_alias_owner(void *user, const struct http_reply *reply)
{
	struct setting *s = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	if (!is_good(reply))
		setting_end(s, reply, NULL);
	else if (g_strcmp0(json_id(body, "room_id"), s->op->rid) == 0)
		put_alias(s);
	else
		setting_end(s, NULL, "That alias belongs to another room; "
			    "choose another one.");
}

static char *alias_path(const struct setting *s)
{
	g_autofree char *alias = http_escape(s->op->body);

	return g_strconcat(MATRIX_CLIENT "/directory/room/", alias, NULL);
}

static void on_alias(void *user, const struct http_reply *reply)
{
	struct setting *s = user;

	if (is_good(reply))
		put_alias(s);
	else if (reply->failure == HTTP_OK && reply->status == 409)
		ask(s, request_new("GET", alias_path(s)), on_alias_owner);
	else
		setting_end(s, reply, NULL);
}

static void put_setting(struct setting *s)
{
	if (strcmp(s->op->key, "alias") == 0) {
		if (*s->op->body)
			ask(s, request_new_json("PUT", alias_path(s),
				json_pack("{s:s}", "room_id", s->op->rid)),
			    on_alias);
		else
			put_alias(s);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (strcmp(s->op->key, settings[i].word) == 0) {
			put_state(s, settings[i].type, "",
				  strcmp(s->op->key, "join") == 0 ?
				  join_content(s) :
				  text_content(s, settings[i].key));
			return;
		}
	setting_end(s, NULL, "There is no such setting.");
}

/* ---- roles ----------------------------------------------------------------------- */

/* Laid over what the server has; whoever was at the default and goes back to
 * it needs no entry. */
static void write_level(struct setting *s, json_t *levels)
{
	int level = (int)strtol(s->op->body, NULL, 10);
	json_t *users = json_map(levels, "users");

	if (!users) {
		users = json_object();
		json_object_set_new(levels, "users", users);
	}
	if (level == json_level(levels, "users_default", 0))
		json_object_del(users, s->op->key);
	else
		json_object_set_new(users, s->op->key, json_integer(level));
	put_state(s, "m.room.power_levels", "", json_incref(levels));
}

/* By the levels of the server; who made the room is what the store knows. */
static int power_of(const struct setting *s, const json_t *levels,
		    const char *uid)
{
	const struct provider_host *host = s->m->host;
	const struct member *member = host->member ?
		host->member(host->user, s->op->rid, uid) : NULL;

	return member && member->creator ? G_MAXINT :
					   facts_level(levels, NULL, uid);
}

/* Client-server API, m.room.power_levels: one may neither give more than one
 * has nor change those who have as much, but oneself. */
static const char *forbidden(const struct setting *s, const json_t *levels)
{
	const char *me = s->m->tokens.user;
	int level = (int)strtol(s->op->body, NULL, 10);
	int theirs = power_of(s, levels, s->op->key);
	int mine = power_of(s, levels, me);

	if (theirs == G_MAXINT)
		return "They made this room, and its version gives its makers "
		       "all power for ever.";
	if (level > mine)
		return "You cannot give a role above your own.";
	if (theirs >= mine && strcmp(me, s->op->key) != 0)
		return "You cannot change the role of somebody who has as "
		       "much power as you.";
	return NULL;
}

static void on_levels(void *user, const struct http_reply *reply)
{
	struct setting *s = user;
	bool none = reply->failure == HTTP_OK && reply->status == 404;
	g_autoptr(json_t) levels = none ? json_object() :
		json_read_map(reply->body, reply->len);
	const char *why;

	if ((!none && !is_good(reply)) || !levels) {
		setting_end(s, reply, NULL);
		return;
	}
	why = none ? NULL : forbidden(s, levels);
	if (why)
		setting_end(s, NULL, why);
	else
		write_level(s, levels);
}

static void put_role(struct setting *s)
{
	struct request *r = request_new("GET", state_path(s,
					"m.room.power_levels", ""));

	r->max_body = LEVELS_MAX;
	ask(s, r, on_levels);
}

void setting_put(struct matrix *m, const struct op *op, setting_done done,
		 void *user)
{
	struct setting *s = g_new0(struct setting, 1);

	s->m = m;
	s->op = op_copy(op);
	s->done = done;
	s->user = user;
	if (op->kind == OP_LINK)
		put_link(s);
	else if (op->kind == OP_ROLE)
		put_role(s);
	else
		put_setting(s);
}
