#include "model/card.h"

#include <string.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* 2026-03-27 12:00 UTC, a Friday; summer time begins in Europe on the 29th. */
#define FRIDAY INT64_C(1774612800000)
#define DAY INT64_C(86400000)
#define HOUR INT64_C(3600000)

static struct card *ben(void)
{
	struct card *c = card_new();

	c->role = g_strdup("Plumber");
	c->about = g_strdup("Ask me.\nAny \\ time.");
	c->zone = g_strdup("Europe/Rome");
	c->hours = g_strdup("09:00-17:00");
	c->days = 0x1f;
	card_add_language(c, "Svenska");
	card_add_skill(c, "Plumbing", SKILL_EXPERT);
	card_add_skill(c, "Café keeping", SKILL_LEARNING);
	card_add_link(c->endorses, "@ann:council.org", "pipe fitting");
	card_add_link(c->declines, "@eve:x", "magic");
	return c;
}

static void packs_and_reads(void **state)
{
	struct card *c = ben(), *back;
	g_autofree char *one = NULL, *two = NULL;

	(void)state;
	c->hidden = true;
	c->fields = CARD_ROLE | CARD_ZONE;
	card_drop_skill(c, "gone");
	card_drop_link(c->endorses, "@x:y", "two words");
	one = card_pack(c);
	back = card_read(one);
	two = card_pack(back);
	assert_string_equal(one, two);
	assert_string_equal(back->about, "Ask me.\nAny \\ time.");
	assert_int_equal(back->fields, CARD_ROLE | CARD_ZONE);
	assert_true(card_skill(back, "GONE")->gone);
	assert_true(card_link(back->endorses, "@x:y", "Two Words")->gone);
	card_free(back);
	card_free(c);
	assert_null(card_read(NULL));
	assert_null(card_pack(NULL));
}

static void reads_anything(void **state)
{
	static const char *const bad[] = {
		"", "\n\n", "role", "=", "skill=", "skill=+", "skill=+9 x",
		"skill=+1", "skill=+1 ", "endorse=", "endorse=+",
		"endorse=+ x", "endorse=+@a:x ", "decline=@", "days=999",
		"role=\\", "fields=99999999999999999999",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		struct card *c = card_read(bad[i]);

		assert_int_equal(c->skills->len, 0);
		assert_int_equal(c->endorses->len, 0);
		assert_int_equal(c->declines->len, 0);
		card_free(c);
	}
}

static void a_change_is_laid_over(void **state)
{
	struct card *c = ben(), *change = card_new();
	g_autofree char *one = NULL, *two = NULL, *words = NULL;

	(void)state;
	change->fields = CARD_ROLE | CARD_TEAM | CARD_LANGUAGES;
	change->team = g_strdup("Works");
	card_add_language(change, "Italiano");
	card_add_skill(change, "PLUMBING", SKILL_WORKING);
	card_drop_skill(change, "cafe keeping");
	card_add_skill(change, "Singing", SKILL_UNKNOWN);
	card_drop_link(change->endorses, "@ann:council.org", "Pipe  Fitting");
	card_add_link(change->declines, "@mal:x", "magic");
	card_apply(c, change);
	one = card_pack(c);
	card_apply(c, change);
	two = card_pack(c);
	assert_string_equal(one, two);
	assert_null(c->role);
	assert_string_equal(c->team, "Works");
	assert_int_equal(c->languages->len, 1);
	assert_int_equal(c->skills->len, 2);
	assert_int_equal(card_skill(c, "plumbing")->level, SKILL_WORKING);
	assert_int_equal(c->endorses->len, 0);
	assert_int_equal(c->declines->len, 2);
	assert_string_equal(c->zone, "Europe/Rome");
	words = card_change_words(change);
	assert_string_equal(words, "role, team, languages, skills, "
			    "endorsements, endorsements shown");
	card_free(change);
	card_free(c);
}

static void bounds_hold(void **state)
{
	struct card *c = card_new();
	g_autofree char *long_word = g_strnfill(CARD_WORD + 1, 'x');

	(void)state;
	for (int i = 0; i < 2000; i++) {
		g_autofree char *word = g_strdup_printf("word %d", i);

		card_add_skill(c, word, SKILL_WORKING);
		card_add_language(c, word);
		card_add_link(c->endorses, "@a:x", word);
	}
	assert_int_equal(c->skills->len, CARD_SKILLS);
	assert_int_equal(c->languages->len, CARD_SKILLS);
	assert_int_equal(c->endorses->len, CARD_LINKS);
	card_free(c);
	c = card_new();
	assert_false(card_add_skill(c, long_word, SKILL_EXPERT));
	assert_false(card_add_skill(c, "", SKILL_EXPERT));
	assert_false(card_add_skill(c, NULL, SKILL_EXPERT));
	assert_false(card_add_skill(c, "two\nlines", SKILL_EXPERT));
	assert_false(card_add_link(c->endorses, "ann", "x"));
	assert_false(card_add_link(c->endorses, NULL, "x"));
	assert_false(card_add_link(c->endorses, "@a b", "x"));
	assert_true(card_is_empty(c));
	card_free(c);
}

static void folds(void **state)
{
	static const char *const pairs[][2] = {
		{ "Café  Keeping ", "cafe keeping" }, { "ÅNGSTRÖM", "angstrom" },
		{ "Straße", "strasse" }, { "ﬁre", "fire" }, { " \t", "" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(pairs); i++) {
		g_autofree char *folded = card_fold(pairs[i][0]);

		assert_string_equal(folded, pairs[i][1]);
	}
}

static void hours_and_days(void **state)
{
	static const char *const bad[] = {
		"", "9-17", "09:00", "09:00-", "24:00-09:00", "09:60-17:00",
		"25:00-26:00", "09:00-17:00x", "-09:00-17:00", "09:00-09:00",
	};
	static const struct { const char *words; int days; } days[] = {
		{ "mon-fri", 0x1f }, { "1-5", 0x1f }, { "daily", 0x7f },
		{ "mo, we,Friday", 0x15 }, { "sat-mon", 0x61 },
		{ "7", 0x40 },
	};
	int from, to;
	uint8_t got;

	(void)state;
	assert_true(card_hours("9:05-24:00", &from, &to));
	assert_int_equal(from, 545);
	assert_int_equal(to, 1440);
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
		assert_false(card_hours(bad[i], &from, &to));
	for (size_t i = 0; i < G_N_ELEMENTS(days); i++) {
		assert_true(card_days(days[i].words, &got));
		assert_int_equal(got, days[i].days);
	}
	assert_false(card_days("", &got));
	assert_false(card_days("someday", &got));
	assert_false(card_days("mon-", &got));
	assert_false(card_days("8", &got));
}

static void days_in_words(void **state)
{
	static const struct { uint8_t days; const char *words; } rows[] = {
		{ 0, "" }, { 0x7f, "daily" }, { 0x1f, "mon-fri" },
		{ 0x15, "mon, wed, fri" }, { 0x61, "mon, sat, sun" },
		{ 0x40, "sun" },
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *words = card_days_words(rows[i].days);

		assert_string_equal(words, rows[i].words);
	}
}

static void the_clock(void **state)
{
	struct card *c = ben();
	struct card_clock k = card_clock(c, FRIDAY);

	(void)state;
	assert_true(k.known && k.at_work);
	assert_int_equal(k.hour, 13);
	assert_int_equal(k.offset, 60);
	assert_int_equal(k.wday, 5);
	/* Monday, in summer time: 15:00 UTC is past the end of work */
	k = card_clock(c, FRIDAY + 3 * DAY + 3 * HOUR);
	assert_int_equal(k.hour, 17);
	assert_int_equal(k.offset, 120);
	assert_false(k.at_work);
	k = card_clock(c, FRIDAY + 3 * DAY + 2 * HOUR);
	assert_true(k.at_work);
	/* Sunday is no day of work */
	assert_false(card_clock(c, FRIDAY + 2 * DAY).at_work);
	card_free(c);
}

static void work_at_night(void **state)
{
	struct card *c = card_new();

	(void)state;
	c->zone = g_strdup("UTC");
	c->hours = g_strdup("22:00-06:00");
	c->days = 1u << 4;	/* Fridays */
	assert_false(card_clock(c, FRIDAY).at_work);
	assert_true(card_clock(c, FRIDAY + 11 * HOUR).at_work);
	assert_true(card_clock(c, FRIDAY + 15 * HOUR).at_work);
	assert_false(card_clock(c, FRIDAY + 18 * HOUR).at_work);
	assert_false(card_clock(c, FRIDAY - 10 * HOUR).at_work);
	card_free(c);
}

static void zones_are_no_paths(void **state)
{
	static const char *const bad[] = {
		"", "/etc/passwd", "../x", "Europe/../x", ":x", "a b",
		"Europe/Atlantis",
	};
	struct card *c = card_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(bad); i++) {
		g_free(c->zone);
		c->zone = g_strdup(bad[i]);
		assert_false(card_clock(c, FRIDAY).known);
	}
	assert_true(card_zone_fits("Etc/GMT+3"));
	assert_false(card_clock(NULL, FRIDAY).known);
	card_free(c);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(packs_and_reads),
		cmocka_unit_test(reads_anything),
		cmocka_unit_test(a_change_is_laid_over),
		cmocka_unit_test(bounds_hold),
		cmocka_unit_test(folds),
		cmocka_unit_test(hours_and_days),
		cmocka_unit_test(days_in_words),
		cmocka_unit_test(the_clock),
		cmocka_unit_test(work_at_night),
		cmocka_unit_test(zones_are_no_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
