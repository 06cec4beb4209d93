/*
 * failure.h - what went wrong, as a kind and as a sentence.
 *
 * Private to net/. The sentences name the host and nothing else of a URL,
 * since paths and queries may hold secrets, and never repeat words of a
 * server or of a library's log.
 *
 * Thread: any.
 */
#ifndef NET_FAILURE_H
#define NET_FAILURE_H

#include <curl/curl.h>
#include "net/http.h"

/* The kind of a result of curl. `os_errno` is CURLINFO_OS_ERRNO. */
enum http_failure failure_from_curl(CURLcode code, long os_errno);

/* A sentence without a full stop. `verify` is CURLINFO_SSL_VERIFYRESULT,
 * used for certificates. Yours. */
char *failure_words(const char *host, CURLcode code, long os_errno,
		    long verify);
/* The sentence for an end of our own making. Yours. */
char *failure_own_words(const char *host, enum http_failure failure);

/* Milliseconds to wait by a Retry-After header: seconds or a date (RFC 9110
 * section 10.2.3), at most a day; -1 when it is neither. `now` is ms since
 * 1970. */
int64_t failure_retry_after(const char *value, int64_t now);

#endif
