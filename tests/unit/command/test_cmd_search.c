#include "unit/command/desk.h"

static void put(struct desk *d, const char *eid, enum thing_kind kind,
		const char *title)
{
	struct change *c = fx_new_post(d->fx, "!a", eid, BEN, title);

	c->post->thing = thing_new(kind);
	c->post->thing->fields = THING_TITLE | THING_STATUS;
	c->post->thing->title = g_strdup(title);
	fx_apply(d->fx, c);
}

static void fill(struct desk *d)
{
	struct change *c = fx_new(d->fx, CHANGE_CARD, NULL);

	c->user = g_strdup(CHLOE);
	c->card = card_read("skill=+3 boilers\n");
	c->ts = FX_NOW;
	fx_apply(d->fx, c);
	put(d, "$t", KIND_TASK, "Fix the boilers");
	put(d, "$q", KIND_QUESTION, "Whose boilers?");
	put(d, "$e", KIND_EVENT, "Open day of boilers");
	fx_post(d->fx, "!a", "$m", BEN, "boilers are warm");
	fx_commit(d->fx);
}

/* "SECTION kind" of each record, a line each. Yours. */
static char *found(struct desk *d, const char *line)
{
	GString *out = g_string_new(NULL);

	if (!desk_shell(d, line))
		fail_msg("%s", d->err->message);
	for (guint i = 0; i < d->records->len; i++) {
		g_autofree char *section = desk_field(d, i, "section");
		g_autofree char *kind = desk_field(d, i, "kind");

		g_string_append_printf(out, "%s %s\n", section, kind);
	}
	return g_string_free(out, FALSE);
}

static void everything(void **state)
{
	struct desk *d = *state;
	g_autofree char *is = NULL;

	fill(d);
	is = found(d, "search boilers");
	assert_string_equal(is, "PEOPLE person\nTASKS task\n"
			    "QUESTIONS question\nEVENTS event\n"
			    "MESSAGES text\n");
	desk_expect(d, 0, "id", CHLOE);
	desk_expect(d, 1, "id", "$t");
	desk_expect(d, 4, "id", "$m");
	desk_expect(d, 4, "snippet", "boilers are warm");
}

static void one_kind(void **state)
{
	struct desk *d = *state;
	g_autofree char *one = NULL, *two = NULL, *room = NULL;

	fill(d);
	one = found(d, "search boilers --kind task");
	assert_string_equal(one, "TASKS task\n");
	/* as the task is not listed, its message is */
	two = found(d, "search boilers --kind message --kind question");
	assert_string_equal(two, "QUESTIONS question\nMESSAGES text\n"
			    "MESSAGES text\nMESSAGES text\n");
	room = found(d, "search boilers --room general --kind person");
	assert_string_equal(room, "");
	desk_shell(d, "search boilers --kind nothing");
	desk_failed(d, FM_ERROR_USAGE, "is no kind");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(everything),
		DESK_TEST(one_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
