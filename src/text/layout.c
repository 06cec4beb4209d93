/*
 * layout.c - rich text to lines of spans.
 *
 * Between two paragraphs that stand at the margin there is an empty line,
 * and before a heading; lists, quotes, code and tables stand close. A quote
 * has a bar, an item hangs from its marker, a table that fits is set in
 * columns and one that does not is told cell by cell.
 */
#include "text/text-internal.h"

#include <string.h>

enum {
	WIDTH_MIN = 8,		/* columns that an indent leaves */
	LEVELS = 10,
	COLUMNS_MAX = 16,	/* of a table */
};

#define BAR "│ "
#define CELL_BAR " │ "

/* The state of a layout while it grows. */
struct flow {
	struct layout *l;
	const struct rich_block *block;
	int width, max, lines, missing;
	bool hidden;			/* the line is one too many */
	const char *lead, *hang;	/* what begins the first, other lines */
	int room;			/* columns that they leave */
	int hangs[LEVELS];		/* columns of the markers per level */
	struct wrap_cursor cursor;
};

static void add(struct flow *f, struct span span)
{
	if (f->hidden || span.len == 0)
		return;
	g_array_append_val(f->l->spans, span);
}

static void add_dim(struct flow *f, const char *s)
{
	add(f, (struct span){ s, strlen(s), text_width(s, -1), RICH_DIM, -1 });
}

static void begin_line(struct flow *f, const char *lead)
{
	f->hidden = f->max > 0 && f->lines >= f->max;
	if (f->hidden) {
		f->missing++;
		return;
	}
	f->lines++;
	g_array_append_val(f->l->starts, f->l->spans->len);
	add_dim(f, lead);
}

static const char *take_lead(struct flow *f)
{
	const char *lead = f->lead;

	f->lead = f->hang;
	return lead;
}

/* Bytes of the block that stand in one line, by runs; returns the columns. */
static int add_bytes(struct flow *f, size_t from, size_t to)
{
	const char *text = f->block->text->str;
	int columns = 0;

	while (from < to) {
		const struct rich_run *run;
		struct span span = { .s = text + from };

		run = wrap_seek(&f->cursor, f->block, from);
		span.len = MIN(to, f->cursor.end) - from;
		span.width = text_width(span.s, span.len);
		span.style = run->style;
		span.link = run->link;
		add(f, span);
		columns += span.width;
		from += span.len;
	}
	return columns;
}

static const char *blanks(struct flow *f, int n)
{
	g_autofree char *s = g_strnfill(MAX(n, 0), ' ');

	return g_string_chunk_insert_const(f->l->own, s);
}

/* ---- what begins a line ------------------------------------------------ */

static GString *bars(const struct flow *f, int quote)
{
	GString *out = g_string_new(NULL);
	int most = (f->width - WIDTH_MIN) / 2;

	for (int i = 0; i < MIN(quote, most); i++)
		g_string_append(out, BAR);
	return out;
}

static int outer_indent(const struct flow *f, int level)
{
	int columns = 0;

	for (int i = 1; i < level; i++)
		columns += f->hangs[i];
	return columns;
}

/* Work out how the lines of the block begin. */
static void begin_block(struct flow *f, const struct rich_block *block)
{
	const char *marker = block->marker ? block->marker : "";
	int level = MIN(block->indent, LEVELS - 1);
	int own = *marker ? text_width(marker, -1) + 1 : f->hangs[level];
	g_autoptr(GString) lead = bars(f, block->quote);
	g_autoptr(GString) hang = g_string_new(lead->str);
	int outer, room;

	f->block = block;
	f->cursor = (struct wrap_cursor){ 0 };
	f->hangs[level] = level > 0 ? own : 0;
	room = f->width - text_width(lead->str, -1) - WIDTH_MIN;
	own = MIN(own, room);
	outer = MIN(outer_indent(f, level), room - own);
	g_string_append_printf(hang, "%*s", outer + own, "");
	g_string_append_printf(lead, "%*s", outer, "");
	g_string_append_len(lead, marker,
			    text_fit(marker, -1, MAX(own - 1, 0), NULL));
	g_string_append_printf(lead, "%*s", text_width(hang->str, -1) -
			       text_width(lead->str, -1), "");
	f->room = f->width - text_width(hang->str, -1);
	f->hang = g_string_chunk_insert_const(f->l->own, hang->str);
	f->lead = g_string_chunk_insert_const(f->l->own, lead->str);
}

/* ---- kinds of blocks --------------------------------------------------- */

static void flow_line(struct flow *f, size_t from, size_t end)
{
	do {
		struct wrap_line line;

		line = wrap_next(&f->cursor, f->block, from, end, f->room);
		begin_line(f, take_lead(f));
		add_bytes(f, line.from, line.to);
		from = line.next;
	} while (from < end);
}

static void cut_line(struct flow *f, size_t from, size_t end)
{
	const char *text = f->block->text->str + from;
	size_t len = end - from;

	begin_line(f, take_lead(f));
	if (text_fit(text, len, f->room, NULL) == len) {
		add_bytes(f, from, end);
		return;
	}
	len = text_fit(text, len, f->room - 1, NULL);
	add_bytes(f, from, from + len);
	add_dim(f, "…");
}

/* Hand each hard line of the block to a function. */
static void each_line(struct flow *f,
		      void (*line)(struct flow *, size_t, size_t))
{
	const char *text = f->block->text->str;
	size_t from = 0, end = 0;

	for (; end < f->block->text->len; from = end + 1) {
		end = from + strcspn(text + from, "\n");
		line(f, from, end);
	}
}

static void add_rule(struct flow *f)
{
	GString *rule = g_string_new(NULL);

	for (int i = 0; i < f->room; i++)
		g_string_append(rule, "─");
	begin_line(f, take_lead(f));
	add_dim(f, g_string_chunk_insert_const(f->l->own, rule->str));
	g_string_free(rule, TRUE);
}

/* The end of the cell that begins at `from`. */
static size_t cell_end(const struct rich_block *row, size_t from)
{
	return from + strcspn(row->text->str + from, "\t");
}

/* Widen the columns to hold a row; false when it has too many. */
static bool measure_row(const struct rich_block *row, int *columns, int *n)
{
	size_t from = 0, end = 0;

	for (int i = 0; end < row->text->len; i++, from = end + 1) {
		if (i == COLUMNS_MAX)
			return false;
		end = cell_end(row, from);
		columns[i] = MAX(columns[i],
				 text_width(row->text->str + from, end - from));
		*n = MAX(*n, i + 1);
	}
	return true;
}

static void row_in_columns(struct flow *f, const int *columns)
{
	const struct rich_block *row = f->block;
	size_t from = 0, end = 0;

	begin_line(f, take_lead(f));
	for (int i = 0; end < row->text->len; i++, from = end + 1) {
		int used;

		if (i > 0)
			add_dim(f, CELL_BAR);
		end = cell_end(row, from);
		used = add_bytes(f, from, end);
		if (end < row->text->len)
			add_dim(f, blanks(f, columns[i] - used));
	}
}

/* The cells below each other, all but the first set in. */
static void row_in_lines(struct flow *f)
{
	const struct rich_block *row = f->block;
	size_t from = 0, end = 0;
	int room = f->room;

	for (; end < row->text->len; from = end + 1) {
		end = cell_end(row, from);
		if (end > from)
			flow_line(f, from, end);
		if (f->room == room && room - 2 >= WIDTH_MIN) {
			g_autofree char *set_in = g_strconcat(f->hang, "  ",
							      NULL);

			f->room -= 2;
			f->lead = f->hang = g_string_chunk_insert_const(
				f->l->own, set_in);
		}
	}
}

/* The rows from `i` on that belong together; returns how many. */
static guint flow_table(struct flow *f, const struct rich *rich, guint i)
{
	int columns[COLUMNS_MAX] = { 0 }, n = 0, total = 0;
	guint end = i;
	bool fits = true;

	for (; end < rich->blocks->len; end++) {
		const struct rich_block *row = rich->blocks->pdata[end];

		if (row->kind != RICH_TABLE_ROW)
			break;
		fits = fits && measure_row(row, columns, &n);
	}
	for (int c = 0; c < n; c++)
		total += columns[c] + (c ? text_width(CELL_BAR, -1) : 0);
	for (guint row = i; row < end; row++) {
		begin_block(f, rich->blocks->pdata[row]);
		if (fits && total <= f->room)
			row_in_columns(f, columns);
		else
			row_in_lines(f);
	}
	return end - i;
}

/* ---- all of it --------------------------------------------------------- */

static bool is_heading(const struct rich_block *block)
{
	return block->runs->len > 0 &&
		g_array_index(block->runs, struct rich_run, 0).style &
		RICH_HEADING;
}

static bool wants_gap(const struct rich_block *before,
		      const struct rich_block *block)
{
	if (is_heading(block))
		return true;
	if (is_heading(before) || before->quote != block->quote)
		return false;
	if (before->indent || block->indent || before->marker || block->marker)
		return false;
	return before->kind == RICH_PARA && block->kind == RICH_PARA;
}

static void add_gap(struct flow *f, const struct rich_block *before,
		    const struct rich_block *block)
{
	g_autoptr(GString) lead = bars(f, MIN(before->quote, block->quote));

	if (wants_gap(before, block))
		begin_line(f, g_string_chunk_insert_const(f->l->own,
							  lead->str));
}

/* Lay out the block at `i`; returns how many were. */
static guint flow_block(struct flow *f, const struct rich *rich, guint i)
{
	const struct rich_block *block = rich->blocks->pdata[i];

	if (i > 0)
		add_gap(f, rich->blocks->pdata[i - 1], block);
	if (block->kind == RICH_TABLE_ROW)
		return flow_table(f, rich, i);
	begin_block(f, block);
	if (block->kind == RICH_RULE)
		add_rule(f);
	else
		each_line(f, block->kind == RICH_PRE ? cut_line : flow_line);
	return 1;
}

void layout_init(struct layout *l, const struct rich *rich, int width,
		 int max_lines, int *cut)
{
	struct flow f = { .l = l, .width = MAX(width, WIDTH_MIN) };

	f.max = max_lines;
	for (int i = 1; i < LEVELS; i++)
		f.hangs[i] = 2;
	l->spans = g_array_new(FALSE, FALSE, sizeof(struct span));
	l->starts = g_array_new(FALSE, FALSE, sizeof(guint));
	l->own = g_string_chunk_new(256);
	for (guint i = 0; i < rich->blocks->len;)
		i += flow_block(&f, rich, i);
	g_array_append_val(l->starts, l->spans->len);
	if (cut)
		*cut = f.missing;
}

void layout_clear(struct layout *l)
{
	g_clear_pointer(&l->spans, g_array_unref);
	g_clear_pointer(&l->starts, g_array_unref);
	g_clear_pointer(&l->own, g_string_chunk_free);
}

unsigned layout_lines(const struct layout *l)
{
	return l->starts->len - 1;
}

const struct span *layout_line(const struct layout *l, unsigned i,
			       unsigned *n_spans)
{
	guint first = g_array_index(l->starts, guint, i);

	*n_spans = g_array_index(l->starts, guint, i + 1) - first;
	return *n_spans ? &g_array_index(l->spans, struct span, first) : NULL;
}
