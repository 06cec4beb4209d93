#include "model/strings.h"

GPtrArray *strings_copy(const GPtrArray *strings)
{
	GPtrArray *copy;

	if (!strings)
		return NULL;
	copy = g_ptr_array_new_full(strings->len, g_free);
	for (guint i = 0; i < strings->len; i++)
		g_ptr_array_add(copy, g_strdup(strings->pdata[i]));
	return copy;
}

void strings_free(GPtrArray *strings)
{
	if (!strings)
		return;
	g_ptr_array_set_free_func(strings, g_free);
	g_ptr_array_unref(strings);
}
