#include "base/lock.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LINE_MAX_BYTES 512

struct lock {
	int fd;
	bool network;
};

/* What the file says. `host` is "" when it says nothing that makes sense. */
struct holder {
	char host[256];
	gint64 pid, since;	/* since: ms since 1970 */
	int64_t touched;	/* ms since 1970 */
};

/* Only what a host name can be gets into a message. */
static bool host_is_plausible(const char *host)
{
	size_t n = strspn(host, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-");

	return n > 0 && n < 256 && host[n] == '\0';
}

static void parse_holder(struct holder *h, const char *line)
{
	g_auto(GStrv) part = g_strsplit(line, " ", 4);

	h->host[0] = '\0';
	if (g_strv_length(part) != 3 || !host_is_plausible(part[0]))
		return;
	g_strchomp(part[2]);
	if (!g_ascii_string_to_signed(part[1], 10, 1, G_MAXINT32, &h->pid,
				      NULL) ||
	    !g_ascii_string_to_signed(part[2], 10, 0, G_MAXINT64, &h->since,
				      NULL))
		return;
	g_strlcpy(h->host, part[0], sizeof h->host);
}

static void read_holder(int fd, struct holder *h)
{
	char line[LINE_MAX_BYTES];
	ssize_t n = pread(fd, line, sizeof line - 1, 0);
	struct stat st;

	memset(h, 0, sizeof *h);
	line[MAX(n, 0)] = '\0';
	parse_holder(h, line);
	if (fstat(fd, &st) == 0)
		h->touched = (int64_t)st.st_mtim.tv_sec * 1000 +
			     st.st_mtim.tv_nsec / 1000000;
}

static bool is_elsewhere(const struct holder *h)
{
	return h->host[0] && strcmp(h->host, g_get_host_name()) != 0;
}

static char *since_words(const struct world *w, int64_t since)
{
	struct civil then = world_civil(w, since);
	struct civil now = world_civil(w, world_now(w));

	if (then.day == now.day)
		return g_strdup_printf("%02d:%02d", then.hour, then.min);
	return g_strdup_printf("%04d-%02d-%02d %02d:%02d", then.year,
			       then.mon, then.mday, then.hour, then.min);
}

static char *holder_words(const struct holder *h, const struct world *w)
{
	g_autofree char *since = since_words(w, h->since);

	return g_strdup_printf("host %s, process %d, since %s", h->host,
			       (int)h->pid, since);
}

static enum lock_result refuse_other_host(const struct holder *h,
					  const struct world *w, GError **err)
{
	g_autofree char *words = holder_words(h, w);

	g_set_error(err, FM_ERROR, FM_ERROR_LOCKED,
		    "This profile is in use elsewhere (%s), and its folder is "
		    "on a network file system, where two hosts would damage "
		    "it. Quit folkmoot there, or use --profile with a folder "
		    "of this host, or, when you are sure that the other one "
		    "is gone, set FOLKMOOT_PROFILE_UNLOCK=1.", words);
	return LOCK_REFUSED;
}

static enum lock_result refuse_for_disk(const char *path, GError **err)
{
	int code = errno == EROFS || errno == ENOSPC || errno == EIO ||
		   errno == EDQUOT ? FM_ERROR_DISK : FM_ERROR_LOCKED;

	g_set_error(err, FM_ERROR, code, "The profile cannot be locked "
		    "through %s (%s); mend that, or use --profile with a "
		    "folder on another disk.", path, g_strerror(errno));
	return LOCK_REFUSED;
}

static bool set_kernel_lock(int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int r;

	do {
		r = fcntl(fd, F_OFD_SETLK, &whole);
	} while (r < 0 && errno == EINTR);
	return r == 0;
}

static bool has_kernel_lock(int fd)
{
	struct flock whole = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	return fcntl(fd, F_OFD_GETLK, &whole) == 0 &&
	       whole.l_type != F_UNLCK;
}

static void set_touched(int fd, const struct world *w)
{
	int64_t now = world_now(w);
	struct timespec t = {
		.tv_sec = now / 1000, .tv_nsec = now % 1000 * 1000000,
	};
	struct timespec both[2] = { t, t };

	/* When it fails others see us as gone; the kernel's lock remains. */
	(void)futimens(fd, both);
}

static bool write_holder(int fd, const struct world *w)
{
	g_autofree char *line = g_strdup_printf(
		"%s %d %" G_GINT64_FORMAT "\n", g_get_host_name(),
		(int)getpid(), (gint64)world_now(w));
	ssize_t n = (ssize_t)strlen(line);

	if (ftruncate(fd, 0) != 0 || pwrite(fd, line, (size_t)n, 0) != n)
		return false;
	set_touched(fd, w);
	return true;
}

static bool is_fresh(const struct holder *h, const struct world *w)
{
	return world_now(w) - h->touched < LOCK_STALE_S * INT64_C(1000);
}

static bool unlock_is_forced(void)
{
	return g_strcmp0(g_getenv("FOLKMOOT_PROFILE_UNLOCK"), "1") == 0;
}

/* Everything between an open file and the lock. */
static enum lock_result try_take(int fd, const char *path, bool network,
				 const struct world *w, GError **err)
{
	bool taken = set_kernel_lock(fd);
	int saved = errno;
	struct holder h;

	read_holder(fd, &h);
	errno = saved;
	if (!taken && errno != EAGAIN && errno != EACCES)
		return refuse_for_disk(path, err);
	if (!taken && network && is_elsewhere(&h))
		return refuse_other_host(&h, w, err);
	if (!taken)
		return LOCK_HELD;
	if (network && is_elsewhere(&h) && is_fresh(&h, w) &&
	    !unlock_is_forced())
		return refuse_other_host(&h, w, err);
	/* Between hosts the line is what protects; here it is only said. */
	if (!write_holder(fd, w) && network)
		return refuse_for_disk(path, err);
	return LOCK_TAKEN;
}

enum lock_result lock_take(const char *path, bool network,
			   const struct world *w, struct lock **out,
			   GError **err)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum lock_result result;

	*out = NULL;
	if (fd < 0)
		return refuse_for_disk(path, err);
	result = try_take(fd, path, network, w, err);
	if (result != LOCK_TAKEN) {
		close(fd);
		return result;
	}
	*out = g_new0(struct lock, 1);
	(*out)->fd = fd;
	(*out)->network = network;
	return result;
}

void lock_touch(struct lock *lock, const struct world *w)
{
	if (lock->network)
		set_touched(lock->fd, w);
}

void lock_free(struct lock *lock)
{
	if (!lock)
		return;
	/* An empty file: another host need not wait. It is not removed, or
	 * two could hold locks on two files of one name. */
	(void)!ftruncate(lock->fd, 0);
	close(lock->fd);
	g_free(lock);
}

char *lock_holder(const char *path, const struct world *w)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct holder h;
	bool held;

	if (fd < 0)
		return NULL;
	read_holder(fd, &h);
	held = h.host[0] && (is_elsewhere(&h) || has_kernel_lock(fd));
	close(fd);
	return held ? holder_words(&h, w) : NULL;
}
