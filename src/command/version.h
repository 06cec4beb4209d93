/*
 * version.h - what this program calls itself.
 *
 * Thread: any; constant.
 */
#ifndef COMMAND_VERSION_H
#define COMMAND_VERSION_H

#define FOLKMOOT_VERSION "0.1.0"

#endif
