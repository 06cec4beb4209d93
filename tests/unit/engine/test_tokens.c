#include "play.h"

#include "base/error.h"

#include <sys/stat.h>

static const struct account ann = {
	.user = (char *)ANN, .base = (char *)"https://council.org",
};

static struct tokens make(const char *access)
{
	return (struct tokens){
		.kind = (char *)"matrix", .base = ann.base, .user = ann.user,
		.device = (char *)"DEV", .access = (char *)access,
		.refresh = (char *)"again", .expires = 1234567890123,
	};
}

static void test_round_trip(void **state)
{
	struct play *p = *state;
	struct tokens in = make("syt_one"), out;

	assert_true(tokens_save(&p->paths, &in, NULL));
	assert_true(tokens_load(&p->paths, &ann, &out, NULL));
	assert_string_equal(out.kind, "matrix");
	assert_string_equal(out.device, "DEV");
	assert_string_equal(out.access, "syt_one");
	assert_string_equal(out.refresh, "again");
	assert_true(out.expires == 1234567890123);
	tokens_clear(&out);
}

static void test_absent_members(void **state)
{
	struct play *p = *state;
	struct tokens in = make("syt_one"), out;

	in.refresh = NULL;
	in.expires = 0;
	assert_true(tokens_save(&p->paths, &in, NULL));
	assert_true(tokens_load(&p->paths, &ann, &out, NULL));
	assert_null(out.refresh);
	assert_int_equal(out.expires, 0);
	tokens_clear(&out);
}

static char *only_file(struct play *p)
{
	GDir *dir = g_dir_open(p->paths.tokens, 0, NULL);
	char *path = g_build_filename(p->paths.tokens, g_dir_read_name(dir),
				      NULL);

	assert_null(g_dir_read_name(dir));
	g_dir_close(dir);
	return path;
}

static void test_file_is_private(void **state)
{
	struct play *p = *state;
	struct tokens in = make("syt_one"), out;
	g_autofree char *path = NULL;
	GError *err = NULL;
	struct stat st;

	assert_true(tokens_save(&p->paths, &in, NULL));
	path = only_file(p);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(chmod(path, 0644), 0);
	assert_false(tokens_load(&p->paths, &ann, &out, &err));
	assert_non_null(err);
	g_error_free(err);
}

static void test_replaced_and_removed(void **state)
{
	struct play *p = *state;
	struct tokens in = make("syt_one"), out;
	GError *err = NULL;

	assert_true(tokens_save(&p->paths, &in, NULL));
	in = make("syt_two");
	assert_true(tokens_save(&p->paths, &in, NULL));
	g_free(only_file(p));
	assert_true(tokens_load(&p->paths, &ann, &out, NULL));
	assert_string_equal(out.access, "syt_two");
	tokens_clear(&out);
	tokens_remove(&p->paths, &ann);
	assert_false(tokens_load(&p->paths, &ann, &out, &err));
	assert_true(g_error_matches(err, FM_ERROR, FM_ERROR_NOT_FOUND));
	g_error_free(err);
}

/* A hostile id neither leaves the folder nor writes lines of its own. */
static void test_hostile_user(void **state)
{
	struct play *p = *state;
	struct tokens in = make("syt_one");
	g_autofree char *path = NULL, *text = NULL;

	in.user = (char *)"@../../x/y:evil";
	in.device = (char *)"D\naccess stolen";
	assert_true(tokens_save(&p->paths, &in, NULL));
	path = only_file(p);
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	assert_null(strstr(text, "stolen"));
}

/* A user id belongs to one server: when its address changes, the new secrets
 * take the place of the old ones. */
static void test_new_address_replaces(void **state)
{
	struct play *p = *state;
	struct tokens in = make("syt_one"), out;
	struct account moved = ann;

	assert_true(tokens_save(&p->paths, &in, NULL));
	in = make("syt_two");
	in.base = moved.base = (char *)"http://127.0.0.1:8008";
	assert_true(tokens_save(&p->paths, &in, NULL));
	assert_false(tokens_load(&p->paths, &ann, &out, NULL));
	assert_true(tokens_load(&p->paths, &moved, &out, NULL));
	assert_string_equal(out.access, "syt_two");
	tokens_clear(&out);
}

static void check_name(GPtrArray *taken, const char *user, const char *name)
{
	struct account *a = g_new0(struct account, 1);

	a->name = tokens_account_name(user, taken);
	assert_string_equal(a->name, name);
	g_ptr_array_add(taken, a);
}

static void test_names(void **state)
{
	GPtrArray *taken = g_ptr_array_new_with_free_func(
		(GDestroyNotify)account_free);

	(void)state;
	check_name(taken, "@ann:council.org", "ann@council");
	check_name(taken, "@ben:council.org", "ben@council");
	check_name(taken, "@ann:council.net", "ann@council.net");
	check_name(taken, "@ann:council.net", "ann@council.net-2");
	check_name(taken, "@ann:council.localhost:8448",
		   "ann@council.localhost:8448");
	check_name(taken, "@ann:127.0.0.1:8008", "ann@127.0.0.1:8008");
	g_ptr_array_unref(taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		PLAY_TEST(test_round_trip),
		PLAY_TEST(test_absent_members),
		PLAY_TEST(test_file_is_private),
		PLAY_TEST(test_replaced_and_removed),
		PLAY_TEST(test_hostile_user),
		PLAY_TEST(test_new_address_replaces),
		PLAY_TEST(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
