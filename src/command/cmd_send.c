/* Commands: writing, and what is done to messages and rooms. */
#include "command/internal.h"

#include <string.h>
#include "text/text.h"

/* The event id of an option that names a message; false with err. */
static bool get_target(struct command_call *call, const struct room *room,
		       const char *option, char **out, GError **err)
{
	const char *words = args_get(call->args, option);
	struct post *post;

	*out = NULL;
	if (!words)
		return true;
	post = call_post_words(call, room, words, err);
	if (!post)
		return false;
	*out = g_strdup(post->eid);
	post_free(post);
	return true;
}

/* A thread goes on below its root, whichever of its messages was named. */
static bool get_thread(struct command_call *call, const struct room *room,
		       char **out, GError **err)
{
	const char *words = args_get(call->args, "--thread");
	struct post *post;

	*out = NULL;
	if (!words) {
		*out = g_strdup(call->ctx->thread);
		return true;
	}
	post = call_post_words(call, room, words, err);
	if (!post)
		return false;
	*out = g_strdup(post->thread ? post->thread : post->eid);
	post_free(post);
	return true;
}

/* What is quoted stands before the text and keeps its origin. */
static bool quote(struct command_call *call, struct op *op, char **text,
		  GError **err)
{
	const char *words = args_get(call->args, "--quote");
	g_autofree char *quoted = NULL, *own = *text;
	struct post *post;

	if (!words) {
		own = NULL;
		return true;
	}
	post = reader_post_anywhere(call->ctx->reader, words, err);
	if (!post) {
		*text = g_steal_pointer(&own);
		return false;
	}
	quoted = command_quote(post);
	*text = g_strconcat(quoted, "\n\n", own, NULL);
	call_came_from(call, op, post);
	post_free(post);
	return true;
}

static bool send_text(struct command_call *call, bool emote, GError **err)
{
	struct room *room = call_room(call, err);
	g_autofree char *text = NULL, *target = NULL, *thread = NULL;
	struct op *op;
	bool ok = false;

	if (room && get_target(call, room, "--reply-to", &target, err) &&
	    get_thread(call, room, &thread, err))
		text = call_text(call, args_get(call->args, "TEXT"), err);
	if (text) {
		op = call_op(call, OP_SEND, room);
		op->target = g_steal_pointer(&target);
		op->thread = g_steal_pointer(&thread);
		op->emote = emote;
		op->wider = args_flag(call->args, "--wider");
		ok = quote(call, op, &text, err);
		command_fill_text(call->ctx, room->id, text, op);
		ok = ok ? call_submit_sent(call, op, err) : (op_free(op), false);
	}
	room_free(room);
	return ok;
}

static bool run_send(struct command_call *call, GError **err)
{
	return send_text(call, args_flag(call->args, "--emote"), err);
}

static bool run_me(struct command_call *call, GError **err)
{
	return send_text(call, true, err);
}

/* Room and message of a command that acts on one. */
struct act {
	struct room *room;
	struct post *post;
};

static bool act_init(struct act *a, struct command_call *call, GError **err)
{
	a->post = NULL;
	a->room = call_room(call, err);
	if (a->room)
		a->post = call_post(call, a->room, err);
	return a->post != NULL;
}

static void act_clear(struct act *a)
{
	post_free(a->post);
	room_free(a->room);
}

static bool run_edit(struct command_call *call, GError **err)
{
	g_autofree char *text = NULL;
	struct act a;
	struct op *op;
	bool ok = false;

	if (act_init(&a, call, err) && !a.post->own)
		call_fail(err, FM_ERROR_REFUSED, "Only messages of your own "
			  "can be edited.");
	else if (a.post && a.post->kind == POST_POLL)
		call_fail(err, FM_ERROR_REFUSED, "A poll cannot be edited; "
			  "end it and make another.");
	else if (a.post)
		text = call_text(call, args_get(call->args, "TEXT"), err);
	if (text) {
		op = call_op(call, OP_EDIT, a.room);
		op->target = g_strdup(a.post->eid);
		op->emote = a.post->kind == POST_EMOTE;
		command_fill_text(call->ctx, a.room->id, text, op);
		ok = call_submit_sent(call, op, err);
	}
	act_clear(&a);
	return ok;
}

/* ":thumbsup:" is 👍; anything else is taken as it is. */
static char *reaction_of(const char *words)
{
	size_t len = strlen(words);
	g_autofree char *code = NULL;
	const char *found = NULL;

	if (len > 2 && words[0] == ':' && words[len - 1] == ':') {
		code = g_strndup(words + 1, len - 2);
		found = emoji_find(code);
	}
	return text_clean(found ? found : words, -1, TEXT_NAME, 64);
}

static const struct reaction *mine(const struct post *post, const char *key)
{
	for (guint i = 0; post->reactions && i < post->reactions->len; i++) {
		const struct reaction *r = g_ptr_array_index(post->reactions,
							     i);

		if (r->mine && !strcmp(r->key, key))
			return r;
	}
	return NULL;
}

static bool run_react(struct command_call *call, GError **err)
{
	g_autofree char *key = reaction_of(args_get(call->args, "KEY"));
	g_autofree char *quoted = call_quote(key);
	const struct reaction *old;
	struct act a;
	struct op *op;
	bool ok = act_init(&a, call, err);

	old = ok ? mine(a.post, key) : NULL;
	if (ok && !*key) {
		ok = call_fail(err, FM_ERROR_USAGE, "react: which sign? An "
			       "emoji, or its name (:thumbsup:).");
	} else if (ok && old && !old->mine_eid) {
		ok = call_fail(err, FM_ERROR_REFUSED, "Your reaction %s is "
			       "still being sent; try again in a moment.",
			       key);
	} else if (ok) {
		op = call_op(call, old ? OP_REDACT : OP_REACT, a.room);
		op->target = g_strdup(old ? old->mine_eid : a.post->eid);
		op->key = old ? NULL : g_strdup(key);
		ok = call_submit_sent(call, op, err);
		if (ok)
			call_undo(call, a.room->id, "react %s %s",
				  a.post->eid, quoted);
	}
	act_clear(&a);
	return ok;
}

static bool run_redact(struct command_call *call, GError **err)
{
	struct act a;
	struct op *op;
	bool ok = act_init(&a, call, err);

	if (ok) {
		op = call_op(call, OP_REDACT, a.room);
		op->target = g_strdup(a.post->eid);
		op->reason = g_strdup(args_get(call->args, "--reason"));
		ok = call_submit_sent(call, op, err);
	}
	act_clear(&a);
	return ok;
}

#define TYPED (IN_SHELL | IN_PROMPT | IN_SLASH)

const struct command send_rows[] = {
	{ "send", NULL, "ROOM TEXT [--reply-to ID] [--thread ID] [--emote] "
	  "[--quote ID] [--wider]",
	  "send a message", "TEXT is Markdown; @name of a member tells that "
	  "person. \"-\" reads it from standard input, at most 60,000 bytes. "
	  "What cannot be sent now is kept in the outbox (exit status 3). "
	  "--quote puts a message of any room before TEXT; where others can "
	  "read it then, --wider confirms that.",
	  NULL, IN_SHELL | IN_PROMPT, run_send },
	{ "me", NULL, "ROOM TEXT", "send what you do, in the third person",
	  NULL, NULL, IN_PROMPT | IN_SLASH, run_me },
	{ "edit", NULL, "ROOM ID TEXT", "replace the text of your message",
	  "\"-\" reads TEXT from standard input.", NULL, IN_SHELL, run_edit },
	{ "react", NULL, "ROOM [ID] KEY", "react to a message, or take that "
	  "back", "KEY is an emoji, its name (:thumbsup:), or a short text.",
	  NULL, TYPED, run_react },
	{ "redact", NULL, "ROOM [ID] [--reason REASON]", "remove a message "
	  "for everybody", "Your own, or any where you are a moderator. It "
	  "cannot be taken back.", NULL, IN_SHELL | IN_PROMPT | FINAL,
	  run_redact },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
