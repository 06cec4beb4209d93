/* message.c - the content of messages as posts. */
#include "provider/matrix/message.h"

#include <string.h>
#include "provider/matrix/poll_json.h"
#include "provider/matrix/thing_json.h"

#define HTML_MAX 65536
#define TS_MAX INT64_C(253402300799999)		/* the end of 9999 */

/* The words of a message need to be read in the light of what it is. */
struct reading {
	struct post *post;
	const json_t *content;
	bool reply;		/* it answers something */
};

/* ---- fallbacks of replies ---------------------------------------------- */

/* The body without the lines "> …" that quote what is answered. They name
 * whom they quote; other quotes are the author's own words. */
static const char *skip_quote(const char *body)
{
	const char *p = body;

	if (!g_str_has_prefix(body, "> <@") &&
	    !g_str_has_prefix(body, "> * <@"))
		return body;
	while (*p == '>' && (p[1] == ' ' || p[1] == '\n' || !p[1])) {
		const char *line = strchr(p, '\n');

		if (!line)
			return "";
		p = line + 1;
	}
	return p > body && *p == '\n' ? p + 1 : p;
}

static const char *skip_mx_reply(const char *html)
{
	const char *p = html + strspn(html, " \n\t"), *end;

	if (!g_str_has_prefix(p, "<mx-reply>"))
		return html;
	end = strstr(p, "</mx-reply>");
	return end ? end + strlen("</mx-reply>") : html;
}

/* ---- kinds of content -------------------------------------------------- */

static void set_body(struct reading *r, const char *body)
{
	g_free(r->post->body);
	r->post->body = g_strdup(r->reply ? skip_quote(body) : body);
}

static void set_html(struct reading *r)
{
	const char *html = json_text(r->content, "formatted_body");

	if (g_strcmp0(json_text(r->content, "format"),
		      "org.matrix.custom.html") || !html)
		return;
	html = skip_mx_reply(html);
	if (*html && strlen(html) <= HTML_MAX)
		r->post->html = g_strdup(html);
}

static bool read_text(struct reading *r)
{
	const char *body = json_text(r->content, "body");

	if (!body)
		return false;
	set_body(r, body);
	set_html(r);
	return true;
}

/* A file is its name; a caption stands below. */
static bool read_file(struct reading *r)
{
	const char *body = json_text(r->content, "body");
	const char *name = json_text(r->content, "filename");
	const char *url = json_text(r->content, "url");
	const json_t *info = json_map(r->content, "info");

	if (!name)
		name = body;
	if (!name)
		return false;
	if (body && strcmp(body, name)) {
		g_free(r->post->body);
		r->post->body = g_strdup_printf("%s\n%s", name, body);
	} else {
		set_body(r, name);
	}
	if (!url)
		url = json_text(json_map(r->content, "file"), "url");
	if (url && strlen(url) <= 2048)
		r->post->file_url = g_strdup(url);
	r->post->mimetype = g_strdup(json_id(info, "mimetype"));
	r->post->file_size = MAX(json_number(info, "size", -1), -1);
	return true;
}

static bool read_place(struct reading *r)
{
	const char *body = json_text(r->content, "body");
	const char *geo = json_id(r->content, "geo_uri");

	if (!body && !geo)
		return false;
	set_body(r, body ? body : geo);
	r->post->file_url = g_strdup(geo);
	return true;
}

static bool read_locked(struct reading *r)
{
	set_body(r, "Encrypted message");
	return true;
}

/* A poll that nobody can vote in is still a question. */
static bool read_poll(struct reading *r)
{
	const char *question = poll_json_question(r->content);

	if (!question)
		return false;
	r->post->poll = poll_json_read(r->content);
	g_free(r->post->body);
	r->post->body = r->post->poll ? poll_body(r->post->poll) :
					g_strdup(question);
	return true;
}

static bool read_poll_end(struct reading *r)
{
	const char *text = poll_json_text(r->content);

	set_body(r, text ? text : "The poll is over.");
	return true;
}

struct content_kind {
	const char *type;
	enum post_kind kind;
	bool (*read)(struct reading *r);
};

/* By the type of the event … */
static const struct content_kind types[] = {
	{ "m.sticker", POST_STICKER, read_file },
	{ "m.room.encrypted", POST_ENCRYPTED, read_locked },
	{ "org.matrix.msc3381.poll.start", POST_POLL, read_poll },
	{ "m.poll.start", POST_POLL, read_poll },
	{ "org.matrix.msc3381.poll.end", POST_NOTICE, read_poll_end },
	{ "m.poll.end", POST_NOTICE, read_poll_end },
};

/* … and of m.room.message by its msgtype. */
static const struct content_kind msgtypes[] = {
	{ "m.text", POST_TEXT, read_text },
	{ "m.notice", POST_NOTICE, read_text },
	{ "m.emote", POST_EMOTE, read_text },
	{ "m.image", POST_IMAGE, read_file },
	{ "m.file", POST_FILE, read_file },
	{ "m.audio", POST_AUDIO, read_file },
	{ "m.video", POST_VIDEO, read_file },
	{ "m.location", POST_LOCATION, read_place },
};

static const struct content_kind *kind_find(const char *type,
					    const char *msgtype)
{
	if (strcmp(type, "m.room.message") == 0) {
		for (size_t i = 0; i < G_N_ELEMENTS(msgtypes); i++)
			if (g_strcmp0(msgtypes[i].type, msgtype) == 0)
				return &msgtypes[i];
		return &msgtypes[0];	/* words are words */
	}
	for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
		if (strcmp(types[i].type, type) == 0)
			return &types[i];
	return NULL;
}

static void content_read(struct reading *r, const char *type)
{
	const char *msgtype = json_text(r->content, "msgtype");
	const struct content_kind *kind = kind_find(type, msgtype);

	r->post->kind = kind ? kind->kind : POST_UNKNOWN;
	if (kind && kind->read(r))
		return;
	r->post->kind = POST_UNKNOWN;
	r->reply = false;
	set_body(r, msgtype && *msgtype ? msgtype : type);
}

/* ---- mentions ---------------------------------------------------------- */

/* A link to somebody, whose id may be escaped. */
static bool pill_in(const char *html, const char *uid)
{
	g_autofree char *escaped = http_escape(uid);
	const char *p = html;

	while ((p = strstr(p, "matrix.to/#/"))) {
		p += strlen("matrix.to/#/");
		if (g_str_has_prefix(p, uid) || g_str_has_prefix(p, escaped))
			return true;
	}
	return false;
}

/* What clients did before there was m.mentions: a link to me in the HTML,
 * or my name in the text. */
static bool mentions_by_words(struct decode *d, const json_t *content)
{
	const char *body = json_text(content, "body");
	const char *html = json_text(content, "formatted_body");
	const char *name;

	if (html && pill_in(html, d->me))
		return true;
	name = decode_my_name(d);
	return body && name && push_word_in(name, body);
}

static bool mentions_me(struct decode *d, const json_t *content,
			const char *sender)
{
	const json_t *mentions = json_map(content, "m.mentions");

	if (!mentions)
		return mentions_by_words(d, content);
	if (json_lists(mentions, "user_ids", d->me))
		return true;
	return json_flag(mentions, "room") && decode_may_notify(d, sender);
}

/* ---- relations --------------------------------------------------------- */

static void relation_read(struct post *p, const json_t *content)
{
	const json_t *relates = json_map(content, "m.relates_to");
	const char *type = json_text(relates, "rel_type");
	const char *target = json_id(relates, "event_id");
	const char *reply = json_id(json_map(relates, "m.in_reply_to"),
				    "event_id");

	if (g_strcmp0(type, "m.thread") == 0 && target) {
		p->thread = g_strdup(target);
		if (json_flag(relates, "is_falling_back"))
			reply = NULL;
	}
	if (!reply && g_strcmp0(type, "m.reference") == 0)
		reply = target;
	p->reply_to = g_strdup(reply);
}

/* The summary of a thread that the server adds to its root. */
static void thread_read(struct post *p, const json_t *event)
{
	const json_t *thread = json_map(json_map(json_map(event, "unsigned"),
						 "m.relations"), "m.thread");
	const json_t *latest = json_map(thread, "latest_event");

	if (!thread)
		return;
	p->thread_count = (int)CLAMP(json_number(thread, "count", 0), 0,
				     1000000);
	p->thread_ts = json_number(latest, "origin_server_ts", 0);
	p->thread_name = g_strdup(json_id(latest, "sender"));
}

/* ---- posts ------------------------------------------------------------- */

struct post *message_frame(const struct decode *d, const json_t *event)
{
	const json_t *extra = json_map(event, "unsigned");
	const char *eid = json_id(event, "event_id");
	const char *sender = json_id(event, "sender");
	struct post *p;

	if (!eid || !sender)
		return NULL;
	p = post_new();
	p->eid = g_strdup(eid);
	p->sender = g_strdup(sender);
	p->ts = CLAMP(json_number(event, "origin_server_ts", 0), 0, TS_MAX);
	p->file_size = -1;
	p->own = strcmp(sender, d->me) == 0;
	if (p->own)
		p->txn = g_strdup(json_id(extra, "transaction_id"));
	return p;
}

static void redacted_read(struct post *p, const json_t *because)
{
	const char *reason = json_text(json_map(because, "content"), "reason");

	p->redacted = true;
	p->redact_reason = g_strdup(reason);
	g_clear_pointer(&p->html, g_free);
	g_free(p->body);
	p->body = g_strdup("");
}

/* A redacted message has lost its content, and with it its kind. */
static enum post_kind redacted_kind(const char *type)
{
	const struct content_kind *kind = kind_find(type, NULL);

	return kind ? kind->kind : POST_UNKNOWN;
}

static void thing_read(struct post *p, const json_t *content)
{
	const char *msgtype = json_text(content, "msgtype");

	if (p->thread)
		p->change = thing_json_read_change(content);
	else if (!p->reply_to && g_strcmp0(msgtype, "m.text") == 0)
		p->thing = thing_json_read(content);
}

struct post *message_read(struct decode *d, const json_t *event)
{
	const char *type = json_text(event, "type");
	const json_t *because = json_map(json_map(event, "unsigned"),
					 "redacted_because");
	struct post *p = type ? message_frame(d, event) : NULL;
	struct reading r = { p, json_map(event, "content"), false };

	if (!p)
		return NULL;
	relation_read(p, r.content);
	thread_read(p, event);
	if (because) {
		p->kind = redacted_kind(type);
		redacted_read(p, because);
		return p;
	}
	r.reply = p->reply_to != NULL || p->thread != NULL;
	content_read(&r, type);
	if (strcmp(type, "m.room.message") == 0)
		thing_read(p, r.content);
	p->mentions_me = !p->own && mentions_me(d, r.content, p->sender);
	return p;
}

struct post *message_read_edit(struct decode *d, const json_t *event)
{
	const char *type = json_text(event, "type");
	const json_t *content = json_map(json_map(event, "content"),
					 "m.new_content");
	struct post *p = type && content ? message_frame(d, event) : NULL;
	struct reading r = { p, content, false };

	if (!p)
		return NULL;
	content_read(&r, type);
	p->edited = true;
	p->thing = thing_json_read_edit(content);
	p->mentions_me = !p->own && mentions_me(d, content, p->sender);
	return p;
}
