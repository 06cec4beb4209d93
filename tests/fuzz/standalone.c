/*
 * standalone.c - a main() for fuzz targets where there is no libFuzzer.
 *
 * usage: fuzz_x [-runs=N] [-seed=N] [-keep=FILE] [FILE | FOLDER]...
 *
 * Runs the target on every file named, on every file in the folders named,
 * and then on N mutations of them (of nothing, when there are none). The
 * same seed gives the same mutations. The target says what is wrong by
 * ending the program; with -keep each input is written to FILE before it is
 * tried, so that the last one stays.
 */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	INPUT_MAX = 8192,	/* bytes of a mutation */
	CHANGES_MAX = 8,	/* to one input */
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct fuzzer {
	GPtrArray *seeds;	/* GBytes */
	GByteArray *input;
	uint64_t state;		/* of the pseudo-random numbers */
	unsigned long runs;
	const char *keep;	/* or NULL */
};

/* splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number
 * generators, 2014). */
static uint64_t draw(struct fuzzer *f)
{
	uint64_t z = f->state += UINT64_C(0x9E3779B97F4A7C15);

	z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
	return z ^ (z >> 31);
}

static size_t below(struct fuzzer *f, size_t n)
{
	return n ? draw(f) % n : 0;
}

/* ---- seeds ------------------------------------------------------------- */

static bool add_file(struct fuzzer *f, const char *path)
{
	char *data;
	gsize len;

	if (!g_file_get_contents(path, &data, &len, NULL))
		return false;
	g_ptr_array_add(f->seeds, g_bytes_new_take(data, len));
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_folder(struct fuzzer *f, const char *path)
{
	g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
	GDir *folder = g_dir_open(path, 0, NULL);
	const char *name;
	bool ok = true;

	if (!folder)
		return false;
	while ((name = g_dir_read_name(folder)))
		g_ptr_array_add(files, g_build_filename(path, name, NULL));
	g_dir_close(folder);
	g_ptr_array_sort(files, compare_names);
	for (guint i = 0; i < files->len; i++)
		ok = add_file(f, files->pdata[i]) && ok;
	return ok;
}

static bool add_seeds(struct fuzzer *f, const char *path)
{
	return g_file_test(path, G_FILE_TEST_IS_DIR) ? add_folder(f, path) :
		add_file(f, path);
}

/* ---- mutations --------------------------------------------------------- */

static void flip_bit(struct fuzzer *f)
{
	if (f->input->len)
		f->input->data[below(f, f->input->len)] ^= 1u << below(f, 8);
}

static void set_byte(struct fuzzer *f)
{
	static const uint8_t odd[] = {
		0, 1, '\t', '\n', '\r', 0x1b, ' ', '"', '&', '\'', '/', '<',
		'=', '>', '[', '\\', '{', '}', 0x7f, 0x80, 0xc2, 0xe2, 0xf0,
		0xff,
	};

	if (f->input->len)
		f->input->data[below(f, f->input->len)] =
			odd[below(f, sizeof odd)];
}

static void insert(struct fuzzer *f, const uint8_t *s, size_t len)
{
	size_t at = below(f, f->input->len + 1), tail = f->input->len - at;

	if (len == 0 || f->input->len + len > INPUT_MAX)
		return;
	g_byte_array_set_size(f->input, f->input->len + len);
	memmove(f->input->data + at + len, f->input->data + at, tail);
	memcpy(f->input->data + at, s, len);
}

static void insert_byte(struct fuzzer *f)
{
	uint8_t byte = draw(f);

	insert(f, &byte, 1);
}

static void remove_piece(struct fuzzer *f)
{
	size_t at = below(f, f->input->len);

	if (f->input->len)
		g_byte_array_remove_range(f->input, at,
			1 + below(f, MIN(f->input->len - at, 64)));
}

static void repeat_piece(struct fuzzer *f)
{
	size_t at = below(f, f->input->len);
	size_t len = below(f, MIN(f->input->len - at, 64) + 1);
	g_autofree uint8_t *piece = g_memdup2(f->input->data + at, len);

	for (size_t n = 1 + below(f, 16); n > 0; n--)
		insert(f, piece, len);
}

/* A piece of another seed. */
static void splice(struct fuzzer *f)
{
	const uint8_t *s;
	size_t at;
	gsize len;

	if (f->seeds->len == 0)
		return;
	s = g_bytes_get_data(f->seeds->pdata[below(f, f->seeds->len)], &len);
	at = below(f, len);
	if (s)
		insert(f, s + at, below(f, MIN(len - at, 256) + 1));
}

static void (*const changes[])(struct fuzzer *) = {
	flip_bit, set_byte, insert_byte, remove_piece, repeat_piece, splice,
	splice,
};

static void mutate(struct fuzzer *f)
{
	g_byte_array_set_size(f->input, 0);
	splice(f);
	for (size_t n = 1 + below(f, CHANGES_MAX); n > 0; n--)
		changes[below(f, G_N_ELEMENTS(changes))](f);
}

/* ---- running ----------------------------------------------------------- */

static void keep(const char *path, const uint8_t *data, size_t len)
{
	FILE *file = fopen(path, "wb");

	if (!file || fwrite(data, 1, len, file) != len || fclose(file) != 0) {
		perror(path);
		exit(2);
	}
}

/* The input is a block of its own size, so that a read behind it is seen. */
static void run_one(struct fuzzer *f, const void *data, size_t len)
{
	uint8_t *exact = malloc(len ? len : 1);

	if (!exact)
		abort();
	if (len)
		memcpy(exact, data, len);
	if (f->keep)
		keep(f->keep, exact, len);
	LLVMFuzzerTestOneInput(exact, len);
	free(exact);
}

static void run_all(struct fuzzer *f)
{
	for (guint i = 0; i < f->seeds->len; i++) {
		gsize len;
		const void *data = g_bytes_get_data(f->seeds->pdata[i], &len);

		run_one(f, data, len);
	}
	for (unsigned long i = 0; i < f->runs; i++) {
		mutate(f);
		run_one(f, f->input->data, f->input->len);
	}
}

static bool read_argument(struct fuzzer *f, const char *word)
{
	if (g_str_has_prefix(word, "-runs="))
		f->runs = strtoul(word + 6, NULL, 10);
	else if (g_str_has_prefix(word, "-seed="))
		f->state = strtoull(word + 6, NULL, 10);
	else if (g_str_has_prefix(word, "-keep="))
		f->keep = word + 6;
	else if (!add_seeds(f, word)) {
		fprintf(stderr, "%s: cannot be read\n", word);
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct fuzzer f = { .state = 1 };

	f.seeds = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
	f.input = g_byte_array_new();
	for (int i = 1; i < argc; i++)
		if (!read_argument(&f, argv[i]))
			return 2;
	run_all(&f);
	printf("%u seeds, %lu mutations\n", f.seeds->len, f.runs);
	g_ptr_array_unref(f.seeds);
	g_byte_array_unref(f.input);
	return 0;
}
