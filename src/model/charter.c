#include "model/charter.h"

#include "base/world.h"

#include <string.h>

#define UNIT 1000
#define NUMBER_MAX INT64_C(1000000000000)

/* ---- outcomes ------------------------------------------------------------ */

struct outcome *outcome_new(const char *id)
{
	struct outcome *o = g_new0(struct outcome, 1);

	o->id = g_strdup(id);
	o->target = o->figure = CHARTER_UNKNOWN;
	return o;
}

struct outcome *outcome_copy(const struct outcome *o)
{
	struct outcome *copy = g_memdup2(o, sizeof *o);

	copy->id = g_strdup(o->id);
	copy->text = g_strdup(o->text);
	copy->measure = g_strdup(o->measure);
	copy->unit = g_strdup(o->unit);
	return copy;
}

void outcome_free(struct outcome *o)
{
	if (!o)
		return;
	g_free(o->id);
	g_free(o->text);
	g_free(o->measure);
	g_free(o->unit);
	g_free(o);
}

static void free_outcome(void *o)
{
	outcome_free(o);
}

bool outcome_reached(const struct outcome *o)
{
	return o->done || (o->target != CHARTER_UNKNOWN &&
			   o->figure != CHARTER_UNKNOWN &&
			   o->figure >= o->target);
}

int outcome_percent(const struct outcome *o)
{
	if (o->done)
		return 100;
	if (o->target == CHARTER_UNKNOWN || o->figure == CHARTER_UNKNOWN ||
	    o->target <= 0)
		return -1;
	return (int)(CLAMP(o->figure, 0, o->target) * 100 / o->target);
}

char *outcome_figures(const struct outcome *o)
{
	bool counted = o->figure != CHARTER_UNKNOWN;
	bool aimed = o->target != CHARTER_UNKNOWN;
	g_autofree char *figure = counted ? charter_say_number(o->figure)
					  : NULL;
	g_autofree char *target = aimed ? charter_say_number(o->target) : NULL;
	const char *gap = o->unit ? " " : "", *unit = o->unit ? o->unit : "";

	if (counted && aimed)
		return g_strdup_printf("%s of %s%s%s", figure, target, gap,
				       unit);
	if (counted)
		return g_strdup_printf("%s%s%s", figure, gap, unit);
	if (o->done)
		return g_strdup("reached");
	if (aimed)
		return g_strdup_printf("not counted yet (%s%s%s)", target, gap,
				       unit);
	return g_strdup("not counted yet");
}

/* ---- charters ------------------------------------------------------------ */

struct charter *charter_new(void)
{
	struct charter *c = g_new0(struct charter, 1);

	c->version = CHARTER_VERSION;
	c->review = CHARTER_NO_DAY;
	return c;
}

static GPtrArray *copy_outcomes(const GPtrArray *list)
{
	GPtrArray *copy;

	if (!list)
		return NULL;
	copy = g_ptr_array_new_with_free_func(free_outcome);
	for (guint i = 0; i < list->len; i++)
		g_ptr_array_add(copy, outcome_copy(list->pdata[i]));
	return copy;
}

static void free_outcomes(GPtrArray *list)
{
	if (list)
		g_ptr_array_unref(list);
}

struct charter *charter_copy(const struct charter *c)
{
	struct charter *copy;

	if (!c)
		return NULL;
	copy = g_memdup2(c, sizeof *c);
	copy->issue = g_strdup(c->issue);
	copy->owner = g_strdup(c->owner);
	copy->outcomes = copy_outcomes(c->outcomes);
	copy->rules = g_strdup(c->rules);
	copy->contact = g_strdup(c->contact);
	copy->eid = g_strdup(c->eid);
	copy->by = g_strdup(c->by);
	return copy;
}

void charter_free(struct charter *c)
{
	if (!c)
		return;
	g_free(c->issue);
	g_free(c->owner);
	free_outcomes(c->outcomes);
	g_free(c->rules);
	g_free(c->contact);
	g_free(c->eid);
	g_free(c->by);
	g_free(c);
}

struct outcome *charter_outcome(const struct charter *c, const char *id)
{
	for (guint i = 0; c->outcomes && i < c->outcomes->len; i++) {
		struct outcome *o = c->outcomes->pdata[i];

		if (strcmp(o->id, id) == 0)
			return o;
	}
	return NULL;
}

int charter_reached(const struct charter *c, int *all)
{
	int reached = 0;

	*all = c->outcomes ? (int)c->outcomes->len : 0;
	for (int i = 0; i < *all; i++)
		reached += outcome_reached(c->outcomes->pdata[i]);
	return reached;
}

bool charter_is_empty(const struct charter *c)
{
	return c->version == CHARTER_VERSION && !c->issue && !c->owner &&
	       !(c->outcomes && c->outcomes->len) && !c->rules &&
	       !c->contact && c->review == CHARTER_NO_DAY &&
	       c->area == AREA_UNKNOWN && !c->accept;
}

char *charter_digest(const struct charter *c)
{
	if (!c->rules || !*c->rules)
		return g_strdup("");
	return g_compute_checksum_for_string(G_CHECKSUM_SHA256, c->rules, -1);
}

static void set_string(char **at, const char *text)
{
	g_free(*at);
	*at = text && *text ? g_strdup(text) : NULL;
}

static void apply_figures(struct charter *c, const struct charter *change)
{
	for (guint i = 0; change->outcomes && i < change->outcomes->len; i++) {
		const struct outcome *said = change->outcomes->pdata[i];
		struct outcome *o = charter_outcome(c, said->id);

		if (!o)
			continue;
		o->figure = said->figure;
		o->done = said->done;
	}
}

void charter_apply(struct charter *c, const struct charter *change)
{
	uint32_t said = change->fields;

	if (said & CHARTER_ISSUE)
		set_string(&c->issue, change->issue);
	if (said & CHARTER_OWNER)
		set_string(&c->owner, change->owner);
	if (said & CHARTER_RULES)
		set_string(&c->rules, change->rules);
	if (said & CHARTER_CONTACT)
		set_string(&c->contact, change->contact);
	if (said & CHARTER_REVIEW)
		c->review = change->review;
	if (said & CHARTER_AREA)
		c->area = change->area;
	if (said & CHARTER_ACCEPT)
		c->accept = change->accept;
	if (said & CHARTER_OUTCOMES) {
		free_outcomes(c->outcomes);
		c->outcomes = copy_outcomes(change->outcomes);
	} else if (said & CHARTER_FIGURES) {
		apply_figures(c, change);
	}
	c->fields |= said & CHARTER_ALL;
}

/* ---- numbers and days ---------------------------------------------------- */

bool charter_read_number(const char *text, int64_t *n)
{
	bool minus = *text == '-';
	int64_t whole = 0, part = 0, place = UNIT / 10;

	text += minus;
	if (!g_ascii_isdigit(*text))
		return false;
	for (; g_ascii_isdigit(*text); text++) {
		whole = whole * 10 + g_ascii_digit_value(*text);
		if (whole >= NUMBER_MAX)
			return false;
	}
	if (*text == '.' && g_ascii_isdigit(text[1]))
		for (text++; g_ascii_isdigit(*text) && place; text++) {
			part += g_ascii_digit_value(*text) * place;
			place /= 10;
		}
	if (*text)
		return false;
	*n = (minus ? -1 : 1) * (whole * UNIT + part);
	return true;
}

char *charter_say_number(int64_t n)
{
	char out[48];
	int64_t size = n < 0 ? -n : n;
	size_t len;

	if (size % UNIT == 0)
		return g_strdup_printf("%" G_GINT64_FORMAT, n / UNIT);
	g_snprintf(out, sizeof out, "%s%" G_GINT64_FORMAT ".%03d",
		   n < 0 ? "-" : "", size / UNIT, (int)(size % UNIT));
	for (len = strlen(out); out[len - 1] == '0'; len--)
		out[len - 1] = '\0';
	return g_strdup(out);
}

int64_t charter_read_day(const char *s)
{
	int part[3] = { 0 };

	if (!s || strlen(s) != 10 || s[4] != '-' || s[7] != '-')
		return CHARTER_NO_DAY;
	for (int i = 0, n = 0; i < 10; i++) {
		if (i == 4 || i == 7) {
			n++;
			continue;
		}
		if (!g_ascii_isdigit(s[i]))
			return CHARTER_NO_DAY;
		part[n] = part[n] * 10 + g_ascii_digit_value(s[i]);
	}
	return civil_day(part[0], part[1], part[2]);
}

char *charter_say_day(int64_t day)
{
	struct civil c;

	if (day == CHARTER_NO_DAY)
		return NULL;
	c = civil_from_day(day);
	return g_strdup_printf("%04d-%02d-%02d", c.year, c.mon, c.mday);
}
