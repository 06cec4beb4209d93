/*
 * osc.h - the byte strings that make a terminal show a notice or ring.
 *
 * OSC 9 (iTerm2's "growl": ESC ] 9 ; TEXT), OSC 777 (rxvt-unicode's notify
 * extension: ESC ] 777 ; notify ; TITLE ; TEXT), each ended by ST (ESC \),
 * and BEL. Within tmux they are wrapped for passing through (tmux(1),
 * "allow-passthrough": ESC P tmux; ... ESC \ with every ESC doubled), and a
 * bell goes with them, since tmux drops what it is not told to pass.
 *
 * Whatever the words hold, no control byte of theirs gets into the result:
 * C0, DEL and C1 become spaces, and what is not UTF-8 becomes U+FFFD. A
 * semicolon would end the title of OSC 777 and turns into a comma; a text
 * that begins with a digit and a semicolon would be another command of OSC 9
 * (ConEmu) and gets a space before it. Titles are cut at 80 bytes, texts at
 * 240.
 *
 * Thread: any; pure.
 */
#ifndef NOTIFY_OSC_H
#define NOTIFY_OSC_H

#include "notify/notify.h"

/* Bytes for a way of the terminal; NULL for NOTIFY_OFF and NOTIFY_DESKTOP,
 * and for a bell that must not sound. Yours. */
char *osc_bytes(enum notify_way way, const struct notice *n, bool tmux);

#endif
