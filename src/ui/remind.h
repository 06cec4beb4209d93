/*
 * remind.h - what somebody is reminded of, in one sentence, without being
 * held up: guests whose last day is over or near, once a day; a charter that
 * asks to be accepted, once for its rules as they are, when one comes into
 * its place or a room of it. What was said is kept in own.db, so that it is
 * said once on this device.
 *
 * Thread: ui.
 */
#ifndef UI_REMIND_H
#define UI_REMIND_H

#include "ui/pane.h"

/* An account is live now. */
void remind_guests(struct ui *ui);
/* A place has been opened. */
void remind_charter(struct ui *ui, int64_t room);

#endif
