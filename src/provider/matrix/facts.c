/* facts.c - what state events say about a room. */
#include "provider/matrix/facts.h"

#include <string.h>
#include "provider/matrix/card_json.h"
#include "provider/matrix/charter.h"

#define LIST_MAX 64		/* servers to join through, allowed rooms */
#define ORDER_MAX 50		/* MSC1772: characters of a child's order */

static GPtrArray *strings_read(const json_t *list)
{
	GPtrArray *strings = g_ptr_array_new_with_free_func(g_free);
	const json_t *value;
	size_t i;

	json_array_foreach(list, i, value) {
		size_t len = json_string_length(value);

		if (len > 0 && len <= 255 && strings->len < LIST_MAX)
			g_ptr_array_add(strings,
					g_strdup(json_string_value(value)));
	}
	return strings;
}

static void set_text(char **at, const char *text)
{
	g_free(*at);
	*at = text && *text ? g_strdup(text) : NULL;
}

/* ---- simple facts ------------------------------------------------------ */

static void take_name(struct decode *d, const struct fact *f)
{
	set_text(&decode_facts(d, ROOM_NAME)->name,
		 json_text(f->content, "name"));
}

static void take_topic(struct decode *d, const struct fact *f)
{
	set_text(&decode_facts(d, ROOM_TOPIC)->topic,
		 json_text(f->content, "topic"));
}

static void take_alias(struct decode *d, const struct fact *f)
{
	set_text(&decode_facts(d, ROOM_ALIAS)->alias,
		 json_id(f->content, "alias"));
}

/* A room of mine says which op has made it: for the case that the answer to
 * the request was lost. Others cannot claim it: the event is mine. */
static void take_maker(struct decode *d, const struct fact *f)
{
	const char *txn = json_id(f->content, "org.folkmoot.txn");
	struct change *c;

	if (!txn || d->older || d->mine != MEMBER_JOIN ||
	    strcmp(f->sender, d->me) != 0)
		return;
	c = decode_change(d, CHANGE_MADE);
	c->key = g_strdup(txn);
	decode_emit(d, c);
}

static void take_create(struct decode *d, const struct fact *f)
{
	struct room *room = decode_facts(d, ROOM_KIND | ROOM_FEDERATED |
					 ROOM_VERSION);
	const char *type = json_text(f->content, "type");
	const char *version = json_id(f->content, "room_version");

	if (g_strcmp0(type, "m.space") == 0)
		room->kind = ROOM_SPACE;
	room->federated = !json_is_false(json_object_get(f->content,
							 "m.federate"));
	set_text(&room->version, version ? version : "1");
	json_decref(d->create);
	d->create = json_incref((json_t *)f->event);
	d->power_new = true;
	take_maker(d, f);
}

/* The rooms whose members a restricted rule lets in. */
static GPtrArray *allow_read(const json_t *content)
{
	GPtrArray *rooms = g_ptr_array_new_with_free_func(g_free);
	const json_t *list = json_list(content, "allow"), *item;
	size_t i;

	json_array_foreach(list, i, item) {
		const char *rid = json_id(item, "room_id");

		if (rid && rooms->len < LIST_MAX &&
		    g_strcmp0(json_text(item, "type"),
			      "m.room_membership") == 0)
			g_ptr_array_add(rooms, g_strdup(rid));
	}
	return rooms;
}

static void take_join_rules(struct decode *d, const struct fact *f)
{
	struct room *room = decode_facts(d, ROOM_JOIN_RULE);
	const char *word = json_text(f->content, "join_rule");

	room->join = join_rule_from(word ? word : "");
	if (room->allow)
		g_ptr_array_unref(room->allow);
	room->allow = allow_read(f->content);
}

static void take_history(struct decode *d, const struct fact *f)
{
	const char *word = json_text(f->content, "history_visibility");

	decode_facts(d, ROOM_HISTORY)->history = history_from(word ? word : "");
}

static void take_guests(struct decode *d, const struct fact *f)
{
	const char *word = json_text(f->content, "guest_access");

	decode_facts(d, ROOM_GUESTS)->guests = g_strcmp0(word, "can_join") == 0;
}

/* Even an emptied event was once an encryption. */
static void take_encryption(struct decode *d, const struct fact *f)
{
	(void)f;
	decode_facts(d, ROOM_ENCRYPTED)->encrypted = true;
}

static void take_tombstone(struct decode *d, const struct fact *f)
{
	const char *rid = json_id(f->content, "replacement_room");

	if (rid && *rid == '!')
		set_text(&decode_facts(d, ROOM_TOMBSTONE)->replaced_by, rid);
}

static void take_kinds(struct decode *d, const struct fact *f)
{
	struct room *room = decode_facts(d, ROOM_KINDS);
	const char *of = json_id(f->content, "notes_of");

	room->kinds = 0;
	set_text(&room->notes_of, NULL);
	if (json_number(f->content, "v", 0) != 1)
		return;
	for (int i = KIND_TASK; i < THING_KINDS; i++)
		if (json_lists(f->content, "kinds", thing_kind_word(i)))
			room->kinds |= KIND_BIT(i);
	if (of && *of == '!')
		set_text(&room->notes_of, of);
}

/* A card in the state of a room: only its person can have written it. */
static void take_card(struct decode *d, const struct fact *f)
{
	struct change *c;

	if (*f->key != '@' || strcmp(f->key, f->sender))
		return;
	c = decode_change(d, CHANGE_CARD);
	c->user = g_strdup(f->key);
	c->card = card_json_read(f->content);
	c->ts = MAX(json_number(f->event, "origin_server_ts", 0), 0);
	decode_emit(d, c);
}

#define PINS_MAX 500

static void take_pins(struct decode *d, const struct fact *f)
{
	struct change *c = decode_change(d, CHANGE_PINS);
	const json_t *list = json_list(f->content, "pinned"), *value;
	size_t i;

	c->users = g_ptr_array_new_with_free_func(g_free);
	json_array_foreach(list, i, value) {
		size_t len = json_string_length(value);

		if (len > 0 && len <= 255 && c->users->len < PINS_MAX)
			g_ptr_array_add(c->users,
					g_strdup(json_string_value(value)));
	}
	decode_emit(d, c);
}

/* ---- people ------------------------------------------------------------ */

/* An invite to me: from whom, and whether it is to a talk of two. */
static void take_invite(struct decode *d, const struct fact *f)
{
	struct room *room = decode_facts(d, ROOM_INVITER);

	set_text(&room->inviter, f->sender);
	set_text(&room->why, json_text(f->content, "reason"));
	if (!json_flag(f->content, "is_direct"))
		return;
	room = decode_facts(d, ROOM_KIND);
	if (room->kind == ROOM_PLAIN) {
		room->kind = ROOM_DM;
		set_text(&room->dm_user, f->sender);
	}
}

static void take_own(struct decode *d, const struct fact *f,
		     enum membership membership)
{
	struct change *c;

	if (membership == MEMBER_INVITE && d->mine == MEMBER_INVITE)
		take_invite(d, f);
	if (membership != MEMBER_BAN)
		return;
	c = decode_change(d, CHANGE_ROOM);
	c->membership = MEMBER_BAN;
	decode_emit(d, c);
}

static void take_member(struct decode *d, const struct fact *f)
{
	const char *word = json_text(f->content, "membership");
	const char *name = json_text(f->content, "displayname");
	enum membership membership = membership_from(word ? word : "");
	struct change *c;

	if (*f->key != '@' || membership == MEMBER_NONE)
		return;
	if (name && g_hash_table_size(d->names) < DECODE_NAMES)
		g_hash_table_replace(d->names, g_strdup(f->key),
				     g_strdup(name));
	c = decode_change(d, CHANGE_MEMBER);
	c->user = g_strdup(f->key);
	c->name = g_strdup(name);
	/* History shows how people were called, not who is here now. */
	c->membership = d->older ? MEMBER_NONE : membership;
	c->seen = f->seen;
	decode_emit(d, c);
	if (!d->older && strcmp(f->key, d->me) == 0)
		take_own(d, f, membership);
}

/* ---- power ------------------------------------------------------------- */

static void take_levels(struct decode *d, const struct fact *f)
{
	json_decref(d->levels);
	d->levels = json_incref((json_t *)f->content);
	d->power_new = true;
}

static void power_add(struct change *c, const char *uid, int level,
		      bool creator)
{
	struct power power = { g_strdup(uid), level, creator };

	g_array_append_val(c->powers, power);
}

/* Rooms since version 12 have creators above all levels; a version that is
 * not known is taken for the newest. */
static bool has_creators(const json_t *create)
{
	static const char *const before[] = {
		"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", NULL
	};
	const char *version = json_text(json_map(create, "content"),
					"room_version");

	return version && !g_strv_contains(before, version);
}

int facts_level(const json_t *levels, const json_t *create, const char *uid)
{
	const json_t *users = json_map(levels, "users");
	const json_t *content = json_map(create, "content");

	if (create && has_creators(create) &&
	    (g_strcmp0(json_text(create, "sender"), uid) == 0 ||
	     json_lists(content, "additional_creators", uid)))
		return G_MAXINT;
	return json_level(users, uid, json_level(levels, "users_default", 0));
}

static void powers_creators(struct change *c, const json_t *create)
{
	const json_t *list = json_list(json_map(create, "content"),
				       "additional_creators");
	const char *sender = json_id(create, "sender");
	const json_t *value;
	size_t i;

	if (sender)
		power_add(c, sender, G_MAXINT, true);
	json_array_foreach(list, i, value)
		if (json_is_string(value) && i < LIST_MAX)
			power_add(c, json_string_value(value), G_MAXINT, true);
}

static void powers_users(struct change *c, json_t *levels)
{
	json_t *users = json_map(levels, "users"), *value;
	const char *uid;

	json_object_foreach(users, uid, value)
		if (*uid == '@')
			power_add(c, uid, json_level(users, uid, (int)c->n),
				  false);
}

/* Client-server API, m.room.power_levels: the defaults differ when there is
 * no such event at all. */
static void powers_defaults(struct change *c, const json_t *levels)
{
	const json_t *events = json_map(levels, "events");

	c->n = json_level(levels, "users_default", 0);
	c->power_default = (int)c->n;
	c->power_events = json_level(events, "m.room.message",
				     json_level(levels, "events_default", 0));
	c->power_redact = json_level(levels, "redact", 50);
	c->power_state = json_level(levels, "state_default", levels ? 50 : 0);
	c->power_pin = json_level(events, "m.room.pinned_events",
				  c->power_state);
	c->power_invite = json_level(levels, "invite", 0);
	c->power_kick = json_level(levels, "kick", 50);
	c->power_ban = json_level(levels, "ban", 50);
	c->power_notify = json_level(json_map(levels, "notifications"),
				     "room", 50);
	c->power_charter = json_level(events, CHARTER_TYPE, c->power_state);
	c->power_accept = json_level(events, ACCEPT_TYPE, c->power_state);
	c->power_guest = json_level(events, GUEST_TYPE, c->power_state);
}

void facts_powers(struct decode *d)
{
	const char *sender = json_id(d->create, "sender");
	struct change *c;

	if (!d->power_new)
		return;
	d->power_new = false;
	c = decode_change(d, CHANGE_POWERS);
	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	powers_defaults(c, d->levels);
	if (d->create && has_creators(d->create))
		powers_creators(c, d->create);
	else if (d->create && !d->levels && sender)
		power_add(c, sender, 100, false);
	powers_users(c, d->levels);
	decode_emit(d, c);
}

/* ---- spaces ------------------------------------------------------------ */

static bool is_room_id(const char *s)
{
	return *s == '!' && s[1] && strlen(s) <= 255;
}

/* Servers of a link to another room; NULL: the link is taken away. */
static GPtrArray *via_read(const json_t *content)
{
	GPtrArray *via = strings_read(json_list(content, "via"));

	if (via->len)
		return via;
	g_ptr_array_unref(via);
	return NULL;
}

/* A valid order, or NULL: at most 50 characters from space to tilde. */
static const char *order_read(const json_t *content)
{
	const char *order = json_text(content, "order");

	if (!order || strlen(order) > ORDER_MAX)
		return NULL;
	for (const char *p = order; *p; p++)
		if (*p < 0x20 || *p > 0x7e)
			return NULL;
	return order;
}

static void take_child(struct decode *d, const struct fact *f)
{
	struct change *c;

	if (!is_room_id(f->key))
		return;
	c = decode_change(d, CHANGE_CHILD);
	c->target = g_strdup(f->key);
	c->via = via_read(f->content);
	c->order = g_strdup(order_read(f->content));
	c->n = json_flag(f->content, "suggested");
	c->ts = json_number(f->event, "origin_server_ts", 0);
	decode_emit(d, c);
}

static void take_parent(struct decode *d, const struct fact *f)
{
	struct change *c;

	if (!is_room_id(f->key))
		return;
	c = decode_change(d, CHANGE_PARENT);
	c->target = g_strdup(f->key);
	c->via = via_read(f->content);
	c->n = json_flag(f->content, "canonical");
	decode_emit(d, c);
}

/* ---- the table --------------------------------------------------------- */

static const struct {
	const char *type;
	bool keyed;		/* the state key says something */
	void (*take)(struct decode *d, const struct fact *f);
} kinds[] = {
	{ "m.room.member", true, take_member },
	{ "m.room.name", false, take_name },
	{ "m.room.topic", false, take_topic },
	{ "m.room.canonical_alias", false, take_alias },
	{ "m.room.create", false, take_create },
	{ "m.room.join_rules", false, take_join_rules },
	{ "m.room.history_visibility", false, take_history },
	{ "m.room.guest_access", false, take_guests },
	{ "m.room.encryption", false, take_encryption },
	{ "m.room.power_levels", false, take_levels },
	{ "m.room.tombstone", false, take_tombstone },
	{ "m.space.child", true, take_child },
	{ "m.space.parent", true, take_parent },
	{ "org.folkmoot.room", false, take_kinds },
	{ CARD_KEY, true, take_card },
	{ "m.room.pinned_events", false, take_pins },
	{ CHARTER_TYPE, false, charter_take },
	{ ACCEPT_TYPE, true, charter_take_accept },
	{ GUEST_TYPE, true, charter_take_guest },
};

static int kind_find(const char *type, size_t len)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strlen(kinds[i].type) == len &&
		    memcmp(kinds[i].type, type, len) == 0)
			return (int)i;
	return -1;
}

bool facts_knows(const char *type, size_t len)
{
	return kind_find(type, len) >= 0;
}

void facts_take(struct decode *d, const json_t *event, bool seen)
{
	const char *type = json_text(event, "type");
	int i = type ? kind_find(type, strlen(type)) : -1;
	struct fact f = {
		.event = event, .content = json_map(event, "content"),
		.sender = json_id(event, "sender"),
		.key = json_text(event, "state_key"), .seen = seen,
	};

	if (i < 0 || !f.key || !f.sender || strlen(f.key) > 255)
		return;
	if (*f.key && !kinds[i].keyed)
		return;
	kinds[i].take(d, &f);
}
