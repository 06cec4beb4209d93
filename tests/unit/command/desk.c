#include "unit/command/desk.h"

#include "base/error.h"

static void say(void *user, const char *sentence)
{
	struct desk *d = user;

	g_string_append_printf(d->said, "%s\n", sentence);
}

static void note(void *user, const char *sentence)
{
	struct desk *d = user;

	g_string_append_printf(d->notes, "%s\n", sentence);
}

static struct record *begin(void *user, const char *kind)
{
	(void)user;
	return record_new(kind);
}

static void end(void *user, struct record *r)
{
	g_ptr_array_add(((struct desk *)user)->records, r);
}

static bool submit(void *user, struct op *take, struct op_outcome *out,
		   GError **err)
{
	struct desk *d = user;

	(void)err;
	g_ptr_array_add(d->ops, take);
	out->state = d->outcome;
	out->txn = g_strdup(take->txn);
	out->id = d->ops->len;
	if (d->outcome == OP_SENT)
		out->eid = g_strdup("$new");
	if (d->outcome == OP_FAILED)
		out->error = g_strdup("The server said no.");
	return true;
}

static struct message *ask(void *user, struct message *take,
			   enum message_kind until, int64_t timeout_ms,
			   GError **err)
{
	struct desk *d = user;

	(void)timeout_ms;
	g_ptr_array_add(d->asked, take);
	if (d->silent) {
		g_set_error(err, FM_ERROR, FM_ERROR_OFFLINE,
			    "There is no connection.");
		return NULL;
	}
	return d->reply ? g_steal_pointer(&d->reply) : message_new(until);
}

static char *secret(void *user, const char *prompt, GError **err)
{
	(void)prompt;
	(void)err;
	return g_strdup(((struct desk *)user)->secret);
}

static char *input(void *user, GError **err)
{
	(void)err;
	return g_strdup(((struct desk *)user)->input);
}

static void undo(void *user, int64_t room, const char *line)
{
	struct desk *d = user;

	(void)room;
	g_string_append_printf(d->undo, "%s\n", line);
}

static const struct command_front front = {
	.say = say, .note = note, .begin = begin, .end = end,
	.submit = submit, .ask = ask, .secret = secret, .input = input,
	.undo = undo,
};

static void fill(struct fx *fx)
{
	fx_join(fx, "!a", "general");
	fx_member(fx, "!a", ANN, "Ann Harker", MEMBER_JOIN);
	fx_member(fx, "!a", BEN, "Ben Osei", MEMBER_JOIN);
	fx_member(fx, "!a", CHLOE, "Chloe Martin", MEMBER_JOIN);
	fx_space(fx, "!s", "Flood defence");
	fx_child(fx, "!s", "!a", "a");
	fx_post(fx, "!a", "$ben1", BEN, "Two of four pumps failed");
	fx_post(fx, "!a", "$ann1", ANN, "I order new ones");
	fx_commit(fx);
}

static void free_record(gpointer r)
{
	record_free(r);
}

static void free_op(gpointer op)
{
	op_free(op);
}

static void free_message(gpointer m)
{
	message_free(m);
}

int desk_setup(void **state)
{
	struct desk *d = g_new0(struct desk, 1);

	if (fx_setup((void **)&d->fx))
		return -1;
	fill(d->fx);
	d->paths = d->fx->paths;
	d->paths.config = g_build_filename(d->fx->folder, "config", NULL);
	d->paths.themes = g_build_filename(d->fx->folder, "themes", NULL);
	d->set = command_set_new();
	d->records = g_ptr_array_new_with_free_func(free_record);
	d->ops = g_ptr_array_new_with_free_func(free_op);
	d->asked = g_ptr_array_new_with_free_func(free_message);
	d->said = g_string_new(NULL);
	d->notes = g_string_new(NULL);
	d->undo = g_string_new(NULL);
	d->outcome = OP_SENT;
	d->ctx = (struct command_context){
		.paths = &d->paths, .world = &d->fx->world,
		.reader = d->fx->reader, .options = options_new(),
		.keymap = keymap_new(), .set = d->set, .front = &front,
		.user = d,
	};
	*state = d;
	return 0;
}

int desk_teardown(void **state)
{
	struct desk *d = *state;

	g_ptr_array_unref(d->records);
	g_ptr_array_unref(d->ops);
	g_ptr_array_unref(d->asked);
	g_string_free(d->said, TRUE);
	g_string_free(d->notes, TRUE);
	g_string_free(d->undo, TRUE);
	g_clear_error(&d->err);
	message_free(d->reply);
	options_free(d->ctx.options);
	keymap_free(d->ctx.keymap);
	command_set_free(d->set);
	desk_select(d, NULL, NULL, NULL);
	g_free(d->paths.config);
	g_free(d->paths.themes);
	fx_teardown((void **)&d->fx);
	g_free(d);
	return 0;
}

static void forget(struct desk *d, bool shell)
{
	g_ptr_array_set_size(d->records, 0);
	g_ptr_array_set_size(d->ops, 0);
	g_ptr_array_set_size(d->asked, 0);
	g_string_truncate(d->said, 0);
	g_string_truncate(d->notes, 0);
	g_string_truncate(d->undo, 0);
	g_clear_error(&d->err);
	d->ctx.reader = d->fx->reader;
	d->ctx.shell = shell;
}

bool desk_shell(struct desk *d, const char *line)
{
	g_auto(GStrv) argv = NULL;
	int argc;

	forget(d, true);
	assert_true(g_shell_parse_argv(line, &argc, &argv, NULL));
	return command_run_argv(&d->ctx, argc, (const char *const *)argv,
				IN_SHELL, &d->err);
}

bool desk_prompt(struct desk *d, const char *line)
{
	forget(d, false);
	return command_run_line(&d->ctx, line, IN_PROMPT, &d->err);
}

bool desk_slash(struct desk *d, const char *line)
{
	forget(d, false);
	return command_run_line(&d->ctx, line, IN_SLASH, &d->err);
}

const struct op *desk_op(struct desk *d)
{
	if (d->err)
		fail_msg("%s", d->err->message);
	assert_int_equal(d->ops->len, 1);
	return g_ptr_array_index(d->ops, 0);
}

const struct record *desk_record(struct desk *d, guint n)
{
	if (d->err)
		print_message("%s\n", d->err->message);
	assert_true(n < d->records->len);
	return g_ptr_array_index(d->records, n);
}

static char *join_texts(const GPtrArray *texts)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < texts->len; i++)
		g_string_append_printf(out, "%s%s", i ? "," : "",
				       (char *)g_ptr_array_index(texts, i));
	return g_string_free(out, FALSE);
}

char *desk_field(struct desk *d, guint n, const char *name)
{
	const struct field *f = record_field(desk_record(d, n), name);

	if (!f)
		fail_msg("there is no field %s", name);
	switch (f->kind) {
	case FIELD_NULL:
		return g_strdup("null");
	case FIELD_TEXT:
		return g_strdup(f->text);
	case FIELD_INT:
		return g_strdup_printf("%" G_GINT64_FORMAT, f->number);
	case FIELD_BOOL:
		return g_strdup(f->number ? "true" : "false");
	case FIELD_TEXTS:
		return join_texts(f->texts);
	case FIELD_RECORD:
		break;
	}
	return g_strdup("record");
}

void desk_expect(struct desk *d, guint n, const char *name, const char *value)
{
	g_autofree char *is = desk_field(d, n, name);

	assert_string_equal(is, value);
}

void desk_failed(struct desk *d, enum fm_error code, const char *words)
{
	assert_non_null(d->err);
	if (!strstr(d->err->message, words) ||
	    !g_error_matches(d->err, FM_ERROR, code))
		fail_msg("%d: %s", d->err->code, d->err->message);
}

void desk_select(struct desk *d, const char *rid, const char *eid,
		 const char *uid)
{
	g_free(d->ctx.eid);
	g_free(d->ctx.uid);
	d->ctx.room = rid ? fx_room(d->fx, rid) : 0;
	d->ctx.eid = g_strdup(eid);
	d->ctx.uid = g_strdup(uid);
}
