/* The first screen: what this is, and the form that logs in. Also `:login`. */
#include <string.h>
#include "ui/field.h"

enum which { FIELD_SERVER, FIELD_USER, FIELD_PASSWORD, FIELDS };

static const char *const labels[] = { "server", "name", "password" };
static const char *const hints[] = {
	"the homeserver of your organisation, for example council.org",
	"yours on that server, without the part after the colon",
	"is sent to the server alone and kept nowhere",
};

struct welcome {
	struct pane pane;
	struct editor fields[FIELDS];
	int at;
	int64_t again;		/* account to log in again, or 0 */
	bool busy;
	char *trouble;
};

static void draw_field(struct welcome *w, struct surface *s, struct rect r,
		       int y, int i)
{
	struct field f = {
		.label = labels[i], .label_width = 11, .example = hints[i],
		.editor = &w->fields[i], .on = i == w->at && !w->busy,
		.secret = i == FIELD_PASSWORD,
	};

	field_draw(w->pane.ui, s, (struct rect){ r.x, y, r.w, 1 }, &f);
}

static void welcome_draw(struct pane *p, struct surface *s, struct rect r,
			 bool focus)
{
	struct welcome *w = (struct welcome *)p;
	int width = MIN(r.w - 6, 66), y;
	struct rect in = { r.x + (r.w - width) / 2, r.y, width, r.h };

	(void)focus;
	y = r.y + MAX((r.h - 16) / 3, 0);
	y = say_block(s, in, y, ROLE_HEADING_FOCUS, w->again ? "Log in again" :
		  "Welcome to folkmoot");
	y++;
	y = say_block(s, in, y, ROLE_TEXT, w->again ?
		  "The server has ended this session. What is stored here "
		  "stays readable; logging in again makes it live." :
		  "One place in the terminal for the project spaces of your "
		  "organisation: rooms, tasks and people, and always who can "
		  "read what you write. Log in to your Matrix homeserver:");
	y++;
	for (int i = 0; i < FIELDS; i++)
		draw_field(w, s, in, y++, i);
	y++;
	if (w->busy)
		y = say_block(s, in, y, ROLE_ACCENT, "Asking the server… Esc "
			  "stops waiting.");
	else if (w->trouble)
		y = say_block(s, in, y, ROLE_WARNING, w->trouble);
	else
		y = say_block(s, in, y, ROLE_DIM, "Enter goes on, Tab changes "
			  "the field, Ctrl-Q ends. From the shell: folkmoot "
			  "login matrix SERVER --user NAME");
}

static void login(struct welcome *w)
{
	struct message *m = message_new(REQ_LOGIN);

	m->a = g_strstrip(g_strdup(w->fields[FIELD_SERVER].text->str));
	m->b = g_strstrip(g_strdup(w->fields[FIELD_USER].text->str));
	m->c = g_strdup(w->fields[FIELD_PASSWORD].text->str);
	m->d = g_strdup("matrix");
	m->id = w->again;
	m->tag = 1;
	g_clear_pointer(&w->trouble, g_free);
	w->busy = true;
	engine_push(w->pane.ui->setup.engine, m);
}

static bool welcome_enter(struct pane *p)
{
	struct welcome *w = (struct welcome *)p;

	if (w->busy)
		return true;
	for (int i = 0; i < FIELDS; i++)
		if (!w->fields[i].text->len) {
			w->at = i;
			return true;
		}
	login(w);
	return true;
}

static void welcome_move(struct pane *p, enum move how)
{
	struct welcome *w = (struct welcome *)p;

	w->at = (w->at + (how == MOVE_UP ? FIELDS - 1 : 1)) % FIELDS;
}

static struct editor *welcome_editor(struct pane *p)
{
	struct welcome *w = (struct welcome *)p;

	return &w->fields[w->at];
}

static void welcome_event(struct pane *p, const struct message *m)
{
	struct welcome *w = (struct welcome *)p;
	struct ui *ui = p->ui;

	if (m->kind != EV_LOGIN || !w->busy)
		return;
	w->busy = false;
	if (!m->account) {
		w->trouble = g_strdup(m->a ? m->a : "The login failed.");
		w->at = FIELD_PASSWORD;
		editor_set(&w->fields[FIELD_PASSWORD], "");
		return;
	}
	ui->logged_in = true;
}

static void welcome_free(struct pane *p)
{
	struct welcome *w = (struct welcome *)p;

	for (int i = 0; i < FIELDS; i++) {
		memset(w->fields[i].text->str, 0, w->fields[i].text->len);
		editor_clear(&w->fields[i]);
	}
	g_free(w->trouble);
	g_free(w);
}

static const struct pane_ops welcome_ops = {
	.name = "welcome", .view = VIEW_WELCOME, .free = welcome_free,
	.draw = welcome_draw, .move = welcome_move, .enter = welcome_enter,
	.event = welcome_event, .editor = welcome_editor, .whole = true,
};

struct pane *welcome_new(struct ui *ui)
{
	struct welcome *w = g_new0(struct welcome, 1);
	GPtrArray *all;

	w->pane = (struct pane){ &welcome_ops, ui, true };
	for (int i = 0; i < FIELDS; i++)
		editor_init(&w->fields[i], false);
	if (!ui_reader(ui))
		return &w->pane;
	all = reader_accounts(ui->reader);
	for (guint i = 0; i < all->len; i++) {
		const struct account *a = g_ptr_array_index(all, i);
		g_autofree char *name = say_short_name(a->user);

		if (!a->logged_out)
			continue;
		w->again = a->id;
		editor_set(&w->fields[FIELD_SERVER], a->base);
		editor_set(&w->fields[FIELD_USER], name);
		w->at = FIELD_PASSWORD;
		break;
	}
	g_ptr_array_unref(all);
	return &w->pane;
}
