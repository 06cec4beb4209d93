#include "engine/message.h"
#include "engine/internal.h"

#include <string.h>

#define WIRE_VERSION 2u
#define WIRE_MAX (1024u * 1024u)
#define WIRE_LIST_MAX 10000u
#define NO_STRING UINT32_MAX

struct message *message_new(enum message_kind kind)
{
	struct message *m = g_new0(struct message, 1);

	m->kind = kind;
	return m;
}

void message_free(struct message *m)
{
	if (!m)
		return;
	/* The password. */
	if (m->kind == REQ_LOGIN && m->c)
		explicit_bzero(m->c, strlen(m->c));
	g_free(m->a);
	g_free(m->b);
	g_free(m->c);
	g_free(m->d);
	g_free(m->e);
	op_free(m->op);
	if (m->found)
		g_ptr_array_unref(m->found);
	g_free(m);
}

char *lookup_key(const struct message *m)
{
	return g_strdup_printf("%s\n%s\n%s\n%s", m->a ? m->a : "",
			       m->b ? m->b : "", m->c ? m->c : "",
			       m->d ? m->d : "");
}

struct message *message_copy(const struct message *m)
{
	struct message *copy = g_memdup2(m, sizeof *m);

	copy->a = g_strdup(m->a);
	copy->b = g_strdup(m->b);
	copy->c = g_strdup(m->c);
	copy->d = g_strdup(m->d);
	copy->e = g_strdup(m->e);
	copy->op = op_copy(m->op);
	copy->found = findings_copy(m->found);
	return copy;
}

/* ---- which members cross, in order --------------------------------------- */

#define STRINGS(type, ...) static const size_t type##_strings[] = { __VA_ARGS__ }
#define INTS(type, ...) static const size_t type##_ints[] = { __VA_ARGS__ }
#define AT(type, member) offsetof(struct type, member)

STRINGS(message, AT(message, a), AT(message, b), AT(message, c),
	AT(message, d), AT(message, e));
INTS(message, AT(message, account), AT(message, room), AT(message, id),
     AT(message, n), AT(message, when));
STRINGS(op, AT(op, rid), AT(op, txn), AT(op, target), AT(op, thread),
	AT(op, key), AT(op, reason), AT(op, body), AT(op, html),
	AT(op, mentions), AT(op, scope), AT(op, origin));
INTS(op, AT(op, id), AT(op, account), AT(op, room), AT(op, made),
     AT(op, next_try), AT(op, audience));
STRINGS(finding, AT(finding, rid), AT(finding, alias), AT(finding, name),
	AT(finding, topic), AT(finding, version), AT(finding, via));

#define STRING(base, offset) (*(char **)(void *)((char *)(base) + (offset)))
#define INT(base, offset) (*(int64_t *)(void *)((char *)(base) + (offset)))

/* ---- packing --------------------------------------------------------------- */

static void put_u32(GByteArray *out, uint32_t n)
{
	g_byte_array_append(out, (const guint8 *)&n, sizeof n);
}

static void put_i64(GByteArray *out, int64_t n)
{
	g_byte_array_append(out, (const guint8 *)&n, sizeof n);
}

static void put_string(GByteArray *out, const char *s)
{
	size_t len = s ? strlen(s) : 0;

	put_u32(out, s ? (uint32_t)len : NO_STRING);
	if (s)
		g_byte_array_append(out, (const guint8 *)s, (guint)len);
}

static void put_strings(GByteArray *out, const void *base,
			const size_t *offsets, size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_string(out, STRING(base, offsets[i]));
}

static void put_ints(GByteArray *out, const void *base, const size_t *offsets,
		     size_t n)
{
	for (size_t i = 0; i < n; i++)
		put_i64(out, INT(base, offsets[i]));
}

static void put_list(GByteArray *out, const GPtrArray *list)
{
	put_u32(out, list ? list->len : NO_STRING);
	for (guint i = 0; list && i < list->len; i++)
		put_string(out, list->pdata[i]);
}

static void put_thing(GByteArray *out, const struct thing *t)
{
	g_autofree char *packed = thing_pack(t);

	put_string(out, packed);
}

static void put_poll(GByteArray *out, const struct poll *p)
{
	put_u32(out, p != NULL);
	if (!p)
		return;
	put_string(out, p->question);
	put_u32(out, p->hidden);
	put_u32(out, (uint32_t)p->max);
	put_u32(out, p->answers->len);
	for (guint i = 0; i < p->answers->len; i++) {
		const struct poll_answer *a = p->answers->pdata[i];

		put_string(out, a->id);
		put_string(out, a->text);
	}
}

static void put_plan(GByteArray *out, const struct plan *plan)
{
	g_autofree char *text = plan_pack(plan);

	put_string(out, text);
}

static void put_op(GByteArray *out, const struct op *op)
{
	put_u32(out, op != NULL);
	if (!op)
		return;
	put_u32(out, op->kind);
	put_ints(out, op, op_ints, G_N_ELEMENTS(op_ints));
	put_strings(out, op, op_strings, G_N_ELEMENTS(op_strings));
	put_u32(out, op->emote);
	put_u32(out, op->wider);
	put_list(out, op->via);
	put_thing(out, op->thing);
	put_poll(out, op->poll);
	put_plan(out, op->plan);
}

/* The small facts of a finding in one number: kind, rule, membership, flags. */
static uint32_t finding_bits(const struct finding *f)
{
	return (uint32_t)f->kind | (uint32_t)f->join << 4 |
	       (uint32_t)f->mine << 8 | (uint32_t)f->suggested << 12 |
	       (uint32_t)f->world << 13 | (uint32_t)f->guests << 14 |
	       (uint32_t)f->encrypted << 15;
}

static void put_found(GByteArray *out, const GPtrArray *found)
{
	put_u32(out, found ? found->len : NO_STRING);
	for (guint i = 0; found && i < found->len; i++) {
		const struct finding *f = found->pdata[i];

		put_strings(out, f, finding_strings,
			    G_N_ELEMENTS(finding_strings));
		put_u32(out, finding_bits(f));
		put_u32(out, (uint32_t)f->members);
		put_u32(out, (uint32_t)f->depth);
	}
}

void message_pack(const struct message *m, GByteArray *out)
{
	guint at = out->len;
	uint32_t len;

	put_u32(out, 0);
	put_u32(out, WIRE_VERSION);
	put_u32(out, m->kind);
	put_ints(out, m, message_ints, G_N_ELEMENTS(message_ints));
	put_i64(out, (int64_t)m->tag);
	put_strings(out, m, message_strings, G_N_ELEMENTS(message_strings));
	put_op(out, m->op);
	put_found(out, m->found);
	len = out->len - at;
	memcpy(out->data + at, &len, sizeof len);
}

/* ---- unpacking ------------------------------------------------------------- */

/* What is left to read. One step too far, and `bad` stays set. */
struct cursor {
	const guint8 *p;
	size_t left;
	bool bad;
};

static void take(struct cursor *c, void *to, size_t n)
{
	if (c->bad || n > c->left) {
		c->bad = true;
		memset(to, 0, n);
		return;
	}
	memcpy(to, c->p, n);
	c->p += n;
	c->left -= n;
}

static uint32_t take_u32(struct cursor *c)
{
	uint32_t n;

	take(c, &n, sizeof n);
	return n;
}

static int64_t take_i64(struct cursor *c)
{
	int64_t n;

	take(c, &n, sizeof n);
	return n;
}

static char *take_string(struct cursor *c)
{
	uint32_t len = take_u32(c);
	char *s;

	if (c->bad || len == NO_STRING)
		return NULL;
	if (len > c->left || memchr(c->p, 0, len)) {
		c->bad = true;
		return NULL;
	}
	s = g_strndup((const char *)c->p, len);
	c->p += len;
	c->left -= len;
	return s;
}

static void take_strings(struct cursor *c, void *base, const size_t *offsets,
			 size_t n)
{
	for (size_t i = 0; i < n; i++)
		STRING(base, offsets[i]) = take_string(c);
}

static void take_ints(struct cursor *c, void *base, const size_t *offsets,
		      size_t n)
{
	for (size_t i = 0; i < n; i++)
		INT(base, offsets[i]) = take_i64(c);
}

static GPtrArray *take_list(struct cursor *c)
{
	uint32_t n = take_u32(c);
	GPtrArray *list;

	if (c->bad || n == NO_STRING)
		return NULL;
	list = g_ptr_array_new_with_free_func(g_free);
	if (n > WIRE_LIST_MAX)
		c->bad = true;
	for (uint32_t i = 0; i < n && !c->bad; i++) {
		char *s = take_string(c);

		if (s)
			g_ptr_array_add(list, s);
		else
			c->bad = true;
	}
	return list;
}

static struct thing *take_thing(struct cursor *c)
{
	g_autofree char *packed = take_string(c);

	return thing_unpack(packed);
}

static struct poll *take_poll(struct cursor *c)
{
	struct poll *p;
	uint32_t n;

	if (!take_u32(c) || c->bad)
		return NULL;
	p = poll_new(NULL);
	p->question = take_string(c);
	p->hidden = take_u32(c) != 0;
	n = take_u32(c);
	p->max = (int)CLAMP(n, 1, POLL_ANSWERS_MAX);
	n = take_u32(c);
	c->bad |= !p->question || n > POLL_ANSWERS_MAX;
	for (uint32_t i = 0; i < n && !c->bad; i++) {
		g_autofree char *id = take_string(c);
		g_autofree char *text = take_string(c);

		c->bad |= !poll_add(p, id, text);
	}
	return p;
}

static struct plan *take_plan(struct cursor *c)
{
	g_autofree char *text = take_string(c);

	return plan_unpack(text);
}

static struct op *take_op(struct cursor *c)
{
	struct op *op;
	uint32_t kind;

	if (!take_u32(c) || c->bad)
		return NULL;
	kind = take_u32(c);
	if (kind >= OP_KINDS)
		c->bad = true;
	op = op_new(c->bad ? OP_SEND : kind);
	take_ints(c, op, op_ints, G_N_ELEMENTS(op_ints));
	take_strings(c, op, op_strings, G_N_ELEMENTS(op_strings));
	op->emote = take_u32(c) != 0;
	op->wider = take_u32(c) != 0;
	op->via = take_list(c);
	op->thing = take_thing(c);
	op->poll = take_poll(c);
	op->plan = take_plan(c);
	return op;
}

static struct finding *take_finding(struct cursor *c)
{
	struct finding *f = finding_new();
	uint32_t bits;

	take_strings(c, f, finding_strings, G_N_ELEMENTS(finding_strings));
	bits = take_u32(c);
	f->kind = MIN(bits & 15, ROOM_DM);
	f->join = MIN(bits >> 4 & 15, JOIN_PRIVATE);
	f->mine = MIN(bits >> 8 & 15, MEMBER_KNOCK);
	f->suggested = bits >> 12 & 1;
	f->world = bits >> 13 & 1;
	f->guests = bits >> 14 & 1;
	f->encrypted = bits >> 15 & 1;
	f->members = (int)MIN(take_u32(c), G_MAXINT);
	f->depth = (int)MIN(take_u32(c), FINDING_DEPTH_MAX);
	return f;
}

static GPtrArray *take_found(struct cursor *c)
{
	uint32_t n = take_u32(c);
	GPtrArray *found;

	if (c->bad || n == NO_STRING)
		return NULL;
	found = findings_new();
	c->bad = n > FINDINGS_MAX;
	for (uint32_t i = 0; i < n && !c->bad; i++)
		g_ptr_array_add(found, take_finding(c));
	return found;
}

static struct message *take_message(struct cursor *c)
{
	struct message *m = g_new0(struct message, 1);
	uint32_t version = take_u32(c);
	uint32_t kind = take_u32(c);

	if (version != WIRE_VERSION || kind == 0 || kind >= MESSAGE_KINDS)
		c->bad = true;
	m->kind = kind;
	take_ints(c, m, message_ints, G_N_ELEMENTS(message_ints));
	m->tag = (uint64_t)take_i64(c);
	take_strings(c, m, message_strings, G_N_ELEMENTS(message_strings));
	m->op = take_op(c);
	m->found = take_found(c);
	if (!c->bad && c->left == 0)
		return m;
	c->bad = true;
	message_free(m);
	return NULL;
}

struct message *message_unpack(GByteArray *in, bool *bad)
{
	struct cursor c = { .p = in->data, .left = in->len };
	struct message *m;
	uint32_t len;

	*bad = false;
	if (in->len < sizeof len)
		return NULL;
	len = take_u32(&c);
	*bad = len < sizeof len || len > WIRE_MAX;
	if (*bad || in->len < len)
		return NULL;
	c.left = len - sizeof len;
	m = take_message(&c);
	*bad = c.bad;
	explicit_bzero(in->data, len);
	g_byte_array_remove_range(in, 0, len);
	return m;
}
