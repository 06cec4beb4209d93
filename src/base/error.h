/*
 * error.h - the one error domain of folkmoot.
 *
 * Every function that can fail takes a `GError **err` last and returns bool
 * (or NULL). The message is made where the knowledge is and shown where the
 * user is: below command/ nothing prints. A message is one sentence or two
 * that say what happened, to what, and what to do next; it is already safe
 * to show (text from a server has passed text_clean()) and it never holds a
 * secret.
 *
 * The code says no more than what a caller decides on. FM_ERROR_FAILED is
 * for everything nobody has to tell apart.
 *
 * Thread: any.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <glib.h>

enum fm_error {
	FM_ERROR_FAILED,	/* nothing more to decide on */
	FM_ERROR_USAGE,		/* the words of a command are wrong: exit 2 */
	FM_ERROR_OFFLINE,	/* no connection now; trying again may help */
	FM_ERROR_AUTH,		/* the server does not accept who we are */
	FM_ERROR_LIMITED,	/* asked to wait (429) */
	FM_ERROR_NOT_FOUND,	/* no such room, message, person, account */
	FM_ERROR_AMBIGUOUS,	/* a name fits several */
	FM_ERROR_REFUSED,	/* we will not do that (encrypted room …) */
	FM_ERROR_PROTOCOL,	/* the server's answer makes no sense */
	FM_ERROR_NEWER,		/* the store is from a newer folkmoot */
	FM_ERROR_CORRUPT,	/* the store is damaged */
	FM_ERROR_DISK,		/* full, read-only or failing disk */
	FM_ERROR_LOCKED,	/* another host or program holds the profile */
};

/* The domain; use with g_error_matches(). */
#define FM_ERROR (fm_error_quark())
GQuark fm_error_quark(void);

/* The stable word for a code ("offline", "not_found"), for --json. An error
 * of a foreign domain gives "failed". The result is static. */
const char *fm_error_word(const GError *error);

#endif
