/* test_sentence.c - state events in words, one at a time. */
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

static void test_sentence_members(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join','displayname':'Cy'}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"Cy joined\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join','displayname':'Cy'},'unsigned':{'prev_con"
		  "tent':{'membership':'invite'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"Cy joined\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join'}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"c joined\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join','displayname':'Cyrus'},'unsigned':{'prev_"
		  "content':{'membership':'join','displayname':'Cy'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"Cy is now called Cyrus\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join'},'unsigned':{'prev_content':{'membership'"
		  ":'join','displayname':'Cy'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"Cy took away their name\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join','displayname':'Cy'},'unsigned':{'prev_con"
		  "tent':{'membership':'join'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"@c:x is now called Cy\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join','displayname':'Cy','avatar_url':'mxc://x/"
		  "1'},'unsigned':{'prev_content':{'membership':'join','dis"
		  "playname':'Cy'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"Cy changed their picture\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'join','displayname':'Cy'},'unsigned':{'prev_con"
		  "tent':{'membership':'join','displayname':'Cy'}}}",
		  "" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'invite','displayname':'Cy','reason':'join us'"
		  "}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"Ben invited Cy: join us\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'leave'},'unsigned':{'prev_content':{'membership"
		  "':'join','displayname':'Cy'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"Cy left\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'leave'},'unsigned':{'prev_content':{'membersh"
		  "ip':'join','displayname':'Cy'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"Ben removed Cy\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'leave'},'unsigned':{'prev_content':{'membersh"
		  "ip':'invite','displayname':'Cy'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"Ben took back the invitation of Cy\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'leave'},'unsigned':{'prev_content':{'membership"
		  "':'invite'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"c declined the invitation\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'leave'},'unsigned':{'prev_content':{'membership"
		  "':'knock'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"c does not ask to come in any more\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'leave'},'unsigned':{'prev_content':{'membersh"
		  "ip':'knock'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"Ben did not let c in\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'leave'},'unsigned':{'prev_content':{'membersh"
		  "ip':'ban'}}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"Ben lifted the ban on c\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'ban','reason':'spam'}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@ben:x\" ts"
		  "=5 body=\"Ben banned c: spam\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@c:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'memb"
		  "ership':'knock'}}",
		  "post rid=\"!a:x\" member eid=\"$1\" sender=\"@c:x\" ts=5"
		  " body=\"c asks to come in\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'x'}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_AFTER, rows, G_N_ELEMENTS(rows));
}

static void test_sentence_state(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.topic','state_key':'','sender':'@ben:x',"
		  "'event_id':'$1','origin_server_ts':5,'content':{'topic':"
		  "'T'}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben set the topic to “T”\"" },
		{ "{'type':'m.room.topic','state_key':'','sender':'@ben:x',"
		  "'event_id':'$1','origin_server_ts':5,'content':{}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben removed the topic\"" },
		{ "{'type':'m.room.join_rules','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'jo"
		  "in_rule':'knock'}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben lets people ask to come in\"" },
		{ "{'type':'m.room.join_rules','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'jo"
		  "in_rule':7}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben changed who may join\"" },
		{ "{'type':'m.room.create','state_key':'','sender':'@ben:x'"
		  ",'event_id':'$1','origin_server_ts':5,'content':{'type':"
		  "'m.space'}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben made this space\"" },
		{ "{'type':'m.room.third_party_invite','state_key':'','send"
		  "er':'@ben:x','event_id':'$1','origin_server_ts':5,'conte"
		  "nt':{'display_name':'d...@x'}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben invited d...@x by mail\"" },
		{ "{'type':'m.space.child','state_key':'!c','sender':'@ben:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben took a room out of this space\"" },
		{ "{'type':'m.space.parent','state_key':'!c','sender':'@ben"
		  ":x','event_id':'$1','origin_server_ts':5,'content':{'via"
		  "':['x']}}",
		  "" },
		{ "{'type':'org.example.x','state_key':'','sender':'@ben:x'"
		  ",'event_id':'$1','origin_server_ts':5,'content':{}}",
		  "post rid=\"!a:x\" unknown eid=\"$1\" sender=\"@ben:x\" t"
		  "s=5 body=\"org.example.x\"" },
		{ "{'type':'m.room.topic','state_key':'','sender':'@ben:x',"
		  "'event_id':'$1','origin_server_ts':5,'content':{},'unsig"
		  "ned':{'redacted_because':{}}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_AFTER, rows, G_N_ELEMENTS(rows));
}

static void test_sentence_levels(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.power_levels','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{'"
		  "users':{'@c:x':100}}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben changed who may do what\"" },
		{ "{'type':'m.room.power_levels','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{'"
		  "users':{'@c:x':100,'@mod:x':50}},'unsigned':{'prev_conte"
		  "nt':{'users':{'@mod:x':50}}}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben made c an owner\"" },
		{ "{'type':'m.room.power_levels','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{'"
		  "users':{'@c:x':50,'@mod:x':0,'@e:x':10,'@f:x':1}},'unsig"
		  "ned':{'prev_content':{'users':{'@mod:x':50}}}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben made c a moderator, Mod a member, e a membe"
		  "r of level 10, and changed 1 more\"" },
	};

	(void)state;
	expect_rows(DECODING_AFTER, rows, G_N_ELEMENTS(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentence_members),
		cmocka_unit_test(test_sentence_state),
		cmocka_unit_test(test_sentence_levels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
