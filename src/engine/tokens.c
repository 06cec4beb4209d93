/*
 * tokens.c - the secrets of an account: PROFILE/tokens/NAME, 0600.
 *
 * Lines of "key value". The name is made of the user's id, with a few digits
 * of a checksum over id and server, since two ids may look the same once
 * what a file name should not have is gone.
 */
#include "engine/internal.h"

#include "base/error.h"

#include <string.h>
#include <unistd.h>

#define FILE_MAX_BYTES 65536

static const struct {
	const char *key;
	size_t at;
} fields[] = {
	{ "kind", offsetof(struct tokens, kind) },
	{ "base", offsetof(struct tokens, base) },
	{ "user", offsetof(struct tokens, user) },
	{ "device", offsetof(struct tokens, device) },
	{ "access", offsetof(struct tokens, access) },
	{ "refresh", offsetof(struct tokens, refresh) },
};

static char **field(const struct tokens *t, size_t i)
{
	return (char **)(void *)((char *)t + fields[i].at);
}

/* By the user id alone: it belongs to one server, whatever its address is
 * today, and a log-in under a new address must not leave old secrets. */
static char *file_path(const struct paths *paths, const char *user)
{
	g_autofree char *sum =
		g_compute_checksum_for_string(G_CHECKSUM_SHA256, user, -1);
	g_autofree char *plain = g_strndup(*user == '@' ? user + 1 : user,
					   100);
	g_autofree char *name = NULL;

	g_strcanon(plain, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-", '_');
	name = g_strdup_printf("%s-%.8s", plain, sum);
	return g_build_filename(paths->tokens, name, NULL);
}

static void wipe(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

bool tokens_save(const struct paths *paths, const struct tokens *t,
		 GError **err)
{
	g_autofree char *path = file_path(paths, t->user);
	/* Large enough not to leave copies behind by growing. */
	GString *text = g_string_sized_new(FILE_MAX_BYTES);
	bool ok;

	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (*field(t, i) && !strpbrk(*field(t, i), "\r\n"))
			g_string_append_printf(text, "%s %s\n", fields[i].key,
					       *field(t, i));
	g_string_append_printf(text, "expires %" G_GINT64_FORMAT "\n",
			       (gint64)t->expires);
	ok = paths_write_private(path, text->str, err);
	wipe(g_string_free(text, FALSE));
	return ok;
}

static void take_line(struct tokens *t, const char *line, size_t len)
{
	g_autofree char *copy = g_strndup(line, len);
	char *value = strchr(copy, ' ');
	gint64 n;

	if (!value)
		return;
	*value++ = '\0';
	if (strcmp(copy, "expires") == 0 &&
	    g_ascii_string_to_signed(value, 10, 0, G_MAXINT64, &n, NULL))
		t->expires = n;
	for (size_t i = 0; i < G_N_ELEMENTS(fields); i++)
		if (strcmp(copy, fields[i].key) == 0) {
			wipe(*field(t, i));
			*field(t, i) = g_strdup(value);
		}
	explicit_bzero(copy, len);
}

bool tokens_load(const struct paths *paths, const struct account *account,
		 struct tokens *out, GError **err)
{
	g_autofree char *path = file_path(paths, account->user);
	char *text = paths_read_private(path, FILE_MAX_BYTES, err);

	*out = (struct tokens){ 0 };
	if (!text)
		return false;
	for (const char *p = text; *p; p += strcspn(p, "\n"),
	     p += *p == '\n')
		take_line(out, p, strcspn(p, "\n"));
	wipe(text);
	if (out->access && g_strcmp0(out->user, account->user) == 0 &&
	    g_strcmp0(out->base, account->base) == 0)
		return true;
	tokens_clear(out);
	g_set_error(err, FM_ERROR, FM_ERROR_AUTH, "The file %s does not hold "
		    "what is needed to log in as %s; log in again.", path,
		    account->user);
	return false;
}

void tokens_remove(const struct paths *paths, const struct account *account)
{
	g_autofree char *path = file_path(paths, account->user);

	unlink(path);
}

/* ---- names of accounts ------------------------------------------------------- */

static bool is_taken(const char *name, const GPtrArray *taken)
{
	for (guint i = 0; i < taken->len; i++) {
		const struct account *a = taken->pdata[i];

		if (g_strcmp0(a->name, name) == 0)
			return true;
	}
	return false;
}

char *tokens_account_name(const char *user, const GPtrArray *taken)
{
	const char *plain = *user == '@' ? user + 1 : user;
	const char *server = uid_server(user);
	g_autofree char *local = g_strndup(plain, strcspn(plain, ":"));
	g_autofree char *label = g_strndup(server, strcspn(server, ".:"));
	g_autofree char *whole = g_strconcat(local, "@", server, NULL);
	/* The first part of an address is no name. */
	bool address = strspn(label, "0123456789[]") == strlen(label);
	char *name = g_strconcat(local, "@", address ? server : label, NULL);

	if (!is_taken(name, taken))
		return name;
	for (unsigned i = 1; is_taken(name, taken); i++) {
		g_free(name);
		name = i == 1 ? g_strdup(whole) :
			g_strdup_printf("%s-%u", whole, i);
	}
	return name;
}
