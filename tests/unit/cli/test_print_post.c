#include "cli/front.h"
#include "unit/cli/capture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

struct desk {
	struct world world;
	struct command_context ctx;
	struct printer *printer;
};

/* A printer for a terminal of so many columns; 0: for a pipe. */
static void desk_init(struct desk *d, int width)
{
	/* Friday 27 November 2026, 12:00 UTC */
	world_init_fixed(&d->world, INT64_C(1795780800000), "UTC");
	d->ctx = (struct command_context){ .world = &d->world,
					   .options = options_new() };
	d->printer = printer_new(&d->ctx);
	d->printer->width = width;
	d->printer->color = d->printer->ascii = false;
}

static void desk_clear(struct desk *d)
{
	printer_free(d->printer);
	options_free(d->ctx.options);
	world_clear(&d->world);
}

static struct record *post(const char *name, const char *text)
{
	struct record *r = record_new("post");

	record_text(r, "id", "$abcdefghijkl");
	record_text(r, "name", name);
	record_int(r, "ts", INT64_C(1795780800000));
	record_text(r, "kind", "text");
	record_text(r, "text", text);
	record_text(r, "state", "sent");
	record_counts(r, "reactions", NULL, 0);
	return r;
}

static char *print(struct record *take, int width)
{
	struct capture c;
	struct desk d;
	char *text;

	desk_init(&d, width);
	capture_begin(&c);
	print_record(d.printer, take);
	text = capture_end(&c);
	desk_clear(&d);
	return text;
}

static void expect(struct record *take, int width, const char *want)
{
	g_autofree char *is = print(take, width);

	assert_string_equal(is, want);
}

static void a_message(void **state)
{
	(void)state;
	expect(post("Ben Osei", "Two of four pumps failed the test"), 28,
	       "Friday 27 November 2026\n"
	       "12:00  Ben Osei  $abcdefgh\n"
	       "       Two of four pumps\n"
	       "       failed the test\n");
}

static void with_all_that_belongs_to_it(void **state)
{
	struct record *r = post("Ben Osei", "plain");

	(void)state;
	record_text(r, "html", "see <b>this</b>");
	record_bool(r, "edited", true);
	record_text(r, "reply_name", "Ann");
	record_text(r, "reply_text", "Which\nones?");
	record_counts(r, "reactions", "👍", 2);
	record_int(r, "replies", 1);
	record_text(r, "state", "failed");
	record_text(r, "error", "no");
	expect(r, 0, "Friday 27 November 2026\n"
	       "12:00  Ben Osei  $abcdefgh  edited\n"
	       "       ┆ Ann: Which ones?\n"
	       "       see this\n"
	       "       👍 2 · 1 reply in its thread · failed: no\n");
}

static void removed(void **state)
{
	struct record *r = post("Ben", NULL);

	(void)state;
	record_bool(r, "redacted", true);
	record_text(r, "reason", "typo");
	expect(r, 0, "Friday 27 November 2026\n12:00  Ben  $abcdefgh\n"
	       "       removed: typo\n");
}

static void quiet(void **state)
{
	struct record *r = post("Ben", "Ben joined");

	(void)state;
	record_text(r, "kind", "member");
	expect(r, 0, "Friday 27 November 2026\n12:00  Ben joined\n");
}

static void a_hit(void **state)
{
	struct record *r = record_new("hit");

	(void)state;
	record_text(r, "id", "$abcdefghijkl");
	record_text(r, "name", "Ben");
	record_int(r, "ts", INT64_C(1795780800000));
	record_text(r, "snippet", "the\npumps");
	record_text(r, "room_name", "general");
	expect(r, 0, "2026-11-27 12:00  Ben in general  $abcdefgh\n"
	       "       the pumps\n");
}

static void spoilers_stay_hidden(void **state)
{
	struct record *r = post("Ben", "x");

	(void)state;
	record_text(r, "html", "it is <span data-mx-spoiler>Ann</span>");
	expect(r, 0, "Friday 27 November 2026\n12:00  Ben  $abcdefgh\n"
	       "       it is ▒▒▒\n");
}

static void clocks(void **state)
{
	struct desk d;
	g_autofree char *day = NULL, *half = NULL;

	(void)state;
	desk_init(&d, 0);
	day = print_clock(d.printer, INT64_C(1795780800000));
	assert_string_equal(day, "12:00");
	assert_true(options_set(d.ctx.options, "time-format", "12h", NULL));
	half = print_clock(d.printer, INT64_C(1795780800000) + 3600000);
	assert_string_equal(half, " 1:00p");
	desk_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_message),
		cmocka_unit_test(with_all_that_belongs_to_it),
		cmocka_unit_test(removed),
		cmocka_unit_test(quiet),
		cmocka_unit_test(a_hit),
		cmocka_unit_test(spoilers_stay_hidden),
		cmocka_unit_test(clocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
