/* job.c - history, members, threads: asked for once, answered to all. */
#include "engine/internal.h"

#include "base/log.h"

static struct job *find_job(const struct engine *e, const struct job *like)
{
	for (guint i = 0; i < e->jobs->len; i++) {
		struct job *j = e->jobs->pdata[i];

		if (j->kind == like->kind && j->room == like->room &&
		    g_strcmp0(j->root, like->root) == 0)
			return j;
	}
	return NULL;
}

bool job_is_running(const struct engine *e, enum job_kind kind, int64_t room)
{
	struct job like = { .kind = kind, .room = room };

	return find_job(e, &like) != NULL;
}

static void job_free(struct job *j)
{
	g_free(j->root);
	g_free(j->token);
	g_free(j->error);
	g_array_unref(j->askers);
	g_free(j);
}

/* ---- the end ------------------------------------------------------------------------ */

static struct message *answer(const struct job *j, bool more)
{
	struct message *m = message_new(j->kind == JOB_OLDER ? EV_OLDER :
							       EV_ROOM);

	m->room = j->room;
	m->a = g_strdup(j->error);
	if (j->kind == JOB_OLDER)
		m->n = more;
	else
		m->n = j->kind == JOB_MEMBERS ? ROOM_HAS_MEMBERS :
						ROOM_HAS_POSTS;
	return m;
}

/* Whether the gap is still there, and whether it is another one now. */
static bool look_at_gap(const struct job *j, bool *moved)
{
	struct gap gap = { 0 };
	bool more;

	if (j->kind != JOB_OLDER)
		return false;
	more = store_gap(j->e->store, j->room, j->pos, &gap);
	*moved = !more || g_strcmp0(gap.token, j->token) != 0;
	if (more)
		gap_clear(&gap);
	return more;
}

static void finish(void *arg)
{
	struct job *j = arg;
	struct engine *e = j->e;
	bool moved = true, more = look_at_gap(j, &moved);

	g_ptr_array_remove(e->jobs, j);
	for (guint i = 0; i < j->askers->len; i++)
		event_reply(e, &g_array_index(j->askers, struct asker, i),
			    answer(j, more || j->error));
	if (j->quiet)
		background_job_done(j->agent, j->room, !j->error && moved);
	else
		background_wake(j->agent);
	job_free(j);
}

static void on_done(void *user, const char *error)
{
	struct job *j = user;

	j->error = sentence_clean(error);
	if (error)
		log_debug("engine", "job %d in room %" G_GINT64_FORMAT ": %s",
			  j->kind, j->room, j->error);
	intake_when_free(j->e, finish, j);
}

/* ---- the beginning --------------------------------------------------------------------- */

static void start_older(struct job *j, const char *rid)
{
	struct gap gap = { 0 };

	if (!store_gap(j->e->store, j->room, j->pos, &gap)) {
		finish(j);
		return;
	}
	j->token = g_strdup(gap.token);
	j->agent->ops->older(j->agent->provider, &(struct history_span){
			     rid, gap.token, gap.until }, on_done, j);
	gap_clear(&gap);
}

static bool is_able(const struct job *j)
{
	const struct provider_ops *ops = j->agent->ops;

	return j->kind == JOB_OLDER ? ops->older != NULL :
	       j->kind == JOB_MEMBERS ? ops->members != NULL :
	       j->kind == JOB_EVENT ? ops->event != NULL :
				      ops->thread != NULL;
}

static void start(struct job *j)
{
	struct agent *a = j->agent;
	struct room *room = engine_room(j->e, j->room);

	if (!room || !agent_open(a) || !is_able(j)) {
		on_done(j, a->sentence ? a->sentence :
			"There is no connection to ask for it.");
		room_free(room);
		return;
	}
	if (j->kind == JOB_OLDER)
		start_older(j, room->rid);
	else if (j->kind == JOB_MEMBERS)
		a->ops->members(a->provider, room->rid, on_done, j);
	else if (j->kind == JOB_EVENT)
		a->ops->event(a->provider, room->rid, j->root, on_done, j);
	else
		a->ops->thread(a->provider, room->rid, j->root, on_done, j);
	room_free(room);
}

void job_ask(struct engine *e, const struct job *like,
	     const struct asker *asker)
{
	struct job *j = find_job(e, like);
	bool fresh = !j;

	if (fresh) {
		j = g_new0(struct job, 1);
		j->e = e;
		j->agent = like->agent;
		j->kind = like->kind;
		j->room = like->room;
		j->pos = like->pos;
		j->root = g_strdup(like->root);
		j->quiet = like->quiet;
		j->askers = g_array_new(FALSE, FALSE, sizeof(struct asker));
		g_ptr_array_add(e->jobs, j);
	}
	if (asker)
		g_array_append_val(j->askers, *asker);
	if (fresh)
		start(j);
}

void jobs_abandon(struct agent *a)
{
	struct engine *e = a->e;

	for (guint i = e->jobs->len; i > 0; i--) {
		struct job *j = e->jobs->pdata[i - 1];

		if (j->agent != a)
			continue;
		intake_forget(e, j);
		if (!j->error)
			j->error = g_strdup("The connection was closed.");
		finish(j);
	}
}
