/*
 * log.h - what happened, for the person who has to find out later.
 *
 * One file per profile (`log`, 0600, kept under 1 MiB by renaming it to
 * `log.1`). Lines are "2026-11-23T14:32:05.123Z level area: text". Control
 * bytes in the text are escaped, so that a log never carries live escape
 * sequences, and a line is cut at 2,000 bytes. Callers never pass tokens,
 * passwords or message texts.
 *
 * Before log_open() and after log_close() lines go nowhere. FOLKMOOT_DEBUG=1
 * adds the debug level.
 *
 * Thread: any; a line is one write(2) to a descriptor opened O_APPEND. The
 * sink is one of the few globals of the program.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdbool.h>
#include <glib.h>

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* False (with err) when the file cannot be opened: the caller may go on. */
bool log_open(const char *path, GError **err);
void log_close(void);
void log_write(enum log_level level, const char *area, const char *fmt, ...)
	G_GNUC_PRINTF(3, 4);

#define log_error(...) log_write(LOG_ERROR, __VA_ARGS__)
#define log_warn(...) log_write(LOG_WARN, __VA_ARGS__)
#define log_info(...) log_write(LOG_INFO, __VA_ARGS__)
#define log_debug(...) log_write(LOG_DEBUG, __VA_ARGS__)

#endif
