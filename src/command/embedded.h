/*
 * embedded.h - files that are compiled in: contrib/folkmoot.conf and the
 * themes, in the language of the config file. Made by the Makefile.
 *
 * Thread: any; constant.
 */
#ifndef COMMAND_EMBEDDED_H
#define COMMAND_EMBEDDED_H

struct embedded {
	const char *name;	/* "folkmoot.conf", "dark.theme" */
	const char *text;
};
/* Ends with a row whose name is NULL. */
extern const struct embedded embedded_files[];

#endif
