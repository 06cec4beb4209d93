/* Commands: who knows what, one's own card, endorsements. */
#include "command/internal.h"

#include <string.h>

#define LIMIT 50
#define LIMIT_MAX 200
#define DUE_MAX 50
#define NEAREST 5
#define TERMS 2000
#define VIA_MAX 8

/* ---- answers ------------------------------------------------------------------ */

static void add_texts(struct record *r, const char *name, const GPtrArray *from,
		      char *(*words)(const void *item))
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

	for (guint i = 0; i < from->len; i++)
		g_ptr_array_add(list, words(g_ptr_array_index(from, i)));
	record_texts(r, name, list);
}

static char *skill_words(const void *item)
{
	const struct skill *s = item;
	const char *level = skill_level_word(s->level);

	return g_strdup_printf("%s%s%s", s->name, *level ? ":" : "", level);
}

static char *reason_words(const void *item)
{
	return person_reason_words(item);
}

static char *endorsed_words(const void *item)
{
	const struct person_reason *e = item;
	g_autofree char *names = NULL;
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < e->names->len; i++)
		g_ptr_array_add(list, g_ptr_array_index(e->names, i));
	g_ptr_array_add(list, NULL);
	names = g_strjoinv(", ", (char **)list->pdata);
	g_ptr_array_unref(list);
	return g_strdup_printf("%s (%s)", e->text, names);
}

static char *link_words(const void *item)
{
	const struct endorsement *e = item;

	return g_strdup_printf("%s %s", e->user, e->skill);
}

/* "14:32", with the day when it is another one there. */
static char *local_time(const struct command_call *call,
			const struct card_clock *clock)
{
	static const char *const days[] = {
		"", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
	};
	struct civil here = world_civil(call->ctx->world,
					world_now(call->ctx->world));
	bool other = clock->wday % 7 != here.wday;

	if (!clock->known)
		return NULL;
	return g_strdup_printf("%s%s%02d:%02d", other ? days[clock->wday] : "",
			       other ? " " : "", clock->hour, clock->min);
}

static void answer_times(struct command_call *call, struct record *r,
			 const struct card *card)
{
	struct card_clock clock = card_clock(card,
					     world_now(call->ctx->world));
	g_autofree char *local = local_time(call, &clock);
	g_autofree char *days = card_days_words(card->days);

	record_text(r, "zone", card->zone);
	record_text(r, "local_time", local);
	record_text(r, "hours", card->hours);
	record_text(r, "days", *days ? days : NULL);
	if (clock.known && card->hours)
		record_bool(r, "at_work", clock.at_work);
	else
		record_null(r, "at_work");
}

static void fill_person(struct command_call *call, struct record *r,
			const struct person_hit *hit)
{
	const struct card *c = hit->card;
	const char *presence = presence_word(hit->presence);

	record_text(r, "id", hit->uid);
	record_text(r, "name", hit->name);
	record_text(r, "role", c->role);
	record_text(r, "team", c->team);
	record_text(r, "org", c->org);
	record_text(r, "server", uid_server(hit->uid));
	record_text(r, "presence", *presence ? presence : NULL);
	if (hit->seen)
		record_int(r, "seen", hit->seen);
	else
		record_null(r, "seen");
	answer_times(call, r, c);
	record_texts(r, "languages", c->languages);
	add_texts(r, "skills", c->skills, skill_words);
	add_texts(r, "why", hit->why, reason_words);
	add_texts(r, "endorsed", hit->endorsed, endorsed_words);
	record_texts(r, "rooms", hit->rooms);
	record_text(r, "about", c->about);
}

static void answer_person(struct command_call *call,
			  const struct person_hit *hit, const char *kind)
{
	struct record *r = call_begin(call, kind);

	fill_person(call, r, hit);
	call_end(call, r);
}

void answer_found_person(struct command_call *call,
			 const struct person_hit *hit, const char *section)
{
	struct record *r = call_begin(call, "person");

	record_text(r, "section", section);
	fill_person(call, r, hit);
	record_text(r, "kind", "person");
	call_end(call, r);
}

/* ---- finding -------------------------------------------------------------------- */

/* What was typed, in one line again: the shell has taken quotes away. */
static char *query_words(const struct command_call *call)
{
	const char *const *words = args_all(call->args, "QUERY");
	GString *out = g_string_new(NULL);

	for (; *words; words++) {
		const char *colon = strchr(*words, ':');
		bool quote = strchr(*words, ' ') && !strchr(*words, '"');
		size_t key = quote && colon && colon < strchr(*words, ' ') ?
			     (size_t)(colon + 1 - *words) : 0;

		g_string_append_printf(out, "%s%.*s%s%s%s", out->len ? " " : "",
				       (int)key, *words, quote ? "\"" : "",
				       *words + key, quote ? "\"" : "");
	}
	return g_string_free(out, FALSE);
}

static const struct {
	enum people_field field;
	const char *key;
} nearest_fields[] = {
	{ PEOPLE_SKILL, "skill:" }, { PEOPLE_TEAM, "team:" },
	{ PEOPLE_LANGUAGE, "lang:" }, { PEOPLE_ROLE, "role:" },
	{ PEOPLE_ORG, "org:" }, { PEOPLE_NAME, "name:" },
};

/* Between a word and a text, or a word of it; large when they are unlike. */
static int distance(const char *folded, const char *text)
{
	g_autofree char *whole = card_fold(text);
	g_auto(GStrv) words = g_strsplit(whole, " ", -1);
	int best = command_distance(folded, whole);

	for (char **word = words; *word; word++)
		best = MIN(best, command_distance(folded, *word));
	return best;
}

struct nearest {
	struct command_call *call;
	GPtrArray *found[3];	/* char *, by how unlike: 0, 1, 2 and more */
};

static void near_field(struct nearest *n, const struct people_term *t, int at)
{
	g_autoptr(GPtrArray) terms = reader_people_terms(n->call->ctx->reader,
			nearest_fields[at].field, TERMS);
	int most = MAX(1, (int)g_utf8_strlen(t->folded, -1) / 3);

	for (guint i = 0; i < terms->len; i++) {
		const char *text = g_ptr_array_index(terms, i);
		int far = distance(t->folded, text);
		const char *quote = strchr(text, ' ') ? "\"" : "";

		if (far <= most)
			g_ptr_array_add(n->found[MIN(far, 2)],
					g_strdup_printf("%s%s%s%s",
						nearest_fields[at].key, quote,
						text, quote));
	}
}

static void near_term(struct nearest *n, const struct people_term *t)
{
	for (guint i = 0; i < G_N_ELEMENTS(nearest_fields); i++)
		if (t->field == PEOPLE_ANY ||
		    t->field == nearest_fields[i].field)
			near_field(n, t, (int)i);
}

/* "skill:plumbing, team:Works"; "" when nothing is near. Yours. */
static char *nearest_words(struct command_call *call,
			   const struct people_query *q)
{
	struct nearest n = { .call = call };
	GString *out = g_string_new(NULL);
	int shown = 0;

	for (int i = 0; i < 3; i++)
		n.found[i] = g_ptr_array_new_with_free_func(g_free);
	for (guint i = 0; i < q->terms->len; i++)
		near_term(&n, g_ptr_array_index(q->terms, i));
	for (int i = 0; i < 3; i++) {
		for (guint k = 0; k < n.found[i]->len && shown < NEAREST; k++)
			g_string_append_printf(out, "%s%s", shown++ ? ", " :
				"", (char *)g_ptr_array_index(n.found[i], k));
		g_ptr_array_unref(n.found[i]);
	}
	return g_string_free(out, FALSE);
}

static void say_nobody(struct command_call *call, const struct people_query *q)
{
	g_autofree char *near = nearest_words(call, q);

	if (*near)
		call_note(call, "Nobody fits. There is: %s.", near);
	else
		call_note(call, "Nobody fits, and nothing is called alike. "
			  "Fewer words find more.");
}

/* Profiles that are due, when that is asked for. */
static void refresh(struct command_call *call, int64_t account,
		    const char *uid)
{
	struct message *m = message_new(REQ_CARD);
	g_autoptr(GError) err = NULL;

	m->account = account;
	m->a = g_strdup(uid);
	m->n = DUE_MAX;
	m = call_ask(call, m, EV_PEOPLE, &err);
	if (err || (m && m->a))
		call_note(call, "What is known may be old: %s",
			  err ? err->message : m->a);
	message_free(m);
}

static bool read_limit(struct command_call *call, struct people_query *q,
		       GError **err)
{
	const char *words = args_get(call->args, "--limit");
	guint64 n = LIMIT;

	if (words && !g_ascii_string_to_unsigned(words, 10, 1, LIMIT_MAX, &n,
						 NULL))
		return call_fail(err, FM_ERROR_USAGE, "--limit takes a number "
				 "from 1 to %d.", LIMIT_MAX);
	q->limit = (int)n;
	return true;
}

static bool show_people(struct command_call *call, struct people_query *q,
			GError **err)
{
	g_autofree char *words = query_words(call);
	g_autoptr(GPtrArray) hits = NULL;

	if (!people_query_parse(q, words, err))
		return false;
	hits = reader_people_find(call->ctx->reader, q);
	for (guint i = 0; i < hits->len; i++)
		answer_person(call, g_ptr_array_index(hits, i), "person");
	if (!hits->len)
		say_nobody(call, q);
	return true;
}

static bool run_people(struct command_call *call, GError **err)
{
	struct people_query q = { .account = call->ctx->account,
				  .here = call->ctx->room };
	struct account *a;
	bool ok;

	if (!call_reader(call, err) || !read_limit(call, &q, err))
		return false;
	if (args_flag(call->args, "--refresh")) {
		a = call_account(call, err);
		if (!a)
			return false;
		refresh(call, a->id, NULL);
		account_free(a);
	}
	ok = show_people(call, &q, err);
	people_query_clear(&q);
	return ok;
}

/* USER, or who is selected. Yours. */
static char *whom(struct command_call *call, GError **err)
{
	const char *words = args_get(call->args, "USER");

	if (!words)
		words = call->ctx->uid;
	if (words)
		return call_user(call, NULL, words, err);
	call_fail(err, FM_ERROR_NOT_FOUND, "Nobody is selected; name the "
		  "person.");
	return NULL;
}

static bool run_person(struct command_call *call, GError **err)
{
	struct account *a = call_account(call, err);
	g_autofree char *uid = a ? whom(call, err) : NULL;
	struct person_hit *hit = NULL;

	if (uid && !args_flag(call->args, "--offline"))
		refresh(call, a->id, uid);
	if (uid) {
		hit = reader_person(call->ctx->reader, uid);
		if (hit)
			answer_person(call, hit, call->ctx->shell ? "card" :
				      "person");
		else
			call_fail(err, FM_ERROR_NOT_FOUND, "Nothing is known "
				  "of %s.", uid);
	}
	account_free(a);
	person_hit_free(hit);
	return hit != NULL;
}

/* ---- one's own card --------------------------------------------------------------- */

static bool run_card(struct command_call *call, GError **err)
{
	struct account *a = call_account(call, err);
	struct record *r;
	struct card *c;

	if (!a)
		return false;
	c = reader_card(call->ctx->reader, a->id);
	r = call_begin(call, "card");
	record_text(r, "id", a->user);
	record_text(r, "name", a->display);
	record_text(r, "role", c->role);
	record_text(r, "team", c->team);
	record_text(r, "org", c->org);
	record_text(r, "about", c->about);
	record_texts(r, "languages", c->languages);
	add_texts(r, "skills", c->skills, skill_words);
	answer_times(call, r, c);
	record_bool(r, "hidden", c->hidden);
	add_texts(r, "endorses", c->endorses, link_words);
	add_texts(r, "declines", c->declines, link_words);
	call_end(call, r);
	card_free(c);
	account_free(a);
	return true;
}

/* Joined spaces, in whose state it may go where profiles cannot hold it. */
static bool add_space(const struct room *room, void *user)
{
	GPtrArray *via = user;

	g_ptr_array_add(via, g_strdup(room->rid));
	return via->len < VIA_MAX;
}

static bool submit_card(struct command_call *call, const struct account *a,
			const struct card *change, const char *done,
			GError **err)
{
	struct op *op = call_op(call, OP_CARD, NULL);
	struct op_outcome o = { .state = OP_WAITING };
	struct record *r;
	bool ok;

	op->account = a->id;
	op->body = card_pack(change);
	op->key = card_change_words(change);
	op->via = g_ptr_array_new_with_free_func(g_free);
	reader_rooms(call->ctx->reader, a->id, SPACES_ONLY, add_space,
		     op->via);
	ok = call_submit(call, op, &o, err);
	if (ok) {
		r = call_begin(call, "change");
		record_text(r, "state", op_state_word(o.state));
		record_text(r, "txn", o.txn);
		call_end(call, r);
		call_say(call, o.state == OP_SENT ? "%s" : "%s It will be "
			 "sent when the server can be reached.", done);
	}
	op_outcome_clear(&o);
	return ok;
}

static void take_text(struct command_call *call, struct card *change,
		      const char *option, uint32_t bit, char **to)
{
	const char *value = args_get(call->args, option);

	if (!value)
		return;
	change->fields |= bit;
	*to = *value ? g_strdup(value) : NULL;
}

static bool take_zone(struct command_call *call, struct card *change,
		      GError **err)
{
	take_text(call, change, "--zone", CARD_ZONE, &change->zone);
	if (change->zone && !card_clock(change, 0).known)
		return call_fail(err, FM_ERROR_USAGE, "There is no time zone "
				 "\"%s\". Their names are like Europe/London "
				 "or Asia/Kolkata.", change->zone);
	return true;
}

static bool take_hours(struct command_call *call, struct card *change,
		       GError **err)
{
	const char *days = args_get(call->args, "--days");
	int from, to;

	take_text(call, change, "--hours", CARD_HOURS, &change->hours);
	if (change->hours && !card_hours(change->hours, &from, &to))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" are no hours; "
				 "write them like 09:00-17:00.",
				 change->hours);
	if (!days)
		return true;
	change->fields |= CARD_DAYS;
	if (*days && !card_days(days, &change->days))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" are no days; "
				 "write them like mon-fri or mon,wed.", days);
	return true;
}

static bool take_hidden(struct command_call *call, struct card *change,
			GError **err)
{
	const char *word = args_get(call->args, "--hidden");

	if (!word)
		return true;
	change->fields |= CARD_HIDDEN;
	change->hidden = !strcmp(word, "yes");
	if (!change->hidden && strcmp(word, "no"))
		return call_fail(err, FM_ERROR_USAGE, "--hidden takes yes or "
				 "no.");
	return true;
}

/* "plumbing:expert", "plumbing". */
static bool take_skill(struct card *change, const char *words, GError **err)
{
	const char *colon = strrchr(words, ':');
	enum skill_level level = SKILL_UNKNOWN;
	g_autofree char *name = g_strndup(words, colon ?
					  (size_t)(colon - words) :
					  strlen(words));

	g_strstrip(name);
	if (colon && !skill_level_from(colon + 1, &level))
		return call_fail(err, FM_ERROR_USAGE, "\"%s\" is no level of "
				 "a skill; there are learning, working and "
				 "expert.", colon + 1);
	return card_add_skill(change, name, level) ||
	       call_fail(err, FM_ERROR_USAGE, "\"%s\" cannot be the name of a "
			 "skill: it has 1 to %d bytes, and a card %d skills.",
			 name, CARD_WORD, CARD_SKILLS);
}

static bool take_lists(struct command_call *call, struct card *change,
		       GError **err)
{
	const char *const *s = args_all(call->args, "--skill");

	for (; *s; s++)
		if (!take_skill(change, *s, err))
			return false;
	for (s = args_all(call->args, "--no-skill"); *s; s++)
		card_drop_skill(change, *s);
	s = args_all(call->args, "--language");
	if (*s)
		change->fields |= CARD_LANGUAGES;
	for (; *s; s++)
		if (**s && !card_add_language(change, *s))
			return call_fail(err, FM_ERROR_USAGE, "\"%s\" cannot "
					 "be a language: it has at most %d "
					 "bytes.", *s, CARD_WORD);
	return true;
}

static bool take_all(struct command_call *call, struct card *change,
		     GError **err)
{
	take_text(call, change, "--role", CARD_ROLE, &change->role);
	take_text(call, change, "--team", CARD_TEAM, &change->team);
	take_text(call, change, "--org", CARD_ORG, &change->org);
	take_text(call, change, "--about", CARD_ABOUT_TEXT, &change->about);
	if (!take_zone(call, change, err) || !take_hours(call, change, err) ||
	    !take_hidden(call, change, err) ||
	    !take_lists(call, change, err))
		return false;
	if (change->fields || change->skills->len)
		return true;
	return call_fail(err, FM_ERROR_USAGE, "What shall change? For example "
			 "--role \"Engineer\" --skill plumbing:expert.");
}

static bool run_edit(struct command_call *call, GError **err)
{
	struct account *a = call_account(call, err);
	struct card *change = card_new();
	bool ok = a && take_all(call, change, err) &&
		  submit_card(call, a, change, "Your card is changed.", err);

	card_free(change);
	account_free(a);
	return ok;
}

/* What is there now, for the form. Skills are added there: what has a level
 * each is not taken away by not being said. */
static bool show_now(struct command_call *call, struct form *form,
		     GError **err)
{
	struct account *a = call_account(call, err);
	struct card *c = a ? reader_card(call->ctx->reader, a->id) : NULL;
	g_autofree char *days = c && c->days ? card_days_words(c->days) : NULL;

	account_free(a);
	if (!c)
		return false;
	form_set(form, "--role", c->role);
	form_set(form, "--team", c->team);
	form_set(form, "--org", c->org);
	form_set(form, "--about", c->about);
	form_set(form, "--hours", c->hours);
	form_set(form, "--days", days);
	form_set(form, "--zone", c->zone);
	form_set(form, "--hidden", c->hidden ? "yes" : "no");
	for (guint i = 0; i < c->languages->len; i++)
		form_set(form, "--language",
			 g_ptr_array_index(c->languages, i));
	card_free(c);
	return true;
}

/* ---- endorsements ----------------------------------------------------------------- */

enum act { ENDORSE, UNENDORSE, DECLINE, ACCEPT };

static const char *const done_words[] = {
	[ENDORSE] = "Endorsed.",
	[UNENDORSE] = "Your endorsement is taken back.",
	[DECLINE] = "It is not shown any more.",
	[ACCEPT] = "It is shown again.",
};

/* What is to be written, or an error. */
static bool fill_link(struct command_call *call, enum act act,
		      const char *uid, struct card *change, GError **err)
{
	const char *skill = args_get(call->args, "SKILL");
	GPtrArray *links = act == ENDORSE || act == UNENDORSE ?
			   change->endorses : change->declines;

	if (act == UNENDORSE || act == ACCEPT)
		card_drop_link(links, uid, skill);
	else
		card_add_link(links, uid, skill);
	return links->len > 0 ||
	       call_fail(err, FM_ERROR_USAGE, "\"%s\" cannot be a skill: it "
			 "has 1 to %d bytes.", skill, CARD_WORD);
}

/* Taking back what is not there is a mistake in the word, not a wish. */
static bool check_link(struct command_call *call, enum act act,
		       const struct account *a, const char *uid, GError **err)
{
	const char *skill = args_get(call->args, "SKILL");
	struct card *mine = reader_card(call->ctx->reader, a->id);
	bool has = card_link(act == ACCEPT ? mine->declines : mine->endorses,
			     uid, skill) != NULL;

	card_free(mine);
	if (act == ENDORSE && !strcmp(uid, a->user))
		return call_fail(err, FM_ERROR_REFUSED, "That is you. Put the "
				 "skill on your own card: card edit --skill.");
	if ((act == UNENDORSE || act == ACCEPT) && !has)
		return call_fail(err, FM_ERROR_NOT_FOUND, "There is no such "
				 "endorsement of \"%s\"; \"card\" lists "
				 "them.", skill);
	return true;
}

static bool run_link(struct command_call *call, enum act act, GError **err)
{
	struct account *a = call_account(call, err);
	g_autofree char *uid = a ? whom(call, err) : NULL;
	struct card *change = card_new();
	bool ok = uid && check_link(call, act, a, uid, err) &&
		  fill_link(call, act, uid, change, err) &&
		  submit_card(call, a, change, done_words[act], err);

	card_free(change);
	account_free(a);
	return ok;
}

static bool run_endorse(struct command_call *call, GError **err)
{
	return run_link(call, ENDORSE, err);
}

static bool run_unendorse(struct command_call *call, GError **err)
{
	return run_link(call, UNENDORSE, err);
}

static bool run_decline(struct command_call *call, GError **err)
{
	return run_link(call, args_flag(call->args, "--undo") ? ACCEPT :
			DECLINE, err);
}

#define BOTH (IN_SHELL | IN_PROMPT)

const struct command people_rows[] = {
	{ "people", "who", "[QUERY…] [--limit N] [--refresh]",
	  "find people by what they know and do",
	  "Words, all of which must fit, alone or with a key: skill:plumbing "
	  "lang:it team:works org: role: name: room: about: is:online "
	  "is:here. Quotes keep words together: skill:\"pipe fitting\". Each "
	  "answer says why it fits: the own card, who endorsed it, what was "
	  "written about it and where. --refresh reads up to 50 cards that "
	  "are due first.", "people", BOTH | LISTED, run_people,
	  "Nobody fits." },
	{ "person", NULL, "[USER] [--offline]", "show somebody's card",
	  "All that is known of somebody, also of those who are not found by "
	  "\"people\". It is read from their server first, unless --offline.",
	  "card", BOTH | LISTED | VIEW_PEOPLE | VIEW_MEMBERS, run_person,
	  NULL },
	{ "card", NULL, "", "show your own card",
	  "With the changes that wait to be sent.", NULL, BOTH | LISTED,
	  run_card, NULL },
	{ "card edit", NULL, "[--role TEXT] [--team TEXT] [--org TEXT] "
	  "[--skill SKILL]… [--no-skill SKILL]… [--language LANGUAGE]… "
	  "[--hours HOURS] [--days DAYS] [--zone ZONE] [--about TEXT] "
	  "[--hidden yes|no]", "change your own card",
	  "SKILL is a name, with a level if you like: plumbing:expert "
	  "(learning, working, expert). HOURS are like 09:00-17:00, DAYS like "
	  "mon-fri, ZONE like Europe/London. Languages replace those that are "
	  "there. An empty text takes a field away. --hidden yes keeps you "
	  "out of what others find.", NULL, BOTH | IN_FORM, run_edit,
	  .fill = show_now },
	{ "endorse", NULL, "USER SKILL", "say that somebody knows something",
	  "It stands on your own card and is shown on theirs.", "endorse",
	  BOTH | VIEW_PEOPLE, run_endorse, NULL },
	{ "unendorse", NULL, "USER SKILL", "take an endorsement back", NULL,
	  NULL, BOTH, run_unendorse, NULL },
	{ "card decline", NULL, "USER SKILL [--undo]", "do not show somebody's "
	  "endorsement of you", "USER is who endorsed you; --undo shows it "
	  "again.", NULL, BOTH, run_decline, NULL },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, NULL },
};
