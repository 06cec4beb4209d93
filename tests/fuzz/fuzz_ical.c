/*
 * Any bytes as a calendar and as todo.txt: what is read, written and read
 * again is the same in number and title, and no line is longer than it may be.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "command/ical.h"
#include "command/todotxt.h"

static void check(bool fine)
{
	if (!fine)
		abort();
}

/* Entries without an id, and events without a time, are not written. */
static void complete(GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++) {
		struct thing *t = list->pdata[i];

		if (!t->eid || !*t->eid) {
			g_free(t->eid);
			t->eid = g_strdup("$id");
		}
		if (t->kind == KIND_EVENT && !t->begin)
			t->begin = 1000;
	}
}

static void same(const GPtrArray *a, const GPtrArray *b)
{
	check(a->len == b->len);
	for (guint i = 0; i < a->len; i++) {
		const struct thing *x = a->pdata[i], *y = b->pdata[i];

		check(!strcmp(x->title, y->title) && x->due == y->due &&
		      x->status == y->status);
	}
}

static void lines(const char *text)
{
	while (*text) {
		size_t len = strcspn(text, "\r");

		check(len <= 75 && !memcmp(text + len, "\r\n", 2));
		text += len + 2;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world w;
	g_autoptr(GPtrArray) plain = NULL, list = NULL;

	world_init_fixed(&w, 1795824000000, "UTC");
	plain = todotxt_read((const char *)data, size);
	list = ical_read((const char *)data, size, &w, NULL);
	if (list) {
		g_autofree char *text = NULL;
		g_autoptr(GPtrArray) back = NULL;

		complete(list);
		text = ical_write(list, &w);
		lines(text);
		back = ical_read(text, strlen(text), &w, NULL);
		same(list, back);
	}
	world_clear(&w);
	return 0;
}
