/* Commands: who reads a place, what must not leave it, and forwarding. */
#include "command/internal.h"

#include <string.h>

/* ---- what is kept ----------------------------------------------------------- */

static enum area area_of(const char *word)
{
	for (enum area a = AREA_INTERNAL; a <= AREA_PUBLIC; a++)
		if (!strcmp(word, area_word(a)))
			return a;
	return AREA_UNKNOWN;
}

/* "WORD in AREA": the last " in " parts them. */
static bool run_keep(struct command_call *call, GError **err)
{
	g_autofree char *line = g_strdup(args_get(call->args, "TEXT"));
	char *in = g_strrstr(line, " in ");
	enum area area;

	g_strchomp(line);
	area = in ? area_of(in + 4 + strspn(in + 4, " ")) : AREA_UNKNOWN;
	if (!in || area == AREA_UNKNOWN)
		return call_fail(err, FM_ERROR_USAGE, "keep: say what and "
				 "where: \"keep Falcon in internal\", \"keep "
				 "/case-\\d+/ in external\"; in public lets "
				 "it go again.");
	*in = '\0';
	return options_keep(call->ctx->options, g_strstrip(line), area, err);
}

static bool run_keeps(struct command_call *call, GError **err)
{
	const GPtrArray *keeps = options_keeps(call->ctx->options);

	(void)err;
	for (guint i = 0; i < keeps->len; i++) {
		struct record *r = call_begin(call, "keep");

		record_text(r, "keep", keep_words(keeps->pdata[i]));
		record_text(r, "area", area_word(keep_area(keeps->pdata[i])));
		call_end(call, r);
	}
	if (!keeps->len)
		call_say(call, "No word or pattern is kept in an area.");
	return true;
}

/* ---- who reads a place -------------------------------------------------------- */

static void answer_audience(struct command_call *call,
			    const struct room *room,
			    const struct audience *a)
{
	struct record *r = call_begin(call, "audience");

	record_text(r, "room", room->rid);
	record_text(r, "name", room->name);
	record_text(r, "area", area_word(a->area));
	record_text(r, "words", a->words);
	record_bool(r, "sure", a->sure);
	record_int(r, "readers", a->readers);
	record_int(r, "outsiders", a->outsiders);
	if (a->declared)
		record_text(r, "declared", area_word(a->declared));
	else
		record_null(r, "declared");
	record_bool(r, "contradicts", a->contradicts);
	call_end(call, r);
}

static bool run_audience(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	struct audience a;

	if (!room)
		return false;
	reader_audience(call->ctx->reader, room->id, &a);
	answer_audience(call, room, &a);
	if (!call->ctx->shell)
		call_say(call, "%s › %s", room->name, a.words);
	audience_clear(&a);
	room_free(room);
	return true;
}

/* ---- forwarding ----------------------------------------------------------------- */

void call_came_from(struct command_call *call, struct op *op,
		    const struct post *post)
{
	g_autoptr(GPtrArray) list = origins_new();
	struct origin *o = command_origin(call->ctx, post->room, post->body);

	if (o)
		origins_add(list, o);
	g_free(op->origin);
	op->origin = origins_pack(list);
}

static bool forward(struct command_call *call, const struct post *post,
		    const struct room *to, GError **err)
{
	const char *note = args_get(call->args, "--note");
	g_autofree char *quoted = command_quote(post);
	g_autofree char *text = note ? g_strdup_printf("%s\n\n%s", quoted,
						       note)
				     : g_strdup(quoted);
	struct op *op;

	if (post->redacted || !post->body || !*post->body ||
	    post->kind > POST_EMOTE)
		return call_fail(err, FM_ERROR_REFUSED, "Only messages of "
				 "text can be forwarded.");
	op = call_op(call, OP_SEND, to);
	op->wider = args_flag(call->args, "--wider");
	call_came_from(call, op, post);
	command_fill_text(call->ctx, to->id, text, op);
	return call_submit_sent(call, op, err);
}

static bool run_forward(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err), *to = NULL;
	struct post *post = room ? call_post(call, room, err) : NULL;
	bool ok = false;

	if (post)
		to = reader_room_find(call->ctx->reader, room->account,
				      args_get(call->args, "TO"), err);
	if (to)
		ok = forward(call, post, to, err);
	room_free(to);
	post_free(post);
	room_free(room);
	return ok;
}

const struct command audience_rows[] = {
	{ "audience", NULL, "[ROOM]", "say who can read a room", "From its "
	  "facts: join rule, history, guests, the servers of its members; "
	  "with the area that its charter declares.", NULL,
	  IN_SHELL | IN_PROMPT, run_audience },
	{ "forward", NULL, "ROOM ID TO [--note TEXT] [--wider]", "send a "
	  "message of one room to another", "TO is a room. Where others can "
	  "read it than before, it is refused unless --wider confirms it.",
	  NULL, IN_SHELL, run_forward },
	{ "keep", NULL, "TEXT", "keep a word or /pattern/ in an area",
	  "\"keep Falcon in internal\": no text with this word goes to a "
	  "wider place. \"keep /case-\\d+/ in external\": a regular "
	  "expression. \"keep Falcon in public\" lets it go again.", NULL,
	  IN_PROMPT | IN_CONFIG, run_keep },
	{ "keeps", NULL, "", "list what is kept in an area", NULL, NULL,
	  IN_SHELL | IN_PROMPT | LISTED, run_keeps },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
