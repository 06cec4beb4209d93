/* lookup.c - what a server says about places that one may not be in. */
#include "provider/matrix/lookup.h"

#include <string.h>
#include "provider/matrix/refusal.h"
#include "provider/matrix/request.h"

#define V1 "/_matrix/client/v1"
#define BODY_MAX (8u << 20)
#define PAGES_MAX 20
#define PAGE_ROWS 50

struct search {
	struct matrix *m;
	enum lookup_kind kind;
	char *words, *servers, *from;
	int limit, pages;
	GPtrArray *found;	/* struct finding * */
	GHashTable *places;	/* room id -> struct spot: its place in a tree */
	void (*done)(void *user, const struct lookup_result *r);
	void *user;
};

/* Where a room lies in a tree, by the space that named it first. */
struct spot {
	int depth;
	bool suggested, listed;
	char *via;
};

static void spot_free(void *data)
{
	struct spot *spot = data;

	g_free(spot->via);
	g_free(spot);
}

/* ---- the end ------------------------------------------------------------------ */

static void search_end(struct search *s, struct lookup_result r)
{
	r.found = s->found;
	s->done(s->user, &r);
	g_ptr_array_unref(s->found);
	g_hash_table_unref(s->places);
	g_free(s->words);
	g_free(s->servers);
	g_free(s->from);
	g_free(s);
}

static void end_refused(struct search *s, const struct http_reply *reply)
{
	struct refusal refusal;

	refusal_init(&refusal, reply, s->m->site);
	if (reply->failure == HTTP_TOO_BIG) {
		g_free(refusal.sentence);
		refusal.sentence = g_strdup_printf("The answer of %s is too "
			"big to be shown; look for something nearer.",
			s->m->site);
	} else if (refusal.status == 404 || refusal.status == 403) {
		g_free(refusal.sentence);
		refusal.sentence = g_strdup_printf("%s knows nothing of %s, or "
			"does not tell you.", s->m->site, s->words ?
			s->words : "that");
	}
	search_end(s, (struct lookup_result){ .total = -1,
					      .error = refusal.sentence });
	refusal_clear(&refusal);
}

static bool is_good(const struct http_reply *reply)
{
	return reply->failure == HTTP_OK && reply->status == 200;
}

/* ---- one row ------------------------------------------------------------------ */

static int members_of(const json_t *row)
{
	return (int)CLAMP(json_number(row, "num_joined_members", 0), 0,
			  G_MAXINT);
}

static enum membership my_membership(const struct search *s,
				     const json_t *row, const char *rid)
{
	const struct provider_host *host = s->m->host;
	const char *word = json_text(row, "membership");
	const struct room *room;

	if (word)
		return membership_from(word);
	room = host->room ? host->room(host->user, rid) : NULL;
	return room ? room->mine : MEMBER_NONE;
}

/* The fields of a summary, a directory's row and a hierarchy's are alike. */
static struct finding *read_row(const struct search *s, const json_t *row)
{
	const char *rid = json_id(row, "room_id");
	const char *rule = json_text(row, "join_rule");
	struct finding *f;

	if (!rid || *rid != '!')
		return NULL;
	f = finding_new();
	f->rid = g_strdup(rid);
	f->name = g_strdup(json_text(row, "name"));
	f->topic = g_strdup(json_text(row, "topic"));
	f->alias = g_strdup(json_id(row, "canonical_alias"));
	f->version = g_strdup(json_id(row, "room_version"));
	f->kind = g_strcmp0(json_text(row, "room_type"), "m.space") == 0 ?
		  ROOM_SPACE : ROOM_PLAIN;
	f->join = join_rule_from(rule);
	/* A directory's rows without a rule are open (client-server API). */
	if (!rule && s->kind == LOOKUP_DIRECTORY)
		f->join = JOIN_PUBLIC;
	f->members = members_of(row);
	f->world = json_flag(row, "world_readable");
	f->guests = json_flag(row, "guest_can_join");
	f->encrypted = json_text(row, "encryption") != NULL;
	f->mine = my_membership(s, row, rid);
	f->via = g_strdup(s->servers);
	return f;
}

static bool is_full(const struct search *s)
{
	return (int)s->found->len >= s->limit;
}

/* ---- asking ------------------------------------------------------------------- */

static void ask(struct search *s, struct request *r,
		void (*done)(void *, const struct http_reply *))
{
	r->max_body = BODY_MAX;
	r->done = done;
	r->user = s;
	request_send(s->m, r);
}

static void add_servers(const struct search *s, GString *path)
{
	g_auto(GStrv) list = g_strsplit(s->servers ? s->servers : "", " ", -1);

	for (char **server = list; *server; server++) {
		g_autofree char *escaped = http_escape(*server);

		if (**server)
			g_string_append_printf(path, "%cvia=%s",
					       strchr(path->str, '?') ? '&' :
					       '?', escaped);
	}
}

/* ---- a place -------------------------------------------------------------------- */

static void tree_ask(struct search *s);

static void on_alias(void *user, const struct http_reply *reply)
{
	struct search *s = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	const char *rid = json_id(body, "room_id");

	if (!is_good(reply) || !rid) {
		end_refused(s, reply);
		return;
	}
	g_free(s->words);
	s->words = g_strdup(rid);
	tree_ask(s);
}

/* A tree is asked for by id. */
static void tree_begin(struct search *s)
{
	g_autofree char *alias = NULL;

	if (*s->words != '#') {
		tree_ask(s);
		return;
	}
	alias = http_escape(s->words);
	ask(s, request_new("GET", g_strconcat(MATRIX_CLIENT "/directory/room/",
					      alias, NULL)), on_alias);
}

static bool lacks_summaries(const struct search *s,
			    const struct http_reply *reply)
{
	struct refusal refusal;
	bool lacks;

	if (reply->failure != HTTP_OK)
		return false;
	refusal_init(&refusal, reply, s->m->site);
	lacks = refusal_is(&refusal, "M_UNRECOGNIZED") ||
		reply->status == 405;
	refusal_clear(&refusal);
	return lacks;
}

static void on_place(void *user, const struct http_reply *reply)
{
	struct search *s = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	struct finding *f = is_good(reply) ? read_row(s, body) : NULL;

	if (f) {
		g_ptr_array_add(s->found, f);
		search_end(s, (struct lookup_result){ .total = 1 });
	} else if (lacks_summaries(s, reply)) {
		/* The first room of its hierarchy is itself. */
		s->limit = 1;
		tree_begin(s);
	} else {
		end_refused(s, reply);
	}
}

static void place_ask(struct search *s)
{
	g_autofree char *room = http_escape(s->words);
	GString *path = g_string_new(V1 "/room_summary/");

	g_string_append(path, room);
	add_servers(s, path);
	ask(s, request_new("GET", g_string_free(path, FALSE)), on_place);
}

/* ---- the directory ---------------------------------------------------------------- */

static void on_directory(void *user, const struct http_reply *reply)
{
	struct search *s = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	const json_t *rows = json_list(body, "chunk"), *row;
	size_t i;

	if (!is_good(reply) || !body) {
		end_refused(s, reply);
		return;
	}
	json_array_foreach(rows, i, row) {
		struct finding *f = is_full(s) ? NULL : read_row(s, row);

		if (f)
			g_ptr_array_add(s->found, f);
	}
	search_end(s, (struct lookup_result){
		.next = json_text(body, "next_batch"),
		.total = json_number(body, "total_room_count_estimate", -1) });
}

static void directory_ask(struct search *s)
{
	g_autofree char *server = s->servers ? http_escape(s->servers) : NULL;
	json_t *body = json_pack("{s:i}", "limit", s->limit);

	if (s->from)
		json_object_set_new(body, "since", json_string(s->from));
	if (s->words && *s->words)
		json_object_set_new(body, "filter", json_pack("{s:s}",
				"generic_search_term", s->words));
	ask(s, request_new_json("POST", g_strconcat(
		    MATRIX_CLIENT "/publicRooms", server ? "?server=" : NULL,
		    server, NULL), body), on_directory);
}

/* ---- a tree ------------------------------------------------------------------------- */

static char *via_words(const json_t *content)
{
	const json_t *list = json_list(content, "via"), *value;
	GString *out = g_string_new(NULL);
	size_t i;

	json_array_foreach(list, i, value) {
		const char *server = json_string_value(value);

		if (server && *server && out->len + strlen(server) < 500 &&
		    !strpbrk(server, " \t\n"))
			g_string_append_printf(out, "%s%s", out->len ? " " :
					       "", server);
	}
	return g_string_free(out, FALSE);
}

static void note_child(struct search *s, const json_t *event, int depth)
{
	const char *rid = json_id(event, "state_key");
	const json_t *content = json_map(event, "content");
	struct spot *spot;

	if (!rid || !json_list(content, "via") ||
	    g_hash_table_contains(s->places, rid) ||
	    g_hash_table_size(s->places) > 2 * FINDINGS_MAX)
		return;
	spot = g_new0(struct spot, 1);
	spot->depth = depth;
	spot->suggested = json_flag(content, "suggested");
	spot->via = via_words(content);
	g_hash_table_insert(s->places, g_strdup(rid), spot);
}

/* A room that no space has named is the root when it comes first. */
static struct spot *spot_of(struct search *s, const char *rid)
{
	struct spot *spot = g_hash_table_lookup(s->places, rid);

	if (spot)
		return spot;
	spot = g_new0(struct spot, 1);
	spot->depth = s->found->len ? 1 : 0;
	g_hash_table_insert(s->places, g_strdup(rid), spot);
	return spot;
}

static void tree_row(struct search *s, const json_t *row)
{
	const json_t *children = json_list(row, "children_state"), *child;
	struct finding *f = read_row(s, row);
	struct spot *spot = f ? spot_of(s, f->rid) : NULL;
	size_t i;

	if (!f || spot->listed) {
		finding_free(f);
		return;
	}
	spot->listed = true;
	f->depth = spot->depth;
	f->suggested = spot->suggested;
	if (spot->via && *spot->via) {
		g_free(f->via);
		f->via = g_strdup(spot->via);
	}
	json_array_foreach(children, i, child)
		note_child(s, child, MIN(f->depth + 1, FINDING_DEPTH_MAX));
	g_ptr_array_add(s->found, f);
}

static void on_tree(void *user, const struct http_reply *reply)
{
	struct search *s = user;
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	const json_t *rows = json_list(body, "rooms"), *row;
	const char *next = json_text(body, "next_batch");
	size_t i;

	if (!is_good(reply) || !body) {
		end_refused(s, reply);
		return;
	}
	json_array_foreach(rows, i, row)
		if (!is_full(s))
			tree_row(s, row);
	if (s->kind == LOOKUP_TREE && next && !is_full(s) &&
	    ++s->pages < PAGES_MAX) {
		g_free(s->from);
		s->from = g_strdup(next);
		tree_ask(s);
		return;
	}
	if (!s->found->len)
		search_end(s, (struct lookup_result){ .total = -1, .error =
			   "The server's answer names no place." });
	else
		search_end(s, (struct lookup_result){ .total = -1,
						      .next = next });
}

static void tree_ask(struct search *s)
{
	g_autofree char *room = http_escape(s->words);
	g_autofree char *from = s->from ? http_escape(s->from) : NULL;
	bool one = s->kind == LOOKUP_PLACE;

	ask(s, request_new("GET", g_strdup_printf(
		    V1 "/rooms/%s/hierarchy?limit=%d&max_depth=%d%s%s", room,
		    one ? 1 : PAGE_ROWS, one ? 1 : FINDING_DEPTH_MAX,
		    from ? "&from=" : "", from ? from : "")), on_tree);
}

/* ---- the beginning -------------------------------------------------------------------- */

void lookup_server(struct matrix *m, const struct lookup *l,
		   void (*done)(void *user, const struct lookup_result *r),
		   void *user)
{
	struct search *s = g_new0(struct search, 1);

	s->m = m;
	s->kind = l->kind;
	s->words = g_strdup(l->words);
	s->servers = g_strdup(l->servers);
	s->from = g_strdup(l->from);
	s->limit = CLAMP(l->limit, 1, FINDINGS_MAX);
	s->found = findings_new();
	s->places = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					  spot_free);
	s->done = done;
	s->user = user;
	if (l->kind == LOOKUP_DIRECTORY)
		directory_ask(s);
	else if (!l->words || !*l->words)
		search_end(s, (struct lookup_result){ .total = -1, .error =
			   "It is not said which place is meant." });
	else if (l->kind == LOOKUP_TREE)
		tree_begin(s);
	else
		place_ask(s);
}
