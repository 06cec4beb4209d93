/*
 * repeat.h - when something comes again: rules of RFC 5545, 3.3.10.
 *
 * Of the rules of iCalendar these parts are known: FREQ (DAILY, WEEKLY,
 * MONTHLY, YEARLY), INTERVAL, BYDAY (with numbers for months and years:
 * "2TU", "-1FR"), BYMONTHDAY (negative: from the end), COUNT, UNTIL, and WKST
 * when it is Monday, which it is without saying. Others are named in
 * `ignored`: who sets a rule refuses them, who reads one goes on without.
 *
 * Days alone are counted, no times. A date that does not exist (the 31st of
 * a short month) does not come; the last day of each month is BYMONTHDAY=-1.
 *
 * The rule is counted from the day something is at, which is always one of
 * its dates: "every two weeks" means two weeks from there. COUNT is of how
 * many are left, that day among them.
 *
 * Pure. Thread: any.
 */
#ifndef MODEL_REPEAT_H
#define MODEL_REPEAT_H

#include <stdbool.h>
#include <stdint.h>

enum repeat_every { REPEAT_DAILY, REPEAT_WEEKLY, REPEAT_MONTHLY,
		    REPEAT_YEARLY };

#define REPEAT_DAYS 32

struct repeat {
	enum repeat_every every;
	int interval;			/* 1 … 1000 */
	struct { int wday, nth; } on[REPEAT_DAYS];	/* wday 0 Sunday; nth
				 * 0: each, negative from the end */
	int ons;
	int mdays[REPEAT_DAYS];		/* 1 … 31, -1 … -31 */
	int mday_count;
	int count;			/* 0: no end */
	int64_t until;			/* the last day, or NO_DAY */
	char ignored[80];		/* names of parts that are not known,
					 * comma-separated, "" none */
};

/* False when it is no rule: no FREQ that is known, or a part that is known
 * with a value that makes no sense. */
bool repeat_parse(const char *rule, struct repeat *out);
/* Its text, without what was ignored. Yours. */
char *repeat_rule(const struct repeat *r);
/* The next date after `day`, which is one; NO_DAY: there is none (it was the
 * last, or none comes within 100 years). */
int64_t repeat_next(const struct repeat *r, int64_t day);
/* "daily", "weekly", "monthly", "yearly", "weekdays", "every 2 weeks", "every
 * monday", or a rule as above, for something at `day` (NO_DAY: not known). A
 * monthly thing on the last day of its month stays there. False: none of
 * these. */
bool repeat_from_words(const char *words, int64_t day, struct repeat *out);
/* "every 2 weeks on Mon and Fri, 3 times". Yours. */
char *repeat_words(const struct repeat *r);

#endif
