#include "store/internal.h"

#include <string.h>

static void root_dirty(struct store *s, const struct hot *h, const char *root)
{
	g_hash_table_add(s->roots, g_strdup_printf("%" G_GINT64_FORMAT "\n%s",
						   h->id, root));
}

void task_part_put(struct store *s, struct hot *h, const struct part *p)
{
	g_autofree char *packed = pack_task(p->task);

	db_exec(&s->db, "INSERT OR IGNORE INTO part(room, root, pos, eid,"
		" sender, ts, kind, packed) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
		"isisiids", h->id, p->root, p->pos, p->eid, p->sender, p->ts,
		(int)p->kind, packed);
	root_dirty(s, h, p->root);
	hot_touch(s, h, HOT_TASKS, ROOM_HAS_TASKS);
}

void task_part_remove(struct store *s, struct hot *h, const char *eid)
{
	g_autofree char *root = db_text(&s->db, "SELECT root FROM part"
					" WHERE room = ? AND eid = ?", "is",
					h->id, eid);

	if (!root)
		return;
	db_exec(&s->db, "DELETE FROM part WHERE room = ? AND eid = ?", "is",
		h->id, eid);
	root_dirty(s, h, root);
	hot_touch(s, h, HOT_TASKS, ROOM_HAS_TASKS);
}

/* ---- the state of a task: doc/protocol.md, "Change of a task" ------------ */

struct state {
	struct task *task;
	int64_t post, creator, ts, changed, done_by;
};

static bool state_begin(struct state *t, struct store *s, int64_t room,
			const char *root)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT p.id, p.sender, p.ts,"
				    " a.packed FROM post p JOIN part a"
				    " ON a.room = p.room AND a.eid = p.eid"
				    " WHERE p.room = ? AND p.eid = ?"
				    " AND a.kind = 0", "is", room, root);

	memset(t, 0, sizeof *t);
	if (!db_row(&s->db, st))
		return false;
	t->post = db_num(st, 0);
	t->creator = db_num(st, 1);
	t->ts = t->changed = db_num(st, 2);
	t->task = pack_read_task(db_peek(st, 3));
	db_done(st);
	if (t->task && t->task->status == TASK_DONE)
		t->done_by = t->creator;
	return t->task != NULL;
}

static void state_lay(struct state *t, sqlite3_stmt *st)
{
	struct task *change = pack_read_task(db_peek(st, 3));
	int64_t sender = db_num(st, 0);

	/* Only the author edits; a change may not touch the source. */
	if (db_num(st, 2) == PART_EDIT && sender != t->creator)
		g_clear_pointer(&change, task_free);
	if (!change)
		return;
	if (db_num(st, 2) == PART_CHANGE)
		change->fields &= ~(uint32_t)TASK_SOURCE;
	task_apply(t->task, change);
	t->changed = MAX(t->changed, db_num(st, 1));
	if (change->fields & TASK_STATUS)
		t->done_by = sender;
	task_free(change);
}

static void state_finish(struct state *t, struct store *s, int64_t room,
			 const char *root)
{
	sqlite3_stmt *st = db_query(&s->db, "SELECT sender, ts, kind, packed"
				    " FROM part WHERE room = ? AND root = ?"
				    " AND kind <> 0 ORDER BY pos, eid", "is",
				    room, root);

	while (db_row(&s->db, st))
		state_lay(t, st);
	if (t->task->status != TASK_DONE)
		t->done_by = 0;
}

static bool is_mine(struct store *s, const struct hot *h,
		    const struct task *task)
{
	const struct self *me = cache_self(s, h->account);

	for (guint i = 0; me && task->assignees && i < task->assignees->len;
	     i++)
		if (strcmp(task->assignees->pdata[i], me->user) == 0)
			return true;
	return false;
}

static void write_task(struct store *s, const struct hot *h, const char *root,
		       const struct state *t)
{
	g_autofree char *packed = pack_task(t->task);
	const char *title = t->task->title ? t->task->title : "";

	db_exec(&s->db, "INSERT OR REPLACE INTO task(post, room, eid, status,"
		" due, priority, mine, ts, changed, creator, done_by, title,"
		" packed) VALUES(?, ?, ?, ?, nullif(?, ?), ?, ?, ?, ?, ?,"
		" nullif(?, 0), ?, ?)", "iisdiiddiiiiss", t->post, h->id,
		root, (int)t->task->status, t->task->due, TASK_NO_DUE,
		t->task->priority, (int)is_mine(s, h, t->task), t->ts,
		t->changed, t->creator, t->done_by, title, packed);
}

static void compute_task(struct store *s, struct hot *h, const char *root)
{
	struct state t;

	if (state_begin(&t, s, h->id, root)) {
		state_finish(&t, s, h->id, root);
		write_task(s, h, root, &t);
	} else {
		db_exec(&s->db, "DELETE FROM task WHERE post = (SELECT id"
			" FROM post WHERE room = ? AND eid = ?)", "is", h->id,
			root);
	}
	task_free(t.task);
}

static void count_tasks(struct store *s, struct hot *h)
{
	db_exec(&s->db, "UPDATE room SET (tasks_all, tasks_open) ="
		" (SELECT count(*), coalesce(sum(status = 0), 0) FROM task"
		" WHERE task.room = ?1) WHERE id = ?1", "i", h->id);
	hot_touch(s, h, HOT_COUNTS, ROOM_HAS_TASKS);
}

void tasks_flush(struct store *s)
{
	GHashTableIter it;
	void *key;

	g_hash_table_iter_init(&it, s->roots);
	while (g_hash_table_iter_next(&it, &key, NULL)) {
		const char *root = strchr(key, '\n') + 1;
		struct hot *h = cache_room_id(s, g_ascii_strtoll(key, NULL,
								 10));

		if (h)
			compute_task(s, h, root);
	}
	g_hash_table_remove_all(s->roots);
	for (guint i = 0; i < s->dirty->len; i++) {
		struct hot *h = s->dirty->pdata[i];

		if (h->dirty & HOT_TASKS)
			count_tasks(s, h);
	}
}
