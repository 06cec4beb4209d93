#include "unit/cli/capture.h"

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int temporary(void)
{
	g_autofree char *path = g_build_filename(g_get_tmp_dir(),
						 "fm-print-XXXXXX", NULL);
	int fd = g_mkstemp(path);

	if (fd < 0)
		abort();
	unlink(path);
	return fd;
}

void capture_begin(struct capture *c)
{
	fflush(stdout);
	c->kept = dup(STDOUT_FILENO);
	c->file = temporary();
	dup2(c->file, STDOUT_FILENO);
}

char *capture_end(struct capture *c)
{
	off_t len;
	char *text;

	fflush(stdout);
	dup2(c->kept, STDOUT_FILENO);
	len = lseek(c->file, 0, SEEK_END);
	text = g_malloc0(len + 1);
	if (pread(c->file, text, len, 0) != len)
		abort();
	close(c->kept);
	close(c->file);
	return text;
}
