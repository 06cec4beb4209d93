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

static struct record *room(const char *name, int unread)
{
	struct record *r = record_new("room");

	record_text(r, "name", name);
	record_int(r, "unread", unread);
	record_int(r, "mentions", 0);
	record_int(r, "members", 14);
	record_text(r, "area", "internal");
	record_text(r, "topic", "Keep the river out of Quay Street");
	return r;
}

static char *rooms(int width)
{
	struct capture c;
	struct desk d;
	char *text;

	desk_init(&d, width);
	capture_begin(&c);
	print_record(d.printer, room("general", 3));
	print_record(d.printer, room("日本語", 0));
	print_rows(d.printer);
	text = capture_end(&c);
	desk_clear(&d);
	return text;
}

static void columns_stand_below_each_other(void **state)
{
	g_autofree char *text = rooms(0);

	(void)state;
	assert_string_equal(text,
		"general  3  14  internal  Keep the river out of Quay "
		"Street\n"
		"日本語      14  internal  Keep the river out of Quay "
		"Street\n");
}

static void a_terminal_gets_titles_and_no_more_than_fits(void **state)
{
	g_autofree char *text = rooms(60);

	(void)state;
	assert_string_equal(text,
		"room     unread  people  area      topic\n"
		"general       3      14  internal  Keep the river out of Qu…\n"
		"日本語               14  internal  Keep the river out of Qu…\n"
		);
}

static void harmless(const char *text)
{
	for (; *text; text++)
		assert_true((unsigned char)*text >= 0x20 || *text == '\n');
}

static void no_control_bytes(void **state)
{
	struct record *r = room("a\033]0;x\ab", 1);
	g_autofree char *text = NULL;
	struct capture c;
	struct desk d;

	(void)state;
	desk_init(&d, 0);
	capture_begin(&c);
	print_record(d.printer, r);
	print_rows(d.printer);
	text = capture_end(&c);
	harmless(text);
	desk_clear(&d);
}

static void tasks_as_people_say_them(void **state)
{
	g_autoptr(GPtrArray) who = g_ptr_array_new();
	struct record *r = record_new("task");
	g_autofree char *text = NULL;
	struct capture c;
	struct desk d;

	(void)state;
	g_ptr_array_add(who, (gpointer)"@ben:council.org");
	record_text(r, "status", "open");
	record_text(r, "title", "Order pumps");
	record_texts(r, "assignees", who);
	record_text(r, "due", "2026-11-25");
	record_text(r, "room_name", "general");
	record_text(r, "id", "$abcdefghijkl");
	desk_init(&d, 0);
	capture_begin(&c);
	print_record(d.printer, r);
	print_rows(d.printer);
	text = capture_end(&c);
	assert_string_equal(text, "☐  Order pumps  ben  overdue 2 d  general"
			    "  $abcdefgh\n");
	desk_clear(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_stand_below_each_other),
		cmocka_unit_test(a_terminal_gets_titles_and_no_more_than_fits),
		cmocka_unit_test(no_control_bytes),
		cmocka_unit_test(tasks_as_people_say_them),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
