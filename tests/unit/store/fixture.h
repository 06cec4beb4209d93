/*
 * fixture.h - a store in a fresh folder, and changes in one line each.
 *
 * The clock stands at FX_NOW (a Friday) in UTC. There is one account, Ann,
 * of council.org. Room ids, event ids and people are written out in the
 * tests ("!a", "$1", "@ben:council.org"); "!a" becomes "!a:council.org".
 *
 * fx_commit() ends the transaction, keeps what was told in `rooms`, `rings`
 * and `places`, and gives the reader a new look. Readers belong to the
 * fixture.
 */
#ifndef TESTS_UNIT_STORE_FIXTURE_H
#define TESTS_UNIT_STORE_FIXTURE_H

#include "store/store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#define FX_NOW INT64_C(1795789920000)
#define ANN "@ann:council.org"
#define BEN "@ben:council.org"
#define CHLOE "@chloe:council.org"
#define PAT "@pat:partner.org"

struct fx {
	struct world world;
	struct paths paths;
	struct store *store;
	struct reader *reader;
	int64_t account;
	GArray *rooms, *rings;
	bool places;
	char *folder;
};

int fx_setup(void **state);
int fx_teardown(void **state);
#define FX_TEST(fn) \
	cmocka_unit_test_setup_teardown(fn, fx_setup, fx_teardown)

/* Close and open again, as a program that starts anew. */
void fx_reopen(struct fx *fx);
void fx_commit(struct fx *fx);
/* Local id of a room. */
int64_t fx_room(struct fx *fx, const char *rid);
/* The room as the reader has it; fx_forget() frees everything given so. */
struct room *fx_read(struct fx *fx, const char *rid);

/* A change that can be filled further, then given to the store. */
struct change *fx_new(struct fx *fx, enum change_kind kind, const char *rid);
void fx_apply(struct fx *fx, struct change *take);

/* A joined room with a name; no members. */
void fx_join(struct fx *fx, const char *rid, const char *name);
void fx_space(struct fx *fx, const char *rid, const char *name);
void fx_child(struct fx *fx, const char *space, const char *rid,
	      const char *order);
void fx_fact(struct fx *fx, const char *rid, uint32_t set,
	     const struct room *facts);
void fx_member(struct fx *fx, const char *rid, const char *uid,
	       const char *name, enum membership membership);
/* A post at one second after the last one. */
struct change *fx_new_post(struct fx *fx, const char *rid, const char *eid,
			   const char *sender, const char *body);
void fx_post(struct fx *fx, const char *rid, const char *eid,
	     const char *sender, const char *body);
void fx_older(struct fx *fx, const char *rid, const char *eid,
	      const char *sender, const char *body);
void fx_reply(struct fx *fx, const char *rid, const char *eid,
	      const char *root, const char *body);
void fx_edit(struct fx *fx, const char *rid, const char *eid,
	     const char *target, const char *body);
void fx_react(struct fx *fx, const char *rid, const char *eid,
	      const char *target, const char *key);
void fx_redact(struct fx *fx, const char *rid, const char *target);
void fx_timeline(struct fx *fx, const char *rid, const char *token, int n);
void fx_older_done(struct fx *fx, const char *rid, const char *from,
		   const char *token);
void fx_receipt(struct fx *fx, const char *rid, const char *eid,
		const char *user);
void fx_counts(struct fx *fx, const char *rid, int unread, int mentions);
void fx_cursor(struct fx *fx, const char *token);

/* The newest page as "eid eid …"; "-" for posts without. Yours. */
char *fx_page(struct fx *fx, const char *rid);
struct post *fx_get(struct fx *fx, const char *rid, const char *eid);
/* The sidebar, one row a line, two spaces for each level. Yours. */
char *fx_sidebar(struct fx *fx);

/* An op in the outbox; its id. */
int64_t fx_push(struct fx *fx, struct op *take);
struct op *fx_op(enum op_kind kind, int64_t room, const char *target,
		 const char *body);

#endif
