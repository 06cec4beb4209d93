/* card.c - fetching people's profiles and changing one's own card. */
#include "provider/matrix/card.h"

#include <string.h>
#include "provider/matrix/card_json.h"
#include "provider/matrix/refusal.h"
#include "provider/matrix/request.h"

#define BODY_MAX (256u << 10)
#define LIMITED_MS 30000	/* asked for patience without saying how much */

static char *profile_path(const char *uid, const char *rest)
{
	g_autofree char *user = http_escape(uid);

	return g_strconcat(MATRIX_CLIENT "/profile/", user, rest, NULL);
}

static bool is_good(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK && reply->status == 200;
}

/* ---- one person's profile ---------------------------------------------- */

struct fetch {
	struct matrix *m;
	char *uid;
	profile_done done;
	void *user;
	char *error;
	int64_t wait;
};

struct change *card_change(const struct matrix *m, const char *uid,
			   const json_t *map)
{
	const json_t *value = json_object_get(map, CARD_KEY);
	struct change *c;

	c = change_new(CHANGE_CARD, NULL);
	c->account = m->account;
	c->user = g_strdup(uid);
	c->card = card_json_read(value);
	c->name = g_strdup(json_text(map, "displayname"));
	c->seen = map != NULL;
	c->ts = world_now(m->host->world);
	return c;
}

static void on_given(void *user, const char *error)
{
	struct fetch *f = user;

	(void)error;
	f->done(f->user, f->error, f->wait);
	g_free(f->uid);
	g_free(f->error);
	g_free(f);
}

/* `map`: the profile, or NULL when there is none. */
static void fetch_give(struct fetch *f, const json_t *map)
{
	struct batch batch = { .done = on_given, .user = f };

	batch.changes = g_ptr_array_new();
	g_ptr_array_add(batch.changes, card_change(f->m, f->uid, map));
	matrix_deliver(f->m, batch);
}

static void fetch_fail(struct fetch *f, const char *error, int64_t wait)
{
	f->error = g_strdup(error);
	f->wait = wait;
	on_given(f, NULL);
}

static void fetch_read(struct fetch *f, const struct http_reply *reply)
{
	g_autoptr(json_t) map = json_read_map(reply->body, reply->len);

	if (map)
		fetch_give(f, map);
	else
		fetch_fail(f, "The answer of the server is broken. Try again.",
			   -1);
}

static void fetch_refused(struct fetch *f, const struct http_reply *reply,
			  const struct refusal *r)
{
	int64_t wait = r->retry_after;

	/* Nobody of that name, or one whose profile is not for us. */
	if (reply->failure == HTTP_OK && (refusal_is(r, "M_NOT_FOUND") ||
					  refusal_is(r, "M_FORBIDDEN"))) {
		fetch_give(f, NULL);
		return;
	}
	if (wait < 0 && reply->failure == HTTP_OK && reply->status == 429)
		wait = LIMITED_MS;
	fetch_fail(f, r->sentence, wait);
}

static void on_fetched(void *user, const struct http_reply *reply)
{
	struct fetch *f = user;
	struct refusal refusal;

	if (is_good(reply)) {
		fetch_read(f, reply);
		return;
	}
	refusal_init(&refusal, reply, f->m->site);
	fetch_refused(f, reply, &refusal);
	refusal_clear(&refusal);
}

void card_fetch(struct matrix *m, const char *uid, profile_done done,
		void *user)
{
	struct fetch *f = g_new0(struct fetch, 1);
	struct request *r = request_new("GET", profile_path(uid, ""));

	f->m = m;
	f->uid = g_strdup(uid);
	f->done = done;
	f->user = user;
	f->wait = -1;
	r->max_body = BODY_MAX;
	r->done = on_fetched;
	r->user = f;
	request_send(m, r);
}

/* ---- my own card ------------------------------------------------------- */

struct writing {
	struct matrix *m;
	struct card *change;
	GPtrArray *spaces;	/* char * room ids */
	guint next;		/* of them, to be tried */
	const char *rid;	/* the one being tried; NULL: the profile */
	json_t *value;		/* what is written */
	card_done done;
	void *user;
};

static void writing_end(struct writing *w, const struct http_reply *reply,
			const char *error)
{
	w->done(w->user, reply, error);
	card_free(w->change);
	g_ptr_array_unref(w->spaces);
	json_decref(w->value);
	g_free(w);
}

static void writing_ask(struct writing *w, struct request *r,
			void (*done)(void *, const struct http_reply *))
{
	r->max_body = BODY_MAX;
	r->done = done;
	r->user = w;
	request_send(w->m, r);
}

/* It is there: what the store knows is now the same. */
static void writing_keep(struct writing *w)
{
	struct batch batch = { 0 };
	struct change *c = change_new(CHANGE_CARD, w->rid);

	c->account = w->m->account;
	c->user = g_strdup(w->m->tokens.user);
	c->card = card_json_read(w->value);
	c->ts = world_now(w->m->host->world);
	batch.changes = g_ptr_array_new();
	g_ptr_array_add(batch.changes, c);
	matrix_deliver(w->m, batch);
	writing_end(w, NULL, NULL);
}

static char *state_path(const struct writing *w)
{
	g_autofree char *me = http_escape(w->m->tokens.user);
	g_autofree char *rest = g_strconcat("state/" CARD_KEY "/", me, NULL);

	return matrix_room_path(w->rid, rest);
}

/* Not to be had here, whatever is written. */
static bool is_no_place(const struct writing *w,
			const struct http_reply *reply)
{
	struct refusal refusal;
	bool no;

	if (reply->failure != HTTP_OK)
		return false;
	refusal_init(&refusal, reply, w->m->site);
	no = refusal_is(&refusal, "M_UNRECOGNIZED") ||
	     refusal_is(&refusal, "M_FORBIDDEN") || reply->status == 404 ||
	     reply->status == 405 || reply->status == 501;
	refusal_clear(&refusal);
	return no;
}

static bool is_too_large(const struct writing *w)
{
	g_autofree char *text = json_write(json_incref(w->value));

	return strlen(text) > CARD_WRITE_MAX;
}

static void try_next(struct writing *w);

static void on_written(void *user, const struct http_reply *reply)
{
	struct writing *w = user;

	if (is_good(reply))
		writing_keep(w);
	else if (is_no_place(w, reply))
		try_next(w);
	else
		writing_end(w, reply, NULL);
}

static void put_value(struct writing *w)
{
	if (is_too_large(w))
		writing_end(w, NULL, "Your card would be larger than servers "
			    "take (60,000 bytes), so it was not changed. "
			    "Shorten it, or take back some endorsements.");
	else if (w->rid)
		writing_ask(w, request_new_json("PUT", state_path(w),
						json_incref(w->value)),
			    on_written);
	else
		writing_ask(w, request_new_json("PUT", profile_path(
				w->m->tokens.user, "/" CARD_KEY),
				json_pack("{s:O}", CARD_KEY, w->value)),
			    on_written);
}

static void on_read(void *user, const struct http_reply *reply)
{
	struct writing *w = user;
	g_autoptr(json_t) body = NULL;

	if (is_good(reply)) {
		body = json_read_map(reply->body, reply->len);
	} else if (reply->failure != HTTP_OK || reply->status != 404) {
		if (w->rid && is_no_place(w, reply))
			try_next(w);
		else
			writing_end(w, reply, NULL);
		return;
	}
	json_decref(w->value);
	w->value = card_json_lay(w->rid ? body :
				 json_object_get(body, CARD_KEY), w->change);
	put_value(w);
}

static void try_next(struct writing *w)
{
	g_autofree char *error = NULL;

	if (w->next < MIN(w->spaces->len, CARD_SPACES)) {
		w->rid = w->spaces->pdata[w->next++];
		writing_ask(w, request_new("GET", state_path(w)), on_read);
		return;
	}
	error = g_strdup_printf("%s does not let people keep a card in their "
		"profile, and none of your spaces lets you write one there. "
		"Ask who runs %s to allow custom profile fields, or an owner "
		"of a space to let members set " CARD_KEY ".", w->m->site,
		w->m->site);
	writing_end(w, NULL, error);
}

void card_write(struct matrix *m, const struct op *op, card_done done,
		void *user)
{
	struct writing *w = g_new0(struct writing, 1);

	w->m = m;
	w->change = card_read(op->body);
	w->spaces = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; op->via && i < op->via->len; i++)
		g_ptr_array_add(w->spaces, g_strdup(op->via->pdata[i]));
	w->done = done;
	w->user = user;
	writing_ask(w, request_new("GET", profile_path(m->tokens.user, "")),
		    on_read);
}
