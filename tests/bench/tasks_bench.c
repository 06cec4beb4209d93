/*
 * What a key costs on the screen of tasks when there are 12,000 of them.
 *
 *	tasks_bench [TASKS]
 *
 * For each key the slowest and the median of many presses, from the key to
 * the drawn surface; "change" is the first draw after tasks have changed
 * under the screen. The aim is 5 ms for any key.
 */
#include "screen/stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 60 };

static const struct {
	const char *name, *keys;
} sorts[] = {
	{ "down", "j" }, { "page down", "PgDn" }, { "end and start", "G g" },
	{ "mark", "v" }, { "steps", "x" }, { "other tab", ">" },
	{ "board", "b" }, { "board again", "b" }, { "right", "l" },
	{ "down a card", "j" }, { "list again", "b" },
};

static double wall_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static void tell(const char *name, double *times, int n)
{
	qsort(times, (size_t)n, sizeof *times, by_size);
	printf("%-16s median %6.2f ms  slowest %6.2f ms\n", name,
	       times[n / 2], times[n - 1]);
}

static double press(struct ui *ui, uint32_t key)
{
	double begin = wall_ms();

	ui_key(ui, key);
	ui_draw(ui);
	return wall_ms() - begin;
}

static void measure(struct ui *ui, const char *name, const char *keys,
		    int runs)
{
	g_auto(GStrv) names = g_strsplit(keys, " ", -1);
	g_autofree double *times = g_new(double, runs * 8);
	int n = 0;

	for (int i = 0; i < runs; i++)
		for (int k = 0; names[k]; k++)
			times[n++] = press(ui, key_from_name(names[k]));
	tell(name, times, n);
}

static void change(struct ui *ui, const char *name)
{
	double times[RUNS];

	for (int i = 0; i < RUNS; i++) {
		struct message *m = message_new(EV_ROOM);
		double begin;

		m->n = 0xffff;
		begin = wall_ms();
		ui_event(ui, m);
		ui_draw(ui);
		times[i] = wall_ms() - begin;
		message_free(m);
	}
	tell(name, times, RUNS);
}

static void words(struct ui *ui)
{
	static const char typed[] = "/pump hou";
	double times[G_N_ELEMENTS(typed)];
	int n = 0;

	for (const char *c = typed; *c; c++)
		times[n++] = press(ui, (uint32_t)*c);
	tell("a letter", times, n);
	measure(ui, "search on", "Ctrl-L", RUNS);
}

int main(int argc, char **argv)
{
	struct stage s = { .name = "bench" };

	stage_open(&s);
	s.width = 120;
	s.height = 40;
	village_fill(s.store);
	village_many_tasks(s.store, argc > 1 ?
			   (int)strtol(argv[1], NULL, 10) : 12000);
	stage_ui(&s);
	command_run_line(ui_context(s.ui), "go Flood", IN_PROMPT, NULL);
	ui_draw(s.ui);
	press(s.ui, '4');
	change(s.ui, "change");
	for (guint i = 0; i < G_N_ELEMENTS(sorts); i++)
		measure(s.ui, sorts[i].name, sorts[i].keys,
			sorts[i].keys[0] == 'b' ? 1 : RUNS);
	press(s.ui, 'b');
	change(s.ui, "change, board");
	press(s.ui, 'b');
	press(s.ui, 'b');
	words(s.ui);
	stage_close(&s);
	return 0;
}
