#include "store/internal.h"

#include <string.h>

/* The newest by time are looked for among so many that came last. */
enum { CANDIDATES = 300 };
/* A prefix merges the lists of all words that begin so: not for one letter. */
enum { PREFIX_MIN = 2 };

void hit_free(struct hit *h)
{
	if (!h)
		return;
	post_free(h->post);
	g_free(h->snippet);
	g_free(h->room_name);
	g_free(h);
}

static void free_hit(void *hit)
{
	hit_free(hit);
}

/* ---- the words of a person as an FTS5 query -------------------------------- */

static bool has_letters(const char *word)
{
	for (; *word; word = g_utf8_next_char(word))
		if (g_unichar_isalnum(g_utf8_get_char(word)))
			return true;
	return false;
}

static void add_word(GString *out, const char *word, bool prefix)
{
	g_string_append(out, out->len ? " AND \"" : "\"");
	for (; *word; word++) {
		if (*word == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *word);
	}
	g_string_append(out, prefix ? "\" *" : "\"");
}

/* NULL when there is nothing to look for. */
static char *make_match(int64_t room, const char *words)
{
	g_autofree char *valid = g_utf8_make_valid(words, -1);
	g_auto(GStrv) list = g_strsplit_set(valid, " \t\n", 32);
	g_autoptr(GString) terms = g_string_new(NULL);
	guint n = g_strv_length(list);

	for (guint i = 0; i < n; i++)
		if (has_letters(list[i]))
			add_word(terms, list[i], i == n - 1 &&
				 g_utf8_strlen(list[i], -1) >= PREFIX_MIN);
	if (!terms->len)
		return NULL;
	if (!room)
		return g_strdup_printf("body : (%s)", terms->str);
	return g_strdup_printf("scope : \"r%" G_GINT64_FORMAT
			       "\" AND body : (%s)", room, terms->str);
}

/* ---- finding ---------------------------------------------------------- */

struct found {
	int64_t id, ts;
};

static int compare_found(const void *a, const void *b)
{
	const struct found *one = a, *two = b;

	if (one->ts != two->ts)
		return one->ts < two->ts ? 1 : -1;
	return one->id < two->id ? 1 : -1;
}

static GArray *find_posts(struct reader *r, const char *match, int most)
{
	GArray *out = g_array_new(false, false, sizeof(struct found));
	sqlite3_stmt *st = db_query(&r->db, "SELECT w.rowid, p.ts FROM words w"
		" CROSS JOIN post p ON p.id = w.rowid CROSS JOIN room r"
		" ON r.id = p.room WHERE w.words MATCH ? AND r.mine = 2"
		" ORDER BY w.rowid DESC LIMIT ?", "sd", match, most);

	while (db_row(&r->db, st)) {
		struct found f = { col_int(st, 0), col_int(st, 1) };

		g_array_append_val(out, f);
	}
	g_array_sort(out, compare_found);
	return out;
}

static struct hit *read_hit(struct reader *r, int64_t post)
{
	struct post *p = posts_one(r, db_query(&r->db, "SELECT " POST_COLUMNS
					       " FROM post p WHERE p.id = ?",
					       "i", post));
	struct hit *h;

	if (!p)
		return NULL;
	h = g_new0(struct hit, 1);
	h->post = p;
	h->room_name = db_text(&r->db, "SELECT title FROM room WHERE id = ?",
			       "i", p->room);
	return h;
}

static struct hit *hit_of(const GPtrArray *hits, int64_t post)
{
	for (guint i = 0; i < hits->len; i++) {
		struct hit *h = hits->pdata[i];

		if (h->post->id == post)
			return h;
	}
	return NULL;
}

/* All in one query: each one begins by merging the words of a prefix. */
static void add_snippets(struct reader *r, const GPtrArray *hits,
			 const char *match)
{
	int64_t low = INT64_MAX, high = 0;
	sqlite3_stmt *st;

	for (guint i = 0; i < hits->len; i++) {
		const struct hit *h = hits->pdata[i];

		low = MIN(low, h->post->id);
		high = MAX(high, h->post->id);
	}
	st = db_query(&r->db, "SELECT rowid, snippet(words, 0, char(1),"
		      " char(2), '…', 24) FROM words WHERE words MATCH ?"
		      " AND rowid BETWEEN ? AND ?", "sii", match, low, high);
	while (db_row(&r->db, st)) {
		struct hit *h = hit_of(hits, col_int(st, 0));

		if (h && !h->snippet)
			h->snippet = col_text(st, 1);
	}
}

static void plain_snippets(const GPtrArray *hits)
{
	for (guint i = 0; i < hits->len; i++) {
		struct hit *h = hits->pdata[i];

		if (!h->snippet)
			h->snippet = g_strdup(h->post->body);
	}
}

GPtrArray *reader_search(struct reader *r, int64_t room, const char *words,
			 int offset, int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_hit);
	g_autofree char *match = make_match(room, words);
	g_autoptr(GArray) found = NULL;

	if (!match)
		return out;
	offset = MAX(offset, 0);
	found = find_posts(r, match, MAX(CANDIDATES, offset + limit));
	for (guint i = (guint)offset;
	     i < found->len && (int)out->len < limit; i++) {
		struct hit *h = read_hit(r, g_array_index(found, struct found,
							  i).id);

		if (h)
			g_ptr_array_add(out, h);
	}
	if (out->len)
		add_snippets(r, out, match);
	plain_snippets(out);
	return out;
}

GPtrArray *reader_mentions(struct reader *r, int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_hit);
	g_autoptr(GArray) found = g_array_new(false, false,
					      sizeof(struct found));
	sqlite3_stmt *st = db_query(&r->db, "SELECT p.id, p.ts FROM room r"
		" JOIN post p ON p.room = r.id AND p.mention = 1"
		" AND p.pos > r.read_pos WHERE r.unread > 0 AND r.mine = 2"
		" AND r.mentions > 0 AND p.own = 0 AND p.flags & 2 = 0"
		" ORDER BY p.ts DESC LIMIT ?", "d", MAX(limit, 0));

	while (db_row(&r->db, st)) {
		struct found f = { col_int(st, 0), col_int(st, 1) };

		g_array_append_val(found, f);
	}
	for (guint i = 0; i < found->len; i++) {
		struct hit *h = read_hit(r, g_array_index(found, struct found,
							  i).id);

		if (h)
			g_ptr_array_add(out, h);
	}
	plain_snippets(out);
	return out;
}
