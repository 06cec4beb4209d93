/* create.c - making rooms and spaces, once each. */
#include "provider/matrix/create.h"

#include <string.h>
#include "provider/matrix/request.h"

#define STATE_MAX 65536		/* bytes of one event */

/* ---- what is asked for -------------------------------------------------- */

static void add_state(json_t *list, const char *type, const char *key,
		      json_t *content)
{
	json_array_append_new(list, json_pack("{s:s, s:s, s:o}", "type", type,
					      "state_key", key, "content",
					      content));
}

/* Members of the space may come in unasked. */
static json_t *restricted_to(const char *space)
{
	return json_pack("{s:s, s:[{s:s, s:s}]}", "join_rule", "restricted",
			 "allow", "type", "m.room_membership", "room_id",
			 space);
}

static json_t *words_list(const char *words)
{
	g_auto(GStrv) list = g_strsplit(words, " ", -1);
	json_t *out = json_array();

	for (char **w = list; *w; w++)
		if (**w)
			json_array_append_new(out, json_string(*w));
	return out;
}

static void add_parent(const struct matrix *m, const struct op *op,
		       json_t *state)
{
	json_t *via = json_pack("[s]", uid_server(m->tokens.user));

	add_state(state, "m.space.parent", op->target,
		  json_pack("{s:o, s:b}", "via", via, "canonical", 1));
	if (op->plan->access != ACCESS_PUBLIC)
		add_state(state, "m.room.join_rules", "",
			  restricted_to(op->target));
}

/* Most rooms keep the guest access of the preset, which lets in whoever has
 * no account where the rule is open: ours do not. */
static json_t *first_state(const struct matrix *m, const struct op *op)
{
	const struct plan *p = op->plan;
	json_t *state = json_array();

	if (op->target)
		add_parent(m, op, state);
	add_state(state, "m.room.history_visibility", "",
		  json_pack("{s:s}", "history_visibility", "shared"));
	add_state(state, "m.room.guest_access", "",
		  json_pack("{s:s}", "guest_access", "forbidden"));
	if ((p->kinds && *p->kinds) || p->notes_of)
		add_state(state, "org.folkmoot.room", "",
			  json_pack("{s:i, s:o, s:s*}", "v", 1, "kinds",
				    words_list(p->kinds ? p->kinds : ""),
				    "notes_of", p->notes_of));
	return state;
}

/* Everybody may say his own card and that he accepts the charter. The list
 * takes the place of the server's own, whose usual values are repeated. */
static const struct {
	const char *type;
	int level;
} event_levels[] = {
	{ "org.folkmoot.card", 0 }, { "org.folkmoot.accept", 0 },
	{ "m.reaction", 0 }, { "m.room.name", 50 }, { "m.room.avatar", 50 },
	{ "m.room.canonical_alias", 50 }, { "m.room.power_levels", 100 },
	{ "m.room.history_visibility", 100 }, { "m.room.encryption", 100 },
	{ "m.room.server_acl", 100 }, { "m.room.tombstone", 100 },
};

/* What a space says to all is for moderators. */
static json_t *first_levels(const struct plan *p)
{
	int post = p->kind == ROOM_SPACE ? MAX(p->post_power, 50) :
					   p->post_power;
	json_t *events = json_object();

	for (size_t i = 0; i < G_N_ELEMENTS(event_levels); i++)
		json_object_set_new(events, event_levels[i].type,
				    json_integer(event_levels[i].level));
	return json_pack("{s:o, s:i}", "events", events, "events_default",
			 post);
}

static void set_text(json_t *body, const char *key, const char *text)
{
	if (text && *text)
		json_object_set_new(body, key, json_string(text));
}

static void set_invites(json_t *body, const GPtrArray *invites)
{
	json_t *list = json_array();

	for (guint i = 0; invites && i < invites->len; i++)
		json_array_append_new(list, json_string(invites->pdata[i]));
	if (json_array_size(list))
		json_object_set_new(body, "invite", list);
	else
		json_decref(list);
}

json_t *create_body(const struct matrix *m, const struct op *op)
{
	const struct plan *p = op->plan;
	bool open = p->access == ACCESS_PUBLIC;
	json_t *made = json_object();
	json_t *body = json_pack("{s:s, s:s}", "preset", open ? "public_chat" :
				 "private_chat", "visibility", open ?
				 "public" : "private");

	if (p->kind == ROOM_SPACE)
		json_object_set_new(made, "type", json_string("m.space"));
	if (p->access == ACCESS_INTERNAL)
		json_object_set_new(made, "m.federate", json_false());
	set_text(body, "name", p->name);
	set_text(body, "topic", p->topic);
	set_text(body, "room_alias_name", p->alias);
	set_invites(body, p->invites);
	json_object_set_new(body, "creation_content", made);
	json_object_set_new(body, "initial_state", first_state(m, op));
	json_object_set_new(body, "power_level_content_override",
			    first_levels(p));
	return body;
}

/* ---- making ---------------------------------------------------------------- */

struct making {
	struct matrix *m;
	char *txn;
	json_t *body;		/* or NULL: only looked for */
	GPtrArray *unseen;	/* char *: rooms still to be looked at */
	create_done done;
	void *user;
};

static struct making *making_new(struct matrix *m, const char *txn,
				 create_done done, void *user)
{
	struct making *k = g_new0(struct making, 1);

	k->m = m;
	k->txn = g_strdup(txn);
	k->unseen = g_ptr_array_new_with_free_func(g_free);
	k->done = done;
	k->user = user;
	return k;
}

static void making_end(struct making *k, const struct http_reply *reply,
		       const char *rid)
{
	create_done done = k->done;
	void *user = k->user;

	json_decref(k->body);
	g_ptr_array_unref(k->unseen);
	g_free(k->txn);
	g_free(k);
	done(user, reply, rid);
}

static bool is_good(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK && reply->status == 200;
}

static void making_ask(struct making *k, struct request *r,
		       void (*done)(void *, const struct http_reply *))
{
	r->done = done;
	r->user = k;
	request_send(k->m, r);
}

static void on_made(void *user, const struct http_reply *reply)
{
	struct making *k = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	making_end(k, reply, is_good(reply) ? json_id(body, "room_id") : NULL);
}

void create_make(struct matrix *m, const char *txn, json_t *take_body,
		 create_done done, void *user)
{
	struct making *k = making_new(m, txn, done, user);
	json_t *made = json_map(take_body, "creation_content");
	struct request *r;

	if (!made) {
		made = json_object();
		json_object_set_new(take_body, "creation_content", made);
	}
	json_object_set_new(made, "org.folkmoot.txn", json_string(txn));
	r = request_new_json("POST", g_strdup(MATRIX_CLIENT "/createRoom"),
			     take_body);
	r->once = true;
	making_ask(k, r, on_made);
}

/* ---- looking --------------------------------------------------------------- */

static void look_on(struct making *k, const struct http_reply *reply);

/* Trouble on the way is not the same as "it is not there". */
static bool is_answer(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK &&
	       (reply->status == 200 || reply->status == 403 ||
		reply->status == 404);
}

static void on_state(void *user, const struct http_reply *reply)
{
	struct making *k = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	g_autofree char *rid = NULL;

	if (!is_answer(reply)) {
		making_end(k, reply, NULL);
		return;
	}
	rid = g_ptr_array_steal_index(k->unseen, k->unseen->len - 1);
	if (reply->status == 200 &&
	    g_strcmp0(json_text(body, "org.folkmoot.txn"), k->txn) == 0)
		making_end(k, NULL, rid);
	else
		look_on(k, reply);
}

static void look_on(struct making *k, const struct http_reply *reply)
{
	static const struct http_reply none = {
		.failure = HTTP_OK, .status = 200, .message = "", .body = "{}",
		.len = 2, .type = "", .url = "", .retry_after = -1,
	};
	struct request *r;

	(void)reply;
	if (!k->unseen->len) {
		making_end(k, &none, NULL);
		return;
	}
	r = request_new("GET", matrix_room_path(
			k->unseen->pdata[k->unseen->len - 1],
			"state/m.room.create"));
	r->max_body = STATE_MAX;
	making_ask(k, r, on_state);
}

/* What sync has shown is known by host->made(). */
static void add_unseen(struct making *k, const json_t *rooms)
{
	const struct provider_host *host = k->m->host;
	const json_t *value;
	size_t i;

	json_array_foreach(rooms, i, value) {
		const char *rid = json_string_value(value);
		const struct room *room = rid && host->room ?
			host->room(host->user, rid) : NULL;

		if (rid && *rid == '!' && strlen(rid) <= 255 &&
		    (!room || room->mine != MEMBER_JOIN))
			g_ptr_array_add(k->unseen, g_strdup(rid));
	}
}

static char *made_already(struct making *k)
{
	const struct provider_host *host = k->m->host;

	return host->made ? host->made(host->user, k->txn) : NULL;
}

static void on_joined(void *user, const struct http_reply *reply)
{
	struct making *k = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	g_autofree char *rid = made_already(k);

	if (rid) {
		making_end(k, NULL, rid);
	} else if (!is_good(reply) || !body) {
		making_end(k, reply, NULL);
	} else {
		add_unseen(k, json_list(body, "joined_rooms"));
		look_on(k, reply);
	}
}

void create_find(struct matrix *m, const char *txn, create_done done,
		 void *user)
{
	struct making *k = making_new(m, txn, done, user);
	g_autofree char *rid = made_already(k);

	if (rid)
		making_end(k, NULL, rid);
	else
		making_ask(k, request_new("GET", g_strdup(
				   MATRIX_CLIENT "/joined_rooms")), on_joined);
}

/* ---- both ------------------------------------------------------------------ */

static void on_found(void *user, const struct http_reply *reply,
		     const char *rid)
{
	struct making *k = user;

	if (rid || !is_good(reply)) {
		making_end(k, reply, rid);
		return;
	}
	create_make(k->m, k->txn, g_steal_pointer(&k->body), k->done, k->user);
	k->done = NULL;
	json_decref(k->body);
	g_ptr_array_unref(k->unseen);
	g_free(k->txn);
	g_free(k);
}

void create_place(struct matrix *m, const struct op *op, create_done done,
		  void *user)
{
	struct making *k;

	if (!op->tries) {
		create_make(m, op->txn, create_body(m, op), done, user);
		return;
	}
	k = making_new(m, op->txn, done, user);
	k->body = create_body(m, op);
	create_find(m, op->txn, on_found, k);
}
