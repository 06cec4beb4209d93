/* test_ambient.c - typing, receipts and account data, one at a time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "unit/provider/matrix/decoding.h"

struct row {
	const char *event, *changes;
};

static void expect_rows(enum decoding how, const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++)
		decoding_expect(how, rows[i].event, rows[i].changes);
}

static void test_ambient_ephemeral(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.typing','content':{'user_ids':['@b:x','@ann:x"
		  "',7]}}",
		  "typing rid=\"!a:x\" users=[@b:x]" },
		{ "{'type':'m.typing','content':{}}",
		  "typing rid=\"!a:x\" users=[]" },
		{ "{'type':'m.receipt','content':{'$1':{'m.read':{'@b:x':{'"
		  "ts':9,'thread_id':'main'},'junk':{}},'m.read.private':{'"
		  "@ann:x':{'ts':-1}},'other':{'@b:x':{}}},'$2':7,'':{'m.re"
		  "ad':{'@b:x':{}}}}}",
		  "receipt rid=\"!a:x\" eid=\"$1\" user=\"@b:x\" thread=\"m"
		  "ain\" ts=9\nreceipt rid=\"!a:x\" eid=\"$1\" user=\"@ann:"
		  "x\"" },
		{ "{'type':'m.presence','content':{}}",
		  "" },
		{ "{'type':7}",
		  "" },
		{ "{}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_EPHEMERAL, rows, G_N_ELEMENTS(rows));
}

static void test_ambient_room(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.tag','content':{'tags':{'m.favourite':{}}}}",
		  "tag rid=\"!a:x\" key=\"favourite\" n=1\ntag rid=\"!a:x\""
		  " key=\"low\"" },
		{ "{'type':'m.tag','content':{'tags':{'m.lowpriority':null}"
		  "}}",
		  "tag rid=\"!a:x\" key=\"favourite\"\ntag rid=\"!a:x\" key"
		  "=\"low\" n=1" },
		{ "{'type':'m.marked_unread','content':{'unread':true}}",
		  "tag rid=\"!a:x\" key=\"unread\" n=1" },
		{ "{'type':'m.fully_read','content':{'event_id':'$1'}}",
		  "fully-read rid=\"!a:x\" eid=\"$1\"" },
		{ "{'type':'m.fully_read','content':{'event_id':''}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_ROOM_DATA, rows, G_N_ELEMENTS(rows));
}

static void test_ambient_account(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.direct','content':{'@b:x':['!d',7,'#no'],'jun"
		  "k':['!e'],'@c:x':{}}}",
		  "direct rid=\"!a:x\" users=[!d] names=[@b:x]" },
		{ "{'type':'m.push_rules','content':{'global':{}}}",
		  "push-rules rid=\"!a:x\" body=\"{\\\"global\\\":{}}\"\n"
		  "levels rid=\"!a:x\" users=[] names=[]" },
		{ "{'type':'m.push_rules','content':7}",
		  "" },
		{ "{'type':'other','content':{}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_ACCOUNT, rows, G_N_ELEMENTS(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ambient_ephemeral),
		cmocka_unit_test(test_ambient_room),
		cmocka_unit_test(test_ambient_account),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
