#include "model/op.h"
#include "model/strings.h"

#include <string.h>

static const char *const kind_words[] = {
	[OP_SEND] = "send",
	[OP_EDIT] = "edit",
	[OP_REACT] = "react",
	[OP_REDACT] = "redact",
	[OP_THING] = "task",
	[OP_THING_CHANGE] = "task_change",
	[OP_READ] = "read",
	[OP_JOIN] = "join",
	[OP_LEAVE] = "leave",
	[OP_DIRECT] = "direct",
	[OP_INVITE] = "invite",
	[OP_MARK] = "mark",
	[OP_CARD] = "card",
	[OP_POLL] = "poll",
	[OP_VOTE] = "vote",
	[OP_POLL_END] = "poll_end",
	[OP_NOTIFY] = "notify",
	[OP_PIN] = "pin",
	[OP_CREATE] = "create",
	[OP_LINK] = "link",
	[OP_SETTING] = "setting",
	[OP_ROLE] = "role",
	[OP_MEMBER] = "member",
	[OP_KNOCK] = "knock",
	[OP_FORGET] = "forget",
	[OP_CHARTER] = "charter",
	[OP_ACCEPT] = "accept",
	[OP_GUEST] = "guest",
};
G_STATIC_ASSERT(G_N_ELEMENTS(kind_words) == OP_KINDS);

static const char *const state_words[] = {
	[OP_WAITING] = "waiting",
	[OP_SENDING] = "sending",
	[OP_SENT] = "sent",
	[OP_FAILED] = "failed",
	[OP_HELD] = "held",
};

const char *op_kind_word(enum op_kind k)
{
	return k < OP_KINDS ? kind_words[k] : "unknown";
}

enum op_kind op_kind_from(const char *word)
{
	for (unsigned k = 0; word && k < OP_KINDS; k++)
		if (strcmp(kind_words[k], word) == 0)
			return k;
	return OP_KINDS;
}

bool op_kind_visible(enum op_kind k)
{
	return k < OP_KINDS && k != OP_READ && k != OP_MARK;
}

bool op_kind_is_event(enum op_kind k)
{
	return k <= OP_THING_CHANGE || k == OP_POLL || k == OP_VOTE ||
	       k == OP_POLL_END;
}

const char *op_state_word(enum op_state s)
{
	return s < G_N_ELEMENTS(state_words) ? state_words[s] : "failed";
}

static void add_text(GString *out, const char *text)
{
	if (text && *text)
		g_string_append_printf(out, "%s%s", out->len ? "\n" : "",
				       text);
}

static void add_thing_text(GString *out, const struct thing *t)
{
	const char *const texts[] = { t->title, t->notes, t->reason, t->place,
				      t->url };

	for (guint i = 0; i < G_N_ELEMENTS(texts); i++)
		add_text(out, texts[i]);
	for (guint i = 0; t->tags && i < t->tags->len; i++)
		add_text(out, t->tags->pdata[i]);
	for (guint i = 0; t->steps && i < t->steps->len; i++)
		add_text(out, ((struct step *)t->steps->pdata[i])->text);
}

static void add_poll_text(GString *out, const struct poll *p)
{
	add_text(out, p->question);
	for (guint i = 0; i < p->answers->len; i++)
		add_text(out, ((struct poll_answer *)p->answers->pdata[i])->text);
}

/* Of the others the body is a word for machines. */
static bool body_is_text(const struct op *op)
{
	switch (op->kind) {
	case OP_SEND:
	case OP_EDIT:
	case OP_CARD:
	case OP_POLL_END:
		return true;
	case OP_SETTING:
		return g_strcmp0(op->key, "name") == 0 ||
		       g_strcmp0(op->key, "topic") == 0;
	default:
		return false;
	}
}

bool op_speaks(const struct op *op)
{
	switch (op->kind) {
	case OP_SEND:
	case OP_EDIT:
	case OP_THING:
	case OP_THING_CHANGE:
	case OP_POLL:
	case OP_POLL_END:
		return true;
	default:
		return false;
	}
}

char *op_text(const struct op *op)
{
	GString *out = g_string_new(NULL);

	if (body_is_text(op))
		add_text(out, op->body);
	add_text(out, op->reason);
	if (op->kind == OP_REACT)
		add_text(out, op->key);
	if (op->thing)
		add_thing_text(out, op->thing);
	if (op->poll)
		add_poll_text(out, op->poll);
	return g_string_free(out, FALSE);
}

bool op_has_text(const struct op *op)
{
	g_autofree char *text = op_text(op);

	return text[0] != '\0';
}

struct op *op_new(enum op_kind kind)
{
	struct op *op = g_new0(struct op, 1);

	op->kind = kind;
	return op;
}

struct op *op_copy(const struct op *op)
{
	struct op *copy;

	if (!op)
		return NULL;
	copy = g_memdup2(op, sizeof *op);
	copy->rid = g_strdup(op->rid);
	copy->txn = g_strdup(op->txn);
	copy->target = g_strdup(op->target);
	copy->thread = g_strdup(op->thread);
	copy->key = g_strdup(op->key);
	copy->reason = g_strdup(op->reason);
	copy->body = g_strdup(op->body);
	copy->html = g_strdup(op->html);
	copy->mentions = g_strdup(op->mentions);
	copy->thing = thing_copy(op->thing);
	copy->poll = poll_copy(op->poll);
	copy->plan = plan_copy(op->plan);
	copy->via = strings_copy(op->via);
	copy->error = g_strdup(op->error);
	copy->eid = g_strdup(op->eid);
	copy->room_name = g_strdup(op->room_name);
	copy->scope = g_strdup(op->scope);
	copy->origin = g_strdup(op->origin);
	return copy;
}

void op_free(struct op *op)
{
	if (!op)
		return;
	g_free(op->rid);
	g_free(op->txn);
	g_free(op->target);
	g_free(op->thread);
	g_free(op->key);
	g_free(op->reason);
	g_free(op->body);
	g_free(op->html);
	g_free(op->mentions);
	thing_free(op->thing);
	poll_free(op->poll);
	plan_free(op->plan);
	strings_free(op->via);
	g_free(op->error);
	g_free(op->eid);
	g_free(op->room_name);
	g_free(op->scope);
	g_free(op->origin);
	g_free(op);
}
