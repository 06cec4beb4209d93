/* direct.c - conversations of two. */
#include "provider/matrix/direct.h"

#include <string.h>
#include "base/log.h"
#include "provider/matrix/create.h"
#include "provider/matrix/request.h"

struct direct {
	struct matrix *m;
	char *uid;
	char *rid;		/* once known */
	char *txn;		/* of the op, or NULL */
	bool again;		/* it was tried before */
	json_t *map;		/* m.direct as it was read */
	direct_done done;	/* or NULL */
	void *user;
};

static void direct_ask(struct direct *d, struct request *r,
		       void (*done)(void *, const struct http_reply *))
{
	r->done = done;
	r->user = d;
	request_send(d->m, r);
}

/* Tell, then be gone. */
static void direct_end(struct direct *d, const struct http_reply *reply)
{
	if (d->done)
		d->done(d->user, reply, d->rid);
	json_decref(d->map);
	g_free(d->uid);
	g_free(d->rid);
	g_free(d->txn);
	g_free(d);
}

static bool is_good(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK && reply->status == 200;
}

static char *map_path(const struct direct *d)
{
	g_autofree char *me = http_escape(d->m->tokens.user);

	return g_strconcat(MATRIX_CLIENT "/user/", me,
			   "/account_data/m.direct", NULL);
}

/* ---- writing it down --------------------------------------------------- */

static void on_written(void *user, const struct http_reply *reply)
{
	struct direct *d = user;

	if (!is_good(reply))
		log_warn("matrix", "m.direct could not be written");
	direct_end(d, reply);
}

static void write_map(struct direct *d)
{
	json_t *rooms = json_list(d->map, d->uid);

	if (json_lists(d->map, d->uid, d->rid)) {
		direct_end(d, NULL);
		return;
	}
	if (!rooms) {
		rooms = json_array();
		json_object_set_new(d->map, d->uid, rooms);
	}
	json_array_append_new(rooms, json_string(d->rid));
	direct_ask(d, request_new_json("PUT", map_path(d),
				       json_incref(d->map)), on_written);
}

/* ---- making a room ----------------------------------------------------- */

static void on_made(void *user, const struct http_reply *reply,
		    const char *rid)
{
	struct direct *d = user;

	if (!rid) {
		direct_end(d, reply);
		return;
	}
	d->rid = g_strdup(rid);
	write_map(d);
}

static void make_anew(struct direct *d)
{
	json_t *body = json_pack("{s:b, s:s, s:[s]}", "is_direct", 1,
				 "preset", "trusted_private_chat",
				 "invite", d->uid);

	create_make(d->m, d->txn, body, on_made, d);
}

static void on_found(void *user, const struct http_reply *reply,
		     const char *rid)
{
	struct direct *d = user;

	if (rid || !is_good(reply))
		on_made(d, reply, rid);
	else
		make_anew(d);
}

static void make_room(struct direct *d)
{
	if (d->again)
		create_find(d->m, d->txn, on_found, d);
	else
		make_anew(d);
}

/* ---- finding one ------------------------------------------------------- */

/* The last of the rooms noted for them that I am in. */
static const char *find_joined(const struct direct *d, const json_t *joined)
{
	const json_t *rooms = json_list(d->map, d->uid);

	for (size_t i = json_array_size(rooms); i > 0; i--) {
		const char *rid =
			json_string_value(json_array_get(rooms, i - 1));

		if (rid && json_lists(joined, "joined_rooms", rid))
			return rid;
	}
	return NULL;
}

static void on_joined(void *user, const struct http_reply *reply)
{
	struct direct *d = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);

	if (!is_good(reply) || !body) {
		direct_end(d, reply);
		return;
	}
	d->rid = g_strdup(find_joined(d, body));
	if (d->rid)
		direct_end(d, reply);
	else
		make_room(d);
}

static void map_known(struct direct *d)
{
	struct request *r;

	if (d->rid) {
		write_map(d);
		return;
	}
	if (!json_array_size(json_list(d->map, d->uid))) {
		make_room(d);
		return;
	}
	r = request_new("GET", g_strdup(MATRIX_CLIENT "/joined_rooms"));
	direct_ask(d, r, on_joined);
}

static void on_map(void *user, const struct http_reply *reply)
{
	struct direct *d = user;

	if (is_good(reply))
		d->map = json_read_map(reply->body, reply->len);
	else if (reply->failure == HTTP_OK && reply->status == 404)
		d->map = json_object();
	if (d->map)
		map_known(d);
	else
		direct_end(d, reply);
}

static void direct_begin(struct matrix *m, struct direct direct)
{
	struct direct *d = g_memdup2(&direct, sizeof direct);
	struct request *r;

	d->m = m;
	r = request_new("GET", map_path(d));
	direct_ask(d, r, on_map);
}

void direct_open(struct matrix *m, const struct op *op, direct_done done,
		 void *user)
{
	direct_begin(m, (struct direct){
		.uid = g_strdup(op->key), .txn = g_strdup(op->txn),
		.again = op->tries > 0, .done = done, .user = user });
}

void direct_remember(struct matrix *m, const char *uid, const char *rid)
{
	direct_begin(m, (struct direct){ .uid = g_strdup(uid),
					 .rid = g_strdup(rid) });
}
