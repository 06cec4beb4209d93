/* dump.c - changes as lines of text, for comparing. */
#include "wire/dump.h"

#include <string.h>

static const char *const change_words[] = {
	[CHANGE_ROOM] = "room", [CHANGE_FACTS] = "facts",
	[CHANGE_MEMBER] = "member", [CHANGE_POWERS] = "powers",
	[CHANGE_CHILD] = "child", [CHANGE_PARENT] = "parent",
	[CHANGE_POST] = "post", [CHANGE_EDIT] = "edit",
	[CHANGE_REACTION] = "reaction", [CHANGE_REDACTION] = "redaction",
	[CHANGE_TIMELINE] = "timeline", [CHANGE_OLDER] = "older",
	[CHANGE_RECEIPT] = "receipt", [CHANGE_FULLY_READ] = "fully-read",
	[CHANGE_COUNTS] = "counts", [CHANGE_TYPING] = "typing",
	[CHANGE_DIRECT] = "direct", [CHANGE_TAG] = "tag",
	[CHANGE_PUSH_RULES] = "push-rules",
	[CHANGE_MEMBERS_DONE] = "members-done", [CHANGE_CURSOR] = "cursor",
	[CHANGE_SENT] = "sent", [CHANGE_PROFILE] = "profile",
	[CHANGE_CARD] = "card", [CHANGE_PRESENCE] = "presence",
	[CHANGE_POLL_VOTE] = "vote", [CHANGE_POLL_END] = "poll-end",
	[CHANGE_LEVELS] = "levels", [CHANGE_PINS] = "pins",
	[CHANGE_GLIMPSE] = "glimpse",
	[CHANGE_MADE] = "made",
	[CHANGE_CHARTER] = "charter", [CHANGE_ACCEPT] = "accept",
	[CHANGE_GUEST] = "guest", [CHANGE_PASSAGE] = "passage",
};

void dump_string(GString *out, const char *s)
{
	g_string_append_c(out, '"');
	for (const char *p = s; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '"' || c == '\\')
			g_string_append_printf(out, "\\%c", (char)c);
		else if (c == '\n')
			g_string_append(out, "\\n");
		else if (g_unichar_isprint(c))
			g_string_append_unichar(out, c);
		else
			g_string_append_printf(out, "\\{%X}", c);
	}
	g_string_append_c(out, '"');
}

static void say(GString *out, const char *key, const char *value)
{
	gsize len = value ? strlen(value) : 0;

	if (!value)
		return;
	g_string_append_printf(out, " %s=", key);
	if (len > 400) {
		g_autofree char *sum = g_compute_checksum_for_string(
			G_CHECKSUM_SHA256, value, -1);

		g_string_append_printf(out, "(%zu bytes %.8s)", len, sum);
	} else {
		dump_string(out, value);
	}
}

static void say_number(GString *out, const char *key, gint64 value)
{
	if (value)
		g_string_append_printf(out, " %s=%" G_GINT64_FORMAT, key,
				       value);
}

static void say_flag(GString *out, const char *key, bool value)
{
	if (value)
		g_string_append_printf(out, " %s", key);
}

static void say_list(GString *out, const char *key, const GPtrArray *list)
{
	if (!list)
		return;
	g_string_append_printf(out, " %s=[", key);
	for (guint i = 0; i < list->len; i++) {
		if (i)
			g_string_append_c(out, ' ');
		g_string_append(out, list->pdata[i]);
	}
	g_string_append_c(out, ']');
}

static void say_facts(GString *out, uint32_t set, const struct room *r)
{
	if (set & ROOM_NAME)
		say(out, "name", r->name ? r->name : "(none)");
	if (set & ROOM_TOPIC)
		say(out, "topic", r->topic ? r->topic : "(none)");
	if (set & ROOM_ALIAS)
		say(out, "alias", r->alias ? r->alias : "(none)");
	if (set & ROOM_KIND)
		say(out, "kind", room_kind_word(r->kind));
	if (set & ROOM_JOIN_RULE) {
		say_number(out, "join-rule", r->join);
		say_list(out, "allow", r->allow);
	}
	if (set & ROOM_HISTORY)
		say_number(out, "history", r->history);
	if (set & ROOM_GUESTS)
		g_string_append(out, r->guests ? " guests" : " no-guests");
	if (set & ROOM_FEDERATED)
		g_string_append(out, r->federated ? " federated" : " local");
	say_flag(out, "encrypted", set & ROOM_ENCRYPTED && r->encrypted);
	if (set & ROOM_VERSION)
		say(out, "version", r->version);
	if (set & ROOM_TOMBSTONE)
		say(out, "replaced-by", r->replaced_by);
	if (set & ROOM_JOINED)
		g_string_append_printf(out, " joined=%d", r->joined);
	if (set & ROOM_INVITED)
		g_string_append_printf(out, " invited=%d", r->invited);
	if (set & ROOM_HEROES)
		say_list(out, "heroes", r->heroes);
	if (set & ROOM_INVITER)
		say(out, "inviter", r->inviter);
	say(out, "dm", r->dm_user);
	if (set & ROOM_KINDS)
		g_string_append_printf(out, " kinds=%x", r->kinds);
}

static void say_steps(GString *out, const GPtrArray *steps)
{
	for (guint i = 0; steps && i < steps->len; i++) {
		const struct step *step = steps->pdata[i];

		g_string_append_printf(out, " step-%s%s", step->id,
				       step->done ? "-done" : "");
		say(out, "", step->text ? step->text : "(gone)");
	}
}

static void say_field(GString *out, const struct thing *t,
		      const struct thing_field *f)
{
	const void *at = (const char *)t + f->at;
	const char *const *words = thing_words(t->kind, f->bit);
	int64_t day;

	switch (f->type) {
	case TYPE_WORD:
		if (*(const int *)at)
			say(out, f->key, words[*(const int *)at]);
		break;
	case TYPE_NUMBER:
		say_number(out, f->key, *(const int *)at);
		break;
	case TYPE_DAY:
		day = *(const int64_t *)at;
		if (day != NO_DAY)
			say_number(out, f->key, day);
		break;
	case TYPE_TIME:
		say_number(out, f->key, *(const int64_t *)at);
		break;
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		say_list(out, f->key, *(GPtrArray *const *)at);
		break;
	case TYPE_STEPS:
		say_steps(out, t->steps);
		break;
	default:
		say(out, f->key, *(char *const *)at);
	}
}

static void say_thing(GString *out, const char *key, const struct thing *t)
{
	if (!t)
		return;
	g_string_append_printf(out, " %s={%s fields=%x", key,
			       thing_kind_word(t->kind), t->fields);
	for (const struct thing_field *f = thing_fields(); f->key; f++)
		say_field(out, t, f);
	g_string_append_c(out, '}');
}

static void say_poll(GString *out, const struct poll *p)
{
	if (!p)
		return;
	g_string_append_printf(out, " poll={%s max=%d", p->hidden ? "hidden" :
			       "open", p->max);
	for (guint i = 0; i < p->answers->len && i < 22; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		g_string_append_c(out, ' ');
		dump_string(out, a->id);
		say(out, "", a->text);
	}
	g_string_append_c(out, '}');
}

static void say_post(GString *out, const struct post *p)
{
	g_string_append_printf(out, " %s", post_kind_word(p->kind));
	say(out, "eid", p->eid);
	say(out, "sender", p->sender);
	say_number(out, "ts", p->ts);
	say(out, "body", p->body);
	say(out, "html", p->html);
	say(out, "reply-to", p->reply_to);
	say(out, "thread", p->thread);
	say_number(out, "replies", p->thread_count);
	say(out, "last-reply-by", p->thread_name);
	say(out, "url", p->file_url);
	say(out, "mimetype", p->mimetype);
	if (p->file_size >= 0)
		say_number(out, "size", p->file_size);
	say_flag(out, "edited", p->edited);
	say_flag(out, "redacted", p->redacted);
	say(out, "reason", p->redact_reason);
	say_flag(out, "mentions-me", p->mentions_me);
	say_flag(out, "own", p->own);
	say(out, "txn", p->txn);
	say_thing(out, "thing", p->thing);
	say_thing(out, "change", p->change);
	say_number(out, "ring", p->ring);
	say_poll(out, p->poll);
}

static void say_powers(GString *out, const struct change *c)
{
	if (!c->powers)
		return;
	g_string_append_printf(out, " write=%d redact=%d state=%d invite=%d "
			       "kick=%d ban=%d notify=%d", c->power_events,
			       c->power_redact, c->power_state,
			       c->power_invite, c->power_kick, c->power_ban,
			       c->power_notify);
	if (c->power_pin != c->power_state)
		say_number(out, "pin", c->power_pin);
	for (guint i = 0; i < c->powers->len; i++) {
		const struct power *p =
			&g_array_index(c->powers, struct power, i);

		if (p->creator)
			g_string_append_printf(out, " %s=creator", p->user);
		else
			g_string_append_printf(out, " %s=%d", p->user,
					       p->level);
	}
}

/* On one line. */
static void say_card(GString *out, const struct card *card)
{
	g_autofree char *packed = card_pack(card);
	g_auto(GStrv) lines = g_strsplit(packed, "\n", -1);

	g_string_append(out, " card={");
	for (char **line = lines; *line; line++)
		if (**line)
			g_string_append_printf(out, "%s%.80s", line == lines ?
					       "" : "; ", *line);
	g_string_append_c(out, '}');
}

static void say_charter(GString *out, const struct charter *c)
{
	g_autofree char *text = charter_pack(c);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (int i = 0; lines[i] && *lines[i]; i++) {
		char *gap = strchr(lines[i], ' ');

		*gap = '\0';
		say(out, lines[i], gap + 1);
	}
}

char *dump_change(const struct change *c)
{
	GString *out = g_string_new(change_words[c->kind]);

	say(out, "rid", c->rid);
	say_flag(out, "past", c->older);
	say_flag(out, "seen", c->seen);
	if (c->kind == CHANGE_ROOM || c->kind == CHANGE_MEMBER)
		g_string_append_printf(out, " %s",
				       membership_word(c->membership));
	say(out, "eid", c->eid);
	say(out, "user", c->user);
	say(out, "name", c->name);
	say(out, "target", c->target);
	say(out, "key", c->key);
	say(out, "reason", c->reason);
	say(out, "token", c->token);
	say(out, "body", c->body);
	say(out, "thread", c->thread);
	say(out, "order", c->order);
	say_number(out, "ts", c->ts);
	say_number(out, "n", c->n);
	say_number(out, "unread", c->unread);
	say_number(out, "mentions", c->mentions);
	say_list(out, "users", c->users);
	say_list(out, "names", c->names);
	say_list(out, "via", c->via);
	say_powers(out, c);
	if (c->room)
		say_facts(out, c->set, c->room);
	if (c->post)
		say_post(out, c->post);
	if (c->card)
		say_card(out, c->card);
	if (c->charter)
		say_charter(out, c->charter);
	return g_string_free(out, FALSE);
}
