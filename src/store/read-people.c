#include "store/internal.h"

#include "text/text.h"

#include <string.h>

static void free_member(void *member)
{
	member_free(member);
}

#define MEMBER_COLUMNS \
	"SELECT u.uid, m.name, m.membership, coalesce(w.level, r.p_users)," \
	" coalesce(w.creator, 0), u.seen, EXISTS (SELECT 1 FROM member o" \
	" WHERE o.room = m.room AND o.look = m.look" \
	" AND o.person <> m.person AND o.membership IN (1, 2))," \
	" EXISTS (SELECT 1 FROM profile f WHERE f.person = m.person" \
	" AND f.presence = 1)" \
	" FROM member m JOIN room r ON r.id = m.room" \
	" JOIN person u ON u.id = m.person LEFT JOIN power w" \
	" ON w.room = m.room AND w.person = m.person "

static struct member *member_from(sqlite3_stmt *st)
{
	struct member *m = g_new0(struct member, 1);

	m->uid = db_copy(st, 0);
	m->name = db_copy(st, 1);
	if (!m->name || !m->name[0]) {
		g_free(m->name);
		m->name = pack_local(m->uid);
	}
	m->server = (char *)uid_server(m->uid);
	m->membership = db_num(st, 2);
	m->power = (int)db_num(st, 3);
	m->creator = db_num(st, 4);
	m->seen = db_num(st, 5);
	m->ambiguous = db_num(st, 6);
	m->here = db_num(st, 7);
	return m;
}

static bool member_fits(const struct member *m, const char *filter)
{
	return !filter || !filter[0] || fuzzy_score(filter, m->name) > 0 ||
	       fuzzy_score(filter, m->uid) > 0;
}

GPtrArray *reader_members(struct reader *r, int64_t room, const char *filter,
			  int offset, int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_member);
	bool all = filter && filter[0];
	/* With a filter the counting is done here. */
	sqlite3_stmt *st = db_query(&r->db, MEMBER_COLUMNS
		"WHERE m.room = ? AND m.membership IN (1, 2)"
		" ORDER BY m.membership = 1, CASE"
		" WHEN coalesce(w.creator, 0) THEN 0"
		" WHEN coalesce(w.level, r.p_users) >= 100 THEN 0"
		" WHEN coalesce(w.level, r.p_users) >= 50 THEN 1"
		" WHEN coalesce(w.level, r.p_users) >= 0 THEN 2 ELSE 3 END,"
		" coalesce(m.name, substr(u.uid, 2)) COLLATE NOCASE, u.uid"
		" LIMIT ? OFFSET ?", "idd", room, all ? -1 : MAX(limit, 0),
		all ? 0 : MAX(offset, 0));

	while (db_row(&r->db, st)) {
		struct member *m = member_from(st);

		if (!member_fits(m, filter) || (all && offset-- > 0)) {
			member_free(m);
			continue;
		}
		g_ptr_array_add(out, m);
		if ((int)out->len == limit) {
			db_done(st);
			break;
		}
	}
	return out;
}

int reader_members_count(struct reader *r, int64_t room)
{
	return (int)db_int(&r->db, 0, "SELECT known FROM room WHERE id = ?",
			   "i", room);
}

struct member *reader_member(struct reader *r, int64_t room, const char *uid)
{
	sqlite3_stmt *st = db_query(&r->db, MEMBER_COLUMNS "WHERE m.room = ?"
				    " AND u.uid = ?", "is", room, uid);
	struct member *m;

	if (!db_row(&r->db, st))
		return NULL;
	m = member_from(st);
	db_done(st);
	return m;
}

/* "%" and "_" mean themselves. */
static char *like_pattern(const char *before, const char *prefix)
{
	GString *out = g_string_new(before);

	for (; *prefix; prefix++) {
		if (strchr("%_\\", *prefix))
			g_string_append_c(out, '\\');
		g_string_append_c(out, *prefix);
	}
	g_string_append_c(out, '%');
	return g_string_free(out, FALSE);
}

GPtrArray *reader_people(struct reader *r, int64_t account, const char *prefix,
			 int limit)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(free_member);
	const char *bare = prefix + (prefix[0] == '@');
	g_autofree char *name = like_pattern("", bare);
	g_autofree char *word = like_pattern("% ", bare);
	g_autofree char *uid = like_pattern("@", bare);
	sqlite3_stmt *st = db_query(&r->db, "SELECT u.uid, u.name, u.seen"
		" FROM person u WHERE (u.name LIKE ?2 ESCAPE '\\'"
		" OR u.name LIKE ?3 ESCAPE '\\' OR u.uid LIKE ?4 ESCAPE '\\')"
		" AND EXISTS (SELECT 1 FROM member m JOIN room r"
		" ON r.id = m.room WHERE m.person = u.id"
		" AND m.membership IN (1, 2) AND r.mine = 2"
		" AND (?1 = 0 OR r.account = ?1))"
		" ORDER BY u.name IS NULL, u.name COLLATE NOCASE, u.uid"
		" LIMIT ?5", "isssd", account, name, word, uid,
		MAX(limit, 0));

	while (db_row(&r->db, st)) {
		struct member *m = g_new0(struct member, 1);

		m->uid = db_copy(st, 0);
		m->name = db_peek(st, 1) && *db_peek(st, 1) ?
			  db_copy(st, 1) : pack_local(m->uid);
		m->server = (char *)uid_server(m->uid);
		m->membership = MEMBER_JOIN;
		m->seen = db_num(st, 2);
		g_ptr_array_add(out, m);
	}
	return out;
}
