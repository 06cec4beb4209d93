#include "ui/remind.h"

#include "model/charter.h"
#include "model/guest.h"
#include "store/charters.h"

/* True the first time for this key and value. */
static bool say_once(struct ui *ui, const char *key, const char *value)
{
	g_autofree char *told = reader_state(ui->reader, key);

	if (g_strcmp0(told, value) == 0)
		return false;
	ui_set_state(ui, key, value);
	return true;
}

void remind_guests(struct ui *ui)
{
	int64_t today = world_civil(ui->ctx.world,
				    world_now(ui->ctx.world)).day;
	g_autofree char *day = charter_say_day(today);
	g_autoptr(GPtrArray) list = NULL;

	if (!ui->reader)
		return;
	list = reader_guests(ui->reader, 0, 0, today + GUEST_SOON);
	if (!list->len || !say_once(ui, "guests-told", day))
		return;
	if (list->len == 1) {
		const struct guest *g = list->pdata[0];

		ui_say(ui, "%s is a guest of %s whose last day %s: :guests "
		       "--due", g->name, g->room_name,
		       g->until < today ? "is over" : "is near");
	} else {
		ui_say(ui, "There are %u guests whose last day is over or "
		       "near: :guests --due", list->len);
	}
}

static bool ask(struct ui *ui, int64_t room)
{
	struct charter *c = reader_must_accept(ui->reader, room) ?
		reader_charter(ui->reader, room) : NULL;
	struct room *place = c ? reader_room(ui->reader, room) : NULL;
	g_autofree char *digest = c ? charter_digest(c) : NULL;
	g_autofree char *key = place ? g_strconcat("accept-asked/", place->rid,
						   NULL) : NULL;
	bool asked = key && say_once(ui, key, digest);

	if (asked)
		ui_say(ui, "%s asks you to accept its charter: :charter '%s' "
		       "shows it, :charter accept '%s' accepts.", place->name,
		       place->name, place->name);
	room_free(place);
	charter_free(c);
	return asked;
}

void remind_charter(struct ui *ui, int64_t room)
{
	g_autoptr(GPtrArray) parents = NULL;

	if (!ui->reader || ask(ui, room))
		return;
	parents = reader_parents(ui->reader, room);
	for (guint i = 0; i < parents->len; i++) {
		struct room *space = reader_room_by_rid(ui->reader, 0,
							parents->pdata[i]);
		bool asked = space && ask(ui, space->id);

		room_free(space);
		if (asked)
			return;
	}
}
