/* decode.c - from one event of a room to changes. */
#include "provider/matrix/decode.h"

#include <string.h>
#include "provider/matrix/charter.h"
#include "provider/matrix/facts.h"
#include "provider/matrix/message.h"
#include "provider/matrix/poll_json.h"
#include "provider/matrix/sentence.h"

#define KEY_MAX 255		/* bytes of a reaction's key */

/* ---- the room at hand -------------------------------------------------- */

struct change *decode_change(const struct decode *d, enum change_kind kind)
{
	struct change *c = change_new(kind, d->rid);

	c->account = d->account;
	return c;
}

void decode_emit(const struct decode *d, struct change *take)
{
	d->emit(d->user, take);
}

struct room *decode_facts(struct decode *d, uint32_t bits)
{
	if (!d->facts) {
		d->facts = decode_change(d, CHANGE_FACTS);
		d->facts->room = g_new0(struct room, 1);
		d->facts->room->rid = g_strdup(d->rid);
		d->facts->room->account = d->account;
	}
	d->facts->set |= bits;
	return d->facts->room;
}

static void room_forget(struct decode *d)
{
	g_clear_pointer(&d->rid, g_free);
	g_clear_pointer(&d->my_name, g_free);
	g_clear_pointer(&d->facts, change_free);
	g_clear_pointer(&d->create, json_decref);
	g_clear_pointer(&d->levels, json_decref);
	if (d->names)
		g_hash_table_remove_all(d->names);
	d->mine = MEMBER_NONE;
	d->after = d->power_new = false;
	d->joined = -1;
}

void decode_clear(struct decode *d)
{
	room_forget(d);
	g_clear_pointer(&d->names, g_hash_table_unref);
}

void decode_room(struct decode *d, const char *rid, enum membership mine)
{
	struct change *c;

	if (!d->names)
		d->names = g_hash_table_new_full(g_str_hash, g_str_equal,
						 g_free, g_free);
	room_forget(d);
	d->rid = g_strdup(rid);
	d->mine = mine;
	if (mine == MEMBER_NONE)
		return;
	c = decode_change(d, CHANGE_ROOM);
	c->membership = mine;
	decode_emit(d, c);
}

void decode_settle(struct decode *d)
{
	if (d->facts && !d->older)
		decode_emit(d, g_steal_pointer(&d->facts));
	if (!d->older)
		facts_powers(d);
	g_clear_pointer(&d->facts, change_free);
}

void decode_room_end(struct decode *d)
{
	decode_settle(d);
	room_forget(d);
}

/* ---- what is known of people ------------------------------------------- */

static const struct member *member_ask(const struct decode *d,
				       const char *uid)
{
	if (!d->host->member)
		return NULL;
	return d->host->member(d->host->user, d->rid, uid);
}

char *decode_name(const struct decode *d, const char *uid)
{
	const char *name = g_hash_table_lookup(d->names, uid);
	const struct member *m = name && *name ? NULL : member_ask(d, uid);

	if (m)
		name = m->name;
	if (name && *name)
		return g_strdup(name);
	uid += *uid == '@';
	return g_strndup(uid, strcspn(uid, ":"));
}

const char *decode_my_name(struct decode *d)
{
	if (!d->my_name)
		d->my_name = decode_name(d, d->me);
	return d->my_name;
}

bool decode_may_notify(const struct decode *d, const char *sender)
{
	const struct member *m;
	const struct room *room;
	int level, need;

	if (d->levels)
		return facts_level(d->levels, d->create, sender) >=
		       json_level(json_map(d->levels, "notifications"),
				  "room", 50);
	m = member_ask(d, sender);
	level = m ? (m->creator ? G_MAXINT : m->power) : 0;
	room = d->host->room ? d->host->room(d->host->user, d->rid) : NULL;
	need = room ? room->power_notify : 50;
	return level >= need;
}

/* ---- what the push rules ask ------------------------------------------- */

static int facts_members(void *user)
{
	const struct decode *d = user;
	const struct room *room;

	if (d->joined >= 0 || !d->host->room)
		return d->joined;
	room = d->host->room(d->host->user, d->rid);
	return room ? room->joined : -1;
}

static bool facts_may_notify(void *user, const char *sender, const char *key)
{
	return strcmp(key, "room") == 0 && sender &&
	       decode_may_notify(user, sender);
}

static unsigned ring_for(struct decode *d, const json_t *event)
{
	struct push_facts facts = {
		.rid = d->rid, .name = decode_my_name(d),
		.members = facts_members, .may_notify = facts_may_notify,
		.user = d,
	};

	return push_evaluate(d->push, event, &facts);
}

/* ---- relations --------------------------------------------------------- */

static bool is_redacted(const json_t *event)
{
	return json_map(json_map(event, "unsigned"), "redacted_because");
}

static const json_t *relation(const json_t *event)
{
	return json_map(json_map(event, "content"), "m.relates_to");
}

static bool is_relation(const json_t *event, const char *type)
{
	return g_strcmp0(json_text(relation(event), "rel_type"), type) == 0;
}

static void take_reaction(struct decode *d, const json_t *event)
{
	const char *target = json_id(relation(event), "event_id");
	const char *key = json_text(relation(event), "key");
	const char *eid = json_id(event, "event_id");
	const char *sender = json_id(event, "sender");
	struct change *c;

	if (!target || !key || !*key || !eid || !sender ||
	    is_redacted(event) || !is_relation(event, "m.annotation"))
		return;
	c = decode_change(d, CHANGE_REACTION);
	c->eid = g_strdup(eid);
	c->user = g_strdup(sender);
	c->target = g_strdup(target);
	c->key = strlen(key) <= KEY_MAX ? g_strdup(key) :
					  g_utf8_substring(key, 0, 60);
	c->ts = json_number(event, "origin_server_ts", 0);
	decode_emit(d, c);
}

static void take_redaction(struct decode *d, const json_t *event)
{
	const json_t *content = json_map(event, "content");
	const char *outer = json_id(event, "redacts");
	const char *inner = json_id(content, "redacts");
	const char *eid = json_id(event, "event_id");
	const char *sender = json_id(event, "sender");
	const char *target = outer ? outer : inner;
	struct change *c;

	if (!target || !eid || !sender || (inner && strcmp(target, inner)))
		return;
	c = decode_change(d, CHANGE_REDACTION);
	c->eid = g_strdup(eid);
	c->user = g_strdup(sender);
	c->target = g_strdup(target);
	c->reason = g_strdup(json_text(content, "reason"));
	c->ts = json_number(event, "origin_server_ts", 0);
	decode_emit(d, c);
}

/* An edit that the server says is one of `target`. */
static void take_edit(struct decode *d, const json_t *event,
		      const char *target)
{
	struct post *post = message_read_edit(d, event);
	struct change *c;

	if (!post)
		return;
	c = decode_change(d, CHANGE_EDIT);
	c->target = g_strdup(target);
	c->eid = g_strdup(post->eid);
	c->user = g_strdup(post->sender);
	c->ts = post->ts;
	c->older = d->older;
	c->post = post;
	decode_emit(d, c);
}

/* The latest edit, which servers put into the event itself. */
static void take_bundled(struct decode *d, const json_t *event)
{
	const json_t *edit = json_map(json_map(json_map(event, "unsigned"),
					       "m.relations"), "m.replace");
	const char *eid = json_id(event, "event_id");
	const char *sender = json_id(event, "sender");

	if (edit && g_strcmp0(json_id(edit, "sender"), sender) == 0 &&
	    g_strcmp0(json_id(edit, "event_id"), eid) != 0)
		take_edit(d, edit, eid);
}

/* ---- posts ------------------------------------------------------------- */

static void emit_post(struct decode *d, struct post *take)
{
	struct change *c = decode_change(d, CHANGE_POST);

	c->post = take;
	c->older = d->older;
	decode_emit(d, c);
}

static void take_message(struct decode *d, const json_t *event)
{
	const char *target = json_id(relation(event), "event_id");
	struct post *post;

	if (is_relation(event, "m.replace") && target && !is_redacted(event)) {
		take_edit(d, event, target);
		return;
	}
	post = message_read(d, event);
	if (!post)
		return;
	if (!post->redacted && !post->own)
		post->ring = (uint8_t)ring_for(d, event);
	emit_post(d, post);
	if (!is_redacted(event))
		take_bundled(d, event);
}

static void take_line(struct decode *d, const json_t *event)
{
	enum post_kind kind = POST_STATE;
	g_autofree char *sentence = is_redacted(event) ? NULL :
		sentence_state(d, event, &kind);
	struct post *post = sentence ? message_frame(d, event) : NULL;

	if (!post)
		return;
	post->kind = kind;
	post->body = g_steal_pointer(&sentence);
	if (kind != POST_MEMBER && !post->own)
		post->ring = (uint8_t)ring_for(d, event);
	emit_post(d, post);
}

/* ---- polls ------------------------------------------------------------- */

/* A vote in a poll, or its end; NULL when it is about none. */
static struct change *poll_change(struct decode *d, const json_t *event,
				  enum change_kind kind)
{
	const char *target = json_id(relation(event), "event_id");
	const char *eid = json_id(event, "event_id");
	const char *sender = json_id(event, "sender");
	struct change *c;

	if (!target || !eid || !sender || is_redacted(event) ||
	    !is_relation(event, "m.reference"))
		return NULL;
	c = decode_change(d, kind);
	c->eid = g_strdup(eid);
	c->user = g_strdup(sender);
	c->target = g_strdup(target);
	c->ts = json_number(event, "origin_server_ts", 0);
	return c;
}

static void take_vote(struct decode *d, const json_t *event)
{
	struct change *c = poll_change(d, event, CHANGE_POLL_VOTE);

	if (!c)
		return;
	c->names = poll_json_read_vote(json_map(event, "content"));
	decode_emit(d, c);
}

/* It is a line of the timeline too. */
static void take_poll_end(struct decode *d, const json_t *event)
{
	struct change *c = poll_change(d, event, CHANGE_POLL_END);

	if (c)
		decode_emit(d, c);
	take_message(d, event);
}

/* Events that are more or less than a post. */
static const struct {
	const char *type;
	void (*take)(struct decode *d, const json_t *event);
} kinds[] = {
	{ "m.reaction", take_reaction },
	{ "m.room.redaction", take_redaction },
	{ POLL_JSON_VOTE, take_vote },
	{ "m.poll.response", take_vote },
	{ POLL_JSON_END, take_poll_end },
	{ "m.poll.end", take_poll_end },
};

bool decode_wants_state(const char *type, size_t len)
{
	return facts_knows(type, len);
}

void decode_state(struct decode *d, const json_t *event)
{
	facts_take(d, event, true);
}

void decode_learn_name(struct decode *d, const json_t *event)
{
	const char *uid = json_id(event, "state_key");
	const char *name = json_text(json_map(event, "content"),
				     "displayname");

	if (uid && name && g_hash_table_size(d->names) < DECODE_NAMES &&
	    !g_hash_table_contains(d->names, uid))
		g_hash_table_insert(d->names, g_strdup(uid), g_strdup(name));
}

void decode_timeline(struct decode *d, const json_t *event)
{
	const char *type = json_id(event, "type");

	if (!type)
		return;
	if (json_object_get(event, "state_key")) {
		if (!d->after && !d->older)
			facts_take(d, event, false);
		else
			charter_take_past(d, event);
		charter_take_passage(d, event);
		take_line(d, event);
		return;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (strcmp(kinds[i].type, type))
			continue;
		kinds[i].take(d, event);
		return;
	}
	take_message(d, event);
}

/* ---- summaries --------------------------------------------------------- */

static GPtrArray *heroes_read(const json_t *list)
{
	GPtrArray *heroes = g_ptr_array_new_with_free_func(g_free);
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value) {
		const char *uid = json_string_value(value);

		if (uid && *uid == '@' && strlen(uid) <= 255 && i < 5)
			g_ptr_array_add(heroes, g_strdup(uid));
	}
	return heroes;
}

static int count_read(const json_t *map, const char *key)
{
	return (int)CLAMP(json_number(map, key, -1), -1, 10000000);
}

void decode_summary(struct decode *d, const json_t *summary)
{
	const json_t *heroes = json_list(summary, "m.heroes");
	int joined = count_read(summary, "m.joined_member_count");
	int invited = count_read(summary, "m.invited_member_count");

	if (joined >= 0) {
		decode_facts(d, ROOM_JOINED)->joined = joined;
		d->joined = joined;
	}
	if (invited >= 0)
		decode_facts(d, ROOM_INVITED)->invited = invited;
	if (joined >= 0 && invited >= 0)
		decode_facts(d, ROOM_COUNTS);
	if (heroes) {
		struct room *room = decode_facts(d, ROOM_HEROES);

		if (room->heroes)
			g_ptr_array_unref(room->heroes);
		room->heroes = heroes_read(heroes);
	}
}

void decode_counts(struct decode *d, const json_t *counts)
{
	struct change *c;

	if (!json_is_object(counts))
		return;
	c = decode_change(d, CHANGE_COUNTS);
	c->unread = MAX(count_read(counts, "notification_count"), 0);
	c->mentions = MAX(count_read(counts, "highlight_count"), 0);
	decode_emit(d, c);
}
