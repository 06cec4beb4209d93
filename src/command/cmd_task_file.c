/* Commands: tasks and events to files of other programs, and from them. */
#include "command/ical.h"
#include "command/internal.h"
#include "command/todotxt.h"

#include <string.h>
#include <sys/stat.h>

#define FILE_MAX_BYTES (16 << 20)
#define PAGE 200

/* ---- out ----------------------------------------------------------------------- */

static void free_thing(gpointer t)
{
	thing_free(t);
}

/* All that a query asks for. */
static GPtrArray *collect(struct command_call *call, struct thing_query *q)
{
	GPtrArray *all = g_ptr_array_new_with_free_func(free_thing);

	q->limit = PAGE;
	for (q->offset = 0;; q->offset += PAGE) {
		g_autoptr(GPtrArray) list = reader_things(call->ctx->reader,
							 q);
		guint n = list->len;

		g_ptr_array_extend_and_steal(all, g_steal_pointer(&list));
		if (n < PAGE)
			return all;
	}
}

/* Programs for tables take a cell that begins so for a formula. */
static void put_cell(GString *out, const char *text, bool last)
{
	g_string_append_c(out, '"');
	if (text && *text && strchr("=+-@\t\r", *text))
		g_string_append_c(out, '\'');
	for (; text && *text; text++) {
		if (*text == '"')
			g_string_append_c(out, '"');
		g_string_append_c(out, *text);
	}
	g_string_append(out, last ? "\"\r\n" : "\",");
}

static void put_cells(GString *out, const GPtrArray *words)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (guint i = 0; words && i < words->len; i++)
		g_string_append_printf(all, "%s%s", i ? " " : "",
				       (const char *)words->pdata[i]);
	put_cell(out, all->str, false);
}

/* RFC 4180. */
static char *write_csv(struct command_call *call, const GPtrArray *tasks)
{
	static const char *const priorities[] = { "", "low", "high",
						  "urgent" };
	GString *out = g_string_new("title,status,assignees,due,start,"
				    "priority,tags,estimate,room,notes,id"
				    "\r\n");

	(void)call;
	for (guint i = 0; i < tasks->len; i++) {
		const struct thing *t = tasks->pdata[i];
		g_autofree char *due = answer_day(t->due);
		g_autofree char *start = answer_day(t->start);

		put_cell(out, t->title, false);
		put_cell(out, thing_status_word(t), false);
		put_cells(out, t->assignees);
		put_cell(out, due, false);
		put_cell(out, start, false);
		put_cell(out, priorities[CLAMP(t->priority, 0, 3)], false);
		put_cells(out, t->tags);
		g_string_append_printf(out, "%d,", t->estimate);
		put_cell(out, t->room_name, false);
		put_cell(out, t->notes, false);
		put_cell(out, t->eid, true);
	}
	return g_string_free(out, FALSE);
}

static char *write_ics(struct command_call *call, const GPtrArray *tasks)
{
	return ical_write(tasks, call->ctx->world);
}

static char *write_todo(struct command_call *call, const GPtrArray *tasks)
{
	return todotxt_write(tasks, call->ctx->world);
}

static char *write_md(struct command_call *call, const GPtrArray *tasks)
{
	GString *out = g_string_new(NULL);

	markdown_heading(out, 1, "Tasks", NULL);
	for (guint i = 0; i < tasks->len; i++)
		markdown_thing(call, out, tasks->pdata[i]);
	return g_string_free(out, FALSE);
}

static const struct format {
	const char *name;
	char *(*write)(struct command_call *, const GPtrArray *);
} formats[] = {
	{ "ics", write_ics }, { "todo", write_todo }, { "md", write_md },
	{ "csv", write_csv },
};

static const struct format *find_format(const char *name, GError **err)
{
	for (size_t i = 0; i < G_N_ELEMENTS(formats); i++)
		if (!name || !strcmp(formats[i].name, name))
			return &formats[i];
	call_fail(err, FM_ERROR_USAGE, "\"%s\" is no format; expected ics, "
		  "todo, md or csv (\"--json task list\" gives JSON).", name);
	return NULL;
}

static bool hand_out(struct command_call *call, const char *text, guint n,
		     GError **err)
{
	const char *file = args_get(call->args, "--to");

	if (!file || !strcmp(file, "-")) {
		call_document(call, text);
		return true;
	}
	if (!g_file_set_contents_full(file, text, -1,
				      G_FILE_SET_CONTENTS_CONSISTENT, 0600,
				      err))
		return false;
	call_say(call, "Wrote %u to %s.", n, file);
	return true;
}

static bool export(struct command_call *call, struct thing_query *q,
		   const struct format *format, GError **err)
{
	g_autoptr(GPtrArray) all = NULL;
	g_autofree char *text = NULL;

	if (!call_thing_scope(call, q, err))
		return false;
	all = collect(call, q);
	text = format->write(call, all);
	return hand_out(call, text, all->len, err);
}

static bool run_export(struct command_call *call, GError **err)
{
	const struct format *format = find_format(args_get(call->args,
						"--format"), err);
	struct thing_query q = {
		.kind = KIND_TASK, .account = call->ctx->account,
		.mine = args_flag(call->args, "--mine"),
		.open_only = args_flag(call->args, "--open"),
	};

	return format && export(call, &q, format, err);
}

static bool run_export_events(struct command_call *call, GError **err)
{
	struct thing_query q = {
		.kind = KIND_EVENT, .account = call->ctx->account,
		.order = ORDER_BEGINS,
	};

	return export(call, &q, &formats[0], err);
}

/* ---- in -------------------------------------------------------------------------- */

static char *read_file(struct command_call *call, GError **err)
{
	const char *file = args_get(call->args, "FILE");
	struct stat st;
	char *text = NULL;

	if (!strcmp(file, "-"))
		return call->ctx->front->input(call->ctx->user, err);
	if (stat(file, &st) == 0 && st.st_size > FILE_MAX_BYTES) {
		call_fail(err, FM_ERROR_REFUSED, "%s has more than 16 MiB; "
			  "nothing was read.", file);
		return NULL;
	}
	if (!g_file_get_contents(file, &text, NULL, err))
		return NULL;
	return text;
}

/* What tells two entries apart when their ids do not: the kind, the title and
 * when. Yours. */
static char *key_of(const struct thing *t)
{
	return g_strdup_printf("%d\n%s\n%" G_GINT64_FORMAT, (int)t->kind,
			       t->title, t->kind == KIND_EVENT ? t->begin :
			       t->due);
}

static void know(GHashTable *known, struct command_call *call, int64_t room,
		 enum thing_kind kind)
{
	struct thing_query q = { .kind = kind, .room = room };
	g_autoptr(GPtrArray) all = collect(call, &q);

	for (guint i = 0; i < all->len; i++) {
		const struct thing *t = all->pdata[i];

		g_hash_table_add(known, key_of(t));
		if (t->eid)
			g_hash_table_add(known, g_strdup(t->eid));
	}
}

/* Takes the task. */
static bool import_one(struct command_call *call, const struct room *room,
		       struct thing *take, GError **err)
{
	if (args_flag(call->args, "--dry-run")) {
		take->rid = g_strdup(room->rid);
		take->room_name = g_strdup(room->name);
		call_answer(call, take);
		thing_free(take);
		return true;
	}
	return call_add_thing(call, room, take, err);
}

struct import {
	GHashTable *known;
	guint made, had;
};

static bool import_next(struct command_call *call, const struct room *room,
			struct import *im, struct thing *take, GError **err)
{
	char *key = key_of(take);

	if (g_hash_table_contains(im->known, key) ||
	    (take->eid && g_hash_table_contains(im->known, take->eid))) {
		g_free(key);
		thing_free(take);
		im->had++;
		return true;
	}
	g_hash_table_add(im->known, key);
	if (take->parent && g_hash_table_contains(im->known, take->parent))
		take->fields |= THING_PARENT;
	else
		g_clear_pointer(&take->parent, g_free);
	g_clear_pointer(&take->eid, g_free);
	im->made++;
	return import_one(call, room, take, err);
}

static GPtrArray *read_things(struct command_call *call, const char *text,
			      GPtrArray *notes)
{
	GPtrArray *list = ical_read(text, strlen(text), call->ctx->world,
				    notes);

	return list ? list : todotxt_read(text, strlen(text));
}

static bool import(struct command_call *call, const struct room *room,
		   const char *text, GError **err)
{
	g_autoptr(GPtrArray) notes = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) list = read_things(call, text, notes);
	g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash,
			g_str_equal, g_free, NULL);
	struct import im = { .known = known };
	bool ok = true;

	know(known, call, room->id, KIND_TASK);
	know(known, call, room->id, KIND_EVENT);
	for (guint i = 0; ok && i < list->len; i++) {
		struct thing *t = list->pdata[i];

		list->pdata[i] = NULL;
		ok = import_next(call, room, &im, t, err);
	}
	for (guint i = 0; i < notes->len; i++)
		call_note(call, "%s", (char *)notes->pdata[i]);
	call_note(call, "%u %s, %u left out because they are there already.",
		  im.made, args_flag(call->args, "--dry-run") ?
		  "would be added" : "added", im.had);
	return ok;
}

static bool run_import(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	g_autofree char *text = room ? read_file(call, err) : NULL;
	bool ok = text && import(call, room, text, err);

	room_free(room);
	return ok;
}

const struct command task_file_rows[] = {
	{ "task export", NULL, "[ROOM] [--mine] [--open] [--format FORMAT] "
	  "[--to FILE]", "write tasks for other programs", "Of a room, of a "
	  "space with all its rooms, or of all. FORMAT is ics (iCalendar), "
	  "todo (todo.txt), md (Markdown) or csv; ics without it.", NULL,
	  IN_SHELL, run_export },
	{ "task import", NULL, "ROOM FILE [--dry-run]", "make tasks from a "
	  "file of another program", "FILE is iCalendar, whose events become "
	  "events, or todo.txt; \"-\" is standard input. What the room has "
	  "already, by its id or its title and date, is left out, so that the "
	  "same file can come twice. --dry-run shows what would be made.",
	  NULL, IN_SHELL, run_import },
	{ "event export", NULL, "[ROOM] [--to FILE]", "write events as "
	  "iCalendar", "Of a room, of a space with all its rooms, or of all.",
	  NULL, IN_SHELL, run_export_events },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
