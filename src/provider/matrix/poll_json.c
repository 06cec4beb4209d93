/* poll_json.c - polls as JSON. */
#include "provider/matrix/poll_json.h"

#include <string.h>

#define TEXT_KEY "org.matrix.msc1767.text"
#define OPEN_KIND "org.matrix.msc3381.poll.disclosed"
#define HIDDEN_KIND "org.matrix.msc3381.poll.undisclosed"
#define ANSWERS_READ 200	/* looked at, to find those that can be used */
#define NO_TEXT "(no text)"

/* ---- reading ----------------------------------------------------------- */

const char *poll_json_text(const json_t *map)
{
	static const char *const keys[] = { TEXT_KEY, "m.text", "body" };

	for (size_t i = 0; i < G_N_ELEMENTS(keys); i++) {
		const json_t *value = json_object_get(map, keys[i]);
		const json_t *first = json_array_get(value, 0);

		if (json_is_string(value))
			return json_string_value(value);
		if (json_text(first, "body"))
			return json_text(first, "body");
	}
	return NULL;
}

static const json_t *start_of(const json_t *content)
{
	const json_t *poll = json_map(content, POLL_JSON_START);

	return poll ? poll : json_map(content, "m.poll");
}

const char *poll_json_question(const json_t *content)
{
	return poll_json_text(json_map(start_of(content), "question"));
}

static bool is_disclosed(const json_t *start)
{
	const char *kind = json_text(start, "kind");

	return g_strcmp0(kind, OPEN_KIND) == 0 ||
	       g_strcmp0(kind, "m.disclosed") == 0 ||
	       g_strcmp0(kind, "m.poll.disclosed") == 0;
}

static void read_answers(struct poll *p, const json_t *list)
{
	const json_t *answer;
	size_t i;

	json_array_foreach(list, i, answer) {
		const char *id = json_id(answer, "id");
		const char *text = poll_json_text(answer);

		if (i >= ANSWERS_READ)
			return;
		poll_add(p, id ? id : json_id(answer, "m.id"),
			 text ? text : NO_TEXT);
	}
}

struct poll *poll_json_read(const json_t *content)
{
	const json_t *start = start_of(content);
	const char *question = poll_json_question(content);
	struct poll *p;

	if (!question)
		return NULL;
	p = poll_new(question);
	p->hidden = !is_disclosed(start);
	p->max = (int)CLAMP(json_number(start, "max_selections", 1), 1,
			    POLL_ANSWERS_MAX);
	read_answers(p, json_list(start, "answers"));
	if (p->answers->len)
		return p;
	poll_free(p);
	return NULL;
}

GPtrArray *poll_json_read_vote(const json_t *content)
{
	const json_t *list = json_list(json_map(content, POLL_JSON_VOTE),
				       "answers"), *value;
	GPtrArray *ids;
	size_t i;

	if (!list)
		list = json_list(content, "m.selections");
	if (!list || json_array_size(list) > POLL_VOTE_MAX)
		return NULL;
	ids = g_ptr_array_new_with_free_func(g_free);
	json_array_foreach(list, i, value) {
		const char *id = json_string_value(value);

		if (!id || !*id || strlen(id) > POLL_ID_BYTES) {
			g_ptr_array_unref(ids);
			return NULL;
		}
		g_ptr_array_add(ids, g_strdup(id));
	}
	return ids;
}

/* ---- writing ----------------------------------------------------------- */

static json_t *reference_write(const char *eid)
{
	return json_pack("{s:s, s:s}", "rel_type", "m.reference",
			 "event_id", eid);
}

static json_t *answers_write(const struct poll *p)
{
	json_t *list = json_array();

	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		json_array_append_new(list, json_pack("{s:s, s:s}", "id",
						      a->id, TEXT_KEY,
						      a->text));
	}
	return list;
}

json_t *poll_json_write(const struct op *op)
{
	const struct poll *p = op->poll;
	g_autofree char *body = poll_body(p);
	json_t *start = json_pack("{s:{s:s, s:s, s:s}, s:s, s:i, s:o}",
		"question", TEXT_KEY, p->question, "body", p->question,
		"msgtype", "m.text", "kind", p->hidden ? HIDDEN_KIND :
		OPEN_KIND, "max_selections", p->max, "answers",
		answers_write(p));

	return json_pack("{s:o, s:s, s:{}}", POLL_JSON_START, start,
			 TEXT_KEY, body, "m.mentions");
}

json_t *poll_json_write_vote(const struct op *op)
{
	json_t *ids = json_array();

	for (guint i = 0; op->via && i < op->via->len; i++)
		json_array_append_new(ids, json_string(op->via->pdata[i]));
	return json_pack("{s:o, s:{s:o}}", "m.relates_to",
			 reference_write(op->target), POLL_JSON_VOTE,
			 "answers", ids);
}

json_t *poll_json_write_end(const struct op *op)
{
	return json_pack("{s:o, s:{}, s:s, s:{}}", "m.relates_to",
			 reference_write(op->target), POLL_JSON_END, TEXT_KEY,
			 op->body ? op->body : "The poll has ended.",
			 "m.mentions");
}
