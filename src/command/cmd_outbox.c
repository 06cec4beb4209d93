/* Commands: what was written and has not been sent. */
#include "command/internal.h"

#include <string.h>

static void answer_op(struct command_call *call, const struct op *op)
{
	struct account *a = reader_account(call->ctx->reader, op->account);
	struct record *r = call_begin(call, "op");

	record_int(r, "op", op->id);
	record_text(r, "account", a ? a->name : NULL);
	record_text(r, "room", op->rid);
	record_text(r, "kind", op_kind_word(op->kind));
	record_text(r, "state", op_state_word(op->state));
	record_int(r, "tries", op->tries);
	record_text(r, "error", op->error);
	record_text(r, "room_name", op->room_name);
	record_text(r, "text", op->kind == OP_CARD ? op->key :
		    op->body ? op->body :
		    op->thing ? op->thing->title : op->key);
	record_text(r, "txn", op->txn);
	record_int(r, "made", op->made);
	call_end(call, r);
	account_free(a);
}

static bool run_outbox(struct command_call *call, GError **err)
{
	g_autoptr(GPtrArray) list = NULL;

	if (!call_reader(call, err))
		return false;
	list = reader_outbox(call->ctx->reader, 0);
	for (guint i = 0; i < list->len; i++) {
		const struct op *op = g_ptr_array_index(list, i);

		if (!call->ctx->account || call->ctx->account == op->account)
			answer_op(call, op);
	}
	return true;
}

/* The row a number names, which must still be there. */
static struct op *find_op(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "NUMBER");
	gint64 id = 0;
	struct op *op;

	if (!call_reader(call, err))
		return NULL;
	g_ascii_string_to_signed(words, 10, 1, G_MAXINT64, &id, NULL);
	op = id ? reader_op(call->ctx->reader, id) : NULL;
	if (!op)
		call_fail(err, FM_ERROR_NOT_FOUND, "There is no \"%s\" in the "
			  "outbox; \"outbox\" shows the numbers.", words);
	return op;
}

static struct message *ask_about(struct command_call *call,
				 enum message_kind kind, const struct op *op,
				 GError **err)
{
	struct message *m = message_new(kind);

	m->id = op->id;
	m->account = op->account;
	m->room = op->room;
	return call_ask(call, m, EV_OP, err);
}

static bool run_resend(struct command_call *call, GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct op *op = find_op(call, err), *now;
	struct message *m;
	bool ok;

	if (!op)
		return false;
	m = ask_about(call, REQ_RESEND, op, &inner);
	now = reader_op(call->ctx->reader, op->id);
	ok = !inner && !(m && m->n == OP_FAILED);
	if (inner)
		g_propagate_error(err, g_steal_pointer(&inner));
	else if (!ok)
		call_fail(err, FM_ERROR_FAILED, "%s", m->b ? m->b :
			  "It could not be sent.");
	else if (now && call->ctx->shell && now->state == OP_HELD)
		ok = call_fail(err, FM_ERROR_REFUSED, "It is held again: %s",
			       now->error ? now->error : "others can read "
			       "it now.");
	else if (now && call->ctx->shell && now->state != OP_SENT)
		ok = call_fail(err, FM_ERROR_OFFLINE, "It is still kept in "
			       "the outbox: %s", now->error ? now->error :
			       "the server cannot be reached.");
	else
		call_say(call, call->ctx->shell ? "It has been sent." :
			 "Trying to send it again.");
	message_free(m);
	op_free(now);
	op_free(op);
	return ok;
}

static bool run_drop(struct command_call *call, GError **err)
{
	g_autoptr(GError) inner = NULL;
	struct op *op = find_op(call, err), *now;
	bool ok;

	if (!op)
		return false;
	message_free(ask_about(call, REQ_DROP, op, &inner));
	now = call->ctx->shell ? reader_op(call->ctx->reader, op->id) : NULL;
	ok = !inner && !now;
	if (inner)
		g_propagate_error(err, g_steal_pointer(&inner));
	else if (now)
		call_fail(err, FM_ERROR_REFUSED, "It is being sent just now "
			  "and can no longer be dropped.");
	else
		call_say(call, "Dropped.");
	op_free(now);
	op_free(op);
	return ok;
}

const struct command outbox_rows[] = {
	{ "outbox", NULL, "", "list what has not been sent", "What waits for "
	  "a connection, and what the server refused, with the reason.", NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_outbox,
	  "Everything has been sent. What waits or failed appears here." },
	{ "outbox resend", NULL, "NUMBER", "try again to send something",
	  NULL, NULL, IN_SHELL | IN_PROMPT, run_resend },
	{ "outbox drop", NULL, "NUMBER", "forget something that was not sent",
	  NULL, NULL, IN_SHELL | IN_PROMPT, run_drop },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
