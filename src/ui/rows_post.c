/* Rows: what is done with a message or a person. */
#include <string.h>
#include "base/error.h"
#include "text/text.h"
#include "ui/records.h"
#include "ui/rows.h"

static bool fail(GError **err, enum fm_error code, const char *words)
{
	g_set_error_literal(err, FM_ERROR, code, words);
	return false;
}

static struct pane *focused_feed(struct ui *ui)
{
	struct pane *p = ui_pane(ui);

	if (feed_is(p))
		return p;
	if (feed_is(ui->side))
		return ui->side;
	return feed_is(ui->main) ? ui->main : NULL;
}

const struct post *row_post(struct command_call *call, GError **err)
{
	struct pane *p = focused_feed(row_ui(call));
	const struct post *post = p ? feed_selected(p) : NULL;

	if (!post)
		fail(err, FM_ERROR_NOT_FOUND, "No message is selected.");
	return post;
}

/* A message that is on the server. */
static const struct post *sent_post(struct command_call *call, GError **err)
{
	const struct post *post = row_post(call, err);

	if (!post || post->eid)
		return post;
	fail(err, FM_ERROR_REFUSED, "That message has not been sent yet.");
	return NULL;
}

static void drop_op(struct ui *ui, int64_t id)
{
	struct message *m = message_new(REQ_DROP);

	m->id = id;
	engine_push(ui->setup.engine, m);
}

static void open_composer_for(struct ui *ui, struct pane *feed)
{
	composer_open(ui, feed_room(feed), feed_thread(feed));
}

bool row_write(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct pane *feed = focused_feed(ui);

	if (!feed && call->ctx->room) {
		ui_open_room(ui, call->ctx->room);
		feed = focused_feed(ui);
	}
	if (!feed)
		return fail(err, FM_ERROR_NOT_FOUND,
			    "Open a room first; messages go into rooms.");
	open_composer_for(ui, feed);
	ui_focus(ui, FOCUS_COMPOSER);
	return true;
}

bool row_reply(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	struct ui *ui = row_ui(call);

	if (!post)
		return false;
	open_composer_for(ui, focused_feed(ui));
	composer_target(ui, COMPOSE_REPLY, post);
	ui_focus(ui, FOCUS_COMPOSER);
	return true;
}

/* What was not sent goes back to where it was written, and is not sent any
 * more. */
static bool take_back(struct ui *ui, int64_t id, GError **err)
{
	struct op *op = ui_reader(ui) ? reader_op(ui->reader, id) : NULL;
	struct composer *c = &ui->composer;
	bool text = op && op->body && op->state != OP_SENDING &&
		    (op->kind == OP_SEND || op->kind == OP_EDIT);
	struct post *target = NULL;

	if (text && !(feed_is(ui->main) && feed_room(ui->main) == op->room))
		ui_open_room(ui, op->room);
	if (text)
		composer_open(ui, op->room, op->thread);
	if (!text || c->room != op->room || c->editor.text->len) {
		op_free(op);
		return fail(err, FM_ERROR_REFUSED, text ? "There is text in "
			    "the composer already; send it or clear it first."
			    : "Only a message that waits or failed can be "
			    "taken back.");
	}
	if (op->target)
		target = reader_post(ui->reader, op->room, op->target);
	composer_target(ui, op->kind == OP_EDIT ? COMPOSE_EDIT :
			COMPOSE_REPLY, target);
	editor_set(&c->editor, op->body);
	composer_origins(ui, op->origin);
	c->dirty = true;
	composer_flush(ui);
	drop_op(ui, id);
	ui_focus(ui, FOCUS_COMPOSER);
	post_free(target);
	op_free(op);
	return true;
}

static bool edit_this(struct ui *ui, const struct post *post, GError **err)
{
	if (!post || !post->own || post->redacted || post->thing ||
	    post->kind > POST_EMOTE)
		return fail(err, FM_ERROR_REFUSED,
			    "Only text messages of your own can be edited.");
	composer_target(ui, COMPOSE_EDIT, post);
	ui_focus(ui, FOCUS_COMPOSER);
	return true;
}

bool row_edit_post(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct pane *p = ui_pane(ui);
	const struct post *post;
	struct post *last;
	bool ok;

	if (p && p->ops->view == VIEW_OUTBOX)
		return take_back(ui, hits_outbox_selected(p), err);
	if (ui->focus != FOCUS_COMPOSER) {
		post = row_post(call, err);
		if (!post)
			return false;
		if (!post->eid && post->op)
			return take_back(ui, post->op, err);
		open_composer_for(ui, focused_feed(ui));
		return edit_this(ui, post, err);
	}
	last = reader_last_own(ui->reader, ui->composer.room);
	ok = edit_this(ui, last, err);
	post_free(last);
	return ok;
}

bool row_react(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	const struct post *post = sent_post(call, err);

	if (!post)
		return false;
	prompt_open(ui, ':', "react :");
	return true;
}

bool row_vote(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);

	if (!post)
		return false;
	if (!post->poll)
		return fail(err, FM_ERROR_REFUSED, "That message is no poll. "
			    ":poll new makes one.");
	if (post->poll->ended)
		return fail(err, FM_ERROR_REFUSED, "This poll has ended.");
	prompt_open(row_ui(call), ':', "poll vote ");
	return true;
}

bool row_pin(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	g_autofree char *line = NULL;

	if (!post)
		return false;
	line = g_strdup_printf("%s %s", post->pinned ? "unpin" : "pin",
			       post->eid);
	return command_run_line(call->ctx, line, IN_PROMPT, err);
}

bool row_remove(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	struct ui *ui = row_ui(call);
	g_autofree char *line = NULL, *words = NULL, *question = NULL;
	struct room *r;
	bool may;

	if (!post)
		return false;
	r = reader_room(ui->reader, post->room);
	may = r && (post->own || r->power >= r->power_redact);
	room_free(r);
	if (!may)
		return fail(err, FM_ERROR_REFUSED, "You may remove only your "
			    "own messages here; moderators may remove all.");
	words = text_ellipsis(post->body ? post->body : "", 50);
	g_strdelimit(words, "\n", ' ');
	question = g_strdup_printf("Remove \"%s\" for everybody?", words);
	line = g_strdup_printf("redact %s", post->eid);
	ui_confirm(ui, question, line);
	return true;
}

bool row_thread(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	struct ui *ui = row_ui(call);

	if (!post)
		return false;
	ui_set_side(ui, feed_new(ui, post->room, post->thread ? post->thread
							      : post->eid));
	ui_focus(ui, FOCUS_SIDE);
	return true;
}

bool row_unfold(struct command_call *call, GError **err)
{
	struct pane *p = focused_feed(row_ui(call));

	if (!row_post(call, err))
		return false;
	feed_unfold(p);
	return true;
}

bool row_spoilers(struct command_call *call, GError **err)
{
	struct pane *p = focused_feed(row_ui(call));

	if (!row_post(call, err))
		return false;
	feed_spoilers(p);
	return true;
}

bool row_info(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct pane *p = ui_pane(ui);
	const struct post *post;
	struct pane *next;

	if (p && p->ops->view & (VIEW_MEMBERS | VIEW_PEOPLE) &&
	    call->ctx->uid)
		next = details_new_person(ui, call->ctx->room, call->ctx->uid);
	else if (call->ctx->eid)
		next = details_new_post(ui, call->ctx->room, call->ctx->eid);
	else if (!(post = sent_post(call, err)))
		return false;
	else
		next = details_new_post(ui, post->room, post->eid);
	ui_set_side(ui, next);
	ui_focus(ui, FOCUS_SIDE);
	return true;
}

/* OSC 52 (xterm "Manipulate Selection Data"), which works over SSH. */
static void copy(struct ui *ui, const char *text)
{
	g_autofree char *code = g_base64_encode((const guchar *)text,
						strlen(text));

	g_string_append_printf(ui->out, "\033]52;c;%s\a", code);
}

bool row_yank(struct command_call *call, GError **err)
{
	const struct post *post = row_post(call, err);
	struct ui *ui = row_ui(call);

	if (!post || !post->body)
		return false;
	copy(ui, post->body);
	ui_heard(ui, post->room, post->body);
	ui_say(ui, "Copied, if your terminal allows it (OSC 52).");
	return true;
}

static struct rich *rich_of(const struct post *post)
{
	if (post->html)
		return rich_from_html(post->html, strlen(post->html));
	return rich_from_plain(post->body ? post->body : "",
			       post->body ? strlen(post->body) : 0);
}

static void open_link(struct ui *ui, const char *url)
{
	const char *argv[] = { "xdg-open", url, NULL };
	bool here = (g_getenv("DISPLAY") || g_getenv("WAYLAND_DISPLAY")) &&
		    (g_str_has_prefix(url, "https://") ||
		     g_str_has_prefix(url, "http://"));

	if (here && g_spawn_async(NULL, (char **)argv, NULL,
				  G_SPAWN_SEARCH_PATH |
				  G_SPAWN_STDOUT_TO_DEV_NULL |
				  G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
				  NULL, NULL)) {
		ui_say(ui, "Opening %s", url);
		return;
	}
	copy(ui, url);
	ui_say(ui, "Copied: %s", url);
}

bool row_quote(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	struct ui *ui = row_ui(call);
	g_autofree char *quoted = post ? command_quote(post) : NULL;
	g_autofree char *lines = quoted ? g_strconcat(quoted, "\n", NULL)
					: NULL;

	if (!post)
		return false;
	open_composer_for(ui, focused_feed(ui));
	composer_append(ui, lines);
	ui_focus(ui, FOCUS_COMPOSER);
	return true;
}

/* It goes into the composer of the other place, where more can be said, and
 * Enter asks when others read there. */
static bool forward_to(struct ui *ui, const struct post *post,
		       const struct room *to)
{
	g_autofree char *quoted = command_quote(post);
	g_autofree char *body = g_strdup(post->body);
	int64_t from = post->room;

	ui_open_room(ui, to->id);
	composer_append(ui, quoted);
	composer_came_from(ui, from, body);
	ui_focus(ui, FOCUS_COMPOSER);
	return true;
}

bool row_forward(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	const char *words = args_get(call->args, "TO");
	struct ui *ui = row_ui(call);
	struct room *to;
	bool ok;

	if (!post)
		return false;
	if (post->redacted || post->kind > POST_EMOTE || !post->body)
		return fail(err, FM_ERROR_REFUSED, "Only messages of text can "
			    "be forwarded.");
	if (!words) {
		prompt_open(ui, ':', "forward-to ");
		return true;
	}
	to = reader_room_find(ui->reader, ui->ctx.account, words, err);
	ok = to && (to->mine == MEMBER_JOIN ||
		    fail(err, FM_ERROR_REFUSED, "You are not in that room."));
	ok = ok && forward_to(ui, post, to);
	room_free(to);
	return ok;
}

bool row_link(struct command_call *call, GError **err)
{
	const char *url = records_url(ui_pane(row_ui(call)));
	const struct post *post = url ? NULL : row_post(call, err);
	const char *n = args_get(call->args, "N");
	gint64 i = n ? g_ascii_strtoll(n, NULL, 10) - 1 : 0;
	struct rich *rich;
	bool ok;

	if (url)
		open_link(row_ui(call), url);
	if (!post)
		return url != NULL;
	rich = rich_of(post);
	ok = i >= 0 && i < (gint64)rich->links->len;
	if (ok)
		open_link(row_ui(call), g_ptr_array_index(rich->links, i));
	rich_free(rich);
	return ok || fail(err, FM_ERROR_NOT_FOUND,
			  "There is no such link in this message.");
}

bool row_task_from(struct command_call *call, GError **err)
{
	const struct post *post = sent_post(call, err);
	g_autofree char *line = NULL, *title = NULL;
	const char *end;

	if (!post)
		return false;
	if (post->thing)
		return fail(err, FM_ERROR_REFUSED, "That is a task already; "
			    "T opens its thread.");
	end = strchr(post->body ? post->body : "", '\n');
	title = end ? g_strndup(post->body, end - post->body)
		    : g_strdup(post->body);
	g_strdelimit(title, "\"\\", '\'');
	line = g_strdup_printf("task from %s", title);
	prompt_open(row_ui(call), ':', line);
	return true;
}

static int64_t failed_op(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	struct pane *p = ui_pane(ui);
	const struct post *post;

	if (p && p->ops->view == VIEW_OUTBOX)
		return hits_outbox_selected(p);
	post = row_post(call, err);
	if (post && post->op)
		return post->op;
	if (post)
		fail(err, FM_ERROR_NOT_FOUND, "That message has been sent.");
	return 0;
}

bool row_resend(struct command_call *call, GError **err)
{
	struct message *m;
	int64_t op = failed_op(call, err);

	if (!op)
		return false;
	m = message_new(REQ_RESEND);
	m->id = op;
	engine_push(row_ui(call)->setup.engine, m);
	return true;
}

bool row_drop(struct command_call *call, GError **err)
{
	struct ui *ui = row_ui(call);
	int64_t op = failed_op(call, err);
	g_autofree char *line = NULL;

	if (!op)
		return false;
	line = g_strdup_printf("outbox drop %" G_GINT64_FORMAT, op);
	ui_confirm(ui, "Drop what was not sent? Its text will be lost.", line);
	return true;
}
