#include "store/internal.h"

/* Changed texts held back before they are written. */
enum { STALE_MAX = 500 };

bool index_wants(enum post_kind kind, bool change, bool redacted)
{
	return !change && !redacted && post_kind_counts(kind) &&
	       kind != POST_ENCRYPTED;
}

static void put_words(struct store *s, const char *sql, int64_t post,
		      const char *body, int64_t room)
{
	char scope[32];

	g_snprintf(scope, sizeof scope, "r%" G_GINT64_FORMAT, room);
	db_exec(&s->db, sql, "iss", post, body, scope);
}

void index_post(struct store *s, int64_t room, int64_t post, const char *body)
{
	if (body[0])
		put_words(s, "INSERT INTO words(rowid, body, scope)"
			  " VALUES(?, ?, ?)", post, body, room);
}

void index_changed(struct store *s, int64_t post, const char *old)
{
	if (g_hash_table_contains(s->stale, &post))
		return;
	g_hash_table_insert(s->stale, g_memdup2(&post, sizeof post),
			    old && old[0] ? g_strdup(old) : NULL);
	if (g_hash_table_size(s->stale) >= STALE_MAX)
		index_flush(s);
}

static int compare_ids(const void *a, const void *b)
{
	int64_t one = **(int64_t *const *)a, two = **(int64_t *const *)b;

	return one < two ? -1 : one > two;
}

static void index_again(struct store *s, int64_t post, const char *old)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT room, kind,"
				    " change IS NOT NULL, flags, body"
				    " FROM post WHERE id = ?", "i", post);
	g_autofree char *body = NULL;
	int64_t room;

	if (!db_row(&s->db, st))
		return;
	room = db_num(st, 0);
	if (index_wants(db_num(st, 1), db_num(st, 2),
			db_num(st, 3) & P_REDACTED))
		body = db_copy(st, 4);
	db_done(st);
	if (old)
		put_words(s, "INSERT INTO words(words, rowid, body, scope)"
			  " VALUES('delete', ?, ?, ?)", post, old, room);
	if (body)
		index_post(s, room, post, body);
}

void index_flush(struct store *s)
{
	g_autofree int64_t **ids = NULL;
	unsigned n = 0;

	if (!g_hash_table_size(s->stale))
		return;
	ids = (int64_t **)g_hash_table_get_keys_as_array(s->stale, &n);
	qsort(ids, n, sizeof *ids, compare_ids);
	for (unsigned i = 0; i < n; i++)
		index_again(s, *ids[i], g_hash_table_lookup(s->stale, ids[i]));
	g_hash_table_remove_all(s->stale);
}
