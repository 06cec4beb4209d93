#include "model/model.h"
#include "model/strings.h"

#include <string.h>

/* ---- kinds ------------------------------------------------------------- */

static const char *const kind_words[THING_KINDS] = {
	[KIND_TASK] = "task", [KIND_QUESTION] = "question",
	[KIND_IDEA] = "idea", [KIND_EVENT] = "event",
	[KIND_RESOURCE] = "resource", [KIND_DECISION] = "decision",
	[KIND_NOTE] = "note",
};

const char *thing_kind_word(enum thing_kind kind)
{
	return (unsigned)kind < THING_KINDS ? kind_words[kind] : NULL;
}

enum thing_kind thing_kind_from(const char *word)
{
	for (int i = KIND_TASK; word && i < THING_KINDS; i++)
		if (strcmp(kind_words[i], word) == 0)
			return (enum thing_kind)i;
	return KIND_NONE;
}

/* ---- the table ----------------------------------------------------------- */

#define TASK KIND_BIT(KIND_TASK)
#define QUESTION KIND_BIT(KIND_QUESTION)
#define IDEA KIND_BIT(KIND_IDEA)
#define EVENT KIND_BIT(KIND_EVENT)
#define RESOURCE KIND_BIT(KIND_RESOURCE)
#define DECISION KIND_BIT(KIND_DECISION)
#define NOTE KIND_BIT(KIND_NOTE)
#define ALL (~0u)
#define AT(member) offsetof(struct thing, member)

static const struct thing_field fields[] = {
	{ THING_TITLE, "title", TYPE_LINE, AT(title), ALL, 2000 },
	{ THING_NOTES, "notes", TYPE_TEXT, AT(notes), ALL, 16000 },
	{ THING_STATUS, "status", TYPE_WORD, AT(status), ALL & ~NOTE, 0 },
	{ THING_STAGE, "stage", TYPE_WORD, AT(stage), TASK, 0 },
	{ THING_ASSIGNEES, "assignees", TYPE_USERS, AT(assignees), TASK, 32 },
	{ THING_OWNER, "owner", TYPE_USER, AT(owner),
	  QUESTION | IDEA | EVENT, 255 },
	{ THING_DUE, "due", TYPE_DAY, AT(due), TASK, 0 },
	{ THING_START, "start", TYPE_DAY, AT(start), TASK, 0 },
	{ THING_BEGIN, "begin", TYPE_TIME, AT(begin), EVENT, 0 },
	{ THING_END, "end", TYPE_TIME, AT(end), EVENT, 0 },
	{ THING_PLACE, "place", TYPE_TEXT, AT(place), EVENT, 2000 },
	{ THING_PRIORITY, "priority", TYPE_NUMBER, AT(priority), TASK, 3 },
	{ THING_ESTIMATE, "estimate", TYPE_NUMBER, AT(estimate), TASK,
	  1000000 },
	{ THING_TAGS, "tags", TYPE_WORDS, AT(tags), ALL & ~NOTE, 32 },
	{ THING_STEPS, "steps", TYPE_STEPS, AT(steps), TASK, 200 },
	{ THING_PARENT, "parent", TYPE_EVENT, AT(parent), TASK, 255 },
	{ THING_AFTER, "after", TYPE_EVENTS, AT(after), TASK, 32 },
	{ THING_REPEAT, "repeat", TYPE_TEXT, AT(repeat), TASK | EVENT, 200 },
	{ THING_LAST, "last_done", TYPE_DAY, AT(last), TASK, 0 },
	{ THING_ANSWER, "answer", TYPE_EVENT, AT(answer), QUESTION, 255 },
	{ THING_REASON, "reason", TYPE_TEXT, AT(reason), IDEA, 2000 },
	{ THING_SAME, "same_as", TYPE_EVENT, AT(same), IDEA, 255 },
	{ THING_URL, "url", TYPE_URL, AT(url), RESOURCE | EVENT, 2000 },
	{ THING_SOURCE, "source", TYPE_EVENT, AT(source), ALL, 255 },
	{ THING_ABOUT, "about", TYPE_ROOM, AT(about), NOTE, 255 },
	{ 0, NULL, TYPE_TEXT, 0, 0, 0 },
};

const struct thing_field *thing_fields(void)
{
	return fields;
}

uint32_t thing_bits(enum thing_kind kind)
{
	uint32_t bits = 0;

	for (const struct thing_field *f = fields; f->key; f++)
		if (f->kinds & KIND_BIT(kind))
			bits |= f->bit;
	return bits;
}

static const char *const task_statuses[] = { "open", "done", NULL };
static const char *const question_statuses[] = { "open", "solved", NULL };
static const char *const idea_statuses[] = {
	"new", "planned", "doing", "done", "declined", NULL
};
static const char *const event_statuses[] = { "planned", "cancelled", NULL };
static const char *const resource_statuses[] = {
	"current", "outdated", NULL
};
static const char *const decision_statuses[] = { "stands", "revoked", NULL };
static const char *const stages[] = {
	"", "doing", "waiting", "dropped", NULL
};

static const char *const *const statuses[THING_KINDS] = {
	[KIND_TASK] = task_statuses, [KIND_QUESTION] = question_statuses,
	[KIND_IDEA] = idea_statuses, [KIND_EVENT] = event_statuses,
	[KIND_RESOURCE] = resource_statuses,
	[KIND_DECISION] = decision_statuses,
};

const char *const *thing_words(enum thing_kind kind, enum thing_bit bit)
{
	if ((unsigned)kind >= THING_KINDS)
		return NULL;
	if (bit == THING_STAGE)
		return kind == KIND_TASK ? stages : NULL;
	return bit == THING_STATUS ? statuses[kind] : NULL;
}

const char *thing_status_word(const struct thing *t)
{
	const char *const *words = thing_words(t->kind, THING_STATUS);
	int n = 0;

	if (t->kind == KIND_TASK && t->stage > STAGE_NONE &&
	    t->stage <= STAGE_DROPPED &&
	    (t->stage == STAGE_DROPPED) == (t->status == TASK_DONE))
		return stages[t->stage];
	while (words && words[n])
		n++;
	return t->status >= 0 && t->status < n ? words[t->status] : "";
}

bool thing_is_closed(const struct thing *t)
{
	if (t->kind == KIND_IDEA)
		return t->status >= IDEA_DONE || t->same;
	return t->kind != KIND_NOTE && t->status != 0;
}

/* ---- steps ----------------------------------------------------------------- */

struct step *step_new(const char *id, const char *text, bool done)
{
	struct step *s = g_new0(struct step, 1);

	s->id = g_strdup(id);
	s->text = g_strdup(text);
	s->done = done;
	return s;
}

void step_free(struct step *s)
{
	if (!s)
		return;
	g_free(s->id);
	g_free(s->text);
	g_free(s);
}

static void free_step(void *step)
{
	step_free(step);
}

static GPtrArray *steps_copy(const GPtrArray *from)
{
	GPtrArray *to;

	if (!from)
		return NULL;
	to = g_ptr_array_new_with_free_func(free_step);
	for (guint i = 0; i < from->len; i++) {
		const struct step *s = from->pdata[i];

		g_ptr_array_add(to, step_new(s->id, s->text, s->done));
	}
	return to;
}

static int step_index(const GPtrArray *steps, const char *id)
{
	for (guint i = 0; steps && i < steps->len; i++) {
		const struct step *s = steps->pdata[i];

		if (strcmp(s->id, id) == 0)
			return (int)i;
	}
	return -1;
}

struct step *thing_step(const struct thing *t, const char *id)
{
	int i = step_index(t->steps, id);

	return i < 0 ? NULL : t->steps->pdata[i];
}

void thing_put_step(struct thing *t, const char *id, const char *text,
		    bool done)
{
	int i = step_index(t->steps, id);

	if (!t->steps)
		t->steps = g_ptr_array_new_with_free_func(free_step);
	if (i < 0) {
		g_ptr_array_add(t->steps, step_new(id, text, done));
		return;
	}
	step_free(t->steps->pdata[i]);
	t->steps->pdata[i] = step_new(id, text, done);
}

int thing_steps_done(const struct thing *t)
{
	int n = 0;

	for (guint i = 0; t->steps && i < t->steps->len; i++)
		n += ((const struct step *)t->steps->pdata[i])->done;
	return n;
}

/* ---- values of any type ------------------------------------------------------ */

static void *member(const struct thing *t, const struct thing_field *f)
{
	return (char *)t + f->at;
}

static void clear_value(struct thing *t, const struct thing_field *f)
{
	switch (f->type) {
	case TYPE_WORD:
	case TYPE_NUMBER:
		*(int *)member(t, f) = 0;
		break;
	case TYPE_DAY:
		*(int64_t *)member(t, f) = NO_DAY;
		break;
	case TYPE_TIME:
		*(int64_t *)member(t, f) = 0;
		break;
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		strings_free(*(GPtrArray **)member(t, f));
		*(GPtrArray **)member(t, f) = NULL;
		break;
	case TYPE_STEPS:
		g_clear_pointer((GPtrArray **)member(t, f), g_ptr_array_unref);
		break;
	default:
		g_free(*(char **)member(t, f));
		*(char **)member(t, f) = NULL;
	}
}

/* The member of `to` holds nothing. */
static void copy_value(struct thing *to, const struct thing *from,
		       const struct thing_field *f)
{
	switch (f->type) {
	case TYPE_WORD:
	case TYPE_NUMBER:
		*(int *)member(to, f) = *(int *)member(from, f);
		break;
	case TYPE_DAY:
	case TYPE_TIME:
		*(int64_t *)member(to, f) = *(int64_t *)member(from, f);
		break;
	case TYPE_USERS:
	case TYPE_EVENTS:
	case TYPE_WORDS:
		*(GPtrArray **)member(to, f) =
			strings_copy(*(GPtrArray **)member(from, f));
		break;
	case TYPE_STEPS:
		*(GPtrArray **)member(to, f) =
			steps_copy(*(GPtrArray **)member(from, f));
		break;
	default:
		*(char **)member(to, f) = g_strdup(*(char **)member(from, f));
	}
}

struct thing *thing_new(enum thing_kind kind)
{
	struct thing *t = g_new0(struct thing, 1);

	t->kind = kind;
	t->due = t->start = t->last = NO_DAY;
	return t;
}

struct thing *thing_copy(const struct thing *t)
{
	struct thing *copy;

	if (!t)
		return NULL;
	copy = g_memdup2(t, sizeof *t);
	for (const struct thing_field *f = fields; f->key; f++)
		copy_value(copy, t, f);
	copy->eid = g_strdup(t->eid);
	copy->room_name = g_strdup(t->room_name);
	copy->rid = g_strdup(t->rid);
	copy->creator = g_strdup(t->creator);
	copy->done_by = g_strdup(t->done_by);
	return copy;
}

void thing_free(struct thing *t)
{
	if (!t)
		return;
	for (const struct thing_field *f = fields; f->key; f++)
		clear_value(t, f);
	g_free(t->eid);
	g_free(t->room_name);
	g_free(t->rid);
	g_free(t->creator);
	g_free(t->done_by);
	g_free(t);
}

/* ---- laying over --------------------------------------------------------------- */

static void apply_step(struct thing *t, const struct step *s, unsigned max)
{
	int i = step_index(t->steps, s->id);

	if (s->text) {
		if (i >= 0 || !t->steps || t->steps->len < max)
			thing_put_step(t, s->id, s->text, s->done);
	} else if (i >= 0) {
		step_free(t->steps->pdata[i]);
		g_ptr_array_set_free_func(t->steps, NULL);
		g_ptr_array_remove_index(t->steps, (guint)i);
		g_ptr_array_set_free_func(t->steps, free_step);
	}
}

/* A change of steps names some of them; naming none takes all away. */
static void apply_steps(struct thing *t, const struct thing *change,
			const struct thing_field *f)
{
	if (!change->steps) {
		clear_value(t, f);
		return;
	}
	for (guint i = 0; i < change->steps->len; i++)
		apply_step(t, change->steps->pdata[i], f->max);
}

static bool takes_effect(const struct thing *change,
			 const struct thing_field *f)
{
	if (!(change->fields & f->bit))
		return false;
	return f->bit != THING_TITLE || (change->title && change->title[0]);
}

void thing_apply(struct thing *t, const struct thing *change)
{
	if (t == change)
		return;
	t->turn = MAX(t->turn, change->turn);
	for (const struct thing_field *f = fields; f->key; f++) {
		if (!takes_effect(change, f))
			continue;
		t->fields |= f->bit;
		if (f->type == TYPE_STEPS) {
			apply_steps(t, change, f);
			continue;
		}
		clear_value(t, f);
		copy_value(t, change, f);
	}
}

int64_t thing_next_turn(const struct thing *t)
{
	return CLAMP(t->turn + 1, 1, TURN_MAX);
}

/* ---- rights ---------------------------------------------------------------------- */

enum right {
	RIGHT_ANYBODY,
	RIGHT_AUTHOR,		/* or a moderator */
	RIGHT_HOLDER,		/* author, owner or a moderator */
	RIGHT_STEWARD,		/* owner or a moderator */
	RIGHT_MODERATOR,
};

static const struct {
	enum thing_kind kind;
	uint32_t bits;		/* of the other fields: RIGHT_AUTHOR */
	enum right right;
} rights[] = {
	{ KIND_TASK, ~0u, RIGHT_ANYBODY },
	{ KIND_QUESTION, THING_OWNER | THING_TAGS, RIGHT_ANYBODY },
	{ KIND_QUESTION, THING_STATUS, RIGHT_HOLDER },
	{ KIND_IDEA, THING_STATUS | THING_REASON, RIGHT_STEWARD },
	{ KIND_IDEA, THING_OWNER | THING_SAME, RIGHT_MODERATOR },
	{ KIND_EVENT, ~0u, RIGHT_HOLDER },
	{ KIND_RESOURCE, THING_TAGS | THING_STATUS, RIGHT_ANYBODY },
};

static enum right right_of(enum thing_kind kind, enum thing_bit bit)
{
	for (size_t i = 0; i < G_N_ELEMENTS(rights); i++)
		if (rights[i].kind == kind && rights[i].bits & bit)
			return rights[i].right;
	return RIGHT_AUTHOR;
}

uint32_t thing_allowed(const struct thing *t, uint32_t wanted,
		       const char *user, bool moderator)
{
	bool author = g_strcmp0(t->creator, user) == 0;
	bool owner = t->owner && g_strcmp0(t->owner, user) == 0;
	const bool may[] = {
		[RIGHT_ANYBODY] = true, [RIGHT_AUTHOR] = moderator || author,
		[RIGHT_HOLDER] = moderator || author || owner,
		[RIGHT_STEWARD] = moderator || owner,
		[RIGHT_MODERATOR] = moderator,
	};
	uint32_t allowed = 0;

	for (const struct thing_field *f = fields; f->key; f++)
		if (wanted & f->bit && may[right_of(t->kind, f->bit)])
			allowed |= f->bit;
	return allowed;
}

const char *thing_right_words(enum thing_kind kind, enum thing_bit bit)
{
	static const char *const words[] = {
		[RIGHT_ANYBODY] = NULL,
		[RIGHT_AUTHOR] = "only its author or a moderator may do that",
		[RIGHT_HOLDER] = "only its author, who takes care of it, or "
				 "a moderator may do that",
		[RIGHT_STEWARD] = "only who takes care of it or a moderator "
				  "may do that",
		[RIGHT_MODERATOR] = "only a moderator may do that",
	};

	return words[right_of(kind, bit)];
}

/* ---- votes ----------------------------------------------------------------------- */

enum vote vote_from(const char *reaction)
{
	static const struct {
		const char *key;
		enum vote vote;
	} votes[] = {
		{ "👍", VOTE_UP }, { "✅", VOTE_UP }, { "➕", VOTE_UP },
		{ "+1", VOTE_UP }, { "👎", VOTE_DOWN }, { "❌", VOTE_DOWN },
		{ "➖", VOTE_DOWN }, { "-1", VOTE_DOWN },
		{ "🤔", VOTE_MAYBE }, { "❔", VOTE_MAYBE },
		{ "❓", VOTE_MAYBE }, { "🤷", VOTE_MAYBE },
	};

	/* What follows is a skin tone, a sex or a form of presentation. */
	for (size_t i = 0; reaction && i < G_N_ELEMENTS(votes); i++)
		if (g_str_has_prefix(reaction, votes[i].key))
			return votes[i].vote;
	return VOTE_NONE;
}
