#include "store/internal.h"

#include "base/log.h"

#include <string.h>

/* ---- positions ----------------------------------------------------------- */

static bool fill_from(struct store *s, struct hot *h, sqlite3_stmt *st)
{
	if (!db_row(&s->db, st))
		return false;
	h->fill.id = db_num(st, 0);
	h->fill.pos = db_num(st, 1);
	h->fill.floor = db_num(st, 2);
	h->fill.met = db_num(st, 3);
	h->fill.dirty = false;
	db_done(st);
	return true;
}

#define FILL_COLUMNS "SELECT id, pos, floor, met FROM gap WHERE room = ? "

/* Which gap does this piece of history belong to? The one it was asked from,
 * or the one that was given out last, or the oldest. */
static bool find_fill(struct store *s, struct hot *h, const char *token)
{
	unsigned hash = token ? g_str_hash(token) : 0;

	if (h->fill.id && h->fill.token == hash)
		return true;
	gap_save(s, h);
	h->fill.token = hash;
	if (token && fill_from(s, h, db_query(&s->db, FILL_COLUMNS
					      "AND token = ?", "is", h->id,
					      token)))
		return true;
	if (h->fill.id)
		return true;
	if (h->asked && fill_from(s, h, db_query(&s->db, FILL_COLUMNS
						 "AND id = ?", "ii", h->id,
						 h->asked)))
		return true;
	return fill_from(s, h, db_query(&s->db, FILL_COLUMNS
					"ORDER BY pos LIMIT 1", "i", h->id));
}

static int64_t pos_older(struct store *s, struct hot *h,
			 const struct change *c)
{
	if (find_fill(s, h, c->token))
		return h->fill.pos - 1;
	return h->min_pos ? h->min_pos - 1 : POS_START;
}

int64_t gap_next_pos(struct store *s, struct hot *h, const struct change *c)
{
	if (c->older)
		return pos_older(s, h, c);
	return h->max_pos ? h->max_pos + 1 : POS_START;
}

void gap_take_pos(struct store *s, struct hot *h, int64_t pos)
{
	if (h->fill.id && pos == h->fill.pos - 1) {
		h->fill.pos = pos;
		h->fill.dirty = true;
	}
	if (!h->min_pos || pos < h->min_pos)
		h->min_pos = pos;
	if (pos > h->max_pos)
		h->max_pos = pos;
	hot_touch(s, h, HOT_SAVE, 0);
}

bool gap_is_loose(const struct hot *h, const struct change *c)
{
	return c->older && !c->token && !h->asked;
}

void gap_save(struct store *s, struct hot *h)
{
	if (h->fill.dirty)
		db_exec(&s->db, "UPDATE gap SET pos = ?, met = ?"
			" WHERE id = ?", "idi", h->fill.pos, (int)h->fill.met,
			h->fill.id);
	h->fill.dirty = false;
}

/* ---- meeting what is stored ---------------------------------------------- */

/* A post that had been fetched on its own (for a thread, say) gets the place
 * it has in the history. */
static void move_loose(struct store *s, struct hot *h, const char *eid,
		       int64_t flags)
{
	int64_t pos = h->fill.pos - 1;

	db_exec(&s->db, "UPDATE post SET pos = ?, flags = ? WHERE room = ?"
		" AND eid = ?", "iiis", pos, flags & ~(int64_t)P_LOOSE, h->id,
		eid);
	db_exec(&s->db, "UPDATE part SET pos = ? WHERE room = ? AND eid = ?",
		"iis", pos, h->id, eid);
	gap_take_pos(s, h, pos);
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_POSTS);
}

void gap_met(struct store *s, struct hot *h, const struct change *c)
{
	const char *eid = c->post->eid;
	int64_t pos, flags;
	sqlite3_stmt *st;

	if (gap_is_loose(h, c) || !find_fill(s, h, c->token))
		return;
	st = db_query(&s->db, "SELECT pos, flags FROM post WHERE room = ?"
		      " AND eid = ?", "is", h->id, eid);
	if (!db_row(&s->db, st))
		return;
	pos = db_num(st, 0);
	flags = db_num(st, 1);
	db_done(st);
	if (h->fill.floor && pos <= h->fill.floor) {
		h->fill.met = h->fill.dirty = true;
		hot_touch(s, h, HOT_SAVE, 0);
	} else if (flags & P_LOOSE) {
		move_loose(s, h, eid, flags);
	}
}

/* ---- changes ------------------------------------------------------------- */

struct opening {
	int64_t pos, floor;
	const char *token, *until;
};

static void open_gap(struct store *s, struct hot *h, const struct opening *o)
{
	if (db_int(&s->db, 0, "SELECT id FROM gap WHERE room = ?"
		   " AND token = ?", "is", h->id, o->token))
		return;
	db_exec(&s->db, "INSERT INTO gap(room, pos, floor, token, until)"
		" VALUES(?, ?, ?, ?, ?)", "iiiss", h->id, o->pos, o->floor,
		o->token, o->until);
}

/* The first part of a room that we get: what came before it is missing. */
static void open_beginning(struct store *s, struct hot *h, const char *token)
{
	struct opening o = { .pos = POS_START, .token = token };

	if (!db_exec(&s->db, "UPDATE gap SET token = ? WHERE room = ?", "si",
		     token, h->id))
		open_gap(s, h, &o);
}

void store_apply_timeline(struct store *s, struct hot *h,
			  const struct change *c)
{
	g_autofree char *cursor = NULL;
	struct opening o = { .token = c->token };

	if (!c->token || !c->token[0] || strlen(c->token) > 4096) {
		if (c->n == 1)
			log_warn("store", "a gap without a token is not kept");
		return;
	}
	if (!h->max_pos) {
		open_beginning(s, h, c->token);
		return;
	}
	if (c->n != 1)
		return;
	cursor = c->key ? g_strdup(c->key) :
		 db_text(&s->db, "SELECT cursor FROM account WHERE id = ?",
			 "i", h->account);
	o.floor = h->max_pos;
	o.pos = (h->max_pos / POS_STEP + 1) * POS_STEP;
	o.until = cursor;
	open_gap(s, h, &o);
	h->max_pos = o.pos - 1;
	/* Who came and went meanwhile is not told. */
	hot_touch(s, h, HOT_SAVE | HOT_MEMBERS | HOT_FACTS, ROOM_HAS_POSTS);
}

void store_apply_older(struct store *s, struct hot *h, const struct change *c)
{
	bool closed;
	g_autofree char *was = NULL;

	if (!find_fill(s, h, c->target))
		return;
	was = db_text(&s->db, "SELECT token FROM gap WHERE id = ?", "i",
		      h->fill.id);
	/* The same token again would be asked for ever. */
	closed = !c->token || h->fill.met || g_strcmp0(was, c->token) == 0;
	if (closed)
		db_exec(&s->db, "DELETE FROM gap WHERE id = ?", "i",
			h->fill.id);
	else
		db_exec(&s->db, "UPDATE gap SET token = ?, pos = ?"
			" WHERE id = ?", "sii", c->token, h->fill.pos,
			h->fill.id);
	memset(&h->fill, 0, sizeof h->fill);
	h->asked = 0;
	hot_touch(s, h, HOT_SAVE, ROOM_HAS_POSTS);
}

/* ---- what the engine asks ------------------------------------------------ */

bool store_gap(struct store *s, int64_t room, int64_t pos, struct gap *out)
{
	struct hot *h = cache_room_id(s, room);
	sqlite3_stmt *st;

	memset(out, 0, sizeof *out);
	if (!h)
		return false;
	gap_save(s, h);
	st = pos ? db_query(&s->db, "SELECT id, pos, token, until FROM gap"
			    " WHERE room = ? AND pos <= ? ORDER BY pos DESC"
			    " LIMIT 1", "ii", room, pos) :
		   db_query(&s->db, "SELECT id, pos, token, until FROM gap"
			    " WHERE room = ? ORDER BY pos LIMIT 1", "i",
			    room);
	if (!db_row(&s->db, st)) {
		g_clear_error(&s->db.error);
		return false;
	}
	h->asked = db_num(st, 0);
	memset(&h->fill, 0, sizeof h->fill);
	out->pos = db_num(st, 1);
	out->token = db_copy(st, 2);
	out->until = db_copy(st, 3);
	db_done(st);
	return true;
}

void gap_clear(struct gap *g)
{
	g_clear_pointer(&g->token, g_free);
	g_clear_pointer(&g->until, g_free);
}
