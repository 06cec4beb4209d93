/* Words and small drawings that several panes share. */
#include <string.h>
#include "text/text.h"
#include "ui/pane.h"

static const char *const day_names[] = {
	"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
	"Saturday",
};
static const char *const month_names[] = {
	"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December",
};

enum role say_area_role(enum area a)
{
	return a == AREA_INTERNAL ? ROLE_INTERNAL :
	       a == AREA_EXTERNAL ? ROLE_EXTERNAL :
	       a == AREA_PUBLIC ? ROLE_PUBLIC : ROLE_DIM;
}

const char *say_area(enum area a)
{
	return a == AREA_INTERNAL ? "INTERNAL" :
	       a == AREA_EXTERNAL ? "EXTERNAL" :
	       a == AREA_PUBLIC ? "PUBLIC" : "UNKNOWN";
}

char *say_short_name(const char *uid)
{
	const char *from = uid && *uid == '@' ? uid + 1 : uid;
	const char *colon = from ? strchr(from, ':') : NULL;

	if (!from)
		return g_strdup("somebody");
	return colon && colon > from ? g_strndup(from, colon - from)
				     : g_strdup(from);
}

char *say_name_of(struct ui *ui, int64_t room, const char *uid)
{
	g_autofree char *key = g_strdup_printf("%" G_GINT64_FORMAT " %s",
					       room, uid ? uid : "");
	const char *known = g_hash_table_lookup(ui->names, key);
	struct member *m;
	char *name;

	if (known)
		return g_strdup(known);
	m = ui->reader && uid ? reader_member(ui->reader, room, uid) : NULL;
	name = m && m->name && *m->name ? g_strdup(m->name)
					: say_short_name(uid);
	member_free(m);
	g_hash_table_insert(ui->names, g_steal_pointer(&key), g_strdup(name));
	return name;
}

char *say_room(struct ui *ui, const struct room *r)
{
	g_autoptr(GPtrArray) parents = reader_parents(ui->reader, r->id);
	struct room *space = parents->len ? reader_room_by_rid(ui->reader,
		r->account, g_ptr_array_index(parents, 0)) : NULL;
	char *words = space ? g_strdup_printf("%s · %s", r->name, space->name)
			    : g_strdup(r->name);

	room_free(space);
	return words;
}

char *say_clock(struct ui *ui, int64_t ts)
{
	struct civil c = world_civil(ui->setup.world, ts);
	const char *format = options_text(ui->setup.options, "time-format");

	if (format && !strcmp(format, "12h"))
		return g_strdup_printf("%d:%02d%s",
				       c.hour % 12 ? c.hour % 12 : 12, c.min,
				       c.hour < 12 ? "a" : "p");
	return g_strdup_printf("%02d:%02d", c.hour, c.min);
}

char *say_day(struct ui *ui, int64_t ts)
{
	struct civil c = world_civil(ui->setup.world, ts);
	struct civil now = world_civil(ui->setup.world,
				       world_now(ui->setup.world));

	if (c.day == now.day)
		return g_strdup("Today");
	if (c.day == now.day - 1)
		return g_strdup("Yesterday");
	if (c.year == now.year)
		return g_strdup_printf("%s %d %s", day_names[c.wday], c.mday,
				       month_names[c.mon - 1]);
	return g_strdup_printf("%s %d %s %d", day_names[c.wday], c.mday,
			       month_names[c.mon - 1], c.year);
}

char *say_time(struct ui *ui, int64_t ts)
{
	struct civil c = world_civil(ui->setup.world, ts);
	struct civil now = world_civil(ui->setup.world,
				       world_now(ui->setup.world));
	g_autofree char *clock = say_clock(ui, ts);

	if (c.day == now.day)
		return g_steal_pointer(&clock);
	if (c.day < now.day && c.day > now.day - 6)
		return g_strdup_printf("%.3s %s", day_names[c.wday], clock);
	if (c.year == now.year)
		return g_strdup_printf("%.3s %d %.3s", day_names[c.wday],
				       c.mday, month_names[c.mon - 1]);
	return g_strdup_printf("%d %.3s %d", c.mday, month_names[c.mon - 1],
			       c.year);
}

int say_heading(struct surface *s, struct rect r, const char *text,
	       const char *right, bool focus)
{
	int used = 0;

	if (right && *right) {
		used = text_width(right, -1) + 2;
		surface_put_right(s, AT(r.x, r.y, r.w - 1), PLAIN(ROLE_DIM),
				  right);
	}
	surface_put_cut(s, AT(r.x + 1, r.y, r.w - 1 - used),
			PLAIN(focus ? ROLE_HEADING_FOCUS : ROLE_HEADING), text);
	return r.y + 1;
}

void say_bar(struct surface *s, int x, int y, bool selected, bool focus)
{
	if (selected)
		surface_put(s, AT(x, y, 1), PLAIN(focus ? ROLE_BAR : ROLE_DIM),
			    surface_symbol(s, focus ? "▌" : "▏"), -1);
}

void say_empty(struct surface *s, struct rect r, const char *words)
{
	struct rich *rich = rich_from_plain(words, strlen(words));
	struct layout l;

	layout_init(&l, rich, MAX(r.w - 4, 8), r.h - 1, NULL);
	for (unsigned i = 0; i < layout_lines(&l); i++) {
		unsigned n;
		const struct span *span = layout_line(&l, i, &n);
		int x = r.x + 2;

		for (unsigned k = 0; k < n; k++)
			x += surface_put(s, AT(x, r.y + 1 + i, r.x + r.w - x),
					 PLAIN(ROLE_DIM), span[k].s,
					 span[k].len);
	}
	layout_clear(&l);
	rich_free(rich);
}

int say_block(struct surface *s, struct rect r, int y, enum role role,
	      const char *words)
{
	struct rich *rich = rich_from_plain(words, strlen(words));
	struct layout l;
	unsigned n;

	layout_init(&l, rich, r.w, 0, NULL);
	for (unsigned i = 0; i < layout_lines(&l); i++, y++) {
		const struct span *span = layout_line(&l, i, &n);
		int x = r.x;

		for (unsigned k = 0; s && k < n; k++)
			x += surface_put(s, AT(x, y, r.x + r.w - x),
					 PLAIN(role), span[k].s, span[k].len);
	}
	layout_clear(&l);
	rich_free(rich);
	return y;
}
