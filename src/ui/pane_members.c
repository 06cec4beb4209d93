/* Members of a room with role and organisation. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

#define PAGE 120

struct members {
	struct pane pane;
	int64_t room;
	char *words, *title;
	struct list list;
	GPtrArray *rows;	/* struct member *, from `first` */
	int first;
};

static const struct member *row(const struct members *m, int64_t i)
{
	i -= m->first;
	return m->rows && i >= 0 && i < (int64_t)m->rows->len ?
	       g_ptr_array_index(m->rows, i) : NULL;
}

static void read_rows(struct members *m)
{
	if (m->rows)
		g_ptr_array_unref(m->rows);
	m->first = MAX((int)m->list.top - PAGE / 4, 0);
	m->rows = reader_members(m->pane.ui->reader, m->room, m->words,
				 m->first, PAGE);
	if (m->words && !m->first)
		m->list.count = m->rows->len;
}

static void refresh(struct members *m)
{
	struct room *r;

	if (!ui_reader(m->pane.ui))
		return;
	if (m->pane.stale) {
		r = reader_room(m->pane.ui->reader, m->room);
		g_free(m->title);
		m->title = g_strdup_printf("Members · %s", r ? r->name : "");
		room_free(r);
		m->list.count = reader_members_count(m->pane.ui->reader,
						     m->room);
		read_rows(m);
	}
	list_fit(&m->list, m->list.height, 2);
	if (m->list.top < m->first ||
	    m->list.top + m->list.height > m->first + (int)m->rows->len)
		read_rows(m);
	m->pane.stale = false;
}

static const char *sign_of(const struct member *m)
{
	if (m->creator || m->power >= 100)
		return "★";
	return m->here ? "●" : "○";
}

void members_draw_one(struct ui *ui, struct surface *s, struct rect r,
		      const struct member *m, bool selected)
{
	bool outside = ui->home && *ui->home && strcmp(m->server, ui->home);
	unsigned marks = selected ? MARK_BRIGHT : 0;
	const char *role = member_role(m);
	int org = outside ? MIN(text_width(m->server, -1), r.w / 3) : 0;
	int x = r.x + 2, right = r.x + r.w - 1;

	x += surface_put(s, AT(x, r.y, 1), INK(ROLE_DIM, marks),
			 surface_symbol(s, sign_of(m)), -1) + 1;
	if (org) {
		surface_put_cut(s, AT(right - org, r.y, org),
				INK(ROLE_EXTERNAL, marks), m->server);
		right -= org + 1;
	}
	if (m->membership == MEMBER_INVITE || strcmp(role, "member")) {
		const char *word = m->membership == MEMBER_INVITE ? "invited"
								  : role;
		int w = strlen(word);

		if (right - x > w + 12) {
			surface_put(s, AT(right - w, r.y, w),
				    INK(ROLE_DIM, marks), word, -1);
			right -= w + 1;
		}
	}
	x += surface_put_cut(s, AT(x, r.y, right - x),
			     INK(theme_author(m->uid), marks), m->name);
	if (m->ambiguous && right - x > 6)
		surface_put_cut(s, AT(x + 1, r.y, right - x - 1),
				INK(ROLE_WARNING, marks), m->uid);
}

static void members_draw(struct pane *p, struct surface *s, struct rect r,
			 bool focus)
{
	struct members *m = (struct members *)p;
	char count[32];
	int y;

	m->list.height = MAX(r.h - 2, 1);
	refresh(m);
	g_snprintf(count, sizeof count, "%d", (int)m->list.count);
	y = say_heading(s, r, m->title ? m->title : "Members", count,
		       focus);
	surface_hline(s, r.x, y++, r.w);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	if (!m->list.count)
		say_empty(s, r, m->words ? "Nobody here has such a name. Esc "
			 "shows everybody." : "The members are being "
			 "fetched…");
	for (int i = 0; i < r.h; i++) {
		const struct member *k = row(m, m->list.top + i);
		bool selected = m->list.top + i == m->list.cursor && focus;

		if (!k)
			break;
		say_bar(s, r.x, r.y + i, selected, focus);
		members_draw_one(p->ui, s, (struct rect){ r.x, r.y + i, r.w,
				 1 }, k, selected);
	}
}

static void members_move(struct pane *p, enum move how)
{
	struct members *m = (struct members *)p;

	list_move(&m->list, how);
	refresh(m);
}

static bool members_enter(struct pane *p)
{
	struct members *m = (struct members *)p;
	const struct member *k = row(m, m->list.cursor);

	if (!k)
		return false;
	ui_set_side(p->ui, details_new_person(p->ui, m->room, k->uid));
	ui_focus(p->ui, FOCUS_SIDE);
	return true;
}

static void members_select(struct pane *p, struct command_context *ctx)
{
	struct members *m = (struct members *)p;
	const struct member *k = row(m, m->list.cursor);

	ctx->room = m->room;
	g_free(ctx->uid);
	ctx->uid = k ? g_strdup(k->uid) : NULL;
}

static void members_event(struct pane *p, const struct message *ev)
{
	struct members *m = (struct members *)p;

	if (ev->kind == EV_ROOM && (ev->room == m->room || !ev->room) &&
	    ev->n & (ROOM_HAS_MEMBERS | ROOM_HAS_FACTS))
		p->stale = true;
}

static void members_filter(struct pane *p, const char *words)
{
	struct members *m = (struct members *)p;

	g_free(m->words);
	m->words = *words ? g_strdup(words) : NULL;
	m->list.cursor = m->list.top = 0;
	p->stale = true;
}

static void members_free(struct pane *p)
{
	struct members *m = (struct members *)p;

	if (m->rows)
		g_ptr_array_unref(m->rows);
	g_free(m->words);
	g_free(m->title);
	g_free(m);
}

static const struct pane_ops members_ops = {
	.name = "members", .view = VIEW_MEMBERS, .free = members_free,
	.draw = members_draw, .move = members_move, .enter = members_enter,
	.select = members_select, .event = members_event,
	.filter = members_filter,
};

struct pane *members_new(struct ui *ui, int64_t room)
{
	struct members *m = g_new0(struct members, 1);

	m->pane = (struct pane){ &members_ops, ui, true };
	m->room = room;
	m->list.height = 1;
	ui_request(ui, REQ_MEMBERS, room, 0);
	return &m->pane;
}
