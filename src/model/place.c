#include "model/model.h"

void place_free(struct place *p)
{
	if (!p)
		return;
	g_free(p->name);
	g_free(p->path);
	g_free(p);
}
