/* Commands: links and files worth keeping. */
#include "command/internal.h"

#include <string.h>
#include "text/text.h"

#define FILES_MOST 500

/* ---- making one ------------------------------------------------------------- */

static bool is_link(const char *url)
{
	return g_str_has_prefix(url, "https://") ||
	       g_str_has_prefix(url, "http://") ||
	       g_str_has_prefix(url, "mailto:") ||
	       g_str_has_prefix(url, "mxc://");
}

static bool set_link(struct command_call *call, struct thing *t,
		     const char *url, GError **err)
{
	if (!is_link(url))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no link; it "
				 "begins with https:// or http://.", url);
	return call_set_text(t, THING_URL, url, err) &&
	       call_set_text(t, THING_NOTES, args_get(call->args, "--why"),
			     err) &&
	       call_set_tags(t, args_all(call->args, "--tag"), err);
}

/* Without a title it is called by its address. */
static bool run_add(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	const char *url = args_get(call->args, "URL");
	const char *title = args_get(call->args, "TITLE");
	struct thing *t = room ? call_new_thing(KIND_RESOURCE, title ? title :
						url, err) : NULL;
	bool ok = t && set_link(call, t, url, err);

	if (ok)
		ok = call_add_thing(call, room, g_steal_pointer(&t), err);
	thing_free(t);
	room_free(room);
	return ok;
}

static struct rich *rich_of(const struct post *post)
{
	const char *body = post->body ? post->body : "";

	if (post->html)
		return rich_from_html(post->html, strlen(post->html));
	return rich_from_plain(body, strlen(body));
}

/* The file of a message, or its first link. */
static char *find_link(const struct post *post)
{
	struct rich *rich;
	char *url = NULL;

	if (post->file_url)
		return g_strdup(post->file_url);
	rich = rich_of(post);
	for (guint i = 0; !url && i < rich->links->len; i++)
		if (is_link(g_ptr_array_index(rich->links, i)))
			url = g_strdup(g_ptr_array_index(rich->links, i));
	rich_free(rich);
	return url;
}

static bool add_from(struct command_call *call, const struct room *room,
		     const struct post *post, GError **err)
{
	g_autofree char *url = find_link(post);
	struct thing *t;
	bool ok;

	if (!url)
		return call_fail(err, FM_ERROR_NOT_FOUND, "There is no link "
				 "in that message.");
	t = call_thing_of_post(KIND_RESOURCE, post, args_get(call->args,
							     "TITLE"), err);
	ok = t && set_link(call, t, url, err);
	if (ok)
		ok = call_add_thing(call, room, g_steal_pointer(&t), err);
	thing_free(t);
	return ok;
}

static bool run_from(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct post *post = room ? call_post(call, room, err) : NULL;
	bool ok = post && add_from(call, room, post, err);

	post_free(post);
	room_free(room);
	return ok;
}

/* ---- changes ------------------------------------------------------------------- */

static bool fill_status(struct command_call *call, const struct thing *t,
			struct thing *change, GError **err)
{
	(void)t;
	(void)err;
	change->fields = THING_STATUS;
	change->status = g_str_has_suffix(call->command->name, "outdated") ?
			 RESOURCE_OUTDATED : RESOURCE_CURRENT;
	return true;
}

static bool fill_tags(struct command_call *call, const struct thing *t,
		      struct thing *change, GError **err)
{
	const char *const *tags = args_all(call->args, "TAG");

	(void)t;
	if (strcmp(*tags, "none"))
		return call_set_tags(change, tags, err);
	change->fields = THING_TAGS;
	return true;
}

static bool run_status(struct command_call *call, GError **err)
{
	return call_change(call, KIND_RESOURCE, fill_status, err);
}

static bool run_tag(struct command_call *call, GError **err)
{
	return call_change(call, KIND_RESOURCE, fill_tags, err);
}

/* ---- listing ---------------------------------------------------------------------- */

static void answer_file(struct command_call *call, const struct room *room,
			const struct post *post)
{
	struct record *r = call_begin(call, "resource");

	record_text(r, "id", post->eid);
	record_text(r, "room", room->rid);
	record_text(r, "room_name", room->name);
	record_text(r, "title", post->body);
	record_text(r, "status", "file");
	record_null(r, "why");
	record_texts(r, "tags", NULL);
	record_text(r, "creator", post->sender);
	record_text(r, "creator_name", post->name);
	record_int(r, "ts", post->ts);
	record_text(r, "url", post->file_url);
	record_text(r, "mimetype", post->mimetype);
	record_int(r, "size", post->file_size);
	call_end(call, r);
}

struct files {
	struct command_call *call;
	const struct thing_query *q;
	GHashTable *below;	/* char * room ids of the space, or NULL */
	int left;
};

/* Files among the newest messages of a room. */
static bool list_files(const struct room *room, void *user)
{
	struct files *f = user;
	struct page_query q = { .room = room->id, .from = PAGE_NEWEST,
				.limit = FILES_MOST };
	struct page page;

	if ((f->q->room && room->id != f->q->room) ||
	    (f->below && !g_hash_table_contains(f->below, room->rid)))
		return true;
	reader_page(f->call->ctx->reader, &q, &page);
	for (guint i = page.posts->len; i-- > 0 && f->left > 0;) {
		const struct post *p = g_ptr_array_index(page.posts, i);

		if (!p->file_url || p->redacted)
			continue;
		answer_file(f->call, room, p);
		f->left--;
	}
	page_clear(&page);
	return f->left > 0;
}

static void add_below(struct reader *r, int64_t space, GHashTable *below)
{
	g_autoptr(GPtrArray) children = reader_children(r, space);

	for (guint i = 0; i < children->len; i++) {
		const struct room *room = g_ptr_array_index(children, i);

		if (g_hash_table_add(below, g_strdup(room->rid)) &&
		    room->kind == ROOM_SPACE)
			add_below(r, room->id, below);
	}
}

static void list_all_files(struct command_call *call,
			   const struct thing_query *q)
{
	struct files f = { .call = call, .q = q, .left = FILES_MOST };
	struct reader *r = call->ctx->reader;

	if (q->space) {
		f.below = g_hash_table_new_full(g_str_hash, g_str_equal,
						g_free, NULL);
		add_below(r, q->space, f.below);
	}
	reader_rooms(r, q->account, ROOMS_ONLY, list_files, &f);
	if (f.below)
		g_hash_table_unref(f.below);
}

static bool run_list(struct command_call *call, GError **err)
{
	struct thing_query q = { .kind = KIND_RESOURCE };
	bool all = args_flag(call->args, "--all");
	g_autoptr(GPtrArray) list = NULL;

	if (!call_list_query(call, &q, err))
		return false;
	list = reader_things(call->ctx->reader, &q);
	for (guint i = 0; i < list->len; i++) {
		const struct thing *t = g_ptr_array_index(list, i);

		if (all || !thing_is_closed(t))
			call_answer(call, t);
	}
	if (args_flag(call->args, "--files"))
		list_all_files(call, &q);
	return true;
}

static bool run_show(struct command_call *call, GError **err)
{
	return call_show(call, KIND_RESOURCE, err);
}

/* ---- export -------------------------------------------------------------------------- */

static bool run_export(struct command_call *call, GError **err)
{
	struct thing_query q = { .kind = KIND_RESOURCE, .open_only = true };
	g_autoptr(GString) out = g_string_new(NULL);
	g_autoptr(GPtrArray) list = NULL;

	if (!call_list_query(call, &q, err))
		return false;
	list = reader_things(call->ctx->reader, &q);
	markdown_heading(out, 1, "Resources", args_get(call->args, "ROOM"));
	for (guint i = 0; i < list->len; i++)
		markdown_thing(call, out, g_ptr_array_index(list, i));
	call_document(call, out->str);
	return true;
}

#define BOTH (IN_SHELL | IN_PROMPT)
#define ACT (BOTH | VIEW_RESOURCES | VIEW_POSTS)

const struct command resource_rows[] = {
	{ "resource add", NULL, "ROOM URL [TITLE] [--tag TAG]… [--why NOTES]",
	  "keep a link for everybody", NULL, NULL, BOTH | IN_SLASH |
	  VIEW_RESOURCES | IN_FORM, run_add },
	{ "resource from", NULL, "ROOM [ID] [TITLE] [--tag TAG]… "
	  "[--why NOTES]", "keep the link or file of a message", NULL, NULL,
	  BOTH | VIEW_POSTS, run_from },
	{ "resource list", NULL, "[ROOM] [--tag TAG] [--files] [--all] "
	  "[--filter WORDS]", "list links and files worth keeping", "Of a "
	  "room, of a space with its rooms, or of all; --files: also those "
	  "among the newest messages; --all: also what is outdated.", NULL,
	  BOTH | LISTED, run_list, "Nothing is kept here yet. a adds a "
	  "link." },
	{ "resource show", NULL, "[ID]", "show a resource in full", NULL,
	  NULL, IN_SHELL, run_show },
	{ "resource export", NULL, "[ROOM] [--tag TAG]", "write the resources "
	  "as Markdown", NULL, NULL, BOTH | LISTED, run_export,
	  "Nothing is kept here yet." },
	{ "resource outdated", NULL, "[ID]", "say that a resource is out of "
	  "date", NULL, NULL, ACT, run_status },
	{ "resource current", NULL, "[ID]", "say that a resource is good "
	  "again", NULL, NULL, ACT, run_status },
	{ "resource tag", NULL, "[ID] TAG…", "set the tags of a resource",
	  "\"none\" clears them.", NULL, ACT, run_tag },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
