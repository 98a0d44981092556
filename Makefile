# The two commands that matter: `make run` starts the portal, `make test` proves that it works. `make help` lists the rest.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory --no-builtin-rules

BIN := .venv/bin
PORTAL := .venv/portal.lock
DEV := .venv/dev.lock
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
WORKERS ?= 2

.PHONY: help run check test bench lock .venv catalogues messages docs format

help: ## This list
	@sed -nE 's/^([a-z.]+):[^#]*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

run: $(PORTAL) ## Start the portal with the demo fund at http://127.0.0.1:8000
	@$(BIN)/python scripts/ready.py
	@PORTAL_DEMO=$${PORTAL_DEMO:-1} exec env -u PYTHONDONTWRITEBYTECODE $(BIN)/flask --app wsgi serve

check: $(DEV) ## The fast checks: format, lint, types, import order, templates, translations, documents, tests on SQLite
	@$(BIN)/python scripts/ready.py
	@$(BIN)/python -m pytest -n $(WORKERS) --databases sqlite -m "not browser"

test: $(DEV) ## Every check there is: also PostgreSQL and the journeys in a real browser
	@$(BIN)/python scripts/ready.py
	@$(BIN)/python -m tests.support.chromium
	@$(BIN)/python -m pytest -n $(WORKERS)

bench: $(DEV) ## Measure the pages at 1,000 and 100,000 cases, and write docs/benchmarks.md
	@$(BIN)/python scripts/ready.py
	@$(BIN)/python -m tests.benchmarks

.venv: $(PORTAL) ## All that a server needs: packages, compiled translations, compressed static files
	@$(BIN)/python scripts/ready.py

catalogues: $(PORTAL) ## Compile the translations that have changed
	@$(BIN)/python scripts/ready.py

messages: $(DEV) ## Print the catalogue entries that lack a translation, by room
	@$(BIN)/python scripts/catalogues.py missing

docs: $(PORTAL) ## Write the documents that are generated from the code
	@$(BIN)/python scripts/ready.py
	@PORTAL_DEMO=1 $(BIN)/flask --app wsgi docs

format: $(DEV) ## Put the code in order
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

lock: $(PORTAL) ## Lock the newest allowed versions of all packages, with their hashes
	@scripts/lock

# What is installed is what the stamp says; a lock that was only touched installs nothing.
$(PORTAL): requirements/portal.txt
	@[ -x $(BIN)/python ] || PYTHON=$(PYTHON) scripts/venv
	@cmp -s $< $@ || { echo "Installing what the portal runs on ..."; $(INSTALL) -r $<; }
	@cp $< $@

$(DEV): requirements/dev.txt $(PORTAL)
	@cmp -s $< $@ || { echo "Installing what checks the portal ..."; $(INSTALL) -r requirements/portal.txt -r $<; }
	@cp $< $@
