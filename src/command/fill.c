/* From what somebody typed to what is sent: HTML and who is meant. */
#include "command/internal.h"

#include <string.h>
#include "text/text.h"

struct fill {
	struct command_context *ctx;
	int64_t room;
	GPtrArray *mentions;	/* char * user ids, no doubles */
};

static void add_mention(struct fill *f, const char *uid)
{
	for (guint i = 0; i < f->mentions->len; i++)
		if (!strcmp(g_ptr_array_index(f->mentions, i), uid))
			return;
	g_ptr_array_add(f->mentions, g_strdup(uid));
}

static bool is_called(const struct member *m, const char *name)
{
	g_autofree char *want = g_utf8_casefold(name, -1);
	g_autofree char *has = g_utf8_casefold(m->name, -1);
	size_t local = strcspn(m->uid + 1, ":");

	if (!strcmp(want, has))
		return true;
	if (strlen(name) == local && !g_ascii_strncasecmp(m->uid + 1, name,
							  local))
		return true;
	/* the first of several names */
	return g_str_has_prefix(has, want) && has[strlen(want)] == ' ';
}

/* The one member whom "@name" can mean, or NULL: a wrong ping is worse than
 * none. */
static char *find_member(struct fill *f, const char *name)
{
	g_autoptr(GPtrArray) list = reader_members(f->ctx->reader, f->room,
						   name, 0, 100);
	const char *found = NULL;

	for (guint i = 0; i < list->len; i++) {
		const struct member *m = g_ptr_array_index(list, i);

		if (!is_called(m, name))
			continue;
		if (found)
			return NULL;
		found = m->uid;
	}
	return g_strdup(found);
}

static char *resolve(struct fill *f, const char *word)
{
	struct member *m;
	char *uid = NULL;

	if (!strchr(word, ':'))
		return find_member(f, word + 1);
	m = reader_member(f->ctx->reader, f->room, word);
	if (m)
		uid = g_strdup(m->uid);
	member_free(m);
	return uid;
}

static bool may_call_all(struct fill *f)
{
	struct room *room = reader_room(f->ctx->reader, f->room);
	bool may = room && room->power >= room->power_notify;

	room_free(room);
	return may;
}

/* Asked for "@word" and "#word" outside of code. */
static char *mention(const char *word, void *user)
{
	struct fill *f = user;
	g_autofree char *uid = NULL;

	if (*word == '#')
		return strchr(word, ':') ? answer_link(word, NULL) : NULL;
	if (!strcmp(word, "@room")) {
		if (may_call_all(f))
			add_mention(f, word);
		return NULL;
	}
	uid = resolve(f, word);
	if (!uid)
		return NULL;
	add_mention(f, uid);
	return answer_link(uid, NULL);
}

/* Without Markdown people are still told that they are meant. */
static void scan_plain(struct fill *f, const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text, " \t\n,;()!?", -1);

	for (char **w = words; *w; w++) {
		size_t len = strlen(*w);

		while (len && strchr(".:'\"", (*w)[len - 1]))
			(*w)[--len] = '\0';
		if (**w == '@' && len > 1)
			g_free(mention(*w, f));
	}
}

/* Who is answered is meant, as in all clients (Matrix specification, client-
 * server API, "Mentioning the replied to user"). */
static void mention_answered(struct fill *f, const struct op *op)
{
	struct post *post = op->kind == OP_SEND && op->target ?
		reader_post(f->ctx->reader, f->room, op->target) : NULL;

	if (post && !post->own && post->sender)
		add_mention(f, post->sender);
	post_free(post);
}

void command_fill_text(struct command_context *ctx, int64_t room,
		       const char *text, struct op *op)
{
	struct fill f = { .ctx = ctx, .room = room };

	f.mentions = g_ptr_array_new_with_free_func(g_free);
	op->body = g_strdup(text);
	if (options_bool(ctx->options, "markdown"))
		op->html = markdown_to_html(text, ctx->reader ? mention : NULL,
					    &f);
	else if (ctx->reader)
		scan_plain(&f, text);
	if (ctx->reader)
		mention_answered(&f, op);
	if (f.mentions->len) {
		g_ptr_array_add(f.mentions, NULL);
		op->mentions = g_strjoinv(" ", (char **)f.mentions->pdata);
	}
	g_ptr_array_unref(f.mentions);
}
