# Safe to Share: `make run` and `make test` are all that a newcomer needs.
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
SOURCES := requirements/base.txt requirements/build.txt requirements/documents.txt pyproject.toml

.DEFAULT_GOAL := help
.PHONY: help run test test-long check setup reset screenshots messages assets requirements

help: ## Print these targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|' 2>/dev/null \
	  || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

run: $(VENV)/.run-ready ## Start the demonstration on http://127.0.0.1:8000 (Ctrl-C stops it)
	@$(BIN)/safetoshare demo
	@exec $(BIN)/safetoshare serve

test: $(VENV)/.test-ready ## Run every suite: style, types, imports, SQLite, PostgreSQL, browser
	@$(BIN)/python -m tests

test-long: $(VENV)/.long-ready ## Run what is longer: the style sheet rebuilt, pages checked by others' tools, wider searches, benchmarks
	@$(BIN)/python -m tests --long

check: $(VENV)/.test-ready ## Only style, types, imports and migrations: seconds, not minutes
	@$(BIN)/python -m tests --only style types imports migrations

setup: $(VENV)/.run-ready $(VENV)/.test-ready ## Install all that run and test need, start nothing

reset: ## Delete ./var: the next `make run` starts over (stop a running one first)
	@rm -rf var && echo "Deleted ./var. The next 'make run' starts with a new demonstration."

screenshots: $(VENV)/.test-ready ## Take the pictures that the documents show
	@$(BIN)/python -m tests.screenshots

messages: $(VENV)/.test-ready ## Collect and compile the texts of the five languages
	@$(BIN)/python -m tests.catalogues --update

assets: ## Rebuild the style sheet from assets/ (needs node and npm)
	@assets/build

requirements: $(VENV)/.run-ready ## Pin the requirement files anew
	@for name in uv base build documents test; do \
	  $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --universal --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links --custom-compile-command "make requirements" \
	    requirements/$$name.in -o requirements/$$name.txt || exit 1; done

$(VENV)/bin/python:
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Could not make a virtual environment: install python3-venv (apt-get install python3-venv)." >&2; exit 1; }

$(VENV)/.run-ready: $(VENV)/bin/python $(SOURCES)
	@.ci/install requirements/base.txt requirements/build.txt requirements/documents.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test-ready: $(VENV)/.run-ready requirements/test.txt apt.txt
	@.ci/install requirements/test.txt
	@.ci/install-apt apt.txt
	@touch $@

$(VENV)/.long-ready: $(VENV)/.test-ready apt-long.txt
	@.ci/install-apt apt-long.txt
	@touch $@
