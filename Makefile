# folkmoot: build, test, install. "make help" lists the targets.
#
# One makefile for the whole tree, so that make sees every dependency. New
# files below src/ and tests/ need no edit here. Variables one may set:
#
#   BUILD=DIR      where everything made goes (default: build)
#   WERROR=1       warnings are errors
#   SAN=LIST       sanitizers: address,undefined or thread
#   PARTS="a b"    only these folders of src/, for work on one layer
#   V=1            show whole commands
#   PREFIX, DESTDIR, CC, CFLAGS, LDFLAGS as everywhere

BUILD	?= build
PREFIX	?= /usr/local
CFLAGS	?= -O2 -g
FUZZ_SECONDS ?= 60
V	?= 0
MAKEFLAGS += --no-print-directory -r

Q := $(if $(filter 0,$(V)),@)
say = $(if $(filter 0,$(V)),@printf '%-5s %s\n' $(1) $(2))

# ---- what there is ---------------------------------------------------------

folders := $(if $(PARTS),$(foreach p,$(PARTS),src/$(p) src/$(p)/*),\
	     src src/* src/*/*)
sources := $(sort $(wildcard $(addsuffix /*.c,$(folders))))
objects := $(patsubst %.c,$(BUILD)/%.o,$(filter-out src/main.c,$(sources)))
embedded := $(wildcard contrib/folkmoot.conf themes/*.theme)

# A file of tests with a main() is a program, any other one helps them.
tests	:= $(wildcard $(if $(PARTS),\
	     tests/support/*.c $(foreach p,$(PARTS),tests/unit/$(p)/*.c \
	     tests/unit/$(p)/*/*.c),tests/*/*.c tests/*/*/*.c tests/*/*/*/*.c))
mains	:= $(if $(tests),$(shell grep -l '^int main\>' $(tests) /dev/null))
fuzzers	:= $(wildcard tests/fuzz/fuzz_*.c)
fuzz_main := tests/fuzz/standalone.c
helpers	:= $(filter-out $(mains) $(fuzzers) $(fuzz_main) \
	     $(wildcard tests/unit/*/test_*.c tests/unit/*/*/test_*.c),$(tests))

program	 := $(BUILD)/folkmoot
library	 := $(BUILD)/libfolkmoot.a
testlib	 := $(BUILD)/tests/libtests.a
unit	 := $(patsubst %.c,$(BUILD)/%,$(filter tests/unit/%,$(mains)))
wire	 := $(patsubst %.c,$(BUILD)/%,$(filter tests/wire/%,$(mains)))
screen	 := $(patsubst %.c,$(BUILD)/%,$(filter tests/screen/%,$(mains)))
bench	 := $(patsubst tests/%.c,$(BUILD)/%,$(filter tests/bench/%,$(mains)))
fuzz	 := $(patsubst tests/%.c,$(BUILD)/%,$(fuzzers))

# ---- how it is compiled ----------------------------------------------------

packages := glib-2.0 libcurl ncursesw jansson sqlite3 md4c libutf8proc
ifeq ($(filter clean help check demo demo-reset lint uninstall \
	check-unit check-asan check-tsan check-valgrind fuzz bench,\
	$(or $(MAKECMDGOALS),all)),)
ifneq ($(shell pkg-config --exists $(packages) && echo yes),yes)
$(error libraries are missing; run contrib/install-deps to install them)
endif
endif
pkg_cflags := $(shell pkg-config --cflags $(packages) 2>/dev/null)
pkg_libs := $(shell pkg-config --libs $(packages) 2>/dev/null)
# libnotify is loaded when the first notice is shown, never linked.
ifeq ($(shell pkg-config --exists libnotify && echo yes),yes)
notify_cflags := -DHAVE_LIBNOTIFY $(shell pkg-config --cflags libnotify)
endif

warnings := -Wall -Wextra -Wshadow -Wpointer-arith -Wstrict-prototypes \
	-Wmissing-prototypes -Wwrite-strings -Wvla -Wformat=2 \
	-Wno-missing-field-initializers \
	$(if $(filter 1,$(WERROR)),-Werror)
# _FORTIFY_SOURCE hides from the sanitizers what they look for.
harden	:= -fstack-protector-strong -fPIE $(if $(SAN),\
	-fno-omit-frame-pointer,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
# Binding all symbols at start, so that their table can be read-only, takes
# 0.7 ms of a start of 5.
links	:= -pie -Wl,-O1,--as-needed,-z,relro,-z,now -pthread
sanitize := $(if $(SAN),-fsanitize=$(SAN) \
	$(if $(findstring undefined,$(SAN)),-fno-sanitize-recover=undefined))
compile	:= $(CC) -std=c11 -D_GNU_SOURCE -Isrc $(pkg_cflags) $(warnings) \
	$(harden) $(sanitize) -pthread -MMD -MP $(CPPFLAGS) $(CFLAGS)
link	:= $(CC) $(sanitize) $(links) $(LDFLAGS)

.PHONY: all check check-unit check-asan check-tsan check-valgrind lint bench \
	fuzz demo demo-reset install uninstall clean help man FORCE \
	test-programs unit-programs bench-programs fuzz-programs
.DELETE_ON_ERROR:
.SECONDARY:
.SUFFIXES:

all: $(program)	## build the program (the default)

# A change of flags, or a file gone, makes everything new that it touches.
$(BUILD)/.flags: FORCE
	@mkdir -p $(@D)
	@echo '$(compile) $(link) $(notify_cflags)' | cmp -s - $@ || \
		echo '$(compile) $(link) $(notify_cflags)' > $@
$(BUILD)/.objects: FORCE
	@mkdir -p $(@D)
	@echo '$(objects)' | cmp -s - $@ || echo '$(objects)' > $@
$(BUILD)/.helpers: FORCE
	@mkdir -p $(@D)
	@echo '$(helpers)' | cmp -s - $@ || echo '$(helpers)' > $@
$(BUILD)/.embedded: FORCE
	@mkdir -p $(@D)
	@echo '$(embedded)' | cmp -s - $@ || echo '$(embedded)' > $@

$(BUILD)/src/%.o: src/%.c $(BUILD)/.flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(compile) $(if $(filter src/notify/%,$<),$(notify_cflags)) \
		-c -o $@ $<

$(BUILD)/tests/%.o: tests/%.c $(BUILD)/.flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(compile) -Itests -Wno-missing-prototypes -Wno-write-strings \
		-c -o $@ $<

# The default keys and the themes, as C strings. "?" is escaped because of
# trigraphs; the table ends with an empty row.
$(BUILD)/gen/embedded.c: $(embedded) $(BUILD)/.embedded Makefile
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)exec > $@ && echo '#include "command/embedded.h"' && \
	echo 'const struct embedded embedded_files[] = {' && \
	for f in $(embedded); do \
		echo "	{ \"$${f##*/}\", \"\"" && \
		sed -e 's/[\\"?]/\\&/g' -e 's/	/\\t/g' \
			-e 's/.*/		"&\\n"/' "$$f" && \
		echo '	},' || exit 1; \
	done && echo '	{ 0, 0 }' && echo '};'
$(BUILD)/gen/embedded.o: $(BUILD)/gen/embedded.c $(BUILD)/.flags
	$(Q)$(compile) -c -o $@ $<

define archive
$(call say,AR,$@)
@mkdir -p $(@D)
$(Q)rm -f $@ && ar qcsT $@ $(filter %.o,$^)
endef
$(library): $(objects) $(BUILD)/gen/embedded.o $(BUILD)/.objects
	$(archive)
$(testlib): $(patsubst %.c,$(BUILD)/%.o,$(helpers)) $(BUILD)/.helpers
	$(archive)

$(program): $(BUILD)/src/main.o $(library)
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $< $(library) $(pkg_libs) -ldl

$(unit) $(wire) $(screen): $(BUILD)/tests/%: $(BUILD)/tests/%.o $(testlib) $(library)
	$(call say,LINK,$@)
	$(Q)$(link) -o $@ $< $(testlib) $(library) $(pkg_libs) -lcmocka -lm -ldl
$(bench): $(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(testlib) $(library)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(link) -o $@ $< $(testlib) $(library) $(pkg_libs) -lm -ldl
# FUZZ_LIB is libFuzzer under "make fuzz", else a main() that runs the corpus.
FUZZ_LIB ?= $(BUILD)/tests/fuzz/standalone.o
$(fuzz): $(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(filter %.o,$(FUZZ_LIB)) $(testlib) $(library)
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(link) -o $@ $< $(FUZZ_LIB) $(testlib) $(library) $(pkg_libs) -lm -ldl

test-programs: unit-programs fuzz-programs $(wire) $(screen)
unit-programs: $(unit)
bench-programs: $(bench)
fuzz-programs: $(fuzz)

# ---- tests -----------------------------------------------------------------

jobs := $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))

check:	## install what is missing, build, run every test
	@contrib/install-deps check
	@$(MAKE) $(jobs) all test-programs
	@BUILD=$(BUILD) tests/run

screens: $(BUILD)/tests/screen/screen	## write the expected screens anew; read the diff
	@SCREEN_UPDATE=1 $<

check-unit:	## the fast tests only
	@$(MAKE) $(jobs) test-programs
	@BUILD=$(BUILD) RUN_ONLY=unit,wire,screen tests/run

inner := unit,wire,screen,fuzz
slow := unit,wire
check-asan:	## tests under AddressSanitizer and UBSan
	@$(MAKE) $(jobs) BUILD=$(BUILD)/asan SAN=address,undefined \
		CFLAGS="-O1 -g" all test-programs
	@BUILD=$(BUILD)/asan RUN_ONLY=$(or $(RUN_ONLY),$(inner)) tests/run

check-tsan:	## tests under ThreadSanitizer
	@$(MAKE) $(jobs) BUILD=$(BUILD)/tsan SAN=thread \
		CFLAGS="-O1 -g" all test-programs
	@BUILD=$(BUILD)/tsan RUN_ONLY=$(or $(RUN_ONLY),unit) tests/run

check-valgrind:	## unit tests under valgrind
	@$(MAKE) $(jobs) all test-programs
	@BUILD=$(BUILD) RUN_ONLY=$(or $(RUN_ONLY),$(slow)) \
		RUN_UNDER="valgrind -q --error-exitcode=99 --leak-check=full \
		--show-leak-kinds=definite --errors-for-leak-kinds=definite" \
		tests/run

lint:	## check the rules of doc/design.md
	@tests/lint/run

bench:	## measure against the floor program
	@contrib/install-deps check
	@$(MAKE) $(jobs) all bench-programs
	@BUILD=$(BUILD) tests/bench/run

fuzz:	## fuzz each target for FUZZ_SECONDS with libFuzzer
	@contrib/install-deps fuzz
	@$(MAKE) $(jobs) BUILD=$(BUILD)/libfuzzer CC=clang CFLAGS="-O1 -g" \
		SAN=fuzzer-no-link,address,undefined \
		FUZZ_LIB=-fsanitize=fuzzer fuzz-programs
	@set -e; for f in $(notdir $(fuzz)); do \
		echo "FUZZ  $$f for $(FUZZ_SECONDS) s"; \
		n=$${f#fuzz_}; mkdir -p $(BUILD)/libfuzzer/corpus/$$f; \
		seeds=$$(ls -d tests/fuzz/corpus/$$f tests/fuzz/corpus/$$n \
			2>/dev/null || true); \
		dict=$$(ls tests/fuzz/dict/$$n.dict 2>/dev/null || true); \
		$(BUILD)/libfuzzer/fuzz/$$f -timeout=10 -verbosity=0 \
			-max_total_time=$(FUZZ_SECONDS) \
			-artifact_prefix=$(BUILD)/libfuzzer/$$f- \
			$${dict:+-dict=$$dict} \
			$(BUILD)/libfuzzer/corpus/$$f $$seeds \
			> $(BUILD)/libfuzzer/$$f.log 2>&1 || { \
			tail -n 60 $(BUILD)/libfuzzer/$$f.log; exit 1; }; \
	done

demo:	## two homeservers and folkmoot in front of them
	@contrib/install-deps demo
	@$(MAKE) $(jobs) all
	@BUILD=$(BUILD) contrib/demo/demo

demo-reset:	## forget the servers and accounts of the demo
	@BUILD=$(BUILD) contrib/demo/demo --reset

# ---- installing ------------------------------------------------------------

pages := $(addprefix $(BUILD)/doc/,man1 man5 bash zsh fish)
$(pages): $(BUILD)/doc/%: $(program)
	$(call say,GEN,$@)
	@mkdir -p $(@D)
	$(Q)$(program) doc $* > $@
man: $(pages)	## man pages and shell completions, made by the program

share := $(DESTDIR)$(PREFIX)/share
installed := $(DESTDIR)$(PREFIX)/bin/folkmoot \
	$(share)/man/man1/folkmoot.1 $(share)/man/man5/folkmoot.5 \
	$(share)/bash-completion/completions/folkmoot \
	$(share)/zsh/site-functions/_folkmoot \
	$(share)/fish/vendor_completions.d/folkmoot.fish

install: $(program) $(pages)	## install below DESTDIR PREFIX
	install -Dm755 $(program) $(word 1,$(installed))
	install -Dm644 $(BUILD)/doc/man1 $(word 2,$(installed))
	install -Dm644 $(BUILD)/doc/man5 $(word 3,$(installed))
	install -Dm644 $(BUILD)/doc/bash $(word 4,$(installed))
	install -Dm644 $(BUILD)/doc/zsh $(word 5,$(installed))
	install -Dm644 $(BUILD)/doc/fish $(word 6,$(installed))
	install -d $(share)/folkmoot/themes
	install -m644 $(embedded) $(share)/folkmoot/themes
	mv $(share)/folkmoot/themes/folkmoot.conf $(share)/folkmoot

uninstall:	## remove what install put there
	rm -f $(installed)
	rm -rf $(share)/folkmoot

clean:	## remove everything made
	rm -rf $(BUILD)

help:	## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1	/p' Makefile | \
		while IFS='	' read -r name what; do \
			printf '%-16s %s\n' "$$name" "$$what"; done
	@echo
	@sed -n 's/^#   \([A-Z].*\)/\1/p' Makefile

-include $(shell find $(BUILD)/src $(BUILD)/tests $(BUILD)/gen -name '*.d' 2>/dev/null)
