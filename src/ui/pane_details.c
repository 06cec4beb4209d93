/* Details of a message or of a person, as lines that scroll. */
#include <string.h>
#include "text/text.h"
#include "ui/item.h"

struct line {
	enum role role;
	char *label, *text;
};

struct details {
	struct pane pane;
	int64_t room;
	char *eid, *uid, *title;
	GPtrArray *lines;	/* struct line * */
	struct list list;
	int width;
};

static void line_free(struct line *l)
{
	g_free(l->label);
	g_free(l->text);
	g_free(l);
}

static void add_line(struct details *d, enum role role, const char *label,
		     const char *text)
{
	struct line *l = g_new0(struct line, 1);

	l->role = role;
	l->label = g_strdup(label);
	l->text = g_strdup(text ? text : "");
	g_ptr_array_add(d->lines, l);
}

/* A text over as many lines as it needs; the label stands at the first. */
static void add_text(struct details *d, enum role role, const char *label,
		     const char *text)
{
	struct rich *rich;
	struct layout l;
	unsigned n;
	int width = d->width - (label ? 12 : 3);

	if (!text || !*text)
		return;
	rich = rich_from_plain(text, strlen(text));
	layout_init(&l, rich, MAX(width, 8), 400, NULL);
	for (unsigned i = 0; i < layout_lines(&l); i++) {
		g_autoptr(GString) out = g_string_new(NULL);
		const struct span *span = layout_line(&l, i, &n);

		for (unsigned k = 0; k < n; k++)
			g_string_append_len(out, span[k].s, span[k].len);
		add_line(d, role, label ? (i ? "" : label) : NULL, out->str);
	}
	layout_clear(&l);
	rich_free(rich);
}

static void add_blank(struct details *d)
{
	add_line(d, ROLE_TEXT, NULL, "");
}

static void add_when(struct details *d, const char *label, int64_t ts)
{
	struct ui *ui = d->pane.ui;
	g_autofree char *day = say_day(ui, ts), *clock = say_clock(ui, ts);
	g_autofree char *text = g_strdup_printf("%s, %s", day, clock);

	add_line(d, ROLE_TEXT, label, text);
}

/* ---- a message -------------------------------------------------------------------- */

static void add_reactions(struct details *d, const struct post *p)
{
	for (guint i = 0; p->reactions && i < p->reactions->len; i++) {
		const struct reaction *r = g_ptr_array_index(p->reactions, i);
		g_autofree char *text = g_strdup_printf("%s %d  %s", r->key,
			r->count, r->names ? r->names : "");

		add_text(d, ROLE_TEXT, i ? "" : "reactions", text);
	}
}

static void add_readers(struct details *d, const struct post *p)
{
	struct ui *ui = d->pane.ui;
	GPtrArray *who = reader_read_by(ui->reader, d->room, p->pos, 50);
	g_autoptr(GString) names = g_string_new(NULL);

	for (guint i = 0; i < who->len; i++) {
		g_autofree char *name = say_name_of(ui, d->room,
				g_ptr_array_index(who, i));

		g_string_append_printf(names, "%s%s", i ? ", " : "", name);
	}
	add_text(d, ROLE_TEXT, "read up to", names->str);
	g_ptr_array_unref(who);
}

static void add_versions(struct details *d)
{
	GPtrArray *old = reader_history(d->pane.ui->reader, d->room, d->eid);

	for (guint i = 0; i < old->len; i++) {
		const struct post *p = g_ptr_array_index(old, i);
		g_autofree char *when = say_time(d->pane.ui, p->ts);

		add_text(d, ROLE_QUOTE, i ? when : "before", p->body);
	}
	g_ptr_array_unref(old);
}

static void add_links(struct details *d, const struct post *p)
{
	struct rich *rich = p->html ? rich_from_html(p->html, strlen(p->html))
		: rich_from_plain(p->body ? p->body : "",
				  p->body ? strlen(p->body) : 0);

	for (guint i = 0; i < rich->links->len; i++) {
		g_autofree char *label = g_strdup_printf("link %u", i + 1);

		add_text(d, ROLE_LINK, label, g_ptr_array_index(rich->links,
								i));
	}
	rich_free(rich);
}

static void fill_post(struct details *d)
{
	struct post *p = reader_post(d->pane.ui->reader, d->room, d->eid);
	g_autofree char *size = NULL;

	d->title = g_strdup("Message");
	if (!p)
		return;
	add_line(d, ROLE_BRIGHT, "from", p->name);
	add_line(d, ROLE_DIM, "", p->sender);
	add_when(d, "sent", p->ts);
	if (p->edited)
		add_line(d, ROLE_TEXT, "edited", "yes");
	if (p->state != POST_SENT)
		add_line(d, ROLE_WAITING, "state", post_state_word(p->state));
	if (p->file_url) {
		size = item_size(p->file_size);
		add_line(d, ROLE_TEXT, "file", p->body);
		if (p->mimetype)
			add_line(d, ROLE_TEXT, "kind", p->mimetype);
		add_line(d, ROLE_TEXT, "size", size);
		add_text(d, ROLE_LINK, "address", p->file_url);
	}
	add_blank(d);
	add_text(d, ROLE_TEXT, NULL, p->body);
	add_blank(d);
	add_links(d, p);
	add_reactions(d, p);
	add_readers(d, p);
	add_versions(d);
	add_text(d, ROLE_DIM, "id", p->eid);
	post_free(p);
}

/* ---- a person ---------------------------------------------------------------------- */

static void fill_person(struct details *d)
{
	struct ui *ui = d->pane.ui;
	struct member *m = reader_member(ui->reader, d->room, d->uid);
	GPtrArray *rooms = reader_shared_rooms(ui->reader, ui->ctx.account,
					       d->uid, 30);

	d->title = g_strdup("Person");
	add_line(d, ROLE_BRIGHT, "name", m ? m->name : d->uid);
	add_text(d, ROLE_TEXT, "address", d->uid);
	add_line(d, ui->home && strcmp(uid_server(d->uid), ui->home) ?
		 ROLE_EXTERNAL : ROLE_TEXT, "server", uid_server(d->uid));
	if (m) {
		add_line(d, ROLE_TEXT, "role here", member_role(m));
		if (m->membership != MEMBER_JOIN)
			add_line(d, ROLE_WARNING, "is",
				 membership_word(m->membership));
		if (m->ambiguous)
			add_text(d, ROLE_WARNING, "careful", "somebody else "
				 "here has a name that looks the same");
		if (m->seen)
			add_when(d, "wrote", m->seen);
	}
	add_blank(d);
	for (guint i = 0; i < rooms->len; i++) {
		const struct room *r = g_ptr_array_index(rooms, i);
		g_autofree char *path = say_room(ui, r);

		add_line(d, ROLE_TEXT, i ? "" : "both in", path);
	}
	add_blank(d);
	add_text(d, ROLE_DIM, NULL, "d opens a direct conversation.");
	g_ptr_array_unref(rooms);
	member_free(m);
}

/* ---- pane ---------------------------------------------------------------------------- */

static void fill(struct details *d, int width)
{
	d->width = width;
	d->pane.stale = false;
	g_ptr_array_set_size(d->lines, 0);
	g_clear_pointer(&d->title, g_free);
	if (!ui_reader(d->pane.ui))
		return;
	if (d->eid)
		fill_post(d);
	else
		fill_person(d);
	d->list.count = d->lines->len;
}

static void details_draw(struct pane *p, struct surface *s, struct rect r,
			 bool focus)
{
	struct details *d = (struct details *)p;
	int y;

	if (p->stale || r.w != d->width)
		fill(d, r.w);
	y = say_heading(s, r, d->title ? d->title : "", "q closes",
		       focus);
	surface_hline(s, r.x, y++, r.w);
	r = (struct rect){ r.x, y, r.w, r.y + r.h - y };
	d->list.top = CLAMP(d->list.cursor, 0, MAX(d->list.count - r.h, 0));
	d->list.cursor = d->list.top;
	d->list.height = r.h;
	for (int i = 0; i < r.h && d->list.top + i < d->list.count; i++) {
		const struct line *l = g_ptr_array_index(d->lines,
							 d->list.top + i);
		int x = r.x + 2;

		if (l->label) {
			surface_put_cut(s, AT(x, r.y + i, 9), PLAIN(ROLE_DIM),
					l->label);
			x += 10;
		}
		surface_put_cut(s, AT(x, r.y + i, r.x + r.w - x),
				PLAIN(l->role), l->text);
	}
}

static void details_move(struct pane *p, enum move how)
{
	list_move(&((struct details *)p)->list, how);
}

static void details_select(struct pane *p, struct command_context *ctx)
{
	struct details *d = (struct details *)p;

	ctx->room = d->room;
	g_free(ctx->eid);
	ctx->eid = g_strdup(d->eid);
	g_free(ctx->uid);
	ctx->uid = g_strdup(d->uid);
}

static void details_event(struct pane *p, const struct message *m)
{
	struct details *d = (struct details *)p;

	if (m->kind == EV_ROOM && (m->room == d->room || !m->room))
		p->stale = true;
}

static void details_free(struct pane *p)
{
	struct details *d = (struct details *)p;

	g_ptr_array_unref(d->lines);
	g_free(d->eid);
	g_free(d->uid);
	g_free(d->title);
	g_free(d);
}

static const struct pane_ops details_ops = {
	.name = "details", .view = VIEW_DETAILS, .free = details_free,
	.draw = details_draw, .move = details_move,
	.select = details_select, .event = details_event,
};

static struct details *details_base(struct ui *ui, int64_t room)
{
	struct details *d = g_new0(struct details, 1);

	d->pane = (struct pane){ &details_ops, ui, true };
	d->room = room;
	d->lines = g_ptr_array_new_with_free_func((GDestroyNotify)line_free);
	return d;
}

struct pane *details_new_post(struct ui *ui, int64_t room, const char *eid)
{
	struct details *d = details_base(ui, room);

	d->eid = g_strdup(eid);
	return &d->pane;
}

struct pane *details_new_person(struct ui *ui, int64_t room, const char *uid)
{
	struct details *d = details_base(ui, room);

	d->uid = g_strdup(uid);
	return &d->pane;
}
