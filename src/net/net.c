#include "base/error.h"
#include "net/http.h"
#include "net/transfer.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#define KEPT_CONNECTIONS 16L

struct net {
	CURLM *multi;
	char *agent;
	GPtrArray *transfers;	/* struct transfer *, oldest first */
	uint64_t last_handle;
	int timer;		/* fires at the next deadline, also one that
				 * passed while the machine slept */
	int64_t armed;		/* what it is set to; TRANSFER_NEVER: off */
};

struct net *net_new(const char *agent, GError **err)
{
	struct net *net;

	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
			    "The network library cannot be started; is the "
			    "memory of this machine used up?");
		return NULL;
	}
	net = g_new0(struct net, 1);
	net->agent = g_strdup(agent);
	net->transfers = g_ptr_array_new();
	net->multi = curl_multi_init();
	net->timer = timerfd_create(CLOCK_BOOTTIME, TFD_CLOEXEC | TFD_NONBLOCK);
	net->armed = TRANSFER_NEVER;
	if (net->multi && net->timer >= 0) {
		curl_multi_setopt(net->multi, CURLMOPT_MAXCONNECTS,
				  KEPT_CONNECTIONS);
		return net;
	}
	g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
		    "The network cannot be used (%s); close other programs.",
		    g_strerror(errno));
	net_free(net);
	return NULL;
}

uint64_t net_submit(struct net *net, struct http_request *take)
{
	struct transfer *t = transfer_new(++net->last_handle, take);

	/* It is started by net_poll(): curl takes nothing up while it calls
	 * us, and we may be called by it now. */
	g_ptr_array_add(net->transfers, t);
	return t->handle;
}

void net_cancel(struct net *net, uint64_t handle)
{
	for (guint i = 0; i < net->transfers->len; i++) {
		struct transfer *t = net->transfers->pdata[i];

		if (t->handle == handle)
			transfer_end(t, HTTP_CANCELLED);
	}
}

unsigned net_active(const struct net *net)
{
	return net->transfers->len;
}

/* ---- the steps of a poll --------------------------------------------- */

static void start_transfer(struct net *net, struct transfer *t)
{
	if (!transfer_start(t, net->agent))
		return;
	if (curl_multi_add_handle(net->multi, t->easy) != CURLM_OK) {
		transfer_end(t, HTTP_BROKEN);
		return;
	}
	t->running = true;
}

static void start_new(struct net *net)
{
	for (guint i = 0; i < net->transfers->len; i++) {
		struct transfer *t = net->transfers->pdata[i];

		if (!t->running && !t->ended)
			start_transfer(net, t);
	}
}

static void stop_transfer(struct net *net, struct transfer *t)
{
	if (t->running)
		curl_multi_remove_handle(net->multi, t->easy);
	t->running = false;
}

/* What curl is through with; a redirect goes on at once. */
static void finish_transfers(struct net *net)
{
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(net->multi, &left))) {
		CURLcode code = m->data.result;
		struct transfer *t;
		char *private;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &private);
		t = (struct transfer *)(void *)private;
		stop_transfer(net, t);
		if (transfer_finish(t, code))
			start_transfer(net, t);
	}
}

static void end_late(struct net *net)
{
	int64_t now = transfer_clock();

	for (guint i = 0; i < net->transfers->len; i++) {
		struct transfer *t = net->transfers->pdata[i];

		if (now >= transfer_deadline(t))
			transfer_end(t, HTTP_TIMEOUT);
	}
}

static struct transfer *take_ended(struct net *net)
{
	for (guint i = 0; i < net->transfers->len; i++) {
		struct transfer *t = net->transfers->pdata[i];

		if (!t->ended)
			continue;
		g_ptr_array_remove_index(net->transfers, i);
		return t;
	}
	return NULL;
}

/* Hand over what has ended. `done` may submit and cancel, so the list is
 * looked at afresh each time. */
static bool deliver_ended(struct net *net)
{
	struct transfer *t;
	bool any = false;

	while ((t = take_ended(net))) {
		stop_transfer(net, t);
		transfer_deliver(t);
		transfer_free(t);
		any = true;
	}
	return any;
}

static bool run_once(struct net *net)
{
	int running;

	start_new(net);
	curl_multi_perform(net->multi, &running);
	finish_transfers(net);
	end_late(net);
	return deliver_ended(net);
}

/* ---- sleeping -------------------------------------------------------- */

static int64_t next_deadline(const struct net *net)
{
	int64_t next = TRANSFER_NEVER;

	for (guint i = 0; i < net->transfers->len; i++)
		next = MIN(next, transfer_deadline(net->transfers->pdata[i]));
	return next;
}

static void arm_timer(struct net *net)
{
	struct itimerspec at = { { 0, 0 }, { 0, 0 } };
	int64_t next = next_deadline(net);

	if (next == net->armed)
		return;
	if (next != TRANSFER_NEVER) {
		at.it_value.tv_sec = next / 1000;
		at.it_value.tv_nsec = next % 1000 * 1000000;
	}
	timerfd_settime(net->timer, TFD_TIMER_ABSTIME, &at, NULL);
	net->armed = next;
}

static bool needs_start(const struct net *net)
{
	for (guint i = 0; i < net->transfers->len; i++) {
		const struct transfer *t = net->transfers->pdata[i];

		if (!t->running)
			return true;
	}
	return false;
}

static void sleep_until(struct net *net, int extra_fd, int64_t timeout_ms)
{
	struct curl_waitfd fds[2] = {
		{ .fd = net->timer, .events = CURL_WAIT_POLLIN },
		{ .fd = extra_fd, .events = CURL_WAIT_POLLIN },
	};
	int wait = timeout_ms < 0 ? INT_MAX : (int)MIN(timeout_ms, INT_MAX);
	uint64_t fired;

	arm_timer(net);
	curl_multi_poll(net->multi, fds, extra_fd >= 0 ? 2 : 1, wait, NULL);
	if (read(net->timer, &fired, sizeof fired) == (ssize_t)sizeof fired)
		net->armed = TRANSFER_NEVER;
}

void net_poll(struct net *net, int extra_fd, int64_t timeout_ms)
{
	/* What `done` has just submitted must leave before we sleep. */
	if (run_once(net) || needs_start(net))
		timeout_ms = 0;
	sleep_until(net, extra_fd, timeout_ms);
	run_once(net);
}

void net_wakeup(struct net *net)
{
	curl_multi_wakeup(net->multi);
}

/* ---- the end --------------------------------------------------------- */

static void cancel_all(struct net *net)
{
	while (net->transfers->len > 0) {
		for (guint i = 0; i < net->transfers->len; i++)
			transfer_end(net->transfers->pdata[i], HTTP_CANCELLED);
		deliver_ended(net);
	}
}

void net_free(struct net *net)
{
	if (!net)
		return;
	cancel_all(net);
	g_ptr_array_unref(net->transfers);
	curl_multi_cleanup(net->multi);
	if (net->timer >= 0)
		close(net->timer);
	g_free(net->agent);
	g_free(net);
	curl_global_cleanup();
}
