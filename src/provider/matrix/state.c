/* state.c - change one event of a room's state. */
#include "provider/matrix/state.h"

#include "provider/matrix/json.h"
#include "provider/matrix/request.h"

struct change_state {
	struct matrix *m;
	struct state_edit edit;
	char *rid, *type, *key;
	json_t *content;
};

char *state_path(const char *rid, const char *type, const char *key)
{
	g_autofree char *a = http_escape(type);
	g_autofree char *b = http_escape(key);
	g_autofree char *rest = g_strconcat("state/", a, "/", b, NULL);

	return matrix_room_path(rid, rest);
}

static void change_end(struct change_state *s, const char *why,
		       const struct http_reply *reply, bool written)
{
	s->edit.done(s->edit.user, why, reply, written ? s->content : NULL);
	json_decref(s->content);
	g_free(s->rid);
	g_free(s->type);
	g_free(s->key);
	g_free(s);
}

static void ask(struct change_state *s, struct request *r,
		void (*done)(void *user, const struct http_reply *reply))
{
	r->done = done;
	r->user = s;
	request_send(s->m, r);
}

static void on_written(void *user, const struct http_reply *reply)
{
	change_end(user, NULL, reply, reply->failure == HTTP_OK &&
				      reply->status == 200);
}

static void on_read(void *user, const struct http_reply *reply)
{
	struct change_state *s = user;
	bool there = reply->failure == HTTP_OK && reply->status == 200;
	const char *why;

	if (there)
		s->content = json_read_map(reply->body, reply->len);
	else if (reply->failure == HTTP_OK && reply->status == 404)
		s->content = json_object();
	if (!s->content) {
		change_end(s, NULL, reply, false);
		return;
	}
	why = s->edit.edit(s->content, s->edit.user);
	if (why) {
		change_end(s, why, reply, false);
		return;
	}
	ask(s, request_new_json("PUT", state_path(s->rid, s->type, s->key),
				json_incref(s->content)), on_written);
}

void state_change(struct matrix *m, const struct state_edit *edit)
{
	struct change_state *s = g_new0(struct change_state, 1);

	s->m = m;
	s->edit = *edit;
	s->rid = g_strdup(edit->rid);
	s->type = g_strdup(edit->type);
	s->key = g_strdup(edit->key);
	ask(s, request_new("GET", state_path(s->rid, s->type, s->key)),
	    on_read);
}
