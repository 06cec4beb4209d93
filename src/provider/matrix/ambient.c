/* ambient.c - typing, receipts, and the data of the account. */
#include "provider/matrix/ambient.h"

#include <string.h>
#include "provider/matrix/level.h"
#include "provider/matrix/charter.h"

#define TYPING_MAX 100
#define RECEIPTS_MAX 10000
#define DIRECT_MAX 20000

/* ---- typing and receipts ----------------------------------------------- */

static void take_typing(const struct decode *d, const json_t *content)
{
	const json_t *list = json_list(content, "user_ids"), *value;
	struct change *c = decode_change(d, CHANGE_TYPING);
	size_t i;

	c->users = g_ptr_array_new_with_free_func(g_free);
	json_array_foreach(list, i, value) {
		const char *uid = json_string_value(value);

		if (uid && i < TYPING_MAX && strcmp(uid, d->me))
			g_ptr_array_add(c->users, g_strdup(uid));
	}
	decode_emit(d, c);
}

static void emit_receipt(const struct decode *d, const char *eid,
			 const char *uid, const json_t *receipt)
{
	struct change *c = decode_change(d, CHANGE_RECEIPT);

	c->eid = g_strdup(eid);
	c->user = g_strdup(uid);
	c->thread = g_strdup(json_id(receipt, "thread_id"));
	c->ts = MAX(json_number(receipt, "ts", 0), 0);
	decode_emit(d, c);
}

/* {"@uid": {"ts": …, "thread_id": …}}; how many there were. */
static int take_readers(const struct decode *d, const char *eid,
			json_t *readers)
{
	const char *uid;
	json_t *receipt;
	int n = 0;

	json_object_foreach(readers, uid, receipt) {
		if (*uid != '@' || strlen(uid) > 255)
			continue;
		emit_receipt(d, eid, uid, receipt);
		n++;
	}
	return n;
}

static void take_receipts(const struct decode *d, json_t *content)
{
	const char *eid;
	json_t *kinds;
	int n = 0;

	json_object_foreach(content, eid, kinds) {
		if (!*eid || strlen(eid) > 255 || n > RECEIPTS_MAX)
			continue;
		n += take_readers(d, eid, json_map(kinds, "m.read"));
		n += take_readers(d, eid, json_map(kinds, "m.read.private"));
	}
}

void ambient_ephemeral(const struct decode *d, const json_t *event)
{
	const char *type = json_text(event, "type");
	json_t *content = json_map(event, "content");

	if (g_strcmp0(type, "m.typing") == 0)
		take_typing(d, content);
	else if (g_strcmp0(type, "m.receipt") == 0)
		take_receipts(d, content);
}

/* ---- my data on a room ------------------------------------------------- */

static void emit_tag(const struct decode *d, const char *key, bool on)
{
	struct change *c = decode_change(d, CHANGE_TAG);

	c->key = g_strdup(key);
	c->n = on;
	decode_emit(d, c);
}

void ambient_room(const struct decode *d, const json_t *event)
{
	const char *type = json_text(event, "type");
	const json_t *content = json_map(event, "content");
	const json_t *tags = json_map(content, "tags");
	const char *eid = json_id(content, "event_id");

	if (g_strcmp0(type, "m.tag") == 0) {
		emit_tag(d, "favourite",
			 json_object_get(tags, "m.favourite"));
		emit_tag(d, "low", json_object_get(tags, "m.lowpriority"));
	} else if (g_strcmp0(type, "m.marked_unread") == 0) {
		emit_tag(d, "unread", json_flag(content, "unread"));
	} else if (g_strcmp0(type, "m.fully_read") == 0 && eid) {
		struct change *c = decode_change(d, CHANGE_FULLY_READ);

		c->eid = g_strdup(eid);
		decode_emit(d, c);
	} else if (g_strcmp0(type, ACCEPT_TYPE) == 0) {
		charter_take_own(d, content);
	}
}

/* ---- my data ----------------------------------------------------------- */

static void direct_add(struct change *c, const char *uid, const json_t *rooms)
{
	const json_t *value;
	size_t i;

	json_array_foreach(rooms, i, value) {
		const char *rid = json_string_value(value);

		if (!rid || *rid != '!' || strlen(rid) > 255 ||
		    c->users->len >= DIRECT_MAX)
			continue;
		g_ptr_array_add(c->users, g_strdup(rid));
		g_ptr_array_add(c->names, g_strdup(uid));
	}
}

static void take_direct(const struct decode *d, json_t *content)
{
	struct change *c = decode_change(d, CHANGE_DIRECT);
	const char *uid;
	json_t *rooms;

	c->users = g_ptr_array_new_with_free_func(g_free);
	c->names = g_ptr_array_new_with_free_func(g_free);
	json_object_foreach(content, uid, rooms)
		if (*uid == '@')
			direct_add(c, uid, rooms);
	decode_emit(d, c);
}

static void take_rules(const struct decode *d, json_t *content)
{
	struct change *c = decode_change(d, CHANGE_PUSH_RULES);

	c->body = json_write(json_incref(content));
	decode_emit(d, c);
	c = decode_change(d, CHANGE_LEVELS);
	c->users = g_ptr_array_new_with_free_func(g_free);
	c->names = g_ptr_array_new_with_free_func(g_free);
	level_read(content, c->users, c->names);
	decode_emit(d, c);
}

void ambient_account(const struct decode *d, const json_t *event)
{
	const char *type = json_text(event, "type");
	json_t *content = json_map(event, "content");

	if (!content)
		return;
	if (g_strcmp0(type, "m.direct") == 0)
		take_direct(d, content);
	else if (g_strcmp0(type, "m.push_rules") == 0)
		take_rules(d, content);
}

/* ---- whether somebody is there ----------------------------------------- */

#define AGO_MAX (INT64_C(1) << 41)	/* 70 years */

void ambient_presence(const struct decode *d, const json_t *event)
{
	static const char *const words[] = {
		"online", "unavailable", "offline", NULL
	};
	const json_t *content = json_map(event, "content");
	const char *uid = json_id(event, "sender");
	const char *word = json_text(content, "presence");
	int64_t ago = json_number(content, "last_active_ago", -1);
	struct change *c;

	if (g_strcmp0(json_text(event, "type"), "m.presence") || !uid ||
	    *uid != '@' || !word || !g_strv_contains(words, word))
		return;
	c = change_new(CHANGE_PRESENCE, NULL);
	c->account = d->account;
	c->user = g_strdup(uid);
	c->key = g_strdup(word);
	if (ago >= 0 && ago < AGO_MAX)
		c->ts = MAX(world_now(d->host->world) - ago, 0);
	decode_emit(d, c);
}
