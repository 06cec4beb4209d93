/* test_decode.c - relations and redactions, one at a time. */
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

static void test_decode_edits(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'* y','m.new_content':{'msgtype':'m.text','body':'y"
		  "'},'m.relates_to':{'rel_type':'m.replace','event_id':'$0"
		  "'}}}",
		  "edit rid=\"!a:x\" eid=\"$1\" user=\"@ben:x\" target=\"$0"
		  "\" ts=5 text eid=\"$1\" sender=\"@ben:x\" ts=5 body=\"y"
		  "\" edited" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'* y','m.new_content':7,'m.relates_to':{'rel_type':"
		  "'m.replace','event_id':'$0'}}}",
		  "" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'* y','m.new_content':{'msgtype':'m.text','body':'y"
		  "'},'m.relates_to':{'rel_type':'m.replace','event_id':'$0"
		  "'}},'unsigned':{'redacted_because':{}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"\" redacted" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{}},'unsigned':{'m.relations':{'m."
		  "replace':{'type':'m.room.message','sender':'@ben:x','eve"
		  "nt_id':'$2','content':{'m.new_content':{'msgtype':'m.tex"
		  "t','body':'y'}}}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" ring=5\nedit rid=\"!a:x\" eid=\"$2\" user=\""
		  "@ben:x\" target=\"$1\" text eid=\"$2\" sender=\"@ben:x\""
		  " body=\"y\" edited" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{}},'unsigned':{'m.relations':{'m."
		  "replace':{'type':'m.room.message','sender':'@eve:x','eve"
		  "nt_id':'$2','content':{'m.new_content':{'msgtype':'m.tex"
		  "t','body':'y'}}}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" ring=5" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_decode_reactions(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.reaction','sender':'@ben:x','event_id':'$1','"
		  "origin_server_ts':5,'content':{'m.relates_to':{'rel_type"
		  "':'m.annotation','event_id':'$0','key':'👍'}}}",
		  "reaction rid=\"!a:x\" eid=\"$1\" user=\"@ben:x\" target="
		  "\"$0\" key=\"👍\" ts=5" },
		{ "{'type':'m.reaction','sender':'@ben:x','event_id':'$1','"
		  "origin_server_ts':5,'content':{'m.relates_to':{'rel_type"
		  "':'m.annotation','event_id':'$0','key':''}}}",
		  "" },
		{ "{'type':'m.reaction','sender':'@ben:x','event_id':'$1','"
		  "origin_server_ts':5,'content':{'m.relates_to':{'rel_type"
		  "':'m.thread','event_id':'$0','key':'x'}}}",
		  "" },
		{ "{'type':'m.reaction','sender':'@ben:x','event_id':'$1','"
		  "origin_server_ts':5,'content':{},'unsigned':{'redacted_b"
		  "ecause':{}}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_decode_redactions(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.redaction','sender':'@ben:x','event_id':"
		  "'$1','origin_server_ts':5,'content':{'reason':'why'},'re"
		  "dacts':'$0'}",
		  "redaction rid=\"!a:x\" eid=\"$1\" user=\"@ben:x\" target"
		  "=\"$0\" reason=\"why\" ts=5" },
		{ "{'type':'m.room.redaction','sender':'@ben:x','event_id':"
		  "'$1','origin_server_ts':5,'content':{'redacts':'$0'}}",
		  "redaction rid=\"!a:x\" eid=\"$1\" user=\"@ben:x\" target"
		  "=\"$0\" ts=5" },
		{ "{'type':'m.room.redaction','sender':'@ben:x','event_id':"
		  "'$1','origin_server_ts':5,'content':{'redacts':'$0'},'re"
		  "dacts':'$0'}",
		  "redaction rid=\"!a:x\" eid=\"$1\" user=\"@ben:x\" target"
		  "=\"$0\" ts=5" },
		{ "{'type':'m.room.redaction','sender':'@ben:x','event_id':"
		  "'$1','origin_server_ts':5,'content':{'redacts':'$0'},'re"
		  "dacts':'$9'}",
		  "" },
		{ "{'type':'m.room.redaction','sender':'@ben:x','event_id':"
		  "'$1','origin_server_ts':5,'content':{}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decode_edits),
		cmocka_unit_test(test_decode_reactions),
		cmocka_unit_test(test_decode_redactions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
