#include "ui/front.h"

#include "base/error.h"
#include "ui/records.h"

/* What a server has said so lately is not asked again. */
#define FRESH_MS 20000

static void front_say(void *user, const char *sentence)
{
	struct ui *ui = user;

	ui_say(ui, "%s%s", sentence, ui->undo.fresh ? " u takes it back." :
	       "");
}

static void front_undo(void *user, int64_t room, const char *line)
{
	struct ui *ui = user;

	undo_push(&ui->undo, room, line);
}

/* What a command answers that is not LISTED is for the shell; here panes
 * show what came of it. */
static struct record *front_begin(void *user, const char *kind)
{
	(void)user;
	(void)kind;
	return NULL;
}

static void front_end(void *user, struct record *r)
{
	(void)user;
	(void)r;
}

static bool front_submit(void *user, struct op *take, struct op_outcome *out,
			 GError **err)
{
	g_autofree char *txn = g_strdup(take->txn);
	enum guard verdict = ui_offer(user, take, false, err);

	if (verdict == GUARD_ASK)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "Nothing is sent before you have answered.");
	if (verdict != GUARD_PASS)
		return false;
	if (out) {
		*out = (struct op_outcome){ .state = OP_WAITING };
		out->txn = g_steal_pointer(&txn);
	}
	return true;
}

static struct message *front_ask(void *user, struct message *take,
				 enum message_kind until, int64_t timeout_ms,
				 GError **err)
{
	struct ui *ui = user;
	struct message *known = take->kind == REQ_LOOKUP ?
		lookups_find(&ui->lookups, ui->setup.world, take, FRESH_MS) :
		NULL;

	(void)until;
	(void)timeout_ms;
	(void)err;
	if (known) {
		message_free(take);
		return known;
	}
	engine_push(ui->setup.engine, take);
	return NULL;
}

static char *front_secret(void *user, const char *prompt, GError **err)
{
	(void)user;
	(void)prompt;
	g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
		    "The password is asked for by the form: :login opens it.");
	return NULL;
}

static char *front_input(void *user, GError **err)
{
	(void)user;
	g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
		    "\"-\" reads standard input, which only the shell has.");
	return NULL;
}

static bool front_list(void *user, const struct command *row,
		       const char *line, GError **err)
{
	int64_t here = records_room(ui_pane(user));

	return records_show(user, asked_new(user, row, line, here), err);
}

static bool front_form(void *user, const struct command *c,
		       const struct args *given, GError **err)
{
	struct ui *ui = user;
	struct form *f = form_new(&ui->ctx, c, given, err);

	if (f)
		ui_set_popup(ui, form_pane_new(ui, f));
	return f != NULL;
}

const struct command_front ui_front = {
	.say = front_say, .begin = front_begin, .end = front_end,
	.submit = front_submit, .ask = front_ask, .secret = front_secret,
	.input = front_input, .list = front_list, .undo = front_undo,
	.form = front_form,
};
