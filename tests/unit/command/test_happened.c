#include "unit/command/desk.h"

#include "command/happened.h"

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)

static void make(struct desk *d, const char *eid, enum thing_kind kind,
		 const char *title, int64_t ts)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, BEN, title);

	c->post->ts = ts;
	c->post->thing = thing_new(kind);
	c->post->thing->fields = THING_TITLE | THING_STATUS;
	c->post->thing->title = g_strdup(title);
	if (kind == KIND_EVENT) {
		c->post->thing->fields |= THING_BEGIN;
		c->post->thing->begin = FX_NOW + 3 * DAY;
	}
	fx_apply(d->fx, c);
}

static void fill(struct desk *d)
{
	struct change *c = fx_new_post(d->fx, "!a", "$j", CHLOE,
				       "Chloe Martin joined");

	c->post->kind = POST_MEMBER;
	fx_apply(d->fx, c);
	c = fx_new_post(d->fx, "!a", "$f", CHLOE, "plan.pdf");
	c->post->kind = POST_FILE;
	fx_apply(d->fx, c);
	make(d, "$d", KIND_DECISION, "We buy *four*", FX_NOW - HOUR);
	make(d, "$t", KIND_TASK, "Order", FX_NOW - HOUR);
	make(d, "$q", KIND_QUESTION, "Who?", FX_NOW - HOUR);
	make(d, "$old", KIND_DECISION, "Long ago", FX_NOW - 9 * DAY);
	make(d, "$e", KIND_EVENT, "Site visit", FX_NOW - 9 * DAY);
	fx_commit(d->fx);
}

/* "left: title" of the items. Yours. */
static char *items(struct desk *d)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < d->records->len; i++) {
		g_autofree char *left = NULL, *title = NULL;

		if (strcmp(desk_record(d, i)->kind, "item"))
			continue;
		left = desk_field(d, i, "left");
		title = desk_field(d, i, "title");
		g_string_append_printf(out, "%s: %s\n", left, title);
	}
	return g_string_free(out, FALSE);
}

static void digest_by_place(void **state)
{
	struct desk *d = *state;
	g_autofree char *is = NULL;

	fill(d);
	assert_true(desk_shell(d, "digest --format json"));
	assert_string_equal(desk_record(d, 0)->kind, "place");
	desk_expect(d, 0, "name", "Flood defence › general");
	desk_expect(d, 0, "messages", "6");
	is = items(d);
	assert_string_equal(is, "Decided: We buy *four*\nNew task: Order\n"
			    "Unanswered: Who?\nJoined: Chloe Martin\n"
			    "File: plan.pdf\n");
	desk_expect(d, 1, "what", "decided");
	desk_expect(d, 1, "who", BEN);
}

static void digest_in_words(void **state)
{
	struct desk *d = *state;
	g_autofree char *text = NULL, *line = NULL;

	fill(d);
	assert_true(desk_shell(d, "digest --since 2026-11-01 --format "
			       "markdown"));
	text = desk_field(d, 0, "text");
	assert_non_null(strstr(text, "## Flood defence › general\n"));
	assert_non_null(strstr(text, "- **Decided** We buy \\*four\\*, ben "
			       "([open](https://matrix.to/#/"));
	assert_non_null(strstr(text, "Long ago"));
	assert_true(desk_shell(d, "digest 'Flood defence' --since 2h"));
	line = desk_field(d, 0, "text");
	assert_string_equal(line, "Flood defence › general: 6 messages by 3 "
			    "people");
	assert_true(desk_shell(d, "digest --since 2026-11-28"));
	assert_int_equal(d->records->len, 0);
	assert_non_null(strstr(d->said->str, "Nothing happened since"));
	desk_shell(d, "digest --since whenever");
	desk_failed(d, FM_ERROR_USAGE, "is no moment");
	desk_shell(d, "digest --format odt");
	desk_failed(d, FM_ERROR_USAGE, "is no format");
}

static void digest_remembers(void **state)
{
	struct desk *d = *state;
	const struct message *m;

	fill(d);
	assert_true(desk_shell(d, "digest --since last"));
	assert_true(d->records->len > 1);
	m = d->asked->pdata[0];
	assert_int_equal(m->kind, REQ_STATE);
	assert_string_equal(m->a, "digest:all");
	assert_true(state_put(d->fx->store, m->a, m->b, NULL));
	assert_true(desk_shell(d, "digest --since last"));
	assert_int_equal(d->records->len, 0);
}

static void home_of_a_space(void **state)
{
	struct desk *d = *state;
	g_autofree char *is = NULL;

	fill(d);
	assert_true(desk_shell(d, "space 'Flood defence'"));
	assert_string_equal(desk_record(d, 0)->kind, "line");
	is = items(d);
	assert_string_equal(is, "Decided: We buy *four*\nNew task: Order\n"
			    "Unanswered: Who?\nJoined: Chloe Martin\n"
			    "File: plan.pdf\nWritten: 6 messages\n"
			    "Mon 30 Nov 14:32: Site visit\n");
	assert_string_equal(desk_record(d, d->records->len - 1)->kind, "room");
	assert_int_equal(d->asked->len, 0);
}

static void a_visit_moves_on(void **state)
{
	struct desk *d = *state;
	const struct message *m;
	g_autofree char *is = NULL;

	fill(d);
	assert_true(desk_shell(d, "space 'Flood defence' --seen"));
	m = d->asked->pdata[0];
	assert_string_equal(m->a, "visit:!s:council.org");
	assert_true(state_put(d->fx->store, m->a, m->b, NULL));
	assert_true(desk_shell(d, "space 'Flood defence'"));
	is = items(d);
	assert_string_equal(is, "Mon 30 Nov 14:32: Site visit\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(digest_by_place),
		DESK_TEST(digest_in_words),
		DESK_TEST(digest_remembers),
		DESK_TEST(home_of_a_space),
		DESK_TEST(a_visit_moves_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
