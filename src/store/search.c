#include "store/finder.h"

#include <string.h>

/* The newest by time are looked for among so many that came last. */
enum { CANDIDATES = 300 };
/* A prefix merges the lists of all words that begin so: not for one or two
 * letters (in bytes: a character of CJK says as much as three), and not for a
 * word that is found so often as it is. */
enum { PREFIX_MIN = 3, OFTEN = CANDIDATES };

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

/* ---- the words of a person as an FTS5 query ------------------------------ */

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

/* NULL when there is nothing to look for. `prefix`: the last word is the
 * beginning of one. */
static char *make_match(int64_t room, char **list, bool prefix)
{
	g_autoptr(GString) terms = g_string_new(NULL);

	for (; *list; list++)
		if (has_letters(*list))
			add_word(terms, *list, prefix && !list[1]);
	if (!terms->len)
		return NULL;
	if (!room)
		return g_strdup_printf("body : (%s)", terms->str);
	return g_strdup_printf("scope : \"r%" G_GINT64_FORMAT
			       "\" AND body : (%s)", room, terms->str);
}

static char **split_words(const char *words)
{
	g_autofree char *valid = g_utf8_make_valid(words, -1);

	g_strstrip(valid);
	return g_strsplit_set(valid, " \t\n", 32);
}

char *search_match(const char *words)
{
	g_auto(GStrv) list = split_words(words);

	return make_match(0, list, false);
}

/* ---- finding ------------------------------------------------------------- */

struct found {
	int64_t id, ts;
	char *snippet;		/* or NULL */
};

static void clear_found(void *found)
{
	g_free(((struct found *)found)->snippet);
}

static GArray *new_found(void)
{
	GArray *out = g_array_new(false, false, sizeof(struct found));

	g_array_set_clear_func(out, clear_found);
	return out;
}

static int compare_found(const void *a, const void *b)
{
	const struct found *one = a, *two = b;

	if (one->ts != two->ts)
		return one->ts < two->ts ? 1 : -1;
	return one->id < two->id ? 1 : -1;
}

/* May the last word be the beginning of another one? */
static bool is_begun(struct reader *r, char **list)
{
	guint n = g_strv_length(list);
	g_autofree char *match = NULL;

	if (!n || strlen(list[n - 1]) < PREFIX_MIN)
		return false;
	match = make_match(0, list + n - 1, false);
	return match &&
	       db_int(&r->db, 0, "SELECT count(*) FROM (SELECT 1 FROM words"
		      " WHERE words MATCH ? LIMIT ?)", "sd", match,
		      (int)OFTEN) < OFTEN;
}

/* What to look for; NULL: nothing. */
static char *choose_match(struct reader *r, int64_t room, const char *words)
{
	g_auto(GStrv) list = split_words(words);

	return make_match(room, list, is_begun(r, list));
}

/* All in one query, as each one begins by merging the words of a prefix. */
static GArray *find_posts(struct reader *r, const char *match, int most)
{
	GArray *out = new_found();
	sqlite3_stmt *st = db_query(&r->db, "SELECT w.rowid, p.ts,"
		" snippet(w.words, 0, char(1), char(2), '…', 24) FROM words w"
		" CROSS JOIN post p ON p.id = w.rowid CROSS JOIN room r"
		" ON r.id = p.room WHERE w.words MATCH ? AND r.mine = 2"
		" ORDER BY w.rowid DESC LIMIT ?", "sd", match, most);

	while (db_row(&r->db, st)) {
		struct found f = { db_num(st, 0), db_num(st, 1),
				   db_copy(st, 2) };

		g_array_append_val(out, f);
	}
	g_array_sort(out, compare_found);
	return out;
}

static struct hit *read_hit(struct reader *r, struct found *f)
{
	struct post *p = posts_one(r, db_query(&r->db, "SELECT " POST_COLUMNS
					       " FROM post p WHERE p.id = ?",
					       "i", f->id));
	struct hit *h;

	if (!p)
		return NULL;
	h = g_new0(struct hit, 1);
	h->post = p;
	h->snippet = f->snippet ? g_steal_pointer(&f->snippet) :
				  g_strdup(p->body);
	h->room_name = db_text(&r->db, "SELECT title FROM room WHERE id = ?",
			       "i", p->room);
	return h;
}

static GPtrArray *read_hits(struct reader *r, GArray *found, int offset,
			    int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_hit);

	for (guint i = (guint)offset;
	     i < found->len && (int)out->len < limit; i++) {
		struct hit *h = read_hit(r, &g_array_index(found, struct found,
							   i));

		if (h)
			g_ptr_array_add(out, h);
	}
	return out;
}

GPtrArray *reader_search(struct reader *r, int64_t room, const char *words,
			 int offset, int limit)
{
	g_autofree char *match = choose_match(r, room, words);
	g_autoptr(GArray) found = NULL;

	offset = MAX(offset, 0);
	found = match ? find_posts(r, match, MAX(CANDIDATES, offset + limit)) :
			new_found();
	return read_hits(r, found, offset, limit);
}

static GPtrArray *read_mentions(struct reader *r, sqlite3_stmt *st, int limit)
{
	g_autoptr(GArray) found = new_found();

	while (db_row(&r->db, st)) {
		struct found f = { db_num(st, 0), db_num(st, 1), NULL };

		g_array_append_val(found, f);
	}
	return read_hits(r, found, 0, limit);
}

GPtrArray *reader_mentions(struct reader *r, int limit)
{
	int most = MAX(limit, 0);

	return read_mentions(r, db_query(&r->db, "SELECT p.id, p.ts FROM room r"
		" JOIN post p ON p.room = r.id AND p.mention = 1"
		" AND p.pos > r.read_pos WHERE r.unread > 0 AND r.mine = 2"
		" AND r.mentions > 0 AND p.own = 0 AND p.flags & 2 = 0"
		" ORDER BY p.ts DESC LIMIT ?", "d", most), most);
}

GPtrArray *reader_mentions_all(struct reader *r, int limit)
{
	int most = MAX(limit, 0);

	return read_mentions(r, db_query(&r->db, "SELECT p.id, p.ts FROM room r"
		" JOIN post p ON p.room = r.id AND p.mention = 1"
		" WHERE r.mine = 2 AND p.own = 0 AND p.flags & 2 = 0"
		" ORDER BY p.ts DESC LIMIT ?", "d", most), most);
}
