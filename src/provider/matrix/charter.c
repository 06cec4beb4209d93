/* charter.c - state events about a place's charter and people as changes. */
#include "provider/matrix/charter.h"

#include <string.h>

#define VERSION 1
#define ROLE_MAX 255

/* ---- charters ---------------------------------------------------------- */

static void emit_charter(struct decode *d, const struct fact *f, bool now)
{
	struct change *c = decode_change(d, CHANGE_CHARTER);

	c->eid = g_strdup(json_id(f->event, "event_id"));
	c->user = g_strdup(f->sender);
	c->ts = json_number(f->event, "origin_server_ts", 0);
	c->charter = charter_json_read(f->content);
	c->n = now;
	c->older = d->older;
	decode_emit(d, c);
}

void charter_take(struct decode *d, const struct fact *f)
{
	emit_charter(d, f, !d->older);
}

void charter_take_past(struct decode *d, const json_t *event)
{
	struct fact f = {
		.event = event, .content = json_map(event, "content"),
		.sender = json_id(event, "sender"),
		.key = json_text(event, "state_key"),
	};

	if (f.sender && f.key && !*f.key &&
	    g_strcmp0(json_text(event, "type"), CHARTER_TYPE) == 0)
		emit_charter(d, &f, false);
}

/* ---- acceptances ------------------------------------------------------- */

static void accept_read(struct change *c, const json_t *content)
{
	const char *rules = json_text(content, "rules");

	if (json_number(content, "v", 0) != VERSION)
		return;
	c->target = g_strdup(json_id(content, "charter"));
	if (rules && strlen(rules) <= 64)
		c->key = g_strdup(rules);
}

void charter_take_accept(struct decode *d, const struct fact *f)
{
	struct change *c;

	if (d->older || strcmp(f->sender, f->key))
		return;
	c = decode_change(d, CHANGE_ACCEPT);
	c->user = g_strdup(f->key);
	c->eid = g_strdup(json_id(f->event, "event_id"));
	c->ts = json_number(f->event, "origin_server_ts", 0);
	accept_read(c, f->content);
	decode_emit(d, c);
}

void charter_take_own(const struct decode *d, const json_t *content)
{
	struct change *c = decode_change(d, CHANGE_ACCEPT);

	c->user = g_strdup(d->me);
	accept_read(c, content);
	decode_emit(d, c);
}

json_t *charter_accept_json(const struct op *op)
{
	return json_pack("{s:i, s:s, s:s}", "v", VERSION, "charter",
			 op->target, "rules", op->body ? op->body : "");
}

/* ---- guests ------------------------------------------------------------ */

static void guest_read(struct change *c, const json_t *content)
{
	const char *role = json_text(content, "role");

	c->seen = json_number(content, "v", 0) == VERSION;
	c->n = charter_read_day(json_text(content, "until"));
	if (role && *role && strlen(role) <= ROLE_MAX)
		c->reason = g_strdup(role);
}

/* The state key has no "@": one that begins so belongs to that user alone
 * (client-server API, "State event fields"). */
void charter_take_guest(struct decode *d, const struct fact *f)
{
	struct change *c;

	if (d->older || *f->key == '@' || !strchr(f->key, ':') ||
	    strlen(f->key) > 254)
		return;
	c = decode_change(d, CHANGE_GUEST);
	c->user = g_strconcat("@", f->key, NULL);
	c->eid = g_strdup(json_id(f->event, "event_id"));
	c->target = g_strdup(f->sender);
	c->ts = json_number(f->event, "origin_server_ts", 0);
	guest_read(c, f->content);
	decode_emit(d, c);
}

const char *charter_guest_edit(json_t *content, const struct op *op,
			       const char *me)
{
	struct guest g = { 0 };
	g_autofree char *day = NULL;

	if (json_number(content, "v", VERSION) > VERSION)
		return "This guest's entry was written by a newer folkmoot: "
		       "nothing was changed. Update folkmoot to change it.";
	if (!op->body) {
		json_object_clear(content);
		return NULL;
	}
	guest_unpack(&g, op->body);
	day = charter_say_day(g.until);
	json_object_set_new(content, "v", json_integer(VERSION));
	json_object_set_new(content, "by", json_string(me));
	if (day)
		json_object_set_new(content, "until", json_string(day));
	else
		json_object_del(content, "until");
	if (g.role)
		json_object_set_new(content, "role", json_string(g.role));
	else
		json_object_del(content, "role");
	g_free(g.role);
	return NULL;
}

/* ---- who came and went ------------------------------------------------- */

static enum membership membership_read(const json_t *content)
{
	const char *word = json_text(content, "membership");

	return membership_from(word ? word : "");
}

void charter_take_passage(struct decode *d, const json_t *event)
{
	const json_t *before = json_map(json_map(event, "unsigned"),
					"prev_content");
	const char *uid = json_id(event, "state_key");
	const char *sender = json_id(event, "sender");
	const char *eid = json_id(event, "event_id");
	enum passage_kind what;
	struct change *c;

	if (!uid || *uid != '@' || !sender || !eid ||
	    g_strcmp0(json_text(event, "type"), "m.room.member") ||
	    strcmp(uid_server(uid), uid_server(d->me)) == 0)
		return;
	if (!before)
		before = json_map(event, "prev_content");
	what = passage_of(membership_read(before),
			  membership_read(json_map(event, "content")),
			  strcmp(uid, sender) == 0);
	if (what == PASSAGES)
		return;
	c = decode_change(d, CHANGE_PASSAGE);
	c->eid = g_strdup(eid);
	c->user = g_strdup(uid);
	c->target = g_strdup(sender);
	c->n = (int64_t)what;
	c->ts = json_number(event, "origin_server_ts", 0);
	decode_emit(d, c);
}

/* ---- what our ops have made -------------------------------------------- */

static void done_charter(struct change *c, const json_t *content)
{
	c->charter = charter_json_read(content);
	c->n = 1;
}

struct change *charter_done(const struct op *op, const char *me,
			    const json_t *content, const char *eid)
{
	struct change *c = change_new(op->kind == OP_CHARTER ? CHANGE_CHARTER :
				      op->kind == OP_ACCEPT ? CHANGE_ACCEPT :
				      CHANGE_GUEST, op->rid);

	c->account = op->account;
	c->op = op->id;
	c->eid = g_strdup(eid);
	c->ts = op->made;
	if (op->kind == OP_GUEST) {
		c->user = g_strdup(op->key);
		c->target = g_strdup(me);
		guest_read(c, content);
		return c;
	}
	c->user = g_strdup(me);
	if (op->kind == OP_CHARTER)
		done_charter(c, content);
	else
		accept_read(c, content);
	return c;
}
