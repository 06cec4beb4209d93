/* test_facts.c - state events as facts, one at a time. */
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

static void test_facts_simple(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.name','state_key':'','sender':'@ben:x','"
		  "event_id':'$1','origin_server_ts':5,'content':{'name':'H"
		  "ousing'}}",
		  "facts rid=\"!a:x\" name=\"Housing\"" },
		{ "{'type':'m.room.name','state_key':'','sender':'@ben:x','"
		  "event_id':'$1','origin_server_ts':5,'content':{}}",
		  "facts rid=\"!a:x\" name=\"(none)\"" },
		{ "{'type':'m.room.name','state_key':'keyed','sender':'@ben"
		  ":x','event_id':'$1','origin_server_ts':5,'content':{'nam"
		  "e':'x'}}",
		  "" },
		{ "{'type':'m.room.topic','state_key':'','sender':'@ben:x',"
		  "'event_id':'$1','origin_server_ts':5,'content':{'topic':"
		  "['x']}}",
		  "facts rid=\"!a:x\" topic=\"(none)\"" },
		{ "{'type':'m.room.canonical_alias','state_key':'','sender'"
		  ":'@ben:x','event_id':'$1','origin_server_ts':5,'content'"
		  ":{'alias':'#a:x'}}",
		  "facts rid=\"!a:x\" alias=\"#a:x\"" },
		{ "{'type':'m.room.join_rules','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'jo"
		  "in_rule':'restricted','allow':[{'type':'m.room_membershi"
		  "p','room_id':'!s:x'},{'type':'other','room_id':'!t:x'}]}"
		  "}",
		  "facts rid=\"!a:x\" join-rule=4 allow=[!s:x]" },
		{ "{'type':'m.room.history_visibility','state_key':'','send"
		  "er':'@ben:x','event_id':'$1','origin_server_ts':5,'conte"
		  "nt':{'history_visibility':'world_readable'}}",
		  "facts rid=\"!a:x\" history=4" },
		{ "{'type':'m.room.guest_access','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{'"
		  "guest_access':'can_join'}}",
		  "facts rid=\"!a:x\" guests" },
		{ "{'type':'m.room.guest_access','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{}"
		  "}",
		  "facts rid=\"!a:x\" no-guests" },
		{ "{'type':'m.room.encryption','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{}}",
		  "facts rid=\"!a:x\" encrypted" },
		{ "{'type':'m.room.tombstone','state_key':'','sender':'@ben"
		  ":x','event_id':'$1','origin_server_ts':5,'content':{'rep"
		  "lacement_room':'!n'}}",
		  "facts rid=\"!a:x\" replaced-by=\"!n\"" },
		{ "{'type':'m.room.tombstone','state_key':'','sender':'@ben"
		  ":x','event_id':'$1','origin_server_ts':5,'content':{'rep"
		  "lacement_room':'#n:x'}}",
		  "" },
		{ "{'type':'org.folkmoot.room','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'v'"
		  ":1,'kinds':['x','task']}}",
		  "facts rid=\"!a:x\" kinds=2" },
		{ "{'type':'org.folkmoot.room','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'v'"
		  ":2,'kinds':['task']}}",
		  "facts rid=\"!a:x\" kinds=0" },
		{ "{'type':'org.example.other','state_key':'','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{}}",
		  "" },
		{ "{'type':'m.room.name','content':{'name':'no key'},'sende"
		  "r':'@ben:x'}",
		  "" },
		{ "{'type':'m.room.name','state_key':'','content':{'name':'"
		  "no sender'}}",
		  "" },
	};

	(void)state;
	expect_rows(DECODING_STATE, rows, G_N_ELEMENTS(rows));
}

static void test_facts_create(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.create','state_key':'','sender':'@ben:x'"
		  ",'event_id':'$1','origin_server_ts':5,'content':{}}",
		  "facts rid=\"!a:x\" kind=\"room\" federated version=\"1\""
		  "\npowers rid=\"!a:x\" write=0 redact=50 state=0 invite=0"
		  " kick=50 ban=50 notify=50 @ben:x=100" },
		{ "{'type':'m.room.create','state_key':'','sender':'@ben:x'"
		  ",'event_id':'$1','origin_server_ts':5,'content':{'type':"
		  "'m.space','m.federate':false,'room_version':'11'}}",
		  "facts rid=\"!a:x\" kind=\"space\" local version=\"11\"\n"
		  "powers rid=\"!a:x\" write=0 redact=50 state=0 invite=0 k"
		  "ick=50 ban=50 notify=50 @ben:x=100" },
		{ "{'type':'m.room.create','state_key':'','sender':'@ben:x'"
		  ",'event_id':'$1','origin_server_ts':5,'content':{'room_v"
		  "ersion':'12','additional_creators':['@c:x',3]}}",
		  "facts rid=\"!a:x\" kind=\"room\" federated version=\"12"
		  "\"\npowers rid=\"!a:x\" write=0 redact=50 state=0 invite"
		  "=0 kick=50 ban=50 notify=50 @ben:x=creator @c:x=creator" },
	};

	(void)state;
	expect_rows(DECODING_STATE, rows, G_N_ELEMENTS(rows));
}

static void test_facts_powers(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.power_levels','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{}"
		  "}",
		  "powers rid=\"!a:x\" write=0 redact=50 state=50 invite=0 "
		  "kick=50 ban=50 notify=50" },
		{ "{'type':'m.room.power_levels','state_key':'','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{'"
		  "users_default':10,'users':{'@c:x':' +75','junk':3},'even"
		  "ts_default':25,'events':{'m.room.message':30},'ban':'60'"
		  ",'kick':55.9,'redact':null,'invite':true,'notifications'"
		  ":{'room':20}}}",
		  "powers rid=\"!a:x\" n=10 write=30 redact=50 state=50 inv"
		  "ite=0 kick=55 ban=60 notify=20 @c:x=75" },
	};

	(void)state;
	expect_rows(DECODING_STATE, rows, G_N_ELEMENTS(rows));
}

static void test_facts_members(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'join','displayname':'Cy'}}",
		  "member rid=\"!a:x\" seen join user=\"@c:x\" name=\"Cy\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'knock'}}",
		  "member rid=\"!a:x\" seen knock user=\"@c:x\"" },
		{ "{'type':'m.room.member','state_key':'@c:x','sender':'@be"
		  "n:x','event_id':'$1','origin_server_ts':5,'content':{'me"
		  "mbership':'dancing'}}",
		  "" },
		{ "{'type':'m.room.member','state_key':'c','sender':'@ben:x"
		  "','event_id':'$1','origin_server_ts':5,'content':{'membe"
		  "rship':'join'}}",
		  "" },
		{ "{'type':'m.room.member','state_key':'@ann:x','sender':'@"
		  "ben:x','event_id':'$1','origin_server_ts':5,'content':{'"
		  "membership':'ban'}}",
		  "member rid=\"!a:x\" seen ban user=\"@ann:x\"\nroom rid="
		  "\"!a:x\" ban" },
	};

	(void)state;
	expect_rows(DECODING_STATE, rows, G_N_ELEMENTS(rows));
}

static void test_facts_spaces(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.space.child','state_key':'!c','sender':'@ben:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'via'"
		  ":['x'],'order':'a b'}}",
		  "child rid=\"!a:x\" target=\"!c\" order=\"a b\" ts=5 via="
		  "[x]" },
		{ "{'type':'m.space.child','state_key':'!c','sender':'@ben:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'via'"
		  ":[]}}",
		  "child rid=\"!a:x\" target=\"!c\" ts=5" },
		{ "{'type':'m.space.child','state_key':'!c','sender':'@ben:"
		  "x','event_id':'$1','origin_server_ts':5,'content':{'via'"
		  ":['x'],'order':'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		  "aaaaaaaaaaa'}}",
		  "child rid=\"!a:x\" target=\"!c\" ts=5 via=[x]" },
		{ "{'type':'m.space.child','state_key':'!','sender':'@ben:x"
		  "','event_id':'$1','origin_server_ts':5,'content':{'via':"
		  "['x']}}",
		  "" },
		{ "{'type':'m.space.parent','state_key':'!p','sender':'@ben"
		  ":x','event_id':'$1','origin_server_ts':5,'content':{'via"
		  "':['x'],'canonical':true}}",
		  "parent rid=\"!a:x\" target=\"!p\" n=1 via=[x]" },
	};

	(void)state;
	expect_rows(DECODING_STATE, rows, G_N_ELEMENTS(rows));
}

static void test_facts_history(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.name','state_key':'','sender':'@ben:x','"
		  "event_id':'$1','origin_server_ts':5,'content':{'name':'P"
		  "ast'}}",
		  "post rid=\"!a:x\" past state eid=\"$1\" sender=\"@ben:x"
		  "\" ts=5 body=\"Ben set the name to “Past”\"" },
	};

	(void)state;
	expect_rows(DECODING_OLDER, rows, G_N_ELEMENTS(rows));
}

static void test_facts_after(void **state)
{
	static const struct row rows[] = {
		{ "{'type':'m.room.name','state_key':'','sender':'@ben:x','"
		  "event_id':'$1','origin_server_ts':5,'content':{'name':'S"
		  "hown'}}",
		  "post rid=\"!a:x\" state eid=\"$1\" sender=\"@ben:x\" ts="
		  "5 body=\"Ben set the name to “Shown”\"" },
	};

	(void)state;
	expect_rows(DECODING_AFTER, rows, G_N_ELEMENTS(rows));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts_simple),
		cmocka_unit_test(test_facts_create),
		cmocka_unit_test(test_facts_powers),
		cmocka_unit_test(test_facts_members),
		cmocka_unit_test(test_facts_spaces),
		cmocka_unit_test(test_facts_history),
		cmocka_unit_test(test_facts_after),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
