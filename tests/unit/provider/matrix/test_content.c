/* test_content.c - ops as JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "provider/matrix/content.h"

static char *name(const char *uid, void *user)
{
	(void)user;
	return strcmp(uid, "@ben:x") ? NULL : g_strdup("Ben Osei");
}

static void expect(struct op *op, const char *json)
{
	const struct content_names names = { name, NULL };
	json_t *content = content_write(op, &names);
	g_autofree char *quoted = g_strdelimit(g_strdup(json), "'", '"');
	g_autofree char *written = NULL;

	assert_non_null(content);
	written = json_write(content);
	assert_string_equal(written, quoted);
	op_free(op);
}

static struct op *op_with(enum op_kind kind, const char *body)
{
	struct op *op = op_new(kind);

	op->body = g_strdup(body);
	return op;
}

static void test_content_send(void **state)
{
	struct op *op = op_with(OP_SEND, "hi");

	(void)state;
	expect(op, "{'msgtype':'m.text','body':'hi','m.mentions':{}}");
	op = op_with(OP_SEND, "waves");
	op->emote = true;
	op->html = g_strdup("<i>waves</i>");
	op->mentions = g_strdup("@ben:x  junk @room");
	expect(op, "{'msgtype':'m.emote','body':'waves','format':"
	       "'org.matrix.custom.html','formatted_body':'<i>waves</i>',"
	       "'m.mentions':{'room':true,'user_ids':['@ben:x']}}");
}

/* Who waits for what becomes of it is told. */
static void test_content_told(void **state)
{
	struct op *op = op_new(OP_THING_CHANGE);

	(void)state;
	op->target = g_strdup("$0");
	op->mentions = g_strdup("@ann:x");
	op->thing = thing_new(KIND_IDEA);
	op->thing->fields = THING_STATUS | THING_OWNER;
	op->thing->status = IDEA_PLANNED;
	op->thing->owner = g_strdup("@ben:x");
	expect(op, "{'msgtype':'m.notice','body':'marked it planned, gave it "
	       "to Ben Osei','m.mentions':{'user_ids':['@ben:x','@ann:x']},"
	       "'org.folkmoot.change':{'v':1,'kind':'idea','fields':{'status':"
	       "'planned','owner':'@ben:x'}},'m.relates_to':{'rel_type':"
	       "'m.thread','event_id':'$0','is_falling_back':true,"
	       "'m.in_reply_to':{'event_id':'$0'}}}");
}

static void test_content_relations(void **state)
{
	struct op *op = op_with(OP_SEND, "hi");

	(void)state;
	op->target = g_strdup("$0");
	expect(op, "{'msgtype':'m.text','body':'hi','m.mentions':{},"
	       "'m.relates_to':{'m.in_reply_to':{'event_id':'$0'}}}");
	op = op_with(OP_SEND, "hi");
	op->thread = g_strdup("$r");
	expect(op, "{'msgtype':'m.text','body':'hi','m.mentions':{},"
	       "'m.relates_to':{'rel_type':'m.thread','event_id':'$r',"
	       "'is_falling_back':true,'m.in_reply_to':{'event_id':'$r'}}}");
	op = op_with(OP_SEND, "hi");
	op->thread = g_strdup("$r");
	op->target = g_strdup("$0");
	expect(op, "{'msgtype':'m.text','body':'hi','m.mentions':{},"
	       "'m.relates_to':{'rel_type':'m.thread','event_id':'$r',"
	       "'is_falling_back':false,'m.in_reply_to':{'event_id':'$0'}}}");
}

static void test_content_edit(void **state)
{
	struct op *op = op_with(OP_EDIT, "better");

	(void)state;
	op->target = g_strdup("$0");
	op->mentions = g_strdup("@ben:x");
	expect(op, "{'msgtype':'m.text','body':'* better','m.mentions':{},"
	       "'m.new_content':{'msgtype':'m.text','body':'better',"
	       "'m.mentions':{'user_ids':['@ben:x']}},'m.relates_to':{"
	       "'rel_type':'m.replace','event_id':'$0'}}");
}

static void test_content_react(void **state)
{
	struct op *op = op_new(OP_REACT);

	(void)state;
	op->target = g_strdup("$0");
	op->key = g_strdup("👍");
	expect(op, "{'m.relates_to':{'rel_type':'m.annotation','event_id':"
	       "'$0','key':'👍'}}");
}

static void test_content_task(void **state)
{
	struct op *op = op_new(OP_THING);

	(void)state;
	op->thing = thing_new(KIND_TASK);
	op->thing->title = g_strdup("Fix it");
	op->thing->assignees = g_ptr_array_new();
	g_ptr_array_add(op->thing->assignees, g_strdup("@ben:x"));
	op->target = g_strdup("$src");
	expect(op, "{'msgtype':'m.text','body':'☐ Fix it · @Ben Osei',"
	       "'m.mentions':{'user_ids':['@ben:x']},'org.folkmoot.task':{"
	       "'v':1,'title':'Fix it','status':'open','assignees':['@ben:x']"
	       ",'source':'$src'}}");
}

static void test_content_change(void **state)
{
	struct op *op = op_new(OP_THING_CHANGE);

	(void)state;
	op->target = g_strdup("$t");
	op->thing = thing_new(KIND_TASK);
	op->thing->fields = THING_STATUS;
	op->thing->status = TASK_DONE;
	expect(op, "{'msgtype':'m.notice','body':'marked it done',"
	       "'m.mentions':{},'org.folkmoot.change':{'v':1,'kind':'task','fields':{"
	       "'status':'done'}},'m.relates_to':{'rel_type':'m.thread',"
	       "'event_id':'$t','is_falling_back':true,'m.in_reply_to':{"
	       "'event_id':'$t'}}}");
}

static void test_content_none(void **state)
{
	static const enum op_kind kinds[] = {
		OP_READ, OP_JOIN, OP_REDACT, OP_KINDS
	};
	const struct content_names names = { NULL, NULL };

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		struct op *op = op_new(kinds[i]);

		assert_null(content_write(op, &names));
		op_free(op);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_content_send),
		cmocka_unit_test(test_content_told),
		cmocka_unit_test(test_content_relations),
		cmocka_unit_test(test_content_edit),
		cmocka_unit_test(test_content_react),
		cmocka_unit_test(test_content_task),
		cmocka_unit_test(test_content_change),
		cmocka_unit_test(test_content_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
