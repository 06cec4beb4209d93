/* Commands: reading. */
#include "command/internal.h"

#include <string.h>

#define LIMIT 50
#define LIMIT_MAX 10000
#define PAGE_MOST 500
#define ROUNDS 40	/* requests for history at most */

struct reading {
	struct command_call *call;
	struct room *room;
	char *thread;		/* root, or NULL */
	int64_t before;		/* position, 0: from the newest */
	int limit;
	bool gap;		/* more exists than is stored … */
	int64_t gap_pos;	/* … before this post, or 0: no post is stored */
	GPtrArray *pages;	/* GPtrArray * of posts, newest page first */
	int count;
};

static bool get_limit(struct command_call *call, int *limit, GError **err)
{
	const char *words = args_get(call->args, "--limit");
	guint64 n = LIMIT;

	if (words && !g_ascii_string_to_unsigned(words, 10, 1, LIMIT_MAX, &n,
						 NULL))
		return call_fail(err, FM_ERROR_USAGE, "%s: --limit takes a "
				 "number from 1 to %d, not \"%s\".",
				 call->command->name, LIMIT_MAX, words);
	*limit = n;
	return true;
}

/* The newest place where messages are missing is filled first. */
static void note_gap(struct reading *r, const struct page *page)
{
	if (r->gap)
		return;
	r->gap = page->gap_before && !page->posts->len;
	for (guint i = page->posts->len; i-- > 0 && !r->gap;) {
		const struct post *post = g_ptr_array_index(page->posts, i);

		r->gap = post->gap && (i || r->count + (int)page->posts->len <
				       r->limit);
		r->gap_pos = r->gap ? post->pos : 0;
	}
}

/* One stored page further back; true when there may be another. */
static bool take_page(struct reading *r, int64_t *pos)
{
	struct page_query q = {
		.room = r->room->id, .thread = r->thread,
		.from = *pos ? PAGE_BEFORE : PAGE_NEWEST, .pos = *pos,
		.limit = MIN(r->limit - r->count, PAGE_MOST),
	};
	struct page page;
	bool more;

	reader_page(r->call->ctx->reader, &q, &page);
	note_gap(r, &page);
	more = page.more_before && page.posts->len;
	if (page.posts->len) {
		const struct post *first = g_ptr_array_index(page.posts, 0);

		*pos = first->pos;
		r->count += page.posts->len;
		g_ptr_array_add(r->pages, g_ptr_array_ref(page.posts));
	}
	page_clear(&page);
	return more && r->count < r->limit;
}

static void read_stored(struct reading *r)
{
	int64_t pos = r->before;

	g_ptr_array_set_size(r->pages, 0);
	r->count = 0;
	r->gap = false;
	r->gap_pos = 0;
	while (take_page(r, &pos))
		;
}

/* Ask for what is not stored; false when nothing came of it. */
static bool fetch_older(struct reading *r)
{
	struct message *m = message_new(REQ_OLDER);
	g_autoptr(GError) err = NULL;
	bool ok;

	m->account = r->room->account;
	m->room = r->room->id;
	m->n = r->gap_pos;
	m = call_ask(r->call, m, EV_OLDER, &err);
	ok = m && !m->a;
	if (!ok)
		call_note(r->call, "Older messages could not be fetched: %s",
			  err ? err->message : m && m->a ? m->a :
			  "no answer came.");
	message_free(m);
	return ok;
}

static void read_room(struct reading *r)
{
	read_stored(r);
	for (int round = 0; r->gap && round < ROUNDS; round++) {
		if (!fetch_older(r))
			break;
		read_stored(r);
	}
}

static int stored_replies(const struct reading *r)
{
	return MAX(r->count - 1, 0);
}

static void read_thread(struct reading *r)
{
	struct post *root = reader_post(r->call->ctx->reader, r->room->id,
					r->thread);
	int want = root ? root->thread_count : 0;
	g_autoptr(GError) err = NULL;
	struct message *m;

	post_free(root);
	read_stored(r);
	if (r->before || stored_replies(r) >= MIN(want, r->limit - 1))
		return;
	m = message_new(REQ_THREAD);
	m->account = r->room->account;
	m->room = r->room->id;
	m->a = g_strdup(r->thread);
	m = call_ask(r->call, m, EV_ROOM, &err);
	if (err || (m && m->a))
		call_note(r->call, "The thread may not be whole: %s",
			  err ? err->message : m->a);
	message_free(m);
	read_stored(r);
}

static void answer_reading(struct reading *r)
{
	for (guint i = r->pages->len; i-- > 0;) {
		GPtrArray *posts = g_ptr_array_index(r->pages, i);

		for (guint j = 0; j < posts->len; j++) {
			struct record *one = call_begin(r->call, "post");

			answer_post(r->call, one, g_ptr_array_index(posts, j),
				    r->room->rid);
			call_end(r->call, one);
		}
	}
}

/* --before and --thread name messages. */
static bool find_ends(struct reading *r, GError **err)
{
	const char *before = args_get(r->call->args, "--before");
	const char *thread = args_get(r->call->args, "--thread");
	struct post *post;

	if (thread) {
		post = call_post_words(r->call, r->room, thread, err);
		if (!post)
			return false;
		r->thread = g_strdup(post->thread ? post->thread : post->eid);
		post_free(post);
	}
	if (before) {
		post = call_post_words(r->call, r->room, before, err);
		if (!post)
			return false;
		r->before = post->pos;
		post_free(post);
	}
	return true;
}

static bool run_read(struct command_call *call, GError **err)
{
	struct reading r = { .call = call };
	bool ok = get_limit(call, &r.limit, err) &&
		  (r.room = call_room(call, err)) && find_ends(&r, err);

	if (ok) {
		r.pages = g_ptr_array_new_with_free_func(
			(GDestroyNotify)g_ptr_array_unref);
		if (r.thread)
			read_thread(&r);
		else
			read_room(&r);
		answer_reading(&r);
		g_ptr_array_unref(r.pages);
	}
	g_free(r.thread);
	room_free(r.room);
	return ok;
}

const struct command read_rows[] = {
	{ "read", NULL, "ROOM [--limit N] [--before ID] [--thread ID]",
	  "show the messages of a room", "The newest N (50) in the order in "
	  "which they were written, or those before a message, or those of a "
	  "thread. What is not stored is fetched if the server can be "
	  "reached.", NULL, IN_SHELL, run_read },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
