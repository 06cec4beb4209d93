/* scanner.c - a long answer as a stream: bytes in, single events out. */
#include "provider/matrix/scanner.h"

#include <stdint.h>
#include <string.h>
#include <glib.h>
#include "provider/matrix/json.h"

#define FRAMES 8		/* the tables below need six */
#define KEY_MAX 1024

/* ---- the outer structure of the answers -------------------------------- */

/* What to do with the value of a key. */
enum act {
	ACT_SKIP,
	ACT_ENTER,		/* an object with keys of its own */
	ACT_ROOMS,		/* an object of room ids */
	ACT_ITEMS,		/* an array: report each object in it */
	ACT_TAKE,		/* report the value itself */
};

struct rule {
	const char *key;	/* NULL ends a table */
	enum act act;
	enum scan_part part;
	const struct rule *below;
	size_t max;
};

#define ITEMS(key, part, max) { key, ACT_ITEMS, part, NULL, max }
#define TAKE(key, part) { key, ACT_TAKE, part, NULL, SCAN_EVENT_MAX }
#define ENTER(key, below) { key, ACT_ENTER, SCAN_NONE, below, 0 }
#define EVENTS(name, part, max) \
	static const struct rule name[] = { \
		ITEMS("events", part, max), { NULL, 0, 0, NULL, 0 } \
	}
#define END { NULL, ACT_SKIP, SCAN_NONE, NULL, 0 }

EVENTS(account_rules, SCAN_ACCOUNT, SCAN_LARGE_MAX);
EVENTS(state_rules, SCAN_STATE, SCAN_EVENT_MAX);
EVENTS(after_rules, SCAN_AFTER, SCAN_EVENT_MAX);
EVENTS(stripped_rules, SCAN_STRIPPED, SCAN_EVENT_MAX);
EVENTS(ephemeral_rules, SCAN_EPHEMERAL, SCAN_LARGE_MAX);
EVENTS(mine_rules, SCAN_ROOM_ACCOUNT, SCAN_LARGE_MAX);
EVENTS(presence_rules, SCAN_PRESENCE, SCAN_EVENT_MAX);

static const struct rule timeline_rules[] = {
	ITEMS("events", SCAN_TIMELINE, SCAN_EVENT_MAX),
	TAKE("limited", SCAN_LIMITED),
	TAKE("prev_batch", SCAN_PREV),
	END
};

static const struct rule room_rules[] = {
	ENTER("timeline", timeline_rules),
	ENTER("state", state_rules),
	{ "state_after", ACT_ENTER, SCAN_AFTER, after_rules, 0 },
	{ "org.matrix.msc4222.state_after", ACT_ENTER, SCAN_AFTER,
	  after_rules, 0 },
	ENTER("ephemeral", ephemeral_rules),
	ENTER("account_data", mine_rules),
	TAKE("unread_notifications", SCAN_COUNTS),
	TAKE("summary", SCAN_SUMMARY),
	END
};

static const struct rule invite_rules[] = {
	ENTER("invite_state", stripped_rules), END
};

static const struct rule knock_rules[] = {
	ENTER("knock_state", stripped_rules), END
};

static const struct rule rooms_rules[] = {
	{ "join", ACT_ROOMS, SCAN_JOIN, room_rules, 0 },
	{ "invite", ACT_ROOMS, SCAN_INVITE, invite_rules, 0 },
	{ "knock", ACT_ROOMS, SCAN_KNOCK, knock_rules, 0 },
	{ "leave", ACT_ROOMS, SCAN_LEAVE, room_rules, 0 },
	END
};

static const struct rule sync_rules[] = {
	TAKE("next_batch", SCAN_NEXT),
	ENTER("account_data", account_rules),
	ENTER("rooms", rooms_rules),
	ENTER("presence", presence_rules),
	END
};

static const struct rule page_rules[] = {
	ITEMS("chunk", SCAN_TIMELINE, SCAN_EVENT_MAX),
	ITEMS("state", SCAN_STATE, SCAN_EVENT_MAX),
	TAKE("end", SCAN_END),
	TAKE("next_batch", SCAN_END),
	END
};

static const struct rule members_rules[] = {
	ITEMS("chunk", SCAN_STATE, SCAN_EVENT_MAX),
	END
};

static const struct rule *const shapes[] = {
	[SCAN_SYNC] = sync_rules,
	[SCAN_PAGE] = page_rules,
	[SCAN_MEMBERS] = members_rules,
};

static const struct rule no_rule = END;

/* ---- walking over a value ---------------------------------------------- */

/* Where we are inside of a value that is not looked into. */
struct walk {
	int depth;
	bool text, escaped;	/* in a string; behind a backslash */
	bool bare;		/* a number or a word */
	bool deep;		/* was nested too deeply */
};

/* Bytes that matter outside of strings. */
static const uint8_t mark[256] = {
	['"'] = 1, ['{'] = 2, ['['] = 2, ['}'] = 3, [']'] = 3,
};
/* Bytes that end a number or a word. */
static const uint8_t bare_end[256] = {
	[','] = 1, ['}'] = 1, [']'] = 1, [' '] = 1, ['\t'] = 1, ['\n'] = 1,
	['\r'] = 1,
};

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* To behind the quote that ends a string. */
static const char *walk_text(struct walk *w, const char *p, const char *end)
{
	if (w->escaped && p < end) {
		w->escaped = false;
		p++;
	}
	while (p < end) {
		while (p < end && *p != '"' && *p != '\\')
			p++;
		if (p == end)
			return p;
		if (*p++ == '"') {
			w->text = false;
			return p;
		}
		if (p == end)
			w->escaped = true;
		else
			p++;
	}
	return p;
}

/* Over objects and arrays, to behind the bracket that ends the value. */
static const char *walk_nest(struct walk *w, const char *p, const char *end)
{
	while (p < end) {
		if (w->text)
			p = walk_text(w, p, end);
		while (p < end && !mark[(uint8_t)*p])
			p++;
		if (p == end)
			return p;
		switch (mark[(uint8_t)*p++]) {
		case 1:
			w->text = true;
			break;
		case 2:
			w->deep |= ++w->depth > SCAN_DEPTH;
			break;
		default:
			if (--w->depth == 0)
				return p;
		}
	}
	return p;
}

/* Over the value; *done when it ends before `end`. */
static const char *walk_value(struct walk *w, const char *p, const char *end,
			      bool *done)
{
	if (w->bare) {
		while (p < end && !bare_end[(uint8_t)*p])
			p++;
		*done = p < end;
	} else if (w->depth == 0) {
		p = walk_text(w, p, end);
		*done = !w->text;
	} else {
		p = walk_nest(w, p, end);
		*done = w->depth == 0;
	}
	return p;
}

/* Begin with the value's first byte; false when no value begins so. The
 * first byte is consumed except that of a bare value. */
static bool walk_begin(struct walk *w, char first)
{
	*w = (struct walk){ 0 };
	if (first == '{' || first == '[')
		w->depth = 1;
	else if (first == '"')
		w->text = true;
	else
		w->bare = true;
	return !w->bare || first == '-' || g_ascii_isalnum(first);
}

/* ---- the scanner ------------------------------------------------------- */

enum state {
	AT_START, AT_FIRST_KEY, AT_KEY, IN_KEY, AT_COLON, AT_VALUE,
	AT_FIRST_ITEM, AT_ITEM, AFTER, IN_VALUE, AT_END, BROKEN,
};

struct frame {
	const struct rule *rules;	/* of an object, else NULL */
	const struct rule *rule;	/* by which it was entered */
	bool array;
	bool rooms;		/* keys are room ids */
	bool room;		/* a room's part */
};

struct scanner {
	struct scan_calls calls;
	void *user;
	const struct rule *top;
	enum state state;
	char first;
	struct frame frames[FRAMES];
	int depth;
	GString *key;
	bool key_escaped, key_odd;	/* behind a backslash; holds some */
	const struct rule *rule;	/* for the value that comes */
	struct walk walk;
	bool keep;		/* the value is wanted */
	const char *lost;	/* why it is not handed over, or NULL */
	GByteArray *hold;	/* its beginning, from earlier pieces */
	bool chunk;		/* a page had its "chunk" */
};

struct scanner *scanner_new(enum scan_shape shape,
			    const struct scan_calls *calls, void *user)
{
	struct scanner *s = g_new0(struct scanner, 1);

	s->calls = *calls;
	s->user = user;
	s->top = shapes[shape];
	s->key = g_string_new(NULL);
	s->hold = g_byte_array_new();
	return s;
}

void scanner_free(struct scanner *s)
{
	if (!s)
		return;
	g_string_free(s->key, TRUE);
	g_byte_array_unref(s->hold);
	g_free(s);
}

bool scanner_whole(const struct scanner *s)
{
	return s->state == AT_END && (s->top == shapes[SCAN_SYNC] ||
				      s->chunk);
}

char scanner_first(const struct scanner *s)
{
	return s->first;
}

/* ---- keys -------------------------------------------------------------- */

static void key_begin(struct scanner *s)
{
	g_string_truncate(s->key, 0);
	s->key_escaped = s->key_odd = false;
	s->state = IN_KEY;
}

/* Keys of interest are short and without escapes, except that a room id
 * might be written with some. */
static void key_end(struct scanner *s)
{
	g_autoptr(json_t) value = NULL;
	g_autofree char *quoted = NULL;

	s->state = AT_COLON;
	if (!s->key_odd)
		return;
	quoted = g_strdup_printf("\"%s\"", s->key->str);
	value = json_read(quoted, strlen(quoted));
	g_string_assign(s->key, value ? json_string_value(value) : "");
}

static const char *key_run(struct scanner *s, const char *p, const char *end)
{
	for (; p < end; p++) {
		if (!s->key_escaped && *p == '"') {
			key_end(s);
			return p + 1;
		}
		s->key_escaped = !s->key_escaped && *p == '\\';
		s->key_odd |= s->key_escaped || !*p;
		if (s->key->len < KEY_MAX && *p)
			g_string_append_c(s->key, *p);
	}
	return p;
}

/* The rule for the key just read. */
static const struct rule *rule_find(const struct scanner *s)
{
	const struct rule *rule = s->frames[s->depth - 1].rules;

	for (; rule && rule->key; rule++)
		if (strcmp(rule->key, s->key->str) == 0)
			return rule;
	return &no_rule;
}

/* ---- values ------------------------------------------------------------ */

static void frame_push(struct scanner *s, struct frame frame)
{
	s->frames[s->depth++] = frame;
	s->state = frame.array ? AT_FIRST_ITEM : AT_FIRST_KEY;
}

static bool room_begin(struct scanner *s, const struct rule *rule)
{
	if (s->key->len < 2 || s->key->len > 255) {
		s->calls.skipped(s->user, rule->part, "no room id");
		return false;
	}
	return s->calls.room(s->user, rule->part, s->key->str);
}

/* Go into the value that begins with `first`, if that is what the tables
 * want and what it is. */
static bool value_enter(struct scanner *s, char first)
{
	const struct frame *frame = &s->frames[s->depth - 1];
	const struct rule *rule = s->rule;

	if (frame->rooms) {
		if (first != '{' || !room_begin(s, frame->rule))
			return false;
		frame_push(s, (struct frame){ .rules = frame->rule->below,
					      .room = true });
		return true;
	}
	if (first == '{' && rule->act == ACT_ENTER) {
		if (rule->part != SCAN_NONE)
			s->calls.value(s->user, rule->part, "", 0);
		frame_push(s, (struct frame){ .rules = rule->below });
	} else if (first == '{' && rule->act == ACT_ROOMS) {
		frame_push(s, (struct frame){ .rule = rule, .rooms = true });
	} else if (first == '[' && rule->act == ACT_ITEMS) {
		s->chunk |= strcmp(rule->key, "chunk") == 0;
		frame_push(s, (struct frame){ .rule = rule, .array = true });
	} else {
		return false;
	}
	return true;
}

/* A value that is not entered begins at `p`. NULL when it is none. */
static const char *value_begin(struct scanner *s, const char *p)
{
	const struct frame *frame = &s->frames[s->depth - 1];

	if (frame->array)
		s->rule = frame->rule;
	s->keep = frame->array ? *p == '{' : s->rule->act == ACT_TAKE;
	s->lost = NULL;
	g_byte_array_set_size(s->hold, 0);
	if (!walk_begin(&s->walk, *p))
		return NULL;
	s->state = IN_VALUE;
	if (s->walk.bare)
		return p;
	if (s->keep)
		g_byte_array_append(s->hold, (const guint8 *)p, 1);
	return p + 1;
}

static void value_end(struct scanner *s, const char *raw, size_t len)
{
	s->state = AFTER;
	if (!s->keep)
		return;
	if (s->walk.deep)
		s->lost = "nested too deeply";
	if (s->lost)
		s->calls.skipped(s->user, s->rule->part, s->lost);
	else
		s->calls.value(s->user, s->rule->part, raw, len);
}

static void value_hold(struct scanner *s, const char *p, size_t len)
{
	if (!s->keep || s->lost)
		return;
	if (s->hold->len + len > s->rule->max) {
		s->lost = "too large";
		g_byte_array_set_size(s->hold, 0);
		return;
	}
	g_byte_array_append(s->hold, (const guint8 *)p, (guint)len);
}

/* Go on inside of a value, from `p`. What `hold` has is its beginning; a
 * value that lies in one piece is handed over from there, uncopied: then
 * only its first byte is held, and stands before `p` in the same piece. */
static const char *value_run(struct scanner *s, const char *piece,
			     const char *p, const char *end)
{
	bool done = false, one = s->hold->len == 1 && p > piece;
	const char *next = walk_value(&s->walk, p, end, &done);
	size_t len = (size_t)(next - p);

	if (done && s->walk.bare && s->hold->len == 0) {
		value_end(s, p, len);
	} else if (done && one && len < s->rule->max) {
		value_end(s, p - 1, len + 1);
	} else {
		value_hold(s, p, len);
		if (done)
			value_end(s, (const char *)s->hold->data,
				  s->hold->len);
	}
	return next;
}

/* ---- between values ---------------------------------------------------- */

static bool frame_pop(struct scanner *s, char c)
{
	const struct frame *frame = &s->frames[s->depth - 1];

	if (c != (frame->array ? ']' : '}'))
		return false;
	if (frame->room)
		s->calls.room_end(s->user);
	s->state = --s->depth ? AFTER : AT_END;
	return true;
}

static bool step_start(struct scanner *s, char c)
{
	s->first = c;
	if (c != '{')
		return false;
	frame_push(s, (struct frame){ .rules = s->top });
	return true;
}

static bool step_key(struct scanner *s, char c)
{
	if (c == '"') {
		key_begin(s);
		return true;
	}
	return s->state == AT_FIRST_KEY && frame_pop(s, c);
}

static bool step_colon(struct scanner *s, char c)
{
	s->state = AT_VALUE;
	s->rule = rule_find(s);
	return c == ':';
}

static bool step_after(struct scanner *s, char c)
{
	if (c != ',')
		return frame_pop(s, c);
	s->state = s->frames[s->depth - 1].array ? AT_ITEM : AT_KEY;
	return true;
}

/* One byte between values; the state tells which. */
static bool step_byte(struct scanner *s, char c)
{
	switch (s->state) {
	case AT_START:
		return step_start(s, c);
	case AT_FIRST_KEY:
	case AT_KEY:
		return step_key(s, c);
	case AT_COLON:
		return step_colon(s, c);
	case AFTER:
		return step_after(s, c);
	default:
		return false;
	}
}

/* The next step from `p`, which is no white space; NULL when broken. */
static const char *step(struct scanner *s, const char *p)
{
	if (s->state == AT_FIRST_ITEM && *p == ']')
		return frame_pop(s, *p) ? p + 1 : NULL;
	if (s->state == AT_VALUE && value_enter(s, *p))
		return p + 1;
	if (s->state == AT_VALUE || s->state == AT_ITEM ||
	    s->state == AT_FIRST_ITEM)
		return value_begin(s, p);
	return step_byte(s, *p) ? p + 1 : NULL;
}

bool scanner_feed(struct scanner *s, const char *bytes, size_t len)
{
	const char *p = bytes, *end = bytes + len;

	while (p && p < end && s->state != BROKEN) {
		if (s->state == IN_VALUE)
			p = value_run(s, bytes, p, end);
		else if (s->state == IN_KEY)
			p = key_run(s, p, end);
		else if (is_space(*p))
			p++;
		else
			p = step(s, p);
	}
	if (!p)
		s->state = BROKEN;
	return s->state != BROKEN;
}

/* ---- peeking ----------------------------------------------------------- */

static const char *space_skip(const char *p, const char *end)
{
	while (p < end && is_space(*p))
		p++;
	return p;
}

/* Past the string at `p`; its inside in *text and *len. NULL if none. */
static const char *peek_string(const char *p, const char *end,
			       const char **text, size_t *len)
{
	struct walk w = { .text = true };
	const char *next;

	if (p >= end || *p != '"')
		return NULL;
	next = walk_text(&w, p + 1, end);
	*text = p + 1;
	*len = (size_t)(next - p) - 2;
	return w.text ? NULL : next;
}

static const char *peek_over(const char *p, const char *end)
{
	struct walk w;
	bool done = false;

	if (p >= end || !walk_begin(&w, *p))
		return NULL;
	p = walk_value(&w, w.bare ? p : p + 1, end, &done);
	return done ? p : NULL;
}

const char *scanner_peek(const char *raw, size_t len, const char *key,
			 size_t *out_len)
{
	const char *p = raw, *end = raw + len, *name, *text;
	size_t name_len, key_len = strlen(key);

	for (p = space_skip(p, end); p && p < end && *p != '}';) {
		p = space_skip(p + 1, end);
		p = peek_string(p, end, &name, &name_len);
		p = p ? space_skip(p, end) : NULL;
		if (!p || p == end || *p != ':')
			return NULL;
		p = space_skip(p + 1, end);
		if (name_len == key_len && !memcmp(name, key, key_len)) {
			p = peek_string(p, end, &text, out_len);
			return p && !memchr(text, '\\', *out_len) ? text : NULL;
		}
		p = peek_over(p, end);
		p = p ? space_skip(p, end) : NULL;
	}
	return NULL;
}
