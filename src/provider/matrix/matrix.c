/* matrix.c - one account on a Matrix homeserver. */
#include "provider/matrix/matrix.h"

#include <string.h>
#include "provider/matrix/card.h"
#include "provider/matrix/login.h"
#include "provider/matrix/lookup.h"
#include "provider/matrix/page.h"
#include "provider/matrix/request.h"
#include "provider/matrix/submit.h"
#include "provider/matrix/sync.h"
#include "provider/matrix/token.h"

#define TYPING_MS 30000

/* ---- small things ------------------------------------------------------ */

char *matrix_site(const char *base)
{
	const char *host = strstr(base, "://");

	host = host ? host + 3 : base;
	return g_strndup(host, strcspn(host, "/"));
}

char *matrix_room_path(const char *rid, const char *rest)
{
	g_autofree char *escaped = http_escape(rid);

	return g_strconcat(MATRIX_CLIENT "/rooms/", escaped, "/", rest, NULL);
}

/* ---- batches ----------------------------------------------------------- */

static void batch_give(struct matrix *m, struct batch *b)
{
	for (guint i = 0; b->changes && i < b->changes->len; i++)
		m->host->emit(m->host->user,
			      g_steal_pointer(&b->changes->pdata[i]));
	if (b->changes) {
		g_ptr_array_unref(b->changes);
		m->host->commit(m->host->user);
	}
	if (b->done)
		b->done(b->user, b->error);
	g_free(b->error);
}

void matrix_deliver(struct matrix *m, struct batch take)
{
	struct batch *kept;

	if (m->over || !m->sync || !sync_is_emitting(m->sync)) {
		batch_give(m, &take);
		return;
	}
	kept = g_memdup2(&take, sizeof take);
	g_queue_push_tail(&m->batches, kept);
}

void matrix_deliver_rest(struct matrix *m)
{
	struct batch *b;

	while ((b = g_queue_pop_head(&m->batches))) {
		batch_give(m, b);
		g_free(b);
	}
}

/* ---- life -------------------------------------------------------------- */

static void *matrix_open(const struct provider_host *host,
			 const struct account_seed *seed)
{
	struct matrix *m = g_new0(struct matrix, 1);

	m->host = host;
	m->account = seed->account->id;
	tokens_copy(&m->tokens, seed->tokens);
	m->site = matrix_site(m->tokens.base);
	m->push = push_new(seed->push_rules, m->tokens.user);
	m->encrypted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					     NULL);
	g_queue_init(&m->waiting);
	g_queue_init(&m->batches);
	m->flying = g_ptr_array_new();
	m->sync = sync_new(m, seed->account->cursor);
	return m;
}

/* Everybody who waits is told; nothing is started any more. */
static void matrix_stop(struct matrix *m)
{
	m->over = true;
	sync_stop(m->sync);
	token_stop(m);
	request_end_all(m);
	matrix_deliver_rest(m);
}

void matrix_end(struct matrix *m, bool soft, const char *sentence)
{
	matrix_stop(m);
	m->host->logged_out(m->host->user, soft, sentence);
}

static void matrix_close(void *p)
{
	struct matrix *m = p;

	matrix_stop(m);
	sync_free(m->sync);
	push_free(m->push);
	tokens_clear(&m->tokens);
	g_hash_table_unref(m->encrypted);
	g_ptr_array_unref(m->flying);
	g_free(m->site);
	g_free(m);
}

static void matrix_start(void *p, bool once)
{
	sync_start(((struct matrix *)p)->sync, once);
}

static void matrix_nudge(void *p)
{
	struct matrix *m = p;

	token_nudge(m);
	sync_nudge(m->sync);
}

/* ---- reading once ------------------------------------------------------ */

static void matrix_older(void *p, const struct history_span *span,
			 void (*done)(void *user, const char *error),
			 void *user)
{
	page_older(p, span, (struct batch){ .done = done, .user = user });
}

static void matrix_members(void *p, const char *rid,
			   void (*done)(void *user, const char *error),
			   void *user)
{
	page_members(p, rid, (struct batch){ .done = done, .user = user });
}

static void matrix_thread(void *p, const char *rid, const char *root,
			  void (*done)(void *user, const char *error),
			  void *user)
{
	page_thread(p, rid, root,
		    (struct batch){ .done = done, .user = user });
}

static void matrix_event(void *p, const char *rid, const char *eid,
			 void (*done)(void *user, const char *error),
			 void *user)
{
	page_event(p, rid, eid, (struct batch){ .done = done, .user = user });
}

/* ---- writing ----------------------------------------------------------- */

static void matrix_submit(void *p, const struct op *op)
{
	submit_op(p, op);
}

static void on_nothing(void *user, const struct http_reply *reply)
{
	(void)user;
	(void)reply;
}

static void matrix_typing(void *p, const char *rid, bool on)
{
	struct matrix *m = p;
	g_autofree char *user = http_escape(m->tokens.user);
	g_autofree char *rest = g_strconcat("typing/", user, NULL);
	json_t *body = json_pack("{s:b}", "typing", on);
	struct request *r;

	if (on)
		json_object_set_new(body, "timeout", json_integer(TYPING_MS));
	r = request_new_json("PUT", matrix_room_path(rid, rest), body);
	r->done = on_nothing;
	request_send(m, r);
}

static void matrix_logout(void *p, void (*done)(void *user, const char *error),
			  void *user)
{
	login_end(p, done, user);
}

static void matrix_profile(void *p, const char *uid, profile_done done,
			   void *user)
{
	card_fetch(p, uid, done, user);
}

static void matrix_lookup(void *p, const struct lookup *l,
			  void (*done)(void *user,
				       const struct lookup_result *r),
			  void *user)
{
	lookup_server(p, l, done, user);
}

const struct provider_ops provider_matrix = {
	.name = "matrix",
	.caps = CAP_THREADS | CAP_EDIT | CAP_REACT | CAP_TYPING |
		CAP_HISTORY | CAP_TASKS | CAP_LONG_POLL,
	.login = login_begin,
	.open = matrix_open,
	.close = matrix_close,
	.start = matrix_start,
	.nudge = matrix_nudge,
	.older = matrix_older,
	.members = matrix_members,
	.thread = matrix_thread,
	.event = matrix_event,
	.submit = matrix_submit,
	.typing = matrix_typing,
	.logout = matrix_logout,
	.profile = matrix_profile,
	.lookup = matrix_lookup,
};
