/*
 * front.h - the screen as a front end of commands: answers become a sentence
 * in the bottom line, those of rows that are LISTED a list (records.h), ops go
 * to the engine without waiting.
 *
 * Thread: ui.
 */
#ifndef UI_FRONT_H
#define UI_FRONT_H

#include "command/command.h"

extern const struct command_front ui_front;

#endif
