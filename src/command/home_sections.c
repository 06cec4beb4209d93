/* The sections of Home, one function each, in their order. */
#include "command/home.h"

#include "model/guest.h"
#include "store/charters.h"

#include <string.h>

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
#define TITLE_MAX 300	/* bytes of a message that are a title */

static struct reader *reader_of(struct home *h)
{
	return h->call->ctx->reader;
}

static int64_t now_of(struct home *h)
{
	return world_now(h->call->ctx->world);
}

/* The first line that says something, cut between characters. */
static char *first_line(const char *text)
{
	size_t n, at = text ? strspn(text, " \n\t") : 0;

	if (!text)
		return g_strdup("");
	text += at;
	n = MIN(strcspn(text, "\n"), TITLE_MAX);
	while (n && (text[n] & 0xc0) == 0x80)
		n--;
	return g_strndup(text, n);
}

static char *local_part(const char *uid)
{
	uid += *uid == '@';
	return g_strndup(uid, strcspn(uid, ":"));
}

static bool is_wanted_account(struct home *h, int64_t account)
{
	return !h->call->ctx->account || h->call->ctx->account == account;
}

static char *room_id(struct home *h, int64_t id)
{
	struct room *room = reader_room(reader_of(h), id);
	char *rid = room && is_wanted_account(h, room->account) ?
		    g_strdup(room->rid) : NULL;

	room_free(room);
	return rid;
}

/* ---- messages ------------------------------------------------------------------ */

static void add_hit(struct home *h, const struct hit *hit, const char *section,
		    const char *kind, const char *why)
{
	const struct post *p = hit->post;
	char *rid = room_id(h, p->room);
	struct home_item *i;

	if (!rid)
		return;
	i = home_item_new(section, kind, p->eid);
	i->rid = rid;
	i->room_name = g_strdup(hit->room_name);
	i->title = first_line(p->body);
	i->left = g_strdup(p->name);
	i->why = g_strdup(why);
	i->ts = i->stamp = p->ts;
	home_add(h, i);
}

static void add_for_you(struct home *h)
{
	g_autoptr(GPtrArray) hits = reader_mentions(reader_of(h),
						    HOME_PER_SECTION);

	for (guint i = 0; i < hits->len; i++)
		add_hit(h, g_ptr_array_index(hits, i), "FOR YOU", "mention",
			NULL);
}

static void add_owed(struct home *h)
{
	g_autoptr(GPtrArray) hits = reader_owed(reader_of(h), now_of(h) -
			HOME_OWED_DAYS * DAY, HOME_PER_SECTION);

	for (guint i = 0; i < hits->len; i++)
		add_hit(h, g_ptr_array_index(hits, i), "REPLIES OWED", "owed",
			NULL);
}

/* ---- things --------------------------------------------------------------------- */

static struct home_item *thing_item(const struct thing *t, const char *section,
				    const char *kind)
{
	struct home_item *i = home_item_new(section, kind, t->eid);

	i->rid = g_strdup(t->rid);
	i->room_name = g_strdup(t->room_name);
	i->title = g_strdup(t->title);
	i->ts = t->ts;
	i->stamp = MAX(t->ts, t->changed);
	return i;
}

static void add_tasks(struct home *h)
{
	const struct world *w = h->call->ctx->world;
	struct thing_query q = {
		.kind = KIND_TASK, .account = h->call->ctx->account,
		.mine = true, .open_only = true, .limit = HOME_PER_SECTION,
	};
	g_autoptr(GPtrArray) list = reader_things(reader_of(h), &q);
	int64_t today = world_civil(w, world_now(w)).day;

	for (guint k = 0; k < list->len; k++) {
		const struct thing *t = g_ptr_array_index(list, k);
		struct home_item *i;

		if (!t->eid || t->due == NO_DAY ||
		    t->due > today + HOME_SOON_DAYS)
			continue;
		i = thing_item(t, "MY TASKS", "task");
		i->left = command_say_date(w, t->due);
		i->ts = 0;
		i->late = t->due < today;
		i->act = g_strdup_printf("task done %s", t->eid);
		home_add(h, i);
	}
}

/* The first skill of my card that the question is about; borrowed. */
static const char *skill_for(const struct card *card, const struct thing *t)
{
	g_autoptr(GString) text = g_string_new(t->title);
	g_autofree char *folded = NULL;

	g_string_append_printf(text, " %s", t->notes ? t->notes : "");
	for (guint i = 0; t->tags && i < t->tags->len; i++)
		g_string_append_printf(text, " %s", (char *)t->tags->pdata[i]);
	folded = card_fold(text->str);
	for (guint i = 0; i < card->skills->len; i++) {
		const struct skill *s = g_ptr_array_index(card->skills, i);
		g_autofree char *skill = card_fold(s->name);

		if (*skill && people_fits(folded, skill))
			return s->name;
	}
	return NULL;
}

static void add_question(struct home *h, const struct account *a,
			 const struct card *card, const struct thing *t)
{
	const char *skill = t->eid && g_strcmp0(t->creator, a->user) ?
			    skill_for(card, t) : NULL;
	struct home_item *i;

	if (!skill)
		return;
	i = thing_item(t, "QUESTIONS I COULD ANSWER", "question");
	i->left = local_part(t->creator ? t->creator : "");
	i->why = g_strdup_printf("you know %s", skill);
	home_add(h, i);
}

static void add_questions(struct home *h)
{
	g_autoptr(GPtrArray) all = reader_accounts(reader_of(h));

	for (guint k = 0; k < all->len; k++) {
		const struct account *a = g_ptr_array_index(all, k);
		struct card *card = reader_card(reader_of(h), a->id);
		struct thing_query q = {
			.kind = KIND_QUESTION, .account = a->id,
			.open_only = true, .unowned = true,
			.since = now_of(h) - HOME_QUESTION_DAYS * DAY,
		};
		g_autoptr(GPtrArray) list = NULL;

		if (is_wanted_account(h, a->id) && card->skills->len)
			list = reader_things(reader_of(h), &q);
		for (guint i = 0; list && i < list->len; i++)
			add_question(h, a, card, g_ptr_array_index(list, i));
		card_free(card);
	}
}

static bool may_moderate(struct home *h, int64_t id)
{
	struct room *room = reader_room(reader_of(h), id);
	bool may = room && room->power >= MAX(room->power_redact, 1);

	room_free(room);
	return may;
}

static void add_unanswered(struct home *h)
{
	struct thing_query q = {
		.kind = KIND_QUESTION, .account = h->call->ctx->account,
		.open_only = true, .unanswered = true,
		.since = now_of(h) - HOME_QUESTION_DAYS * DAY,
	};
	g_autoptr(GPtrArray) list = reader_things(reader_of(h), &q);

	for (guint k = 0; k < list->len; k++) {
		const struct thing *t = g_ptr_array_index(list, k);
		int64_t age = now_of(h) - t->ts;
		struct home_item *i;

		if (!t->eid || age < HOME_WAIT_HOURS * HOUR ||
		    !may_moderate(h, t->room))
			continue;
		i = thing_item(t, "UNANSWERED", "waiting");
		i->left = local_part(t->creator ? t->creator : "");
		i->why = g_strdup_printf("nobody has answered for %d days",
					 (int)(age / DAY));
		home_add(h, i);
	}
}

static void add_events(struct home *h)
{
	const struct world *w = h->call->ctx->world;
	struct thing_query q = {
		.kind = KIND_EVENT, .account = h->call->ctx->account,
		.open_only = true, .from = now_of(h) - HOUR,
		.until = now_of(h) + HOME_SOON_DAYS * DAY,
		.limit = HOME_PER_SECTION,
	};
	g_autoptr(GPtrArray) list = reader_things(reader_of(h), &q);

	for (guint k = 0; k < list->len; k++) {
		const struct thing *t = g_ptr_array_index(list, k);
		struct civil c = world_civil(w, t->begin);
		g_autofree char *day = command_say_date(w, c.day);
		struct home_item *i;

		if (!t->eid)
			continue;
		i = thing_item(t, "EVENTS", "event");
		i->left = g_strdup_printf("%s %02d:%02d", day, c.hour, c.min);
		i->ts = 0;
		i->why = t->place ? g_strdup(t->place) : NULL;
		home_add(h, i);
	}
}

/* ---- places ---------------------------------------------------------------------- */

static bool add_invitation(const struct room *room, void *user)
{
	struct home *h = user;
	struct home_item *i = home_item_new("INVITATIONS", "invite",
					    room->rid);

	i->rid = g_strdup(room->rid);
	i->title = g_strdup(room->name);
	i->left = local_part(room->inviter ? room->inviter : "");
	i->right = room->area == AREA_UNKNOWN ? NULL :
		   g_strdup(area_word(room->area));
	i->why = g_strdup(room->why);
	i->act = g_strdup_printf("join %s", room->rid);
	home_add(h, i);
	return true;
}

static void add_invitations(struct home *h)
{
	reader_rooms(reader_of(h), h->call->ctx->account, ROOMS_INVITES,
		     add_invitation, h);
}

/* Spaces whose charter I answer for. */
struct reviews {
	struct home *h;
	int64_t today;
};

static bool add_review(const struct room *room, void *user)
{
	struct reviews *v = user;
	const struct world *w = v->h->call->ctx->world;
	struct charter *c = reader_charter(reader_of(v->h), room->id);
	struct account *a = reader_account(reader_of(v->h), room->account);
	struct home_item *i;

	if (c && a && c->review != CHARTER_NO_DAY &&
	    c->review <= v->today + HOME_SOON_DAYS &&
	    !g_strcmp0(c->owner, a->user)) {
		i = home_item_new("REVIEWS DUE", "review", room->rid);
		i->rid = g_strdup(room->rid);
		i->title = g_strdup(room->name);
		i->left = command_say_date(w, c->review);
		i->why = g_strdup(c->issue);
		i->stamp = c->review;
		i->late = c->review < v->today;
		home_add(v->h, i);
	}
	account_free(a);
	charter_free(c);
	return true;
}

static void add_reviews(struct home *h)
{
	struct reviews v = { h, world_civil(h->call->ctx->world,
					    now_of(h)).day };

	reader_rooms(reader_of(h), h->call->ctx->account, SPACES_ONLY,
		     add_review, &v);
}

static void add_guests(struct home *h)
{
	const struct world *w = h->call->ctx->world;
	int64_t today = world_civil(w, now_of(h)).day;
	g_autoptr(GPtrArray) list = reader_guests(reader_of(h),
			h->call->ctx->account, 0, today + GUEST_SOON);

	for (guint k = 0; k < list->len; k++) {
		const struct guest *g = g_ptr_array_index(list, k);
		g_autofree char *id = g_strdup_printf("%s:%s", g->rid, g->uid);
		struct home_item *i = home_item_new("GUESTS EXPIRING", "guest",
						    id);

		g_free(i->id);
		i->id = g_strdup(g->uid);
		i->rid = g_strdup(g->rid);
		i->room_name = g_strdup(g->room_name);
		i->title = g_strdup(g->name ? g->name : g->uid);
		i->left = command_say_date(w, g->until);
		i->right = g_strdup(g->role);
		i->stamp = g->until;
		i->late = g->until < today;
		i->act = g_strdup_printf("guest remove %s", g->uid);
		home_add(h, i);
	}
}

static char *news_words(int decisions, int finished)
{
	GString *out = g_string_new(NULL);

	if (decisions)
		g_string_append_printf(out, "%d decision%s", decisions,
				       decisions == 1 ? "" : "s");
	if (finished)
		g_string_append_printf(out, "%s%d task%s done", out->len ?
				       ", " : "", finished,
				       finished == 1 ? "" : "s");
	return g_string_free(out, !out->len);
}

static char *parent_name(struct home *h, const struct room *room)
{
	g_autoptr(GPtrArray) up = reader_parents(reader_of(h), room->id);
	struct room *space = up->len ? reader_room_by_rid(reader_of(h),
		room->account, g_ptr_array_index(up, 0)) : NULL;
	char *name = space ? g_strdup(space->name) : NULL;

	room_free(space);
	return name;
}

static void add_away_room(struct home *h, const struct room *room)
{
	struct news n = reader_news(reader_of(h), room->id,
				    reader_read_until(reader_of(h), room->id)
				    + 1);
	struct home_item *i = home_item_new("WHILE YOU WERE AWAY", "away",
					    room->rid);

	i->rid = g_strdup(room->rid);
	i->title = g_strdup(room->name);
	i->left = g_strdup_printf("%d new", room->unread);
	i->room_name = parent_name(h, room);
	i->why = news_words(n.decisions, n.finished);
	i->ts = i->stamp = room->last_ts;
	i->act = g_strdup_printf("mark read %s", room->rid);
	home_add(h, i);
}

/* A conversation whose last word is an item is not there twice. */
static bool is_said(const struct home *h, const struct room *room)
{
	for (guint k = 0; room->kind == ROOM_DM && k < h->items->len; k++) {
		const struct home_item *i = g_ptr_array_index(h->items, k);

		if (!g_strcmp0(i->rid, room->rid))
			return true;
	}
	return false;
}

static void add_away(struct home *h)
{
	g_autoptr(GPtrArray) rooms = reader_unread(reader_of(h),
						   HOME_PER_SECTION);

	for (guint i = 0; i < rooms->len; i++) {
		const struct room *room = g_ptr_array_index(rooms, i);

		if (is_wanted_account(h, room->account) &&
		    room->kind != ROOM_SPACE && !is_said(h, room))
			add_away_room(h, room);
	}
}

/* ---- what could not be sent --------------------------------------------------------- */

static void add_outbox(struct home *h)
{
	g_autoptr(GPtrArray) ops = reader_outbox(reader_of(h), 0);

	for (guint k = 0; k < ops->len; k++) {
		const struct op *op = g_ptr_array_index(ops, k);
		g_autofree char *id = g_strdup_printf("%" G_GINT64_FORMAT,
						      op->id);
		struct home_item *i;

		if (op->state == OP_WAITING || op->state == OP_SENDING ||
		    !is_wanted_account(h, op->account))
			continue;
		i = home_item_new("HELD AND FAILED", "op", id);
		g_clear_pointer(&i->id, g_free);
		i->op = op->id;
		i->rid = g_strdup(op->rid);
		i->room_name = g_strdup(op->room_name);
		i->title = first_line(op->body ? op->body :
				      op->thing ? op->thing->title : op->key);
		i->left = g_strdup(op_kind_word(op->kind));
		i->right = g_strdup(op_state_word(op->state));
		i->why = g_strdup(op->error);
		i->ts = op->made;
		i->stamp = op->tries;
		i->act = g_strdup_printf("outbox resend %s", id);
		home_add(h, i);
	}
}

/* A task that names me is a task rather than a message for me. */
home_section *const home_sections[] = {
	add_tasks, add_for_you, add_owed, add_questions, add_unanswered,
	add_invitations, add_reviews, add_guests, add_events, add_outbox,
	add_away, NULL,
};

const char *const home_order[] = {
	"FOR YOU", "REPLIES OWED", "MY TASKS", "QUESTIONS I COULD ANSWER",
	"UNANSWERED", "INVITATIONS", "REVIEWS DUE", "GUESTS EXPIRING",
	"EVENTS", "HELD AND FAILED", "WHILE YOU WERE AWAY", NULL,
};
