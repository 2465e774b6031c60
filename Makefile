# Every target works alone, on a fresh clone, with make and Python 3.11 or newer.

# The first Python that is new enough; choose another with: make PYTHON=/path/to/python3.12 test
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
CANDIDATES := python3 python3.14 python3.13 python3.12 python3.11
PYTHON ?= $(shell for p in $(CANDIDATES); do $$p -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$p && break; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check --no-input
# With their extras: of a name that is pinned without them, pip would take the newest for those who ask for one.
LOCK := uv pip compile -q --universal --no-strip-extras --python-version 3.11 --generate-hashes --no-emit-index-url --no-header
PACKAGES := bot intents data tests

# One more than there are cores: many tests wait for a server, a browser or a database.
WORKERS := $(shell expr $$(nproc 2>/dev/null || echo 1) + 1)

BENCH := $(VENV)/bench
STAND_INS := $(VENV)/stand-ins
FRESH := $(VENV)/fresh
NPM := npm --ignore-scripts --no-audit --no-fund --loglevel=error

.DEFAULT_GOAL := help
.PHONY: help demo chat test check fresh questions bench fuzz validate-live load kill semantic browser stand-ins screenshot format lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-13s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.product  ## Set up, and try the bot in your browser, in a pretend Slack
	@$(BIN)/python -m bot demo

chat: $(VENV)/.product  ## Set up, and talk to the bot in the terminal
	@$(BIN)/python -m bot chat

test: $(VENV)/.dev  ## Run the tests, with coverage
	@$(BIN)/python -m pytest --cov --numprocesses $(WORKERS) --dist loadfile

check: $(VENV)/.dev  ## Check style, types, imports, surveys, intents and the wheel
	@$(BIN)/ruff check --quiet --output-format concise
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary $(PACKAGES)
	@$(BIN)/lint-imports --no-logo > $(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }
	@$(BIN)/surveybot check
	@$(BIN)/python -m pytest --quiet --no-header tests/project/test_wheel.py

questions: $(VENV)/.dev  ## Measure the answers to labelled questions: make questions QUESTIONS=FILE
	@$(BIN)/python -m tests.questions $(QUESTIONS)

bench: $(BENCH)/.done  ## Measure beside other ways to do it: make bench BENCH_FLAGS=--large
	@$(BENCH)/bin/python -m tests.bench $(BENCH_FLAGS)

fuzz: $(VENV)/.dev  ## Ask a great many questions that nobody planned for
	@$(BIN)/python -m tests.fuzz

validate-live: $(VENV)/.dev  ## Let Slack itself judge every message and view; needs a token
	@$(BIN)/python -m tests.live

fresh: | $(BIN)/python  ## Install what the product needs and no more, and load all of it
	@rm -rf $(FRESH) && $(BIN)/python -m venv $(FRESH)
	@$(FRESH)/bin/python -m pip -qq --disable-pip-version-check install --require-hashes -r requirements.lock
	@PYTHONPATH=. $(FRESH)/bin/python tests/project/loading.py

load: $(VENV)/.dev  ## Ask 20 questions a second for a minute, over a socket and over HTTP
	@$(BIN)/python -m tests.load

kill: $(VENV)/.dev  ## Kill who saves at 50 moments, and edit from two processes at once; nothing may be lost
	@$(BIN)/python -m tests.bot.store.durability

semantic: $(VENV)/.semantic  ## Add the semantic extra to the environment

browser:  ## Install the browser of the browser tests, on Debian
	@command -v chromium >/dev/null || { apt-get -qq update && apt-get -qq install --yes chromium >/dev/null; }

stand-ins: $(STAND_INS)/.done  ## Install what other people made, to check the sandbox against

screenshot: $(VENV)/.dev browser  ## Take the README's picture anew
	@SURVEYBOT_PICTURE=tests/e2e/reply.png $(BIN)/python -m pytest tests/e2e/test_browser.py -k picture

format: $(VENV)/.dev  ## Bring the code into its form
	@$(BIN)/ruff check --quiet --fix --select I
	@$(BIN)/ruff format --quiet

lock:  ## Renew the lock files; needs uv and npm
	@$(LOCK) --group build -o requirements.lock pyproject.toml
	@$(LOCK) --group dev -o requirements-dev.lock -c requirements.lock pyproject.toml
	@$(LOCK) --group bench -o requirements-bench.lock -c requirements-dev.lock pyproject.toml
	@$(LOCK) --extra semantic -o requirements-semantic.lock -c requirements.lock pyproject.toml
	@$(LOCK) -o tests/stand_ins/requirements.lock tests/stand_ins/requirements.in
	@cd tests/stand_ins && $(NPM) install --package-lock-only --omit-lockfile-registry-resolved

clean:  ## Take away what the other targets made
	@rm -rf $(VENV) .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache dist
	@find $(PACKAGES) -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(or $(PYTHON),false) -c '$(NEW_ENOUGH)' 2>/dev/null || { \
	  echo "surveybot needs Python 3.11 or newer, and found none. Install one, or name it: make PYTHON=/path/to/python3.12 test" >&2; \
	  exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/.product: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) ..." >&2
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock pyproject.toml | $(BIN)/python
	@echo "Setting up $(VENV) for development ..." >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.semantic: requirements-semantic.lock | $(VENV)/.product
	@$(PIP) install --require-hashes -r requirements-semantic.lock
	@touch $@

# What is measured beside the product is no part of it, and stays out of its environment.
$(BENCH)/.done: requirements-bench.lock | $(BIN)/python
	@echo "Setting up $(BENCH) ..." >&2
	@$(BIN)/python -m venv $(BENCH)
	@$(BENCH)/bin/python -m pip -qq --disable-pip-version-check install --require-hashes -r requirements-bench.lock
	@touch $@

# The stand-ins are other people's programs: they get a folder of their own, and only the tests start them.
$(STAND_INS)/.done: $(wildcard tests/stand_ins/*) | $(BIN)/python
	@echo "Setting up $(STAND_INS) ..." >&2
	@$(BIN)/python -m venv $(STAND_INS)
	@$(STAND_INS)/bin/python -m pip -qq --disable-pip-version-check install --require-hashes -r tests/stand_ins/requirements.lock
	@cp tests/stand_ins/package*.json $(STAND_INS)
	@if command -v npm >/dev/null; then $(NPM) --prefix $(STAND_INS) ci; \
	else echo "Without npm there is no emulate and no axe-core: their tests will say so." >&2; fi
	@touch $@
