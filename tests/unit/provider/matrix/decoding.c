/* decoding.c - one event in, the changes out, for the tests beside. */
#include "unit/provider/matrix/decoding.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/ambient.h"
#include "wire/dump.h"

static void hear(void *user, struct change *take)
{
	GString *out = user;
	g_autofree char *line = dump_change(take);

	if (out->len)
		g_string_append_c(out, '\n');
	g_string_append(out, line);
	change_free(take);
}

static const struct room *on_room(void *user, const char *rid)
{
	static const struct room room = { .joined = 2, .power_notify = 50 };

	(void)user;
	return strcmp(rid, "!a:x") ? NULL : &room;
}

static const struct member *on_member(void *user, const char *rid,
				      const char *uid)
{
	static char ben_name[] = "Ben", mod_name[] = "Mod";
	static const struct member ben = { .name = ben_name };
	static const struct member mod = { .name = mod_name, .power = 50 };

	(void)user;
	(void)rid;
	return strcmp(uid, "@ben:x") == 0 ? &ben :
	       strcmp(uid, "@mod:x") == 0 ? &mod : NULL;
}

static json_t *event_read(const char *text)
{
	g_autofree char *quoted = g_strdelimit(g_strdup(text), "'", '"');
	json_t *event = json_read_map(quoted, strlen(quoted));

	if (!event)
		fail_msg("no JSON: %s", quoted);
	return event;
}

static void take(struct decode *d, enum decoding how, const json_t *event)
{
	d->older = how == DECODING_OLDER;
	decode_room(d, "!a:x", MEMBER_NONE);
	d->after = how == DECODING_AFTER;
	if (how == DECODING_STATE)
		decode_state(d, event);
	else if (how == DECODING_EPHEMERAL)
		ambient_ephemeral(d, event);
	else if (how == DECODING_ROOM_DATA)
		ambient_room(d, event);
	else if (how == DECODING_ACCOUNT)
		ambient_account(d, event);
	else
		decode_timeline(d, event);
	decode_room_end(d);
}

char *decoding_try(enum decoding how, const char *text)
{
	const struct provider_host host = { .room = on_room,
					    .member = on_member };
	GString *out = g_string_new(NULL);
	struct push *push = push_new(NULL, "@ann:x");
	g_autoptr(json_t) event = event_read(text);
	struct decode d = {
		.host = &host, .account = 1, .me = "@ann:x", .push = push,
		.emit = hear, .user = out, .joined = -1,
	};

	take(&d, how, event);
	decode_clear(&d);
	push_free(push);
	return g_string_free(out, FALSE);
}

void decoding_expect(enum decoding how, const char *event,
		     const char *expected)
{
	g_autofree char *told = decoding_try(how, event);
	size_t len = strlen(expected);

	if (g_str_has_suffix(expected, "…") &&
	    strncmp(told, expected, len - strlen("…")) == 0)
		return;
	assert_string_equal(told, expected);
}
