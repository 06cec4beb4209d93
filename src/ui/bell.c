#include "ui/bell.h"

#include <stdlib.h>
#include <string.h>
#include "notify/notify.h"

#define WAIT_MS 200

static const char *from_environment(const char *name)
{
	return g_getenv(name);
}

/* The engine reminds, and knows no options. */
static void tell_hour(struct ui *ui)
{
	g_autofree char *hour = g_strdup_printf("%d", options_int(
					ui->setup.options, "remind-hour"));
	g_autofree char *had = ui->reader ? reader_state(ui->reader,
							 "remind_hour")
					  : NULL;

	if (g_strcmp0(had, hour) && (had || strcmp(hour, "9")))
		ui_set_state(ui, "remind_hour", hour);
}

void bell_start(struct ui *ui)
{
	const char *word = options_text(ui->setup.options, "notify");

	ui->notifier = notifier_new(notify_way_from(word ? word : "auto"),
				    from_environment, ui->setup.world);
	tell_hour(ui);
}

static void send_bytes(struct ui *ui, char *take)
{
	if (take)
		g_string_append(ui->out, take);
	g_free(take);
	ui_touch(ui);
}

/* The room whose newest messages can be read on the screen now. */
static int64_t room_in_sight(const struct ui *ui)
{
	return feed_is(ui->main) ? ui->room : 0;
}

void bell_ring(struct ui *ui, const struct message *m)
{
	struct notify_settings set = {
		.enabled = true, .sound = true, .focused = ui->focused,
		.focus_room = room_in_sight(ui),
		.hide_text = !options_bool(ui->setup.options, "notify-text"),
	};
	struct ring_words words = {
		.room = m->room, .ring = m->n, .who = m->a, .text = m->b,
		.place = m->c,
	};
	struct notice notice;

	if (!ui->notifier || !notice_init(&notice, &set, &words))
		return;
	send_bytes(ui, notifier_show(ui->notifier, &notice));
	notice_clear(&notice);
}

void bell_unring(struct ui *ui, const struct message *m)
{
	if (ui->notifier)
		notifier_withdraw(ui->notifier, m->room);
}

int bell_fd(const struct ui *ui)
{
	return ui->notifier ? notifier_fd(ui->notifier) : -1;
}

void bell_late(struct ui *ui)
{
	char *bytes;

	while (ui->notifier && (bytes = notifier_late(ui->notifier)))
		send_bytes(ui, bytes);
}

void bell_focus(struct ui *ui)
{
	int64_t room = room_in_sight(ui);

	if (ui->focused && room && ui->notifier)
		notifier_withdraw(ui->notifier, room);
}

void bell_free(struct ui *ui)
{
	if (ui->notifier)
		notifier_free(ui->notifier, WAIT_MS);
	ui->notifier = NULL;
}
