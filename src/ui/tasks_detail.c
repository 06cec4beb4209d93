/* The selected task, whole, below the list or the board. */
#include <string.h>
#include "text/text.h"
#include "ui/tasks.h"

#define TERM_LINES 2
#define TERM_END "\x1f"
#define PART_LINES 20
#define COMMENT_LINES 2

/* What is written so far: a line after the other in a rectangle. */
struct sheet {
	struct tasks *t;
	struct surface *s;
	struct rect r;
	int y;
	const struct thing *k;
};

static bool is_full(const struct sheet *h)
{
	return h->y >= h->r.y + h->r.h;
}

static void put_line(struct sheet *h, enum role role, const char *text)
{
	if (!is_full(h) && text && *text)
		surface_put_cut(h->s, AT(h->r.x + 2, h->y++, h->r.w - 3),
				PLAIN(role), text);
}

/* A word that says what the rest of the line is. */
static void put_labelled(struct sheet *h, const char *label, enum role role,
			 const char *text)
{
	int used;

	if (is_full(h))
		return;
	used = surface_put(h->s, AT(h->r.x + 2, h->y, h->r.w - 3),
			   PLAIN(ROLE_DIM), label, -1) + 1;
	surface_put_cut(h->s, AT(h->r.x + 2 + used, h->y++,
				 h->r.w - 3 - used), PLAIN(role), text);
}

/* Text that may take several lines. */
static void put_wrapped(struct sheet *h, enum role role, const char *text,
			int lines)
{
	struct rich *rich;
	struct layout l;

	if (!text || !*text || is_full(h))
		return;
	rich = rich_from_plain(text, strlen(text));
	layout_init(&l, rich, MAX(h->r.w - 3, 8), MAX(lines, 1), NULL);
	for (unsigned i = 0; i < layout_lines(&l) && !is_full(h); i++) {
		unsigned n;
		const struct span *span = layout_line(&l, i, &n);
		int x = h->r.x + 2;

		for (unsigned k = 0; k < n; k++)
			x += surface_put(h->s, AT(x, h->y,
				h->r.x + h->r.w - 1 - x), PLAIN(role),
				span[k].s, span[k].len);
		h->y++;
	}
	layout_clear(&l);
	rich_free(rich);
}

/* ---- who, when ------------------------------------------------------------------ */

static void put_title(struct sheet *h)
{
	struct ui *ui = h->t->pane.ui;
	g_autofree char *by = say_name_of(ui, h->k->room, h->k->creator);
	g_autofree char *when = say_time(ui, h->k->ts);
	g_autofree char *from = g_strdup_printf("from %s, %s in %s", by, when,
		h->k->room_name ? h->k->room_name : "");
	int w = text_width(from, -1) + 2;

	if (is_full(h))
		return;
	if (w > h->r.w / 2) {
		put_line(h, ROLE_BRIGHT, tasks_title(h->k));
		put_line(h, ROLE_DIM, from);
		return;
	}
	surface_put_right(h->s, AT(h->r.x, h->y, h->r.w - 1), PLAIN(ROLE_DIM),
			  from);
	surface_put_cut(h->s, AT(h->r.x + 2, h->y++, h->r.w - 3 - w),
			PLAIN(ROLE_BRIGHT), tasks_title(h->k));
}

/* Terms are parted by the unit separator until it is known with which dot. */
static void add_term(GString *out, const char *label, const char *text)
{
	if (text && *text)
		g_string_append_printf(out, "%s%s%s", out->len ? TERM_END : "",
				       label, text);
}

static char *with_dots(const struct tasks *t, GString *take)
{
	g_autofree char *dot = g_strdup_printf(" %s ", surface_symbol(
		&t->pane.ui->screen, "·"));

	g_string_replace(take, TERM_END, dot, 0);
	return g_string_free(take, FALSE);
}

static void add_steps(GString *out, const struct thing *k)
{
	g_autofree char *steps = !k->steps || !k->steps->len ? NULL :
		g_strdup_printf("%d of %u steps", thing_steps_done(k),
				k->steps->len);
	g_autofree char *parts = !k->parts ? NULL :
		g_strdup_printf("%d of %d parts", k->parts_done, k->parts);

	add_term(out, "", steps);
	add_term(out, "", parts);
}

static void add_closed(GString *out, struct tasks *t, const struct thing *k)
{
	g_autofree char *who = say_name_of(t->pane.ui, k->room, k->done_by);
	g_autofree char *when = say_time(t->pane.ui, k->closed);

	g_string_append_printf(out, " by %s, %s", who, when);
}

static char *say_terms(struct tasks *t, const struct thing *k)
{
	static const char *const urgent[] = { "", "low", "high", "urgent" };
	const struct world *w = t->pane.ui->setup.world;
	GString *out = g_string_new(NULL);
	g_autofree char *who = tasks_say_people(t, k, true);
	g_autofree char *tags = tasks_say_tags(k);
	bool done = k->status == TASK_DONE;
	g_autofree char *due = done ? NULL : k->due == NO_DAY ?
			       g_strdup("no date") :
			       command_say_date(w, k->due);
	g_autofree char *start = k->start == NO_DAY ? NULL :
				 command_say_date(w, k->start);
	g_autofree char *repeat = k->repeat ? tasks_say_repeat(k->repeat) :
				  NULL;
	g_autofree char *takes = k->estimate ? tasks_say_minutes(k->estimate) :
				 NULL;

	add_term(out, "", who);
	add_term(out, "", done || k->stage ? thing_status_word(k) : NULL);
	if (done && k->done_by)
		add_closed(out, t, k);
	add_term(out, k->due == NO_DAY || tasks_late(t, k) ? "" : "due ", due);
	add_term(out, "", urgent[CLAMP(k->priority, 0, 3)]);
	add_term(out, "not before ", k->start > t->today ? start : NULL);
	add_term(out, "", repeat);
	add_term(out, "takes ", takes);
	add_term(out, "", *tags ? tags + 1 : NULL);
	add_steps(out, k);
	return with_dots(t, out);
}

/* ---- steps ------------------------------------------------------------------------ */

/* One a line, while the keys are for them. */
static void put_step_lines(struct sheet *h)
{
	const GPtrArray *steps = h->k->steps;
	int n = (int)steps->len, room = h->r.y + h->r.h - h->y;
	int first = CLAMP(h->t->step - room / 2, 0, MAX(n - room, 0));

	for (int i = first; i < n && !is_full(h); i++) {
		const struct step *step = steps->pdata[i];
		bool here = i == h->t->step;
		const char *sign = surface_symbol(h->s, step->done ? "☑" :
						  "☐");
		struct ink ink = INK(step->done ? ROLE_TASK_DONE : ROLE_TASK,
				     here ? MARK_BRIGHT : 0);
		int x = h->r.x + 4;

		say_bar(h->s, h->r.x + 2, h->y, here, true);
		x += surface_put(h->s, AT(x, h->y, 3), ink, sign, -1) + 1;
		surface_put_cut(h->s, AT(x, h->y++, h->r.x + h->r.w - x - 1),
				ink, step->text);
	}
}

/* Side by side, as many lines as they take. */
static void put_steps_flowing(struct sheet *h)
{
	const GPtrArray *steps = h->k->steps;
	int x = h->r.x + 4, end = h->r.x + h->r.w - 1;

	for (guint i = 0; i < steps->len && !is_full(h); i++) {
		const struct step *step = steps->pdata[i];
		const char *sign = surface_symbol(h->s, step->done ? "☑" :
						  "☐");
		struct ink ink = PLAIN(step->done ? ROLE_TASK_DONE :
				       ROLE_TASK);
		int w = text_width(sign, -1) + 1 + text_width(step->text, -1);

		if (x > h->r.x + 4 && x + w > end) {
			x = h->r.x + 4;
			h->y++;
			if (is_full(h))
				return;
		}
		x += surface_put(h->s, AT(x, h->y, 3), ink, sign, -1) + 1;
		x += surface_put_cut(h->s, AT(x, h->y, end - x), ink,
				     step->text) + 3;
	}
	h->y++;
}

static void put_steps(struct sheet *h)
{
	if (!h->k->steps || !h->k->steps->len || is_full(h))
		return;
	if (h->t->steps)
		put_step_lines(h);
	else
		put_steps_flowing(h);
}

/* ---- neighbours, thread -------------------------------------------------------------- */

static void put_other(struct sheet *h, const char *label,
		      const struct thing *k)
{
	g_autofree char *who = tasks_say_people(h->t, k, false);
	g_autofree char *line = g_strdup_printf("%s %s %s %s",
		surface_symbol(h->s, tasks_sign(k)), tasks_title(k),
		surface_symbol(h->s, "·"), who);

	put_labelled(h, label, tasks_role(k), line);
}

/* Of a task that is not known here nothing can be told. */
static void put_by_id(struct sheet *h, const char *label, const char *eid)
{
	struct thing *k = eid ? reader_thing(h->t->pane.ui->reader,
					     h->k->room, eid) : NULL;

	if (k)
		put_other(h, label, k);
	thing_free(k);
}

static void put_before(struct sheet *h)
{
	const struct thing *k = h->k;

	put_by_id(h, "part of", k->parent);
	for (guint i = 0; k->after && i < k->after->len && !is_full(h); i++)
		put_by_id(h, "after", k->after->pdata[i]);
	if (k->cycle)
		put_line(h, ROLE_WARNING, "It goes before itself, in a ring: "
			 "that holds nothing up.");
}

static void put_parts(struct sheet *h)
{
	g_autoptr(GPtrArray) parts = h->k->parts && !is_full(h) ?
		reader_thing_parts(h->t->pane.ui->reader, h->k, PART_LINES) :
		NULL;

	for (guint i = 0; parts && i < parts->len && !is_full(h); i++)
		put_other(h, "part", parts->pdata[i]);
}

static void put_comment(struct sheet *h, const struct post *p)
{
	struct ui *ui = h->t->pane.ui;
	g_autofree char *who = say_name_of(ui, h->k->room, p->sender);
	g_autofree char *when = say_time(ui, p->ts);
	g_autofree char *head = g_strdup_printf("%s %s:", when, who);
	g_autofree char *body = text_clean(p->body ? p->body : "", -1,
					   TEXT_LINE, 300);

	put_labelled(h, head, ROLE_TEXT, body);
}

static void put_comments(struct sheet *h)
{
	struct page_query q = { .room = h->k->room, .thread = h->k->eid,
				.from = PAGE_NEWEST, .limit = 8 };
	struct page page = { NULL };
	guint said = 0;

	if (!h->k->comments || !h->k->eid || is_full(h))
		return;
	reader_page(h->t->pane.ui->reader, &q, &page);
	for (guint i = page.posts->len; i > 0; i--) {
		const struct post *p = page.posts->pdata[i - 1];

		if (p->change || p->redacted || p->thing || !p->body ||
		    !g_strcmp0(p->eid, h->k->eid) || said >= COMMENT_LINES) {
			g_ptr_array_remove_index(page.posts, i - 1);
			continue;
		}
		said++;
	}
	for (guint i = 0; i < page.posts->len; i++)
		put_comment(h, page.posts->pdata[i]);
	page_clear(&page);
}

static void put_source(struct sheet *h)
{
	struct ui *ui = h->t->pane.ui;
	struct post *p = h->k->source && !is_full(h) ?
		reader_post(ui->reader, h->k->room, h->k->source) : NULL;
	g_autofree char *who = NULL, *body = NULL, *line = NULL;

	if (p) {
		who = say_name_of(ui, h->k->room, p->sender);
		body = text_clean(p->body ? p->body : "", -1, TEXT_LINE, 200);
		line = g_strdup_printf("%s: %s", who, body);
		put_labelled(h, "o opens", ROLE_QUOTE, line);
	} else if (h->k->source) {
		put_labelled(h, "o opens", ROLE_DIM,
			     "the message it came from");
	}
	post_free(p);
}

void tasks_detail_draw(struct tasks *t, struct surface *s, struct rect r,
		       const struct thing *k)
{
	struct sheet h = { t, s, r, r.y + 1, k };
	g_autofree char *terms = say_terms(t, k);

	surface_hline(s, r.x, r.y, r.w);
	put_title(&h);
	put_wrapped(&h, tasks_late(t, k) ? ROLE_TASK_LATE : ROLE_TEXT, terms,
		    TERM_LINES);
	put_steps(&h);
	if (t->steps)
		return;
	put_before(&h);
	put_wrapped(&h, ROLE_TEXT, k->notes, (r.h - 1) / 4);
	put_comments(&h);
	put_source(&h);
	put_parts(&h);
	if (!k->comments)
		put_line(&h, ROLE_DIM, k->eid ? "Enter opens its thread for "
			 "comments" : "It has not been sent yet.");
}
