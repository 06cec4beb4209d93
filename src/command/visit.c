/* Since when what changed in a space is new. */
#include "command/visit.h"

char *visit_key(const char *rid)
{
	return g_strdup_printf("visit:%s", rid);
}

int64_t visit_since(struct reader *r, const struct world *w,
		       const char *rid)
{
	g_autofree char *key = visit_key(rid);
	g_autofree char *value = reader_state(r, key);
	int64_t now = world_now(w), since, last;
	char *end = NULL;

	since = value ? g_ascii_strtoll(value, &end, 10) : 0;
	last = end ? g_ascii_strtoll(end, NULL, 10) : 0;
	if (since <= 0 || last <= 0)
		return now - VISIT_FIRST_DAYS * INT64_C(86400000);
	return now - last < VISIT_MINUTES * 60000 ? since : last;
}

char *visit_end(struct reader *r, const struct world *w,
			 const char *rid)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
			       visit_since(r, w, rid), world_now(w));
}
