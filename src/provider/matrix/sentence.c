/* sentence.c - state events as sentences that people read. */
#include "provider/matrix/sentence.h"

#include <string.h>
#include "provider/matrix/charter.h"

#define USERS_NAMED 3

/* What there is to say. */
struct said {
	const struct decode *d;
	const json_t *content, *before;		/* before may be NULL */
	const char *sender, *key;
	const char *who;	/* the sender's name */
	const char *whom;	/* of members: the name of whom it is about */
};

static char *with_reason(const struct said *s, char *take)
{
	const char *reason = json_text(s->content, "reason");
	g_autofree char *sentence = take;

	if (!reason || !*reason)
		return g_steal_pointer(&sentence);
	return g_strdup_printf("%s: %s", sentence, reason);
}

/* ---- members ----------------------------------------------------------- */

static enum membership member_was(const struct said *s)
{
	const char *word = json_text(s->before, "membership");

	return membership_from(word ? word : "");
}

/* A name or a picture of somebody who stays in the room. */
static char *say_profile(const struct said *s)
{
	const char *old = json_text(s->before, "displayname");
	const char *new = json_text(s->content, "displayname");

	if (g_strcmp0(old, new) != 0) {
		if (!old || !*old)
			return g_strdup_printf("%s is now called %s", s->key,
					       s->whom);
		if (!new || !*new)
			return g_strdup_printf("%s took away their name", old);
		return g_strdup_printf("%s is now called %s", old, new);
	}
	if (g_strcmp0(json_text(s->before, "avatar_url"),
		      json_text(s->content, "avatar_url")) != 0)
		return g_strdup_printf("%s changed their picture", s->whom);
	return NULL;
}

static char *say_join(const struct said *s)
{
	if (member_was(s) == MEMBER_JOIN)
		return say_profile(s);
	return g_strdup_printf("%s joined", s->whom);
}

static char *say_invite(const struct said *s)
{
	return with_reason(s, g_strdup_printf("%s invited %s", s->who,
					      s->whom));
}

static char *say_gone(const struct said *s)
{
	switch (member_was(s)) {
	case MEMBER_INVITE:
		return g_strdup_printf("%s declined the invitation", s->whom);
	case MEMBER_KNOCK:
		return g_strdup_printf("%s does not ask to come in any more",
				       s->whom);
	default:
		return g_strdup_printf("%s left", s->whom);
	}
}

static char *say_leave(const struct said *s)
{
	if (strcmp(s->sender, s->key) == 0)
		return with_reason(s, say_gone(s));
	switch (member_was(s)) {
	case MEMBER_BAN:
		return with_reason(s, g_strdup_printf("%s lifted the ban on %s",
						      s->who, s->whom));
	case MEMBER_INVITE:
		return with_reason(s, g_strdup_printf(
			"%s took back the invitation of %s", s->who, s->whom));
	case MEMBER_KNOCK:
		return with_reason(s, g_strdup_printf("%s did not let %s in",
						      s->who, s->whom));
	default:
		return with_reason(s, g_strdup_printf("%s removed %s", s->who,
						      s->whom));
	}
}

static char *say_ban(const struct said *s)
{
	return with_reason(s, g_strdup_printf("%s banned %s", s->who,
					      s->whom));
}

static char *say_knock(const struct said *s)
{
	return with_reason(s, g_strdup_printf("%s asks to come in", s->whom));
}

/* The name that a member event gives, or gave before. */
static char *member_name(const struct said *s)
{
	const char *name = json_text(s->content, "displayname");

	if (!name || !*name)
		name = json_text(s->before, "displayname");
	return name && *name ? g_strdup(name) : decode_name(s->d, s->key);
}

static char *say_member(const struct said *said)
{
	static char *(*const sayings[])(const struct said *) = {
		[MEMBER_INVITE] = say_invite, [MEMBER_JOIN] = say_join,
		[MEMBER_LEAVE] = say_leave, [MEMBER_BAN] = say_ban,
		[MEMBER_KNOCK] = say_knock,
	};
	struct said s = *said;
	const char *word = json_text(s.content, "membership");
	enum membership now = membership_from(word ? word : "");
	g_autofree char *whom = NULL;

	if (now == MEMBER_NONE || !*s.key)
		return NULL;
	whom = member_name(&s);
	s.whom = whom;
	return sayings[now](&s);
}

/* ---- the room ---------------------------------------------------------- */

static char *say_text(const struct said *s, const char *key, const char *what)
{
	const char *text = json_text(s->content, key);

	if (text && *text)
		return g_strdup_printf("%s set the %s to “%s”", s->who, what,
				       text);
	return g_strdup_printf("%s removed the %s", s->who, what);
}

static char *say_name(const struct said *s)
{
	return say_text(s, "name", "name");
}

static char *say_topic(const struct said *s)
{
	return say_text(s, "topic", "topic");
}

static char *say_alias(const struct said *s)
{
	return say_text(s, "alias", "address");
}

/* A word of the content to what it means; the last row is for all others. */
struct meaning {
	const char *word, *means;
};

static char *say_meaning(const struct said *s, const char *key,
			 const struct meaning *m)
{
	const char *word = json_text(s->content, key);

	while (m->word && g_strcmp0(m->word, word))
		m++;
	return g_strdup_printf("%s %s", s->who, m->means);
}

static char *say_join_rules(const struct said *s)
{
	static const struct meaning meanings[] = {
		{ "public", "lets anybody join" },
		{ "invite", "made this by invitation only" },
		{ "knock", "lets people ask to come in" },
		{ "restricted", "lets members of certain spaces join" },
		{ "knock_restricted", "lets members of certain spaces join, "
				      "and others ask to" },
		{ NULL, "changed who may join" },
	};

	return say_meaning(s, "join_rule", meanings);
}

static char *say_history(const struct said *s)
{
	static const struct meaning meanings[] = {
		{ "world_readable", "lets anybody read what is written here, "
				    "even without joining" },
		{ "shared", "lets members read everything written before" },
		{ "invited", "lets members read what was written since they "
			     "were invited" },
		{ "joined", "lets members read what was written since they "
			    "joined" },
		{ NULL, "changed who may read earlier messages" },
	};

	return say_meaning(s, "history_visibility", meanings);
}

static char *say_guests(const struct said *s)
{
	static const struct meaning meanings[] = {
		{ "can_join", "lets guests join" },
		{ NULL, "lets no guests join" },
	};

	return say_meaning(s, "guest_access", meanings);
}

static char *say_encryption(const struct said *s)
{
	return g_strdup_printf("%s turned on encryption", s->who);
}

static char *say_create(const struct said *s)
{
	const char *type = json_text(s->content, "type");

	return g_strdup_printf("%s made this %s", s->who,
			       g_strcmp0(type, "m.space") ? "room" : "space");
}

static char *say_tombstone(const struct said *s)
{
	const char *body = json_text(s->content, "body");

	if (body && *body)
		return g_strdup_printf("%s closed this room; it goes on in a "
				       "new one: %s", s->who, body);
	return g_strdup_printf("%s closed this room; it goes on in a new one",
			       s->who);
}

static char *say_pins(const struct said *s)
{
	return g_strdup_printf("%s changed the pinned messages", s->who);
}

static char *say_picture(const struct said *s)
{
	return g_strdup_printf("%s changed the picture of the room", s->who);
}

static char *say_servers(const struct said *s)
{
	return g_strdup_printf("%s changed which servers may take part",
			       s->who);
}

static char *say_letter(const struct said *s)
{
	const char *name = json_text(s->content, "display_name");

	if (!name || !*name)
		return g_strdup_printf("%s took back an invitation by mail",
				       s->who);
	return g_strdup_printf("%s invited %s by mail", s->who, name);
}

static char *say_child(const struct said *s)
{
	const json_t *via = json_list(s->content, "via");

	return g_strdup_printf("%s %s a room %s this space", s->who,
			       via ? "added" : "took", via ? "to" : "out of");
}

static char *say_kinds(const struct said *s)
{
	return g_strdup_printf("%s %s", s->who,
			       json_lists(s->content, "kinds", "task") ?
			       "made this a room for tasks" :
			       "changed what this room is for");
}

static char *say_charter(const struct said *s)
{
	g_autofree char *what = charter_say_change(s->before, s->content);

	return g_strdup_printf("%s %s", s->who, what);
}

static char *say_accept(const struct said *s)
{
	return g_strdup_printf("%s %s the charter", s->who,
			       json_id(s->content, "charter") ? "accepted" :
			       "does not accept");
}

static char *say_guest(const struct said *s)
{
	g_autofree char *uid = g_strconcat("@", s->key, NULL);
	g_autofree char *whom = decode_name(s->d, uid);
	const char *until = json_text(s->content, "until");

	if (json_number(s->content, "v", 0) != 1)
		return g_strdup_printf("%s: %s is not a guest here any more",
				       s->who, whom);
	if (charter_read_day(until) == CHARTER_NO_DAY)
		return g_strdup_printf("%s made %s a guest", s->who, whom);
	return g_strdup_printf("%s made %s a guest until %s", s->who, whom,
			       until);
}

static char *say_nothing(const struct said *s)
{
	(void)s;
	return NULL;
}

/* ---- power ------------------------------------------------------------- */

static void say_level(GString *out, const struct said *s, const char *uid,
		      int level)
{
	g_autofree char *name = decode_name(s->d, uid);

	if (out->len)
		g_string_append(out, ", ");
	if (level >= 100)
		g_string_append_printf(out, "%s an owner", name);
	else if (level >= 50)
		g_string_append_printf(out, "%s a moderator", name);
	else if (level == 0)
		g_string_append_printf(out, "%s a member", name);
	else
		g_string_append_printf(out, "%s a member of level %d", name,
				       level);
}

/* How many users got another level; the first few are named in `out`. */
static int levels_changed(GString *out, const struct said *s)
{
	json_t *now = json_map(s->content, "users"), *value;
	json_t *was = json_map(s->before, "users");
	int was_default = json_level(s->before, "users_default", 0), n = 0;
	const char *uid;

	json_object_foreach(now, uid, value) {
		int level = json_level(now, uid, 0);

		if (*uid != '@' || level == json_level(was, uid, was_default))
			continue;
		if (n++ < USERS_NAMED)
			say_level(out, s, uid, level);
	}
	return n;
}

static char *say_levels(const struct said *s)
{
	GString *out = g_string_new(NULL);
	int n = s->before ? levels_changed(out, s) : 0;
	char *sentence;

	if (n > USERS_NAMED)
		g_string_append_printf(out, ", and changed %d more",
				       n - USERS_NAMED);
	if (n)
		sentence = g_strdup_printf("%s made %s", s->who, out->str);
	else
		sentence = g_strdup_printf("%s changed who may do what",
					   s->who);
	g_string_free(out, TRUE);
	return sentence;
}

/* ---- the table --------------------------------------------------------- */

static const struct {
	const char *type;
	char *(*say)(const struct said *s);
} kinds[] = {
	{ "m.room.member", say_member },
	{ "m.room.name", say_name },
	{ "m.room.topic", say_topic },
	{ "m.room.canonical_alias", say_alias },
	{ "m.room.join_rules", say_join_rules },
	{ "m.room.history_visibility", say_history },
	{ "m.room.guest_access", say_guests },
	{ "m.room.encryption", say_encryption },
	{ "m.room.create", say_create },
	{ "m.room.tombstone", say_tombstone },
	{ "m.room.pinned_events", say_pins },
	{ "m.room.avatar", say_picture },
	{ "m.room.server_acl", say_servers },
	{ "m.room.third_party_invite", say_letter },
	{ "m.room.power_levels", say_levels },
	{ "m.space.child", say_child },
	{ "m.space.parent", say_nothing },
	{ "org.folkmoot.room", say_kinds },
	{ "org.folkmoot.card", say_nothing },
	{ CHARTER_TYPE, say_charter },
	{ ACCEPT_TYPE, say_accept },
	{ GUEST_TYPE, say_guest },
};

char *sentence_state(const struct decode *d, const json_t *event,
		     enum post_kind *kind)
{
	const char *type = json_text(event, "type");
	const json_t *extra = json_map(event, "unsigned");
	struct said s = {
		.d = d, .content = json_map(event, "content"),
		.before = json_map(extra, "prev_content"),
		.sender = json_id(event, "sender"),
		.key = json_text(event, "state_key"),
	};
	g_autofree char *who = NULL;

	if (!type || !s.sender || !s.key)
		return NULL;
	if (!s.before)
		s.before = json_map(event, "prev_content");
	who = decode_name(d, s.sender);
	s.who = who;
	*kind = strcmp(type, "m.room.member") ? POST_STATE : POST_MEMBER;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++)
		if (strcmp(kinds[i].type, type) == 0)
			return kinds[i].say(&s);
	*kind = POST_UNKNOWN;
	return g_strdup(type);
}
