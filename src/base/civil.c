#include "base/world.h"

/* 1970-01-01 as GDate counts days (1 is the first of January of year 1). */
#define EPOCH_JULIAN INT64_C(719163)
#define FIRST_JULIAN 1
#define LAST_JULIAN INT64_C(3652059)	/* 9999-12-31 */

int64_t civil_day(int year, int mon, int mday)
{
	GDate date;

	if (year < 1 || year > 9999 || mon < 1 || mon > 12 || mday < 1 ||
	    mday > 31 || !g_date_valid_dmy((GDateDay)mday, (GDateMonth)mon,
					   (GDateYear)year))
		return INT64_MIN;
	g_date_clear(&date, 1);
	g_date_set_dmy(&date, (GDateDay)mday, (GDateMonth)mon,
		       (GDateYear)year);
	return (int64_t)g_date_get_julian(&date) - EPOCH_JULIAN;
}

struct civil civil_from_day(int64_t day)
{
	struct civil c = { 0 };
	GDate date;

	c.day = CLAMP(day, FIRST_JULIAN - EPOCH_JULIAN,
		      LAST_JULIAN - EPOCH_JULIAN);
	g_date_clear(&date, 1);
	g_date_set_julian(&date, (guint32)(c.day + EPOCH_JULIAN));
	c.year = g_date_get_year(&date);
	c.mon = g_date_get_month(&date);
	c.mday = g_date_get_day(&date);
	c.wday = g_date_get_weekday(&date) % 7;
	return c;
}
