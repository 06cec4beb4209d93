#include "store/internal.h"

#include <string.h>

/* A space that is in several others is opened at most twice, and no deeper
 * than this: cycles and diamonds end. */
enum { DEPTH_MAX = 8, SHOWN_MAX = 2 };

struct node {
	int64_t id, account, last_ts;
	char *rid, *title, *key;
	enum room_kind kind;
	enum membership mine;
	enum area area;
	bool dm, favourite, low, outsiders, encrypted, tasks, marked;
	int notify;
	int unread, mentions, tasks_open, tasks_all;
	int64_t rank_was, rank;
	GPtrArray *children;	/* struct node, borrowed; or NULL */
	bool reached;		/* below some space that is shown */
	int shown;		/* how often it was opened */
	unsigned mark;		/* last collection it was in */
};

struct tree {
	struct store *s;
	GPtrArray *nodes;	/* struct node, owned, in order of name */
	GHashTable *names;	/* struct node by account and rid */
	GHashTable *folds;	/* path -> 1 closed, 2 open */
	int64_t rows, ranks;
	unsigned marks;
};

/* ---- reading ------------------------------------------------------------- */

static void node_free(void *node)
{
	struct node *n = node;

	if (n->children)
		g_ptr_array_unref(n->children);
	g_free(n->rid);
	g_free(n->title);
	g_free(n->key);
	g_free(n);
}

static unsigned node_hash(const void *node)
{
	const struct node *n = node;

	return g_str_hash(n->rid) ^ (unsigned)n->account;
}

static gboolean node_equal(const void *a, const void *b)
{
	const struct node *one = a, *two = b;

	return one->account == two->account &&
	       strcmp(one->rid, two->rid) == 0;
}

static struct node *read_node(sqlite3_stmt *st)
{
	struct node *n = g_new0(struct node, 1);

	n->id = db_num(st, 0);
	n->account = db_num(st, 1);
	n->rid = db_copy(st, 2);
	n->title = db_copy(st, 3);
	n->key = g_utf8_casefold(n->title, -1);
	n->kind = db_num(st, 4);
	n->mine = db_num(st, 5);
	n->area = db_num(st, 6);
	n->dm = n->kind == ROOM_PLAIN && db_num(st, 7);
	n->favourite = db_num(st, 8);
	n->low = db_num(st, 9);
	n->outsiders = db_num(st, 10) > 0 || n->area == AREA_PUBLIC;
	n->encrypted = db_num(st, 11);
	n->tasks = db_num(st, 12);
	n->unread = (int)db_num(st, 13);
	n->mentions = (int)db_num(st, 14);
	n->tasks_open = n->tasks ? (int)db_num(st, 15) : 0;
	n->tasks_all = n->tasks ? (int)db_num(st, 16) : 0;
	n->last_ts = db_num(st, 17);
	n->rank_was = db_num(st, 18);
	n->notify = (int)db_num(st, 19);
	n->marked = db_num(st, 20);
	return n;
}

static void read_nodes(struct tree *t)
{
	sqlite3_stmt *st = db_query(&t->s->db, "SELECT id, account, rid,"
		" title, kind, mine, area, dm_user IS NOT NULL, favourite,"
		" low, outsiders, encrypted, kinds, unread, mentions,"
		" tasks_open, tasks_all, last_ts, rank, notify, marked"
		" FROM room r"
		" WHERE mine IN (1, 2) AND NOT (mine = 2"
		" AND replaced_by IS NOT NULL AND EXISTS (SELECT 1 FROM room n"
		" WHERE n.account = r.account AND n.rid = r.replaced_by"
		" AND n.mine = 2 AND n.id <> r.id))", "");

	while (db_row(&t->s->db, st)) {
		struct node *n = read_node(st);

		g_ptr_array_add(t->nodes, n);
		g_hash_table_add(t->names, n);
	}
}

/* Children in the order of the space (client-server API, "Ordering of
 * children within a space"). Direct messages have a list of their own. */
static void read_edges(struct tree *t)
{
	sqlite3_stmt *st = db_query(&t->s->db, "SELECT r.account, r.rid,"
		" c.rid FROM child c JOIN room r ON r.id = c.space"
		" WHERE r.mine = 2 AND r.kind = 1 ORDER BY c.space,"
		" c.ord IS NULL, c.ord, c.ts, c.rid", "");

	while (db_row(&t->s->db, st)) {
		struct node key = { .account = db_num(st, 0) };
		struct node *space, *child;

		key.rid = (char *)db_peek(st, 1);
		space = g_hash_table_lookup(t->names, &key);
		key.rid = (char *)db_peek(st, 2);
		child = g_hash_table_lookup(t->names, &key);
		if (!space || !child || child->mine != MEMBER_JOIN ||
		    child->dm)
			continue;
		if (!space->children)
			space->children = g_ptr_array_new();
		g_ptr_array_add(space->children, child);
	}
}

static void read_folds(struct tree *t)
{
	sqlite3_stmt *st = db_query(&t->s->own, "SELECT path, open FROM fold",
				    "");

	while (db_row(&t->s->own, st))
		g_hash_table_insert(t->folds, db_copy(st, 0),
				    GINT_TO_POINTER(1 + (int)db_num(st, 1)));
}

static int compare_nodes(const void *a, const void *b)
{
	const struct node *one = *(struct node *const *)a;
	const struct node *two = *(struct node *const *)b;
	int order;

	if (one->favourite != two->favourite)
		return two->favourite - one->favourite;
	if (one->low != two->low)
		return one->low - two->low;
	if (one->dm && two->dm && one->last_ts != two->last_ts)
		return one->last_ts < two->last_ts ? 1 : -1;
	order = strcmp(one->key, two->key);
	return order ? order : strcmp(one->rid, two->rid);
}

/* ---- writing rows -------------------------------------------------------- */

struct line {
	const struct node *n;	/* NULL for a heading */
	enum place_kind kind;
	enum area area;
	int depth;
	bool open;
	int unread, mentions;
	const char *name, *path;
};

static int64_t write_line(struct tree *t, const struct line *l)
{
	static const struct node none;
	const struct node *n = l->n ? l->n : &none;
	int64_t pos = t->rows++;

	db_exec(&t->s->db, "INSERT INTO place(pos, kind, area, account, room,"
		" depth, open, children, outsiders, encrypted, unread,"
		" mentions, tasks_open, tasks_all, rank, name, path, notify,"
		" marked) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?)", "iddiidddddddddissdd", pos, (int)l->kind, (int)l->area,
		n->account, n->id, l->depth, (int)l->open,
		(int)(n->children != NULL), (int)n->outsiders,
		(int)n->encrypted, l->unread, l->mentions, n->tasks_open,
		n->tasks_all, n->rank, l->name, l->path, n->notify,
		(int)n->marked);
	return pos;
}

static void give_rank(struct tree *t, struct node *n)
{
	if (!n->rank)
		n->rank = ++t->ranks;
}

/* All that is inside of a closed space, each room once; level by level, so
 * that a deep tree costs no stack. */
static void collect(const struct tree *t, struct node *n, GPtrArray *out)
{
	for (guint i = 0; n->children && i < n->children->len; i++) {
		struct node *child = n->children->pdata[i];

		if (child->mark == t->marks)
			continue;
		child->mark = t->marks;
		child->reached = true;
		g_ptr_array_add(out, child);
	}
}

static GPtrArray *all_inside(struct tree *t, struct node *space)
{
	GPtrArray *out = g_ptr_array_new();

	t->marks++;
	space->mark = t->marks;
	g_ptr_array_add(out, space);
	for (guint i = 0; i < out->len; i++)
		collect(t, out->pdata[i], out);
	return out;
}

static void write_closed(struct tree *t, struct line *l, struct node *n)
{
	g_autoptr(GPtrArray) inside = all_inside(t, n);
	int64_t pos;

	l->unread = l->mentions = 0;
	for (guint i = 0; i < inside->len; i++) {
		struct node *in = inside->pdata[i];

		give_rank(t, in);
		l->unread += in->unread;
		l->mentions += in->mentions;
	}
	pos = write_line(t, l);
	for (guint i = 0; i < inside->len; i++)
		db_exec(&t->s->db, "INSERT INTO inside(room, pos)"
			" VALUES(?, ?)", "ii",
			((struct node *)inside->pdata[i])->id, pos);
}

static enum place_kind kind_of(const struct node *n)
{
	if (n->mine == MEMBER_INVITE)
		return PLACE_INVITE;
	if (n->kind == ROOM_SPACE)
		return PLACE_SPACE;
	return n->dm ? PLACE_DM : PLACE_ROOM;
}

static bool is_open(struct tree *t, const char *path, int depth)
{
	int fold = GPOINTER_TO_INT(g_hash_table_lookup(t->folds, path));

	return fold ? fold == 2 : depth == 0;
}

static void write_node(struct tree *t, struct node *n, int depth,
		       const char *above)
{
	g_autofree char *path = above[0] ? g_strdup_printf("%s/%s", above,
							   n->rid) :
					   g_strdup(n->rid);
	struct line l = { .n = n, .kind = kind_of(n), .area = n->area,
			  .depth = depth, .unread = n->unread,
			  .mentions = n->mentions, .name = n->title,
			  .path = path };

	n->reached = true;
	give_rank(t, n);
	l.open = n->children && depth < DEPTH_MAX && n->shown < SHOWN_MAX &&
		 is_open(t, path, depth);
	if (!n->children || l.open)
		write_line(t, &l);
	else
		write_closed(t, &l, n);
	if (!l.open)
		return;
	n->shown++;
	for (guint i = 0; i < n->children->len; i++) {
		struct node *child = n->children->pdata[i];

		if (!child->children || child->shown < SHOWN_MAX)
			write_node(t, child, depth + 1, path);
	}
}

/* ---- sections ------------------------------------------------------------ */

static const struct {
	const char *name, *path;
} headings[] = {
	[AREA_UNKNOWN] = { "INVITES", "#invites" },
	[AREA_INTERNAL] = { "INTERNAL", "#internal" },
	[AREA_EXTERNAL] = { "EXTERNAL", "#external" },
	[AREA_PUBLIC] = { "PUBLIC", "#public" },
};

static void write_heading(struct tree *t, enum area area)
{
	struct line l = { .kind = PLACE_HEADING, .area = area,
			  .name = headings[area].name,
			  .path = headings[area].path };

	write_line(t, &l);
}

/* What is not known to be inside is shown as outside. */
static enum area section_of(const struct node *n)
{
	return n->area == AREA_UNKNOWN ? AREA_EXTERNAL : n->area;
}

enum group { GROUP_INVITES, GROUP_SPACES, GROUP_ROOMS, GROUP_DMS, GROUP_NONE };

static void reach_all(struct tree *t, struct node *space)
{
	g_autoptr(GPtrArray) inside = all_inside(t, space);

	for (guint i = 0; i < inside->len; i++)
		((struct node *)inside->pdata[i])->reached = true;
}

/* Which spaces are at the top: first those that no space holds; then, as
 * circles hold themselves, one of each circle. */
static void find_tops(struct tree *t, GHashTable *tops)
{
	GHashTable *held = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < t->nodes->len; i++) {
		struct node *n = t->nodes->pdata[i];

		for (guint j = 0; n->children && j < n->children->len; j++)
			g_hash_table_add(held, n->children->pdata[j]);
	}
	for (int pass = 0; pass < 2; pass++)
		for (guint i = 0; i < t->nodes->len; i++) {
			struct node *n = t->nodes->pdata[i];

			if (n->kind != ROOM_SPACE || n->mine != MEMBER_JOIN ||
			    n->reached ||
			    (!pass && g_hash_table_contains(held, n)))
				continue;
			g_hash_table_add(tops, n);
			reach_all(t, n);
		}
	g_hash_table_unref(held);
}

static enum group group_of(const struct node *n, GHashTable *tops)
{
	if (n->mine == MEMBER_INVITE)
		return GROUP_INVITES;
	if (n->dm)
		return GROUP_DMS;
	if (n->kind == ROOM_SPACE)
		return g_hash_table_contains(tops, (void *)n) ? GROUP_SPACES :
								GROUP_NONE;
	return n->reached ? GROUP_NONE : GROUP_ROOMS;
}

static void write_group(struct tree *t, GPtrArray *nodes, enum area area,
			bool *headed)
{
	for (guint i = 0; i < nodes->len; i++) {
		struct node *n = nodes->pdata[i];

		if (area != AREA_UNKNOWN && section_of(n) != area)
			continue;
		if (!*headed)
			write_heading(t, area);
		*headed = true;
		write_node(t, n, 0, "");
	}
}

static void write_sections(struct tree *t)
{
	GPtrArray *groups[GROUP_NONE + 1];
	GHashTable *tops = g_hash_table_new(NULL, NULL);

	for (int g = 0; g <= GROUP_NONE; g++)
		groups[g] = g_ptr_array_new();
	find_tops(t, tops);
	for (guint i = 0; i < t->nodes->len; i++) {
		struct node *n = t->nodes->pdata[i];

		g_ptr_array_add(groups[group_of(n, tops)], n);
	}
	for (int area = AREA_UNKNOWN; area <= AREA_PUBLIC; area++) {
		bool headed = false;

		if (area == AREA_UNKNOWN)
			write_group(t, groups[GROUP_INVITES], area, &headed);
		for (int g = GROUP_SPACES; area && g <= GROUP_DMS; g++)
			write_group(t, groups[g], area, &headed);
	}
	for (int g = 0; g <= GROUP_NONE; g++)
		g_ptr_array_unref(groups[g]);
	g_hash_table_unref(tops);
}

/* ---- building ------------------------------------------------------------ */

static void write_ranks(struct tree *t)
{
	for (guint i = 0; i < t->nodes->len; i++) {
		struct node *n = t->nodes->pdata[i];

		if (n->rank != n->rank_was)
			db_exec(&t->s->db, "UPDATE room SET rank = ?"
				" WHERE id = ?", "ii", n->rank, n->id);
	}
}

static void write_totals(struct tree *t)
{
	int64_t unread = 0, mentions = 0, invites = 0;

	for (guint i = 0; i < t->nodes->len; i++) {
		const struct node *n = t->nodes->pdata[i];

		invites += n->mine == MEMBER_INVITE;
		if (n->mine != MEMBER_JOIN)
			continue;
		unread += n->unread;
		mentions += n->mentions;
	}
	db_exec(&t->s->db, "UPDATE total SET unread = ?, mentions = ?,"
		" invites = ?, places = ?", "iiii", unread, mentions, invites,
		t->rows);
}

static void tree_init(struct tree *t, struct store *s)
{
	memset(t, 0, sizeof *t);
	t->s = s;
	t->nodes = g_ptr_array_new_with_free_func(node_free);
	t->names = g_hash_table_new(node_hash, node_equal);
	t->folds = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					 NULL);
	read_nodes(t);
	read_edges(t);
	read_folds(t);
	g_ptr_array_sort(t->nodes, compare_nodes);
}

static void tree_clear(struct tree *t)
{
	g_hash_table_unref(t->folds);
	g_hash_table_unref(t->names);
	g_ptr_array_unref(t->nodes);
}

void places_build(struct store *s)
{
	struct tree t;

	tree_init(&t, s);
	db_exec(&s->db, "DELETE FROM place", "");
	db_exec(&s->db, "DELETE FROM inside", "");
	write_sections(&t);
	write_ranks(&t);
	write_totals(&t);
	tree_clear(&t);
}

/* ---- counts without building --------------------------------------------- */

/* Direct messages are in the order of their last message. */
static bool moves_up(struct store *s, const struct hot *h)
{
	return h->dm && (h->changed & ROOM_HAS_POSTS) &&
	       db_int(&s->db, 0, "SELECT 1 FROM place p JOIN place q"
		      " ON q.pos = p.pos - 1 JOIN room r ON r.id = q.room"
		      " WHERE p.room = ? AND p.kind = ? AND q.kind = p.kind"
		      " AND r.last_ts < ?", "idi", h->id, (int)PLACE_DM,
		      h->last_ts);
}

void places_update(struct store *s, struct hot *h)
{
	db_exec(&s->db, "UPDATE place SET unread = ?, mentions = ?,"
		" tasks_open = r.tasks_open * (r.kinds <> 0),"
		" tasks_all = r.tasks_all * (r.kinds <> 0) FROM room r"
		" WHERE r.id = ?3 AND place.room = ?3", "ddi", h->unread,
		h->mentions, h->id);
	db_exec(&s->db, "UPDATE place SET (unread, mentions) ="
		" (SELECT sum(r.unread), sum(r.mentions) FROM inside i"
		" JOIN room r ON r.id = i.room WHERE i.pos = place.pos)"
		" WHERE pos IN (SELECT pos FROM inside WHERE room = ?)", "i",
		h->id);
	if (moves_up(s, h))
		s->places_dirty = true;
}

void places_add_totals(struct store *s, int unread, int mentions)
{
	if (unread || mentions)
		db_exec(&s->db, "UPDATE total SET unread = unread + ?,"
			" mentions = mentions + ?", "dd", unread, mentions);
}
