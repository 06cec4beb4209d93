#include "model/model.h"

static const struct {
	const char *word;
	bool counts;
} kinds[] = {
	[POST_TEXT] = { "text", true },
	[POST_NOTICE] = { "notice", true },
	[POST_EMOTE] = { "emote", true },
	[POST_IMAGE] = { "image", true },
	[POST_FILE] = { "file", true },
	[POST_AUDIO] = { "audio", true },
	[POST_VIDEO] = { "video", true },
	[POST_LOCATION] = { "location", true },
	[POST_STICKER] = { "sticker", true },
	[POST_POLL] = { "poll", true },
	[POST_ENCRYPTED] = { "encrypted", true },
	[POST_MEMBER] = { "member", false },
	[POST_STATE] = { "state", false },
	[POST_UNKNOWN] = { "unknown", false },
};

static const char *const state_words[] = {
	[POST_SENT] = "sent",
	[POST_WAITING] = "waiting",
	[POST_SENDING] = "sending",
	[POST_FAILED] = "failed",
	[POST_HELD] = "held",
};

const char *post_kind_word(enum post_kind k)
{
	return k < G_N_ELEMENTS(kinds) ? kinds[k].word : "unknown";
}

bool post_kind_counts(enum post_kind k)
{
	return k < G_N_ELEMENTS(kinds) && kinds[k].counts;
}

const char *post_state_word(enum post_state s)
{
	return s < G_N_ELEMENTS(state_words) ? state_words[s] : "failed";
}

void reaction_free(struct reaction *r)
{
	if (!r)
		return;
	g_free(r->key);
	g_free(r->mine_eid);
	g_free(r->names);
	g_free(r);
}

static void free_reaction(void *reaction)
{
	reaction_free(reaction);
}

static void free_reactions(GPtrArray *reactions)
{
	if (!reactions)
		return;
	g_ptr_array_set_free_func(reactions, free_reaction);
	g_ptr_array_unref(reactions);
}

struct post *post_new(void)
{
	struct post *p = g_new0(struct post, 1);

	p->file_size = -1;
	return p;
}

void post_free(struct post *p)
{
	if (!p)
		return;
	g_free(p->eid);
	g_free(p->sender);
	g_free(p->name);
	g_free(p->body);
	g_free(p->html);
	g_free(p->reply_to);
	g_free(p->reply_name);
	g_free(p->reply_body);
	g_free(p->thread);
	g_free(p->thread_name);
	g_free(p->file_url);
	g_free(p->mimetype);
	g_free(p->redact_reason);
	g_free(p->txn);
	g_free(p->error);
	free_reactions(p->reactions);
	thing_free(p->thing);
	thing_free(p->change);
	poll_free(p->poll);
	g_free(p);
}
