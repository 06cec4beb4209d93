/*
 * frame.h - where things go on a screen of a given size.
 *
 * The feed has at least half of the width. As the terminal narrows the side
 * pane leaves first (below 108 columns it takes the place of the feed while
 * it has the focus), then the sidebar (below 92 one pane is shown at a time).
 * Below 40 by 10 the screen says that it is too small.
 *
 * Thread: ui.
 */
#ifndef UI_FRAME_H
#define UI_FRAME_H

#include "ui/pane.h"

struct frame {
	bool small;		/* too small for anything */
	bool one;		/* one pane at a time */
	struct rect body, places, main, side, composer;
};

void frame_plan(struct ui *ui, struct frame *f);
/* Draw everything on ui->screen. */
void frame_draw(struct ui *ui);

#endif
