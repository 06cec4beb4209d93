/* submit.c - ops to requests, answers to results. */
#include "provider/matrix/submit.h"

#include <string.h>
#include "provider/matrix/card.h"
#include "provider/matrix/charter.h"
#include "provider/matrix/content.h"
#include "provider/matrix/create.h"
#include "provider/matrix/direct.h"
#include "provider/matrix/level.h"
#include "provider/matrix/refusal.h"
#include "provider/matrix/request.h"
#include "provider/matrix/setting.h"
#include "provider/matrix/state.h"

#define STEPS_MAX 2

/* An op on its way. */
struct sending {
	struct matrix *m;
	struct op *op;
	int step;
	char *direct_with;	/* a join: it is a talk of two with them */
	json_t *pins;		/* what is pinned, once it has been read */
};

static void sending_free(struct sending *s)
{
	op_free(s->op);
	g_free(s->direct_with);
	json_decref(s->pins);
	g_free(s);
}

/* ---- results ----------------------------------------------------------- */

static void end_with(struct sending *s, struct op_result result)
{
	const struct provider_host *host = s->m->host;

	result.op = s->op->id;
	sending_free(s);
	host->op_done(host->user, &result);
}

static void end_well(struct sending *s, const char *eid, const char *rid)
{
	end_with(s, (struct op_result){ .ok = true, .eid = (char *)eid,
					.rid = (char *)rid,
					.retry_after = -1 });
}

static void end_final(struct sending *s, const char *error)
{
	end_with(s, (struct op_result){ .error = error, .retry_after = -1 });
}

/* What was not allowed, for the sentence. */
static const char *const acts[OP_KINDS] = {
	[OP_SEND] = "write in this room",
	[OP_EDIT] = "change this message",
	[OP_REACT] = "react in this room",
	[OP_REDACT] = "remove this message",
	[OP_THING] = "make tasks in this room",
	[OP_THING_CHANGE] = "change tasks in this room",
	[OP_READ] = "mark this room as read",
	[OP_JOIN] = "join this room",
	[OP_LEAVE] = "leave this room",
	[OP_DIRECT] = "start a conversation with this person",
	[OP_INVITE] = "invite people to this room",
	[OP_MARK] = "mark this room",
	[OP_CARD] = "change this card",
	[OP_POLL] = "start polls in this room",
	[OP_VOTE] = "vote in this room",
	[OP_POLL_END] = "end this poll",
	[OP_NOTIFY] = "change how much this room rings",
	[OP_PIN] = "pin messages in this room",
	[OP_CREATE] = "make this place",
	[OP_LINK] = "change what belongs to this space",
	[OP_SETTING] = "change this setting of the room",
	[OP_ROLE] = "change roles in this room",
	[OP_MEMBER] = "remove or ban people here",
	[OP_KNOCK] = "ask to join this room",
	[OP_FORGET] = "forget this room",
	[OP_CHARTER] = "change the charter of this place",
	[OP_ACCEPT] = "accept the charter of this place",
	[OP_GUEST] = "look after guests in this place",
};

/* Yours. */
static char *final_sentence(const struct sending *s, const struct refusal *r)
{
	const char *words = r->text && *r->text ? r->text : "no reason";

	if (refusal_is(r, "M_FORBIDDEN"))
		return g_strdup_printf("You may not %s (%s says: %s).",
				       acts[s->op->kind], s->m->site, words);
	if (refusal_is(r, "M_NOT_FOUND"))
		return g_strdup_printf("It could not be found on %s any more "
				       "(it says: %s).", s->m->site, words);
	return g_strdup(r->sentence);
}

static void end_refused(struct sending *s, const struct http_reply *reply)
{
	struct matrix *m = s->m;
	struct refusal refusal;
	g_autofree char *sentence = NULL;

	refusal_init(&refusal, reply, m->site);
	sentence = refusal.passing ? g_strdup(refusal.sentence) :
				     final_sentence(s, &refusal);
	end_with(s, (struct op_result){
		.again = refusal.passing, .error = sentence,
		.retry_after = refusal.retry_after });
	refusal_clear(&refusal);
}

/* ---- requests ---------------------------------------------------------- */

static char *person_name(const char *uid, void *user)
{
	const struct sending *s = user;
	const struct provider_host *host = s->m->host;
	const struct member *member = host->member ?
		host->member(host->user, s->op->rid, uid) : NULL;

	return member ? g_strdup(member->name) : NULL;
}

static struct request *ask_send(struct sending *s)
{
	const struct content_names names = { person_name, s };
	g_autofree char *txn = http_escape(s->op->txn);
	g_autofree char *rest = g_strconcat(
		"send/", content_type(s->op->kind), "/", txn, NULL);

	return request_new_json("PUT", matrix_room_path(s->op->rid, rest),
				content_write(s->op, &names));
}

static json_t *with_reason(const struct sending *s)
{
	json_t *body = json_object();

	if (s->op->reason && *s->op->reason)
		json_object_set_new(body, "reason",
				    json_string(s->op->reason));
	return body;
}

static struct request *ask_redact(struct sending *s)
{
	g_autofree char *txn = http_escape(s->op->txn);
	g_autofree char *eid = http_escape(s->op->target);
	g_autofree char *rest = g_strconcat("redact/", eid, "/", txn, NULL);

	return request_new_json("PUT", matrix_room_path(s->op->rid, rest),
				with_reason(s));
}

static struct request *ask_read(struct sending *s)
{
	bool hidden = !g_strcmp0(s->op->key, "private");

	return request_new_json("POST",
				matrix_room_path(s->op->rid, "read_markers"),
				json_pack("{s:s, s:s}", "m.fully_read",
					  s->op->target, hidden ?
					  "m.read.private" : "m.read",
					  s->op->target));
}

/* To come in, or to ask for it: only the address differs. */
static struct request *ask_join(struct sending *s)
{
	g_autofree char *rid = http_escape(s->op->rid);
	GString *path = g_string_new(s->op->kind == OP_KNOCK ?
				     MATRIX_CLIENT "/knock/" :
				     MATRIX_CLIENT "/join/");

	g_string_append(path, rid);
	for (guint i = 0; s->op->via && i < s->op->via->len; i++) {
		g_autofree char *via = http_escape(s->op->via->pdata[i]);

		g_string_append_printf(path, "%cvia=%s", i ? '&' : '?', via);
	}
	return request_new_json("POST", g_string_free(path, FALSE),
				with_reason(s));
}

static struct request *ask_leave(struct sending *s)
{
	return request_new_json("POST", matrix_room_path(s->op->rid, "leave"),
				with_reason(s));
}

static struct request *ask_invite(struct sending *s)
{
	json_t *body = with_reason(s);

	json_object_set_new(body, "user_id", json_string(s->op->key));
	return request_new_json("POST", matrix_room_path(s->op->rid, "invite"),
				body);
}

static struct request *ask_forget(struct sending *s)
{
	return request_new_json("POST", matrix_room_path(s->op->rid, "forget"),
				json_object());
}

static const struct {
	const char *word, *rest;
} member_acts[] = {
	{ "remove", "kick" }, { "ban", "ban" }, { "unban", "unban" },
};

static struct request *ask_member(struct sending *s)
{
	for (size_t i = 0; i < G_N_ELEMENTS(member_acts); i++) {
		json_t *body;

		if (g_strcmp0(s->op->body, member_acts[i].word) != 0)
			continue;
		body = with_reason(s);
		json_object_set_new(body, "user_id", json_string(s->op->key));
		return request_new_json("POST", matrix_room_path(s->op->rid,
				member_acts[i].rest), body);
	}
	return NULL;
}

/* ---- marks: my own data on a room -------------------------------------- */

/* "/user/ME/rooms/ROOM/REST" */
static char *own_path(const struct sending *s, const char *rest)
{
	g_autofree char *me = http_escape(s->m->tokens.user);
	g_autofree char *rid = http_escape(s->op->rid);

	return g_strconcat(MATRIX_CLIENT "/user/", me, "/rooms/", rid, "/",
			   rest, NULL);
}

/* What each mark sets or takes away, step by step. */
static const struct mark {
	const char *key;
	struct {
		const char *method, *rest, *body;
	} steps[STEPS_MAX];
} marks[] = {
	{ "unread", { { "PUT", "account_data/m.marked_unread",
			"{\"unread\":true}" } } },
	{ "read", { { "PUT", "account_data/m.marked_unread",
		      "{\"unread\":false}" } } },
	{ "favourite", { { "PUT", "tags/m.favourite", "{\"order\":0.5}" },
			 { "DELETE", "tags/m.lowpriority", NULL } } },
	{ "low", { { "PUT", "tags/m.lowpriority", "{\"order\":0.5}" },
		   { "DELETE", "tags/m.favourite", NULL } } },
	{ "normal", { { "DELETE", "tags/m.favourite", NULL },
		      { "DELETE", "tags/m.lowpriority", NULL } } },
};

static const struct mark *mark_find(const char *key)
{
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (g_strcmp0(marks[i].key, key) == 0)
			return &marks[i];
	return NULL;
}

static struct request *ask_mark(struct sending *s)
{
	const struct mark *mark = mark_find(s->op->key);
	struct request *r;

	if (!mark || s->step >= STEPS_MAX || !mark->steps[s->step].method)
		return NULL;
	r = request_new(mark->steps[s->step].method,
			own_path(s, mark->steps[s->step].rest));
	r->body = g_strdup(mark->steps[s->step].body);
	return r;
}

/* ---- how much a room rings --------------------------------------------- */

static struct request *ask_notify(struct sending *s)
{
	const struct level_step *step = level_steps(s->op->key);
	g_autofree char *rid = http_escape(s->op->rid);
	char *path;

	if (!step || s->step >= LEVEL_STEPS)
		return NULL;
	step += s->step;
	path = g_strconcat(MATRIX_CLIENT "/pushrules/global/", step->set, "/",
			   rid, NULL);
	return step->put ? request_new_json("PUT", path,
					    level_rule(step, s->op->rid)) :
			   request_new("DELETE", path);
}

/* ---- pins -------------------------------------------------------------- */

/* First what is pinned now is read, then the list is written with one more
 * or less. */
static struct request *ask_pin(struct sending *s)
{
	char *path = matrix_room_path(s->op->rid,
				      "state/m.room.pinned_events/");

	if (!s->step)
		return request_new("GET", path);
	return request_new_json("PUT", path, json_incref(s->pins));
}

/* False when the list is so already. */
static bool change_pins(struct sending *s)
{
	bool pin = g_strcmp0(s->op->key, "unpin") != 0;
	bool there = json_lists(s->pins, "pinned", s->op->target);
	json_t *list = json_list(s->pins, "pinned"), *value;
	json_t *kept = json_array();
	size_t i;

	json_array_foreach(list, i, value)
		if (pin || g_strcmp0(json_string_value(value), s->op->target))
			json_array_append(kept, value);
	if (pin)
		json_array_append_new(kept, json_string(s->op->target));
	json_object_set_new(s->pins, "pinned", kept);
	return pin != there;
}

/* ---- going through ----------------------------------------------------- */

static struct request *(*const askers[OP_KINDS])(struct sending *s) = {
	[OP_SEND] = ask_send, [OP_EDIT] = ask_send, [OP_REACT] = ask_send,
	[OP_THING] = ask_send, [OP_THING_CHANGE] = ask_send,
	[OP_REDACT] = ask_redact, [OP_READ] = ask_read, [OP_JOIN] = ask_join,
	[OP_LEAVE] = ask_leave, [OP_INVITE] = ask_invite,
	[OP_MARK] = ask_mark,
	[OP_POLL] = ask_send, [OP_VOTE] = ask_send,
	[OP_POLL_END] = ask_send,
	[OP_NOTIFY] = ask_notify, [OP_PIN] = ask_pin,
	[OP_MEMBER] = ask_member,
	[OP_KNOCK] = ask_join,
	[OP_FORGET] = ask_forget,
};

static void sending_step(struct sending *s);

static bool is_done_already(const struct sending *s,
			    const struct http_reply *reply)
{
	struct refusal refusal;
	bool done;

	if (s->op->kind != OP_REACT)
		return false;
	refusal_init(&refusal, reply, s->m->site);
	done = refusal_is(&refusal, "M_DUPLICATE_ANNOTATION");
	refusal_clear(&refusal);
	return done;
}

/* The list of pins, or NULL when the room has none yet. */
static void pins_came(struct sending *s, json_t *content)
{
	s->pins = content ? json_incref(content) : json_object();
	s->step++;
	if (change_pins(s))
		sending_step(s);
	else
		end_well(s, NULL, NULL);
}

/* What is to be deleted, or has never been, is not found. */
static bool is_missing(const struct sending *s, const struct http_reply *reply)
{
	struct refusal refusal;
	bool missing;

	if (s->op->kind != OP_NOTIFY && (s->op->kind != OP_PIN || s->step))
		return false;
	refusal_init(&refusal, reply, s->m->site);
	missing = refusal_is(&refusal, "M_NOT_FOUND");
	refusal_clear(&refusal);
	return missing;
}

static void went_on(struct sending *s)
{
	if (s->op->kind == OP_PIN) {
		pins_came(s, NULL);
		return;
	}
	s->step++;
	sending_step(s);
}

static void answered_well(struct sending *s, const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	const char *rid = json_id(body, "room_id");

	if (s->op->kind == OP_MARK || s->op->kind == OP_NOTIFY) {
		s->step++;
		sending_step(s);
		return;
	}
	if (s->op->kind == OP_PIN && !s->step) {
		pins_came(s, body);
		return;
	}
	if (!body) {
		end_refused(s, reply);
		return;
	}
	if (s->op->kind == OP_JOIN && s->direct_with && rid)
		direct_remember(s->m, s->direct_with, rid);
	end_well(s, json_id(body, "event_id"), rid);
}

static void on_answer(void *user, const struct http_reply *reply)
{
	struct sending *s = user;

	if (reply->failure == HTTP_CANCELLED)
		end_with(s, (struct op_result){
			.again = true, .retry_after = -1,
			.error = "The account was closed meanwhile." });
	else if (reply->failure == HTTP_OK && reply->status / 100 == 2)
		answered_well(s, reply);
	else if (is_done_already(s, reply))
		end_well(s, NULL, NULL);
	else if (is_missing(s, reply))
		went_on(s);
	else
		end_refused(s, reply);
}

static void sending_step(struct sending *s)
{
	struct request *r = askers[s->op->kind](s);

	if (!r && s->step) {
		end_well(s, NULL, NULL);
		return;
	}
	if (!r) {
		end_final(s, s->op->kind == OP_MARK ?
			  "There is no such mark." :
			  "There is no such change.");
		return;
	}
	r->done = on_answer;
	r->user = s;
	request_send(s->m, r);
}

/* ---- charters, acceptances, guests ------------------------------------- */

/* What an op has made, on its way to the store. */
struct made {
	struct sending *s;
	char *eid;
};

static bool is_in(const struct sending *s, bool unknown)
{
	const struct provider_host *host = s->m->host;
	const struct member *m = host->member ?
		host->member(host->user, s->op->rid, s->op->key) : NULL;

	if (!m)
		return unknown;
	return m->membership == MEMBER_JOIN || m->membership == MEMBER_INVITE;
}

/* Who came in meanwhile needs no invitation, which is then refused. */
static void on_invited(void *user, const struct http_reply *reply)
{
	struct sending *s = user;

	if (reply->failure == HTTP_OK && reply->status == 403 &&
	    is_in(s, false))
		end_well(s, NULL, NULL);
	else
		on_answer(s, reply);
}

static void ask_then(struct sending *s, struct request *r,
		     void (*done)(void *user, const struct http_reply *reply))
{
	r->done = done;
	r->user = s;
	request_send(s->m, r);
}

static void on_told(void *user, const char *error)
{
	struct made *made = user;
	struct sending *s = made->s;

	(void)error;
	if (s->op->kind == OP_GUEST && s->op->body && !is_in(s, false))
		ask_then(s, ask_invite(s), on_invited);
	else
		end_well(s, made->eid, NULL);
	g_free(made->eid);
	g_free(made);
}

static void drop_change(void *change)
{
	change_free(change);
}

/* The store learns at once what sync will say again, so that nothing goes
 * back for a moment to how it was. */
static void tell_made(struct sending *s, const json_t *content,
		      const struct http_reply *reply)
{
	g_autoptr(json_t) body = json_read_map(reply->body, reply->len);
	struct made *made = g_new0(struct made, 1);
	struct change *c = charter_done(s->op, s->m->tokens.user, content,
					json_id(body, "event_id"));
	struct batch batch = { .done = on_told, .user = made };

	made->s = s;
	made->eid = g_strdup(c->eid);
	c->account = s->m->account;
	batch.changes = g_ptr_array_new_with_free_func(drop_change);
	g_ptr_array_add(batch.changes, c);
	matrix_deliver(s->m, batch);
}

static void on_state(void *user, const char *why,
		     const struct http_reply *reply, const json_t *content)
{
	struct sending *s = user;

	if (why)
		end_final(s, why);
	else if (content)
		tell_made(s, content, reply);
	else
		on_answer(s, reply);
}

static const char *edit_charter(json_t *content, void *user)
{
	const struct sending *s = user;
	struct charter *change = charter_unpack(s->op->body);
	const char *why = change ? charter_json_edit(content, change) :
				   "It is not complete.";

	charter_free(change);
	return why;
}

static void change_charter(struct sending *s)
{
	state_change(s->m, &(struct state_edit){
		.rid = s->op->rid, .type = CHARTER_TYPE, .key = "",
		.edit = edit_charter, .done = on_state, .user = s });
}

static const char *edit_guest(json_t *content, void *user)
{
	const struct sending *s = user;

	return charter_guest_edit(content, s->op, s->m->tokens.user);
}

static void put_guest(struct sending *s)
{
	state_change(s->m, &(struct state_edit){
		.rid = s->op->rid, .type = GUEST_TYPE, .key = s->op->key + 1,
		.edit = edit_guest, .done = on_state, .user = s });
}

/* Of somebody who is not known to be in, a refusal means that they are not. */
static void on_kicked(void *user, const struct http_reply *reply)
{
	struct sending *s = user;
	bool refused = reply->failure == HTTP_OK && reply->status == 403;

	if ((reply->failure == HTTP_OK && reply->status / 100 == 2) ||
	    (refused && !is_in(s, false)))
		put_guest(s);
	else
		on_answer(s, reply);
}

/* First the access, then the entry about it. */
static void change_guest(struct sending *s)
{
	json_t *body;

	if (s->op->body || !is_in(s, true)) {
		put_guest(s);
		return;
	}
	body = with_reason(s);
	json_object_set_new(body, "user_id", json_string(s->op->key));
	ask_then(s, request_new_json("POST", matrix_room_path(s->op->rid,
							      "kick"), body),
		 on_kicked);
}

static void on_own(void *user, const struct http_reply *reply)
{
	struct sending *s = user;
	g_autoptr(json_t) content = charter_accept_json(s->op);

	if (reply->failure == HTTP_OK && reply->status / 100 == 2)
		tell_made(s, content, reply);
	else
		on_answer(s, reply);
}

/* Where members may not write it into the room, it is noted for me alone. */
static void on_accepted(void *user, const struct http_reply *reply)
{
	struct sending *s = user;

	if (reply->failure != HTTP_OK || reply->status != 403)
		on_own(s, reply);
	else
		ask_then(s, request_new_json("PUT", own_path(s,
				"account_data/" ACCEPT_TYPE),
				charter_accept_json(s->op)), on_own);
}

static void change_accept(struct sending *s)
{
	ask_then(s, request_new_json("PUT", state_path(s->op->rid, ACCEPT_TYPE,
				s->m->tokens.user),
				charter_accept_json(s->op)), on_accepted);
}

static void (*const changers[OP_KINDS])(struct sending *s) = {
	[OP_CHARTER] = change_charter, [OP_ACCEPT] = change_accept,
	[OP_GUEST] = change_guest,
};

static void on_place(void *user, const struct http_reply *reply,
		     const char *rid)
{
	struct sending *s = user;

	if (rid)
		end_well(s, NULL, rid);
	else
		on_answer(s, reply);
}

static void on_card(void *user, const struct http_reply *reply,
		    const char *error)
{
	struct sending *s = user;

	if (reply)
		on_answer(s, reply);
	else if (error)
		end_final(s, error);
	else
		end_well(s, NULL, NULL);
}

static void on_setting(void *user, const struct http_reply *reply,
		       const char *error)
{
	struct sending *s = user;

	if (error)
		end_final(s, error);
	else if (reply)
		on_answer(s, reply);
	else
		end_well(s, NULL, NULL);
}

/* ---- what is not sent at all ------------------------------------------- */

static const struct room *room_ask(const struct sending *s)
{
	const struct provider_host *host = s->m->host;

	return host->room && s->op->rid ?
	       host->room(host->user, s->op->rid) : NULL;
}

static bool is_encrypted(const struct sending *s)
{
	const struct room *room = room_ask(s);

	return (s->op->rid &&
		g_hash_table_contains(s->m->encrypted, s->op->rid)) ||
	       (room && room->encrypted);
}

static bool writes_text(enum op_kind kind)
{
	return kind == OP_SEND || kind == OP_EDIT || kind == OP_THING ||
	       kind == OP_THING_CHANGE || kind == OP_POLL ||
	       kind == OP_VOTE || kind == OP_POLL_END;
}

enum part { ROOM = 1, TARGET = 2, KEY = 4, BODY = 8, THING = 16, POLL = 32,
	    PLAN = 64 };

/* Parts that a kind of op cannot do without. */
static const unsigned char needs[OP_KINDS] = {
	[OP_SEND] = ROOM | BODY, [OP_EDIT] = ROOM | TARGET | BODY,
	[OP_REACT] = ROOM | TARGET | KEY, [OP_REDACT] = ROOM | TARGET,
	[OP_THING] = ROOM | THING, [OP_THING_CHANGE] = ROOM | TARGET | THING,
	[OP_READ] = ROOM | TARGET, [OP_JOIN] = ROOM, [OP_LEAVE] = ROOM,
	[OP_DIRECT] = KEY, [OP_INVITE] = ROOM | KEY, [OP_MARK] = ROOM,
	[OP_CARD] = BODY, [OP_POLL] = ROOM | POLL,
	[OP_VOTE] = ROOM | TARGET, [OP_POLL_END] = ROOM | TARGET,
	[OP_NOTIFY] = ROOM | KEY, [OP_PIN] = ROOM | TARGET | KEY,
	[OP_CREATE] = PLAN, [OP_LINK] = ROOM | TARGET | KEY,
	[OP_SETTING] = ROOM | KEY | BODY, [OP_ROLE] = ROOM | KEY | BODY,
	[OP_MEMBER] = ROOM | KEY | BODY, [OP_KNOCK] = ROOM,
	[OP_FORGET] = ROOM, [OP_CHARTER] = ROOM | BODY,
	[OP_ACCEPT] = ROOM | TARGET, [OP_GUEST] = ROOM | KEY,
};

/* What is missing, in words; NULL: nothing. */
static const char *missing_part(const struct op *op)
{
	unsigned need;

	if (op->kind >= OP_KINDS)
		return "It is of an unknown kind.";
	need = needs[op->kind];
	if (need & ROOM && !op->rid)
		return "It names no room.";
	if (need & TARGET && !op->target)
		return op->kind == OP_LINK ? "It names no room." :
					     "It names no message.";
	if ((need & KEY && !op->key) || (need & BODY && !op->body) ||
	    (need & THING && !op->thing) || (need & POLL && !op->poll) ||
	    (need & PLAN && !op->plan) || !op->txn)
		return "It is not complete.";
	return NULL;
}

static void remember_invite(struct sending *s)
{
	const struct room *room = s->op->kind == OP_JOIN ? room_ask(s) : NULL;

	if (room && room->mine == MEMBER_INVITE && room->kind == ROOM_DM)
		s->direct_with = g_strdup(room->dm_user ? room->dm_user :
					  room->inviter);
}

void submit_op(struct matrix *m, const struct op *op)
{
	struct sending *s = g_new0(struct sending, 1);
	const char *missing = missing_part(op);

	s->m = m;
	s->op = op_copy(op);
	if (missing) {
		end_final(s, missing);
	} else if (writes_text(op->kind) && is_encrypted(s)) {
		end_final(s, "This room is encrypted, and folkmoot cannot "
			  "encrypt: nothing was sent.");
	} else if (op->kind == OP_DIRECT) {
		direct_open(m, op, on_place, s);
	} else if (op->kind == OP_CARD) {
		card_write(m, op, on_card, s);
	} else if (op->kind == OP_CREATE) {
		create_place(m, op, on_place, s);
	} else if (op->kind == OP_LINK || op->kind == OP_SETTING ||
		   op->kind == OP_ROLE) {
		setting_put(m, op, on_setting, s);
	} else if (changers[op->kind]) {
		changers[op->kind](s);
	} else {
		remember_invite(s);
		sending_step(s);
	}
}
