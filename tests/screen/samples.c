#include "samples.h"

#include <string.h>
#include "base/error.h"
#include "village.h"

#define DAY (INT64_C(86400000))

static int runs;
static GString *poked;

int samples_runs(void)
{
	return runs;
}

char *samples_poked(void)
{
	char *all = g_strdup(poked ? poked->str : "");

	if (poked)
		g_string_free(poked, TRUE);
	poked = NULL;
	return all;
}

static struct command_call *now;	/* whose records are made */

static struct record *begin(const char *kind)
{
	return now->ctx->front->begin(now->ctx->user, kind);
}

static void end(struct record *r)
{
	now->ctx->front->end(now->ctx->user, r);
}

/* "name=value|…"; a value of digits is a number, one with ; several texts. */
static void fill(struct record *r, const char *fields)
{
	g_auto(GStrv) list = g_strsplit(fields, "|", -1);

	for (int i = 0; list[i]; i++) {
		char *value = strchr(list[i], '=');
		gint64 n;

		*value++ = '\0';
		if (g_ascii_string_to_signed(value, 10, G_MININT64,
					     G_MAXINT64, &n, NULL)) {
			record_int(r, list[i], n);
		} else if (strchr(value, ';')) {
			g_auto(GStrv) words = g_strsplit(value, ";", -1);
			g_autoptr(GPtrArray) all = g_ptr_array_new();

			for (int k = 0; words[k]; k++)
				g_ptr_array_add(all, words[k]);
			record_texts(r, list[i], all);
		} else {
			record_text(r, list[i], value);
		}
	}
}

static const struct {
	const char *what, *kind, *fields;
} samples[] = {
	{ "people", "person", "id=@ben:council.org|name=Ben Osei|role=Flood "
	  "engineer|team=Water|org=Council|local_time=14:32|presence=online|"
	  "why=pumps: own card;endorsed by Ann Harker" },
	{ "people", "person", "id=@pat:partner.example|name=Pat Quinn|"
	  "role=Diver|org=Harbour Trust|local_time=15:32|seen=1795098720000|"
	  "why=wrote about pumps in Quay Street partners" },
	{ "people", "person", "id=@chloe:council.org|name=Chloe Martin|"
	  "team=Desk|org=Council|skills=pumps;walls" },
	{ "questions", "question", "section=WAITING|id=$q1|room=!general|"
	  "title=Which pump takes salt water?|status=open|answers=0|"
	  "age_ms=183600000|room_name=general" },
	{ "questions", "question", "section=WAITING|id=$q2|room=!general|"
	  "title=Who has the key of the depot?|status=open|claimed=Ben Osei|"
	  "answers=1|age_ms=7200000|room_name=general" },
	{ "questions", "question", "section=SOLVED|id=$q3|room=!general|"
	  "title=When is the next spring tide?|status=solved|answers=4|"
	  "age_ms=864000000|room_name=general" },
	{ "ideas", "idea", "id=$i1|room=!general|title=A boat for the depot|"
	  "status=new|up=7|down=1|age_ms=259200000|room_name=general" },
	{ "ideas", "idea", "id=$i2|room=!general|title=Paint the pumps red|"
	  "status=declined|up=2|down=9|owner=Ann Harker|reason=Nobody sees "
	  "them under water|age_ms=864000000|room_name=general" },
	{ "events", "event", "id=$e1|room=!general|title=Depot tour|"
	  "start=1795271520000|end=1795278720000|place=Quay Street 4|yes=5|"
	  "maybe=2|mine=yes|room_name=general" },
	{ "events", "event", "id=$e2|room=!general|title=Spring tide drill|"
	  "start=1794666720000|end=1794673920000|yes=12|room_name=general" },
	{ "resources", "resource", "id=$r1|room=!general|title=Tide tables|"
	  "url=https://tides.example/2027|tags=tides;reference|why=Read it "
	  "before you plan a night shift|creator_name=Ben Osei|"
	  "ts=1795098720000|room_name=general" },
	{ "resources", "decision", "id=$d1|room=!general|title=The wall is "
	  "built first|creator_name=Ann Harker|ts=1794666720000|"
	  "room_name=general" },
	{ "home", "item", "section=FOR YOU|id=$h1|room=!general|title=Can you "
	  "look at P2?|left=Ben Osei|right=general · 14:10|act=poke $h1" },
	{ "home", "invite", "section=INVITATIONS|id=!new:partner.example|"
	  "name=Harbour walls|inviter=@pat:partner.example|area=external|"
	  "members=12|why=So that we plan the wall together" },
	{ "home", "space", "section=REVIEWS|id=!flood|name=Flood defence|"
	  "area=internal|owner=Ann Harker|review=2026-11-01|members=6|"
	  "outsiders=1" },
	{ "home", "guest", "section=GUESTS|id=@sue:else.example|name=Sue Lee|"
	  "room=!partners|role=surveyor|until=2026-11-18|state=over" },
	{ "home", "arrival", "section=ARRIVALS|ts=1795098720000|who=Pat Quinn|"
	  "what=joined|by=Ann Harker|server=partner.example|"
	  "room_name=Quay Street partners" },
	{ "home", "newkind", "section=OTHER|id=$x1|room=!general|title=A kind "
	  "that came later|status=fresh|room_name=general" },
	{ "report", "heading", "text=Flood defence, November 2026" },
	{ "report", "line", "text=Everything here is counted from the messages "
	  "that are stored, from the first to the last day of the month. A "
	  "person is active who wrote at least once." },
	{ "report", "bar", "label=Ben Osei|value=30|max=40|text=30 messages" },
	{ "report", "bar", "label=Ann Harker|value=4|max=40|text=4 messages" },
	{ "report", "bar", "label=Nobody|value=0|max=0|text=0 messages" },
	{ "report", "spark", "label=Messages a week|values=3 5 9 1 0 12 7|"
	  "text=37 in all" },
	{ "report", "heading", "text=Outcomes" },
	{ "report", "line", "text=Pumps replaced: 2 of 4" },
	{ "hostile", "question", "id=$q1|room=!general|title=\033[2Jgone\007 "
	  "\302\2332J \342\200\256txt.exe|status=\033]0;x\007|answers=-3|"
	  "age_ms=-99999999999999|room_name=a\nb\tc" },
	{ "hostile", "question", "id=\033[31m|title=|room=!nowhere|"
	  "answers=9223372036854775807|age_ms=9223372036854775807" },
	{ "hostile", "bar", "label=\033c|value=9223372036854775807|max=-1|"
	  "text=\r\n" },
	{ "hostile", "spark", "label=x|values=nan inf -inf 1e999 -5 z" },
	{ "hostile", "event", "id=$e|title=\357\277\275|start="
	  "9223372036854775807|end=-9223372036854775808" },
	{ "hostile", "line", "text=a\033[1mb\nc\302\205d" },
};

static void make_many(int n)
{
	for (int i = 0; i < n; i++) {
		struct record *r = begin("question");
		g_autofree char *fields = g_strdup_printf("id=$m%d|"
			"room=!general|title=Question number %d%s|status=open|"
			"answers=%d|age_ms=%d000000|room_name=general", i, i,
			i == 2400 ? " needle" : "", i % 7, 3000 - i);

		fill(r, fields);
		end(r);
	}
}

static bool run_sample(struct command_call *call, GError **err)
{
	const char *what = args_get(call->args, "WHAT");

	now = call;
	runs++;
	if (!strcmp(what, "fails")) {
		g_set_error(err, FM_ERROR, FM_ERROR_FAILED,
			    "That did not work.");
		return false;
	}
	if (!strcmp(what, "many"))
		make_many(2500);
	if (!strcmp(what, "full"))
		make_many(2000);
	if (!strcmp(what, "silent"))
		call->ctx->front->say(call->ctx->user, "Nobody knows that.");
	for (guint i = 0; i < G_N_ELEMENTS(samples); i++) {
		struct record *r;

		if (strcmp(samples[i].what, what))
			continue;
		r = begin(samples[i].kind);
		fill(r, samples[i].fields);
		end(r);
	}
	return true;
}

static bool run_poke(struct command_call *call, GError **err)
{
	const char *id = args_get(call->args, "ID");

	id = id ? id : call->ctx->eid ? call->ctx->eid : call->ctx->uid;
	if (!g_strcmp0(id, "$q3")) {
		g_set_error(err, FM_ERROR, FM_ERROR_REFUSED,
			    "That one is solved.");
		return false;
	}
	if (!poked)
		poked = g_string_new(NULL);
	g_string_append_printf(poked, "%s%s", poked->len ? " " : "", id);
	return true;
}

const struct command sample_rows[] = {
	{ "sample", NULL, "WHAT", "made-up records", NULL, NULL,
	  IN_PROMPT | LISTED, run_sample, "No samples of that." },
	{ "sample-quiet", NULL, "WHAT", "a sentence, or records", NULL, NULL,
	  IN_PROMPT | LISTED, run_sample, "" },
	{ "poke", NULL, "[ID]", "poke it", NULL, NULL, IN_PROMPT, run_poke },
	{ "burn", NULL, "[ID]", "poke it for good", NULL, NULL,
	  IN_PROMPT | FINAL, run_poke },
	{ NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL },
};
