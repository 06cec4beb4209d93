#include "notify/notify.h"
#include "notify/desktop.h"
#include "notify/osc.h"

struct notifier {
	enum notify_way way;
	enum notify_way terminal;	/* when the desktop fails */
	bool tmux;
	const struct world *world;
	struct desktop *desktop;	/* with the first notice */
};

struct notifier *notifier_new(enum notify_way way,
			      const char *(*get)(const char *name),
			      const struct world *world)
{
	struct notifier *n = g_new0(struct notifier, 1);
	const char *tmux = get("TMUX");

	n->way = way == NOTIFY_AUTO ? notify_choose(get) : way;
	n->terminal = notify_choose_terminal(get);
	n->tmux = tmux && *tmux;
	n->world = world;
	return n;
}

void notifier_free(struct notifier *n, int64_t wait_ms)
{
	if (!n)
		return;
	desktop_free(n->desktop, wait_ms);
	g_free(n);
}

static bool use_desktop(struct notifier *n)
{
	if (n->way != NOTIFY_DESKTOP)
		return false;
	if (!n->desktop)
		n->desktop = desktop_new(n->world);
	return n->desktop && desktop_works(n->desktop);
}

static char *terminal_bytes(struct notifier *n, const struct notice *notice)
{
	enum notify_way way = n->way == NOTIFY_DESKTOP ? n->terminal : n->way;

	return osc_bytes(way, notice, n->tmux);
}

char *notifier_show(struct notifier *n, const struct notice *notice)
{
	if (!use_desktop(n))
		return terminal_bytes(n, notice);
	desktop_show(n->desktop, notice);
	/* libnotify has no bell; a sound is the terminal's to make. */
	return notice->sound ? g_strdup("\a") : NULL;
}

void notifier_withdraw(struct notifier *n, int64_t room)
{
	if (n->desktop)
		desktop_withdraw(n->desktop, room);
}

int notifier_fd(const struct notifier *n)
{
	return n->desktop ? desktop_fd(n->desktop) : -1;
}

/* Its sound has been made when it was to be shown; what is left to say may be
 * nothing, and that is empty, not the end. */
char *notifier_late(struct notifier *n)
{
	struct notice *late = n->desktop ? desktop_late(n->desktop) : NULL;
	char *bytes = NULL;

	if (!late)
		return NULL;
	if (n->terminal != NOTIFY_BELL)
		bytes = terminal_bytes(n, late);
	notice_free(late);
	return bytes ? bytes : g_strdup("");
}
