/* answer.c - the body of a long answer, from bytes to changes. */
#include "provider/matrix/answer.h"

#include <string.h>
#include "base/log.h"
#include "provider/matrix/ambient.h"

/* A raw value that waits for the end of its room. */
struct answer_item {
	enum scan_part part;
	guint at, len;
};

static void log_skipped(const struct answer *a, const char *why)
{
	log_warn("matrix", "passed over an event of %s: %s",
		 a->decode.rid ? a->decode.rid : "the account", why);
}

static json_t *event_read(const struct answer *a, const char *raw, size_t len)
{
	json_t *event = json_read_map(raw, len);

	if (!event)
		log_skipped(a, "it is no JSON");
	return event;
}

/* ---- giving out -------------------------------------------------------- */

static void give_item(struct answer *a, enum scan_part part, const char *raw,
		      size_t len)
{
	g_autoptr(json_t) event = event_read(a, raw, len);

	if (!event)
		return;
	if (part == SCAN_TIMELINE)
		decode_timeline(&a->decode, event);
	else if (part == SCAN_EPHEMERAL)
		ambient_ephemeral(&a->decode, event);
	else if (part == SCAN_ROOM_ACCOUNT)
		ambient_room(&a->decode, event);
	else if (part == SCAN_COUNTS)
		decode_counts(&a->decode, event);
}

static void give_items(struct answer *a, bool timeline)
{
	for (guint i = 0; i < a->items->len; i++) {
		const struct answer_item *item =
			&g_array_index(a->items, struct answer_item, i);

		if ((item->part == SCAN_TIMELINE) == timeline)
			give_item(a, item->part,
				  (const char *)a->kept->data + item->at,
				  item->len);
	}
}

static bool has_timeline(const struct answer *a)
{
	for (guint i = 0; i < a->items->len; i++)
		if (g_array_index(a->items, struct answer_item, i).part ==
		    SCAN_TIMELINE)
			return true;
	return a->limited;
}

static void give_header(struct answer *a)
{
	struct change *c;

	if (a->shape != SCAN_SYNC || !has_timeline(a))
		return;
	c = decode_change(&a->decode, CHANGE_TIMELINE);
	c->token = g_strdup(a->prev);
	c->n = a->limited;
	decode_emit(&a->decode, c);
}

/* A timeline may speak of people before it introduces them. */
static void learn_names(struct answer *a)
{
	for (guint i = 0; i < a->items->len; i++) {
		const struct answer_item *item =
			&g_array_index(a->items, struct answer_item, i);
		const char *raw = (const char *)a->kept->data + item->at;
		g_autoptr(json_t) event = NULL;
		const char *type;
		size_t len;

		if (item->part != SCAN_TIMELINE)
			continue;
		type = scanner_peek(raw, item->len, "type", &len);
		if (!type || len != strlen("m.room.member") ||
		    memcmp(type, "m.room.member", len))
			continue;
		event = json_read_map(raw, item->len);
		decode_learn_name(&a->decode, event);
	}
}

/* All that is kept of the room. */
static void flush(struct answer *a)
{
	if (!a->flushed && a->after_known && !a->has_state)
		a->decode.after = true;
	learn_names(a);
	decode_settle(&a->decode);
	if (!a->flushed)
		give_header(a);
	give_items(a, true);
	give_items(a, false);
	g_array_set_size(a->items, 0);
	g_byte_array_set_size(a->kept, 0);
}

static void keep(struct answer *a, enum scan_part part, const char *raw,
		 size_t len)
{
	struct answer_item item = { part, a->kept->len, (guint)len };

	if (a->kept->len + len > ANSWER_KEEP) {
		log_warn("matrix", "%s: more than can be kept in order",
			 a->decode.rid);
		flush(a);
		a->flushed = true;
		item.at = 0;
	}
	g_byte_array_append(a->kept, (const guint8 *)raw, (guint)len);
	g_array_append_val(a->items, item);
}

/* ---- what the scanner tells -------------------------------------------- */

static void room_begin(struct answer *a, const char *rid,
		       enum membership mine)
{
	decode_room(&a->decode, rid, mine);
	a->limited = a->flushed = a->has_state = false;
	g_clear_pointer(&a->prev, g_free);
}

static bool on_room(void *user, enum scan_part kind, const char *rid)
{
	static const enum membership memberships[] = {
		[SCAN_JOIN] = MEMBER_JOIN, [SCAN_INVITE] = MEMBER_INVITE,
		[SCAN_KNOCK] = MEMBER_KNOCK, [SCAN_LEAVE] = MEMBER_LEAVE,
	};
	struct answer *a = user;

	if (*rid != '!') {
		log_skipped(a, "a room without a room id");
		return false;
	}
	room_begin(a, rid, memberships[kind]);
	a->rooms++;
	return true;
}

static void on_room_end(void *user)
{
	struct answer *a = user;

	flush(a);
	decode_room_end(&a->decode);
}

/* State is read at once; most of what rooms have of it is of no use. */
static void take_state(struct answer *a, const char *raw, size_t len)
{
	g_autoptr(json_t) event = NULL;
	const char *type;
	size_t type_len;

	type = scanner_peek(raw, len, "type", &type_len);
	if (type && !decode_wants_state(type, type_len))
		return;
	event = event_read(a, raw, len);
	if (event)
		decode_state(&a->decode, event);
}

static char *scalar_read(const char *raw, size_t len)
{
	g_autoptr(json_t) value = json_read(raw, len);

	return g_strdup(json_string_value(value));
}

static void take_after(struct answer *a, const char *raw, size_t len)
{
	a->decode.after = a->after_known = a->has_state = true;
	if (len)
		take_state(a, raw, len);
}

static void take_summary(struct answer *a, const char *raw, size_t len)
{
	g_autoptr(json_t) summary = event_read(a, raw, len);

	if (summary)
		decode_summary(&a->decode, summary);
}

static void take_account(struct answer *a, const char *raw, size_t len)
{
	g_autoptr(json_t) event = event_read(a, raw, len);

	if (event)
		ambient_account(&a->decode, event);
}

static void take_presence(struct answer *a, const char *raw, size_t len)
{
	g_autoptr(json_t) event = event_read(a, raw, len);

	if (event)
		ambient_presence(&a->decode, event);
}

static void set_scalar(char **at, const char *raw, size_t len)
{
	g_free(*at);
	*at = scalar_read(raw, len);
}

static void on_value(void *user, enum scan_part part, const char *raw,
		     size_t len)
{
	struct answer *a = user;

	switch (part) {
	case SCAN_NEXT:
	case SCAN_END:
		set_scalar(&a->next, raw, len);
		break;
	case SCAN_PREV:
		set_scalar(&a->prev, raw, len);
		break;
	case SCAN_LIMITED:
		a->limited = len == 4 && memcmp(raw, "true", 4) == 0;
		break;
	case SCAN_STATE:
		a->has_state = true;
		take_state(a, raw, len);
		break;
	case SCAN_STRIPPED:
		take_state(a, raw, len);
		break;
	case SCAN_AFTER:
		take_after(a, raw, len);
		break;
	case SCAN_SUMMARY:
		take_summary(a, raw, len);
		break;
	case SCAN_ACCOUNT:
		take_account(a, raw, len);
		break;
	case SCAN_PRESENCE:
		take_presence(a, raw, len);
		break;
	default:
		keep(a, part, raw, len);
	}
}

static void on_skipped(void *user, enum scan_part part, const char *why)
{
	(void)part;
	log_skipped(user, why);
}

/* ---- the answer -------------------------------------------------------- */

struct answer *answer_new(enum scan_shape shape, const struct decode *decode,
			  const char *rid)
{
	static const struct scan_calls calls = {
		.room = on_room, .room_end = on_room_end,
		.value = on_value, .skipped = on_skipped,
	};
	struct answer *a = g_new0(struct answer, 1);

	a->decode = *decode;
	a->shape = shape;
	a->scan = scanner_new(shape, &calls, a);
	a->kept = g_byte_array_new();
	a->items = g_array_new(FALSE, FALSE, sizeof(struct answer_item));
	if (rid)
		room_begin(a, rid, MEMBER_NONE);
	return a;
}

void answer_free(struct answer *a)
{
	if (!a)
		return;
	decode_clear(&a->decode);
	scanner_free(a->scan);
	g_byte_array_unref(a->kept);
	g_array_unref(a->items);
	g_free(a->next);
	g_free(a->prev);
	g_free(a);
}

bool answer_feed(struct answer *a, const char *bytes, size_t len)
{
	a->bytes += (int64_t)len;
	return scanner_feed(a->scan, bytes, len);
}

bool answer_finish(struct answer *a)
{
	if (!scanner_whole(a->scan))
		return false;
	if (a->shape != SCAN_SYNC)
		on_room_end(a);
	return true;
}
