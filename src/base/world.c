#include "base/world.h"

#include <string.h>
#include <sys/random.h>
#include <time.h>

#define MS_PER_DAY INT64_C(86400000)
/* The days of the years 1 to 9999. */
#define FIRST_DAY INT64_C(-719162)
#define LAST_DAY INT64_C(2932896)

static int64_t clock_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t real_now(const struct world *w)
{
	(void)w;
	return clock_ms(CLOCK_REALTIME);
}

static int64_t fixed_now(const struct world *w)
{
	return w->fixed;
}

/* Goes on while the machine sleeps, so that a deadline that passed in
 * between is noticed on waking up. */
static int64_t real_steady(const struct world *w)
{
	(void)w;
	return clock_ms(CLOCK_BOOTTIME);
}

static uint64_t real_random(const struct world *w)
{
	uint64_t bits;

	(void)w;
	if (getrandom(&bits, sizeof bits, 0) != (ssize_t)sizeof bits)
		g_error("the kernel gives no random numbers");
	return bits;
}

static uint64_t counted_random(const struct world *w)
{
	/* Each call on a fixed world gives the next number. The counter is
	 * the world's own, behind a const that only tests look through. */
	struct world *own = (struct world *)w;

	return ++own->drawn;
}

void world_init(struct world *w)
{
	const char *pinned = g_getenv("FOLKMOOT_NOW");
	gint64 now;

	memset(w, 0, sizeof *w);
	w->now = real_now;
	w->steady = real_steady;
	w->random = real_random;
	w->zone = g_time_zone_new_local();
	if (pinned && g_ascii_string_to_signed(pinned, 10, 0, G_MAXINT64,
					       &now, NULL)) {
		w->now = fixed_now;
		w->fixed = now;
	}
}

void world_init_fixed(struct world *w, int64_t now, const char *zone)
{
	memset(w, 0, sizeof *w);
	w->now = fixed_now;
	w->steady = fixed_now;
	w->random = counted_random;
	w->fixed = now;
	w->zone = g_time_zone_new_identifier(zone);
	if (!w->zone)
		w->zone = g_time_zone_new_utc();
}

void world_clear(struct world *w)
{
	g_clear_pointer(&w->zone, g_time_zone_unref);
}

int64_t world_now(const struct world *w)
{
	return w->now(w);
}

int64_t world_steady(const struct world *w)
{
	return w->steady(w);
}

uint64_t world_random(const struct world *w)
{
	return w->random(w);
}

static int64_t divide_down(int64_t n, int64_t by)
{
	return n / by - (n % by < 0);
}

static int64_t zone_offset_ms(const struct world *w, int64_t ms)
{
	gint at = g_time_zone_find_interval(w->zone, G_TIME_TYPE_UNIVERSAL,
					    divide_down(ms, 1000));

	return at < 0 ? 0 : g_time_zone_get_offset(w->zone, at) * 1000L;
}

struct civil world_civil(const struct world *w, int64_t ms)
{
	struct civil c;
	int64_t day, rest;

	/* A day of room at both ends, so that no offset leaves the years. */
	ms = CLAMP(ms, (FIRST_DAY + 1) * MS_PER_DAY, LAST_DAY * MS_PER_DAY - 1);
	ms += zone_offset_ms(w, ms);
	day = divide_down(ms, MS_PER_DAY);
	rest = (ms - day * MS_PER_DAY) / 1000;
	c = civil_from_day(day);
	c.hour = (int)(rest / 3600);
	c.min = (int)(rest / 60 % 60);
	c.sec = (int)(rest % 60);
	return c;
}

int64_t world_moment(const struct world *w, int64_t day, int minute)
{
	struct civil c = civil_from_day(day);
	g_autoptr(GDateTime) t = NULL;

	if (c.day != day || minute < 0)
		return 0;
	t = g_date_time_new(w->zone, c.year, c.mon, c.mday,
			    minute / 60 % 24, minute % 60, 0);
	if (!t)
		return 0;
	return g_date_time_to_unix(t) * 1000 +
	       (int64_t)(minute / 1440) * 86400000;
}
