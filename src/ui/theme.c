#include "ui/theme.h"

#include <stdlib.h>
#include <string.h>
#include "base/error.h"

static const char *const role_names[] = {
#define X(id, name, letter) name,
	ROLES(X)
#undef X
};

static const char role_letters[] = {
#define X(id, name, letter) letter,
	ROLES(X)
#undef X
};

static const char *const color_names[] = {
	"black", "red", "green", "yellow", "blue", "magenta", "cyan", "white",
	"bright-black", "bright-red", "bright-green", "bright-yellow",
	"bright-blue", "bright-magenta", "bright-cyan", "bright-white",
};

static const struct {
	const char *name;
	uint8_t bit;
} attr_names[] = {
	{ "bold", LOOK_BOLD }, { "dim", LOOK_DIM }, { "italic", LOOK_ITALIC },
	{ "under", LOOK_UNDER }, { "reverse", LOOK_REVERSE },
};

const char *theme_role_name(enum role role)
{
	return role < ROLE_COUNT ? role_names[role] : NULL;
}

char theme_role_letter(enum role role)
{
	return role < ROLE_COUNT ? role_letters[role] : '?';
}

void theme_reset(struct theme *t)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		t->looks[i] = (struct look){ -1, -1, 0 };
}

static bool parse_color(const char *word, int16_t *out)
{
	char *end;
	long n;

	if (!strcmp(word, "-")) {
		*out = -1;
		return true;
	}
	for (guint i = 0; i < G_N_ELEMENTS(color_names); i++)
		if (!strcmp(word, color_names[i])) {
			*out = i;
			return true;
		}
	n = strtol(word, &end, 10);
	if (end == word || *end || n < 0 || n > 255)
		return false;
	*out = n;
	return true;
}

static bool parse_attr(const char *word, uint8_t *attrs)
{
	for (guint i = 0; i < G_N_ELEMENTS(attr_names); i++)
		if (!strcmp(word, attr_names[i].name)) {
			*attrs |= attr_names[i].bit;
			return true;
		}
	return false;
}

static int find_role(const char *name)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (!strcmp(name, role_names[i]))
			return i;
	return -1;
}

bool theme_color(struct theme *t, const char *const *words, GError **err)
{
	struct look look = { -1, -1, 0 };
	int role = words[0] ? find_role(words[0]) : -1;

	if (role < 0) {
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "there is no role \"%s\"; the roles are listed in "
			    "folkmoot(5)", words[0] ? words[0] : "");
		return false;
	}
	for (int i = 1; words[i]; i++) {
		int16_t *color = i == 1 ? &look.fg : &look.bg;

		if (i <= 2 ? parse_color(words[i], color)
			   : parse_attr(words[i], &look.attrs))
			continue;
		g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
			    "\"%s\" is not %s", words[i], i <= 2 ?
			    "a colour: expected a name, 0 to 255, or -" :
			    "an attribute: expected bold, dim, italic, under "
			    "or reverse");
		return false;
	}
	t->looks[role] = look;
	return true;
}

enum role theme_author(const char *uid)
{
	return ROLE_AUTHOR1 + (uid ? g_str_hash(uid) % 6 : 0);
}

static void rgb_of(int color, int rgb[3])
{
	static const int cube[] = { 0, 95, 135, 175, 215, 255 };

	if (color >= 232) {
		rgb[0] = rgb[1] = rgb[2] = 8 + (color - 232) * 10;
		return;
	}
	color -= 16;
	rgb[0] = cube[color / 36];
	rgb[1] = cube[color / 6 % 6];
	rgb[2] = cube[color % 6];
}

int theme_nearest(int color, int colors)
{
	int rgb[3], high, bits;

	if (color < 0 || color < colors)
		return color;
	if (color < 16)
		return colors >= 8 ? color % 8 : -1;
	if (colors < 8)
		return -1;
	rgb_of(color, rgb);
	high = MAX(rgb[0], MAX(rgb[1], rgb[2]));
	if (high < 60)
		return colors >= 16 ? 8 : 0;
	bits = (rgb[0] * 2 > high) | (rgb[1] * 2 > high) << 1 |
	       (rgb[2] * 2 > high) << 2;
	return bits + (colors >= 16 && high > 190 ? 8 : 0);
}
