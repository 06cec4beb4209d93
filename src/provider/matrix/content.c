/* content.c - ops as the JSON that servers take. */
#include "provider/matrix/content.h"

#include <string.h>
#include "provider/matrix/poll_json.h"
#include "provider/matrix/thing_json.h"

/* {"user_ids": […], "room": true} of ids parted by spaces. */
static json_t *mentions_write(const char *mentions)
{
	json_t *map = json_object(), *users = json_array();
	g_auto(GStrv) ids = g_strsplit(mentions ? mentions : "", " ", -1);

	for (char **id = ids; *id; id++) {
		if (strcmp(*id, "@room") == 0)
			json_object_set_new(map, "room", json_true());
		else if (**id == '@')
			json_array_append_new(users, json_string(*id));
	}
	if (json_array_size(users))
		json_object_set(map, "user_ids", users);
	json_decref(users);
	return map;
}

static json_t *text_write(const char *msgtype, const char *body,
			  const char *html)
{
	json_t *map = json_pack("{s:s, s:s}", "msgtype", msgtype,
				"body", body ? body : "");

	if (!html)
		return map;
	json_object_set_new(map, "format",
			    json_string("org.matrix.custom.html"));
	json_object_set_new(map, "formatted_body", json_string(html));
	return map;
}

static json_t *reply_write(const char *eid)
{
	return json_pack("{s:s}", "event_id", eid);
}

/* A message in a thread says what it answers even when it answers nothing,
 * for clients that know no threads: the newest message there, or the root. */
static json_t *thread_write(const char *root, const char *answers,
			    const char *newest)
{
	const char *fallback = newest ? newest : root;

	return json_pack("{s:s, s:s, s:b, s:o}", "rel_type", "m.thread",
			 "event_id", root, "is_falling_back", !answers,
			 "m.in_reply_to",
			 reply_write(answers ? answers : fallback));
}

static void relate(json_t *content, const struct op *op)
{
	const char *answers = op->target;

	if (op->thread)
		json_object_set_new(content, "m.relates_to",
				    thread_write(op->thread, answers,
						 op->key));
	else if (answers)
		json_object_set_new(content, "m.relates_to",
				    json_pack("{s:o}", "m.in_reply_to",
					      reply_write(answers)));
}

static json_t *send_write(const struct op *op,
			  const struct content_names *names)
{
	json_t *content = text_write(op->emote ? "m.emote" : "m.text",
				     op->body, op->html);

	(void)names;
	json_object_set_new(content, "m.mentions",
			    mentions_write(op->mentions));
	relate(content, op);
	return content;
}

/* Whoever was mentioned was told already: only the new content says it. */
static json_t *edit_write(const struct op *op,
			  const struct content_names *names)
{
	const char *msgtype = op->emote ? "m.emote" : "m.text";
	g_autofree char *body = g_strconcat("* ", op->body, NULL);
	g_autofree char *html = op->html ? g_strconcat("* ", op->html, NULL) :
				NULL;
	json_t *content = text_write(msgtype, body, html);
	json_t *new = text_write(msgtype, op->body, op->html);

	(void)names;
	json_object_set_new(new, "m.mentions", mentions_write(op->mentions));
	json_object_set_new(content, "m.mentions", json_object());
	json_object_set_new(content, "m.new_content", new);
	json_object_set_new(content, "m.relates_to",
			    json_pack("{s:s, s:s}", "rel_type", "m.replace",
				      "event_id", op->target));
	return content;
}

static json_t *react_write(const struct op *op,
			   const struct content_names *names)
{
	(void)names;
	return json_pack("{s:{s:s, s:s, s:s}}", "m.relates_to",
			 "rel_type", "m.annotation", "event_id", op->target,
			 "key", op->key);
}

/* Who is to know of it: those whom it is given to. */
static json_t *people_write(const struct thing *t)
{
	json_t *map = json_object(), *users = json_array();

	if (t->owner)
		json_array_append_new(users, json_string(t->owner));

	for (guint i = 0; t->assignees && i < t->assignees->len; i++)
		json_array_append_new(users,
				      json_string(t->assignees->pdata[i]));
	if (json_array_size(users))
		json_object_set(map, "user_ids", users);
	json_decref(users);
	return map;
}

/* Whom it is given to and whom the op names. */
static json_t *told_write(const struct op *op)
{
	bool assigns = op->kind == OP_THING ||
		       op->thing->fields & (THING_ASSIGNEES | THING_OWNER);
	json_t *map = assigns ? people_write(op->thing) : json_object();
	json_t *named = mentions_write(op->mentions);
	json_t *users = json_object_get(map, "user_ids");

	if (users)
		json_array_extend(users, json_object_get(named, "user_ids"));
	else
		json_object_update(map, named);
	json_decref(named);
	return map;
}

static json_t *thing_write(const struct op *op,
			  const struct content_names *names)
{
	g_autofree char *body = thing_body(op->thing, names->name, names->user);
	g_autofree char *key = g_strconcat(THING_JSON_PREFIX,
					   thing_kind_word(op->thing->kind),
					   NULL);
	json_t *content = text_write("m.text", body, NULL);
	struct thing *thing = thing_copy(op->thing);

	if (!thing->source)
		thing->source = g_strdup(op->target);
	json_object_set_new(content, "m.mentions", told_write(op));
	json_object_set_new(content, key, thing_json_write(thing));
	thing_free(thing);
	return content;
}

/* Only whom it is given to and who waits for it are worth ringing. */
static json_t *change_write(const struct op *op,
			    const struct content_names *names)
{
	g_autofree char *body = thing_change_words(op->thing, names->name,
						  names->user);
	json_t *content = text_write("m.notice", body, NULL);

	json_object_set_new(content, "m.mentions", told_write(op));
	json_object_set_new(content, THING_JSON_CHANGE_KEY,
			    thing_json_write_change(op->thing));
	json_object_set_new(content, "m.relates_to",
			    thread_write(op->target, NULL, NULL));
	return content;
}

static json_t *poll_write(const struct op *op,
			  const struct content_names *names)
{
	json_t *content = poll_json_write(op);

	(void)names;
	if (op->thread)
		json_object_set_new(content, "m.relates_to",
				    thread_write(op->thread, NULL, op->key));
	return content;
}

static json_t *vote_write(const struct op *op,
			  const struct content_names *names)
{
	(void)names;
	return poll_json_write_vote(op);
}

static json_t *poll_end_write(const struct op *op,
			      const struct content_names *names)
{
	(void)names;
	return poll_json_write_end(op);
}

json_t *content_write(const struct op *op, const struct content_names *names)
{
	static json_t *(*const writers[OP_KINDS])(
		const struct op *, const struct content_names *) = {
		[OP_SEND] = send_write, [OP_EDIT] = edit_write,
		[OP_REACT] = react_write, [OP_THING] = thing_write,
		[OP_THING_CHANGE] = change_write,
		[OP_POLL] = poll_write,
		[OP_VOTE] = vote_write,
		[OP_POLL_END] = poll_end_write,
	};

	if (op->kind >= OP_KINDS || !writers[op->kind])
		return NULL;
	return writers[op->kind](op, names);
}

const char *content_type(enum op_kind kind)
{
	switch (kind) {
	case OP_REACT:
		return "m.reaction";
	case OP_POLL:
		return POLL_JSON_START;
	case OP_VOTE:
		return POLL_JSON_VOTE;
	case OP_POLL_END:
		return POLL_JSON_END;
	default:
		return "m.room.message";
	}
}
