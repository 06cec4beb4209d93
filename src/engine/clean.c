#include "engine/internal.h"

#include "text/text.h"

#include <string.h>

#define ID_MAX_BYTES 255
#define NAME_MAX_BYTES 256
#define TOPIC_MAX_BYTES 4096
#define BODY_MAX_BYTES 65536
#define LINE_MAX_BYTES 1024
#define KEY_MAX_BYTES 64
#define RULES_MAX_BYTES (1024 * 1024)

/* What a string is, which says how it is cleaned. */
enum kind {
	ID,			/* printable ASCII, or the change is dropped */
	ID_OR_NONE,		/* the same, or it counts as absent */
	OPAQUE,			/* only ever given back to the server */
	NAME, LINE, KEY, TOPIC, BODY, WORD,
	HTML,			/* made safe when it is rendered */
};

struct field {
	size_t at;
	enum kind kind;
};

#define CHANGE(member, kind) { offsetof(struct change, member), kind }
#define ROOM(member, kind) { offsetof(struct room, member), kind }
#define POST(member, kind) { offsetof(struct post, member), kind }
#define THING(member, kind) { offsetof(struct thing, member), kind }
#define CARD(member, kind) { offsetof(struct card, member), kind }
#define CHARTER(member, kind) { offsetof(struct charter, member), kind }
#define OUTCOME(member, kind) { offsetof(struct outcome, member), kind }

static const struct field change_fields[] = {
	CHANGE(rid, ID), CHANGE(eid, ID), CHANGE(user, ID), CHANGE(thread, ID),
	CHANGE(name, NAME), CHANGE(reason, LINE), CHANGE(key, KEY),
	CHANGE(token, OPAQUE), CHANGE(order, ID_OR_NONE),
};
static const struct field room_fields[] = {
	ROOM(rid, ID_OR_NONE), ROOM(name, NAME), ROOM(topic, TOPIC),
	ROOM(alias, NAME), ROOM(version, KEY), ROOM(replaced_by, ID_OR_NONE),
	ROOM(inviter, ID_OR_NONE), ROOM(dm_user, ID_OR_NONE),
	ROOM(notes_of, ID_OR_NONE),
	ROOM(why, LINE),
};
static const struct field post_fields[] = {
	POST(eid, ID), POST(sender, ID), POST(name, NAME), POST(body, BODY),
	POST(html, HTML), POST(reply_to, ID_OR_NONE), POST(reply_name, NAME),
	POST(reply_body, TOPIC), POST(thread, ID_OR_NONE),
	POST(thread_name, NAME), POST(file_url, ID_OR_NONE),
	POST(mimetype, LINE), POST(redact_reason, LINE),
	POST(txn, ID_OR_NONE), POST(error, LINE),
};
static const struct field thing_fields_own[] = {
	THING(eid, ID_OR_NONE), THING(room_name, NAME), THING(rid, ID_OR_NONE),
	THING(creator, ID_OR_NONE), THING(done_by, ID_OR_NONE),
};
/* What the types of model/thing.h are here. */
static const enum kind thing_kinds[] = {
	[TYPE_LINE] = LINE, [TYPE_TEXT] = BODY, [TYPE_USER] = ID_OR_NONE,
	[TYPE_EVENT] = ID_OR_NONE, [TYPE_ROOM] = ID_OR_NONE,
	[TYPE_URL] = LINE, [TYPE_USERS] = ID, [TYPE_EVENTS] = ID,
	[TYPE_WORDS] = KEY,
};

static const struct field card_fields[] = {
	CARD(role, NAME), CARD(team, NAME), CARD(org, NAME),
	CARD(about, TOPIC), CARD(hours, ID_OR_NONE), CARD(zone, ID_OR_NONE),
};

static const struct field charter_fields[] = {
	CHARTER(issue, BODY), CHARTER(owner, ID_OR_NONE),
	CHARTER(rules, BODY), CHARTER(contact, TOPIC),
	CHARTER(eid, ID_OR_NONE), CHARTER(by, ID_OR_NONE),
};
static const struct field outcome_fields[] = {
	OUTCOME(id, KEY), OUTCOME(text, TOPIC), OUTCOME(measure, TOPIC),
	OUTCOME(unit, KEY),
};

static const struct {
	enum text_clean_flags flags;
	size_t max;
} doors[] = {
	[NAME] = { TEXT_NAME, NAME_MAX_BYTES },
	[LINE] = { TEXT_LINE, LINE_MAX_BYTES },
	[KEY] = { TEXT_LINE, KEY_MAX_BYTES },
	[WORD] = { TEXT_NAME, KEY_MAX_BYTES },
	[TOPIC] = { TEXT_BLOCK, TOPIC_MAX_BYTES },
	[BODY] = { TEXT_BLOCK, BODY_MAX_BYTES },
};

static void replace(char **s, char *take)
{
	g_free(*s);
	*s = take;
}

static bool is_id(const char *s)
{
	size_t n = 0;

	for (; s[n]; n++)
		if (n >= ID_MAX_BYTES || s[n] < 0x20 || s[n] > 0x7e)
			return false;
	return n > 0;
}

/* Valid UTF-8 of at most `max` bytes, and nothing more is promised. */
static void bound(char **s, size_t max)
{
	size_t len = strlen(*s);

	if (len > max) {
		(*s)[max] = '\0';
		len = max;
	}
	if (!g_utf8_validate(*s, (gssize)len, NULL))
		replace(s, g_utf8_make_valid(*s, (gssize)len));
}

static void pass_door(char **s, enum kind kind)
{
	size_t len = strlen(*s);

	if (len <= doors[kind].max && text_is_clean(*s, len, doors[kind].flags))
		return;
	replace(s, text_clean(*s, (gssize)len, doors[kind].flags,
			      doors[kind].max));
}

static bool clean_string(char **s, enum kind kind)
{
	if (!*s)
		return true;
	if (kind == ID)
		return is_id(*s);
	if (kind == ID_OR_NONE && !is_id(*s))
		replace(s, NULL);
	else if (kind == OPAQUE || kind == HTML)
		bound(s, BODY_MAX_BYTES);
	else if (kind != ID_OR_NONE)
		pass_door(s, kind);
	return true;
}

static bool clean_fields(void *base, const struct field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char **s = (char **)(void *)((char *)base + fields[i].at);

		if (!clean_string(s, fields[i].kind))
			return false;
	}
	return true;
}

/* Ids that cannot be ones are left out, others become clean. */
static void clean_list(GPtrArray *list, enum kind kind)
{
	guint kept = 0;

	for (guint i = 0; list && i < list->len; i++) {
		char **s = (char **)&list->pdata[i];

		if (*s && clean_string(s, kind) && *s)
			list->pdata[kept++] = *s;
		else
			g_free(*s);
	}
	for (guint i = kept; list && i < list->len; i++)
		list->pdata[i] = NULL;
	if (list)
		g_ptr_array_set_size(list, (gint)kept);
}

static void clean_room(struct room *r)
{
	clean_fields(r, room_fields, G_N_ELEMENTS(room_fields));
	clean_list(r->heroes, ID);
	clean_list(r->allow, ID);
	clean_list(r->via, ID);
}

static void clean_steps(GPtrArray *steps)
{
	for (guint i = 0; steps && i < steps->len; i++) {
		struct step *s = steps->pdata[i];

		clean_string(&s->text, LINE);
	}
}

/* Numbers need no cleaning; ids of steps have their own small alphabet. */
static void clean_value(struct thing *t, const struct thing_field *f)
{
	void *at = (char *)t + f->at;

	switch (f->type) {
	case TYPE_WORD:
	case TYPE_NUMBER:
	case TYPE_DAY:
	case TYPE_TIME:
		break;
	case TYPE_STEPS:
		clean_steps(t->steps);
		break;
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		clean_list(*(GPtrArray **)at, thing_kinds[f->type]);
		break;
	default:
		clean_string(at, thing_kinds[f->type]);
	}
}

static void clean_thing(struct thing *t)
{
	clean_fields(t, thing_fields_own, G_N_ELEMENTS(thing_fields_own));
	for (const struct thing_field *f = thing_fields(); f->key; f++)
		clean_value(t, f);
}

static void clean_links(GPtrArray *to, GPtrArray *from)
{
	for (guint i = 0; i < from->len; i++) {
		struct endorsement *e = from->pdata[i];

		clean_string(&e->skill, WORD);
		if (is_id(e->user))
			card_add_link(to, e->user, e->skill);
	}
	g_ptr_array_set_size(from, 0);
}

/* Cleaning may leave nothing of a word, or make two of them the same: the
 * card is built anew of what is left. */
static struct card *clean_card(struct card *take)
{
	struct card *out = card_new();

	clean_fields(take, card_fields, G_N_ELEMENTS(card_fields));
	clean_list(take->languages, WORD);
	for (guint i = 0; i < take->skills->len; i++) {
		struct skill *s = take->skills->pdata[i];

		clean_string(&s->name, WORD);
		card_add_skill(out, s->name, s->level);
	}
	g_ptr_array_set_size(take->skills, 0);
	clean_links(out->endorses, take->endorses);
	clean_links(out->declines, take->declines);
	take->fields = CARD_ALL;
	card_apply(out, take);
	card_free(take);
	return out;
}

static void clean_charter(struct charter *c)
{
	clean_fields(c, charter_fields, G_N_ELEMENTS(charter_fields));
	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++)
		clean_fields(c->outcomes->pdata[i], outcome_fields,
			     G_N_ELEMENTS(outcome_fields));
}

static void clean_reactions(GPtrArray *reactions)
{
	for (guint i = 0; reactions && i < reactions->len; i++) {
		struct reaction *r = reactions->pdata[i];

		clean_string(&r->key, KEY);
		clean_string(&r->mine_eid, ID_OR_NONE);
		clean_string(&r->names, LINE);
	}
}

/* Ids of answers are only compared and given back, but they are lines. */
static bool is_answer_id(const char *id)
{
	size_t len = id ? strlen(id) : 0;

	return len > 0 && len <= POLL_ID_BYTES &&
	       text_is_clean(id, len, TEXT_LINE);
}

/* NULL when no answer is left. */
static struct poll *clean_poll(struct poll *take)
{
	clean_string(&take->question, LINE);
	for (guint i = take->answers->len; i > 0; i--) {
		struct poll_answer *a = take->answers->pdata[i - 1];

		if (is_answer_id(a->id))
			clean_string(&a->text, LINE);
		else
			g_ptr_array_remove_index(take->answers, i - 1);
	}
	if (take->answers->len)
		return take;
	poll_free(take);
	return NULL;
}

/* A vote for what cannot be an answer is spoiled. */
static void clean_vote(GPtrArray **ids)
{
	for (guint i = 0; *ids && i < (*ids)->len; i++)
		if (!is_answer_id((*ids)->pdata[i]))
			g_clear_pointer(ids, g_ptr_array_unref);
}

static bool clean_post(struct post *p)
{
	if (!clean_fields(p, post_fields, G_N_ELEMENTS(post_fields)))
		return false;
	if (p->thing)
		clean_thing(p->thing);
	if (p->change)
		clean_thing(p->change);
	if (p->poll)
		p->poll = clean_poll(p->poll);
	clean_reactions(p->reactions);
	return true;
}

/* Rooms and people of CHANGE_DIRECT stand beside each other. */
static void clean_pairs(GPtrArray *left, GPtrArray *right)
{
	guint n = left && right ? MIN(left->len, right->len) : 0;

	for (guint i = n; i > 0; i--) {
		const char *l = left->pdata[i - 1], *r = right->pdata[i - 1];

		if (l && is_id(l) && r && is_id(r))
			continue;
		g_free(g_steal_pointer(&left->pdata[i - 1]));
		g_free(g_steal_pointer(&right->pdata[i - 1]));
		g_ptr_array_remove_index(left, i - 1);
		g_ptr_array_remove_index(right, i - 1);
	}
}

static void clean_powers(GArray *powers)
{
	for (guint i = powers ? powers->len : 0; i > 0; i--) {
		struct power *p = &g_array_index(powers, struct power, i - 1);

		if (p->user && is_id(p->user))
			continue;
		g_clear_pointer(&p->user, g_free);
		g_array_remove_index(powers, i - 1);
	}
}

static void clean_lists(struct change *c)
{
	if (c->kind == CHANGE_DIRECT || c->kind == CHANGE_LEVELS) {
		clean_pairs(c->users, c->names);
	} else if (c->kind == CHANGE_POLL_VOTE) {
		clean_vote(&c->names);
	} else {
		clean_list(c->users, ID);
		clean_list(c->names, ID);
	}
	clean_list(c->via, ID);
	clean_powers(c->powers);
}

/* Two kinds of change use a member for something of their own. */
static bool clean_special(struct change *c)
{
	if (c->body && c->kind == CHANGE_PUSH_RULES)
		return strlen(c->body) <= RULES_MAX_BYTES &&
		       g_utf8_validate(c->body, -1, NULL);
	if (!clean_string(&c->body, BODY))
		return false;
	return clean_string(&c->target, c->kind == CHANGE_OLDER ? OPAQUE : ID);
}

bool change_clean(struct change *c)
{
	if (!clean_fields(c, change_fields, G_N_ELEMENTS(change_fields)) ||
	    !clean_special(c))
		return false;
	if (c->kind == CHANGE_REACTION && (!c->key || !*c->key))
		return false;
	if (c->room)
		clean_room(c->room);
	if (c->card)
		c->card = clean_card(g_steal_pointer(&c->card));
	if (c->charter)
		clean_charter(c->charter);
	clean_lists(c);
	return !c->post || clean_post(c->post);
}

static const struct field finding_fields[] = {
	{ offsetof(struct finding, rid), ID },
	{ offsetof(struct finding, alias), NAME },
	{ offsetof(struct finding, name), NAME },
	{ offsetof(struct finding, topic), TOPIC },
	{ offsetof(struct finding, version), KEY },
	{ offsetof(struct finding, via), LINE },
};

bool finding_clean(struct finding *f)
{
	if (!f->rid || *f->rid != '!' ||
	    !clean_fields(f, finding_fields, G_N_ELEMENTS(finding_fields)))
		return false;
	if (f->topic && strlen(f->topic) > FINDING_TOPIC_MAX)
		replace(&f->topic, text_clean(f->topic, -1, TEXT_BLOCK,
					      FINDING_TOPIC_MAX));
	f->members = MAX(f->members, 0);
	f->depth = CLAMP(f->depth, 0, FINDING_DEPTH_MAX);
	return true;
}

char *sentence_clean(const char *s)
{
	return s ? text_clean(s, -1, TEXT_BLOCK, LINE_MAX_BYTES) : NULL;
}
