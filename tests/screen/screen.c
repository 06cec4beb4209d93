/*
 * Screen tests: a script drives the real panes on a surface, without a
 * terminal, and what is shown is compared with a text file.
 *
 *   tests/screen/NAME.t                 the script
 *   tests/screen/expected/NAME.STEP     the screen at `show STEP`
 *
 * Lines of a script: size W H; key NAME… (drawn after each), burst NAME…
 * (drawn after the last); type TEXT; run COMMAND LINE;
 * say ROOM USER TEXT (a message arrives, | breaks its lines); html ROOM USER
 * HTML; reply EVENT USER TEXT (in a thread of general); join ROOM N (N people
 * come in); invite NAME; write waiting|refused ROOM TEXT (in the outbox);
 * account live|offline|syncing|logged-out; progress BYTES ROOMS; show STEP;
 * roles STEP (the roles, one letter a cell); poll ROOM USER
 * [hidden|N] QUESTION|ANSWER…, vote USER N,N…, poll-end USER (of the last
 * poll); pin ROOM EVENT; level ROOM WORD; # a comment.
 * "# with samples": the commands of samples.h are there; "# with tasks": the
 * tasks of village_tasks().
 * With SCREEN_UPDATE=1 the expected files are written instead.
 */
#include <stdio.h>
#include <string.h>
#include "samples.h"
#include "stage.h"

static char *expected_path(const struct stage *s, const char *step)
{
	return g_strdup_printf("tests/screen/expected/%s.%s", s->name, step);
}

static void compare(struct stage *s, const char *step, const char *got)
{
	g_autofree char *path = expected_path(s, step);
	g_autofree char *want = NULL;

	if (g_getenv("SCREEN_UPDATE")) {
		g_file_set_contents(path, got, -1, NULL);
		return;
	}
	if (g_file_get_contents(path, &want, NULL, NULL) &&
	    !strcmp(want, got))
		return;
	s->failures++;
	printf("# %s differs at step %s; it is now:\n", path, step);
	for (const char *line = got; *line; line = strchr(line, '\n') + 1)
		printf("# %.*s\n", (int)strcspn(line, "\n"), line);
}

static void do_size(struct stage *s, const char *rest)
{
	sscanf(rest, "%d %d", &s->width, &s->height);
	if (s->ui)
		ui_resize(s->ui, s->width, s->height);
}

static void press(struct stage *s, const char *rest, bool draw)
{
	g_auto(GStrv) names = g_strsplit(rest, " ", -1);

	stage_ui(s);
	for (int i = 0; names[i]; i++) {
		uint32_t key = key_from_name(names[i]);

		if (!key && *names[i]) {
			s->failures++;
			printf("# no key is called %s\n", names[i]);
			continue;
		}
		ui_key(s->ui, key);
		if (draw)
			ui_draw(s->ui);
	}
}

static void do_key(struct stage *s, const char *rest)
{
	press(s, rest, true);
}

static void do_burst(struct stage *s, const char *rest)
{
	press(s, rest, false);
}

static void do_type(struct stage *s, const char *rest)
{
	stage_ui(s);
	for (const char *p = rest; *p; p = g_utf8_next_char(p))
		ui_key(s->ui, g_utf8_get_char(p));
}

static void do_paste(struct stage *s, const char *rest)
{
	stage_ui(s);
	ui_key(s->ui, KEY_PASTE_BEGIN);
	for (const char *p = rest; *p; p = g_utf8_next_char(p))
		ui_key(s->ui, *p == '|' ? '\n' : g_utf8_get_char(p));
	ui_key(s->ui, KEY_PASTE_END);
}

static void do_run(struct stage *s, const char *rest)
{
	g_autoptr(GError) err = NULL;

	stage_ui(s);
	if (!command_run_line(ui_context(s->ui), rest, IN_PROMPT, &err)) {
		s->failures++;
		printf("# %s: %s\n", rest, err->message);
	}
}

static void do_say(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 3);
	struct message *m = message_new(EV_ROOM);

	stage_ui(s);
	g_strdelimit(words[2], "|", '\n');
	village_say(s->store, words[0], words[1], words[2]);
	m->n = ROOM_HAS_POSTS | ROOM_HAS_COUNTS;
	ui_event(s->ui, m);
	message_free(m);
	m = message_new(EV_PLACES);
	ui_event(s->ui, m);
	message_free(m);
}

static void tell(struct stage *s, struct message *take)
{
	ui_event(s->ui, take);
	message_free(take);
}

/* All rooms and places may look different. */
static void tell_all(struct stage *s)
{
	struct message *m = message_new(EV_ROOM);

	m->n = ROOM_HAS_POSTS | ROOM_HAS_COUNTS | ROOM_HAS_FACTS |
	       ROOM_HAS_MEMBERS | ROOM_HAS_TASKS;
	tell(s, m);
	tell(s, message_new(EV_PLACES));
}

static void do_html(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 3);

	stage_ui(s);
	village_say_html(s->store, words[0], words[1], words[2]);
	tell_all(s);
}

static void do_reply(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 3);

	stage_ui(s);
	village_reply(s->store, words[0], words[1], words[2]);
	tell_all(s);
}

static void do_poll(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 3);

	stage_ui(s);
	village_poll(s->store, words[0], words[1], words[2]);
	tell_all(s);
}

static void do_vote(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_vote(s->store, words[0], words[1]);
	tell_all(s);
}

static void do_poll_end(struct stage *s, const char *rest)
{
	stage_ui(s);
	village_poll_end(s->store, rest);
	tell_all(s);
}

/* ROOM USER KIND TITLE; then about it: USER WORD, USER KEY, USER TEXT */
static void do_thing(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 4);

	stage_ui(s);
	village_thing(s->store, words[0], words[1], words[2], words[3]);
	tell_all(s);
}

static void do_change(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_change(s->store, words[0], words[1]);
	tell_all(s);
}

static void do_opinion(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_react(s->store, words[0], words[1]);
	tell_all(s);
}

static void do_answer(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_reply(s->store, village_thing_id(), words[0], words[1]);
	tell_all(s);
}

static void do_pin(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_pin(s->store, words[0], words[1]);
	tell_all(s);
}

static void do_level(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_level(s->store, words[0], words[1]);
	tell_all(s);
}

static void do_join(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);

	stage_ui(s);
	village_join(s->store, words[0], (int)g_ascii_strtoll(words[1], NULL, 10));
	tell_all(s);
}

static void do_invite(struct stage *s, const char *rest)
{
	stage_ui(s);
	village_invite(s->store, rest);
	tell_all(s);
}

static void do_write(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 3);
	struct message *m = message_new(EV_OUTBOX);
	int waiting, failed;

	stage_ui(s);
	village_write(s->store, words[1], words[2], *words[0] == 'r');
	outbox_counts(s->store, &waiting, &failed);
	m->n = waiting;
	m->id = failed;
	tell(s, m);
	tell_all(s);
}

static void do_account(struct stage *s, const char *rest)
{
	struct message *m = message_new(EV_ACCOUNT);

	stage_ui(s);
	m->account = 1;
	m->n = !strcmp(rest, "live") ? ACCOUNT_LIVE :
	       !strcmp(rest, "offline") ? ACCOUNT_OFFLINE :
	       !strcmp(rest, "syncing") ? ACCOUNT_SYNCING : ACCOUNT_LOGGED_OUT;
	m->when = VILLAGE_NOW + 90000;
	tell(s, m);
}

static void do_progress(struct stage *s, const char *rest)
{
	struct message *m = message_new(EV_PROGRESS);
	int rooms = 0;

	stage_ui(s);
	sscanf(rest, "%" G_GINT64_FORMAT " %d", &m->n, &rooms);
	m->when = rooms;
	tell(s, m);
}

static void do_option(struct stage *s, const char *rest)
{
	g_auto(GStrv) words = g_strsplit(rest, " ", 2);
	GError *err = NULL;

	stage_must(options_set(s->options, words[0], words[1], &err), err);
}

static void do_show(struct stage *s, const char *rest)
{
	g_autofree char *text = NULL;

	stage_ui(s);
	text = surface_dump(ui_draw(s->ui));
	compare(s, rest, text);
}

static void do_roles(struct stage *s, const char *rest)
{
	g_autofree char *text = NULL;

	stage_ui(s);
	text = surface_marks(ui_draw(s->ui));
	compare(s, rest, text);
}

static const struct {
	const char *word;
	void (*run)(struct stage *s, const char *rest);
} verbs[] = {
	{ "size", do_size }, { "key", do_key }, { "burst", do_burst },
	{ "type", do_type },
	{ "paste", do_paste }, { "run", do_run }, { "say", do_say },
	{ "html", do_html }, { "reply", do_reply }, { "join", do_join },
	{ "invite", do_invite }, { "write", do_write },
	{ "account", do_account }, { "progress", do_progress },
	{ "option", do_option }, { "show", do_show }, { "roles", do_roles },
	{ "poll", do_poll }, { "vote", do_vote }, { "poll-end", do_poll_end },
	{ "pin", do_pin }, { "level", do_level },
	{ "thing", do_thing }, { "change", do_change },
	{ "opinion", do_opinion }, { "answer", do_answer },
};

static void run_line(struct stage *s, const char *line)
{
	const char *space = strchr(line, ' ');
	gsize n = space ? (gsize)(space - line) : strlen(line);

	if (!*line || *line == '#')
		return;
	for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (strlen(verbs[i].word) == n &&
		    !strncmp(line, verbs[i].word, n)) {
			verbs[i].run(s, space ? space + 1 : "");
			return;
		}
	s->failures++;
	printf("# not a step: %s\n", line);
}

static bool run_script(const char *path, const char *name)
{
	struct stage s = { .name = name };
	g_autofree char *text = NULL;
	g_auto(GStrv) lines = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		return false;
	stage_open(&s);
	if (!strstr(text, "# empty store"))
		village_fill(s.store);
	if (strstr(text, "# with tasks"))
		village_tasks(s.store);
	if (strstr(text, "# with samples"))
		command_set_add(s.set, sample_rows);
	lines = g_strsplit(text, "\n", -1);
	for (int i = 0; lines[i]; i++)
		run_line(&s, lines[i]);
	stage_close(&s);
	return s.failures == 0;
}

static int by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *scripts(void)
{
	GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open("tests/screen", 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir)))
		if (g_str_has_suffix(name, ".t"))
			g_ptr_array_add(found, g_strndup(name,
							 strlen(name) - 2));
	if (dir)
		g_dir_close(dir);
	g_ptr_array_sort(found, by_name);
	return found;
}

int main(int argc, char **argv)
{
	GPtrArray *names = scripts();
	const char *only = argc > 1 ? argv[1] : NULL;
	int failed = 0, n = 0;

	g_setenv("HOME", "/nonexistent", TRUE);
	g_setenv("XDG_CONFIG_HOME", "/nonexistent", TRUE);
	for (guint i = 0; i < names->len; i++) {
		const char *name = g_ptr_array_index(names, i);
		g_autofree char *path = g_strdup_printf("tests/screen/%s.t",
							name);
		bool ok;

		if (only && strcmp(only, name))
			continue;
		ok = run_script(path, name);
		printf("%s %d - %s\n", ok ? "ok" : "not ok", ++n, name);
		failed += !ok;
	}
	printf("1..%d\n", n);
	g_ptr_array_unref(names);
	return failed != 0 || n == 0;
}
