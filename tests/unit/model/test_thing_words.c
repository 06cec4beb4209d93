/* Things and their changes in words. */
#include "model/model.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static char *name_of(const char *uid, void *user)
{
	(void)user;
	return strcmp(uid, "@ben:x") ? NULL : g_strdup("Ben Osei");
}

static void expect_body(struct thing *take, const char *body)
{
	g_autofree char *said = thing_body(take, name_of, NULL);

	assert_string_equal(said, body);
	thing_free(take);
}

static struct thing *titled(enum thing_kind kind)
{
	struct thing *t = thing_new(kind);

	t->title = g_strdup("Lend tools");
	return t;
}

static void bodies_can_be_read_anywhere(void **state)
{
	struct thing *t = titled(KIND_TASK);

	(void)state;
	t->due = 20788;
	t->assignees = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(t->assignees, g_strdup("@ben:x"));
	g_ptr_array_add(t->assignees, g_strdup("@ann:x"));
	expect_body(t, "☐ Lend tools · due 2026-12-01 · @Ben Osei · @ann");
	t = titled(KIND_TASK);
	t->status = TASK_DONE;
	expect_body(t, "☑ Lend tools");
	t = titled(KIND_QUESTION);
	t->notes = g_strdup("all of them?");
	expect_body(t, "❓ Lend tools\nall of them?");
	expect_body(titled(KIND_IDEA), "💡 Lend tools");
	expect_body(titled(KIND_NOTE), "✎ Lend tools");
	expect_body(titled(KIND_DECISION), "⚖ Decided: Lend tools");
	t = titled(KIND_RESOURCE);
	t->url = g_strdup("https://council.org/x");
	expect_body(t, "🔗 Lend tools · https://council.org/x");
	t = titled(KIND_EVENT);
	t->begin = INT64_C(1796148000000);
	t->place = g_strdup("Town hall");
	expect_body(t, "📅 Lend tools · 2026-12-01 18:00 UTC · Town hall");
	t = titled(KIND_EVENT);
	t->begin = -1;
	expect_body(t, "📅 Lend tools · 1969-12-31 23:59 UTC");
}

static void expect_change(struct thing *take, const char *words)
{
	g_autofree char *said = thing_change_words(take, name_of, NULL);

	assert_string_equal(said, words);
	thing_free(take);
}

static struct thing *change(enum thing_kind kind, uint32_t fields)
{
	struct thing *t = thing_new(kind);

	t->fields = fields;
	return t;
}

static void statuses_are_said_by_kind(void **state)
{
	static const struct {
		enum thing_kind kind;
		int status;
		const char *words;
	} rows[] = {
		{ KIND_TASK, TASK_DONE, "marked it done" },
		{ KIND_TASK, TASK_OPEN, "reopened it" },
		{ KIND_QUESTION, QUESTION_SOLVED, "marked it solved" },
		{ KIND_QUESTION, QUESTION_OPEN, "reopened it" },
		{ KIND_IDEA, IDEA_NEW, "marked it new" },
		{ KIND_IDEA, IDEA_PLANNED, "marked it planned" },
		{ KIND_IDEA, IDEA_DECLINED, "declined it" },
		{ KIND_EVENT, EVENT_CANCELLED, "cancelled it" },
		{ KIND_RESOURCE, RESOURCE_OUTDATED, "marked it outdated" },
		{ KIND_DECISION, DECISION_REVOKED, "marked it revoked" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct thing *t = change(rows[i].kind, THING_STATUS);

		t->status = rows[i].status;
		expect_change(t, rows[i].words);
	}
}

static void what_is_set_and_what_is_taken_away(void **state)
{
	static const struct {
		enum thing_kind kind;
		uint32_t field;
		const char *words;
	} rows[] = {
		{ KIND_TASK, THING_DUE, "removed the due date" },
		{ KIND_TASK, THING_START, "removed the start date" },
		{ KIND_TASK, THING_ASSIGNEES, "assigned it to nobody" },
		{ KIND_TASK, THING_TAGS, "removed the tags" },
		{ KIND_TASK, THING_NOTES, "removed the notes" },
		{ KIND_TASK, THING_PRIORITY, "removed the priority" },
		{ KIND_TASK, THING_ESTIMATE, "removed the estimate" },
		{ KIND_TASK, THING_STEPS, "removed the steps" },
		{ KIND_TASK, THING_PARENT, "made it a task of its own" },
		{ KIND_TASK, THING_AFTER, "took away what goes before it" },
		{ KIND_TASK, THING_REPEAT, "made it stop repeating" },
		{ KIND_TASK, THING_STAGE, "put it back to be done" },
		{ KIND_TASK, THING_TITLE, "changed nothing" },
		{ KIND_QUESTION, THING_OWNER, "gave it back" },
		{ KIND_QUESTION, THING_ANSWER, "no longer accepts the answer" },
		{ KIND_IDEA, THING_REASON, "removed the reason" },
		{ KIND_IDEA, THING_SAME, "parted it again" },
		{ KIND_EVENT, THING_BEGIN, "removed its time" },
		{ KIND_EVENT, THING_END, "removed its end" },
		{ KIND_EVENT, THING_PLACE, "removed the place" },
		{ KIND_RESOURCE, THING_URL, "removed the link" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
		expect_change(change(rows[i].kind, rows[i].field),
			      rows[i].words);
}

static void several_are_joined(void **state)
{
	struct thing *t = change(KIND_IDEA, THING_STATUS | THING_REASON |
				 THING_OWNER);

	(void)state;
	t->status = IDEA_DECLINED;
	t->reason = g_strdup("no room");
	t->owner = g_strdup("@ben:x");
	expect_change(t, "declined it, reason: no room, gave it to Ben Osei");
	t = change(KIND_TASK, THING_STEPS | THING_ESTIMATE | THING_DUE |
		   THING_LAST);
	thing_put_step(t, "a", "ring", true);
	thing_put_step(t, "b", "pay", false);
	thing_put_step(t, "c", NULL, false);
	t->estimate = 90;
	t->last = 20788;
	t->due = 20795;
	expect_change(t, "did it for 2026-12-01, set the due date to "
		      "2026-12-08, estimated it at 1:30 hours, ticked “ring”, "
		      "step to do: “pay”, removed a step");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bodies_can_be_read_anywhere),
		cmocka_unit_test(statuses_are_said_by_kind),
		cmocka_unit_test(what_is_set_and_what_is_taken_away),
		cmocka_unit_test(several_are_joined),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
