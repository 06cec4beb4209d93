#include "ui/pane.h"

void list_move(struct list *l, enum move how)
{
	int page = MAX(l->height - 1, 1), half = MAX(l->height / 2, 1);

	switch (how) {
	case MOVE_UP:
		l->cursor--;
		break;
	case MOVE_DOWN:
		l->cursor++;
		break;
	case MOVE_PAGE_UP:
		l->cursor -= page;
		l->top -= page;
		break;
	case MOVE_PAGE_DOWN:
		l->cursor += page;
		l->top += page;
		break;
	case MOVE_HALF_UP:
		l->cursor -= half;
		break;
	case MOVE_HALF_DOWN:
		l->cursor += half;
		break;
	case MOVE_TOP:
		l->cursor = 0;
		break;
	case MOVE_BOTTOM:
		l->cursor = l->count - 1;
		break;
	}
	l->cursor = CLAMP(l->cursor, 0, MAX(l->count - 1, 0));
}

void list_fit(struct list *l, int height, int margin)
{
	int64_t last;

	l->height = MAX(height, 1);
	margin = MIN(margin, (l->height - 1) / 2);
	last = MAX(l->count - l->height, 0);
	l->cursor = CLAMP(l->cursor, 0, MAX(l->count - 1, 0));
	if (l->cursor < l->top + margin ||
	    l->cursor > l->top + l->height - 1 - margin)
		l->top = l->cursor - l->height / 2;
	l->top = CLAMP(l->top, 0, last);
}
