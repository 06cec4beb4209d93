#include "ui/tasks_tree.h"

#define NONE UINT32_MAX

const char *section_words(enum section section)
{
	static const char *const words[] = {
		"TODAY AND LATE", "THIS WEEK", "LATER, OR NO DATE", "DONE",
	};

	return words[section];
}

enum section section_of(const struct thing_line *line, int64_t today)
{
	if (line->status == TASK_DONE)
		return SECTION_DONE;
	if (line->due == LINE_NO_DAY)
		return SECTION_LATER;
	if (line->due <= today)
		return SECTION_NOW;
	return line->due <= today + 7 ? SECTION_WEEK : SECTION_LATER;
}

/* ---- the tree --------------------------------------------------------------- */

struct tree {
	const GArray *lines;
	int64_t today;
	uint32_t *up, *child, *next;	/* lines, NONE at the end */
	GArray *out;
};

static const struct thing_line *line_at(const GArray *lines, uint32_t i)
{
	return &g_array_index(lines, struct thing_line, i);
}

static bool has_parts(const GArray *lines)
{
	for (guint i = 0; i < lines->len; i++)
		if (line_at(lines, i)->parent)
			return true;
	return false;
}

static void find_parents(struct tree *t)
{
	g_autoptr(GHashTable) at = g_hash_table_new(NULL, NULL);

	for (guint i = 0; i < t->lines->len; i++) {
		int64_t post = line_at(t->lines, i)->post;

		if (post)
			g_hash_table_insert(at, GSIZE_TO_POINTER(post),
					    GUINT_TO_POINTER(i + 1));
	}
	for (guint i = 0; i < t->lines->len; i++) {
		const struct thing_line *line = line_at(t->lines, i);
		guint p = !line->parent ? 0 : GPOINTER_TO_UINT(
			g_hash_table_lookup(at,
					    GSIZE_TO_POINTER(line->parent)));

		t->up[i] = p && section_of(line_at(t->lines, p - 1),
					   t->today) ==
				section_of(line, t->today) ? p - 1 : NONE;
	}
}

/* How many stand above it; NONE: there is no end to them. */
static uint32_t depth_of(const struct tree *t, uint32_t i)
{
	for (uint32_t depth = 0; depth < TREE_DEPTH; depth++) {
		i = t->up[i];
		if (i == NONE)
			return depth;
	}
	return NONE;
}

/* From the last to the first, so that children keep their order. */
static void find_children(struct tree *t)
{
	for (guint i = t->lines->len; i > 0; i--) {
		uint32_t up = t->up[i - 1];

		if (up == NONE)
			continue;
		t->next[i - 1] = t->child[up];
		t->child[up] = i - 1;
	}
}

static void add_row(struct tree *t, uint32_t i, unsigned depth)
{
	struct tree_row row = {
		.line = i, .depth = (uint8_t)depth,
		.section = (uint8_t)section_of(line_at(t->lines, i), t->today),
	};

	g_array_append_val(t->out, row);
	if (!t->child)
		return;
	for (i = t->child[i]; i != NONE; i = t->next[i])
		add_row(t, i, depth + 1);
}

/* Links that lead round or too deep are cut before anything goes down. */
static void cut_links(struct tree *t)
{
	g_autofree uint8_t *cut = g_malloc0(t->lines->len);

	for (guint i = 0; i < t->lines->len; i++)
		cut[i] = depth_of(t, i) == NONE;
	for (guint i = 0; i < t->lines->len; i++)
		if (cut[i])
			t->up[i] = NONE;
}

static uint32_t *new_links(guint n)
{
	uint32_t *links = g_new(uint32_t, MAX(n, 1));

	for (guint i = 0; i < n; i++)
		links[i] = NONE;
	return links;
}

GArray *tree_arrange(const GArray *lines, int64_t today)
{
	struct tree t = { .lines = lines, .today = today };
	bool parts = has_parts(lines);

	t.out = g_array_sized_new(FALSE, FALSE, sizeof(struct tree_row),
				  lines->len);
	if (parts) {
		t.up = new_links(lines->len);
		t.child = new_links(lines->len);
		t.next = new_links(lines->len);
		find_parents(&t);
		cut_links(&t);
		find_children(&t);
	}
	for (guint i = 0; i < lines->len; i++)
		if (!parts || t.up[i] == NONE)
			add_row(&t, i, 0);
	g_free(t.up);
	g_free(t.child);
	g_free(t.next);
	return t.out;
}

/* ---- columns ------------------------------------------------------------------ */

const char *column_words(enum column column)
{
	static const char *const words[COLUMNS] = {
		"To do", "Doing", "Waiting", "Done",
	};

	return words[column];
}

enum column column_of(int status, int stage)
{
	if (status == TASK_DONE)
		return COLUMN_DONE;
	return stage == STAGE_DOING ? COLUMN_DOING :
	       stage == STAGE_WAITING ? COLUMN_WAITING : COLUMN_TODO;
}

/* Everybody's turn, by the first task he has: turn[who]. */
static uint32_t *find_turns(const GArray *lines)
{
	uint32_t *turns = new_links(UINT16_MAX + 1);
	uint32_t n = 0;

	for (guint i = 0; i < lines->len; i++) {
		uint16_t who = line_at(lines, i)->who;

		if (who && turns[who] == NONE)
			turns[who] = n++;
	}
	return turns;
}

struct lanes {
	const GArray *lines;
	const uint32_t *turns;
};

static int compare_lanes(const void *a, const void *b, void *user)
{
	const struct lanes *l = user;
	uint32_t i = *(const uint32_t *)a, k = *(const uint32_t *)b;
	uint32_t x = l->turns[line_at(l->lines, i)->who];
	uint32_t y = l->turns[line_at(l->lines, k)->who];

	return x != y ? (x < y ? -1 : 1) : i < k ? -1 : i > k;
}

void columns_fill(const GArray *lines, bool lanes, guint done_max,
		  GArray *out[COLUMNS])
{
	for (int c = 0; c < COLUMNS; c++)
		out[c] = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	for (uint32_t i = 0; i < lines->len; i++) {
		const struct thing_line *line = line_at(lines, i);
		enum column c = column_of(line->status, line->stage);

		if (c != COLUMN_DONE || out[c]->len < done_max)
			g_array_append_val(out[c], i);
	}
	if (lanes) {
		g_autofree uint32_t *turns = find_turns(lines);
		struct lanes l = { lines, turns };

		for (int c = 0; c < COLUMN_DONE; c++)
			g_array_sort_with_data(out[c], compare_lanes, &l);
	}
}
