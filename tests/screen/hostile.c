#include "hostile.h"

#include <string.h>
#include "text/text.h"
#include "village.h"

#define MINUTE INT64_C(60000)
#define HALL "!hall:evil.example"
#define ROOMS 1000
#define TASKS 3000
#define REPLIES 300
#define REACTIONS 500

static const char me[] = "@ann:council.org";
static const char mallory[] = "@mallory:evil.example";

/* Where the filling stands. */
struct filling {
	struct store *store;
	int64_t account, ts;
	int serial;
};

static void apply(struct filling *f, struct change *c)
{
	GError *err = NULL;

	c->account = f->account;
	if (!store_apply(f->store, c, &err))
		g_error("hostile: %s", err->message);
	change_free(c);
}

static char *repeat(const char *piece, int n)
{
	GString *out = g_string_new(NULL);

	while (n--)
		g_string_append(out, piece);
	return g_string_free(out, FALSE);
}

static char *name_of(const char *raw)
{
	return text_clean(raw, -1, TEXT_NAME, 300);
}

static char *block_of(const char *raw)
{
	return text_clean(raw, -1, TEXT_BLOCK, 65536);
}

/* ---- rooms and people -------------------------------------------------- */

static void add_member(struct filling *f, const char *room, const char *user,
		       const char *raw)
{
	struct change *c = change_new(CHANGE_MEMBER, room);

	c->user = g_strdup(user);
	c->name = name_of(raw);
	c->membership = MEMBER_JOIN;
	c->seen = true;
	apply(f, c);
}

static void add_room(struct filling *f, const char *rid, const char *raw,
		     enum room_kind kind)
{
	struct change *c = change_new(CHANGE_ROOM, rid);
	struct room *r = g_new0(struct room, 1);

	c->membership = MEMBER_JOIN;
	apply(f, c);
	c = change_new(CHANGE_FACTS, rid);
	c->room = r;
	c->set = ROOM_NAME | ROOM_TOPIC | ROOM_KIND | ROOM_JOINED;
	r->kind = kind;
	r->joined = 3;
	r->name = name_of(raw);
	r->topic = text_clean("\033]0;owned\a\033[31mred\033[2J \xe2\x80\xae"
			      "txet\nsecond line", -1, TEXT_BLOCK, 4096);
	apply(f, c);
	add_member(f, rid, me, "Ann Harker");
}

static void add_child(struct filling *f, const char *space, const char *rid)
{
	struct change *c = change_new(CHANGE_CHILD, space);

	c->target = g_strdup(rid);
	c->via = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->via, g_strdup("evil.example"));
	apply(f, c);
}

static const char *const names[] = {
	"Ann Harker", "\xd0\x90nn Harker", "\xe2\x80\xae" "rekraH nnA",
	"\xd7\xa9\xd7\x9c\xd7\x95\xd7\x9d \xd8\xb3\xd9\x84\xd8\xa7\xd9\x85",
	"👩‍👩‍👧‍👦 🇯🇵🇩🇪🇫 1️⃣*️⃣ ☺️☺︎ 👍🏽", "\xe2\x80\x8b\xe2\x80\x8d\xef\xbb\xbf",
	"Z\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88"
	"algo", "高橋ユキ高橋ユキ高橋ユキ高橋ユキ高橋ユキ", "\t \n ",
	"│▌ not sent  Enter open  y yes", "  12:00", "﷽﷽﷽﷽",
};

static void add_people(struct filling *f)
{
	g_autofree char *wide = repeat("長い", 150);
	g_autofree char *joints = repeat("\xe2\x80\x8d\xcc\x81", 400);

	add_member(f, HALL, mallory, wide);
	add_member(f, HALL, "@joints:evil.example", joints);
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *uid = g_strdup_printf("@p%u:evil.example", i);

		add_member(f, HALL, uid, names[i]);
	}
}

static void add_rooms(struct filling *f)
{
	add_room(f, HALL, "👩‍👩‍👧 hall \xe2\x80\xaegnihton 🇯🇵", ROOM_PLAIN);
	add_room(f, "!self", "a space in itself", ROOM_SPACE);
	add_child(f, "!self", "!self");
	add_child(f, "!self", HALL);
	add_room(f, "!a", "in b", ROOM_SPACE);
	add_room(f, "!b", "in a", ROOM_SPACE);
	add_child(f, "!a", "!b");
	add_child(f, "!b", "!a");
	for (int i = 0; i < ROOMS; i++) {
		g_autofree char *rid = g_strdup_printf("!room%d", i);

		add_room(f, rid, names[i % G_N_ELEMENTS(names)], ROOM_PLAIN);
		if (i % 3)
			add_child(f, "!self", rid);
	}
}

/* ---- messages ---------------------------------------------------------- */

static struct post *post(struct filling *f, char *take_body)
{
	struct post *p = post_new();
	int who = f->serial % (int)G_N_ELEMENTS(names);

	p->eid = g_strdup_printf("$h%05d", ++f->serial);
	p->sender = f->serial % 4 ? g_strdup_printf("@p%d:evil.example", who)
				  : g_strdup(mallory);
	p->ts = f->ts += MINUTE / 4;
	p->body = take_body;
	p->file_size = -1;
	return p;
}

static char *add_post(struct filling *f, struct post *take)
{
	struct change *c = change_new(CHANGE_POST, HALL);
	char *eid = g_strdup(take->eid);

	c->post = take;
	apply(f, c);
	return eid;
}

static void say(struct filling *f, char *take_raw, char *take_html)
{
	struct post *p = post(f, block_of(take_raw));

	p->html = take_html;
	g_free(add_post(f, p));
	g_free(take_raw);
}

static char *nested(const char *open, const char *close, int depth)
{
	g_autofree char *a = repeat(open, depth), *b = repeat(close, depth);

	return g_strconcat(a, "deep", b, NULL);
}

static char *wrapped(const char *open, const char *piece, int n,
		     const char *close)
{
	g_autofree char *inner = repeat(piece, n);

	return g_strconcat(open, inner, close, NULL);
}

static void say_everything(struct filling *f)
{
	say(f, g_strdup(""), NULL);
	say(f, g_strdup(" \n\n \n"), g_strdup("<p></p>"));
	say(f, g_strnfill(65535, 'x'), NULL);
	say(f, repeat("line\n", 2000), NULL);
	say(f, repeat("長い ", 6000), NULL);
	say(f, repeat("\xe2\x80\x8b\xcc\x81", 5000), NULL);
	say(f, g_strdup("\033[2J\033]52;c;aGk=\a\x9b" "31m\r\n\b\b\x7f"), NULL);
	say(f, g_strdup("code"), wrapped("<pre><code>", "0123456789\tabc ", 600,
					"\nshort\n</code></pre>"));
	say(f, g_strdup("quotes"), nested("<blockquote>", "</blockquote>",
					  90));
	say(f, g_strdup("lists"), nested("<ul><li>", "</li></ul>", 90));
	say(f, g_strdup("table"), wrapped("<table><tr>",
		"<td>cell 長い</td>", 200, "</tr></table>"));
	say(f, g_strdup("hidden"), g_strdup("<span data-mx-spoiler>"
		"長い spoiler <b>bold</b></span> <a href=\"https://"
		"evil.example/\">council.org</a>"));
}

static void add_reactions(struct filling *f, const char *target)
{
	for (int i = 0; i < REACTIONS; i++) {
		struct change *c = change_new(CHANGE_REACTION, HALL);
		g_autofree char *raw = i % 5 ? g_strdup_printf("👩‍👩‍👧%d", i) :
				       repeat("🇯🇵長", i / 5 + 1);

		c->eid = g_strdup_printf("$r%05d", i);
		c->user = g_strdup_printf("@p%d:evil.example", i % 12);
		c->target = g_strdup(target);
		c->key = text_clean(raw, -1, TEXT_NAME, 64);
		c->ts = f->ts;
		apply(f, c);
	}
}

static void add_replies(struct filling *f, const char *root)
{
	for (int i = 0; i < REPLIES; i++) {
		struct post *p = post(f, g_strdup_printf("reply %d", i));

		p->thread = g_strdup(root);
		if (i % 7 == 0)
			p->reply_to = g_strdup(i % 2 ? root : "$nowhere");
		g_free(add_post(f, p));
	}
}

static void add_joins(struct filling *f)
{
	for (int i = 0; i < 200; i++) {
		struct post *p = post(f, name_of(names[i % 12]));

		p->kind = POST_MEMBER;
		g_free(add_post(f, p));
	}
}

static void add_file(struct filling *f, int64_t size)
{
	struct post *p = post(f, name_of("../../\033[31m長い\n.exe"));

	p->kind = POST_IMAGE;
	p->file_url = g_strdup("mxc://evil.example/a");
	p->file_size = size;
	g_free(add_post(f, p));
}

static void add_tasks(struct filling *f)
{
	static const int64_t dues[] = { NO_DAY, 0, -1, 20000, 20777,
					INT64_C(4000000) };

	for (int i = 0; i < TASKS; i++) {
		struct post *p = post(f, name_of(names[i % 12]));
		struct thing *t = thing_new(KIND_TASK);

		t->fields = THING_TITLE | THING_DUE | THING_STATUS |
			    THING_ASSIGNEES | THING_PRIORITY;
		t->title = g_strdup(p->body);
		t->due = dues[i % G_N_ELEMENTS(dues)];
		t->priority = i % 5;
		t->assignees = g_ptr_array_new_with_free_func(g_free);
		for (int k = 0; k < i % 4; k++)
			g_ptr_array_add(t->assignees, g_strdup_printf(
				"@p%d:evil.example", (i + k) % 14));
		p->thing = t;
		g_free(add_post(f, p));
	}
}

/* ---- together ---------------------------------------------------------- */

static void finish(struct filling *f)
{
	struct change *c = change_new(CHANGE_CURSOR, NULL);
	GError *err = NULL;

	c->token = g_strdup("s1");
	apply(f, c);
	if (!store_commit(f->store, NULL, NULL, NULL, &err))
		g_error("hostile: %s", err->message);
}

void hostile_fill(struct store *s)
{
	struct account a = { .name = "ann@council", .kind = "matrix",
			     .base = "https://council.org",
			     .user = (char *)me, .device = "TEST",
			     .display = "Ann Harker" };
	struct filling f = { .store = s, .ts = VILLAGE_NOW - 5000 * MINUTE };
	g_autofree char *root = NULL;

	f.account = store_account_put(s, &a, NULL);
	add_rooms(&f);
	add_people(&f);
	apply(&f, change_new(CHANGE_TIMELINE, HALL));
	add_tasks(&f);
	add_joins(&f);
	root = add_post(&f, post(&f, block_of("the root")));
	add_replies(&f, root);
	add_reactions(&f, root);
	add_file(&f, -1);
	add_file(&f, INT64_MAX);
	say_everything(&f);
	finish(&f);
}
