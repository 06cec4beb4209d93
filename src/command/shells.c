/* Completion for the shells. Commands and options are fixed when the page is
 * made; rooms and people are asked from the program when they are needed. */
#include "command/internal.h"

#include <string.h>

/* Between single quotes of a shell. */
static void append_quoted(GString *out, const char *text)
{
	g_autofree char *quoted = g_shell_quote(text);

	g_string_append(out, quoted);
}

/* "[--assign --due]": the options of a command, blanks between. */
static void append_flags(GString *out, const struct command *c)
{
	g_autoptr(GPtrArray) params = template_parse(c->args);

	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (p->option)
			g_string_append_printf(out, " %s", p->name);
	}
}

/* Which positional of a command is a room, counted from 1; 0 none. */
static int room_place(const struct command *c)
{
	g_autoptr(GPtrArray) params = template_parse(c->args);
	int n = 0;

	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (p->option)
			continue;
		n++;
		if (!strcmp(p->name, "ROOM") || !strcmp(p->name, "WHERE") ||
		    !strcmp(p->name, "SPACE"))
			return n;
	}
	return 0;
}

static GPtrArray *shell_rows(const struct command_set *set)
{
	return command_set_list(set, IN_SHELL);
}

/* The words that may follow: names are one or two words. */
static void append_names(GString *out, const GPtrArray *rows,
			 const char *first)
{
	g_autofree char *last = NULL;

	for (guint i = 0; i < rows->len; i++) {
		const struct command *c = g_ptr_array_index(rows, i);
		g_auto(GStrv) words = g_strsplit(c->name, " ", 2);
		const char *word = first ? words[1] : words[0];

		if ((first && strcmp(words[0], first)) || !word ||
		    !g_strcmp0(last, word))
			continue;
		g_string_append_printf(out, " %s", word);
		g_free(last);
		last = g_strdup(word);
	}
}

static void append_cases(GString *out, const GPtrArray *rows)
{
	g_autofree char *last = NULL;

	for (guint i = 0; i < rows->len; i++) {
		const struct command *c = g_ptr_array_index(rows, i);
		g_auto(GStrv) words = g_strsplit(c->name, " ", 2);

		if (words[1] && g_strcmp0(last, words[0])) {
			g_string_append_printf(out, "\t%s) words='",
					       words[0]);
			append_names(out, rows, words[0]);
			g_string_append(out, "' ;;\n");
			g_free(last);
			last = g_strdup(words[0]);
		}
	}
}

static void append_flag_cases(GString *out, const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++) {
		const struct command *c = g_ptr_array_index(rows, i);

		g_string_append(out, "\t");
		append_quoted(out, c->name);
		g_string_append(out, ") flags='");
		append_flags(out, c);
		g_string_append_printf(out, "'; room=%d ;;\n", room_place(c));
	}
}

/* Shared by bash and zsh, whose `case` is the same. */
static void append_tables(GString *out, const GPtrArray *rows)
{
	g_string_append(out, "_folkmoot_second() {\n\twords=\n\tcase $1 in\n");
	append_cases(out, rows);
	g_string_append(out, "\tesac\n}\n\n_folkmoot_flags() {\n\tflags= "
			"room=0\n\tcase $1 in\n");
	append_flag_cases(out, rows);
	g_string_append(out, "\tesac\n\tflags=\"$flags --profile --account "
		"--json --help\"\n}\n\n"
		"_folkmoot_rooms() {\n"
		"\tfolkmoot rooms --json 2>/dev/null |\n"
		"\t\tsed -n 's/.*\"name\":\"\\([^\"\\\\]*\\)\".*/\\1/p'\n}\n\n");
}

void shells_bash(const struct command_set *set, GString *out)
{
	g_autoptr(GPtrArray) rows = shell_rows(set);

	g_string_append(out, "# bash completion for folkmoot\n\n");
	append_tables(out, rows);
	g_string_append(out,
		"_folkmoot() {\n"
		"\tlocal cur=${COMP_WORDS[COMP_CWORD]} names=() words flags "
		"room i w name n\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\tw=${COMP_WORDS[i]}\n"
		"\t\tcase $w in\n"
		"\t\t--profile | --account) i=$((i + 1)) ;;\n"
		"\t\t-*) ;;\n"
		"\t\t*) names+=(\"$w\") ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\tif [[ ${#names[@]} -eq 0 && $cur != -* ]]; then\n"
		"\t\tCOMPREPLY=($(compgen -W '");
	append_names(out, rows, NULL);
	g_string_append(out, "' -- \"$cur\"))\n"
		"\t\treturn\n"
		"\tfi\n"
		"\tname=${names[0]} n=1\n"
		"\t_folkmoot_second \"$name\"\n"
		"\tif [[ -n $words ]]; then\n"
		"\t\tif [[ ${#names[@]} -eq 1 && $cur != -* ]]; then\n"
		"\t\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
		"\t\t\treturn\n"
		"\t\tfi\n"
		"\t\tname=\"$name ${names[1]}\" n=2\n"
		"\tfi\n"
		"\t_folkmoot_flags \"$name\"\n"
		"\tif [[ $cur == -* ]]; then\n"
		"\t\tCOMPREPLY=($(compgen -W \"$flags\" -- \"$cur\"))\n"
		"\telif ((room && ${#names[@]} - n + 1 == room)); then\n"
		"\t\tlocal IFS=$'\\n'\n"
		"\t\tCOMPREPLY=($(compgen -W \"$(_folkmoot_rooms)\" -- "
		"\"$cur\" |\n"
		"\t\t\twhile read -r w; do printf '%q\\n' \"$w\"; done))\n"
		"\telse\n"
		"\t\tcompopt -o default\n"
		"\t\tCOMPREPLY=()\n"
		"\tfi\n"
		"}\ncomplete -F _folkmoot folkmoot\n");
}

static void append_described(GString *out, const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++) {
		const struct command *c = g_ptr_array_index(rows, i);
		g_autofree char *name = g_strdelimit(g_strdup(c->name), ":",
						     '-');
		g_autofree char *line = g_strdup_printf("%s:%s", name,
							c->help);

		g_string_append(out, "\t\t");
		append_quoted(out, line);
		g_string_append_c(out, '\n');
	}
}

void shells_zsh(const struct command_set *set, GString *out)
{
	g_autoptr(GPtrArray) rows = shell_rows(set);

	g_string_append(out, "#compdef folkmoot\n\n");
	append_tables(out, rows);
	g_string_append(out,
		"_folkmoot() {\n"
		"\tlocal -a names commands list\n"
		"\tlocal words_before=(\"${(@)words[2,CURRENT-1]}\") "
		"cur=$words[CURRENT]\n"
		"\tlocal flags room name n w skip=0\n"
		"\tcommands=(\n");
	append_described(out, rows);
	g_string_append(out, "\t)\n"
		"\tfor w in $words_before; do\n"
		"\t\tif ((skip)); then skip=0; continue; fi\n"
		"\t\tcase $w in\n"
		"\t\t--profile | --account) skip=1 ;;\n"
		"\t\t-*) ;;\n"
		"\t\t*) names+=(\"$w\") ;;\n"
		"\t\tesac\n"
		"\tdone\n"
		"\tif (($#names == 0)) && [[ $cur != -* ]]; then\n"
		"\t\t_describe command commands\n"
		"\t\treturn\n"
		"\tfi\n"
		"\tname=$names[1] n=1\n"
		"\t() { local words; _folkmoot_second \"$name\"; "
		"list=(${=words}) }\n"
		"\tif (($#list)); then\n"
		"\t\tif (($#names == 1)) && [[ $cur != -* ]]; then\n"
		"\t\t\tcompadd -a list\n"
		"\t\t\treturn\n"
		"\t\tfi\n"
		"\t\tname=\"$name $names[2]\" n=2\n"
		"\tfi\n"
		"\t_folkmoot_flags \"$name\"\n"
		"\tif [[ $cur == -* ]]; then\n"
		"\t\tcompadd -- ${=flags}\n"
		"\telif ((room && $#names - n + 1 == room)); then\n"
		"\t\tlist=(\"${(@f)$(_folkmoot_rooms)}\")\n"
		"\t\tcompadd -a list\n"
		"\telse\n"
		"\t\t_files\n"
		"\tfi\n"
		"}\n\n_folkmoot \"$@\"\n");
}

static void append_fish_flags(GString *out, const struct command *c,
			      const char *seen)
{
	g_autoptr(GPtrArray) params = template_parse(c->args);

	for (guint i = 0; i < params->len; i++) {
		const struct param *p = g_ptr_array_index(params, i);

		if (!p->option)
			continue;
		g_string_append_printf(out, "complete -c folkmoot -n '%s' "
			"-l %s%s\n", seen, p->name + 2, p->value ? " -x" : "");
	}
}

static void append_fish_row(GString *out, const struct command *c)
{
	g_auto(GStrv) words = g_strsplit(c->name, " ", 2);
	g_autofree char *seen = words[1] ?
		g_strdup_printf("__fish_seen_subcommand_from %s; and "
				"__fish_seen_subcommand_from %s", words[0],
				words[1]) :
		g_strdup_printf("__fish_seen_subcommand_from %s", words[0]);

	g_string_append(out, "complete -c folkmoot -f -n '");
	if (words[1])
		g_string_append_printf(out, "__fish_seen_subcommand_from %s",
				       words[0]);
	else
		g_string_append(out, "__fish_use_subcommand");
	g_string_append_printf(out, "' -a %s -d ", words[words[1] ? 1 : 0]);
	append_quoted(out, c->help);
	g_string_append_c(out, '\n');
	append_fish_flags(out, c, seen);
	if (room_place(c))
		g_string_append_printf(out, "complete -c folkmoot -f -n '%s' "
			"-a '(__folkmoot_rooms)'\n", seen);
}

void shells_fish(const struct command_set *set, GString *out)
{
	g_autoptr(GPtrArray) rows = shell_rows(set);
	g_autofree char *last = NULL;

	g_string_append(out, "# fish completion for folkmoot\n\n"
		"function __folkmoot_rooms\n"
		"\tfolkmoot rooms --json 2>/dev/null |\n"
		"\t\tstring replace -rf '.*\"name\":\"([^\"\\\\\\\\]*)\".*' "
		"'$1'\nend\n\n"
		"complete -c folkmoot -l profile -r\n"
		"complete -c folkmoot -l account -x\n"
		"complete -c folkmoot -l json\n"
		"complete -c folkmoot -l help\n"
		"complete -c folkmoot -l version\n");
	for (guint i = 0; i < rows->len; i++) {
		const struct command *c = g_ptr_array_index(rows, i);
		g_auto(GStrv) words = g_strsplit(c->name, " ", 2);

		if (words[1] && g_strcmp0(last, words[0])) {
			g_string_append_printf(out, "complete -c folkmoot -f "
				"-n __fish_use_subcommand -a %s\n", words[0]);
			g_free(last);
			last = g_strdup(words[0]);
		}
		append_fish_row(out, c);
	}
}
