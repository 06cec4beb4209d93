#include "ui/editor.h"

#include <string.h>
#include "text/text.h"

#define UNDO_MAX 100

void editor_init(struct editor *e, bool many)
{
	e->text = g_string_new(NULL);
	e->killed = g_string_new(NULL);
	e->undo = g_ptr_array_new_with_free_func(g_free);
	e->at = 0;
	e->many = many;
}

void editor_clear(struct editor *e)
{
	if (!e->text)
		return;
	g_string_free(e->text, TRUE);
	g_string_free(e->killed, TRUE);
	g_ptr_array_unref(e->undo);
	memset(e, 0, sizeof *e);
}

void editor_set(struct editor *e, const char *text)
{
	g_string_assign(e->text, text ? text : "");
	g_ptr_array_set_size(e->undo, 0);
	e->at = e->text->len;
}

static void remember(struct editor *e)
{
	if (e->undo->len >= UNDO_MAX)
		g_ptr_array_remove_index(e->undo, 0);
	g_ptr_array_add(e->undo, g_strdup(e->text->str));
}

static bool is_word(const char *p)
{
	gunichar c = g_utf8_get_char(p);

	return g_unichar_isalnum(c) || g_unichar_ismark(c) || c == '_';
}

bool editor_insert(struct editor *e, const char *text, gssize len)
{
	g_autofree char *clean = text_clean(text, len, TEXT_BLOCK,
					    EDITOR_MAX);

	if (!e->many)
		g_strdelimit(clean, "\n", ' ');
	len = strlen(clean);
	if (e->text->len + len > EDITOR_MAX)
		return false;
	remember(e);
	g_string_insert_len(e->text, e->at, clean, len);
	e->at += len;
	return true;
}

bool editor_insert_char(struct editor *e, uint32_t c)
{
	char buf[8];
	int n;

	if (c == '\n' && !e->many)
		c = ' ';
	if ((c < 0x20 && c != '\n') || (c >= 0x7f && c < 0xa0))
		return true;
	n = g_unichar_to_utf8(c, buf);
	if (e->text->len + n > EDITOR_MAX)
		return false;
	if (c == ' ' || c == '\n' || !e->undo->len)
		remember(e);
	g_string_insert_len(e->text, e->at, buf, n);
	e->at += n;
	return true;
}

/* ---- acts ---------------------------------------------------------------- */

static gsize before(const struct editor *e)
{
	return e->at ? grapheme_before(e->text->str, e->at) : 0;
}

static gsize after(const struct editor *e)
{
	return grapheme_after(e->text->str, e->at, e->text->len);
}

static gsize word_before(const struct editor *e)
{
	const char *s = e->text->str, *p = s + e->at;

	while (p > s && !is_word(g_utf8_prev_char(p)))
		p = g_utf8_prev_char(p);
	while (p > s && is_word(g_utf8_prev_char(p)))
		p = g_utf8_prev_char(p);
	return p - s;
}

static gsize word_after(const struct editor *e)
{
	const char *p = e->text->str + e->at;

	while (*p && !is_word(p))
		p = g_utf8_next_char(p);
	while (*p && is_word(p))
		p = g_utf8_next_char(p);
	return p - e->text->str;
}

static gsize line_begin(const struct editor *e)
{
	gsize at = e->at;

	while (at && e->text->str[at - 1] != '\n')
		at--;
	return at;
}

static gsize line_end(const struct editor *e)
{
	return e->at + strcspn(e->text->str + e->at, "\n");
}

/* Takes [from, to) out; it can be yanked when `keep`. */
static void cut(struct editor *e, gsize from, gsize to, bool keep)
{
	if (from >= to)
		return;
	remember(e);
	if (keep) {
		g_string_truncate(e->killed, 0);
		g_string_append_len(e->killed, e->text->str + from,
				    to - from);
	}
	g_string_erase(e->text, from, to - from);
	e->at = from;
}

static void act_left(struct editor *e) { e->at = before(e); }
static void act_right(struct editor *e) { e->at = after(e); }
static void act_begin(struct editor *e) { e->at = line_begin(e); }
static void act_end(struct editor *e) { e->at = line_end(e); }
static void act_word_left(struct editor *e) { e->at = word_before(e); }
static void act_word_right(struct editor *e) { e->at = word_after(e); }
static void act_first(struct editor *e) { e->at = 0; }
static void act_last(struct editor *e) { e->at = e->text->len; }

static void act_backspace(struct editor *e)
{
	cut(e, before(e), e->at, false);
}

static void act_delete(struct editor *e)
{
	cut(e, e->at, after(e), false);
}

static void act_kill_line(struct editor *e)
{
	gsize end = line_end(e);

	cut(e, e->at, end == e->at && end < e->text->len ? end + 1 : end,
	    true);
}

static void act_kill_begin(struct editor *e)
{
	cut(e, line_begin(e), e->at, true);
}

static void act_kill_word(struct editor *e)
{
	cut(e, e->at, word_after(e), true);
}

static void act_kill_word_back(struct editor *e)
{
	cut(e, word_before(e), e->at, true);
}

/* Ctrl-W as in readline: back to white space. */
static void act_rubout(struct editor *e)
{
	gsize at = e->at;

	while (at && g_ascii_isspace(e->text->str[at - 1]))
		at--;
	while (at && !g_ascii_isspace(e->text->str[at - 1]))
		at--;
	cut(e, at, e->at, true);
}

static void act_kill_all(struct editor *e)
{
	cut(e, 0, e->text->len, true);
}

static void act_yank(struct editor *e)
{
	editor_insert(e, e->killed->str, e->killed->len);
}

static void act_undo(struct editor *e)
{
	if (!e->undo->len)
		return;
	g_string_assign(e->text, g_ptr_array_index(e->undo,
						   e->undo->len - 1));
	g_ptr_array_remove_index(e->undo, e->undo->len - 1);
	e->at = MIN(e->at, e->text->len);
	while (e->at && (e->text->str[e->at] & 0xC0) == 0x80)
		e->at--;
}

static void act_newline(struct editor *e)
{
	editor_insert_char(e, '\n');
}

static void act_transpose(struct editor *e)
{
	gsize b = before(e), a = e->at < e->text->len ? after(e) : e->at;
	g_autofree char *left = NULL;
	gsize start;

	if (a == e->at) {
		e->at = b;
		b = before(e);
	}
	if (b == e->at)
		return;
	remember(e);
	start = b;
	left = g_strndup(e->text->str + start, e->at - start);
	g_string_erase(e->text, start, strlen(left));
	e->at = grapheme_after(e->text->str, start, e->text->len);
	g_string_insert(e->text, e->at, left);
	e->at += strlen(left);
}

static const struct editor_act acts[] = {
	{ "left", "one character left", act_left },
	{ "right", "one character right", act_right },
	{ "begin", "to the beginning of the line", act_begin },
	{ "end", "to the end of the line", act_end },
	{ "word-left", "one word left", act_word_left },
	{ "word-right", "one word right", act_word_right },
	{ "first", "to the beginning of the text", act_first },
	{ "last", "to the end of the text", act_last },
	{ "backspace", "delete the character before", act_backspace },
	{ "delete", "delete the character under the cursor", act_delete },
	{ "kill-line", "cut to the end of the line", act_kill_line },
	{ "kill-begin", "cut to the beginning of the line", act_kill_begin },
	{ "kill-word", "cut the word after", act_kill_word },
	{ "kill-word-back", "cut the word before", act_kill_word_back },
	{ "rubout", "cut back to white space", act_rubout },
	{ "kill-all", "cut everything", act_kill_all },
	{ "yank", "put back what was cut last", act_yank },
	{ "undo", "take the last change back", act_undo },
	{ "newline", "begin a new line", act_newline },
	{ "transpose", "swap two characters", act_transpose },
	{ NULL, NULL, NULL },
};

const struct editor_act *editor_acts(void)
{
	return acts;
}

bool editor_act(struct editor *e, const char *name)
{
	for (const struct editor_act *a = acts; a->name; a++)
		if (!strcmp(a->name, name)) {
			a->run(e);
			return true;
		}
	return false;
}

/* ---- layout ---------------------------------------------------------------- */

/* Where the shown line that begins at `from` ends: at a line break, or
 * before the word that does not fit. */
static gsize shown_end(const struct editor *e, gsize from, int width)
{
	const char *s = e->text->str, *p = s + from, *end = s + e->text->len;
	const char *space = NULL;
	struct grapheme g;
	int used = 0;

	while (p < end && *p != '\n' && grapheme_next(&p, end, &g)) {
		if (used + g.width > width) {
			if (space)
				return space - s;
			return MAX((gsize)(g.s - s), from + 1);
		}
		used += g.width;
		if (g.len == 1 && *g.s == ' ')
			space = p;
	}
	return p - s;
}

void editor_layout(const struct editor *e, int width, struct editor_view *v)
{
	gsize from = 0, end, len = e->text->len;

	width = MAX(width, 4);
	v->starts = g_array_new(FALSE, FALSE, sizeof(gsize));
	v->line = v->column = 0;
	for (;;) {
		g_array_append_val(v->starts, from);
		end = shown_end(e, from, width);
		if (e->at >= from && (e->at <= end)) {
			v->line = v->starts->len - 1;
			v->column = text_width(e->text->str + from,
					       e->at - from);
		}
		if (end >= len)
			break;
		from = e->text->str[end] == '\n' ? end + 1 : end;
	}
	g_array_append_val(v->starts, len);
	if (v->column >= width)
		v->column = width - 1;
}

void editor_view_clear(struct editor_view *v)
{
	if (v->starts)
		g_array_unref(v->starts);
	v->starts = NULL;
}

bool editor_vertical(struct editor *e, int width, int by)
{
	struct editor_view v;
	int line, used;
	gsize from, end;
	bool can;

	editor_layout(e, width, &v);
	line = v.line + by;
	can = line >= 0 && line < (int)v.starts->len - 1;
	if (can) {
		from = g_array_index(v.starts, gsize, line);
		end = shown_end(e, from, MAX(width, 4));
		e->at = from + text_fit(e->text->str + from, end - from,
					v.column, &used);
	}
	editor_view_clear(&v);
	return can;
}
