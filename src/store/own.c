#include "store/internal.h"

#include <string.h>

void draft_free(struct draft *d)
{
	if (!d)
		return;
	g_free(d->text);
	g_free(d->target);
	g_free(d->what);
	g_free(d->origin);
	g_free(d);
}

/* Drafts and small state are written at every key: they must outlive the
 * program, which a write does, but a power cut may take the last of them, so
 * that nothing waits for the disk. */
static void own_hurry(struct store *s, bool on)
{
	db_script(&s->own, on ? "PRAGMA synchronous = NORMAL"
			      : "PRAGMA synchronous = FULL");
}

bool draft_put(struct store *s, const char *place, const struct draft *d,
	       GError **err)
{
	own_hurry(s, true);
	if (!d || !d->text || !d->text[0])
		db_exec(&s->own, "DELETE FROM draft WHERE place = ?", "s",
			place);
	else
		db_exec(&s->own, "INSERT OR REPLACE INTO draft(place, text,"
			" target, what, changed, origin)"
			" VALUES(?, ?, ?, ?, ?, ?)",
			"ssssis", place, d->text, d->target, d->what,
			d->changed ? d->changed : world_now(s->world),
			d->origin);
	own_hurry(s, false);
	return db_take_error(&s->own, err);
}

bool state_put(struct store *s, const char *key, const char *value,
	       GError **err)
{
	own_hurry(s, true);
	if (!value)
		db_exec(&s->own, "DELETE FROM state WHERE key = ?", "s", key);
	else
		db_exec(&s->own, "INSERT OR REPLACE INTO state(key, value)"
			" VALUES(?, ?)", "ss", key, value);
	own_hurry(s, false);
	return db_take_error(&s->own, err);
}

bool place_fold(struct store *s, const char *path, bool open, GError **err)
{
	db_exec(&s->own, "INSERT OR REPLACE INTO fold(path, open)"
		" VALUES(?, ?)", "sd", path, (int)open);
	if (!db_take_error(&s->own, err))
		return false;
	s->places_dirty = true;
	/* In the middle of an answer the sidebar changes with its end. */
	if (s->open)
		return true;
	store_begin(s);
	return store_commit(s, NULL, NULL, NULL, err);
}
