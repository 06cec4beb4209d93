/* page.c - reading once: history, members, a thread. */
#include "provider/matrix/page.h"

#include <string.h>
#include "provider/matrix/answer.h"
#include "provider/matrix/refusal.h"
#include "provider/matrix/request.h"

#define BODY_MAX (INT64_C(256) << 20)
#define IDLE_MS 60000

struct page {
	struct matrix *m;
	const struct page_kind *kind;
	char *rid;
	char *from;		/* token asked from; or NULL */
	char *first;		/* the first one */
	char *until, *root;	/* or NULL */
	int pages, posts;
	struct answer *answer;
	struct batch batch;	/* what is gathered, and who is told */
};

/* What differs. */
struct page_kind {
	enum scan_shape shape;
	char *(*path)(const struct page *p);
	/* Whether another page is to be asked for; else it adds what ends
	 * the batch. `next` is the token that came, or NULL. */
	bool (*more)(struct page *p, const char *next);
};

static void page_ask(struct page *p);

static void page_free(struct page *p)
{
	answer_free(p->answer);
	g_free(p->rid);
	g_free(p->from);
	g_free(p->first);
	g_free(p->until);
	g_free(p->root);
	g_free(p);
}

/* Give out what was gathered and be gone. */
static void page_end(struct page *p)
{
	struct batch batch = p->batch;
	struct matrix *m = p->m;

	page_free(p);
	matrix_deliver(m, batch);
}

static void page_fail(struct page *p, const char *error)
{
	g_ptr_array_unref(p->batch.changes);
	p->batch.changes = NULL;
	p->batch.error = g_strdup(error);
	page_end(p);
}

static void change_drop(void *data)
{
	change_free(data);
}

static void gather(void *user, struct change *take)
{
	struct page *p = user;

	p->posts += take->kind == CHANGE_POST;
	g_ptr_array_add(p->batch.changes, take);
}

static void gather_token(struct page *p, const char *next)
{
	struct change *c = change_new(CHANGE_OLDER, p->rid);

	c->account = p->m->account;
	c->target = g_strdup(p->first);
	c->token = g_strdup(next);
	g_ptr_array_add(p->batch.changes, c);
}

/* ---- older ------------------------------------------------------------- */

static char *older_path(const struct page *p)
{
	g_autofree char *from = http_escape(p->from);
	g_autofree char *until = p->until ? http_escape(p->until) : NULL;
	g_autofree char *rest = g_strdup_printf(
		"messages?dir=b&from=%s&limit=%d"
		"&filter=%%7B%%22lazy_load_members%%22%%3Atrue%%7D%s%s",
		from, PAGE_LIMIT, until ? "&to=" : "", until ? until : "");

	return matrix_room_path(p->rid, rest);
}

static bool older_more(struct page *p, const char *next)
{
	bool end = !next || strcmp(next, p->from) == 0 ||
		   g_strcmp0(next, p->until) == 0 ||
		   (p->posts == 0 && p->until && p->pages > 1);

	if (!end && p->batch.changes->len == 0 && p->pages < PAGE_EMPTY)
		return true;
	gather_token(p, end ? NULL : next);
	return false;
}

/* ---- members ----------------------------------------------------------- */

static char *members_path(const struct page *p)
{
	return matrix_room_path(p->rid, "members?not_membership=leave");
}

static bool members_more(struct page *p, const char *next)
{
	struct change *c = change_new(CHANGE_MEMBERS_DONE, p->rid);

	(void)next;
	c->account = p->m->account;
	g_ptr_array_add(p->batch.changes, c);
	return false;
}

/* ---- thread ------------------------------------------------------------ */

static char *thread_path(const struct page *p)
{
	g_autofree char *rid = http_escape(p->rid);
	g_autofree char *root = http_escape(p->root);
	g_autofree char *from = p->from ? http_escape(p->from) : NULL;

	return g_strdup_printf("/_matrix/client/v1/rooms/%s/relations/%s"
			       "?dir=b&limit=%d%s%s", rid, root, PAGE_LIMIT,
			       from ? "&from=" : "", from ? from : "");
}

static bool thread_more(struct page *p, const char *next)
{
	return next && g_strcmp0(next, p->from) != 0 &&
	       p->pages < PAGE_THREAD / PAGE_LIMIT;
}

static const struct page_kind older_kind = {
	SCAN_PAGE, older_path, older_more
};
static const struct page_kind members_kind = {
	SCAN_MEMBERS, members_path, members_more
};
static const struct page_kind thread_kind = {
	SCAN_PAGE, thread_path, thread_more
};

/* ---- asking ------------------------------------------------------------ */

static bool on_data(void *user, const char *bytes, size_t len)
{
	struct page *p = user;

	p->answer->decode.push = p->m->push;
	return p->answer->bytes + (int64_t)len <= BODY_MAX &&
	       answer_feed(p->answer, bytes, len);
}

static void answer_good(struct page *p)
{
	g_autofree char *next = NULL;

	p->answer->decode.push = p->m->push;
	if (!answer_finish(p->answer)) {
		page_fail(p, "The answer of the server is broken. Try again.");
		return;
	}
	p->pages++;
	next = g_strdup(p->answer->next);
	if (!p->kind->more(p, next)) {
		page_end(p);
		return;
	}
	g_free(p->from);
	p->from = g_steal_pointer(&next);
	page_ask(p);
}

static void on_page(void *user, const struct http_reply *reply)
{
	struct page *p = user;
	struct refusal refusal;

	if (reply->failure == HTTP_OK && reply->status == 200) {
		answer_good(p);
	} else if (reply->failure == HTTP_CANCELLED) {
		page_fail(p, "The account was closed meanwhile.");
	} else if (reply->failure == HTTP_STOPPED) {
		page_fail(p, "The answer of the server is broken. Try again.");
	} else {
		refusal_init(&refusal, reply, p->m->site);
		page_fail(p, refusal.sentence);
		refusal_clear(&refusal);
	}
}

static void page_ask(struct page *p)
{
	struct decode decode = {
		.host = p->m->host, .account = p->m->account,
		.me = p->m->tokens.user, .push = p->m->push,
		.emit = gather, .user = p, .joined = -1,
		.older = p->kind->shape == SCAN_PAGE,
	};
	struct request *r = request_new("GET", p->kind->path(p));

	answer_free(p->answer);
	p->answer = answer_new(p->kind->shape, &decode, p->rid);
	r->total_ms = -1;
	r->idle_ms = IDLE_MS;
	r->data = on_data;
	r->done = on_page;
	r->user = p;
	request_send(p->m, r);
}

static struct page *page_new(struct matrix *m, const struct page_kind *kind,
			     const char *rid, struct batch done)
{
	struct page *p = g_new0(struct page, 1);

	p->m = m;
	p->kind = kind;
	p->rid = g_strdup(rid);
	p->batch = done;
	p->batch.changes = g_ptr_array_new_with_free_func(change_drop);
	return p;
}

void page_older(struct matrix *m, const struct history_span *span,
		struct batch done)
{
	struct page *p = page_new(m, &older_kind, span->rid, done);

	p->from = g_strdup(span->token);
	p->first = g_strdup(span->token);
	p->until = g_strdup(span->until);
	page_ask(p);
}

void page_members(struct matrix *m, const char *rid, struct batch done)
{
	page_ask(page_new(m, &members_kind, rid, done));
}

void page_thread(struct matrix *m, const char *rid, const char *root,
		 struct batch done)
{
	struct page *p = page_new(m, &thread_kind, rid, done);

	p->root = g_strdup(root);
	page_ask(p);
}

/* ---- one event --------------------------------------------------------- */

#define EVENT_MAX (1 << 20)

struct single {
	struct matrix *m;
	char *rid;
	struct batch batch;
};

static void single_end(struct single *s, const char *error)
{
	struct batch batch = s->batch;
	struct matrix *m = s->m;

	if (error) {
		g_clear_pointer(&batch.changes, g_ptr_array_unref);
		batch.error = g_strdup(error);
	}
	g_free(s->rid);
	g_free(s);
	matrix_deliver(m, batch);
}

/* A message of the room becomes a glimpse; all else is of no use here. */
static void single_gather(void *user, struct change *take)
{
	struct single *s = user;

	if (take->kind != CHANGE_POST) {
		change_free(take);
		return;
	}
	take->kind = CHANGE_GLIMPSE;
	g_ptr_array_add(s->batch.changes, take);
}

static void on_event(void *user, const struct http_reply *reply)
{
	struct single *s = user;
	struct decode decode = {
		.host = s->m->host, .account = s->m->account,
		.me = s->m->tokens.user, .push = s->m->push,
		.emit = single_gather, .user = s, .joined = -1,
		.older = true,
	};
	g_autoptr(json_t) event = json_read_map(reply->body, reply->len);
	struct refusal refusal;

	if (reply->failure == HTTP_OK && reply->status == 200 && event) {
		decode_room(&decode, s->rid, MEMBER_NONE);
		decode_timeline(&decode, event);
		decode_clear(&decode);
		single_end(s, NULL);
	} else if (reply->failure == HTTP_CANCELLED) {
		single_end(s, "The account was closed meanwhile.");
	} else {
		refusal_init(&refusal, reply, s->m->site);
		single_end(s, refusal.sentence);
		refusal_clear(&refusal);
	}
}

void page_event(struct matrix *m, const char *rid, const char *eid,
		struct batch done)
{
	struct single *s = g_new0(struct single, 1);
	g_autofree char *escaped = http_escape(eid);
	g_autofree char *rest = g_strconcat("event/", escaped, NULL);
	struct request *r = request_new("GET", matrix_room_path(rid, rest));

	s->m = m;
	s->rid = g_strdup(rid);
	s->batch = done;
	s->batch.changes = g_ptr_array_new_with_free_func(change_drop);
	r->max_body = EVENT_MAX;
	r->done = on_event;
	r->user = s;
	request_send(m, r);
}
