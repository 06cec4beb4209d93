/* Commands: the settings of a room. */
#include "command/internal.h"

#include <string.h>

/* One setting: its option, the words it takes, and how the room says it. */
struct setting {
	const char *option, *key;
	/* "ours protocol", two words for each choice; NULL: any text */
	const char *const *choices;
};

static const char *const join_choices[] = {
	"invite", "invite", "knock", "knock", "restricted", "restricted",
	"public", "public", NULL
};
static const char *const history_choices[] = {
	"invited", "invited", "joined", "joined", "shared", "shared",
	"world", "world_readable", NULL
};
static const char *const guest_choices[] = {
	"yes", "can_join", "no", "forbidden", NULL
};

static const struct setting settings[] = {
	{ "--name", "name", NULL }, { "--topic", "topic", NULL },
	{ "--join", "join", join_choices },
	{ "--history", "history", history_choices },
	{ "--guests", "guests", guest_choices },
	{ "--alias", "alias", NULL },
};

/* The protocol's word for what was typed, or NULL. */
static const char *choice_value(const struct setting *s, const char *word)
{
	if (!s->choices)
		return word;
	for (const char *const *c = s->choices; *c; c += 2)
		if (!strcmp(c[0], word))
			return c[1];
	return NULL;
}

static const char *choice_word(const char *const *choices, const char *value)
{
	for (const char *const *c = choices; *c; c += 2)
		if (!strcmp(c[1], value))
			return c[0];
	return NULL;
}

static bool fail_choice(const struct setting *s, const char *word,
			GError **err)
{
	g_autoptr(GString) all = g_string_new(NULL);

	for (const char *const *c = s->choices; *c; c += 2)
		g_string_append_printf(all, "%s%s", all->len ? ", " : "", c[0]);
	return call_fail(err, FM_ERROR_USAGE, "%s takes %s, not \"%s\".",
			 s->option, all->str, word);
}

/* ---- showing -------------------------------------------------------------------- */

static bool show_settings(struct command_call *call, const struct room *room)
{
	struct audience a = { 0 };
	bool known = reader_audience(call->ctx->reader, room->id, &a);
	struct record *r = call_begin(call, "settings");
	const char *join = choice_word(join_choices,
				       join_rule_word(room->join));

	record_text(r, "id", room->rid);
	record_text(r, "name", room->name);
	record_text(r, "topic", room->topic);
	record_text(r, "join", room->join == JOIN_UNKNOWN ? NULL : join ?
		    join : join_rule_word(room->join));
	record_text(r, "history", room->history == HISTORY_UNKNOWN ? NULL :
		    choice_word(history_choices,
				history_word(room->history)));
	record_bool(r, "guests", room->guests);
	record_text(r, "alias", room->alias);
	record_text(r, "area", room->area == AREA_UNKNOWN ? NULL :
		    area_word(room->area));
	record_text(r, "readers", known ? a.words : NULL);
	record_bool(r, "federated", room->federated);
	record_bool(r, "encrypted", room->encrypted);
	record_text(r, "role", can_role_word(room->power));
	call_end(call, r);
	if (known)
		audience_clear(&a);
	return true;
}

/* ---- who could read it then ------------------------------------------------------- */

static void lay_over(struct room *then, const struct setting *s,
		     const char *value)
{
	if (!strcmp(s->key, "join"))
		then->join = join_rule_from(value);
	else if (!strcmp(s->key, "history"))
		then->history = history_from(value);
	else if (!strcmp(s->key, "guests"))
		then->guests = !strcmp(value, "can_join");
}

static enum area area_of(const struct room *room, enum area spaces)
{
	struct audience a;
	enum area area;

	audience_init(&a, room, NULL, NULL, spaces);
	area = a.area;
	audience_clear(&a);
	return area;
}

/* The widest of the spaces whose members would come in. */
static enum area spaces_area(struct command_call *call, const struct room *room,
			     const GPtrArray *parents)
{
	enum area widest = AREA_UNKNOWN;

	for (guint i = 0; parents && i < parents->len; i++) {
		struct room *space = reader_room_by_rid(call->ctx->reader,
				room->account, parents->pdata[i]);

		if (space)
			widest = MAX(widest, space->area);
		room_free(space);
	}
	return widest;
}

static const char *say_then(const struct room *then)
{
	if (then->history == HISTORY_WORLD)
		return "anybody could read all of it, without joining";
	if (then->join == JOIN_PUBLIC && then->federated)
		return "anybody could join, from any server, and read it";
	if (then->join == JOIN_PUBLIC)
		return "anybody of the server could join and read it";
	if (then->guests)
		return "people without an account could join";
	return "the members of its spaces could join and read it";
}

static bool check_wider(struct command_call *call, const struct room *room,
			const struct room *then, const GPtrArray *parents,
			GError **err)
{
	enum area spaces = spaces_area(call, room, parents);
	enum area now = MAX(area_of(room, spaces), AREA_INTERNAL);
	enum area wide = area_of(then, spaces);
	bool opens = then->join == JOIN_PUBLIC && room->join != JOIN_PUBLIC;

	if ((wide <= now && !opens) || args_flag(call->args, "--wider"))
		return true;
	return call_fail(err, FM_ERROR_REFUSED, "That would make %s wider (%s "
			 "now): %s. Nothing was changed; say --wider as well "
			 "to do it.", room->name, area_word(room->area),
			 say_then(then));
}

/* ---- changing ----------------------------------------------------------------------- */

static bool is_restricted(enum join_rule rule)
{
	return rule == JOIN_RESTRICTED || rule == JOIN_KNOCK_RESTRICTED;
}

/* All are looked at before the first is sent. */
static bool check_all(struct command_call *call, const struct room *room,
		      const GPtrArray *parents, int *n, GError **err)
{
	struct room then = *room;

	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++) {
		const char *word = args_get(call->args, settings[i].option);
		const char *value = word ? choice_value(&settings[i], word) :
					   NULL;

		if (!word)
			continue;
		if (!value)
			return fail_choice(&settings[i], word, err);
		lay_over(&then, &settings[i], value);
		(*n)++;
	}
	if (!*n)
		return true;
	if (is_restricted(then.join) && !is_restricted(room->join) &&
	    !parents->len)
		return call_fail(err, FM_ERROR_REFUSED, "%s is in no space "
				 "whose members could be let in.", room->name);
	return call_may(room, ACT_SETTINGS, err) &&
	       check_wider(call, room, &then, parents, err);
}

/* "boilers" is "#boilers:SERVER" of the account's own. */
static char *whole_alias(struct command_call *call, const struct room *room,
			 const char *word)
{
	struct account *a;
	char *alias;

	if (!*word || !strcmp(word, "none"))
		return g_strdup("");
	if (strchr(word, ':'))
		return g_strconcat(*word == '#' ? "" : "#", word, NULL);
	a = reader_account(call->ctx->reader, room->account);
	alias = g_strconcat(*word == '#' ? "" : "#", word, ":",
			    uid_server(a ? a->user : ""), NULL);
	account_free(a);
	return alias;
}

static bool put_setting(struct command_call *call, const struct room *room,
			const struct setting *s, const GPtrArray *parents,
			GError **err)
{
	const char *word = args_get(call->args, s->option);
	g_autofree char *done = NULL;
	struct op *op;

	if (!word)
		return true;
	op = call_op(call, OP_SETTING, room);
	op->key = g_strdup(s->key);
	op->body = strcmp(s->key, "alias") ?
		   g_strdup(choice_value(s, word)) :
		   whole_alias(call, room, word);
	if (is_restricted(join_rule_from(op->body))) {
		op->via = g_ptr_array_new_with_free_func(g_free);
		for (guint i = 0; i < parents->len; i++)
			g_ptr_array_add(op->via, g_strdup(parents->pdata[i]));
	}
	done = g_strdup_printf("Changed the %s of", s->key);
	return call_submit_room(call, op, room->name, done, err);
}

static bool change_settings(struct command_call *call,
			    const struct room *room, GError **err)
{
	g_autoptr(GPtrArray) parents = reader_parents(call->ctx->reader,
						      room->id);
	int n = 0;

	if (!check_all(call, room, parents, &n, err))
		return false;
	if (!n)
		return show_settings(call, room);
	for (size_t i = 0; i < G_N_ELEMENTS(settings); i++)
		if (!put_setting(call, room, &settings[i], parents, err))
			return false;
	return true;
}

static bool run_settings(struct command_call *call, GError **err)
{
	struct room *room = call_room(call, err);
	bool ok = room && change_settings(call, room, err);

	room_free(room);
	return ok;
}

const struct command setting_rows[] = {
	{ .name = "settings", .args = "[ROOM] [--name NAME] [--topic TOPIC] "
	  "[--join invite|knock|restricted|public] "
	  "[--history invited|joined|shared|world] [--guests yes|no] "
	  "[--alias ALIAS] [--wider]", .help = "show or change who may join "
	  "and read a room, its name and topic",
	  .more = "Without options the settings are shown. What would let "
	  "others read the room is only done with --wider. restricted: the "
	  "members of its spaces may join. --alias none takes the alias away.",
	  .where = IN_SHELL | IN_PROMPT | IN_SLASH, .run = run_settings,
	  .can = can_set_here },
	{ .name = NULL },
};
