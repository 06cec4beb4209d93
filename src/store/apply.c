#include "store/internal.h"

#include "base/log.h"

#include <string.h>

/* What a kind of change needs: no room, a room we know, or one that is made
 * when it is not known yet (changes may come out of order). */
enum need { NEED_NONE, NEED_ROOM, NEED_MAKE };

static const struct {
	apply_fn *fn;
	enum need need;
} kinds[] = {
	[CHANGE_ROOM] = { store_apply_room, NEED_MAKE },
	[CHANGE_FACTS] = { store_apply_facts, NEED_MAKE },
	[CHANGE_MEMBER] = { store_apply_member, NEED_MAKE },
	[CHANGE_POWERS] = { store_apply_powers, NEED_MAKE },
	[CHANGE_CHILD] = { store_apply_child, NEED_MAKE },
	/* Any room may claim a space; what counts is whom the space names. */
	[CHANGE_PARENT] = { NULL, NEED_NONE },
	[CHANGE_POST] = { store_apply_post, NEED_MAKE },
	[CHANGE_EDIT] = { store_apply_edit, NEED_MAKE },
	[CHANGE_REACTION] = { store_apply_reaction, NEED_MAKE },
	[CHANGE_REDACTION] = { store_apply_redaction, NEED_MAKE },
	[CHANGE_TIMELINE] = { store_apply_timeline, NEED_MAKE },
	[CHANGE_OLDER] = { store_apply_older, NEED_ROOM },
	[CHANGE_RECEIPT] = { store_apply_receipt, NEED_ROOM },
	[CHANGE_FULLY_READ] = { store_apply_fully_read, NEED_ROOM },
	[CHANGE_COUNTS] = { store_apply_counts, NEED_ROOM },
	/* Typing is told, not kept. */
	[CHANGE_TYPING] = { NULL, NEED_NONE },
	[CHANGE_DIRECT] = { store_apply_direct, NEED_NONE },
	[CHANGE_TAG] = { store_apply_tag, NEED_ROOM },
	[CHANGE_PUSH_RULES] = { store_apply_push_rules, NEED_NONE },
	[CHANGE_MEMBERS_DONE] = { store_apply_members_done, NEED_ROOM },
	[CHANGE_CURSOR] = { store_apply_cursor, NEED_NONE },
	[CHANGE_SENT] = { NULL, NEED_NONE },
	[CHANGE_PROFILE] = { store_apply_profile, NEED_NONE },
	[CHANGE_CARD] = { store_apply_card, NEED_NONE },
	[CHANGE_PRESENCE] = { store_apply_presence, NEED_NONE },
	[CHANGE_POLL_VOTE] = { store_apply_poll_vote, NEED_MAKE },
	[CHANGE_POLL_END] = { store_apply_poll_end, NEED_MAKE },
	[CHANGE_LEVELS] = { store_apply_levels, NEED_NONE },
	[CHANGE_PINS] = { store_apply_pins, NEED_MAKE },
	[CHANGE_GLIMPSE] = { store_apply_glimpse, NEED_ROOM },
	[CHANGE_MADE] = { store_apply_made, NEED_ROOM },
	[CHANGE_CHARTER] = { store_apply_charter, NEED_MAKE },
	[CHANGE_ACCEPT] = { store_apply_accept, NEED_MAKE },
	[CHANGE_GUEST] = { store_apply_guest, NEED_MAKE },
	[CHANGE_PASSAGE] = { store_apply_passage, NEED_MAKE },
};

static bool is_id(const char *id)
{
	size_t len = id ? strnlen(id, 256) : 0;

	return len > 0 && len <= 255;
}

static struct hot *room_of(struct store *s, const struct change *c,
			   enum need need)
{
	if (!is_id(c->rid) || !cache_self(s, c->account))
		return NULL;
	return need == NEED_MAKE ? cache_room_make(s, c->account, c->rid) :
				   cache_room(s, c->account, c->rid);
}

void store_begin(struct store *s)
{
	if (s->open)
		return;
	db_script(&s->db, "BEGIN IMMEDIATE");
	s->open = !db_failed(&s->db);
}

static bool told_trouble(struct store *s, GError **err)
{
	return db_take_error(&s->db, err) && db_take_error(&s->own, err);
}

bool store_apply(struct store *s, const struct change *c, GError **err)
{
	struct hot *h = NULL;

	if (c->kind == CHANGE_SENT)
		return outbox_sent(s, c->op, c->eid, err);
	if ((unsigned)c->kind >= G_N_ELEMENTS(kinds) || !kinds[c->kind].fn)
		return true;
	store_begin(s);
	if (kinds[c->kind].need != NEED_NONE) {
		h = room_of(s, c, kinds[c->kind].need);
		if (!h) {
			log_debug("store", "change %d is for no known room",
				  (int)c->kind);
			return told_trouble(s, err);
		}
	}
	if (!db_failed(&s->db))
		kinds[c->kind].fn(s, h, c);
	return told_trouble(s, err);
}

bool store_in_transaction(const struct store *s)
{
	return s->open;
}
