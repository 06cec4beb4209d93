/*
 * Any bytes as a profile: read as a card, packed and read back the same; and
 * a change laid over them, which must be there afterwards.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include "provider/matrix/card_json.h"

static void check(bool fine)
{
	if (!fine)
		abort();
}

static void pack_again(const struct card *card)
{
	g_autofree char *one = card_pack(card), *two = NULL;
	struct card *back = card_read(one);

	two = card_pack(back);
	check(!strcmp(one, two));
	card_clock(back, 0);
	card_free(back);
}

static void lay(const json_t *value)
{
	struct card *change = card_new(), *card;
	json_t *now;

	change->fields = CARD_ROLE | CARD_DAYS | CARD_HIDDEN;
	change->role = g_strdup("Clerk");
	card_add_skill(change, "minutes", SKILL_EXPERT);
	card_drop_link(change->endorses, "@a:x", "magic");
	now = card_json_lay(value, change);
	card = card_json_read(now);
	check(card && !strcmp(card->role, "Clerk") && !card->hidden);
	check(!card_link(card->endorses, "@a:x", "magic") ||
	      json_array_size(json_list(value, "endorses")) > 1);
	card_free(card);
	card_free(change);
	json_decref(now);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autoptr(json_t) value = json_read((const char *)data, size);
	struct card *card = card_json_read(value);

	if (card)
		pack_again(card);
	card_free(card);
	lay(value);
	return 0;
}
