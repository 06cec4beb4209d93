#include "model/model.h"

static const char *const state_words[] = {
	[ACCOUNT_OFFLINE] = "offline",
	[ACCOUNT_CONNECTING] = "connecting",
	[ACCOUNT_SYNCING] = "syncing",
	[ACCOUNT_LIVE] = "live",
	[ACCOUNT_LOGGED_OUT] = "logged_out",
};

const char *account_state_word(enum account_state s)
{
	return s < G_N_ELEMENTS(state_words) ? state_words[s] :
					       state_words[ACCOUNT_OFFLINE];
}

void account_free(struct account *a)
{
	if (!a)
		return;
	g_free(a->name);
	g_free(a->kind);
	g_free(a->base);
	g_free(a->user);
	g_free(a->device);
	g_free(a->display);
	g_free(a->cursor);
	g_free(a->out_reason);
	g_free(a);
}
