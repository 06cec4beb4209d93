#include "village.h"

#include <string.h>

#define HOME "council.org"
#define MINUTE INT64_C(60000)
#define DAY (24 * 60 * MINUTE)

static int64_t account;
static int serial;

static const struct {
	const char *id, *name;
} people[] = {
	{ "@ann:" HOME, "Ann Harker" }, { "@ben:" HOME, "Ben Osei" },
	{ "@chloe:" HOME, "Chloe Martin" }, { "@dev:" HOME, "Dev Patel" },
	{ "@layla:" HOME, "ليلى حداد" }, { "@yuki:" HOME, "高橋 ユキ" },
	{ "@pat:partner.example", "Pat Quinn" },
};

static const struct {
	const char *id, *name, *topic, *parent;
	enum room_kind kind;
	bool partner, tasks, encrypted;
} rooms[] = {
	{ "!flood", "Flood defence", "Keep the river out of Quay Street by "
	  "March 2027", NULL, ROOM_SPACE, false, false, false },
	{ "!general", "general", "Everything about the pumps and the wall",
	  "!flood", ROOM_PLAIN, false, false, false },
	{ "!tasks", "tasks", "What is to be done", "!flood", ROOM_PLAIN,
	  false, true, false },
	{ "!library", "Library IT", "New catalogue without losing a loan",
	  NULL, ROOM_SPACE, false, false, false },
	{ "!desk", "front desk", "", "!library", ROOM_PLAIN, false, false,
	  false },
	{ "!quay", "Quay Street partners", "Council and residents", NULL,
	  ROOM_PLAIN, true, false, false },
	{ "!payroll", "payroll", "", NULL, ROOM_PLAIN, false, false, true },
	{ "!benann", NULL, NULL, NULL, ROOM_DM, false, false, false },
};

static void apply(struct store *s, struct change *c)
{
	GError *err = NULL;

	c->account = account;
	if (!store_apply(s, c, &err))
		g_error("village: %s", err->message);
	change_free(c);
}

static struct change *in_room(enum change_kind kind, const char *room)
{
	return change_new(kind, room);
}

static void add_member(struct store *s, const char *room, int who)
{
	struct change *c = in_room(CHANGE_MEMBER, room);

	c->user = g_strdup(people[who].id);
	c->name = g_strdup(people[who].name);
	c->membership = MEMBER_JOIN;
	c->seen = true;
	apply(s, c);
}

static void add_powers(struct store *s, const char *room)
{
	struct change *c = in_room(CHANGE_POWERS, room);
	struct power p = { g_strdup(people[0].id), 100, false };
	struct power q = { g_strdup(people[1].id), 50, false };

	c->powers = g_array_new(FALSE, FALSE, sizeof(struct power));
	g_array_append_val(c->powers, p);
	g_array_append_val(c->powers, q);
	c->power_state = c->power_redact = c->power_kick = c->power_ban = 50;
	apply(s, c);
}

static void add_facts(struct store *s, int i, int members)
{
	struct change *c = in_room(CHANGE_FACTS, rooms[i].id);
	struct room *r = g_new0(struct room, 1);

	c->room = r;
	c->set = ROOM_JOIN_RULE | ROOM_HISTORY | ROOM_COUNTS | ROOM_KIND |
		 ROOM_FEDERATED | ROOM_JOINED;
	r->join = JOIN_INVITE;
	r->history = HISTORY_SHARED;
	r->federated = true;
	r->kind = rooms[i].kind == ROOM_DM ? ROOM_PLAIN : rooms[i].kind;
	r->joined = members;
	if (rooms[i].name) {
		c->set |= ROOM_NAME;
		r->name = g_strdup(rooms[i].name);
	}
	if (rooms[i].topic) {
		c->set |= ROOM_TOPIC;
		r->topic = g_strdup(rooms[i].topic);
	}
	if (rooms[i].tasks) {
		c->set |= ROOM_KINDS;
		r->kinds = KIND_BIT(KIND_TASK);
	}
	if (rooms[i].encrypted) {
		c->set |= ROOM_ENCRYPTED;
		r->encrypted = true;
	}
	apply(s, c);
}

static void add_room(struct store *s, int i)
{
	struct change *c = in_room(CHANGE_ROOM, rooms[i].id);
	int n = rooms[i].kind == ROOM_DM ? 2 : 6;

	c->membership = MEMBER_JOIN;
	apply(s, c);
	add_facts(s, i, n + rooms[i].partner);
	for (int k = 0; k < n; k++)
		add_member(s, rooms[i].id, k);
	if (rooms[i].partner)
		add_member(s, rooms[i].id, 6);
	add_powers(s, rooms[i].id);
	apply(s, in_room(CHANGE_MEMBERS_DONE, rooms[i].id));
	if (!rooms[i].parent)
		return;
	c = in_room(CHANGE_CHILD, rooms[i].parent);
	c->target = g_strdup(rooms[i].id);
	c->via = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->via, g_strdup(HOME));
	c->order = g_strdup_printf("%02d", i);
	apply(s, c);
}

static struct post *post(int who, int64_t ts, const char *body)
{
	struct post *p = post_new();

	p->eid = g_strdup_printf("$event%03d", ++serial);
	p->sender = g_strdup(people[who].id);
	p->ts = ts;
	p->body = g_strdup(body);
	p->file_size = -1;
	return p;
}

/* Gives the event id; borrowed until the next. */
static const char *add_post(struct store *s, const char *room, struct post *p)
{
	static char last[32];
	struct change *c = in_room(CHANGE_POST, room);

	g_strlcpy(last, p->eid, sizeof last);
	c->post = p;
	apply(s, c);
	return last;
}

static void react(struct store *s, const char *room, int who,
		  const char *target, const char *key)
{
	struct change *c = in_room(CHANGE_REACTION, room);

	c->eid = g_strdup_printf("$event%03d", ++serial);
	c->user = g_strdup(people[who].id);
	c->target = g_strdup(target);
	c->key = g_strdup(key);
	c->ts = VILLAGE_NOW;
	apply(s, c);
}

static void timeline(struct store *s, const char *room)
{
	struct change *c = in_room(CHANGE_TIMELINE, room);

	apply(s, c);
}

static void task(struct store *s, int who, const char *title, int assignee,
		 int64_t due)
{
	struct post *p = post(who, VILLAGE_NOW - 2 * DAY, title);
	struct thing *t = thing_new(KIND_TASK);

	t->fields = THING_TITLE | THING_DUE | THING_STATUS | THING_ASSIGNEES;
	t->title = g_strdup(title);
	t->due = due;
	if (assignee >= 0) {
		t->assignees = g_ptr_array_new_with_free_func(g_free);
		g_ptr_array_add(t->assignees, g_strdup(people[assignee].id));
	}
	p->thing = t;
	add_post(s, "!tasks", p);
}

static void fill_general(struct store *s)
{
	int64_t day = VILLAGE_NOW - 5 * 60 * MINUTE - 20 * MINUTE;
	struct post *p;
	char *survey;

	timeline(s, "!general");
	p = post(3, day - DAY, "Dev Patel joined");
	p->kind = POST_MEMBER;
	add_post(s, "!general", p);
	p = post(4, day - DAY, "ليلى حداد joined");
	p->kind = POST_MEMBER;
	add_post(s, "!general", p);
	add_post(s, "!general", post(5, day - DAY + MINUTE,
		"おはようございます。ポンプの報告を読みました 👩‍👩‍👧 "
		"🇯🇵 good morning"));
	p = post(1, day, "The pump station survey is back. Two of four pumps "
		 "failed the load test:");
	p->html = g_strdup("<p>The pump station survey is <b>back</b>. Two of "
		"four pumps failed the load test:</p><ul><li>P2 <code>61 %"
		"</code></li><li>P4 <code>58 %</code></li></ul><p>All in "
		"<a href=\"https://evil.example/x\">council.org/survey</a>"
		"</p>");
	survey = g_strdup(add_post(s, "!general", p));
	react(s, "!general", 0, survey, "👍");
	react(s, "!general", 2, survey, "👍");
	react(s, "!general", 3, survey, "👀");
	p = post(1, day + MINUTE, "survey-2026-11.pdf");
	p->kind = POST_FILE;
	p->file_url = g_strdup("mxc://council.org/abc");
	p->file_size = 1234567;
	add_post(s, "!general", p);
	p = post(3, day + 5 * MINUTE, "I can lend two portable pumps");
	p->thread = g_strdup(survey);
	add_post(s, "!general", p);
	p = post(2, day + 19 * MINUTE, "Ordering today. Who signs above 5k?");
	p->reply_to = g_strdup(survey);
	add_post(s, "!general", p);
	p = post(0, day + 5 * 60 * MINUTE, "I do, until the end of the year.");
	add_post(s, "!general", p);
	g_free(survey);
}

static void finish(struct store *s)
{
	struct change *c = change_new(CHANGE_CURSOR, NULL);
	GError *err = NULL;

	c->token = g_strdup_printf("s%d", ++serial);
	apply(s, c);
	if (!store_commit(s, NULL, NULL, NULL, &err))
		g_error("village: %s", err->message);
}

static void set_direct(struct store *s)
{
	struct change *c = change_new(CHANGE_DIRECT, NULL);

	c->users = g_ptr_array_new_with_free_func(g_free);
	c->names = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup("!benann"));
	g_ptr_array_add(c->names, g_strdup(people[1].id));
	apply(s, c);
}

static void set_counts(struct store *s, const char *room, int unread,
		       int mentions)
{
	struct change *c = in_room(CHANGE_COUNTS, room);

	c->unread = unread;
	c->mentions = mentions;
	apply(s, c);
}

void village_fill(struct store *s)
{
	struct account a = { .name = "ann@council", .kind = "matrix",
			     .base = "https://" HOME, .user = "@ann:" HOME,
			     .device = "TEST", .display = "Ann Harker" };
	int64_t today = civil_day(2026, 11, 20);

	serial = 0;
	account = store_account_put(s, &a, NULL);
	for (guint i = 0; i < G_N_ELEMENTS(rooms); i++)
		add_room(s, i);
	set_direct(s);
	fill_general(s);
	timeline(s, "!tasks");
	task(s, 1, "Call insurer about the December cover", 1, today - 2);
	task(s, 0, "Tender text for the pumps", 0, today);
	task(s, 0, "Replace P2 and P4", 2, today + 5);
	task(s, 3, "Sandbag depot: find a place", -1, NO_DAY);
	timeline(s, "!quay");
	add_post(s, "!quay", post(6, VILLAGE_NOW - 60 * MINUTE,
		"Our crew starts on Monday, if the tide allows."));
	timeline(s, "!benann");
	add_post(s, "!benann", post(1, VILLAGE_NOW - 30 * MINUTE,
				    "Lunch at one?"));
	timeline(s, "!payroll");
	{
		struct post *p = post(2, VILLAGE_NOW - DAY, "");

		p->kind = POST_ENCRYPTED;
		add_post(s, "!payroll", p);
	}
	set_counts(s, "!quay", 1, 0);
	set_counts(s, "!benann", 1, 1);
	finish(s);
}

/* ---- tasks with everything --------------------------------------------------- */

static GPtrArray *texts(const char *words)
{
	GPtrArray *out = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) parts = g_strsplit(words, " ", -1);

	for (int i = 0; parts[i]; i++)
		g_ptr_array_add(out, g_strdup(parts[i]));
	return out;
}

/* A task in the room for tasks; its event id, borrowed for ever. */
static const char *add_thing(struct store *s, int who, struct thing *take)
{
	struct post *p = post(who, VILLAGE_NOW - DAY, take->title);

	take->fields = thing_bits(KIND_TASK);
	p->thing = take;
	return g_intern_string(add_post(s, "!tasks", p));
}

static struct thing *titled(const char *title, int assignee, int64_t due)
{
	struct thing *t = thing_new(KIND_TASK);

	t->title = g_strdup(title);
	t->due = due;
	if (assignee >= 0)
		t->assignees = texts(people[assignee].id);
	return t;
}

static const char *add_pumps(struct store *s, int64_t today,
			     const char *source)
{
	struct thing *t = titled("Fit the new pumps", 2, today + 3);

	t->notes = g_strdup("The crane is booked for the morning only.\n"
			    "Ring the harbour master before it crosses the "
			    "quay.");
	t->source = g_strdup(source);
	t->tags = texts("pumps quay");
	t->priority = 2;
	t->estimate = 150;
	t->stage = STAGE_DOING;
	g_ptr_array_add(t->assignees, g_strdup(people[1].id));
	thing_put_step(t, "a", "order P2", true);
	thing_put_step(t, "b", "order P4", true);
	thing_put_step(t, "c", "delivery", false);
	thing_put_step(t, "d", "fit", false);
	thing_put_step(t, "e", "load test", false);
	return add_thing(s, 1, t);
}

static void add_parts(struct store *s, int64_t today, const char *pumps)
{
	struct thing *t = titled("Drain the pump house", 3, today + 3);
	const char *drain;

	t->parent = g_strdup(pumps);
	drain = add_thing(s, 1, t);
	t = titled("Borrow a hose", -1, today + 4);
	t->parent = g_strdup(drain);
	add_thing(s, 1, t);
	t = titled("Print the safety signs", 4, today);
	t->parent = g_strdup(pumps);
	add_thing(s, 1, t);
	t = titled("Open the sluice again", 5, today + 6);
	t->after = texts(drain);
	t->stage = STAGE_WAITING;
	t->priority = 1;
	add_thing(s, 0, t);
}

static void add_others(struct store *s, int64_t today)
{
	struct thing *t = titled("Read the river gauge", 0, today - 1);

	t->repeat = g_strdup("FREQ=WEEKLY;INTERVAL=2");
	t->priority = 3;
	add_thing(s, 0, t);
	t = titled("A title that is a good deal longer than any column is "
		   "wide 高橋 and \xe2\x80\xae goes on, 👩‍👩‍👧 and on", 5,
		   NO_DAY);
	t->tags = texts("\x1b[31mred");
	add_thing(s, 2, t);
	t = titled("Ask for three offers", 1, today - 6);
	t->status = TASK_DONE;
	add_thing(s, 1, t);
	t = titled("Hire divers", 1, NO_DAY);
	t->status = TASK_DONE;
	t->stage = STAGE_DROPPED;
	add_thing(s, 1, t);
}

/* Two that are parts of each other, and one that goes before itself: ids are
 * numbers in turn, so the first can name the second. */
static void add_ring(struct store *s)
{
	struct thing *t = titled("Hen", -1, NO_DAY);
	const char *hen;

	t->parent = g_strdup_printf("$event%03d", serial + 2);
	t->notes = g_strdup("Which was first?");
	hen = add_thing(s, 3, t);
	t = titled("Egg", -1, NO_DAY);
	t->parent = g_strdup(hen);
	t->after = texts(hen);
	add_thing(s, 3, t);
}

void village_tasks(struct store *s)
{
	int64_t today = civil_day(2026, 11, 20);
	const char *pumps, *source;
	struct post *p = post(3, VILLAGE_NOW - 2 * DAY, "P2 sounds like a "
			      "coffee mill, somebody should look");

	source = g_intern_string(add_post(s, "!tasks", p));
	pumps = add_pumps(s, today, source);
	add_parts(s, today, pumps);
	add_others(s, today);
	add_ring(s);
	p = post(2, VILLAGE_NOW - 4 * 60 * MINUTE, "The supplier says Monday");
	p->thread = g_strdup(pumps);
	add_post(s, "!tasks", p);
	finish(s);
	state_put(s, "saved_tasks", "quay\t--open --tag QUAY\n"
		  "held-up\t--blocked\n"
		  "ben\t--assign @ben:council.org", NULL);
}

void village_many_tasks(struct store *s, int n)
{
	int64_t today = civil_day(2026, 11, 20);
	const char *last = NULL;

	for (int i = 0; i < n; i++) {
		g_autofree char *title = g_strdup_printf(
			"Task %d about the %s", i, i % 7 ? "river wall" :
			"pump house and its doors");
		struct thing *t = titled(title, i % 3 ? i / 3 % 6 : -1,
			i % 4 ? today - 30 + i * 37 % 365 : NO_DAY);

		t->priority = i % 11 ? 0 : i % 3 + 1;
		t->stage = i % 9 ? STAGE_NONE : i % 2 + STAGE_DOING;
		t->notes = g_strdup("Ask those who were there the last time "
				    "before anything is ordered.");
		if (i % 6 == 5)
			t->status = TASK_DONE;
		if (i % 5 == 4)
			t->parent = g_strdup(last);
		if (i % 8 == 0)
			thing_put_step(t, "a", "begin", i % 16 == 0);
		last = add_thing(s, i % 6, t);
	}
	finish(s);
}

void village_say(struct store *s, const char *room, const char *user,
		 const char *text)
{
	int who = 1;

	for (guint i = 0; i < G_N_ELEMENTS(people); i++)
		if (!strcmp(people[i].id, user))
			who = i;
	add_post(s, room, post(who, VILLAGE_NOW, text));
	finish(s);
}

void village_say_html(struct store *s, const char *room, const char *user,
		      const char *html)
{
	struct post *p = post(1, VILLAGE_NOW, "as plain text");

	g_free(p->sender);
	p->sender = g_strdup(user);
	p->html = g_strdup(html);
	add_post(s, room, p);
	finish(s);
}

static char *poll_room, *poll_eid;

void village_poll(struct store *s, const char *room, const char *user,
		  const char *words)
{
	g_auto(GStrv) parts = g_strsplit(words, "|", -1);
	struct post *p = post(1, VILLAGE_NOW, "");
	bool hidden = g_str_has_prefix(parts[0], "hidden ");
	bool many = g_ascii_isdigit(*parts[0]);
	const char *question = hidden || many ? strchr(parts[0], ' ') + 1 :
			       parts[0];

	g_free(p->sender);
	p->sender = g_strdup(user);
	p->kind = POST_POLL;
	p->poll = poll_new(question);
	p->poll->hidden = hidden;
	p->poll->max = many ? *parts[0] - '0' : 1;
	for (int i = 1; parts[i]; i++) {
		g_autofree char *id = g_strdup_printf("%d", i);

		poll_add(p->poll, id, parts[i]);
	}
	g_free(p->body);
	p->body = poll_body(p->poll);
	g_free(poll_room);
	g_free(poll_eid);
	poll_room = g_strdup(room);
	poll_eid = g_strdup(add_post(s, room, p));
	finish(s);
}

static struct change *about_poll(enum change_kind kind, const char *user)
{
	struct change *c = in_room(kind, poll_room);

	c->eid = g_strdup_printf("$event%03d", ++serial);
	c->user = g_strdup(user);
	c->target = g_strdup(poll_eid);
	c->ts = VILLAGE_NOW + serial;
	return c;
}

void village_vote(struct store *s, const char *user, const char *numbers)
{
	g_auto(GStrv) ids = g_strsplit(numbers, ",", -1);
	struct change *c = about_poll(CHANGE_POLL_VOTE, user);

	c->names = g_ptr_array_new_with_free_func(g_free);
	for (int i = 0; ids[i]; i++)
		g_ptr_array_add(c->names, g_strdup(ids[i]));
	apply(s, c);
	finish(s);
}

void village_poll_end(struct store *s, const char *user)
{
	apply(s, about_poll(CHANGE_POLL_END, user));
	finish(s);
}

static char *thing_room, *thing_eid, *reply_eid;
static enum thing_kind thing_made;

const char *village_thing_id(void)
{
	return thing_eid;
}

void village_thing(struct store *s, const char *room, const char *user,
		   const char *kind, const char *title)
{
	struct post *p = post(1, VILLAGE_NOW - 3 * DAY, title);
	struct thing *t = thing_new(thing_kind_from(kind));

	g_free(p->sender);
	p->sender = g_strdup(user);
	t->fields = thing_bits(t->kind);
	t->title = g_strdup(title);
	if (t->kind == KIND_EVENT) {
		t->begin = VILLAGE_NOW + 2 * DAY;
		t->end = t->begin + 90 * MINUTE;
		t->place = g_strdup("the depot");
	}
	if (t->kind == KIND_RESOURCE)
		t->url = g_strdup("https://pumps.example/manual.pdf");
	p->thing = t;
	thing_made = t->kind;
	g_free(thing_room);
	g_free(thing_eid);
	thing_room = g_strdup(room);
	thing_eid = g_strdup(add_post(s, room, p));
	finish(s);
}

static void fill_change(struct thing *t, const char *user, const char *word)
{
	const char *const *words = thing_words(t->kind, THING_STATUS);

	if (!strcmp(word, "owner")) {
		t->fields = THING_OWNER;
		t->owner = g_strdup(user);
		return;
	}
	t->fields = THING_STATUS;
	if (!strcmp(word, "accept")) {
		t->fields |= THING_ANSWER;
		t->answer = g_strdup(reply_eid);
		word = "solved";
	}
	while (words[t->status] && strcmp(words[t->status], word))
		t->status++;
}

void village_change(struct store *s, const char *user, const char *word)
{
	struct post *p = post(1, VILLAGE_NOW, "");
	struct thing *t = thing_new(thing_made);

	fill_change(t, user, word);
	g_free(p->body);
	p->body = thing_change_words(t, NULL, NULL);
	g_free(p->sender);
	p->sender = g_strdup(user);
	p->kind = POST_NOTICE;
	p->thread = g_strdup(thing_eid);
	p->change = t;
	add_post(s, thing_room, p);
	finish(s);
}

void village_react(struct store *s, const char *user, const char *key)
{
	struct change *c = in_room(CHANGE_REACTION, thing_room);

	c->eid = g_strdup_printf("$event%03d", ++serial);
	c->user = g_strdup(user);
	c->target = g_strdup(thing_eid);
	c->key = g_strdup(key);
	c->ts = VILLAGE_NOW + serial;
	apply(s, c);
	finish(s);
}

void village_pin(struct store *s, const char *room, const char *eid)
{
	struct change *c = in_room(CHANGE_PINS, room);

	c->users = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup(eid));
	apply(s, c);
	finish(s);
}

void village_level(struct store *s, const char *room, const char *word)
{
	struct change *c = change_new(CHANGE_LEVELS, NULL);

	c->users = g_ptr_array_new_with_free_func(g_free);
	c->names = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(c->users, g_strdup(room));
	g_ptr_array_add(c->names, g_strdup(word));
	apply(s, c);
	finish(s);
}

void village_reply(struct store *s, const char *eid, const char *user,
		   const char *text)
{
	struct post *p = post(1, VILLAGE_NOW, text);

	g_free(p->sender);
	p->sender = g_strdup(user);
	p->thread = g_strdup(eid);
	g_free(reply_eid);
	reply_eid = g_strdup(add_post(s, "!general", p));
	finish(s);
}

void village_join(struct store *s, const char *room, int n)
{
	for (int i = 0; i < n; i++) {
		g_autofree char *line = g_strdup_printf("Guest %d joined",
							i + 1);
		struct post *p = post(3, VILLAGE_NOW + i, line);

		p->kind = POST_MEMBER;
		add_post(s, room, p);
	}
	finish(s);
}

void village_invite(struct store *s, const char *name)
{
	struct change *c = in_room(CHANGE_ROOM, "!invited");

	c->membership = MEMBER_INVITE;
	apply(s, c);
	c = in_room(CHANGE_FACTS, "!invited");
	c->room = g_new0(struct room, 1);
	c->set = ROOM_NAME | ROOM_INVITER;
	c->room->name = g_strdup(name);
	c->room->inviter = g_strdup(people[1].id);
	apply(s, c);
	finish(s);
}

int64_t village_write(struct store *s, const char *room, const char *text,
		      bool refused)
{
	struct op *op = op_new(OP_SEND);
	GError *err = NULL;
	int64_t id;

	op->account = account;
	op->rid = g_strdup(room);
	op->body = g_strdup(text);
	if (!outbox_push(s, op, &err) ||
	    (refused && (!outbox_sending(s, op->id, &err) ||
			 !outbox_failed(s, op->id, "council.org says that you "
					"may not write here.", -1, &err))))
		g_error("village: %s", err->message);
	id = op->id;
	op_free(op);
	return id;
}
