# Everything a person or the CI does with this checkout. `make` alone lists it.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:

PYTHON ?= python3
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
PIN := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links
PACKAGES := queue_server display kiosk printer
# Debian packages that only the suite needs, each with a command that tells whether it is there.
TEST_TOOLS := chromium=chromium zbar-tools=zbarimg sox=sox strace=strace faketime=faketime \
	opus-tools=opusenc lame=lame

.PHONY: help setup run test check demo bench faults voice screenshots pin clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv/.ready ## .venv with the commands antrean and antrean-printer
run: .venv/.ready ## a hall to try: server, sample branches, virtual printer; prints the addresses
	@exec $(BIN)/python deploy/run-demo-hall

test: .venv/.ready-dev ## the whole suite, after installing what it needs
	@deploy/provide $(TEST_TOOLS)
	@exec $(BIN)/python -m pytest

check: .venv/.ready-dev ## format, lint, types, layers, fast tests: under a minute
	@$(BIN)/ruff format --check --quiet . || { echo 'Not formatted. Run: $(BIN)/ruff format .'; exit 1; }
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@exec $(BIN)/python -m pytest --quiet tests/unit

demo: .venv/.ready ## a hall that plays the Pekalongan day by itself, 60 times as fast
	@exec $(BIN)/antrean demo --speed 60

bench: .venv/.ready-dev ## the figures, each beside its floor
	@exec $(BIN)/python -m tests.bench

faults: .venv/.ready-dev ## the fault tests alone
	@deploy/provide $(TEST_TOOLS)
	@exec $(BIN)/python -m pytest -m faults

voice: .venv/.ready ## render the spoken clips anew
	@deploy/provide espeak-ng=espeak-ng opus-tools=opusenc lame=lame
	@exec $(BIN)/python -m display.audio.render

screenshots: .venv/.ready-dev ## a picture of each page into docs/pictures
	@deploy/provide chromium=chromium
	@exec $(BIN)/python -m tests.browser.screenshots

pin: .venv/.ready-dev ## resolve requirements/*.in anew into pinned, hashed *.txt
	@for set in runtime build dev; do $(PIN) --output-file requirements/$$set.txt requirements/$$set.in; done

clean: ## remove .venv and caches; var/ with its data stays
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps make a second `make setup` cost nothing; a change of what is pinned installs again.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Antrean needs Python 3.11 or newer. Name one: make setup PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || deploy/provide python3-venv
	@$(PYTHON) -m venv .venv

.venv/.ready: requirements/runtime.txt requirements/build.txt pyproject.toml | .venv/bin/python
	@echo 'Installing the packages into .venv. The first time takes a minute or two.'
	@$(INSTALL) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.ready-dev: requirements/dev.txt .venv/.ready
	@echo 'Installing what the suite and the linters need.'
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
