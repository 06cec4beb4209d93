/*
 * sender.c - the outbox: what waits there goes out, in order, once.
 *
 * The store decides what is next (the oldest of each room in which nothing
 * is under way); here it is marked as being sent, on disk, before the
 * provider gets it, so that whatever happens then the same transaction id is
 * used again.
 */
#include "engine/internal.h"

#include "base/error.h"
#include "base/log.h"
#include "model/audience.h"
#include "model/keep.h"

#define FLIGHTS_MAX 4
/* How long what has just been written waits for news of who reads it. */
#define CATCH_UP_MS 5000
/* How long a caller that waits for us to be idle is held up by a server
 * that asked for patience. */
#define PATIENCE_MAX_MS 10000

char *sender_objection(const struct op *op, const struct room *room)
{
	bool writes = op->kind == OP_SEND || op->kind == OP_EDIT ||
		      op->kind == OP_THING || op->kind == OP_THING_CHANGE ||
		      op->kind == OP_POLL || op->kind == OP_VOTE ||
		      op->kind == OP_POLL_END;

	if (!writes || !room || !room->encrypted)
		return NULL;
	return g_strdup_printf("%s is encrypted, which folkmoot cannot do "
			       "yet, so nothing was sent; write there with "
			       "another client.",
			       room->name ? room->name : room->rid);
}

/* ---- for whom it was written ------------------------------------------------------- */

/* Rules are those of the front ends' config, kept with the outbox, so that a
 * rule made after the text still holds. */
static char *keep_objection(struct engine *e, const struct op *op,
			    const struct audience *a, const char *name)
{
	g_autofree char *rules = reader_state(e->reader, "keep");
	g_autofree char *text = op_text(op);
	g_autoptr(GPtrArray) keeps = keeps_unpack(rules);

	return keeps_objection(keeps, text, op->room ? a->area : AREA_PUBLIC,
			       name ? name : "your profile");
}

/* It has waited, or was written while the server could not be heard. */
static bool has_waited(const struct agent *a, const struct op *op)
{
	return a->lost || (op->tries > 0 && op->error) ||
	       op->id <= a->e->old_ops;
}

/* What has just been written waits for a catching up that is under way, but
 * not for ever: a server may answer all but that. */
static int64_t catching_up(const struct agent *a)
{
	int64_t left = a->started_at + CATCH_UP_MS -
		       world_steady(a->e->world);

	return a->started ? CLAMP(left, 0, CATCH_UP_MS) : 0;
}

/* Do we not know who is there now? Then the server is asked first. */
static bool must_look_first(const struct agent *a, const struct op *op)
{
	if (a->fresh || !op->scope || !op_speaks(op) ||
	    audience_scope_area(op->scope) == AREA_PUBLIC)
		return false;
	return has_waited(a, op) || catching_up(a) > 0;
}

static void on_pump_timer(void *arg)
{
	struct agent *a = arg;

	a->pump_timer = 0;
	a->e->pump_wanted = true;
}

static void look_first(struct agent *a)
{
	a->looking = true;
	if (!a->started)
		a->wanted = true;
	else if (catching_up(a) > 0)
		a->pump_timer = timers_add(&a->e->timers, catching_up(a) + 1,
					   on_pump_timer, a);
}

static struct op *find_flight(const struct engine *e, int64_t id)
{
	for (guint i = 0; i < e->flights->len; i++) {
		struct op *op = e->flights->pdata[i];

		if (op->id == id)
			return op;
	}
	return NULL;
}

static void say_error(struct op *op, const char *error)
{
	g_free(op->error);
	op->error = sentence_clean(error);
}

/* ---- how it ended ------------------------------------------------------------------ */

static void fail_for_good(struct engine *e, struct op *op, const char *error)
{
	g_autoptr(GError) err = NULL;

	say_error(op, error);
	log_info("engine", "op %" G_GINT64_FORMAT " (%s) failed: %s", op->id,
		 op_kind_word(op->kind), op->error ? op->error : "");
	if (!outbox_failed(e->store, op->id, op->error, -1, &err))
		engine_trouble(e, err);
	event_op(e, op, OP_FAILED, NULL);
}

static void try_later(struct agent *a, struct op *op,
		      const struct op_result *r)
{
	struct engine *e = a->e;
	g_autoptr(GError) err = NULL;
	int64_t wait = 0;

	/* That we close the connection is nobody's fault. */
	if (!a->doomed) {
		say_error(op, r->error);
		wait = http_backoff(op->tries + 1, r->retry_after,
				    world_random(e->world));
	}
	if (r->retry_after >= 0)
		a->patience = world_steady(e->world) + wait;
	op->next_try = world_now(e->world) + wait;
	if (!outbox_failed(e->store, op->id, op->error, op->next_try, &err))
		engine_trouble(e, err);
	event_op(e, op, OP_WAITING, NULL);
}

static void arrived(struct agent *a, struct op *op,
		    const struct op_result *r)
{
	struct engine *e = a->e;
	g_autoptr(GError) err = NULL;

	g_free(op->eid);
	op->eid = g_strdup(r->eid);
	g_clear_pointer(&op->error, g_free);
	op->next_try = 0;
	/* So there is a connection again; the sync need not wait longer. */
	a->nudge_wanted = a->state == ACCOUNT_OFFLINE && a->started;
	if (!outbox_made(e->store, op->id, r->rid, &err) ||
	    !outbox_sent(e->store, op->id, op->eid, &err))
		engine_trouble(e, err);
	intake_settle(e);
	event_op(e, op, OP_SENT, r->rid);
}

void sender_done(struct agent *a, const struct op_result *r)
{
	struct engine *e = a->e;
	struct op *op = find_flight(e, r->op);

	if (!op)
		return;
	g_ptr_array_remove(e->flights, op);
	a->flights--;
	if (r->ok)
		arrived(a, op, r);
	else if (r->again)
		try_later(a, op, r);
	else
		fail_for_good(e, op, r->error);
	op_free(op);
	event_outbox(e);
	e->pump_wanted = true;
}

void sender_abandon(struct agent *a)
{
	struct engine *e = a->e;

	for (guint i = e->flights->len; i > 0; i--) {
		struct op *op = e->flights->pdata[i - 1];
		struct op_result later = {
			.op = op->id, .again = true, .retry_after = -1,
		};

		if (op->account == a->account->id)
			sender_done(a, &later);
	}
}

/* ---- out --------------------------------------------------------------------------- */

static void hold(struct engine *e, struct op *op, const char *why,
		 const char *scope)
{
	g_autoptr(GError) err = NULL;
	g_autofree char *sentence = g_strconcat(why, ".", NULL);

	say_error(op, sentence);
	if (!outbox_held(e->store, op->id, op->error, scope, &err))
		engine_trouble(e, err);
	event_op(e, op, OP_HELD, NULL);
	event_room(e, op->room, ROOM_HAS_POSTS | ROOM_HAS_TASKS);
}

/* Takes the op when it does not go out. */
static bool refuse(struct engine *e, struct op *op)
{
	struct room *room = engine_room(e, op->room);
	g_autofree char *why = sender_objection(op, room), *wide = NULL;
	struct audience a = { .area = AREA_UNKNOWN };

	if (op_has_text(op) && !why) {
		reader_audience(e->reader, op->room, &a);
		why = keep_objection(e, op, &a, room ? room->name : NULL);
		wide = op_speaks(op) ? audience_widened(a.scope, op->scope)
				     : NULL;
	}
	room_free(room);
	if (why)
		fail_for_good(e, op, why);
	else if (wide)
		hold(e, op, wide, a.scope);
	audience_clear(&a);
	if (why || wide)
		op_free(op);
	return why || wide;
}

/* Takes the op. */
static void launch(struct agent *a, struct op *op)
{
	struct engine *e = a->e;
	g_autoptr(GError) err = NULL;

	if (refuse(e, op))
		return;
	if (!outbox_sending(e->store, op->id, &err)) {
		engine_trouble(e, err);
		op_free(op);
		return;
	}
	g_ptr_array_add(e->flights, op);
	a->flights++;
	event_op(e, op, OP_SENDING, NULL);
	a->ops->submit(a->provider, op);
}

static bool can_send(const struct agent *a)
{
	return !a->e->trouble && !a->doomed && !a->account->logged_out &&
	       a->flights < FLIGHTS_MAX;
}

static void pump(struct agent *a)
{
	struct engine *e = a->e;
	int64_t wait = -1;
	struct op *op;

	timers_cancel(&e->timers, a->pump_timer);
	a->pump_timer = 0;
	a->looking = false;
	while (can_send(a)) {
		op = outbox_next(e->store, a->account->id, &wait);
		if (!op)
			break;
		if (must_look_first(a, op)) {
			look_first(a);
			op_free(op);
			return;
		}
		if (!agent_open(a)) {
			op_free(op);
			return;
		}
		launch(a, op);
	}
	if (wait >= 0)
		a->pump_timer = timers_add(&e->timers, wait + 1,
					   on_pump_timer, a);
}

void sender_pump(struct engine *e)
{
	if (!e->pump_wanted)
		return;
	e->pump_wanted = false;
	for (guint i = 0; i < e->agents->len; i++)
		pump(e->agents->pdata[i]);
	event_outbox(e);
}

void sender_hurry(struct agent *a)
{
	struct engine *e = a->e;
	g_autoptr(GPtrArray) ops = reader_outbox(e->reader, 0);

	for (guint i = 0; i < ops->len; i++) {
		const struct op *op = ops->pdata[i];

		if (op->account == a->account->id &&
		    op->state == OP_WAITING && op->next_try > 0)
			outbox_resend(e->store, op->id, NULL);
	}
	e->pump_wanted = true;
}

/* Patience is over by itself: what then waits has a timer. */
bool sender_is_idle(const struct agent *a)
{
	int64_t rest = a->patience - world_steady(a->e->world);

	if (a->flights > 0 || (a->looking && !a->fresh &&
			       !agent_has_given_up(a)))
		return false;
	return !a->pump_timer || rest <= 0 || rest > PATIENCE_MAX_MS;
}
