#include "model/finding.h"

struct finding *finding_new(void)
{
	return g_new0(struct finding, 1);
}

struct finding *finding_copy(const struct finding *f)
{
	struct finding *copy;

	if (!f)
		return NULL;
	copy = g_memdup2(f, sizeof *f);
	copy->rid = g_strdup(f->rid);
	copy->alias = g_strdup(f->alias);
	copy->name = g_strdup(f->name);
	copy->topic = g_strdup(f->topic);
	copy->version = g_strdup(f->version);
	copy->via = g_strdup(f->via);
	return copy;
}

void finding_free(struct finding *f)
{
	if (!f)
		return;
	g_free(f->rid);
	g_free(f->alias);
	g_free(f->name);
	g_free(f->topic);
	g_free(f->version);
	g_free(f->via);
	g_free(f);
}

GPtrArray *finding_via(const struct finding *f)
{
	g_auto(GStrv) words = g_strsplit(f->via ? f->via : "", " ", -1);
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);

	for (char **w = words; *w; w++)
		if (**w)
			g_ptr_array_add(list, g_strdup(*w));
	if (list->len)
		return list;
	g_ptr_array_unref(list);
	return NULL;
}

static void drop(void *finding)
{
	finding_free(finding);
}

GPtrArray *findings_new(void)
{
	return g_ptr_array_new_with_free_func(drop);
}

GPtrArray *findings_copy(const GPtrArray *list)
{
	GPtrArray *copy;

	if (!list)
		return NULL;
	copy = findings_new();
	for (guint i = 0; i < list->len; i++)
		g_ptr_array_add(copy, finding_copy(list->pdata[i]));
	return copy;
}

enum area finding_area(const struct finding *f)
{
	return f->world || f->join == JOIN_PUBLIC ? AREA_PUBLIC : AREA_UNKNOWN;
}

const char *finding_readers(const struct finding *f)
{
	if (f->world)
		return "anybody may read it, without joining";
	switch (f->join) {
	case JOIN_PUBLIC:
		return "anybody may join and read it";
	case JOIN_RESTRICTED:
		return "its members; people of its space may join";
	case JOIN_KNOCK:
		return "its members; others may ask to be let in";
	case JOIN_KNOCK_RESTRICTED:
		return "its members; people of its space may join, others may "
		       "ask to be let in";
	case JOIN_INVITE:
	case JOIN_PRIVATE:
		return "its members; people join by invitation only";
	default:
		return "not said by the server";
	}
}
