#include "notify/desktop.h"
#include "base/log.h"
#include "base/mailbox.h"
#include "base/thread.h"

#include <dlfcn.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <time.h>

#define ROOMS_KEPT 32
#define RETRY_MS INT64_C(300000)
#define BUS_TYPE_SESSION 2		/* G_BUS_TYPE_SESSION */

enum job_kind { JOB_SHOW, JOB_WITHDRAW, JOB_QUIT };

struct job {
	enum job_kind kind;
	int64_t room;
	struct notice *notice;
};

/* What we use of the library. Its types stay opaque: a notification is a
 * GObject, the connection another. */
struct library {
	int (*init)(const char *app);
	void *(*notification_new)(const char *, const char *, const char *);
	int (*update)(void *, const char *, const char *, const char *);
	void (*set_category)(void *, const char *);
	int (*show)(void *, GError **);
	int (*close)(void *, GError **);
	void (*unref)(void *);
	void *(*bus_get)(int, void *, GError **);
	void (*set_exit_on_close)(void *, int);
	GVariant *(*call)(void *, const char *, const char *, const char *,
			  const char *, GVariant *, const GVariantType *, int,
			  int, void *, GError **);
};

struct shown {
	int64_t room;
	void *notification;
};

struct desktop {
	const struct world *world;
	pthread_t thread;
	struct mailbox *jobs, *late;
	_Atomic int64_t busy_since;	/* steady ms of a call; 0: none */
	_Atomic int64_t failed_at;	/* steady ms; 0: has not */

	/* the thread's own */
	bool loaded;
	struct library lib;
	void *bus;
	struct shown shown[ROOMS_KEPT];
	unsigned next;
};

static void job_free(void *data)
{
	struct job *job = data;

	notice_free(job->notice);
	g_free(job);
}

/* ---- the library ------------------------------------------------------- */

static bool find_functions(struct library *lib, void *handle)
{
	const struct {
		const char *name;
		void *to;
	} rows[] = {
		{ "notify_init", &lib->init },
		{ "notify_notification_new", &lib->notification_new },
		{ "notify_notification_update", &lib->update },
		{ "notify_notification_set_category", &lib->set_category },
		{ "notify_notification_show", &lib->show },
		{ "notify_notification_close", &lib->close },
		{ "g_object_unref", &lib->unref },
		{ "g_bus_get_sync", &lib->bus_get },
		{ "g_dbus_connection_set_exit_on_close",
		  &lib->set_exit_on_close },
		{ "g_dbus_connection_call_sync", &lib->call },
	};

	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		/* As dlsym(3) says: the only way from object to function. */
		*(void **)rows[i].to = dlsym(handle, rows[i].name);
		if (!*(void **)rows[i].to)
			return false;
	}
	return true;
}

/* GIO ends a program whose session bus goes away. Not this one: a person on
 * SSH outlives the desktop. */
static bool outlive_bus(struct desktop *d)
{
	if (!d->bus)
		d->bus = d->lib.bus_get(BUS_TYPE_SESSION, NULL, NULL);
	if (!d->bus)
		return false;
	d->lib.set_exit_on_close(d->bus, 0);
	return true;
}

/* libnotify waits for an answer as long as D-Bus does, and that is half a
 * minute; whether anybody answers at all is asked with less patience. */
static bool answers(struct desktop *d, GError **err)
{
	GVariant *answer = d->lib.call(
		d->bus, "org.freedesktop.Notifications",
		"/org/freedesktop/Notifications",
		"org.freedesktop.Notifications", "GetServerInformation", NULL,
		NULL, 0, DESKTOP_PATIENCE_MS, NULL, err);

	if (answer)
		g_variant_unref(answer);
	return answer != NULL;
}

static bool load(struct desktop *d)
{
	void *handle;

	if (d->loaded)
		return true;
	handle = dlopen("libnotify.so.4", RTLD_NOW | RTLD_LOCAL);
	if (!handle)
		log_info("notify", "libnotify is not here: %s", dlerror());
	else if (!find_functions(&d->lib, handle))
		log_info("notify", "libnotify lacks what is needed");
	else
		d->loaded = outlive_bus(d) && d->lib.init("folkmoot");
	return d->loaded;
}

/* ---- on the thread ----------------------------------------------------- */

static struct shown *find_shown(struct desktop *d, int64_t room)
{
	for (unsigned i = 0; i < ROOMS_KEPT; i++)
		if (d->shown[i].notification && d->shown[i].room == room)
			return &d->shown[i];
	return NULL;
}

static void forget(struct desktop *d, struct shown *s)
{
	if (s->notification)
		d->lib.unref(s->notification);
	*s = (struct shown){ 0 };
}

/* One notification a room: the newest message takes the place of the one
 * before, so that a lively room does not fill the desktop. */
static struct shown *notification_for(struct desktop *d, const struct notice *n)
{
	/* The text is markup to many daemons. */
	g_autofree char *body = g_markup_escape_text(n->body, -1);
	struct shown *s = find_shown(d, n->room);

	if (s) {
		d->lib.update(s->notification, n->title, body, NULL);
		return s;
	}
	s = &d->shown[d->next];
	d->next = (d->next + 1) % ROOMS_KEPT;
	forget(d, s);
	s->room = n->room;
	s->notification = d->lib.notification_new(n->title, body, NULL);
	d->lib.set_category(s->notification, "im.received");
	return s;
}

static bool show(struct desktop *d, const struct notice *n, GError **err)
{
	struct shown *s;

	if (!answers(d, err))
		return false;
	s = notification_for(d, n);
	if (d->lib.show(s->notification, err))
		return true;
	forget(d, s);
	return false;
}

static bool try_show(struct desktop *d, const struct notice *n)
{
	g_autoptr(GError) err = NULL;

	if (atomic_load(&d->failed_at) || !load(d))
		return false;
	if (show(d, n, &err))
		return true;
	log_info("notify", "the desktop shows nothing: %s",
		 err ? err->message : "no reason given");
	return false;
}

static void withdraw(struct desktop *d, int64_t room)
{
	struct shown *s = find_shown(d, room);

	if (!s)
		return;
	if (answers(d, NULL))
		d->lib.close(s->notification, NULL);
	forget(d, s);
}

static void run_job(struct desktop *d, struct job *job)
{
	int64_t failed = atomic_load(&d->failed_at);

	if (failed && world_steady(d->world) - failed > RETRY_MS)
		atomic_store(&d->failed_at, 0);
	atomic_store(&d->busy_since, MAX(world_steady(d->world), 1));
	if (job->kind == JOB_WITHDRAW)
		withdraw(d, job->room);
	else if (!try_show(d, job->notice)) {
		atomic_store(&d->failed_at, MAX(world_steady(d->world), 1));
		mailbox_push(d->late, g_steal_pointer(&job->notice));
	}
	atomic_store(&d->busy_since, 0);
}

static void *desktop_main(void *user)
{
	struct desktop *d = user;
	bool quit = false;

	while (!quit) {
		struct pollfd fd = { mailbox_fd(d->jobs), POLLIN, 0 };
		struct job *job;

		poll(&fd, 1, -1);
		while (!quit && (job = mailbox_pop(d->jobs))) {
			quit = job->kind == JOB_QUIT;
			if (!quit)
				run_job(d, job);
			job_free(job);
		}
	}
	for (unsigned i = 0; i < ROOMS_KEPT; i++)
		forget(d, &d->shown[i]);
	if (d->bus)
		d->lib.unref(d->bus);
	return NULL;
}

/* ---- for the owner ----------------------------------------------------- */

static void push_job(struct desktop *d, enum job_kind kind, int64_t room,
		     const struct notice *n)
{
	struct job *job = g_new0(struct job, 1);

	job->kind = kind;
	job->room = room;
	job->notice = n ? notice_copy(n) : NULL;
	mailbox_push(d->jobs, job);
}

static void free_parts(struct desktop *d)
{
	mailbox_free(d->jobs);
	mailbox_free(d->late);
	g_free(d);
}

/* Signals are the main thread's; but a crash has to be noticed where it
 * happens. */
static bool start_thread(struct desktop *d)
{
	static const int here[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	sigset_t block, before;
	int r;

	sigfillset(&block);
	for (size_t i = 0; i < G_N_ELEMENTS(here); i++)
		sigdelset(&block, here[i]);
	pthread_sigmask(SIG_SETMASK, &block, &before);
	r = pthread_create(&d->thread, NULL, desktop_main, d);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return r == 0;
}

struct desktop *desktop_new(const struct world *world)
{
	struct desktop *d = g_new0(struct desktop, 1);

	d->world = world;
	d->jobs = mailbox_new(job_free, DESKTOP_QUEUE);
	d->late = mailbox_new((GDestroyNotify)notice_free, DESKTOP_QUEUE);
	if (start_thread(d))
		return d;
	free_parts(d);
	return NULL;
}

void desktop_free(struct desktop *d, int64_t wait_ms)
{
	if (!d)
		return;
	push_job(d, JOB_QUIT, 0, NULL);
	if (thread_join_within(d->thread, wait_ms))
		free_parts(d);
	else
		pthread_detach(d->thread);
}

void desktop_show(struct desktop *d, const struct notice *n)
{
	push_job(d, JOB_SHOW, n->room, n);
}

void desktop_withdraw(struct desktop *d, int64_t room)
{
	push_job(d, JOB_WITHDRAW, room, NULL);
}

bool desktop_works(struct desktop *d)
{
	int64_t now = world_steady(d->world);
	int64_t busy = atomic_load(&d->busy_since);
	int64_t failed = atomic_load(&d->failed_at);

	if (busy && now - busy > DESKTOP_PATIENCE_MS)
		return false;
	return !failed || now - failed > RETRY_MS;
}

int desktop_fd(const struct desktop *d)
{
	return mailbox_fd(d->late);
}

struct notice *desktop_late(struct desktop *d)
{
	return mailbox_pop(d->late);
}
