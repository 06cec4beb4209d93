/*
 * page.h - reading once: history, members, a thread.
 *
 * Each is a request, or a few, whose answers are read by the same scanner as
 * the sync, but gathered in a batch and given out as a whole (matrix.h).
 *
 *   older    GET /rooms/{id}/messages, backwards from a token. A page with
 *            no events is not the end while it comes with a token; the end
 *            is a page without one, or `until` reached. At most PAGE_EMPTY
 *            empty pages are followed at once.
 *   members  GET /rooms/{id}/members, all who are or were asked to be there
 *   thread   GET /rooms/{id}/relations/{root}, all relations (not only
 *            m.thread, so that edits and reactions come along), newest
 *            first, at most PAGE_THREAD events
 *
 * Thread: engine.
 */
#ifndef PROVIDER_MATRIX_PAGE_H
#define PROVIDER_MATRIX_PAGE_H

#include "provider/matrix/matrix.h"

#define PAGE_LIMIT 100
#define PAGE_EMPTY 10
#define PAGE_THREAD 500

void page_older(struct matrix *m, const struct history_span *span,
		struct batch done);
void page_members(struct matrix *m, const char *rid, struct batch done);
void page_thread(struct matrix *m, const char *rid, const char *root,
		 struct batch done);

/* One event on its own: CHANGE_GLIMPSE. */
void page_event(struct matrix *m, const char *rid, const char *eid,
		struct batch done);

#endif
