/*
 * capture.h - what is printed on standard output, as a text.
 *
 * The functions under test print to stdout, as programs do; between
 * capture_begin() and capture_end() that is a temporary file.
 */
#ifndef TESTS_UNIT_CLI_CAPTURE_H
#define TESTS_UNIT_CLI_CAPTURE_H

struct capture {
	int kept;	/* the real standard output */
	int file;
};

void capture_begin(struct capture *c);
/* What was printed since; yours. */
char *capture_end(struct capture *c);

#endif
