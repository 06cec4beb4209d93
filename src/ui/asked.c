#include "ui/asked.h"

#include <string.h>
#include "base/error.h"
#include "ui/front.h"

#define SAID_MAX 2000

struct asked *asked_new(struct ui *ui, const struct command *row,
			const char *line, int64_t here)
{
	const struct command_context *c = &ui->ctx;
	struct asked *a = g_new0(struct asked, 1);
	bool about = command_uses_selection(&ui->ctx, line, false);

	a->row = row;
	a->line = g_strdup(line);
	a->room = c->room;
	a->account = c->account;
	/* a selected place is meant itself, not where it is listed */
	if (!about && here && (c->eid || c->uid))
		a->room = here;
	if (!about)
		return a;
	a->eid = g_strdup(c->eid);
	a->thread = g_strdup(c->thread);
	a->uid = g_strdup(c->uid);
	return a;
}

struct asked *asked_copy(const struct asked *a)
{
	struct asked *b = g_memdup2(a, sizeof *a);

	b->line = g_strdup(a->line);
	b->eid = g_strdup(a->eid);
	b->thread = g_strdup(a->thread);
	b->uid = g_strdup(a->uid);
	return b;
}

void asked_free(struct asked *a)
{
	if (!a)
		return;
	g_free(a->line);
	g_free(a->eid);
	g_free(a->thread);
	g_free(a->uid);
	g_free(a);
}

bool asked_same(const struct asked *a, const struct asked *b)
{
	return a && b && !strcmp(a->line, b->line) &&
	       (a->room == b->room || !strstr(a->row->args, "ROOM")) &&
	       !g_strcmp0(a->eid, b->eid) && !g_strcmp0(a->uid, b->uid);
}

void listing_clear(struct listing *l)
{
	if (l->records)
		g_ptr_array_unref(l->records);
	g_free(l->said);
	memset(l, 0, sizeof *l);
}

/* ---- what a filter looks at ---------------------------------------------- */

static char *fold(const char *text)
{
	return g_str_is_ascii(text) ? g_ascii_strdown(text, -1)
				    : g_utf8_casefold(text, -1);
}

static void add_words(const struct record *r, GString *out)
{
	for (guint i = 0; i < r->fields->len; i++) {
		const struct field *f = g_ptr_array_index(r->fields, i);

		if (f->text)
			g_string_append_printf(out, "%s\n", f->text);
		for (guint k = 0; f->texts && k < f->texts->len; k++)
			g_string_append_printf(out, "%s\n", (const char *)
				g_ptr_array_index(f->texts, k));
		if (f->nested)
			add_words(f->nested, out);
	}
}

char *record_words(const struct record *r)
{
	g_autoptr(GString) out = g_string_new(NULL);

	add_words(r, out);
	return fold(out->str);
}

bool record_has(const char *words_of_record, const char *words)
{
	g_autofree char *folded = fold(words);
	g_auto(GStrv) list = g_strsplit_set(folded, " \t", -1);

	for (int i = 0; list[i]; i++)
		if (!strstr(words_of_record, list[i]))
			return false;
	return true;
}

/* ---- a front that collects -------------------------------------------------- */

struct gather {
	struct ui *ui;
	struct listing *to;
	GString *said;
	const char *words;
	bool again;
};

static void gather_say(void *user, const char *sentence)
{
	struct gather *g = user;

	if (g->said->len < SAID_MAX)
		g_string_append_printf(g->said, "%s%s", g->said->len ? " "
				       : "", sentence);
}

/* Nothing is filled in for a record that would only be counted. */
static struct record *gather_begin(void *user, const char *kind)
{
	struct gather *g = user;

	if (g->to->records->len >= LISTING_MAX && !g->words) {
		g->to->left_out++;
		return NULL;
	}
	return record_new(kind);
}

static void gather_end(void *user, struct record *r)
{
	struct gather *g = user;
	g_autofree char *words = r && g->words ? record_words(r) : NULL;

	if (!r)
		return;
	if (words && !record_has(words, g->words)) {
		record_free(r);
	} else if (g->to->records->len >= LISTING_MAX) {
		g->to->left_out++;
		record_free(r);
	} else {
		g_ptr_array_add(g->to->records, r);
	}
}

static bool gather_submit(void *user, struct op *take, struct op_outcome *out,
			  GError **err)
{
	(void)user;
	if (out)
		*out = (struct op_outcome){ .state = OP_FAILED };
	op_free(take);
	g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
		    "A list only reads; nothing was sent.");
	return false;
}

static struct message *gather_ask(void *user, struct message *take,
				  enum message_kind until, int64_t timeout_ms,
				  GError **err)
{
	struct gather *g = user;

	struct message *known = NULL;

	if (!g->again)
		return ui_front.ask(g->ui, take, until, timeout_ms, err);
	if (take->kind == REQ_LOOKUP)
		known = lookups_find(&g->ui->lookups, g->ui->setup.world,
				     take, -1);
	message_free(take);
	return known;
}

static enum account_state gather_account(void *user, int64_t account,
					 const char **why)
{
	const struct gather *g = user;

	*why = NULL;
	for (guint i = 0; i < g->ui->accounts->len; i++) {
		const struct account_status *a = &g_array_index(
			g->ui->accounts, struct account_status, i);

		if (a->account != account)
			continue;
		*why = a->sentence;
		return a->state;
	}
	return ACCOUNT_OFFLINE;
}

static char *gather_secret(void *user, const char *prompt, GError **err)
{
	return ui_front.secret(((struct gather *)user)->ui, prompt, err);
}

static char *gather_input(void *user, GError **err)
{
	return ui_front.input(((struct gather *)user)->ui, err);
}

static const struct command_front gathering = {
	.say = gather_say, .begin = gather_begin, .end = gather_end,
	.submit = gather_submit, .ask = gather_ask, .secret = gather_secret,
	.input = gather_input, .account = gather_account,
};

bool asked_run(struct ui *ui, const struct asked *a, struct asked_how how,
	       struct listing *out, GError **err)
{
	struct gather g = { .ui = ui, .to = out, .again = how.again,
			    .words = how.words };
	bool there = ui_reader(ui), ok;
	struct command_context ctx = ui->ctx;

	memset(out, 0, sizeof *out);
	out->records = g_ptr_array_new_with_free_func(
		(GDestroyNotify)record_free);
	g.said = g_string_new(NULL);
	ctx.front = &gathering;
	ctx.user = &g;
	ctx.room = a->room;
	ctx.account = a->account;
	ctx.eid = a->eid;
	ctx.thread = a->thread;
	ctx.uid = a->uid;
	ok = command_run_line(&ctx, a->line, IN_PROMPT, err);
	if (!there && ctx.reader)	/* opened on the way */
		reader_close(ctx.reader);
	out->said = g_string_free(g.said, !g.said->len);
	if (!ok)
		listing_clear(out);
	return ok;
}
