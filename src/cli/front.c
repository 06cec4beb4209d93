/* What commands ask of a front end, done on this thread. */
#include "cli/front.h"

#include <string.h>
#include "base/error.h"

#define SEND_MS 60000
#define STOP_MS 2000
#define STEP_MS 1000
#define INPUT_MAX 60002	/* a message and the line feed at its end */

/* What is waited for. */
struct wait {
	enum message_kind kind;	/* 0: only that the engine is idle */
	uint64_t tag;
	int64_t id;		/* outbox row of a resend, else 0 */
	bool final;		/* of EV_OP only SENT and FAILED will do */
	struct message *got;	/* the last that fits */
	bool done;
};

/* ---- the engine --------------------------------------------------------------- */

/* What must not leave an area is checked by the engine once more. */
static void push_rules(struct cli *cli)
{
	g_autofree char *rules = command_keep_rules(&cli->ctx);
	struct message *m;

	if (!rules)
		return;
	m = message_new(REQ_STATE);
	m->a = g_strdup("keep");
	m->b = g_steal_pointer(&rules);
	engine_push(cli->ctx.engine, m);
}

static struct engine *get_engine(struct cli *cli, enum engine_mode mode)
{
	if (cli->ctx.engine)
		return cli->ctx.engine;
	cli->ctx.engine = engine_new(&cli->paths, cli->ctx.world, mode);
	push_rules(cli);
	return cli->ctx.engine;
}

void front_close(struct cli *cli)
{
	if (!cli->ctx.engine)
		return;
	engine_stop(cli->ctx.engine, STOP_MS);
	engine_free(cli->ctx.engine);
	cli->ctx.engine = NULL;
}

static void note_account(struct cli *cli, const struct message *m)
{
	struct account_note fresh = { .account = m->account };
	struct account_note *n = NULL;

	for (guint i = 0; i < cli->accounts->len && !n; i++) {
		n = &g_array_index(cli->accounts, struct account_note, i);
		if (n->account != m->account)
			n = NULL;
	}
	if (!n) {
		g_array_append_val(cli->accounts, fresh);
		n = &g_array_index(cli->accounts, struct account_note,
				   cli->accounts->len - 1);
	}
	n->state = m->n;
	g_free(n->why);
	n->why = g_strdup(m->a);
}

const char *front_reason(const struct cli *cli)
{
	const char *why = cli->trouble ? cli->trouble : cli->ended;

	for (guint i = 0; !why && i < cli->accounts->len; i++) {
		const struct account_note *n = &g_array_index(cli->accounts,
						struct account_note, i);

		if (n->state != ACCOUNT_LIVE && n->why)
			why = n->why;
	}
	return why;
}

static bool is_final(const struct message *m)
{
	return m->n == OP_SENT || m->n == OP_FAILED || m->n == OP_HELD;
}

static bool fits(const struct wait *w, const struct message *m)
{
	if (m->kind != w->kind)
		return false;
	if (m->kind == EV_CAUGHT_UP)
		return true;
	return m->tag == w->tag || (w->id && m->id == w->id);
}

static void take_event(struct cli *cli, struct wait *w, struct message *take)
{
	if (take->kind == EV_ACCOUNT)
		note_account(cli, take);
	if (take->kind == EV_ENDED) {
		g_free(cli->ended);
		cli->ended = g_strdup(take->a ? take->a :
				      "The engine has stopped.");
		w->done = true;
	}
	if (take->kind == EV_TROUBLE || take->kind == EV_CLEAR) {
		g_free(cli->trouble);
		cli->trouble = g_strdup(take->a);
	}
	if (!fits(w, take)) {
		message_free(take);
		return;
	}
	w->done |= !w->final || is_final(take);
	message_free(w->got);
	w->got = take;
}

static void take_events(struct cli *cli, struct wait *w)
{
	struct message *m;

	while ((m = engine_pop(cli->ctx.engine)))
		take_event(cli, w, m);
}

/* Until it has come, nothing more can come, or the time is up. */
static void wait_for(struct cli *cli, struct wait *w, int64_t timeout_ms)
{
	int64_t until = world_steady(cli->ctx.world) + timeout_ms;
	bool idle = false;

	while (!w->done && !idle) {
		int64_t left = until - world_steady(cli->ctx.world);

		if (left <= 0)
			break;
		idle = engine_run(cli->ctx.engine, MIN(left, STEP_MS));
		take_events(cli, w);
	}
}

/* ---- ops -------------------------------------------------------------------------- */

static void keep(struct cli *cli, const struct message *m)
{
	const char *why = m->n == OP_HELD ? m->b : front_reason(cli);

	cli->kept = true;
	cli->held = m->n == OP_HELD ? m->id : 0;
	if (!why && m->b)
		why = m->b;
	g_free(cli->kept_why);
	cli->kept_why = g_strdup(why);
}

static void fill_outcome(struct cli *cli, const struct message *m,
			 struct op_outcome *out)
{
	out->id = m->id;
	out->state = is_final(m) ? (enum op_state)m->n : OP_WAITING;
	out->eid = g_strdup(m->a);
	out->rid = g_strdup(m->c);
	out->error = g_strdup(m->b);
	if (out->state == OP_WAITING || out->state == OP_HELD) {
		keep(cli, m);
		if (!out->error)
			out->error = g_strdup(cli->kept_why);
	}
}

/* Nobody can be asked here: what would be asked is refused. */
static bool may_go(struct cli *cli, struct op *op, GError **err)
{
	struct guard_ask ask;
	enum guard verdict = command_guard(&cli->ctx, op, NULL, &ask, err);

	if (verdict == GUARD_ASK)
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED, "%s",
			    ask.sentence);
	guard_ask_clear(&ask);
	return verdict == GUARD_PASS;
}

static bool front_submit(void *user, struct op *take, struct op_outcome *out,
			 GError **err)
{
	struct cli *cli = user;
	struct wait w = { .kind = EV_OP, .tag = ++cli->tag, .final = true };
	struct message *m = message_new(REQ_OP);

	if (!may_go(cli, take, err)) {
		message_free(m);
		op_free(take);
		return false;
	}
	out->txn = g_strdup(take->txn);
	m->op = take;
	m->account = take->account;
	m->tag = w.tag;
	engine_push(get_engine(cli, ENGINE_SEND), m);
	wait_for(cli, &w, SEND_MS);
	if (!w.got) {
		const char *why = front_reason(cli);

		g_set_error(err, FM_ERROR, FM_ERROR_FAILED, "%s", why ? why :
			    "That could not be written to the outbox; "
			    "nothing was sent.");
		g_clear_pointer(&out->txn, g_free);
		return false;
	}
	fill_outcome(cli, w.got, out);
	message_free(w.got);
	return true;
}

/* ---- other requests ----------------------------------------------------------------- */

static bool set_unanswered(struct cli *cli, GError **err)
{
	const char *why = front_reason(cli);

	g_set_error(err, FM_ERROR, FM_ERROR_OFFLINE, "%s", why ? why :
		    "The server has not answered in time; try again.");
	return false;
}

static struct message *front_ask(void *user, struct message *take,
				 enum message_kind until, int64_t timeout_ms,
				 GError **err)
{
	struct cli *cli = user;
	struct wait w = { .kind = until, .tag = ++cli->tag };

	if (take->kind == REQ_RESEND) {
		w.id = take->id;
		w.final = true;
	}
	take->tag = w.tag;
	get_engine(cli, take->kind == REQ_NUDGE ? ENGINE_ONCE : ENGINE_SEND);
	engine_push(cli->ctx.engine, take);
	if (until)
		wait_for(cli, &w, timeout_ms);
	if (until && !w.got)
		set_unanswered(cli, err);
	return w.got;
}

static enum account_state front_account(void *user, int64_t account,
					const char **why)
{
	const struct cli *cli = user;

	*why = cli->trouble ? cli->trouble : cli->ended;
	for (guint i = 0; i < cli->accounts->len; i++) {
		const struct account_note *n = &g_array_index(cli->accounts,
						struct account_note, i);

		if (n->account != account)
			continue;
		if (!*why)
			*why = n->why;
		return n->state;
	}
	return ACCOUNT_OFFLINE;
}

/* ---- the person ------------------------------------------------------------------------ */

static void front_say(void *user, const char *sentence)
{
	struct cli *cli = user;

	if (cli->ctx.json)
		return;
	print_rows(cli->printer);
	print_text(sentence, -1);
	putchar('\n');
}

static void front_note(void *user, const char *sentence)
{
	struct cli *cli = user;

	if (cli->ctx.json)
		output_error(stderr, NULL, sentence);
	else
		fprintf(stderr, "folkmoot: %s\n", sentence);
}

static struct record *front_begin(void *user, const char *kind)
{
	(void)user;
	return record_new(kind);
}

static void front_end(void *user, struct record *r)
{
	struct cli *cli = user;

	if (!cli->ctx.json) {
		print_record(cli->printer, r);
		return;
	}
	output_record(stdout, r);
	record_free(r);
}

static char *front_secret(void *user, const char *prompt, GError **err)
{
	(void)user;
	return secret_ask(prompt, err);
}

static char *front_input(void *user, GError **err)
{
	(void)user;
	return secret_input(INPUT_MAX, err);
}

const struct command_front cli_front = {
	.say = front_say, .begin = front_begin, .end = front_end,
	.submit = front_submit, .ask = front_ask, .secret = front_secret,
	.input = front_input, .note = front_note, .account = front_account,
};
