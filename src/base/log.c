#include "base/log.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define LOG_MAX_BYTES (1024 * 1024)
#define LOG_MAX_LINE 2000

static struct {
	gint fd;	/* -1: nowhere */
	gint renewing;	/* 1 while one thread renames the file */
	bool debug;
	char path[PATH_MAX];
} sink = { .fd = -1 };

static const char *const level_words[] = {
	[LOG_ERROR] = "error", [LOG_WARN] = "warn",
	[LOG_INFO] = "info", [LOG_DEBUG] = "debug",
};

static int open_file(void)
{
	return open(sink.path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC |
		    O_NOFOLLOW | O_NONBLOCK, 0600);
}

bool log_open(const char *path, GError **err)
{
	int fd;

	log_close();
	if (g_strlcpy(sink.path, path, sizeof sink.path) >= sizeof sink.path) {
		errno = ENAMETOOLONG;
		fd = -1;
	} else {
		fd = open_file();
	}
	if (fd < 0) {
		g_set_error(err, FM_ERROR, FM_ERROR_DISK,
			    "The log %s cannot be opened (%s); "
			    "nothing will be logged.",
			    path, g_strerror(errno));
		return false;
	}
	sink.debug = g_strcmp0(g_getenv("FOLKMOOT_DEBUG"), "1") == 0;
	g_atomic_int_set(&sink.fd, fd);
	return true;
}

void log_close(void)
{
	int fd = g_atomic_int_get(&sink.fd);

	g_atomic_int_set(&sink.fd, -1);
	if (fd >= 0)
		close(fd);
}

static void renew_file(int fd, const struct stat *mine)
{
	char old[PATH_MAX + 2];
	struct stat now;
	int fresh;

	/* Another process of the profile may have renamed it already. */
	if (stat(sink.path, &now) == 0 && now.st_ino == mine->st_ino &&
	    now.st_dev == mine->st_dev) {
		g_snprintf(old, sizeof old, "%s.1", sink.path);
		if (rename(sink.path, old) != 0)
			return;
	}
	fresh = open_file();
	if (fresh < 0)
		return;
	/* Other threads keep writing to the same number meanwhile. */
	dup3(fresh, fd, O_CLOEXEC);
	close(fresh);
}

static void keep_small(int fd)
{
	struct stat st;

	if (fstat(fd, &st) != 0 || st.st_size < LOG_MAX_BYTES - LOG_MAX_LINE)
		return;
	if (!g_atomic_int_compare_and_exchange(&sink.renewing, 0, 1))
		return;
	renew_file(fd, &st);
	g_atomic_int_set(&sink.renewing, 0);
}

static size_t put_stamp(char *line, size_t size, enum log_level level)
{
	struct timespec t;
	struct tm tm;

	clock_gettime(CLOCK_REALTIME, &t);
	gmtime_r(&t.tv_sec, &tm);
	return (size_t)g_snprintf(line, size,
		"%04d-%02d-%02dT%02d:%02d:%02d.%03ldZ %s ",
		tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour,
		tm.tm_min, tm.tm_sec, t.tv_nsec / 1000000, level_words[level]);
}

/* The character at `s` when it may stand as it is: its length; else 0. */
static size_t plain_length(const char *s)
{
	gunichar c = g_utf8_get_char_validated(s, -1);

	if (c == (gunichar)-1 || c == (gunichar)-2 || g_unichar_iscntrl(c))
		return 0;
	return (size_t)g_utf8_skip[(unsigned char)*s];
}

/* Appends with control and invalid bytes as \xNN; what does not fit is cut,
 * leaving room for the line break. */
static size_t put_escaped(char *line, size_t at, const char *text)
{
	while (*text) {
		size_t n = plain_length(text);
		size_t need = n ? n : 4;

		if (at + need >= LOG_MAX_LINE)
			break;
		if (n)
			memcpy(line + at, text, n);
		else
			g_snprintf(line + at, 5, "\\x%02x",
				   (unsigned)(unsigned char)*text);
		at += need;
		text += n ? n : 1;
	}
	return at;
}

void log_write(enum log_level level, const char *area, const char *fmt, ...)
{
	int fd = g_atomic_int_get(&sink.fd), saved = errno;
	char text[LOG_MAX_LINE], line[LOG_MAX_LINE + 1];
	size_t n;
	va_list ap;

	if (fd < 0 || (level == LOG_DEBUG && !sink.debug))
		return;
	va_start(ap, fmt);
	g_vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	n = put_stamp(line, sizeof line, level);
	n = put_escaped(line, n, area);
	n = put_escaped(line, n, ": ");
	n = put_escaped(line, n, text);
	line[n++] = '\n';
	/* A log that cannot be written must not stop what it tells of. */
	if (write(fd, line, n) == (ssize_t)n)
		keep_small(fd);
	errno = saved;
}
