#include "unit/command/desk.h"

#include <string.h>
#include "command/form.h"

/* What the command was called with, as text: "NAME=a|b;". */
static GString *called;
static int64_t called_in;
static const char *refuse;

static bool run_noted(struct command_call *call, GError **err)
{
	static const char *const names[] = {
		"ROOM", "TITLE", "a|b|c", "matrix", "--assign", "--notes",
		"--due", "--flag", "--option",
	};

	called_in = call->ctx->room;
	for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
		const char *const *all = args_all(call->args, names[i]);
		g_autofree char *joined = g_strjoinv("|", (char **)all);

		if (args_flag(call->args, names[i]))
			g_string_append_printf(called, "%s=%s;", names[i],
					       joined);
	}
	if (refuse)
		g_set_error_literal(err, FM_ERROR, FM_ERROR_REFUSED, refuse);
	return !refuse;
}

static bool fill_card(struct command_call *call, struct form *form,
		      GError **err)
{
	(void)call;
	(void)err;
	form_set(form, "TITLE", "Pu\033[31mmp\342\200\256evil\nsecond");
	form_set(form, "--assign", "@ann:council.org");
	form_set(form, "--assign", "@ben:council.org");
	form_set(form, "--notes", "one\ntwo");
	form_suggest(form, "--due", "fri");
	form_set(form, "--nothing", "x");
	return true;
}

static bool can_not(const struct command_context *ctx, char **why)
{
	(void)ctx;
	*why = g_strdup("Only moderators may.");
	return false;
}

static const struct command rows[] = {
	{ "make", NULL, "ROOM TITLE [a|b|c] [--assign USER]… [--notes NOTES] "
	  "[--due DATE] [--flag] [--option OPTION]… [--about TEXT] [--role TEXT] "
	  "[--password PASSWORD]",
	  "make it", NULL, NULL, IN_PROMPT | IN_FORM, run_noted },
	{ "sheet", NULL, "TITLE [--assign USER]… [--notes NOTES] [--due DATE]",
	  "edit it", NULL, NULL, IN_PROMPT, run_noted,
	  .fill = fill_card },
	{ "enter", NULL, "matrix TITLE a|b|c", "go in", NULL, NULL, IN_PROMPT,
	  run_noted },
	{ "unlock", NULL, "PASSPHRASE", "unlock", NULL, NULL, IN_PROMPT,
	  run_noted },
	{ "beg", NULL, "[--flag]", "beg", NULL, NULL, IN_PROMPT | IN_FORM,
	  run_noted },
	{ "barred", NULL, "[--flag]", "never", NULL, NULL, IN_PROMPT,
	  run_noted, .can = can_not },
	{ "peer", NULL, "NAME [TEXT] [--tag TAG]… [--flag]", "peer for it",
	  NULL, NULL, IN_PROMPT | LISTED, run_noted },
	{ .name = NULL },
};

static int setup(void **state)
{
	int rc = desk_setup(state);
	struct desk *d = *state;

	command_set_add(d->set, rows);
	called = g_string_new(NULL);
	refuse = NULL;
	desk_select(d, "!a", NULL, NULL);
	return rc;
}

static int teardown(void **state)
{
	g_string_free(called, TRUE);
	return desk_teardown(state);
}

static struct form *opened(struct desk *d, const char *line)
{
	struct form *f = form_open(&d->ctx, line, NULL);

	assert_non_null(f);
	return f;
}

static void put(struct form *f, const char *argument, const char *value)
{
	struct form_field *x = form_find(f, argument);

	assert_non_null(x);
	form_field_put(x, value);
}

static void expect(struct desk *d, struct form *f, const char *want)
{
	g_autoptr(GError) err = NULL;

	g_string_truncate(called, 0);
	assert_true(form_run(f, &d->ctx, &err));
	assert_string_equal(called->str, want);
}

static void fields_follow_the_template(void **state)
{
	struct form *f = opened(*state, "make");

	assert_null(form_find(f, "ROOM"));
	assert_null(form_find(f, "--password"));
	assert_true(form_find(f, "TITLE")->needed);
	assert_int_equal(form_find(f, "a|b|c")->kind, FORM_CHOICE);
	assert_string_equal(form_find(f, "a|b|c")->label, "make");
	assert_int_equal(form_find(f, "--notes")->kind, FORM_TEXT);
	assert_int_equal(form_find(f, "--assign")->kind, FORM_LINE);
	assert_int_equal(form_find(f, "--option")->kind, FORM_TEXT);
	assert_int_equal(form_find(f, "--about")->kind, FORM_TEXT);
	assert_int_equal(form_find(f, "--role")->kind, FORM_LINE);
	assert_int_equal(form_find(f, "--flag")->kind, FORM_FLAG);
	form_free(f);
}

static void a_place_is_asked_for_where_none_is_open(void **state)
{
	struct desk *d = *state;
	struct form *f;

	d->ctx.room = 0;
	f = opened(d, "make");
	assert_true(form_find(f, "ROOM")->needed);
	form_free(f);
}

static void values_mean_nothing_but_themselves(void **state)
{
	struct form *f = opened(*state, "make");

	put(f, "TITLE", "--flag \"it's\" $5 #12 \\ süß 水");
	put(f, "--notes", "-- one\n  'two'\n");
	expect(*state, f, "TITLE=--flag \"it's\" $5 #12 \\ süß 水;"
	       "--notes=-- one\n  'two';");
	form_free(f);
}

static void repeated_ones_come_one_by_one(void **state)
{
	struct form *f = opened(*state, "make x");

	put(f, "--assign", " @ben , @chloe,,");
	put(f, "--option", "yes, of course\n\n no");
	put(f, "--flag", "yes");
	expect(*state, f, "TITLE=x;--assign=@ben|@chloe;--flag=;"
	       "--option=yes, of course|no;");
	form_free(f);
}

static void what_is_given_is_filled_in(void **state)
{
	struct form *f = opened(*state, "sheet --due sat --assign @ben "
				"Fix the pump");

	assert_string_equal(form_find(f, "TITLE")->value, "Fix the pump");
	assert_string_equal(form_find(f, "--due")->value, "sat");
	assert_string_equal(form_find(f, "--assign")->value, "@ben");
	expect(*state, f, "TITLE=Fix the pump;--assign=@ben;--due=sat;");
	form_free(f);
}

static void what_is_there_is_sent_when_it_changes(void **state)
{
	struct form *f = opened(*state, "sheet");

	assert_string_equal(form_find(f, "TITLE")->value,
			    "Pu[31mmpevil second");
	assert_string_equal(form_find(f, "--assign")->value,
			    "@ann:council.org, @ben:council.org");
	expect(*state, f, "TITLE=Pu[31mmpevil second;--due=fri;");
	put(f, "--assign", "");
	put(f, "--notes", "");
	put(f, "--due", "");
	expect(*state, f, "TITLE=Pu[31mmpevil second;--assign=none;--notes=;");
	form_free(f);
}

static void choices_are_walked_and_picked(void **state)
{
	struct form *f = opened(*state, "enter");
	struct form_field *x = form_find(f, "a|b|c");

	form_field_step(x, -1);
	assert_string_equal(x->value, "c");
	form_field_step(x, 1);
	assert_string_equal(x->value, "a");
	assert_true(form_field_pick(x, 'B'));
	assert_false(form_field_pick(x, 'z'));
	put(f, "TITLE", "x");
	expect(*state, f, "TITLE=x;a|b|c=b;matrix=matrix;");
	form_field_put(x, "d");
	assert_false(form_run(f, &((struct desk *)*state)->ctx, NULL));
	assert_ptr_equal(form_wrong(f), x);
	form_free(f);
}

static void what_is_optional_can_be_left_out_again(void **state)
{
	struct form *f = opened(*state, "make x");
	struct form_field *x = form_find(f, "a|b|c");

	form_field_step(x, 1);
	assert_string_equal(x->value, "a");
	form_field_step(x, -1);
	assert_string_equal(x->value, "");
	expect(*state, f, "TITLE=x;");
	form_free(f);
}

static void problems_stand_at_their_field(void **state)
{
	struct desk *d = *state;
	struct form *f = opened(d, "make");

	assert_false(form_run(f, &d->ctx, NULL));
	assert_string_equal(form_wrong(f)->name, "TITLE");
	put(f, "TITLE", "x");
	put(f, "--assign", "bne, ann");
	refuse = "Nobody in general is called \"bne\".";
	assert_false(form_run(f, &d->ctx, NULL));
	assert_string_equal(form_wrong(f)->name, "--assign");
	refuse = "The notes are too long.";
	assert_false(form_run(f, &d->ctx, NULL));
	assert_string_equal(form_wrong(f)->name, "--notes");
	refuse = "You may not do that here.";
	assert_false(form_run(f, &d->ctx, NULL));
	assert_null(form_wrong(f));
	assert_string_equal(f->problem, refuse);
	form_free(f);
}

static void secrets_have_no_form(void **state)
{
	struct desk *d = *state;
	g_autoptr(GError) err = NULL;

	assert_null(form_open(&d->ctx, "unlock", &err));
	assert_non_null(strstr(err->message, "secret"));
}

static void what_may_not_be_done_is_not_asked_for(void **state)
{
	struct desk *d = *state;
	g_autoptr(GError) err = NULL;

	assert_null(form_open(&d->ctx, "barred", &err));
	assert_string_equal(err->message, "Only moderators may.");
}

static void the_selection_stays_with_the_form(void **state)
{
	struct desk *d = *state;
	int64_t room = d->ctx.room;
	struct form *f = opened(d, "make x");

	d->ctx.room = 99;
	expect(d, f, "TITLE=x;");
	assert_int_equal(called_in, room);
	assert_int_equal(d->ctx.room, 99);
	form_free(f);
}

static void dates_are_said_as_understood(void **state)
{
	struct desk *d = *state;
	struct form *f = opened(d, "make x --due 2026-12-01");
	g_autofree char *said = form_field_below(form_find(f, "--due"),
						 d->ctx.world);
	g_autofree char *other = NULL;

	assert_string_equal(said, "→ Tue 1 Dec");
	put(f, "--due", "someday");
	other = form_field_below(form_find(f, "--due"), d->ctx.world);
	assert_non_null(strstr(other, "e.g. fri"));
	form_free(f);
}

static void people_complete_after_a_comma(void **state)
{
	struct desk *d = *state;
	struct form *f = opened(d, "make x");
	struct form_field *x = form_find(f, "--assign");
	g_autoptr(GPtrArray) all = NULL;
	const struct completion *k;

	form_field_put(x, "@chloe, @be");
	all = form_complete(f, &d->ctx, x, strlen(x->value), 5);
	assert_true(all->len > 0);
	k = g_ptr_array_index(all, 0);
	assert_string_equal(k->text, "@ben");
	assert_int_equal(k->from, 8);
	form_free(f);
}

static void drafts_hold_what_was_typed(void **state)
{
	struct form *f = opened(*state, "sheet");
	struct form *g = opened(*state, "sheet");
	g_autofree char *none = form_draft(f), *draft = NULL;

	assert_string_equal(none, "");
	put(f, "--notes", "a=b\nü");
	put(f, "--assign", "");
	draft = form_draft(f);
	assert_true(form_restore(g, draft));
	assert_string_equal(form_find(g, "--notes")->value, "a=b\nü");
	assert_string_equal(form_find(g, "--assign")->value, "");
	form_reset(g);
	assert_string_equal(form_find(g, "--notes")->value, "one\ntwo");
	assert_false(form_restore(g, ""));
	assert_false(form_restore(g, "junk\x1e--gone\x1f" "x\x1e"));
	assert_non_null(strstr(f->key, "form sheet !a"));
	form_free(f);
	form_free(g);
}

static bool note_form(void *user, const struct command *c,
		      const struct args *given, GError **err)
{
	(void)user;
	(void)err;
	g_string_append_printf(called, "form %s %d;", c->name,
			       args_flag(given, "--due"));
	return true;
}

static void rows_that_ask_open_their_form(void **state)
{
	struct desk *d = *state;
	struct command_front front = *d->ctx.front;

	front.form = note_form;
	d->ctx.front = &front;
	assert_true(command_run_line(&d->ctx, "make --due fri", IN_PROMPT,
				     NULL));
	assert_true(command_run_line(&d->ctx, "make x", IN_PROMPT, NULL));
	assert_false(command_run_line(&d->ctx, "enter", IN_PROMPT, NULL));
	assert_true(command_run_line(&d->ctx, "beg", IN_PROMPT, NULL));
	assert_true(command_run_line(&d->ctx, "beg --flag", IN_PROMPT, NULL));
	assert_string_equal(called->str, "form make 1;TITLE=x;form beg 0;"
			    "--flag=;");
}

static bool note_list(void *user, const struct command *c, const char *line,
		      GError **err)
{
	(void)user;
	(void)c;
	(void)err;
	g_string_append(called, line);
	return true;
}

static void lists_are_asked_for_by_a_line(void **state)
{
	struct desk *d = *state;
	struct command_front front = *d->ctx.front;
	struct form *f = opened(d, "peer");

	front.list = note_list;
	d->ctx.front = &front;
	put(f, "NAME", "--a \"b\\c\"");
	put(f, "TEXT", "it's \"so\"");
	put(f, "--tag", "x y, z");
	put(f, "--flag", "yes");
	expect(d, f, "peer --tag \"x y\" --tag \"z\" --flag -- "
	       "\"--a \\\"b\\\\c\\\"\" it's \"so\"");
	form_free(f);
}

#define FORM_TEST(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FORM_TEST(fields_follow_the_template),
		FORM_TEST(a_place_is_asked_for_where_none_is_open),
		FORM_TEST(values_mean_nothing_but_themselves),
		FORM_TEST(repeated_ones_come_one_by_one),
		FORM_TEST(what_is_given_is_filled_in),
		FORM_TEST(what_is_there_is_sent_when_it_changes),
		FORM_TEST(choices_are_walked_and_picked),
		FORM_TEST(what_is_optional_can_be_left_out_again),
		FORM_TEST(problems_stand_at_their_field),
		FORM_TEST(secrets_have_no_form),
		FORM_TEST(what_may_not_be_done_is_not_asked_for),
		FORM_TEST(the_selection_stays_with_the_form),
		FORM_TEST(dates_are_said_as_understood),
		FORM_TEST(people_complete_after_a_comma),
		FORM_TEST(drafts_hold_what_was_typed),
		FORM_TEST(rows_that_ask_open_their_form),
		FORM_TEST(lists_are_asked_for_by_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
