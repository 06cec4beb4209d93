/* test_message.c - contents of messages as posts, one at a time. */
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

static void test_message_kinds(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hi','m.mentions':{}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hi\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.emote','"
		  "body':'hi','m.mentions':{}}}",
		  "post rid=\"!a:x\" emote eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"hi\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.notice',"
		  "'body':'hi'}}",
		  "post rid=\"!a:x\" notice eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"hi\"" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.image','"
		  "body':'a.png','url':'mxc://x/1','info':{'size':7,'mimety"
		  "pe':'image/png'}}}",
		  "post rid=\"!a:x\" image eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"a.png\" url=\"mxc://x/1\" mimetype=\"image/png"
		  "\" size=7 ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.file','b"
		  "ody':'read me','filename':'a.txt'}}",
		  "post rid=\"!a:x\" file eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"a.txt\\nread me\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.file','b"
		  "ody':'a','file':{'url':'mxc://x/2'},'info':{'size':-9}}}",
		  "post rid=\"!a:x\" file eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"a\" url=\"mxc://x/2\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.location"
		  "','geo_uri':'geo:1,2'}}",
		  "post rid=\"!a:x\" location eid=\"$1\" sender=\"@ben:x\" "
		  "ts=5 body=\"geo:1,2\" url=\"geo:1,2\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'org.new','"
		  "body':'words'}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"words\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.image'}}",
		  "post rid=\"!a:x\" unknown eid=\"$1\" sender=\"@ben:x\" t"
		  "s=5 body=\"m.image\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{}}",
		  "post rid=\"!a:x\" unknown eid=\"$1\" sender=\"@ben:x\" t"
		  "s=5 body=\"m.room.message\" ring=5" },
		{ "{'type':'m.sticker','sender':'@ben:x','event_id':'$1','o"
		  "rigin_server_ts':5,'content':{'body':'a cat'}}",
		  "post rid=\"!a:x\" sticker eid=\"$1\" sender=\"@ben:x\" t"
		  "s=5 body=\"a cat\"" },
		{ "{'type':'m.room.encrypted','sender':'@ben:x','event_id':"
		  "'$1','origin_server_ts':5,'content':{'ciphertext':'x'}}",
		  "post rid=\"!a:x\" encrypted eid=\"$1\" sender=\"@ben:x\""
		  " ts=5 body=\"Encrypted message\" ring=5" },
		{ "{'type':'org.example.x','sender':'@ben:x','event_id':'$1"
		  "','origin_server_ts':5,'content':{}}",
		  "post rid=\"!a:x\" unknown eid=\"$1\" sender=\"@ben:x\" t"
		  "s=5 body=\"org.example.x\"" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_message_html(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hi','m.mentions':{},'format':'org.matrix.custom.ht"
		  "ml','formatted_body':'<b>hi</b>'}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hi\" html=\"<b>hi</b>\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hi','m.mentions':{},'format':'other','formatted_bo"
		  "dy':'<b>hi</b>'}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hi\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hi','m.mentions':{},'format':'org.matrix.custom.ht"
		  "ml','formatted_body':' <mx-reply>q</mx-reply>hi'}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hi\" html=\"hi\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hi','m.mentions':{},'format':'org.matrix.custom.ht"
		  "ml','formatted_body':'<mx-reply>open'}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hi\" html=\"<mx-reply>open\" ring=5" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_message_relations(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{},'m.relates_to':{'m.in_reply_to'"
		  ":{'event_id':'$0'}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" reply-to=\"$0\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{},'m.relates_to':{'rel_type':'m.t"
		  "hread','event_id':'$r','is_falling_back':true,'m.in_repl"
		  "y_to':{'event_id':'$0'}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" thread=\"$r\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{},'m.relates_to':{'rel_type':'m.t"
		  "hread','event_id':'$r','m.in_reply_to':{'event_id':'$0'}"
		  "}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" reply-to=\"$0\" thread=\"$r\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{},'m.relates_to':{'rel_type':'m.t"
		  "hread'}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{},'m.relates_to':7}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'> <@b:x> q\\n> r\\n\\nanswer','m.mentions':{},'m.r"
		  "elates_to':{'m.in_reply_to':{'event_id':'$0'}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"answer\" reply-to=\"$0\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'> <@b:x> only','m.mentions':{},'m.relates_to':{'m."
		  "in_reply_to':{'event_id':'$0'}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"\" reply-to=\"$0\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'> mine\\n\\nx','m.mentions':{},'m.relates_to':{'m."
		  "in_reply_to':{'event_id':'$0'}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"> mine\\n\\nx\" reply-to=\"$0\" ring=5" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_message_mentions(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{'user_ids':['@ann:x']}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" mentions-me ring=7" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{'room':true}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"x\" ring=5" },
		{ "{'type':'m.room.message','sender':'@mod:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{'room':true}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@mod:x\" ts=5"
		  " body=\"x\" mentions-me ring=3" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hello ann','m.mentions':7}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hello ann\" mentions-me ring=7" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'hello ann','m.mentions':{}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"hello ann\" ring=5" },
		{ "{'type':'m.room.message','sender':'@ann:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'me','m.mentions':{'user_ids':['@ann:x']}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ann:x\" ts=5"
		  " body=\"me\" own" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_message_frame(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.message','sender':'@ben:x','content':{'m"
		  "sgtype':'m.text','body':'x'}}",
		  "" },
		{ "{'type':'m.room.message','event_id':'$1','content':{'msg"
		  "type':'m.text','body':'x'}}",
		  "" },
		{ "{'sender':'@ben:x','event_id':'$1','content':{'msgtype':"
		  "'m.text','body':'x'}}",
		  "" },
		{ "{'type':'m.room.message','sender':'@ann:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{'msgtype':'m.text','b"
		  "ody':'x','m.mentions':{}},'unsigned':{'transaction_id':'"
		  "t1'}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ann:x\" ts=5"
		  " body=\"x\" own txn=\"t1\"" },
		{ "{'type':'m.room.message','sender':'@ben:x','event_id':'$"
		  "1','origin_server_ts':5,'content':{},'unsigned':{'redact"
		  "ed_because':{'content':{'reason':'why'}}}}",
		  "post rid=\"!a:x\" text eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"\" redacted reason=\"why\"" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

static void test_message_polls(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'org.matrix.msc3381.poll.start','sender':'@ben:x"
		  "','event_id':'$1','origin_server_ts':5,'content':{'org.m"
		  "atrix.msc3381.poll.start':{'question':{'org.matrix.msc17"
		  "67.text':'Q?'},'answers':[{'id':'a','org.matrix.msc1767."
		  "text':'A'},7,{'id':'b'}]}}}",
		  "post rid=\"!a:x\" poll eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"Q?\\n1. A\\n2. (no text)\" poll={hidden max=1 \"a\" ="
		  "\"A\" \"b\" =\"(no text)\"}" },
		{ "{'type':'m.poll.start','sender':'@ben:x','event_id':'$1'"
		  ",'origin_server_ts':5,'content':{'m.poll':{'question':{'"
		  "m.text':[{'body':'Q?'}]}}}}",
		  "post rid=\"!a:x\" poll eid=\"$1\" sender=\"@ben:x\" ts=5"
		  " body=\"Q?\"" },
		{ "{'type':'m.poll.start','sender':'@ben:x','event_id':'$1'"
		  ",'origin_server_ts':5,'content':{'m.poll':{}}}",
		  "post rid=\"!a:x\" unknown eid=\"$1\" sender=\"@ben:x\" t"
		  "s=5 body=\"m.poll.start\"" },
		{ "{'type':'m.poll.end','sender':'@ben:x','event_id':'$1','"
		  "origin_server_ts':5,'content':{'x':1}}",
		  "post rid=\"!a:x\" notice eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"The poll is over.\"" },
		{ "{'type':'m.poll.response','sender':'@ben:x','event_id':'"
		  "$1','origin_server_ts':5,'content':{'x':1}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_TIMELINE, rows, G_N_ELEMENTS(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_message_kinds),
		cmocka_unit_test(test_message_html),
		cmocka_unit_test(test_message_relations),
		cmocka_unit_test(test_message_mentions),
		cmocka_unit_test(test_message_frame),
		cmocka_unit_test(test_message_polls),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
