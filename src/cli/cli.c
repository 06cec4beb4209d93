/* One command from the shell: options, configuration, exit status. */
#include "cli/cli.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include "base/error.h"
#include "base/log.h"
#include "cli/front.h"
#include "text/text.h"

enum exit_status { EXIT_DONE, EXIT_FAILED, EXIT_USAGE, EXIT_KEPT };

/* ---- options -------------------------------------------------------------------- */

/* Is the word an option of the command whose next word is its value? Such a
 * value is nobody's option. */
static bool takes_value(const struct command_set *set,
			const struct cli_options *o, const char *word)
{
	g_autofree char *words = NULL, *option = NULL;
	const struct command *c;

	if (!o->argc || !g_str_has_prefix(word, "--"))
		return false;
	words = g_strdup_printf("%s %s", o->argv[0], o->argc > 1 ? o->argv[1]
								 : "");
	c = command_set_find(set, words, IN_SHELL);
	option = g_strdup_printf("%s ", word);
	return c && strstr(c->args, option) &&
	       g_ascii_isupper(strstr(c->args, option)[strlen(option)]);
}

static bool take_flag(struct cli_options *out, const char *word)
{
	static const struct {
		const char *words[2];
		size_t offset;
	} flags[] = {
		{ { "--json", "--json" }, offsetof(struct cli_options, json) },
		{ { "--help", "-h" }, offsetof(struct cli_options, help) },
		{ { "--version", "-V" },
		  offsetof(struct cli_options, version) },
	};

	for (guint i = 0; i < G_N_ELEMENTS(flags); i++)
		if (!strcmp(word, flags[i].words[0]) ||
		    !strcmp(word, flags[i].words[1])) {
			*(bool *)((char *)out + flags[i].offset) = true;
			return true;
		}
	return false;
}

/* "--profile DIR" or "--profile=DIR" at argv[*i]; 1 taken, 0 not ours, -1
 * without its value. */
static int take_valued(struct cli_options *out, int argc, char **argv, int *i)
{
	static const char *const names[] = { "--profile", "--account" };
	const char **slots[] = { &out->profile, &out->account };

	for (guint k = 0; k < G_N_ELEMENTS(names); k++) {
		size_t len = strlen(names[k]);

		if (strncmp(argv[*i], names[k], len))
			continue;
		if (argv[*i][len] == '=') {
			*slots[k] = argv[*i] + len + 1;
			return 1;
		}
		if (argv[*i][len])
			continue;
		if (*i + 1 >= argc)
			return -1;
		*slots[k] = argv[++*i];
		return 1;
	}
	return 0;
}

bool cli_parse(int argc, char **argv, const struct command_set *set,
	       struct cli_options *out, GError **err)
{
	bool plain = false, value = false;

	memset(out, 0, sizeof *out);
	out->argv = g_new0(const char *, argc + 1);
	for (int i = 1; i < argc; i++) {
		int taken = 0;

		if (!plain && !value && !take_flag(out, argv[i])) {
			taken = take_valued(out, argc, argv, &i);
			plain = !strcmp(argv[i], "--");
		} else if (!plain && !value) {
			continue;
		}
		if (taken < 0) {
			g_set_error(err, FM_ERROR, FM_ERROR_USAGE,
				    "%s needs a value.", argv[i]);
			return false;
		}
		if (taken)
			continue;
		value = !plain && !value && takes_value(set, out, argv[i]);
		out->argv[out->argc++] = argv[i];
	}
	return true;
}

/* ---- errors ----------------------------------------------------------------------- */

void cli_error(bool json, const GError *err)
{
	g_autofree char *clean = text_clean(err->message, -1, TEXT_LINE, 4000);

	if (json)
		output_error(stderr, fm_error_word(err), clean);
	else
		fprintf(stderr, "folkmoot: %s\n", clean);
}

static int status_of(const GError *err)
{
	return g_error_matches(err, FM_ERROR, FM_ERROR_USAGE) ? EXIT_USAGE
							      : EXIT_FAILED;
}

/* A reader that has gone away wanted no more: that is no failure. */
static int check_output(bool json, int status)
{
	g_autoptr(GError) err = NULL;

	if (fflush(stdout) == 0 && !ferror(stdout))
		return status;
	if (errno == EPIPE)
		return status;
	g_set_error(&err, FM_ERROR, FM_ERROR_DISK,
		    "The answer could not be written: %s.",
		    g_strerror(errno));
	cli_error(json, err);
	return status ? status : EXIT_FAILED;
}

/* ---- one command -------------------------------------------------------------------- */

static void free_note(gpointer data)
{
	g_free(((struct account_note *)data)->why);
}

static void read_config(struct cli *cli)
{
	g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
	struct command_context ctx = cli->ctx;

	/* lines of the file are no answers */
	ctx.front = NULL;
	ctx.user = NULL;
	ctx.shell = false;
	config_load(&ctx, problems);
	for (guint i = 0; i < problems->len; i++)
		log_warn("config", "%s", (char *)g_ptr_array_index(problems,
								   i));
}

static bool find_account(struct cli *cli, const char *name, GError **err)
{
	g_autoptr(GPtrArray) all = NULL;
	g_autoptr(GString) names = g_string_new(NULL);

	if (!name)
		return true;
	cli->ctx.reader = reader_open(&cli->paths, cli->ctx.world, err);
	if (!cli->ctx.reader)
		return false;
	all = reader_accounts(cli->ctx.reader);
	for (guint i = 0; i < all->len; i++) {
		const struct account *a = g_ptr_array_index(all, i);

		g_string_append_printf(names, "%s%s", i ? ", " : "", a->name);
		if (!strcmp(a->name, name) || !strcmp(a->user, name))
			cli->ctx.account = a->id;
	}
	if (cli->ctx.account)
		return true;
	g_set_error(err, FM_ERROR, FM_ERROR_NOT_FOUND, "There is no account "
		    "\"%s\". %s%s%s", name, all->len ? "There is: " : "Add "
		    "one with \"folkmoot login\"", names->str, ".");
	return false;
}

/* Commands that need no store go on without one. */
static void upgrade(const struct cli *cli)
{
	g_autoptr(GError) err = NULL;

	if (!store_upgrade(&cli->paths, &err))
		log_warn("store", "%s", err->message);
}

static bool init(struct cli *cli, const struct cli_options *o, GError **err)
{
	if (!paths_init(&cli->paths, o->profile, err))
		return false;
	log_open(cli->paths.log, NULL);
	upgrade(cli);
	cli->ctx.paths = &cli->paths;
	cli->ctx.options = options_new();
	cli->ctx.keymap = keymap_new();
	read_config(cli);
	cli->printer = printer_new(&cli->ctx);
	return find_account(cli, o->account, err);
}

static void clear(struct cli *cli)
{
	front_close(cli);
	reader_close(cli->ctx.reader);
	if (cli->printer)
		printer_free(cli->printer);
	options_free(cli->ctx.options);
	keymap_free(cli->ctx.keymap);
	paths_clear(&cli->paths);
	g_array_unref(cli->accounts);
	g_free(cli->kept_why);
	g_free(cli->ended);
	g_free(cli->trouble);
	log_close();
}

/* "--help" and "--version" are commands said in another way. */
static bool run_words(struct cli *cli, const struct cli_options *o,
		      GError **err)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();

	if (o->version)
		g_ptr_array_add(words, (gpointer)"version");
	else if (o->help)
		g_ptr_array_add(words, (gpointer)"help");
	if (!o->version && !o->help)
		return command_run_argv(&cli->ctx, o->argc, o->argv, IN_SHELL,
					err);
	for (int i = 0; i < MIN(o->argc, 2) && o->help && !o->version; i++) {
		g_autofree char *two = i ? g_strdup_printf("%s %s",
					o->argv[0], o->argv[1]) : NULL;
		const struct command *c = two ? command_set_find(cli->ctx.set,
						two, IN_SHELL) : NULL;

		if (!two || (c && strchr(c->name, ' ')))
			g_ptr_array_add(words, (gpointer)o->argv[i]);
	}
	return command_run_argv(&cli->ctx, words->len,
				(const char *const *)words->pdata, IN_SHELL,
				err);
}

static int say_kept(struct cli *cli)
{
	const char *why = cli->kept_why ? cli->kept_why : "";
	bool stop = *why && !strchr(".!?", why[strlen(why) - 1]);
	g_autoptr(GError) err = NULL;

	if (cli->held)
		g_set_error(&err, FM_ERROR, FM_ERROR_REFUSED, "Held in the "
			    "outbox and not sent: %s \"outbox resend %"
			    G_GINT64_FORMAT "\" sends it all the same, "
			    "\"outbox drop %" G_GINT64_FORMAT "\" drops it.",
			    why, cli->held, cli->held);
	else
		g_set_error(&err, FM_ERROR, FM_ERROR_OFFLINE, "Not sent yet, "
			    "but kept in the outbox%s%s%s It goes out with "
			    "the next connection.", *why ? ": " : ".", why,
			    stop ? "." : "");
	cli_error(cli->ctx.json, err);
	return EXIT_KEPT;
}

static int finish(struct cli *cli, bool ok, const GError *err)
{
	int status = EXIT_DONE;

	if (cli->printer)
		print_rows(cli->printer);
	fflush(stdout);
	if (cli->trouble && (ok || !strstr(err->message, cli->trouble)))
		cli_front.note(cli, cli->trouble);
	if (!ok) {
		cli_error(cli->ctx.json, err);
		status = status_of(err);
	} else if (cli->kept) {
		status = say_kept(cli);
	}
	return check_output(cli->ctx.json, status);
}

int cli_run(const struct cli_options *o, const struct command_set *set,
	    const struct world *world)
{
	struct cli cli = {
		.ctx = { .world = world, .set = set, .front = &cli_front,
			 .shell = true, .json = o->json },
	};
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	g_autoptr(GError) err = NULL;
	int status;
	bool ok;

	sigaction(SIGPIPE, &ignore, NULL);
	cli.ctx.user = &cli;
	cli.accounts = g_array_new(FALSE, FALSE, sizeof(struct account_note));
	g_array_set_clear_func(cli.accounts, free_note);
	ok = init(&cli, o, &err) && run_words(&cli, o, &err);
	status = finish(&cli, ok, err);
	clear(&cli);
	return status;
}
