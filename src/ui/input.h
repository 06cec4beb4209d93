/*
 * input.h - from the bytes a terminal sends to keys.
 *
 * One decoder for xterm, screen, tmux, linux, vt220 and what follows them:
 * UTF-8, control bytes, ESC-prefixed (Alt) keys, CSI and SS3 sequences with
 * modifiers (xterm "ctlseqs", PC-Style Function Keys; ECMA-48 for the shape
 * of a sequence), bracketed paste and focus reports. An unknown sequence is
 * swallowed whole and never becomes letters. Codes are those of
 * command/command.h; characters in a paste come as they are, between
 * KEY_PASTE_BEGIN and KEY_PASTE_END, with control bytes but \n and \t removed.
 *
 * A lone ESC cannot be told from the start of a sequence: input_next() gives 0
 * and input_waits() is true; after INPUT_ESC_MS without more bytes the caller
 * asks again with `flush` and gets KEY_ESC.
 *
 * Pure: no I/O. Thread: ui.
 */
#ifndef UI_INPUT_H
#define UI_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INPUT_ESC_MS 30

struct input {
	unsigned char buf[1024];
	size_t len;
	bool paste;
};

/* Room for more bytes; add at most so many. */
size_t input_space(const struct input *in);
void input_add(struct input *in, const void *bytes, size_t len);
/* The next key, or 0 when there is no whole one. */
uint32_t input_next(struct input *in, bool flush);
/* Bytes are held back that may be the start of something longer. */
bool input_waits(const struct input *in);

#endif
