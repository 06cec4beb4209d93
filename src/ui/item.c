#include "ui/item.h"

#include <string.h>

#define RUN_MS (5 * 60 * 1000)

static const struct rich_style_role {
	unsigned style;
	enum role role;
} style_roles[] = {
	{ RICH_HOST, ROLE_HOST }, { RICH_MENTION, ROLE_PERSON },
	{ RICH_LINK, ROLE_LINK }, { RICH_CODE, ROLE_CODE },
	{ RICH_DIM, ROLE_QUOTE },
};

/* The pen: where the next piece goes. */
struct pen {
	struct item *it;
	struct ui *ui;
	int width, x;
};

int64_t item_key(const struct post *p)
{
	return p->op && !p->eid ? -p->op : p->pos ? p->pos : -p->op;
}

struct item *item_new(struct post *take)
{
	struct item *it = g_new0(struct item, 1);

	it->post = take;
	it->key = item_key(take);
	return it;
}

static void forget_layout(struct item *it)
{
	if (!it->width)
		return;
	g_array_unref(it->pieces);
	g_array_unref(it->starts);
	g_string_chunk_free(it->own);
	if (it->rich) {
		layout_clear(&it->layout);
		rich_free(it->rich);
	}
	it->rich = NULL;
	it->width = 0;
}

void item_free(struct item *it)
{
	if (!it)
		return;
	forget_layout(it);
	post_free(it->post);
	if (it->folded)
		g_ptr_array_unref(it->folded);
	g_free(it);
}

bool item_fold(struct item *it, struct post *p)
{
	if (it->post->kind != POST_MEMBER || p->kind != POST_MEMBER ||
	    p->new_day || p->gap)
		return false;
	if (!it->folded)
		it->folded = g_ptr_array_new_with_free_func(
			(GDestroyNotify)post_free);
	g_ptr_array_add(it->folded, p);
	forget_layout(it);
	return true;
}

void item_relayout(struct item *it)
{
	forget_layout(it);
}

int item_lines(const struct item *it)
{
	return it->width ? (int)it->starts->len - 1 : 0;
}

char *item_size(int64_t bytes)
{
	if (bytes < 0)
		return g_strdup("");
	if (bytes < 1000)
		return g_strdup_printf("%d B", (int)bytes);
	if (bytes < 1000000)
		return g_strdup_printf("%d kB", (int)(bytes / 1000));
	return g_strdup_printf("%.1f MB", bytes / 1e6);
}

/* ---- pen ------------------------------------------------------------------- */

static void pen_line(struct pen *p)
{
	guint at = p->it->pieces->len;

	g_array_append_val(p->it->starts, at);
	p->x = ITEM_INDENT;
}

static void pen_raw(struct pen *p, enum role role, unsigned marks,
		    const char *s, uint32_t len)
{
	struct piece piece = { p->x, role, marks, len, s };

	g_array_append_val(p->it->pieces, piece);
	p->x += text_width(s, len);
}

/* Text that must be kept; cut at the edge. */
static void pen_text(struct pen *p, enum role role, unsigned marks,
		     const char *text)
{
	int left = p->width - p->x;
	g_autofree char *cut = NULL;

	if (left <= 0 || !text || !*text)
		return;
	cut = text_ellipsis(text, left);
	pen_raw(p, role, marks, g_string_chunk_insert(p->it->own, cut),
		strlen(cut));
}

static void pen_printf(struct pen *p, enum role role, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);
static void pen_printf(struct pen *p, enum role role, const char *fmt, ...)
{
	g_autofree char *text = NULL;
	va_list args;

	va_start(args, fmt);
	text = g_strdup_vprintf(fmt, args);
	va_end(args);
	pen_text(p, role, 0, text);
}

static void pen_symbol(struct pen *p, enum role role, const char *symbol)
{
	pen_text(p, role, 0, surface_symbol(&p->ui->screen, symbol));
	pen_text(p, role, 0, " ");
}

/* "──────── words ───" */
static void pen_rule(struct pen *p, enum role role, const char *words)
{
	int width = text_width(words, -1) + 2, right = 3;
	int left = MAX(p->width - width - right - 1, 0);
	g_autoptr(GString) line = g_string_new(NULL);
	const char *dash = surface_symbol(&p->ui->screen, "─");

	for (int i = 0; i < left; i++)
		g_string_append(line, dash);
	g_string_append_printf(line, " %s ", words);
	for (int i = 0; i < right; i++)
		g_string_append(line, dash);
	pen_line(p);
	p->x = 1;
	pen_text(p, role, 0, line->str);
}

/* ---- parts ----------------------------------------------------------------- */

static bool goes_on(const struct item *it, const struct item_setting *set)
{
	const struct post *p = it->post;
	const struct post *q = set->before ? set->before->post : NULL;

	if (!q || p->new_day || p->gap || p->reply_to || p->pinned ||
	    it->accepted || (set->new_pos && p->pos == set->new_pos))
		return false;
	if (!post_kind_counts(q->kind) || q->redacted || q->change)
		return false;
	return q->sender && p->sender && !strcmp(q->sender, p->sender) &&
	       p->ts - q->ts < RUN_MS && p->ts >= q->ts &&
	       q->kind != POST_EMOTE;
}

static void put_breaks(struct pen *p, const struct item_setting *set)
{
	const struct post *post = p->it->post;
	g_autofree char *day = NULL;

	if (set->beginning && !set->before && !post->gap)
		pen_rule(p, ROLE_DAYLINE, set->thread ? "the thread begins"
			 : "the room begins here");
	if (post->gap)
		pen_rule(p, ROLE_DAYLINE, "older messages are being fetched");
	if (post->new_day || !set->before) {
		day = say_day(p->ui, post->ts);
		pen_rule(p, ROLE_DAYLINE, day);
	}
	if (set->new_pos && post->pos == set->new_pos)
		pen_rule(p, ROLE_NEWLINE, "new");
}

static void put_time(struct pen *p)
{
	g_autofree char *clock = say_clock(p->ui, p->it->post->ts);

	p->x = 1;
	pen_text(p, ROLE_TIME, 0, clock);
	p->x = MAX(p->x + 1, ITEM_INDENT);
}

static void put_outsider(struct pen *p)
{
	const char *server = uid_server(p->it->post->sender);

	if (!p->ui->home || !*server || !strcmp(server, p->ui->home))
		return;
	pen_printf(p, ROLE_EXTERNAL, "  %s", server);
}

static void put_head(struct pen *p, const struct item_setting *set)
{
	const struct post *post = p->it->post;
	enum role role = post->own ? ROLE_SELF : theme_author(post->sender);

	if (set->airy && set->before && !p->it->starts->len)
		pen_line(p);
	p->it->rules = p->it->starts->len;
	pen_line(p);
	put_time(p);
	pen_text(p, role, 0, post->name ? post->name : post->sender);
	if (post->ambiguous)
		pen_printf(p, ROLE_WARNING, " %s", post->sender);
	put_outsider(p);
	if (post->pinned)
		pen_printf(p, ROLE_DIM, "  %s pinned",
			   surface_symbol(&p->ui->screen, "📌"));
	if (p->it->accepted)
		pen_printf(p, ROLE_TASK_DONE, "  %s accepted",
			   surface_symbol(&p->ui->screen, "✓"));
	if (post->kind == POST_NOTICE)
		pen_text(p, ROLE_DIM, 0, "  notice");
}

static void put_answered(struct pen *p)
{
	const struct post *post = p->it->post;
	g_autofree char *line = NULL;

	if (!post->reply_to)
		return;
	pen_line(p);
	pen_symbol(p, ROLE_QUOTE, "┆");
	line = post->reply_body ? g_strdup(post->reply_body) : NULL;
	if (line)
		g_strdelimit(line, "\n", ' ');
	if (line)
		pen_printf(p, ROLE_QUOTE, "%s: %s",
			   post->reply_name ? post->reply_name : "?", line);
	else
		pen_text(p, ROLE_QUOTE, 0,
			 "an earlier message (Enter on it goes there)");
}

static enum role span_role(unsigned style, enum role usual)
{
	for (guint i = 0; i < G_N_ELEMENTS(style_roles); i++)
		if (style & style_roles[i].style)
			return style_roles[i].role;
	return usual;
}

static unsigned span_marks(unsigned style)
{
	return (style & (RICH_BOLD | RICH_HEADING) ? MARK_BOLD : 0) |
	       (style & RICH_ITALIC ? MARK_ITALIC : 0) |
	       (style & (RICH_UNDER) ? MARK_UNDER : 0) |
	       (style & RICH_STRIKE ? MARK_STRIKE : 0);
}

static void put_hidden(struct pen *p, const struct span *span)
{
	g_autoptr(GString) bar = g_string_new(NULL);

	for (guint i = 0; i < span->width; i++)
		g_string_append(bar, surface_symbol(&p->ui->screen, "░"));
	pen_text(p, ROLE_SPOILER, 0, bar->str);
}

static void put_span(struct pen *p, const struct span *span, enum role usual)
{
	if (span->style & RICH_SPOILER && !p->it->spoilers)
		put_hidden(p, span);
	else
		pen_raw(p, span->style & RICH_SPOILER ? ROLE_SPOILER
			: span_role(span->style, usual),
			span_marks(span->style), span->s, span->len);
}

static struct rich *rich_of(const struct post *post)
{
	if (post->html && *post->html)
		return rich_from_html(post->html, strlen(post->html));
	return rich_from_plain(post->body ? post->body : "",
			       post->body ? strlen(post->body) : 0);
}


static void put_rich(struct pen *p, enum role usual, bool emote)
{
	struct item *it = p->it;
	int cut = 0;
	unsigned n, lines;

	it->rich = rich_of(it->post);
	layout_init(&it->layout, it->rich, p->width - ITEM_INDENT,
		    it->unfolded ? 2000 : ITEM_MAX_LINES, &cut);
	lines = layout_lines(&it->layout);
	for (unsigned i = 0; i < lines; i++) {
		const struct span *span = layout_line(&it->layout, i, &n);

		if (i || !emote)
			pen_line(p);
		for (unsigned k = 0; k < n; k++)
			put_span(p, &span[k], usual);
	}
	if (cut > 0) {
		pen_line(p);
		pen_printf(p, ROLE_STATE, "… %d more line%s; Space shows them",
			   cut, cut == 1 ? "" : "s");
	}
	if (it->post->edited)
		pen_text(p, ROLE_STATE, 0, lines ? " (edited)" : "(edited)");
}

static void put_file(struct pen *p)
{
	static const char *const words[] = {
		[POST_IMAGE] = "picture", [POST_AUDIO] = "sound",
		[POST_VIDEO] = "film", [POST_STICKER] = "sticker",
	};
	const struct post *post = p->it->post;
	g_autofree char *size = item_size(post->file_size);
	g_autofree char *name = g_strdup(post->body ? post->body : "");

	g_strdelimit(name, "\n", ' ');
	pen_line(p);
	pen_symbol(p, ROLE_LINK, "⎘");
	pen_text(p, ROLE_LINK, 0, name);
	if (post->kind < G_N_ELEMENTS(words) && words[post->kind])
		pen_printf(p, ROLE_DIM, " · %s", words[post->kind]);
	if (*size)
		pen_printf(p, ROLE_DIM, " · %s", size);
}

/* Who and until when, as one text. */
static char *task_terms(struct pen *p, const struct thing *t)
{
	g_autoptr(GString) out = g_string_new(NULL);
	guint n = t->assignees ? t->assignees->len : 0;
	g_autofree char *due = t->due == NO_DAY ? NULL :
		command_say_date(p->ui->setup.world, t->due);

	for (guint i = 0; i < n; i++) {
		g_autofree char *name = say_name_of(p->ui, p->it->post->room,
				g_ptr_array_index(t->assignees, i));

		g_string_append_printf(out, "%s%s", i ? ", " : "", name);
	}
	if (due)
		g_string_append_printf(out, "%s%s%s", out->len ? " · " : "",
				       t->status == TASK_DONE ||
				       g_str_has_prefix(due, "overdue") ?
				       "" : "due ", due);
	return g_strdup(out->str);
}

static void put_task(struct pen *p)
{
	const struct thing *t = p->it->post->thing;
	struct civil now = world_civil(p->ui->setup.world,
				       world_now(p->ui->setup.world));
	bool done = t->status == TASK_DONE;
	bool late = !done && t->due != NO_DAY && t->due < now.day;
	g_autofree char *terms = task_terms(p, t);

	pen_line(p);
	pen_symbol(p, done ? ROLE_TASK_DONE : ROLE_TASK, done ? "☑" : "☐");
	pen_text(p, done ? ROLE_TASK_DONE : ROLE_TASK, 0, t->title);
	if (!*terms)
		return;
	if (p->x + 3 + text_width(terms, -1) > p->width) {
		pen_line(p);
		p->x += 2;
	} else {
		pen_text(p, ROLE_DIM, 0, " · ");
	}
	pen_text(p, late ? ROLE_TASK_LATE : ROLE_DIM, 0, terms);
}

/* "several answers · counts are shown when it ends" */
static void put_poll_terms(struct pen *p, const struct poll *poll)
{
	g_autoptr(GString) out = g_string_new(NULL);

	if (poll->ended)
		g_string_append(out, "ended");
	else if (poll->max > 1)
		g_string_append_printf(out, "up to %d answers each",
				       poll->max);
	if (poll_is_open(poll))
		g_string_append_printf(out, "%s%d vote%s", out->len ? " · " :
				       "", poll->voters, poll->voters == 1 ?
				       "" : "s");
	else
		g_string_append_printf(out, "%scounts are shown when it ends",
				       out->len ? " · " : "");
	if (!poll->ended)
		g_string_append(out, poll->voted ? " · v votes again" :
				" · v votes");
	pen_line(p);
	pen_text(p, ROLE_DIM, 0, out->str);
}

#define BAR_MAX 24

/* As long as its part of all votes. */
static void put_bar(struct pen *p, const struct poll *poll,
		    const struct poll_answer *a)
{
	int room = MIN(p->width - ITEM_INDENT - 14, BAR_MAX);
	int n = poll->voters > 0 ? (a->count * room + poll->voters - 1) /
				   poll->voters : 0;
	g_autoptr(GString) bar = g_string_new(NULL);

	pen_line(p);
	p->x += 4;
	for (int i = 0; i < MIN(n, room); i++)
		g_string_append(bar, surface_symbol(&p->ui->screen, "█"));
	pen_text(p, a->mine ? ROLE_REACTION_MINE : ROLE_REACTION, 0, bar->str);
	pen_printf(p, ROLE_DIM, "%s%d · %d%%", n ? " " : "", a->count,
		   poll->voters ? a->count * 100 / poll->voters : 0);
}

static void put_poll(struct pen *p)
{
	const struct post *post = p->it->post;
	const struct poll *poll = post->poll;

	pen_line(p);
	pen_symbol(p, ROLE_HEADING, "▤");
	pen_text(p, ROLE_HEADING, 0, poll->question);
	if (post->edited)
		pen_text(p, ROLE_STATE, 0, " (edited)");
	for (guint i = 0; i < poll->answers->len; i++) {
		const struct poll_answer *a =
			g_ptr_array_index(poll->answers, i);

		pen_line(p);
		pen_printf(p, ROLE_DIM, "%u ", i + 1);
		pen_symbol(p, a->mine ? ROLE_REACTION_MINE : ROLE_DIM,
			   a->mine ? "◉" : "◯");
		pen_text(p, ROLE_TEXT, 0, a->text);
		if (poll_is_open(poll))
			put_bar(p, poll, a);
	}
	put_poll_terms(p, poll);
}

static void add_term(GString *out, const char *term)
{
	if (term && *term)
		g_string_append_printf(out, "%s%s", out->len ? " · " : "",
				       term);
}

static void add_counts(GString *out, const struct thing *t)
{
	bool event = t->kind == KIND_EVENT;
	g_autofree char *up = g_strdup_printf(event ? "%d coming" : "%d for",
					      t->up);
	g_autofree char *maybe = g_strdup_printf("%d maybe", t->maybe);
	g_autofree char *down = g_strdup_printf(event ? "%d not" :
						"%d against", t->down);

	add_term(out, t->up ? up : NULL);
	add_term(out, event && t->maybe ? maybe : NULL);
	add_term(out, t->down ? down : NULL);
}

/* What is to be known of a question, an idea, an event …, as one text. */
static char *thing_terms(struct pen *p, const struct thing *t)
{
	const struct world *w = p->ui->setup.world;
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *when = t->kind == KIND_EVENT && t->begin ?
		command_say_span(w, t->begin, t->end) : NULL;
	g_autofree char *owner = t->owner ?
		say_name_of(p->ui, p->it->post->room, t->owner) : NULL;
	const char *status = t->same ? "merged" : thing_status_word(t);
	bool usual = t->kind != KIND_IDEA && !t->status;

	add_term(out, when);
	add_term(out, t->kind == KIND_EVENT ? t->place : NULL);
	add_term(out, usual ? NULL : status);
	if (t->kind == KIND_IDEA || t->kind == KIND_EVENT)
		add_counts(out, t);
	add_term(out, owner);
	add_term(out, t->kind == KIND_RESOURCE ? t->url : NULL);
	for (guint i = 0; t->tags && i < t->tags->len; i++)
		add_term(out, g_ptr_array_index(t->tags, i));
	return g_strdup(out->str);
}

/* The reason, why a link is kept, an agenda: some lines below. */
static void put_notes(struct pen *p, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text ? text : "", "\n", 9);

	for (int i = 0; i < 8 && lines[i]; i++) {
		pen_line(p);
		p->x += 2;
		pen_text(p, ROLE_DIM, 0, lines[i]);
	}
}

static void put_thing(struct pen *p)
{
	const struct thing *t = p->it->post->thing;
	bool closed = thing_is_closed(t);
	enum role role = closed ? ROLE_TASK_DONE : ROLE_TASK;
	g_autofree char *terms = thing_terms(p, t);

	pen_line(p);
	pen_symbol(p, role, t->kind == KIND_QUESTION && closed ? "✓" :
		   thing_sign(t));
	pen_text(p, role, 0, t->title);
	if (*terms && p->x + 3 + text_width(terms, -1) > p->width) {
		pen_line(p);
		p->x += 2;
	} else if (*terms) {
		pen_text(p, ROLE_DIM, 0, " · ");
	}
	pen_text(p, ROLE_DIM, 0, terms);
	put_notes(p, t->reason);
	put_notes(p, t->notes);
}

/* A sentence that is not a message: joins, changes of the room. */
static void put_sentence(struct pen *p, const char *text)
{
	pen_line(p);
	pen_text(p, ROLE_STATE, 0, surface_symbol(&p->ui->screen, "·"));
	pen_text(p, ROLE_STATE, 0, " ");
	pen_text(p, ROLE_STATE, 0, text);
}

/* A change that did not count is only a claim: why. */
static void put_refused(struct pen *p, const struct thing *change)
{
	uint32_t bits = change->refused;
	const char *why = bits ? thing_right_words(change->kind, bits & -bits)
			       : NULL;

	if (!bits)
		return;
	pen_line(p);
	pen_printf(p, ROLE_DIM, "  (not applied: %s)", why ? why :
		   "it cannot be changed");
}

/* "Ben joined; Chloe, Dev and 3 others …": the sentences of a run, by what
 * they say after the name. */
static char *fold_words(const struct item *it)
{
	g_autoptr(GString) out = g_string_new(NULL);
	guint n = it->folded->len + 1, shown = MIN(n, 3);

	for (guint i = 0; i < shown; i++) {
		const struct post *p = i ?
			g_ptr_array_index(it->folded, i - 1) : it->post;

		g_string_append_printf(out, "%s%s", i ? "; " : "", p->body);
	}
	if (n > shown)
		g_string_append_printf(out, "; %u more came, went or changed",
				       n - shown);
	return g_strdup(out->str);
}

static void put_member(struct pen *p)
{
	g_autofree char *folded = NULL;
	const struct item *it = p->it;

	if (it->folded && !it->unfolded)
		folded = fold_words(it);
	put_sentence(p, folded ? folded : it->post->body);
	if (!it->folded || !it->unfolded)
		return;
	for (guint i = 0; i < it->folded->len; i++)
		put_sentence(p, ((const struct post *)g_ptr_array_index(
						it->folded, i))->body);
}

static void put_reactions(struct pen *p, bool thread)
{
	const struct post *post = p->it->post;
	guint n = post->reactions ? MIN(post->reactions->len, 12) : 0;
	bool root = !thread && post->thread_count > 0;

	if (!n && !root)
		return;
	pen_line(p);
	for (guint i = 0; i < n; i++) {
		const struct reaction *r = g_ptr_array_index(post->reactions,
							     i);

		pen_printf(p, r->mine ? ROLE_REACTION_MINE : ROLE_REACTION,
			   "%s %d  ", r->key, r->count);
	}
	if (n && post->reactions->len > n)
		pen_printf(p, ROLE_DIM, "+%u  ", post->reactions->len - n);
	if (root) {
		g_autofree char *when = say_time(p->ui, post->thread_ts);

		pen_symbol(p, ROLE_DIM, "⤷");
		pen_printf(p, ROLE_DIM, "%d %s, last %s %s",
			   post->thread_count,
			   post->thread_count == 1 ? "reply" : "replies",
			   when, post->thread_name ? post->thread_name : "");
	}
}

static void put_state(struct pen *p)
{
	const struct post *post = p->it->post;

	if (post->state == POST_SENT)
		return;
	pen_line(p);
	if (post->state == POST_FAILED) {
		pen_symbol(p, ROLE_FAILED, "✗");
		pen_printf(p, ROLE_FAILED, "not sent: %s",
			   post->error ? post->error : "the server refused");
		pen_line(p);
		pen_text(p, ROLE_DIM, 0, "  R sends again, E edits, D drops");
	} else if (post->state == POST_HELD) {
		pen_printf(p, ROLE_FAILED, "held: %s",
			   post->error ? post->error : "others can read it");
		pen_line(p);
		pen_text(p, ROLE_DIM, 0, "  R sends it, E edits, D drops it");
	} else if (post->error) {
		pen_printf(p, ROLE_WAITING, "waiting: %s", post->error);
	} else {
		pen_text(p, ROLE_WAITING, 0, post->state == POST_SENDING ?
			 "sending…" : "waiting to be sent");
	}
}

static void put_redacted(struct pen *p)
{
	const struct post *post = p->it->post;

	pen_line(p);
	if (post->redact_reason && *post->redact_reason)
		pen_printf(p, ROLE_STATE, "removed: %s", post->redact_reason);
	else
		pen_text(p, ROLE_STATE, 0, "removed");
}

static void put_emote(struct pen *p)
{
	const struct post *post = p->it->post;

	pen_line(p);
	put_time(p);
	pen_text(p, ROLE_DIM, 0, "* ");
	pen_text(p, post->own ? ROLE_SELF : theme_author(post->sender), 0,
		 post->name ? post->name : post->sender);
	pen_line(p);
	put_rich(p, ROLE_TEXT, true);
}

static void put_message(struct pen *p, const struct item_setting *set)
{
	const struct post *post = p->it->post;

	if (post->kind == POST_EMOTE && !post->redacted) {
		put_emote(p);
		return;
	}
	if (!goes_on(p->it, set))
		put_head(p, set);
	put_answered(p);
	if (post->redacted)
		put_redacted(p);
	else if (post->thing && post->thing->kind == KIND_TASK)
		put_task(p);
	else if (post->thing)
		put_thing(p);
	else if (post->poll)
		put_poll(p);
	else if (post->kind >= POST_IMAGE && post->kind <= POST_VIDEO)
		put_file(p);
	else if (post->kind == POST_STICKER)
		put_file(p);
	else if (post->kind == POST_ENCRYPTED)
		put_sentence(p, "encrypted: this client cannot read it");
	else
		put_rich(p, post->kind == POST_NOTICE ? ROLE_DIM : ROLE_TEXT,
			 false);
}

static void put_all(struct pen *p, const struct item_setting *set)
{
	const struct post *post = p->it->post;
	g_autofree char *words = NULL;

	put_breaks(p, set);
	p->it->rules = p->it->starts->len;
	if (post->kind == POST_MEMBER) {
		put_member(p);
	} else if (post->kind == POST_STATE) {
		put_sentence(p, post->body);
	} else if (post->kind == POST_UNKNOWN) {
		words = g_strdup_printf("%s sent something this client does "
					"not know: %s", post->name ?
					post->name : "somebody", post->body);
		put_sentence(p, words);
	} else if (post->change && !post->redacted) {
		words = g_strdup_printf("%s %s", post->name, post->body);
		put_sentence(p, words);
		put_refused(p, post->change);
	} else {
		put_message(p, set);
		put_reactions(p, set->thread);
	}
	put_state(p);
}

void item_layout(struct item *it, struct ui *ui, int width,
		 const struct item_setting *set)
{
	struct pen pen = { it, ui, width, ITEM_INDENT };
	bool accepted = set->answer && it->post->eid &&
			!strcmp(set->answer, it->post->eid);
	guint end;

	if (it->width == width && it->airy == set->airy &&
	    it->accepted == accepted)
		return;
	forget_layout(it);
	it->accepted = accepted;
	it->width = width;
	it->airy = set->airy;
	it->pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	it->starts = g_array_new(FALSE, FALSE, sizeof(guint));
	it->own = g_string_chunk_new(256);
	put_all(&pen, set);
	end = it->pieces->len;
	g_array_append_val(it->starts, end);
}

void item_draw(const struct item *it, struct surface *s, struct rect r,
	       int line, bool selected)
{
	guint from, to;

	if (line < 0 || line >= item_lines(it))
		return;
	from = g_array_index(it->starts, guint, line);
	to = g_array_index(it->starts, guint, line + 1);
	for (guint i = from; i < to; i++) {
		const struct piece *p = &g_array_index(it->pieces,
						       struct piece, i);

		surface_put(s, AT(r.x + p->x, r.y, r.w - p->x),
			    INK(p->role, p->marks | (selected ? MARK_BRIGHT : 0)),
			    p->s, p->len);
	}
}
