#include "store/internal.h"

#include <string.h>

/* Lists of questions, ideas and the like are read whole, up to 2,000, then
 * sorted: nobody scrolls further. */

#define BELOW \
	"(WITH RECURSIVE below(id) AS (SELECT ?3 UNION SELECT x.id" \
	" FROM below b JOIN room s ON s.id = b.id JOIN child c" \
	" ON c.space = b.id JOIN room x ON x.rid = c.rid" \
	" AND x.account = s.account) SELECT id FROM below)"

#define ROOMS \
	" r.mine = 2 AND (?2 = 0 OR r.id = ?2)" \
	" AND (?3 = 0 OR r.id IN " BELOW ") AND (?4 = 0 OR r.account = ?4)"

static const char list_kind[] =
	"SELECT " THING_COLUMNS " FROM thing t JOIN room r ON r.id = t.room"
	" WHERE t.kind = ?1 AND" ROOMS " AND (?5 = 0 OR t.mine = 1)"
	" AND (?6 >> t.closed) & 1 AND (?7 = 0 OR t.owner IS NULL)"
	" AND max(t.changed, t.ts) >= ?8 AND (?9 = 0 OR t.begins >= ?9)"
	" AND (?10 = 0 OR t.begins <= ?10)"
	" AND (?11 = 0 OR t.answer IS NULL AND NOT EXISTS (SELECT 1 FROM post p"
	" WHERE p.room = t.room AND p.thread = t.eid AND p.change IS NULL"
	" AND p.flags & 2 = 0 AND p.sender <> t.creator))"
	" ORDER BY t.closed, t.ts DESC LIMIT 2000";

/* `loose`: what waits may change whether one fits. */
static sqlite3_stmt *query_kind(struct reader *r, const struct thing_query *q,
				bool loose)
{
	int states = loose ? 3 : q->open_only ? 1 : q->done_only ? 2 : 3;

	return db_query(&r->db, list_kind, "diiidddiiid", (int)q->kind,
			q->room, q->space, q->account, (int)q->mine, states,
			q->unowned && !loose, q->since, q->from, q->until,
			(int)q->unanswered);
}

/* ---- the outbox ------------------------------------------------------------ */

/* What waits may have changed what the query asked for. */
static bool still_fits(const struct thing_query *q, const struct thing *t)
{
	bool closed = thing_is_closed(t);

	return !(q->open_only && closed) && !(q->done_only && !closed) &&
	       !(q->unowned && t->owner);
}

static bool is_in_scope(struct reader *r, const struct thing_query *q,
			const struct thing *t)
{
	return db_int(&r->db, 0, "SELECT 1 FROM room r WHERE" ROOMS
		      " AND r.id = ?5 AND ?1 = ?1", "diiii", (int)q->kind,
		      q->room, q->space, q->account, t->room);
}

static void add_new(struct reader *r, const struct thing_query *q,
		    const GPtrArray *ops, GPtrArray *out)
{
	for (guint i = 0; i < ops->len; i++) {
		struct thing *t = pending_new_thing(r, ops->pdata[i], ops);

		if (t && t->kind == q->kind && still_fits(q, t) &&
		    is_in_scope(r, q, t))
			g_ptr_array_add(out, t);
		else
			thing_free(t);
	}
}

static GPtrArray *read_all(struct reader *r, const struct thing_query *q)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(store_free_thing);
	g_autoptr(GPtrArray) ops = NULL;
	char **words = things_words(q);
	sqlite3_stmt *st;

	things_moment_begin(r);
	ops = pending_ops(r, q->room);
	st = query_kind(r, q, ops->len > 0);
	while (db_row(&r->db, st)) {
		struct thing *t = thing_from(st);

		pending_thing(t, NULL, ops);
		if (still_fits(q, t))
			g_ptr_array_add(out, t);
		else
			thing_free(t);
	}
	add_new(r, q, ops, out);
	things_moment_end(r);
	for (guint i = out->len; i > 0; i--)
		if (!things_fit(q, words, out->pdata[i - 1]))
			g_ptr_array_remove_index(out, i - 1);
	g_strfreev(words);
	return out;
}

/* ---- order ------------------------------------------------------------------ */

static double heat(const struct thing *t, int64_t now)
{
	double months = (double)MAX(now - t->ts, 0) / (30.0 * 86400000.0);

	return (t->up - t->down) / (1.0 + months);
}

static int compare_numbers(int64_t a, int64_t b)
{
	return a < b ? -1 : a > b;
}

struct ordering {
	enum thing_order order;
	int64_t now;
};

static int compare_by(const struct thing *a, const struct thing *b,
		      const struct ordering *o)
{
	switch (o->order) {
	case ORDER_OLDEST:
		return compare_numbers(a->ts, b->ts);
	case ORDER_VOTES:
		return compare_numbers(b->up - b->down, a->up - a->down);
	case ORDER_HOT:
		return compare_numbers((int64_t)(heat(b, o->now) * 1e6),
				       (int64_t)(heat(a, o->now) * 1e6));
	case ORDER_BEGINS:
		return compare_numbers(a->begin, b->begin);
	case ORDER_CHANGED:
		return compare_numbers(b->changed, a->changed);
	default:
		return compare_numbers(b->ts, a->ts);
	}
}

/* What is closed comes after what is open. */
static int compare_ends(const void *a, const void *b, void *ordering)
{
	const struct thing *x = *(struct thing *const *)a;
	const struct thing *y = *(struct thing *const *)b;
	int by = thing_is_closed(x) - thing_is_closed(y);

	if (!by)
		by = compare_by(x, y, ordering);
	if (!by)
		by = compare_numbers(x->ts, y->ts);
	return by ? by : g_strcmp0(x->eid, y->eid);
}

static enum thing_order usual_order(enum thing_kind kind)
{
	static const enum thing_order usual[THING_KINDS] = {
		[KIND_QUESTION] = ORDER_OLDEST, [KIND_IDEA] = ORDER_VOTES,
		[KIND_EVENT] = ORDER_BEGINS,
	};

	return usual[kind] == ORDER_USUAL ? ORDER_NEWEST : usual[kind];
}

GPtrArray *kinds_list(struct reader *r, const struct thing_query *q)
{
	GPtrArray *all = read_all(r, q);
	guint skip = MIN((guint)MAX(q->offset, 0), all->len);
	struct ordering o = { q->order, world_now(r->world) };

	if (o.order == ORDER_USUAL)
		o.order = usual_order(q->kind);
	g_ptr_array_sort_with_data(all, compare_ends, &o);
	if (skip)
		g_ptr_array_remove_range(all, 0, skip);
	if (q->limit > 0 && all->len > (guint)q->limit)
		g_ptr_array_set_size(all, q->limit);
	return all;
}

int kinds_count(struct reader *r, const struct thing_query *q)
{
	g_autoptr(GPtrArray) all = read_all(r, q);

	return (int)all->len;
}
