/* The screen: its life, its loop, what keys and events do to it. */
#include "ui/records.h"
#include "ui/ui.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include "base/error.h"
#include "base/log.h"
#include "text/text.h"
#include "ui/asked.h"
#include "ui/bell.h"
#include "ui/frame.h"
#include "ui/front.h"
#include "ui/marks.h"
#include "ui/remind.h"
#include "ui/term.h"

#define STOP_MS 2000

/* ---- saying things ----------------------------------------------------------- */

void ui_touch(struct ui *ui)
{
	ui->dirty = true;
}

void ui_again(struct ui *ui)
{
	ui->again = true;
}

static void set_notice(struct ui *ui, char *take, bool bad)
{
	g_free(ui->notice);
	ui->notice = take;
	ui->notice_bad = bad;
	ui_touch(ui);
}

void ui_say(struct ui *ui, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	set_notice(ui, g_strdup_vprintf(fmt, args), false);
	va_end(args);
}

void ui_complain(struct ui *ui, const GError *err)
{
	if (err)
		set_notice(ui, g_strdup(err->message), true);
}

/* ---- requests ------------------------------------------------------------------ */

void ui_request(struct ui *ui, enum message_kind kind, int64_t room,
		int64_t n)
{
	struct message *m = message_new(kind);

	m->room = room;
	m->n = n;
	engine_push(ui->setup.engine, m);
}

static char *make_txn(struct ui *ui)
{
	const struct world *w = ui->setup.world;

	return g_strdup_printf("fm%" G_GINT64_MODIFIER "x%016"
			       G_GINT64_MODIFIER "x", world_now(w),
			       (guint64)world_random(w));
}

bool ui_can(struct ui *ui, const struct command *c, char **why)
{
	struct command_context ctx = ui->ctx;

	if (!c->can || !ui_reader(ui))
		return true;
	ctx.reader = ui->reader;
	ctx.room = ui->room;
	return c->can(&ctx, why);
}

/* What is made inside of something that is itself being made does not open:
 * that does. */
static bool opens_a_place(const struct op *op)
{
	return op->kind == OP_JOIN || op->kind == OP_DIRECT ||
	       (op->kind == OP_CREATE &&
		!(op->target && g_str_has_prefix(op->target, "txn:")));
}

void ui_push(struct ui *ui, struct op *take)
{
	struct message *m = message_new(REQ_OP);

	if (!take->txn)
		take->txn = make_txn(ui);
	if (take->kind == OP_READ && !take->key &&
	    !options_bool(ui->setup.options, "receipts"))
		take->key = g_strdup("private");
	if (!take->account && take->room && ui_reader(ui)) {
		struct room *r = reader_room(ui->reader, take->room);

		if (r) {
			take->account = r->account;
			if (!take->rid)
				take->rid = g_strdup(r->rid);
		}
		room_free(r);
	}
	m->op = take;
	m->account = take->account;
	m->room = take->room;
	m->tag = ++ui->tags;
	if (opens_a_place(take))
		ui->open_tag = m->tag;
	engine_push(ui->setup.engine, m);
}

enum guard ui_offer(struct ui *ui, struct op *take, bool composing,
		    GError **err)
{
	struct guard_ask ask;
	enum guard verdict;

	ui_reader(ui);
	verdict = command_guard(&ui->ctx, take, ui->heard, &ask, err);
	if (verdict == GUARD_ASK) {
		ui_set_popup(ui, wider_new(ui, take, &ask, composing));
		return verdict;
	}
	guard_ask_clear(&ask);
	if (verdict == GUARD_REFUSE) {
		op_free(take);
		return verdict;
	}
	ui_keep_rules(ui);
	ui_push(ui, take);
	return verdict;
}

void ui_submit(struct ui *ui, struct op *take)
{
	g_autoptr(GError) err = NULL;

	ui_offer(ui, take, false, &err);
	ui_complain(ui, err);
}

void ui_keep_rules(struct ui *ui)
{
	g_autofree char *rules = command_keep_rules(&ui->ctx);

	if (rules)
		ui_set_state(ui, "keep", rules);
}

void ui_heard(struct ui *ui, int64_t room, const char *text)
{
	struct origin *o = command_origin(&ui->ctx, room, text);

	if (o && o->lines->len)
		origins_add(ui->heard, o);
	else
		origin_free(o);
}

void ui_set_state(struct ui *ui, const char *key, const char *value)
{
	struct message *m = message_new(REQ_STATE);

	m->a = g_strdup(key);
	m->b = g_strdup(value);
	engine_push(ui->setup.engine, m);
}

/* ---- the store ------------------------------------------------------------------- */

static void read_accounts(struct ui *ui)
{
	GPtrArray *all = reader_accounts(ui->reader);

	g_clear_pointer(&ui->who, g_free);
	g_clear_pointer(&ui->home, g_free);
	for (guint i = 0; i < all->len; i++) {
		const struct account *a = g_ptr_array_index(all, i);

		if (i == 0)
			ui->home = g_strdup(uid_server(a->user));
		if (ui->setup.paths && i == 0)
			ui->who = g_strdup(a->name);
	}
	if (all->len > 1) {
		char *more = g_strdup_printf("%s and %u more", ui->who,
					     all->len - 1);

		g_free(ui->who);
		ui->who = more;
		g_clear_pointer(&ui->home, g_free);
	}
	g_ptr_array_unref(all);
}

bool ui_reader(struct ui *ui)
{
	g_autoptr(GError) err = NULL;

	if (ui->reader)
		return true;
	if (ui->reader_tried)
		return false;
	ui->reader_tried = true;
	ui->reader = reader_open(ui->setup.paths, ui->setup.world, &err);
	if (!ui->reader) {
		if (!g_error_matches(err, FM_ERROR, FM_ERROR_NOT_FOUND))
			ui_complain(ui, err);
		return false;
	}
	ui->ctx.reader = ui->reader;
	read_accounts(ui);
	return true;
}

static void read_totals(struct ui *ui)
{
	ui->totals_stale = false;
	if (ui_reader(ui))
		reader_totals(ui->reader, &ui->unread, &ui->mentions,
			      &ui->invites);
}

/* ---- what is where ------------------------------------------------------------------ */

void ui_pane_free(struct pane *p)
{
	if (!p)
		return;
	marks_clear(p);
	p->ops->free(p);
}

struct pane *ui_pane(struct ui *ui)
{
	switch (ui->focus) {
	case FOCUS_PLACES:
		return ui->places;
	case FOCUS_MAIN:
		return ui->main;
	case FOCUS_SIDE:
		return ui->side;
	case FOCUS_POPUP:
		return ui->popup;
	case FOCUS_PROMPT:
		return ui->before_popup == FOCUS_PLACES ? ui->places :
		       ui->before_popup == FOCUS_SIDE ? ui->side : ui->main;
	default:
		return NULL;
	}
}

unsigned ui_view(struct ui *ui)
{
	struct pane *p;

	if (ui->focus == FOCUS_COMPOSER)
		return VIEW_COMPOSER;
	if (ui->focus == FOCUS_PROMPT)
		return VIEW_PROMPT;
	p = ui_pane(ui);
	return p ? p->ops->view : VIEW_PLACES;
}

void ui_focus(struct ui *ui, enum focus focus)
{
	if (focus == FOCUS_SIDE && !ui->side)
		focus = FOCUS_MAIN;
	if (focus == FOCUS_MAIN && !ui->main)
		focus = FOCUS_PLACES;
	if (focus == FOCUS_COMPOSER && !ui->composer.room)
		focus = FOCUS_MAIN;
	if (focus == FOCUS_PROMPT || focus == FOCUS_POPUP) {
		if (ui->focus != FOCUS_PROMPT && ui->focus != FOCUS_POPUP)
			ui->before_popup = ui->focus;
	}
	ui->focus = focus;
	if (focus == FOCUS_MAIN && feed_is(ui->main))
		composer_open(ui, ui->room, NULL);
	if (focus == FOCUS_SIDE && feed_thread(ui->side))
		composer_open(ui, feed_room(ui->side), feed_thread(ui->side));
	ui_touch(ui);
}

static void replace(struct ui *ui, struct pane **slot, struct pane *take)
{
	if (*slot)
		g_ptr_array_add(ui->gone, *slot);
	*slot = take;
	ui->fresh = ui->fresh || take;
}

void ui_set_main(struct ui *ui, struct pane *take)
{
	replace(ui, &ui->main, take);
	if (!feed_is(take))
		composer_open(ui, 0, NULL);
	ui_touch(ui);
}

void ui_set_side(struct ui *ui, struct pane *take)
{
	bool there = ui->focus == FOCUS_SIDE;

	if (ui->side && feed_thread(ui->side) && !take)
		composer_open(ui, feed_is(ui->main) ? ui->room : 0, NULL);
	replace(ui, &ui->side, take);
	if (there && !take)
		ui_focus(ui, FOCUS_MAIN);
	ui_touch(ui);
}

void ui_set_popup(struct ui *ui, struct pane *take)
{
	replace(ui, &ui->popup, take);
	if (take)
		ui_focus(ui, FOCUS_POPUP);
	else if (ui->focus == FOCUS_POPUP)
		ui_focus(ui, ui->before_popup);
	ui_touch(ui);
}

void ui_confirm(struct ui *ui, const char *question, const char *line)
{
	ui_set_popup(ui, confirm_new(ui, question, line));
}

/* Forget what is further on than `from`. */
static void trail_cut(struct trail *t, int from)
{
	for (int i = from; i < t->count; i++)
		g_clear_pointer(&t->lists[i], asked_free);
	t->count = MIN(t->count, from);
}

static void trail_add(struct trail *t, int64_t room, const struct asked *list)
{
	if (t->count && (list ? asked_same(t->lists[t->at], list) :
			 t->rooms[t->at] == room && !t->lists[t->at]))
		return;
	trail_cut(t, t->count ? t->at + 1 : 0);
	if (t->count == TRAIL_MAX) {
		asked_free(t->lists[0]);
		t->count--;
		memmove(t->rooms, t->rooms + 1, sizeof t->rooms[0] * t->count);
		memmove(t->lists, t->lists + 1, sizeof t->lists[0] * t->count);
	}
	t->rooms[t->count] = room;
	t->lists[t->count] = list ? asked_copy(list) : NULL;
	t->at = t->count++;
}

void ui_trail_list(struct ui *ui, const struct asked *list)
{
	trail_add(&ui->trail, 0, list);
}

void ui_trail_leave(struct ui *ui, const struct asked *list)
{
	struct trail *t = &ui->trail;

	if (t->at > 0 && asked_same(t->lists[t->at], list))
		t->at--;
}

static void ask_about_invite(struct ui *ui, const struct room *r)
{
	g_autofree char *who = say_short_name(r->inviter);
	g_autofree char *question = g_strdup_printf(
		"%s invites you to %s%s%s. Join?", who, r->name,
		r->topic && *r->topic ? ": " : "", r->topic ? r->topic : "");
	g_autofree char *line = g_strdup_printf("join %s", r->rid);

	ui_confirm(ui, question, line);
}

void ui_open_room(struct ui *ui, int64_t room)
{
	struct room *r = ui_reader(ui) ? reader_room(ui->reader, room) : NULL;

	if (!r)
		return;
	if (r->mine == MEMBER_INVITE) {
		ask_about_invite(ui, r);
		room_free(r);
		return;
	}
	ui_set_side(ui, NULL);
	ui->room = room;
	ui->ctx.account = r->account;
	if (r->kind == ROOM_SPACE) {
		ui_set_main(ui, records_space_new(ui, r));
	} else {
		ui_set_main(ui, feed_new(ui, room, NULL));
		composer_open(ui, room, NULL);
	}
	trail_add(&ui->trail, room, NULL);
	places_show(ui->places, room);
	ui_set_state(ui, "place", r->rid);
	ui_focus(ui, FOCUS_MAIN);
	remind_charter(ui, room);
	room_free(r);
}

void ui_open_post(struct ui *ui, int64_t room, const char *eid)
{
	struct post *p = ui_reader(ui) ? reader_post(ui->reader, room, eid)
				       : NULL;

	ui_open_room(ui, room);
	if (p && p->thread) {
		feed_show(ui->main, p->thread);
		ui_set_side(ui, feed_new(ui, room, p->thread));
		feed_show(ui->side, eid);
		ui_focus(ui, FOCUS_SIDE);
	} else if (feed_is(ui->main)) {
		feed_show(ui->main, eid);
	}
	post_free(p);
}

/* ---- lines ------------------------------------------------------------------------ */

static void fill_selection(struct ui *ui)
{
	struct pane *p = ui_pane(ui);

	ui->ctx.room = ui->room;
	g_clear_pointer(&ui->ctx.eid, g_free);
	g_clear_pointer(&ui->ctx.uid, g_free);
	g_clear_pointer(&ui->ctx.thread, g_free);
	ui->ctx.thread = g_strdup(feed_thread(ui->side));
	if (p && p->ops->select)
		p->ops->select(p, &ui->ctx);
}

bool ui_run_line(struct ui *ui, const char *line, GError **err)
{
	fill_selection(ui);
	ui->undo.fresh = false;
	if (marks_want(ui, line))
		return marks_run(ui, line, false, err);
	return command_run_line(&ui->ctx, line, IN_PROMPT, err);
}

void ui_search(struct ui *ui, const char *words)
{
	struct pane *p = ui_pane(ui);

	g_autofree char *line = g_strdup_printf("search %s", words);
	g_autoptr(GError) err = NULL;

	/* Home is of everywhere, and so is what is looked for there */
	if (p && p->ops->filter && p->ops->view != VIEW_HOME) {
		p->ops->filter(p, words);
		ui_touch(ui);
	} else if (!ui_run_line(ui, line, &err)) {
		ui_complain(ui, err);
	}
}

/* ---- keys -------------------------------------------------------------------------- */

static struct editor *pane_editor(struct ui *ui)
{
	struct pane *p = ui_pane(ui);

	return p && p->ops->editor ? p->ops->editor(p) : NULL;
}

struct editor *ui_editor(struct ui *ui)
{
	if (ui->focus == FOCUS_COMPOSER)
		return &ui->composer.editor;
	if (ui->focus == FOCUS_PROMPT)
		return &ui->prompt.editor;
	return pane_editor(ui);
}

void ui_edited(struct ui *ui)
{
	struct pane *p = ui_pane(ui);

	if (ui->focus == FOCUS_COMPOSER)
		ui->composer.dirty = true;
	else if (ui->focus == FOCUS_PROMPT)
		prompt_edited(ui);
	else if (p && p->ops->edited)
		p->ops->edited(p);
	ui_touch(ui);
}

/* What was pasted goes in at once and is never run. */
static void take_paste(struct ui *ui)
{
	struct editor *e = ui_editor(ui);

	if (!e && ui->composer.room) {
		ui_focus(ui, FOCUS_COMPOSER);
		e = &ui->composer.editor;
	}
	if (!e)
		ui_say(ui, "There is nowhere to paste into; c opens the "
		       "composer.");
	else if (!editor_insert(e, ui->pasted->str, ui->pasted->len))
		ui_say(ui, "That is more than a message can hold (%d bytes); "
		       "nothing was pasted.", EDITOR_MAX);
	else
		ui_edited(ui);
	if (e == &ui->composer.editor)
		composer_pasted(ui, ui->pasted->str);
	g_string_truncate(ui->pasted, 0);
}

static bool paste_key(struct ui *ui, uint32_t key)
{
	if (key == KEY_PASTE_BEGIN) {
		ui->pasting = true;
		return true;
	}
	if (!ui->pasting)
		return false;
	if (key == KEY_PASTE_END) {
		ui->pasting = false;
		take_paste(ui);
	} else if (ui->pasted->len < 4 * EDITOR_MAX && key < KEY_NAMED) {
		g_string_append_unichar(ui->pasted, key);
	}
	return true;
}

static void text_key(struct ui *ui, uint32_t key)
{
	struct pane *p = ui_pane(ui);
	struct editor *e;

	if (ui->focus == FOCUS_COMPOSER) {
		composer_key(ui, key);
	} else if (ui->focus == FOCUS_PROMPT) {
		prompt_key(ui, key);
	} else if (p && p->ops->key && p->ops->key(p, key)) {
		return;
	} else if ((e = pane_editor(ui)) && key < KEY_NAMED) {
		editor_insert_char(e, key);
		ui_edited(ui);
	}
}

static void run_binding(struct ui *ui, const char *line)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *kept = g_strdup(line);

	if (!ui_run_line(ui, kept, &err))
		ui_complain(ui, err);
}

void ui_key(struct ui *ui, uint32_t key)
{
	const char *line;

	if (ui->fresh)		/* a key means what would be seen */
		ui_draw(ui);
	ui_touch(ui);
	if (paste_key(ui, key))
		return;
	if (key == KEY_FOCUS_IN || key == KEY_FOCUS_OUT) {
		ui->focused = key == KEY_FOCUS_IN;
		bell_focus(ui);
		return;
	}
	g_clear_pointer(&ui->notice, g_free);
	line = keymap_find(ui->setup.keymap, ui_view(ui), key);
	if (line)
		run_binding(ui, line);
	else
		text_key(ui, key);
}

/* ---- events ---------------------------------------------------------------------------- */

static struct account_status *status_of(struct ui *ui, int64_t account)
{
	struct account_status fresh = { .account = account };

	for (guint i = 0; i < ui->accounts->len; i++) {
		struct account_status *a = &g_array_index(ui->accounts,
						struct account_status, i);

		if (a->account == account)
			return a;
	}
	g_array_append_val(ui->accounts, fresh);
	return &g_array_index(ui->accounts, struct account_status,
			      ui->accounts->len - 1);
}

static void on_account(struct ui *ui, const struct message *m)
{
	struct account_status *a = status_of(ui, m->account);

	if (m->n == ACCOUNT_LOGGED_OUT && a->state != ACCOUNT_LOGGED_OUT &&
	    m->a)
		set_notice(ui, g_strdup(m->a), true);
	if (m->n == ACCOUNT_LIVE && a->state != ACCOUNT_LIVE)
		remind_guests(ui);
	a->state = m->n;
	a->when = m->when;
	a->follows = m->id == 1;
	g_free(a->sentence);
	a->sentence = g_strdup(m->a);
	if (m->n != ACCOUNT_SYNCING)
		ui->progress = ui->progress_total = 0;
	if (ui->reader && !ui->who)
		read_accounts(ui);
}

static void on_progress(struct ui *ui, const struct message *m)
{
	ui->progress = MAX(m->n, 1);
	ui->progress_total = m->id;
	ui->progress_rooms = m->when;
}

static void on_op(struct ui *ui, const struct message *m)
{
	if (m->n == OP_FAILED && m->b)
		set_notice(ui, g_strdup(m->b), true);
	if (m->n == OP_HELD && m->b)
		set_notice(ui, g_strdup_printf("Held, not sent: %s", m->b),
			   true);
	if (m->tag && m->tag == ui->open_tag && m->n == OP_SENT && m->c) {
		g_free(ui->open_rid);
		ui->open_rid = g_strdup(m->c);
	}
}

/* A room that was joined or made is opened as soon as it is in the store. */
static void open_joined(struct ui *ui)
{
	struct room *r;

	if (!ui->open_rid || !ui_reader(ui))
		return;
	r = reader_room_by_rid(ui->reader, 0, ui->open_rid);
	if (r && r->mine == MEMBER_JOIN) {
		g_clear_pointer(&ui->open_rid, g_free);
		ui_open_room(ui, r->id);
	}
	room_free(r);
}

static void on_typing(struct ui *ui, const struct message *m)
{
	gint64 *key = g_new(gint64, 1);

	*key = m->room;
	if (m->a && *m->a)
		g_hash_table_replace(ui->typing, key, g_strdup(m->a));
	else {
		g_hash_table_remove(ui->typing, key);
		g_free(key);
	}
}

static void on_outbox(struct ui *ui, const struct message *m)
{
	ui->waiting = m->n;
	ui->failed = m->id;
	ui->held = m->when;
}

static void on_room(struct ui *ui, const struct message *m)
{
	ui->totals_stale = true;
	if (m->n & ROOM_HAS_MEMBERS)
		g_hash_table_remove_all(ui->names);
	if (m->n & (ROOM_HAS_FACTS | ROOM_HAS_MEMBERS) &&
	    (m->room == ui->composer.room || !m->room))
		composer_facts(ui);
}

static void on_places(struct ui *ui, const struct message *m)
{
	(void)m;
	ui->totals_stale = true;
}

static void on_trouble(struct ui *ui, const struct message *m)
{
	if (m->a)
		set_notice(ui, g_strdup(m->a), true);
}

static void on_ended(struct ui *ui, const struct message *m)
{
	if (!m->a)
		return;
	g_free(ui->ended);
	ui->ended = g_strdup(m->a);
	ui->quit = true;
}

static void on_login(struct ui *ui, const struct message *m)
{
	if (m->account && ui_reader(ui))
		read_accounts(ui);
}

/* The form cannot free itself in the middle of an event. */
static void leave_form(struct ui *ui)
{
	if (!ui->logged_in)
		return;
	ui->logged_in = false;
	ui_set_popup(ui, NULL);
	ui_set_main(ui, records_home_new(ui));
	ui_focus(ui, FOCUS_PLACES);
}

/* What one may do there may be another thing now. */
static void forget_hints(struct ui *ui, const struct message *m)
{
	if (m->n & ROOM_HAS_FACTS)
		ui->hints_view = 0;
}

static void on_lookup(struct ui *ui, const struct message *m)
{
	lookups_take(&ui->lookups, ui->setup.world, m);
}

static const struct {
	enum message_kind kind;
	void (*run)(struct ui *ui, const struct message *m);
} handlers[] = {
	{ EV_ACCOUNT, on_account }, { EV_PROGRESS, on_progress },
	{ EV_OP, on_op }, { EV_OUTBOX, on_outbox },
	{ EV_TYPING, on_typing }, { EV_ROOM, on_room },
	{ EV_PLACES, on_places }, { EV_TROUBLE, on_trouble },
	{ EV_ENDED, on_ended }, { EV_LOGIN, on_login },
	{ EV_LOOKUP, on_lookup }, { EV_ROOM, forget_hints },
	{ EV_RING, bell_ring }, { EV_UNRING, bell_unring },
};

static void tell_panes(struct ui *ui, const struct message *m)
{
	struct pane *panes[] = { ui->places, ui->main, ui->side, ui->popup };

	for (guint i = 0; i < G_N_ELEMENTS(panes); i++)
		if (panes[i] && panes[i]->ops->event)
			panes[i]->ops->event(panes[i], m);
	beside_event(ui, m);
}

void ui_event(struct ui *ui, const struct message *m)
{
	ui->reader_tried = false;
	for (guint i = 0; i < G_N_ELEMENTS(handlers); i++)
		if (handlers[i].kind == m->kind)
			handlers[i].run(ui, m);
	tell_panes(ui, m);
	leave_form(ui);
	open_joined(ui);
	ui_touch(ui);
}

void ui_events(struct ui *ui)
{
	struct message *m;

	while ((m = engine_pop(ui->setup.engine))) {
		ui_event(ui, m);
		message_free(m);
	}
}

/* ---- life -------------------------------------------------------------------------------- */

static void first_view(struct ui *ui)
{
	g_autofree char *rid = NULL;
	struct room *r;

	if (!ui_reader(ui) || !ui->who) {
		ui_set_main(ui, welcome_new(ui));
		ui_focus(ui, FOCUS_MAIN);
		return;
	}
	rid = reader_state(ui->reader, "place");
	r = rid ? reader_room_by_rid(ui->reader, 0, rid) : NULL;
	if (r && r->mine == MEMBER_JOIN) {
		ui_open_room(ui, r->id);
	} else {
		ui_set_main(ui, records_home_new(ui));
		ui_focus(ui, FOCUS_PLACES);
	}
	room_free(r);
}

static void fill_context(struct ui *ui)
{
	struct command_context *c = &ui->ctx;

	c->paths = ui->setup.paths;
	c->world = ui->setup.world;
	c->engine = ui->setup.engine;
	c->options = ui->setup.options;
	c->keymap = ui->setup.keymap;
	c->set = ui->setup.set;
	c->front = &ui_front;
	c->user = ui;
	c->screen = ui;
	c->looks = ui->setup.theme;
}

static void account_status_clear(struct account_status *a)
{
	g_free(a->sentence);
}

struct ui *ui_new(const struct ui_setup *setup, int width, int height)
{
	struct ui *ui = g_new0(struct ui, 1);
	const char *symbols = options_text(setup->options, "symbols");

	ui->setup = *setup;
	ui->theme = setup->theme;
	ui->focused = true;
	ui->dirty = ui->totals_stale = true;
	fill_context(ui);
	surface_init(&ui->screen, width, height);
	ui->screen.ascii = !g_strcmp0(symbols, "ascii");
	ui->screen.joined = !g_strcmp0(options_text(setup->options, "emoji"),
				       "all");
	ui->gone = g_ptr_array_new_with_free_func(
		(GDestroyNotify)ui_pane_free);
	ui->accounts = g_array_new(FALSE, TRUE, sizeof(struct account_status));
	g_array_set_clear_func(ui->accounts,
			       (GDestroyNotify)account_status_clear);
	ui->typing = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					   g_free, g_free);
	ui->names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					  g_free);
	ui->out = g_string_new(NULL);
	ui->forms = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
					  g_free);
	ui->heard = origins_new();
	ui->pasted = g_string_new(NULL);
	ui->hints = g_ptr_array_new_with_free_func(g_free);
	composer_init(&ui->composer);
	undo_init(&ui->undo);
	prompt_init(&ui->prompt);
	ui->places = places_new(ui);
	first_view(ui);
	if (setup->problems && setup->problems->len)
		ui_say(ui, "%s%s", (char *)g_ptr_array_index(setup->problems,
			0), setup->problems->len > 1 ? " (:problems shows all)"
			: "");
	return ui;
}

void ui_free(struct ui *ui)
{
	if (!ui)
		return;
	g_ptr_array_unref(ui->gone);
	ui_pane_free(ui->popup);
	ui_pane_free(ui->side);
	ui_pane_free(ui->main);
	ui_pane_free(ui->places);
	beside_free(ui);
	marks_free(ui);
	trail_cut(&ui->trail, 0);
	g_hash_table_unref(ui->forms);
	composer_clear(&ui->composer);
	prompt_clear(&ui->prompt);
	bell_free(ui);
	reader_close(ui->reader);
	surface_clear(&ui->screen);
	lookups_clear(&ui->lookups);
	g_array_unref(ui->accounts);
	g_hash_table_unref(ui->typing);
	g_hash_table_unref(ui->names);
	g_string_free(ui->out, TRUE);
	g_ptr_array_unref(ui->heard);
	g_string_free(ui->pasted, TRUE);
	g_ptr_array_unref(ui->hints);
	g_free(ui->home);
	g_free(ui->who);
	g_free(ui->notice);
	undo_clear(&ui->undo);
	g_free(ui->ended);
	g_free(ui->open_rid);
	g_free(ui->ctx.eid);
	g_free(ui->ctx.uid);
	g_free(ui->ctx.thread);
	g_free(ui);
}

void ui_resize(struct ui *ui, int width, int height)
{
	surface_resize(&ui->screen, width, height);
	ui_touch(ui);
}

const struct surface *ui_draw(struct ui *ui)
{
	g_ptr_array_set_size(ui->gone, 0);
	if (ui->totals_stale)
		read_totals(ui);
	frame_draw(ui);
	if (feed_is(ui->main))
		feed_mark_read(ui->main);
	ui->fresh = false;
	ui->dirty = ui->again;
	ui->again = false;
	return &ui->screen;
}

struct command_context *ui_context(struct ui *ui)
{
	fill_selection(ui);
	return &ui->ctx;
}

/* ---- the loop ------------------------------------------------------------------------------ */

static void show(struct ui *ui)
{
	if (!ui->dirty)
		return;
	ui_draw(ui);
	term_show(ui->term, &ui->screen, ui->theme, ui->cursor_x,
		  ui->cursor_y);
	if (ui->out->len) {
		term_send(ui->term, ui->out->str, ui->out->len);
		g_string_truncate(ui->out, 0);
	}
}

/* What was typed is kept at the end of every turn. */
static void flush(struct ui *ui)
{
	composer_flush(ui);
	if (ui->popup && ui->popup->ops->flush)
		ui->popup->ops->flush(ui->popup);
}

static void take_keys(struct ui *ui)
{
	uint32_t key;

	while (!ui->quit && (key = term_key(ui->term))) {
		ui_key(ui, key);
		if (!ui->pasting && ui->dirty && !ui->burst--)
			break;
	}
	/* What has been read and not used makes no poll() wake up. */
	ui->more_keys = ui->burst < 0;
	ui->burst = 32;
	flush(ui);
}

static void take_signals(struct ui *ui)
{
	unsigned bits = term_signals(ui->term);
	int w, h;

	if (bits & TERM_QUIT)
		ui->quit = true;
	if (bits & (TERM_RESIZE | TERM_CONTINUE)) {
		term_size(ui->term, &w, &h);
		ui_resize(ui, w, h);
	}
}

static void loop(struct ui *ui)
{
	struct pollfd fds[] = {
		{ .fd = term_fd(ui->term), .events = POLLIN },
		{ .fd = term_signal_fd(ui->term), .events = POLLIN },
		{ .fd = engine_fd(ui->setup.engine), .events = POLLIN },
		{ .fd = -1, .events = POLLIN },
	};

	while (!ui->quit) {
		show(ui);
		fds[3].fd = bell_fd(ui);
		if (poll(fds, G_N_ELEMENTS(fds), ui->more_keys || ui->dirty ?
			 0 : -1) < 0 && errno != EINTR)
			break;
		if (fds[1].revents)
			take_signals(ui);
		if (fds[0].revents & (POLLHUP | POLLERR))
			ui->quit = true;
		if (fds[0].revents & POLLIN || ui->more_keys)
			take_keys(ui);
		if (fds[2].revents)
			ui_events(ui);
		if (fds[3].revents)
			bell_late(ui);
	}
	flush(ui);
}

/* Without colours the theme made for that says more by bold and underline
 * than what is left of another. */
static void fit_theme(struct ui *ui)
{
	g_autofree char *mono = NULL;
	g_autoptr(GPtrArray) none = g_ptr_array_new_with_free_func(g_free);

	if (term_colors(ui->term) > 0)
		return;
	mono = config_theme(&ui->ctx, "mono");
	if (!mono)
		return;
	theme_reset(ui->theme);
	config_run(&ui->ctx, "mono", mono, none);
}

static void fit_to_terminal(struct ui *ui)
{
	const char *symbols = options_text(ui->setup.options, "symbols");

	if (!g_strcmp0(symbols, "auto") || !symbols)
		ui->screen.ascii = !term_utf8(ui->term);
	fit_theme(ui);
}

int ui_run(const struct ui_setup *setup)
{
	g_autoptr(GError) err = NULL;
	struct term *term = term_open(&err);
	g_autofree char *ended = NULL;
	struct ui *ui;
	int w, h;

	if (!term) {
		fprintf(stderr, "folkmoot: %s\n", err->message);
		return 1;
	}
	term_size(term, &w, &h);
	ui = ui_new(setup, w, h);
	ui->term = term;
	ui->burst = 32;
	fit_to_terminal(ui);
	show(ui);
	ui_keep_rules(ui);
	engine_start(setup->engine);
	bell_start(ui);
	loop(ui);
	engine_stop(setup->engine, STOP_MS);
	ended = g_strdup(ui->ended);
	ui->term = NULL;
	term_close(term);
	ui_free(ui);
	if (ended)
		fprintf(stderr, "folkmoot: %s\n", ended);
	return ended ? 1 : 0;
}
