#include "unit/command/desk.h"

#include "command/home.h"

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

static void post_at(struct desk *d, const char *eid, const char *by,
		    const char *body, int64_t ts)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, by, body);

	c->post->ts = ts;
	c->post->mentions_me = strstr(body, "Ann") != NULL;
	fx_apply(d->fx, c);
}

static void thing_at(struct desk *d, const char *eid, enum thing_kind kind,
		     const char *title, int64_t ts)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, BEN, title);
	struct thing *t = thing_new(kind);

	c->post->ts = ts;
	c->post->mentions_me = strstr(title, "Ann") != NULL;
	t->fields = THING_TITLE | THING_STATUS;
	t->title = g_strdup(title);
	c->post->thing = t;
	if (kind == KIND_TASK) {
		t->fields |= THING_DUE | THING_ASSIGNEES;
		t->due = civil_day(2026, 11, 26);
		t->assignees = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(t->assignees, g_strdup(ANN));
	}
	if (kind == KIND_EVENT) {
		t->fields |= THING_BEGIN;
		t->begin = FX_NOW + 2 * DAY;
	}
	fx_apply(d->fx, c);
}

/* "SECTION|title" of every item, a line each. Yours. */
static char *shown(struct desk *d)
{
	GString *out = g_string_new(NULL);

	if (!desk_shell(d, "home"))
		fail_msg("%s", d->err->message);
	for (guint i = 0; i < d->records->len; i++) {
		g_autofree char *section = desk_field(d, i, "section");
		g_autofree char *title = desk_field(d, i, "title");

		g_string_append_printf(out, "%s|%s\n", section, title);
	}
	return g_string_free(out, FALSE);
}

static void expect(struct desk *d, const char *want)
{
	g_autofree char *is = shown(d);

	assert_string_equal(is, want);
}

/* Small state as the engine would write it. */
static void write_state(struct desk *d)
{
	for (guint i = 0; i < d->asked->len; i++) {
		const struct message *m = d->asked->pdata[i];

		assert_int_equal(m->kind, REQ_STATE);
		assert_true(state_put(d->fx->store, m->a, m->b, NULL));
	}
}

static void nothing(void **state)
{
	struct desk *d = *state;

	expect(d, "");
	assert_true(desk_shell(d, "inbox"));
	assert_int_equal(d->records->len, 0);
}

static void tasks_and_events(void **state)
{
	struct desk *d = *state;

	thing_at(d, "$t", KIND_TASK, "Order pumps", FX_NOW - HOUR);
	thing_at(d, "$e", KIND_EVENT, "Site visit", FX_NOW - HOUR);
	fx_commit(d->fx);
	expect(d, "MY TASKS|Order pumps\nEVENTS|Site visit\n");
	desk_expect(d, 0, "left", "overdue 1 d");
	desk_expect(d, 0, "late", "true");
	desk_expect(d, 0, "act", "task done $t");
	desk_expect(d, 0, "item", "task:$t");
	desk_expect(d, 1, "act", "home done event:$e");
	assert_true(desk_shell(d, "home done task:$t"));
	assert_int_equal(desk_op(d)->kind, OP_THING_CHANGE);
	assert_string_equal(desk_op(d)->target, "$t");
}

/* A task that names me is there once, under my tasks. */
static void a_task_for_me(void **state)
{
	struct desk *d = *state;

	thing_at(d, "$t", KIND_TASK, "Ann, order pumps", FX_NOW - HOUR);
	post_at(d, "$m", BEN, "Ann?", FX_NOW - HOUR);
	fx_counts(d->fx, "!a", 2, 2);
	fx_commit(d->fx);
	expect(d, "FOR YOU|Ann?\nMY TASKS|Ann, order pumps\n"
	       "WHILE YOU WERE AWAY|general\n");
}

static void owed(void **state)
{
	struct desk *d = *state;

	post_at(d, "$q", ANN, "Who signs?", FX_NOW - 3 * HOUR);
	fx_reply(d->fx, "!a", "$r", "$q", "Do you?");
	fx_commit(d->fx);
	expect(d, "REPLIES OWED|Do you?\n");
	fx_react(d->fx, "!a", "$x", "$r", "👍");
	fx_commit(d->fx);
	/* fx_react() is by Ben */
	expect(d, "REPLIES OWED|Do you?\n");
	{
		struct change *c = fx_new_post(d->fx, "!a", "$s", ANN, "Yes");

		c->post->thread = g_strdup("$q");
		fx_apply(d->fx, c);
	}
	fx_commit(d->fx);
	expect(d, "");
}

static void old_debts_are_forgiven(void **state)
{
	struct desk *d = *state;
	struct change *c;

	post_at(d, "$q", ANN, "Who signs?", FX_NOW - 20 * DAY);
	c = fx_new_post(d->fx, "!a", "$r", BEN, "Do you?");
	c->post->thread = g_strdup("$q");
	c->post->ts = FX_NOW - 15 * DAY;
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	expect(d, "");
}

static void put_card(struct desk *d, const char *packed)
{
	struct change *c = fx_new(d->fx, CHANGE_CARD, NULL);

	c->user = g_strdup(ANN);
	c->card = card_read(packed);
	c->ts = FX_NOW;
	fx_apply(d->fx, c);
}

static void questions(void **state)
{
	struct desk *d = *state;

	put_card(d, "skill=+3 Plumbing\n");
	thing_at(d, "$1", KIND_QUESTION, "A leak: plumbing or roof?",
		 FX_NOW - HOUR);
	thing_at(d, "$2", KIND_QUESTION, "Who has the key?", FX_NOW - HOUR);
	fx_commit(d->fx);
	expect(d, "QUESTIONS I COULD ANSWER|A leak: plumbing or roof?\n");
	desk_expect(d, 0, "why", "you know Plumbing");
	desk_expect(d, 0, "left", "ben");
}

static void put_off(void **state)
{
	struct desk *d = *state;

	thing_at(d, "$e", KIND_EVENT, "Site visit", FX_NOW - HOUR);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "home later event:$e"));
	assert_non_null(strstr(d->said->str, "tomorrow 08:00"));
	assert_string_equal(d->undo->str, "home again event:$e\n");
	write_state(d);
	expect(d, "");
	/* later is over */
	d->fx->world.fixed += DAY;
	expect(d, "EVENTS|Site visit\n");
	assert_true(desk_shell(d, "home done event:$e"));
	write_state(d);
	expect(d, "");
	assert_true(desk_shell(d, "home again event:$e"));
	write_state(d);
	expect(d, "EVENTS|Site visit\n");
}

static void comes_back_when_it_changes(void **state)
{
	struct desk *d = *state;
	struct change *c;

	thing_at(d, "$e", KIND_EVENT, "Site visit", FX_NOW - HOUR);
	fx_commit(d->fx);
	assert_true(desk_shell(d, "home done event:$e"));
	write_state(d);
	expect(d, "");
	c = fx_new_post(d->fx, "!a", "$c", BEN, "moved it");
	c->post->kind = POST_NOTICE;
	c->post->thread = g_strdup("$e");
	c->post->change = thing_new(KIND_EVENT);
	c->post->change->fields = THING_PLACE;
	c->post->change->place = g_strdup("Quay");
	fx_apply(d->fx, c);
	fx_commit(d->fx);
	expect(d, "EVENTS|Site visit\n");
	desk_expect(d, 0, "why", "Quay");
}

static void said_badly(void **state)
{
	struct desk *d = *state;

	thing_at(d, "$e", KIND_EVENT, "Site visit", FX_NOW - HOUR);
	fx_commit(d->fx);
	desk_shell(d, "home done task:$nothing");
	desk_failed(d, FM_ERROR_NOT_FOUND, "home --json");
	desk_shell(d, "home later event:$e yesterday");
	desk_failed(d, FM_ERROR_USAGE, "no time to come");
	assert_true(desk_shell(d, "home later event:$e +2h"));
	assert_non_null(strstr(d->said->str, "today"));
}

static void places(void **state)
{
	struct desk *d = *state;
	struct change *c = fx_new(d->fx, CHANGE_ROOM, "!i");
	struct room facts = { .name = (char *)"Board",
			      .inviter = (char *)BEN };

	c->membership = MEMBER_INVITE;
	fx_apply(d->fx, c);
	fx_fact(d->fx, "!i", ROOM_NAME | ROOM_INVITER, &facts);
	fx_counts(d->fx, "!a", 3, 0);
	thing_at(d, "$d", KIND_DECISION, "We buy four", FX_NOW - 1000);
	fx_commit(d->fx);
	expect(d, "INVITATIONS|Board\nWHILE YOU WERE AWAY|general\n");
	desk_expect(d, 0, "act", "join !i:council.org");
	desk_expect(d, 1, "why", "1 decision");
	desk_expect(d, 1, "room_name", "Flood defence");
	desk_expect(d, 1, "act", "mark read !a:council.org");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(nothing),
		DESK_TEST(tasks_and_events),
		DESK_TEST(a_task_for_me),
		DESK_TEST(owed),
		DESK_TEST(old_debts_are_forgiven),
		DESK_TEST(questions),
		DESK_TEST(put_off),
		DESK_TEST(comes_back_when_it_changes),
		DESK_TEST(said_badly),
		DESK_TEST(places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
