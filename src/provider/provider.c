/* provider.c - the providers there are, and the secrets they hold. */
#include "provider/provider.h"

#include <string.h>

static const struct provider_ops *const providers[] = { &provider_matrix };

const struct provider_ops *provider_find(const char *kind)
{
	for (size_t i = 0; i < G_N_ELEMENTS(providers); i++)
		if (g_strcmp0(providers[i]->name, kind) == 0)
			return providers[i];
	return NULL;
}

/* A secret does not stay behind in freed memory. */
static void secret_free(char *secret)
{
	if (secret)
		explicit_bzero(secret, strlen(secret));
	g_free(secret);
}

void tokens_clear(struct tokens *t)
{
	g_free(t->kind);
	g_free(t->base);
	g_free(t->user);
	g_free(t->device);
	secret_free(t->access);
	secret_free(t->refresh);
	*t = (struct tokens){ 0 };
}

void tokens_copy(struct tokens *to, const struct tokens *from)
{
	*to = (struct tokens){
		.kind = g_strdup(from->kind), .base = g_strdup(from->base),
		.user = g_strdup(from->user),
		.device = g_strdup(from->device),
		.access = g_strdup(from->access),
		.refresh = g_strdup(from->refresh),
		.expires = from->expires,
	};
}
