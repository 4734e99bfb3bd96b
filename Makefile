# On Debian 12 with only make and python3: `make demo` opens a clinic, `make test` proves the house.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-long check bench lock
.DEFAULT_GOAL := demo

demo: .venv/installed .venv/pages
	@$(BIN)/slowdrip demo

test: .venv/installed .venv/pages .venv/proof
	@sh scripts/prove.sh

test-long: .venv/installed .venv/pages .venv/proof .venv/cohort
	@SLOWDRIP_LONG=1 sh scripts/prove.sh

check: .venv/installed
	@$(BIN)/slowdrip check

bench: .venv/installed .venv/proof
	@sh scripts/bench.sh

lock:
	@PYTHON=$(PYTHON) sh scripts/make_lock.sh

# Stamps: each step runs once, and again only when what it was made from changes. Missing Debian packages stop nothing
# here: the line to run is printed at each start until they are there, and what needs them says so.
.venv/locked: requirements.lock scripts/make_venv.sh
	@PYTHON=$(PYTHON) sh scripts/make_venv.sh
	@touch $@

.venv/installed: pyproject.toml .venv/locked
	@echo "Installing Slowdrip itself ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable . </dev/null
	@touch $@

# The library of the extra `cohort` is large: only the long suite brings it.
.venv/cohort: requirements-cohort.lock | .venv/locked
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-cohort.lock </dev/null
	@touch $@

.venv/pages .venv/proof: .venv/%: scripts/system_packages.sh | .venv/locked
	@if sh scripts/system_packages.sh $*; then touch $@; fi
