/* Keys from hostile bytes: never a crash, never an endless loop, a paste never
 * becomes commands. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include "command/command.h"
#include "ui/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { .len = 0 };
	size_t at = 0;
	int paste = 0;

	while (at < size) {
		size_t n = MIN(size - at, MIN(input_space(&in),
					      (size_t)1 + data[at] % 64));
		uint32_t key;

		input_add(&in, data + at, n);
		at += n;
		while ((key = input_next(&in, !input_space(&in)))) {
			if (key == KEY_PASTE_BEGIN)
				paste = 1;
			else if (key == KEY_PASTE_END)
				paste = 0;
			else if (paste && (key & (KEY_NAMED | KEY_ALT |
						  KEY_CTRL)))
				abort();
		}
	}
	while (input_next(&in, true))
		;
	return 0;
}
