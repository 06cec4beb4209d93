/* What the words in capitals of the templates ask for. */
#include "command/form.h"

#include <string.h>

static const struct argument_word words[] = {
	/* word, kind, commas, prose, choices, clear, hint */
	{ "ROOM", FORM_LINE, false, false, NULL, NULL,
	  "a room, by its name, alias or id" },
	{ "SPACE", FORM_LINE, false, false, NULL, NULL,
	  "a space, by its name, alias or id" },
	{ "USER", FORM_LINE, true, false, NULL, "none",
	  "people, e.g. @ben, @chloe" },
	{ "WHO", FORM_LINE, true, false, NULL, NULL,
	  "people, e.g. @ben, @chloe" },
	{ "DATE", FORM_LINE, false, false, NULL, "none",
	  "e.g. fri, tomorrow, +3d, 1 dec, 2026-12-01" },
	{ "PRIORITY", FORM_CHOICE, false, false, "none|low|high|urgent",
	  "none", "Left and Right change it" },
	{ "TITLE", FORM_LINE, false, true, NULL, NULL, "a few words" },
	{ "NAME", FORM_LINE, false, false, NULL, NULL, "what it is called" },
	{ "TOPIC", FORM_LINE, false, true, NULL, NULL,
	  "what it is about, in a sentence" },
	{ "REASON", FORM_LINE, false, true, NULL, NULL,
	  "why, for all to read" },
	{ "WORDS", FORM_LINE, false, false, NULL, NULL, "a few words" },
	{ "TAG", FORM_LINE, true, false, NULL, "none", "e.g. pumps, winter" },
	{ "SKILL", FORM_LINE, true, false, NULL, NULL,
	  "e.g. hydraulics, tender law" },
	{ "LANGUAGE", FORM_LINE, true, false, NULL, NULL, "e.g. en, de" },
	{ "SERVER", FORM_LINE, true, false, NULL, NULL, "e.g. council.org" },
	{ "TEXT", FORM_TEXT, false, true, NULL, NULL,
	  "Markdown; Ctrl-J begins a line, Ctrl-X opens the editor" },
	{ "NOTES", FORM_TEXT, false, true, NULL, NULL,
	  "all that is worth knowing; Ctrl-J begins a line" },
	{ "ABOUT", FORM_TEXT, false, true, NULL, NULL,
	  "in your own words; Ctrl-J begins a line" },
	{ "ISSUE", FORM_TEXT, false, true, NULL, NULL,
	  "what is to be solved, and for whom" },
	{ "RULES", FORM_TEXT, false, true, NULL, NULL,
	  "how people work together here; Ctrl-J begins a line" },
	{ "OUTCOME", FORM_TEXT, false, true, NULL, NULL,
	  "what will be so, measurable; one a line" },
	{ "AGENDA", FORM_TEXT, false, true, NULL, NULL,
	  "one point a line" },
	{ "ID", FORM_LINE, false, false, NULL, NULL,
	  "a message or thing, e.g. #12 or $id" },
	{ "KEY", FORM_LINE, false, false, NULL, NULL, "a key, e.g. Ctrl-K" },
	{ "URL", FORM_LINE, false, false, NULL, NULL,
	  "e.g. https://council.org" },
	{ "FILE", FORM_LINE, false, false, NULL, NULL, "the path of a file" },
	{ "HOURS", FORM_LINE, false, false, NULL, NULL, "e.g. 09:00-17:00" },
	{ "DAYS", FORM_LINE, false, false, NULL, NULL,
	  "e.g. mon-fri, or mon,wed" },
	{ "ZONE", FORM_LINE, false, false, NULL, NULL,
	  "a time zone, e.g. Europe/London" },
	{ "N", FORM_LINE, false, false, NULL, NULL, "a number" },
	{ "WHEN", FORM_LINE, false, false, NULL, NULL,
	  "e.g. fri 18:00, 1 dec 18:30, 2026-12-01T18:00" },
	{ "LENGTH", FORM_LINE, false, false, NULL, NULL,
	  "how long, e.g. 90m, 2h, 2 days" },
	{ "PLACE", FORM_LINE, false, false, NULL, NULL,
	  "where, e.g. the town hall" },
	{ "HOW", FORM_CHOICE, false, false,
	  "daily|weekly|fortnightly|monthly|yearly", "none", "how often" },
};

const struct argument_word *argument_word_find(const char *word)
{
	for (guint i = 0; word && i < G_N_ELEMENTS(words); i++)
		if (!strcmp(words[i].word, word))
			return &words[i];
	return NULL;
}

bool argument_is_secret(const char *name)
{
	static const char *const secrets[] = {
		"password", "passphrase", "secret", "token", "recovery-key",
	};
	g_autofree char *low = g_ascii_strdown(name, -1);
	const char *bare = low + strspn(low, "-");

	for (guint i = 0; i < G_N_ELEMENTS(secrets); i++)
		if (g_str_has_prefix(bare, secrets[i]))
			return true;
	return false;
}
