#include "ui/composer.h"

#include <string.h>
#include "base/error.h"
#include "text/text.h"
#include "ui/pane.h"

#define MOST_LINES 8
#define CANDIDATES 6
#define HISTORY_MAX 100

void composer_init(struct composer *c)
{
	memset(c, 0, sizeof *c);
	editor_init(&c->editor, true);
	c->history = g_ptr_array_new_with_free_func(g_free);
	c->past = -1;
}

static void drop_candidates(struct composer *c)
{
	if (c->candidates)
		g_ptr_array_unref(c->candidates);
	c->candidates = NULL;
	c->candidate = -1;
}

static void forget_place(struct composer *c)
{
	drop_candidates(c);
	g_clear_pointer(&c->thread, g_free);
	g_clear_pointer(&c->rid, g_free);
	g_clear_pointer(&c->key, g_free);
	g_clear_pointer(&c->target, g_free);
	g_clear_pointer(&c->target_words, g_free);
	g_clear_pointer(&c->room_name, g_free);
	g_clear_pointer(&c->kept, g_free);
	g_clear_pointer(&c->origins, g_ptr_array_unref);
	if (c->known)
		audience_clear(&c->audience);
	c->known = false;
	c->room = 0;
	c->what = COMPOSE_NEW;
	c->past = -1;
}

void composer_clear(struct composer *c)
{
	forget_place(c);
	editor_clear(&c->editor);
	if (c->history)
		g_ptr_array_unref(c->history);
	c->history = NULL;
}

/* ---- place and draft ---------------------------------------------------------- */

static const char *what_word(enum compose what)
{
	return what == COMPOSE_REPLY ? "reply" :
	       what == COMPOSE_EDIT ? "edit" : NULL;
}

static void say_typing(struct ui *ui, bool on)
{
	struct composer *c = &ui->composer;

	if (c->typing == on || !c->room)
		return;
	c->typing = on;
	if (options_bool(ui->setup.options, "typing"))
		ui_request(ui, REQ_TYPING, c->room, on);
}

void composer_flush(struct ui *ui)
{
	struct composer *c = &ui->composer;
	struct message *m;

	if (!c->dirty || !c->key)
		return;
	c->dirty = false;
	say_typing(ui, c->editor.text->len > 0 &&
		   c->editor.text->str[0] != '/');
	m = message_new(REQ_DRAFT);
	m->a = g_strdup(c->key);
	m->b = g_strdup(c->editor.text->str);
	m->c = g_strdup(c->target);
	m->d = g_strdup(what_word(c->what));
	m->e = origins_pack(c->origins);
	engine_push(ui->setup.engine, m);
}

static void target_words(struct ui *ui, const struct post *p)
{
	struct composer *c = &ui->composer;
	g_autofree char *line = g_strdup(p->body ? p->body : "");

	g_strdelimit(line, "\n", ' ');
	g_free(c->target_words);
	c->target_words = g_strdup_printf("%s: %s", p->name ? p->name : "?",
					  line);
}

/* ---- where the text came from -------------------------------------------------- */

void composer_origins(struct ui *ui, const char *packed)
{
	struct composer *c = &ui->composer;

	g_clear_pointer(&c->origins, g_ptr_array_unref);
	c->origins = origins_unpack(packed);
}

static void add_origin(struct composer *c, struct origin *take)
{
	if (!c->origins)
		c->origins = origins_new();
	origins_add(c->origins, take);
	c->dirty = true;
}

void composer_came_from(struct ui *ui, int64_t room, const char *text)
{
	struct origin *o = command_origin(&ui->ctx, room, text);

	if (o && o->lines->len && g_strcmp0(o->rid, ui->composer.rid))
		add_origin(&ui->composer, o);
	else
		origin_free(o);
}

void composer_pasted(struct ui *ui, const char *text)
{
	g_autoptr(GPtrArray) here = origins_in(ui->heard, text);

	for (guint i = 0; here && i < here->len; i++)
		add_origin(&ui->composer, origin_copy(here->pdata[i]));
}

/* What was drafted or cut out here may be put in elsewhere. */
static void leave_text(struct ui *ui)
{
	struct composer *c = &ui->composer;

	if (!c->room || !ui->heard)
		return;
	ui_heard(ui, c->room, c->editor.text->str);
	if (c->editor.killed)
		ui_heard(ui, c->room, c->editor.killed->str);
}

static void restore_draft(struct ui *ui)
{
	struct composer *c = &ui->composer;
	struct draft *d = reader_draft(ui->reader, c->key);
	struct post *p;

	editor_set(&c->editor, d ? d->text : "");
	composer_origins(ui, d ? d->origin : NULL);
	if (d && d->target && d->what) {
		p = reader_post(ui->reader, c->room, d->target);
		if (p) {
			c->what = !strcmp(d->what, "edit") ? COMPOSE_EDIT :
				  !strcmp(d->what, "reply") ? COMPOSE_REPLY :
				  COMPOSE_NEW;
			c->target = g_strdup(d->target);
			target_words(ui, p);
		}
		post_free(p);
	}
	draft_free(d);
}

static void read_history(struct ui *ui)
{
	struct composer *c = &ui->composer;
	g_autofree char *all = NULL;
	g_auto(GStrv) lines = NULL;

	if (c->history->len)
		return;
	all = reader_state(ui->reader, "composer-history");
	lines = g_strsplit(all ? all : "", "\x1e", HISTORY_MAX);
	for (int i = 0; lines[i]; i++)
		if (*lines[i])
			g_ptr_array_add(c->history, g_strdup(lines[i]));
}

void composer_facts(struct ui *ui)
{
	struct composer *c = &ui->composer;
	struct room *r;

	if (!c->room || !ui_reader(ui))
		return;
	r = reader_room(ui->reader, c->room);
	if (!r)
		return;
	if (c->known)
		audience_clear(&c->audience);
	c->known = reader_audience(ui->reader, c->room, &c->audience);
	c->encrypted = r->encrypted;
	c->may_write = r->mine == MEMBER_JOIN && r->kind != ROOM_SPACE &&
		       !r->replaced_by && r->power >= r->power_events;
	g_free(c->room_name);
	c->room_name = g_strdup(r->name);
	g_free(c->rid);
	c->rid = g_strdup(r->rid);
	room_free(r);
}

void composer_open(struct ui *ui, int64_t room, const char *thread)
{
	struct composer *c = &ui->composer;

	if (c->room == room && !g_strcmp0(c->thread, thread))
		return;
	composer_flush(ui);
	say_typing(ui, false);
	leave_text(ui);
	forget_place(c);
	editor_set(&c->editor, "");
	if (!room || !ui_reader(ui))
		return;
	c->room = room;
	c->thread = g_strdup(thread);
	composer_facts(ui);
	if (!c->rid) {
		forget_place(c);
		return;
	}
	c->key = thread ? g_strdup_printf("%s %s", c->rid, thread)
			: g_strdup(c->rid);
	restore_draft(ui);
	read_history(ui);
}

void composer_target(struct ui *ui, enum compose what, const struct post *p)
{
	struct composer *c = &ui->composer;

	g_clear_pointer(&c->target, g_free);
	g_clear_pointer(&c->target_words, g_free);
	if (c->what == COMPOSE_EDIT && what != COMPOSE_EDIT)
		editor_set(&c->editor, "");
	c->what = p ? what : COMPOSE_NEW;
	c->dirty = true;
	if (!p)
		return;
	c->target = g_strdup(p->eid);
	target_words(ui, p);
	if (what == COMPOSE_EDIT)
		editor_set(&c->editor, p->body);
}

/* ---- typing --------------------------------------------------------------------- */

void composer_key(struct ui *ui, uint32_t key)
{
	struct composer *c = &ui->composer;

	if (key & (KEY_CTRL | KEY_ALT | KEY_NAMED))
		return;
	drop_candidates(c);
	c->past = -1;
	if (!editor_insert_char(&c->editor, key))
		ui_say(ui, "A message is at most %d bytes long; put longer "
		       "texts into a file.", EDITOR_MAX);
	c->dirty = true;
}

void composer_append(struct ui *ui, const char *text)
{
	struct composer *c = &ui->composer;

	c->editor.at = c->editor.text->len;
	if (c->editor.text->len)
		editor_insert(&c->editor, "\n", 1);
	if (!editor_insert(&c->editor, text, -1))
		ui_say(ui, "That is more than a message can hold; nothing was "
		       "put in.");
	c->dirty = true;
}

static void apply_candidate(struct composer *c)
{
	struct completion *k = g_ptr_array_index(c->candidates, c->candidate);

	c->editor.at = MIN(c->editor.at, c->editor.text->len);
	g_string_erase(c->editor.text, k->from, c->editor.at - k->from);
	g_string_insert(c->editor.text, k->from, k->text);
	c->editor.at = k->from + strlen(k->text);
	c->dirty = true;
}

void composer_complete(struct ui *ui, int step)
{
	struct composer *c = &ui->composer;

	if (!c->candidates) {
		ui->ctx.room = c->room;
		c->candidates = command_complete(&ui->ctx, c->editor.text->str,
						 c->editor.at, IN_SLASH, 40);
		c->candidate = -1;
	}
	if (!c->candidates->len) {
		drop_candidates(c);
		return;
	}
	c->candidate += step;
	if (c->candidate < 0)
		c->candidate = c->candidates->len - 1;
	if (c->candidate >= (int)c->candidates->len)
		c->candidate = 0;
	apply_candidate(c);
	if (c->candidates->len == 1)
		drop_candidates(c);
}

/* A text that was sent elsewhere comes from there. */
static void recall(struct ui *ui, const char *entry)
{
	struct composer *c = &ui->composer;
	g_auto(GStrv) parts = g_strsplit(entry, "\x1f", 2);
	struct room *from = parts[0] && parts[1] && ui_reader(ui) ?
		reader_room_by_rid(ui->reader, 0, parts[1]) : NULL;

	editor_set(&c->editor, parts[0] ? parts[0] : "");
	if (from)
		composer_came_from(ui, from->id, parts[0]);
	room_free(from);
}

void composer_history(struct ui *ui, int step)
{
	struct composer *c = &ui->composer;
	int to = c->past < 0 ? (int)c->history->len + step : c->past + step;

	if (to < 0 || (c->past < 0 && step > 0))
		return;
	if (c->past < 0) {
		g_free(c->kept);
		c->kept = g_strdup(c->editor.text->str);
	}
	if (to >= (int)c->history->len) {
		editor_set(&c->editor, c->kept);
		c->past = -1;
	} else {
		recall(ui, g_ptr_array_index(c->history, to));
		c->past = to;
	}
	c->dirty = true;
}

static void remember(struct ui *ui, const char *said)
{
	struct composer *c = &ui->composer;
	g_autoptr(GString) all = g_string_new(NULL);
	g_autofree char *text = g_strdup_printf("%s\x1f%s", said,
						c->rid ? c->rid : "");

	if (c->history->len && !strcmp(text, g_ptr_array_index(c->history,
			c->history->len - 1)))
		return;
	if (c->history->len >= HISTORY_MAX)
		g_ptr_array_remove_index(c->history, 0);
	g_ptr_array_add(c->history, g_steal_pointer(&text));
	for (guint i = 0; i < c->history->len; i++)
		g_string_append_printf(all, "%s%s", i ? "\x1e" : "",
			(char *)g_ptr_array_index(c->history, i));
	ui_set_state(ui, "composer-history", all->str);
}

/* ---- sending ---------------------------------------------------------------------- */

static void emptied(struct ui *ui)
{
	struct composer *c = &ui->composer;

	editor_set(&c->editor, "");
	drop_candidates(c);
	c->what = COMPOSE_NEW;
	g_clear_pointer(&c->target, g_free);
	g_clear_pointer(&c->target_words, g_free);
	g_clear_pointer(&c->origins, g_ptr_array_unref);
	c->past = -1;
	c->dirty = true;
}

static bool may_send(struct composer *c, GError **err)
{
	if (c->encrypted)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "%s is encrypted and this client cannot encrypt "
			    "yet, so it does not send there. Your text is "
			    "kept as a draft.", c->room_name);
	else if (!c->may_write)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "You may not write in %s. Your text is kept as a "
			    "draft.", c->room_name);
	else
		return true;
	return false;
}

static bool run_slash(struct ui *ui, const char *line, GError **err)
{
	struct composer *c = &ui->composer;
	g_autofree char *kept = g_strdup(line);

	ui->ctx.room = c->room;
	g_free(ui->ctx.thread);
	ui->ctx.thread = g_strdup(c->thread);
	if (!command_run_line(&ui->ctx, kept + 1, IN_SLASH, err))
		return false;
	remember(ui, kept);
	emptied(ui);
	return true;
}

bool composer_send(struct ui *ui, GError **err)
{
	struct composer *c = &ui->composer;
	g_autofree char *text = g_strdup(c->editor.text->str);
	struct op *op;
	const char *body;

	g_strchomp(text);
	body = text + strspn(text, "\n");
	if (!*body)
		return true;
	if (body[0] == '/' && body[1] != '/')
		return run_slash(ui, body, err);
	if (body[0] == '/')
		body++;
	if (!may_send(c, err))
		return false;
	op = op_new(c->what == COMPOSE_EDIT ? OP_EDIT : OP_SEND);
	op->room = c->room;
	op->rid = g_strdup(c->rid);
	op->thread = g_strdup(c->thread);
	op->target = g_strdup(c->target);
	op->origin = origins_pack(c->origins);
	if (c->known) {
		op->audience = c->audience.print;
		op->scope = g_strdup(c->audience.scope);
	}
	command_fill_text(&ui->ctx, c->room, body, op);
	switch (ui_offer(ui, op, true, err)) {
	case GUARD_PASS:
		composer_sent(ui);
		return true;
	case GUARD_ASK:
		return true;
	default:
		return false;
	}
}

void composer_sent(struct ui *ui)
{
	g_autofree char *text = g_strchomp(g_strdup(
				ui->composer.editor.text->str));

	say_typing(ui, false);
	remember(ui, text);
	emptied(ui);
}

/* ---- drawing ------------------------------------------------------------------------ */

static int shown_lines(struct composer *c, int width)
{
	struct editor_view v;
	int n;

	editor_layout(&c->editor, width - 4, &v);
	n = v.starts->len - 1;
	editor_view_clear(&v);
	return MAX(n, 1);
}

int composer_height(struct ui *ui, int width, int most)
{
	struct composer *c = &ui->composer;
	int lines;

	if (!c->room)
		return 0;
	lines = MIN(shown_lines(c, width), MIN(MOST_LINES, MAX(most - 2, 1)));
	return 1 + lines + (c->target ? 1 : 0) +
	       (c->candidates ? MIN((int)c->candidates->len, CANDIDATES) : 0);
}

static enum role audience_role(const struct audience *a)
{
	if (a && a->contradicts)
		return ROLE_WARNING;
	return a && a->outsiders ? ROLE_EXTERNAL : ROLE_DIM;
}

void composer_audience(struct surface *s, struct rect r,
		       const struct audience_line *line)
{
	const struct audience *a = line->audience;
	enum area area = a ? a->area : AREA_UNKNOWN;
	const char *words = a ? a->words
			      : "who can read this is being looked up";
	int x = r.x + 1;

	x += surface_put(s, AT(x, r.y, r.w - 2),
			 INK(say_area_role(area), MARK_BOLD), say_area(area),
			 -1);
	x += surface_put(s, AT(x, r.y, 2), PLAIN(ROLE_DIM), "  ", -1);
	x += surface_put_cut(s, AT(x, r.y, MAX((r.w - x) / 2, 8)),
			     PLAIN(ROLE_TEXT), line->room);
	x += surface_put(s, AT(x, r.y, 9), PLAIN(ROLE_DIM),
			 line->thread ? ", thread" : "", -1) + 1;
	x += surface_put(s, AT(x, r.y, 1), PLAIN(ROLE_DIM),
			 surface_symbol(s, "›"), -1) + 1;
	surface_put_cut(s, AT(x, r.y, r.x + r.w - 1 - x),
			PLAIN(audience_role(a)), words);
}

static void draw_audience(struct ui *ui, struct surface *s, struct rect r)
{
	struct composer *c = &ui->composer;
	struct audience_line line = {
		.audience = c->known ? &c->audience : NULL,
		.room = c->room_name, .thread = c->thread != NULL,
	};

	composer_audience(s, r, &line);
}

static int draw_target(struct ui *ui, struct surface *s, struct rect r, int y)
{
	struct composer *c = &ui->composer;
	int x = r.x + 1;

	if (!c->target)
		return y;
	x += surface_put(s, AT(x, y, r.w), PLAIN(ROLE_ACCENT),
			 c->what == COMPOSE_EDIT ? "edit " : "reply to ", -1);
	surface_put_cut(s, AT(x, y, r.x + r.w - 14 - x), PLAIN(ROLE_QUOTE),
			c->target_words);
	surface_put_right(s, AT(r.x, y, r.w - 1), PLAIN(ROLE_DIM),
			  "Esc Esc drops");
	return y + 1;
}

static int draw_candidates(struct composer *c, struct surface *s,
			   struct rect r, int y)
{
	int n, from;

	if (!c->candidates)
		return y;
	n = MIN((int)c->candidates->len, CANDIDATES);
	from = CLAMP(c->candidate - n / 2, 0, (int)c->candidates->len - n);
	for (int i = 0; i < n; i++) {
		struct completion *k = g_ptr_array_index(c->candidates,
							 from + i);
		bool on = from + i == c->candidate;
		int x = r.x + 3;

		x += surface_put_cut(s, AT(x, y, r.w / 2),
				     PLAIN(on ? ROLE_CHOSEN : ROLE_TEXT),
				     k->text);
		surface_put_cut(s, AT(x + 2, y++, r.x + r.w - x - 3),
				PLAIN(ROLE_DIM), k->help);
	}
	return y;
}

static const char *empty_words(const struct composer *c)
{
	if (c->encrypted)
		return "encrypted: this client cannot write here";
	return c->may_write ? "c writes here" : "you may not write here";
}

static void draw_text(struct ui *ui, struct surface *s, struct rect r,
		      bool focus)
{
	struct composer *c = &ui->composer;
	const char *text = c->editor.text->str;
	struct editor_view v;
	int lines, top;

	editor_layout(&c->editor, r.w - 4, &v);
	lines = v.starts->len - 1;
	top = CLAMP(v.line - r.h + 1, 0, MAX(lines - r.h, 0));
	surface_put(s, AT(r.x + 1, r.y, 2),
		    PLAIN(focus ? ROLE_ACCENT : ROLE_DIM), top ? "^" : ">", -1);
	for (int i = 0; i < r.h && top + i < lines; i++) {
		gsize from = g_array_index(v.starts, gsize, top + i);
		gsize to = g_array_index(v.starts, gsize, top + i + 1);

		while (to > from && text[to - 1] == '\n')
			to--;
		surface_put(s, AT(r.x + 3, r.y + i, r.w - 3), PLAIN(ROLE_INPUT),
			    text + from, to - from);
	}
	if (!c->editor.text->len && !focus)
		surface_put_cut(s, AT(r.x + 3, r.y, r.w - 4), PLAIN(ROLE_DIM),
				empty_words(c));
	if (focus) {
		ui->cursor_x = r.x + 3 + v.column;
		ui->cursor_y = r.y + v.line - top;
	}
	editor_view_clear(&v);
}

void composer_draw(struct ui *ui, struct surface *s, struct rect r,
		   bool focus)
{
	struct composer *c = &ui->composer;
	int y;

	draw_audience(ui, s, r);
	y = draw_target(ui, s, r, r.y + 1);
	y = draw_candidates(c, s, r, y);
	draw_text(ui, s, (struct rect){ r.x, y, r.w, r.y + r.h - y }, focus);
}
