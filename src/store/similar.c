#include "store/internal.h"

#include <string.h>

/* Things whose words are like those of a text: by the full-text index, which
 * has the words of all messages. A word that is in very many messages says
 * little and is not looked for; each time another one is half as frequent it
 * weighs one more (inverse document frequency: K. Spärck Jones, 1972). */

enum { COMMON = 3000, WORDS = 12, EACH = 400, WORD_MIN = 3 };

static char **words_of(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *low = g_utf8_strdown(valid, -1);
	g_autoptr(GString) out = g_string_new(NULL);

	for (const char *p = low; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalnum(c) || g_unichar_ismark(c))
			g_string_append_unichar(out, c);
		else
			g_string_append_c(out, ' ');
	}
	g_strstrip(out->str);
	return g_strsplit(out->str, " ", 200);
}

/* In how many messages it is, up to COMMON. */
static int count_word(struct reader *r, const char *match)
{
	return (int)db_int(&r->db, 0, "SELECT count(*) FROM (SELECT 1"
			   " FROM words WHERE words MATCH ? LIMIT ?)", "sd",
			   match, (int)COMMON);
}

/* Without the endings of a long word: "priming" finds "primed". */
static char *stem_of(const char *word)
{
	glong len = g_utf8_strlen(word, -1);

	return g_utf8_substring(word, 0, len > 6 ? len - 3 : len);
}

static void weigh(struct reader *r, enum thing_kind kind, const char *word,
		  GHashTable *weights)
{
	g_autofree char *stem = stem_of(word);
	g_autofree char *match = g_strdup_printf("body : \"%s\" *", stem);
	int n = count_word(r, match);
	guint *have, weight = g_bit_storage((gulong)COMMON / MAX(n, 1));
	sqlite3_stmt *st;

	if (!n || n >= COMMON)
		return;
	st = db_query(&r->db, "SELECT t.post FROM words w"
		      " CROSS JOIN thing t ON t.post = w.rowid"
		      " CROSS JOIN room r ON r.id = t.room"
		      " WHERE w.words MATCH ? AND t.kind = ? AND r.mine = 2"
		      " ORDER BY w.rowid DESC LIMIT ?", "sdd", match,
		      (int)kind, (int)EACH);
	while (db_row(&r->db, st)) {
		gint64 post = db_num(st, 0);

		have = g_hash_table_lookup(weights, &post);
		if (have)
			*have += weight;
		else
			g_hash_table_insert(weights, g_memdup2(&post,
				sizeof post), g_memdup2(&weight,
							sizeof weight));
	}
}

struct scored {
	gint64 post;
	guint weight;
};

static int compare_scored(const void *a, const void *b)
{
	const struct scored *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return x->post < y->post ? 1 : -1;
}

static GPtrArray *read_best(struct reader *r, GHashTable *weights, int max)
{
	g_autoptr(GArray) all = g_array_new(false, false,
					    sizeof(struct scored));
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_thing);
	GHashTableIter it;
	void *post, *weight;

	g_hash_table_iter_init(&it, weights);
	while (g_hash_table_iter_next(&it, &post, &weight)) {
		struct scored s = { *(gint64 *)post, *(guint *)weight };

		g_array_append_val(all, s);
	}
	g_array_sort(all, compare_scored);
	for (guint i = 0; i < all->len && (int)out->len < max; i++) {
		/* what shares much less than the best is like it by chance */
		if (g_array_index(all, struct scored, i).weight * 3 <
		    g_array_index(all, struct scored, 0).weight * 2)
			break;
		struct thing *t = things_read(r, g_array_index(all,
						struct scored, i).post);

		if (t)
			g_ptr_array_add(out, t);
	}
	return out;
}

GPtrArray *reader_similar(struct reader *r, enum thing_kind kind,
			  const char *text, int max)
{
	g_auto(GStrv) words = words_of(text);
	g_autoptr(GHashTable) weights = g_hash_table_new_full(g_int64_hash,
				g_int64_equal, g_free, g_free);
	int used = 0;

	for (char **w = words; *w && used < WORDS; w++) {
		if (g_utf8_strlen(*w, -1) < WORD_MIN)
			continue;
		weigh(r, kind, *w, weights);
		used++;
	}
	return read_best(r, weights, MAX(max, 0));
}
