#include "store/internal.h"

#include <string.h>

static bool told(struct store *s, GError **err)
{
	return db_take_error(&s->db, err);
}

int64_t store_account_put(struct store *s, const struct account *a,
			  GError **err)
{
	int64_t person = cache_person(s, a->user);
	int64_t server = cache_server(s, uid_server(a->user));
	int64_t id;

	/* a user id belongs to one server, whatever its address is today */
	db_exec(&s->db, "UPDATE OR IGNORE account SET base = ?"
		" WHERE user = ? AND kind = ?", "sss", a->base, a->user,
		a->kind);
	db_exec(&s->db, "INSERT INTO account(name, kind, base, user, device,"
		" display, cursor, person, server)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT(user, base) DO UPDATE SET name = excluded.name,"
		" kind = excluded.kind, device = excluded.device,"
		" display = coalesce(excluded.display, display),"
		" soft = 0, out = 0, reason = NULL", "sssssssii",
		a->name, a->kind, a->base, a->user, a->device, a->display,
		a->cursor, person, server);
	id = db_int(&s->db, 0, "SELECT id FROM account WHERE user = ?"
		    " AND base = ?", "ss", a->user, a->base);
	g_hash_table_remove(s->selves, &id);
	outbox_relink(s);
	return told(s, err) && db_take_error(&s->own, err) ? id : 0;
}

bool store_account_logged_out(struct store *s, int64_t account, bool soft,
			      const char *reason, GError **err)
{
	db_exec(&s->db, "UPDATE account SET soft = ?, out = 1, reason = ?"
		" WHERE id = ?", "dsi", (int)soft, reason, account);
	return told(s, err);
}

/* Everything that hangs on the rooms of an account. The index of texts goes
 * first: it must be told the words it is to forget. */
static const char *const removals[] = {
	"INSERT INTO words(words, rowid, body, scope) SELECT 'delete', t.id,"
	" t.body, t.scope FROM post_text t JOIN post p ON p.id = t.id"
	" JOIN room r ON r.id = p.room WHERE r.account = ?1",
	"DELETE FROM post WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM thread WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM gap WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM edit WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM reaction WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM redaction WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM receipt WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM part WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM thing WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM poll WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM vote WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM poll_end WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM pin WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM pinned WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM member WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM room_server WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM power WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM child WHERE space IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM allow WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM charter WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM accept WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM guest WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM passage WHERE room IN"
	" (SELECT id FROM room WHERE account = ?1)",
	"DELETE FROM direct WHERE account = ?1",
	"DELETE FROM made WHERE account = ?1",
	"DELETE FROM room WHERE account = ?1",
	"DELETE FROM card WHERE ?1 AND person NOT IN"
	" (SELECT person FROM member)",
	"DELETE FROM profile WHERE ?1 AND person NOT IN"
	" (SELECT person FROM member)",
	"DELETE FROM card_term WHERE ?1 AND person NOT IN"
	" (SELECT person FROM member)",
	"DELETE FROM endorsement WHERE ?1 AND by NOT IN"
	" (SELECT person FROM member)",
	"DELETE FROM decline WHERE ?1 AND person NOT IN"
	" (SELECT person FROM member)",
	"DELETE FROM account WHERE id = ?1",
};

bool store_account_remove(struct store *s, int64_t account, GError **err)
{
	if (s->open && !store_commit(s, NULL, NULL, NULL, err))
		return false;
	store_begin(s);
	for (size_t i = 0; i < G_N_ELEMENTS(removals); i++)
		db_exec(&s->db, removals[i], "i", account);
	cache_drop(s);
	s->places_dirty = true;
	db_exec(&s->own, "DELETE FROM op WHERE account = ?", "i", account);
	outbox_load(s);
	if (told(s, err) && db_take_error(&s->own, err))
		return store_commit(s, NULL, NULL, NULL, err);
	store_rollback(s);
	return false;
}

char *store_push_rules(struct store *s, int64_t account)
{
	return db_text(&s->db, "SELECT rules FROM account WHERE id = ?", "i",
		       account);
}

/* ---- changes of an account ----------------------------------------------- */

void store_apply_push_rules(struct store *s, struct hot *h,
			    const struct change *c)
{
	(void)h;
	db_exec(&s->db, "UPDATE account SET rules = ? WHERE id = ?", "si",
		c->body, c->account);
}

void store_apply_cursor(struct store *s, struct hot *h, const struct change *c)
{
	struct self *me = cache_self(s, c->account);

	(void)h;
	db_exec(&s->db, "UPDATE account SET cursor = ? WHERE id = ?", "si",
		c->token, c->account);
	if (me)
		me->first = !c->token;
}

void store_apply_profile(struct store *s, struct hot *h, const struct change *c)
{
	(void)h;
	db_exec(&s->db, "UPDATE account SET display = ? WHERE id = ?", "si",
		c->name, c->account);
}
