# Everything that a person types here. `make` alone says what there is.

# The first of these that is new enough; `make run PYTHON=/path/to/python` names another.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; \
	done)
PORT ?= 8501
# Options for pytest, such as PYTEST="-k balance".
PYTEST ?=
# Options for the catalogues, such as WORDS="--merge new.po".
WORDS ?=
# Options for the photographs, such as SHOTS="--only balance --language es".
SHOTS ?=
# Where the phrases of the source go, untranslated.
TEMPLATE ?= words.pot

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
# By all cores and without the packages' own tests, where pip would take them one after the other.
COMPILE := $(BIN)/python -m compileall -q -j 0 -x '/tests?/' $(VENV)/lib > $(VENV)/compiled.txt 2>&1 || true
# tests/conftest.py says how many workers there are, what each takes, and which files come first.
TESTS := $(BIN)/python -m pytest tests kpi --doctest-modules \
	-n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test check bench shots pictures words words-extract words-check format

help: ## Say what there is to do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: $(VENV)/run.stamp ## Start the dashboard, with the sample company when there are no data yet
	@$(BIN)/python -m kpi sample --if-empty
	@$(BIN)/python -m pages.parts.launch --port $(PORT)

# The type checker knows one core only: it works beside the tests and says its part after them.
test: quick browser ## Run every check and test; .ci/run does the same
	@$(BIN)/mypy > $(VENV)/types.txt 2>&1 & types=$$!; \
	$(TESTS) $(PYTEST); tested=$$?; \
	wait $$types; typed=$$?; cat $(VENV)/types.txt; exit $$((tested | typed))

check: quick ## Run the quick checks alone: style, types, directions, tests, phrases
	$(BIN)/mypy

.PHONY: quick
quick: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo
	$(BIN)/python -m tests.guards.assertions
	$(BIN)/python -m tests.guards.unspoken
	$(BIN)/python -m kpi.words.catalogue check

.PHONY: browser
browser: $(VENV)/dev.stamp
	@$(BIN)/python -m tests.browser.find_browser --install

bench: $(VENV)/dev.stamp ## Measure how fast files are loaded, against a bare DuckDB load
	$(BIN)/python -m bench.ingest

shots: browser ## Photograph every page into shots/; SHOTS="--data empty --theme dark" takes a part
	$(BIN)/python -m tests.browser.shots $(SHOTS)

pictures: browser ## Draw the pictures of README and docs anew
	$(BIN)/python -m tests.browser.pictures

words: $(VENV)/dev.stamp ## Bring new phrases into the catalogues
	$(BIN)/python -m kpi.words.catalogue update $(WORDS)

words-extract: $(VENV)/dev.stamp ## Write every phrase to words.pot, to start another language
	$(BIN)/python -m kpi.words.catalogue extract $(TEMPLATE)

words-check: $(VENV)/dev.stamp ## Fail where a phrase is missing, fuzzy or no longer said
	$(BIN)/python -m kpi.words.catalogue check

format: $(VENV)/dev.stamp ## Format the code and mend what can be mended by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The stamps say which requirements are installed, so that the second time costs nothing.
$(VENV)/made.stamp:
	@test -n "$(PYTHON)" || { echo "Eslabón needs Python 3.11 or newer, and none was found. Install it, or name one: make run PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Eslabón needs Python 3.11 or newer; $(PYTHON) is older or cannot be run. Name another: make run PYTHON=/path/to/python" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: requirements.txt $(VENV)/made.stamp
	@echo "Installing the program's packages (once, a minute or two)…"
	@$(PIP) -r requirements.txt
	@$(COMPILE)
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt requirements.txt $(VENV)/made.stamp
	@echo "Installing the packages that the checks need (once, a minute or two)…"
	@$(PIP) -r requirements-dev.txt
	@$(COMPILE)
	@touch $@ $(VENV)/run.stamp
